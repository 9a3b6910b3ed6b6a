"""Full-width Latin and half-width kana and hangul (only where asked for)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from unicodedata import normalize

from ftfy.chardata import WIDTH_MAP

from normalize.edits import Edit

CONFIDENCE = 0.99
WIDTHS = "".join(map(chr, WIDTH_MAP))
WIDTH_RE = re.compile(f"[{WIDTHS}]+")


def find_full_width_characters(text: str) -> Iterator[Edit]:
    """Write full-width Latin and half-width kana in their ordinary width.

    Why: "ＡＢＣ" is found by nobody who searches for "ABC".
    Leaves alone: nothing, which is why it is off unless selected: Chinese and Japanese
    punctuation is full-width as it should be.

    Args:
        text: any str. Linear time.

    Yields:
        Edits in order; confidence 0.99.

    Source: Unicode 15.0 §18.5, by `ftfy.chardata.WIDTH_MAP`.

    >>> [e.after for e in find_full_width_characters("ＬＯＵＤ　ｶﾅ")]
    ['LOUD カナ']
    """
    for match in WIDTH_RE.finditer(text):
        # NFC, since a half-width voicing mark becomes one that combines.
        after = normalize("NFC", match.group().translate(WIDTH_MAP))
        yield Edit(match.start(), match.end(), after, "full-width-character", CONFIDENCE)
