"""Which lines of a page are deleted whole: repeats, furniture, and dates at its two ends."""

from __future__ import annotations

from normalize.layout.furniture.suspects import Suspects
from normalize.layout.lines import Drop, Page, walk_edge
from normalize.layout.metadata.dates import Dates
from normalize.layout.repeats.rules import Repeats

HEAD_REACH = 4  # lines of the article (title, by-line, lead) that a date may stand under
TAIL_REACH = 1  # none: what has the article's own lines below it is no tail


def find_drops(
    page: Page, suspects: Suspects | None, dates: Dates, repeats: Repeats
) -> dict[int, Drop]:
    """Name the lines of a page to delete.

    Repeats come first, so that a second copy does not stand between the article and its
    furniture; then furniture; then both ends are walked inwards for dates. A chronicle keeps
    its dates.

    Returns:
        Line number → drop.
    """
    drops = {**dates.find_repeated_dates(page), **repeats.find(page)}
    if suspects is not None:
        furniture = suspects.find_lines(page)
        # Where the other copy goes as furniture, this one is the article's.
        drops = {n: drop for n, drop in drops.items() if drop.kept not in furniture}
        for number, drop in furniture.items():
            drops.setdefault(number, drop)
    if not page.dated:  # what is dropped at the ends has a date in it
        return drops
    known: list[bool] = []  # of the whole page: asked at need

    def is_chronicle() -> bool:
        if not known:
            known.append(dates.is_chronicle(page))
        return known[0]

    def examine_head(number: int, passed: int) -> Drop | None:
        drop = dates.examine_head(page, number, passed)
        return None if drop is None or is_chronicle() else drop

    def examine_tail(number: int, passed: int) -> Drop | None:
        drop = dates.examine_tail(page, number, passed)
        return None if drop is None or is_chronicle() else drop

    last = len(page.lines) - 1
    walk_edge(range(last + 1), drops, examine_head, HEAD_REACH)
    walk_edge(range(last, -1, -1), drops, examine_tail, TAIL_REACH)
    return drops
