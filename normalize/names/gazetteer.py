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
    ON_EVIDENCE,
    PLURAL,
    SURNAME,
    UNSELECTED,
    Alias,
    get_given_names,
    get_surname,
    iter_forms,
    spell_apostrophes,
)
from normalize.names.romanize import fold_romanized, is_unaccented, strip_accents

Row = Mapping[str, str]
TABLES = {  # file → (rule, kind of mention)
    "persons": ("person-variant", "person"),
    "places": ("place-variant", "place"),
    "organisations": ("organisation-variant", "organisation"),
}
RESPELLED = "surname-variant"
RENAMED_COUNTRY, RENAMED_PLACE = "renamed-country", "renamed-place"
MISSING_ACCENT = "missing-accent"
SELECTABLE = (RENAMED_COUNTRY, RENAMED_PLACE, MISSING_ACCENT)
MIN_DERIVED_SURNAME = 4  # "Un" of "Kim Jong Un" is no surname to look for
MIN_ROMANIZED = 5  # shorter names fold together with too much else
MIN_LOWER = 7  # letters of a place that is looked for without its capital
MIN_CAPITALS = 4  # letters of a name that is also looked for in capitals throughout
COLUMNS = 5  # of the generated table
WEAK_KINDS = {"person": "person", "organisation": "organisation", "demonym": "demonym"}
Found = tuple[Alias, ...]
# A row as it is kept until its text is met: canonical, rule, kind, condition; of the
# generated table canonical and kind.
FullLine = tuple[str, str, str, str]
Line = FullLine | tuple[str, str]


class Gazetteer:
    """Aliases by their text, and what is known of the people in them.

    Attributes:
        phrases: text as it is looked for → its aliases, or what they are made of.
        reviewed: the phrases of the reviewed tables; the others come from the generated one.
        bearers: surname in its canonical spelling → canonical full names.
        distinctive: surnames that stand for their bearer without any evidence.
        cities: reviewed places that take no article.
    """

    def __init__(
        self,
        tables: Mapping[str, Sequence[Row]],
        selected: Collection[str] = (),
        generated: str = "",
    ) -> None:
        self.phrases: dict[str, Found | Line] = {}
        self.bearers: dict[str, list[str]] = defaultdict(list)
        self.distinctive: set[str] = set()
        self.cities: set[str] = set()
        self._spelled: set[str] = set()
        self._lower: dict[str, Found] = {}
        self._given_names: dict[str, list[str]] = defaultdict(list)
        self._names: list[str] = []
        self._selected = selected
        for name in TABLES:
            self._add_table(name, tables.get(name, ()))
        self._add_surnames([row for row in tables.get("persons", ()) if row["kind"] == SURNAME])
        for row in tables.get("frozen", ()):
            phrase = row["phrase"]
            for text in {phrase, phrase[:1].upper() + phrase[1:]}:
                self._add(Alias(text, text, text, "", "", FROZEN))
        self.reviewed = list(self.phrases)
        self.generated = self._add_generated(generated)

    @cached_property
    def given_names(self) -> Mapping[str, frozenset[str]]:
        """Canonical full name → lower-case given names that it is found with."""
        return {
            person: frozenset(given for full in names for given in get_given_names(full))
            for person, names in self._given_names.items()
        }

    @cached_property
    def words(self) -> frozenset[str]:
        """Lower-case words of reviewed names: none of them is an unknown surname."""
        text = "\n".join(self._names).lower()
        return frozenset(text.split()).union(text.replace("-", " ").split())

    @cached_property
    def capitals(self) -> dict[str, str]:
        """Reviewed phrases in capitals throughout → as they are listed."""
        return {text.upper(): text for text in self.reviewed if len(text) >= MIN_CAPITALS}

    @cached_property
    def _folded(self) -> dict[str, str]:
        """Sounds of the surnames that are known to be written in several ways → surname."""
        folded: dict[str, str] = {}
        for surname in sorted(self._spelled):
            if len(surname) >= MIN_ROMANIZED and len(self.bearers[surname]) == 1:
                sounds = fold_romanized(surname)
                folded[sounds] = "" if sounds in folded else surname
        return folded

    def look_up_romanized(self, word: str) -> Found:
        """Return the surname that a word of no table is another romanisation of.

        It fires on evidence only: the document's, or the words around.
        """
        surname = self._folded.get(fold_romanized(word)) if len(word) >= MIN_ROMANIZED else ""
        if not surname:
            return ()
        after = surname.upper() if word.isupper() else surname
        return (Alias(word, after, surname, RESPELLED, "person", SURNAME, ON_EVIDENCE),)

    def get_lower(self, english: Collection[str]) -> dict[str, Found]:
        """Return surnames in lower case that are no word and nobody else's."""
        return {text: found for text, found in self._lower.items() if text not in english}

    def look_up(self, text: str) -> Found:
        """Return the aliases that are written so; none where there are none."""
        found = self.phrases.get(text)
        if found is None:
            return ()
        if isinstance(found[0], str):
            found = self.phrases[text] = (_read_line(text, found),)
        return found

    def look_up_capitals(self, text: str) -> Found:
        """Return the aliases that are written so in capitals: "RUSTAM UMAROV", "Rustam UMAROV"."""
        listed = self.capitals.get(text.upper())
        if listed is None:
            return ()
        if text.isupper():
            return tuple(
                alias._replace(text=text, after=alias.after.upper())
                for alias in self.look_up(listed)
            )
        given, _, surname = text.partition(" ")
        is_shouted = surname.isupper() and listed.startswith(f"{given} ")
        return self.look_up_form(listed, 0, text) if is_shouted else ()

    def look_up_form(self, name: str, number: int, text: str) -> Found:
        """Return the aliases that a form of a full name stands for, as `iter_forms` counts."""
        aliases = []
        for alias in self.look_up(name):
            forms = list(iter_forms(alias.after)) if alias.kind == "person" else []
            if forms:
                aliases.append(alias._replace(text=text, after=forms[number]))
        return tuple(aliases)

    def _add(self, alias: Alias) -> None:
        known = self.phrases.get(alias.text)
        if known is None:
            self.phrases[alias.text] = (alias,)
        else:
            found = self.look_up(alias.text)
            if alias not in found:
                self.phrases[alias.text] = (*found, alias)

    def _add_table(self, name: str, rows: Iterable[Row]) -> None:
        rule, kind = TABLES[name]
        canonicals = set()
        for row in rows:
            canonical, variant = row["canonical"], row["variant"]
            self._names += (canonical, variant)
            if row["kind"] == SURNAME:
                continue
            if canonical not in canonicals:
                canonicals.add(canonical)
                if row["kind"] == "city":
                    self.cities.add(canonical)
                self._add_full(canonical, (canonical, rule, kind, ALWAYS))
            if variant != canonical:
                condition = row["condition"]
                fires = rule
                if condition == UNSELECTED:
                    fires, condition = self._choose_rule(rule, row)
                for text in spell_apostrophes(variant):
                    self._add_full(text, (canonical, fires, kind, condition))

    def _add_full(self, text: str, line: FullLine) -> None:
        if text in self.phrases:
            self._add(_read_line(text, line))
        else:
            self.phrases[text] = line
        target, _, kind, condition = line
        if kind == "person":
            self._given_names[target].append(text)
        elif kind == "place" and not condition and len(text) >= MIN_LOWER and text != target:
            self._add_lower(_read_line(text, line))

    def _choose_rule(self, rule: str, row: Row) -> tuple[str, str]:
        """Choose rule and condition: rows to be selected are mentions until they are."""
        if row["condition"] != UNSELECTED:
            return rule, row["condition"]
        if is_unaccented(row["variant"], row["canonical"]):
            rule = MISSING_ACCENT
        elif rule == "place-variant":
            rule = RENAMED_COUNTRY if row["kind"] == "country" else RENAMED_PLACE
        return rule, ALWAYS if rule in self._selected else MENTION

    def _add_surnames(self, rows: Sequence[Row]) -> None:
        spelled = self._spelled = {row["canonical"] for row in rows}
        for person in self._given_names:
            surname = get_surname(person, spelled)
            if len(surname) >= MIN_DERIVED_SURNAME:
                self.bearers[surname].append(person)
        rule, kind = TABLES["persons"]
        for surname in sorted({*self.bearers, *spelled}):
            self._add(Alias(surname, surname, surname, rule, kind, SURNAME))
            plain = strip_accents(surname) if MISSING_ACCENT in self._selected else surname
            if plain != surname and plain not in self.phrases:
                fires = MISSING_ACCENT
                self._add(Alias(plain, surname, surname, fires, kind, SURNAME, ON_EVIDENCE))
        for row in rows:
            canonical, variant = row["canonical"], row["variant"]
            fires, condition = self._choose_rule(rule, row)
            alias = Alias(variant, canonical, canonical, fires, kind, SURNAME, condition)
            for text in spell_apostrophes(variant):
                self._add(alias._replace(text=text))
            self._add(alias._replace(text=f"{variant}s", after=f"{canonical}s", form=PLURAL))
            if not condition:
                self.distinctive.add(canonical)
                self._add_lower(alias)

    def _add_lower(self, alias: Alias) -> None:
        if alias.text.isalpha():
            text = alias.text.lower()
            self._lower[text] = (alias._replace(text=text, after=alias.after.lower()),)

    def _add_generated(self, text: str) -> list[str]:
        """Add the rows of the generated table, all at once; return the new phrases."""
        cells = text.replace("\n", "\t").split("\t")
        canonicals, variants, kinds = cells[0:-1:COLUMNS], cells[1::COLUMNS], cells[2::COLUMNS]
        rows = list(zip(canonicals, kinds, strict=True))
        lines = dict(zip(canonicals, rows, strict=True))  # the canonical names themselves
        lines.update(zip(variants, rows, strict=True))
        for known in self.phrases.keys() & lines.keys():
            del lines[known]
        self.phrases.update(lines)
        return list(lines)


def _read_line(text: str, line: Line) -> Alias:
    """Read a row as the alias that a text has."""
    if len(line) == 4:
        canonical, rule, kind, condition = line
        return Alias(text, canonical, canonical, rule, kind, FULL, condition)
    target, kind = line
    kind = WEAK_KINDS.get(kind, "place")
    return Alias(text, target, target, "", kind, FULL, MENTION, is_weak=True)
