"""The capitalised words of a text, and which of them are worth a second look.

One pass of a pattern finds them all; what a word is, is remembered from text to text, so
that the words which are neither names of the gazetteer nor unknown cost a set difference.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from normalize.names.bearers import COMMON, Bearers
from normalize.names.gazetteer import Gazetteer
from normalize.names.window import HIDDEN, compose_word

CAPITALS = "A-Z\u00c0-\u00d6\u00d8-\u00de\u0100-\u024f\u1e00-\u1eff"  # small ones do no harm
# Latin letters and digits with what may hide between them; ranges are thrice as fast as \w.
LETTERS = rf"0-9A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u1e00-\u1eff\u0300-\u036f{HIDDEN}"
# A capital at the start of a word. The look-behind comes second, so that the search is for
# the capital alone.
WORD_RE = re.compile(rf"[{CAPITALS}](?<![{LETTERS}].)[{LETTERS}]*+")
LETTER_RE = re.compile(rf"[{LETTERS}]")
MIN_LENGTH = 5  # letters of a word that may be an unknown surname
MAX_KNOWN = 300_000  # words that are remembered
DULL, ANCHOR, RARE, UNKNOWN = 0, 1, 2, 4


class Census(NamedTuple):
    """What the capitalised words of a text are.

    Attributes:
        total: how many there are.
        hot: those by which phrases of the gazetteer are looked for, as written.
        unknown: those that no dictionary and no reviewed name has, in small letters.
        rare: those that may be a surname, the unknown ones among them, in small letters.
    """

    total: int
    hot: set[str]
    unknown: list[str]
    rare: set[str]


class WordTable:
    """Tell what capitalised words are; what was told once is remembered. Thread-safe."""

    def __init__(
        self, is_anchor: Callable[[str], bool], gazetteer: Gazetteer, bearers: Bearers
    ) -> None:
        self._is_anchor = is_anchor
        self._gazetteer = gazetteer
        self._bearers = bearers
        self._dull: set[str] = set()
        self._kinds: dict[str, int] = {}

    def take(self, text: str) -> Census:
        """Take the census of a text. Linear."""
        names = WORD_RE.findall(text)
        hot: set[str] = set()
        unknown: set[str] = set()
        rare: set[str] = set()
        for word in set(names) - self._dull:
            kind = self._kinds.get(word)
            if kind is None:
                kind = self._classify(word)
            if kind & ANCHOR:
                hot.add(word)
            if kind & RARE:
                rare.add(word.lower())
                if kind & UNKNOWN:
                    unknown.add(word.lower())
        return Census(len(names), hot, sorted(unknown), rare)

    def _classify(self, word: str) -> int:
        kind = DULL
        if self._is_anchor(word) or (not word.isascii() and self._is_anchor(compose_word(word))):
            kind = ANCHOR
        if len(word) >= MIN_LENGTH and word.isalpha():
            lower = word.lower()
            score = self._bearers.words.get(lower)
            if score is None or score <= COMMON:
                kind |= RARE
            if score is None and lower not in self._gazetteer.words:
                kind |= UNKNOWN
        if len(self._kinds) + len(self._dull) < MAX_KNOWN:
            if kind:
                self._kinds[word] = kind
            else:
                self._dull.add(word)
        return kind
