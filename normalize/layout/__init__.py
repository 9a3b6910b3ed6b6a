"""The layout step: what a web page left between, before and after an article's sentences.

In order, each on what the one before left: repeated paragraphs, page furniture with date
lines (from both ends inwards, then in between), repeated captions, furniture and dates
glued to a line, and glued words in what stays. Whole lines are deleted with their line
breaks in one place, `lines.delete_lines`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from normalize.edits import Edit, Fact
from normalize.layout.dates import Dates, find_titled_date
from normalize.layout.edges import find_drops
from normalize.layout.furniture import Furniture, Suspects
from normalize.layout.joins import Joins
from normalize.layout.lines import Drop, Page, delete_lines
from normalize.layout.repeats import find_repeated_captions
from normalize.lexicon import Lexicon

if TYPE_CHECKING:
    from normalize.settings import Settings
    from normalize.step import Context


def build_step(settings: Settings, lexicon: Lexicon) -> LayoutStep:
    """Build the step; its tables are compiled on first use."""
    return LayoutStep(settings, lexicon)


class LayoutStep:
    """Find page furniture, repeats, glued words and date lines. Shared by threads."""

    name = "layout"

    def __init__(self, settings: Settings, lexicon: Lexicon) -> None:
        self._settings = settings
        self._lexicon = lexicon
        self._joins = Joins(lexicon)

    @cached_property
    def _furniture(self) -> Furniture:
        return Furniture(self._lexicon)

    @cached_property
    def _dates(self) -> Dates:
        return Dates(self._lexicon)

    def is_open(self, text: str, context: Context) -> bool:
        """Tell whether there is anything but white space; any short line may be furniture."""
        return bool(text) and not text.isspace()

    def find(self, text: str, context: Context) -> Iterator[Edit | Fact]:
        """Propose edits and the facts `date` and `title`. Linear; never raises."""
        if not self.is_open(text, context):
            return
        page = Page(text)
        suspects = self._furniture.find_suspects(text, context.languages)
        drops, facts = find_drops(page, suspects, self._dates)
        applied = {number: drop for number, drop in drops.items() if self._is_applied(drop)}
        if applied and not page.has_prose(applied):
            return
        edits = delete_lines(page, applied)
        for number in sorted(drops.keys() - applied.keys()):  # for `skipped`
            edits += delete_lines(page, {number: drops[number]})
        for item in self._find_cuts(page, suspects, applied):
            if isinstance(item, Edit):
                edits.append(item)
            else:
                facts.append(item)
        yield from facts
        yield from edits
        gone = sorted((edit.start, edit.end) for edit in edits if self._is_applied(edit))
        yield from self._joins.find_glued_words(page, context, gone)

    def _is_applied(self, item: Drop | Edit) -> bool:
        """Tell whether the engine will make this change: what stays is judged on its own."""
        if item.confidence < self._settings.threshold:
            return False
        return self._settings.is_selected(item.rule)

    def _find_cuts(
        self, page: Page, suspects: Suspects | None, applied: Mapping[int, Drop]
    ) -> Iterator[Edit | Fact]:
        """Find what is cut out of lines that stay: at most one cut a line."""
        taken = set(applied)
        for cut in find_repeated_captions(page, applied):
            taken.add(page.find_line(cut.start))
            yield cut
        if 0 not in taken:
            for item in find_titled_date(page):
                taken.add(0)
                yield item
        if suspects is not None:
            for cut in suspects.find_cuts(page, applied):
                if page.find_line(cut.start) not in taken:
                    yield cut
