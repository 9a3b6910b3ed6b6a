"""Search one document for passages that were spun word by word, family by family."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from normalize.unspin.beliefs import Beliefs
from normalize.unspin.channel import Channel, load_channel
from normalize.unspin.decode import Reading, read_sentence
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
from normalize.unspin.families import TAUGHT, get_family, list_word_families
from normalize.unspin.language_model import load_model
from normalize.unspin.sentences import Stretch, Token, iter_sentences, iter_stretches
from normalize.words import iter_paragraphs

if TYPE_CHECKING:
    from normalize.step import Context

STRETCH = 120  # characters that are judged by their odd words at once
CHARACTERS = 6  # of a word with its blank, about


class Paragraph(NamedTuple):
    """A line, or the wrapped lines of one sentence, with what decoding it gains.

    Without `readings` it is a stretch that was not decoded; `spans` are its lines.
    """

    start: int
    end: int
    gain: float
    readings: list[Reading]
    spans: list[tuple[int, int]]


class Search:
    """The paragraphs of one document, decoded where they have odd words enough.

    Args:
        text: the document.
        channel: the table of a family.
        stretches: what `find_stretches` found.
        context: tells the languages.
        model: another language model than the shipped one.
    """

    def __init__(
        self,
        text: str,
        channel: Channel,
        stretches: list[tuple[Stretch, float]],
        context: Context,
        model: Path | None = None,
    ) -> None:
        self.text = text
        self.model = model
        self.family = channel.family
        self.beliefs = Beliefs(channel)
        self.languages = context.languages
        self.paragraphs: list[Paragraph] = []
        self._broad = get_family(channel.family).broad
        for spans, evidence in stretches:
            if evidence > 0:
                self._add_decoded(spans)
            else:
                start, end = spans[0][0], spans[-1][1]
                gain = CLEAN_GAIN * (end - start) / CHARACTERS
                self.paragraphs.append(Paragraph(start, end, gain, [], spans))
        prior = LEARNED_PRIOR if channel.has_learned else PRIOR
        self.detection: Detection = detect_spun([p.gain for p in self.paragraphs], prior)

    def read(self, spans: Iterable[tuple[int, int]]) -> list[Reading]:
        """Decode the English sentences of some lines for the first time."""
        model = load_model(self.model)
        english = (span for span in spans if self.languages.at(span[0]) == "en")
        sentences = iter_sentences(self.text, english, broad=self._broad)
        return [read_sentence(sentence, self.beliefs, model) for sentence in sentences]

    def find_spun(self) -> list[Paragraph]:
        """List the paragraphs that are more likely spun than not, in order."""
        pairs = zip(self.paragraphs, self.detection.paragraphs, strict=True)
        return [paragraph for paragraph, probability in pairs if probability >= DECISION]

    def _add_decoded(self, spans: list[tuple[int, int]]) -> None:
        for reading in self.read(spans):
            start, end = reading.sentence[0].start, reading.sentence[-1].end
            gain = reading.gain + weigh_absent(reading.sentence, self.beliefs.channel)
            last = self.paragraphs[-1] if self.paragraphs else None
            if last and last.readings and "\n" not in self.text[last.end : start]:
                last.readings.append(reading)  # in place: one line may have many sentences
                self.paragraphs[-1] = last._replace(end=end, gain=last.gain + gain)
            else:
                self.paragraphs.append(Paragraph(start, end, gain, [reading], []))


def iter_channels(
    text: str, tables: tuple[Path, ...] = ()
) -> Iterator[tuple[Channel, list[tuple[Stretch, float]]]]:
    """Yield the families whose odd words stand in a text, with its stretches, weighed.

    Args:
        text: the document.
        tables: learned tables, laid over the family `TAUGHT`.
    """
    for family, odd in load_odd_words(tables).find(text).items():
        channel = load_taught_channel(family, tables)
        stretches = find_stretches(text, channel, odd)
        if stretches:
            yield channel, stretches


def search_document(
    text: str, context: Context, tables: tuple[Path, ...] = (), model: Path | None = None
) -> list[tuple[Search, list[Paragraph]]]:
    """Search a document for every family; the one that gains most has the first claim.

    Args:
        text: the document.
        context: tells the languages.
        tables: learned tables, laid over the family `TAUGHT`.
        model: another language model than the shipped one.

    Returns:
        Each family's search with the spun paragraphs that no family before it has.
    """
    searches = [
        Search(text, channel, stretches, context, model)
        for channel, stretches in iter_channels(text, tables)
    ]
    found = [(search, search.find_spun()) for search in searches]
    found.sort(key=lambda pair: -sum(paragraph.gain for paragraph in pair[1]))
    claimed: list[tuple[int, int]] = []
    for number, (search, paragraphs) in enumerate(found):
        free = [p for p in paragraphs if not _touches(claimed, p.start, p.end)]
        claimed = sorted([*claimed, *((p.start, p.end) for p in free)])
        found[number] = (search, free)
    return found


def find_spun_sentences(
    text: str, context: Context, tables: tuple[Path, ...] = (), model: Path | None = None
) -> list[list[Token]]:
    """List the sentences that the family `TAUGHT` has spun in a text; empty for most texts.

    The arguments are those of `search_document`.
    """
    return [
        reading.sentence
        for channel, stretches in iter_channels(text, tables)
        if channel.family == TAUGHT
        for search in [Search(text, channel, stretches, context, model)]
        for paragraph in search.find_spun()
        for reading in paragraph.readings or search.read(paragraph.spans)
    ]


def _touches(spans: list[tuple[int, int]], start: int, end: int) -> bool:
    """Tell whether a span overlaps any of some sorted, separate ones."""
    at = bisect_left(spans, (end, end)) - 1
    return at >= 0 and spans[at][1] > start


def find_stretches(text: str, channel: Channel, odd: list[int]) -> list[tuple[Stretch, float]]:
    """Cut a text into stretches, and weigh how much each speaks for a spinner, in nats.

    Empty where none does so clearly, or where the text is no English prose.
    """
    found = []
    for spans in iter_stretches(text, iter_paragraphs(text), STRETCH):
        start, end = spans[0][0], spans[-1][1]
        at = bisect_left(odd, start)
        has_odd = at < len(odd) and odd[at] < end
        words = text[start:end].split() if has_odd else []
        found.append((spans, weigh_words(words, channel)))
    is_clear = any(evidence > MIN_EVIDENCE for _, evidence in found)
    return found if is_clear and is_prose(text.split()) else []


def load_taught_channel(family: str, tables: tuple[Path, ...] = ()) -> Channel:
    """Load the table of a family, with the learned ones over it if it is `TAUGHT`."""
    return load_channel(family, tables if family == TAUGHT else ())


@cache
def load_odd_words(tables: tuple[Path, ...] = ()) -> OddWords:
    """Compile the odd words of all families once per process and choice of learned tables."""
    names = list_word_families()
    return OddWords({name: load_taught_channel(name, tables).suspicious for name in names})
