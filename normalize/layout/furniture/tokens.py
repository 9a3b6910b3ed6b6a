"""Split a line into what cues of furniture are made of: words, numbers and marks."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from normalize.language import load_function_words

NUMBER, POST, AGE = "<n>", "<#>", "<+>"  # 12 · #12, of a post · 12+, of readers
STOP, ASK, COLON, BAR = ".", "?", ":", "|"
ENDS = frozenset((STOP, ASK, COLON, BAR))  # what ends a clause

STRAIGHT = str.maketrans(
    "\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}\N{MODIFIER LETTER APOSTROPHE}",
    "'''",
)
ARROWS = "\N{LEFTWARDS ARROW}\N{RIGHTWARDS ARROW}\N{UPWARDS ARROW}\N{DOWNWARDS ARROW}"
ARROWS += "\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}"
ARROWS += "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}"
ARROWS += "\N{LEFT-POINTING DOUBLE ANGLE QUOTATION MARK}"
ARROWS += "\N{RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK}"
ARROWS += "\N{BLACK DOWN-POINTING SMALL TRIANGLE}\N{BLACK RIGHT-POINTING SMALL TRIANGLE}"
ARROWS += "\N{BLACK DOWN-POINTING TRIANGLE}\N{BLACK RIGHT-POINTING TRIANGLE}"
ARROWS += "\N{BLACK RIGHT-POINTING POINTER}"
SPACED = "|/<>"  # separators that are ordinary signs where they touch a word
SEPARATORS = SPACED + ARROWS + "\N{MIDDLE DOT}\N{BULLET}\N{BLACK STAR}\N{WHITE STAR}"
SEPARATORS += "\N{MULTIPLICATION X}\N{MULTIPLICATION SIGN}"
STOPS = ".!?;\N{HORIZONTAL ELLIPSIS}"
SIGNS = "\N{COPYRIGHT SIGN}\N{REGISTERED SIGN}\N{TRADE MARK SIGN}@:"
TOKEN_RE = re.compile(
    rf"""
      \#?[+-]?\d+(?:[.,:\u00A0\u202F]\d+|\ \d{{3}}\b)*[kKmM]?(?![^\W\d_])[%+]?   # a number
    | [^\W_]+(?:'[^\W_]+)*                                                      # a word
    | [{SIGNS}] | [{STOPS}]+(?!\d)
    | (?<=\s)[{re.escape(SPACED)}](?=\s) | [{re.escape(SEPARATORS[len(SPACED) :])}]
    """,
    re.VERBOSE,
)
CAMEL_RE = re.compile(r"(?<=[a-z\u00DF-\u00FF\u0430-\u045F])(?=[A-Z\u00C0-\u00DE\u0400-\u042F])")
WORD_RE = re.compile(r"[^\W_]+")
CACHED = 2_048  # lines whose stems are kept: several ask, and the next pass asks again
STEM = 6  # letters by which two words are taken for forms of one
CONTENT_RE = re.compile(r"[^\W\d_]{4,}")  # a word that says what a text is about


def split_line(line: str, known: Mapping[str, str], is_name: Callable[[str], bool]) -> list[str]:
    """Split a line into lower-case words, and signs for numbers, stops and separators.

    Args:
        line: any str.
        known: words and signs that stand for themselves.
        is_name: tells of a word with a capital inside, such as "WhatsApp", that it is one.

    >>> split_line("Skip linksSkip to 12 posts › Page 2.", {}, lambda word: False)
    ['skip', 'links', 'skip', 'to', '<n>', 'posts', '|', 'page', '<n>', '.']
    """
    if CAMEL_RE.search(line):
        line = WORD_RE.sub(
            lambda found: found[0] if is_name(found[0]) else CAMEL_RE.sub(" ", found[0]), line
        )
    line = line.lower()
    if not line.isascii():
        line = line.translate(STRAIGHT)
    return [known.get(token) or name_token(token) for token in TOKEN_RE.findall(line)]


def name_token(token: str) -> str:
    """Return what a token stands for: a number, a stop, a separator, or the word itself."""
    first = token[0]
    if first.isalpha():
        return token
    if first.isdigit() or (first in "#+-" and len(token) > 1):
        return POST if first == "#" else AGE if token[-1] == "+" else NUMBER
    if first in SEPARATORS:
        return BAR
    if first in STOPS:  # "..." and "!" end no sentence of their own in buttons
        return STOP if token in (".", ";") else ASK
    return token


def is_end(tokens: list[str], at: int) -> bool:
    """Tell whether a clause ends before a token; a colon ends one only with the line."""
    if at >= len(tokens):
        return True
    return tokens[at] in ENDS and (tokens[at] != COLON or at + 1 == len(tokens))


@lru_cache(CACHED)
def find_stems(line: str) -> frozenset[str]:
    """Return the beginnings of the words that say what a line is about.

    >>> sorted(find_stems("The reservoirs of the north"))
    ['north', 'reserv']
    """
    common = load_function_words()
    words = CONTENT_RE.findall(line.lower())
    return frozenset(word[:STEM] for word in words if word not in common)
