"""Where the aliases of a gazetteer stand in a text.

Aho-Corasick over a copy of the text in which white space is a plain space; then, in this
order: word boundaries, frozen phrases, leftmost-longest. Filtering after the choice would
lose hits ("Kiev Russia" hides "Kiev").
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

import ahocorasick_rs

from normalize.names.gazetteer import FROZEN, Alias, Gazetteer

SURROGATE_RE = re.compile(r"[\ud800-\udfff]")  # Rust strings have none
# What may stand inside a name and is not looked at: soft hyphens, invisible spaces, the
# first half of a Windows line end, and all but one of several spaces.
IGNORED_RE = re.compile("[\N{SOFT HYPHEN}\N{ZERO WIDTH SPACE}]|\r(?=\n)|(?<=[ \\xa0\n])[ \\xa0]+")
SPACES = "\t\n\r\N{NO-BREAK SPACE}\N{THIN SPACE}\N{NARROW NO-BREAK SPACE}"
APOSTROPHES = "'\N{RIGHT SINGLE QUOTATION MARK}"
CONTRACTION_RE = re.compile(r"(?:s|d|ll|re|ve)(?!\w)", re.IGNORECASE)


class Hit(NamedTuple):
    """A place where aliases stand: its span in the text, and the aliases (one or more)."""

    start: int
    end: int
    aliases: tuple[Alias, ...]


class Haystack:
    """The text as it is searched, and the way back to its offsets."""

    def __init__(self, text: str) -> None:
        self.removed: list[int] = []  # offsets in `text` of what is not looked at
        self._shifts: list[int] = []  # the same, as offsets in the searched copy
        if IGNORED_RE.search(text):
            for match in IGNORED_RE.finditer(text):
                self.removed.extend(range(match.start(), match.end()))
            self._shifts = [at - count for count, at in enumerate(self.removed)]
            text = IGNORED_RE.sub("", text)
        if not text.isascii():
            text = SURROGATE_RE.sub("\N{REPLACEMENT CHARACTER}", text)
        for space in SPACES:
            text = text.replace(space, " ")
        self.text = text

    def to_raw(self, start: int, end: int) -> tuple[int, int]:
        """Map a span of the searched copy to the text."""
        if not self.removed:
            return start, end
        last = end - 1
        return (
            start + bisect_right(self._shifts, start),
            last + bisect_right(self._shifts, last) + 1,
        )


class Scanner:
    """Look for all aliases of a gazetteer at once. Linear; built once, thread-safe."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._texts = list(gazetteer.aliases)
        self._aliases = list(gazetteer.aliases.values())
        self._automaton = ahocorasick_rs.AhoCorasick(self._texts)

    def has_match(self, text: str) -> bool:
        """Tell whether any alias stands in a text, be it inside a word."""
        return bool(self._automaton.find_matches_as_indexes(Haystack(text).text))

    def find(self, text: str) -> list[Hit]:
        """Find where aliases stand, in order and apart from each other.

        Leaves alone: parts of words (Kievskaya, Witkovice, McKiev), and all that touches
        a frozen phrase. Hyphens, slashes, quotes and possessive endings are boundaries.
        """
        haystack = Haystack(text)
        found = []
        frozen = []
        matches = self._automaton.find_matches_as_indexes(haystack.text, overlapping=True)
        for index, start, end in matches:
            if is_bounded(haystack.text, start, end):
                aliases = self._aliases[index]
                if any(alias.form == FROZEN for alias in aliases):
                    frozen.append((start, end))
                else:
                    found.append((start, -end, index))
        hits = []
        for start, end, index in choose_longest(found, frozen):
            raw_start, raw_end = haystack.to_raw(start, end)
            hits.append(Hit(raw_start, raw_end, self._aliases[index]))
        return hits


def choose_longest(
    found: Iterable[tuple[int, int, int]], frozen: Iterable[tuple[int, int]]
) -> list[tuple[int, int, int]]:
    """Choose the leftmost-longest matches among those that touch no frozen phrase.

    Args:
        found: (start, minus end, index), in any order.
        frozen: (start, end), in any order.
    """
    blocks: list[tuple[int, int]] = []
    for start, end in sorted(frozen):
        if blocks and start < blocks[-1][1]:
            blocks[-1] = (blocks[-1][0], max(end, blocks[-1][1]))
        else:
            blocks.append((start, end))
    chosen = []
    reach = block = 0
    for start, minus_end, index in sorted(found):
        end = -minus_end
        while block < len(blocks) and blocks[block][1] <= start:
            block += 1
        is_frozen = block < len(blocks) and blocks[block][0] < end
        if start >= reach and not is_frozen:
            chosen.append((start, end, index))
            reach = end
    return chosen


def is_bounded(text: str, start: int, end: int) -> bool:
    """Tell whether a span is not a part of a longer word.

    >>> text = "Kiev’s, pro-Kiev, Kievan, O’Kiev"
    >>> [is_bounded(text, at, at + 4) for at in (0, 12, 18, 28)]
    [True, True, False, False]
    """
    if start > 0:
        before = text[start - 1]
        if _is_word_character(before):
            return False
        joins = before in APOSTROPHES or (before == "." and text[start + 1 : start + 2] == ".")
        if joins and start > 1 and text[start - 2].isalpha():
            return False  # O’Kiev; the end of a longer abbreviation
    if end < len(text):
        after = text[end]
        if _is_word_character(after):
            return False
        if after in APOSTROPHES and end + 1 < len(text) and text[end + 1].isalpha():
            return CONTRACTION_RE.match(text, end + 1) is not None
    return True


def _is_word_character(character: str) -> bool:
    if character.isalnum() or character == "_":
        return True
    return character > "\x7f" and unicodedata.category(character).startswith("M")
