"""Read the two words that meet at a seam, and what their document says about them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from normalize.layout.lines import Page
from normalize.words import WORD_RE

if TYPE_CHECKING:
    from normalize.step import Context

WORD_AT_RE = re.compile(r"[A-Z]?[a-z]*")
LONGEST = 30  # letters of a half; longer tokens are data
CODE_RE = re.compile(
    r"\w\(\)|\w_\w|[{}`]|</|::|->|==|;\s*$|^[^\S\n]*(?:def|import|from|var|let|const|class)\s\w+\b",
    re.MULTILINE,
)
ENCLOSING = frozenset("\"'`_\\/@#$%&=+<>{}[]()*~^|:\u2018\u201c\u00ab")


class Join(NamedTuple):
    """A place where two words meet: the left one, the seam, the right one."""

    start: int
    seam: int
    end: int
    left: str
    right: str


class Evidence:
    """What the document says about a join; each part is worked out once, when asked."""

    def __init__(self, page: Page, context: Context, gone: Sequence[tuple[int, int]]) -> None:
        self._page = page
        self._context = context
        self._gone = gone
        self._english: dict[int, bool] = {}
        self.has_identifiers: bool | None = None  # None: nobody has looked yet

    @cached_property
    def _counts(self) -> Counter[str]:
        counts: Counter[str] = Counter()
        at = 0
        for start, end in [*self._gone, (len(self._page.text), 0)]:
            counts.update(WORD_RE.findall(self._page.text, at, max(at, start)))
            at = max(at, end)
        return counts

    def count(self, word: str) -> int:
        """Tell how often a word stands in the document on its own, as it is written."""
        return self._counts[word]

    def is_repeated(self, word: str) -> bool:
        """Tell whether a word that a full stop sets off stands elsewhere in the document too."""
        return self._counts[word] > 1

    def is_name(self, word: str) -> bool:
        """Tell whether a word stands elsewhere with a capital and nowhere without."""
        return self._counts[word] > 0 and self._counts[word.lower()] == 0

    def stand_apart(self, join: Join) -> bool:
        """Tell whether both halves of a join stand elsewhere, in either case."""
        return all(
            self._counts[word.lower()] or self._counts[word.capitalize()]
            for word in (join.left, join.right)
        )

    @cached_property
    def is_technical(self) -> bool:
        """Tell whether anything in the document looks like code."""
        return CODE_RE.search(self._page.text) is not None

    def covers(self, start: int, end: int) -> bool:
        """Tell whether a span is protected."""
        return self._context.protected.covers(start, end)

    def is_open_to_english(self, offset: int) -> bool:
        """Tell whether English rules apply at an offset: in English prose, outside spans.

        The language is asked once a line, at its start: looking for the line's start from
        each offset of a very long line would be quadratic.
        """
        number = self._page.find_line(offset)
        if number not in self._english:
            start = self._page.lines[number].start
            english = not self._page.is_code(number) and self._context.languages.at(start) == "en"
            self._english[number] = english
        return self._english[number] and not self.covers(offset, offset)


def read_join(text: str, seam: int) -> Join | None:
    """Read the two halves around a capital; None unless the token is just these two."""
    left = read_left(text, seam)
    if left is None:
        return None
    right = read_right(text, seam)
    if right is None:
        return None
    start = seam - len(left)
    if start > 0 and text[start - 1] in ENCLOSING and text[start - 1] not in "(\u201c\u2018":
        return None
    return Join(start, seam, seam + len(right), left, right)


def read_left(text: str, end: int) -> str | None:
    """Read the word before an offset: lower case but for a capital at its start."""
    low = max(0, end - LONGEST)
    start = end
    while start > low and text[start - 1].isascii() and text[start - 1].islower():
        start -= 1
    if start > low and "A" <= text[start - 1] <= "Z":
        start -= 1
    if start == end or start == low > 0:
        return None
    before = text[start - 1 : start]
    if before.isalnum() or before in (
        "_",
        "-",
        ".",
        "'",
        "\N{RIGHT SINGLE QUOTATION MARK}",
        "@",
        "#",
    ):
        return None
    return text[start:end]


def read_right(text: str, start: int) -> str | None:
    """Read the word at an offset: a capital, then lower case, then prose goes on."""
    found = WORD_AT_RE.match(text, start, start + LONGEST)
    if found is None or not found.group()[:1].isupper():
        return None
    word = found.group()
    after = text[found.end() : found.end() + 1]
    if len(word) < 2 and not (word in "AI" and after == " "):
        return None
    if after == "'" and text[found.end() + 1 : found.end() + 2].isalpha():
        return word  # "We're"
    if after.isalnum() or (after in ENCLOSING and after not in ":)"):
        return None
    if after in (".", "-") and text[found.end() + 1 : found.end() + 2].isalnum():
        return None  # a file name, a version, a chain of names
    return word
