"""A file of ledgers, one line of JSON per document: written by `clean`, read by `undo`.

A file of records has one line for each text that was changed, with the bytes that stood there,
and a last line for the file; none of them says anything about other files. A run may also have
a folder of them, one for each document.
"""

from __future__ import annotations

import os
from array import array
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, NamedTuple

from normalize.cli.plan import LEDGER_ENDING

if TYPE_CHECKING:
    from normalize.formats.document import Head
    from normalize.ledger import Ledger


RECORD = b'{"header":{"at":'  # how a line begins that belongs to a record
FILE = b'{"header":{"lines":'  # and one that ends a file of records


def iter_ledgers(path: Path) -> Iterator[tuple[Ledger, Head]]:
    """Yield the ledgers of whole texts in a file, with their heads.

    Raises:
        OSError: the file cannot be read.
        LedgerError: a line is no ledger; names it.
    """
    from normalize.edits import LedgerError
    from normalize.formats.document import read_head
    from normalize.ledger import read_ledger

    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if not line.strip() or line.startswith((RECORD, FILE)):
                continue
            try:
                ledger = read_ledger(line)
                head = read_head(ledger)
            except LedgerError as error:
                raise LedgerError(f"{path}:{number}: {error}") from None
            yield ledger, head


Trace = tuple[str, str | None, bool]  # as `formats.document.trace` gives it


class FileEntry(NamedTuple):
    """A file of records in a ledger.

    Attributes:
        head: what is known of it.
        start: where its lines begin in the ledger, in bytes.
        lines: how many there are, its last not counted.
        ledger: the file that they are in.
    """

    head: dict[str, Any]
    start: int
    lines: int
    ledger: Path


def iter_files(path: Path) -> Iterator[FileEntry]:
    """Yield the files of records in a ledger."""
    import msgspec

    at = 0
    starts = array("Q")  # of the lines of records since the last other line
    with path.open("rb") as file:
        for line in file:
            if line.startswith(RECORD):
                starts.append(at)
            else:
                if line.startswith(FILE):
                    head = msgspec.json.decode(line)["header"]
                    # What a killed run left may stand before the lines of this one.
                    start = starts[-head["lines"]] if head["lines"] else at
                    yield FileEntry(head, start, head["lines"], path)
                starts = array("Q")
            at += len(line)


class LedgerIndex:
    """Find the ledger that belongs to the bytes of a clean file."""

    def __init__(self, path: Path) -> None:
        """Read all ledgers of a file, or of the files in a folder.

        Raises:
            OSError: one cannot be read.
            LedgerError: a line is no ledger, or the folder has none; names it.
        """
        from normalize.edits import LedgerError

        paths = sorted(path.rglob(f"*{LEDGER_ENDING}")) if path.is_dir() else [path]
        if not paths:
            raise LedgerError(f"{path}: no ledger ({LEDGER_ENDING}) is in this folder")
        self._ledgers: dict[tuple[str, str | None], list[tuple[Ledger, Head]]] = {}
        self._encodings: dict[str | None, None] = {}
        for ledger, head in (found for path in paths for found in iter_ledgers(path)):
            encoding = clean_encoding(ledger, head)
            self._ledgers.setdefault((ledger.text_sha256, encoding), []).append((ledger, head))
            self._encodings[encoding] = None
        self.files = [found for path in paths for found in iter_files(path)]

    def find(self, data: bytes, name: str) -> Ledger | None:
        """Find the ledger of a clean file, by its text; None if there is none.

        Where several wrote the same text, the one for this file counts, then the one whose
        file's path is most alike, then one with changes, then the last.
        """
        from normalize.formats import FormatError, decode
        from normalize.ledger import digest

        found: list[tuple[Ledger, Head]] = []
        for encoding in self._encodings:
            try:
                text = decode(data, encoding, name=name).text
            except FormatError:
                continue
            found += self._ledgers.get((digest(text), encoding), [])
        if not found:
            return None

        def rank(item: tuple[Ledger, Head]) -> tuple[bool, int, bool]:
            ledger, head = item
            same = is_same_file(head.file, name)
            return same, count_shared_parts(head.file, name), bool(ledger.changes)

        return max(reversed(found), key=rank)[0]


def clean_encoding(ledger: Ledger, head: Head) -> str | None:
    """Name what the clean text was written in; None where its lines differ."""
    if head.line_encodings and not ledger.changes:
        return None
    return head.clean_encoding or head.encoding


def is_same_file(one: str, other: str) -> bool:
    """Tell whether two names lead to one file, through links or not."""
    return os.path.realpath(one) == os.path.realpath(other)


def count_shared_parts(file: str, name: str) -> int:
    """Count the last parts that two paths share."""
    ours, theirs = PurePath(name).parts, PurePath(file).parts
    count = 0
    for mine, other in zip(reversed(ours), reversed(theirs), strict=False):
        if mine != other:
            break
        count += 1
    return count
