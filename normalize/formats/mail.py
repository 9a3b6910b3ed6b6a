"""E-mail: the plain and HTML bodies of messages, in .eml files and mbox folders.

Header lines, boundaries and attachments stay byte for byte. A part is written back in its own
transfer encoding and charset; in quoted-printable and base64 a changed part is encoded anew.
"""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from collections.abc import Iterator, Sequence
from email.message import Message
from email.parser import BytesHeaderParser
from typing import Any, BinaryIO

import msgspec

from normalize.formats.markup import MarkupSlot, read_visible
from normalize.formats.records import Record, RecordError, Replacement, Slot, Span
from normalize.formats.streams import iter_lines

HEADERS_END_RE = re.compile(r"\r?\n\r?\n")
MAX_DEPTH = 20  # parts in parts: more is an attack, not a letter
FROM_RE = re.compile(rb"From \S+.*\d{4}|From .*@")  # the line between two messages
LINE = 76  # characters of a line of base64, as RFC 2045 has it


class PartSlot(Slot):
    """The text of one part of a message; its record's source holds bytes as Latin-1."""

    def __init__(self, start: int, end: int, text: str, written: tuple[str, str]) -> None:
        super().__init__("body", start, end, text)
        self.charset, self.transfer = written
        self.decoded = text
        self.inner: MarkupSlot | None = None

    def settle(self, cleaned: Any) -> tuple[Any, list[Span]]:
        """See `Slot.settle`."""
        return self.inner.settle(cleaned) if self.inner else super().settle(cleaned)

    def replace(self, source: str, spans: Sequence[Span]) -> list[Replacement]:
        """Encode the part anew, and replace what differs of it."""
        slot = self.inner or Slot("", 0, len(self.decoded), self.text)
        pieces: list[str] = []
        done = 0
        for start, end, after in slot.replace(self.decoded, spans):
            pieces += (self.decoded[done:start], after)
            done = end
        whole = "".join((*pieces, self.decoded[done:]))
        try:
            data = whole.encode(self.charset)
        except UnicodeEncodeError as error:
            found = error.object[error.start : error.end]
            raise RecordError(f"the charset {self.charset} cannot hold {found!r}") from None
        new = encode_part(data, self.transfer, source[self.start : self.end])
        return [trim(Replacement(self.start, self.end, new), source)]

    def is_kept(self, text: str, expected: str) -> bool:
        """See `Slot.is_kept`."""
        return self.inner.is_kept(text, expected) if self.inner else text == expected


def trim(replacement: Replacement, source: str) -> Replacement:
    """Leave out what a replacement and the source have in common at both ends.

    >>> trim(Replacement(0, 5, "abXde"), "abcde")
    Replacement(start=2, end=3, after='X')
    """
    start, end, after = replacement
    low, high = 0, 0
    most = min(end - start, len(after))
    while low < most and source[start + low] == after[low]:
        low += 1
    while high < most - low and source[end - 1 - high] == after[-1 - high]:
        high += 1
    return Replacement(start + low, end - high, after[low : len(after) - high])


class Mail(msgspec.Struct, frozen=True):
    """Messages: a file that is one, or a folder (mbox) of many."""

    many: bool = False
    name: str = "eml"

    def split(self, stream: BinaryIO) -> Iterator[bytes]:
        """See `Format.split`."""
        if not self.many:
            yield stream.read()
            return
        held: list[bytes] = []
        blank = True
        for line in iter_lines(stream, "ascii"):
            if blank and held and FROM_RE.match(line):
                yield b"".join(held)
                held = []
            held.append(line)
            blank = not line.strip(b"\r\n")
        yield from held and [b"".join(held)]

    def parse(self, data: bytes, index: int) -> Record:
        """See `Format.parse`."""
        source = data.decode("latin-1")
        start = 0
        if data.startswith(b"From "):  # the line of an mbox
            start = source.find("\n") + 1
        slots = list(find_parts(source, start, len(source)))
        return Record(source, "latin-1", list(slots))


def find_parts(source: str, start: int, end: int, depth: int = 0) -> Iterator[PartSlot]:
    """Find the bodies of a message that are text and no attachment.

    Args:
        source: bytes as Latin-1.
        start: where its header begins; `end` is where its body ends.
        depth: how many parts it stands in.
    """
    if source.startswith(("\n", "\r\n"), start):
        body = start + 1 + source.startswith("\r", start)
    else:
        found = HEADERS_END_RE.search(source, start, end)
        if found is None:
            return
        body = found.end()
    message = BytesHeaderParser().parsebytes(source[start:body].encode("latin-1"))
    kind = message.get_content_type()
    if kind.startswith("multipart/") and depth < MAX_DEPTH and kind != "multipart/signed":
        boundary = message.get_boundary()
        if boundary:
            for low, high in _iter_spans(source, body, end, boundary):
                yield from find_parts(source, low, high, depth + 1)
    elif kind in ("text/plain", "text/html") and message.get_content_disposition() != "attachment":
        slot = _read_part(source, body, end, message)
        if slot is not None:
            yield slot


def _iter_spans(source: str, start: int, end: int, boundary: str) -> Iterator[tuple[int, int]]:
    line = re.compile(rf"(?:^|\r?\n)--{re.escape(boundary)}(--)?[ \t]*(?:\r?\n|\Z)", re.MULTILINE)
    at = -1
    for match in line.finditer(source, start, end):
        if at >= 0:
            yield at, match.start()
        if match[1]:
            return
        at = match.end()


def _read_part(source: str, start: int, end: int, message: Message) -> PartSlot | None:
    """Read the text of a part; None where it cannot be read and written back the same."""
    encoded = source[start:end]
    transfer = str(message.get("content-transfer-encoding", "7bit")).strip().lower()
    charset = message.get_content_charset("us-ascii")
    try:
        data = decode_part(encoded, transfer)
        if charset == "us-ascii" and not data.isascii():
            charset = "utf-8"  # what senders mean who name none
        text = data.decode(charset)
        if text.encode(charset) != data:
            return None
    except (LookupError, UnicodeError, ValueError):
        return None
    slot = PartSlot(start, end, text, (charset, transfer))
    if message.get_content_type() == "text/html":
        segments, visible = read_visible(text)
        slot.inner, slot.text = MarkupSlot(segments, visible), visible
    return slot if slot.text.strip() else None


def decode_part(encoded: str, transfer: str) -> bytes:
    """Undo a transfer encoding.

    Raises:
        ValueError: broken, or unknown.
    """
    data = encoded.encode("latin-1")
    if transfer in ("7bit", "8bit", "binary", ""):
        return data
    if transfer == "quoted-printable":
        return quopri.decodestring(data)
    if transfer == "base64":
        try:
            return base64.b64decode(b"".join(data.split()), validate=True)
        except binascii.Error as error:
            raise ValueError(str(error)) from None
    raise ValueError(f"unknown transfer encoding {transfer}")


def encode_part(data: bytes, transfer: str, before: str) -> str:
    """Write bytes in a transfer encoding, with the line ends and the last line as before."""
    feed = "\r\n" if "\r\n" in before else "\n"
    if transfer == "quoted-printable":
        encoded = quopri.encodestring(data).decode("ascii")
        if feed == "\r\n":  # of soft breaks; the hard ones are in the data
            encoded = re.sub(r"(?<!\r)\n", "\r\n", encoded)
        return encoded
    if transfer == "base64":
        encoded = base64.b64encode(data).decode("ascii")
        width = len(before.split(None, 1)[0]) if before.split() else LINE
        lines = [encoded[i : i + width] for i in range(0, len(encoded), max(width, 4))]
        return feed.join(lines) + before[len(before.rstrip()) :]
    return data.decode("latin-1")
