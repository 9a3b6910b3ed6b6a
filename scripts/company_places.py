"""Places to train the vectors of `build_company.py` on: clean words, spun by the decoder's channel.

Nothing of the benchmark's spinner is in them: at every place that is drawn the channel that the
decoder believes in draws what a spinner may have written, and lists what may stand behind it. The
texts are the dev half of the clean collections (`benchmarks/corpora.py`), without the pieces that
`benchmarks/unspin.py` measures on there, and without texts that are there to be measured only.
"""

from __future__ import annotations

import random
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from math import exp
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "benchmarks"))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from build_language_model import split_sentences
from corpora import KINDS, load_documents
from unspin_simulator import WRAP_RE, choose_pieces, is_dev

from normalize.unspin.channel import Channel, load_chains
from normalize.unspin.families import TAUGHT
from normalize.unspin.language_model import LanguageModel, load_model
from normalize.unspin.sentences import PLAIN_RE

LEFT_OUT = ("foreign", "news")  # not English; publishers' texts, to be measured only
WORDS = 250_000  # of each kind
MEASURED = 20_000  # words of each kind that the benchmark measures on by default
SHARE = 0.5  # of the words of a text that are drawn
FEWEST = 3  # words of a sentence
BLANK_RE = re.compile(r"\n[ \t]*\n\s*")


@dataclass
class Places:
    """Words in order of the texts, the places drawn, and a row for each choice at a place.

    `words` are numbered by `vocabulary`, a sentence's end is the empty word. Of a row `place` is
    the number of the place, `choice` the word, `channel` its log P(written | word), `model` how it
    reads with its neighbours; `is_written` and `is_true` are 0 or 1.
    """

    vocabulary: dict[str, int] = field(default_factory=lambda: {"": 0})
    words: list[int] = field(default_factory=list)
    document: list[int] = field(default_factory=list)
    at: list[int] = field(default_factory=list)
    place: list[int] = field(default_factory=list)
    choice: list[int] = field(default_factory=list)
    channel: list[float] = field(default_factory=list)
    model: list[float] = field(default_factory=list)
    is_written: list[int] = field(default_factory=list)
    is_true: list[int] = field(default_factory=list)

    def number(self, word: str) -> int:
        """Return a word's number, a new one for a new word."""
        return self.vocabulary.setdefault(word, len(self.vocabulary))


def iter_texts() -> Iterator[list[list[str]]]:
    """Yield the documents to train on as sentences."""
    for kind in KINDS:
        if kind in LEFT_OUT:
            continue
        measured = {piece.name for piece in choose_pieces(kind, MEASURED, dev=True)}
        left = WORDS
        for document in load_documents([kind]):
            if left > 0 and is_dev(document.name) and document.name not in measured:
                blocks = (WRAP_RE.sub(" ", block) for block in BLANK_RE.split(document.text))
                sentences = [s for block in blocks for s in split_sentences(block)]
                sentences = [s for s in sentences if len(s) >= FEWEST]
                left -= sum(map(len, sentences))
                yield sentences


def draw_places(texts: Iterator[list[list[str]]]) -> Places:
    """Draw places of all texts; the same each time."""
    drawing = _Drawing()
    for number, sentences in enumerate(texts):
        for sentence in sentences:
            drawing.add(sentence, number)
    return drawing.places


class _Drawing:
    """Draws places, sentence by sentence, and what stands there once spun."""

    def __init__(self) -> None:
        self.places = Places()
        self._rng = random.Random("company")
        self._channel = Channel(TAUGHT, observed=False)
        self._model = load_model()
        ways: defaultdict[str, list[tuple[str, float]]] = defaultdict(list)
        for written in load_chains(TAUGHT):
            for word, log_prob in self._channel.candidates(written):
                ways[word].append((written, exp(log_prob)))
        self._ways = {
            word: ([w for w, _ in found], list(accumulate(p for _, p in found)))
            for word, found in ways.items()
        }

    def add(self, sentence: list[str], document: int) -> None:
        """Add the words of a sentence, and draw places of it."""
        places = self.places
        start = len(places.words) + 1
        places.words += [0, *map(places.number, sentence)]
        places.document += [document] * (len(sentence) + 1)
        for index, word in enumerate(sentence):
            if PLAIN_RE.fullmatch(word) and self._rng.random() < SHARE:
                self._draw(sentence, index, start + index)

    def _draw(self, sentence: list[str], index: int, at: int) -> None:
        word = written = sentence[index]
        if self._rng.random() > exp(self._channel.keep_log_prob(word)) and word in self._ways:
            forms, sums = self._ways[word]
            written = self._rng.choices(forms, cum_weights=sums)[0]
        found = self._channel.candidates(written)
        options = [(written, self._channel.keep_log_prob(written)), *found]
        if not found or all(option != word for option, _ in options):
            return
        places = self.places
        state = find_state(self._model, sentence, index)
        after = [*sentence[index + 1 : index + 3], "</s>"][:2]
        number = len(places.at)
        places.at.append(at)
        for option, log_prob in options:
            places.place.append(number)
            places.choice.append(places.number(option))
            places.channel.append(log_prob)
            places.model.append(_score(self._model, state, [option, *after]))
            places.is_written.append(int(option == written))
            places.is_true.append(int(option == word))


def find_state(model: LanguageModel, sentence: list[str], index: int) -> Any:
    """Return the model's state before a word of a sentence."""
    state = model.start if index < 2 else model.nothing
    for word in sentence[max(0, index - 2) : index]:
        _, state = model.score(state, word)
    return state


def _score(model: LanguageModel, state: Any, words: list[str]) -> float:
    total = 0.0
    for word in words:
        log_prob, state = model.score(state, word)
        total += log_prob
    return total
