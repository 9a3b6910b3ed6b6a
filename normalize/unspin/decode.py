"""Decode spun text: find the author's words by a noisy channel.

Each sentence is a lattice: at every place that a spinner may have touched, the written word
or one of its candidates. The channel says how likely the spinner wrote what stands there,
the trigram model how well the words read together; a forward-backward pass over the lattice,
pruned to a beam, gives the posterior of every word. A second round uses what the first
found out about this document: a spinner's table is deterministic, so a word that is kept in
one place was hardly replaced in another, and a replacement found once is likelier again.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from math import exp, inf, log, log1p
from typing import Any, NamedTuple

from normalize.unspin.channel import Channel
from normalize.unspin.language_model import LanguageModel
from normalize.words import Word, iter_words

BEAM = 16  # restored and damaged words no longer change beyond 12
PRIOR_WEIGHT = 1.0  # occurrences that the general channel is worth against this document's
OWN_WORD = 2.0  # nats for a word that stands elsewhere where no spinner reaches
MODEL_WEIGHT = 0.6  # the model is too sure of itself where its neighbours are wrong as well
STEM_RE = re.compile(r"(?<=...)(?:ations?|ions?|ing|ed|es|er|e|s|ly|ment|ments|y)$|'s$")
PLAIN_RE = re.compile(r"[a-z]+")
ENDING_RE = re.compile(r"[.!?:…]['\")\]\u2019\u201D]*\s")
PAUSE_RE = re.compile(r"[,;:()\[\]\u2013\u2014]")
ACRONYMS = {"US": ("u.", "s."), "UK": ("u.", "k."), "UN": ("u.", "n."), "EU": ("e.", "u.")}


class Token(NamedTuple):
    """A word of the text as the decoder sees it.

    `eligible`: a spinner may have written it, since it is purely lower-case letters between
    white space. `model_words` are what the language model knows it as. `paused`: a comma,
    a bracket or a dash stands before it.
    """

    start: int
    end: int
    eligible: bool
    model_words: tuple[str, ...]
    paused: bool = False


class Posterior(NamedTuple):
    """What the decoder thinks of one eligible word.

    `kept` is the probability that the author wrote what stands there; `choices` the other
    words with theirs, the likeliest first.
    """

    token: Token
    kept: float
    choices: tuple[tuple[str, float], ...]


class Decoding(NamedTuple):
    """The decoder's view of a text; `gain` is log P(text | spun) - log P(text | not), nats."""

    posteriors: list[Posterior]
    gain: float


def iter_sentences(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[list[Token]]:
    """Yield the sentences of the given lines as tokens; offsets in `text`.

    A sentence goes on over a line's end where the next line begins in lower case: the
    text is wrapped.
    """
    sentence: list[Token] = []
    last_end = 0
    for start, end in spans:
        for word in iter_words(text, start, end):
            if sentence and _is_ended(text, sentence[-1], last_end, word):
                yield sentence
                sentence = []
            token = _read_token(text, word.start, word.end, word.text)
            if PAUSE_RE.search(text, last_end, word.start):
                token = token._replace(paused=True)
            sentence.append(token)
            last_end = word.end
    if sentence:
        yield sentence


def _is_ended(text: str, last: Token, last_end: int, word: Word) -> bool:
    """Tell whether a sentence ends between its last word and the next word."""
    if ENDING_RE.search(text, last_end, word.start):
        is_initial = word.start - last_end <= 2 and last.model_words[-1].endswith(".")
        return not is_initial
    breaks = text.count("\n", last_end, word.start)
    return breaks > 1 or (breaks == 1 and not word.text[0].islower())


def _read_token(text: str, start: int, end: int, word: str) -> Token:
    eligible = (
        PLAIN_RE.fullmatch(word) is not None
        and (start == 0 or text[start - 1].isspace())
        and (end == len(text) or text[end].isspace())
    )
    if word in ACRONYMS:
        return Token(start, end, False, ACRONYMS[word])
    if len(word) == 1 and word.isupper() and text[end : end + 1] == ".":
        return Token(start, end, False, (f"{word.lower()}.",))
    # A lone surrogate cannot be handed to the model, and a NUL would cut the word.
    plain = word.lower().replace("\u2019", "'").encode("utf-8", "replace").decode()
    return Token(start, end, eligible, (plain,))


def decode(sentences: Sequence[list[Token]], channel: Channel, model: LanguageModel) -> Decoding:
    """Decode a document.

    Args:
        sentences: of `iter_sentences`.
        channel: the family that is thought to have spun the text.
        model: says how well words read together.
    Returns:
        The posteriors of the last round in order of the text, and the gain of the first.
        Linear in the length; about 20,000 words a second.
    """
    beliefs = _Beliefs(channel, sentences)
    first: list[Posterior] = []
    gain = 0.0
    for sentence in sentences:
        found, spun, plain = _decode_sentence(sentence, beliefs, model, None)
        first += found
        gain += spun - plain
    beliefs.learn(first)
    befores = iter(first)
    second: list[Posterior] = []
    for sentence in sentences:
        second += _decode_sentence(sentence, beliefs, model, befores)[0]
    return Decoding(second, gain)


class _Beliefs:
    """The channel, sharpened by what was found out about one document."""

    def __init__(self, channel: Channel, sentences: Sequence[list[Token]]) -> None:
        self.channel = channel
        self.own: set[str] = set()
        self.forms: defaultdict[str, set[str]] = defaultdict(set)
        for sentence in sentences:
            for token in sentence:
                word = token.model_words[0]
                if not token.eligible:
                    self.own.add(word)
                if not token.eligible or not channel.candidates(word):  # no spinner wrote it
                    self.forms[find_stem(word)].add(word)
        self.replaced: defaultdict[tuple[str, str], float] = defaultdict(float)
        self.kept: defaultdict[str, float] = defaultdict(float)
        self.seen: defaultdict[str, float] = defaultdict(float)
        self._priors: dict[str, list[_Prior]] = {}

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


class _Prior(NamedTuple):
    """What the channel says of one word behind a written one, and the document's bonus."""

    word: str
    log_prob: float
    prob: float
    bonus: float


def find_stem(word: str) -> str:
    """Cut the commonest endings off a word, to know two forms of one for such.

    >>> find_stem("distributed") == find_stem("distributes") == find_stem("distribution")
    True
    """
    return STEM_RE.sub("", word)


Score = Callable[[Any, str], tuple[float, Any]]
Arc = tuple[int, int, int, float]  # from state, to state, option, log probability


def _decode_sentence(
    sentence: list[Token],
    beliefs: _Beliefs,
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
    for source, (state, alpha) in enumerate(zip(states, alphas, strict=True)):
        for number, (word, log_prob) in enumerate(options):
            step, after = score(state, word)
            step = MODEL_WEIGHT * step + log_prob
            target = index.setdefault(after, len(sums))
            if target == len(sums):
                sums.append(alpha + step)
            else:
                sums[target] = _add_log(sums[target], alpha + step)
            arcs.append((source, target, number, step))
    if len(sums) > BEAM:
        best = sorted(range(len(sums)), key=sums.__getitem__, reverse=True)[:BEAM]
        place = {old: new for new, old in enumerate(best)}
        arcs = [(s, place[t], n, step) for s, t, n, step in arcs if t in place]
        ordered = list(index)
        return arcs, [ordered[old] for old in best], [sums[old] for old in best]
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
        token, weights[0] / total, tuple(choice for choice in ranked if choice[1] > 1e-4)
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
