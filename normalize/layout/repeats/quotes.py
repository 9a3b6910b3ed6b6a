"""Pull quotes: a sentence of the article in a box of its own, with or without its marks."""

from __future__ import annotations

from normalize.layout.lines import Page
from normalize.layout.repeats.blocks import Block
from normalize.layout.repeats.copies import Copy
from normalize.layout.repeats.headlines import HEAD_LINES
from normalize.layout.repeats.meant import (
    ENDED_RE,
    LABEL,
    SPEECH_RE,
    is_attribution,
    stands_in_prose,
)

NEAR = 12  # lines: a page repeats its lead close by
PARAGRAPH = 100  # as long as this, a line is no verse, and no line of wrapped text
TEASER = 7  # words of a beginning that ends with "…", of a quote that stands further off
MENTION = 60  # characters of a line that mentions a headline, besides it
BESIDE = 2  # lines from a short pull quote to its paragraph


def is_mentioned(page: Page, copy: Copy) -> bool:
    """Tell whether a headline is what a short line mentions: a link, an entry of a list."""
    block, other = copy.block, copy.other
    if other.end - other.start >= block.end - block.start + MENTION:
        return False
    is_above = block.first < HEAD_LINES and block.first < other.first
    return is_above or ENDED_RE.search(page.text[other.start : other.end]) is None


def is_boxed(page: Page, copy: Copy) -> bool:
    """Tell whether a sentence stands alone between two paragraphs, beside the one it is from.

    A line of speech stands in a dialogue, and what stands in no paragraph may be a verse.
    """
    block, other = copy.block, copy.other
    if SPEECH_RE.match(page.text, block.start) or other.end - other.start < 2 * PARAGRAPH:
        return False
    distance = min(abs(block.first - other.last), abs(other.first - block.last))
    reach = NEAR if copy.words >= TEASER else BESIDE
    sides = 1 if distance == 1 and _is_set_apart(page, block) else 2
    return distance <= reach and stands_in_prose(page, block, sides)


def is_alone(page: Page, copy: Copy, line: str) -> bool:
    """Tell whether a line of speech stands alone beside a report of it, with prose below."""
    block, other = copy.block, copy.other
    if block.first != other.last + 1 or not _is_set_apart(page, block):
        return False
    reported = page.text[other.start : other.end].strip()
    is_report = not (SPEECH_RE.match(reported) and reported.count(line.strip()[-1]) < 2)
    return is_report and stands_in_prose(page, block, 1)


def _is_set_apart(page: Page, block: Block) -> bool:
    """Tell whether blank lines stand before and after a block."""
    following = block.last + 1
    is_last = following >= len(page.lines)
    return page.is_set_apart(block.first) and (is_last or page.is_set_apart(following))


def is_speaker(page: Page, number: int, other: Block) -> bool:
    """Tell whether a line names who said what stands above, as the quoted paragraph does."""
    if is_attribution(page, number):
        return True
    if number >= len(page.lines) or page.lines[number].end - page.lines[number].start > LABEL:
        return False
    line = page.read(number).strip()
    has_name = line[:1].isupper() and line[-1].isalpha() and " " in line
    return has_name and line in page.text[other.start : other.end]
