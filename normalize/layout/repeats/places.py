"""Where two copies stand: what tells that their author, and no template, put both there."""

from __future__ import annotations

import re

from normalize.layout.lines import Page
from normalize.layout.repeats.blocks import Block
from normalize.layout.repeats.meant import (
    ENDED_RE,
    LABEL,
    NUMBERED_RE,
    SPEECH_RE,
    WIDE,
    is_attribution,
    is_structured,
)

REFRAIN = 140  # characters of a sentence that stands alone
SENTENCE_RE = re.compile(r"[.!?]['\"\u2019\u201d\u00bb)]*\s+\S")  # another one follows
REACH = 2  # lines next to an entry of a list
ENTRY = 100  # characters of it
NAME_RE = re.compile(r"(?:[^\W\d_a-z][\w.'\u2019-]*\s){1,2}[^\W\d_a-z][\w'\u2019-]*:?")
# A line above a post that names who wrote it, or when.
POST_RE = re.compile(
    r"""^\#\d+\b | \#\d+$ | ^(?:Re|Aw|Antw)\b.{0,3}: | ^(?:Posted|Posts|Joined|Reply|Gepostet)\b
      | \b(?:says|wrote|said|replied|schrieb|sagt|écrit|dit|dice|escribió|написал\w*|писав)\b:?$
      | \b(?:\d+|an?|one)\s(?:minutes?|mins?|hours?|days?|weeks?|months?|years?|[hdwmy])\sago\b
      | \bvor\s\d+\s\w+$ | \bil\sy\sa\s\d+\s\w+$
      | \bhace\s\d+\s\w+$ | \d\s\w+\sназад$ | \d\s\w+\sтому$
    """,
    re.VERBOSE | re.IGNORECASE,
)


def has_prose(page: Page, start: int, end: int) -> bool:
    """Tell whether one of some lines is as long as a paragraph."""
    return any(line.end - line.start >= WIDE for line in page.lines[max(0, start) : end])


def is_refrain(page: Page, block: Block, other: Block) -> bool:
    """Tell whether a sentence stands alone twice in the article, among its sentences.

    The box that a template puts a sentence in stands among buttons, or at the head.
    """
    line = page.text[block.start : block.end].strip()
    first, second = sorted((block, other))
    above = (page.read(n.first - 1).rstrip() for n in (first, second) if n.first)
    if all(question.endswith("?") for question in above):
        return True  # one answer to two questions
    if len(line) >= REFRAIN or SENTENCE_RE.search(line):
        return False
    if not has_prose(page, 0, first.first):
        return False
    return all(
        _is_text(page, n)
        for n in (first.first - 1, first.last + 1, second.first - 1, second.last + 1)
    )


def _is_text(page: Page, number: int) -> bool:
    """Tell whether a line is a paragraph or a sentence; what is no line may be."""
    if number >= len(page.lines):
        return True
    start, end = page.lines[number]
    return end - start >= WIDE or ENDED_RE.search(page.text, max(start, end - 4), end) is not None


def have_headings(page: Page, block: Block, other: Block) -> bool:
    """Tell whether two blocks in the body stand each under a heading of its own."""
    first, second = sorted((block, other))
    if not has_prose(page, 0, first.first):
        return False
    one, two = (_read_heading(page, n.first - 1) for n in (first, second))
    return bool(one and two and one != two)


def _read_heading(page: Page, number: int) -> str:
    """Read a line that may be a heading; "" where it may not."""
    start, end = page.lines[number]
    line = page.text[start:end].strip() if end - start <= LABEL else ""
    if not line or line[0].islower() or not (line[-1].isalnum() or line[-1] in ")\u201d?:"):
        return ""
    return "" if SPEECH_RE.match(line) else line.casefold()


def is_reply(page: Page, block: Block, other: Block) -> bool:
    """Tell whether the head of a post stands between what it quotes and the quotation."""
    first, second = sorted((block, other))
    above = page.lines[second.first - 1]
    if NAME_RE.fullmatch(page.text[above.start : above.end].strip()):
        return True  # "2 hours ago", below the name, may have gone in an earlier pass
    for number in range(first.last + 1, second.first):
        start, end = page.lines[number]
        if end - start <= LABEL and POST_RE.search(page.text[start:end].strip()):
            return True
    return False


def is_epigraph(page: Page, block: Block) -> bool:
    """Tell whether a quotation with its author's name stands before all prose."""
    if SPEECH_RE.match(page.text, block.start) is None or has_prose(page, 0, block.first):
        return False
    return is_attribution(page, block.last + 1)


def is_contents(page: Page, number: int, copy: int) -> bool:
    """Tell whether a line is one of a list that names the headings of the page.

    A line next to it comes again, too, after its copy or before: as the next heading.
    """
    lines = page.texts
    for near in (*range(max(0, number - REACH), number), *range(number + 1, number + 1 + REACH)):
        if near >= len(lines) or near == copy or len(lines[near]) > ENTRY:
            continue
        line = lines[near].strip()
        if len(line) < 3 or not line[0].isupper() or line == lines[copy].strip():
            continue
        for other, text in enumerate(lines[number + 1 + REACH :], number + 1 + REACH):
            is_block = other - near == copy - number  # the lines of a head, given twice
            if other != copy and not is_block and text.strip() == line and _heads(page, other):
                return True
    return False


def _heads(page: Page, number: int) -> bool:
    """Tell whether a line has a paragraph below it."""
    return has_prose(page, number + 1, number + 2) and not (
        is_structured(page.read(number)) or NUMBERED_RE.match(page.read(number))
    )
