"""Paragraphs and captions that stand twice where a page gave them twice.

Whole paragraphs are compared by hash, word for word; only the two halves of one line, or
two captions next to each other, are compared by likeness. Both are linear in the text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from rapidfuzz import fuzz

from normalize.edits import Edit
from normalize.layout.lines import Drop, Page
from normalize.words import WORD_RE, iter_words

RULE = "repeated-paragraph"
CAPTION_RULE = "repeated-caption"

MIN_LENGTH = 60  # characters: shorter lines are answers, refrains, headings
PARAGRAPH = 100  # as long as this, a line is no verse, and no line of wrapped text
NEAR = 12  # lines: a page repeats its lead close by
LEAD = 1  # number of the last line that may be the lead: after the title, or without one
SLACK = 2  # lines between a block and its copy: an advertisement, a caption
REFRAIN = 3  # a shortish line that stands so often is meant to

STRUCTURED_RE = re.compile(
    r"""
    \s*(?:
        [-*+\u2022\u2023\u25E6\u25AA\u2043\u2013\u2014]\s   # a bullet, a dash of dialogue
      | \(?(?:\d{1,3}|[a-zA-Z])[.)]\s                       # a numbered item
      | >                                                   # a quotation in a mail
      | \|                                                  # a row of a table
      | \#                                                  # a heading, a comment in code
      | ["'\u2018\u201C\u00AB]                              # speech
    )
    | [ ]{4,} | \t                                          # code, verse
    """,
    re.VERBOSE,
)
CELLS_RE = re.compile(r"\t.*\t|\|.*\||[;{}]\s*$")
ENDED_RE = re.compile(r"[.!?:\u2026][\"'\u2019\u201D)\]]*\s*$")

CAPTION_LENGTH = 1_000  # characters of a half; a likeness takes their product / 64 steps
CAPTION_MINIMUM = 30
LIKENESS = 85.0  # rapidfuzz ratio, 0-100, higher is closer; without credits the seed's has 92
MOST_SEAMS = 8  # places tried in one line
SEAM_RE = re.compile(r"[)\].!?](?=[A-Z\u00C0-\u00DE\u0400-\u042F])")
CREDIT_RE = re.compile(r"\s*(?:\([^()]{3,80}\)|\[[^\[\]]{3,80}\])\s*$")
AGENCY_RE = re.compile(r"/|photo|image|getty|reuters|\bAP\b|\bAFP\b|\bEPA\b|pool|courtesy", re.I)


def find_repeated_paragraphs(page: Page) -> dict[int, Drop]:
    r"""Drop later copies of a paragraph, with the short lines between copied paragraphs.

    Why: templates give the lead twice, and copying a page takes both.
    Leaves alone: lines under 60 characters; refrains, speech, list items, table rows,
    quoted lines, code; lines of wrapped text or verse, which end in mid-sentence. A
    paragraph that comes again elsewhere, as in manuals, contracts and plays, is only
    proposed (confidence 0.80).

    Returns:
        Line number → drop. Confidence 0.97 for a block right after itself, 0.95 for a
        paragraph right after itself and for the lead. Linear: one hash a line.

    >>> text = "The minister declined to comment on the plan, agreed on Monday night.\n"
    >>> sorted(find_repeated_paragraphs(Page(text + "Rain.\n" + text)))
    [2]
    >>> find_repeated_paragraphs(Page("“No.”\n“No.”\n"))
    {}
    """
    copies = _find_copies(page)
    blocks = _find_blocks(page, copies)
    drops = {}
    for number, first in copies.items():
        if number in blocks:
            drops[number] = Drop(RULE, 0.97, f"block given twice; first copy in line {first + 1}")
        else:
            confidence = _rate_copy(page, number, first)
            drops[number] = Drop(RULE, confidence, f"first copy in line {first + 1}")
    for number in blocks:
        drops.setdefault(number, Drop(RULE, 0.97, "stands between paragraphs given twice"))
    return drops


def _find_copies(page: Page) -> dict[int, int]:
    """Map each later copy of a paragraph to its first."""
    seen: dict[str, int] = {}
    copies: dict[int, int] = {}
    for number, (start, end) in enumerate(page.lines):
        if end - start >= MIN_LENGTH:
            first = seen.setdefault(page.text[start:end].strip(), number)
            if first != number:
                copies[number] = first
    times = Counter(copies.values())
    return {
        number: first
        for number, first in copies.items()
        if _is_paragraph(page, number, times[first] + 1)
    }


def _is_paragraph(page: Page, number: int, times: int) -> bool:
    if page.is_code(number):
        return False
    line = page.read(number)
    if len(line.strip()) < MIN_LENGTH or STRUCTURED_RE.match(line) or CELLS_RE.search(line):
        return False
    if len(line) >= PARAGRAPH:
        return True
    return times < REFRAIN and line[:1].isupper() and ENDED_RE.search(line) is not None


def _find_blocks(page: Page, copies: Mapping[int, int]) -> set[int]:
    """Name the lines of blocks: two or more copies that follow each other as before.

    The copy of a block stands right after it, or two lines on: that is how pages are given
    twice. In manuals, licences and plays the same few paragraphs come back far apart.
    """
    blocks: set[int] = set()
    run: list[int] = []
    for number, first in copies.items():
        if not (run and _is_continued(page, run[-1], copies[run[-1]], number, first)):
            blocks.update(_close_block(run, copies))
            run = []
        run.append(number)
    blocks.update(_close_block(run, copies))
    return blocks


def _is_continued(page: Page, last: int, last_first: int, number: int, first: int) -> bool:
    """Tell whether two copies are as far apart as their firsts, with the same between."""
    distance = number - first
    if distance != last - last_first:
        return False
    between = range(last + 1, number)
    return all(page.read(n).strip() == page.read(n - distance).strip() for n in between)


def _close_block(run: list[int], copies: Mapping[int, int]) -> range:
    if len(run) < 2 or run[0] - copies[run[-1]] - 1 > SLACK:
        return range(0)
    return range(run[0], run[-1] + 1)


def _rate_copy(page: Page, number: int, first: int) -> float:
    if number - first <= NEAR and first <= LEAD:
        return 0.95
    return 0.95 if page.read(number - 1).strip() == page.read(first).strip() else 0.80


def find_repeated_captions(page: Page, drops: Mapping[int, Drop]) -> Iterator[Edit]:
    """Delete one half of a line that gives the same caption twice.

    Why: a page holds a caption for the eye and one for the screen reader; stripping the
    markup glues the two.
    Leaves alone: halves that differ (ratio under 85), that do not begin with the same
    word, or do not both end with a credit in brackets that shares a name.

    Which half stays: the one with fewer doubled spaces, since the page's template put
    these in; then the one with the longer wording before its credit; then the first.

    Yields:
        One deletion a line, of the other half.
    """
    seams: Counter[int] = Counter()
    done = -1
    for seam in SEAM_RE.finditer(page.text):
        number = page.find_line(seam.start())
        seams[number] += 1
        if number == done or number in drops or seams[number] > MOST_SEAMS:
            continue
        start, end = page.lines[number]
        edit = _compare_halves(page.text, start, seam.end(), end)
        if edit is not None:
            done = number
            yield edit


def _compare_halves(text: str, start: int, seam: int, end: int) -> Edit | None:
    if not CAPTION_MINIMUM <= seam - start <= CAPTION_LENGTH:
        return None
    if not CAPTION_MINIMUM <= end - seam <= CAPTION_LENGTH:
        return None
    left, right = text[start:seam], text[seam:end]
    if left.split(None, 1)[0] != right.split(None, 1)[0]:
        return None
    credits = [CREDIT_RE.search(half) for half in (left, right)]
    if not all(found and AGENCY_RE.search(found.group()) for found in credits):
        return None
    names = [set(WORD_RE.findall(found.group())) for found in credits if found]
    likeness = compare_captions(CREDIT_RE.sub("", left), CREDIT_RE.sub("", right))
    if likeness < LIKENESS or not names[0] & names[1]:
        return None
    is_left_better = _rank_half(left) >= _rank_half(right)
    kept, lost = ("first", (seam, end)) if is_left_better else ("second", (start, seam))
    note = f"the halves are {likeness:.0f} % alike; the {kept}, fuller one stays"
    return Edit(*lost, "", CAPTION_RULE, 0.95, note)


def compare_captions(left: str, right: str) -> float:
    """Score how alike two captions are, 0-100, higher is closer; case and spaces aside.

    >>> compare_captions("A  tanker burns.", "a tanker burns")
    100.0
    """
    words = [" ".join(word.text.lower() for word in iter_words(text)) for text in (left, right)]
    return fuzz.ratio(*words)


def _rank_half(half: str) -> tuple[int, int]:
    stripped = half.strip()
    body = CREDIT_RE.sub("", stripped)
    return -stripped.count("  "), len(" ".join(body.split()))
