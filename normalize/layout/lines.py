r"""Lines of a page, and how whole lines are deleted.

A *line* is a line with something on it, its indentation included; between two lines lies
a *gap*: the line break and the blank lines after it. Scraped text knows no other paragraph.

Rules that delete whole lines only name them (`Drop`); where the line breaks go is settled
here, in one place, so that deletions never overlap, however many rules meet in one gap.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property, partial
from itertools import pairwise
from typing import NamedTuple

from normalize.edits import Edit
from normalize.layout.signs import encode, write_digits, write_gaps
from normalize.layout.tables import find_rows
from normalize.protect import find_fences

# A prompt with what was typed after it, a comment, a block set off by indentation.
EXAMPLE_RE = re.compile(r"[^\S\n]*(?:>>>|\.\.\.(?=\s|$)|[$#] )|[ ]{4}|[ ]{0,3}\t")
YEAR_RE = re.compile(r"\d(?:\d{3}|\.\d\d\.\d\d)")  # what every date has
YEARS = (b"0000", b"0.00.00")  # what it matches, in the signs of `Page.digits`
SENTENCE_END = (
    ".",
    "!",
    "?",
    "\N{HORIZONTAL ELLIPSIS}",
    '."',
    '!"',
    '?"',
    "\N{RIGHT DOUBLE QUOTATION MARK}",
)
PROSE_WORDS = 5  # a sentence may be this short
PROSE_LENGTH = 60  # characters that make a line prose whatever it ends with


class Line(NamedTuple):
    """The span of a line without its line break."""

    start: int
    end: int


_new_line: Callable[[tuple[int, int]], Line] = partial(tuple.__new__, Line)


class Drop(NamedTuple):
    """Say that a line is to be deleted, by which rule and how surely (0–1)."""

    rule: str
    confidence: float
    note: str = ""
    kept: int = -1  # of a repeat: the line that says the same


class Page:
    """A text as lines; built once for all the rules of the step. Linear."""

    def __init__(self, text: str) -> None:
        self.text = text
        # What `sites` and `forms` found, once they were asked.
        self.sited: dict[int, int] | None = None
        self.formal: bool | None = None
        self.lines: list[Line] = []
        self.texts: list[str] = []  # what stands on the lines
        at = 0
        for part in (text.replace("\r", "\n") if "\r" in text else text).split("\n"):
            end = at + len(part)
            if part and not part.isspace():
                # A tuple is a line already but for its type: twice as fast as calling `Line`.
                self.lines.append(_new_line((at, end)))
                self.texts.append(part)
            at = end + 1
        # The first and the last characters of the lines, one a line.
        self.firsts = "".join([line[0] for line in self.texts])
        self.lasts = "".join([line[-1] for line in self.texts])

    def has_numbered_edges(self) -> bool:
        """Tell whether a line begins or ends with a digit."""
        return any(map(str.isdigit, {*self.firsts, *self.lasts}))

    @cached_property
    def _encoded(self) -> bytes:
        return encode(self.text)

    @cached_property
    def gaps(self) -> bytes:
        """The text in signs for its words and gaps; see `signs.write_gaps`."""
        return write_gaps(self._encoded)

    @cached_property
    def digits(self) -> bytes:
        """The text in signs for its digits; see `signs.write_digits`."""
        return write_digits(self._encoded)

    @cached_property
    def dated(self) -> frozenset[int]:
        """The lines with digits that every date has (`YEAR_RE`): most texts have none."""
        digits = self.digits
        dated = set()
        for year in YEARS if self.lines else ():
            at = digits.find(year)
            while at >= 0:
                number = self.find_line(at)
                dated.add(number)
                at = digits.find(year, max(at + 1, self.lines[number].end))
        return frozenset(n for n in dated if YEAR_RE.search(self.texts[n]) is not None)

    @cached_property
    def _starts(self) -> list[int]:
        return [line.start for line in self.lines]

    def find_line(self, offset: int) -> int:
        """Return the number of the line at an offset. O(log n)."""
        return max(0, bisect_right(self._starts, offset) - 1)

    def read(self, number: int) -> str:
        """Return the text of a line."""
        return self.texts[number]

    @cached_property
    def _fences(self) -> list[tuple[int, int]]:
        return find_fences(self.text)

    def is_code(self, number: int) -> bool:
        """Tell whether a line lies in a code fence or is one."""
        start = self.lines[number].start
        at = bisect_right(self._fences, (start, len(self.text) + 1)) - 1
        return at >= 0 and start < self._fences[at][1]

    @cached_property
    def _rows(self) -> frozenset[int]:
        return find_rows(self.texts) if "|" in self.text else frozenset()

    def is_example(self, number: int) -> bool:
        """Tell whether a line is code, a row of a table, or looks like an example or a shell."""
        if number in self._rows or self.is_code(number):
            return True
        return EXAMPLE_RE.match(self.read(number)) is not None

    def is_set_apart(self, number: int) -> bool:
        """Tell whether a blank line stands before a line; so it does before the first."""
        if not number:
            return True
        return count_breaks(self.text, self.lines[number - 1].end, self.lines[number].start) > 1

    def has_prose(self, drops: Mapping[int, Drop]) -> bool:
        """Tell whether a line of prose is left without the dropped ones.

        A document of nothing but buttons is a list of buttons, not an article.
        """
        return any(
            is_prose(self.read(number)) for number in range(len(self.lines)) if number not in drops
        )


class Spans:
    """Spans of a text, to be asked what touches them. In any order; they may overlap."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []  # the furthest so far
        for start, end in sorted(spans):
            self._starts.append(start)
            self._ends.append(max(end, self._ends[-1]) if self._ends else end)

    def touches(self, start: int, end: int) -> bool:
        """Tell whether a span lies in one of these, or at its edge. O(log n)."""
        at = bisect_right(self._starts, end) - 1
        return at >= 0 and self._ends[at] >= start


def find_bounds(text: str, offset: int) -> tuple[int, int]:
    """Return the span of the line at an offset."""
    start = text.rfind("\n", 0, offset) + 1
    start = max(start, text.rfind("\r", start, offset) + 1)
    end = text.find("\n", offset)
    end = len(text) if end < 0 else end
    other = text.find("\r", offset, end)
    return start, end if other < 0 else other


def is_prose(line: str) -> bool:
    """Tell whether a line reads like a sentence, or is long.

    >>> is_prose("The vote passed by a wide margin."), is_prose("Share this article")
    (True, False)
    """
    if len(line) >= PROSE_LENGTH:
        return True
    return line.rstrip().endswith(SENTENCE_END) and line.count(" ") + 1 >= PROSE_WORDS


def walk_edge(
    numbers: Iterable[int],
    drops: dict[int, Drop],
    examine: Callable[[int, int], Drop | None],
    reach: int,
) -> None:
    """Walk from an end of the page inwards, adding what `examine` drops.

    Dropped lines do not count towards `reach`. That makes the walk its own fixed point:
    on the text without them it passes the same lines again.

    Args:
        examine: gets the number of a line and how many lines were passed before it.
        reach: how many lines of the article are passed before the walk ends.
    """
    passed = 0
    for number in numbers:
        if number in drops:
            continue
        drop = examine(number, passed)
        if drop is not None:
            drops[number] = drop
            continue
        passed += 1
        if passed >= reach:
            return


def delete_lines(page: Page, drops: Mapping[int, Drop]) -> list[Edit]:
    r"""Turn drops into edits, one a line, in order and overlapping nowhere.

    Of the gaps around a run of dropped lines one stays, the first that holds a blank line,
    so no blank line is doubled and none is lost. At the head of the text no gap stays; at
    its tail one line break does, if the text ended with one.

    >>> from normalize.edits import apply
    >>> def drop(text, *numbers):
    ...     drops = {number: Drop("page-furniture", 1.0) for number in numbers}
    ...     return apply(text, delete_lines(Page(text), drops)).text
    >>> drop("a\n\nx\n\nb", 1), drop("a\nx\n\nb", 1), drop("x\n\n\na", 0), drop("a\n\nx\n\n", 1)
    ('a\n\nb', 'a\n\nb', 'a', 'a\n')
    """
    edits: list[Edit] = []
    run: list[int] = []
    for number in sorted(drops):
        if run and number != run[-1] + 1:
            edits += _delete_run(page, run, drops)
            run = []
        run.append(number)
    if run:
        edits += _delete_run(page, run, drops)
    return edits


def _delete_run(page: Page, run: list[int], drops: Mapping[int, Drop]) -> list[Edit]:
    spans = _find_spans(page, run)
    edits = []
    for number, (start, end) in zip(run, spans, strict=True):
        drop = drops[number]
        edits.append(Edit(start, end, "", drop.rule, drop.confidence, drop.note))
    return edits


def _find_spans(page: Page, run: list[int]) -> list[tuple[int, int]]:
    """Return what goes with each line of a run of neighbouring lines."""
    text, lines = page.text, page.lines
    first, last = run[0], run[-1]
    if last == len(lines) - 1:  # the tail goes, with the blank lines before and after it
        start = lines[first - 1].end if first else 0
        if first and text.endswith(("\n", "\r")):
            start += 2 if text.startswith("\r\n", start) else 1
        return list(pairwise([start, *(lines[number].end for number in run[:-1]), len(text)]))
    starts = [lines[number].start for number in range(first, last + 2)]
    if first == 0:
        return list(pairwise([0, *starts[1:]]))
    ends = [lines[number].end for number in range(first - 1, last + 1)]
    gaps = zip(ends, starts, strict=True)
    kept = next((at for at, gap in enumerate(gaps) if count_breaks(text, *gap) > 1), 0)
    # Lines before the gap that stays take the gap before them along, the others the next.
    return [*pairwise(ends[: kept + 1]), *pairwise(starts[kept:])]


def count_breaks(text: str, start: int, end: int) -> int:
    """Count the line breaks of a span; a carriage return with its line feed is one."""
    breaks = text.count("\n", start, end) + text.count("\r", start, end)
    return breaks - text.count("\r\n", start, end)
