"""Propose pairs that no table has: common words whose place a written word seems to hold.

A spinner's table has pairs that no chain of the thesaurus explains ("desideratum" for "must").
Over many pages they show themselves. A rare word stands far more often than it should, but
never beside punctuation, where no spinner reaches; a common word stands there alone, or
nowhere; and it would read much better at all places of the rare one. What is proposed are only
candidates; the next round of `learn` weighs them like any other.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import exp, log, log1p
from typing import Any, NamedTuple

from normalize.lexicon import load_word_scores
from normalize.unspin.channel import UNSEEN, Channel, fold_spelling
from normalize.unspin.decode import MODEL_WEIGHT
from normalize.unspin.language_model import LanguageModel
from normalize.unspin.sentences import PLAIN_RE, Token
from normalize.unspin.tables import Proposals

VOWEL_RE = re.compile(r"[aeiouy]")
FEWEST = 3  # places of a word that is looked at
EXCESS = 4.0  # times that it stands oftener than in other text
OUT_OF_REACH = 0.15  # share of its places that no spinner reaches, at most
TAKEN = 0.3  # share of its places at which the original can be otherwise accounted for
COMMON = -4.7  # log10 probability of the rarest word that is proposed
FIRST, MOST = 3, 15  # places that all common words are tried at; that the best are tried at
MISSED = 3.0  # nats for a word that is missing where a spinner reaches
FEWER = 2.0  # nats for each time (e-fold) that the pair stands less often than the original should
REACHED = 3.5  # places that a spinner reaches, for one that it does not
SHORTLIST = 30
# A spinner writes digits for them, so that they are missing for another reason.
NUMBERS = frozenset("one two three four five six seven eight nine ten eleven twelve".split())
PROPOSED = 0.3  # P(written | original) of a proposal, before the pages are asked again
PRIOR = -16.0  # log probability that two words with nothing in common are a pair


class ReadWord(NamedTuple):
    """A word as written and as it is read; `eligible` as in `Token`."""

    written: str
    best: str
    eligible: bool


class _Place(NamedTuple):
    state: Any  # of the model, after the words before
    after: tuple[str, ...]


def read_words(sentence: Sequence[Token], best: Mapping[int, str]) -> list[ReadWord]:
    """Read a sentence with the likeliest word at each place (by where it starts)."""
    words = []
    for token in sentence:
        first, *others = token.model_words
        words.append(ReadWord(first, best.get(token.start, first), token.eligible))
        words += [ReadWord(word, word, False) for word in others]
    return words


def propose_pairs(
    sentences: Iterable[Sequence[ReadWord]], channel: Channel, model: LanguageModel
) -> Proposals:
    """Propose originals for written words that the channel explains badly.

    Args:
        sentences: all pages of a spinner as read so far.
        channel: what is known of the spinner so far.
        model: says how well words read together.
    """
    sentences = list(sentences)
    reached, out_of_reach = _count(sentences)
    scores = load_word_scores()
    common = {
        word: _weigh_missed(word, reached.total() * 10**score, out_of_reach[word])
        for word, score in scores.items()
        if score >= COMMON and len(word) > 1 and PLAIN_RE.fullmatch(word) and word not in NUMBERS
    }
    found = []
    for written, places in _find_places(sentences, _find_excessive(reached, out_of_reach), model):
        most = 1 + TAKEN * reached[written]
        free = {word: prior for word, prior in common.items() if channel.seen(word) <= most}
        for gain, word in _find_originals(written, places, free, channel, model):
            expected = reached.total() * 10 ** scores[word]
            gain -= FEWER * max(0.0, log(expected / reached[written]))
            if gain > 0:
                found.append((gain, written, word))
    return _assign(found)


def _assign(found: Iterable[tuple[float, str, str]]) -> Proposals:
    """Give each original to the written word that it explains best: a spinner has one for it."""
    taken: set[str] = set()
    proposals: dict[str, dict[str, float]] = {}
    for _, written, original in sorted(found, reverse=True):
        if original not in taken and written not in proposals:
            taken.add(original)
            proposals[written] = {original: PROPOSED}
    return proposals


def _count(sentences: Iterable[Sequence[ReadWord]]) -> tuple[Counter[str], Counter[str]]:
    """Count the written words where a spinner reaches, and where none does."""
    reached: Counter[str] = Counter()
    out_of_reach: Counter[str] = Counter()
    for words in sentences:
        for word in words:
            (reached if word.eligible else out_of_reach)[word.written] += 1
    return reached, out_of_reach


def _weigh_missed(word: str, expected: float, out_of_reach: int) -> float:
    """Say how much it speaks for a pair, in nats, that its original is hardly to be seen."""
    return PRIOR + min(max(expected, REACHED * out_of_reach), MISSED)


def _find_excessive(reached: Counter[str], out_of_reach: Counter[str]) -> frozenset[str]:
    """Find the words that stand much oftener than in text as written, as only spun ones do."""
    scores, total = load_word_scores(), reached.total()
    return frozenset(
        word
        for word, count in reached.items()
        if count >= FEWEST
        and VOWEL_RE.search(word)  # no thesaurus has abbreviations (dlrs, mln)
        and count >= EXCESS * total * 10 ** scores.get(word, UNSEEN)
        and out_of_reach[word] <= OUT_OF_REACH * count
        and not (word.endswith("s") and word[:-1] in scores)  # no thesaurus has plurals
    )


def _find_places(
    sentences: Iterable[Sequence[ReadWord]], wanted: frozenset[str], model: LanguageModel
) -> Iterable[tuple[str, list[_Place]]]:
    """Collect the surroundings of each wanted word, at most `MOST` of each."""
    places: defaultdict[str, list[_Place]] = defaultdict(list)
    for words in sentences:
        state = model.start
        for at, word in enumerate(words):
            if word.eligible and word.written in wanted and len(places[word.written]) < MOST:
                after = tuple(follower.best for follower in words[at + 1 : at + 3])
                places[word.written].append(_Place(state, after))
            state = model.score(state, word.best)[1]
    return places.items()


def _find_originals(
    written: str,
    places: Sequence[_Place],
    common: Mapping[str, float],
    channel: Channel,
    model: LanguageModel,
) -> list[tuple[float, str]]:
    """Find the common words that explain the places of a written word far better."""
    known = [(written, channel.keep_log_prob(written)), *channel.candidates(written)]
    names = {word for word, _ in known}
    folded = fold_spelling(written)
    first = places[:: max(1, len(places) // FIRST)][:FIRST]
    ranked = sorted(
        (word for word in common if word not in names),
        key=lambda word: -sum(_score(model, place, word) for place in first),
    )
    now = [_add_logs(p + _score(model, place, w) for w, p in known) for place in places]
    found = []
    for word in ranked[:SHORTLIST]:
        gain = common[word]
        for place, base in zip(places, now, strict=True):
            better = log(PROPOSED) + _score(model, place, word) - base
            gain += better if better > 30 else log1p(exp(better))
        if gain > 0 and fold_spelling(word) != folded:
            found.append((gain, word))
    return found


def _score(model: LanguageModel, place: _Place, word: str) -> float:
    """Return the weighted log probability of a word and of those after it."""
    total, state = model.score(place.state, word)
    for follower in place.after:
        step, state = model.score(state, follower)
        total += step
    return MODEL_WEIGHT * total


def _add_logs(values: Iterable[float]) -> float:
    found = list(values)
    high = max(found)
    return high + log(sum(exp(value - high) for value in found))
