"""Files in and out: bytes → texts → the same bytes, but for what was changed.

`READERS` names the module that reads each kind of file, by its ending; a further ending may
name a compression. Some kinds are one text (`DOCUMENTS`), the others records with texts in them
(`records.Format`); README.md beside this file says how to add one. What has no reader is
refused: program code is never cleaned as prose.
"""

from __future__ import annotations

from difflib import get_close_matches
from importlib import import_module
from pathlib import Path

from normalize.formats.detect import FormatError, UnsupportedFormatError
from normalize.formats.document import Document, Encoded, encode
from normalize.formats.files import write_bytes
from normalize.formats.streams import split_name
from normalize.formats.text import decode, restore_bytes

READERS = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".jsonl": "jsontext",
    ".ndjson": "jsontext",
    ".json": "jsontext",
    ".csv": "table",
    ".tsv": "table",
    ".html": "markup",
    ".htm": "markup",
    ".xhtml": "markup",
    ".eml": "mail",
    ".mbox": "mail",
    ".parquet": "columns",
    ".arrow": "columns",
    ".feather": "columns",
}
DOCUMENTS = frozenset({"text", "markdown"})

__all__ = [
    "DOCUMENTS",
    "READERS",
    "Document",
    "Encoded",
    "FormatError",
    "UnsupportedFormatError",
    "decode",
    "encode",
    "get_reader",
    "read_document",
    "restore_bytes",
    "write_bytes",
    "write_document",
]


def get_reader(name: str | Path) -> str:
    """Name the module that reads a file, by its ending alone (in any case of letters).

    Raises:
        UnsupportedFormatError: no reader for this ending; lists those there are.

    >>> get_reader("notes/Monday.TXT"), get_reader("posts.jsonl.gz")
    ('text', 'jsontext')
    """
    ending = split_name(name)[0].suffix.lower()
    if ending in READERS:
        return READERS[ending]
    near = get_close_matches(ending, READERS, n=1) if ending else []
    slip = near and not Path(name).exists()  # what is there under this name is no slip of it
    hint = f"; did you mean {Path(name).with_suffix(near[0]).name!r}?" if slip else ""
    what = f"no reader for {ending} files yet" if ending else "no reader for files without ending"
    raise UnsupportedFormatError(f"{name}: {what} (supported: {', '.join(READERS)}){hint}")


def read_document(
    source: str | Path | bytes, encoding: str | None = None, *, name: str | None = None
) -> Document:
    r"""Read one document from a file, or from bytes.

    Args:
        source: a path, whose ending chooses the reader, or the bytes of a text.
        encoding: read as this; without it UTF-8, a byte-order mark, or a guess.
        name: what messages and the ledger call it; a path's own name by default. Of bytes
            its ending tells whether they are Markdown.
    Raises:
        FormatError: missing, unreadable, binary, of unknown encoding; names the file.

    >>> document = read_document(b"\xef\xbb\xbfcaf\xc3\xa9")
    >>> document.text, document.encoding, document.bom
    ('café', 'utf-8', True)
    """
    if isinstance(source, bytes):
        return mark(decode(source, encoding, name=name or "<bytes>"))
    path = Path(source)
    name = name or str(path)
    reader = get_reader(path)
    if reader not in DOCUMENTS:
        raise FormatError(f"{name}: holds records, not one text (normalize clean reads them)")
    module = import_module(f"normalize.formats.{reader}")
    document: Document = module.read_document(path, encoding, name)
    return document


def mark(document: Document) -> Document:
    """Mark what no change may touch in a text whose name says that it is Markdown."""
    if READERS.get(Path(document.name).suffix.lower()) != "markdown":
        return document
    from normalize.formats.markdown import mark_opaque

    return mark_opaque(document)


def write_document(path: str | Path, text: str, document: Document) -> str:
    """Write a text as the document came: same encoding, same byte-order mark.

    The file is written whole or not at all (a temporary file, fsync, rename).

    Args:
        path: where to; an existing file is replaced.
        text: the clean text of `document`.
        document: what `read_document` gave.
    Returns:
        The encoding written: UTF-8 where the document's own cannot hold the text.
    Raises:
        FormatError: cannot be written; the file is as it was.
    """
    encoded = encode(text, document)
    write_bytes(path, encoded.data)
    return encoded.encoding
