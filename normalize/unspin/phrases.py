"""Phrases that stand for others: tortured phrases, and what some spinners always write.

A tortured phrase is a term of art whose words were replaced one by one ("counterfeit
consciousness" for artificial intelligence). Some can be nothing else; others are English as
well, and change only in a document with one that is not. The same goes for the phrases of
spinner families. A phrase has a weight, the evidence in nats that it gives for its table; each
counts once. Data: `tortured_phrases.tsv` and the families' `phrases.tsv`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from math import exp, log1p
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation

from normalize.lexicon import load_table, load_word_scores
from normalize.unspin.families import CERTAINTY, FOLDER, load_families, load_patterns

TORTURED = "tortured-phrases"  # the table's name in facts
WEIGHTS = {"always": 8.0, "document": 0.0, "ordinary": 0.0}
TRUST = {"always": 1.0, "document": 0.95, "ordinary": 0.8}  # that the phrase is one here
MANY = 3  # unmistakable phrases of a document in which even ordinary English is none
PRIOR = -4.0  # log odds that a document with any of these phrases is spun
DECISION = 0.5
SURE = 8.0  # nats of a phrase that is no English wherever it stands
PAGE = 10_000  # characters in which phrases weigh their full weight, about
SEVERAL = 0.6  # confidence that the first of several originals is meant
NEAR = 150  # characters within which a phrase and its original mean that one speaks of both
MENTION_RE = re.compile(r"tortured phrases?|article spinn(?:er|ing)|paraphrasing tool", re.I)
SURROGATE_RE = re.compile("[\ud800-\udfff]")
QUOTES = "\"'`\N{LEFT SINGLE QUOTATION MARK}\N{LEFT DOUBLE QUOTATION MARK}"
UNSEEN = -9.0  # log10 probability of a word that the word list does not have


class Phrase(NamedTuple):
    """One row of a table.

    `confidence` is that of a repair where the document is certain to have such phrases.
    """

    table: str
    written: str
    originals: tuple[str, ...]
    weight: float
    confidence: float
    is_ordinary: bool = False


class Match(NamedTuple):
    """Where a phrase stands."""

    start: int
    end: int
    phrase: Phrase


def load_phrases() -> Iterator[Phrase]:
    """Yield the phrases of all tables."""
    for row in load_table(f"{FOLDER}/tortured_phrases.tsv"):
        originals, when = tuple(row["original"].split("; ")), row["when"]
        yield Phrase(
            TORTURED, row["written"], originals, WEIGHTS[when], TRUST[when], when == "ordinary"
        )
    for family in load_families():
        if family.has("phrases.tsv"):
            for row in load_table(f"{FOLDER}/{family.name}/phrases.tsv"):
                weight, confidence = float(row["weight"]), CERTAINTY[row["certainty"]]
                originals = (row["original"],)
                yield Phrase(family.name, row["written"].lower(), originals, weight, confidence)


class PhraseFinder:
    """Finds the phrases of all tables. Linear; built once, thread-safe."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self._phrases: defaultdict[str, list[Phrase]] = defaultdict(list)
        for phrase in phrases:
            self._phrases[phrase.written].append(phrase)
        self._texts = list(self._phrases)
        self._automaton = AhoCorasick(self._texts, implementation=Implementation.ContiguousNFA)
        weighty = {p.written for ps in self._phrases.values() for p in ps if p.weight > 0}
        triggers = {find_rarest(written) for written in weighty}
        triggers = {form for t in triggers for form in (t, t.capitalize(), t.upper())}
        triggers |= {
            pattern.trigger
            for family in load_families()
            for pattern in load_patterns(family.name)
            if pattern.weight > 0
        }
        self._gate = AhoCorasick(sorted(triggers), implementation=Implementation.DFA)

    def is_open(self, text: str) -> bool:
        """Tell cheaply whether a phrase may stand in a text that is evidence by itself."""
        return bool(self._gate.find_matches_as_indexes(_make_plain(text)))

    def find(self, text: str) -> list[Match]:
        """Find all phrases between word boundaries, the longest of each place, in order.

        None in a text that speaks of such phrases, nor where one is quoted or explained.
        """
        if MENTION_RE.search(text):
            return []
        folded = fold(text)
        found = []
        for index, start, end in self._automaton.find_matches_as_indexes(folded, overlapping=True):
            before, after = folded[start - 1 : start], folded[end : end + 1]
            if not (before.isalnum() or after.isalnum() or before == "-"):
                found += [Match(start, end, phrase) for phrase in self._phrases[self._texts[index]]]
        found.sort(key=lambda match: (match.phrase.table, match.start, -match.end))
        chosen: list[Match] = []
        for match in found:
            last = chosen[-1] if chosen else None
            is_inside = last and last.phrase.table == match.phrase.table and match.start < last.end
            if not is_inside:
                chosen.append(match)
        return [match for match in chosen if not is_mention(folded, match)]


@cache
def load_finder() -> PhraseFinder:
    """Build the finder of all tables once per process."""
    return PhraseFinder(load_phrases())


def find_rarest(phrase: str) -> str:
    """Return the rarest word of a phrase: where it is missing, the phrase is.

    >>> find_rarest("counterfeit consciousness")
    'counterfeit'
    """
    scores = load_word_scores()
    words = [word for word in re.split(r"[ '-]", phrase) if len(word) > 1]
    return min(words, key=lambda word: scores.get(word, UNSEEN))


def fold(text: str) -> str:
    r"""Write a text in lower case with plain spaces and apostrophes; offsets stay.

    >>> fold("Random\nForest\N{RIGHT SINGLE QUOTATION MARK}s")
    "random forest's"
    """
    folded = _make_plain(text.replace("\N{LATIN CAPITAL LETTER I WITH DOT ABOVE}", "I")).lower()
    for space in "\n\r\t\N{NO-BREAK SPACE}":
        folded = folded.replace(space, " ")
    return folded.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")


def _make_plain(text: str) -> str:
    return text if text.isascii() else SURROGATE_RE.sub("\N{REPLACEMENT CHARACTER}", text)


def is_mention(folded: str, match: Match) -> bool:
    """Tell whether a text speaks of a phrase: quoted by itself, or beside its original."""
    start, end, phrase = match
    if folded[start - 1 : start] in QUOTES and start and not folded[end : end + 1].isspace():
        return True
    around = folded[max(0, start - NEAR) : start] + "\n" + folded[end : end + NEAR]
    return phrase.table == TORTURED and any(o.lower() in around for o in phrase.originals)


def weigh(matches: Iterable[Match], decided: Mapping[str, float], length: int) -> dict[str, float]:
    """Work out how likely a document is the work of each table, 0–1.

    In a long text a phrase that is odd and no more may stand by chance: it weighs less.

    Args:
        matches: the phrases that stand in the document.
        decided: what is known of families by other means.
        length: the document's, in characters.
    """
    chance = log1p(length / PAGE)
    sums: defaultdict[str, float] = defaultdict(float)
    for phrase in {match.phrase for match in matches}:
        is_sure = phrase.weight >= SURE
        sums[phrase.table] += phrase.weight if is_sure else max(0.0, phrase.weight - chance)
    found = {table: 1 / (1 + exp(-(PRIOR + total))) for table, total in sums.items()}
    return {**found, **{name: max(p, found.get(name, 0.0)) for name, p in decided.items()}}


def trust(match: Match, matches: Iterable[Match]) -> float:
    """Say how likely a phrase is no English here, where its document has such phrases.

    Ordinary English is not touched but among `MANY` that are none.
    """
    phrase = match.phrase
    sure = {
        m.phrase.written for m in matches if m.phrase.table == phrase.table and m.phrase.weight > 0
    }
    if phrase.is_ordinary and len(sure) >= MANY:
        return TRUST["document"]
    return phrase.confidence
