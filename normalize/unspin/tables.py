"""Learned substitution tables: how often a spinner wrote what for a word of the author.

A table is a TSV file with the columns written, original and count; where both words are the
same, the count says how often the spinner kept the word. Counts may have decimals: those of
`learn.py` from unpaired pages are expected counts. Rows above the header that begin with "#"
are the stamp. Rows whose count is 0 say nothing: to reject a proposal, write 0 or delete it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from functools import cache
from math import isfinite
from pathlib import Path

from normalize.lexicon import DictionaryError, get_path, read_user_table

COLUMNS = ("written", "original", "count")
DOUBT = 0.3  # places at which what was known before is worth as much as the counts
Proposals = Mapping[str, Mapping[str, float]]  # written → original → P(written | original)
Counts = Mapping[str, Mapping[str, float]]  # original → written → count


class Learned:
    """Counts of what became of each author's word.

    Args:
        counts: by the author's word, then by the written one.
        proposed: pairs of which nothing was seen yet, with what P(written | original) may be.

    >>> learned = Learned({"in": {"successful": 3.0, "in": 0.0}})
    >>> round(learned.blend("in", "successful", 0.5), 2), round(learned.blend("in", "in", 0.3), 2)
    (0.95, 0.03)
    >>> learned.blend("peace", "order", 0.5)  # of which nothing was seen
    0.5
    """

    def __init__(self, counts: Counts, proposed: Proposals | None = None) -> None:
        self.counts = counts
        self._proposed = proposed or {}
        self._totals = {original: sum(ways.values()) for original, ways in counts.items()}
        self._originals: dict[str, list[str]] = {}
        for original, ways in counts.items():
            for written, count in ways.items():
                if count > 0 and written != original:
                    self._originals.setdefault(written, []).append(original)

    def without(self, own: Counts) -> Learned:
        """Return what is left without the counts of one page: it must not confirm itself."""
        rest = copy(self)
        changed = {
            original: {
                written: max(count - own[original].get(written, 0.0), 0.0)
                for written, count in self.counts.get(original, {}).items()
            }
            for original in own
        }
        rest.counts = {**self.counts, **changed}
        rest._totals = {
            **self._totals,
            **{word: sum(ways.values()) for word, ways in changed.items()},
        }
        return rest

    def __contains__(self, original: str) -> bool:
        return self.seen(original) > 0

    def seen(self, original: str) -> float:
        """Return at how many places the author is thought to have written a word."""
        return self._totals.get(original, 0.0)

    def originals(self, written: str) -> Iterable[str]:
        """Return the words that were seen to be replaced by a written one."""
        return {*self._originals.get(written, ()), *self._proposed.get(written, ())}

    def iter_pairs(self) -> Iterator[tuple[str, str, float]]:
        """Yield (written, original, count) of all that was seen to be replaced."""
        for written, originals in self._originals.items():
            for original in originals:
                yield written, original, self.counts[original][written]

    def blend(self, original: str, written: str, prob: float) -> float:
        """Return P(written | original) by the counts, and by what was known before.

        Args:
            prob: P(written | original) without the counts; worth `DOUBT` places.
        """
        prob = max(prob, self._proposed.get(written, {}).get(original, 0.0))
        total = self._totals.get(original, 0.0)
        if not total:
            return prob
        return (self.counts[original].get(written, 0.0) + DOUBT * prob) / (total + DOUBT)


def find_tables(family: str, tables: tuple[Path, ...] = ()) -> tuple[Path, ...]:
    """List the learned tables: the one in the family's folder, if there is one, and others."""
    own = get_path(f"substitutions/{family}") / "learned.tsv"
    return (own, *tables) if own.exists() else tables


@cache
def load_learned(paths: tuple[Path, ...]) -> Learned:
    """Load learned tables; the counts of several are added up.

    Raises:
        DictionaryError: a file cannot be read or is no such table; it names file and line.
    """
    counts: dict[str, dict[str, float]] = {}
    for path in paths:
        for written, original, count in _read_rows(path):
            ways = counts.setdefault(original, {})
            ways[written] = ways.get(written, 0.0) + count
    return Learned(counts)


def _read_rows(path: Path) -> Iterator[tuple[str, str, float]]:
    table = read_user_table(path)
    if not set(COLUMNS) <= set(table.columns):
        raise DictionaryError(f"{path}:{table.line}: needs the columns {', '.join(COLUMNS)}")
    for number, row in table.rows:
        yield row["written"], row["original"], _read_count(row["count"], f"{path}:{number}")


def _read_count(cell: str, place: str) -> float:
    try:
        count = float(cell)
    except ValueError:
        count = -1.0
    if not (isfinite(count) and count >= 0):
        raise DictionaryError(f"{place}: {cell!r} is no count")
    return count
