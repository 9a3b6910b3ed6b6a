"""Curly quotes and odd line ends (only where asked for)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from normalize.edits import Edit

CONFIDENCE = 0.99
QUOTES = {
    **dict.fromkeys("\u02bc\u2018\u2019\u201a\u201b", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f", '"'),
}
LINE_BREAKS = "\r\u0085\u2028\u2029"
QUOTE_RE = re.compile(f"[{''.join(QUOTES)}]")
LINE_BREAK_RE = re.compile(f"\r\n|[{LINE_BREAKS}]")


def find_curly_quotes(text: str) -> Iterator[Edit]:
    """Write straight quotes for curly ones.

    Leaves alone: guillemets, primes, modifier letters other than the apostrophe.

    Args:
        text: any str. Linear time.

    Yields:
        Edits in order; confidence 0.99.

    >>> [(e.start, e.after) for e in find_curly_quotes("“It’s”")]
    [(0, '"'), (3, "'"), (5, '"')]
    """
    for match in QUOTE_RE.finditer(text):
        after = QUOTES[match.group()]
        yield Edit(match.start(), match.end(), after, "curly-quote", CONFIDENCE)


def find_stray_line_breaks(text: str) -> Iterator[Edit]:
    r"""Write a line feed for every other line break.

    Leaves alone: form feeds and vertical tabs, which break pages.

    Args:
        text: any str. Linear time.

    Yields:
        Edits in order; confidence 0.99.

    >>> [(e.start, e.end) for e in find_stray_line_breaks("a\r\nb\u2028c")]
    [(1, 3), (4, 5)]
    """
    for match in LINE_BREAK_RE.finditer(text):
        yield Edit(match.start(), match.end(), "\n", "stray-line-break", CONFIDENCE)
