"""Headlines that stand twice at the head of a page: the shorter wording goes."""

from __future__ import annotations

import re
from collections.abc import Container

from normalize.layout.lines import Drop, Page
from normalize.layout.metadata.titles import SENTENCE_ENDS
from normalize.layout.repeats.copies import Copy
from normalize.layout.repeats.keys import HEAD
from normalize.layout.repeats.meant import ENDED_RE, NUMBERED_RE, is_structured

RULE = "repeated-paragraph"
HEAD_LINES = 8  # title, standfirst, by-line, and the furniture between
REACH = 3  # lines from a headline to its double
FARTHEST = 40  # lines; what comes later is the heading of a chapter
MOST_LINES = 200  # of a page; a book's title stands in it again and again
MEANT = 0.80  # confidence of what may be meant to stand twice
LONGEST = 220  # characters of a headline
SHORTEST = 24
WORDS = 4
PARAGRAPH = 100  # characters of prose below a headline
ELLIPSIS_RE = re.compile(r"\s*(?:\.\.\.|\u2026)$")
SITE_RE = re.compile(r"\s*[|\u2013\u2014\u00B7\u00BB:-]\s+\S")  # "Headline - Site"


def find_shorter_headlines(page: Page, heads: Container[str]) -> dict[int, Drop]:
    r"""Drop the shorter of two headlines, one of which begins with the other.

    Why: a page names itself in full and in short, or cut off ("Council votes to drain…").
    Leaves alone: sentences; headlines of three words; lists, whose items begin alike.

    Args:
        page: the page.
        heads: the characters that lines of the page share with other places (`copies`).
    Returns:
        Line number → drop, for lines among the first eight.

    >>> heads = {"ouncil votes to"}
    >>> page = Page("Council votes to drain the…\nCouncil votes to drain the reservoir\nRain.\n")
    >>> list(find_shorter_headlines(page, heads))
    [0]
    """
    spans = page.lines[: HEAD_LINES + REACH]
    if not any(page.text[start + 1 : start + 1 + HEAD] in heads for start, _ in spans):
        return {}
    lines = [page.text[start : min(end, start + LONGEST + 1)].strip() for start, end in spans]
    drops: dict[int, Drop] = {}
    for number, line in enumerate(lines[:HEAD_LINES]):
        raw = page.read(number)
        for other in range(max(0, number - REACH), min(number + REACH + 1, len(lines))):
            if other != number and _is_shorter(line, lines[other]) and not is_structured(raw):
                note = f"the headline of line {other + 1}, in short"
                # Without a "…" it may be an entry of a list, or another page's headline.
                is_cut = ELLIPSIS_RE.search(line) is not None
                drops[number] = Drop(RULE, 0.93 if is_cut else MEANT, note, other)
    return drops if len(drops) == 1 else {}


def find_capital_headlines(page: Page) -> dict[int, Drop]:
    """Drop the second of two headlines, one of which is set in capitals."""
    spans = page.lines[: HEAD_LINES + REACH]
    if not any(page.text[start : min(end, start + LONGEST + 1)].isupper() for start, end in spans):
        return {}
    lines = [page.text[start : min(end, start + LONGEST + 1)].strip() for start, end in spans]
    for number, line in enumerate(lines):
        if line.isupper() and len(line) >= SHORTEST and line.count(" ") >= WORDS - 1:
            for other, known in enumerate(lines):
                if abs(other - number) not in range(1, REACH + 1) or known == line:
                    continue
                if known.upper() == line:
                    return {
                        max(number, other): Drop(
                            RULE, 0.95, "the headline, in capitals", min(number, other)
                        )
                    }
    return {}


def find_short_headlines(page: Page) -> dict[int, Drop]:
    """Drop the second of two equal short headings one after the other, right above prose.

    Leaves alone: one word; verse and songs, which have no paragraph below.
    """
    lines = page.lines[: HEAD_LINES + REACH + 1]
    for number, (one, two, below) in enumerate(zip(lines, lines[1:], lines[2:], strict=False)):
        line = page.text[one.start : one.end].strip() if one.end - one.start < SHORTEST else ""
        if below.end - below.start < PARAGRAPH or " " not in line or not line[0].isupper():
            continue
        if line[-1].isalnum() and page.text[two.start : two.end].strip() == line:
            return {number + 1: Drop(RULE, 0.93, "the headline once more", number)}
    return {}


def _is_shorter(line: str, other: str) -> bool:
    """Tell whether one headline is the beginning of another, and no sentence."""
    if line[:WORDS].casefold() != other[:WORDS].casefold():
        return False
    short = ELLIPSIS_RE.sub("", line)
    if not SHORTEST <= len(short) < len(other) <= LONGEST or short.count(" ") < WORDS - 1:
        return False
    if not other.casefold().startswith(short.casefold()) or other.endswith(SENTENCE_ENDS):
        return False
    if short != line:
        return True
    rest = other[len(short) :]
    return not line.endswith(SENTENCE_ENDS) and rest[:1] == " " and SITE_RE.match(rest) is None


def is_headline(page: Page, copy: Copy) -> bool:
    """Tell whether a line says again what the title or the standfirst says."""
    block, other = copy.block, copy.other
    if other.first >= HEAD_LINES or not copy.match.is_exact or block.first != block.last:
        return False
    if block.first - other.first > FARTHEST or len(page.lines) > MOST_LINES:
        return False
    if copy.match.start - other.start > 2 or NUMBERED_RE.match(page.text, block.start):
        return False
    rest = page.text[copy.match.end : other.end].strip("\"'\u201d\u2019\u00bb ")
    if rest or block.first < other.first or ENDED_RE.search(page.read(block.first)):
        return False
    return all(end - start < LONGEST for start, end in page.lines[: other.first + 1])
