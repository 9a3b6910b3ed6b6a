"""Phrases that stand for others: tortured phrases, and what some spinners always write.

A tortured phrase is a term of art whose words were replaced one by one ("counterfeit
consciousness" for artificial intelligence). Some can be nothing else; others are English as
well, and change only in a document with one that is not. The same goes for the phrases of
spinner families. A phrase has a weight, the evidence in nats that it gives for its table; each
counts once. Data: `tortured_phrases.tsv` and the families' `phrases.tsv`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property
from itertools import pairwise
from math import exp, log1p
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation

from normalize.automaton import find_matches
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
MENTIONS = ("tortured phrase", "article spin", "paraphrasing tool")
QUOTES = "\"'`\N{LEFT SINGLE QUOTATION MARK}\N{LEFT DOUBLE QUOTATION MARK}"
TELLING = 2.0  # nats of a phrase without which a document's others are not looked at
RARE = -9.0  # log10 probability of two words that are looked for without the others
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

    @cached_property
    def _automaton(self) -> AhoCorasick:
        """All phrases; most texts never ask for it."""
        return AhoCorasick(self._texts, implementation=Implementation.ContiguousNFA)

    def find(self, text: str) -> list[Match]:
        """Find all phrases between word boundaries, the longest of each place, in order.

        None in a text that speaks of such phrases, nor where one is quoted or explained.
        """
        folded = fold(text)
        found = []
        for index, start, end in find_matches(self._automaton, folded, overlapping=True):
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
        if chosen and any(mention in folded for mention in MENTIONS):
            return []
        return [match for match in chosen if not is_mention(folded, match)]


@cache
def load_finder() -> PhraseFinder:
    """Build the finder of all tables once per process."""
    return PhraseFinder(load_phrases())


def list_triggers() -> set[str]:
    """List strings one of which stands in a text wherever a phrase does that is telling by itself.

    A phrase is not seen where its capitals are in odd places.
    """
    weighty = {phrase.written for phrase in load_phrases() if phrase.weight >= TELLING}
    triggers = {form for written in weighty for form in find_triggers(written)}
    return triggers | {
        pattern.trigger
        for family in load_families()
        for pattern in load_patterns(family.name)
        if pattern.weight >= TELLING
    }


def find_triggers(phrase: str) -> set[str]:
    r"""List strings one of which stands in a text wherever a phrase does.

    Its rarest two neighbours, or all of it where they are common, in four cases, on one line or
    on two.

    >>> sorted(find_triggers("naive bayes"))[-2:]
    ['naive\nbayes', 'naive bayes']
    """
    scores = load_word_scores()
    pairs = {
        pair: sum(scores.get(word, UNSEEN) for word in pair) for pair in pairwise(phrase.split(" "))
    }
    pair = min(pairs, key=pairs.__getitem__, default=())
    trigger = " ".join(pair) if pair and pairs[pair] < RARE else phrase
    cases = {trigger, trigger.capitalize(), trigger.title(), trigger.upper()}
    blanks = [at for at, letter in enumerate(trigger) if letter == " "]
    return cases | {f"{case[:at]}\n{case[at + 1 :]}" for case in cases for at in blanks}


def fold(text: str) -> str:
    r"""Write a text in lower case with plain spaces and apostrophes; offsets stay.

    >>> fold("Random\nForest\N{RIGHT SINGLE QUOTATION MARK}s")
    "random forest's"
    """
    folded = text.replace("\N{LATIN CAPITAL LETTER I WITH DOT ABOVE}", "I").lower()
    for space in "\n\r\t\N{NO-BREAK SPACE}":
        folded = folded.replace(space, " ")
    return folded.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")


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
    matches = list(matches)
    telling = {m.phrase.table for m in matches if m.phrase.weight >= TELLING}
    sums: defaultdict[str, float] = defaultdict(float)
    for phrase in {match.phrase for match in matches if match.phrase.table in telling}:
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
