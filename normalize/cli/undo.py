"""Undo a file of records: put back the bytes that its ledger names, and check the whole."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from base64 import b64decode
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, BinaryIO

import msgspec

from normalize.cli.ledgers import FileEntry, count_shared_parts
from normalize.cli.outputs import name_part
from normalize.cli.plan import Job
from normalize.edits import LedgerError
from normalize.formats import get_reader
from normalize.formats.containers import read_alike
from normalize.formats.detect import FormatError
from normalize.formats.files import check_target, hash_file, keep_mode, replace_file
from normalize.formats.streams import BLOCK, open_input, open_output, split_name


class _Head(msgspec.Struct):
    patches: list[tuple[Any, ...]]


class _Line(msgspec.Struct):
    header: _Head


def undo_file(job: Job, entries: Sequence[FileEntry], ledger: Path) -> str:
    """Restore one file of records, in constant memory.

    Args:
        job: the clean file, and where its original goes.
        entries: the files of records in the ledger.
        ledger: where they were read, for messages.
    Returns:
        what was restored: "content" or "values" where it is not the very file, else "".
    Raises:
        LedgerError: no run wrote this file, or it would not come back as it was.
        FormatError: the file cannot be read or written.
    """
    assert job.source is not None
    if get_reader(job.source) == "columns":
        return undo_columns(job, entries, ledger)
    compression = split_name(job.source)[1]
    with open_input(job.source, compression) as stream:
        clean = hash_stream(stream)
    entry = find_entry(entries, clean, job.name)
    if entry is None:
        raise LedgerError(f"no ledger in {ledger} wrote this file; was it edited since?")
    patches = iter_patches(entry)
    with open_input(job.source, compression) as stream:
        return write_original(job, iter_original(stream, patches), entry.head)


def undo_columns(job: Job, entries: Sequence[FileEntry], ledger: Path) -> str:
    """Restore the values of a file of columns; return what `undo_file` does.

    Raises:
        LedgerError: no run wrote this file.
        FormatError: it cannot be read or written.
    """
    from normalize.formats.columns import rewrite
    from normalize.ledger import Ledger, read_ledger

    assert job.source is not None
    if job.target is None:
        raise FormatError(f"{job.name}: columns need a file to write: --output or --in-place")
    entry = find_entry(entries, hash_file(job.source), job.name)
    if entry is None:
        raise LedgerError(f"no ledger in {ledger} wrote this file; was it edited since?")
    known: dict[tuple[int, str], Ledger] = {}
    with entry.ledger.open("rb") as file:
        file.seek(entry.start)
        for _ in range(entry.lines):
            line = read_ledger(file.readline())
            known[line.header["record"], line.header["field"]] = line

    def restore(row: int, column: str, value: str) -> str:
        line = known.get((row, column))
        return line.restore(value) if line else value

    with replacing(job.target) as part:
        rewrite(job.source, part, list(dict.fromkeys(column for _, column in known)), restore)
        return "" if hash_file(part) == entry.head["original_sha256"] else "values"


@contextmanager
def replacing(name: Path) -> Iterator[Path]:
    """Give a file to write; it takes its place where all went well, and is gone where not.

    Raises:
        FormatError: it cannot be written.
    """
    target, part = Path(os.path.realpath(name)), name_part(name)
    try:
        check_target(target)
        yield part
        keep_mode(part, target)
        replace_file(part, target)
    except OSError as error:
        raise FormatError(f"{name}: cannot be written: {error.strerror or error}") from None
    finally:
        with suppress(OSError):
            part.unlink()


def hash_stream(stream: BinaryIO) -> str:
    """Hash what is left of a stream."""
    digest = hashlib.sha256()
    while block := stream.read(BLOCK):
        digest.update(block)
    return digest.hexdigest()


def find_entry(entries: Sequence[FileEntry], clean: str, name: str) -> FileEntry | None:
    """Find what is known of a clean file: of this name, else one that was changed, else any."""
    found = [entry for entry in entries if entry.head["clean_sha256"] == clean]
    if not found:
        return None
    real = os.path.realpath(name)

    def rank(entry: FileEntry) -> tuple[bool, int, bool]:
        file: str = entry.head["file"]
        return os.path.realpath(file) == real, count_shared_parts(file, name), entry.lines > 0

    best: FileEntry = max(reversed(found), key=rank)
    return best


def iter_patches(entry: FileEntry) -> Iterator[tuple[int, int, bytes]]:
    """Yield (place in the clean file, length, what stood there), in order."""
    with entry.ledger.open("rb") as file:
        file.seek(entry.start)
        for _ in range(entry.lines):
            line = msgspec.json.decode(file.readline(), type=_Line)
            for start, length, before, *coded in line.header.patches:
                yield start, length, b64decode(before) if coded else before.encode("utf-8")


def iter_original(stream: BinaryIO, patches: Iterator[tuple[int, int, bytes]]) -> Iterator[bytes]:
    """Yield the bytes of the original."""
    at = 0
    for start, length, before in patches:
        while at < start and (block := stream.read(min(BLOCK, start - at))):
            yield block
            at += len(block)
        at += len(stream.read(length))
        yield before
    while block := stream.read(BLOCK):
        yield block


def write_original(job: Job, pieces: Iterator[bytes], head: dict[str, Any]) -> str:
    """Write the original to its place, if it is what it was.

    Args:
        job: where to.
        pieces: its bytes.
        head: what the ledger says of it.

    Returns:
        "content" if it is compressed otherwise than it was, else "".
    Raises:
        LedgerError: its hash differs; nothing is replaced.
        FormatError: it cannot be written.
    """
    digest = hashlib.sha256()
    expected = head["original_sha256"]
    if job.target is None:
        for piece in pieces:
            digest.update(piece)
            sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()
        if digest.hexdigest() != expected:
            raise LedgerError("what was written is not the original (its sha256 differs)")
        return ""
    compression = split_name(job.target)[1]
    packed = head.get("container", {}).get("sha256") if compression else None
    with replacing(job.target) as part:
        if packed and job.source and hash_file(job.source) == packed:  # it was not changed
            shutil.copyfile(job.source, part)
            return ""
        with part.open("wb") as raw:
            sink = open_output(raw, compression, read_alike(head))
            _fill(raw, sink, pieces, digest)
        if digest.hexdigest() != expected:
            raise LedgerError("the original would not come back (its sha256 differs)")
        return "content" if packed and hash_file(part) != packed else ""


def _fill(raw: IO[bytes], sink: BinaryIO, pieces: Iterator[bytes], digest: Any) -> None:
    for piece in pieces:
        digest.update(piece)
        sink.write(piece)
    if sink is not raw:
        sink.close()
    raw.flush()
    os.fsync(raw.fileno())
