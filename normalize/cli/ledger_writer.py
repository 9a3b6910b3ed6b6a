"""Write ledgers so that what was overwritten can be restored, whatever ends the run."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from normalize.cli.ledgers import Trace, clean_encoding, is_same_file, iter_files, iter_ledgers
from normalize.cli.plan import Job, LedgerPlace
from normalize.formats.detect import FormatError
from normalize.formats.tasks import name_bytes

if TYPE_CHECKING:
    from normalize.cli.journal import Checkpoint, Journal

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


class Ledgers:
    """The ledgers of a run: one file for all, or one for each document."""

    def __init__(self, place: LedgerPlace, *, append: bool, journal: Journal | None) -> None:
        """Open the one file, or make the folder.

        Args:
            place: where they are.
            append: add to what is there.
            journal: of this run.
        Raises:
            OSError: they cannot be written.
            LedgerError: there is a file, and it is no ledger.
        """
        self._place = place
        self._append = append
        self._journal = journal
        self._job: Job | None = None
        self._writer: LedgerWriter | None = None
        if place.is_folder:
            place.path.mkdir(parents=True, exist_ok=True)
            return
        place.path.parent.mkdir(parents=True, exist_ok=True)
        resume_at = journal.ledger if journal and journal.resumed else None
        self._writer = LedgerWriter(place.path, append=append, resume_at=resume_at)

    def turn_to(self, job: Job, find_checkpoint: Callable[[Job], Checkpoint]) -> LedgerWriter:
        """Give the ledger of a file, which is the next in order, or still the same.

        Raises:
            FormatError: it cannot be written, or is no ledger.
        """
        if self._writer is None or job is not self._job:
            state = find_checkpoint(job)
            if self._place.is_folder:
                self.close()
                self._writer = self._open(job, state)
            assert self._writer is not None
            if self._journal and job.source and not state.read:
                void = self._journal.find_checkpoint(job.source)
                if void.read:  # the part that it tells of is gone, or the file was changed
                    self._writer.cut(void.ledger_start)
            self._job = job
        self._writer.owner = job.name
        return self._writer

    def _open(self, job: Job, state: Checkpoint) -> LedgerWriter:
        """Open a file's own ledger; in place the journal notes how long it was before."""
        from normalize.edits import LedgerError

        path = self._place.find(job.relative)
        journal = self._journal if self._append and job.source else None
        name = name_bytes(job.source or "")
        begun = journal.begun.get(name) if journal else None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            resume_at = state.ledger if state.read else begun
            writer = LedgerWriter(path, append=self._append, resume_at=resume_at)
        except OSError as error:
            reason = error.strerror or error
            what = f"its ledger {path} cannot be written: {reason}"
            raise FormatError(f"{job.name}: left as it is, {what}") from None
        except LedgerError as error:
            raise FormatError(f"{job.name}: left as it is, {error}") from None
        if journal and begun is None:
            journal.begin(name, writer.size)
        return writer

    def close(self) -> None:
        """Close the file that is open; an empty one goes, since it says nothing."""
        if self._writer:
            self._writer.close()
            if self._place.is_folder and not self._writer.size:
                self._writer.path.unlink(missing_ok=True)
            self._writer = None


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
        self.path = path
        self.owner = "<ledger>"  # the file that lines are added for, to be named in messages
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
        # Without a buffer of its own: what a full disk refuses must not be tried again later.
        self._file = path.open("ab" if append else "wb", buffering=0)
        self._held = bytearray()
        self._size = self._written = self._file.seek(0, os.SEEK_END)

    @property
    def size(self) -> int:
        """How long the file is, without what is not yet certain."""
        return self._size

    @contextmanager
    def entry(self, line: bytes) -> Iterator[None]:
        """Add a line while the document is written; take it back if that fails.

        Raises:
            FormatError: the ledger cannot be written.
        """
        start = self._size
        try:
            self._held += line + b"\n"
            size = self._put(sync=True)
            yield
        except BaseException:
            self.cut(start)
            raise
        self._size = size

    def add(self, data: bytes) -> None:
        """Add lines of a file of records; certain only from `commit` on.

        Raises:
            FormatError: the ledger cannot be written.
        """
        self._held += data
        if len(self._held) > BLOCK:
            self._put(sync=False)

    def commit(self) -> int:
        """Put what was added on the disk; return the length of the file.

        Raises:
            FormatError: the ledger cannot be written.
        """
        self._size = self._put(sync=True)
        return self._size

    def _put(self, *, sync: bool) -> int:
        """Write what is held back; return the length of the file."""
        try:
            while self._held:
                done = self._file.write(self._held)
                self._written += done
                del self._held[:done]
            if sync:
                os.fsync(self._file.fileno())
        except OSError as error:
            reason = error.strerror or error
            what = f"its ledger {self.path} cannot be written: {reason}"
            raise FormatError(f"{self.owner}: left as it is, {what}") from None
        return self._written

    def cut(self, size: int) -> None:
        """Take back what was added behind this place."""
        del self._held[max(size - self._written, 0) :]
        if size < self._written:
            with suppress(OSError):
                self._file.truncate(size)
                self._file.seek(size)
            self._written = size
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
