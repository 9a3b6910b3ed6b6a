"""Captions given twice in other words: on two lines that follow each other, or glued on one.

A page holds a caption for the eye and one for the screen reader, each written by another
hand: "near the shelves on Thursday" and "by the shelves Thursday", with a credit or without.
So near to each other, the same content words say the same thing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from normalize.layout.lines import Drop, Page, count_breaks
from normalize.layout.repeats.bags import SHARED, compare_bags, count_shared
from normalize.layout.repeats.copies import keeps_signs
from normalize.layout.repeats.forms import Forms
from normalize.layout.repeats.meant import NUMBERED_RE, SPEECH_RE, VERSE, is_structured
from normalize.layout.repeats.rewording import Rewording
from normalize.words import iter_words

RULE = "repeated-caption"

LONGEST = 260  # characters of a caption
APART = 12  # characters of a line between the two: the number of a picture
REACH = 4  # lines in which there is prose beside captions
PROSE = 75  # characters
PART = 60  # characters of a wording that the other one goes on from
OPTION_RE = re.compile(r"(?<![^\W_])-+\w+")  # "-y"
MOST = 3  # pairs in a page; more are the variants of a game's dialogue, of a form
GOES_ON_RE = re.compile(r"[.,;:!?]")
SERIES = 12  # characters that the items of a list begin with alike
# At the end of a caption.
CREDIT = (
    "Photo|Photograph|Image|Picture|Pic|Credit|Copyright|Drawing|Illustration|Foto|Bild"
    "|Crédit|Crédito|Imagen|Illustration|Фото|Світлина|Снимок"
)
CREDIT_RE = re.compile(
    rf"""[\s.]*(?:
        \([^()]{{3,100}}\) | \[[^\[\]]{{3,100}}\] | \u00A9.{{2,80}}
      | (?:{CREDIT})(?:s|graph|o)?\b.{{0,80}}
    )\s*$""",
    re.VERBOSE,
)
CREDIT_SIGN_RE = re.compile(rf"\u00A9|{CREDIT}")  # one of them, or a bracket at the end


def find_double_captions(
    page: Page, numbers: Sequence[int], rewording: Rewording, forms: Forms
) -> dict[int, Drop]:
    r"""Drop the poorer of two captions that follow each other and say the same.

    Leaves alone: other numbers, names, days, a "not"; another noun or verb in each; verse;
    lists, whose items begin alike; lines with no prose near them.

    Args:
        page: the page.
        numbers: lines that begin or end like another line (`copies`), in order.
        rewording: what words stand for each other.
        forms: the kinds of document that say things again on purpose.
    Returns:
        Line number → drop.
    """
    drops: dict[int, Drop] = {}
    pairs = [pair for pair in pairwise(numbers) if _is_pair(page, *pair)]
    if not pairs or forms.is_formal(page):
        return drops
    for one, two in pairs:
        if one in drops:
            continue
        left, right = page.read(one).strip(), page.read(two).strip()
        if left == right:
            continue
        surplus = compare_captions(left, right, rewording)
        if surplus is not None and not page.is_code(one):
            lost, kept = (one, two) if surplus < 0 else (two, one)
            drops[lost] = Drop(RULE, 0.94, f"the caption of line {kept + 1} in other words", kept)
    return drops if len(drops) <= MOST else {}


def _is_pair(page: Page, one: int, two: int) -> bool:
    """Tell whether two lines stand next to each other, and apart from lines like them."""
    lines = page.lines
    if two - one > 2 or (two - one == 2 and lines[one + 1].end - lines[one + 1].start > APART):
        return False
    if two - one == 2 and page.read(one + 1).strip().isalpha():  # "After"
        return False
    if any(lines[n].end - lines[n].start > LONGEST for n in (one, two)):
        return False
    left, right = page.read(one), page.read(two)
    if any(is_structured(line) or NUMBERED_RE.match(line) for line in (left, right)):
        return False
    if SPEECH_RE.match(left) and SPEECH_RE.match(right):  # two wordings, given to be compared
        return False
    around = [n for n in (one - 1, two + 1) if 0 <= n < len(lines)]
    if any(page.read(n).startswith(left.strip()[:SERIES]) for n in around):
        return False
    if len(around) == 2 and all(_is_like(page, n, one if n < one else two) for n in around):
        return False
    near = lines[max(0, one - REACH) : two + REACH + 1]
    return any(end - start >= PROSE for start, end in near)


def _is_like(page: Page, number: int, other: int) -> bool:
    """Tell whether a line is about as long as the next one, with no blank line between."""
    first, second = sorted((page.lines[number], page.lines[other]))
    if count_breaks(page.text, first.end, second.start) > 1:
        return False
    line, beside = page.lines[number], page.lines[other]
    return VERSE[0] <= (line.end - line.start) / max(1, beside.end - beside.start) <= VERSE[1]


def compare_captions(left: str, right: str, rewording: Rewording) -> int | None:
    """Compare two captions without their credits.

    Returns:
        How many words more the first one says; None if they say different things.

    >>> from normalize.lexicon import Lexicon
    >>> rewording = Rewording(Lexicon())
    >>> caption = "The old tug near the stone quay on Monday morning"
    >>> compare_captions(caption, "An old tug by the stone quay Monday morning", rewording)
    0
    >>> compare_captions("The tug at the east quay", "The tug at the west quay", rewording)
    """
    left, right = map(_strip_credit, (left, right))
    one, two = (_read_words(text, rewording) for text in (left, right))
    short, long = sorted((left.rstrip(". "), right.rstrip(". ")), key=len)
    is_part = PART <= len(short) < len(long) and short in long
    # Needed for all of it: words that both have, or a wording that the other has in it.
    if not (one and two and (is_part or count_shared(one, two) >= SHARED)):
        return None
    if sorted(OPTION_RE.findall(left)) != sorted(OPTION_RE.findall(right)):
        return None
    if not keeps_signs(left, right) or not keeps_signs(right, left):
        return None
    surplus = compare_bags(one, two, rewording)
    if surplus is not None:
        return surplus
    if is_part:
        at = f" {long}.".find(f" {short}")
        if at >= 0 and GOES_ON_RE.match(f"{long}.", at + len(short)):
            return len(one) - len(two)
    return None


def find_credit(text: str) -> re.Match[str] | None:
    """Find the credit at the end of a caption, where it has a sign of one."""
    if text.rstrip().endswith((")", "]")) or CREDIT_SIGN_RE.search(text):
        return CREDIT_RE.search(text)
    return None


def _strip_credit(text: str) -> str:
    return CREDIT_RE.sub("", text) if find_credit(text) else text


def _read_words(text: str, rewording: Rewording) -> list[str]:
    """Read the words, the first of them in lower case: a capital there is no name's."""
    words = [word.text for word in rewording.fold_phrases(list(iter_words(text)))]
    return [word if at else word[:1].lower() + word[1:] for at, word in enumerate(words)]
