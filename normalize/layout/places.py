"""Where a line stands: below the title or the last sentence, in a list, below a colon.

Each function changes the odds of some lines of a chain, in the order of `adjust`.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from normalize.layout.shapes import (
    ADDRESS_RE,
    ENDED,
    FACT,
    HEADING,
    PLEA,
    PRIOR,
    PROSE,
    RULE_RE,
    SHORT,
    STRONG,
    SURE,
    TERSE,
    UPPER,
    is_metadata,
)
from normalize.layout.title import spare_title

if TYPE_CHECKING:
    from normalize.layout.chain import Chain

AT_TAIL = 1.8  # what passes across a blank line below the last sentence
NOTED = -1.5  # a sentence there, in a block with other lines
LOOSE = -0.3  # a line there that says nothing either way
AUTHOR = 4.0  # a line there that begins with its author's name
AGAIN = 2.0  # a button that stands on the page more than once; a heading with prose below it
LISTED = 3.0  # a headline below "Related stories"
LONGEST_LIST, LONGEST_HEADLINE = 40, 140
UNLISTED = 4.0  # what is taken off a heading without a list
LISTING = ("age", "list", "word")  # kinds that stand in a list of headlines
BUTTONS = ("ad", "more", "player", "share")  # kinds that are no heading of an article
COPY = 3.0  # "Copy" above a line of code
QUOTED, MOST_QUOTED = -7.0, 12  # lines that the article shows below a colon
LONGEST_QUOTED, SHOWN = 120, 10  # characters of such a line; words, unless it is a plea
LEADING = 24  # characters of a line that shows something
WRAPPED = 50  # characters of a line that was broken to fit
PARAGRAPH = 40  # characters
SPACED, MOSTLY = 2, 0.6  # paragraphs, and how many of all, that stand apart
BYLINES = 40  # lines that are searched for by-lines
NOTICE = 300  # characters of a sentence among furniture
PROMOTED = 1.0

CODE_RE = re.compile(r"[={}\[\]\\;_$]|--|\(\)|://|^\S+ \S+$")
PROMO_RE = re.compile(
    r"""\d\s?% | [\u00a3$\u20ac]\s?\d | \b(?:off|free|codes?|try|save|offers?|deals?|shop|order
      |today|now|discount|delivery|new|get|app|visit|book|download)\b | www\. | \.com\b | !""",
    re.IGNORECASE | re.VERBOSE,
)
BYLINE_RE = re.compile(
    rf"""\s*(?:by|words\ by|von|par|por|text|автор)\s?:?\s
    ((?-i:[{UPPER}])[\w.'\u2019-]*
      (?:\s(?:(?:de|van|von|der|den|la|le)\s)*(?-i:[{UPPER}])[\w.'\u2019-]*){{1,3}})""",
    re.IGNORECASE | re.VERBOSE,
)


def adjust(chain: Chain) -> None:
    """Change the odds of a chain's lines by where they stand."""
    spare_wrapped_lines(chain)
    spare_headings(chain)
    raise_lists(chain)
    spare_examples(chain)
    spaced = is_spaced(chain)
    tail = find_tail(chain, spaced) if chain.is_bottom else len(chain.lines)
    spare_notices(chain, tail)
    if spaced:
        raise_touching(chain)
    raise_authors(chain, tail)
    raise_advertisements(chain)
    if tail:
        raise_tail(chain, tail, spaced)
    if chain.is_top:
        spare_title(chain)


def spare_wrapped_lines(chain: Chain) -> None:
    """Spare lines of a paragraph that was broken into lines."""
    for at in range(1, len(chain.lines)):
        above, line = chain.lines[at - 1].rstrip(), chain.lines[at].lstrip()
        if not line[:1].islower() or not chain.is_touching(at) or ADDRESS_RE.match(line):
            continue
        if len(above) > WRAPPED and not above.endswith(ENDED):
            for number in (at - 1, at):
                chain.own[number] = min(chain.own[number], PROSE)


def spare_headings(chain: Chain) -> None:
    """Spare words such as "Comments" right above prose; raise what a page says again."""
    own = chain.own
    times = Counter(line.strip() for line, odds in zip(chain.lines, own, strict=True) if odds > 0)
    for at, reading in enumerate(chain.readings):
        if reading is None or own[at] <= 0:
            continue
        if (
            reading.kind not in BUTTONS
            and reading.peak < STRONG
            and own[at + 1 : at + 2] == [PROSE]
        ):
            own[at] -= AGAIN
        elif times[chain.lines[at].strip()] > 1 and reading.peak >= HEADING:
            own[at] += AGAIN


def raise_lists(chain: Chain) -> None:
    """Raise the headlines that follow a heading such as "Related stories".

    A list goes on over blank lines where its heading is set apart; then its last line stays,
    if prose follows: it may be the article's own heading.
    """
    size = len(chain.lines)
    for at, reading in enumerate(chain.readings):
        if reading is None or reading.kind != "list" or reading.peak < HEADING:
            continue
        if chain.own[at] < 0 or reading.unknown > 3 or reading.bars:
            continue
        run = _find_headlines(chain, at + 1)
        after = at + 1 + len(run)
        if at + 1 < size and not chain.is_touching(at + 1):
            if len(run) == 1 or (run and after < size and not chain.is_touching(after)):
                run.pop()
        is_glued = after < size and chain.lines[after].lower().lstrip().startswith("list ")
        if not run and after < size and not is_glued:
            chain.own[at] -= UNLISTED  # a heading of the article, with its prose below
        for number in run:  # dates among them, too
            chain.own[number] = max(chain.own[number], SHORT) + LISTED


def _find_headlines(chain: Chain, first: int) -> list[int]:
    """Return the lines from one on that could be headlines of other articles."""
    is_apart = first < len(chain.lines) and not chain.is_touching(first)
    run: list[int] = []
    for at in range(first, min(len(chain.lines), first + LONGEST_LIST)):
        line, reading = chain.lines[at].rstrip(), chain.readings[at]
        if reading is None or not 1 < len(line) <= LONGEST_HEADLINE:
            break
        if line.endswith((".", ":", ",", ";")) or (not is_apart and not chain.is_touching(at)):
            break
        if chain.own[at] <= PROSE and not is_metadata(line) and not line.endswith("?"):
            break
        if chain.own[at] > STRONG / 2 and reading.kind not in LISTING:
            break
        run.append(at)
    return run


def spare_examples(chain: Chain) -> None:
    """Spare what the article shows: short lines below a sentence that ends with a colon."""
    shown = 0
    leads = False
    for at, line in enumerate(chain.lines):
        is_shown = leads or (shown and chain.is_touching(at))
        is_shown = is_shown and not chain.is_long(at) and len(line) <= LONGEST_QUOTED
        shown = shown + 1 if is_shown else 0
        reading = chain.readings[at]
        if reading is not None and reading.kind == "player" and _is_above_code(chain, at):
            chain.own[at] += COPY
        elif 0 < shown <= MOST_QUOTED and chain.own[at] != FACT:
            is_plea = reading is not None and reading.peak >= SURE and reading.words > SHOWN
            chain.own[at] += 0 if is_plea else QUOTED
        odds = reading.odds if reading is not None else 0.0
        leads = line.rstrip().endswith(":") and len(line) > LEADING and odds <= 0


def _is_above_code(chain: Chain, at: int) -> bool:
    """Tell whether a button such as "Copy" stands right above a line of code."""
    if not chain.is_touching(at + 1):
        return False
    below = chain.lines[at + 1].strip()
    return CODE_RE.search(below) is not None or (below[:1].islower() and below[-1:] != ".")


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
            is_notice = spaced and len(chain.lines[at]) <= NOTICE
            if not is_notice or not chain.is_beside_furniture(at):
                return at + 1
    return 0


def raise_touching(chain: Chain) -> None:
    """Raise sentences with furniture right above and below, where paragraphs stand apart."""
    own = chain.own
    for at in range(1, len(own) - 1):
        if own[at] == PROSE and len(chain.lines[at]) <= NOTICE:
            is_within = chain.is_touching(at) and chain.is_touching(at + 1)
            if is_within and min(own[at - 1], own[at + 1]) > STRONG / 2:
                own[at] = TERSE


def raise_authors(chain: Chain, tail: int) -> None:
    """Raise what is said below the article about who wrote it."""
    names = {found[1] for line in chain.lines[:BYLINES] if (found := BYLINE_RE.match(line))}
    names |= {f"{name.split()[0]} " for name in names}
    for at in range(tail, len(chain.lines) if names else 0):
        reading = chain.readings[at]
        if reading is not None and chain.lines[at].startswith(tuple(names)):
            chain.own[at] = max(chain.own[at], reading.odds + PRIOR + AUTHOR)


def raise_advertisements(chain: Chain) -> None:
    """Raise the words of an advertisement right below the word that marks it."""
    for at in range(1, len(chain.lines)):
        above, line = chain.readings[at - 1], chain.lines[at]
        if above is None or above.kind != "ad" or above.peak < SURE or len(line) > PLEA:
            continue
        below = chain.lines[at + 1] if at + 1 < len(chain.lines) else ""
        enough = 1 if RULE_RE.match(below) else 2
        if chain.is_touching(at) and len(PROMO_RE.findall(line)) >= enough:
            chain.own[at] = max(chain.own[at], PROMOTED)


def raise_tail(chain: Chain, tail: int, spaced: bool) -> None:
    """Let more pass between the lines below the last sentence, blank lines or not.

    There a line that says nothing either way, and a notice, go with their neighbours.
    """
    own = chain.own
    for at in range(tail, len(own)):
        is_beside = chain.is_touching(at) or chain.is_touching(at + 1)
        if own[at] == SHORT:
            own[at] = LOOSE
        elif own[at] < NOTED and spaced and is_beside and len(chain.lines[at]) <= NOTICE:
            own[at] = NOTED
    for at in range(tail + 1, len(own)):
        if not chain.is_touching(at) and PROSE not in own[at - 1 : at + 1]:
            chain.gaps[at] = AT_TAIL
