"""Where a line stands: below the title or the last sentence, in a list, below a colon.

Each function changes the odds of some lines of a chain, in the order of `adjust`.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from normalize.layout.furniture.shapes import (
    ADDRESS_RE,
    ENDED,
    FACT,
    FAINT,
    HEADING,
    PLEA,
    PROSE,
    RULE_RE,
    SHORT,
    STRONG,
    SURE,
    TERSE,
    is_metadata,
)
from normalize.layout.furniture.tail import (
    NOTICE,
    find_tail,
    is_spaced,
    raise_authors,
    raise_tail,
    spare_notices,
)
from normalize.layout.furniture.title import spare_title

if TYPE_CHECKING:
    from normalize.layout.furniture.chain import Chain

AIRY = 0.2  # of its lines touch the one above
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
MUCH, MORE, MOST_MORE = 3, 0.25, 1.5  # lines that are surely furniture, odds for each
PROMOTED = 1.0

CODE_RE = re.compile(r"[={}\[\]\\;_$]|--|\(\)|://|^\S+ \S+$")
PROMO_RE = re.compile(
    r"""\d\s?% | [\u00a3$\u20ac]\s?\d | \b(?:off|free|codes?|try|save|offers?|deals?|shop|order
      |today|now|discount|delivery|new|get|app|visit|book|download)\b | www\. | \.com\b | !""",
    re.IGNORECASE | re.VERBOSE,
)


def adjust(chain: Chain) -> None:
    """Change the odds of a chain's lines by where they stand."""
    spare_wrapped_lines(chain)
    spare_headings(chain)
    raise_lists(chain)
    spare_examples(chain)
    raise_all(chain)
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
        chain.listed.update(run)
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
        elif line.startswith("[") and _is_above_code(chain, at):
            chain.own[at] = PROSE  # a section of a file of settings
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


def is_airy(chain: Chain) -> bool:
    """Tell whether nearly all lines have blank lines around them, so that these say little."""
    touching = sum(chain.is_touching(at) for at in range(len(chain.lines)))
    return touching <= len(chain.lines) * AIRY


def raise_all(chain: Chain) -> None:
    """Raise all lines with cues on a page that has much furniture: more of it is likely."""
    much = sum(odds > STRONG for odds in chain.own)
    more = min(MOST_MORE, MORE * much) if much >= MUCH else 0.0
    for at, reading in enumerate(chain.readings):
        if reading is not None and reading.odds > FAINT and chain.own[at] > TERSE:
            if chain.own[at] != FACT:
                chain.own[at] += more


def raise_touching(chain: Chain) -> None:
    """Raise sentences with furniture right above and below, where paragraphs stand apart."""
    own = chain.own
    for at in range(1, len(own) - 1):
        if own[at] == PROSE and len(chain.lines[at]) <= NOTICE:
            is_within = chain.is_touching(at) and chain.is_touching(at + 1)
            if is_within and min(own[at - 1], own[at + 1]) > STRONG / 2:
                own[at] = TERSE


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
