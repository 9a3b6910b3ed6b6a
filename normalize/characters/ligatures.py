"""Typographic ligatures left by PDF extraction."""

from __future__ import annotations

import re
from collections.abc import Iterator

from normalize.edits import Edit

CONFIDENCE = 0.99
LIGATURES = {
    "\N{LATIN SMALL LIGATURE FF}": "ff",
    "\N{LATIN SMALL LIGATURE FI}": "fi",
    "\N{LATIN SMALL LIGATURE FL}": "fl",
    "\N{LATIN SMALL LIGATURE FFI}": "ffi",
    "\N{LATIN SMALL LIGATURE FFL}": "ffl",
    "\N{LATIN SMALL LIGATURE LONG S T}": "st",
    "\N{LATIN SMALL LIGATURE ST}": "st",
}
LIGATURE_RE = re.compile(f"[{''.join(LIGATURES)}]")


def find_split_ligatures(text: str) -> Iterator[Edit]:
    """Write the letters of a typographic ligature.

    Why: "ﬁnal" is found by nobody who searches for "final".
    Leaves alone: æ, œ and ĳ, which are letters.

    Args:
        text: any str. Linear time.

    Yields:
        Edits in order; confidence 0.99.

    >>> [e.after for e in find_split_ligatures("ﬁnal oﬀer")]
    ['fi', 'ff']
    """
    for match in LIGATURE_RE.finditer(text):
        letters = LIGATURES[match.group()]
        yield Edit(match.start(), match.end(), letters, "split-ligature", CONFIDENCE)
