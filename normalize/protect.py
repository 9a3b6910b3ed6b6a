"""Spans that unspin and names never touch, and quotations, which they mark.

Looked for around proposed edits only, never by a scan of the whole text; fences alone are
searched for once, and only where the text has any.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property

REACH = 2_000  # characters looked at on either side of a place for the ends of a tag, a span
# A chunk is what stands between two white spaces. Of a longer one a cell of the text, with as
# much on either side, is searched: names in one cell share the verdict, so work stays linear.
CELL = 500

CHUNK_RE = re.compile(  # every repetition is bounded and anchored on the left
    r"""
    (?<=[a-zA-Z0-9+.-])://\S                  # a URL with its scheme
    | \bwww\.\S                               # or without
    | (?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.[\w.]  # an e-mail address
    | (?<![\w&])[@\#]\w                       # a handle, a hashtag
    | (?<![\w-])[\w-]{1,100}\.(?:com|org|net|gov|edu|info|io|co|uk|de|fr|ru|ua|eu|html?|php|aspx?
        |txt|pdf|docx?|xlsx?|pptx?|csv|json|ya?ml|toml|xml|py|js|ts|md|jpe?g|png|gif|svg
        |mp[34]|zip|gz|tar|exe|example|app|dev|news|tv|ch|pl|nl|cz|by|kz
        |ge)\b                                # a domain or a file name
    | (?<![\w-])[\w-]{1,100}\.[a-z]{2,20}/\w  # any domain with a path
    | (?<![^\s("'])(?:~|\.{1,2})?/\w{1,100}/  # a path
    | \b[A-Za-z]:\\\w                         # a Windows path
    | \\[\w.$-]{1,100}\\\w                # or a part of one
    | \w::\w | \w\(\) | \w_\w                 # code: a::b, f(), snake_case
    """,
    re.VERBOSE,
)
PUNCTUATION = ".,;:!?\"'*)\N{RIGHT SINGLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}"
PUNCTUATION += "\N{LEFT SINGLE QUOTATION MARK}\N{LEFT DOUBLE QUOTATION MARK}"
# An info string after backticks has none itself: ```x``` on one line is a span.
FENCE_RE = re.compile(r"^[ ]{0,3}(?:(`{3,})([^`\n]*)|(~{3,})([^\n]*))$", re.MULTILINE)
WRAPPED_TAG_RE = re.compile(r"</?[A-Za-z][\w:-]{0,30}\s|<!--")
QUOTATION_RE = re.compile(
    r"\u201C[^\u201C\u201D\n]*\u201D|\"[^\"\n]*\"|\u00AB[^\u00AB\u00BB\n]*\u00BB"
)


class Protected:
    """Tell which spans of one text no edit of unspin or names may touch.

    Protected are URLs, e-mail addresses, handles and hashtags, file names and paths, code
    spans and fences, markup tags with their attributes. Spans and tags may run over one
    line break.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._last = (0, 0, False)  # the chunk searched last, and whether it is protected

    def covers(self, start: int, end: int) -> bool:
        """Tell whether the span touches a protected one. Constant time but for fences.

        >>> text = "See https://example.org/kiev-guide on Kiev."
        >>> Protected(text).covers(24, 28), Protected(text).covers(38, 42)
        (True, False)
        """
        return (
            self._is_in_chunk(start, end)
            or self._is_in_tag(start, end)
            or self.is_in_code(start, end)
        )

    def _is_in_chunk(self, start: int, end: int) -> bool:
        cell = start - start % CELL
        before = self._text[max(0, cell - CELL) : start]
        after = self._text[end : max(end, cell + CELL) + CELL]
        low, high = start, end
        if before and not before[-1].isspace():
            low -= len(before.rsplit(None, 1)[-1])
        if after and not after[0].isspace():
            high += len(after.split(None, 1)[0])
        if self._text[low:high].strip(PUNCTUATION).isalpha():
            return False
        if self._has_tags:  # the words between two tags are no part of what these hold
            low = self._text.rfind(">", low, start) + 1 or low
            tag = self._text.find("<", end, high)
            high = tag if tag >= 0 else high
        target = self._text.find("](", end, high)
        if target >= 0:
            high = target  # the words of a link are none of its address
        last_low, last_high, verdict = self._last
        if (low, high) != (last_low, last_high):
            verdict = CHUNK_RE.search(self._text, low, high) is not None
            self._last = (low, high, verdict)
        return verdict

    def _is_in_tag(self, start: int, end: int) -> bool:
        if not self._has_tags:
            return False
        text = self._text
        line_start = self._find_line_start(start)
        opened = text.rfind("<", self._find_line_start(line_start - 1), start)
        if opened < 0 or text.find(">", opened, start) >= 0:
            return False
        following = text[opened + 1 : opened + 2]
        if not (following.isalpha() or following in ("/", "!")):
            return False  # "<3", "a < b"
        closed = text.find(">", end, end + REACH)
        if closed < 0:
            return False
        breaks = text.count("\n", opened, closed)
        return breaks == 0 or (breaks == 1 and WRAPPED_TAG_RE.match(text, opened) is not None)

    def is_in_code(self, start: int, end: int) -> bool:
        """Tell whether the span lies in a code span or a fenced block."""
        if not self._has_ticks:
            return False
        text = self._text
        line_start = self._find_line_start(start)
        line_end = text.find("\n", end, end + REACH)
        line_end = min(end + REACH, len(text)) if line_end < 0 else line_end
        is_odd = text.count("`", line_start, start) % 2 == 1
        is_closed = text.find("`", end, line_end) >= 0
        if is_odd and is_closed:
            return True
        if self._fences and self._is_fenced(start):
            return True
        if is_odd:  # closed in the next line, if that is the same paragraph's
            next_end = text.find("\n", line_end + 1, line_end + REACH)
            next_end = min(line_end + REACH, len(text)) if next_end < 0 else next_end
            return (
                self._is_span_line(line_end + 1)
                and text.count("`", line_end + 1, next_end) % 2 == 1
            )
        previous = self._find_line_start(line_start - 1)
        if not is_closed or line_start == 0 or not self._is_span_line(previous):
            return False
        return text.count("`", previous, line_start) % 2 == 1

    def _is_span_line(self, start: int) -> bool:
        """Tell whether a code span may run through the line that starts here: it is no fence."""
        return FENCE_RE.match(self._text, start) is None

    def _is_fenced(self, offset: int) -> bool:
        at = bisect_right(self._fences, (offset, len(self._text) + 1)) - 1
        return at >= 0 and offset <= self._fences[at][1]

    def _find_line_start(self, offset: int) -> int:
        """Find where the line of an offset starts, at most `REACH` before."""
        low = max(0, offset - REACH)
        return max(self._text.rfind("\n", low, max(0, offset)) + 1, low)

    @cached_property
    def _has_tags(self) -> bool:
        return "<" in self._text

    @cached_property
    def _has_ticks(self) -> bool:
        return "`" in self._text or "~~~" in self._text

    @cached_property
    def _fences(self) -> list[tuple[int, int]]:
        return find_fences(self._text)


def find_fences(text: str) -> list[tuple[int, int]]:
    r"""Find fenced blocks, their marker lines included. In order, apart; linear.

    A block ends at a line of the marker that opened it, at least as long, or with the text.

    >>> find_fences("~~~\n```\n~~~\nx\n```a```")
    [(0, 11)]
    """
    if "```" not in text and "~~~" not in text:
        return []
    fences = []
    opened, marker = -1, ""
    for match in FENCE_RE.finditer(text):
        found, info = match[1] or match[3], match[2] or match[4] or ""
        if opened < 0:
            opened, marker = match.start(), found
        elif found.startswith(marker) and not info.strip():
            fences.append((opened, match.end()))
            opened = -1
    if opened >= 0:
        fences.append((opened, len(text)))
    return fences


def find_quotations(text: str) -> list[tuple[int, int]]:
    """Find quotations within one line; an unclosed one is none. In order, apart.

    >>> find_quotations("He said “no” and left.")
    [(8, 12)]
    """
    return [match.span() for match in QUOTATION_RE.finditer(text)]
