"""Ask an Aho-Corasick automaton about any text, lone surrogates included."""

from __future__ import annotations

import re

from ahocorasick_rs import AhoCorasick

SURROGATE_RE = re.compile("[\ud800-\udfff]")  # Rust strings have none


def find_matches(
    automaton: AhoCorasick, text: str, *, overlapping: bool = False
) -> list[tuple[int, int, int]]:
    r"""List (number of the pattern, start, end) of all matches; offsets are code points.

    No pattern has a lone surrogate, so none is missed where one stands.

    >>> find_matches(AhoCorasick(["Kiev"]), "\ud800 Kiev")
    [(0, 2, 6)]
    """
    try:
        return automaton.find_matches_as_indexes(text, overlapping=overlapping)
    except UnicodeEncodeError:
        plain = SURROGATE_RE.sub("\N{REPLACEMENT CHARACTER}", text)
        return automaton.find_matches_as_indexes(plain, overlapping=overlapping)
