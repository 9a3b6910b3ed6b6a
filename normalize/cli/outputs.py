"""Where the clean bytes of one file of records go: a part file that becomes the target.

The part grows beside the target while the run lasts; a reader sees the old file or the whole
new one. With a journal a killed run goes on with the part it left.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from normalize.cli.journal import Checkpoint
from normalize.cli.plan import Job
from normalize.formats.detect import FormatError
from normalize.formats.files import check_target, keep_mode, replace_file
from normalize.formats.streams import open_input, open_output, split_name

if TYPE_CHECKING:
    from normalize.cli.ledger_writer import LedgerWriter
    from normalize.formats.containers import Container
    from normalize.formats.tasks import Result, Task

STEP = 1 << 22  # bytes read between two checkpoints; fixed, for compressed output depends on it


class RecordOutput:
    """The output of one file of records.

    Raises:
        FormatError: it cannot be written.
    """

    def __init__(self, job: Job, state: Checkpoint, ledger: LedgerWriter | None) -> None:
        self.job = job
        self.ledger = ledger
        self.state = state
        if ledger and not state.read:
            self.state = state._replace(ledger_start=ledger.size)
        self.compression = split_name(job.target)[1] if job.target else ""
        self.hash = hashlib.sha256()
        self.part: Path | None = None
        self._sink: BinaryIO
        if job.target is None:
            self._raw = self._sink = sys.stdout.buffer
            return
        self.part = name_part(job.target)
        try:
            check_target(Path(os.path.realpath(job.target)))
            self._raw = self.part.open("r+b" if state.read else "wb")
            self._raw.truncate(state.part)
            self._raw.seek(state.part)
        except OSError as error:
            raise self._failure(error) from None
        self._sink = open_output(self._raw, self.compression)
        if ledger and state.read:
            self._hash_written()

    def _hash_written(self) -> None:
        """Hash what an earlier run wrote."""
        assert self.part is not None
        with open_input(self.part, self.compression) as file:
            left = self.state.written
            while left and (block := file.read(min(left, STEP))):
                self.hash.update(block)
                left -= len(block)

    def _failure(self, error: OSError) -> FormatError:
        reason = error.strerror or str(error)
        return FormatError(f"{self.job.target}: cannot be written: {reason}; nothing was changed")

    def add(self, task: Task, result: Result) -> None:
        """Write what came of a task, and its ledger lines.

        Raises:
            FormatError: it cannot be written.
        """
        try:
            self._write(task, result)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise self._failure(error) from None

    def _write(self, task: Task, result: Result) -> None:
        written = self.state.written
        for line in result.lines:
            assert self.ledger is not None
            self.ledger.add(place_line(line, written))
        view = memoryview(result.data)
        while view:
            view = view[self._sink.write(view) or len(view) :]
        if self.ledger:
            self.hash.update(result.data)
        if self.part is None:
            self._sink.flush()
        self.state = self.state._replace(
            read=task.read,
            records=self.state.records + len(task.records),
            written=written + len(result.data),
            lines=self.state.lines + len(result.lines),
            changed=self.state.changed or result.changed,
        )

    def checkpoint(self) -> Checkpoint:
        """Put all on the disk, so that a later run can go on here.

        Raises:
            FormatError: it cannot be written.
        """
        assert self.part is not None
        try:
            if self.compression:
                self._sink.close()
            self._raw.flush()
            os.fsync(self._raw.fileno())
            place = self._raw.tell()
            if self.compression:  # a new stream has written its head already
                self._sink = open_output(self._raw, self.compression)
        except OSError as error:
            raise self._failure(error) from None
        ledger = self.ledger.commit() if self.ledger else 0
        return self.state._replace(part=place, ledger=ledger)

    def finish(self) -> None:
        """Close the part; nothing is replaced yet.

        Raises:
            FormatError: it cannot be written.
        """
        if self.part is None:
            return
        try:
            if self.compression:
                self._sink.close()
            source, target = self.job.source, self.job.target
            same_kind = source is not None and split_name(source)[1] == self.compression
            if self.compression and same_kind and not self.state.changed:
                assert source is not None  # what did not change stays as it was compressed
                self._raw.close()
                shutil.copyfile(source, self.part)
                self._raw = self.part.open("r+b")
            self._raw.flush()
            os.fsync(self._raw.fileno())
            self._raw.close()
            keep_mode(self.part, Path(os.path.realpath(target or "")))
        except OSError as error:
            raise self._failure(error) from None

    def replace(self) -> None:
        """Put the part where the target is.

        Raises:
            FormatError: that cannot be done.
        """
        if self.part is not None:
            try:
                replace_file(self.part, Path(os.path.realpath(self.job.target or "")))
            except OSError as error:
                raise self._failure(error) from None

    def drop_part(self) -> None:
        """Delete the part: the target stays as it is."""
        if self.part is not None:
            self.close()
            with suppress(OSError):
                self.part.unlink()

    def close(self) -> None:
        """Close the part as it is; a later run may go on with it."""
        if self.part is not None:
            with suppress(OSError, ValueError):
                self._sink.close()
            with suppress(OSError, ValueError):
                self._raw.close()

    def discard(self) -> None:
        """Take back what was written, the ledger lines too."""
        self.drop_part()
        if self.ledger:
            self.ledger.cut(self.state.ledger_start)


def name_part(target: Path) -> Path:
    """Name the file that grows beside a target."""
    real = Path(os.path.realpath(target))
    return real.with_name(f".{real.name[:80]}.normalize-part")


def place_line(line: Any, written: int) -> bytes:
    """Make a line of the ledger from what a worker knew: add place, record, field, patches."""
    import msgspec

    patches = [
        [written + line.at + patch.start, patch.length, *_name_bytes(patch.before)]
        for patch in line.patches
    ]
    head = {
        "at": written + line.at,
        "record": line.record,
        "field": line.field,
        "patches": patches,
    }
    shown: bytes = msgspec.json.encode(head)
    tail: bytes = line.data.removeprefix(b'{"header":{')
    return b'{"header":' + shown[:-1] + b"," + tail + b"\n"


def file_line(
    task: Task,
    counts: tuple[int, int],
    hashes: tuple[str, str],
    container: Container | None,
) -> bytes:
    """Make the line that ends a file of records in the ledger.

    Args:
        task: its last.
        counts: of its lines in the ledger, and of its records.
        hashes: of the original and of the clean file, not compressed.
        container: how the original is compressed.
    """
    import msgspec

    head: dict[str, Any] = {
        "lines": counts[0],
        "file": task.name.encode("utf-8", "backslashreplace").decode("utf-8"),
        "format": task.form.name if task.form else "columns",
        "records": counts[1],
        "original_sha256": hashes[0],
        "clean_sha256": hashes[1],
    }
    if container:
        head["container"] = container.to_header()
    if task.columns:
        head["restores"] = "values"
    shown: bytes = msgspec.json.encode({"header": head})
    return shown + b"\n"


def _name_bytes(data: bytes) -> tuple[Any, ...]:
    """Write bytes as a text if they are one, else as base64, marked."""
    try:
        return (data.decode("utf-8"),)
    except UnicodeDecodeError:
        return (data, "base64")
