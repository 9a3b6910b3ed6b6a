"""What stands twice because it is meant to: items, rows, refrains, speakers, quoted posts."""

from __future__ import annotations

import re
from functools import lru_cache

from normalize.layout.lines import SENTENCE_END, Page
from normalize.layout.repeats.blocks import Block

WIDE = 100  # characters: as long as this, a line is no verse
VERSE = (0.55, 1.8)  # a line next to a verse is so many times as long as the verse
LABEL = 60  # characters of a line that names whom a post quotes
CACHED = 2_048  # lines that several rules ask about, and the next pass again
INTRODUCED = 2  # lines above a quoted post that may name its author

STRUCTURED_RE = re.compile(
    r"""
    \s*(?:
        # A bullet, a tick, an arrow, a dash of dialogue.
        [-*+^\u00B7\u2022\u2023\u25A0-\u25FF\u2043\u2013\u2014\u2605\u2606\u2610-\u2612\u2190-\u21FF
         \u2713-\u2718\u2794\u27A4]\s
      | \(?(?:\d{1,3}|[a-zA-Z]|[ivxlc]{1,6})[.)]\s           # a numbered item
      | \d{1,2}(?:\.\d{1,2}){1,3}\.?\s | \[\d{1,3}\]\s | \u00A7  # … of a contract, a note
      | \d{1,2}:\d\d\b                                     # a row of a timetable
      | [^\W\d_]+\s\d{1,3}\s?[:.)\u2013\u2014-]\s             # "Step 3:", "Day 2 – "
      | >                                                   # a quotation in a mail
      | \|                                                  # a row of a table
      | \# | //                                             # a heading, a comment in code
      # A speaker of a transcript.
      | [A-Z\u00C0-\u00DE\u0401-\u042F\u0490][\w.'\u2019-]*
        (?:\s[A-Z\u00C0-\u00DE\u0401-\u042F\u0490][\w.'\u2019-]*){0,2}:\s
    )
    | [ ]{4,} | \t                                          # code, verse
    """,
    re.VERBOSE,
)
CELLS_RE = re.compile(r"->|=>|://|\t.*\t|\|.*\||[;{}]\s*$|\S[^\S\n]{3,}\S")
ATTRIBUTION_RE = re.compile(r"\s*[-\u2013\u2014]\s?[^\W\d_a-z]\w+")
NUMBERED_RE = re.compile(r"\s*(?:[A-Z]\.?)?\d+(?:\.\d+)*[.)]?\s")  # a numbered heading
SPEECH_RE = re.compile(
    "\\s*[\"'\N{LEFT SINGLE QUOTATION MARK}\N{LEFT DOUBLE QUOTATION MARK}"
    "\N{LEFT-POINTING DOUBLE ANGLE QUOTATION MARK}\N{DOUBLE LOW-9 QUOTATION MARK}]"
)
ENDED_RE = re.compile(r"[.!?:\u2026][\"'\u2019\u201D)\]]*\s*$")
# What follows a caption on its line: its credit, a button; not the rest of a sentence.
CREDITED_RE = re.compile(
    r"""[.\s]*(?:
        [(\[|/\u00A9].{0,80}
      | [\u2013\u2014-]\s?[^\W\d_a-z].{0,80}
      | [^\W\d_a-z][\w\ ]{0,20}:.{0,80}
      | [^\W\d_a-z].{0,60}(?<![.?])
    )""",
    re.VERBOSE,
)
# What a template writes before a caption that it gives twice.
LABEL_RE = re.compile(
    r"""(?:Image\ (?:caption|source)|Media\ caption|Caption|Photo|Image|Picture|Pictured
        |Illustration|Bildunterschrift|Bild|Foto|L\u00e9gende|Imagen|Pie\ de\ foto|Didascalia
        |\u0424\u043e\u0442\u043e|\u041f\u043e\u0434\u043f\u0438\u0441\u044c
        |(?:Item|Image|Photo|Slide|Bild|Foto)?\s?\d{1,2}\s?(?:of|/|von|de|sur|\u0438\u0437)\s?\d{1,2}
    )\s?[,:.|\u2013\u2014-]?\s*""",
    re.VERBOSE | re.IGNORECASE,
)
# The line above what a forum or a mail quotes; `search`ed in short lines.
QUOTED_RE = re.compile(
    r"\b(?:quote[ds]?|posted by|wrote|writes|said|zitat|schrieb|a écrit|citation|escribió|cita"
    r"|ha scritto|писал\w*|написал\w*|цитата|писав|писала|написав)\b",
    re.IGNORECASE,
)


@lru_cache(CACHED)
def is_structured(line: str) -> bool:
    """Tell whether a line is an item, a row, a quoted line, a speaker's, or code."""
    return STRUCTURED_RE.match(line) is not None or CELLS_RE.search(line) is not None


def is_introduced(page: Page, block: Block) -> bool:
    """Tell whether the lines above a block say that it is quoted."""
    for number in range(max(0, block.first - INTRODUCED), block.first):
        start, end = page.lines[number]
        if end - start > WIDE:
            continue
        line = page.read(number).rstrip()
        if number == block.first - 1 and line.endswith(":"):
            return True
        if len(line) <= LABEL and QUOTED_RE.search(line) and not line.endswith(SENTENCE_END):
            return True
    return False


def is_verse(page: Page, block: Block) -> bool:
    """Tell whether a short line stands among others of its length, with no blank line between."""
    length = block.end - block.start
    if length >= WIDE or block.first != block.last:
        return False
    for number, low, high in (
        (block.first - 1, -1, block.start),
        (block.first + 1, block.end, -1),
    ):
        if not 0 <= number < len(page.lines):
            continue
        start, end = page.lines[number]
        gap = page.text[end:high] if low < 0 else page.text[low:start]
        share = (end - start) / length
        if gap.count("\n") + gap.count("\r") < 2 and VERSE[0] <= share <= VERSE[1]:
            return True
    return False


def is_attribution(page: Page, number: int) -> bool:
    """Tell whether a line names who said what stands above: "— Ann Lee, pilot"."""
    if number >= len(page.lines):
        return False
    start, end = page.lines[number]
    return end - start <= LABEL and ATTRIBUTION_RE.match(page.text, start) is not None


def stands_in_prose(page: Page, block: Block, sides: int) -> bool:
    """Tell whether so many of the lines next to a block are long, and none is part of it."""
    numbers = (block.first - 1, block.last + 1)
    around = [page.lines[n] for n in numbers if 0 <= n < len(page.lines)]
    return sum(end - start >= WIDE for start, end in around) >= sides


def is_dialogue(page: Page, block: Block, other: Block) -> bool:
    """Tell whether a line of speech stands beside others, or no prose lies between the two."""
    for number in (block.first - 1, block.last + 1):
        if 0 <= number < len(page.lines) and not other.first <= number <= other.last:
            if SPEECH_RE.match(page.text, page.lines[number].start):
                return True
    between = page.lines[min(other.first, block.first) : max(other.last, block.last) + 1]
    return not any(end - start >= WIDE for start, end in between)
