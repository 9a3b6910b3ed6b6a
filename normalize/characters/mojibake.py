"""Mojibake: text that was decoded with the wrong encoding, repaired by ftfy.

ftfy decides and repairs; this module calls it for suspicious lines only and turns what it
did into edits. A long line is cut at spaces first: mojibake never crosses one, except where
a no-break space was lost, and then ftfy sees both sides of it within the piece.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from normalize.characters.rewrite import edits_from_rewrite
from normalize.edits import Edit

MAX_PIECE = 2_000
CONFIDENCE = 0.99  # ftfy's false positives are fewer than one in a million lines
# Every repair of ftfy's needs a character that a single-byte encoding makes of the lead
# byte of a UTF-8 sequence, or a C1 control; all of these are beyond ASCII.
LINE_RE = re.compile(r"[^\n]*[^\x00-\x7f\n][^\n]*")


def find_mojibake(text: str) -> Iterator[Edit]:
    """Repair text that was decoded with the wrong encoding.

    Why: "â€™" for an apostrophe breaks words, names and search.
    Leaves alone: whatever ftfy's badness heuristic does not find suspicious.

    Args:
        text: any str. Linear time.

    Yields:
        Edits in order; confidence 0.99.

    Source: ftfy 6.3, https://ftfy.readthedocs.io; cases in fixtures/cases/characters/.

    >>> [(e.start, e.end, e.after) for e in find_mojibake("sÃ³ já")]
    [(1, 3, 'ó')]
    """
    for match in LINE_RE.finditer(text):
        for start, piece in _iter_pieces(match.group(), match.start()):
            if not piece.isascii():
                yield from _find_in_piece(piece, start)


def _iter_pieces(line: str, start: int) -> Iterator[tuple[int, str]]:
    done = 0
    while len(line) - done > MAX_PIECE:
        cut = line.rfind(" ", done, done + MAX_PIECE)
        cut = done + MAX_PIECE if cut <= done else cut
        yield start + done, line[done:cut]
        done = cut
    yield start + done, line[done:]


def _find_in_piece(piece: str, start: int) -> Iterator[Edit]:
    import ftfy
    from ftfy.badness import is_bad

    if not is_bad(piece):
        return
    fixed = ftfy.fix_encoding(piece)
    if fixed != piece:
        yield from edits_from_rewrite(piece, fixed, start, "mojibake", CONFIDENCE)
