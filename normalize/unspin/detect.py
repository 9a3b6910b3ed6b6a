"""Detection: which passages of a document are spun?

The evidence is how much better a passage reads once undone: the log-likelihood of its
sentences under "a spinner wrote this" less that under "the author wrote this" (the
decoder's gain). In text as written, every common word that a spinner would have replaced
speaks against it: a chemistry article may be full of astatine, but it says "in" and "of it"
like any other. What looks spun in clean text is one word of its kind ("wherefore" gains 9
nats), in spun text it is several: no word proves more than `WORD_GAIN`.

Spun and clean paragraphs may stand in one document, so the decision is a hidden Markov
chain with two states over the paragraphs: to begin or end a spun passage costs its prior,
and what lies between two spun paragraphs likely is spun as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, inf, log
from typing import NamedTuple

from normalize.unspin.channel import Channel
from normalize.unspin.decode import Reading
from normalize.unspin.sentences import Stretch, iter_stretches
from normalize.words import iter_paragraphs

PRIOR = 0.015  # probability that a spun passage begins at a paragraph of `LONG` characters
LONG, SHORTEST = 180, 4  # with fewer the probability falls with the square, down to the second
LEAVE = 0.3  # and that it ends at one
WORD_GAIN = 2.5  # nats that one replaced word proves at most
GAIN_SCALE = 0.7  # the model's words are not independent: a nat of gain is worth less
DECISION = 0.5  # a paragraph at least this likely to be spun is undone
EDGE = 3.0  # nats against a paragraph at the edge of a spun passage: the next one may be clean
WHOLE = 4  # spun paragraphs of a document without a clean one, whose edges may be spun as well
MISSED_IN = 100  # words in which a spinner leaves one of those that it replaces, at most
MIN_EVIDENCE = 1.5  # nats that the tokens of a stretch must speak for a spinner
# English words that no thesaurus has, so that no spinner can have taken them away: a text with
# hardly any is a list, or in a language that is not known to us (Latvian has "no", "as", "an").
GLUE = frozenset("a and of the to".split())
GLUE_IN = 25  # words of prose in which at least one of them stands
CLEAN_GAIN = -0.15  # nats a word of text that nothing speaks against, where none is decoded


def weigh_left(reading: Reading, channel: Channel) -> float:
    """Weigh the words of a sentence that a spinner left, in nats.

    Those that it never leaves speak against it; others less than the decoder thinks: another
    spinner of the family may replace far fewer words than the one that is known.
    """
    total = 0.0
    for posterior in reading.posteriors:
        word = posterior.token.model_words[0]
        if word in channel.absent:
            total += channel.weights[word]
        else:
            total += posterior.kept * channel.reliefs[word]
    return total


def is_prose(words: Sequence[str]) -> bool:
    """Tell whether a whole text has the English words that no spinner takes away.

    >>> is_prose("the helium and the beryllium".split()), is_prose("var no as an".split() * 20)
    (True, False)
    """
    return sum(map(GLUE.__contains__, words)) >= len(words) // GLUE_IN


class Detection(NamedTuple):
    """The probability, 0–1, that anything is spun, and that each paragraph is."""

    document: float
    paragraphs: list[float]


def weigh_words(words: Sequence[str], channel: Channel) -> float:
    """Weigh cheaply, word by word, whether a spinner wrote a stretch of text, in nats.

    Positive where it did; only what is above `MIN_EVIDENCE` is reason to decode a document.

    >>> from normalize.unspin.channel import load_channel
    >>> channel = load_channel("thesaurus")
    >>> weigh_words("helium volition beryllium there".split(), channel) > MIN_EVIDENCE
    True
    >>> weigh_words("helium and beryllium can be had in stars".split(), channel)
    -inf
    """
    if len(channel.absent.intersection(words)) > 1 + len(words) / MISSED_IN:
        return -inf
    return sum(map(channel.weights.__getitem__, words))


def find_stretches(text: str, channel: Channel) -> list[tuple[Stretch, float]]:
    """Cut a text into stretches, and weigh how much each speaks for a spinner, in nats.

    Empty where none does so clearly.
    """
    found = [
        (spans, weigh_words(text[spans[0][0] : spans[-1][1]].split(), channel))
        for spans in iter_stretches(text, iter_paragraphs(text))
    ]
    return found if any(evidence > MIN_EVIDENCE for _, evidence in found) else []


def find_prior(length: int) -> float:
    """Return the probability that a spun passage begins at a paragraph of so many characters.

    A spinner takes paragraphs, not single lines; where it does not, each line adds its evidence.

    >>> find_prior(LONG) == PRIOR, find_prior(LONG // 2) == PRIOR / 4
    (True, True)
    """
    share: float = min(max(length, SHORTEST) / LONG, 1.0)
    return PRIOR * share * share


def detect_spun(gains: Sequence[float], priors: Sequence[float]) -> Detection:
    """Weigh the gains of the paragraphs of one document against each other. Linear.

    Args:
        gains: nats for each paragraph in order; positive where it reads better undone.
        priors: for each, the probability that a spun passage begins there (`find_prior`).

    >>> found = detect_spun([-40.0, 60.0, -3.0, 50.0, -40.0], [PRIOR] * 5)
    >>> [round(p) for p in found.paragraphs], round(found.document, 3)
    ([0, 1, 1, 1, 0], 1.0)
    """
    if not gains:
        return Detection(0.0, [])
    steps = [(log(prior), log(1 - prior)) for prior in priors]  # to enter, to stay out
    leave, stay_in = log(LEAVE), log(1 - LEAVE)
    forward: list[tuple[float, float]] = []  # log P(so far, clean), log P(so far, spun)
    spun, clean = steps[0]
    for number, gain in enumerate(gains):
        if number:
            enter, stay_out = steps[number]
            clean, spun = (
                _add(clean + stay_out, spun + leave),
                _add(clean + enter, spun + stay_in),
            )
        spun += GAIN_SCALE * gain
        forward.append((clean, spun))
    total = _add(clean, spun)
    paragraphs = [0.0] * len(gains)
    after_clean = after_spun = 0.0
    for number in range(len(gains) - 1, -1, -1):
        clean, spun = forward[number]
        paragraphs[number] = exp(min(0.0, spun + after_spun - total))
        here = GAIN_SCALE * gains[number]
        enter, stay_out = steps[number]
        after_clean, after_spun = (
            _add(stay_out + after_clean, enter + here + after_spun),
            _add(leave + after_clean, stay_in + here + after_spun),
        )
    _doubt_edges(paragraphs)
    all_clean = sum(stay_out for _, stay_out in steps)
    return Detection(max(0.0, 1 - exp(min(0.0, all_clean - total))), paragraphs)


def _doubt_edges(paragraphs: list[float]) -> None:
    """Take a margin off the first and last paragraphs of spun passages, in place.

    A paragraph inside a passage is held by both its neighbours; one at the edge, too short to
    tell by itself, may as well belong to the clean text beyond.
    """
    if len(paragraphs) >= WHOLE and min(paragraphs) >= DECISION:
        return
    start = 0
    while start < len(paragraphs):
        end = start
        while end < len(paragraphs) and paragraphs[end] >= DECISION:
            end += 1
        if end > start:  # the surest has paid for the passage and stays
            surest = max(range(start, end), key=paragraphs.__getitem__)
            _trim(paragraphs, range(start, surest))
            _trim(paragraphs, range(end - 1, surest, -1))
        start = end + 1


def _trim(paragraphs: list[float], inwards: range) -> None:
    """Doubt one paragraph after the other, up to the first that stands the doubt."""
    for number in inwards:
        odds = paragraphs[number] / max(1 - paragraphs[number], 1e-12) * exp(-EDGE)
        if odds >= DECISION / (1 - DECISION):
            return
        paragraphs[number] = odds / (1 + odds)


def _add(a: float, b: float) -> float:
    """Return log(exp(a) + exp(b))."""
    high, low = (a, b) if a > b else (b, a)
    return high + log(1 + exp(max(low - high, -700.0)))
