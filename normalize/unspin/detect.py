"""Detection: which passages of a document are spun?

The evidence is how much better a passage reads once undone: the log-likelihood of its
sentences under "a spinner wrote this" less that under "the author wrote this" (the
decoder's gain). In text as written, every common word that a spinner would have replaced
speaks against it: a chemistry article may be full of astatine, but it says "in" and "of it"
like any other.

Spun and clean paragraphs may stand in one document, so the decision is a hidden Markov
chain with two states over the paragraphs: to begin or end a spun passage costs its prior,
and what lies between two spun paragraphs likely is spun as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import exp, inf, log
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from normalize.automaton import find_matches
from normalize.unspin.channel import Channel
from normalize.unspin.families import get_family
from normalize.unspin.sentences import Token

PRIOR = 1e-3  # probability that a spun passage begins at a paragraph
LEARNED_PRIOR = 1e-4  # the same with a learned table, which is sure of itself where it is wrong
LEAVE = 0.05  # and that it ends at one
GAIN_SCALE = 0.7  # the model's words are not independent: a nat of gain is worth less
DECISION = 0.5  # a paragraph at least this likely to be spun is undone
EDGE = 3.0  # nats against a paragraph at the edge of a spun passage: the next one may be clean
WHOLE = 4  # spun paragraphs of a document without a clean one, whose edges may be spun as well
MISSED_IN = 100  # words in which a spinner leaves one of those that it replaces, at most
MIN_EVIDENCE = 3.0  # nats that the tokens of a stretch must speak for a spinner
# English words that no thesaurus has, so that no spinner can have taken them away: a text with
# hardly any is a list, or in a language that is not known to us (Latvian has "no", "as", "an").
GLUE = frozenset("a and of the to".split())
GLUE_IN = 25  # words of prose in which at least one of them stands
MAX_WORD = 40  # characters that hold the first word of a text
CLEAN_GAIN = -0.15  # nats a word of text that nothing speaks against, where none is decoded


def weigh_absent(sentence: Iterable[Token], channel: Channel) -> float:
    """Weigh the words in a sentence that a spinner would not have left, in nats; 0 or less."""
    return sum(
        channel.weights[token.model_words[0]]
        for token in sentence
        if token.eligible and token.model_words[0] in channel.absent
    )


def is_prose(words: Sequence[str]) -> bool:
    """Tell whether a whole text has the English words that no spinner takes away.

    >>> is_prose("the helium and the beryllium".split()), is_prose("var no as an".split() * 20)
    (True, False)
    """
    return sum(map(GLUE.__contains__, words)) >= len(words) // GLUE_IN


class OddWords:
    """Finds the odd words of all families: one compiled scan, the only cost of clean text.

    Args:
        families: a family's name → its odd words.
    """

    def __init__(self, families: Mapping[str, Iterable[str]]) -> None:
        owners: dict[str, list[str]] = {}
        for family, words in families.items():
            for word in words:
                owners.setdefault(word, []).append(family)
        self._least = {family: get_family(family).least for family in families}
        self._owners = [owners[word] for word in sorted(owners) for _ in " \n"]
        patterns = [blank + word for word in sorted(owners) for blank in " \n"]
        self._scan = AhoCorasick(
            patterns,
            matchkind=MatchKind.LeftmostLongest,
            implementation=Implementation.ContiguousNFA,
        )

    def find(self, text: str) -> dict[str, list[int]]:
        """List for each family where its odd words stand, between white space, in order.

        A family is left out where fewer different ones stand than it must leave.
        """
        matches = find_matches(self._scan, text)
        first = text[:MAX_WORD].split(None, 1)[:1]  # it may have no blank before it
        at_first = find_matches(self._scan, f" {first[0]}") if first else []
        found: dict[str, list[int]] = {}
        kinds: dict[str, set[int]] = {}
        whole = [(index, -1, end - 1) for index, _, end in at_first]
        for index, start, end in (*whole, *matches):
            if start < 0 or end == len(text) or text[end : end + 1].isspace():
                for family in self._owners[index]:
                    found.setdefault(family, []).append(start + 1)
                    kinds.setdefault(family, set()).add(index // 2)
        return {
            family: places
            for family, places in found.items()
            if len(kinds[family]) >= self._least[family]
        }


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


def detect_spun(gains: Sequence[float], prior: float = PRIOR) -> Detection:
    """Weigh the gains of the paragraphs of one document against each other. Linear.

    Args:
        gains: nats for each paragraph in order; positive where it reads better undone.
        prior: probability that a spun passage begins at a paragraph.

    >>> found = detect_spun([-40.0, 60.0, -3.0, 50.0, -40.0])
    >>> [round(p) for p in found.paragraphs], round(found.document, 3)
    ([0, 1, 1, 1, 0], 1.0)
    """
    if not gains:
        return Detection(0.0, [])
    enter, stay_out = log(prior), log(1 - prior)
    leave, stay_in = log(LEAVE), log(1 - LEAVE)
    forward: list[tuple[float, float]] = []  # log P(so far, clean), log P(so far, spun)
    clean, spun = stay_out, enter
    for number, gain in enumerate(gains):
        if number:
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
        after_clean, after_spun = (
            _add(stay_out + after_clean, enter + here + after_spun),
            _add(leave + after_clean, stay_in + here + after_spun),
        )
    _doubt_edges(paragraphs)
    all_clean = stay_out * len(gains)
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
