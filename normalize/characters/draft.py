"""A piece of text on its way through several repairs, with where each character came from.

One family uncovers work for the next (an entity decodes to mojibake), so a line is folded
through all of them before anything is proposed. What comes out are edits of the line as it
was, each as small as what the repairs touched: places that later repairs touched again
become one edit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from normalize.edits import Applied, Edit, OffsetMap, apply


class _Touch(NamedTuple):
    """Where in the original a repair was made, and by which rule."""

    start: int
    end: int
    rule: str
    confidence: float


class Draft:
    """Fold edits into one text; `edits` gives them as edits of the original.

    >>> draft = Draft("&Atilde;&copy;")
    >>> draft.take([Edit(0, 8, "Ã", "html-entity"), Edit(8, 14, "©", "html-entity")])
    True
    >>> draft.take([Edit(0, 2, "é", "mojibake", 0.99)])
    True
    >>> [(e.start, e.end, e.after, e.rule, e.note) for e in draft.edits()]
    [(0, 14, 'é', 'html-entity', 'then mojibake')]
    """

    __slots__ = ("_last", "_map", "_touched", "original", "text")

    def __init__(self, text: str) -> None:
        self.original = self.text = text
        self._map = OffsetMap()
        self._touched: list[_Touch] = []
        self._last: Applied | None = None  # the one layer there is, as long as there is but one

    def take(self, edits: Iterable[Edit]) -> bool:
        """Apply edits of the present text; tells whether they changed anything."""
        wanted = list(edits)
        if not wanted:
            return False
        applied = apply(self.text, wanted)
        if not applied.edits:
            return False
        if self.text is self.original:
            self._last = applied
        else:
            self._compose()
            self._touch(applied)
            self._last = None
        self.text = applied.text
        return True

    def _compose(self) -> None:
        """Note the first layer, which was kept as it came: most drafts have no second."""
        if self._last is not None:
            self._touch(self._last)

    def _touch(self, applied: Applied) -> None:
        for edit in applied.edits:
            span = self._map.to_original(edit.start, edit.end)
            self._touched.append(_Touch(*span, edit.rule, edit.confidence))
        self._map = self._map.then(OffsetMap(applied.regions))

    def to_original(self, start: int, end: int) -> tuple[int, int]:
        """Map a span of the present text to the original."""
        self._compose()
        self._last = None
        return self._map.to_original(start, end)

    def edits(self, offset: int = 0) -> Iterator[Edit]:
        """Yield what was done as edits of the original, in order, `offset` added."""
        if self._last is not None:
            if not offset:
                yield from self._last.edits
                return
            for edit in self._last.edits:
                start, end = edit.start + offset, edit.end + offset
                yield Edit(start, end, edit.after, edit.rule, edit.confidence, edit.note)
            return
        order = sorted(range(len(self._touched)), key=lambda n: self._touched[n][:2])
        at = 0
        for region in self._map.regions:
            mine: list[int] = []
            while at < len(order) and self._touched[order[at]].end <= region.a_end:
                mine.append(order[at])
                at += 1
            after = self.text[region.b_start : region.b_end]
            if mine and self.original[region.a_start : region.a_end] != after:
                touches = [self._touched[number] for number in sorted(mine)]
                yield _make_edit(region.a_start + offset, region.a_end + offset, after, touches)


def _make_edit(start: int, end: int, after: str, touches: list[_Touch]) -> Edit:
    first, *others = dict.fromkeys(touch.rule for touch in touches)  # in the order of time
    note = f"then {', '.join(others)}" if others else ""
    return Edit(start, end, after, first, min(touch.confidence for touch in touches), note)
