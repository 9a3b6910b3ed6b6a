"""Furniture inside a line of the article, or glued to it: it is cut off the prose."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice

from normalize.edits import Edit
from normalize.layout.furniture.chain import RULE
from normalize.layout.furniture.credits import LONGEST, find_credit
from normalize.layout.furniture.cues import MAX_LENGTH, Cues
from normalize.layout.furniture.phrases import NOTES
from normalize.layout.furniture.shapes import is_metadata
from normalize.layout.lines import Drop, Page, find_bounds

LEVEL = 6.0  # odds from which a piece is cut
OPENING, SENTENCE = 9.5, 9.0  # … which begins the line, or may be the article's last sentence
DOUBT = 3.5  # what is taken off for a confidence: a piece is never as sure as a whole line
SUREST = 0.985
GLUED = 2.0  # a piece without a space before it
CAPPED = 1.0  # … or right before a capital, or at the end of the line
CREDIT, POST, LIST = 7.0, 8.0, 9.0
PEAK = 4.4  # no piece without one strong cue
MOST_UNKNOWN, FEW_UNKNOWN = 6, 3  # words that are no cues, in a piece that is glued or not
MOST_HERE = 400  # anchors of one line that are looked at, where nothing else is furniture
MOST_STARTS, MOST_ENDS = 3, 8  # tried for one anchor
WIDTH = 100  # characters of a line of text that was broken to fit
SHORT_LINE = 160  # characters of a line of metadata
BACK = 60  # characters before an anchor that are searched for the start of its clause
AHEAD = 220  # characters up to the end of the line, for a piece that is not glued
LAST_LINES = 2  # of a page, where a copyright notice may be glued
LIST_END, LONGEST_LIST = "end of list", 3_000

UPPER, LOWER = "A-Z\u00c0-\u00de\u0400-\u042f", "a-z\u00df-\u00ff\u0430-\u045f"
# Where two words meet without a space. (Begun with a class, which is ten times as fast.)
SEAM_RE = re.compile(
    f"[{UPPER}\u201c\u00ab\u201e]"
    f'(?<=[{LOWER}.!?\u2026"\u201d\u2019\u00bb)0-9].)'
    f"(?:(?<=[\u201c\u00ab\u201e])|(?=[{LOWER}])|(?<=[AI])(?= ))"
)
ENDS = '.!?\u2026"\u201d\u2019\u00bb)]'
JOINS = " \t\u00a0([|\u00b7\u2022,;\u2013\u2014-"  # what leads up to a piece and goes with it
BARS = "|\u00b7\u2022"
SKIPPED = ENDS + " (["
CLAUSE_RE = re.compile(r"[.!?\u2026\"\u201d\u2019\u00bb)|\u00b7\u2022]\s*")
COUNT_RE = re.compile(r"(?:\d{1,3}(?:[ .,\u00a0]\d{3})+|\d+)[kKmM+]?\s*$")
NUMBER_RE = re.compile(r"\s#\d{1,5}\s*$")  # of a post in a forum
NUMBERED_RE = re.compile(r"(?:[^\W\d]{2,12}\s)?\W*(?:\d{1,3}[.\s)]*){0,4}\W*$")  # "Figure 4.2."


def find_glued_pieces(
    page: Page, cues: Cues, offsets: Sequence[int], drops: Mapping[int, Drop], thoroughly: bool
) -> Iterator[tuple[str, Edit]]:
    """Cut furniture out of lines of the article.

    Why: a page that was flattened has buttons, teasers and credits in its paragraphs.
    Leaves alone: sentences that speak of such things, whatever has prose on both sides and
    is not glued to either, code.

    Args:
        page: the page.
        cues: the cues of its language.
        offsets: where anchors stand, in order.
        drops: lines that go as a whole.
        thoroughly: look at the end of every short line, for credits without an anchor.
    Yields:
        (kind of cue, deletion), in order and apart; a space stays between prose and prose.
    """
    if thoroughly:
        by_line: dict[int, list[int]] = {}
        for offset in offsets:
            by_line.setdefault(page.find_line(offset), []).append(offset)
        for number, (start, end) in enumerate(page.lines):
            if number not in drops:
                here = by_line.get(number, ())
                if here or _may_end_oddly(page.text, start, end):
                    yield from _Line(page, cues, start, end).find_pieces(here)
        return
    done = -1
    for at, offset in enumerate(offsets):  # without looking at any other line
        if offset >= done:
            start, done = find_bounds(page.text, offset)
            here = [other for other in offsets[at : at + MOST_HERE] if other < done]
            yield from _Line(page, cues, start, done).find_pieces(here)


def may_be_glued(text: str, offset: int) -> bool:
    """Tell cheaply whether an anchor may be in a piece that is cut out of its line.

    It must be glued to something, or stand near the end of a line with a clause before it.
    """
    if text[offset] in "/([":  # of a credit in brackets
        return True
    first = max(0, offset - BACK)
    if SEAM_RE.search(text, max(1, first), offset + BACK):
        return True
    end = text.find("\n", offset, offset + AHEAD)
    if end < 0 and offset + AHEAD < len(text):
        return False
    low = text.rfind("\n", first, offset) + 1 or first
    return CLAUSE_RE.search(text, low, offset) is not None


def _may_end_oddly(text: str, start: int, end: int) -> bool:
    """Tell cheaply whether a line may end with a credit or a number."""
    if end - start > LONGEST:
        return False
    last = text[end - 1]
    return last.isupper() or last in ")]" or last.isdigit() or "\u00a9" in text[start:end]


class _Line:
    """A line of the article that may have furniture in it."""

    def __init__(self, page: Page, cues: Cues, start: int, end: int) -> None:
        self._page = page
        self._text = page.text
        self._cues = cues
        self.start, self.end = start, end
        is_short = end - start <= SHORT_LINE
        self._is_metadata = is_short and is_metadata(page.text[start:end])

    @cached_property
    def _number(self) -> int:
        return self._page.find_line(self.start)

    @cached_property
    def _is_example(self) -> bool:
        return self._page.is_example(self._number)

    @cached_property
    def _is_last(self) -> bool:
        return self._number >= len(self._page.lines) - LAST_LINES

    @cached_property
    def _is_wrapped(self) -> bool:
        """Tell whether the line seems to be broken to fit: its sentence goes on right below."""
        page, below = self._page, self._number + 1
        if self.end - self.start > WIDTH or below >= len(page.lines) or page.is_set_apart(below):
            return False
        return page.read(below).lstrip()[:1].islower()

    def find_pieces(self, offsets: Sequence[int]) -> Iterator[tuple[str, Edit]]:
        """Yield the pieces at some offsets, and what stands at the end of the line."""
        done = self.start
        for offset in offsets:
            found = self._examine(offset, done) if offset >= done else None
            if found is not None and found[1].start >= done and not self._is_example:
                done = found[1].end
                yield found
        found = self._examine_end() if done < self.end else None
        if found is not None and found[1].start >= done and not self._is_example:
            yield found

    def _examine(self, offset: int, low: int) -> tuple[str, Edit] | None:
        """Find the piece that an anchor stands in, if it is furniture."""
        text = self._text
        while offset < self.end and text[offset].isspace():
            offset += 1
        is_free = offset == self.start or self._may_start(offset)
        if is_free and text.startswith("list ", offset):
            end = text.find(LIST_END, offset, min(self.end, offset + LONGEST_LIST))
            if end >= 0:
                return self._cut(offset, end + len(LIST_END), LIST, "player")
        for start in self._find_starts(offset, low):
            found = self._examine_from(start)
            if found is not None:
                return found
        return None

    def _examine_end(self) -> tuple[str, Edit] | None:
        """Find what stands at the end of a caption, or of a line of metadata."""
        text = self._text
        if self._is_metadata:
            found = NUMBER_RE.search(text, self.start, self.end)
            return self._cut(found.start(), self.end, POST, "forum") if found else None
        if not _may_end_oddly(text, self.start, self.end):
            return None
        credit = find_credit(text[self.start : self.end])
        return self._cut(self.start + credit, self.end, CREDIT, "credit") if credit else None

    def _find_starts(self, offset: int, low: int) -> Iterator[int]:
        """Yield where the piece with an anchor may start: its clause, then the anchor."""
        text = self._text
        first = max(low, offset - BACK)
        starts = [found.end() for found in CLAUSE_RE.finditer(text, first, offset)][-MOST_STARTS:]
        counted = COUNT_RE.search(text[max(low, offset - 12) : offset])
        if counted:
            starts.append(offset - len(counted.group().lstrip()))
        if first == low:
            starts.append(low)
        starts.append(offset)
        for start in sorted(set(starts)):
            while start < offset and text[start] in SKIPPED:
                start += 1
            # What is not glued must reach to the end of the line.
            is_glued = start > self.start and not text[start - 1].isspace()
            if is_glued or self.end - start <= AHEAD or start == self.start:
                if start == self.start or self._may_start(start):
                    yield start

    def _may_start(self, start: int) -> bool:
        """Tell whether a piece may start at an offset: after a sentence, or glued to one."""
        text = self._text
        if self._is_metadata:
            return True
        before = text[max(self.start, start - BACK) : start].rstrip(JOINS)
        if not before or (start - self.start < BACK and NUMBERED_RE.match(before)):
            return False
        if text[start - 1] in ENDS and not text[start].isupper():
            return False  # a file name, a number
        if before[-1] in "\"'" and before[-2:-1].isspace():
            return False  # an opening quote
        if before[-1] in ENDS or text[start - 1] in BARS:
            return True
        return text[start].isupper() and text[start - 1].islower()

    def _examine_from(self, start: int) -> tuple[str, Edit] | None:
        """Find the piece from an offset to the first end at which it is furniture."""
        best = None
        for end in self._find_ends(start):
            odds, kind = self._weigh(start, end)
            if odds < LEVEL:
                if best:
                    break
                continue
            if start == self.start and end == self.end:
                return None  # a whole line, which its neighbours spoke for
            if kind == "credit" and self._text[start - 1] in "([":
                return None  # `_examine_end` knows credits in brackets
            best = self._cut(start, end, odds, kind)
            if kind != "credit":  # names may have seams: "Credit: SnapWorld"
                break
        return best

    def _weigh(self, start: int, end: int) -> tuple[float, str]:
        """Return the odds of a piece and the kind of its cue; no odds where it is not one."""
        piece = self._text[start:end].strip()
        reading = self._cues.read(piece)
        kind, unknown = reading.kind, reading.unknown
        is_glued = start > self.start and not self._text[start - 1].isspace()
        odds = reading.odds + CAPPED + (GLUED if is_glued else 0)
        none = 0.0, kind
        if reading.peak < PEAK or reading.is_mixed or reading.sentences > (not unknown):
            return none
        if kind == "copyright" and not self._is_last:
            return none
        if unknown > (MOST_UNKNOWN if is_glued else FEW_UNKNOWN):
            return none
        if " " not in piece and self._text[start - 1 : start].isalpha() and end < self.end:
            return none  # "FareShareThe": the second half of a name
        if end < self.end and not is_glued and (start > self.start or unknown):
            return none  # prose on both sides, and a space before it
        if is_glued and self._text[start - 1].isalpha() and reading.words < 2:
            return none  # a part of a name: "GtkPrintOperation"
        if not is_glued and end == self.end and self._is_wrapped:
            return none  # the sentence goes on in the next line
        if start == self.start and odds < OPENING:
            return none
        if self._is_metadata and unknown > (kind == "credit"):
            return none
        if not is_glued and end == self.end and piece.endswith((".", "!", "?")):
            if odds < SENTENCE or unknown > 1 or kind == "teaser":
                return none
        return odds, kind

    def _find_ends(self, start: int) -> Iterator[int]:
        """Yield where a piece may end: at a seam to the next word, or with the line."""
        limit = min(self.end, start + MAX_LENGTH)
        for seam in islice(SEAM_RE.finditer(self._text, start + 3, limit), MOST_ENDS):
            if not self._is_inside_word(seam.start()):
                yield seam.start()
        if limit == self.end:
            yield self.end

    def _is_inside_word(self, at: int) -> bool:
        """Tell whether an offset lies within a known word, as in "YouTube"."""
        text = self._text
        first, last = at, at
        while first > max(self.start, at - BACK) and text[first - 1].isalnum():
            first -= 1
        while last < min(self.end, at + BACK) and text[last].isalnum():
            last += 1
        return first < at < last and self._cues.is_name(text[first:last])

    def _cut(self, start: int, end: int, odds: float, kind: str) -> tuple[str, Edit] | None:
        """Cut a piece with the white space and signs that came with it."""
        text = self._text
        while start > self.start and text[start - 1] in JOINS:
            start -= 1
        while end < self.end and text[end].isspace():
            end += 1
        if start == self.start and end == self.end:
            return None
        after = " " if start > self.start and end < self.end else ""
        confidence = round(min(SUREST, 1 / (1 + math.exp(DOUBT - odds))), 3)
        return kind, Edit(start, end, after, RULE, confidence, f"glued to prose; {NOTES[kind]}")
