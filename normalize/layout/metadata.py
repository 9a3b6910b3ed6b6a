r"""What a page says of itself: date, by-line, source, title and section, as facts.

Looked for in the lines above the article's first paragraphs, in its last lines, and in the
dateline that opens a wire report. The lines stay where they are: a fact only says what they
state, with the span that it was read from. Labels are data: dictionaries/layout/metadata.tsv.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from functools import cached_property, lru_cache

from normalize.edits import Fact
from normalize.layout.bylines import (
    AFTER_RE,
    AGENCY_RE,
    ALONE_RE,
    GLUED_RE,
    HANDLE_RE,
    INITIALS_RE,
    NAMES_RE,
    PAPER_RE,
    QUOTES,
    ROLE_RE,
    Candidate,
    find_wire,
    read_name,
    state,
)
from normalize.layout.dates import YEAR_RE, Dates
from normalize.layout.labels import begins_with, build_label_re, find_starts
from normalize.layout.lines import Page
from normalize.layout.titles import find_headline, find_titles
from normalize.lexicon import Lexicon

HEAD_LINES, TAIL_LINES = 40, 16  # lines that are read at a page's ends, furniture and all
PROSE = 130  # characters from which a line is the article's
PARAGRAPHS = 2  # of prose that metadata may stand below
WEEKDAY = 12  # letters between a label and its date
SHORT = 30  # letters beside a date on a line that is a date line
LONGEST = 120  # characters of a line that holds metadata
SEPARATOR_RE = re.compile(r"[|\u00B7\u2022\u00BB:\d]")
WIRED_RE = re.compile(r"\)\s*\.?\s?[-\u2013\u2014]|/[.,-]\s|[-\u2013\u2014]\s[^\W\d_a-z]")
NAME_LINE = 60  # characters of a line that is a name, with its role
WIDE = 55  # characters of a line of wrapped text
WRAPPED = 10  # such lines at the head: the article has begun
CACHED = 512  # lines whose labels are read once for all passes over a page
KEYS = ("date", "byline", "source", "title", "section")


class Metadata:
    """The labels, compiled on first use. Shared by threads."""

    def __init__(self, lexicon: Lexicon, dates: Dates) -> None:
        self._lexicon = lexicon
        self._dates = dates
        self._read_line = lru_cache(CACHED)(self._read_labels)

    @cached_property
    def _label_re(self) -> re.Pattern[str]:
        return build_label_re(self._lexicon.table("layout/metadata.tsv"))

    @cached_property
    def _first_words(self) -> frozenset[str]:
        rows = self._lexicon.table("layout/metadata.tsv")
        return frozenset(row["label"].split()[0] for row in rows if row["kind"] != "section-name")

    @cached_property
    def _sections(self) -> frozenset[str]:
        rows = self._lexicon.table("layout/metadata.tsv")
        return frozenset(row["label"] for row in rows if row["kind"] == "section-name")

    def find(self, page: Page, gone: Container[int]) -> list[Fact]:
        r"""Find the facts that a page states about itself: at most one a key.

        Leaves alone: everything; facts change no text. Dates in the article's sentences,
        names after "by" in a sentence, and dates that may be May or June are no facts.

        Args:
            page: the page; only its first 40 and last 32 lines are read.
            gone: numbers of the lines that are furniture.
        Returns:
            Facts in the order of `KEYS`, each with the span that it was read from.

        >>> metadata = Metadata(Lexicon(), Dates(Lexicon()))
        >>> page = Page("Bees on the roof\nBy Ann Lee\nPublished 2 May 2024, 17:42\n")
        >>> [(fact.key, fact.value) for fact in metadata.find(page, ())]
        [('date', '2024-05-02'), ('byline', 'Ann Lee')]
        """
        best: dict[str, Candidate] = {}
        for candidate in self._find_candidates(page, gone):
            known = best.get(candidate.fact.key)
            if known is None or candidate.weight > known.weight:
                best[candidate.fact.key] = candidate
        if best and "title" not in best:
            lines = [n for n in _choose_lines(page, gone)[0] if not _covers(page, n, best)]
            for candidate in find_headline(page, lines):
                best["title"] = candidate
        return [best[key].fact for key in KEYS if key in best]

    def _find_candidates(self, page: Page, gone: Container[int]) -> Iterator[Candidate]:
        head, tail = _choose_lines(page, gone)
        yield from find_titles(page, head)
        for rank, number in enumerate(head):
            start, end = page.lines[number]
            line = page.text[start : min(end, start + LONGEST)]
            is_dense = end - start <= NAME_LINE or SEPARATOR_RE.search(line) is not None
            if end - start <= LONGEST and (is_dense or self._begins_with_label(line)):
                for candidate in self._read_line(line, is_head=True):
                    yield candidate.move(start)
            if end - start <= LONGEST and is_dense:
                yield from self._find_unlabelled(page, head, rank)
            if is_dense or ")" in line or "/" in line:
                if WIRED_RE.search(line):
                    yield from find_wire(line, start, self._dates)
        for number in tail:
            start, end = page.lines[number]
            if end - start > LONGEST or number in head:
                continue
            line = page.text[start:end]
            if ":" in line or YEAR_RE.search(line):
                for candidate in self._read_line(line, is_head=False):
                    yield candidate.move(start)

    def _begins_with_label(self, line: str) -> bool:
        return begins_with(line, self._first_words)

    def _read_labels(self, line: str, *, is_head: bool) -> tuple[Candidate, ...]:
        """Read what a line states by its labels and dates; offsets are those in the line."""
        return tuple(self._find_labelled(line, 0, is_head=is_head))

    def _find_labelled(self, line: str, offset: int, *, is_head: bool) -> Iterator[Candidate]:
        """Find dates, by-lines, sources and sections behind a label."""
        known = self._first_words
        for word in find_starts(line):
            if word[1].lower() not in known:
                continue
            label = self._label_re.match(line, word.start(1))
            if label is None:
                continue
            kind = str(label.lastgroup if label.lastgroup != "colon" else _name_kind(label))
            label_end = label.end()
            is_reply = kind == "byline" and not is_head
            if is_reply:
                continue
            before = line[: label.start()].rstrip()
            has_colon = ":" in label["colon"]
            is_field = kind == "byline" and has_colon and label.group()[0].isupper()
            if before and (before[-1].isalpha() or before[-1] in "(.") and not is_field:
                continue
            yield from self._read_label(line, offset, label_end, kind, has_colon, not before)
        if self._dates.find_dates(line):
            yield from self._find_dates(line, offset, is_head=is_head)

    def _read_label(
        self, line: str, offset: int, at: int, kind: str, has_colon: bool, is_first: bool
    ) -> Iterator[Candidate]:
        if kind == "byline":
            found = NAMES_RE.match(line, at)
            if found and (seam := GLUED_RE.search(found.group())):  # "Solène KerbratPublié"
                end = at + seam.end() - 1
                yield state(2, "byline", read_name(line[at:end]), offset + at, offset + end)
                return
            if found and AFTER_RE.match(line, found.end()):
                yield state(
                    3 if is_first else 1,
                    "byline",
                    read_name(found.group()),
                    offset + at,
                    offset + found.end(),
                )
            elif found := re.compile(r"[\w ]+?(?=\s*<)").match(line, at):
                yield state(2, "byline", found.group(), offset + at, offset + found.end())
            elif is_first and (found := HANDLE_RE.match(line, at)):
                yield state(1, "byline", found.group(), offset + at, offset + found.end())
        elif kind in ("source", "section") and has_colon and is_first:
            value = line[at:].strip().strip(QUOTES)
            if value and len(value) <= LONGEST // 2:
                start = offset + line.index(value, at)
                yield state(3, kind, value, start, start + len(value))

    def _find_dates(self, line: str, offset: int, *, is_head: bool) -> Iterator[Candidate]:
        done = 0
        for start, end, iso in self._dates.find_dates(line):
            before, after = line[done:start], line[end:]
            done = end
            weight = 0
            labels = [
                label
                for label in self._label_re.finditer(before)
                if sum(map(str.isalpha, before[label.end() :])) <= WEEKDAY
            ]
            if labels:
                weight = 1 if labels[-1]["updated"] else 4
            rest = len(re.sub(r"[\W\d]", "", line[:start] + after))
            if re.match(r"[\s,|·at]*\d\d?[:.h]\d\d", after) or re.search(
                r"\d\d?[:.]\d\d\W*$", before
            ):
                weight += 2
            is_numbered = any(char.isdigit() for char in line[:start]) and not weight
            if (rest <= SHORT and not is_numbered) or labels:
                weight += 2
            is_sentence = line.rstrip().endswith((".", "!", "?")) and not labels
            if is_head and not is_sentence and not is_numbered:
                weight += 1
            if weight and (is_head or weight > 1):
                yield state(weight + is_head, "date", iso, offset + start, offset + end)

    def _find_unlabelled(self, page: Page, head: list[int], rank: int) -> Iterator[Candidate]:
        """Find a name beside a date line, a section above the title, an agency."""
        number = head[rank]
        start, end = page.lines[number]
        line = page.text[start:end]
        stripped = line.strip()
        if rank < 3 and stripped.lower() in self._sections and len(head) > rank + 1:
            yield state(
                1, "section", stripped, start + line.index(stripped), start + len(line.rstrip())
            )
            return
        if len(stripped) > NAME_LINE and not YEAR_RE.search(line):
            return
        if (
            found := ALONE_RE.match(line)
            or AGENCY_RE.match(line)
            or (PAPER_RE.search(line) if "," in line else None)
        ):
            yield state(
                1,
                "source",
                found["source"].strip(),
                start + found.start("source"),
                start + found.end("source"),
            )
        if rank == 0 or len(stripped) > NAME_LINE:
            return
        if self._dates.find_dates(line):
            yield from self._find_dated_name(line, start)
        if found := NAMES_RE.match(stripped):
            rest = stripped[found.end() :]
            following = page.read(head[rank + 1]) if rank + 1 < len(head) else ""
            is_name = 2 <= len(found.group().split()) <= 4
            is_name = is_name and (not rest or ROLE_RE.fullmatch(rest) is not None)
            is_dated = is_name and bool(self._dates.find_dates(following[:LONGEST]))
            if is_name and rest:
                is_dated |= bool(self._dates.find_dates(page.read(head[rank - 1])[:LONGEST]))
            if is_dated and self._is_unknown(found.group()):
                yield state(1, "byline", read_name(found.group()), start, start + found.end())
            elif not rest and INITIALS_RE.match(stripped):
                yield state(1, "byline", read_name(found.group()), start, start + found.end())

    def _find_dated_name(self, line: str, offset: int) -> Iterator[Candidate]:
        """Find the name in "Ann Lee · 14 March 2023" and "14 March 2023 | Ann Lee"."""
        for start, end, _ in self._dates.find_dates(line):
            for part in re.finditer(r"[^|·•»]+", line):
                name = part.group()
                if part.start() < end and start < part.end():  # "Ann Lee, 14 March 2023"
                    name = name.split(",")[0] if "," in line[part.start() : start] else ""
                name = name.strip()
                if AGENCY_RE.match(f"{name} |"):
                    continue
                if NAMES_RE.fullmatch(name) and " " in name and self._is_unknown(name):
                    at = offset + line.index(name, part.start())
                    yield state(1, "byline", read_name(name), at, at + len(name))
                    return
            return

    def _is_unknown(self, name: str) -> bool:
        """Tell whether a word of a name is no common word."""
        common = self._lexicon.words("words/common.tsv")
        return any(word.lower().strip(".") not in common for word in name.split())


def _covers(page: Page, number: int, facts: Mapping[str, Candidate]) -> bool:
    """Tell whether a line states one of the facts."""
    start, end = page.lines[number]
    return any(start <= candidate.fact.start < end for candidate in facts.values())


def _name_kind(label: re.Match[str]) -> str:
    return next(kind for kind, value in label.groupdict().items() if value and kind != "colon")


def _choose_lines(page: Page, gone: Container[int]) -> tuple[list[int], list[int]]:
    """Choose the lines above and in the first paragraphs, and the last ones."""
    head: list[int] = []
    paragraphs = wide = 0
    for number in range(min(HEAD_LINES, len(page.lines))):
        if number in gone:
            continue
        head.append(number)
        start, end = page.lines[number]
        paragraphs += end - start >= PROSE
        wide = wide + 1 if end - start > WIDE else 0
        if paragraphs == PARAGRAPHS or wide == WRAPPED:
            break
    tail = [
        n for n in range(max(0, len(page.lines) - 2 * TAIL_LINES), len(page.lines)) if n not in gone
    ]
    return head, tail[-TAIL_LINES:]
