"""Search one document for passages that were spun word by word, family by family."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from normalize.unspin.beliefs import Beliefs
from normalize.unspin.channel import Channel, load_taught_channel
from normalize.unspin.decode import Reading, read_sentence
from normalize.unspin.detect import (
    CLEAN_GAIN,
    DECISION,
    LEARNED_PRIOR,
    PRIOR,
    Detection,
    detect_spun,
    find_stretches,
    is_prose,
    weigh_left,
)
from normalize.unspin.families import TAUGHT, get_family
from normalize.unspin.language_model import load_model
from normalize.unspin.sentences import Stretch, Token, iter_sentences
from normalize.unspin.signs import Signs, load_sign_finder

if TYPE_CHECKING:
    from normalize.step import Context

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
        self._seen: Counter[str] = Counter()
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
            gain = reading.gain + weigh_left(reading, self.beliefs.channel)
            if gain > 0:
                gain *= self._find_news(reading)
            last = self.paragraphs[-1] if self.paragraphs else None
            if last and last.readings and "\n" not in self.text[last.end : start]:
                last.readings.append(reading)  # in place: one line may have many sentences
                self.paragraphs[-1] = last._replace(end=end, gain=last.gain + gain)
            else:
                self.paragraphs.append(Paragraph(start, end, gain, [reading], []))

    def _find_news(self, reading: Reading) -> float:
        """Return how new the replaced words of a sentence are in this document, 0-1.

        A word that a text is about, and that no reader would miss, is no evidence each time.
        """
        new = total = 0.0
        for posterior in reading.posteriors:
            replaced = 1 - posterior.kept
            if replaced > 0:
                word = posterior.token.model_words[0]
                self._seen[word] += 1
                total += replaced
                new += replaced / self._seen[word]
        return new / total if total else 1.0


def iter_channels(
    text: str, signs: Signs, tables: tuple[Path, ...] = ()
) -> Iterator[tuple[Channel, list[tuple[Stretch, float]]]]:
    """Yield the families whose odd words stand in a text, with its stretches, weighed.

    Args:
        text: the document.
        signs: what `signs` found in it.
        tables: learned tables, laid over the family `TAUGHT`.
    """
    for family in signs.families:
        channel = load_taught_channel(family, tables)
        stretches = find_stretches(text, channel)
        if stretches and is_prose(text.split()):
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
    signs = load_sign_finder(tables).find(text)
    searches = [
        Search(text, channel, stretches, context, model)
        for channel, stretches in iter_channels(text, signs, tables)
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
    signs = load_sign_finder(tables).find(text)
    return [
        reading.sentence
        for channel, stretches in iter_channels(text, signs, tables)
        if channel.family == TAUGHT
        for search in [Search(text, channel, stretches, context, model)]
        for paragraph in search.find_spun()
        for reading in paragraph.readings or search.read(paragraph.spans)
    ]


def _touches(spans: list[tuple[int, int]], start: int, end: int) -> bool:
    """Tell whether a span overlaps any of some sorted, separate ones."""
    at = bisect_left(spans, (end, end)) - 1
    return at >= 0 and spans[at][1] > start
