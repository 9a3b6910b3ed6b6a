"""How well a word fits the company it is in: the words around it, farther off than a trigram sees.

Every word has two vectors of small whole numbers: what it is (`is`), and what it says of the
words beside it (`says`). For some ranges around a place what the words there say is added up,
common words hardly counting, and weighed dimension by dimension; the product with what a word is
gives the nats by which it fits. The vectors are made from public-domain word embeddings by
`scripts/build_company.py`; columns and licence: `dictionaries/company/README.md`.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from math import sqrt
from operator import add, mul
from typing import NamedTuple

import msgspec

from normalize.lexicon import DictionaryError, get_path, load_word_scores
from normalize.unspin.beliefs import Posterior
from normalize.unspin.sentences import Token

VECTORS = "company/vectors.bin"
SETTINGS = "company/vectors.json"
KEPT = 4096  # words whose weighed vectors are remembered
CHUNK = 4000  # words that are added up at once: long documents must not fill the memory
Bonuses = dict[str, float]


class Range(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words to both sides: how many at most, and the weight of each dimension."""

    reach: int
    weights: list[float]


class Vectors(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What `vectors.json` says of the vectors.

    Attributes:
        words: how many there are: all of `words/en.tsv` from `least` up, in its order.
        dimensions: of each vector.
        least: log10 probability of the rarest word that has vectors.
        half: probability of a word that counts half as much as a rare one.
        unknown: nats for a word that has no vectors.
        ranges: the ranges around a place.
    """

    words: int
    dimensions: int
    least: float
    half: float
    unknown: float
    ranges: list[Range]


class _Place(NamedTuple):
    """A place where words are to be weighed: its number among the words, and its posterior."""

    number: int
    posterior: Posterior


class Company:
    """The vectors, memory-mapped; as made by `load_company`.

    Raises:
        DictionaryError: the vectors are not those of the word list.
    """

    def __init__(self) -> None:
        self._about = about = msgspec.json.decode(get_path(SETTINGS).read_bytes(), type=Vectors)
        scores = load_word_scores()
        known = [word for word, score in scores.items() if score >= about.least]
        self._numbers = {word: number for number, word in enumerate(known)}
        with get_path(VECTORS).open("rb") as file:
            data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        if len(known) != about.words or len(data) != 2 * about.words * about.dimensions:
            raise DictionaryError(f"{VECTORS}: not for this words/en.tsv: build it anew")
        self._vectors = memoryview(data).cast("b")
        self._counts = [about.half / (about.half + 10 ** scores[word]) for word in known]
        self._says = lru_cache(KEPT)(self._weigh_word)
        self._reach = max(wide.reach for wide in about.ranges)

    def find_bonuses(
        self, sentences: Iterable[Sequence[Token]], posteriors: Sequence[Posterior]
    ) -> list[Bonuses]:
        """Weigh how well each choice fits its place, in nats.

        Args:
            sentences: what was read, in order of the text.
            posteriors: of all eligible words there; the likeliest are taken for the text.

        Returns:
            For each posterior the nats of the written word and its choices; empty where
            there is no choice. Linear.
        """
        numbers, places = self._read(sentences, posteriors)
        found = self._iter_bonuses(numbers, places)
        return [next(found) if posterior.choices else {} for posterior in posteriors]

    def _read(
        self, sentences: Iterable[Sequence[Token]], posteriors: Iterable[Posterior]
    ) -> tuple[list[int], list[_Place]]:
        """List the words' numbers, -1 for unknown ones, and the places that have a choice."""
        numbers: list[int] = []
        places: list[_Place] = []
        thoughts = iter(posteriors)
        for sentence in sentences:
            for token in sentence:
                word = token.model_words[0]
                if token.eligible:
                    posterior = next(thoughts)
                    if posterior.choices:
                        places.append(_Place(len(numbers), posterior))
                        if posterior.choices[0][1] > posterior.kept:
                            word = posterior.choices[0][0]
                numbers.append(self._numbers.get(word, -1))
        return numbers, places

    def _iter_bonuses(self, numbers: list[int], places: Iterable[_Place]) -> Iterator[Bonuses]:
        sums: list[list[float]] = []
        first = end = 0  # of the words in `sums`, and of those whose places they do for
        for place in places:
            if place.number >= end:
                first, end = max(0, place.number - self._reach), place.number + CHUNK
                sums = self._add_up(numbers[first : end + self._reach])
            yield self._weigh_choices(sums, place.number - first, numbers[place.number], place)

    def _add_up(self, numbers: Iterable[int]) -> list[list[float]]:
        """Return for each place, and for the end, the sum of what all words before it say."""
        says = self._says
        sums = [[0.0] * (self._about.dimensions + 1)]
        for number in numbers:
            sums.append(list(map(add, sums[-1], says(number))) if number >= 0 else sums[-1])
        return sums

    def _weigh_word(self, number: int) -> tuple[float, ...]:
        """Return what a word says, times how much it counts; that count comes last."""
        size = self._about.dimensions
        at = (self._about.words + number) * size
        count = self._counts[number]
        return (*(count * value for value in self._vectors[at : at + size]), count)

    def _weigh_choices(
        self, sums: list[list[float]], at: int, number: int, place: _Place
    ) -> Bonuses:
        """Return the nats of each choice at a place; what stands there itself says nothing."""
        own = self._says(number) if number >= 0 else sums[0]
        last = len(sums) - 1
        heard = [0.0] * self._about.dimensions
        for wide in self._about.ranges:
            before, after = sums[max(0, at - wide.reach)], sums[min(last, at + wide.reach + 1)]
            scale = 1 / sqrt(after[-1] - before[-1] - own[-1] + 1)
            heard = [
                total + scale * weight * (b - a - o)
                for total, weight, a, b, o in zip(
                    heard, wide.weights, before, after, own, strict=False
                )
            ]
        posterior = place.posterior
        written = posterior.token.model_words[0]
        words = (written, *(word for word, _ in posterior.choices))
        return {word: self._fit(word, heard) for word in words}

    def _fit(self, word: str, heard: list[float]) -> float:
        number = self._numbers.get(word)
        if number is None:
            return self._about.unknown
        at = number * self._about.dimensions
        fit: float = sum(map(mul, heard, self._vectors[at : at + self._about.dimensions]))
        return fit


@cache
def load_company() -> Company:
    """Load the shipped vectors once per process."""
    return Company()
