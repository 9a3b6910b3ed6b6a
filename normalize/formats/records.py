"""Records: a file as a row of byte strings, in which only some places are text.

Terms: a **record** is a stretch of a file that is read and written alone (a line of JSONL, a
row of a table, a message, a whole page). Its records in order are the file, byte for byte.
A **slot** is one text in a record: a JSON string, a cell, the visible text of a page. Its
**segments** say where each part of the text stands in the source, so that a change replaces
the few bytes concerned and nothing else. **Patches** undo it: what stood there before.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO, NamedTuple, Protocol

import msgspec

from normalize.formats.detect import FormatError

FIELDS = ("text",)


class Selection(msgspec.Struct, frozen=True):
    """Which parts of a record are text, and how it is encoded.

    Attributes:
        fields: keys of JSON, or paths of keys (`meta.title`).
        columns: names of columns, or their numbers from 1.
        encoding: of the files; None is told from each.
    """

    fields: tuple[str, ...] = FIELDS
    columns: tuple[str, ...] = ()
    encoding: str | None = None


class RecordError(FormatError):
    """A record cannot be read; it is left as it is, and the others go on."""


class Segment(NamedTuple):
    """A part of a text and where it comes from, [start, end) in both.

    An `atomic` segment (an escape, an entity) is written in another way than it reads, and
    only as a whole; one with an empty source is a gap that the reader put in.
    """

    start: int
    end: int
    source_start: int
    source_end: int
    atomic: bool = False


class Replacement(NamedTuple):
    """New source text for a span of a record's source."""

    start: int
    end: int
    after: str


class Patch(NamedTuple):
    """What stood in a record: `length` bytes at `start` of the clean one were `before`."""

    start: int
    length: int
    before: bytes


class Slot:
    """One text in a record. A format overrides `find_segments` and `escape`.

    Attributes:
        field: what it is called: a key, a column, "body".
        start: where it begins in the record's source; its end is `end`.
        text: as a reader sees it.
    """

    def __init__(self, field: str, start: int, end: int, text: str) -> None:
        self.field = field
        self.start = start
        self.end = end
        self.text = text

    def find_segments(self, source: str) -> list[Segment]:
        """Say where the parts of the text stand in the source, in order, without holes."""
        return [Segment(0, len(self.text), self.start, self.end)]

    def escape(self, text: str, source: str) -> str:
        """Write new text in the way this slot is written."""
        return text

    def replace(self, source: str, spans: Sequence[Span]) -> list[Replacement]:
        """Say what to replace in the source for changes in the text.

        Args:
            source: of the record.
            spans: (start, end, after) in the text, in order, none overlapping.
        """
        segments = self.find_segments(source)
        return [
            self._replace_span(source, segments, *span)
            for span in widen(self.text, spans, segments)
        ]

    def _replace_span(
        self, source: str, segments: list[Segment], start: int, end: int, after: str
    ) -> Replacement:
        if not segments:
            return Replacement(self.start, self.end, self.escape(after, source))
        first = segments[_find(segments, start, inserting=start == end)]
        last = segments[_find(segments, end - 1)] if end > start else first
        left = first.source_start if first.atomic else first.source_start + start - first.start
        if end > start:
            right = last.source_end if last.atomic else last.source_start + end - last.start
        else:  # an insertion stands at a border of an atomic segment, at its end if it can
            left = left if not first.atomic or start == first.start else first.source_end
            right = left
        return Replacement(left, right, self.escape(after, source))

    def settle(self, cleaned: Any) -> tuple[Any, list[Span]]:
        """Choose what of a cleaned text can be written: all of it, but for some formats.

        Returns:
            (the cleaned text with what cannot be written rejected, its spans).
        """
        return cleaned, spans_of(cleaned)

    def is_kept(self, text: str, expected: str) -> bool:
        """Tell whether what is read back is what was meant."""
        return text == expected


Span = tuple[int, int, str]


class Record(msgspec.Struct):
    """One record, read: its source, the codec that writes it, its texts."""

    source: str
    codec: str
    slots: list[Any]


class Format(Protocol):
    """How one kind of file is split and read; it pickles, since workers read."""

    @property
    def name(self) -> str:
        """What the ledger and messages call the format."""
        ...

    def split(self, stream: BinaryIO) -> Iterator[bytes]:
        """Yield the records as bytes; joined, they are the file.

        Raises:
            FormatError: the file is not of this format as a whole.
        """
        ...

    def parse(self, data: bytes, index: int) -> Record:
        """Read one record; `index` counts from 0.

        Raises:
            RecordError: it cannot be read, and will be left as it is.
        """
        ...


def spans_of(cleaned: Any) -> list[Span]:
    """Give the changed regions of a cleaned text with what they became."""
    return [
        (region.a_start, region.a_end, cleaned.text[region.b_start : region.b_end])
        for region in cleaned.offsets.regions
        if cleaned.original[region.a_start : region.a_end]
        != cleaned.text[region.b_start : region.b_end]
    ]


def widen(text: str, spans: Sequence[Span], segments: list[Segment]) -> list[Span]:
    """Widen spans that cut an atomic segment of several characters; those that meet join.

    >>> widen("a<>b", [(2, 3, "")], [Segment(0, 1, 0, 1), Segment(1, 3, 1, 9, True)])
    [(1, 3, '<')]
    """
    if not any(segment.atomic and segment.end - segment.start > 1 for segment in segments):
        return list(spans)
    wide: list[Span] = []
    for start, end, after in spans:
        first = segments[_find(segments, start)]
        last = segments[_find(segments, max(end - 1, start))]
        low = first.start if first.atomic and first.start < start < first.end else start
        high = last.end if last.atomic and last.start < end < last.end else end
        if wide and low < wide[-1][1]:
            low, reached, begun = wide.pop()
            high = max(high, reached)
            after = begun[: len(begun) - (reached - start)] + after + text[end:high]
        else:
            after = text[low:start] + after + text[end:high]
        wide.append((low, high, after))
    return wide


def _find(segments: list[Segment], offset: int, *, inserting: bool = False) -> int:
    """Find the segment that holds an offset; an insertion goes to the end of the one before."""
    at = max(bisect_right(segments, offset, key=lambda segment: segment.start) - 1, 0)
    if inserting:
        while at > 0 and segments[at].start == offset and not _is_gap(segments[at - 1]):
            at -= 1
        return at
    while at > 0 and segments[at].end <= offset:
        at -= 1
    return at


def _is_gap(segment: Segment) -> bool:
    return segment.atomic and segment.source_start == segment.source_end


def splice(record: Record, replacements: Sequence[Replacement]) -> tuple[bytes, list[Patch]]:
    """Write a record with some places replaced.

    Args:
        record: as read.
        replacements: in order of their place, none overlapping.
    Returns:
        (bytes of the new record, one patch for each replacement).
    Raises:
        RecordError: the record's encoding cannot hold the new text.
    """
    source, codec = record.source, record.codec
    pieces: list[bytes] = []
    patches: list[Patch] = []
    done = size = 0
    try:
        for start, end, after in replacements:
            kept = source[done:start].encode(codec)
            new = after.encode(codec)
            before = source[start:end].encode(codec)
            patches.append(Patch(size + len(kept), len(new), before))
            pieces += (kept, new)
            size += len(kept) + len(new)
            done = end
        pieces.append(source[done:].encode(codec))
    except UnicodeEncodeError as error:
        found = error.object[error.start : error.end]
        raise RecordError(f"{codec} cannot hold {found!r}") from None
    return b"".join(pieces), patches
