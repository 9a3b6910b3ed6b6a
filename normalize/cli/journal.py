"""The journal of a run: what is done, so that a killed run can go on where it stopped.

It stands beside the output while the run lasts, and is locked by it, so that a second run on
the same files is refused. Names are bytes written as Latin-1. Lines:
`{"run": …}` what is run, first; `{"at": name, …}` so much of a file of records is on the disk;
`{"begun": name, …}` how long its own ledger was before, where each file has one;
`{"ready": name, …}` a file is about to be replaced in place; `{"done": name, …}`.
"""

from __future__ import annotations

import errno
import hashlib
import os
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from normalize.formats.files import Stamp, get_stamp
from normalize.formats.tasks import name_bytes

NAME = ".normalize-journal"
SYNCED = 200  # small files between two fsyncs: a power cut costs at most their line


class JournalError(Exception):
    """A run cannot begin, or cannot be resumed; says why."""


class Checkpoint(NamedTuple):
    """How far a file of records is done: sizes in bytes, and the number of records.

    `part` is the size of the part file, `written` what is in it before it was compressed.
    """

    read: int = 0
    records: int = 0
    written: int = 0
    ledger: int = 0
    ledger_start: int = 0
    lines: int = 0
    changed: bool = False
    stamp: Stamp = (0, 0)
    part: int = 0


class Journal:
    """The journal of one run."""

    def __init__(self, path: Path, run: object, *, resume: bool, ledger: int = 0) -> None:
        """Begin a journal, or read that of a run that was killed.

        Args:
            path: where it stands.
            run: what is run; a journal of anything else is not resumed.
            resume: go on where the journal ends.
            ledger: how long the ledger is before the run.
        Raises:
            JournalError: another run is under way, or there is nothing like it to resume.
            OSError: it cannot be written.
        """
        self.path = path
        self.done: set[str] = set()
        self.started = self.resumed = False
        self.failure = ""  # why it could not be written, and does not count any more
        self.ledger: int | None = None
        self.counts: list[dict[str, Any]] = []  # of each line; together, of the run so far
        self.begun: dict[str, int] = {}
        self._partial: dict[str, Checkpoint] = {}
        self._ready: dict[str, tuple[Stamp, int, int]] = {}
        self._unsynced = 0
        self.stale = path.exists() and path.stat().st_size > 0
        path.parent.mkdir(parents=True, exist_ok=True)
        # Without a buffer: what a full disk refuses must not be tried again later.
        self._file = path.open("ab+", buffering=0)
        try:
            self._lock()
            digest = hashlib.sha256(repr(run).encode("utf-8", "backslashreplace")).hexdigest()
            self.resumed = resume and self.stale
            if self.resumed:
                self._read(digest)
            else:
                self._file.truncate(0)
                self._write({"run": digest, "ledger": ledger}, sync=False)
        except BaseException:
            self._file.close()
            raise

    def _lock(self) -> None:
        try:
            import fcntl
        except ImportError:  # Windows refuses to replace a file that is open
            return
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise JournalError(
                f"another run is writing here ({self.path} is locked); wait for its end"
            ) from None

    def _read(self, digest: str) -> None:
        self._file.seek(0)
        lines = self._file.read().split(b"\n")
        for number, line in enumerate(lines):
            try:
                entry = msgspec.json.decode(line)
            except msgspec.DecodeError:
                if number >= len(lines) - 2:  # the kill came while it was written
                    continue
                raise JournalError(f"{self.path}:{number + 1}: is no journal") from None
            self._read_entry(entry, digest)
        self._file.truncate(sum(len(line) + 1 for line in lines[:-1]))
        self._settle()

    def _read_entry(self, entry: dict[str, Any], digest: str) -> None:
        if "run" in entry:
            if entry["run"] != digest:
                raise JournalError(
                    "the run that was interrupted had other files or settings; give the same, "
                    "or start anew without --resume"
                )
            self.ledger = entry.get("ledger", 0)
            return
        self.ledger = entry.get("ledger", self.ledger)
        self.counts += [entry["counts"]] if entry.get("counts") else []
        if "begun" in entry:
            self.begun[entry["begun"]] = entry["size"]
        elif "done" in entry:
            self.done.add(entry["done"])
            self._partial.clear()
            self._ready.pop(entry["done"], None)
        elif "ready" in entry:
            stamp = (entry["stamp"][0], entry["stamp"][1])
            self._ready[entry["ready"]] = (stamp, entry["before"], entry["ledger"])
        else:
            values = entry["state"]
            state = Checkpoint(*values)
            self._partial.clear()  # one file is under way at a time; another one failed
            self._partial[entry["at"]] = state._replace(stamp=(values[7][0], values[7][1]))

    def _settle(self) -> None:
        """Find out whether files that were about to be replaced were."""
        for name, (stamp, before, after) in self._ready.items():
            try:
                replaced = get_stamp(os.fsdecode(name.encode("latin-1"))) != stamp
            except OSError:
                replaced = False
            if replaced:
                self.done.add(name)
                self._partial.pop(name, None)
                self.ledger = after
            elif name in self._partial:
                self.ledger = self._partial[name].ledger
            else:
                self.ledger = before

    def is_done(self, path: str | Path) -> bool:
        """Tell whether an earlier run finished a file."""
        return name_bytes(path) in self.done

    def find_checkpoint(self, path: str | Path) -> Checkpoint:
        """Tell how far an earlier run came with a file."""
        return self._partial.get(name_bytes(path), Checkpoint())

    def begin(self, name: str, size: int) -> None:
        """Note how long the own ledger of a file was before the run."""
        self._write({"begun": name, "size": size}, sync=False)

    def reach(self, path: str | Path, state: Checkpoint, counts: dict[str, Any]) -> None:
        """Note that a part of a file is on the disk."""
        line = {"at": name_bytes(path), "state": state, "ledger": state.ledger, "counts": counts}
        self._write(line, sync=True)

    def prepare(self, path: str | Path, stamp: Stamp, before: int, after: int) -> None:
        """Note that a file is about to be replaced; its ledger line is on the disk."""
        line = {"ready": name_bytes(path), "stamp": stamp, "before": before, "ledger": after}
        self._write(line, sync=True)

    def finish(self, path: str | Path, ledger: int, counts: dict[str, Any]) -> None:
        """Note that a file is done."""
        self._unsynced += 1
        sync = self._unsynced >= SYNCED
        line = {"done": name_bytes(path), "ledger": ledger, "counts": counts}
        self._write(line, sync=sync)

    def _write(self, entry: dict[str, Any], *, sync: bool) -> None:
        if self.failure:
            return
        line = msgspec.json.encode(entry) + b"\n"
        try:
            if self._file.write(line) < len(line):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            self.started = self.started or "done" in entry or "at" in entry
            if sync:
                os.fsync(self._file.fileno())
                self._unsynced = 0
        except OSError as error:  # the run itself may go on; what it notes would be half the truth
            self.failure = error.strerror or str(error)
            self.started = self.resumed = False
            with suppress(OSError):
                self._file.truncate(0)

    def close(self, *, complete: bool) -> None:
        """End the journal; it stays only where there is something to resume."""
        if complete or not (self.started or self.resumed):
            with suppress(OSError):
                self.path.unlink()
        self._file.close()
