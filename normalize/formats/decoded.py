"""Bytes to text for who has bytes and no file: text, encoding, confidence."""

from __future__ import annotations

from typing import NamedTuple

from normalize.formats.text import decode as decode_document


class Decoded(NamedTuple):
    """A text that was bytes.

    Attributes:
        text: without its byte-order mark, line ends as they were.
        encoding: canonical name; of most lines, where a text mixes two.
        confidence: 1.0 for ASCII and with a byte-order mark, 0.99 for UTF-8, 0.95 for UTF-8
            with some lines in another encoding, 0.9 for a guess. An order, not a measurement.
    """

    text: str
    encoding: str
    confidence: float


def decode(data: bytes) -> Decoded:
    r"""Decode bytes of unknown encoding.

    In this order: a byte-order mark (UTF-8, UTF-16, UTF-32), strict UTF-8, UTF-8 with lines
    in another encoding, one encoding guessed for all. To write back as it came, or to name
    the encoding, use `normalize.formats.decode`, which keeps more.

    Raises:
        FormatError: binary, or an encoding that cannot be told; says which are likely.

    >>> decode("café".encode("utf-16"))
    Decoded(text='café', encoding='utf-16-le', confidence=1.0)
    >>> decode(b"The caf\xe9 was shut.")
    Decoded(text='The café was shut.', encoding='cp1252', confidence=0.9)
    """
    document = decode_document(data)
    if document.bom or data.isascii():
        confidence = 1.0
    elif document.line_encodings:
        confidence = 0.95
    else:
        confidence = 0.9 if document.notes else 0.99
    return Decoded(document.text, document.encoding, confidence)
