"""Who is who in one document: short forms, initials and titles to the full name it gives.

"Witkoff" after "Steve Witkoff" is him, unless the document has another Witkoff: then
nobody is linked. Refusing is free, merging two people is not.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from normalize.names.bearers import CIVIL_TITLES, TITLES
from normalize.names.compare import load_variants
from normalize.names.forms import PARTICLES
from normalize.names.romanize import fold_romanized, make_skeleton, strip_marks
from normalize.words import strip_possessive

WORD_RE = re.compile(r"[^\W\d_](?:[\w’'.-]|[\u0300-\u036f])*")
NICKNAME_RE = re.compile(r"[\"“‘(][^\"”’)]*[\"”’)]")
GENERATIONS = frozenset("jr sr ii iii iv junior senior".split())
MEN = frozenset("mr mister sir lord king prince father brother".split())
WOMEN = frozenset("mrs ms miss lady dame queen princess sister".split())
# Words of an office or a calling before a name: "Home Secretary Suella Braverman".
ROLES = TITLES | CIVIL_TITLES | {
    *"prime home foreign deputy vice first acting former late petitioner counsel".split(),
    *"international english american british french german russian captain major".split(),
    *"general king saint st the abba dom don dona mister lord attorney officer author".split(),
    *"singer manager striker host".split(),
}  # fmt: skip


class Surface(NamedTuple):
    """A mention as it is compared: the words of the name, and what a title says."""

    words: tuple[str, ...]
    generation: str = ""
    gender: str = ""
    has_title: bool = False


class _Person:
    """A full name of the document with the spellings that were found to be it."""

    def __init__(self, surface: Surface) -> None:
        self.names = [surface]

    def accepts(self, surface: Surface) -> bool:
        return all(is_compatible(surface, name) for name in self.names)


def parse_surface(text: str) -> Surface:
    """Take the titles, nicknames and possessive ending off a mention.

    >>> parse_surface("President Obama’s").words, parse_surface("Mr. Kim").gender
    (('obama',), 'm')
    """
    words = WORD_RE.findall(NICKNAME_RE.sub(" ", strip_possessive(text.strip())))
    titles = []
    while words and (
        words[0].rstrip(".").lower() in ROLES
        or (words[0][0].islower() and words[0].lower() not in PARTICLES)
    ):
        titles.append(words.pop(0).rstrip(".").lower())
    plain = [strip_marks(word) for word in words]
    generation = plain.pop() if plain and plain[-1] in GENERATIONS else ""
    gender = "m" if MEN.intersection(titles) else "f" if WOMEN.intersection(titles) else ""
    return Surface(tuple(filter(None, plain)), generation, gender, bool(titles))


def is_compatible(one: Surface, other: Surface) -> bool:
    """Tell whether two full names may be one person's: same surname, no given name against it.

    >>> bush, junior = parse_surface("George Bush"), parse_surface("George W. Bush")
    >>> is_compatible(bush, junior), is_compatible(junior, parse_surface("George H. W. Bush"))
    (True, False)
    """
    if one.words[-1] != other.words[-1] or one.generation != other.generation:
        return False
    if one.gender and other.gender and one.gender != other.gender:
        return False
    short, long = sorted((one.words[:-1], other.words[:-1]), key=len)
    if len(short) > 1 and not is_same_given(short[0], long[0]):
        return False
    if 1 < len(short) < len(long) and any(len(name) == 1 for name in short):
        return False  # George W. and George H. W.
    rest = iter(long)  # in order, with others between them
    return all(any(is_same_given(name, given) for given in rest) for name in short)


def is_same_given(one: str, other: str) -> bool:
    """Tell whether two given names may be one: equal, an initial, or a known variant."""
    if one == other:
        return True
    if len(one) == 1 or len(other) == 1:
        return one[0] == other[0]
    if fold_romanized(one) == fold_romanized(other) or make_skeleton(one) == make_skeleton(other):
        return min(len(one), len(other)) > 3
    return other in load_variants().get(one, ())


def resolve_people(mentions: Sequence[str]) -> list[int]:
    """Group the mentions of people in one document.

    Args:
        mentions: as they are written, in order.
    Returns:
        For each mention the number of its person, from 0; −1 where nothing proves one. Two
        mentions of one number are one person's.

    >>> resolve_people(["Steve Witkoff", "Jared Kushner", "Witkoff", "Mr. Kushner", "Kushner"])
    [0, 1, 0, 1, 1]
    >>> resolve_people(["Vitali Klitschko", "Wladimir Klitschko", "Klitschko"])
    [0, 1, -1]
    """
    surfaces = [parse_surface(mention) for mention in mentions]
    people: list[_Person] = []
    known: dict[Surface, int] = {}
    full = sorted({s for s in surfaces if len(s.words) > 1}, key=lambda s: (-len(s.words), s))
    for surface in full:
        fits = [at for at, person in enumerate(people) if person.accepts(surface)]
        rivals = [at for at, person in enumerate(people) if _is_near(person, surface)]
        if len(fits) == 1 and len(rivals) == 1 and not _comes_late(surface, surfaces):
            people[fits[0]].names.append(surface)
            known[surface] = fits[0]
        else:
            known[surface] = len(people)
            people.append(_Person(surface))
    finder = _Finder(people, surfaces, known)
    numbers = [finder.find(at, surface) for at, surface in enumerate(surfaces)]
    order = {number: at for at, number in enumerate(dict.fromkeys(n for n in numbers if n >= 0))}
    return [order.get(number, -1) for number in numbers]


def _comes_late(surface: Surface, surfaces: Sequence[Surface]) -> bool:
    """Tell whether a document calls somebody by a surname before this shorter full name."""
    alone = (surface.words[-1],)
    for other in surfaces:
        if other == surface:
            return False
        if other.words == alone:
            return True
    return False


def _is_near(person: _Person, surface: Surface) -> bool:
    """Tell whether a full name could be thought to be a person's, or a relative's."""
    return any(
        name.words[-1] == surface.words[-1]
        and any(
            is_same_given(own, given) for own in name.words[:-1] for given in surface.words[:-1]
        )
        for name in person.names
    )


def _index_words(people: Sequence[_Person]) -> dict[tuple[str, ...], set[int]]:
    """Index the short forms that each person may have: first word, last words."""
    index: dict[tuple[str, ...], set[int]] = defaultdict(set)
    for number, person in enumerate(people):
        for name in person.names:
            words = name.words
            for at in range(1, len(words)):
                index[words[at:]].add(number)
            index[words[:1]].add(number)
    return index


def _collect_genders(surfaces: Sequence[Surface]) -> dict[str, set[str]]:
    """Collect the genders that titles give to each surname."""
    genders: dict[str, set[str]] = defaultdict(set)
    for surface in surfaces:
        if surface.words and surface.gender:
            genders[surface.words[-1]].add(surface.gender)
    return genders


class _Finder:
    """Finds whom each mention of a document names."""

    def __init__(
        self, people: Sequence[_Person], surfaces: Sequence[Surface], known: dict[Surface, int]
    ) -> None:
        self._people = people
        self._known = known
        self._by_word = _index_words(people)
        self._genders = _collect_genders(surfaces)
        self._by_surname: dict[tuple[str, ...], int] = {}
        self._first: dict[int, int] = {}  # person → where the document first has the full name
        for at, surface in enumerate(surfaces):
            if surface in known:
                self._first.setdefault(known[surface], at)

    def find(self, at: int, surface: Surface) -> int:
        """Find whom a mention names; −1 where nobody, or several may be meant."""
        if surface in self._known:
            return self._known[surface]
        words = surface.words
        if not words or surface.generation or len(words[-1]) < 2:
            return -1
        if len(self._genders.get(words[-1], ())) > 1:
            return -1  # Mr. and Mrs.
        candidates = self._by_word.get(words, set())
        if len(candidates) > 1:  # as long as only one of them has been named, he is meant
            candidates = {number for number in candidates if self._first[number] < at}
            if len(candidates) != 1:
                return -1
        if not candidates:  # a surname that nobody has in full: it is one person's
            return self._by_surname.setdefault(words, len(self._people) + len(self._by_surname))
        number = next(iter(candidates))
        if surface.has_title and self._is_given(number, words):
            return -1  # "Mr. George" is not George Bush
        return number

    def _is_given(self, number: int, words: tuple[str, ...]) -> bool:
        return all(name.words[:1] == words for name in self._people[number].names)
