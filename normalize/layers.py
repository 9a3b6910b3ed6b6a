"""Layers of changes: replay them, undo them, keep some of them, map spans through them.

All of it works from the ledger alone: no step is run. A layer is what one run of one step
applied; layer *k* reads the text that layer *k - 1* wrote.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter

import msgspec

from normalize.edits import (
    Change,
    LedgerError,
    OffsetMap,
    Region,
    Span,
    is_overlapping,
    iter_clusters,
)


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
    differing: list[Span] = []
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
    differing: list[Span], layer: list[Change], refused: list[Change]
) -> list[Span]:
    """Move the differing spans over one layer of the full text, adding its refused ones."""
    refused_spans = [(c.input_start, c.input_end, -1, len(c.after)) for c in refused]
    spans = sorted(differing + refused_spans, key=lambda span: (span[0], span[1]))
    accepted_at = {id(change) for change in refused}
    others = [change for change in layer if id(change) not in accepted_at]
    carried: list[Span] = []
    shift = at = 0
    for start, end, members in iter_clusters(spans):
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
