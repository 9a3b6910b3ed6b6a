"""Surnames respelled beyond the gazetteer, where the document itself gives the full name.

`find_respelled_surname` groups the document's capitalised words by key, so it is linear:
a word is compared with the surnames of one key only, and two of these are one too many.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from normalize import fuzzy
from normalize.edits import Edit
from normalize.names.bearers import COMMON, TITLES, Bearer, Bearers
from normalize.names.census import MIN_LENGTH, Census
from normalize.names.forms import get_surname
from normalize.names.gazetteer import Gazetteer
from normalize.names.guards import find_guard
from normalize.names.keys import is_derived, is_plural, is_same_gender, make_key
from normalize.names.links import is_linked
from normalize.names.resolve import Decision
from normalize.names.romanize import fold_romanized, is_unaccented
from normalize.words import match_case

RULE = "surname-variant"
# Normalised indel similarity, 0–1, higher is closer. Witkopf/Witkoff has .86, the closest
# pair of different people with equal keys that we know, Khamenei/Khomeini, has .75.
MIN_SIMILARITY = 0.84
HARDLY_SAME = 0.7
NEARLY_SAME = 0.9  # as written, whatever the sounds
LONG = 10  # letters of a name in which two may be wrong
BY_GAZETTEER, BY_DOCUMENT, UNSURE = 0.95, 0.92, 0.60

SCHOLARLY = frozenset("\N{COMBINING MACRON}\N{COMBINING DOT BELOW}\N{COMBINING BREVE BELOW}")

CAPITAL = "A-Z\u00c0-\u00d6\u00d8-\u00de\u0100-\u017d"
GIVEN_BEFORE_RE = re.compile(rf"(?<![\w'’])([{CAPITAL}][^\W\d_]+)[ \xa0]\Z")
BOTH_RE = re.compile(r"\s(?:and|or|not|vs\.?)\s[^\W\d_]+\s\Z")  # "and Boris Johnsson"
CAPITALISED_RE = re.compile(rf"[{CAPITAL}](?<!\w.)[^\W\d_]{{{MIN_LENGTH - 1},}}+")
NEXT_NAME_RE = re.compile(rf"[ \xa0]([{CAPITAL}][^\W\d_]+)")


class FullName(NamedTuple):
    """A full name that the document gives; `person` is its gazetteer entry, if any."""

    given: str
    surname: str
    person: str = ""
    is_listed: bool = False  # whether the given name is a known one


def find_respelled_surname(
    text: str,
    census: Census,
    decisions: Sequence[Decision],
    gazetteer: Gazetteer,
    bearers: Bearers,
) -> Iterator[Edit]:
    """Correct a surname to the spelling of the document's own full name.

    Why: machine translation and haste give one person two spellings in one article.
    Leaves alone: words of English; names of anybody in the gazetteer; surnames that two
    people in the document could bear, or that stand with another given name, or beside
    the full name's own spelling; wives (Zelenska), families (the Zelenskyys); spellings
    that are more frequent than the full name's (proposed with confidence 0.60).

    Args:
        decisions: what the resolver made of the gazetteer's hits.
    Yields:
        One edit for each place, in no order, none overlapping a hit.
    Source: cases in fixtures/cases/names/surname-variant.jsonl.
    """
    search = _Search(text, census, decisions, gazetteer, bearers)
    for word, places in search.unknown.items():
        name = search.match(word)
        if name is None:
            continue
        confidence = BY_GAZETTEER if name.person else BY_DOCUMENT
        is_sure = name.is_listed and search.is_minority(word, name)
        if not name.person and not is_sure:
            confidence = UNSURE
        note = f"the document names {name.given} {name.surname}"
        for start in places:
            end = start + len(word)
            if is_spared(text, start, end):
                continue
            after = match_case(name.surname, text[start:end])
            yield Edit(start, end, after, RULE, confidence, note)


def find_suspects(census: Census, decisions: Sequence[Decision] = ()) -> tuple[list[str], set[str]]:
    """Find the unknown words of a text that have the key of another name in it.

    Args:
        decisions: what the resolver made of the gazetteer's hits, where it did.
    Returns:
        The unknown words, and all words that share a key with one of them; lower case.
    """
    if not census.unknown:
        return [], set()
    people = {decision.target for decision in decisions if " " in decision.target}
    by_key: dict[str, list[str]] = defaultdict(list)
    for name in census.rare.union(get_surname(person).lower() for person in people):
        by_key[make_key(name)].append(name)
    suspects = [name for name in census.unknown if len(by_key[make_key(name)]) > 1]
    return suspects, {other for name in suspects for other in by_key[make_key(name)]}


class _Search:
    """The suspects and the full names of one document."""

    def __init__(
        self,
        text: str,
        census: Census,
        decisions: Sequence[Decision],
        gazetteer: Gazetteer,
        bearers: Bearers,
    ) -> None:
        self.text = text
        self.gazetteer = gazetteer
        self.bearers = bearers
        self.counts: dict[str, int] = defaultdict(int)
        self.unknown: dict[str, list[int]] = defaultdict(list)
        self._by_key: dict[str, set[FullName]] = defaultdict(set)
        self._givens: dict[str, set[str]] = defaultdict(set)
        suspects, company = find_suspects(census, decisions)
        if suspects:
            self._collect_people(decisions)
            self._collect_words(set(suspects), company, decisions)

    def _collect_words(
        self, suspects: set[str], company: set[str], decisions: Sequence[Decision]
    ) -> None:
        """Collect where the suspects stand, how often their company does, and full names."""
        taken = iter([*(item.hit[:2] for item in decisions), (len(self.text) + 1,) * 2])
        start, end = next(taken)
        for match in CAPITALISED_RE.finditer(self.text):
            word = match.group().lower()
            if word not in company or not self._is_whole(match.start(), match.end()):
                continue
            while end <= match.start():
                start, end = next(taken)
            self.counts[word] += 1
            if word in suspects and match.end() <= start:
                self.unknown[word].append(match.start())
            given = GIVEN_BEFORE_RE.search(self.text, max(0, match.start() - 40), match.start())
            if given:
                self._add_name(given.group(1), match.group())

    def _is_whole(self, start: int, end: int) -> bool:
        before, after = self.text[max(0, start - 1) : start], self.text[end : end + 1]
        if before and before in "'’-.":
            return False
        return not after or not (after.isalnum() or after == "_" or "\u0300" <= after <= "\u036f")

    def _collect_people(self, decisions: Sequence[Decision]) -> None:
        for decision in decisions:
            alias = decision.alias
            if alias is None or alias.kind != "person" or " " not in decision.target:
                continue
            surname = get_surname(decision.target)
            given = decision.target.split()[0]
            self._by_key[make_key(surname)].add(FullName(given, surname, decision.target))

    def _add_name(self, given: str, surname: str) -> None:
        """Add a full name that the gazetteer does not have."""
        score = self.bearers.words.get(surname.lower())
        if score is not None and score > COMMON:
            return
        if given.lower() in TITLES or not self.bearers.is_given_name(given):
            return
        self._givens[surname.lower()].add(make_key(given))
        if score is not None and not self.bearers.is_listed(given):
            return  # "Greek Achilles": two words, no full name
        if surname.lower() not in self.gazetteer.words:
            surname = surname if not surname.isupper() else surname.title()
            is_listed = self.bearers.is_listed(given)
            self._by_key[make_key(surname)].add(FullName(given, surname, "", is_listed))

    def match(self, word: str) -> FullName | None:
        """Find the one full name that a word may be the surname of."""
        others = (
            name for name in self._by_key.get(make_key(word), ()) if name.surname.lower() != word
        )
        name = next(others, None)
        if name is None or next(others, None) is not None:
            return None  # nobody, or two who compete
        if not self._givens[word] <= {make_key(name.given)}:
            return None  # it stands with somebody else's given name
        if not name.person and self._givens[word]:
            frequency = self.counts[word]
            if frequency >= self.counts[name.surname.lower()]:
                return None  # two full names: which of them is right, nobody says
        if not is_alike(word, name.surname):
            return None
        return name if all(self._is_free(at, word, name) for at in self.unknown[word]) else None

    def is_minority(self, word: str, name: FullName) -> bool:
        """Tell whether the full name's spelling clearly is the document's own.

        Where the given name is an unknown word, the pair may be no person's name at all
        ("Swami Prabhavanada"), and more is asked.
        """
        factor = 1 if name.is_listed else 2
        return self.counts[word] * factor <= self.counts[name.surname.lower()]

    def _is_free(self, start: int, word: str, name: FullName) -> bool:
        """Tell whether nothing around a place speaks for somebody else."""
        if self.bearers.classify(self.text, start, {name.given.lower()}) is Bearer.OTHER:
            return False
        end = start + len(word)
        following = NEXT_NAME_RE.match(self.text, end)
        if following and self.bearers.is_given_name(following.group(1)):
            return False  # it is a given name itself, or the first half of a surname
        return not self._is_beside(start, end, name.surname.lower())

    def _is_beside(self, start: int, end: int, surname: str) -> bool:
        """Tell whether the other spelling stands beside: "Sikorski and Sikorsky" are two."""
        before = self.text[max(0, start - len(surname) - 30) : start].lower()
        if BOTH_RE.search(before) and surname in before:
            return True
        before = before[-len(surname) - 8 :]
        at = before.rfind(surname)
        if at >= 0 and is_linked(before, at + len(surname), len(before)):
            return True
        after = self.text[end : end + len(surname) + 8].lower()
        at = after.find(surname)
        return at >= 0 and is_linked(after, 0, at)


def is_spared(text: str, start: int, end: int) -> bool:
    """Tell whether a guard speaks for a surname: a spelling that is talked about, another man."""
    return any(find_guard(text, start, end, "person", is_spelling) for is_spelling in (False, True))


def is_alike(word: str, surname: str) -> bool:
    """Tell whether two names of one key are likely one name.

    >>> is_alike("Witkopf", "Witkoff"), is_alike("Zelenska", "Zelenskyy")
    (True, False)
    """
    if min(len(word), len(surname)) < MIN_LENGTH:
        return False
    if is_unaccented(word.lower(), surname.lower()):
        return False  # a missing accent alone is not due
    if SCHOLARLY.intersection(unicodedata.normalize("NFD", word)):
        return False  # Ḥayyān is a transliteration, no slip
    if is_plural(word, surname) or is_derived(word, surname):
        return False
    if not is_same_gender(word, surname):
        return False
    as_written = fuzzy.Indel.normalized_similarity(word.lower(), surname.lower())
    if as_written >= NEARLY_SAME:
        return True
    spoken, other = fold_romanized(word), fold_romanized(surname)
    if as_written < HARDLY_SAME:
        return False  # Fourier is not Fryer, however it is pronounced
    slips = 1 if len(other) < LONG else 2  # Ryabkov is not Rybakov
    if fuzzy.Levenshtein.distance(spoken, other, score_cutoff=slips) > slips:
        return False
    return max(as_written, fuzzy.Indel.normalized_similarity(spoken, other)) >= MIN_SIMILARITY
