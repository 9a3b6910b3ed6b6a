"""The one tokenizer, for layout, unspin and names.

A word is a run of letters, marks and digits with single apostrophes inside; hyphens
separate words. Offsets are code points.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

# [^\W_] is letters and digits; marks are matched too since `re` counts most as \w or
# leaves them to the class below. Apostrophes join only between letters: "don't". Whole runs
# of letters, never given back, are half as fast again as one choice for each character.
WORD_RE = re.compile(
    r"[^\W_]++(?:(?:[\u0300-\u036F\u200C\u200D]|['\u2019](?=[^\W\d_]))[^\W_]*+)*+",
)
PARAGRAPH_RE = re.compile(r"[^\r\n]+")


class Word(NamedTuple):
    """A word of a text with its span."""

    start: int
    end: int
    text: str


# A tuple is a word already but for its type: twice as fast as calling `Word`.
_new_word: Callable[[tuple[int, int, str]], Word] = partial(tuple.__new__, Word)


def iter_words(text: str, start: int = 0, end: int | None = None) -> Iterator[Word]:
    """Yield the words of a text, or of a part of it. Linear.

    >>> [word.text for word in iter_words("Kyiv's 28-point plan, don't ask")]
    ["Kyiv's", '28', 'point', 'plan', "don't", 'ask']
    """
    for match in WORD_RE.finditer(text, start, len(text) if end is None else end):
        yield _new_word((*match.span(), match.group()))


def iter_paragraphs(text: str) -> Iterator[tuple[int, int]]:
    r"""Yield the span of each line that holds anything but white space.

    Scraped text knows no other paragraph than the line.

    >>> list(iter_paragraphs("One.\n\nTwo."))
    [(0, 4), (6, 10)]
    """
    for match in PARAGRAPH_RE.finditer(text):
        if not match.group().isspace():
            yield match.start(), match.end()


def strip_possessive(word: str) -> str:
    """Cut a possessive ending off a word.

    >>> strip_possessive("Witkov’s"), strip_possessive("talks")
    ('Witkov', 'talks')
    """
    if word.endswith(("'s", "\u2019s", "'S", "\u2019S")):
        return word[:-2]
    return word.rstrip("'\u2019")


def match_case(word: str, like: str) -> str:
    """Give a word the capitals of another: all capitals, a first capital, or as it is.

    >>> match_case("witkoff", "WITKOV"), match_case("meet", "Conscionable")
    ('WITKOFF', 'Meet')
    """
    if len(like) > 1 and like.isupper():
        return word.upper()
    if like[:1].isupper() and word[:1].islower():
        return word[:1].upper() + word[1:]
    return word
