"""Decode spun text: find the author's words by a noisy channel.

Each sentence is a lattice: at every place that a spinner may have touched, the written word
or one of its candidates. The channel says how likely the spinner wrote what stands there,
the trigram model how well the words read together; a forward-backward pass over the lattice,
pruned to a beam, gives the posterior of every word. Further rounds use what was found out
about this document (`beliefs`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import exp, inf, log1p
from typing import Any, NamedTuple

from normalize.unspin.beliefs import Beliefs, Posterior
from normalize.unspin.language_model import LanguageModel
from normalize.unspin.sentences import Token

BEAM = 8  # restored and damaged words hardly change beyond it
LOST = 8.0  # nats by which a state is worse than the best, whatever comes after it
LEAST = 1e-3  # probability of a choice that is looked at again
ROUNDS = 2  # of reading all again with what was found out; a third changes next to nothing
MODEL_WEIGHT = 0.65  # the model is too sure of itself where its neighbours are wrong as well
Score = Callable[[Any, str], tuple[float, Any]]
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
    posteriors, spun, plain = _decode_sentence(sentence, beliefs, model, None)
    return Reading(sentence, posteriors, spun - plain)


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
    for _ in range(ROUNDS):
        beliefs.learn(posteriors)
        befores = iter(posteriors)
        posteriors = []
        for reading in readings:
            posteriors += _decode_sentence(reading.sentence, beliefs, model, befores)[0]
    return posteriors


def _decode_sentence(
    sentence: list[Token],
    beliefs: Beliefs,
    model: LanguageModel,
    befores: Iterator[Posterior] | None,
) -> tuple[list[Posterior], float, float]:
    """Return the posteriors, log P(sentence | spun) and log P(sentence | not spun)."""
    states: list[Any] = [model.start]
    alphas = [0.0]
    plain, plain_state = 0.0, model.start
    lattice: list[tuple[list[tuple[str, float]], list[Arc], list[float]]] = []
    for token in sentence:
        options = [(token.model_words[0], 0.0)]
        if token.eligible:
            options = beliefs.options(token.model_words[0], next(befores) if befores else None)
        score = model.score_after_pause if token.paused else model.score
        arcs, states, reached = _advance(states, alphas, options, score)
        lattice.append((options, arcs, alphas))
        alphas = reached
        for extra in token.model_words[1:]:
            arcs, states, reached = _advance(states, alphas, [(extra, 0.0)], model.score)
            lattice.append(([], arcs, alphas))
            alphas = reached
        for number, word in enumerate(token.model_words):
            log_prob, plain_state = (model.score if number else score)(plain_state, word)
            plain += MODEL_WEIGHT * log_prob
    ends = [MODEL_WEIGHT * model.score_end(state) for state in states]
    total = _add_logs([alpha + end for alpha, end in zip(alphas, ends, strict=True)])
    posteriors = _look_back(sentence, lattice, ends, total)
    return posteriors, total, plain + MODEL_WEIGHT * model.score_end(plain_state)


def _advance(
    states: list[Any], alphas: list[float], options: list[tuple[str, float]], score: Score
) -> tuple[list[Arc], list[Any], list[float]]:
    """Extend every state by every option; keep the best `BEAM` states that come out."""
    index: dict[Any, int] = {}
    sums: list[float] = []
    arcs: list[Arc] = []
    best = -inf
    for source, (state, alpha) in enumerate(zip(states, alphas, strict=True)):
        for number, (word, log_prob) in enumerate(options):
            step, after = score(state, word)
            step = MODEL_WEIGHT * step + log_prob
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
    lattice: list[tuple[list[tuple[str, float]], list[Arc], list[float]]],
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


def _weigh(token: Token, options: list[tuple[str, float]], weights: list[float]) -> Posterior:
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
