"""Search one document for passages that were spun word by word, family by family."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from normalize.lexicon import load_table
from normalize.unspin.beliefs import Beliefs
from normalize.unspin.channel import Channel, load_taught_channel
from normalize.unspin.decode import Reading, read_sentence
from normalize.unspin.detect import (
    CLEAN_GAIN,
    DECISION,
    WORD_GAIN,
    Detection,
    detect_spun,
    find_prior,
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

    `replaced` is how many words new in the document are surely replaced in it. Without
    `readings` it is a stretch that was not decoded; `spans` are its lines.
    """

    start: int
    end: int
    gain: float
    replaced: float
    readings: list[Reading]
    spans: list[tuple[int, int]]

    @property
    def evidence(self) -> float:
        """How much it speaks for a spinner, in nats: one odd word proves little, however odd."""
        return min(self.gain, WORD_GAIN * self.replaced)


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
                self.paragraphs.append(Paragraph(start, end, gain, 0.0, [], spans))
        self.detection: Detection = detect_spun(
            [paragraph.evidence for paragraph in self.paragraphs],
            [find_prior(paragraph.end - paragraph.start) for paragraph in self.paragraphs],
        )

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
            replaced, new, sure = self._count_new(reading)
            if gain > 0 and replaced:
                # What a text is about, and no reader would miss, is no evidence each time.
                gain *= new / replaced
            last = self.paragraphs[-1] if self.paragraphs else None
            if last and last.readings and "\n" not in self.text[last.end : start]:
                last.readings.append(reading)  # in place: one line may have many sentences
                gain, sure = last.gain + gain, last.replaced + sure
                self.paragraphs[-1] = last._replace(end=end, gain=gain, replaced=sure)
            else:
                self.paragraphs.append(Paragraph(start, end, gain, sure, [reading], []))

    def _count_new(self, reading: Reading) -> tuple[float, float, float]:
        """Count the replaced words of a sentence: all, those new in the document, the sure ones.

        What stood there before is the less new the more often it did; of a register, what
        stood there before hardly counts. Several words that may be replaced are no sure one.
        """
        replaced = new = sure = 0.0
        for posterior in reading.posteriors:
            share = 1 - posterior.kept
            if share > 0:
                word = posterior.token.model_words[0]
                register = load_registers().get(word)
                kind = register or word
                self._seen[kind] += 1
                times = self._seen[kind]
                replaced += share
                new += share / times
                sure += share * share / (times * times if register else times)
        return replaced, new, sure


@cache
def load_registers() -> Mapping[str, str]:
    """Load the words of which a text has several where it has one, with what they have in common.

    A spinner writes "helium", "erstwhile", "component"; so do chemists, old books and manuals.
    """
    rows = load_table("substitutions/registers.tsv")
    return {row["word"]: f"#{row['register']}" for row in rows}


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
    found.sort(key=lambda pair: -sum(paragraph.evidence for paragraph in pair[1]))
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
