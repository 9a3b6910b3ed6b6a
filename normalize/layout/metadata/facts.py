r"""What a page says of itself: date, by-line, source, title and section, as facts.

Looked for in the lines above the article's first paragraphs, in its last lines, and in the
dateline that opens a wire report. The lines stay where they are: a fact only says what they
state, with the span that it was read from. Labels are data: dictionaries/layout/metadata.tsv.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property, lru_cache

from normalize.edits import Fact
from normalize.layout.lines import Page
from normalize.layout.metadata.bylines import (
    AGENCY_RE,
    ALONE_RE,
    PAPER_RE,
    Candidate,
    find_wire,
    may_be_wired,
    read_field,
    state,
)
from normalize.layout.metadata.dates import Dates
from normalize.layout.metadata.labels import (
    OTHER_DATE_RE,
    REPLY_RE,
    begins_with,
    build_label_re,
    find_starts,
)
from normalize.layout.metadata.places import (
    POST,
    WIDE,
    choose_lines,
    find_text,
    is_later_page,
    runs_on,
)
from normalize.layout.metadata.signatures import LONGEST, NAME_LINE, Signatures
from normalize.layout.metadata.titles import (
    find_headline,
    find_newsletter,
    find_section,
    find_titles,
)
from normalize.lexicon import Lexicon

WEEKDAY = 12  # letters between a label and its date
SHORT = 30  # letters beside a date on a line that is a date line
SEPARATOR_RE = re.compile(r"[|\u00B7\u2022\u00BB:\d]")
SEPARATED_RE = re.compile(r"[|\u00B7\u2022\u2219\u00BB]|\s[/\u2013\u2014-]\s")
GLUED = 60  # characters of a paragraph that a date may be glued to
SURE = {"byline": 2, "date": 5}  # weight of what is believed though it stands in furniture
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
    def _rows(self) -> Sequence[Mapping[str, str]]:
        return self._lexicon.table("layout/metadata.tsv")

    @cached_property
    def _label_re(self) -> re.Pattern[str]:
        return build_label_re(self._rows)

    @cached_property
    def _first_words(self) -> frozenset[str]:
        return frozenset(row["label"].split()[0] for row in self._rows if row["kind"] in LABELS)

    @cached_property
    def _sections(self) -> frozenset[str]:
        return frozenset(row["label"] for row in self._rows if row["kind"] == "section-name")

    def find(self, page: Page, gone: AbstractSet[int], *, is_first: bool = True) -> list[Fact]:
        r"""Find the facts that a page states about itself: at most one a key.

        Leaves alone: everything; facts change no text. Dates in the article's sentences,
        names after "by" in a sentence, and dates that may be May or June are no facts.

        Args:
            page: the page; only its first 40 and last 32 lines are read.
            gone: numbers of the lines that are furniture.
            is_first: whether this is the first pass over it. A later one sees what was glued,
                but neither menus nor the numbers of pages: it states no title, section, post.
        Returns:
            Facts in the order of `KEYS`, each with the span that it was read from.

        >>> metadata = Metadata(Lexicon(), Dates(Lexicon()))
        >>> page = Page("Bees on the roof\nBy Ann Lee\nPublished 2 May 2024, 17:42\n")
        >>> [(fact.key, fact.value) for fact in metadata.find(page, set())]
        [('date', '2024-05-02'), ('byline', 'Ann Lee'), ('title', 'Bees on the roof')]
        """
        best: dict[str, Candidate] = {}
        is_later = is_later_page(page)
        for candidate in self._find_candidates(page, gone):
            if is_later and candidate.fact.key in SURE:
                continue  # the first post stands on another page
            known = best.get(candidate.fact.key)
            if known is None or candidate.weight > known.weight:
                best[candidate.fact.key] = candidate
        if not is_first:
            facts = [best[key].fact for key in ("date", "byline", "source") if key in best]
            return [fact for fact in facts if POST not in page.texts[page.find_line(fact.start)]]
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
        head, _ = choose_lines(page, gone)
        if best.keys().isdisjoint(("title", "source")):
            for candidate in find_newsletter(page, head, stated):
                best["source"] = candidate
                stated.add(page.find_line(candidate.fact.start))
        if "title" not in best:
            for candidate in find_headline(page, gone, stated, find_text(page, gone)):
                best["title"] = candidate
        if "title" in best and "section" not in best:
            title = page.find_line(best["title"].fact.start)
            for candidate in find_section(page, title, gone, self._sections):
                best["section"] = candidate

    def _find_candidates(self, page: Page, gone: AbstractSet[int]) -> Iterator[Candidate]:
        head, tail = choose_lines(page, gone)
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
        yield from self._find_glued_name(page, number)
        if may_be_wired(line) and (SEPARATOR_RE.search(line) or ")" in line or "/" in line):
            yield from find_wire(line, start, self._dates)

    def _find_glued_name(self, page: Page, number: int) -> Iterator[Candidate]:
        """Find a by-line that is glued to a paragraph, behind a label or below a date."""
        line = page.texts[number][:LONGEST]
        label = None
        if begins_with(line, self._first_words):
            label = self._label_re.match(line)
            if label is None or not label["byline"] or line[0].islower():
                return
        elif number - 1 not in page.dated or len(page.texts[number - 1]) > NAME_LINE:
            return
        yield from self._signatures.find_glued(page, number, label)

    def _find_in_line(self, page: Page, head: list[int], rank: int) -> Iterator[Candidate]:
        """Find what a line of the head states."""
        line, start = page.texts[head[rank]], page.lines[head[rank]].start
        is_dense = len(line) <= NAME_LINE or SEPARATOR_RE.search(line) is not None
        if is_dense or begins_with(line, self._first_words):
            is_prose = runs_on(page, head[rank])
            for candidate in self._read_line(line, is_head=True):
                if not is_prose or candidate.fact.key != "byline":
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
        for number in range(first + 1, find_text(page, gone)):
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
                yield from read_field(line, offset, label.end(), kind)
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
            if OTHER_DATE_RE.search(before) or REPLY_RE.search(after):
                continue
            labels = [
                label
                for label in self._label_re.finditer(before)
                if sum(map(str.isalpha, before[label.end() :])) <= WEEKDAY
                and (not label["byline"] or not before[: label.start()].strip())
            ]
            if any(label["updated"] for label in labels):
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
            first, last = found.span("source")
            yield state(1, "source", found["source"].strip(), start + first, start + last)


def _name_kind(label: re.Match[str]) -> str:
    return next(kind for kind, value in label.groupdict().items() if value and kind != "colon")
