"""A user's own dictionaries, laid over the shipped ones.

Each is a TSV file, UTF-8, with a header row that says what it holds:
`canonical variant [kind] [condition]`: names; `phrase reason`: phrases in which names stay;
`language phrase weight kind`: page furniture. Lines that begin with "#" above
the header are comments.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from normalize.lexicon import DictionaryError, Lexicon, load_table, read_user_table

Row = Mapping[str, str]
NAMES = {
    "person": "persons",
    "surname": "persons",
    "city": "places",
    "country": "places",
    "place": "places",
    "region": "places",
    "river": "places",
    "acronym": "organisations",
    "organisation": "organisations",
}
KINDS = (*NAMES, "different", "frozen")  # two names that are two; a phrase that stays
OWN_NAMES = "a user's names"
PLAIN = "organisation"  # the kind of a name that is not known and not told: nothing is derived
FIXED = {
    frozenset(("phrase", "reason")): "names/frozen.tsv",
    frozenset(("language", "phrase", "weight", "kind")): "layout/furniture.tsv",
}
KNOWN = "canonical variant [kind] [condition]; phrase reason; language phrase weight kind"


class UserLexicon(Lexicon):
    """The shipped dictionaries with a user's rows over them: where both speak, the user's wins.

    Raises:
        DictionaryError: a file is missing or broken; names file and line.
    """

    def __init__(self, dictionaries: tuple[str, ...]) -> None:
        self._rows: dict[str, list[Row]] = {}
        for path in dictionaries:
            for table, row in read_dictionary(Path(path)):
                self._rows.setdefault(table, []).append(row)

    def table(self, name: str) -> tuple[Row, ...]:
        """Rows of a table: the shipped ones, then the user's."""
        return (*load_table(name), *self._rows.get(name, ()))

    def user_names(self) -> list[Row]:
        """The user's own names, in order; the names step lays them over ours."""
        return self._rows.get(OWN_NAMES, [])


def read_dictionary(path: Path) -> list[tuple[str, Row]]:
    """Read a user's dictionary: for each row the table it belongs to.

    Raises:
        DictionaryError: missing or broken; names the line.
    """
    table = read_user_table(path)
    columns = frozenset(table.columns)
    is_names = (
        {"canonical", "variant"}
        <= columns
        <= {"canonical", "variant", "kind", "condition", "source"}
    )
    if not is_names and columns not in FIXED:
        raise DictionaryError(
            f"{path}:{table.line}: unknown header; known are {KNOWN} (tabs between)"
        )
    rows: list[tuple[str, Row]] = []
    seen: dict[str, str] = {}
    for number, row in table.rows:
        where = f"{path}:{number}"
        rows.append(_check_name(row, seen, where) if is_names else _check_row(row, columns, where))
    return rows


def _check_name(row: dict[str, str], seen: dict[str, str], where: str) -> tuple[str, Row]:
    canonical, variant = row["canonical"], row["variant"]
    if not canonical.strip() or not variant.strip():
        raise DictionaryError(f"{where}: canonical and variant must not be empty")
    if seen.setdefault(variant, canonical) != canonical:
        raise DictionaryError(f"{where}: {variant!r} stands for {seen[variant]!r} already")
    if canonical in seen and seen[canonical] != canonical:
        raise DictionaryError(f"{where}: {canonical!r} is itself a variant of {seen[canonical]!r}")
    kind = row.get("kind") or _find_kind(canonical)
    if kind not in KINDS:
        raise DictionaryError(
            f"{where}: unknown kind {kind!r}; known are {', '.join(sorted(KINDS))}"
        )
    condition = row.get("condition", "")
    if condition not in ("", "document", "select"):
        raise DictionaryError(
            f"{where}: unknown condition {condition!r}; known are document, select"
        )
    whole = {"canonical": canonical, "variant": variant, "kind": kind, "source": "user"}
    return OWN_NAMES, {**whole, "condition": condition}


def _find_kind(canonical: str) -> str:
    for table in dict.fromkeys(NAMES.values()):
        for row in load_table(f"names/{table}.tsv"):
            if row["canonical"] == canonical:
                return row["kind"]
    return PLAIN


def _check_row(row: dict[str, str], columns: frozenset[str], where: str) -> tuple[str, Row]:
    if "weight" in row:
        from normalize.layout.furniture.phrases import NOTES

        try:
            fits = -3 <= float(row["weight"]) <= 9
        except ValueError:
            fits = False
        if not fits or row["kind"] not in NOTES:
            kinds = ", ".join(sorted(NOTES))
            raise DictionaryError(f"{where}: weight is -3 to 9; kind is one of {kinds}")
        row = {**row, "own": "yes"}
    return FIXED[columns], row
