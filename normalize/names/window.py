"""The text around a name as it is compared: plain spaces, composed letters, word boundaries."""

from __future__ import annotations

import re
import unicodedata

HIDDEN = "\u00ad\u200b"  # soft hyphen, zero-width space
# White space other than one blank, hidden characters, letters with their marks apart.
ODD_RE = re.compile(rf"[\t\n\r\xa0\u2009\u202f{HIDDEN}\u0300-\u036f]|[ ]{{2}}")
PIECE_RE = re.compile(
    rf"\w[\u0300-\u036f]+|[{HIDDEN}]|[ \t\xa0\u2009\u202f]+(?:\r?\n)?[ \t\xa0]*|\r?\n[ \t\xa0]*"
    r"|([!-~]+)(?![\u0300-\u036f])|."
)
APOSTROPHES = "'\N{RIGHT SINGLE QUOTATION MARK}"
CONTRACTION_RE = re.compile(r"(?:s|d|ll|re|ve)(?!\w)", re.IGNORECASE)
OPENED_RE = re.compile(r"[\"“‘«‹„»(\[{<>*_/|=:;,!?…—–]")


class Window:
    """A few words of the text with plain spaces and composed letters, and the way back."""

    def __init__(self, text: str) -> None:
        pieces = []
        self._starts: list[int] = []
        self._ends: list[int] = []
        for match in PIECE_RE.finditer(text):
            piece = match.group()
            if match.lastindex:  # most of a text
                pieces.append(piece)
                self._starts += range(match.start(), match.end())
                self._ends += range(match.start() + 1, match.end() + 1)
                continue
            if piece in HIDDEN:
                continue
            if piece.isspace():
                piece = " "
            elif len(piece) > 1:
                piece = unicodedata.normalize("NFC", piece)
            pieces.append(piece)
            self._starts.extend([match.start()] * len(piece))
            self._ends.extend([match.end()] * len(piece))
        self.text = "".join(pieces)

    def to_raw(self, start: int, end: int) -> tuple[int, int]:
        """Map a span to the offsets of what the window was made of."""
        return self._starts[start], self._ends[end - 1]


def get_last_word(text: str) -> str:
    """Return the last word of a text, without what opens a quotation or a bracket.

    >>> get_last_word("the “Chicken "), get_last_word("Bashar al-")
    ('Chicken', 'al-')
    """
    for part in text.rsplit(None, 1)[-1:]:
        return OPENED_RE.split(part)[-1]
    return ""


def compose_word(word: str) -> str:
    r"""Compose the letters of a word, without what is hidden in it.

    >>> compose_word("Ki\xadev"), compose_word("Dmi\u0301triev")
    ('Kiev', 'Dmítriev')
    """
    for hidden in HIDDEN:
        word = word.replace(hidden, "")
    return unicodedata.normalize("NFC", word)


def is_bounded(text: str, start: int, end: int) -> bool:
    """Tell whether a span is not a part of a longer word.

    >>> text = "Kiev’s, pro-Kiev, Kievan, O’Kiev"
    >>> [is_bounded(text, at, at + 4) for at in (0, 12, 18, 28)]
    [True, True, False, False]
    """
    if start > 0:
        before = text[start - 1]
        if before != " ":
            if before == "_":
                if start > 1 and text[start - 2].isalnum():
                    return False  # tag_Kiev, not _Kiev_
            elif _is_word_character(before):
                return False
            joins = before in APOSTROPHES or (before == "." and text[start + 1 : start + 2] == ".")
            if joins and start > 1 and text[start - 2].isalpha():
                return False  # O’Kiev; the end of a longer abbreviation
    if end < len(text):
        after = text[end]
        if after == " ":
            return True
        if after == "_":
            return end + 1 >= len(text) or not text[end + 1].isalnum()
        if _is_word_character(after):
            return False
        if after in APOSTROPHES and end + 1 < len(text) and text[end + 1].isalpha():
            return CONTRACTION_RE.match(text, end + 1) is not None
    return True


def _is_word_character(character: str) -> bool:
    if character.isalnum():
        return True
    return character > "\x7f" and unicodedata.category(character).startswith("M")
