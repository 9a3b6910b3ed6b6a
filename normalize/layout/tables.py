"""Rows of tables drawn with bars, as Markdown has them: they are nobody's menu."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

RULE_RE = re.compile(r"[\s|:+-]*-[\s|:+-]*\Z")  # "|---|:--|"


def find_rows(lines: Sequence[str]) -> frozenset[int]:
    """Return the numbers of the lines that are rows of a table: O(n).

    A table is some lines with bars, one below the other, of which one is a rule, or which all
    begin and end with a bar and have as many. A menu such as `Home | News | Contact` stands alone.

    >>> sorted(find_rows(["Home | News", "", "| run | ms |", "|---|---|", "| 1 | 2 |"]))
    [2, 3, 4]
    """
    rows: set[int] = set()
    for has_bars, run in groupby(range(len(lines)), lambda at: "|" in lines[at]):
        numbers = list(run)
        if has_bars and len(numbers) > 1 and _is_table([lines[at].strip() for at in numbers]):
            rows.update(numbers)
    return frozenset(rows)


def _is_table(run: Sequence[str]) -> bool:
    if any(RULE_RE.match(line) for line in run):
        return True
    if not all(line[0] == line[-1] == "|" and len(line) > 1 for line in run):
        return False
    return len({line.count("|") for line in run}) == 1
