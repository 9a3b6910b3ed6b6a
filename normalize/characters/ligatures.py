"""Typographic ligatures left by PDF extraction."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ftfy.chardata import LIGATURES as FTFY_LIGATURES

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
# ftfy's also take apart letters of Dutch, Croatian and Afrikaans, such as ĳ and ǆ.
ALL_LIGATURES = {chr(code): letters for code, letters in FTFY_LIGATURES.items()}


def find_split_ligatures(text: str, ligatures: Mapping[str, str] = LIGATURES) -> Iterator[Edit]:
    """Write the letters of a typographic ligature.

    Why: "ﬁnal" is found by nobody who searches for "final".
    Leaves alone: æ, œ and ĳ, which are letters; a ligature that touches no letter: a table
    of characters speaks of it.

    Args:
        text: any str. Linear time.
        ligatures: what to write for each.

    Yields:
        Edits in order; confidence 0.99.

    >>> [e.after for e in find_split_ligatures("ﬁnal oﬀer")]
    ['fi', 'ff']
    """
    for match in re.finditer(f"[{''.join(ligatures)}]", text):
        start, end = match.span()
        touches = text[start - 1 : start].isalpha() or text[end : end + 1].isalpha()
        if touches or ligatures is not LIGATURES:  # ftfy takes every one apart
            yield Edit(start, end, ligatures[match.group()], "split-ligature", CONFIDENCE)
