"""The signs by which a seam is judged: what speaks for two words, and what for one.

Each sign has a weight; the weights of those that hold are added up, and the sum is the
log-odds that a space is missing: 2.2 is nine to one, 2.95 nineteen to one. A new case
needs a new row, or a word in a table, and no new branch.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

from normalize.layout.gaps.heads import HeadedReading

SUREST = 0.97
EVEN = -0.001  # log-odds below which nothing is proposed; a hair less, for sums are not exact


class Sign(NamedTuple):
    """A row of the table: the kinds of seam it speaks of, its weight, its name, its test."""

    kinds: str
    weight: float
    name: str
    holds: Callable[[HeadedReading], bool]


R = HeadedReading  # so that a row of the table fits a line
SENTENCE = "stop colon comma bracket closer number"
MARKS = "stop colon comma bracket closer"
ALL = f"capital names quotation clause {SENTENCE}"
SIGNS = (
    # --- what a seam is worth before anything is known of its words
    Sign("stop", 1.0, "a full stop between two words", R.is_always),
    Sign("bracket closer", 0.5, "a closing mark between two words", R.is_always),
    Sign("comma", 0.0, "a comma between two words", R.is_always),
    Sign("colon number", -1.0, "a colon, or a number, before a capital", R.is_always),
    Sign("clause", -1.0, "a comma or a closing mark before a small letter", R.is_always),
    Sign("quotation", 2.8, "a quotation right after a word", R.is_always),
    Sign("capital", -1.5, "a capital inside a word", R.is_always),
    Sign("names", -5.5, "two capitals, as brands have", R.is_always),
    Sign("capital names", 3.5, "camel case in an alphabet without it", R.is_unicameral),
    Sign("stop comma closer bracket", 0.8, "another language than English", R.is_foreign),
    # --- the right word
    Sign("capital", 4.0, "a word that begins a sentence", R.is_clear),
    Sign("names", 7.2, "a word that begins a sentence, after a name", R.is_clear),
    Sign(SENTENCE, 3.0, "a word that begins a sentence", R.opens_sentence),
    Sign("clause", 4.0, "a word that clauses begin with", R.opens_clause),
    Sign("capital", 2.5, "a word that may begin a sentence", R.may_open),
    Sign("capital", 1.0, "a word that may, after a heading", R.opens_after_head),
    Sign("capital names", 3.5, "a title or a label", R.opens_name),
    Sign(MARKS, 1.0, "a title or a label", R.opens_name),
    Sign("names", 2.5, "a title after a name that the text knows", R.opens_title),
    Sign("names", 8.0, "a label with a colon", R.opens_label),
    Sign("capital names", 7.5, "a by-line begins", R.opens_byline),
    Sign("capital names number", 7.5, "a date begins", R.opens_date),
    Sign("capital", 2.0, "a day or a month", R.opens_day),
    Sign("capital", 1.5, "a name that no dictionary has", R.is_unknown_name),
    Sign(SENTENCE, 1.0, "a known word", R.is_known),
    Sign(SENTENCE, 1.0, "a frequent word", R.is_frequent),
    Sign(MARKS, 0.7, "its right word stands elsewhere", R.right_stands),
    # --- the left word
    Sign("names", 7.5, "a title before a name", R.follows_title),
    Sign("names", 4.8, "a day or a month before it", R.follows_day),
    Sign("names", 7.3, "a heading such as Ingredients", R.follows_head_word),
    Sign("names", 2.5, "a name before it that stands elsewhere", R.left_is_only_name),
    Sign("names", 3.0, "a surname with a capital inside before it", R.is_camel_surname),
    Sign("stop", 1.2, "a name before it that stands elsewhere", R.left_is_standing_name),
    Sign(
        "stop comma colon closer clause", 0.7, "a word of running text before it", R.left_is_plain
    ),
    Sign("stop", 2.0, "a function word before it", R.left_is_function_word),
    Sign("number", 1.5, "a date before it", R.follows_date),
    Sign("number", 1.5, "a price or a share before it", R.is_price),
    # --- both words
    Sign("comma", 2.2, "a full name after a word", R.opens_full_name),
    Sign("capital", 5.5, "a name of two words after its article", R.is_after_article),
    Sign("capital", 1.5, "two common words", R.are_common),
    Sign("capital names", 1.0, "both words stand elsewhere", R.stand_apart),
    Sign("capital names", 1.0, "both do, in another language", R.stand_apart_abroad),
    Sign("names", 3.0, "two names that stand elsewhere", R.are_names),
    Sign("names", 2.5, "two such names, and a possessive", R.are_possessive_names),
    Sign("clause", 4.0, "a remark in brackets before it", R.follows_remark),
    # --- what follows
    Sign(SENTENCE, 1.0, "a clause goes on", R.goes_on),
    Sign("capital names", 0.5, "a clause goes on", R.goes_on),
    Sign("stop", 1.5, "a verb of speech follows", R.is_spoken),
    Sign("capital", 2.5, "a run of capitalised words", R.runs_on),
    Sign("names", 1.0, "a run of capitalised words", R.runs_on),
    Sign("stop", 0.7, "a run of capitalised words", R.runs_on),
    Sign("capital names", 2.5, "a plural that begins a sentence", R.is_bare_plural),
    Sign("capital names", 2.0, "a word and a name", R.is_word_and_name),
    Sign("stop comma colon", -1.0, "nothing goes on after it", R.ends_abruptly),
    # --- what stands before
    Sign("capital names", 2.3, "a heading before a sentence", R.is_heading),
    Sign("capital", 1.3, "such a heading, where no camel case is made", R.is_foreign_head),
    Sign("capital", 5.0, "a heading before its paragraph", R.opens_paragraph),
    Sign("names", 9.0, "a heading before its paragraph", R.opens_paragraph),
    Sign("names", 8.0, "a heading such as Ingredients", R.heads_number),
    Sign("names", 3.5, "a heading of one word", R.is_head),
    Sign("names", 8.0, "a heading in capitals", R.follows_capitals),
    Sign("names", 7.2, "a full name before a common word", R.follows_full_name),
    Sign("names", 7.5, "a role after the name in a by-line", R.is_in_byline),
    # --- the marks between
    Sign(MARKS, 3.0, "a quotation begins", R.is_quoted),
    Sign("stop", 1.5, "a bracket or a quotation closes", R.is_closed),
    Sign("stop", 0.7, "a question or an exclamation", R.is_asked),
    # --- against
    Sign("capital", -5.0, "a word that ends no clause", R.ends_no_clause),
    Sign("capital", -4.0, "a noun of a language that capitalises them", R.is_german_noun),
    Sign(
        "capital names stop comma colon number clause",
        -4.0,
        "the text has code in it",
        R.is_technical,
    ),
    Sign("capital names", -2.0, "the text has identifiers in it", R.has_identifiers),
    Sign("capital names", -3.5, "a word of code", R.is_of_code),
    Sign("stop", -4.5, "an object and a part of it", R.is_all_code),
    Sign("stop", -3.0, "an unknown word before it", R.left_is_unknown),
    Sign("stop", -2.0, "a name before it, a rarer word after", R.is_name_and_rarer),
    Sign("stop", -2.0, "capitals after small letters, as in a program", R.is_constant),
    Sign("capital names", -3.0, "a name that stands twice", R.is_twice),
    Sign(ALL, -4.0, "a name that comes back", R.is_repeated),
)


def _list_signs(kind: str) -> list[tuple[Sign, float]]:
    """List the signs for a kind of seam, each with what it and those after it may add."""
    signs: list[tuple[Sign, float]] = []
    most = 0.0
    for sign in reversed([sign for sign in SIGNS if kind in sign.kinds.split()]):
        most += max(0.0, sign.weight)
        signs.append((sign, most))
    return signs[::-1]


_BY_KIND = {kind: _list_signs(kind) for kind in ALL.split()}


def rate(reading: HeadedReading) -> tuple[float, str]:
    """Rate a seam: the probability that a space is missing (0–1), and the best reason.

    What cannot come to even odds any more is 0, and asked nothing further.
    """
    total, best, reason = 0.0, 0.0, ""
    for sign, most in _BY_KIND[reading.seam.kind]:
        if total + most < EVEN:
            return 0.0, ""
        if sign.holds(reading):
            total += sign.weight
            if sign.weight >= best:
                best, reason = sign.weight, sign.name
    return min(SUREST, 1 / (1 + math.exp(-total))), reason
