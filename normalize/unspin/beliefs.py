"""What the decoder believes about one document: the channel, sharpened by what it found.

A spinner's table is deterministic, so a word that is kept in one place was hardly replaced
in another, and a replacement found once is likelier again. The author's own words stand
where no spinner reaches: beside punctuation, with a capital.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from math import exp, log
from typing import NamedTuple

from normalize.unspin.channel import Channel
from normalize.unspin.sentences import Token

PRIOR_WEIGHT = 1.0  # occurrences that the general channel is worth against this document's
OWN_WORD = 2.0  # nats for a word that stands elsewhere where no spinner reaches
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

    word: str
    log_prob: float
    prob: float
    bonus: float


class Beliefs:
    """The channel, sharpened by what was found out about one document."""

    def __init__(self, channel: Channel) -> None:
        self.channel = channel
        self.own: set[str] = set()
        self.forms: defaultdict[str, set[str]] = defaultdict(set)
        self.replaced: defaultdict[tuple[str, str], float] = defaultdict(float)
        self.kept: defaultdict[str, float] = defaultdict(float)
        self.seen: defaultdict[str, float] = defaultdict(float)
        self._priors: dict[str, list[_Prior]] = {}

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
        """Count how often each word was kept and by what it was replaced."""
        for token, stays, choices in posteriors:
            written = token.model_words[0]
            self.kept[written] += stays
            self.seen[written] += stays
            for word, probability in choices:
                self.replaced[word, written] += probability
                self.seen[word] += probability

    def options(self, written: str, before: Posterior | None) -> list[tuple[str, float]]:
        """List (word, log P(written | word)), the written word itself first.

        Args:
            written: the word in the text.
            before: what the round before thought of this very place. It is taken out of
                the counts: an opinion must not confirm itself.
        """
        priors = self._priors.get(written)
        if priors is None:
            priors = self._priors[written] = self._find_priors(written)
        if before is None:  # the gain must not count what this document's words add
            return [(word, log_prob) for word, log_prob, _, _ in priors]
        mine = dict(before.choices)
        options = []
        for number, (word, log_prob, prior, bonus) in enumerate(priors):
            share = mine.get(word, 0.0) if number else before.kept
            count = self.replaced.get((word, written), 0.0) if number else self.kept[written]
            seen = self.seen.get(word, 0.0) - share
            if seen > 1e-3 and len(priors) > 1:
                belief = PRIOR_WEIGHT * prior + max(0.0, count - share)
                log_prob = log(belief / (PRIOR_WEIGHT + seen))
            options.append((word, log_prob + bonus))
        return options

    def _find_priors(self, written: str) -> list[_Prior]:
        ways = [(written, self.channel.keep_log_prob(written)), *self.channel.candidates(written)]
        return [_Prior(word, p, exp(p), OWN_WORD * self._weigh_own(word)) for word, p in ways]

    def _weigh_own(self, word: str) -> float:
        """Say how sure it is that the author uses a word: 1, a half by another form, 0."""
        if word in self.own:
            return 1.0
        if len(word) > 3 and self.forms.get(find_stem(word), set()) - {word}:
            return 0.5
        return 0.0


def find_stem(word: str) -> str:
    """Cut the commonest endings off a word, to know two forms of one for such.

    >>> find_stem("distributed") == find_stem("distributes") == find_stem("distribution")
    True
    """
    return STEM_RE.sub("", word)
