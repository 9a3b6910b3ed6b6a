"""Control characters, terminal colour codes and halves of surrogate pairs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from normalize.edits import Edit

CONFIDENCE = 0.99
CONTROL_RE = re.compile(
    r"""
    \x1b\[[0-9;]*[mKHJ]                   # a terminal's colour and cursor codes
    | [\x00-\x08\x0b\x0e-\x1f\x7f]+       # no tab, line feed, form feed, carriage return
    """,
    re.VERBOSE,
)
SURROGATE_RE = re.compile("[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]")


def find_control_characters(text: str) -> Iterator[Edit]:
    r"""Delete control characters and terminal codes.

    Leaves alone: tab, line feed, form feed, carriage return; C1 controls, which are
    mojibake.

    Args:
        text: any str. Linear time.

    Yields:
        Deletions in order; confidence 0.99.

    >>> [(e.start, e.end) for e in find_control_characters("a\x1b[31mred\x1b[0m\x07")]
    [(1, 6), (9, 13), (13, 14)]
    """
    for match in CONTROL_RE.finditer(text):
        yield Edit(match.start(), match.end(), "", "control-character", CONFIDENCE)


def find_lone_surrogates(text: str) -> Iterator[Edit]:
    r"""Join surrogate pairs; put U+FFFD for half of one, which no encoding can hold.

    Leaves alone: characters beyond the basic plane that are whole.

    Args:
        text: any str. Linear time.

    Yields:
        Edits in order; confidence 0.99.

    >>> [e.after for e in find_lone_surrogates("\ud83d\ude00 \udc80")]
    ['😀', '�']
    """
    for match in SURROGATE_RE.finditer(text):
        half = match.group()
        whole = "\N{REPLACEMENT CHARACTER}"
        if len(half) == 2:
            whole = half.encode("utf-16", "surrogatepass").decode("utf-16")
        yield Edit(match.start(), match.end(), whole, "lone-surrogate", CONFIDENCE)
