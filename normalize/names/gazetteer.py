"""The gazetteer: dictionaries/names as phrases that a scan can look for.

The reviewed tables (persons, places, organisations) become aliases when the gazetteer is
built. The generated table is large and met rarely: its lines are kept as they are and
read when a text has one of their phrases.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property

from normalize.names.forms import (
    ALWAYS,
    FROZEN,
    FULL,
    MENTION,
    PLURAL,
    SURNAME,
    UNSELECTED,
    Alias,
    get_given_names,
    get_surname,
    iter_forms,
    iter_name_words,
)

Row = Mapping[str, str]
TABLES = {  # file → (rule, kind of mention)
    "persons": ("person-variant", "person"),
    "places": ("place-variant", "place"),
    "organisations": ("organisation-variant", "organisation"),
}
RENAMED_COUNTRY, RENAMED_PLACE = "renamed-country", "renamed-place"
MIN_DERIVED_SURNAME = 4  # "Un" of "Kim Jong Un" is no surname to look for
MIN_CAPITALS = 4  # letters of a name that is also looked for in capitals throughout
WEAK_KINDS = {"person": "person", "organisation": "organisation", "demonym": "demonym"}
Found = tuple[Alias, ...]


class Gazetteer:
    """Aliases by their text, and what is known of the people in them.

    Attributes:
        phrases: text as it is looked for → its aliases, or a line of the generated table.
        lower: lower-case spellings of surnames that are no word and nobody else's.
        bearers: surname in its canonical spelling → canonical full names.
        given_names: canonical full name → given names it is found with.
        words: lower-case words of reviewed names: none of them is an unknown surname.
        distinctive: surnames that stand for their bearer without any evidence.
    """

    def __init__(
        self,
        tables: Mapping[str, Sequence[Row]],
        words: Collection[str] = (),
        selected: Collection[str] = (),
        lines: Iterable[str] = (),
    ) -> None:
        self.phrases: dict[str, Found | str] = {}
        self.lower: dict[str, Found] = {}
        self.bearers: dict[str, list[str]] = defaultdict(list)
        self.given_names: dict[str, set[str]] = defaultdict(set)
        self.words: set[str] = set()
        self.distinctive: set[str] = set()
        self._english = words
        self._selected = selected
        for name in TABLES:
            self._add_table(name, tables.get(name, ()))
        self._add_surnames([row for row in tables.get("persons", ()) if row["kind"] == SURNAME])
        for row in tables.get("frozen", ()):
            phrase = row["phrase"]
            for text in {phrase, phrase[:1].upper() + phrase[1:]}:
                self._add(Alias(text, text, text, "", "", FROZEN))
        self._add_lines(lines)

    @property
    def all_given_names(self) -> frozenset[str]:
        """Given names of everybody in the gazetteer, lower case."""
        return frozenset(name for names in self.given_names.values() for name in names)

    @cached_property
    def capitals(self) -> dict[str, str]:
        """Phrases in capitals throughout → as they are listed. Built on first use."""
        texts = (text for text, found in self.phrases.items() if _is_shouted(text, found))
        return {text.upper(): text for text in texts}

    def look_up(self, text: str) -> Found:
        """Return the aliases that are written so; none where there are none."""
        found = self.phrases.get(text, ())
        if isinstance(found, str):
            found = self.phrases[text] = (_read_line(found, text),)
        return found

    def look_up_capitals(self, text: str) -> Found:
        """Return the aliases that are written so when all letters are capitals."""
        listed = self.capitals.get(text)
        if listed is None:
            return ()
        return tuple(
            alias._replace(text=text, after=alias.after.upper()) for alias in self.look_up(listed)
        )

    def _add(self, alias: Alias) -> None:
        known = self.phrases.get(alias.text, ())
        if not known:
            self.phrases[alias.text] = (alias,)
        elif alias not in known and not isinstance(known, str):
            self.phrases[alias.text] = (*known, alias)

    def _add_table(self, name: str, rows: Iterable[Row]) -> None:
        rule, kind = TABLES[name]
        canonicals = set()
        for row in rows:
            canonical, variant = row["canonical"], row["variant"]
            self.words.update(iter_name_words(f"{canonical} {variant}"))
            if row["kind"] == SURNAME:
                continue
            if canonical not in canonicals:
                canonicals.add(canonical)
                full = Alias(canonical, canonical, canonical, rule, kind, FULL)
                self._add_full(full)
            fires, condition = self._choose_rule(rule, row)
            if variant != canonical:
                self._add_full(Alias(variant, canonical, canonical, fires, kind, FULL, condition))

    def _add_full(self, alias: Alias) -> None:
        for form in iter_forms(alias):
            self._add(form)
        if alias.kind == "person":
            self.given_names[alias.target].update(get_given_names(alias.text))

    def _choose_rule(self, rule: str, row: Row) -> tuple[str, str]:
        """Choose rule and condition: rows to be selected are mentions until they are."""
        if row["condition"] != UNSELECTED:
            return rule, row["condition"]
        if rule == "place-variant":
            rule = RENAMED_COUNTRY if row["kind"] == "country" else RENAMED_PLACE
        return rule, ALWAYS if rule in self._selected else MENTION

    def _add_surnames(self, rows: Sequence[Row]) -> None:
        spelled = {row["canonical"] for row in rows}
        for person in self.given_names:
            surname = get_surname(person, spelled)
            if len(surname) >= MIN_DERIVED_SURNAME:
                self.bearers[surname].append(person)
        rule, kind = TABLES["persons"]
        for surname in sorted({*self.bearers, *spelled}):
            self._add(Alias(surname, surname, surname, rule, kind, SURNAME))
        for row in rows:
            canonical, variant = row["canonical"], row["variant"]
            fires, condition = self._choose_rule(rule, row)
            alias = Alias(variant, canonical, canonical, fires, kind, SURNAME, condition)
            self._add(alias)
            self._add(alias._replace(text=f"{variant}s", after=f"{canonical}s", form=PLURAL))
            if not condition:
                self.distinctive.add(canonical)
                if variant.lower() not in self._english and variant.isalpha():
                    lower = alias._replace(text=variant.lower(), after=canonical.lower())
                    self.lower[lower.text] = (lower,)

    def _add_lines(self, lines: Iterable[str]) -> None:
        phrases = self.phrases
        for line in lines:
            canonical, variant, _ = line.split("\t", 2)
            if variant not in phrases:
                phrases[variant] = line
            if canonical not in phrases:
                phrases[canonical] = line


def _is_shouted(text: str, found: Found | str) -> bool:
    return not isinstance(found, str) and len(text) >= MIN_CAPITALS


def _read_line(line: str, text: str) -> Alias:
    """Read a line of the generated table as the alias that a text has."""
    canonical, _, kind, _, condition = line.split("\t")
    kind = WEAK_KINDS.get(kind, "place")
    return Alias(text, canonical, canonical, "", kind, FULL, condition or MENTION, is_weak=True)
