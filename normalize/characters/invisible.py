"""Invisible characters that break search and matching."""

from __future__ import annotations

import re
from collections.abc import Iterator

from normalize.edits import Edit

CONFIDENCE = 0.99
OBJECT_RE = re.compile("\N{OBJECT REPLACEMENT CHARACTER}")
# Spaces without width, byte-order marks inside text, word joiners; and joiners, which are
# looked at more closely. What follows a base letter in Indic scripts, Arabic or an emoji
# sequence is needed, and so are breaks between CJK, Thai, Lao, Khmer and Myanmar words.
JOINERS = "\u200b\u200c\u200d\u2060\ufeff"
SOFT_HYPHEN = "\N{SOFT HYPHEN}"
SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
TAGS = "\U000e0000-\U000e007f"
# As few ranges beyond the basic plane as may be: `re` tries each at every character.
INVISIBLE = f"\N{OBJECT REPLACEMENT CHARACTER}{JOINERS}{SOFT_HYPHEN}\ufe00-\ufe0f" + (
    "\U000e0000-\U000e01ef"
)
INVISIBLE_RE = re.compile(f"[{JOINERS}]+")
SOFT_HYPHEN_RE = re.compile(f"(?<=\\w){SOFT_HYPHEN}+(?=\\w)")
PLAIN_RE = re.compile(  # letters whose scripts need no joiner: Latin, Greek, Cyrillic
    "[\x00-\u036f\u0370-\u052f\u1e00-\u1fff\u2010-\u2027\u2030-\u205e\u20a0-\u20cf]"
)
# A selector chooses between forms of the character before it. ASCII has such forms of digits,
# "#" and "*" only (keycaps, the slashed zero), and two selectors in a row have none.
STRAY_SELECTOR_RE = re.compile(f"(?:(?<![\\s\\S])|(?<=[^\\d#*\x80-\U0010ffff]))[{SELECTORS}]+")
# Tags spell a region after a black flag and end with a cancel tag: "🏴" + "gbeng" + cancel.
# Elsewhere they are text that nobody sees.
TAG_RE = re.compile(f"(?P<flag>\U0001f3f4[\U000e0030-\U000e007a]+\U000e007f)|[{TAGS}]+")


def find_object_replacements(text: str) -> Iterator[Edit]:
    """Delete the character that stands where a picture or a video was embedded.

    Leaves alone: U+FFFD, which stands for lost text.

    Args:
        text: any str. Linear time.

    Yields:
        Deletions in order; confidence 0.99.
    """
    for match in OBJECT_RE.finditer(text):
        yield Edit(match.start(), match.end(), "", "object-replacement", CONFIDENCE)


def find_invisible_characters(text: str) -> Iterator[Edit]:
    r"""Delete zero-width spaces, stray joiners, inner byte-order marks and soft hyphens.

    Why: they are invisible, and a word with one inside is found by no search.
    Leaves alone: joiners beside emoji and in scripts that need them; zero-width spaces
    beside letters of scripts without spaces; soft hyphens not between letters.

    Args:
        text: any str; offsets are code points. Linear time.

    Yields:
        Deletions in order; confidence 0.99.

    Source: Unicode 15.0 §23.2; cases in fixtures/cases/characters/.

    >>> [(e.start, e.end) for e in find_invisible_characters("co\u200boperation")]
    [(2, 3)]
    """
    for match in INVISIBLE_RE.finditer(text):
        before = text[match.start() - 1 : match.start()] if match.start() else ""
        after = text[match.end() : match.end() + 1]
        if all(not side or PLAIN_RE.match(side) for side in (before, after)):
            yield Edit(match.start(), match.end(), "", "zero-width-space", CONFIDENCE)
    for match in SOFT_HYPHEN_RE.finditer(text):
        yield Edit(match.start(), match.end(), "", "soft-hyphen", CONFIDENCE)


def find_hidden_characters(text: str) -> Iterator[Edit]:
    r"""Delete tags outside flags, and variation selectors that select nothing.

    Why: text written in tags is read by programs and seen by nobody.
    Leaves alone: the flags of England, Scotland and Wales; selectors after emoji, ideographs
    and symbols, and in keycaps.

    Args:
        text: any str; offsets are code points. Linear time.

    Yields:
        Deletions in order; confidence 0.99.

    Source: Unicode 15.0 §23.4 and §23.9, UTS #51.

    >>> [(e.start, e.end) for e in find_hidden_characters("ok\U000e0041\U000e0042 a\ufe0f 1\ufe0f")]
    [(2, 4), (6, 7)]
    """
    for match in TAG_RE.finditer(text):
        if match["flag"] is None:
            yield Edit(match.start(), match.end(), "", "hidden-character", CONFIDENCE)
    for match in STRAY_SELECTOR_RE.finditer(text):
        yield Edit(match.start(), match.end(), "", "hidden-character", CONFIDENCE)
