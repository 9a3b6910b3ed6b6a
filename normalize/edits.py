"""Edits, the one engine that applies them, and the offset map.

Steps *propose* (`Edit`), `apply` sorts, settles overlaps, writes the text once and keeps
where every character came from; `normalize.layers` replays and undoes what it wrote. Nothing
else in the package ever builds text. This module imports nothing from the package.

Terms (all offsets are Unicode code points, half-open ``[start, end)``):

* **layer**: the edits that one run of one step applied; a ledger is a list of changes
  ordered by layer, then by place. Layer *k* reads the text that layer *k - 1* wrote.
* **region**: a pair of spans ``(a_start, a_end, b_start, b_end)`` that stand for each
  other in two texts; everything outside the regions is identical.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import msgspec


class Edit(msgspec.Struct, frozen=True, gc=False):
    """Propose a replacement; the span is in the text that the step was given."""

    start: int
    end: int
    after: str
    rule: str
    confidence: float = 1.0
    note: str = ""


class Finding(msgspec.Struct, frozen=True, gc=False):
    """Report something that is not changed; `origin_*` are filled in by the pipeline."""

    start: int
    end: int
    rule: str
    message: str
    confidence: float = 1.0
    origin_start: int = -1
    origin_end: int = -1


class Fact(msgspec.Struct, frozen=True, gc=False):
    """State something about the document (its language, date, spun probability)."""

    key: str
    value: str | float | int | bool
    start: int = 0
    end: int = 0
    origin_start: int = -1
    origin_end: int = -1


class Mention(msgspec.Struct, frozen=True, gc=False):
    """Say where a canonical name stands, whether or not its spelling was changed."""

    start: int
    end: int
    canonical: str
    kind: str
    id: str = ""
    origin_start: int = -1
    origin_end: int = -1


class Change(msgspec.Struct, frozen=True, gc=False):
    """Record one applied edit.

    `start`, `end` are in the final text and `origin_start`, `origin_end` in the original,
    each the smallest span that covers the change. `layer` and `input_start` place it in
    the text that its step was given; replaying needs only these, `before` and `after`.
    """

    rule: str
    step: str
    before: str
    after: str
    confidence: float
    note: str
    layer: int
    input_start: int
    start: int = -1
    end: int = -1
    origin_start: int = -1
    origin_end: int = -1

    @property
    def input_end(self) -> int:
        """End of `before` in the text that the step was given."""
        return self.input_start + len(self.before)


class Skipped(msgspec.Struct, frozen=True, gc=False):
    """Record an edit that was proposed and not applied, with the reason.

    `reason` is one of ``overlap`` (another edit took the place), ``below-level``,
    ``rejected`` (by an `accept` predicate, or since it rested on a rejected change),
    ``quotation`` (`quotations = "keep"`) and ``unstable`` (it would not settle).
    """

    rule: str
    step: str
    before: str
    after: str
    origin_start: int
    origin_end: int
    confidence: float
    note: str
    reason: str


class Region(NamedTuple):
    """A span of one text and the span of another that stands for it."""

    a_start: int
    a_end: int
    b_start: int
    b_end: int


class Applied(NamedTuple):
    """What `apply` did: the text, the edits in it, those left out, and the regions."""

    text: str
    edits: list[Edit]
    skipped: list[Edit]
    regions: list[Region]


class LedgerError(ValueError):
    """The text is not the one that the ledger was made for."""


def is_overlapping(a_start: int, a_end: int, b_start: int, b_end: int) -> bool:
    """Tell whether two spans share a character; an empty span must lie strictly inside.

    >>> is_overlapping(0, 2, 2, 4), is_overlapping(1, 1, 0, 2), is_overlapping(0, 0, 0, 2)
    (False, True, False)
    """
    return a_start < b_end and b_start < a_end


def settle_overlaps(edits: Iterable[Edit]) -> tuple[list[Edit], list[Edit]]:
    """Choose the edits to apply: by confidence, then length, then place.

    Returns:
        (kept in order of place and overlapping nowhere, left out). Two insertions at
        one place count as overlapping, since their order would be a guess. O(n log n).
    """
    ordered = sorted(edits, key=lambda edit: (edit.start, edit.end))
    kept: list[Edit] = []
    lost: list[Edit] = []
    cluster: list[Edit] = []
    reach = -1
    for edit in ordered:
        joins = edit.start < reach or (
            bool(cluster) and edit.start == edit.end == cluster[-1].start == cluster[-1].end
        )
        if cluster and not joins:
            _settle_cluster(cluster, kept, lost)
            cluster = []
            reach = -1
        cluster.append(edit)
        reach = max(reach, edit.end)
    if cluster:
        _settle_cluster(cluster, kept, lost)
    return kept, lost


def _settle_cluster(cluster: list[Edit], kept: list[Edit], lost: list[Edit]) -> None:
    if len(cluster) == 1:
        kept.append(cluster[0])
        return
    taken: list[Edit] = []
    starts: list[int] = []
    for edit in sorted(cluster, key=lambda e: (-e.confidence, e.start - e.end, e.start, e.after)):
        at = bisect_right(starts, edit.start)
        if any(_is_conflict(edit, other) for other in taken[max(0, at - 2) : at + 2]):
            lost.append(edit)
        else:
            taken.insert(at, edit)
            starts.insert(at, edit.start)
    kept.extend(sorted(taken, key=lambda edit: (edit.start, edit.end)))


def _is_conflict(edit: Edit, other: Edit) -> bool:
    if edit.start == edit.end == other.start == other.end:
        return True
    return is_overlapping(edit.start, edit.end, other.start, other.end)


def apply(text: str, edits: Iterable[Edit]) -> Applied:
    """Apply edits to a text in one writing; what overlaps is left out, never lost.

    Args:
        text: any str.
        edits: in any order; an edit that changes nothing is dropped.
    Raises:
        ValueError: an edit lies outside the text (a fault in the step that made it).

    >>> apply("peace  plan", [Edit(5, 7, " ", "double-space")]).text
    'peace plan'
    """
    size = len(text)
    wanted = []
    reach = -1
    in_order = True  # and apart, as most steps propose them
    for edit in edits:
        start, end = edit.start, edit.end
        if not 0 <= start <= end <= size:
            raise ValueError(f"{edit!r} lies outside a text of {size} characters")
        if text[start:end] != edit.after:
            wanted.append(edit)
            if start < reach or start == end == reach:
                in_order = False
            reach = end
    kept, lost = (wanted, []) if in_order else settle_overlaps(wanted)
    if not kept:
        return Applied(text, [], lost, [])
    pieces: list[str] = []
    regions: list[Region] = []
    done = shift = 0
    for edit in kept:
        start, end, after = edit.start, edit.end, edit.after
        pieces += (text[done:start], after)
        moved = start + shift + len(after)
        regions.append(Region(start, end, start + shift, moved))
        shift = moved - end
        done = end
    pieces.append(text[done:])
    return Applied("".join(pieces), kept, lost, regions)


class OffsetMap:
    """Map spans between the original and the clean text.

    Keeps the changed regions only and looks them up by bisection. A span maps to the
    smallest span that covers it: what lies in a changed region maps to all of it. Text that
    was inserted or deleted at the very edge of a span belongs to neither side, so a round
    trip covers a span but for what was inserted at its edges.
    """

    __slots__ = ("_a_ends", "_a_starts", "_b_ends", "_b_starts", "regions")

    def __init__(self, regions: Sequence[Region] = ()) -> None:
        self.regions = regions
        if not regions:
            self._a_starts = self._a_ends = self._b_starts = self._b_ends = []
            return
        self._a_starts = [region.a_start for region in regions]
        self._a_ends = [region.a_end for region in regions]
        self._b_starts = [region.b_start for region in regions]
        self._b_ends = [region.b_end for region in regions]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, OffsetMap) and list(self.regions) == list(other.regions)

    def __hash__(self) -> int:
        return hash(tuple(self.regions))

    def __repr__(self) -> str:
        return f"OffsetMap({len(self.regions)} regions)"

    def to_original(self, start: int, end: int) -> tuple[int, int]:
        """Map a span of the clean text to the span of the original that it came from.

        Raises:
            ValueError: negative, or the end lies before the start.
        """
        return _map_span(start, end, self._b_starts, self._b_ends, self._a_starts, self._a_ends)

    def to_clean(self, start: int, end: int) -> tuple[int, int]:
        """Map a span of the original to the span of the clean text that came of it.

        Raises:
            ValueError: negative, or the end lies before the start.
        """
        return _map_span(start, end, self._a_starts, self._a_ends, self._b_starts, self._b_ends)

    def then(self, later: OffsetMap) -> OffsetMap:
        """Compose with a map whose original is this map's clean text. O(n log n)."""
        if not self.regions or not later.regions:
            return later if not self.regions else self
        spans = [(r.b_start, r.b_end, r.a_end - r.a_start, -1) for r in self.regions]
        spans += [(r.a_start, r.a_end, -1, r.b_end - r.b_start) for r in later.regions]
        spans.sort(key=lambda span: (span[0], span[1]))
        regions: list[Region] = []
        to_a = to_b = 0
        for start, end, members in iter_clusters(spans):
            a_start, b_start = start + to_a, start + to_b
            for s, e, a_length, b_length in members:
                if a_length >= 0:
                    to_a += a_length - (e - s)
                if b_length >= 0:
                    to_b += b_length - (e - s)
            regions.append(Region(a_start, end + to_a, b_start, end + to_b))
        return OffsetMap(regions)


Span = tuple[int, int, int, int]


def iter_clusters(spans: Iterable[Span]) -> Iterator[tuple[int, int, list[Span]]]:
    """Yield (start, end, members) of spans that overlap; touching ones stay apart."""
    cluster: list[Span] = []
    start = end = -1
    for span in spans:
        if cluster and not is_overlapping(span[0], span[1], start, end):
            yield start, end, cluster
            cluster = []
        if not cluster:
            start, end = span[0], span[1]
        cluster.append(span)
        end = max(end, span[1])
    if cluster:
        yield start, end, cluster


def _map_span(
    start: int,
    end: int,
    from_starts: list[int],
    from_ends: list[int],
    to_starts: list[int],
    to_ends: list[int],
) -> tuple[int, int]:
    if not 0 <= start <= end:
        raise ValueError(f"({start}, {end}) is no span")
    at = bisect_right(from_starts, start) - 1
    if at < 0:
        low = start
    elif start < from_ends[at]:
        low = to_starts[at]
    else:
        low = to_ends[at] + start - from_ends[at]
    at = bisect_left(from_starts, end) - 1
    if at < 0:
        high = end
    elif end <= from_ends[at]:
        high = to_ends[at]
    else:
        high = to_ends[at] + end - from_ends[at]
    return (low, high) if low <= high else (high, low)
