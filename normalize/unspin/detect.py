"""Detection: is a document spun, and by which family?

The evidence is how much better the text reads once undone: the log-likelihood of the text
under "a spinner wrote this" less that under "the author wrote this" (the decoder's `gain`).
In text as written, every common word that a spinner would have replaced speaks against it:
a chemistry article may be full of astatine, but it says "in" and "of it" like any other.
"""

from __future__ import annotations

from math import exp, log

PRIOR = 1e-3  # share of spun documents among what people scrape
GAIN_SCALE = 0.33  # the model's words are not independent: a nat of gain is worth less
MIN_SUSPICIOUS = 2  # distinct odd words below which no document is looked at further,
MIN_SHARE = 0.008  # and their share of the words: spun pages have 3 to 15 %, others 0.2 %
MIN_WORDS = 12


def score_spun(gain: float) -> float:
    """Turn the gain in nats into the probability, 0–1, that the document is spun."""
    logit = log(PRIOR / (1 - PRIOR)) + GAIN_SCALE * gain
    return 1 / (1 + exp(-max(-700.0, min(700.0, logit))))


def is_suspect(text: str, suspicious: frozenset[str]) -> bool:
    """Tell cheaply whether a text has odd words enough to be worth decoding.

    >>> is_suspect("helium volition be there", frozenset({"helium", "volition"}))
    True
    """
    words = text.split()
    if len(suspicious.intersection(words)) < MIN_SUSPICIOUS:
        return False
    return sum(map(suspicious.__contains__, words)) >= MIN_SHARE * len(words)
