"""Files cut into tasks that another process can do.

A task is a whole text, or a batch of records of one file; its result holds everything that is
to be written or told, and its size does not depend on the size of the file.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from normalize.formats.records import Patch
from normalize.settings import Settings

BATCH = 1 << 19  # bytes of records in a task
MOST = 2000  # records in a task


class Task(msgspec.Struct):
    """Something to clean.

    Attributes:
        name: the file, for messages and the ledger.
        settings: what cleans it.
        source: the file of a whole text; None where `records` are given.
        data: the bytes of a whole text that is in no file.
        form: the format of the records.
        first: the number of the first of them, from 0.
        records: their bytes.
        encoding: of a whole text; None to be told from it.
        wants: "clean", "ledger" (the same with ledger lines), "diff".
        job: whose task it is, for the caller.
        read: bytes of the file that are read once it is done, for the caller.
        last: whether it is the last task of its file.
        problem: why the file cannot be cleaned: such a task is done by telling it.
        columns: of a file of columns (Parquet), which is a task as a whole,
        target: and the file to write.
        overwrites: whether nothing but the ledger will be left of the original.
    """

    name: str
    settings: Settings
    source: str | None = None
    data: bytes | None = None
    form: Any = None
    first: int = 0
    records: list[bytes] = []
    encoding: str | None = None
    wants: str = "clean"
    job: int = 0
    read: int = 0
    last: bool = False
    problem: str = ""
    columns: tuple[str, ...] = ()
    target: str | None = None
    overwrites: bool = False


class Line(msgspec.Struct):
    """A line of the ledger, and where its record begins in the task's clean bytes."""

    at: int
    record: int
    field: str
    data: bytes
    patches: list[Patch] = []


class Hunk(msgspec.Struct):
    """Lines of a diff, and how many lines of the task come before them on both sides."""

    before: int
    after: int
    lines: list[str]


class Result(msgspec.Struct):
    """What came of a task.

    Attributes:
        data: the clean bytes.
        changed: whether they differ.
        texts: how many texts were looked at.
        changed_texts: how many of them were changed.
        rules: changes by rule.
        findings: findings by rule.
        lines: lines of the ledger.
        hunks: a diff, where it was asked for.
        notes: what is to be told.
        problems: what could not be done, with the name of the file or record.
        trace: of a whole text that was not changed: hash, encoding, byte-order mark.
        failed: the whole file cannot be cleaned, for the problem named.
        restores: "content" if `undo` brings back what is in a compressed file, but not its bytes.
    """

    data: bytes = b""
    changed: bool = False
    texts: int = 0
    changed_texts: int = 0
    rules: dict[str, int] = {}
    findings: dict[str, int] = {}
    lines: list[Line] = []
    hunks: list[Hunk] = []
    notes: list[str] = []
    problems: list[str] = []
    trace: tuple[str, str | None, bool] | None = None
    failed: bool = False
    restores: str = ""


def iter_batches(records: Iterator[bytes], first: int = 0) -> Iterator[tuple[int, list[bytes]]]:
    """Put records into batches of about `BATCH` bytes: (number of the first, records)."""
    batch: list[bytes] = []
    weight = 0
    for record in records:
        batch.append(record)
        weight += len(record)
        if weight >= BATCH or len(batch) >= MOST:
            yield first, batch
            first, batch, weight = first + len(batch), [], 0
    if batch:
        yield first, batch


def name_bytes(path: str | Path) -> str:
    """Give a file's name as a text that any file can hold, and `os.fsencode` undoes."""
    return os.fsencode(path).decode("latin-1")
