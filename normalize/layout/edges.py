"""What is furniture depends on where it stands: the head, the body and the tail of a page."""

from __future__ import annotations

from functools import cached_property

from normalize.layout.dates import DateLine, Dates
from normalize.layout.furniture import Suspects
from normalize.layout.lines import Drop, Page, walk_edge
from normalize.layout.repeats import Repeats

HEAD_REACH = 4  # lines of the article (title, by-line, lead) that furniture may stand under
TAIL_REACH = 1  # none: what has the article's own lines below it is no tail


def find_drops(
    page: Page, suspects: Suspects | None, dates: Dates, repeats: Repeats
) -> dict[int, Drop]:
    """Name the lines of a page to delete.

    Repeats come first, so that a second copy does not stand between the article and its
    furniture; then furniture; then both ends are walked inwards for dates.

    Returns:
        Line number → drop.
    """
    drops = repeats.find(page)
    if suspects is not None:
        for number, drop in suspects.find_lines(page).items():
            drops.setdefault(number, drop)
    edges = _Edges(page, dates)
    last = len(page.lines) - 1
    walk_edge(range(last + 1), drops, edges.examine_head, HEAD_REACH)
    walk_edge(range(last, -1, -1), drops, edges.examine_tail, TAIL_REACH)
    return drops


class _Edges:
    """Examine the lines of one page by place."""

    def __init__(self, page: Page, dates: Dates) -> None:
        self._page = page
        self._dates = dates

    @cached_property
    def _is_chronicle(self) -> bool:
        return self._dates.is_chronicle(self._page)

    def examine_head(self, number: int, passed: int) -> Drop | None:
        """Look for date lines at the head."""
        return self._take_date(number, self._dates.examine_head(self._page, number, passed))

    def examine_tail(self, number: int, passed: int) -> Drop | None:
        """Look for date lines at the tail."""
        return self._take_date(number, self._dates.examine_tail(self._page, number, passed))

    def _take_date(self, number: int, dated: tuple[DateLine, Drop] | None) -> Drop | None:
        if dated is None or self._is_chronicle:
            return None
        return dated[1]
