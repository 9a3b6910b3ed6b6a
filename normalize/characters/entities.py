"""HTML entities that were never decoded."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from html import unescape

from ftfy.chardata import HTML_ENTITIES, HTML_ENTITY_RE
from ftfy.fixes import unescape_html

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
# Invisible characters that people do write as entities.
INVISIBLE = "\N{SOFT HYPHEN}\u200b\u200c\u200d\u200e\u200f\N{WORD JOINER}"


def find_html_entities(
    text: str, is_spared: Callable[[int, int], bool] = lambda start, end: False
) -> Iterator[Edit]:
    """Decode HTML entities, as often as they were escaped.

    Why: "&amp;" and "&#8217;" are left when markup is stripped but not decoded.
    Leaves alone: lines with markup tags, where the entity belongs to the markup; what would
    be a tag when decoded; entities that the text speaks of; code; ampersands without a
    semicolon; entities for control characters and line breaks.

    Args:
        text: one line, or a piece of one. Linear time.
        is_spared: tells whether a span is not to be touched, for it is code.

    Yields:
        Edits in order; confidence 0.99.

    Source: HTML 5 named character references, as in the standard library's `html`; names in
    capitals as in `ftfy.chardata.HTML_ENTITIES`.

    >>> [(e.start, e.end, e.after) for e in find_html_entities("R&amp;amp;D &copy; AT&T")]
    [(1, 10, '&'), (12, 18, '©')]
    """
    matches = ENTITY_RE.finditer(text) if "&" in text else iter(())
    tag_end = -1
    for number, match in enumerate(matches):
        if not number and TAG_RE.search(text):
            return
        if match.group() == "&lt;" and (tag := WOULD_BE_TAG_RE.match(text, match.end())):
            tag_end = tag.end()
        if match.start() < tag_end or is_spared(match.start(), match.end()):
            continue
        if is_spared_entity(text, match):
            continue
        decoded = _unescape(match.group())
        if decoded in ("", match.group(), "\N{REPLACEMENT CHARACTER}"):
            continue  # unknown, or a character that no text may have
        if all(char.isprintable() or _is_space_or_joiner(char) for char in decoded):
            yield Edit(match.start(), match.end(), decoded, "html-entity", CONFIDENCE)


def is_spared_entity(text: str, match: re.Match[str]) -> bool:
    """Tell whether an entity is spoken of, or would take a URL apart when decoded.

    >>> text = "To type it, write &eacute; in full."
    >>> is_spared_entity(text, ENTITY_RE.search(text))
    True
    """
    start, end = match.span()
    if match.group() in ("&nbsp;", "&#160;") and Protected(text).covers(start, end):
        return True
    return MENTION_RE.search(text[max(0, start - MENTION_REACH) : start]) is not None


def find_ftfy_entities(text: str) -> Iterator[Edit]:
    r"""Decode entities as ftfy does, whatever they stand for.

    >>> [e.after for e in find_ftfy_entities("&amp;amp; &#10; &NTILDE;")]
    ['&', '\n', 'Ñ']
    """
    matches = HTML_ENTITY_RE.finditer(text) if "&" in text else iter(())
    for match in matches:
        decoded = unescape_html(match.group())
        if decoded != match.group():
            yield Edit(match.start(), match.end(), decoded, "html-entity", CONFIDENCE)


def _unescape(entity: str) -> str:
    while (decoded := HTML_ENTITIES.get(entity) or unescape(entity)) != entity:
        if not ENTITY_RE.fullmatch(decoded):
            return decoded
        entity = decoded
    return entity


def _is_space_or_joiner(char: str) -> bool:
    return char in INVISIBLE or unicodedata.category(char) == "Zs"
