"""Control characters, terminal colour codes and halves of surrogate pairs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from normalize.edits import Edit

CONFIDENCE = 0.99
# No tab, line feed, vertical tab (a line break of word processors), form feed, carriage return;
# the deprecated format characters and the interlinear annotations are ftfy's (UTR #20).
ASCII_CONTROLS = r"\x00-\x08\x0e-\x1f\x7f"
CONTROLS = ASCII_CONTROLS + "\u206a-\u206f\ufff9-\ufffb"
FTFY_CONTROLS = CONTROLS + "\x0b\N{ZERO WIDTH NO-BREAK SPACE}\N{OBJECT REPLACEMENT CHARACTER}"
ESCAPE = r"\x1b\[[\d;]*[a-zA-Z]"  # a terminal's colour and cursor codes
CONTROL_RE = re.compile(f"{ESCAPE}|(?:(?!{ESCAPE})[{CONTROLS}])+")
FTFY_CONTROL_RE = re.compile(f"{ESCAPE}|(?:(?!{ESCAPE})[{FTFY_CONTROLS}])+")
SURROGATES = "\ud800-\udfff"
SURROGATE_RE = re.compile("[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]")


def find_control_characters(text: str, pattern: re.Pattern[str] = CONTROL_RE) -> Iterator[Edit]:
    r"""Delete control characters and terminal codes.

    Leaves alone: tab, line feed, vertical tab, form feed, carriage return; C1 controls, which are
    mojibake.

    Args:
        text: any str. Linear time.
        pattern: what to delete.

    Yields:
        Deletions in order; confidence 0.99.

    >>> [(e.start, e.end) for e in find_control_characters("a\x1b[31mred\x1b[0m\x07")]
    [(1, 6), (9, 13), (13, 14)]
    """
    for match in pattern.finditer(text):
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
