"""Furniture inside a line of the article, or glued to it: it is cut off the prose."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence

from normalize.edits import Edit
from normalize.layout.chain import RULE, is_metadata
from normalize.layout.credits import LONGEST, find_credit
from normalize.layout.cues import MAX_LENGTH, NOTES, Cues
from normalize.layout.lines import Drop, Page

LEVEL = 6.0  # odds from which a piece is cut
DOUBT = 3.5  # what is taken off for a confidence: a piece is never as sure as a whole line
GLUED = 2.0  # a piece without a space before it
CAPPED = 1.0  # … or right before a capital, or at the end of the line
PEAK = 4.4  # no piece without one strong cue
OPENING = 9.5  # odds that a piece needs which begins the line
SENTENCE = 9.0  # odds that a piece needs which could be a last sentence of the article
SHORT_LINE = 160  # characters of a line of metadata
MOST_UNKNOWN, FEW_UNKNOWN = 6, 3  # words that are no cues, in a piece that is glued or not
BACK = 60  # characters before an anchor that are searched for the start of its clause

# Where two words meet without a space: the end of a piece that is glued to what follows.
SEAM_RE = re.compile(
    "(?<=[a-z\u00df-\u00ff\u0430-\u045f.!?\u2026\"\u201d\u2019\u00bb)0-9])"
    "(?=[A-Z\u00c0-\u00de\u0400-\u042f][a-z\u00df-\u00ff\u0430-\u045f]|[AI] |[\u201c\u00ab\u201e])"
)
ENDS = ".!?\u2026\"\u201d\u2019\u00bb)]"
JOINS = " \t\u00a0([|\u00b7\u2022,;\u2013\u2014-"  # what leads up to a piece and goes with it
SKIPPED = ENDS + " (["
NUMBERED_RE = re.compile(r"\W*\d{0,3}\W*$")
CLAUSE_RE = re.compile(r"[.!?\u2026\"\u201d\u2019\u00bb)|\u00b7\u2022]\s*")
COUNT_RE = re.compile(r"(?:\d{1,3}(?:[ .,\u00a0]\d{3})+|\d+)[kKmM+]?\s*$")
NUMBER_RE = re.compile(r"\s#\d{1,5}\s*$")  # of a post in a forum
LAST_LINES = 2  # of a page, where a copyright notice may be glued
LIST_END = "end of list"
LONGEST_LIST = 3_000


def find_glued_pieces(
    page: Page,
    cues: Cues,
    offsets: Sequence[int],
    drops: Mapping[int, Drop],
    spared: frozenset[str],
    thoroughly: bool,
) -> Iterator[Edit]:
    """Cut furniture out of lines of the article.

    Why: a page that was flattened has buttons, teasers and credits in its paragraphs.
    Leaves alone: sentences that speak of such things, whatever has prose on both sides and
    is not glued to either, code.

    Args:
        page: the page.
        cues: the cues of its language.
        offsets: where anchors stand, in order.
        drops: lines that go as a whole.
        spared: kinds of cues that say nothing on this page.
        thoroughly: look at the end of every short line, for credits without an anchor.
    Yields:
        Deletions in order, apart; a space stays where prose is left on both sides.
    """
    by_line: dict[int, list[int]] = {}
    for offset in offsets:
        by_line.setdefault(page.find_line(offset), []).append(offset)
    for number in range(len(page.lines)) if thoroughly else sorted(by_line):
        here = by_line.get(number, [])
        if number in drops or not (here or _may_end_oddly(page, number)):
            continue
        if page.is_example(number):
            continue
        line = _Line(page, cues, number, spared)
        done = line.start
        for offset in here:
            edit = line.examine(offset, done) if offset >= done else None
            if edit is not None and edit.start >= done:
                done = edit.end
                yield edit
        edit = line.examine_end() if done < line.end else None
        if edit is not None and edit.start >= done:
            yield edit


def _may_end_oddly(page: Page, number: int) -> bool:
    """Tell cheaply whether a line may end with a credit or a number."""
    start, end = page.lines[number]
    last = page.text[end - 1]
    return end - start <= LONGEST and (last.isupper() or last in ")]" or last.isdigit())


class _Line:
    """A line with a cue in it."""

    def __init__(self, page: Page, cues: Cues, number: int, spared: frozenset[str]) -> None:
        self._text = page.text
        is_last = number >= len(page.lines) - LAST_LINES
        self._spared = spared if is_last else spared | {"copyright"}
        self._cues = cues
        self.start, self.end = page.lines[number]
        self._is_metadata = self.end - self.start <= SHORT_LINE and is_metadata(page.read(number))

    def examine(self, offset: int, low: int) -> Edit | None:
        """Cut the piece that an anchor stands in, if it is furniture."""
        text = self._text
        while text[offset].isspace():
            offset += 1
        if text.startswith("list ", offset):
            end = text.find(LIST_END, offset, min(self.end, offset + LONGEST_LIST))
            if end >= 0:
                return self._cut(offset, end + len(LIST_END), 9.0, "player")
        for start in self._find_starts(offset, low):
            edit = self._examine_from(start)
            if edit is not None:
                return edit
        return None

    def examine_end(self) -> Edit | None:
        """Cut what stands at the end of a caption, or of a line of metadata."""
        text = self._text
        if self._is_metadata:
            found = NUMBER_RE.search(text, self.start, self.end)
            return self._cut(found.start(), self.end, 8.0, "forum") if found else None
        credit = find_credit(text[self.start : self.end])
        return self._cut(self.start + credit, self.end, 7.0, "credit") if credit else None

    def _find_starts(self, offset: int, low: int) -> Iterator[int]:
        """Yield where the piece with an anchor may start: its clause, then the anchor."""
        text = self._text
        starts = [found.end() for found in CLAUSE_RE.finditer(text, max(low, offset - BACK), offset)]
        counted = COUNT_RE.search(text[max(low, offset - 12) : offset])
        if counted:
            starts.append(offset - len(counted.group().lstrip()))
        if offset - BACK <= low:
            starts.append(low)
        starts.append(offset)
        for start in sorted(set(starts)):
            while start < offset and text[start] in SKIPPED:
                start += 1
            if start == self.start or self._may_start(start):
                yield start

    def _may_start(self, start: int) -> bool:
        """Tell whether a piece may start at an offset: after a sentence, or glued to one."""
        text = self._text
        before = text[self.start : start].rstrip(JOINS)
        if self._is_metadata:
            return True
        if NUMBERED_RE.match(before):
            return False
        if text[start - 1] in ENDS and text[start].islower():
            return False  # a file name
        if before[-1] in "\"'" and before[-2:-1].isspace():
            return False  # an opening quote
        if before[-1] in ENDS or text[start - 1] in "|\u00b7\u2022":
            return True
        return text[start].isupper() and text[start - 1].islower()

    def _examine_from(self, start: int) -> Edit | None:
        """Cut the piece from an offset to the first end at which it is furniture."""
        best, text = None, self._text
        for end in self._find_ends(start):
            odds, kind = self._weigh(start, end)
            if odds < LEVEL:
                if best:
                    break
                continue
            if start == self.start and end == self.end:
                return None  # a whole line, which its neighbours spoke for
            if kind == "credit" and text[start - 1] in "([":
                return None  # TODO bracketed
            best = self._cut(start, end, odds, kind)
            if kind != "credit":  # names may have seams: "Credit: SnapWorld"
                break
        return best

    def _weigh(self, start: int, end: int) -> tuple[float, str]:
        """Return the odds of a piece and the kind of its cue; no odds where it is not one."""
        piece = self._text[start:end].strip()
        reading = self._cues.read(piece)
        is_glued = start > self.start and not self._text[start - 1].isspace()
        odds = reading.odds + CAPPED + (GLUED if is_glued else 0)
        if reading.peak < PEAK or reading.is_mixed or reading.kind in self._spared:
            odds = 0.0
        elif reading.unknown > (MOST_UNKNOWN if is_glued else FEW_UNKNOWN):
            odds = 0.0
        elif end < self.end and not is_glued and (start > self.start or reading.unknown):
            odds = 0.0  # it must be glued to the sentence before it, or be a whole line but for that
        elif reading.sentences > (0 if reading.unknown else 1):
            odds = 0.0
        elif start == self.start and odds < OPENING:
            odds = 0.0
        elif self._is_metadata and reading.unknown > (reading.kind == "credit"):
            odds = 0.0
        elif not is_glued and end == self.end and piece.endswith((".", "!", "?")):
            # It could be the last sentence of the article.
            if odds < SENTENCE or reading.unknown > 1 or reading.kind == "teaser":
                odds = 0.0
        return odds, reading.kind

    def _find_ends(self, start: int) -> Iterator[int]:
        """Yield where a piece may end: at a seam to the next word, or with the line."""
        limit = min(self.end, start + MAX_LENGTH)
        for seam in SEAM_RE.finditer(self._text, start + 3, limit):
            if not self._is_inside_word(seam.start()):
                yield seam.start()
        if limit == self.end:
            yield self.end

    def _is_inside_word(self, at: int) -> bool:
        """Tell whether an offset lies within a known word, as in "YouTube"."""
        text = self._text
        first, last = at, at
        while first > self.start and text[first - 1].isalnum():
            first -= 1
        while last < self.end and text[last].isalnum():
            last += 1
        return first < at < last and self._cues.is_name(text[first:last])

    def _cut(self, start: int, end: int, odds: float, kind: str) -> Edit | None:
        """Cut a piece with the white space and signs that came with it."""
        text = self._text
        while start > self.start and text[start - 1] in JOINS:
            start -= 1
        while end < self.end and text[end].isspace():
            end += 1
        if start == self.start and end == self.end:
            return None
        after = " " if start > self.start and end < self.end else ""
        confidence = round(min(0.985, 1 / (1 + math.exp(DOUBT - odds))), 3)
        return Edit(start, end, after, RULE, confidence, f"glued to prose; {NOTES[kind]}")
