"""The characters that two places of a text begin with, or end with: keys that they share.

A key is a necessary condition of a repeat (`copies`), and found by passes of C code alone.
"""

from __future__ import annotations

import re
from typing import NamedTuple

SHORTEST = 20  # characters; what is shorter comes again by chance
CAPTION = 200  # … of a line that may be a caption, which has no stop
HEAD = 15  # after the first, which a pull quote may set as a capital
TAIL = 12
OPENING = (
    "\"'\N{LEFT DOUBLE QUOTATION MARK}\N{LEFT SINGLE QUOTATION MARK}\N{DOUBLE LOW-9 QUOTATION MARK}"
)
OPENING += "\N{LEFT-POINTING DOUBLE ANGLE QUOTATION MARK}"
CLOSING = ".!? \t\r"
ENDS = '.!? \t\r\u201d\u00bb\u2026"'  # of a line that ends with a sentence
# Where a sentence starts within a line, with the end of what stands before it.
SENTENCE_RE = re.compile(
    rf"[.?!:\u201D\u00BB](?:(?<=(.{{{TAIL}}}).))? [\"'\u201C\u2018\u201E\u00AB]?.(.{{{HEAD}}})"
)
QUOTES = '\u201c\u201e\u00ab"'  # within a sentence
QUOTED = rf"(?<=[ (\u00A0].).(.{{{HEAD}}})"
QUOTED_RE = re.compile(f"[{QUOTES}]{QUOTED}")
QUOTED_BY = {mark: re.compile(mark + QUOTED) for mark in QUOTES}
LOW = "\u201e"  # what it begins, another mark ends


class Suspects(NamedTuple):
    """The keys that two places of a text share; whether one of them is within a line."""

    heads: frozenset[str]
    tails: frozenset[str]
    is_inside: bool


def find_suspects(text: str) -> Suspects | None:
    r"""Find the keys that a line shares with another place; None where there are none.

    A necessary condition of all repeats but those glued together on one line.

    >>> find_suspects("The bridge fell at noon on Monday.\nNobody was hurt in the fall of it.\n")
    >>> sorted(find_suspects("It fell. The bridge fell at noon.\nThe bridge fell at noon.\n").heads)
    ['he bridge fell ']
    """
    lines = [line for line in text.split("\n") if len(line) >= SHORTEST]
    if not lines:
        return None
    heads = [line.lstrip(OPENING)[1 : HEAD + 1] for line in lines if not line[0].islower()]
    tails = [
        line.rstrip(CLOSING)[-TAIL:] for line in lines if line[-1] in ENDS or len(line) < CAPTION
    ]
    sentences = SENTENCE_RE.findall(text)
    starts = [head for _, head in sentences]
    starts += _find_quoted(text)
    ends = [tail for tail, _ in sentences]
    shared_heads, shared_tails = _find_shared(heads, starts), _find_shared(tails, ends)
    if not shared_heads and not shared_tails:
        return None
    is_inside = not (shared_heads.isdisjoint(starts) and shared_tails.isdisjoint(ends))
    return Suspects(shared_heads, shared_tails, is_inside)


def _find_quoted(text: str) -> list[str]:
    """List what quotations within a sentence begin with."""
    marks = [mark for mark in QUOTES if mark in text]
    if not marks or marks == [LOW]:
        return []
    # Begun with one character, a pattern is ten times as fast as with a class.
    return (QUOTED_BY[marks[0]] if len(marks) == 1 else QUOTED_RE).findall(text)


def _find_shared(keys: list[str], others: list[str]) -> frozenset[str]:
    unique = set(keys)
    shared = unique.intersection(others)
    if len(unique) < len(keys):
        seen: set[str] = set()
        for key in keys:
            if key in seen:
                shared.add(key)
            seen.add(key)
    shared.discard("")
    return frozenset(shared)
