"""Edits, the one engine that applies them, and the offset map.

Steps *propose* (`Edit`), this module *applies*: it sorts, settles overlaps, writes the
text once and keeps where every character came from. Nothing else in the package ever
builds text. It imports nothing from the package.

Terms (all offsets are Unicode code points, half-open ``[start, end)``):

* **layer**: the edits that one run of one step applied; a ledger is a list of changes
  ordered by layer, then by place. Layer *k* reads the text that layer *k - 1* wrote.
* **region**: a pair of spans ``(a_start, a_end, b_start, b_end)`` that stand for each
  other in two texts; everything outside the regions is identical.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter
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
    ordered = list(edits)
    if is_in_order(ordered):
        return ordered, []
    ordered.sort(key=lambda edit: (edit.start, edit.end))
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


def is_in_order(edits: Sequence[Edit]) -> bool:
    """Tell whether edits stand in order of place and apart, as most steps propose them."""
    reach = -1
    for edit in edits:
        if edit.start < reach or edit.start == edit.end == reach:
            return False
        reach = edit.end
    return True


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
    wanted = []
    for edit in edits:
        if not 0 <= edit.start <= edit.end <= len(text):
            raise ValueError(f"{edit!r} lies outside a text of {len(text)} characters")
        if text[edit.start : edit.end] != edit.after:
            wanted.append(edit)
    kept, lost = settle_overlaps(wanted)
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
    smallest span that covers it: what lies in a changed region maps to all of it.
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

    def to_original(self, start: int, end: int) -> tuple[int, int]:
        """Map a span of the clean text to the span of the original that it came from."""
        return _map_span(start, end, self._b_starts, self._b_ends, self._a_starts, self._a_ends)

    def to_clean(self, start: int, end: int) -> tuple[int, int]:
        """Map a span of the original to the span of the clean text that came of it."""
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
        for start, end, members in _iter_clusters(spans):
            a_start, b_start = start + to_a, start + to_b
            for s, e, a_length, b_length in members:
                if a_length >= 0:
                    to_a += a_length - (e - s)
                if b_length >= 0:
                    to_b += b_length - (e - s)
            regions.append(Region(a_start, end + to_a, b_start, end + to_b))
        return OffsetMap(regions)


_Span = tuple[int, int, int, int]


def _iter_clusters(spans: Iterable[_Span]) -> Iterator[tuple[int, int, list[_Span]]]:
    """Yield (start, end, members) of spans that overlap; touching ones stay apart."""
    cluster: list[_Span] = []
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


def iter_layers(changes: Iterable[Change]) -> Iterator[list[Change]]:
    """Yield the changes of each layer, in order of place."""
    ordered = sorted(changes, key=lambda c: (c.layer, c.input_start, c.input_end))
    for _, group in groupby(ordered, key=attrgetter("layer")):
        yield list(group)


def replay(original: str, changes: Iterable[Change]) -> str:
    """Apply a ledger to the text it was made for, without running any step.

    Raises:
        LedgerError: the text is another one; says where it first differs.
    """
    text = original
    for layer in iter_layers(changes):
        text = _write(text, ((c.input_start, c.before, c.after) for c in layer))
    return text


def restore(text: str, changes: Iterable[Change]) -> str:
    """Undo a ledger: from the clean text back to the original.

    Raises:
        LedgerError: the text is not the one that the ledger wrote; says where.
    """
    for layer in reversed(list(iter_layers(changes))):
        shift = 0
        inverse = []
        for change in layer:
            inverse.append((change.input_start + shift, change.after, change.before))
            shift += len(change.after) - len(change.before)
        text = _write(text, inverse)
    return text


def _write(text: str, replacements: Iterable[tuple[int, str, str]]) -> str:
    pieces: list[str] = []
    done = 0
    for start, before, after in replacements:
        if start < done or not text.startswith(before, start) or start > len(text):
            found = text[start : start + len(before)]
            raise LedgerError(
                f"the ledger does not belong to this text: at character {start} it expects "
                f"{before!r}, the text has {found!r}"
            )
        pieces += (text[done:start], after)
        done = start + len(before)
    pieces.append(text[done:])
    return "".join(pieces)


def compose(layers: Sequence[Sequence[Change]]) -> tuple[list[Change], OffsetMap]:
    """Fill in the spans of changes, and build the map from original to final text.

    Args:
        layers: changes whose `input_start`, `before`, `after` are right; `layer`, `start`,
            `end` and `origin_*` are written anew.
    """
    maps = [OffsetMap(_regions_of(layer)) for layer in layers]
    after_maps = [OffsetMap()] * (len(maps) + 1)
    for at in range(len(maps) - 1, -1, -1):
        after_maps[at] = maps[at].then(after_maps[at + 1])
    changes: list[Change] = []
    before_map = OffsetMap()
    for at, layer in enumerate(layers):
        for change, region in zip(layer, maps[at].regions, strict=True):
            origin = before_map.to_original(region.a_start, region.a_end)
            final = after_maps[at + 1].to_clean(region.b_start, region.b_end)
            changes.append(
                msgspec.structs.replace(
                    change,
                    layer=at,
                    start=final[0],
                    end=final[1],
                    origin_start=origin[0],
                    origin_end=origin[1],
                )
            )
        before_map = before_map.then(maps[at])
    return changes, after_maps[0]


def _regions_of(layer: Sequence[Change]) -> list[Region]:
    regions = []
    shift = 0
    for change in layer:
        start = change.input_start + shift
        regions.append(
            Region(change.input_start, change.input_end, start, start + len(change.after))
        )
        shift += len(change.after) - len(change.before)
    return regions


def select_changes(
    changes: Iterable[Change], accept: Callable[[Change], bool]
) -> tuple[list[list[Change]], list[Change]]:
    """Keep the accepted changes; reject with each what was built upon it.

    A change whose input overlaps the output of a rejected one cannot be applied without
    it, and is rejected too. The kept ones are moved to where they stand in a text that
    lacks the rejected ones; nothing is run again.

    Returns:
        (layers of kept changes, for `compose` and `replay`; the rejected changes).
    """
    kept_layers: list[list[Change]] = []
    rejected: list[Change] = []
    # What differs between the full text (positions below) and the partial one: spans of
    # the full text with the length that stands there in the partial text.
    differing: list[_Span] = []
    for layer in iter_layers(changes):
        starts = [span[0] for span in differing]
        ends = [span[1] for span in differing]
        shifts = [0]
        for start, end, length, _ in differing:
            shifts.append(shifts[-1] + length - (end - start))
        kept: list[Change] = []
        refused: list[Change] = []
        for change in layer:
            low = bisect_right(ends, change.input_start)
            touched = low < len(starts) and is_overlapping(
                change.input_start, change.input_end, starts[low], ends[low]
            )
            if touched or not accept(change):
                refused.append(change)
            else:
                moved = change.input_start + shifts[low]
                kept.append(msgspec.structs.replace(change, input_start=moved))
        kept_layers.append(kept)
        rejected += refused
        differing = _carry_differing(differing, layer, refused)
    return [layer for layer in kept_layers if layer], rejected


def _carry_differing(
    differing: list[_Span], layer: list[Change], refused: list[Change]
) -> list[_Span]:
    """Move the differing spans over one layer of the full text, adding its refused ones."""
    refused_spans = [(c.input_start, c.input_end, -1, len(c.after)) for c in refused]
    spans = sorted(differing + refused_spans, key=lambda span: (span[0], span[1]))
    accepted_at = {id(change) for change in refused}
    others = [change for change in layer if id(change) not in accepted_at]
    carried: list[_Span] = []
    shift = at = 0
    for start, end, members in _iter_clusters(spans):
        while at < len(others) and others[at].input_end <= start:
            shift += len(others[at].after) - len(others[at].before)
            at += 1
        full_start = start + shift
        partial_length = end - start
        for s, e, length, after in members:
            if length >= 0:
                partial_length += length - (e - s)
            else:
                shift += after - (e - s)
        carried.append((full_start, end + shift, partial_length, 0))
    return carried
