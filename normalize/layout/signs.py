"""The signs by which a seam is judged: what speaks for two words, and what for one.

Each sign has a weight; the weights of those that hold are added up, and the sum is the
log-odds that a space is missing: 2.2 is nine to one, 2.95 nineteen to one. A new case
needs a new row, or a word in a table, and no new branch.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

from normalize.layout.evidence import COMMON, FREQUENT, UNKNOWN
from normalize.layout.reading import OPEN_WORDS, SPEECH, Reading

SUREST = 0.97


class Sign(NamedTuple):
    """A row of the table: the kinds of seam it speaks of, its weight, its name, its test."""

    kinds: str
    weight: float
    name: str
    holds: Callable[[Reading], bool]


SENTENCE = "stop colon comma bracket closer number"
MARKS = "stop colon comma bracket closer"
ALL = f"capital quotation {SENTENCE}"
SIGNS = (
    # --- what a seam is worth before anything is known of its words
    Sign("stop", 1.0, "a full stop between two words", lambda r: True),
    Sign("bracket closer", 0.5, "a closing mark between two words", lambda r: True),
    Sign("comma", 0.0, "a comma between two words", lambda r: True),
    Sign("colon number", -1.0, "a colon, or a number, before a capital", lambda r: True),
    Sign("quotation", 2.8, "a quotation right after a word", lambda r: True),
    Sign("capital", -1.5, "a capital inside a word", lambda r: True),
    Sign("capital", 3.5, "camel case in an alphabet without it", lambda r: not r.is_latin),
    # --- the right word
    Sign("capital", 4.0, "a word that begins a sentence", Reading.is_clear),
    Sign("capital", 2.5, "a word that may begin a sentence", Reading.may_open),
    Sign(
        "capital",
        1.0,
        "a word that may begin a sentence, after a heading",
        lambda r: r.opener == "doubtful" and r.seam.left.islower() and r.follows_head(),
    ),
    Sign(
        SENTENCE,
        3.0,
        "a word that begins a sentence",
        lambda r: r.opener in ("clear", "doubtful") and not r.is_all_code(),
    ),
    Sign("capital", 3.5, "a title or a label", Reading.opens_name),
    Sign("capital", 7.5, "a by-line begins", lambda r: r.opener == "byline"),
    Sign("capital number", 7.5, "a date begins", Reading.opens_date),
    Sign(
        "capital",
        3.2,
        "a word that begins a sentence, after a name",
        lambda r: r.is_clear() and r.seam.left[0].isupper() and r.goes_on(),
    ),
    Sign("capital", 5.0, "a label with a colon", Reading.opens_label),
    Sign(
        "capital",
        1.5,
        "a name that no dictionary has, after a common word",
        lambda r: (
            r.left_score >= COMMON
            and r.right_score == UNKNOWN
            and r.is_english
            and r.seam.left.islower()
            and len(r.seam.left) > 3
        ),
    ),
    Sign(
        "capital",
        2.5,
        "a title after a name that the text knows",
        lambda r: r.opener == "title" and r.opens_name() and r.evidence.count(r.seam.left) > 0,
    ),
    Sign(MARKS, 1.0, "a title or a label", Reading.opens_name),
    Sign(SENTENCE, 1.0, "a frequent word", lambda r: r.right_score >= FREQUENT),
    Sign(SENTENCE, 1.0, "a known word", lambda r: r.right_score >= COMMON),
    Sign(
        MARKS,
        0.7,
        "its right word stands elsewhere",
        lambda r: r.evidence.count(r.seam.right) > 1 or r.evidence.count(r.seam.right.lower()) > 0,
    ),
    # --- the left word
    Sign("capital", 7.5, "a title before a name", Reading.follows_title),
    Sign(
        "capital",
        2.0,
        "a name before it that stands elsewhere",
        lambda r: (
            r.seam.left[0].isupper() and r.evidence.count(r.seam.left) > 0 and not r.are_names()
        ),
    ),
    Sign(
        "capital",
        3.0,
        "a surname with a capital inside before it",
        lambda r: r.seam.left[1:].lower() != r.seam.left[1:],
    ),
    Sign(
        "stop",
        1.2,
        "a name before it that stands elsewhere",
        lambda r: (
            r.seam.left.istitle()
            and r.evidence.count(r.seam.left) > 1
            and not r.words.is_function_word(r.seam.left, r.language)
        ),
    ),
    Sign("stop comma colon closer", 0.7, "a word of running text before it", Reading.left_is_plain),
    Sign(
        "stop",
        -3.0,
        "an unknown word before it",
        lambda r: (
            r.is_english
            and r.seam.left.islower()
            and r.left_score == UNKNOWN
            and not r.opener
            and not r.is_closed()
            and len(r.seam.left) < 8
        ),
    ),
    Sign(
        "stop",
        -2.0,
        "a name before it, a rarer word after",
        lambda r: (
            r.is_english
            and r.seam.left.istitle()
            and not r.is_closed()
            and r.right_score < FREQUENT
        ),
    ),
    Sign("stop", 2.0, "a function word before it", Reading.left_is_function_word),
    # --- both words
    Sign("capital", 1.5, "two common words", Reading.are_common),
    Sign("capital", 1.0, "both words stand elsewhere", Reading.stand_apart),
    Sign("capital", 3.0, "two names that stand elsewhere", Reading.are_names),
    Sign(
        "capital",
        2.5,
        "two such names, and a possessive",
        lambda r: r.are_names() and r.is_possessive(),
    ),
    Sign(
        "capital",
        1.0,
        "both words stand elsewhere, in another language",
        lambda r: not r.is_english and r.stand_apart(),
    ),
    # --- what follows
    Sign(SENTENCE, 1.0, "a clause goes on", Reading.goes_on),
    Sign("capital", 0.5, "a clause goes on", Reading.goes_on),
    Sign("stop", 1.5, "a verb of speech follows", lambda r: r.following[0] in SPEECH),
    Sign("capital", 1.0, "a run of capitalised words", Reading.runs_on),
    Sign(
        "capital",
        1.5,
        "a run of capitalised words after a common word",
        lambda r: r.seam.left.islower() and r.runs_on(),
    ),
    Sign("stop", 0.7, "a run of capitalised words", Reading.runs_on),
    Sign("capital", 2.5, "a plural that begins a sentence", Reading.is_bare_plural),
    Sign("capital", 2.0, "a word and a name", Reading.is_word_and_name),
    Sign("stop comma colon", -1.0, "nothing goes on after it", Reading.ends_abruptly),
    # --- what stands before
    Sign(
        "capital",
        2.3,
        "a heading before a sentence",
        lambda r: r.follows_head() and r.has_sentence(),
    ),
    Sign("capital", 1.3, "such a heading, where no camel case is made", Reading.is_foreign_head),
    Sign("capital", 3.5, "a heading of one word", Reading.is_head),
    # --- the marks between
    Sign(MARKS, 3.0, "a quotation begins", Reading.is_quoted),
    Sign("stop", 1.5, "a bracket or a quotation closes", Reading.is_closed),
    Sign(
        "stop",
        0.7,
        "a question or an exclamation",
        lambda r: "?" in r.seam.mark or "!" in r.seam.mark,
    ),
    # --- other languages: no list of words, and no camel case but in names
    Sign("stop comma closer bracket", 0.8, "prose", lambda r: not r.is_english),
    # --- against
    Sign(
        "capital",
        -5.0,
        "a word that ends no clause",
        lambda r: r.is_english and r.seam.left in OPEN_WORDS,
    ),
    Sign(
        "capital",
        -4.0,
        "a noun of a language that capitalises them",
        lambda r: r.language == "de" and r.opener != "clear",
    ),
    Sign(
        "capital",
        -4.0,
        "two capitals, as brands have",
        lambda r: r.seam.left[0].isupper() and not (r.language == "de" and r.opener == "clear"),
    ),
    Sign(
        "capital stop comma colon number",
        -4.0,
        "the text has code in it",
        lambda r: r.evidence.is_technical,
    ),
    Sign(
        "capital",
        -2.0,
        "the text has identifiers in it",
        lambda r: r.opener != "clear" and r.evidence.has_identifiers,
    ),
    Sign(
        "capital",
        -3.5,
        "a word of code",
        lambda r: (
            r.opener not in ("clear", "byline")
            and r.is_of_code()
            and not r.is_head()
            and not r.is_last_label()
        ),
    ),
    Sign("stop", -4.5, "an object and a part of it", Reading.is_all_code),
    Sign(
        "stop",
        -2.0,
        "capitals after small letters, as in a program",
        lambda r: (
            r.seam.right.isupper()
            and len(r.seam.right) > 1
            and r.seam.left.islower()
            and not r.is_closed()
            and r.right_score < COMMON
        ),
    ),
    Sign(
        "capital",
        -3.0,
        "a name that stands twice",
        lambda r: r.opener != "clear" and r.evidence.count_token(r.seam) == 2,
    ),
    Sign(ALL, -4.0, "a name that comes back", Reading.is_repeated),
)
_BY_KIND = {kind: [sign for sign in SIGNS if kind in sign.kinds.split()] for kind in ALL.split()}


def rate(reading: Reading) -> tuple[float, str]:
    """Rate a seam: the probability that a space is missing (0–1), and the best reason."""
    total, best, reason = 0.0, 0.0, ""
    for sign in _BY_KIND[reading.seam.kind]:
        if sign.holds(reading):
            total += sign.weight
            if sign.weight >= best:
                best, reason = sign.weight, sign.name
    return min(SUREST, 1 / (1 + math.exp(-total))), reason
