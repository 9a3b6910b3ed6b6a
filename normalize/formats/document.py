"""A text with what is needed to write it back as bytes.

The byte law: decoding (`text.decode`) and encoding again gives the same bytes, or the file is
refused. Line ends are part of the text and are left as they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from normalize.edits import Fact
from normalize.formats.detect import BOM_OF, FormatError

if TYPE_CHECKING:
    from normalize.ledger import Ledger


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


def trace(document: Document) -> tuple[str, str | None, bool]:
    """Give what is known of a clean file before its name: hash, encoding, byte-order mark."""
    from normalize.ledger import digest

    encoding = None if document.line_encodings else document.encoding
    return digest(document.text), encoding, document.bom


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
