"""Words and sentences joined where markup was stripped between them.

`seams` finds the places, `signs` judges them on what `evidence` knows; here stands what
settles a place without weighing: brands, abbreviations, protected spans. A seam is opened
by one space; the capital stays. What paragraph break stood there cannot be known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from normalize.edits import Edit
from normalize.layout.evidence import COMMON, FREQUENT, UNKNOWN, Evidence, Vocabulary
from normalize.layout.gaps.closers import is_remark, is_turned
from normalize.layout.gaps.heads import HeadedReading
from normalize.layout.gaps.numbers import find_numbers
from normalize.layout.gaps.seams import OPENING, Seam, find_dates
from normalize.layout.gaps.signs import rate
from normalize.words import strip_possessive

RULE = "glued-words"
SHORTEST_LEFT = 3  # letters: "iPhone", "eBay" have fewer
SHORTEST_NAME = 3
LONG = 4  # letters of a word in brackets that is no prefix, "(re)use"
LAST_ALPHABET = "\u0530"  # Latin, Greek and Cyrillic lie below
GUILLEMETS = frozenset("\u00ab\u00bb")
EXTENSIONS = frozenset(
    "csv doc docx exe gif htm jpeg jpg md mp3 pdf png ppt txt xls xml zip".split()
)
FILES = frozenset("CHANGES COPYING INSTALL LICENSE NEWS README TODO".split())  # "README.Debian"
# A number that may end a line: not "A320", "3D" or one digit.
QUANTITY_RE = re.compile(
    r"[\d.,:/-]{2,}[%\u20ac]?|\d[\d.,:]*(?:[ap]m|[ckm]?m|k?g|m?l|mph|bn|m|th)?[%\u20ac]?(?<!^.)"
)
UNITS = frozenset("h s g m t kg km cm mm ms min sec kw kwh mw".split())
NUMBER_RE = re.compile(r"\d[ \u00a0]?\Z")
JOINERS = dict.fromkeys(map(ord, "'\u2019-"))
ROMAN_RE = re.compile(r"[IVX]{1,5}|[A-H]")
# Parts of surnames written in camel case: MacArthur, DeVos, VanDyke, FitzGerald.
NAME_PARTS = frozenset(
    "al ben da de del della den der des di du el fitz la las le les lo los mac mc ost saint san"
    " sant santa st ste ter van von".split()
)
DOMAINS = frozenset(
    "ai app biz co com de dev edu eu fm fr gov html info io it js me net org php pl py ru tv ua uk"
    " us".split()
)
OPEN_QUOTES = frozenset("de cs pl sk hu ro bg lt".split())  # where “ closes a quotation
LIKELY = 0.5  # below, nothing is proposed at all


class Joins:
    """The rule with its tables, which are loaded when the first seam asks for them."""

    def __init__(self, words: Vocabulary) -> None:
        self._words = words

    def find_glued_words(self, evidence: Evidence) -> Iterator[Edit]:
        """Split words and sentences that were joined where markup was stripped.

        Why: a link or a heading without its tags runs into its neighbour, and both words
        are lost to search.
        Leaves alone: brands and camel-case names (the whole is a known word, a listed
        brand, or stands three times), surnames such as MacArthur, identifiers, URLs,
        file names, abbreviations and initials; German nouns right of a small letter.
        In text with code in it only what a word like "The" follows is split.

        Args:
            evidence: the document, with its languages and protected spans.
        Yields:
            Insertions of one space. Linear: one scan, constant work a hit.
        """
        text = evidence.text
        for cut in self._find_markup_joins(text):
            yield Edit(cut, cut, " ", RULE, 0.97, "stripped list markup")
        for cut in find_dates(text):
            if evidence.language_at(cut) and not evidence.covers(cut - 1, cut + 1):
                yield Edit(cut, cut, " ", RULE, 0.95, "a date or a bullet after a word")
        for cut in find_numbers(evidence, self._words):
            if evidence.language_at(cut) and not evidence.covers(cut - 1, cut + 1):
                yield Edit(cut, cut, " ", RULE, 0.95, "a number after a heading")
        for seam in evidence.seams:
            if self._is_whole(seam, text):
                continue
            language = evidence.language_at(seam.at)
            if not language or self._is_settled(seam, text, language):
                continue
            if evidence.covers(seam.at - 1, seam.at + 1):
                continue
            confidence, reason = rate(HeadedReading(seam, evidence, self._words, language))
            if confidence >= LIKELY:
                at = _find_place(seam, text, language)
                yield Edit(at, at, " ", RULE, confidence, reason)

    def _find_markup_joins(self, text: str) -> Iterator[int]:
        """Find what list markup is known to leave glued: "itemsend of list"."""
        if not any(sign in text for sign in self._words.markup_signs):
            return
        for glued, apart in self._words.markup_joins.items():
            at = text.find(glued)
            while at >= 0:
                yield at + apart.index(" ")
                at = text.find(glued, at + len(glued))

    def _is_settled(self, seam: Seam, text: str, language: str) -> bool:
        """Tell whether a seam is none in a language, whatever else speaks for it."""
        if seam.kind in ("capital", "names"):
            return self._is_name(seam, language) and not self._follows_capitals(
                seam, text, language
            )
        if GUILLEMETS.intersection(seam.mark) and is_turned(seam, text, language):
            return True
        if seam.kind == "quotation":
            return language in OPEN_QUOTES and seam.mark == "\N{LEFT DOUBLE QUOTATION MARK}"
        if seam.kind == "number":
            if self._is_month(seam, text, language):
                return False
            opener = self._words.find_opener(seam.right, language)
            if _is_year(seam, text):
                return False
            is_quantity = QUANTITY_RE.fullmatch(seam.left) is not None
            is_price = seam.left[-1] in "%\u20ac" or text[seam.start - 1] in "$\u00a3\u20ac"
            return not (is_quantity and (opener or is_price))
        is_clear = self._words.find_opener(seam.right, language) == "clear"
        if _is_marker(seam, text, is_clear) and not self._follows_month(seam, text, language):
            return True
        if seam.kind == "comma" and ("," in seam.left or _is_indented(text, seam.start)):
            return True  # a row of data
        if " " in text[seam.start : seam.at] and language != "fr":
            return True
        if seam.kind == "bracket" or (seam.kind == "clause" and text[seam.at - 1] == ")"):
            return not is_remark(seam, text, is_clear or self._is_one_word(seam, language))
        if seam.kind == "clause" and len(seam.left) < SHORTEST_LEFT:
            return not self._words.is_function_word(seam.left, language)
        if seam.kind == "stop" and seam.mark.startswith("."):
            is_name = self._is_camel(seam.right) and f" {seam.right}" not in text
            return is_name or self._is_abbreviated(seam, text, language)
        return False

    def _follows_month(self, seam: Seam, text: str, language: str) -> bool:
        """Tell whether the number before a full stop is a day's: "on June 30.Shares"."""
        before = text[max(0, seam.start - 20) : seam.start].split()
        return bool(before) and self._words.is_month(before[-1], language)

    def _is_month(self, seam: Seam, text: str, language: str) -> bool:
        """Tell whether a month is what begins at a seam: "21:04November 3"."""
        return self._words.is_month(seam.right, language) and (
            text[seam.end : seam.end + 2].strip()[:1].isdigit()
        )

    def _is_whole(self, seam: Seam, text: str) -> bool:
        """Tell whether a seam is none in any language: a brand, a surname, a unit, data."""
        left, right = seam.left, seam.right
        if left[-1] >= LAST_ALPHABET and left[-1].isalpha():
            return True  # in Chinese and Japanese no space goes before a quotation
        if seam.kind == "number":
            is_day = text[seam.end : seam.end + 2].strip()[:1].isdigit()
            return not (is_day or QUANTITY_RE.fullmatch(left) or _is_year(seam, text))
        if seam.kind not in ("capital", "names"):
            return False
        letters = left.translate(JOINERS)
        is_word = right[1:].translate(JOINERS).islower() or right in ("A", "I")
        if len(letters) < 2 or not letters.isalpha() or not is_word:
            return True
        if left[0].isupper() and (len(left) < SHORTEST_NAME or left.lower() in NAME_PARTS):
            return not left.isupper()
        if text[seam.start - 1 : seam.start] in ("-", "'", "\u2019") and seam.start:
            return True
        whole = (left + right).lower()
        return whole in self._words.brands or self._words.score(whole) > UNKNOWN

    def _is_name(self, seam: Seam, language: str) -> bool:
        """Tell whether a capital inside a token is a name's, or whether it is no two words."""
        left, right = seam.left, seam.right
        if len(right) == 1 and language != "en":
            return True
        if not left.translate(JOINERS)[1:].islower():
            opens = self._words.find_opener(right, language) in ("clear", "byline")
            return not (_is_surname(left) or (left.isupper() and (opens or len(left) > 4)))
        is_short = left.islower() and len(left) < SHORTEST_LEFT
        return is_short and not self._words.is_function_word(left, language)

    def _is_one_word(self, seam: Seam, language: str) -> bool:
        """Tell whether an acronym or a word is what a bracket closes on: "(ISAF)was"."""
        left, right = seam.left, seam.right
        if seam.kind != "clause" or (language == "en" and self._words.score(right) < COMMON):
            return False
        if left.isupper():
            return len(left) > 1
        score = self._words.score
        is_word = language == "en" and len(left) >= LONG and self._words.is_dictionary_word(left)
        return is_word and len(right) > 1 and score(left + right) < COMMON

    def _follows_capitals(self, seam: Seam, text: str, language: str) -> bool:
        """Tell whether the line up to a seam is a heading of several words in capitals."""
        low = max(0, seam.at - 80)
        head = text[text.rfind("\n", low, seam.at) + 1 : seam.at]
        if not head.isupper() or head.count(" ") < 1 or len(seam.left) < 2:
            return False
        if len(seam.left) < LONG and not self._words.is_dictionary_word(seam.left):
            return False
        is_long = len(seam.right) >= LONG and head.rpartition(" ")[0].strip().isupper()
        return bool(self._words.find_opener(seam.right, language)) or is_long

    def _is_camel(self, word: str) -> bool:
        """Tell whether a word has a capital inside that is no brand's or surname's: code."""
        if word[1:].islower() or word.isupper() or len(word) == 1:
            return False
        name = strip_possessive(word)
        return not (_is_surname(name) or name.lower() in self._words.brands)

    def _is_abbreviated(self, seam: Seam, text: str, language: str) -> bool:
        """Tell whether a full stop ends an abbreviation, an initial or part of a name."""
        left, right = seam.left, seam.right
        if right.lower() in DOMAINS | EXTENSIONS and not self._words.find_opener(right, language):
            return True
        if left in FILES or (left.isupper() and right.isupper() and not left.isdigit()):
            return not self._words.is_dictionary_word(right) or len(right) == 1
        if left in UNITS and NUMBER_RE.search(text, max(0, seam.start - 9), seam.start):
            return not self._words.find_opener(right, language)
        kind = self._words.find_abbreviation(left, language)
        if kind == "inner" and not (left.islower() and self._words.score(left) >= FREQUENT):
            return True
        is_clear = self._words.find_opener(right, language) in ("clear", "doubtful")
        is_clear = is_clear and len(right) > 1
        if kind == "inner":  # "no" is a word as well
            return not is_clear
        if kind == "last":
            is_hour = left.lower() in ("a.m", "p.m") and self._words.score(right) >= COMMON
            is_year = len(left) > 1 or text[max(0, seam.start - 2) : seam.start].strip().isdigit()
            return not (is_clear or is_hour or (language != "en" and is_year))
        if text[seam.start - 1 : seam.start] == "\N{DEGREE SIGN}":
            return False
        last = left.rpartition(".")[2]
        if len(last) < 2 and not last.isdigit():  # an initial, "J.R.Smith"
            return not (is_clear and left.count(".") == 1 and seam.mark == ".")
        return "." in left and not left.replace(".", "").replace(",", "").isdigit()


def _find_place(seam: Seam, text: str, language: str) -> int:
    """Say where the space goes: German closes a quotation with what opens one in English."""
    is_turned = language in OPEN_QUOTES and seam.mark.endswith("\N{LEFT DOUBLE QUOTATION MARK}")
    if is_turned and "\N{DOUBLE LOW-9 QUOTATION MARK}" in text[max(0, seam.at - 500) : seam.at]:
        return seam.end - len(seam.right)
    return seam.at


def _is_indented(text: str, at: int) -> bool:
    """Tell whether the line at an offset is set in, as examples are."""
    start = text.rfind("\n", max(0, at - 200), at) + 1
    return text.startswith(("    ", "\t"), start)


def _is_surname(name: str) -> bool:
    """Tell whether a name is one like O'Rourke or McAllister, with a capital inside.

    >>> [_is_surname(name) for name in ("O'Rourke", "McAllister", "iPhone")]
    [True, True, False]
    """
    for part in ("Mc", "Mac", "O'", "O\u2019", "D'", "D\u2019"):
        if name.startswith(part):
            rest = name[len(part) :]
            return len(rest) > 2 and rest[0].isupper() and rest[1:].islower()
    return False


def _is_year(seam: Seam, text: str) -> bool:
    """Tell whether a year that stands alone ends at a seam: not "A320Neo", "3D"."""
    if not (seam.left.isdigit() and len(seam.left) == 4 and seam.left[:2] in ("18", "19", "20")):
        return False
    return text[max(0, seam.start - 1) : seam.start] in (" ", "\n", "", "\u00a0")


def _is_marker(seam: Seam, text: str, is_clear: bool) -> bool:
    """Tell whether a number or letter of a list ends at a seam ("2.Scope"), or begins ("3.B")."""
    left, right = seam.left, seam.right
    if ROMAN_RE.fullmatch(right) and left[-1].isdigit() and seam.mark == ".":
        return True  # "21.III", "3.C"
    is_quoted = bool(seam.mark) and seam.mark[-1] in OPENING
    if left[0].isdigit() and len(left) < 3 and not (is_quoted or is_clear):
        return True
    if not (left[0].isdigit() or len(left) < 3 or ROMAN_RE.fullmatch(left.upper())):
        return False
    before = text[max(0, seam.start - 20) : seam.start]
    return not before.rpartition("\n")[2].strip(" \t(") and (seam.start < 20 or "\n" in before)
