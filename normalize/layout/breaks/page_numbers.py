"""Lines with page numbers: alone ("- 3 -", "Page 3 of 9"), or beside a running head.

A heading, a row of a table and a line of a list may end with a number as well as a running
head ("THE STENHOPE TIMES    7 May 2019    5"). A running head is one that cuts a sentence in
two, and not alone: another has the same words or the next number, or its words stand at the
head of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from normalize.lexicon import load_table

# Begun with the line break, which `re` finds fastest: a line before or behind has a number.
EDGE_RE = re.compile(r"\n(?:(?<=\d\n)|(?=\f?\d{1,4}[ \t|]))")
HEAD_RE = re.compile(
    r"\f?[ \t]*(?:(\d{1,4})[ \t|\u00b7\u2022\u2013\u2014-]+)?(\S[^\n\f]*?\S)"
    r"(?:[ \t|\u00b7\u2022\u2013\u2014-]+(\d{1,4}))?[ \t\r]*"
)
STOP_RE = re.compile(r"[!?;]|[a-z]{3}\.\s(?=[^\W\d_]{2})|[,.:]\Z")
WORD_RE = re.compile(r"[^\W\d_]{3,}")
SHORTEST, LONGEST = 6, 120  # characters of the line
FULL = 35  # characters of the last line of a page
APART = 200  # characters between two heads, at least
FURTHEST = 3  # numbers from one head to the next: pages with a picture have none
TOP = 400  # characters at the head of the text that a running head may repeat
ENDS = ".!?:;\u2026\"'\u201d)\u00bb"


def build_number_re() -> re.Pattern[str]:
    """Build the pattern of a line that may be a page number. Its groups: word, number, of."""
    rows = load_table("layout/page_numbers.tsv")
    pages, ofs = (
        "|".join(sorted({re.escape(row["word"]) for row in rows if row["kind"] == kind}))
        for kind in ("page", "of")
    )
    return re.compile(
        rf"[\n\f][ \t\f]*[-\u2013\u2014|(\[]? ?((?:{pages})[ \t]*)?(\d{{1,4}})"
        rf"(?:[ \t]*(?:/|{ofs})[ \t]*(\d{{1,4}}))? ?[-\u2013\u2014|)\]]?[ \t]*(?=[\r\n\f]|\Z)",
        re.IGNORECASE,
    )


def read_number(found: re.Match[str]) -> tuple[int, int]:
    """Return where a line with a page number starts, and the number."""
    return found.start() + len(found.group()) - len(found.group().lstrip()), int(found[2])


class Head(NamedTuple):
    """A line that may be a running head, with its number and its words."""

    start: int
    number: int
    words: frozenset[str]
    cuts: bool  # a sentence runs on over it


def find_running_heads(text: str, plain: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Find the lines that are running heads with a page's number on them.

    Args:
        plain: (start, number) of lines with nothing but a number; what has the number next to
            a running head's is one of a page.

    Returns:
        (start of the line without indentation, number), in order. Linear: work only at lines
        that begin or end with a number.
    """
    starts = set()
    for found in EDGE_RE.finditer(text):
        at = found.start()
        if at and text[at - 1].isdigit():
            starts.add(text.rfind("\n", max(0, at - LONGEST), at) + 1)
        if found.end() < len(text) and text[found.end()] in "\f0123456789":
            starts.add(found.end())
    heads = [head for start in sorted(starts) if start for head in _read_heads(text, start)]
    if not any(head.cuts for head in heads):
        return []
    heads += [Head(start, number, frozenset(), False) for start, number in plain]
    return sorted({head.start: head.number for head in _trust(text, sorted(heads))}.items())


def _read_heads(text: str, start: int) -> Iterator[Head]:
    """Read a line as a running head, once with each number that stands at its ends."""
    end = text.find("\n", start, start + LONGEST + 1)
    if end - start < SHORTEST:
        return
    found = HEAD_RE.fullmatch(text, start, end)
    words = WORD_RE.findall(found[2]) if found else []
    if not found or not words or STOP_RE.search(found[2]):
        return
    if any(word[0].islower() and len(word) > 4 for word in words):
        return
    if not any(word[0].isupper() for word in words):
        return
    first = found.start(1) if found[1] else found.start(2)
    known, cuts = frozenset(map(str.casefold, words)), _cuts(text, start, end)
    for number in (found[1], found[3]):
        if number:
            yield Head(first, int(number), known, cuts)


def _cuts(text: str, start: int, end: int) -> bool:
    """Tell whether a sentence runs on from above a line to below it."""
    low = max(0, start - 400)
    above = text[low:start].rstrip()
    above = above[max(above.rfind("\n"), above.rfind("\f")) + 1 :]
    below = text[end : end + 200].lstrip()
    return len(above) >= FULL and above[-1] not in ENDS and below[:1].islower()


def _trust(text: str, heads: Sequence[Head]) -> list[Head]:
    """Keep the heads that come back, or go on with the next number, or name the text."""
    kept = {head for head in heads if head.cuts and _is_title(text, head)}
    groups: dict[frozenset[str], list[Head]] = {}
    for head in heads:
        if head.words:
            groups.setdefault(head.words, []).append(head)
    cutting = [head for head in heads if head.cuts or not head.words]
    for group in (*groups.values(), cutting):
        seen: dict[int, Head] = {}
        for head in group:
            for step in range(1, FURTHEST + 1):
                other = seen.get(head.number - step, head)
                if head.start - other.start >= APART and (head.cuts or other.cuts):
                    kept.update((head, other))
            seen[head.number] = head
    return sorted(kept)


def _is_title(text: str, head: Head) -> bool:
    """Tell whether the words of a head stand in one of the first lines of its text."""
    lines = (line.strip() for line in text[: min(TOP, head.start)].splitlines())
    return len(head.words) > 1 and any(
        head.words <= set(WORD_RE.findall(line.casefold()))
        for line in lines
        if len(line) < LONGEST and not (line[:1].isdigit() or line[-1:].isdigit())
    )
