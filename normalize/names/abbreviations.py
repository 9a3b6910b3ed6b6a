"""Dotted acronyms: whether the last full stop is the sentence's as well.

"It was made in the U.S. The factory closed." has one full stop for two things; "U.S.
President" has one for one.
"""

from __future__ import annotations

import re

# Words that begin a sentence far more often than they follow "U.S." inside one. "House",
# "Army", "President" and the like continue it.
SENTENCE_STARTS = frozenset(
    """
    A About Above According After Again Against All Almost Along Already Also Although Among An
    And Another Any Anyone Are As At Because Before Behind Being Below Beside Between Beyond
    Both But By Can Could Despite Did Do Does During Each Earlier Even Eventually Every Everyone
    Few Finally First For From Further Furthermore Had Has Have He Her Here Hers His How However
    I If In Indeed Instead Is It Its Just Last Later Like Many Maybe Meanwhile More Moreover
    Most Much My Neither Nevertheless Next No Nobody None Nor Not Nothing Now Of Often On Once
    One Only Or Other Others Our Over Perhaps Rather Recently Several She Should Similarly
    Since So Some Someone Soon Still Such That The Their Then There Therefore These They This
    Those Though Through Throughout Thus To Today Together Tomorrow Too Two Under Unless Unlike
    Until Up Upon Was We Were What When Where Whether Which While Who Whose Why Will With
    Within Without Would Yesterday Yet You Your
    """.split()
)
MIN_WRAPPED, MAX_WRAPPED = 40, 100  # length of a line in hard-wrapped text
CLOSERS = "\"'”’»)]*_"
# A line that goes on with a small letter or a number was only wrapped.
PARAGRAPH_END_RE = re.compile(rf"[{re.escape(CLOSERS)}]*[^\S\n]*(?:\n(?!\s*[a-z0-9])|\Z)")
NEXT_WORD_RE = re.compile(rf"[{re.escape(CLOSERS)}]*\s+[\"'“‘«(\[*_]*([^\W\d_]+)")


def is_wrapped(text: str, end: int) -> bool:
    """Tell whether the line that ends here was only broken to fit a page.

    Its length tells: a paragraph of scraped text is longer, a heading shorter.
    """
    line_end = text.find("\n", end, end + MAX_WRAPPED)
    if line_end < 0 or text[line_end + 1 : line_end + 2] in ("", "\n", "\r"):
        return False
    line_start = text.rfind("\n", max(0, line_end - MAX_WRAPPED - 1), line_end) + 1
    is_longer = line_start == 0 and line_end > MAX_WRAPPED
    return not is_longer and MIN_WRAPPED <= line_end - line_start <= MAX_WRAPPED


def ends_sentence(text: str, end: int) -> bool:
    """Tell whether a dotted acronym that ends at `end` also ends its sentence.

    >>> ends_sentence("in the U.S. The talks", 11), ends_sentence("U.S. President", 4)
    (True, False)
    """
    if text.startswith("..", end):
        return True  # an ellipsis needs its three
    if PARAGRAPH_END_RE.match(text, end) and not is_wrapped(text, end):
        return True
    match = NEXT_WORD_RE.match(text, end)
    return match is not None and match.group(1) in SENTENCE_STARTS
