r"""Find what stands twice: places of a text that begin, or end, with the same characters.

A *copy* is a block of its own: a line, or a hard-wrapped paragraph of several lines. What it
copies is such a block too, or some sentences inside one. Lines and sentences are looked up
by the characters that they begin with (`HEAD` of them) and end with (`TAIL`), so that clean
text costs two passes of C code and nothing else; only what shares a key is compared.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from normalize import fuzzy
from normalize.layout.lines import Page
from normalize.layout.repeats.blocks import Block, read_block
from normalize.layout.repeats.keys import (
    CLOSING,
    HEAD,
    OPENING,
    QUOTED_RE,
    SENTENCE_RE,
    SHORTEST,
    TAIL,
    Suspects,
)
from normalize.layout.repeats.matching import Match, Matcher
from normalize.layout.repeats.rewording import Rewording
from normalize.words import WORD_RE, Word, iter_words

LONGEST = 4_000  # characters of a block that is compared word by word
GLANCE = 200  # characters of a block that are compared first
ALIKE = 60.0  # rapidfuzz ratio, 0-100: what is less alike is not compared word by word
QUOTED_ALIKE = 45.0  # a pull quote leaves out the words of its reporter
EDGE = 2  # characters around a wording that belong to it: "($", "€)"
SIGN_RE = re.compile(r"[^\w\s.,;:!?'\"()\[\]/*|\u2018-\u201E\u00AB\u00BB\u2026\u2010-\u2015-]")
MOST_PLACES = 8  # with one key; what begins so often alike is a form, a table, a log
MOST_FAILURES = 12  # comparisons in vain of places with one key


class Copy(NamedTuple):
    """A block, the block that says the same, and where in it."""

    block: Block
    other: Block
    match: Match
    words: int


class _Wording:
    """The words of a block, read once for all the places that it is compared with."""

    def __init__(self, line: str, rewording: Rewording) -> None:
        self.line = line
        self._rewording = rewording

    @cached_property
    def words(self) -> list[Word]:
        return list(iter_words(self.line))

    @cached_property
    def low(self) -> list[str]:
        """The words in lower case, with their phrases folded."""
        return self._rewording.fold_texts([word.lower() for word in WORD_RE.findall(self.line)])

    @cached_property
    def folded(self) -> list[Word]:
        return self._rewording.fold_phrases(self.words)


class Copies:
    """The copies of one page, found through the keys it shares."""

    def __init__(self, page: Page, suspects: Suspects, rewording: Rewording) -> None:
        self._page = page
        self._suspects = suspects
        self._rewording = rewording
        self._matcher = Matcher(rewording)
        self._starts: dict[str, list[int]] = {}
        self._ends: dict[str, list[int]] = {}
        self._failures: dict[str, int] = {}
        self._blocks: dict[int, Block] = {}
        self._equal: dict[str, tuple[int, int]] = {}  # line → the first two that are the same
        self.candidates = self._index()  # lines that begin or end like another place

    def __iter__(self) -> Iterator[Copy]:
        """Yield each block with the best of the places that say the same, in order."""
        for number in self.candidates:
            equal = self._find_equal(number)
            if equal is not None:
                yield equal
                continue
            block = self.read_block(number)
            if block.first != number or block.end - block.start > LONGEST:
                continue
            copy = self._compare(block)
            if copy is not None:
                yield copy

    def _index(self) -> list[int]:
        """Note where the shared keys stand; return the lines that have one."""
        page, (heads, tails, is_inside) = self._page, self._suspects
        candidates = []
        for number, line in enumerate(page.texts):
            if len(line) < SHORTEST:
                continue
            stripped = line.lstrip(OPENING)
            head, tail = stripped[1 : HEAD + 1], line.rstrip(CLOSING)[-TAIL:]
            if head in heads or tail in tails:
                end = page.lines[number].end
                if head in heads:
                    _note(self._starts, head, end - len(stripped))
                if tail in tails:
                    _note(self._ends, tail, end)
                candidates.append(number)
                line = line.strip()
                first, second = self._equal.get(line, (number, -1))
                if second < 0:
                    self._equal[line] = first, number if first < number else -1
        if not is_inside:
            return candidates
        for match in QUOTED_RE.finditer(page.text):
            if match[1] in heads:
                _note(self._starts, match[1], match.start(1) - 1)
        for match in SENTENCE_RE.finditer(page.text):
            if match[2] in heads:
                _note(self._starts, match[2], match.start(2) - 1)
            if match[1] in tails:
                _note(self._ends, match[1], match.start() + 1)
        return candidates

    def _find_equal(self, number: int) -> Copy | None:
        """Find the first line that is word for word the same; for the first, the second."""
        start, end = self._page.lines[number]
        line = self._page.text[start:end].strip()
        first, second = self._equal[line]
        if second < 0:
            return None
        block, other = (
            self.read_block(number),
            self.read_block(second if first == number else first),
        )
        if block.first != block.last or other.first != other.last:
            return None
        match = Match(other.start, other.end, True, 1.0)
        return Copy(block, other, match, line.count(" ") + 1)

    def _compare(self, block: Block) -> Copy | None:
        text = self._page.text
        line = text[block.start : block.end]
        head = line.lstrip(OPENING)[1 : HEAD + 1]
        tail = line.rstrip(CLOSING)[-TAIL:]
        wording = _Wording(line, self._rewording)
        best: Copy | None = None
        for key, places, is_start in (
            (head, self._starts.get(head, ()), True),
            (tail, self._ends.get(tail, ()), False),
        ):
            for place in places:
                if block.start <= place <= block.end:
                    continue
                found = self._match(block, wording, key, place, is_start=is_start)
                if found is not None and (best is None or _rate(found) > _rate(best)):
                    best = found
            if best is not None:
                return best
        return best

    def _match(
        self, block: Block, wording: _Wording, key: str, place: int, *, is_start: bool
    ) -> Copy | None:
        other = self.read_block(self._page.find_line(place if is_start else place - 1))
        text = self._page.text
        if other == block or other.end - other.start > 10 * LONGEST:
            return None
        line = wording.line
        if text[other.start : other.end].strip() == line.strip():
            return Copy(block, other, Match(other.start, other.end, True, 1.0), line.count(" ") + 1)
        if self._failures.get(key, 0) > MOST_FAILURES:
            return None
        found = self._find_wording(wording, other, place, is_start=is_start)
        if found is None or not keeps_signs(
            line, text[max(0, found.start - EDGE) : found.end + EDGE]
        ):
            self._failures[key] = self._failures.get(key, 0) + 1
            return None
        return Copy(block, other, found, len(wording.words))

    def _find_wording(
        self, wording: _Wording, other: Block, place: int, *, is_start: bool
    ) -> Match | None:
        """Find in a block what begins, or ends, at a place and says what a copy says."""
        text, line = self._page.text, wording.line
        size = min(len(line), GLANCE)
        one, two = line[:size], text[place : min(place + size, other.end)]
        if not is_start:
            one, two = line[-size:], text[max(other.start, place - size) : place]
        is_quoted = is_start and place > 0 and text[place - 1] in OPENING
        if fuzzy.ratio(one, two, score_cutoff=QUOTED_ALIKE if is_quoted else ALIKE) == 0:
            return None
        is_open = is_start and line.rstrip(" ]").endswith(("\u2026", "..."))
        if not (is_quoted or is_open):
            reach = len(line) * 5 // 4 + 40
            low, high = (place, place + reach) if is_start else (place - reach, place)
            low, high = max(low, other.start), min(high, other.end)
            if not self._matcher.may_match(wording.low, text, low, high):
                return None
        words = wording.words
        if not words:
            return None
        if not is_start:
            return self._matcher.match_before(wording.folded, text, other.start, place)
        wanted = wording.folded
        if is_open and len(words) > 1:
            wanted = self._rewording.fold_phrases(words[:-1])
        found = self._matcher.match_at(wanted, text, place, other.end, is_open=is_open)
        if found is None and is_quoted:
            found = self._matcher.match_quoted(words, text, place - 1, other.end)
        return found

    def read_block(self, number: int) -> Block:
        """Read the paragraph that a line belongs to: itself, or the lines it is wrapped in."""
        known = self._blocks.get(number)
        if known is None:
            known = read_block(self._page, number)
            for line in range(known.first, known.last + 1):
                self._blocks[line] = known
        return known


def keeps_signs(line: str, other: str) -> bool:
    """Tell whether a wording has each sign of another that is no punctuation: "€", "←"."""
    return all(sign in other for sign in SIGN_RE.findall(line))


def _note(index: dict[str, list[int]], key: str, place: int) -> None:
    places = index.setdefault(key, [])
    if len(places) < MOST_PLACES:
        at = bisect_left(places, place)
        if at == len(places) or places[at] != place:
            places.insert(at, place)


def _rate(copy: Copy) -> tuple[bool, float, int]:
    """Rank the places that say the same: equal blocks, the most alike, the first."""
    is_equal = (copy.match.start, copy.match.end) == (copy.other.start, copy.other.end)
    return is_equal, copy.match.likeness, -copy.other.first
