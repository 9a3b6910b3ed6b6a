"""By-lines: the names behind a label, beside a date, or on a line of their own below the title.

Roles ("Local Democracy Reporter") belong to no name, before it or after; they are data, as the
labels are: dictionaries/layout/metadata.tsv.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from normalize.layout.lines import Page
from normalize.layout.metadata.bylines import (
    AFTER_RE,
    AGENCY_RE,
    AUTHORS_RE,
    COMPANY_RE,
    GLUED_RE,
    HANDLE_RE,
    INITIALS_RE,
    NAMES_RE,
    ROLE_RE,
    UPPER,
    Candidate,
    read_name,
    state,
)
from normalize.layout.metadata.dates import Dates
from normalize.lexicon import Lexicon

LONGEST = 120  # characters of a line that holds metadata
NAME_LINE = 60  # characters of a line that is a name, with its role
NAME_WORDS = range(2, 5)
GLUED = 80  # characters of a paragraph that a by-line may be glued to
BELOW = 2  # lines below a name in which a date or its age shows that it is a by-line
MAIL_RE = re.compile(r"[\w ]+?(?=\s*<)")
PART_RE = re.compile(r"(?:[^|·•»∙/]|(?<! )/|/(?! ))+")
FORUM_RE = re.compile(r"\s*([\w.-]{3,25})\s+»\s")
CONTACT_RE = re.compile(r"\s*(?:@|\S+@\S)")  # a handle, a mail address below a name
PLACE_RE = re.compile(rf"\s(?:at|in|aus|à|en|в|у)\s[{UPPER}][\w' -]{{2,40}}")
RIGHTS_RE = re.compile(r"copyright|\(c\)|\u00A9", re.IGNORECASE)  # "© 2024 by …": a holder
PREPARED_RE = re.compile(
    r"(?:Prepared|Written|Compiled|Reported|Presented|Drafted|Reviewed)\b[^.:\n]{0,40}?\bby\s+"
)
# "3 hours ago", "Published", where the date itself is furniture or is not given.
STAMP_RE = re.compile(
    r"\b(?:ago|published|posted|updated|veröffentlicht|aktualisiert|publié|publicado|actualizado"
    r"|опубликовано|обновлено|опубліковано|оновлено|назад|тому)\b|\b(?:vor|il y a|hace) \d",
    re.IGNORECASE,
)
# Labels that name a text as well ("Text size"): they need their colon.
NOUNS = frozenset(
    "text texto textes texte tekst words author autor autorin autora auteur autrice autore "
    "verfasser verfasserin autorka columnist correspondent editor presenter host reporter "
    "redaktion redacción firma bericht interview protokoll автор авторы автори авторка текст "
    "корреспондент кореспондент кореспондентка интервью geschrieben escrito".split()
)
OPENERS = frozenset({"from", "de", "di", "of"})  # "Bus 41, from Monday": only first in a line
MAILED = frozenset({"from", "von", "de", "par", "od", "от", "від"})  # in the tail: of a mail


class Signatures:
    """The names of those who wrote a page. Shared by threads."""

    def __init__(self, lexicon: Lexicon, dates: Dates) -> None:
        self._lexicon = lexicon
        self._dates = dates

    @cached_property
    def _roles(self) -> frozenset[str]:
        return self._list("role")

    @cached_property
    def _fields(self) -> frozenset[str]:
        return self._list("role-field")

    @cached_property
    def _labels(self) -> frozenset[str]:
        return self._list("byline")

    def _list(self, kind: str) -> frozenset[str]:
        rows = self._lexicon.table("layout/metadata.tsv")
        return frozenset(row["label"] for row in rows if row["kind"] == kind)

    @cached_property
    def _calendar(self) -> frozenset[str]:
        return frozenset(row["name"] for row in self._lexicon.table("layout/calendar.tsv"))

    @cached_property
    def _role_re(self) -> re.Pattern[str]:
        """Match a role before a name: "our rural reporter"."""
        roles = "|".join(sorted(self._roles, key=len, reverse=True))
        return re.compile(rf"(?i:(?:[\w'’-]+\s+){{0,3}}?(?:{roles})),?\s+(?=[{UPPER}])")

    def read_label(
        self, line: str, offset: int, label: re.Match[str], *, is_head: bool
    ) -> Iterator[Candidate]:
        """Read the name behind a label.

        Leaves alone: labels that are nouns, without a colon; "from" within a line; in the tail
        of a page what could be a reply or a mail.
        """
        text = label.group()[: label.start("colon") - label.start()].lower()
        has_colon = ":" in label["colon"]
        is_first = not line[: label.start()].strip()
        if RIGHTS_RE.search(line, 0, label.start()):
            return
        if not has_colon and (text in NOUNS or (text in OPENERS and not is_first)):
            return
        if not is_head and (not has_colon or not is_first or text in MAILED):
            return
        yield from self._read_at(line, offset, label.end(), is_first=is_first, is_head=is_head)

    def _read_at(
        self, line: str, offset: int, at: int, *, is_first: bool, is_head: bool
    ) -> Iterator[Candidate]:
        role = self._role_re.match(line, at)
        if role is not None:
            at = role.end()
        found = NAMES_RE.match(line, at)
        if found and (seam := GLUED_RE.search(found.group())):  # "Solène KerbratPublié"
            end = at + seam.end() - 1
            yield state(2, "byline", read_name(line[at:end]), offset + at, offset + end)
            return
        if found:
            end = self._trim(line, at, found.end())
            name = line[at:end]
            if name.lower() in self._calendar or (not is_head and " " not in name):
                return
            if end < found.end() or AFTER_RE.match(line, end):
                weight = 1 if not is_head else 3 if is_first else 2 if ":" in line[:at] else 1
                is_company = COMPANY_RE.search(name) is not None
                if is_company and not is_first:
                    return
                yield state(
                    weight,
                    "source" if is_company else "byline",
                    read_name(name),
                    offset + at,
                    offset + end,
                )
        elif not is_head:
            return
        elif found := MAIL_RE.match(line, at):
            yield state(2, "byline", found.group(), offset + at, offset + found.end())
        elif is_first and (found := HANDLE_RE.match(line, at)) and self._is_unknown(found.group()):
            yield state(1, "byline", found.group(), offset + at, offset + found.end())

    def find_glued(
        self, page: Page, number: int, label: re.Match[str] | None
    ) -> Iterator[Candidate]:
        """Find the by-line that is glued to a paragraph: "By Ann LeeThe board …".

        Without a label, the line above has to be a date; a place may follow the name.
        """
        start = page.lines[number].start
        line = page.texts[number][:GLUED]
        at = label.end() if label is not None else 0
        found = NAMES_RE.match(line, at)
        if found is None:
            return
        seam = GLUED_RE.search(line, at)
        end = seam.end() - 1 if seam is not None and seam.end() <= found.end() else found.end()
        place = PLACE_RE.match(line, end) if label is not None else None
        if seam is None or not (end == seam.end() - 1 or (place and place.end() >= seam.end())):
            return
        name = line[at:end]
        if len(name.split()) in NAME_WORDS and self._is_unknown(name):
            yield state(2, "byline", read_name(name), start + at, start + end)

    def _trim(self, line: str, start: int, end: int) -> int:
        """Find where a name ends and a role begins: "Ann Lee Local Democracy Reporter"."""
        words = list(re.finditer(r"\S+", line[start:end]))
        rest = [word.strip(",.").lower() for word in line[end:].split()[:2]]
        known = [word.group().lower().strip(",.") for word in words]
        if not any(word in self._roles for word in [*known[2:], *rest]):
            return end
        for at in range(2, len(words)):
            if all(word in self._roles or word in self._fields for word in known[at:]):
                return start + words[at - 1].end()
        return end

    def find(self, page: Page, head: Sequence[int], rank: int) -> Iterator[Candidate]:
        """Find the by-line that a line of the head is, without a label in it."""
        number = head[rank]
        line, start = page.texts[number], page.lines[number].start
        if len(line) > LONGEST:
            return
        if found := PREPARED_RE.match(line):
            yield from self._read_at(line, start, found.end(), is_first=True, is_head=True)
        if len(line) <= NAME_LINE and rank + 1 < len(head):
            if line.strip().lower().rstrip(" :") in self._labels:
                yield from self._read_below(page, head[rank + 1])
        if number in page.dated and self._dates.find_dates(line):
            yield from self._find_dated_name(line, start, is_first=rank == 0)
        if rank and len(line) <= NAME_LINE:
            yield from self._find_name_line(page, head, rank)

    def _read_below(self, page: Page, number: int) -> Iterator[Candidate]:
        """Read the name below a label that is alone on its line."""
        start, end = page.lines[number]
        line = page.text[start:end]
        if end - start <= NAME_LINE and (found := NAMES_RE.match(line)):
            last = self._trim(line, 0, found.end())
            if " " in line[:last] and (last < found.end() or AFTER_RE.match(line, last)):
                yield state(3, "byline", read_name(line[:last]), start, start + last)

    def _find_name_line(self, page: Page, head: Sequence[int], rank: int) -> Iterator[Candidate]:
        """Find a name that is a line of its own, with its role or place, beside a date."""
        start = page.lines[head[rank]].start
        line = page.texts[head[rank]].rstrip()
        has_stop = "." in line  # as initials have
        if has_stop and (found := AUTHORS_RE.fullmatch(line)) and self._has_initials(line):
            yield state(1, "byline", read_name(line.strip()), start, start + found.end())
            return
        found = NAMES_RE.match(line)
        if found is None or (not has_stop and len(found.group().split()) < NAME_WORDS[0]):
            return  # no name is trimmed to more words than it has
        last = self._trim(line, 0, found.end())
        rest = line[last:]
        if not rest and INITIALS_RE.match(line):
            yield state(1, "byline", read_name(line[:last]), start, start + last)
            return
        is_role = last < found.end() or ROLE_RE.fullmatch(rest) is not None
        if len(line[:last].split()) not in NAME_WORDS or (rest and not is_role):
            return
        is_dated = self._is_dated(page, head, rank)
        if rest:
            is_dated |= bool(self._dates.find_dates(page.read(head[rank - 1])[:LONGEST]))
        if is_dated and self._is_unknown(line[:last]):
            key = "source" if COMPANY_RE.search(line[:last]) else "byline"
            yield state(1, key, read_name(line[:last]), start, start + last)

    def _has_initials(self, line: str) -> bool:
        parts = re.split(r",\s*|\s+(?:and|und|et|y|и|і|&)\s+", line.strip())
        return len(parts) > 1 and all(re.search(r"\b\w\.(?:\s|\w\.)", part) for part in parts)

    def _is_dated(self, page: Page, head: Sequence[int], rank: int) -> bool:
        """Tell whether a date, or the age of the page, stands below a name, furniture between."""
        passed = 0
        number, kept = head[rank], frozenset(head[rank : rank + 2 * BELOW])
        for below in range(number + 1, min(number + 2 * BELOW + 1, len(page.lines))):
            line = page.read(below)[:LONGEST]
            if self._dates.find_dates(line):
                return True
            if len(line) <= NAME_LINE and STAMP_RE.search(line):
                return True
            passed += below in kept and CONTACT_RE.match(line) is None
            if passed == BELOW - 1:
                break
        return False

    def _find_dated_name(self, line: str, offset: int, *, is_first: bool) -> Iterator[Candidate]:
        """Find the name in "Ann Lee · 14 March 2023" and "14 March 2023 / Ann Lee"."""
        if found := FORUM_RE.match(line):
            yield state(1, "byline", found[1], offset + found.start(1), offset + found.end(1))
            return
        if is_first:
            return
        start, end, _ = self._dates.find_dates(line)[0]
        for part in PART_RE.finditer(line):
            name = part.group()
            if part.start() < end and start < part.end():  # "Ann Lee, 14 March 2023"
                name = name.split(",")[0] if "," in line[part.start() : start] else ""
            name = name.strip()
            if AGENCY_RE.match(f"{name} |"):
                continue
            found = NAMES_RE.match(name)
            if found is None:
                continue
            last = self._trim(name, 0, found.end())
            is_whole = last == len(name) or ROLE_RE.fullmatch(name[last:]) is not None
            if is_whole and " " in name[:last] and self._is_unknown(name[:last]):
                at = offset + line.index(name, part.start())
                yield state(1, "byline", read_name(name[:last]), at, at + last)
                return

    def _is_unknown(self, name: str) -> bool:
        """Tell whether a word of a name is no common word."""
        common = self._lexicon.words("words/common.tsv")
        return any(word.lower().strip(".") not in common for word in name.split())
