"""Markdown: a text of which some places are not prose.

Front matter, code, the targets of links and markup are opaque: no change may touch them.
"""

from __future__ import annotations

import re
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


def read_document(path: Path, encoding: str | None, name: str) -> Document:
    """Read a Markdown file; see `normalize.formats.read_document`."""
    document = read_text(path, encoding, name)
    return msgspec.structs.replace(document, opaque=find_opaque(document.text))


def find_opaque(text: str) -> tuple[tuple[int, int], ...]:
    r"""Find the spans that are not prose, in order.

    >>> text = "A [link](http://a.b/c) and `code`\n"
    >>> [text[start:end] for start, end in find_opaque(text)]
    ['http://a.b/c', '`code`']
    """
    spans: list[tuple[int, int]] = []
    front = FRONT_RE.match(text)
    at = front.end() if front else 0
    if front:
        spans.append(front.span())
    for fence in FENCE_RE.finditer(text, at):
        spans += (match.span() for match in OPAQUE_RE.finditer(text, at, fence.start()))
        spans.append(fence.span())
        at = fence.end()
    spans += (match.span() for match in OPAQUE_RE.finditer(text, at))
    return tuple(span for span in spans if span[0] < span[1])
