"""The signs of spinners: one compiled scan, the only cost of clean text.

Signs are the odd words of all families (between white space, as spinners leave them) and the
triggers of telling phrases. A text without any is no spinner's work; nearly all texts that
have some are cleared by the few words around them.
"""

from __future__ import annotations

import string
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from ahocorasick_rs import BytesAhoCorasick, Implementation

from normalize.lexicon import without_collection
from normalize.unspin.channel import Channel, load_taught_channel
from normalize.unspin.detect import (
    MIN_EVIDENCE,
    WORD_GAIN,
    find_stretches,
    is_prose,
    weigh_words,
)
from normalize.unspin.families import get_family, list_word_families
from normalize.unspin.phrases import list_triggers

# Small letters and blanks only: a fifth of the patterns, so that the automaton is fast.
FOLD = bytes.maketrans(
    string.ascii_uppercase.encode() + b"\r\n", string.ascii_lowercase.encode() + b"  "
)
MUCH = 1_000_000  # bytes of text that are much
REACH = 300  # bytes in which odd words speak together, and on either side that are looked at
FAR = 900  # bytes on either side of what is looked at again
TOGETHER = 3.2  # nats that the odd words in reach must have together: it takes two of them
SHORT = 120  # bytes of a line that is not weighed by itself

Place = tuple[int, float, int]  # where an odd word stands, its weight in nats, its number


class Signs(NamedTuple):
    """What was found in a text: families whose work it may be; may it have telling phrases?"""

    families: list[str]
    has_phrase: bool


class SignFinder:
    """Finds all signs in one pass; thread-safe.

    Args:
        channels: the tables of the families, by name.
        triggers: strings one of which stands wherever a telling phrase does.
    """

    def __init__(self, channels: Mapping[str, Channel], triggers: Iterable[str]) -> None:
        self._channels = channels
        owners: dict[str, list[str]] = {}
        for family, channel in channels.items():
            for word in channel.suspicious:
                owners.setdefault(word, []).append(family)
        self._words = sorted(owners)
        self._owners = [owners[word] for word in self._words]
        self._triggers = frozenset(trigger.encode() for trigger in triggers)
        folded = sorted({trigger.translate(FOLD) for trigger in self._triggers})
        self._patterns = [*(f" {word} ".encode() for word in self._words), *folded]
        self._automaton = BytesAhoCorasick(
            self._patterns, implementation=Implementation.ContiguousNFA
        )
        self._left = MUCH  # bytes before the patterns are compiled anew

    def _find_matches(self, data: bytes) -> list[tuple[int, int, int]]:
        """Find all patterns; much text pays for an automaton that is faster, and slow to make."""
        if self._left > 0:
            self._left -= len(data)
            if self._left <= 0:
                self._automaton = BytesAhoCorasick(
                    self._patterns, implementation=Implementation.DFA
                )
        return self._automaton.find_matches_as_indexes(data, overlapping=True)

    def find(self, text: str) -> Signs:
        """Find the signs of a text. Linear."""
        # Blanks around, since the first and the last word have none of their own.
        data = f" {text} ".encode("utf-8", "surrogatepass")
        found: defaultdict[str, list[Place]] = defaultdict(list)
        has_phrase = False
        words = len(self._words)
        for index, start, end in self._find_matches(data.translate(FOLD)):
            if index < words:
                if data[start:end].islower():
                    word = self._words[index]
                    for family in self._owners[index]:
                        weight = min(self._channels[family].weights[word], WORD_GAIN)
                        found[family].append((start, weight, index))
            elif not has_phrase and data[start:end] in self._triggers:
                is_part = data[start - 1 : start].isalpha() or data[end : end + 1].isalpha()
                has_phrase = not is_part
        families = [
            family
            for family, places in found.items()
            if _has_kinds(places, get_family(family).least)
            and _may_be_spun(data, self._channels[family], places)
        ]
        return Signs(families, has_phrase)


def _has_kinds(places: list[Place], least: int) -> bool:
    """Tell whether so many different odd words are there."""
    return len(places) >= least and (least == 1 or len({index for *_, index in places}) >= least)


def _may_be_spun(data: bytes, channel: Channel, places: list[Place]) -> bool:
    """Tell cheaply whether the words around any odd words speak for a spinner."""
    seen = 0
    for place in _find_dense(places):
        if place < seen:  # it has been looked at with the one before
            continue
        start, seen = _find_surroundings(data, place)
        words = _decode(data[start:seen]).split()
        if weigh_words(words, channel) > MIN_EVIDENCE and _look_again(data, channel, start, seen):
            return True
    return False


def _find_dense(places: list[Place]) -> Iterator[int]:
    """Yield where odd words stand that have weight enough with the others before them in reach.

    A word that stands there twice counts once: it is what the text is about.
    """
    last = 0
    total = 0.0
    inside: dict[int, int] = {}  # odd words in reach → how often
    for place, weight, word in places:
        times = inside.get(word, 0)
        inside[word] = times + 1
        if not times:
            total += weight
        while places[last][0] < place - REACH:
            _, weight, word = places[last]
            last += 1
            inside[word] -= 1
            if not inside[word]:
                total -= weight
        if total >= TOGETHER:
            yield place


def _look_again(data: bytes, channel: Channel, start: int, end: int) -> bool:
    """Weigh the surroundings as the search will do it: as stretches of English prose."""
    low, high = max(0, start - FAR), end + FAR
    if not is_prose(_decode(data[low:high]).split()):
        return False
    low, high = data.rfind(b"\n\n", low, start), data.find(b"\n\n", end, high)
    text = _decode(data[low if low >= 0 else start : high if high >= 0 else end])
    return bool(find_stretches(text, channel))


def _find_surroundings(data: bytes, place: int) -> tuple[int, int]:
    """Return the span of a word's line, or of the wrapped lines around it."""
    low, high = max(0, place - REACH), min(len(data), place + REACH)
    start, end = data.rfind(b"\n", low, place + 1) + 1, data.find(b"\n", place + 1, high)
    start, end = start or low, end if end >= 0 else high
    if end - start < SHORT:
        start, end = data.rfind(b"\n\n", low, place + 1) + 1, data.find(b"\n\n", place + 1, high)
        start, end = start or low, end if end >= 0 else high
    if end - start < SHORT:
        start, end = max(0, place - SHORT), place + SHORT
    return start, end


def _decode(data: bytes) -> str:
    return data.decode("utf-8", "ignore")


@cache
@without_collection()
def load_sign_finder(tables: tuple[Path, ...] = ()) -> SignFinder:
    """Compile the signs of all families once per process and choice of learned tables."""
    channels = {name: load_taught_channel(name, tables) for name in list_word_families()}
    return SignFinder(channels, list_triggers())
