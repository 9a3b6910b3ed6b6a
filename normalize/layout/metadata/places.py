"""Where a page says what it is: above its text, in its first paragraphs, in its last lines."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet

from normalize.layout.lines import Page, count_breaks

HEAD_LINES, TAIL_LINES = 40, 16  # lines that are read at a page's ends, furniture and all
PROSE = 130  # characters from which a line is the article's
PARAGRAPHS = 2  # of prose that metadata may stand below
WIDE = 55  # characters of a line of wrapped text
RUNNING = 40  # … of one whose sentence may run on
SMALL = 2  # words without a capital in a by-line
WIDTH = 120  # characters of a line that says which page this is
WRAPPED = 10  # wide lines at the head: the article has begun
CONTINUED_RE = re.compile(r"\bpage (?:[2-9]|\d\d+) of \d+\b", re.IGNORECASE)
POST = "\u00bb"  # "by Ann » 2 May 2024": of a post


def is_later_page(page: Page) -> bool:
    """Tell whether a page is not the first one of a thread: its posts are answers."""
    top = "\n".join(line[:WIDTH] for line in page.texts[:HEAD_LINES])
    return POST in top and CONTINUED_RE.search(top) is not None


def find_text(page: Page, gone: AbstractSet[int]) -> int:
    """Find the first line of the article's text: a long one, or several wide ones."""
    wide = 0
    for number, (start, end) in enumerate(page.lines[:HEAD_LINES]):
        if number in gone:  # a long notice on cookies
            continue
        if end - start >= PROSE:
            return number
        wide = wide + 1 if end - start > WIDE else 0
        if wide == WRAPPED // 2:
            return number + 1 - wide
    return min(HEAD_LINES, len(page.lines))


def choose_lines(page: Page, gone: AbstractSet[int]) -> tuple[list[int], list[int]]:
    """Choose the lines above and in the first paragraphs, and the last ones."""
    head: list[int] = []
    paragraphs = wide = 0
    for number in range(min(HEAD_LINES, len(page.lines))):
        if number in gone:
            continue
        head.append(number)
        start, end = page.lines[number]
        paragraphs += end - start >= PROSE
        wide = wide + 1 if end - start > WIDE else 0
        if paragraphs == PARAGRAPHS or wide == WRAPPED:
            break
    tail = [
        n for n in range(max(0, len(page.lines) - 2 * TAIL_LINES), len(page.lines)) if n not in gone
    ]
    return head, tail[-TAIL_LINES:]


def runs_on(page: Page, number: int) -> bool:
    r"""Tell whether a line goes on with the sentence of the one right above, as in wrapped text.

    A by-line has no small words but its label, and an "and".

    >>> runs_on(Page("The lamp was lit in the year of the great flood\nby the sons of Ann"), 1)
    True
    >>> runs_on(Page("The lamp was lit in the year of the great flood\nby Ann Lee"), 1)
    False
    """
    line = page.texts[number]
    if not number or not line.lstrip()[:1].islower() or number in page.dated:
        return False
    above = page.lines[number - 1]
    is_touching = count_breaks(page.text, above.end, page.lines[number].start) == 1
    return (
        is_touching
        and above.end - above.start >= RUNNING
        and page.text[above.end - 1] not in ".!?"
        and sum(word[0].islower() for word in line.split()) > SMALL
    )
