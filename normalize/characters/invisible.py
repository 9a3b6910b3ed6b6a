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
INVISIBLE_RE = re.compile("[\u200b\ufeff\u2060\u200c\u200d]+")
SOFT_HYPHEN_RE = re.compile("(?<=\\w)\N{SOFT HYPHEN}+(?=\\w)")
PLAIN_RE = re.compile(  # letters whose scripts need no joiner: Latin, Greek, Cyrillic
    "[\x00-\u036f\u0370-\u052f\u1e00-\u1fff\u2010-\u2027\u2030-\u205e\u20a0-\u20cf]"
)


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
