"""The gazetteer: dictionaries/names as aliases that a scan can look for.

Terms: an **alias** is one way to write a name; `after` is what the house style writes in
its place (equal for the canonical form, which is looked for as well: it is evidence, and
a mention). The **target** is who or what is meant: a person's canonical full name, a
place, an organisation; of a surname alone, the surname.

Case variants are built here and never by lower-casing a text: lower-casing shifts offsets.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from normalize.lexicon import Lexicon

Row = Mapping[str, str]
TABLES = {  # file → (rule, kind of mention)
    "persons": ("person-variant", "person"),
    "places": ("place-variant", "place"),
    "organisations": ("organisation-variant", "organisation"),
}
FULL, SURNAME, PLURAL, FROZEN = "full", "surname", "plural", "frozen"
UNSELECTED = "select"  # rows of this condition are off
ON_EVIDENCE = "document"  # rows of this condition need the same name elsewhere in the document
MIN_DERIVED_SURNAME = 4  # "Un" of "Kim Jong Un" is no surname to look for
PARTICLES = frozenset("al bin da de del der di dos du el la le van von zu".split())


class Alias(NamedTuple):
    """One way to write a name, and what it stands for."""

    text: str
    after: str
    target: str
    rule: str
    kind: str
    form: str
    condition: str = ""

    @property
    def is_canonical(self) -> bool:
        """Whether the name is written as the house style has it."""
        return self.text == self.after


class Gazetteer:
    """Aliases by their text, and what is known of the people in them.

    Attributes:
        aliases: text as it is looked for → the aliases that are written so.
        bearers: surname in its canonical spelling → canonical full names.
        given_names: canonical full name → given names it is found with.
        words: lower-case words of all names: none of them is an unknown surname.
        distinctive: surnames that stand for their bearer without any evidence.
    """

    def __init__(self, tables: Mapping[str, Sequence[Row]], words: Collection[str] = ()) -> None:
        self.aliases: dict[str, tuple[Alias, ...]] = {}
        self.bearers: dict[str, list[str]] = defaultdict(list)
        self.given_names: dict[str, set[str]] = defaultdict(set)
        self.words: set[str] = set()
        self.distinctive: set[str] = set()
        self._english = words
        rows = {
            name: [row for row in tables.get(name, ()) if row["condition"] != UNSELECTED]
            for name in TABLES
        }
        for name, table in rows.items():
            self._add_table(name, table)
        self._add_surnames([row for row in rows["persons"] if row["kind"] == SURNAME])
        for row in tables.get("frozen", ()):
            phrase = row["phrase"]
            for text in {phrase, phrase[:1].upper() + phrase[1:]}:
                self._add(Alias(text, text, text, "", "", FROZEN))

    @property
    def all_given_names(self) -> frozenset[str]:
        """Given names of everybody in the gazetteer, lower case."""
        return frozenset(name for names in self.given_names.values() for name in names)

    def _add(self, alias: Alias) -> None:
        known = self.aliases.get(alias.text, ())
        if alias not in known:
            self.aliases[alias.text] = (*known, alias)

    def _add_forms(self, alias: Alias) -> None:
        for text, after in iter_forms(alias):
            self._add(alias._replace(text=text, after=after))

    def _add_table(self, name: str, rows: Iterable[Row]) -> None:
        rule, kind = TABLES[name]
        for row in rows:
            canonical, variant = row["canonical"], row["variant"]
            self.words.update(iter_name_words(f"{canonical} {variant}"))
            if row["kind"] == SURNAME:
                continue
            self._add_forms(Alias(canonical, canonical, canonical, rule, kind, FULL))
            self._add_forms(
                Alias(variant, canonical, canonical, rule, kind, FULL, row["condition"])
            )
            if kind == "person":
                for full in (canonical, variant):
                    self.given_names[canonical].update(get_given_names(full))

    def _add_surnames(self, rows: Sequence[Row]) -> None:
        spelled = {row["canonical"] for row in rows}
        for person in self.given_names:
            surname = get_surname(person, spelled)
            if len(surname) >= MIN_DERIVED_SURNAME:
                self.bearers[surname].append(person)
        rule, kind = TABLES["persons"]
        for surname in sorted({*self.bearers, *spelled}):
            self._add_forms(Alias(surname, surname, surname, rule, kind, SURNAME))
        for row in rows:
            canonical, variant = row["canonical"], row["variant"]
            alias = Alias(variant, canonical, canonical, rule, kind, SURNAME, row["condition"])
            self._add_forms(alias)
            self._add_forms(alias._replace(text=f"{variant}s", after=f"{canonical}s", form=PLURAL))
            if not row["condition"]:
                self.distinctive.add(canonical)
                if variant.lower() not in self._english:
                    self._add(alias._replace(text=variant.lower(), after=canonical.lower()))


def iter_forms(alias: Alias) -> Iterator[tuple[str, str]]:
    """Yield (text, after) for each way in which an alias may stand in a text.

    As it is, in capitals, decomposed, a person's surname alone in capitals, and surname
    first: ``Umarov (Rustam)``, ``Umarov, Rustam``.
    """
    pairs = [(alias.text, alias.after)]
    if alias.kind == "person" and alias.form == FULL:
        old, new = alias.text.split(), alias.after.split()
        if len(old) == len(new) == 2:
            pairs += [
                (f"{old[0]} {old[1].upper()}", f"{new[0]} {new[1].upper()}"),
                (f"{old[1]}, {old[0]}", f"{new[1]}, {new[0]}"),
                (f"{old[1]} ({old[0]})", f"{new[1]} ({new[0]})"),
            ]
    pairs += [(text.upper(), after.upper()) for text, after in pairs]
    for text, after in dict.fromkeys(pairs):
        yield text, after
        decomposed = unicodedata.normalize("NFD", text)
        if decomposed != text:
            yield decomposed, decomposed if text == after else after


def iter_name_words(name: str) -> Iterator[str]:
    """Yield the words of a name in lower case, hyphenated ones also in parts.

    >>> list(iter_name_words("Bashar al-Assad"))
    ['bashar', 'al-assad', 'al', 'assad']
    """
    for word in name.lower().split():
        yield word
        if "-" in word:
            yield from word.split("-")


def get_surname(person: str, spelled: Collection[str] = ()) -> str:
    """Return the surname of a full name, with its particles.

    Args:
        person: a full name in Western order.
        spelled: surnames known as such; they win.

    >>> get_surname("Ursula von der Leyen"), get_surname("Steve Witkoff")
    ('von der Leyen', 'Witkoff')
    """
    parts = person.split()
    for at in range(1, len(parts)):
        if " ".join(parts[at:]) in spelled:
            return " ".join(parts[at:])
    at = len(parts) - 1
    while at > 1 and parts[at - 1].lower() in PARTICLES:
        at -= 1
    return " ".join(parts[at:]) if at > 0 else ""


def get_given_names(person: str) -> list[str]:
    """Return the lower-case given names of a full name."""
    return [part.lower() for part in person.split()[:-1] if part.lower() not in PARTICLES]


def build_gazetteer(lexicon: Lexicon) -> Gazetteer:
    """Build the gazetteer of a lexicon; the shipped one is built once and shared."""
    return _build_shipped() if type(lexicon) is Lexicon else _build(lexicon)


@cache
def _build_shipped() -> Gazetteer:
    return _build(Lexicon())


def _build(lexicon: Lexicon) -> Gazetteer:
    tables = {name: lexicon.table(f"names/{name}.tsv") for name in (*TABLES, "frozen")}
    return Gazetteer(tables, lexicon.word_scores())
