"""What stands below the last sentence of an article: notices, authors, links of the site."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from normalize.layout.furniture.credits import UPPER
from normalize.layout.furniture.shapes import PRIOR, PROSE, SHORT, STRONG

if TYPE_CHECKING:
    from normalize.layout.furniture.chain import Chain

LOOSE = -0.3  # a line there that says nothing either way
NOTED = -1.5  # a sentence there, in a block with other lines
AUTHOR = 4.0  # a line there that begins with its author's name
PARAGRAPH = 40  # characters
SPACED, MOSTLY = 2, 0.6  # paragraphs, and how many of all, that stand apart
NOTICE = 300  # characters of a sentence among furniture
ABOVE = 4  # lines above a notice in which furniture stands
BYLINES = 40  # lines that are searched for by-lines

READERS_RE = re.compile(
    r"\b(?:you|your|our|us|we|please|sie|ihre?[mnrs]?|vous|votre|nos|nous|usted|nuestr[ao]s?|вы|ваш)\b"
    r"|\N{COPYRIGHT SIGN}|\brights\b|\bregistered\b",
    re.IGNORECASE,
)
BYLINE_RE = re.compile(
    rf"""\s*(?:by|words\ by|von|par|por|text|автор)\s?:?\s
    ((?-i:[{UPPER}])[\w.'\u2019-]*
      (?:\s(?:(?:de|van|von|der|den|la|le)\s)*(?-i:[{UPPER}])[\w.'\u2019-]*){{1,3}})""",
    re.IGNORECASE | re.VERBOSE,
)


def spare_notices(chain: Chain, tail: int) -> None:
    """Spare copyright lines with prose below them: there they belong to the document."""
    for at in range(tail):
        reading = chain.readings[at]
        if reading is not None and reading.kind == "copyright":
            chain.own[at] = PROSE


def is_spaced(chain: Chain) -> bool:
    """Tell whether the article sets its paragraphs apart with blank lines."""
    paragraphs = [
        at
        for at, (line, own) in enumerate(zip(chain.lines, chain.own, strict=True))
        if own == PROSE and len(line) > PARAGRAPH
    ]
    apart = sum(chain.is_apart(at) for at in paragraphs)
    return apart >= SPACED and apart >= len(paragraphs) * MOSTLY


def find_tail(chain: Chain, spaced: bool) -> int:
    """Return the line after the last sentence of the article, or none at all.

    Where paragraphs are set apart, a sentence in a block with furniture is a notice.
    """
    for at in range(len(chain.lines) - 1, -1, -1):
        if chain.is_long(at):
            is_notice = len(chain.lines[at]) <= NOTICE
            is_beside = spaced and chain.is_beside_furniture(at)
            if not is_notice or not (is_beside or _is_to_readers(chain, at)):
                return at + 1
    return 0


def _is_to_readers(chain: Chain, at: int) -> bool:
    """Tell whether a sentence below furniture speaks to the readers of the site."""
    if READERS_RE.search(chain.lines[at]) is None:
        return False
    above = range(max(0, at - ABOVE), at)
    surely = sum(chain.own[number] > STRONG / 2 for number in above)
    return surely > 1 and not any(chain.is_long(number) for number in above)


def raise_authors(chain: Chain, tail: int) -> None:
    """Raise what is said below the article about who wrote it."""
    names = {found[1] for line in chain.lines[:BYLINES] if (found := BYLINE_RE.match(line))}
    names |= {f"{name.split()[0]} " for name in names}
    for at in range(tail, len(chain.lines) if names else 0):
        reading = chain.readings[at]
        if reading is not None and chain.lines[at].startswith(tuple(names)):
            chain.own[at] = max(chain.own[at], reading.odds + PRIOR + AUTHOR)


def raise_tail(chain: Chain, tail: int, spaced: bool) -> None:
    """Let a line below the last sentence that says nothing, and a notice, go with the others."""
    own = chain.own
    for at in range(tail, len(own)):
        is_beside = chain.is_touching(at) or chain.is_touching(at + 1)
        if own[at] == SHORT:
            own[at] = LOOSE
        elif own[at] < NOTED and len(chain.lines[at]) <= NOTICE:
            if (spaced and is_beside) or _is_to_readers(chain, at):
                own[at] = NOTED
