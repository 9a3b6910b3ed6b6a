r"""What a pattern cannot match without: strings one of which stands in whatever it matches.

Looking for the strings of a hundred patterns at once takes less time than searching with one
of the patterns, and a pattern that is never tried need not be compiled. What is not
understood here is left out, so that the strings are few, never wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import product
from typing import NamedTuple

MOST = 100  # strings that are kept apart
EDGES = "bBAZ"  # what stands for no character
FEW_RE = re.compile(r"\[(?!\^)(?:[^\\-]|\\\W){1,8}\]")  # a class without ranges and other classes
TOKEN_RE = re.compile(
    r"""
      (?P<space>\s+)                               # nothing in a verbose pattern
    | \\(?P<escaped>.)
    | (?P<class>\[\^?\]?(?:\\.|[^\]\\])*\])
    | (?P<look>\(\?(?:=|!|<=|<!))                  # stands for no character
    | (?P<open>\((?:\?:)?)(?!\?)
    | (?P<repeat>[*+?]|\{\d+(?:,\d*)?\})[+?]?
    | (?P<sign>[|).^$])
    | (?P<letters>[^()\[\]{}*+?|.^$\\\s\#]+(?![*+?{])|[^()\[\]{}*+?|.^$\\\s\#])
    """,
    re.VERBOSE,
)


class _Part(NamedTuple):
    """What is known of a part of a pattern.

    Attributes:
        exact: all strings that it matches, where they are few; else empty.
        needed: strings one of which stands in whatever it matches; empty where unknown.
    """

    exact: frozenset[str] = frozenset()
    needed: frozenset[str] = frozenset()


NOTHING = _Part(frozenset({""}))
UNKNOWN = _Part()


def find_needed(pattern: str) -> frozenset[str]:
    r"""Find strings one of which stands in whatever a verbose pattern matches; empty if unknown.

    >>> sorted(find_needed(r"\b(?:spel(?:led|t)|written)\ as\ \w+"))
    ['spelled as ', 'spelt as ', 'written as ']
    >>> sorted(find_needed(r"\s(?:[Cc]utlet|\d+|Torte)\b"))
    []
    """
    tokens: list[tuple[str, str]] = []
    at = 0
    while at < len(pattern):
        match = TOKEN_RE.match(pattern, at)
        if match is None or (tokens and tokens[-1][0] == "space" and match["repeat"]):
            return frozenset()  # a comment, a flag, a reference; a sign behind a blank
        tokens.append((match.lastgroup or "", match.group(match.lastgroup or 0)))
        at = match.end()
    part, _ = _read_choice(tokens, 0)
    return _get_needed(part)


def _read_choice(tokens: list[tuple[str, str]], at: int) -> tuple[_Part, int]:
    """Read alternatives up to the end of their group; returns where that is."""
    choices = []
    while True:
        part, at = _read_sequence(tokens, at)
        choices.append(part)
        if at == len(tokens) or tokens[at] != ("sign", "|"):
            break
        at += 1
    if all(part.exact for part in choices):
        return _Part(frozenset().union(*(part.exact for part in choices))), at
    needed = [_get_needed(part) for part in choices]
    return _Part(needed=frozenset().union(*needed) if all(needed) else frozenset()), at


def _read_sequence(tokens: list[tuple[str, str]], at: int) -> tuple[_Part, int]:
    """Read what follows each other, up to the end of an alternative."""
    parts = []
    while at < len(tokens) and tokens[at] not in (("sign", "|"), ("sign", ")")):
        part, at = _read_item(tokens, at)
        if at < len(tokens) and tokens[at][0] == "repeat":
            part = _repeat(part, tokens[at][1])
            at += 1
        parts.append(part)
    return _join(parts), at


def _read_item(tokens: list[tuple[str, str]], at: int) -> tuple[_Part, int]:
    kind, written = tokens[at]
    if kind in ("open", "look"):
        part, end = _read_choice(tokens, at + 1)
        return (part if kind == "open" else NOTHING), end + 1
    if kind == "letters" or (kind == "escaped" and not written.isalnum()):
        return _Part(frozenset({written})), at + 1
    if kind == "space" or (kind == "escaped" and written in EDGES) or written in ("^", "$"):
        return NOTHING, at + 1
    if kind == "class" and FEW_RE.fullmatch(written):
        return _Part(frozenset(written[1:-1].replace("\\", ""))), at + 1  # [Bb]attle
    return UNKNOWN, at + 1


def _repeat(part: _Part, sign: str) -> _Part:
    if sign == "?" and part.exact:
        return _Part(part.exact | {""})
    if sign in "*?" or sign.startswith("{0"):
        return UNKNOWN
    return _Part(needed=_get_needed(part))


def _join(parts: Iterable[_Part]) -> _Part:
    """Join what follows each other: the best that any of it, or a run of exact strings, needs."""
    best: frozenset[str] = frozenset()
    run = NOTHING.exact
    is_exact = True
    for part in parts:
        if part.exact and len(run) * len(part.exact) <= MOST:
            run = frozenset(map("".join, product(run, part.exact)))
            continue
        is_exact = False
        best = _choose(best, _get_needed(_Part(run)), _get_needed(part))
        run = part.exact if len(part.exact) <= MOST and part.exact else NOTHING.exact
    if is_exact:
        return _Part(run)
    return _Part(needed=_choose(best, _get_needed(_Part(run))))


def _get_needed(part: _Part) -> frozenset[str]:
    """Return strings that say something: a blank stands everywhere."""
    needed = part.needed or part.exact
    return needed if all(map(str.strip, needed)) else frozenset()


def _choose(*sets: frozenset[str]) -> frozenset[str]:
    """Choose the set whose shortest string is the longest."""
    return max(sets, key=lambda needed: (min(map(len, needed), default=0), -len(needed)))
