"""Spaces on the wrong side of a mark: `the mainland , and`, `( see below )`, `“ We left.”`.

A link or a tag that was cut out leaves its space there. Texts that are set so throughout keep
their way, and French keeps the space before its marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from normalize.edits import Edit
from normalize.layout.evidence import Evidence
from normalize.layout.lines import Page

MARK_RULE = "space-before-mark"
INSIDE_RULE = "space-inside-brackets"
# What a link stood after, whose text is gone: "the steps are given in , and".
LOST_LINK = frozenset(
    """a an as at by for from in into my of our see than the their to via visit with your auf
    bei das der die ein eine im mit siehe und unter von zu zum zur à au dans de des et la
    le les par sous sur un une voir con del el en los por ver véase y в из на от по с см та у в з
    із див до δείτε στο στη zie vedi veja""".split()
)
# … and at the end of a sentence: "for the steps read ."
POINTERS = frozenset("at called check click consult contact named read refer try using".split())
MOST = 3  # set apart; more of them, and more than half of all, are somebody's way
SPACED = frozenset(["fr", "und", ""])  # languages that set these marks off
COMMA_RE = re.compile(
    r" (?:,(?=\s[^\W\d_]|\s?[\u201c\u201e\u00ab\"\u2013\u2014]|\n)"
    r"|\.(?= [^\W\d_a-z]| ?[\u201c\"]|[^\S\n]*(?:\Z|\n)))"
    r"(?<=[^\W\d_]{2} .|\d\d .|.[)\u201d\u201c\u00bb\"'] .)"
)
ANY = r"[^\W\d_]{2}"
NEXT = {":": r"[^\W\d_a-z][^\W\d_]"}  # "Corps amoureux : pour" is a title in another language
OTHERS_RE = {
    mark: re.compile(
        rf" {re.escape(mark)}(?= {NEXT.get(mark, ANY)}|[^\S\n]*(?:\Z|\n))"
        r"(?:(?<=[^\W\d_]{2} .)|(?<=\d\d .))"
    )
    for mark in ";:!?"
}
OPENED_RE = {
    sign: re.compile(rf"{re.escape(sign)} (?=\w)(?:(?<=[\s\u2014]. )|(?<=^. ))", re.MULTILINE)
    for sign in "([\u201c"
}
CLOSED_RE = {
    sign: re.compile(rf" {re.escape(sign)}(?<=[\w.,!?] .)(?=[\s.,;:!?]|\Z)") for sign in ")]\u201d"
}
PAIRS = (("(", ")"), ("[", "]"), ("\u201c", "\u201d"))
REACH = 300  # characters in which the other half stands


def find_space_beside_marks(page: Page, evidence: Evidence) -> Iterator[Edit]:
    """Delete spaces before marks, and on the inner side of brackets; see below."""
    text = page.text
    if b" ," in page.gaps:
        yield from find_space_before_mark(page, evidence)
    for mark, pattern in OTHERS_RE.items():
        if mark in text and f" {mark}" in text:  # one character is found at once
            yield from _find_other(page, evidence, mark, pattern)
    for opening, closing in PAIRS:
        is_opened = opening in text and f"{opening} " in text
        if is_opened or (closing in text and f" {closing}" in text):
            yield from find_space_inside_brackets(page, evidence, opening, closing)


def find_space_before_mark(page: Page, evidence: Evidence) -> Iterator[Edit]:
    """Delete the space before a comma, or before the full stop of a sentence.

    Leaves alone: `.5`, `...`, `.txt`; code, tables and examples; texts that are set so
    throughout; a mark after a word such as "in", where what a link said was lost ("see .").

    Yields:
        Deletions in order; confidence 0.95.
    """
    text = page.text
    if text.count(" ,") > max(MOST, text.count(", ") // 2):
        return
    for found in COMMA_RE.finditer(text):
        at = found.start()
        is_stop = text[at + 1] == "."
        if not evidence.language_at(at) or (is_stop and evidence.is_technical):
            continue
        is_last = is_stop and text[at + 2 : at + 3] in ("", "\n", "\r")
        if is_last and text[at - 1].isalpha() and not _ends_sentence(evidence, at):
            continue
        if not _is_lost(text, at) and not _is_spared(page, evidence, at, at + 2):
            yield Edit(at, at + 1, "", MARK_RULE, 0.95, "a space before a mark")


def _find_other(
    page: Page, evidence: Evidence, mark: str, pattern: re.Pattern[str]
) -> Iterator[Edit]:
    """Delete the space before a colon, a semicolon, a question or an exclamation mark.

    Leaves alone: French, what has no known language, texts that are set so throughout.
    """
    text = page.text
    if "\u00ab " in text or "\u00ab\u00a0" in text:
        return  # French, of which a short line is no proof
    if text.count(f" {mark}") > max(MOST, text.count(f"{mark} ") // 2):
        return
    for found in pattern.finditer(text):
        at = found.start()
        if evidence.language_at(at) in SPACED or evidence.is_technical:
            continue
        if not _is_lost(text, at) and not _is_spared(page, evidence, at, at + 2):
            yield Edit(at, at + 1, "", MARK_RULE, 0.94, "a space before a mark")


def find_space_inside_brackets(
    page: Page, evidence: Evidence, opening: str, closing: str
) -> Iterator[Edit]:
    """Delete the space after an opening bracket or quotation mark, or before a closing one.

    Leaves alone: a bracket without its other half; boxes to tick; code; texts that are set
    so more than three times; quotation marks of languages that turn them.

    Yields:
        Deletions; confidence 0.94.
    """
    text = page.text
    places = [(f.end() - 1, f.start()) for f in OPENED_RE[opening].finditer(text)]
    places += [(f.start(), f.start() + 1) for f in CLOSED_RE[closing].finditer(text)]
    if not places or len(places) > 2 * MOST or evidence.is_technical:
        return
    is_quotation = opening == "\u201c"
    for at, sign in sorted(places):
        if is_quotation and evidence.language_at(at) != "en":
            continue
        if _has_half(text, sign, opening, closing) and not _is_spared(page, evidence, at, at + 1):
            yield Edit(at, at + 1, "", INSIDE_RULE, 0.94, "a space inside brackets")


def _has_half(text: str, sign: int, opening: str, closing: str) -> bool:
    """Tell whether the other half of a bracket stands in its line, with words between."""
    if text[sign] == opening:
        first, last = sign, text.find(closing, sign, sign + REACH)
    else:
        first, last = text.rfind(opening, max(0, sign - REACH), sign), sign
    if first < 0 or last < 0:
        return False
    between = text[first + 1 : last]
    if "\n" in between or opening in between or closing in between:
        return False
    return len(between.strip()) > 1 and any(map(str.isalpha, between))


def _ends_sentence(evidence: Evidence, at: int) -> bool:
    """Tell whether an English word ends a sentence here; after "visit" an address is lost."""
    before = evidence.text[max(0, at - 20) : at].rpartition(" ")[2].lower()
    return evidence.language_at(at) == "en" and before not in POINTERS


def _is_lost(text: str, at: int) -> bool:
    """Tell whether a word stands before a mark that no clause ends with: "given in , and"."""
    before = text[max(0, at - 20) : at].rpartition(" ")[2]
    return before.lower().lstrip("(\"'\u201c") in LOST_LINK


def _is_spared(page: Page, evidence: Evidence, start: int, end: int) -> bool:
    """Tell whether a place is protected, or in no prose."""
    if not evidence.language_at(start) or evidence.covers(start - 1, end):
        return True
    return page.is_example(page.find_line(start)) or not _is_prose(page.text, start)


def _is_prose(text: str, at: int) -> bool:
    """Tell whether words with single spaces stand around a place: no table, no list of data."""
    start = max(text.rfind("\n", max(0, at - 60), at) + 1, at - 60, 0)
    end = text.find("\n", at, at + 60)
    around = text[start : at + 60 if end < 0 else end].strip()
    return around.count(" ") > 3 and "  " not in around and "|" not in around and "\t" not in around
