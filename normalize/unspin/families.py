"""The families of spinners: each is a folder of `dictionaries/substitutions/`, and no code.

`family.toml` says what the family is; what it writes stands in tables beside it, each optional:
`chains.tsv`, `observed.tsv`, `absent.tsv` (word for word: see `channel`), `phrases.tsv` (written,
original, weight, certainty, source: see `phrases`), `patterns.tsv` (what it does to numbers and
markup). A new family is a new folder.
"""

from __future__ import annotations

import tomllib
from functools import cache
from typing import NamedTuple

import msgspec

from normalize.lexicon import DictionaryError, get_path, load_table

FOLDER = "substitutions"
TAUGHT = "thesaurus"  # the family that learned tables are laid over, and learned for
CERTAINTY = {"A": 0.98, "B": 0.92, "C": 0.6}  # of a repair, where the family is certain


class Family(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What `family.toml` says.

    Attributes:
        name: the folder's name.
        about: what the family does, for people.
        source: where it was seen.
        broad: it also changes words at a sentence's start and beside punctuation.
        report: much of what it does cannot be undone: report the document (`spun-text`).
        odd: words that show that a text may be its work; found from the tables if empty.
        least: the fewest different odd words of a document that is looked at.
    """

    name: str
    about: str
    source: str
    broad: bool = False
    report: bool = False
    odd: tuple[str, ...] = ()
    least: int = 1

    def has(self, table: str) -> bool:
        """Tell whether the family has a table, such as "observed.tsv"."""
        return (get_path(FOLDER) / self.name / table).is_file()


class Pattern(NamedTuple):
    """What a family does to numbers and markup: a regular expression and what it stood for.

    `trigger`: a literal without which the pattern cannot match; it opens the gate where the
    pattern has a weight.
    """

    pattern: str
    original: str
    trigger: str
    weight: float
    certainty: str


@cache
def load_families() -> tuple[Family, ...]:
    """Load what the folders say, in order of their names.

    Raises:
        DictionaryError: a family's file cannot be read; the message names it.
    """
    families = []
    for path in sorted(get_path(FOLDER).glob("*/family.toml")):
        try:
            data = tomllib.loads(path.read_text(encoding="utf-8"))
            families.append(msgspec.convert({**data, "name": path.parent.name}, Family))
        except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
            raise DictionaryError(f"{path}: {error}") from None
    return tuple(families)


@cache
def get_family(name: str) -> Family:
    """Return a family by its folder's name.

    >>> get_family("thesaurus").broad
    False
    """
    return next(family for family in load_families() if family.name == name)


@cache
def list_word_families() -> tuple[str, ...]:
    """List the families that replace word by word.

    >>> "thesaurus" in list_word_families()
    True
    """
    return tuple(family.name for family in load_families() if family.has("observed.tsv"))


@cache
def load_patterns(name: str) -> tuple[Pattern, ...]:
    """Load the patterns of a family; none where it has no such table."""
    if not get_family(name).has("patterns.tsv"):
        return ()
    return tuple(
        Pattern(
            row["pattern"],
            row["original"],
            row["trigger"],
            float(row["weight"]),
            row["certainty"],
        )
        for row in load_table(f"{FOLDER}/{name}/patterns.tsv")
    )
