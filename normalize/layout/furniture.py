"""Page furniture: lines that belong to the web page, not to the article.

The patterns are data: dictionaries/layout/furniture.tsv (its README names the columns).
They match a whole line that was lower-cased, with straight quotes and single spaces and
without arrows at its ends; nothing longer than `MAX_LENGTH` is looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from normalize.edits import Edit
from normalize.layout.lines import Drop, Page
from normalize.lexicon import Lexicon

RULE = "page-furniture"
MAX_LENGTH = 220  # characters; cookie notices are the longest furniture
SEARCHED = 120  # characters at the end of a line of prose that are searched
GLUED = 0.95  # a pattern must be as sure to cut what is glued to a sentence
SPACED = 0.99  # and as sure where a space comes between: a sentence may stand there
PLACES = {"head": ("any", "head"), "body": ("any",), "tail": ("any", "tail"), "foot": ("foot",)}

STRAIGHT = str.maketrans(
    {
        "\N{LEFT SINGLE QUOTATION MARK}": "'",
        "\N{RIGHT SINGLE QUOTATION MARK}": "'",
        "\N{LEFT DOUBLE QUOTATION MARK}": '"',
        "\N{RIGHT DOUBLE QUOTATION MARK}": '"',
        "\N{EN DASH}": "-",
        "\N{EM DASH}": "-",
    }
)
ARROWS = (
    " \N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}\N{RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK}"
)
ARROWS += (
    "\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}\N{LEFT-POINTING DOUBLE ANGLE QUOTATION MARK}"
)
ARROWS += "\N{LEFTWARDS ARROW}\N{RIGHTWARDS ARROW}\N{BLACK RIGHT-POINTING TRIANGLE}><"
# The end of a sentence with what may close it, then furniture up to the end of the line.
SEAM_RE = re.compile(r"[.!?\u2026][\"'\u2019\u201D)\]]?(\s?)(?=[^\W\d_a-z])")


class Pattern(NamedTuple):
    """One row of the table."""

    regex: re.Pattern[str]
    confidence: float
    reason: str


class Furniture:
    """The table, compiled once for each place on the page.

    Raises:
        re.error: a pattern does not compile (tests compile them all).
    """

    def __init__(self, lexicon: Lexicon) -> None:
        rows = lexicon.table("layout/furniture.tsv")
        self._tables = {}
        for place, positions in PLACES.items():
            wanted = [row for row in rows if row["position"] in positions]
            # One alternation, so that a line is read once; its group names the row. The
            # surer pattern comes first and gives the confidence.
            wanted.sort(key=lambda row: -float(row["confidence"]))
            joined = "|".join(f"(?P<r{n}>{row['pattern']})" for n, row in enumerate(wanted))
            self._tables[place] = (
                re.compile(joined),
                [(float(row["confidence"]), row["reason"]) for row in wanted],
            )

    def is_short(self, length: int) -> bool:
        """Tell whether a line of a length is looked at."""
        return length <= MAX_LENGTH

    def match(self, line: str, place: str) -> Drop | None:
        """Tell whether a whole line is furniture at a place, one of `PLACES`.

        >>> furniture = Furniture(Lexicon())
        >>> furniture.match("Read the full story here »", "body") is not None
        True
        >>> furniture.match("Read the full story here before you judge her.", "body")
        """
        if not self.is_short(len(line)):
            return None
        regex, rows = self._tables[place]
        found = regex.fullmatch(simplify(line))
        if found is None:
            return None
        confidence, reason = rows[int(str(found.lastgroup)[1:])]
        return Drop(RULE, confidence, reason)


def simplify(line: str) -> str:
    """Bring a line into the form that the patterns are written for.

    >>> simplify("  Don’t  miss it »")
    "don't miss it"
    """
    simple = " ".join(line.split()).strip(ARROWS).lower()
    return simple if simple.isascii() else simple.translate(STRAIGHT)


def find_glued_furniture(page: Page, furniture: Furniture, number: int) -> Iterator[Edit]:
    """Cut furniture that is glued to the end of a line of prose.

    Why: buttons stand in the same paragraph as the text where a page was flattened.
    Leaves alone: a last sentence that is only likely to be furniture, and whatever comes
    after a space unless it can be nothing else.

    Args:
        page: the page; only the last 120 characters of the line are searched.
        number: the line.
    Yields:
        At most one deletion, up to the end of the line.
    """
    if page.is_example(number):
        return
    line = page.lines[number]
    for seam in SEAM_RE.finditer(page.text, max(line.start, line.end - SEARCHED), line.end):
        drop = furniture.match(page.text[seam.end() : line.end], "body")
        if drop is None or seam.end() - line.start < len("A word."):
            continue
        if drop.confidence >= (SPACED if seam.group(1) else GLUED):
            note = f"glued to the end of a line; {drop.note}"
            yield Edit(seam.start(1), line.end, "", RULE, drop.confidence - 0.02, note)
            return
