"""Which format a file has, told from its name and its beginning."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from normalize.formats.detect import BOMS, FormatError, find_binary_sign, find_codec, guess_encoding
from normalize.formats.records import Format, Selection
from normalize.formats.streams import split_name

SAMPLE = 1 << 18  # bytes that encoding, dialect and escapes are told from


def open_format(name: str | Path, sample: bytes, selection: Selection) -> Format:
    """Choose the format of a file of records.

    Args:
        name: of the file; a compression's ending is passed over.
        sample: its first `SAMPLE` bytes, not compressed.
        selection: what of it is text.
    Raises:
        FormatError: binary, of unknown encoding, or without a column of that name.
    """
    ending = split_name(name)[0].suffix.lower()
    if ending in (".eml", ".mbox"):  # each module is imported where it is needed
        from normalize.formats.mail import Mail

        return Mail(ending == ".mbox", ending[1:])
    is_json = ending in (".json", ".jsonl", ".ndjson")
    encoding = find_encoding(str(name), sample, selection.encoding, guess=not is_json)
    if ending in (".html", ".htm", ".xhtml"):
        from normalize.formats.markup import Markup

        return Markup(encoding)
    if ending in (".csv", ".tsv"):
        from normalize.formats.table import open_table

        lines = sample if len(sample) < SAMPLE else sample[: sample.rfind(b"\n") + 1] or sample
        text = lines.decode(encoding, "replace")
        return open_table(text, selection, encoding=encoding, ending=ending, name=str(name))
    from normalize.formats.jsontext import Json, JsonLines

    escapes = sample.isascii() and b"\\u" in sample
    kind = Json if ending == ".json" else JsonLines
    return kind(frozenset(selection.fields), encoding, escapes)


def find_encoding(name: str, sample: bytes, given: str | None, *, guess: bool = True) -> str:
    """Tell the encoding of a file from its beginning.

    Args:
        name: for messages.
        sample: its beginning.
        given: what it is said to be.
        guess: where it is not UTF-8; JSON is UTF-8, so that a line that is not, is broken.

    Raises:
        FormatError: binary, or it cannot be told.
    """
    if given is not None:
        codec = find_codec(given)
        marked = [e for bom, e in BOMS if sample.startswith(bom) and e.startswith(codec[:6])]
        return marked[0] if marked else {"utf-8-sig": "utf-8"}.get(codec, codec)
    for bom, encoding in BOMS:
        if sample.startswith(bom):
            return encoding
    whole = sample if len(sample) < SAMPLE else sample[: sample.rfind(b"\n") + 1] or sample[:-4]
    try:
        whole.decode("utf-8")
        is_utf8 = True
    except UnicodeDecodeError:
        is_utf8 = False
    sign = find_binary_sign(sample, is_utf8=is_utf8)
    if sign:
        raise FormatError(f"{name}: binary, not text: {sign}")
    if is_utf8 or not guess:
        return "utf-8"
    lines = [line for line in whole.split(b"\n") if not line.isascii()]
    odd = [line for line in lines if not _is_utf8(line)]
    if len(odd) * 2 < len(lines):  # a few broken records; they will be told one by one
        return "utf-8"
    encoding, others = guess_encoding(whole)
    if not encoding:
        maybe = f" (perhaps {' or '.join(others)})" if others else ""
        raise FormatError(
            f"{name}: not UTF-8, and its encoding cannot be told{maybe}; name it with --encoding"
        )
    return encoding


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def read_sample(stream: BinaryIO) -> bytes:
    """Read the first `SAMPLE` bytes of a stream that may give less at a time."""
    pieces, size = [], 0
    while size < SAMPLE and (piece := stream.read(SAMPLE - size)):
        pieces.append(piece)
        size += len(piece)
    return b"".join(pieces)
