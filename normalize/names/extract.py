"""Full names in a text, by a known given name or by how they are written; for discovery.

Nothing is changed on the ground of what is found here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from normalize.lexicon import Lexicon
from normalize.names import build_step
from normalize.names.bearers import TITLES, Bearers
from normalize.names.forms import get_surname
from normalize.names.guards import find_sentence
from normalize.settings import Settings

CAPITAL = "A-Z\u00c0-\u00d6\u00d8-\u00de\u0100-\u017d"
WORD = rf"[{CAPITAL}][^\W\d_]+(?:[-'’][{CAPITAL}a-z][^\W\d_]+)*"
NAME_RE = re.compile(
    rf"(?<![\w'’-]){WORD}(?:[ \xa0](?:(?:al-|el-|bin |ibn |de |da |van |von |der |del )*{WORD}"
    rf"|[{CAPITAL}]\.))+(?![\w])"
)
MAX_WORDS = 5
COMMON = -4.6  # log10 of a word's frequency: above it no surname is believed


class FullName(NamedTuple):
    """A full name with its place and its sentence."""

    start: int
    end: int
    name: str
    context: str


def find_full_names(text: str, bearers: Bearers) -> Iterator[FullName]:
    """Yield what reads like a person's full name.

    Leaves alone: titles before a name; two words of which the last is a common word
    ("Prime Minister", "White House"); more than five words.
    """
    for match in NAME_RE.finditer(text):
        words = match.group().replace("\xa0", " ").split(" ")
        start = match.start()
        while words and words[0].rstrip(".").lower() in TITLES:
            start += len(words.pop(0)) + 1
        if not 2 <= len(words) <= MAX_WORDS or not bearers.is_given_name(words[0]):
            continue
        if not bearers.is_listed(words[0]) and words[0].lower() in bearers.words:
            continue
        score = bearers.words.get(words[-1].lower())
        if (score is not None and score > COMMON) or not get_surname(" ".join(words)):
            continue
        low, high = find_sentence(text, start, match.end())
        yield FullName(start, match.end(), " ".join(words), " ".join(text[low:high].split()))


def load_bearers() -> Bearers:
    """Return what the shipped dictionaries know of given names."""
    return build_step(Settings(steps=("names",)), Lexicon()).bearers
