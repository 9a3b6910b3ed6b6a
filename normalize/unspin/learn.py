"""Learn what one spinner writes for what: its own substitution table.

Paired: a spun page and its original are aligned (`align`), and what became of each word is
counted. Unpaired: expectation-maximisation over the pages of one spinner. Each round decodes
every page with what the **other** pages say of the table, and counts with the decoder's
probabilities how often each word of the author was kept, and what else became of it. As a
spinner always does the same, the pages sharpen each other. After the first round `propose` adds
pairs that no table has. Of a large collection a `Sample` is enough.

Either way the result is a table for `tables.load_learned`, most often replaced words first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from normalize.settings import Settings
from normalize.unspin.align import align_words
from normalize.unspin.beliefs import Beliefs, Posterior
from normalize.unspin.channel import Channel, fold_spelling
from normalize.unspin.decode import decode, read_sentence
from normalize.unspin.families import TAUGHT
from normalize.unspin.language_model import load_model
from normalize.unspin.propose import ReadWord, propose_pairs, read_words
from normalize.unspin.sample import Sample
from normalize.unspin.sentences import PLAIN_RE, Token
from normalize.unspin.tables import Counts, Learned, Proposals, find_tables, load_learned

ROUNDS = 2  # a further one adds damage to the pages learned from, and nothing else
LEAST_SHARE = 0.1  # a place's probabilities below it are not counted
LEAST_COUNT = 0.3  # of a row of the table
SEVERAL_PLACES = 3  # at which a word was replaced before they can be compared
MIXED = 0.04  # discord of the pages of several spinners

MutableCounts = dict[str, dict[str, float]]  # original → written → count


class Lesson(NamedTuple):
    """What was learned: the counts, on how many pages each pair stands, pages used."""

    counts: Counts
    pages: Mapping[tuple[str, str], int]
    used: int

    @property
    def words(self) -> int:
        """Number of words that were seen to be replaced."""
        return len({w for w, ways in self.counts.items() if ways.keys() - {w}})

    @property
    def discord(self) -> float:
        """Share of the places at which a word became another than it mostly does, 0-1.

        A spinner always writes the same: it is below 0.01 for the pages of one, 0.26 for those
        of two in equal parts. Only words that were replaced at some places count.
        """
        places = most = 0.0
        for word, ways in self.counts.items():
            replaced = [count for written, count in ways.items() if written != word]
            if sum(replaced) >= SEVERAL_PLACES:
                places += sum(replaced)
                most += max(replaced)
        return 1 - most / places if places else 0.0


def learn_pairs(pairs: Iterable[tuple[str, str]]) -> Lesson:
    """Count what became of each word, from pages and their originals.

    Args:
        pairs: (spun page, its original).

    >>> spun = "He said that helium volition not go there on Monday, they wrote."
    >>> original = "He said that he will not go there on Monday, they wrote."
    >>> learn_pairs([(spun, original)]).counts["will"]
    {'volition': 1.0}
    """
    pages = []
    for spun, original in pairs:
        counts: MutableCounts = {}
        for written, word in align_words(spun, original):
            if PLAIN_RE.fullmatch(written) and PLAIN_RE.fullmatch(word):
                if written != word and fold_spelling(written) == fold_spelling(word):
                    continue  # an editor's spelling, no substitution
                _count(counts, word, written, 1.0)
        pages.append(counts)
    return _sum_up(pages)


def learn_pages(
    texts: Iterable[str],
    settings: Settings | None = None,
    prepare: Callable[[str], str] | None = None,
) -> Lesson:
    """Learn a table from spun pages alone; pages that are not spun are passed over.

    Args:
        texts: pages of one spinner, the more the better; each is read once and let go.
        settings: tables to begin with, and the language model.
        prepare: what each goes through first (`learning.build_tidy`).
    """
    sample = Sample(settings, prepare)
    for text in texts:
        sample.add(text)
    return learn_sample(sample)


def learn_sample(sample: Sample, rounds: int = ROUNDS) -> Lesson:
    """Learn a table from the spun pages of a sample. Linear in rounds and pages.

    Of each count the most that one page adds to it is left out: the table may be used on these
    very pages, and none of them confirms itself.
    """
    known = load_learned(find_tables(TAUGHT, sample.tables)).counts
    pages = sample.list_pages()
    own: list[MutableCounts] = [{} for _ in pages]
    proposed: Proposals = {}
    for number in range(rounds):
        learned = Learned(_sum_up([known, *own]).counts, proposed)
        read: list[list[ReadWord]] = []
        for at, page in enumerate(pages):
            channel = Channel(TAUGHT, learned.without(own[at]))
            posteriors = _decode_page(page, channel, sample.model)
            own[at] = count_posteriors(posteriors)
            best = {p.token.start: find_best(p) for p in posteriors}
            read += [read_words(sentence, best) for sentence in page]
        if number == 0 and rounds > 1:
            learned = Learned(_sum_up([known, *own]).counts, proposed)
            proposed = propose_pairs(read, Channel(TAUGHT, learned), load_model(sample.model))
    return _leave_out(_sum_up(own), own)


def find_best(posterior: Posterior) -> str:
    """Return the likeliest word at a place."""
    kept = (posterior.token.model_words[0], posterior.kept)
    return max((kept, *posterior.choices), key=lambda choice: choice[1])[0]


def count_posteriors(posteriors: Iterable[Posterior]) -> MutableCounts:
    """Count what became of each word of the author by how likely it is."""
    counts: MutableCounts = {}
    for token, kept, choices in posteriors:
        written = token.model_words[0]
        for original, probability in ((written, kept), *choices):
            if probability >= LEAST_SHARE:
                _count(counts, original, written, probability)
    return counts


def format_table(lesson: Lesson, source: str) -> str:
    """Write a table for review: the pairs seen most often first, then what was kept.

    Columns: written, original, count; share: how often the original became that, 0-1; pages
    that show it. `source` is said in the first line.
    """
    rows = []
    for original, ways in lesson.counts.items():
        total = sum(ways.values())
        for written, count in ways.items():
            if count >= LEAST_COUNT:
                share = count / total
                pages = lesson.pages.get((original, written), 0)
                rows.append((written == original, -count, original, written, share, pages))
    lines = [
        f"# Learned by normalize spin learn from {source}",
        "written\toriginal\tcount\tshare\tpages",
    ]
    for _, count, original, written, share, pages in sorted(rows):
        lines.append(f"{written}\t{original}\t{-count:.4g}\t{share:.2f}\t{pages}")
    return "\n".join((*lines, ""))


def _decode_page(
    sentences: Sequence[list[Token]], channel: Channel, model_path: Path | None
) -> list[Posterior]:
    model, beliefs = load_model(model_path), Beliefs(channel)
    readings = [read_sentence(sentence, beliefs, model) for sentence in sentences]
    return decode(readings, beliefs, model)


def _leave_out(lesson: Lesson, pages: Iterable[Counts]) -> Lesson:
    """Take from each count the most that one page adds to it."""
    most: MutableCounts = {}
    for page in pages:
        for original, ways in page.items():
            known = most.setdefault(original, {})
            for written, count in ways.items():
                known[written] = max(count, known.get(written, 0.0))
    counts: MutableCounts = {}
    for original, ways in lesson.counts.items():
        for written, count in ways.items():
            rest = count - most[original][written]
            if rest >= LEAST_COUNT:
                _count(counts, original, written, rest)
    return lesson._replace(counts=counts)


def _count(counts: MutableCounts, original: str, written: str, count: float) -> None:
    ways = counts.setdefault(original, {})
    ways[written] = ways.get(written, 0.0) + count


def _sum_up(pages: Iterable[Counts]) -> Lesson:
    total: MutableCounts = {}
    seen: Counter[tuple[str, str]] = Counter()
    used = 0
    for page in pages:
        used += bool(page)
        for original, ways in page.items():
            for written, count in ways.items():
                _count(total, original, written, count)
                seen[original, written] += count >= 0.5
    return Lesson(total, seen, used)
