"""The channel: how likely a spinner writes one word where the author wrote another.

A spinner family is a folder of `dictionaries/substitutions/`: `chains.tsv` (generated: what
one to four hops through a thesaurus make of each common word, and what else is akin to it)
`observed.tsv` (reviewed: pairs seen in aligned texts), `absent.tsv` (reviewed: very common words
that it never leaves; for detection only), `odd.tsv` (generated: what speaks most for the family),
and, if there is one, `learned.tsv` (`tables`). A new family needs no code.

For an author's word *o* in the thesaurus, P(o | o) = 1 - r(o): the spinner kept it; P(s | o)
is r(o) times the share of the way from o to s. Common words are replaced far more often
than rare ones, so r falls with the word's frequency. A word that the thesaurus does not have
(the, of, and) is always kept. Sources: the shares are the hops of 83 aligned pairs; r was
read off 190 replaced and 92 kept word types of one article, its aligned sentences left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache, cached_property
from math import exp, log, log1p
from pathlib import Path
from typing import NamedTuple

from normalize.lexicon import load_table, load_word_scores, read_lines
from normalize.unspin.families import TAUGHT, get_family
from normalize.unspin.language_model import LN10
from normalize.unspin.sentences import PLAIN_RE
from normalize.unspin.tables import Learned, find_tables, load_learned

REPLACED = 0.75  # of the common words that the thesaurus has, those that are replaced;
RARE = -5.1  # half as many at this log10 probability of a word,
STEEPNESS = 4.0  # and hardly any one unit below it
HOP_SHARES = (0.59, 0.16, 0.06, 0.015)
OTHER_SHARE = 0.07  # shared evenly by all synonyms of a word
FAR_SHARE = 0.09  # and by all that are related to it farther off
OBSERVED = {"A": 0.9, "B": 0.8, "C": 0.4}  # P(s | o) by how sure the observation is
OBSERVED_OTHERWISE = 0.3  # other originals of a written word whose original has been observed
OBSERVED_ELSEWHERE = 0.1  # what is left for o's other ways once one has been observed
SUSPICIOUS = 1.0  # log10 by which a written word is rarer than what it was seen to stand for
FEWER = 0.5  # of the words that a spinner may replace: how many less a sparing one does
LEFT_OVER = 0.03  # of the words that a spinner is known to replace, those that it leaves
MAX_WEIGHT = 4.0  # nats: no single token proves that a text is spun
SEEN = 0.5  # places at which a learned pair was seen before it counts for the gate
LEAST = 1e-6  # probability that a spinner keeps a word that it was always seen to replace
UNSEEN = -7.0  # log10 probability of a word that the word list does not have
MAX_CANDIDATES = 24
HOPELESS = 6.0  # nats by which a candidate is less likely than the best, whatever stands around it

# British and American spellings are both the author's: fold them, and what folds alike is
# no substitution.
_SPELLINGS = (
    (re.compile(r"our"), "or"),
    (re.compile(r"is(?=e|i|a)"), "iz"),
    (re.compile(r"ys(?=e|i)"), "yz"),
    (re.compile(r"ogue"), "og"),
    (re.compile(r"[ao]e"), "e"),
    (re.compile(r"ll(?=ed|ing|er|or)"), "l"),
    (re.compile(r"tre$"), "ter"),
    (re.compile(r"ence$"), "ense"),
    (re.compile(r"gramme"), "gram"),
    (re.compile(r"wards$"), "ward"),
)


class Candidate(NamedTuple):
    """An author's word that may stand behind a written one, with log P(written | word)."""

    word: str
    log_prob: float


@cache
def fold_spelling(word: str) -> str:
    """Fold British and American spellings together.

    >>> fold_spelling("favourably") == fold_spelling("favorably")
    True
    """
    for pattern, spelling in _SPELLINGS:
        word = pattern.sub(spelling, word)
    return word


def replaced_share(score: float) -> float:
    """Return how likely a spinner replaces a word of this log10 probability, 0–1.

    >>> [round(replaced_share(score), 2) for score in (-3.0, -5.0, -6.0)]
    [0.75, 0.45, 0.02]
    """
    return REPLACED / (1 + exp(-STEEPNESS * (score - RARE)))


class _Memo(dict[str, float]):
    """Works out a number for a word when it is first asked for."""

    def __init__(self, find: Callable[[str], float]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, word: str) -> float:
        found = self[word] = self._find(word)
        return found


class Channel:
    """The inverse table of one family.

    Args:
        family: a folder of `dictionaries/substitutions/`.
        learned: counts of one spinner of this family, laid over what is known of all.
        observed: whether to use the pairs that were seen in aligned texts.
    """

    def __init__(
        self, family: str, learned: Learned | None = None, *, observed: bool = True
    ) -> None:
        self.family = family
        self._learned = learned or Learned({})
        self._scores = load_word_scores()
        self._observed: dict[str, list[tuple[str, float]]] = {}
        self._observed_originals: dict[str, float] = {}
        for row in load_table(f"substitutions/{family}/observed.tsv") if observed else ():
            prob = OBSERVED[row["certainty"]]
            self._observed.setdefault(row["written"], []).append((row["original"], prob))
            known = self._observed_originals.get(row["original"], 0.0)
            self._observed_originals[row["original"]] = max(known, prob)
        self._candidates: dict[str, tuple[Candidate, ...]] = {}
        self._keeps = _Memo(self._find_keep)
        # How much more likely spun text has a token than other text, in nats: 0 for one that no
        # spinner touches, such as a name, a number, a word beside punctuation.
        self.weights: Mapping[str, float] = _Memo(self._find_weight)
        # How much less a kept word speaks against a sparing spinner, in nats.
        self.reliefs: Mapping[str, float] = _Memo(self._find_relief)
        self.absent = frozenset(
            row["word"] for row in load_table(f"substitutions/{family}/absent.tsv")
        )

    def keep_log_prob(self, word: str) -> float:
        """Return log P(word stays | the author wrote it)."""
        return self._keeps[word]

    def _find_keep(self, word: str) -> float:
        prob = 1.0
        if word in self._observed_originals:
            prob -= self._observed_originals[word]
        elif word in self._originals or word in self._learned:
            prob -= self._share(word)
        return log(max(self._learned.blend(word, word, prob), LEAST))

    def _share(self, original: str) -> float:
        return replaced_share(self._scores.get(original, UNSEEN))

    def _find_relief(self, word: str) -> float:
        """Return log P(word stays | sparing spinner) - log P(word stays): 0 where that is known."""
        if word in self.absent or self._is_known(word):
            return 0.0
        replaced = 1 - exp(self.keep_log_prob(word))
        return log1p(-FEWER * replaced) - log1p(-replaced)

    def _is_known(self, original: str) -> bool:
        """Tell whether it was seen what this spinner makes of a word."""
        return original in self._observed_originals or original in self._learned

    def seen(self, original: str) -> float:
        """Return at how many places the author is thought to have written a word."""
        return self._learned.seen(original)

    def candidates(self, written: str) -> tuple[Candidate, ...]:
        """List what may stand behind a word, the likeliest first; not the word itself."""
        known = self._candidates.get(written)
        if known is None:
            known = self._candidates[written] = self._find_candidates(written)
        return known

    def _find_candidates(self, written: str) -> tuple[Candidate, ...]:
        folded = fold_spelling(written)
        ranked = sorted(
            (
                (log(prob) + self._scores.get(word, UNSEEN) * LN10, word, prob)
                for word, prob in self._find_ways(written).items()
                if prob > 0 and fold_spelling(word) != folded
            ),
            key=lambda way: (-way[0], way[1]),
        )
        least = ranked[0][0] - HOPELESS if ranked else 0.0
        return tuple(
            Candidate(word, log(prob))
            for rank, word, prob in ranked[:MAX_CANDIDATES]
            if rank >= least
        )

    def _find_ways(self, written: str) -> dict[str, float]:
        """Map each word that may have become the written one to P(written | word)."""
        scale = OBSERVED_OTHERWISE if written in self._observed else 1.0
        ways = {word: prob * scale for word, prob in self._iter_ways(written)}
        for original, prob in self._observed.get(written, ()):
            ways[original] = max(prob, ways.get(original, 0.0))
        for original in self._learned.originals(written):
            ways.setdefault(original, 0.0)
        return {word: self._learned.blend(word, written, prob) for word, prob in ways.items()}

    def _iter_ways(self, written: str) -> list[tuple[str, float]]:
        line = load_chains(self.family).get(written)
        if line is None:
            return []
        *hops, others, far = line.split("\t")
        ways = []
        for share, cell in zip(HOP_SHARES, hops, strict=True):
            ways += [(word, share * self._left_over(word)) for word in cell.split()]
        for share, cell in ((OTHER_SHARE, others), (FAR_SHARE, far)):
            for entry in cell.split():
                word, _, number = entry.partition(":")
                ways.append((word, share / int(number) * self._left_over(word)))
        return ways

    def _left_over(self, original: str) -> float:
        share = self._share(original)
        return share * OBSERVED_ELSEWHERE if original in self._observed_originals else share

    @property
    def _originals(self) -> frozenset[str]:
        return _load_originals(self.family)

    @cached_property
    def suspicious(self) -> frozenset[str]:
        """Written words that speak for a spinner: without any of them no text is looked at."""
        learned = (
            written
            for written, original, count in self._learned.iter_pairs()
            if count >= SEEN and self._is_rarer(written, original)
        )
        return _find_suspicious(self.family).union(learned)

    def _is_rarer(self, written: str, original: str) -> bool:
        scores = self._scores
        return scores.get(original, UNSEEN) - scores.get(written, UNSEEN) >= SUSPICIOUS

    def _find_weight(self, written: str) -> float:
        if not PLAIN_RE.fullmatch(written):
            return 0.0
        if written in self.absent:
            return log(LEFT_OVER)
        here = 10 ** self._scores.get(written, UNSEEN)
        ways = sum(
            prob * 10 ** self._scores.get(word, UNSEEN) * (1.0 if self._is_known(word) else FEWER)
            for word, prob in self._find_ways(written).items()
        )
        weight = log(exp(self.keep_log_prob(written) + self.reliefs[written]) + ways / here)
        return min(weight, MAX_WEIGHT)


@cache
def load_channel(family: str, tables: tuple[Path, ...] = ()) -> Channel:
    """Load the table of a family once per process, with the learned tables over it."""
    return Channel(family, load_learned(find_tables(family, tables)))


def load_taught_channel(family: str, tables: tuple[Path, ...] = ()) -> Channel:
    """Load the table of a family, with the learned ones over it if it is `TAUGHT`."""
    return load_channel(family, tables if family == TAUGHT else ())


@cache
def load_chains(family: str) -> Mapping[str, str]:
    """Map a written word to the rest of its line; cells are split when they are needed."""
    _, (_, *lines) = read_lines(f"substitutions/{family}/chains.tsv")
    pairs = (line.partition("\t") for line in lines)
    return {written: rest for written, _, rest in pairs}


@cache
def _load_originals(family: str) -> frozenset[str]:
    """Collect the words that the family's thesaurus replaces."""
    originals: set[str] = set()
    for line in load_chains(family).values():
        originals.update(line.split("\t", 1)[0].split())
    return frozenset(originals)


@cache
def _find_suspicious(family: str) -> frozenset[str]:
    if odd := get_family(family).odd:
        return frozenset(odd)
    scores = load_word_scores()
    found = {row["word"] for row in load_table(f"substitutions/{family}/odd.tsv")}
    for row in load_table(f"substitutions/{family}/observed.tsv"):
        rarer = scores.get(row["original"], UNSEEN) - scores.get(row["written"], UNSEEN)
        if rarer >= SUSPICIOUS:
            found.add(row["written"])
    return frozenset(found)
