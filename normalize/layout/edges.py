"""What is furniture depends on where it stands: the head, the body and the tail of a page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property

from normalize.layout.dates import DateLine, Dates
from normalize.layout.furniture import Furniture
from normalize.layout.lines import Drop, Page, walk_edge
from normalize.layout.repeats import Repeats

HEAD_REACH = 4  # lines of the article (title, by-line, lead) that furniture may stand under
TAIL_REACH = 1  # none: what has the article's own lines below it is no tail
BESIDE = 0.80  # a pattern less sure than this counts only right above other furniture
# Words of licences and manuals; all of them keep their copyright lines.
LEGAL_RE = re.compile(
    r"licen[cs]e|redistribut|^[^\S\n]*copyright[^\S\n]*$", re.IGNORECASE | re.MULTILINE
)


def find_drops(page: Page, furniture: Furniture, dates: Dates, repeats: Repeats) -> dict[int, Drop]:
    """Name the lines of a page to delete.

    Repeats come first, so that a second copy does not stand between the article and its
    furniture; then both ends are walked inwards; what is left is the body.

    Returns:
        Line number → drop.
    """
    drops = {**dates.find_repeated_dates(page), **repeats.find(page)}
    edges = _Edges(page, furniture, dates, drops)
    last = len(page.lines) - 1
    walk_edge(range(last + 1), drops, edges.examine_head, HEAD_REACH)
    walk_edge(range(last, -1, -1), drops, edges.examine_tail, TAIL_REACH)
    for number in range(last + 1):
        if number not in drops:
            drop = edges.match(number, "body")
            if drop is not None:
                drops[number] = drop
    return drops


class _Edges:
    """Examine the lines of one page by place."""

    def __init__(
        self, page: Page, furniture: Furniture, dates: Dates, drops: Mapping[int, Drop]
    ) -> None:
        self._page = page
        self._furniture = furniture
        self._dates = dates
        self._drops = drops

    @cached_property
    def _is_chronicle(self) -> bool:
        return self._dates.is_chronicle(self._page)

    @cached_property
    def _is_legal(self) -> bool:
        """Tell whether a copyright line may be what the document is about."""
        return LEGAL_RE.search(self._page.text) is not None

    def match(self, number: int, place: str) -> Drop | None:
        """Match a line with the patterns for a place; code and examples are left alone."""
        line = self._page.lines[number]
        if not self._furniture.is_short(line.end - line.start):
            return None
        if self._page.is_example(number):
            return None
        return self._furniture.match(self._page.read(number), place)

    def examine_head(self, number: int, passed: int) -> Drop | None:
        """Look for furniture and date lines at the head."""
        dated = self._dates.examine_head(self._page, number, passed)
        return self._take_date(number, dated) or self.match(number, "head")

    def examine_tail(self, number: int, passed: int) -> Drop | None:
        """Look for furniture and date lines at the tail."""
        dated = self._dates.examine_tail(self._page, number, passed)
        drop = self._take_date(number, dated) or self.match(number, "tail")
        if drop is None:
            drop = self.match(number, "foot")
            return None if drop is None or self._is_legal else drop
        if drop is not None and drop.confidence < BESIDE and number + 1 not in self._drops:
            return None
        return drop

    def _take_date(self, number: int, dated: tuple[DateLine, Drop] | None) -> Drop | None:
        if dated is None or self._is_chronicle:
            return None
        return dated[1]
