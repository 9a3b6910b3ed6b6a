r"""JSON and JSONL: find the strings of some fields, and replace only their changed bytes.

Nothing is parsed into objects and written again: key order, duplicate keys, white space, the
spelling of numbers and of escapes stay as they are. A **field** is a key, or a path of keys
(`meta.title`); lists are looked into and add nothing to the path; `.` is a string that stands
in no object.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from json import decoder
from typing import BinaryIO

import msgspec

from normalize.formats.records import Record, RecordError, Segment, Slot
from normalize.formats.streams import BLOCK, iter_lines

TOKEN_RE = re.compile(
    r"""[\ \t\r\n]*+(?:
        (?P<string>"[^"\\\x00-\x1f]*+(?:\\["\\/bfnrtu][^"\\\x00-\x1f]*+)*+")
      | (?P<mark>[{}\[\]:,])
      | (?:-?[0-9][0-9.eE+-]*+|true|false|null|-?Infinity|NaN)(?![\w.])
    )""",
    re.VERBOSE,
)
# Without what Python's reader refuses too: a string that is not closed, a raw line feed in it.
BLANK_RE = re.compile(r"[ \t\r\n]*")
ESCAPE_RE = re.compile(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)"
)
SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
UPPER_RE = re.compile(r"\\u(?=[0-9a-fA-F]{0,3}[A-F])[0-9A-F]{4}")
TEMPTING = "/<>&'\x7f\u2028\u2029"  # what some writers escape and others do not
BRACKET_RE = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[{}\[\]]', re.DOTALL)


class JsonSlot(Slot):
    """A JSON string; escapes are written as the string and its record write theirs."""

    ascii_only = False  # what the rest of the file does

    def find_segments(self, source: str) -> list[Segment]:
        """See `Slot.find_segments`."""
        segments: list[Segment] = []
        at, done = 0, self.start
        for match in ESCAPE_RE.finditer(source, self.start, self.end):
            if match.start() > done:
                segments.append(Segment(at, at + match.start() - done, done, match.start()))
                at += match.start() - done
            segments.append(Segment(at, at + 1, match.start(), match.end(), atomic=True))
            at, done = at + 1, match.end()
        if done < self.end or not segments:
            segments.append(Segment(at, at + self.end - done, done, self.end))
        return segments

    def escape(self, text: str, source: str) -> str:
        r"""Escape as the record does: é or \u00e9, / or \/, and the case of its digits."""
        if text.isascii() and text.replace(" ", "").isalnum():
            return text
        ascii_only = source.isascii() and (self.ascii_only or "\\u" in source)
        digits = "04X" if UPPER_RE.search(source) else "04x"
        return "".join(_escape_char(char, source, ascii_only, digits) for char in text)


def _escape_char(char: str, source: str, ascii_only: bool, digits: str) -> str:
    if char in SHORT:
        return SHORT[char]
    code = ord(char)
    if char in TEMPTING and char not in source:
        spelled = "\\/" if char == "/" else f"\\u{code:{digits}}"
        if spelled in source:
            return spelled
    if code >= 0x20 and not 0xD800 <= code <= 0xDFFF and (code < 0x80 or not ascii_only):
        return char
    units = char.encode("utf-16-be", "surrogatepass")
    pairs = zip(units[::2], units[1::2], strict=True)
    return "".join(f"\\u{high * 256 + low:{digits}}" for high, low in pairs)


class _Walk:
    """Walk over the tokens of JSON, or of a piece of it, and collect the wanted strings."""

    def __init__(self, source: str, fields: frozenset[str]) -> None:
        self.source = source
        self.fields = fields
        self.slots: list[JsonSlot] = []
        # One entry for each open bracket: the key of an object, None in a list.
        self.stack: list[tuple[str, str | None]] = []
        self.is_key = False

    def path(self) -> str:
        """Name the field that the walk stands in; "." outside every object."""
        return ".".join(key for _, key in self.stack if key is not None) or "."

    def run(self) -> list[JsonSlot]:
        source, at = self.source, int(self.source.startswith("\ufeff"))
        end = len(source)
        match = TOKEN_RE.match
        while at < end:
            token = match(source, at)
            if token is None:
                blank = BLANK_RE.match(source, at)
                if blank is not None and blank.end() == end:
                    break
                raise RecordError(f"not JSON at character {at + 1:,}")
            at = token.end()
            if token.lastgroup == "string":
                self.take_string(token.start("string"), at)
            elif token.lastgroup == "mark":
                self.take_mark(token["mark"])
        return self.slots

    def take_mark(self, mark: str) -> None:
        if mark in "{[":
            self.stack.append((mark, "" if mark == "{" else None))
            self.is_key = mark == "{"
        elif mark in "}]":
            if self.stack and (self.stack[-1][0] == "{") != (mark == "}"):
                raise RecordError(f"not JSON: a {mark!r} closes nothing")
            if self.stack:
                self.stack.pop()
            self.is_key = False
        elif mark == ",":
            self.is_key = bool(self.stack) and self.stack[-1][0] == "{"
        else:
            self.is_key = False

    def take_string(self, start: int, end: int) -> None:
        if self.is_key:
            key = self._read(start)
            self.stack[-1] = ("{", key)
            self.is_key = False
            return
        path = self.path()
        if path in self.fields:
            self.slots.append(JsonSlot(path, start + 1, end - 1, self._read(start)))

    def _read(self, start: int) -> str:
        try:
            text: str = decoder.scanstring(self.source, start + 1, True)[0]  # type: ignore[attr-defined]
        except ValueError as error:
            raise RecordError(f"not JSON: {error}") from None
        return text


def find_strings(
    source: str, fields: frozenset[str], *, whole: bool = True, ascii_only: bool = False
) -> list[JsonSlot]:
    r"""Find the strings of some fields in JSON.

    Args:
        source: one value, or a piece of a list of values.
        fields: paths of keys.
        whole: brackets must be balanced, as in one value.
        ascii_only: the rest of the file escapes all that is not ASCII.
    Raises:
        RecordError: not JSON; says where.

    >>> source = '{"id": 1e2, "meta": {"title": "caf\\u00e9"}}'
    >>> found = find_strings(source, frozenset(["meta.title"]))
    >>> [(slot.field, slot.start, slot.end, slot.text) for slot in found]
    [('meta.title', 31, 40, 'café')]
    """
    walk = _Walk(source, fields)
    slots = walk.run()
    for slot in slots:
        slot.ascii_only = ascii_only
    if whole and walk.stack:
        raise RecordError(f"not JSON: a {walk.stack[-1][0]!r} is not closed")
    return slots


def list_fields(records: Iterable[bytes]) -> list[str]:
    """List the paths of all strings in some records.

    >>> list_fields([b'{"id": 1, "body": "a", "meta": {"title": "b"}}'])
    ['body', 'meta.title']
    """
    found: dict[str, None] = {}
    for record in records:
        try:
            slots = find_strings(record.decode("utf-8", "replace"), EVERY, whole=False)
        except RecordError:
            continue
        found.update(dict.fromkeys(slot.field for slot in slots))
    return list(found)


class _Every(frozenset[str]):
    """A set that holds everything."""

    def __contains__(self, item: object) -> bool:
        return True


EVERY = _Every()


class JsonLines(msgspec.Struct, frozen=True):
    """JSONL: one value a line, each a record."""

    fields: frozenset[str]
    encoding: str = "utf-8"
    ascii_only: bool = False
    name: str = "jsonl"

    def split(self, stream: BinaryIO) -> Iterator[bytes]:
        """See `Format.split`."""
        return iter_lines(stream, self.encoding)

    def parse(self, data: bytes, index: int) -> Record:
        """See `Format.parse`."""
        return _parse_record(self, data, whole=True)


class Json(msgspec.Struct, frozen=True):
    """JSON: the items of a list, at the top, are records; any other value is one record."""

    fields: frozenset[str]
    encoding: str = "utf-8"
    ascii_only: bool = False
    name: str = "json"

    def split(self, stream: BinaryIO) -> Iterator[bytes]:
        """See `Format.split`; a list is never in memory as a whole."""
        if self.encoding != "utf-8":
            yield stream.read()
            return
        head = b""
        while not head.strip(b" \t\r\n" + codecs.BOM_UTF8):
            block = stream.read(BLOCK)
            if not block:
                yield from filter(None, [head])
                return
            head += block
        if head.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"["):
            yield from split_list(head, stream)
        else:
            yield head + stream.read()

    def parse(self, data: bytes, index: int) -> Record:
        """See `Format.parse`."""
        return _parse_record(self, data, whole=False)


def _parse_record(form: JsonLines | Json, data: bytes, *, whole: bool) -> Record:
    source = decode_record(data, form.encoding)
    slots = find_strings(source, form.fields, whole=whole, ascii_only=form.ascii_only)
    return Record(source, form.encoding, slots)


def split_list(head: bytes, stream: BinaryIO) -> Iterator[bytes]:
    """Split a list into its items: each ends with its bracket, and begins with its comma."""
    buffer, depth, scanned = head, 0, 0
    while True:
        cut = 0
        for match in BRACKET_RE.finditer(buffer, scanned):
            scanned = match.end()
            mark = match[0]
            if mark in (b"{", b"["):
                depth += 1
            elif mark in (b"}", b"]"):
                depth -= 1
                if depth == 1:
                    yield buffer[cut:scanned]
                    cut = scanned
        buffer = buffer[cut:]
        scanned -= cut
        # What follows the last whole token holds no bracket, or a string that is not yet closed.
        quote = buffer.find(b'"', scanned)
        scanned = len(buffer) if quote < 0 else quote
        block = stream.read(BLOCK)
        if not block:
            yield from filter(None, [buffer])
            return
        buffer += block


def decode_record(data: bytes, encoding: str) -> str:
    """Decode one record.

    Raises:
        RecordError: it is not in this encoding.
    """
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise RecordError(f"not {encoding} at byte {error.start + 1:,}") from None
