r"""What a page says of itself: date, by-line, source, title and section, as facts.

Looked for in the lines above the article's first paragraphs, in its last lines, and in the
dateline that opens a wire report. The lines stay where they are: a fact only says what they
state, with the span that it was read from. Labels are data: dictionaries/layout/metadata.tsv.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from functools import cached_property, lru_cache

from normalize.edits import Fact
from normalize.layout.lines import Page
from normalize.layout.metadata.bylines import (
    AGENCY_RE,
    ALONE_RE,
    PAPER_RE,
    QUOTES,
    Candidate,
    find_wire,
    state,
)
from normalize.layout.metadata.dates import Dates
from normalize.layout.metadata.labels import begins_with, build_label_re, find_starts
from normalize.layout.metadata.signatures import LONGEST, NAME_LINE, Signatures
from normalize.layout.metadata.titles import find_headline, find_section, find_titles
from normalize.lexicon import Lexicon

HEAD_LINES, TAIL_LINES = 40, 16  # lines that are read at a page's ends, furniture and all
PROSE = 130  # characters from which a line is the article's
PARAGRAPHS = 2  # of prose that metadata may stand below
WEEKDAY = 12  # letters between a label and its date
SHORT = 30  # letters beside a date on a line that is a date line
SEPARATOR_RE = re.compile(r"[|\u00B7\u2022\u00BB:\d]")
SEPARATED_RE = re.compile(r"[|\u00B7\u2022\u2219\u00BB]|\s[/\u2013\u2014-]\s")
WIRED_RE = re.compile(r"\)\s*\.?\s?[-\u2013\u2014]|/[.,-]\s|[-\u2013\u2014]\s[^\W\d_a-z]")
WIDE = 55  # characters of a line of wrapped text
GLUED = 60  # characters of a paragraph that a date may be glued to
WRAPPED = 10  # such lines at the head: the article has begun
SURE = {"byline": 2, "date": 5}  # weight of what is believed though it stands in furniture
GLUED_DATE_RE = re.compile(r"(?<=[^\W\d_])(?=(?:19|20)\d\d-\d\d)")  # "Harbour Post2024-05-02"
CACHED = 512  # lines whose labels are read once for all passes over a page
LABELS = ("byline", "updated", "published", "source", "section")  # kinds in the table
KEYS = ("date", "byline", "source", "title", "section")


class Metadata:
    """The labels, compiled on first use. Shared by threads."""

    def __init__(self, lexicon: Lexicon, dates: Dates) -> None:
        self._lexicon = lexicon
        self._dates = dates
        self._signatures = Signatures(lexicon, dates)
        self._read_line = lru_cache(CACHED)(self._read_labels)

    @cached_property
    def _label_re(self) -> re.Pattern[str]:
        return build_label_re(self._lexicon.table("layout/metadata.tsv"))

    @cached_property
    def _first_words(self) -> frozenset[str]:
        rows = self._lexicon.table("layout/metadata.tsv")
        return frozenset(row["label"].split()[0] for row in rows if row["kind"] in LABELS)

    @cached_property
    def _sections(self) -> frozenset[str]:
        rows = self._lexicon.table("layout/metadata.tsv")
        return frozenset(row["label"] for row in rows if row["kind"] == "section-name")

    def find(self, page: Page, gone: AbstractSet[int]) -> list[Fact]:
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
        [('date', '2024-05-02'), ('byline', 'Ann Lee'), ('title', 'Bees on the roof')]
        """
        best: dict[str, Candidate] = {}
        for candidate in self._find_candidates(page, gone):
            known = best.get(candidate.fact.key)
            if known is None or candidate.weight > known.weight:
                best[candidate.fact.key] = candidate
        first = page.texts[0][:WIDE].strip().lower() if page.texts else ""
        if best or gone or first in self._sections:
            self._add_title(page, gone, best)
        return [best[key].fact for key in KEYS if key in best]

    def _add_title(self, page: Page, gone: AbstractSet[int], best: dict[str, Candidate]) -> None:
        """Add the title and its section to what a page states."""
        stated = {
            page.find_line(best[key].fact.start)
            for key in ("date", "byline", "source")
            if key in best
        }
        if "title" not in best:
            for candidate in find_headline(page, gone, stated, _find_text(page)):
                best["title"] = candidate
        if "title" in best and "section" not in best:
            title = page.find_line(best["title"].fact.start)
            for candidate in find_section(page, title, gone, self._sections):
                best["section"] = candidate

    def _find_candidates(self, page: Page, gone: AbstractSet[int]) -> Iterator[Candidate]:
        head, tail = _choose_lines(page, gone)
        yield from find_titles(page, head)
        for rank, number in enumerate(head):
            if len(page.texts[number]) > LONGEST:
                yield from self._find_in_paragraph(page, number)
            else:
                yield from self._find_in_line(page, head, rank)
        yield from self._find_in_furniture(page, gone, head)
        for number in tail:
            line = page.texts[number]
            if len(line) > LONGEST or number in head:
                continue
            if ":" in line or number in page.dated:
                start = page.lines[number].start
                for candidate in self._read_line(line, is_head=False):
                    yield candidate.move(start)

    def _find_in_paragraph(self, page: Page, number: int) -> Iterator[Candidate]:
        """Find what stands at the beginning of a long line."""
        line, start = page.texts[number][:LONGEST], page.lines[number].start
        if number in page.dated:
            yield from self._find_glued_date(line[:GLUED], start)
        if may_be_wired(line) and (SEPARATOR_RE.search(line) or ")" in line or "/" in line):
            yield from find_wire(line, start, self._dates)

    def _find_in_line(self, page: Page, head: list[int], rank: int) -> Iterator[Candidate]:
        """Find what a line of the head states."""
        line, start = page.texts[head[rank]], page.lines[head[rank]].start
        is_dense = len(line) <= NAME_LINE or SEPARATOR_RE.search(line) is not None
        if is_dense or begins_with(line, self._first_words):
            for candidate in self._read_line(line, is_head=True):
                yield candidate.move(start)
        if is_dense:
            yield from self._find_unlabelled(page, head, rank)
        yield from self._signatures.find(page, head, rank)
        if may_be_wired(line) and (is_dense or ")" in line or "/" in line):
            yield from find_wire(line, start, self._dates)

    def _find_in_furniture(
        self, page: Page, gone: AbstractSet[int], head: list[int]
    ) -> Iterator[Candidate]:
        """Find what is stated among the furniture between a title and its article, less surely."""
        first = head[0] if head else 0
        for number in range(first + 1, _find_text(page)):
            start, end = page.lines[number]
            if number not in gone or end - start > LONGEST:
                continue
            for candidate in self._read_line(page.text[start:end], is_head=True):
                if candidate.weight >= SURE.get(candidate.fact.key, LONGEST):
                    yield Candidate(1, candidate.move(start).fact)

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
            before = line[: label.start()].rstrip()
            has_colon = ":" in label["colon"]
            is_field = kind == "byline" and has_colon and label.group()[0].isupper()
            if before and (before[-1].isalpha() or before[-1] in "(.") and not is_field:
                continue
            if kind == "byline":
                yield from self._signatures.read_label(line, offset, label, is_head=is_head)
            elif (
                kind in ("source", "section")
                and not before
                and (has_colon or (label.group().startswith("SOURCE") and not line.isupper()))
            ):
                yield from _read_field(line, offset, label.end(), kind)
        if self._dates.find_dates(line):
            yield from self._find_dates(line, offset, is_head=is_head)

    def _find_glued_date(self, line: str, offset: int) -> Iterator[Candidate]:
        """Find a date that is glued to the first word of a paragraph: "Updated: 2 May 2024The"."""
        for start, end, iso in self._dates.find_dates(line)[:1]:
            is_glued = line[end : end + 1].isupper()
            if is_glued and (not start or begins_with(line, self._first_words)):
                yield state(2, "date", iso, offset + start, offset + end)

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
            if labels and labels[-1]["updated"]:
                yield state(1, "date", iso, offset + start, offset + end)
                continue
            if labels:
                weight = 4
            rest = len(re.sub(r"[\W\d]", "", line[:start] + after))
            if re.match(r"[\s,|·at]*\d\d?[:.h]\d\d", after) or re.search(
                r"\d\d?[:.]\d\d\W*$", before
            ):
                weight += 2
            part = SEPARATED_RE.split(line[:start])[-1]
            is_numbered = any(map(str.isdigit, part)) and not weight
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
        line, start = page.texts[number], page.lines[number].start
        if len(line.strip()) > NAME_LINE and number not in page.dated:
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


def may_be_wired(line: str) -> bool:
    """Tell quickly whether a line may open with a dateline: a dash or a slash ends it."""
    has_dash = "-" in line or "\u2013" in line or "\u2014" in line or "/" in line
    return has_dash and WIRED_RE.search(line) is not None


def _read_field(line: str, offset: int, at: int, kind: str) -> Iterator[Candidate]:
    value = GLUED_DATE_RE.split(line[at:])[0].strip().strip(QUOTES)
    if value and len(value) <= LONGEST // 2:
        start = offset + line.index(value, at)
        yield state(3, kind, value, start, start + len(value))


def _find_text(page: Page) -> int:
    """Find the first line of the article's text: a long one, or several wide ones."""
    wide = 0
    for number, (start, end) in enumerate(page.lines[:HEAD_LINES]):
        if end - start >= PROSE:
            return number
        wide = wide + 1 if end - start > WIDE else 0
        if wide == WRAPPED // 2:
            return number + 1 - wide
    return min(HEAD_LINES, len(page.lines))


def _name_kind(label: re.Match[str]) -> str:
    return next(kind for kind, value in label.groupdict().items() if value and kind != "colon")


def _choose_lines(page: Page, gone: AbstractSet[int]) -> tuple[list[int], list[int]]:
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
