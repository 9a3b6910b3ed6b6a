"""Decode spun text: find the author's words by a noisy channel.

Each sentence is a lattice: at every place that a spinner may have touched, the written word
or one of its candidates. The channel says how likely the spinner wrote what stands there,
the trigram model how well the words read together; a forward-backward pass over the lattice,
pruned to a beam, gives the posterior of every word. Further rounds use what was found out
about this document (`beliefs`), and how well a word fits those farther off (`company`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import exp, inf, log1p
from typing import Any, NamedTuple

from normalize.unspin.beliefs import Beliefs, Posterior
from normalize.unspin.company import load_company
from normalize.unspin.language_model import LanguageModel
from normalize.unspin.sentences import Token

BEAM = 8  # restored and damaged words hardly change beyond it
LOST = 8.0  # nats by which a state is worse than the best, whatever comes after it
LEAST = 0.01  # probability of a choice that is looked at again: the rest only takes time
ROUNDS = 2  # of reading all again with what was found out; a third changes next to nothing
# The model is too sure of itself where its neighbours are wrong as well: less so in later rounds.
MODEL_WEIGHT = 0.65
LATER_WEIGHT = 0.75
Score = Callable[[Any, str], tuple[float, Any]]
Options = list[tuple[str, float]]  # words with the log probability of the channel
Arc = tuple[int, int, int, float]  # from state, to state, option, log probability


class Reading(NamedTuple):
    """One sentence as the first round reads it.

    `gain` is log P(sentence | spun) - log P(sentence | as written), in nats.
    """

    sentence: list[Token]
    posteriors: list[Posterior]
    gain: float


def read_sentence(sentence: list[Token], beliefs: Beliefs, model: LanguageModel) -> Reading:
    """Decode one sentence by the channel alone, without what its document says.

    Linear in the length; about 20,000 words a second.
    """
    eligible = (token.model_words[0] for token in sentence if token.eligible)
    options = (beliefs.options(word) for word in eligible)
    posteriors, spun = _decode_sentence(sentence, options, model, MODEL_WEIGHT)
    return Reading(sentence, posteriors, spun - MODEL_WEIGHT * _score_written(sentence, model))


def decode(readings: Sequence[Reading], beliefs: Beliefs, model: LanguageModel) -> list[Posterior]:
    """Decode the sentences of spun passages again, with what they say of each other.

    Args:
        readings: the spun sentences of one document.
        beliefs: the channel of the family that is thought to have spun them; it learns.
        model: says how well words read together.

    Returns:
        The posterior of every eligible word in order of the text. Linear.
    """
    beliefs.read_own_words(reading.sentence for reading in readings)
    posteriors = [posterior for reading in readings for posterior in reading.posteriors]
    sentences = [reading.sentence for reading in readings]
    bonuses = load_company().find_bonuses(sentences, posteriors)
    for _ in range(ROUNDS):
        beliefs.learn(posteriors)
        options = map(beliefs.sharpen, posteriors, bonuses)
        posteriors = [
            posterior
            for sentence in sentences
            for posterior in _decode_sentence(sentence, options, model, LATER_WEIGHT)[0]
        ]
    return posteriors


def _decode_sentence(
    sentence: list[Token],
    eligible: Iterator[Options],
    model: LanguageModel,
    weight: float,
) -> tuple[list[Posterior], float]:
    """Return the posteriors and log P(sentence | spun).

    Args:
        eligible: the options of each eligible word.
        weight: of the model against the channel.
    """
    states: list[Any] = [model.start]
    alphas = [0.0]
    lattice: list[tuple[Options, list[Arc], list[float]]] = []
    for token in sentence:
        options = next(eligible) if token.eligible else [(token.model_words[0], 0.0)]
        score = model.score_after_pause if token.paused else model.score
        arcs, states, reached = _advance(states, alphas, options, score, weight)
        lattice.append((options, arcs, alphas))
        alphas = reached
        for extra in token.model_words[1:]:
            arcs, states, reached = _advance(states, alphas, [(extra, 0.0)], model.score, weight)
            lattice.append(([], arcs, alphas))
            alphas = reached
    ends = [weight * model.score_end(state) for state in states]
    total = _add_logs([alpha + end for alpha, end in zip(alphas, ends, strict=True)])
    return _look_back(sentence, lattice, ends, total), total


def _score_written(sentence: list[Token], model: LanguageModel) -> float:
    """Return log P(sentence) as it is written."""
    total, state = 0.0, model.start
    for token in sentence:
        score = model.score_after_pause if token.paused else model.score
        for word in token.model_words:
            log_prob, state = score(state, word)
            total += log_prob
            score = model.score
    return total + model.score_end(state)


def _advance(
    states: list[Any], alphas: list[float], options: Options, score: Score, weight: float
) -> tuple[list[Arc], list[Any], list[float]]:
    """Extend every state by every option; keep the best `BEAM` states that come out."""
    index: dict[Any, int] = {}
    sums: list[float] = []
    arcs: list[Arc] = []
    best = -inf
    for source, (state, alpha) in enumerate(zip(states, alphas, strict=True)):
        for number, (word, log_prob) in enumerate(options):
            step, after = score(state, word)
            step = weight * step + log_prob
            reached = alpha + step
            if reached < best - LOST:  # most are, and the rest of the work is not done for them
                continue
            best = max(best, reached)
            target = index.get(after)
            if target is None:
                target = index[after] = len(sums)
                sums.append(reached)
            else:
                sums[target] = _add_log(sums[target], reached)
            arcs.append((source, target, number, step))
    if len(sums) > BEAM:
        kept = sorted(range(len(sums)), key=sums.__getitem__, reverse=True)[:BEAM]
        place = {old: new for new, old in enumerate(kept)}
        arcs = [(s, place[t], n, step) for s, t, n, step in arcs if t in place]
        ordered = list(index)
        return arcs, [ordered[old] for old in kept], [sums[old] for old in kept]
    return arcs, list(index), sums


def _look_back(
    sentence: list[Token],
    lattice: list[tuple[Options, list[Arc], list[float]]],
    betas: list[float],
    total: float,
) -> list[Posterior]:
    """Go back over the lattice and add up the probability of each option."""
    tokens = iter(reversed(sentence))
    posteriors: list[Posterior] = []
    for options, arcs, alphas in reversed(lattice):
        sources = [-inf] * len(alphas)
        weights = [0.0] * len(options)
        for source, target, number, step in arcs:
            onward = step + betas[target]
            sources[source] = _add_log(sources[source], onward)
            if len(options) > 1:
                weights[number] += exp(min(0.0, alphas[source] + onward - total))
        betas = sources
        if not options:  # a further word of the same token
            continue
        token = next(tokens)
        if token.eligible:
            posteriors.append(_weigh(token, options, weights))
    posteriors.reverse()
    return posteriors


def _weigh(token: Token, options: Options, weights: list[float]) -> Posterior:
    if len(options) == 1:
        return Posterior(token, 1.0, ())
    total = sum(weights) or 1.0
    ranked = sorted(
        (
            (word, weight / total)
            for (word, _), weight in zip(options[1:], weights[1:], strict=True)
        ),
        key=lambda choice: (-choice[1], choice[0]),
    )
    return Posterior(
        token, weights[0] / total, tuple(choice for choice in ranked if choice[1] > LEAST)
    )


def _add_log(a: float, b: float) -> float:
    """Return log(exp(a) + exp(b))."""
    if a < b:
        a, b = b, a
    return a + log1p(exp(b - a)) if b > -inf else a


def _add_logs(values: Sequence[float]) -> float:
    total = -inf
    for value in values:
        total = _add_log(total, value)
    return total
