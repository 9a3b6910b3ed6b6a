"""What the decoder believes about one document: the channel, sharpened by what it found.

A spinner's table is deterministic: a word is always kept, or always replaced by the same other
word. So whatever is likely at one place speaks against all else at the others (`learn`,
`sharpen`). The author's own words stand where no spinner reaches: beside punctuation, with a
capital.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from math import exp, log, log1p
from typing import NamedTuple

from normalize.unspin.channel import Channel
from normalize.unspin.sentences import Token

INCONSISTENT = 0.03  # by this a sure place makes it less likely that the word stood elsewhere
LEAST = 1e-9  # probability of what the other places exclude
OWN_WORD = 2.0  # nats for a word that stands elsewhere where no spinner reaches
STEMS = 20_000  # words whose stems are remembered
STEM_RE = re.compile(r"(?<=...)(?:ations?|ions?|ing|ed|es|er|e|s|ly|ment|ments|y)$|'s$")


class Posterior(NamedTuple):
    """What the decoder thinks of one eligible word.

    `kept` is the probability that the author wrote what stands there; `choices` the other
    words with theirs, the likeliest first.
    """

    token: Token
    kept: float
    choices: tuple[tuple[str, float], ...]


class _Prior(NamedTuple):
    """What the channel says of one word behind a written one, and the document's bonus."""

    log_prob: float
    prob: float
    bonus: float


class Beliefs:
    """The channel, sharpened by what was found out about one document."""

    def __init__(self, channel: Channel) -> None:
        self.channel = channel
        self.own: set[str] = set()
        self.forms: defaultdict[str, set[str]] = defaultdict(set)
        # For an author's word and what it became: the evidence of all places, in nats.
        self._evidence: dict[str, dict[str, float]] = {}
        self._sums: dict[str, tuple[float, float]] = {}
        self._priors: dict[str, dict[str, _Prior]] = {}

    def read_own_words(self, sentences: Iterable[list[Token]]) -> None:
        """Note the words that stand where no spinner reaches."""
        for sentence in sentences:
            for token in sentence:
                word = token.model_words[0]
                if not token.eligible:
                    self.own.add(word)
                if not token.eligible or not self.channel.candidates(word):
                    self.forms[find_stem(word)].add(word)
        self._priors = {}

    def learn(self, posteriors: Iterable[Posterior]) -> None:
        """Take in what the last round thought of every place; the round before is forgotten."""
        self._evidence, self._sums = {}, {}
        for token, stays, choices in posteriors:
            written = token.model_words[0]
            for word, probability in ((written, stays), *choices):
                ways = self._evidence.setdefault(word, {})
                ways[written] = ways.get(written, 0.0) + _weigh(probability)

    def options(self, written: str) -> list[tuple[str, float]]:
        """List (word, log P(written | word)), the written word itself first.

        By the channel alone: the gain must not count what this document's words add.
        """
        priors = self._find_priors(written)
        return [(word, prior.log_prob) for word, prior in priors.items()]

    def sharpen(self, before: Posterior, bonuses: Mapping[str, float]) -> list[tuple[str, float]]:
        """List (word, log P(written | word) and what speaks for it), the written word first.

        Args:
            before: what the round before thought of this very place. It is taken out of
                the evidence: an opinion must not confirm itself. Words that it thought
                impossible are left out.
            bonuses: nats for each of its words.
        """
        written = before.token.model_words[0]
        if not before.choices:
            return [(written, 0.0)]
        priors = self._find_priors(written)
        options = []
        for word, share in ((written, before.kept), *before.choices):
            prior = priors[word]
            total, rest = self._sum_ways(word)
            here = prior.prob * exp(self._evidence[word][written] - total)
            elsewhere = max(rest - here, 0.0) * exp(_weigh(share))
            log_prob = log(max(here / (here + elsewhere), LEAST)) if here else prior.log_prob
            options.append((word, log_prob + prior.bonus + bonuses[word]))
        return options

    def _sum_ways(self, word: str) -> tuple[float, float]:
        """Weigh all that may have become of a word by how well it fits the places.

        Returns:
            (all evidence for the word's places, sum of the ways' weights), where a way's
            weight is its probability times e to the minus evidence for all other ways.
        """
        known = self._sums.get(word)
        if known is None:
            ways = self._evidence[word]
            total = sum(ways.values())
            left = 1.0
            weights = 0.0
            for written, evidence in ways.items():
                prob = self._find_priors(written)[word].prob
                left -= prob
                weights += prob * exp(evidence - total)
            if word not in ways:
                keep = exp(self.channel.keep_log_prob(word))
                left -= keep
                weights += keep * exp(-total)
            known = self._sums[word] = (total, weights + max(left, 0.0) * exp(-total))
        return known

    def _find_priors(self, written: str) -> dict[str, _Prior]:
        priors = self._priors.get(written)
        if priors is None:
            keep = (written, self.channel.keep_log_prob(written))
            priors = self._priors[written] = {
                word: _Prior(log_prob, exp(log_prob), OWN_WORD * self._weigh_own(word))
                for word, log_prob in (keep, *self.channel.candidates(written))
            }
        return priors

    def _weigh_own(self, word: str) -> float:
        """Say how sure it is that the author uses a word: 1, a half by another form, 0."""
        if word in self.own:
            return 1.0
        if len(word) > 3 and self.forms.get(find_stem(word), set()) - {word}:
            return 0.5
        return 0.0


def _weigh(probability: float) -> float:
    """Return the evidence, in nats, against a word's standing elsewhere in another form."""
    return -log1p(-min(probability, 1.0) * (1 - INCONSISTENT))


@lru_cache(STEMS)
def find_stem(word: str) -> str:
    """Cut the commonest endings off a word, to know two forms of one for such.

    >>> find_stem("distributed") == find_stem("distributes") == find_stem("distribution")
    True
    """
    return STEM_RE.sub("", word)
