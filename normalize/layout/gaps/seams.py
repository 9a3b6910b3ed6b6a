"""Find the places where two words meet without a space, and read both of them.

A *seam* lies before a capital or an opening quotation mark that follows a letter, a digit,
a mark or a closing bracket. Nothing is judged here: `signs` does that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

# Capitals of the Latin, Greek and Cyrillic alphabets; no other script has two cases to join.
UPPER = "".join(filter(str.isupper, map(chr, range(0x41, 0x530))))
LONGEST = 40  # characters of a half; longer tokens are data
OPENING = "\N{LEFT DOUBLE QUOTATION MARK}\N{LEFT SINGLE QUOTATION MARK}"
OPENING += "\N{INVERTED QUESTION MARK}\N{INVERTED EXCLAMATION MARK}"
OPENING += "\N{DOUBLE LOW-9 QUOTATION MARK}\N{LEFT-POINTING DOUBLE ANGLE QUOTATION MARK}\N{EM DASH}"
CLOSING = "\N{RIGHT DOUBLE QUOTATION MARK}\N{RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK})]"
STRAIGHT = "\"'\N{RIGHT SINGLE QUOTATION MARK}"
STOPS = ".!?\N{HORIZONTAL ELLIPSIS}"
CLAUSE_MARKS = ",;)\u201d\u00bb"
# Before a seam stands none of these: nothing is glued to a space, a bracket that opens, a sign.
_LOOSE = r"\s\"'(\[{<>\-\u2010-\u2015/\\_@#$&*|=+~`^\u2019\u00a1\u00bf" + OPENING
_LOWER = "a-z\u00df-\u00ff\u0430-\u045f"
# One scan for what is rare, then a look behind: 270 MB/s. A capital after a capital begins a
# word only where small letters follow two of them: "the BBCThe".
SEAM_RE = re.compile(
    rf"[{UPPER}{OPENING}](?<=[^{_LOOSE}].)"
    rf"(?:(?<![{UPPER}].)|(?<=[{UPPER}]{{2}}.)(?=[{_LOWER}]{{2}}|[a-rt-z][ ,]))",
    re.DOTALL,
)
# Each of these begins with one character, which `re` finds eight times as fast as a class:
# `it,but we`, `said."We`.
MORE_RES = tuple(
    [
        (
            mark,
            re.compile(
                rf"{re.escape(mark)}[{_LOWER}](?<=[^{'' if mark == ')' else UPPER}{_LOOSE}]..)"
            ),
        )
        for mark in CLAUSE_MARKS
    ]
    + [(mark, re.compile(rf"{mark}[{UPPER}](?<=[.!?,:'\u2019\u2026]..)")) for mark in STRAIGHT]
    + [('"', re.compile(rf"\"[{_LOWER}](?<=[,!?]..)"))]
)
LEFT_RE = re.compile(r"[^\W_]+(?:['\u2019.,:/-][^\W_]+)*[%\u20ac]?\Z")
CLAUSE_RE = re.compile(r"[^\W\d_]{2,}(?=[ \u00a0\n])")
RIGHT_RE = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*")
# What stands between two words; the French set a space before some of it.
MARKS_RE = re.compile(
    rf"(?:[{STOPS}:;,{re.escape(CLOSING)}{STRAIGHT}]|[ \u00a0\u202f](?=[\u00bb!?:;]))+\Z"
)
SINGLE_RE = re.compile(r"(?<![^\W_])'|'(?![^\W_])")  # no apostrophe
GAP_RE = re.compile(r"[ \u00a0\u202f]?")
# What a token of prose has not beside it: signs of code, paths, formulas and handles.
BEFORE = frozenset("_/\\@#$`=&+<~^*|.")
AFTER = frozenset("_/\\@#$`=+<>(){[*~^|%&")

DATE_RE = re.compile(r"(?<![\d/])\d{1,2}/\d{1,2}/(?:19|20)\d\d(?![\w/])")
BULLET = "\N{BULLET}"


class Seam(NamedTuple):
    """A place where two words meet.

    `kind` is capital (`itThe`), names (`LondonThe`), quotation (`poem“The`), number
    (`2014The`), stop (`it.The`), colon, comma (also the semicolon), bracket (`it)The`),
    closer (`it”The`) or clause (`it,but`). `left` and `right` are the words, `start` and
    `end` the span of all of it, `at` where a space goes.
    """

    kind: str
    start: int
    at: int
    end: int
    left: str
    right: str
    mark: str  # what stands between the words


def iter_seams(text: str) -> Iterator[Seam]:
    """Yield the seams of a text that have a word on either side. Linear.

    >>> [(s.kind, s.left, s.right) for s in iter_seams("the planThe end.“We left,” said 3 of us")]
    [('capital', 'plan', 'The'), ('stop', 'end', 'We')]
    """
    places = [found.start() for found in SEAM_RE.finditer(text)]
    for mark, pattern in MORE_RES:
        if mark in text:
            places += [found.start() + 1 for found in pattern.finditer(text)]
    places.sort()
    for at in places:
        seam = read_clause(text, at) if text[at].islower() else read_seam(text, at)
        if seam is not None:
            yield seam


def find_dates(text: str) -> Iterator[int]:
    """Find dates that are glued to a word ("Puerto Alcor22/11/2024"), and bullets to an item."""
    if "/" in text and ("/20" in text or "/19" in text):
        for found in DATE_RE.finditer(text):
            before = text[max(0, found.start() - 3) : found.start()]
            if before.isalpha() and before.islower():
                yield found.start()
    at = text.find(BULLET)
    while at >= 0:
        before = text[at - 1] if at else " "
        if (before in ".:;" or before.islower()) and text[at + 1 : at + 2] == " ":
            yield at
        at = text.find(BULLET, at + 1)


def read_clause(text: str, at: int) -> Seam | None:
    """Read what meets after a comma or a closing mark, where a word in small letters follows."""
    right = CLAUSE_RE.match(text, at, at + LONGEST)
    marks = MARKS_RE.search(text, max(0, at - 6), at)
    if right is None or marks is None or (text[at - 1] == '"' and _opens(text, at - 1)):
        return None
    left = LEFT_RE.search(text, max(0, marks.start() - LONGEST), marks.start())
    if left is None or (left.start() and text[left.start() - 1] in BEFORE):
        return None
    word = right.group()
    return Seam(
        "clause", left.start(), at, at + len(word), left.group(), word, text[marks.start() : at]
    )


def read_seam(text: str, at: int) -> Seam | None:
    """Read what meets at a capital or an opening mark; None where that is no two words."""
    first = at
    if text[at] in OPENING:
        first = _find_word(text, at)
        if first < 0:
            return None
    elif text[at - 1] in STRAIGHT and _opens(text, at - 1):
        at -= 1
    right = _read_right(text, first)
    if right is None:
        return None
    found = MARKS_RE.search(text, max(0, at - 6), at)
    marks = found.start() if found else at
    kind = _name_kind(text, marks, at, first)
    if kind is None:
        return None
    left = LEFT_RE.search(text, max(0, marks - LONGEST), marks)
    if left and kind == "capital" and left.group()[0].isdigit():
        kind = "number"  # "7.30pmDoors"
    if left is None or left.start() == marks - LONGEST > 0:
        return None
    if kind == "capital" and left.group()[0].isupper():
        kind = "names"
    before = text[left.start() - 1 : left.start()]
    if before in BEFORE and before:
        return None
    return Seam(kind, left.start(), at, first + len(right), left.group(), right, text[marks:first])


def _find_word(text: str, at: int) -> int:
    """Find the word that an opening mark, or a dash, stands before; -1 where there is none."""
    mark = text[at]
    first = at + 1
    if mark in "\N{EM DASH}\N{LEFT-POINTING DOUBLE ANGLE QUOTATION MARK}":
        first = GAP_RE.match(text, first).end()  # type: ignore[union-attr]  # it always matches
    if mark == "\N{EM DASH}" and (first == at + 1 or text[at - 1] not in STOPS):
        return -1  # "it.—The": a dash in running text
    return first if text[first : first + 1].isupper() else -1


def _opens(text: str, at: int) -> bool:
    """Tell whether a straight quote opens: an even number of them stands before it in its line."""
    start = max(text.rfind("\n", max(0, at - 2_000), at) + 1, at - 2_000, 0)
    if text[at] == '"':
        return text.count('"', start, at) % 2 == 0
    if text[at] != "'":
        return False
    quotes = [found.start() for found in SINGLE_RE.finditer(text, max(start, at - 500), at)]
    return not quotes or text[quotes[-1] - 1 : quotes[-1]].isalnum() or quotes[-1] == at - 1


def _name_kind(text: str, marks: int, at: int, first: int) -> str | None:
    between = text[marks:at]
    if not between:
        if at < first:
            return "quotation"
        is_number = text[at - 1].isdigit() or text[at - 1] in "%\u20ac"
        return "number" if is_number else "capital"
    if ".." in between or "\N{HORIZONTAL ELLIPSIS}" in between:
        return None  # authors write on after an ellipsis without a space
    for mark in between:
        if mark in STOPS:
            return "stop"
        if mark in ":;,":
            return "colon" if mark == ":" else "comma"
    if between[-1] in ")]":
        return "bracket"
    return "closer" if between[-1] in CLOSING else None


def _read_right(text: str, start: int) -> str | None:
    """Read the word at an offset: a capital, letters, then prose goes on."""
    found = RIGHT_RE.match(text, start, start + LONGEST)
    if found is None or found.end() - start == LONGEST:
        return None
    word = found.group()
    after = text[found.end() : found.end() + 1]
    if not word[0].isupper() or (len(word) == 1 and after not in (" ", "\u00a0")):
        return None
    if after.isalnum() or (after and after in AFTER):
        return None
    if after in (".", ":", ",") and text[found.end() + 1 : found.end() + 2].isalnum():
        return None  # a file name, a version, a chain of names, a list of data
    return word
