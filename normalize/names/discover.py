"""Spellings of one name across many documents, for a person to review.

Names are put into blocks by their sounds, compared within a block, and joined so that
every two spellings of a cluster are alike: what a chain of small steps would join stays
apart. Names that cannot be one (rejected before, two people of the gazetteer, named side
by side in one document) are never joined. Nothing is changed by what is found here.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from normalize.names.compare import Word, load_variants, same, split_name
from normalize.names.daitch import encode_sounds
from normalize.names.romanize import VOWEL_RE

LIKE = 0.86  # score from which on two names may be one (0–1, higher is closer)
LINKED = 0.70  # score that every two names of a cluster have
MEAN = 0.84  # and what two clusters have on the mean before they are joined
MAX_BLOCK = 60  # names of a block that are compared each with each; of more, the neighbours
FIRST_SOUNDS = {"e": "i", "j": "i", "S": "s", "Z": "s", "c": "s", "k": "g", "v": "f", "h": "g"}

Pair = frozenset[str]


class Cluster(NamedTuple):
    """Spellings that may be one name: the proposed one first, then by frequency."""

    names: tuple[str, ...]
    counts: tuple[int, ...]
    score: float

    @property
    def canonical(self) -> str:
        """The spelling that is proposed."""
        return self.names[0]


def find_clusters(
    counts: Mapping[str, int],
    apart: Collection[Pair] = (),
    known: Mapping[str, str] | None = None,
) -> list[Cluster]:
    """Cluster full names that may be one person's. About linear in the number of names.

    Args:
        counts: each spelling with how often it occurs.
        apart: pairs that were rejected or that one document keeps apart.
        known: spelling → canonical name of a gazetteer: two canonicals are two people.
    Returns:
        Clusters of two and more spellings, the most frequent first.

    >>> names = {"Steve Witkoff": 9, "Steve Witkov": 2, "Jared Kushner": 5}
    >>> [cluster.names for cluster in find_clusters(names)]
    [('Steve Witkoff', 'Steve Witkov')]
    """
    known = known or {}
    scores = _score_pairs(counts)
    members: dict[str, list[str]] = {name: [name] for name in counts}
    forbidden = _Forbidden(apart, known)
    for (one, other), score in sorted(scores.items(), key=lambda item: (-item[1], item[0])):
        if score < LIKE:
            break
        first, second = members[one], members[other]
        if first is second or not _may_join(first, second, scores, forbidden):
            continue
        first += second
        for name in second:
            members[name] = first
    unique = {id(names): names for names in members.values() if len(names) > 1}
    clusters = [_make_cluster(names, counts, scores, known) for names in unique.values()]
    return sorted(clusters, key=lambda cluster: (-sum(cluster.counts), cluster.names))


class _Forbidden:
    """Which two names cannot be one."""

    def __init__(self, apart: Collection[Pair], known: Mapping[str, str]) -> None:
        self._apart = apart
        self._known = known

    def holds(self, one: str, other: str) -> bool:
        if frozenset((one, other)) in self._apart:
            return True
        first, second = self._known.get(one), self._known.get(other)
        return first is not None and second is not None and first != second


def _may_join(
    first: Sequence[str],
    second: Sequence[str],
    scores: dict[tuple[str, str], float],
    forbidden: _Forbidden,
) -> bool:
    total = 0.0
    for one in first:
        for other in second:
            if forbidden.holds(one, other):
                return False
            key = (one, other) if one < other else (other, one)
            score = scores.get(key)
            if score is None:
                score = scores[key] = same(*key).score
            if score < LINKED:
                return False
            total += score
    return total >= MEAN * len(first) * len(second)


def _make_cluster(
    names: list[str],
    counts: Mapping[str, int],
    scores: Mapping[tuple[str, str], float],
    known: Mapping[str, str],
) -> Cluster:
    ordered = sorted(names, key=lambda name: (known.get(name) != name, -counts[name], name))
    lowest = min(scores.get((min(p), max(p)), LINKED) for p in combinations(ordered, 2))
    return Cluster(tuple(ordered), tuple(counts[name] for name in ordered), lowest)


def _score_pairs(counts: Mapping[str, int]) -> dict[tuple[str, str], float]:
    """Score the pairs of names that share a block."""
    blocks: dict[str, list[str]] = defaultdict(list)
    for name in sorted(counts):
        for key in set(iter_keys(split_name(name))):
            blocks[key].append(name)
    scores: dict[tuple[str, str], float] = {}
    for names in blocks.values():
        for one, other in _iter_pairs(names):
            if (one, other) not in scores:
                scores[one, other] = same(one, other).score
    return scores


def _iter_pairs(names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of a block; of a large one only those of neighbours in the alphabet."""
    for at, name in enumerate(names):
        for other in names[at + 1 : at + MAX_BLOCK]:
            yield name, other


def iter_keys(words: Sequence[Word]) -> Iterator[str]:
    """Yield the blocks of a name: a word's consonants with another's first sound.

    The last word with the first and the first with the last, and both without the sound
    that a slip changes most often. A given name stands under each of its variants' sounds.
    """
    if len(words) < 2:
        return
    first, last = words[0], words[-1]
    for one, other in ((last, first), (first, last)):
        for code in encode_sounds(one.text):
            for sound in _iter_sounds(other):
                yield f"{code}|{sound}"
    yield f"{_get_skeleton(first)}+{last.sounds[:1]}{last.sounds[-2:-1]}"
    sound = FIRST_SOUNDS.get(last.sounds[:1], last.sounds[:1])
    yield f"{first.plain}+{sound}{len(last.sounds) // 3}"


def _get_skeleton(word: Word) -> str:
    """Return the consonants that most slips leave alone."""
    consonants = VOWEL_RE.sub("", word.skeleton).replace("k", "g").replace("d", "t")
    return consonants.replace("v", "f").replace("h", "g").replace("b", "p")[:4]


def _iter_sounds(word: Word) -> Iterator[str]:
    names = {word.sounds[:1], *(name[:1] for name in load_variants().get(word.plain, ()))}
    yield from {FIRST_SOUNDS.get(name, name) for name in names}


def count_names(documents: Iterable[Iterable[str]]) -> Counter[str]:
    """Count in how many documents each name stands."""
    return Counter(name for names in documents for name in set(names))
