"""How each format of `corpora_sources.py` is read: one function a format, one file in, texts out.

A reader drops whole paragraphs that it cannot read cleanly and never edits inside one, since the
corpora measure what a rule changes in text that somebody really published. All raise OSError,
EOFError, SyntaxError or ValueError (UnicodeDecodeError is one) for a file that cannot be read; the
caller skips it.
"""

from __future__ import annotations

import ast
import bz2
import contextlib
import gettext
import gzip
import html
import inspect
import json
import os
import re
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path

CONTROL_RE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
HTML_SPACE_RE = re.compile(r"[ \t\n\r\f]+")  # not the no-break space: HTML keeps it
BLOCKS = frozenset(
    "p li dd dt blockquote h1 h2 h3 h4 h5 h6 div section td th tr ul ol dl body title".split()
)
SKIPPED = frozenset("script style pre head nav footer table math svg code-block media".split())


def read_bytes(path: Path) -> bytes:
    """Return the content of a file, unpacked if it is gzip, dictzip or bzip2."""
    data = path.read_bytes()
    if path.suffix in {".gz", ".dz"}:
        return gzip.decompress(data)
    return bz2.decompress(data) if path.suffix == ".bz2" else data


def read_text(path: Path) -> Iterator[str]:
    """Yield a UTF-8 text file as it is, without a metadata block that stands first."""
    text = read_bytes(path).decode("utf-8-sig")
    yield re.sub(r"\A---\n.*?\n---\n+", "", text, flags=re.DOTALL)


class _Prose(HTMLParser):
    """Collects the blocks of a page that hold words, white space collapsed as a browser does."""

    def __init__(self, only: frozenset[str] = frozenset()) -> None:
        super().__init__()
        self.only, self.skip, self.tag = only, "", ""
        self.depth = 0
        self.parts: list[str] = []
        self.blocks: list[str] = []

    def flush(self) -> None:
        block = HTML_SPACE_RE.sub(" ", "".join(self.parts)).strip().removesuffix("\N{PILCROW SIGN}")
        if re.search(r"[^\W\d_]", block) and (
            not self.only or (self.tag in self.only and len(block) > 120)
        ):
            self.blocks.append(block.strip())
        self.parts = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.skip:
            self.depth += tag == self.skip
        elif tag in SKIPPED:
            self.flush()
            self.skip, self.depth = tag, 1
        elif tag in BLOCKS:
            self.flush()
            self.tag = tag
        elif tag == "br":
            self.parts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag == self.skip:
            self.depth -= 1
            if not self.depth:
                self.skip = ""
        elif not self.skip and tag in BLOCKS:
            self.flush()
            self.tag = ""

    def handle_data(self, data: str) -> None:
        if not self.skip:
            self.parts.append(data)


def _read_page(path: Path, only: frozenset[str] = frozenset()) -> str:
    parser = _Prose(only)
    parser.feed(read_bytes(path).decode("utf-8-sig"))
    parser.close()
    parser.flush()
    return "\n\n".join(parser.blocks)


def read_html(path: Path) -> Iterator[str]:
    """Yield a page's paragraphs, list items and headings, without code, tables and navigation."""
    yield _read_page(path)


def read_article(path: Path) -> Iterator[str]:
    """Yield only the long `p` elements of a news page: the rest of the page is furniture."""
    yield _read_page(path, frozenset({"p"}))


def read_man(path: Path) -> Iterator[str]:
    """Yield a man page rendered 80 columns wide and ragged, without its head and foot line."""
    env = {**os.environ, "LC_ALL": "C.UTF-8", "MANWIDTH": "80"}
    command = ["man", "--no-hyphenation", "--no-justification", "-l", str(path)]
    page = subprocess.run(
        command, env=env, capture_output=True, timeout=60, check=True
    ).stdout.decode("utf-8")
    yield "\n".join(page.strip().split("\n")[1:-1]).strip("\n") + "\n"


def read_fortunes(path: Path) -> Iterator[str]:
    """Yield a fortune file, blank lines for its `%`, without cookies with terminal codes."""
    cookies = re.split(r"\n%\n", read_bytes(path).decode("utf-8"))
    yield "\n\n".join(c.strip("\n") for c in cookies if c.strip() and not CONTROL_RE.search(c))


def read_lines(path: Path) -> Iterator[str]:
    """Yield a file that holds one document a line, with blank lines between them."""
    yield "\n\n".join(
        line for line in read_bytes(path).decode("utf-8").splitlines() if line.strip()
    )


def read_wml(path: Path) -> Iterator[str]:
    """Yield the spoken lines of a Wesnoth scenario, in the order of the scenario."""
    text = read_bytes(path).decode("utf-8")
    found = re.findall(r'\b(?:message|story)\s*=\s*_\s*"((?:[^"]|"")*)"', text)
    yield "\n\n".join(line.replace('""', '"') for line in found if not re.search(r"[<{^\n]", line))


def read_catalogue(path: Path) -> Iterator[str]:
    """Yield the longer translations of a gettext catalogue, one a paragraph."""
    with path.open("rb") as stream:
        catalogue = gettext.GNUTranslations(stream)._catalog  # type: ignore[attr-defined]
    lines = [
        text for key, text in sorted(catalogue.items(), key=str) if key and isinstance(text, str)
    ]
    yield "\n\n".join(line for line in lines if len(line) >= 40 and not re.search(r"[<{^\n]", line))


def read_play(path: Path) -> Iterator[str]:
    """Yield a play in Markdown as plain text: speaker, lines, stage directions."""
    text = html.unescape(read_bytes(path).decode("utf-8"))
    text = re.sub(r"^#+ | +$|\*\*|\\(?=[\[\]*_])", "", text, flags=re.MULTILINE)
    yield re.sub(r"^_(.*?)_$", r"\1", text, flags=re.MULTILINE | re.DOTALL)


def read_bible(path: Path) -> Iterator[str]:
    """Yield each book, a chapter a paragraph, without verse numbers."""
    with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        query = (
            "SELECT TestamentID * 100 + BookID, ChapterID, Passage1"
            " FROM Bible ORDER BY 1, 2, VerseID"
        )
        books: dict[int, dict[int, list[str]]] = {}
        for book, chapter, verse in database.execute(query):
            words = re.sub(r"^\d+:\d+ ", "", verse)
            books.setdefault(book, {}).setdefault(chapter, []).append(words)
    for chapters in books.values():
        yield "\n\n".join(" ".join(verses) for verses in chapters.values())


def read_licence_list(path: Path) -> Iterator[str]:
    """Yield every licence text of the SPDX list."""
    for _, licence in sorted(json.loads(read_bytes(path)).items()):
        yield licence.get("licenseText", "")


def read_reuters(path: Path) -> Iterator[str]:
    """Yield the body of a Reuters-21578 record."""
    for body in re.findall(r"<BODY>(.*?)</BODY>", read_bytes(path).decode("utf-8"), re.DOTALL):
        yield html.unescape(body)


def read_wiki(path: Path) -> Iterator[str]:
    """Yield the plain paragraphs of each article of a MediaWiki dump.

    Leaves out paragraphs with a template, a tag or a table: taking those away would leave
    "( ; born 1900)", which no author wrote.
    """
    for page in re.findall(r"<text[^>]*>(.*?)</text>", read_bytes(path).decode("utf-8"), re.DOTALL):
        text = html.unescape(html.unescape(page))
        text = re.sub(r"<!--.*?-->|<ref[^>]*/>|<ref.*?</ref>", "", text, flags=re.DOTALL)
        kept = []
        for line in text.splitlines():
            plain = re.sub(r"\[\[(?:[^\]|:]*\|)?([^\]|:]*)\]\]|'{2,}", r"\1", line)
            if (
                len(plain) > 150
                and plain[0].isalnum()
                and not re.search(r"[{}<>\[\]|]|https?:", plain)
            ):
                kept.append(plain.strip())
        yield "\n\n".join(kept)


def read_docstrings(path: Path) -> Iterator[str]:
    """Yield the long docstrings of a Python module that show no session."""
    nodes = ast.walk(ast.parse(read_bytes(path)))
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    found = [ast.get_docstring(node) or "" for node in nodes if isinstance(node, kinds)]
    yield "\n\n".join(text for text in found if len(text) > 250 and ">>>" not in text)


def read_topics(path: Path) -> Iterator[str]:
    """Yield the texts of a module that is one dict of strings, as `pydoc_data/topics.py`."""
    for node in ast.parse(read_bytes(path)).body:
        if isinstance(node, (ast.Assign, ast.AnnAssign)) and isinstance(node.value, ast.Dict):
            yield from (inspect.cleandoc(text) for text in ast.literal_eval(node.value).values())


Reader = Callable[[Path], Iterator[str]]
READERS: dict[str, Reader] = {
    name.removeprefix("read_"): reader
    for name, reader in list(globals().items())
    if name.startswith("read_") and name != "read_bytes"
}
