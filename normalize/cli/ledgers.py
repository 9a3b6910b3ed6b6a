"""A file of ledgers, one line of JSON per document: written by `clean`, read by `restore`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

if TYPE_CHECKING:
    from normalize.formats import Document
    from normalize.formats.text import Head
    from normalize.ledger import Ledger


def iter_ledgers(path: Path) -> Iterator[tuple[Ledger, Head]]:
    """Yield the ledgers of a file with their heads.

    Raises:
        OSError: the file cannot be read.
        LedgerError: a line is no ledger; names it.
    """
    from normalize.edits import LedgerError
    from normalize.formats.text import read_head
    from normalize.ledger import read_ledger

    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            try:
                ledger = read_ledger(line)
                head = read_head(ledger)
            except LedgerError as error:
                raise LedgerError(f"{path}:{number}: {error}") from None
            yield ledger, head


class _Trace(NamedTuple):
    """What is known of a clean file before its name: its text and how that is written."""

    sha256: str
    encoding: str | None
    bom: bool


class LedgerWriter:
    """Write ledgers so that what was overwritten can always be restored.

    The line of a document is on the disk before the document is. In place the file is added
    to, since what it holds may be the only way back; else it is written anew.
    """

    def __init__(self, path: Path, *, append: bool) -> None:
        """Open the file, and read what earlier runs wrote if it is added to.

        Raises:
            OSError: the file cannot be written.
            LedgerError: there is a file, and it is no ledger.
        """
        # For each clean text the files it was written for, and whether they were changed.
        self._earlier: dict[_Trace, list[tuple[str, bool]]] = {}
        if path.exists():
            for ledger, head in iter_ledgers(path):
                if not append:  # one line tells that it is ours to overwrite
                    break
                trace = _Trace(ledger.text_sha256, _clean_encoding(ledger, head), head.bom)
                self._earlier.setdefault(trace, []).append((head.file, bool(ledger.changes)))
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

    def needs(self, document: Document) -> bool:
        """Tell whether a document that was not changed needs a line of its own.

        It does, lest it be taken for another that was changed into the same text; not if it
        is itself what an earlier run wrote, under this name or, since renamed, another.
        """
        trace = _trace(document)
        return not any(
            _is_same_file(file, document.name) or (changed and not _holds(file, trace))
            for file, changed in self._earlier.get(trace, [])
        )

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
        self._ledgers: dict[tuple[str, str | None], list[tuple[Ledger, Head]]] = {}
        self._encodings: dict[str | None, None] = {}
        for ledger, head in iter_ledgers(path):
            encoding = _clean_encoding(ledger, head)
            self._ledgers.setdefault((ledger.text_sha256, encoding), []).append((ledger, head))
            self._encodings[encoding] = None

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
            same = _is_same_file(head.file, name)
            return same, _alikeness(head.file, name), bool(ledger.changes)

        return max(reversed(found), key=rank)[0]


def _clean_encoding(ledger: Ledger, head: Head) -> str | None:
    """Name what the clean text was written in; None where its lines differ."""
    if head.line_encodings and not ledger.changes:
        return None
    return head.clean_encoding or head.encoding


def _trace(document: Document) -> _Trace:
    from normalize.ledger import digest

    encoding = None if document.line_encodings else document.encoding
    return _Trace(digest(document.text), encoding, document.bom)


def _holds(file: str, trace: _Trace) -> bool:
    """Tell whether a file is still the clean one that a ledger wrote."""
    from normalize.formats import FormatError, decode

    path = Path(file)
    try:
        return path.is_file() and _trace(decode(path.read_bytes(), trace.encoding)) == trace
    except (OSError, FormatError):
        return False


def _is_same_file(one: str, other: str) -> bool:
    """Tell whether two names lead to one file, through links or not."""
    return os.path.realpath(one) == os.path.realpath(other)


def _alikeness(file: str, name: str) -> int:
    """Count the last parts that two paths share."""
    ours, theirs = PurePath(name).parts, PurePath(file).parts
    count = 0
    for mine, other in zip(reversed(ours), reversed(theirs), strict=False):
        if mine != other:
            break
        count += 1
    return count
