"""Unspin: read the author's words back out of spun text.

An article spinner replaced words one by one from a thesaurus ("he will be in Moscow" became
"helium volition beryllium successful Moscow"). `detect` decides whether a document is spun,
`channel` knows which word may stand for which, `language_model` how well words read
together, `decode` finds the author's words. English only: other paragraphs are left out.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from normalize.edits import Edit, Fact
from normalize.lexicon import DictionaryError, Lexicon
from normalize.settings import Settings
from normalize.unspin.beliefs import Beliefs, Posterior
from normalize.unspin.channel import Channel, load_channel
from normalize.unspin.decode import Reading, decode, read_sentence
from normalize.unspin.detect import (
    CLEAN_GAIN,
    DECISION,
    LEARNED_PRIOR,
    MIN_EVIDENCE,
    PRIOR,
    Detection,
    OddWords,
    detect_spun,
    is_prose,
    weigh_absent,
    weigh_words,
)
from normalize.unspin.language_model import load_model
from normalize.unspin.sentences import Stretch, Token, iter_sentences, iter_stretches
from normalize.unspin.tables import load_learned
from normalize.words import iter_paragraphs

if TYPE_CHECKING:
    from normalize.step import Context

FAMILIES = ("thesaurus",)
STRETCH = 120  # characters that are judged by their odd words at once
CHARACTERS = 6  # of a word with its blank, about


class UnspinStep:
    """Propose the author's words for spun ones (`spun-word`).

    Leaves alone: passages that read as written, paragraphs in other languages than
    English, protected spans, words beside punctuation or with a capital (no spinner of
    this family touches these).

    Args:
        tables: learned tables to lay over the family's own.
        model: another language model than the shipped one.
    """

    name = "unspin"

    def __init__(self, tables: tuple[Path, ...] = (), model: Path | None = None) -> None:
        self.tables = tables
        self.model = model

    def is_open(self, text: str, context: Context) -> bool:
        """Tell whether any stretch of the text has the odd words that a spinner leaves."""
        return any(find_stretches(text, load_channel(family, self.tables)) for family in FAMILIES)

    def find(self, text: str, context: Context) -> Iterator[Edit | Fact]:
        """Propose edits for spun passages, and state how likely the document has any."""
        for family in FAMILIES:
            search = _Search(text, load_channel(family, self.tables), self.model, context)
            if not search.paragraphs:
                continue
            detection = search.detect()
            yield Fact("spun", round(detection.document, 4), 0, len(text))
            readings: list[Reading] = []
            for paragraph, probability in zip(search.paragraphs, detection.paragraphs, strict=True):
                if probability >= DECISION:
                    yield Fact("spinner", family, paragraph.start, paragraph.end)
                    readings += paragraph.readings or search.read(paragraph.spans)
            for posterior in decode(readings, search.beliefs, load_model(self.model)):
                edit = propose_edit(posterior)
                if edit and not context.protected.covers(edit.start, edit.end):
                    yield edit


class _Paragraph(NamedTuple):
    """A line, or the wrapped lines of one sentence, with what decoding it gains.

    Without `readings` it is a stretch that was not decoded; `spans` are its lines.
    """

    start: int
    end: int
    gain: float
    readings: list[Reading]
    spans: list[tuple[int, int]]


class _Search:
    """The paragraphs of one document, decoded where they have odd words enough."""

    def __init__(self, text: str, channel: Channel, model: Path | None, context: Context) -> None:
        self.text = text
        self.model = model
        self.beliefs = Beliefs(channel)
        self.languages = context.languages
        self.paragraphs: list[_Paragraph] = []
        stretches = find_stretches(text, self.beliefs.channel)
        for spans, evidence in stretches:
            if evidence > 0:
                self._add_decoded(spans)
            else:
                start, end = spans[0][0], spans[-1][1]
                gain = CLEAN_GAIN * (end - start) / CHARACTERS
                self.paragraphs.append(_Paragraph(start, end, gain, [], spans))

    def detect(self) -> Detection:
        """Say how likely the paragraphs are spun, and that any is."""
        prior = LEARNED_PRIOR if self.beliefs.channel.has_learned else PRIOR
        return detect_spun([paragraph.gain for paragraph in self.paragraphs], prior)

    def read(self, spans: list[tuple[int, int]]) -> list[Reading]:
        """Decode the English sentences of some lines for the first time."""
        model = load_model(self.model)
        english = (span for span in spans if self.languages.at(span[0]) == "en")
        sentences = iter_sentences(self.text, english)
        return [read_sentence(sentence, self.beliefs, model) for sentence in sentences]

    def _add_decoded(self, spans: list[tuple[int, int]]) -> None:
        for reading in self.read(spans):
            start, end = reading.sentence[0].start, reading.sentence[-1].end
            gain = reading.gain + weigh_absent(reading.sentence, self.beliefs.channel)
            last = self.paragraphs[-1] if self.paragraphs else None
            if last and last.readings and "\n" not in self.text[last.end : start]:
                last.readings.append(reading)  # in place: one line may have many sentences
                self.paragraphs[-1] = last._replace(end=end, gain=last.gain + gain)
            else:
                self.paragraphs.append(_Paragraph(start, end, gain, [reading], []))


def find_stretches(text: str, channel: Channel) -> list[tuple[Stretch, float]]:
    """Cut a text into stretches, and weigh how much each speaks for a spinner, in nats.

    Empty where none does so clearly, or where the text is no English prose.
    """
    odd = load_odd_words(channel).find(text)
    if not odd:
        return []
    found = []
    for spans in iter_stretches(text, iter_paragraphs(text), STRETCH):
        start, end = spans[0][0], spans[-1][1]
        at = bisect_left(odd, start)
        has_odd = at < len(odd) and odd[at] < end
        words = text[start:end].split() if has_odd else []
        found.append((spans, weigh_words(words, channel)))
    is_clear = any(evidence > MIN_EVIDENCE for _, evidence in found)
    return found if is_clear and is_prose(text.split()) else []


def find_spun_sentences(
    text: str, channel: Channel, model: Path | None, context: Context
) -> list[list[Token]]:
    """List the sentences of the passages of a text that are spun; empty for most texts."""
    search = _Search(text, channel, model, context)
    detection = search.detect()
    return [
        reading.sentence
        for paragraph, probability in zip(search.paragraphs, detection.paragraphs, strict=True)
        if probability >= DECISION
        for reading in paragraph.readings or search.read(paragraph.spans)
    ]


@cache
def load_odd_words(channel: Channel) -> OddWords:
    """Compile the odd words of a family once per process."""
    return OddWords(channel.suspicious)


def propose_edit(posterior: Posterior) -> Edit | None:
    """Turn a posterior into an edit; None where the written word is the likeliest."""
    if not posterior.choices or posterior.choices[0][1] <= posterior.kept:
        return None
    (word, probability), *others = posterior.choices
    note = f"choice {probability:.2f}"
    if others:
        note += "; or " + ", ".join(f"{other} {p:.2f}" for other, p in others[:2])
    start, end, *_ = posterior.token
    return Edit(start, end, word, "spun-word", round(1 - posterior.kept, 4), note)


def build_step(settings: Settings, lexicon: Lexicon) -> UnspinStep:
    """Build the step; the shipped tables and the shipped model are loaded on first need.

    Raises:
        DictionaryError: a table or model that the settings name cannot be read.
    """
    tables = tuple(Path(name) for name in settings.substitutions)
    load_learned(tables)
    model = Path(settings.language_model) if settings.language_model else None
    if model is not None:
        try:
            load_model(model)
        except (OSError, RuntimeError) as error:
            raise DictionaryError(f"{model}: no language model: {error}") from None
    return UnspinStep(tables, model)
