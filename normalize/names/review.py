"""The file between discovery and the dictionaries: what is proposed, and what was decided.

`candidates.tsv` has a row for each proposed pair; a reviewer writes `yes` or `no` into its
first column. Accepted pairs become rows of a user's own table of names, rejected ones its
rows of the kind `different`: they are remembered there and not proposed again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from normalize.lexicon import DictionaryError, read_user_table
from normalize.names.discover import Cluster, Pair
from normalize.names.groups import DIFFERENT

COLUMNS = ("decision", "canonical", "variant", "count", "canonical_count", "score", "context")
OWN_COLUMNS = ("canonical", "variant", "kind", "source", "condition")
YES, NO = frozenset({"yes", "y", "+"}), frozenset({"no", "n", "-"})


class Decisions(NamedTuple):
    """How many rows of a reviewed file were accepted, rejected and left open."""

    accepted: int
    rejected: int
    left: int


def iter_candidates(clusters: Iterable[Cluster], contexts: Mapping[str, str]) -> Iterator[str]:
    """Yield the lines of a candidates file, header first."""
    yield "\t".join(COLUMNS)
    for cluster in clusters:
        for name, count in zip(cluster.names[1:], cluster.counts[1:], strict=True):
            cells = ("", cluster.canonical, name, str(count), str(cluster.counts[0]))
            context = contexts.get(name, "").replace("\t", " ")
            yield "\t".join((*cells, f"{cluster.score:.2f}", context))


def load_own(path: str) -> tuple[Mapping[str, str], ...]:
    """Load a user's own table of names; none where there is no such file yet."""
    return tuple(row for _, row in _load_rows(path)) if Path(path).exists() else ()


def load_apart(rows: Iterable[Mapping[str, str]]) -> set[Pair]:
    """Return the pairs that a user's own table keeps apart, and those it has decided."""
    return {frozenset((row["canonical"], row["variant"])) for row in rows}


def accept_candidates(path: str, own: str) -> Decisions:
    """Write the decisions of a reviewed candidates file into a user's own table.

    Raises:
        DictionaryError: a file is unreadable or broken, or a decision is none; nothing is
            written then.
    """
    from normalize.formats.files import write_bytes

    rows = {(row["canonical"], row["variant"]): dict(row) for row in load_own(own)}
    accepted = rejected = left = 0
    for number, row in _load_rows(path):
        decision = row.get("decision", "").strip().lower()
        if not decision:
            left += 1
            continue
        if decision not in YES | NO:
            raise DictionaryError(f"{path}:{number}: the decision is yes or no, not {decision!r}")
        is_accepted = decision in YES
        accepted += is_accepted
        rejected += not is_accepted
        kind = "person" if is_accepted else DIFFERENT
        pair = (row["canonical"], row["variant"])
        rows[pair] = dict(zip(OWN_COLUMNS, (*pair, kind, "reviewed", ""), strict=True))
    lines = sorted("\t".join(row.get(name, "") for name in OWN_COLUMNS) for row in rows.values())
    write_bytes(own, ("\n".join(("\t".join(OWN_COLUMNS), *lines)) + "\n").encode("utf-8"))
    return Decisions(accepted, rejected, left)


def keep_open(clusters: Sequence[Cluster], decided: set[Pair]) -> list[Cluster]:
    """Leave out the spellings whose pair with the proposed one was decided before."""
    kept = []
    for cluster in clusters:
        pairs = zip(cluster.names, cluster.counts, strict=True)
        rest = [
            (name, count)
            for name, count in pairs
            if name == cluster.canonical or frozenset((cluster.canonical, name)) not in decided
        ]
        if len(rest) > 1:
            names, counts = zip(*rest, strict=True)
            kept.append(Cluster(names, counts, cluster.score))
    return kept


def _load_rows(path: str) -> Sequence[tuple[int, Mapping[str, str]]]:
    """Load a table of pairs with the line of each; rows that begin with "#" are left out.

    Raises:
        DictionaryError: unreadable, a column is missing, or a row has other cells than the
            header; the message names file and line.
    """
    table = read_user_table(Path(path), comments=True)
    # Nothing may stand above the header: the file is written anew, and it would be lost.
    if table.line > 1 or not {"canonical", "variant"} <= set(table.columns):
        raise DictionaryError(f"{path}: the header needs the columns canonical and variant")
    rows = list(table.rows)
    for number, row in rows:
        if not row["canonical"] or not row["variant"]:
            raise DictionaryError(f"{path}:{number}: canonical and variant must not be empty")
    return rows
