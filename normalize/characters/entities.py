"""HTML entities that were never decoded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from normalize.edits import Edit
from normalize.protect import Protected

CONFIDENCE = 0.99
ENTITY_RE = re.compile(
    r"""
    &(?:amp;)*                    # escaped again and again
    (?:\#[0-9]{1,7}               # decimal
      |\#[xX][0-9a-fA-F]{1,6}     # hexadecimal
      |[a-zA-Z][a-zA-Z0-9]{1,30}  # named
    );
    """,
    re.VERBOSE,
)
# "&lt;b&gt;": decoded it would be a tag, which vanishes wherever the text is shown.
WOULD_BE_TAG_RE = re.compile(r"[/!]?[a-zA-Z][\w-]*(?:&gt;| [^&\n]{0,200}&gt;|/&gt;)")
MENTION_REACH = 60
MENTION_RE = re.compile(
    r"\b(?:type|write|written|writing|use|using|enter|escaped? as|entity|entities|encoded as)\b"
    r"[^.!?]*$",
    re.IGNORECASE,
)
TAG_RE = re.compile(r"</?[a-zA-Z][^<>\n]{0,300}>|<!--")


def find_html_entities(text: str, protected: Protected) -> Iterator[Edit]:
    """Decode HTML entities, as often as they were escaped.

    Why: "&amp;" and "&#8217;" are left when markup is stripped but not decoded.
    Leaves alone: lines with markup tags, where the entity belongs to the markup; what would
    be a tag when decoded; entities that the text speaks of; code; ampersands without a
    semicolon; entities for control characters.

    Args:
        text: any str. Linear time.
        protected: the protected spans of the text, for its code.

    Yields:
        Edits in order; confidence 0.99.

    Source: HTML 5 named character references, as in the standard library's `html`.

    >>> text = "R&amp;amp;D &copy; AT&T"
    >>> [(e.start, e.end, e.after) for e in find_html_entities(text, Protected(text))]
    [(1, 10, '&'), (12, 18, '©')]
    """
    if "&" not in text:
        return
    line_end = tag_end = -1
    spared = False
    for match in ENTITY_RE.finditer(text):
        if match.start() >= line_end:
            line_start = text.rfind("\n", 0, match.start()) + 1
            line_end = text.find("\n", match.end())
            line_end = len(text) if line_end < 0 else line_end
            spared = TAG_RE.search(text, line_start, line_end) is not None
        if match.group() == "&lt;" and (tag := WOULD_BE_TAG_RE.match(text, match.end())):
            tag_end = tag.end()
        if spared or match.start() < tag_end or is_spared_entity(text, match, protected):
            continue
        decoded = _unescape(match.group())
        if decoded in ("", match.group(), "\N{REPLACEMENT CHARACTER}"):
            continue  # unknown, or a character that no text may have
        if decoded.isprintable() or decoded == "\N{NO-BREAK SPACE}":
            yield Edit(match.start(), match.end(), decoded, "html-entity", CONFIDENCE)


def is_spared_entity(text: str, match: re.Match[str], protected: Protected) -> bool:
    """Tell whether an entity is meant as one, or would do harm when decoded."""
    start, end = match.span()
    if match.group() in ("&nbsp;", "&#160;") and protected.covers(start, end):
        return True  # a URL must not come apart
    line_start = text.rfind("\n", max(0, start - MENTION_REACH), start) + 1
    before = text[max(line_start, start - MENTION_REACH) : start]
    return MENTION_RE.search(before) is not None or protected.is_in_code(start, end)


def _unescape(entity: str) -> str:
    while (decoded := unescape(entity)) != entity and ENTITY_RE.fullmatch(decoded):
        entity = decoded
    return decoded
