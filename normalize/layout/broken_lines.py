"""Lines that were broken for a page: hyphenated words, and paragraphs set to a width.

A wrapped README or letter is clean text and stays as it is. Only where the document shows
that it came from a page's layout (hyphenation that can be undone, page breaks) is every
paragraph made one line; elsewhere that is proposed with a confidence that only
`level="all"` applies.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from normalize.edits import Edit
from normalize.layout.evidence import Evidence, Vocabulary
from normalize.layout.hyphens import find_hyphens
from normalize.layout.lines import Spans
from normalize.layout.page_breaks import PageBreak

HYPHEN_RULE = "hyphenated-line-break"
WRAP_RULE = "hard-wrapped-line"
SURE, UNSURE = 0.95, 0.6  # with a page's layout, and without
PER_PROOF = 60  # line breaks inside paragraphs that one hyphenation speaks for
NARROWEST = 45  # characters; narrower are verses, columns and lists
WIDEST = 160  # and wider are paragraphs
FULL = 0.8  # of the width: a line that is set to it, with the next word, is longer
FULL_AFTER_STOP = 0.92
QUANTILE = 0.9
# What begins a line that is one by itself: a list item, a quoted line, a table, a heading,
# a prompt, a turn of speech, a field of a letter's head.
MARKER_RE = re.compile(
    r"""
    [\u00b9\u00b2\u00b3\u2020\u2021\u00a7*+\u2022\u2023\u25e6\u25aa\u25cf\u2013\u2014>|#=~_:;%$<{}\[\\@/]
    | \(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)](?:\s|\Z)
    | -(?:\s|-)
    | [A-Z][\w-]{1,20}(?:\ [\w-]{1,20}){0,2}:\s
    """,
    re.VERBOSE,
)
TABLE_RE = re.compile(r"\S(?:\t| {3,})\S|\.{4,}|\S  +\S+  +\S|\t")
WORD_AT_RE = re.compile(r"\S+")
LINE_RE = re.compile(r"[^\r\n\f]*")
MOST_CAPITALS = 0.8  # of a block's lines: above, they are verses or names
VERSES = 4


class _Line(NamedTuple):
    start: int  # without indentation
    end: int  # and without white space at its end
    indent: int


def find_broken_lines(
    evidence: Evidence, words: Vocabulary, breaks: Sequence[PageBreak], *, everything: bool
) -> Iterator[Edit]:
    """Undo hyphenation, and the line breaks of paragraphs that were set to a width.

    Why: search, sentence splitting and translation take each line for a sentence.
    Leaves alone: wrapped text without a sign of a page's layout; hyphens of compounds;
    poems, lists, tables, addresses, headings, quoted mail, code, indented blocks, and
    lines shorter than the others, on which the next word would have had room.

    Args:
        evidence: the document.
        words: the known words.
        breaks: the page breaks that were found in it; nothing is proposed inside them.
        everything: whether wrapped text without signs is wanted as well.
    Yields:
        Edits, none inside a page break; confidence 0.95 in a page's layout, else 0.6.
        Linear.
    """
    text = evidence.text
    hyphens = list(find_hyphens(text, words, evidence))
    proofs = sum(hyphen.is_proof for hyphen in hyphens)
    if not (proofs or breaks or everything):
        return
    blocks = list(_iter_blocks(text, breaks, evidence))
    wraps = list(_find_wraps(text, blocks)) if proofs or breaks else []
    is_page = bool(breaks or proofs) and (bool(breaks) or proofs * PER_PROOF >= len(wraps))
    between = Spans((item.start, item.end) for item in breaks)
    taken = {hyphen.end for hyphen in hyphens}
    for hyphen in hyphens:
        if (hyphen.is_proof or is_page) and not between.touches(hyphen.start, hyphen.end):
            rule = WRAP_RULE if hyphen.after else HYPHEN_RULE
            note = "a word over a line's end"
            yield Edit(hyphen.start, hyphen.end, hyphen.after, rule, SURE, note)
    if not is_page:
        wraps = list(_find_filled(text, blocks)) if everything else []
    for start, end in wraps:
        if end not in taken:
            note = "a paragraph set to a width"
            yield Edit(start, end, " ", WRAP_RULE, SURE if is_page else UNSURE, note)


def _iter_blocks(
    text: str, breaks: Sequence[PageBreak], evidence: Evidence
) -> Iterator[list[_Line]]:
    """Yield the runs of lines with nothing blank between them, outside page breaks and code."""
    block: list[_Line] = []
    at = number = 0
    while at < len(text):
        end = LINE_RE.match(text, at).end()  # type: ignore[union-attr]  # it always matches
        line = text[at:end]
        stripped = line.strip()
        start = at + len(line) - len(line.lstrip())
        while number < len(breaks) and breaks[number].end < start:
            number += 1
        in_break = number < len(breaks) and breaks[number].start < start < breaks[number].end
        if not stripped or in_break or evidence.is_code(start):
            if block:
                yield block
            block = []
        else:
            block.append(_Line(start, start + len(stripped), start - at))
        at = end + (2 if text.startswith("\r\n", end) else 1)
        if end < len(text) and text[end] == "\f" and block:
            yield block
            block = []
    if block:
        yield block


def _find_wraps(text: str, blocks: Sequence[list[_Line]]) -> Iterator[tuple[int, int]]:
    """Find the line breaks inside paragraphs that were set to a width."""
    lengths = sorted(
        line.end - line.start
        for block in blocks
        for line in block[:-1]
        if not _stands_alone(text, line)
    )
    if not lengths:
        return
    width = lengths[min(len(lengths) - 1, int(QUANTILE * len(lengths)))]
    if not NARROWEST <= width <= WIDEST:
        return
    for block in blocks:
        if not _are_verses(text, block):
            yield from _find_block_wraps(text, block, width)


def _find_filled(text: str, blocks: Sequence[list[_Line]]) -> Iterator[tuple[int, int]]:
    """Find the line breaks of blocks all of whose lines but the last are filled.

    A block is judged by itself, so that once it is one line nothing changes for the others.
    """
    for block in blocks:
        width = max(line.end - line.start for line in block)
        if NARROWEST <= width <= WIDEST and not _are_verses(text, block):
            wraps = list(_find_block_wraps(text, block, width, filled=True))
            if len(wraps) == len(block) - 1:
                yield from wraps


def _find_block_wraps(
    text: str, block: list[_Line], width: int, filled: bool = False
) -> Iterator[tuple[int, int]]:
    """Find the line breaks after which no word had room, or hardly any, as type is not even."""
    for line, following in pairwise(block):
        if _stands_alone(text, line) or _stands_alone(text, following):
            continue
        if following.indent != line.indent or line.indent > 3 or text[line.end - 1] in "-\u2010":
            continue  # a hyphen that nobody could undo keeps its line break
        first = WORD_AT_RE.match(text, following.start)
        room = line.end - line.start + 1 + (len(first.group()) if first else 0)
        # A new entry of a list, or the text under a heading, may begin with a capital.
        is_end = text[line.end - 1] != "," and not text[following.start].islower()
        share = 1.0 if filled else FULL_AFTER_STOP if is_end else FULL
        if room >= share * width:
            yield line.end, following.start


def _stands_alone(text: str, line: _Line) -> bool:
    """Tell whether a line is one by itself, whatever its length."""
    if MARKER_RE.match(text, line.start, line.end):
        return True
    return TABLE_RE.search(text, line.start, line.end) is not None


def _are_verses(text: str, block: list[_Line]) -> bool:
    """Tell whether nearly all lines of a block begin with a capital, as verses and names do."""
    if len(block) < VERSES:
        return False
    capitals = sum(not text[line.start].islower() for line in block)
    return capitals > MOST_CAPITALS * len(block)
