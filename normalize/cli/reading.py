"""Tasks from the files of a plan: each a whole text, or a batch of records.

Reading is ahead of writing only by what the processes need. What cannot be read becomes a task
that tells why, so that it is told in its place.
"""

from __future__ import annotations

import hashlib
import io
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from normalize.cli.journal import Checkpoint
from normalize.cli.outputs import name_part
from normalize.cli.plan import Job
from normalize.formats import DOCUMENTS, get_reader
from normalize.formats.detect import FormatError
from normalize.formats.files import get_stamp
from normalize.formats.open import open_format, read_sample
from normalize.formats.records import Selection
from normalize.formats.streams import BLOCK, open_input, split_name
from normalize.formats.tasks import Task, iter_batches

if TYPE_CHECKING:
    from normalize.settings import Settings


class Reader:
    """Read the files of a plan as tasks.

    Attributes:
        digests: number of a job → hash of its file, complete when its last task was read.
        shown: numbers of jobs whose name was printed.
        overwrites: whether nothing but the ledger will be left of the originals.
    """

    def __init__(
        self,
        settings_for: Callable[[Path | None], Settings],
        selection: Selection,
        wants: str,
        checkpoint_of: Callable[[Job], Checkpoint],
    ) -> None:
        self.settings_for = settings_for
        self.selection = selection
        self.wants = wants
        self.checkpoint_of = checkpoint_of
        self.digests: dict[int, Any] = {}
        self.overwrites = False
        self.shown: set[int] = set()  # of a diff: the files whose head was printed

    def read(self, number: int, job: Job) -> Iterator[Task]:
        """Yield the tasks of one file; the last says that it is."""
        name = job.name
        kind = get_reader(job.source or job.name) if _has_ending(job) else "text"
        settings = self.settings_for(job.source)
        first = Task(name, settings, wants=self.wants, job=number, last=True)
        first.encoding, first.overwrites = self.selection.encoding, self.overwrites
        if kind in DOCUMENTS or kind == "columns":
            first.source = str(job.source) if job.source else None
            if job.source is None and kind != "columns":
                first.data = sys.stdin.buffer.read()
            if kind == "columns":
                first.columns = self.selection.columns or self.selection.fields
                first.target = str(name_part(job.target)) if job.target else None
                if job.source is None:
                    first.problem = f"{name}: columns cannot be read from standard input"
            yield first
            return
        try:
            yield from self._read_records(first, job)
        except FormatError as error:
            first.problem = str(error)
            yield first
        except OSError as error:
            first.problem = f"{name}: cannot be read: {error.strerror or error}"
            yield first

    def _read_records(self, first: Task, job: Job) -> Iterator[Task]:
        stamp = get_stamp(job.source) if job.source else None
        state = self.checkpoint_of(job)
        with self._open(job) as stream:
            sample = read_sample(stream)
            form = open_format(job.name, sample, self.selection)
            digest = self.digests[first.job] = hashlib.sha256() if self.wants == "ledger" else None
            rest: Any = io.BufferedReader(_Chained(sample, stream), BLOCK)
            _skip(rest, state.read, digest)
            held = Task(
                first.name, first.settings, form=form, first=state.records, wants=first.wants
            )
            held.job, held.read = first.job, state.read
            for index, records in iter_batches(form.split(rest), state.records):
                if held.records:
                    yield held
                size = sum(map(len, records))
                if digest:
                    for record in records:
                        digest.update(record)
                held = Task(
                    first.name, first.settings, form=form, first=index, records=records,
                    wants=first.wants, job=first.job, read=held.read + size,
                )  # fmt: skip
        if job.source and get_stamp(job.source) != stamp:
            raise FormatError(f"{first.name}: was changed while it was read; it is left as it is")
        held.last = True
        yield held

    def describe_fields(self, task: Task) -> str:
        """Say why a file of records had no text: which fields it has; "" if that says nothing."""
        if task.form.name in ("csv", "tsv"):
            from normalize.formats.table import list_columns

            if task.form.columns:
                return ""
            known = ", ".join(list_columns(task.records, task.form))
            return f"{task.name}: no column chosen, copied as it is (--column; it has {known})"
        if task.form.name not in ("json", "jsonl"):
            return ""
        from normalize.formats.jsontext import list_fields

        wanted = ", ".join(sorted(task.form.fields))
        known = ", ".join(list_fields(task.records[:1])) or "none"
        return f"{task.name}: no text in field {wanted} (--field); fields with text are {known}"

    def _open(self, job: Job) -> BinaryIO:
        compression = split_name(job.name)[1]
        if job.source is None:
            return open_input(sys.stdin.buffer, compression)
        return open_input(job.source, compression)


def _has_ending(job: Job) -> bool:
    """Tell whether a name says what is in it: standard input need not have one."""
    return job.source is not None or bool(Path(job.name).suffix)


def _skip(stream: BinaryIO, size: int, digest: Any) -> None:
    while size > 0 and (block := stream.read(min(size, BLOCK))):
        size -= len(block)
        if digest:
            digest.update(block)


class _Chained(io.RawIOBase):
    """A stream whose beginning was read already."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = memoryview(head)
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        size = len(buffer)
        data: Any = self._head[:size]
        self._head = self._head[size:]
        if not data:
            data = self._rest.read(size)
        buffer[: len(data)] = data
        return len(data)
