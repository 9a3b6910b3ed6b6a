"""Lines that were broken for a page: hyphenated words, and paragraphs set to a width.

A wrapped README or letter is clean text and stays as it is. Where the document shows that
it came from a page's layout (hyphenation that can be undone, page breaks), or that it was
scraped (page furniture is cut out of it), its paragraphs are made one line each; elsewhere
that is proposed with a confidence that only `level="all"` applies.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from normalize.edits import Edit
from normalize.layout.breaks.hyphens import find_hyphens
from normalize.layout.breaks.page_breaks import PageBreak
from normalize.layout.evidence import Evidence, Vocabulary
from normalize.layout.lines import Page, Spans

HYPHEN_RULE = "hyphenated-line-break"
WRAP_RULE = "hard-wrapped-line"
SURE, UNSURE = 0.95, 0.6  # with a page's layout, and without
PER_PROOF = 60  # line breaks inside paragraphs that one hyphenation speaks for
SCRAPED = 3  # pieces of furniture: no wrapped text of an author's has so many
OUTLIER = 1.08  # of the next shorter line: longer, a line is no measure of the width
NARROWEST = 45  # characters; narrower are verses, columns and lists
NARROWEST_COLUMN = 35  # … of pages that are known to be some
NARROWEST_SCRAPED = 55  # mail and web pages are set wider than most verses
WIDEST = 160  # and wider are paragraphs
FULL = 0.8  # of the width: a line that is set to it, with the next word, is longer
FULL_AFTER_STOP = 0.92
FULL_SCRAPED = 0.85  # … in a scraped page, where every line of a paragraph has to be so long
MOST_FILLED = 0.5  # … and as many of them longer than the width, with the next word
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
HYPHENS = "-\u2010"
OPENING = "(\"'\u201c\u2018\u201e\u00ab"
ENDS = ".!?:\u2026"
CLOSERS = ENDS + ')"\u201d\u00bb'
TIME_RE = re.compile(r"\d[:.]\d\d\Z")  # ends a line that says who posted
WORD_AT_RE = re.compile(r"\S+")
LINE_RE = re.compile(r"[^\r\n\f]*")
MOST_CAPITALS = 0.8  # of a block's lines: above, they are verses or names
MOST_PAUSES = 0.6  # … end with a mark
PAUSES = ".,;:!?\u2014\u2026"
VERSES = 4


Torn = Sequence[tuple[int, int]]  # spans that are cut out as page furniture


class _Line(NamedTuple):
    start: int  # without indentation
    end: int  # and without white space at its end
    indent: int


def find_broken_lines(
    evidence: Evidence,
    words: Vocabulary,
    breaks: Sequence[PageBreak],
    *,
    torn: Torn,
    stated: int,
    everything: bool,
) -> Iterator[Edit]:
    """Undo hyphenation, and the line breaks of paragraphs that were set to a width.

    Why: search, sentence splitting and translation take each line for a sentence.
    Leaves alone: wrapped text without a sign of a page's layout or of scraping; hyphens of
    compounds; poems, lists, tables, addresses, headings, quoted mail, code, indented
    blocks, and lines shorter than the others, on which the next word would have had room.

    Args:
        evidence: the document.
        words: the known words.
        breaks: the page breaks that were found in it; nothing is proposed inside them.
        torn: the pieces of page furniture that are cut out of it.
        stated: how much it says of itself: its date, who wrote it, where it is from. What
            wires and mailing lists wrap has little furniture, but such a head.
        everything: whether wrapped text without signs is wanted as well.
    Yields:
        Edits, none inside a page break; confidence 0.95 with such a sign, else 0.6.
        Linear.
    """
    text = evidence.text
    hyphens = list(find_hyphens(text, words, evidence))
    proofs = sum(hyphen.is_proof for hyphen in hyphens)
    is_scraped = len(torn) + (stated if torn else 0) >= SCRAPED and _may_run_on(evidence.page)
    if not (proofs or breaks or is_scraped or everything):
        return
    blocks = list(_iter_blocks(evidence, sorted([*torn, *(item[:2] for item in breaks)])))
    wraps = list(_find_wraps(text, blocks)) if proofs or breaks else []
    is_page = bool(breaks) or (proofs > 0 and len(wraps) <= proofs * PER_PROOF)
    if not is_page:
        wraps = list(_find_scraped(text, blocks)) if is_scraped else []
    is_sure = is_page or bool(wraps)
    between = Spans((item.start, item.end) for item in breaks)
    taken = {hyphen.end for hyphen in hyphens}
    for hyphen in hyphens:
        if (hyphen.is_proof or is_sure) and not between.touches(hyphen.start, hyphen.end):
            rule = WRAP_RULE if hyphen.after else HYPHEN_RULE
            note = "a word over a line's end"
            yield Edit(hyphen.start, hyphen.end, hyphen.after, rule, SURE, note)
    if not is_sure and everything:
        wraps = list(_find_filled(text, blocks))
    for start, end in wraps:
        if end not in taken:
            note = "a paragraph set to a width"
            yield Edit(start, end, " ", WRAP_RULE, SURE if is_sure else UNSURE, note)


def _may_run_on(page: Page) -> bool:
    """Tell quickly whether a line may go on with the sentence of the one above."""
    return any(first.islower() or first.isspace() or first in OPENING for first in set(page.firsts))


def _iter_blocks(evidence: Evidence, gone: Sequence[tuple[int, int]]) -> Iterator[list[_Line]]:
    """Yield the runs of lines with nothing blank between them, outside what goes and code."""
    text = evidence.text
    block: list[_Line] = []
    at = number = 0
    while at < len(text):
        end = LINE_RE.match(text, at).end()  # type: ignore[union-attr]  # it always matches
        line = text[at:end]
        stripped = line.strip()
        start = at + len(line) - len(line.lstrip())
        while number < len(gone) and gone[number][1] <= start:
            number += 1
        is_torn = number < len(gone) and gone[number][0] <= start < gone[number][1]
        is_gone = is_torn and start + len(stripped) <= gone[number][1]
        if block and (not stripped or is_torn or evidence.is_code(start)):
            yield block  # what stays of a torn line has nothing to do with the one above
            block = []
        if stripped and not is_gone and not evidence.is_code(start):
            block.append(_Line(start, start + len(stripped), start - at))
        at = end + (2 if text.startswith("\r\n", end) else 1)
        if end < len(text) and text[end] == "\f" and block:
            yield block
            block = []
    if block:
        yield block


def _find_wraps(text: str, blocks: Sequence[list[_Line]]) -> Iterator[tuple[int, int]]:
    """Find the line breaks inside paragraphs that were set to a width."""
    width = _find_width(text, blocks)
    if NARROWEST_COLUMN <= width <= WIDEST:
        for block in blocks:
            if not _are_verses(text, block):
                yield from _find_block_wraps(text, block, width)


def _find_scraped(text: str, blocks: Sequence[list[_Line]]) -> Iterator[tuple[int, int]]:
    """Find the line breaks of wrapped paragraphs among others, in a page that was scraped.

    Only where a sentence runs on over one of them, and all lines of the block are filled:
    verses that begin with small letters are not. Beside such a paragraph a sentence on two
    lines is another.
    """
    width = _find_width(text, blocks)
    if not NARROWEST_SCRAPED <= width <= WIDEST:
        return
    wrapped = [block for block in blocks if _is_wrapped(text, block, width)]
    known = {block[0].start for block in wrapped}
    for block in blocks:
        is_pair = len(block) == 2 and len(wrapped) > 1
        if block[0].start in known or (is_pair and not _runs_on(text, *block)):
            yield from _find_block_wraps(text, block, width)


def _is_wrapped(text: str, block: Sequence[_Line], width: int) -> bool:
    """Tell whether a sentence runs on over the lines of a block, and all are filled."""
    running = [
        _find_room(text, line, following)
        for line, following in pairwise(block)
        if _runs_on(text, line, following)
    ]
    if not running or min(running) < FULL_SCRAPED * width or _are_verses(text, block):
        return False
    return sum(room >= width for room in running) >= MOST_FILLED * len(running)


def _find_width(text: str, blocks: Sequence[list[_Line]]) -> int:
    """Find the width that paragraphs were set to, best by lines whose sentence runs on; or 0."""
    for is_asked in (_runs_on, _belong):
        lengths = sorted(
            line.end - line.start
            for block in blocks
            for line, following in pairwise(block)
            if line.end - line.start <= WIDEST and is_asked(text, line, following)
        )
        if lengths:
            last = min(len(lengths) - 1, int(QUANTILE * len(lengths)))
            if last > 1 and lengths[last] > OUTLIER * lengths[last - 1]:
                last -= 1  # a heading that is glued to its text, a long address
            return lengths[last]
    return 0


def _belong(text: str, line: _Line, following: _Line) -> bool:
    """Tell whether two lines may be of one paragraph."""
    if following.indent != line.indent or line.indent > 3 or text[line.end - 1] in HYPHENS:
        return False  # a hyphen that nobody could undo keeps its line break
    return not (_stands_alone(text, line) or _stands_alone(text, following))


def _runs_on(text: str, line: _Line, following: _Line) -> bool:
    """Tell whether a sentence runs on from a line to the next."""
    if not _is_small(text, following) or text[line.end - 1] in ENDS:
        return False
    if TIME_RE.search(text, line.end - 4, line.end):
        return False
    return _belong(text, line, following)


def _is_small(text: str, line: _Line) -> bool:
    """Tell whether a line begins with a small letter, or with one in brackets or quotes."""
    at = line.start + (text[line.start] in OPENING)
    return text[at : at + 1].islower()


def _find_room(text: str, line: _Line, following: _Line) -> int:
    """Return how long a line were with the first word of the next."""
    first = WORD_AT_RE.match(text, following.start)
    return line.end - line.start + 1 + (len(first.group()) if first else 0)


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
    runs = any(
        _runs_on(text, *pair) or text[pair[0].end - 1] in HYPHENS for pair in pairwise(block)
    )
    is_sentence = len(block) == 2 and text[block[-1].end - 1] in CLOSERS
    for line, following in pairwise(block):
        if not _belong(text, line, following):
            continue
        # A new entry of a list, or the text under a heading, may begin with a capital.
        is_end = text[line.end - 1] != "," and not _is_small(text, following)
        if not runs and (not is_sentence or text[line.end - 1] in ENDS):
            continue  # a list of sentences, of books; a title and its author
        share = 1.0 if filled else FULL_AFTER_STOP if is_end else FULL
        if _find_room(text, line, following) >= share * width:
            yield line.end, following.start


def _stands_alone(text: str, line: _Line) -> bool:
    """Tell whether a line is one by itself, whatever its length."""
    if MARKER_RE.match(text, line.start, line.end):
        return True
    return TABLE_RE.search(text, line.start, line.end) is not None


def _are_verses(text: str, block: Sequence[_Line]) -> bool:
    """Tell whether nearly all lines begin with a capital, or most end with a mark."""
    if len(block) < VERSES:
        return False
    marked = sum(text[line.end - 1] in PAUSES for line in block[:-1])
    if marked > MOST_PAUSES * (len(block) - 1):
        return True
    capitals = sum(not text[line.start].islower() for line in block)
    return capitals > MOST_CAPITALS * len(block)
