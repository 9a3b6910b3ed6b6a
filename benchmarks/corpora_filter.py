"""What `corpora.py` takes for clean prose: no binary, no code, no copies, in pieces of 200 kB."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

DOCUMENT_BYTES = 200_000
SHORTEST = 400  # characters; below that a file is a stub
SHORT_PARAGRAPH = 60  # characters; headings such as "SEE ALSO" recur and are no copies
MOST_CODE = 0.15  # share of lines; prose about code stays below, source code is above 0.5
FEWEST_LETTERS = (
    0.72  # share of characters that are letters or spaces; tables and ASCII art are below
)
CODE_RE = re.compile(
    r"""
      [{}]\s*$ | [)\]"'=]\s*;\s*$                      # C; a clause of a contract ends in "word;"
    | ^\s*(?:\#\s*(?:include|define|if|endif)\b|//|/\*|\*/)
    | ^\s*(?:>>>|\$\s|%\s|sudo\s|<[/!?]?\w[^>]*>\s*$)  # sessions and bare markup
    | ^\s*(?:def|class)\s+\w+\s*[(:] | ^\s*(?:import\s+[\w.]+$|from\s+\S+\s+import\b)
    | ^\s*[\w.\[\]-]+\s*(?:[-+:]?=|:=)\s*\S            # assignments
    | ^\s*[-+|=*_~\#]{4,}                              # rules of tables and boxes
    | \|.*\|                                           # rows of tables
    | \w\([^()\s]*\)\s*[;:{]?\s*$                      # a line that ends in a call
    """,
    re.VERBOSE,
)
BROKEN_RE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffd\ufeff]")  # binary, or decoded wrongly
ENGLISH = frozenset("the of and with that is for".split())
PARAGRAPH_RE = re.compile(r"(\n[ \t]*\n\s*?(?=\S|\Z))")


def is_prose(text: str) -> bool:
    r"""Tell whether a text is prose: no binary, no lost characters, little code.

    >>> is_prose("A quiet sentence about nothing much, over and over. " * 10)
    True
    >>> is_prose("int main(void) { return 0; }\\n" * 30)
    False
    """
    if len(text) < SHORTEST or BROKEN_RE.search(text):
        return False
    letters = sum(c.isalpha() or c.isspace() or "\u0900" <= c <= "\u0dff" for c in text)
    lines = [line for line in text.splitlines() if line.strip()]
    code = sum(bool(CODE_RE.search(line)) for line in lines)
    return letters >= FEWEST_LETTERS * len(text) and code <= MOST_CODE * len(lines)


def is_english(text: str) -> bool:
    """Tell whether a text is mostly English, which a translation that nobody finished may be.

    >>> is_english("The end of the story is known to all of us.")
    True
    >>> is_english("Das Ende der Geschichte ist uns allen bekannt.")
    False
    """
    words = text.lower().split()
    return sum(word in ENGLISH for word in words) > 0.05 * len(words)


def split_document(text: str, most: int = DOCUMENT_BYTES) -> Iterator[str]:
    """Cut a text at blank lines into pieces of at most `most` bytes; keep paragraphs whole."""
    piece: list[str] = []
    size = 0
    for part in PARAGRAPH_RE.split(text):
        length = len(part.encode("utf-8"))
        if piece and size + length > most and part.strip():
            yield "".join(piece)
            piece, size = [], 0
        piece.append(part)
        size += length
    yield "".join(piece)


class Unique:
    """Remembers documents and paragraphs, and drops what stood in an earlier document.

    A refrain within one document stays: that is how its author wrote it. Of a document that is
    mostly copied nothing stays, since its headings alone are no prose.
    """

    def __init__(self) -> None:
        self.seen: set[bytes] = set()

    def reduce(self, text: str) -> str:
        """Return a text without its copied paragraphs, or nothing if most of it is copied."""
        parts = [*PARAGRAPH_RE.split(text), ""]
        kept, new = [], set()
        for paragraph, gap in zip(parts[::2], parts[1::2], strict=True):
            words = " ".join(paragraph.split()).casefold()
            key = hashlib.blake2b(words.encode("utf-8"), digest_size=16).digest()
            if len(words) < SHORT_PARAGRAPH or key not in self.seen:
                kept.append(paragraph + gap)
                new.add(key)
        if 2 * sum(map(len, kept)) <= len(text):
            return ""
        self.seen |= new
        return "".join(kept)
