"""Write ledgers so that what was overwritten can be restored, whatever ends the run."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from normalize.cli.ledgers import Trace, clean_encoding, is_same_file, iter_files, iter_ledgers

BLOCK = 1 << 16


def cut_tail(path: Path, size: int | None) -> None:
    """Cut what a killed run left at the end of a ledger: what is not certain, half a line.

    Raises:
        OSError: it cannot be done.
        LedgerError: the file is no ledger.
    """
    from normalize.edits import LedgerError

    if not path.exists():
        return
    with path.open("r+b") as file:
        first = file.read(11)
        if first and not first.startswith(b'{"header":'[: len(first)]):
            raise LedgerError(f"{path}:1: not a ledger of normalize")
        end = file.seek(0, os.SEEK_END)
        end = end if size is None else min(size, end)
        while end:
            low = max(end - BLOCK, 0)
            file.seek(low)
            found = file.read(end - low).rfind(b"\n")
            if found >= 0:
                end = low + found + 1
                break
            end = low
        file.seek(end)
        if size is None and _is_json(rest := file.read()):
            file.write(b"\n" if rest else b"")  # whole, but for the line feed
            return
        file.truncate(end)


def _is_json(data: bytes) -> bool:
    import msgspec

    try:
        msgspec.json.decode(data)
    except msgspec.DecodeError:
        return not data
    return True


class LedgerWriter:
    """Write ledgers so that what was overwritten can always be restored.

    The line of a document is on the disk before the document is. In place the file is added
    to, since what it holds may be the only way back; else it is written anew.
    """

    def __init__(self, path: Path, *, append: bool, resume_at: int | None = None) -> None:
        """Open the file, and read what earlier runs wrote if it is added to.

        Args:
            path: the file.
            append: add to it.
            resume_at: cut it here first: what follows was written by a run that was killed.
        Raises:
            OSError: the file cannot be written.
            LedgerError: there is a file, and it is no ledger.
        """
        # For each clean text the files it was written for, and whether they were changed.
        self._earlier: dict[Trace, list[tuple[str, bool]]] = {}
        self._files: set[tuple[str, str]] = set()
        if resume_at is not None:
            cut_tail(path, resume_at)
            append = True
        elif append:
            cut_tail(path, None)
        if path.exists():
            for ledger, head in iter_ledgers(path):
                if not append:  # one line tells that it is ours to overwrite
                    break
                trace = (ledger.text_sha256, clean_encoding(ledger, head), head.bom)
                self._earlier.setdefault(trace, []).append((head.file, bool(ledger.changes)))
            if append:
                self._files = {(e.head["file"], e.head["clean_sha256"]) for e in iter_files(path)}
        self._file: BinaryIO = path.open("ab" if append else "wb")
        self._size = self._file.seek(0, os.SEEK_END)

    @property
    def size(self) -> int:
        """How long the file is, without what is not yet certain."""
        return self._size

    @contextmanager
    def entry(self, line: bytes) -> Iterator[None]:
        """Add a line while the document is written; take it back if that fails."""
        start = self._size
        try:
            self._file.write(line + b"\n")
            self._file.flush()
            os.fsync(self._file.fileno())
            yield
        except BaseException:
            self.cut(start)
            raise
        self._size = start + len(line) + 1

    def add(self, data: bytes) -> None:
        """Add lines of a file of records; certain only from `commit` on."""
        self._file.write(data)

    def commit(self) -> int:
        """Put what was added on the disk; return the length of the file."""
        self._file.flush()
        os.fsync(self._file.fileno())
        self._size = self._file.tell()
        return self._size

    def cut(self, size: int) -> None:
        """Take back what was added behind this place."""
        with suppress(OSError):
            self._file.flush()
        with suppress(OSError):
            self._file.truncate(size)
            self._file.seek(size)
        self._size = size

    def knows(self, file: str, sha256: str) -> bool:
        """Tell whether the ledger has this very file of records, clean, already."""
        return (file, sha256) in self._files

    def needs(self, trace: Trace, name: str) -> bool:
        """Tell whether a document that was not changed needs a line of its own.

        It does, lest it be taken for another that was changed into the same text; not if it
        is itself what an earlier run wrote, under this name or, since renamed, another.
        """
        return not any(
            is_same_file(file, name) or (changed and not _holds(file, trace))
            for file, changed in self._earlier.get(trace, [])
        )

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def _holds(file: str, known: Trace) -> bool:
    """Tell whether a file is still the clean one that a ledger wrote."""
    from normalize.formats import FormatError, decode
    from normalize.formats.document import trace
    from normalize.formats.files import read_bytes

    path = Path(file)
    try:
        return path.is_file() and trace(decode(read_bytes(path, file), known[1])) == known
    except (OSError, FormatError):
        return False
