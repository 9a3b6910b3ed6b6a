"""Plain text: bytes in, a document, bytes out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from normalize.formats.detect import (
    BOM_OF,
    BOMS,
    FormatError,
    find_binary_sign,
    find_codec,
    guess_encoding,
)
from normalize.formats.document import Document, encode, read_head
from normalize.formats.files import read_bytes

if TYPE_CHECKING:
    from normalize.ledger import Ledger

SHOWN_LINES = 3  # line numbers in a message


def read_document(path: Path, encoding: str | None, name: str) -> Document:
    """Read a text file; see `normalize.formats.read_document`."""
    return decode(read_bytes(path, name), encoding, name=name)


def decode(data: bytes, encoding: str | None = None, *, name: str = "<bytes>") -> Document:
    r"""Decode the bytes of a text.

    Args:
        data: any bytes.
        encoding: read as this; without it a byte-order mark, UTF-8, or a guess (which
            `notes` then tells of).
        name: what messages and the ledger call it.
    Raises:
        FormatError: binary, not in this encoding, or no encoding can be told.

    >>> decode(b"na\xefve", name="a.txt").notes
    ('a.txt: not UTF-8, read as cp1252; name another with --encoding',)
    """
    if encoding is not None:
        document = _decode_named(data, encoding, name)
    else:
        document = _decode_detected(data, name)
    _check_bytes(document, data)
    return document


def restore_bytes(data: bytes, ledger: Ledger) -> bytes:
    r"""Undo a cleaning: from the bytes of a clean file back to those of the original.

    Args:
        data: the clean file.
        ledger: its ledger, with a head as from `Document.header`.
    Raises:
        LedgerError: this is not the file that the ledger wrote, or its head is broken.
        FormatError: the head names no encoding, or one that does not fit.

    >>> import normalize
    >>> dirty = decode(b"Tom &amp; Ann in a caf\xe9")
    >>> cleaned = normalize.explain(dirty.text)
    >>> ledger = normalize.read_ledger(cleaned.to_json(**dirty.header()))
    >>> restore_bytes(encode(cleaned.text, dirty).data, ledger)
    b'Tom &amp; Ann in a caf\xe9'
    """
    head = read_head(ledger)
    find_codec(head.encoding)
    before = Document(head.file, "", head.encoding, head.bom, head.line_encodings)
    # Where nothing was changed the clean file still mixes its encodings.
    mixed = bool(head.line_encodings) and not ledger.changes
    clean_encoding = None if mixed else head.clean_encoding or head.encoding
    clean = decode(data, clean_encoding, name=before.name)
    restored = msgspec.structs.replace(before, text=ledger.restore(clean.text))
    return encode(restored.text, restored).data


def _decode_named(data: bytes, encoding: str, name: str) -> Document:
    codec = find_codec(encoding)
    codec = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}.get(codec, codec)
    if codec != find_codec(encoding):  # "utf-16" leaves the order of bytes to the mark
        for bom, marked in BOMS:
            if data.startswith(bom) and marked[:6] == codec[:6]:
                codec = marked
                break
    bom = BOM_OF.get(codec, b"")
    marked_data = bool(bom) and data.startswith(bom)
    try:
        text = data[len(bom) :].decode(codec) if marked_data else data.decode(codec)
    except (UnicodeError, ValueError) as error:
        where = f" at byte {error.start:,}" if isinstance(error, UnicodeDecodeError) else ""
        raise FormatError(
            f"{name}: not {codec}{where}; name another with --encoding, or leave it out to "
            "have it detected"
        ) from None
    nuls = text.count("\0")
    if nuls > max(1, len(text) // 1000):
        raise FormatError(f"{name}: binary, not text: {nuls:,} NUL characters read as {codec}")
    return Document(name, text, codec, marked_data)


def _decode_detected(data: bytes, name: str) -> Document:
    for bom, encoding in BOMS:
        if data.startswith(bom):
            return _decode_named(data, encoding, name)
    try:
        text: str | None = data.decode("utf-8")
    except UnicodeDecodeError:
        text = None
    sign = find_binary_sign(data, is_utf8=text is not None)
    if sign:
        raise FormatError(f"{name}: binary, not text: {sign}")
    if text is not None:
        return Document(name, text)
    mixed = _decode_mixed(data, name)
    if mixed is not None:
        return mixed
    encoding, others = guess_encoding(data)
    if not encoding:
        maybe = f" (perhaps {' or '.join(others)})" if others else ""
        raise FormatError(
            f"{name}: not UTF-8, and its encoding cannot be told{maybe}; name it with --encoding"
        )
    note = f"{name}: not UTF-8, read as {encoding}; name another with --encoding"
    document = _decode_named(data, encoding, name)
    return msgspec.structs.replace(document, notes=(note,))


def _decode_mixed(data: bytes, name: str) -> Document | None:
    """Decode a file of which most lines are UTF-8 and some are not; None if it is no such."""
    lines = data.split(b"\n")
    decoded: list[str | None] = [_decode_utf8(line) for line in lines]
    odd = [at for at, text in enumerate(decoded) if text is None]
    telling = sum(not line.isascii() for line in lines) - len(odd)
    if telling <= len(odd):  # by chance, a line of Chinese can be valid UTF-8
        return None
    encoding, _ = guess_encoding(b"\n".join(lines[at] for at in odd))
    if not encoding:
        return None
    try:
        for at in odd:
            decoded[at] = lines[at].decode(encoding)
    except UnicodeDecodeError:
        return None
    numbers = [at + 1 for at in odd]
    note = (
        f"{name}: UTF-8 but for {_name_lines(numbers)}, read as {encoding}; "
        "name one for all with --encoding"
    )
    text = "\n".join(line for line in decoded if line is not None)
    return Document(name, text, line_encodings=dict.fromkeys(numbers, encoding), notes=(note,))


def _decode_utf8(line: bytes) -> str | None:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _name_lines(numbers: Sequence[int]) -> str:
    shown = ", ".join(str(number) for number in numbers[:SHOWN_LINES])
    more = f" and {len(numbers) - SHOWN_LINES:,} more" if len(numbers) > SHOWN_LINES else ""
    return f"line{'s' if len(numbers) > 1 else ''} {shown}{more}"


def _check_bytes(document: Document, data: bytes) -> None:
    """Refuse what would not be written back to the same bytes (the byte law)."""
    try:
        same = encode(document.text, document).data == data
    except UnicodeError:
        same = False
    if not same:
        raise FormatError(
            f"{document.name}: read as {document.encoding} it would not be written back to the "
            "same bytes; name another with --encoding"
        )
