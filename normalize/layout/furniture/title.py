"""The title of a page stays; what stands above it seldom does."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from normalize.layout.furniture.credits import UPPER
from normalize.layout.furniture.shapes import FACT, HEADING, PRIOR, PROSE
from normalize.layout.furniture.tokens import find_stems

if TYPE_CHECKING:
    from normalize.layout.furniture.chain import Chain

SIGN_RE = re.compile(r"[|>\u203a\u00bb\u25be]|\S\s\s+\S")
NAME_RE = re.compile(rf"(?:[{UPPER}][\w.'\u2019-]+\s){{1,3}}[{UPPER}][\w'\u2019-]+$")

HEAD = 2.0  # a line above the title
TITLE = -6.01  # the title; no other line has these odds
TITLE_WORDS = 5  # of a line that could be the title, too
MOST_WORDS = 8  # more do not make a line more of a title
CUED = 2.5  # odds of words that no title has
SURE_TITLE = 6.0  # rank from which a line is kept as the title, or its copy
TOLD = 50  # characters of prose that says what a title says
COPIED = 15  # characters of a title that stands twice
LEAD = 0.8  # a line with cues between the title and the first sentence
STANDFIRST = 8  # lines below a first sentence in which a by-line shows that it is a standfirst


def spare_title(chain: Chain) -> None:
    """Keep the title, and take what stands above it for furniture rather than not."""
    own = chain.own
    body = _find_body(chain)
    chain.ranks = _rank_titles(chain, body)
    best = max(chain.ranks, key=lambda at: (chain.ranks[at], -at), default=-1)
    if best < 0:
        return
    is_article = own.count(PROSE) > 2 and max(own[:best], default=0.0) > 1
    for at in range(body):
        reading = chain.readings[at]
        if PROSE < own[at] < 0 and reading is not None and reading.words >= TITLE_WORDS:
            if own[at] != FACT and not chain.is_beside_furniture(at):
                own[at] = min(own[at], TITLE / 2)  # it could be the title, too
                continue
        if at < best and own[at] > PROSE and own[at] != FACT and is_article:
            own[at] += HEAD
            if reading is not None and reading.peak > HEADING:  # a menu may have bullets
                own[at] = max(own[at], reading.odds + PRIOR)
        elif at > best and own[at] > 0 and body < len(own):
            own[at] += LEAD
    own[best] = TITLE


def _rank_titles(chain: Chain, body: int) -> dict[int, float]:
    """Say how much each line above the body looks like the title; what cannot be it is left out.

    A title has words, shares them with the prose, stands apart, above a date or a by-line,
    and often twice.
    """
    lines = [line.strip() for line in chain.lines[:body]]
    stems: set[str] = set()
    for line, own in zip(chain.lines, chain.own, strict=True):
        if own == PROSE and len(line) >= TOLD:
            stems |= find_stems(line)
    copied = find_copies(lines)
    ranks = {}
    for at, line in enumerate(lines):
        reading = chain.readings[at]
        words = min(line.count(" ") + 1, MOST_WORDS)
        if reading is None or reading.odds > CUED or chain.own[at] == FACT or words < 2:
            continue
        said = find_stems(line)
        shared = len(said & stems)
        rank = words / 2 + (2 * shared / len(said) if said else 0) + (shared > 1)
        rank += chain.is_apart(at)
        if FACT in chain.own[at + 1 : at + 4]:
            rank += 2 if chain.own[at + 1] == FACT else 1
        if at in copied:
            rank += 2
        rank -= 2 * (reading.peak >= HEADING - 1) + 2 * _is_no_title(line)
        ranks[at] = rank - (4 if line.endswith((".", ":", ",")) else 0)
    return ranks


def find_copies(lines: Sequence[str]) -> set[int]:
    """Find the lines that stand twice, or that another one goes on from; case aside.

    Linear but for sorting, which puts a line right before those that begin with it.

    >>> sorted(find_copies(["A cat went to sea", "Share", "SHARE", "A cat went to sea | Post"]))
    [0, 1, 2, 3]
    >>> find_copies(["Sport", "Sport today"])
    set()
    """
    low = [line.lower() for line in lines]
    copied: set[int] = set()
    begun: list[int] = []  # lines that begin one another, the longest last
    for at in sorted(range(len(low)), key=low.__getitem__):
        while begun and not low[at].startswith(low[begun[-1]]):
            begun.pop()
        if begun and (len(low[begun[-1]]) > COPIED or low[begun[-1]] == low[at]):
            copied.update((begun[-1], at))
        begun.append(at)
    return copied


def _is_no_title(line: str) -> bool:
    return SIGN_RE.search(line) is not None or NAME_RE.match(line) is not None


def _find_body(chain: Chain) -> int:
    """Return the first long sentence, or the one after a standfirst and its by-line."""
    size = len(chain.lines)
    first = next((at for at in range(size) if chain.is_long(at)), size)
    for at in range(first + 1, min(size, first + STANDFIRST)):
        if chain.is_long(at):
            break
        if chain.own[at] == FACT:
            return next((n for n in range(at, size) if chain.is_long(n)), size)
    return first
