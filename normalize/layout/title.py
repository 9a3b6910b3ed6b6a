"""The title of a page stays; what stands above it seldom does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from normalize.layout.shapes import FACT, HEADING, PRIOR, PROSE

if TYPE_CHECKING:
    from normalize.layout.chain import Chain

HEAD = 2.0  # a line above the title
TITLE, TITLE_WORDS, TITLE_APART = -6.0, 5, 3  # the title; what makes a line look like one
LEAD = 0.8  # a line with cues between the title and the first sentence
STANDFIRST = 8  # lines below a first sentence in which a by-line shows that it is a standfirst


def spare_title(chain: Chain) -> None:
    """Keep the title, and take what stands above it for furniture rather than not."""
    own = chain.own
    body = _find_body(chain)
    best, most = -1, 1
    for at in range(body):
        reading = chain.readings[at]
        if reading is None or own[at] >= 0 or own[at] == FACT:
            continue
        rank = min(reading.words, TITLE_WORDS)
        rank += 0 if chain.is_beside_furniture(at) else TITLE_APART
        if rank > most:
            best, most = at, rank
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
