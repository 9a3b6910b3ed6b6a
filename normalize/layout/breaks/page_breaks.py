"""Where one page of a PDF ends and the next begins: numbers, running heads, form feeds.

A line with a number on it is a page number only in company: the numbers go up by one, and
something shows that it is pages they count ("Page 2 of 9", a running head that comes back
beside them, a form feed, a sentence that runs on over them). Numbered chapters and lists
have nothing of that.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from normalize.edits import Edit
from normalize.layout.breaks.hyphens import read_hyphen
from normalize.layout.breaks.page_numbers import build_number_re, find_running_heads, read_number
from normalize.layout.evidence import Evidence, Vocabulary

RULE = "page-break"
LONGEST = 120  # characters of a running head
REACH = 2  # lines on either side of a page number that may be running heads
# A short line with a number, found fast by its line feed: most lines are longer.
SHORT_RE = re.compile(r"\n(?=[^\n]{1,30}(?:\n|\Z))[^\w\n]{0,8}(?:[^\W\d_]{1,9}\.?[ \t]*)?(?=\d)")
SHORT, NUMBER_ENDS = 30, " \t)]|-\u2013\u2014"  # characters of such a line; its last ones
FULL = 40  # characters of the last line of a page, if a sentence runs on from it
APART = 120  # characters that are the least between two page numbers
TITLE = 80  # characters of a title that a running head may be made of
TOP = 6  # lines at the head of the text that a running head may repeat
DIGITS_RE = re.compile(r"\d+")
WORD_RE = re.compile(r"[^\W\d_\u00b2\u00b3\u00b9\u2070-\u2089]{3,}")  # without a note's number
ENDS = ".!?:\u2026\u201d\"')\u00bb;"  # of a sentence
HYPHEN_RE = re.compile(r"[^\W\d_]{2}[-\u2010]\Z")


class PageBreak(NamedTuple):
    """What goes between two pages, and what comes in its place."""

    start: int
    end: int
    after: str


class _Line(NamedTuple):
    start: int
    end: int
    text: str  # without white space at its ends


class _Anchor(NamedTuple):
    line: int
    number: int  # -1: a form feed and no number
    is_labelled: bool


class PageBreaks:
    """The rule, with its pattern."""

    def __init__(self, words: Vocabulary) -> None:
        self._words = words
        self._number_re = build_number_re()

    def find_page_breaks(self, text: str, evidence: Evidence) -> list[PageBreak]:
        """Find the page breaks of text that came from pages.

        Why: they cut sentences in two, and the running head is counted on every page.
        Leaves alone: numbered chapters, verses and lists; a number that stands alone; form
        feeds where no sentence runs on and no head comes back (sources are set with them).

        Returns:
            The breaks in order, apart. Linear: one scan of the text, work only at hits.
        """
        has_feeds, page = "\f" in text, evidence.page
        lasts = [line[-1] for line in page.texts if len(line) <= SHORT]
        may_be = has_feeds or sum(last.isdigit() or last in NUMBER_ENDS for last in lasts) > 1
        heads: list[tuple[int, int]] = []
        if has_feeds or page.has_numbered_edges():  # where a running head has its number
            heads = find_running_heads(text, map(read_number, self._find_numbers(text)))
        numbers = list(self._find_numbers(text)) if may_be or heads else []
        if len(numbers) < 2 and not has_feeds and not heads:
            return []
        pages = _Pages(text, numbers, heads)
        return list(self._find(pages, evidence)) if pages.anchors else []

    def _find_numbers(self, text: str) -> Iterator[re.Match[str]]:
        """Yield the lines that may be page numbers."""
        for short in SHORT_RE.finditer(text):
            number = self._number_re.match(text, short.start())
            if number:
                yield number

    def _find(self, pages: _Pages, evidence: Evidence) -> Iterator[PageBreak]:
        for first, last in pages.find_spans():
            before, after = pages.before(first), pages.after(last)
            text = pages.text
            if before is None:
                if after is not None:
                    yield PageBreak(0, after.start, "")
            elif after is None:
                tail = "\n" if text.endswith(("\n", "\f")) else ""
                yield PageBreak(before.end, len(text), tail)
            else:
                yield self._join(pages, before, after, evidence)

    def _join(self, pages: _Pages, before: _Line, after: _Line, evidence: Evidence) -> PageBreak:
        """Say what joins the last line of a page to the first of the next."""
        if HYPHEN_RE.search(before.text[-3:]):
            hyphen = read_hyphen(pages.text, before.end - 1, after.start, self._words, evidence)
            if hyphen is not None:
                return PageBreak(hyphen.start, hyphen.end, hyphen.after)
        if runs_on(before.text, after.text):
            return PageBreak(before.end, after.start, " ")
        return PageBreak(before.end, after.start, "\n\n")


class _Pages:
    """A text as lines, with its page numbers, running heads and form feeds."""

    def __init__(
        self, text: str, numbers: Sequence[re.Match[str]], heads: Sequence[tuple[int, int]]
    ) -> None:
        self.text = text
        self.lines = list(_iter_lines(text))
        self._starts = {line.start: at for at, line in enumerate(self.lines)}
        known = [_Anchor(self._starts[start], number, True) for start, number in heads]
        chain = self._trust(self._find_chain(numbers))
        lines = {anchor.line for anchor in chain}
        self.anchors = sorted([*chain, *(head for head in known if head.line not in lines)])
        self._heads = self._find_heads() if self.anchors else frozenset()

    def _find_chain(self, numbers: Sequence[re.Match[str]]) -> list[_Anchor]:
        """Find the longest row of numbers that go up by one, each well after the last."""
        best: dict[int, tuple[int, int, int]] = {}  # number → (length, index, end)
        links: list[int] = []
        longest = (0, -1)
        for index, found in enumerate(numbers):
            number = int(found[2])
            length, previous, end = best.get(number - 1, (0, -1, -APART))
            if previous >= 0 and not found[1] and found.start() - end < APART:
                length, previous = 0, -1
            links.append(previous)
            if number not in best or best[number][0] <= length + 1:
                best[number] = (length + 1, index, found.end())
            longest = max(longest, (length + 1, index), key=lambda item: item[0])
        chain: list[_Anchor] = []
        at = longest[1]
        while at >= 0:
            found = numbers[at]
            start, number = read_number(found)
            if start in self._starts:
                chain.append(_Anchor(self._starts[start], number, bool(found[1])))
            at = links[at]
        return chain[::-1]

    def _trust(self, chain: list[_Anchor]) -> list[_Anchor]:
        """Keep the page numbers that something shows to be some, and the form feeds."""
        feeds = [
            _Anchor(at, -1, False)
            for at, line in enumerate(self.lines)
            if at and "\f" in self.text[self.lines[at - 1].end : line.start]
        ]
        if len(chain) >= 2:
            inner = [anchor for anchor in chain if 0 < anchor.line < len(self.lines) - 1]
            shown = sum(self._is_shown(anchor, chain) for anchor in inner)
            if inner and shown * 2 >= len(inner):
                near = {anchor.line + step for anchor in chain for step in range(-REACH, REACH + 1)}
                apart = [feed for feed in feeds if feed.line not in near]
                return sorted([*chain, *(feed for feed in apart if self._cuts(feed.line - 1))])
        recurring = [feed for feed in feeds if self._cuts(feed.line - 1)]
        return recurring if len(recurring) * 2 >= len(feeds) else []

    def _is_shown(self, anchor: _Anchor, chain: Sequence[_Anchor]) -> bool:
        if anchor.is_labelled or self._cuts(anchor.line):
            return True
        gap = self.text[self.lines[anchor.line].end : self.lines[anchor.line + 1].start]
        if "\f" in gap:
            return True
        own = set(self._beside(anchor.line))
        others = {at for other in chain if other is not anchor for at in self._beside(other.line)}
        heads = {_fold(self.lines[at].text) for at in others - own}
        return any(_fold(self.lines[at].text) in heads for at in own)

    def _cuts(self, at: int) -> bool:
        """Tell whether a sentence runs on from above a line to below it, over one head."""
        if at < 0 or at + 1 >= len(self.lines):
            return False
        above = self.lines[at - 1].text if at and DIGITS_RE.search(self.lines[at].text) else ""
        above = above or self.lines[at].text
        below = self.lines[at + 1 : at + 1 + REACH]
        if len(below) > 1 and self.text.count("\n", below[0].end, below[1].start) < 2:
            del below[1]  # no running head stands between
        texts = [line.text for line in below if line.text[0].islower()]
        return len(above) >= FULL and any(runs_on(above, text) for text in texts)

    def _beside(self, at: int) -> list[int]:
        """Return the lines beside a page number that are short enough for running heads."""
        near = range(max(0, at - REACH), min(len(self.lines), at + REACH + 1))
        return [n for n in near if n != at and is_head_like(self.lines[n].text)]

    def _find_heads(self) -> frozenset[str]:
        """Find the running heads: beside two page numbers, or much like the text's own head."""
        beside = {at for anchor in self.anchors for at in self._beside(anchor.line)}
        seen = Counter(_fold(self.lines[at].text) for at in beside)
        top = {
            at: set(WORD_RE.findall(line.text.casefold()))
            for at, line in enumerate(self.lines[:TOP])
            if len(line.text) <= TITLE and is_head_like(line.text)
        }
        heads = {head for head, count in seen.items() if count > 1}
        for at in beside:
            head = _fold(self.lines[at].text)
            known = set().union(*(words for other, words in top.items() if other != at))
            if _is_made_of(head, known) or (at and head == _fold(self.lines[0].text)):
                heads.add(head)
        return frozenset(heads)

    def find_spans(self) -> Iterator[tuple[int, int]]:
        """Yield the first and last line of each run of lines that go; (n, n − 1) for none."""
        gone = {anchor.line for anchor in self.anchors if anchor.number >= 0}
        for anchor in self.anchors:
            for step in (-1, 1):
                at = anchor.line + (step if anchor.number >= 0 or step < 0 else 0)
                for _ in range(REACH):
                    if not 0 < at < len(self.lines) or at in gone:
                        break
                    if _fold(self.lines[at].text) not in self._heads:
                        break
                    gone.add(at)
                    at += step
        # The first line of a text is its title, unless it has the numbers of a journal's pages.
        if self.lines and self._heads and _fold(self.lines[0].text) in self._heads:
            if len(DIGITS_RE.findall(self.lines[0].text)) > 1:
                gone.add(0)
        feeds = {anchor.line for anchor in self.anchors if anchor.number < 0}
        first = None
        for at in sorted(gone | {feed for feed in feeds if feed not in gone}):
            if at not in gone:
                if at - 1 not in gone:
                    yield at, at - 1
                continue
            if first is None or at - 1 not in gone:
                first = at
            if at + 1 not in gone:
                yield first, at

    def before(self, first: int) -> _Line | None:
        """Return the line before a run."""
        return self.lines[first - 1] if first else None

    def after(self, last: int) -> _Line | None:
        """Return the line after a run."""
        return self.lines[last + 1] if last + 1 < len(self.lines) else None


def _iter_lines(text: str) -> Iterator[_Line]:
    for found in re.finditer(r"[^\r\n\f]+", text):
        stripped = found.group().strip()
        if stripped:
            start = found.start() + found.group().index(stripped)
            yield _Line(start, start + len(stripped), stripped)


def _fold(line: str) -> str:
    """Fold a line so that the heads of two pages are equal."""
    return DIGITS_RE.sub("0", line.casefold())


def _is_made_of(head: str, known: set[str]) -> bool:
    """Tell whether two thirds of a line's words, and three at least, are known ones."""
    words = WORD_RE.findall(head)
    return len(words) > 2 and sum(word in known for word in words) * 3 >= len(words) * 2


def is_head_like(line: str) -> bool:
    """Tell whether a line may be a running head: short, with a word, and no sentence."""
    if len(line) > LONGEST or line[0].islower() or line.endswith((".", "!", "?", ":", ";", ",")):
        return False
    return WORD_RE.search(line) is not None


def runs_on(before: str, after: str) -> bool:
    """Tell whether a sentence runs on from one line to another.

    >>> runs_on("in particular to", "the pupils"), runs_on("longer than two.", "We were")
    (True, False)
    """
    if not before or before[-1] in ENDS or not after:
        return False
    if after[0].islower():
        return True
    return before[-1] == "," and len(before) > 50 and after[0].isalnum()


def make_edits(breaks: Sequence[PageBreak]) -> list[Edit]:
    """Turn page breaks into edits."""
    note = "between two pages"
    return [Edit(start, end, after, RULE, 0.95, note) for start, end, after in breaks]
