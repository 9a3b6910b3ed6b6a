"""Plain text and Markdown: bytes in, a document, bytes out.

The byte law: decoding and encoding again gives the same bytes, or the file is refused.
Line ends are part of the text and are left as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from normalize.edits import Fact
from normalize.formats.detect import (
    BOM_OF,
    BOMS,
    FormatError,
    find_binary_sign,
    find_codec,
    guess_encoding,
)
from normalize.formats.files import read_bytes

if TYPE_CHECKING:
    from normalize.ledger import Ledger

SHOWN_LINES = 3  # line numbers in a message


class Document(msgspec.Struct, frozen=True):
    """A text with what is needed to write it back as bytes.

    Attributes:
        name: what messages and the ledger call it.
        text: the text, without its byte-order mark, line ends as they were.
        encoding: canonical name; of most lines, where `line_encodings` names others.
        bom: whether the file starts with a byte-order mark.
        line_encodings: line number (from 1) → encoding, where a file mixes them.
        notes: what the reader should be told about how it was read.
        opaque: spans of the text that no change may touch, in order.
    """

    name: str
    text: str
    encoding: str = "utf-8"
    bom: bool = False
    line_encodings: dict[int, str] = {}
    notes: tuple[str, ...] = ()
    opaque: tuple[tuple[int, int], ...] = ()

    def header(self, clean_encoding: str | None = None) -> dict[str, Any]:
        """Give the keys for a ledger's head, so that `restore_bytes` can undo to the byte.

        Args:
            clean_encoding: what the clean text is written in, where that is another.

        >>> Document("a.txt", "café", "cp1252").header()
        {'file': 'a.txt', 'encoding': 'cp1252', 'bom': False}
        """
        head: dict[str, Any] = {"file": self.name, "encoding": self.encoding, "bom": self.bom}
        if self.line_encodings:
            head["line_encodings"] = {str(line): e for line, e in self.line_encodings.items()}
        if clean_encoding not in (None, self.encoding):
            head["clean_encoding"] = clean_encoding
        return head

    def facts(self) -> list[Fact]:
        """State the encoding, and that of each line in another, for `Normalizer.explain`.

        >>> [(fact.key, fact.value) for fact in Document("a.txt", "café", "cp1252").facts()]
        [('encoding', 'cp1252')]
        """
        stated = [Fact("encoding", self.encoding, 0, len(self.text))]
        if self.line_encodings:
            start = 0
            for number, line in enumerate(self.text.split("\n"), 1):
                end = start + len(line)
                if number in self.line_encodings:
                    stated.append(Fact("encoding", self.line_encodings[number], start, end))
                start = end + 1
        return stated


class Head(msgspec.Struct, frozen=True):
    """What `Document.header` put into the head of a ledger, checked."""

    file: str = "<bytes>"
    encoding: str = "utf-8"
    bom: bool = False
    line_encodings: dict[int, str] = {}
    clean_encoding: str = ""
    container: dict[str, str] = {}


class Encoded(NamedTuple):
    """A document's bytes, and the encoding they are in."""

    data: bytes
    encoding: str


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


def encode(text: str, document: Document) -> Encoded:
    r"""Encode a text as its document came, else as UTF-8 where that cannot hold it.

    A file whose lines were in several encodings becomes UTF-8 as soon as anything in it
    changes: which line a change belongs to has no certain answer.

    Raises:
        FormatError: lone surrogates, which no file can hold.

    >>> encode("10 €", Document("a.txt", "10", "latin-1"))
    Encoded(data=b'10 \xe2\x82\xac', encoding='utf-8')
    """
    if document.line_encodings and text == document.text:
        return Encoded(_encode_lines(document), document.encoding)
    for encoding in dict.fromkeys((document.encoding, "utf-8")):
        try:
            data = text.encode(encoding)
        except UnicodeEncodeError:
            continue
        if data.decode(encoding, "replace") == text:  # shift_jis writes ¥ as a backslash
            bom = BOM_OF.get(encoding, b"") if document.bom else b""
            return Encoded(bom + data, encoding)
    raise FormatError(
        f"{document.name}: the text holds lone surrogates, which cannot be written "
        "(the rule lone-surrogate repairs them)"
    )


def read_head(ledger: Ledger) -> Head:
    """Read the keys that `Document.header` wrote from the head of a ledger.

    Raises:
        LedgerError: one of them has a value it cannot have; names it.
    """
    from normalize.edits import LedgerError

    try:
        return msgspec.convert(ledger.header, Head, str_keys=True)
    except msgspec.ValidationError as error:
        raise LedgerError(f"the head of the ledger cannot be used: {error}") from None


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


def trace(document: Document) -> tuple[str, str | None, bool]:
    """Give what is known of a clean file before its name: hash, encoding, byte-order mark."""
    from normalize.ledger import digest

    encoding = None if document.line_encodings else document.encoding
    return digest(document.text), encoding, document.bom


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


def _encode_lines(document: Document) -> bytes:
    """Write each line of the original text in the encoding it came in."""
    lines = document.text.split("\n")
    bom = BOM_OF.get(document.encoding, b"") if document.bom else b""
    try:
        return bom + b"\n".join(
            line.encode(document.line_encodings.get(number, document.encoding))
            for number, line in enumerate(lines, 1)
        )
    except (UnicodeEncodeError, LookupError) as error:
        raise FormatError(
            f"{document.name}: its lines do not fit their encodings: {error}"
        ) from None


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
