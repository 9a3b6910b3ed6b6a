"""Spans that unspin and names never touch, and quotations, which they mark.

Looked for around proposed edits only, never by a scan of the whole text; fences alone are
searched for once, and only where the text has any.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property

REACH = 2_000  # characters looked at on either side of a place: longer tokens are no prose

CHUNK_RE = re.compile(
    r"""
    [a-zA-Z][a-zA-Z0-9+.-]*://\S              # a URL with its scheme
    | \bwww\.\S                               # or without
    | [\w.+-]+@[\w-]+\.[\w.]                  # an e-mail address
    | (?<![\w&])[@\#]\w                       # a handle, a hashtag
    | \b[\w-]+\.(?:com|org|net|gov|edu|info|io|co|uk|de|fr|ru|ua|eu|html?|php|aspx?
        |txt|pdf|docx?|xlsx?|pptx?|csv|json|ya?ml|toml|xml|py|js|ts|md|jpe?g|png|gif|svg
        |mp[34]|zip|gz|tar|exe)\b             # a domain or a file name
    | (?:^|[\s("'])(?:~|\.{1,2})?/\w+/        # a path
    | \b[A-Za-z]:\\\w                         # a Windows path
    | \w+::\w | \w\(\) | \w_\w                # code: a::b, f(), snake_case
    """,
    re.VERBOSE,
)
FENCE_RE = re.compile(r"^[ ]{0,3}(?:`{3,}|~{3,})", re.MULTILINE)
QUOTATION_RE = re.compile(
    r"\u201C[^\u201C\u201D\n]*\u201D|\"[^\"\n]*\"|\u00AB[^\u00AB\u00BB\n]*\u00BB"
)


class Protected:
    """Tell which spans of one text no edit of unspin or names may touch.

    Protected are URLs, e-mail addresses, handles and hashtags, file names and paths, code
    spans and fences, markup tags with their attributes.
    """

    def __init__(self, text: str) -> None:
        self._text = text

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
        text = self._text
        low = start
        while low > 0 and start - low < REACH and not text[low - 1].isspace():
            low -= 1
        high = end
        while high < len(text) and high - end < REACH and not text[high].isspace():
            high += 1
        return CHUNK_RE.search(text, low, high) is not None

    def _is_in_tag(self, start: int, end: int) -> bool:
        line_start = max(self._text.rfind("\n", max(0, start - REACH), start) + 1, start - REACH, 0)
        opened = self._text.rfind("<", line_start, start)
        if opened < 0 or self._text.find(">", opened, start) >= 0:
            return False
        following = self._text[opened + 1 : opened + 2]
        if not (following.isalpha() or following in ("/", "!")):
            return False  # "<3", "a < b"
        return self._text.find(">", end, end + REACH) >= 0

    def is_in_code(self, start: int, end: int) -> bool:
        """Tell whether the span lies in a code span or a fenced block."""
        line_start = max(self._text.rfind("\n", max(0, start - REACH), start) + 1, start - REACH, 0)
        if self._text.count("`", line_start, start) % 2 == 1:
            line_end = self._text.find("\n", end, end + REACH)
            return self._text.find("`", end, end + REACH if line_end < 0 else line_end) >= 0
        return bool(self._fences) and bisect_right(self._fences, start) % 2 == 1

    @cached_property
    def _fences(self) -> list[int]:
        if "```" not in self._text and "~~~" not in self._text:
            return []
        return [match.start() for match in FENCE_RE.finditer(self._text)]


def find_quotations(text: str) -> list[tuple[int, int]]:
    """Find quotations within one line; an unclosed one is none. In order, apart.

    >>> find_quotations("He said “no” and left.")
    [(8, 12)]
    """
    return [match.span() for match in QUOTATION_RE.finditer(text)]
