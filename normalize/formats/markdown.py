"""Markdown: a text of which some places are not prose.

Front matter, code, the targets of links and markup are opaque: no change may touch them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

from normalize.formats.document import Document
from normalize.formats.text import read_document as read_text

FRONT_RE = re.compile(r"(---|\+\+\+)[ \t]*\r?\n.*?^(?:\1|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.S | re.M)
FENCE_RE = re.compile(
    r"^[ \t>]*(?P<fence>`{3,}|~{3,})[^\n]*\n(?:.*?^[ \t>]*(?P=fence)[`~]*[ \t]*$|.*\Z)", re.S | re.M
)
OPAQUE_RE = re.compile(
    r"""
      (?P<code>(?<!`)(`+)(?!`)[^\n]*?(?<!`)\2(?!`))    # code in a line
    | (?<=\]\()\s*(?:<[^<>\n]*>|[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)  # the target of a link
    | ^[ ]{0,3}\[[^\]\n]+\]:[ \t]*\S+                  # a target by name
    | <(?:[A-Za-z][\w+.-]*:[^<>\s]*|[\w.+-]+@[\w.-]+)> # an address
    | </?[A-Za-z][^<>]*>|<!--.*?-->                    # markup
    """,
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)


# Lines set in by four spaces or a tab, with the blank lines between them.
INDENTED_RE = re.compile(
    r"^(?:[ ]{4}|\t)[ \t]*\S.*(?:\n(?:[ \t]*\n)*(?:[ ]{4}|\t)[ \t]*\S.*)*", re.MULTILINE
)
REACH = 2_000  # characters above a block that are searched for a list item
ITEM_RE = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])\s")


def read_document(path: Path, encoding: str | None, name: str) -> Document:
    """Read a Markdown file; see `normalize.formats.read_document`."""
    return mark_opaque(read_text(path, encoding, name))


def mark_opaque(document: Document) -> Document:
    """Mark the places of a Markdown text that no change may touch."""
    return msgspec.structs.replace(document, opaque=find_opaque(document.text))


def find_opaque(text: str) -> tuple[tuple[int, int], ...]:
    r"""Find the spans that are not prose, in order.

    >>> text = "A [link](http://a.b/c) and `code`\n"
    >>> [text[start:end] for start, end in find_opaque(text)]
    ['http://a.b/c', '`code`']
    >>> text = "So:\n\n    a &amp; b\n\n- item\n\n    its text\n"
    >>> [text[start:end] for start, end in find_opaque(text)]
    ['    a &amp; b']
    """
    spans: list[tuple[int, int]] = []
    front = FRONT_RE.match(text)
    at = front.end() if front else 0
    if front:
        spans.append(front.span())
    for fence in FENCE_RE.finditer(text, at):
        spans += _find_between(text, at, fence.start())
        spans.append(fence.span())
        at = fence.end()
    spans += _find_between(text, at, len(text))
    return tuple(span for span in spans if span[0] < span[1])


def _find_between(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield what is opaque between two fences: indented code, and parts of lines."""
    for block in INDENTED_RE.finditer(text, start, end):
        if _is_code(text, start, block.start()):
            yield from (match.span() for match in OPAQUE_RE.finditer(text, start, block.start()))
            yield block.span()
            start = block.end()
    yield from (match.span() for match in OPAQUE_RE.finditer(text, start, end))


def _is_code(text: str, start: int, at: int) -> bool:
    """Tell whether an indented block is code: set apart, and no paragraph of a list item."""
    above = text[max(start, at - REACH) : at].rstrip(" \t")
    if above and not above.endswith("\n\n") and not above.endswith("\n\r\n"):
        return False
    lines = above.rstrip().rsplit("\n", 1)
    return ITEM_RE.match(lines[-1]) is None and not lines[-1].startswith((" ", "\t"))
