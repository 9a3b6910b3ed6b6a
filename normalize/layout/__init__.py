"""The layout step: what a web page left between, before and after an article's sentences.

In order, each on what the one before left: page breaks, repeated paragraphs, page furniture
with date lines, repeated captions, furniture and dates glued to a line, and in what stays
glued words, words and gaps taken apart, broken lines. Whole lines are deleted with their line
breaks in one place, `lines.delete_lines`. Metadata become facts; doubts become findings.

A package for each family: `furniture`, `repeats`, `gaps` (words glued or taken apart),
`breaks` (lines and pages), `metadata`; `findings` reports. A new rule goes into the package of
its family and is called here; `lines` and `evidence` are what all of them read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property
from typing import TYPE_CHECKING

from normalize.edits import Edit, Fact, Finding
from normalize.layout.breaks.broken_lines import SCRAPED, UNSURE, Torn, find_broken_lines
from normalize.layout.breaks.page_breaks import PageBreak, PageBreaks, make_edits
from normalize.layout.edges import find_drops
from normalize.layout.evidence import Evidence, Vocabulary
from normalize.layout.findings import Findings
from normalize.layout.furniture.chain import RULE as FURNITURE_RULE
from normalize.layout.furniture.suspects import Furniture, Suspects
from normalize.layout.gaps.glued_words import Joins
from normalize.layout.gaps.loose import find_loose
from normalize.layout.gaps.splits import find_splits
from normalize.layout.lines import Drop, Page, Spans, delete_lines
from normalize.layout.metadata.dates import RULE as DATE_RULE
from normalize.layout.metadata.dates import Dates, find_titled_date
from normalize.layout.metadata.facts import KEYS, Metadata
from normalize.layout.repeats.rules import Repeats
from normalize.lexicon import Lexicon

if TYPE_CHECKING:
    from normalize.settings import Settings
    from normalize.step import Context


HEAD = frozenset(("date", "byline", "source"))  # what an article or a mail says of itself


def build_step(settings: Settings, lexicon: Lexicon) -> LayoutStep:
    """Build the step; its tables are compiled on first use."""
    return LayoutStep(settings, lexicon)


def _find_broken(page: Page, breaks: Sequence[PageBreak]) -> Iterator[range]:
    """Yield the lines that stand inside page breaks: running heads, page numbers."""
    for item in breaks:
        first, last = page.find_line(item.start), page.find_line(item.end)
        if page.lines[first].start < item.start:
            first += 1
        yield range(first, last if item.end < page.lines[last].end else last + 1)


class LayoutStep:
    """Find page furniture, repeats, glued words, broken lines, metadata. Shared by threads."""

    name = "layout"

    def __init__(self, settings: Settings, lexicon: Lexicon) -> None:
        self._threshold = settings.threshold
        self._is_selected = cache(settings.is_selected)
        self._lexicon = lexicon
        self._words = Vocabulary(lexicon)
        self._joins = Joins(self._words)
        self._findings = Findings(lexicon)
        self._repeats = Repeats(lexicon)

    @cached_property
    def _furniture(self) -> Furniture:
        return Furniture(self._lexicon)

    @cached_property
    def _dates(self) -> Dates:
        return Dates(self._lexicon)

    @cached_property
    def _metadata(self) -> Metadata:
        return Metadata(self._lexicon, self._dates)

    @cached_property
    def _page_breaks(self) -> PageBreaks:
        return PageBreaks(self._words)

    def is_open(self, text: str, context: Context) -> bool:
        """Tell whether there is anything but white space; any short line may be furniture."""
        return bool(text) and not text.isspace()

    def find(self, text: str, context: Context) -> Iterator[Edit | Fact | Finding]:
        """Propose edits, findings and facts. Linear; never raises."""
        if not self.is_open(text, context):
            return
        page = Page(text)
        evidence = Evidence(page, context, self._words)
        breaks = self._find_breaks(text, evidence)
        suspects = self._furniture.find_suspects(text, context.languages)
        drops = find_drops(page, suspects, self._dates, self._repeats)
        applied = {number: drop for number, drop in drops.items() if self._is_applied(drop)}
        gone = {number for number, drop in applied.items() if drop.rule != DATE_RULE}
        stated = {fact.key for fact in context.facts}
        gone.update(*_find_broken(page, breaks))
        facts = self._metadata.find(page, gone, is_first=stated.isdisjoint(KEYS))
        if applied and not page.has_prose(applied):
            yield from facts
            return
        edits = delete_lines(page, applied)
        for number in sorted(drops.keys() - applied.keys()):  # for `skipped`
            edits += delete_lines(page, {number: drops[number]})
        for item in self._find_cuts(page, suspects, applied):
            if isinstance(item, Edit):
                edits.append(item)
            else:  # a scraper's header is surer than what the page says
                facts = [fact for fact in facts if fact.key != item.key]
                facts.append(item)
        yield from facts
        between = Spans((item.start, item.end) for item in breaks)
        edits = [edit for edit in edits if not between.touches(edit.start, edit.end)]
        yield from edits
        yield from make_edits(breaks)
        cut = Spans((edit.start, edit.end) for edit in edits if self._is_applied(edit))
        torn = [(e.start, e.end) for e in edits if e.rule == FURNITURE_RULE and self._is_applied(e)]
        stated.update(fact.key for fact in facts)
        for edit in self._find_inside(page, evidence, breaks, torn, len(stated & HEAD)):
            if not cut.touches(edit.start, edit.end) and not between.touches(edit.start, edit.end):
                yield edit
        yield from self._findings.find(page, context, is_article=len(stated.intersection(KEYS)) > 1)

    def _find_breaks(self, text: str, evidence: Evidence) -> list[PageBreak]:
        """Find the page breaks, unless the settings do not want them repaired."""
        found = self._page_breaks.find_page_breaks(text, evidence)
        return found if found and self._is_applied(make_edits(found)[0]) else []

    def _find_inside(
        self,
        page: Page,
        evidence: Evidence,
        breaks: Sequence[PageBreak],
        torn: Torn,
        stated: int,
    ) -> Iterator[Edit]:
        """Find what is repaired in the lines that stay: joins, splits, broken lines."""
        yield from self._joins.find_glued_words(evidence)
        yield from find_splits(page, self._words, evidence)
        if breaks or len(torn) >= SCRAPED:
            yield from find_loose(page, self._words, evidence)
        wanted = self._threshold <= UNSURE
        yield from find_broken_lines(
            evidence, self._words, breaks, torn=torn, stated=stated, everything=wanted
        )

    def _is_applied(self, item: Drop | Edit) -> bool:
        """Tell whether the engine will make this change: what stays is judged on its own."""
        return item.confidence >= self._threshold and self._is_selected(item.rule)

    def _find_cuts(
        self, page: Page, suspects: Suspects | None, applied: Mapping[int, Drop]
    ) -> Iterator[Edit | Fact]:
        """Find what is cut out of lines that stay: at most one cut a line."""
        taken = set(applied)
        for cut in self._repeats.find_glued(page, applied):
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
