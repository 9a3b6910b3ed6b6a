"""Which spelling of a group is written: the house style's, the user's, or the user's file's.

`load_rows` gives the reviewed tables as the settings want them. A spelling in
`Settings.prefer` becomes the canonical one of its group; where the house style has it
already, the rows of its group that are off by default (Turkey → Türkiye) are on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches

from normalize.lexicon import Lexicon
from normalize.names.forms import ALWAYS, SURNAME, UNSELECTED
from normalize.names.gazetteer import TABLES
from normalize.settings import SettingsError

Rows = list[dict[str, str]]
TABLE_OF_KIND = {
    "person": "persons",
    SURNAME: "persons",
    "organisation": "organisations",
    "acronym": "organisations",
    "frozen": "frozen",
}
DIFFERENT = "different"  # two names that a reviewer found to be two
DEFAULT_KIND = "organisation"  # of a user's row: the kind with the fewest assumptions


def load_rows(
    lexicon: Lexicon, prefer: Sequence[str] = ()
) -> Mapping[str, Sequence[Mapping[str, str]]]:
    """Load the tables of names with the user's choices laid over them.

    Args:
        prefer: spellings to write, each of one group of ours or of a user's file.
    Raises:
        SettingsError: a preferred spelling is in no group.
    """
    shipped = {name: lexicon.table(f"names/{name}.tsv") for name in (*TABLES, "frozen")}
    own = lexicon.user_names()
    if not prefer and not own:
        return shipped
    tables: dict[str, Rows] = {name: [dict(row) for row in shipped[name]] for name in shipped}
    for row in own:
        _lay_over(tables, row)
    for spelling in prefer:
        _prefer(tables, spelling)
    return tables


def _lay_over(tables: dict[str, Rows], row: Mapping[str, str]) -> None:
    canonical, variant = row["canonical"], row["variant"]
    if row.get("kind") == DIFFERENT:
        return
    kind = row.get("kind") or DEFAULT_KIND
    name = TABLE_OF_KIND.get(kind, "places")
    if name == "frozen":
        tables["frozen"].append({"phrase": variant, "reason": "user"})
        return
    for table in TABLES:
        tables[table] = [
            ours for ours in tables[table] if ours["variant"] != variant or variant == canonical
        ]
        if variant != canonical:  # what was written so is now written as the user has it
            tables[table] = _replace_name(tables[table], variant, canonical)
        else:
            tables[table] = [ours for ours in tables[table] if ours["variant"] != variant]
    condition = row.get("condition", ALWAYS)
    entry = {"canonical": canonical, "variant": variant, "kind": kind, "condition": condition}
    tables[name].append(entry)


def _prefer(tables: dict[str, Rows], spelling: str) -> None:
    groups = _find_groups(tables, spelling)
    if not groups:
        known = (row["variant"] for table in TABLES for row in tables[table])
        near = get_close_matches(spelling, list(known), n=1)
        hint = f": did you mean {near[0]!r}?" if near else ""
        raise SettingsError(f"no name is written {spelling!r} in prefer{hint}")
    for canonical in groups:
        for table in TABLES:
            if canonical == spelling:
                tables[table] = [_switch_on(row, canonical) for row in tables[table]]
            else:
                tables[table] = _replace_name(tables[table], canonical, spelling)
    surname = spelling.rsplit(" ", 1)[-1]
    if surname != spelling and _find_groups(tables, surname, kind=SURNAME):
        _prefer(tables, surname)  # "Volodymyr Zelensky" is "Zelensky" for short


def _find_groups(tables: Mapping[str, Rows], spelling: str, kind: str = "") -> list[str]:
    """Return the canonical names of the groups that have a spelling."""
    rows = (row for table in TABLES for row in tables[table])
    found = {
        row["canonical"]: None
        for row in rows
        if spelling in (row["variant"], row["canonical"]) and kind in ("", row["kind"])
    }
    return list(found)


def _switch_on(row: dict[str, str], canonical: str) -> dict[str, str]:
    if row["canonical"] == canonical and row["condition"] == UNSELECTED:
        return {**row, "condition": ALWAYS}
    return row


def _replace_name(rows: Iterable[dict[str, str]], old: str, new: str) -> Rows:
    """Write one name for another in all canonicals; the old spellings become variants."""
    word = re.compile(rf"(?<!\w){re.escape(old)}(?!\w)")
    replaced: dict[tuple[str, str], dict[str, str]] = {}
    for row in rows:
        canonical = row["canonical"]
        written = word.sub(new, canonical)
        if written != canonical:
            former = {**row, "canonical": written, "variant": canonical, "condition": ALWAYS}
            replaced.setdefault((canonical, row["kind"]), former)
            if row["variant"] in (written, canonical):
                continue
            row = {**row, "canonical": written}
        replaced.setdefault((row["variant"], row["kind"]), row)
    return list(replaced.values())
