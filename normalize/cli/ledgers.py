"""A file of ledgers, one line of JSON per document: written by `clean`, read by `restore`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from normalize.ledger import Ledger


class LedgerWriter:
    """Write ledgers so that what was overwritten can always be restored.

    The line of a document is on the disk before the document is. In place the file is added
    to, since what it holds may be the only way back; else it is written anew.
    """

    def __init__(self, path: Path, *, append: bool) -> None:
        self._file: BinaryIO = path.open("ab" if append else "wb")
        self._size = self._file.seek(0, os.SEEK_END)

    @contextmanager
    def entry(self, line: bytes) -> Iterator[None]:
        """Add a line while the document is written; take it back if that fails."""
        try:
            self._file.write(line + b"\n")
            self._file.flush()
            os.fsync(self._file.fileno())
            yield
        except BaseException:
            with suppress(OSError):
                self._file.truncate(self._size)
                self._file.seek(self._size)
            raise
        self._size += len(line) + 1

    def close(self) -> None:
        """Close the file."""
        self._file.close()


class LedgerIndex:
    """Find the ledger that belongs to the bytes of a clean file."""

    def __init__(self, path: Path) -> None:
        """Read all ledgers of a file.

        Raises:
            OSError: the file cannot be read.
            LedgerError: a line is no ledger; names it.
        """
        from normalize.edits import LedgerError
        from normalize.ledger import read_ledger

        self._ledgers: dict[str, list[Ledger]] = {}
        self._encodings: dict[str | None, None] = {}
        with path.open("rb") as file:
            for number, line in enumerate(file, 1):
                if not line.strip():
                    continue
                try:
                    ledger = read_ledger(line)
                except LedgerError as error:
                    raise LedgerError(f"{path}:{number}: {error}") from None
                self._ledgers.setdefault(ledger.text_sha256, []).append(ledger)
                self._encodings[_clean_encoding(ledger)] = None

    def find(self, data: bytes, name: str) -> Ledger | None:
        """Find the ledger of a clean file, by its text; None if there is none.

        Where several wrote the same text, the one whose file's path is most alike counts,
        then one with changes, then the last.
        """
        from normalize.formats import FormatError, decode
        from normalize.ledger import digest

        found: list[Ledger] = []
        for encoding in self._encodings:
            try:
                text = decode(data, encoding, name=name).text
            except FormatError:
                continue
            for ledger in self._ledgers.get(digest(text), []):
                if _clean_encoding(ledger) == encoding:
                    found.append(ledger)
        if not found:
            return None
        return max(
            reversed(found), key=lambda ledger: (_alikeness(ledger, name), bool(ledger.changes))
        )


def _clean_encoding(ledger: Ledger) -> str | None:
    """Name what the clean text was written in; None where its lines differ."""
    head = ledger.header
    if head.get("line_encodings") and not ledger.changes:
        return None
    encoding: str = head.get("clean_encoding") or head.get("encoding", "utf-8")
    return encoding


def _alikeness(ledger: Ledger, name: str) -> int:
    """Count the last parts that two paths share."""
    ours, theirs = PurePath(name).parts, PurePath(str(ledger.header.get("file", ""))).parts
    count = 0
    for mine, other in zip(reversed(ours), reversed(theirs), strict=False):
        if mine != other:
            break
        count += 1
    return count
