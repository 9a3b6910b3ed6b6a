"""HTML: the visible text of a page; its markup stays as it is, byte for byte.

The positions come from the parser of the standard library. The blocks of the page are put
below each other, as a browser does; white space that a browser shows as one space is one. A
change that would have to cross a tag is made only where it deletes.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from typing import Any, BinaryIO

import msgspec

from normalize.formats.jsontext import decode_record
from normalize.formats.records import Record, RecordError, Segment, Slot, Span, spans_of

# What is no prose, or is not shown.
HIDDEN = frozenset(
    "audio canvas code head iframe kbd math noscript object option samp script select style svg "
    "template textarea title var video".split()
)
VERBATIM = frozenset({"pre", "listing"})
INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite data del dfn em font i ins label mark nobr q rb rp rt rtc "
    "ruby s small span strike strong sub sup time tt u wbr".split()
)
PIECE_RE = re.compile(
    r"&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[A-Za-z][A-Za-z0-9]{0,31};?)|[ \t\n\r\f]+"
)
SPACE = " \t\n\r\f"


class _Finder(HTMLParser):
    """Find the runs of visible text with their places, and what stands between them."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=False)
        self.source = source
        self.lines = [0, *(match.end() for match in re.finditer("\n", source))]
        self.hidden: list[str] = []
        self.verbatim = 0
        self.runs: list[tuple[int, int, bool]] = []
        self.breaks: list[tuple[int, str]] = []

    def place(self) -> int:
        line, column = self.getpos()
        return self.lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag in HIDDEN:
            self.hidden.append(tag)
        if tag not in INLINE:
            self.breaks.append((self.place(), "\n" if tag == "br" else "\n\n"))
        self.verbatim += tag in VERBATIM

    def handle_startendtag(self, tag: str, attrs: Any) -> None:
        if tag not in INLINE:
            self.breaks.append((self.place(), "\n" if tag == "br" else "\n\n"))
        if tag in HIDDEN and tag not in ("svg", "math"):  # only XML closes these so
            self.hidden.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.hidden:
            while self.hidden.pop() != tag:
                pass
        if tag not in INLINE:
            self.breaks.append((self.place(), "\n\n"))
        self.verbatim -= tag in VERBATIM and self.verbatim > 0

    def handle_data(self, data: str) -> None:
        start = self.place()
        if not self.source.startswith(data, start):
            raise RecordError(f"its markup cannot be followed at character {start + 1:,}")
        self.add(start, start + len(data))

    def handle_entityref(self, name: str) -> None:
        self.add_reference(f"&{name}")

    def handle_charref(self, name: str) -> None:
        self.add_reference(f"&#{name}")

    def add_reference(self, raw: str) -> None:
        start = self.place()
        if not self.source.startswith(raw, start):
            raise RecordError(f"its markup cannot be followed at character {start + 1:,}")
        end = start + len(raw)
        self.add(start, end + self.source.startswith(";", end))

    def add(self, start: int, end: int) -> None:
        if self.hidden:
            return
        if self.runs and self.runs[-1][1] == start and self.runs[-1][2] == bool(self.verbatim):
            self.runs[-1] = (self.runs[-1][0], end, bool(self.verbatim))
        else:
            self.runs.append((start, end, bool(self.verbatim)))


class MarkupSlot(Slot):
    """The visible text of a page."""

    def __init__(self, segments: list[Segment], text: str) -> None:
        super().__init__("", 0, 0, text)
        self.segments = segments

    def find_segments(self, source: str) -> list[Segment]:
        """See `Slot.find_segments`."""
        return self.segments

    def escape(self, text: str, source: str) -> str:
        """See `Slot.escape`."""
        escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        spelled = "&nbsp;" in source
        return escaped.replace("\N{NO-BREAK SPACE}", "&nbsp;") if spelled else escaped

    def settle(self, cleaned: Any) -> tuple[Any, list[Span]]:
        """Reject changes across tags; deletions are made on both sides of them."""
        for _ in range(3):
            spans: list[Span] = []
            crossing: list[tuple[int, int]] = []
            for start, end, after in spans_of(cleaned):
                parts = self._cut(start, end)
                if len(parts) <= 1 and parts == [(start, end)]:
                    spans.append((start, end, after))
                elif not after.strip():
                    spans += ((low, high, "") for low, high in parts)
                else:
                    crossing.append((start, end))
            if not crossing:
                return cleaned, spans
            cleaned = cleaned.accept(_Outside(crossing))
        return cleaned.accept(lambda change: False), []

    def _cut(self, start: int, end: int) -> list[tuple[int, int]]:
        """Cut a span into its parts in the source's runs, without the gaps between."""
        if start == end:
            return [(start, end)]
        at = max(bisect_right(self.segments, start, key=lambda s: s.start) - 1, 0)
        parts: list[tuple[int, int]] = []
        reached = -1
        for segment in self.segments[at:]:
            if segment.start >= end:
                break
            low, high = max(start, segment.start), min(end, segment.end)
            if segment.source_start == segment.source_end or low >= high:
                continue
            if parts and segment.source_start == reached and parts[-1][1] == low:
                parts[-1] = (parts[-1][0], high)
            else:
                parts.append((low, high))
            reached = segment.source_end
        return parts

    def is_kept(self, text: str, expected: str) -> bool:
        """See `Slot.is_kept`: gaps may vanish with what stood between them."""
        return "".join(text.split()) == "".join(expected.split())


class _Outside:
    """Accept changes that touch none of some spans."""

    def __init__(self, spans: Sequence[tuple[int, int]]) -> None:
        self.spans = spans

    def __call__(self, change: Any) -> bool:
        return all(
            change.origin_end < start or change.origin_start > end for start, end in self.spans
        )


class Markup(msgspec.Struct, frozen=True):
    """HTML: the page is one record with one text."""

    encoding: str = "utf-8"
    name: str = "html"

    def split(self, stream: BinaryIO) -> Iterator[bytes]:
        """See `Format.split`."""
        yield stream.read()

    def parse(self, data: bytes, index: int) -> Record:
        """See `Format.parse`."""
        source = decode_record(data, self.encoding)
        segments, text = read_visible(source)
        slots = [MarkupSlot(segments, text)] if text.strip() else []
        return Record(source, self.encoding, list(slots))


def read_visible(source: str) -> tuple[list[Segment], str]:
    r"""Read the visible text of HTML, and where its parts stand.

    Raises:
        RecordError: the parser cannot follow it.

    >>> read_visible("<p>Tom\n &amp; <b>Ann</b></p><p>left</p>")[1]
    'Tom & Ann\n\nleft'
    """
    finder = _Finder(source)
    try:
        finder.feed(source)
        finder.close()
    except (AssertionError, ValueError) as error:
        if isinstance(error, RecordError):
            raise
        raise RecordError(f"its markup cannot be read: {error}") from None
    return _Layout(source).run(finder.runs, finder.breaks)


class _Layout:
    """Put runs below each other: the text, and its segments."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.pieces: list[str] = []
        self.segments: list[Segment] = []
        self.size = 0
        self.gap = ""  # what comes before the next visible character,
        self.space: tuple[int, int] | None = None  # else white space that shows as one space

    def run(
        self, runs: Sequence[tuple[int, int, bool]], breaks: Sequence[tuple[int, str]]
    ) -> tuple[list[Segment], str]:
        at = 0
        for start, end, verbatim in runs:
            while at < len(breaks) and breaks[at][0] < start:
                self.gap = max(self.gap, breaks[at][1], key=len)
                at += 1
            done = start
            for match in PIECE_RE.finditer(self.source, start, end):
                is_space = match[0][0] in SPACE
                if is_space and verbatim:
                    continue
                self.emit(done, match.start())
                done = match.end()
                if is_space:
                    self.add_space(match.start(), match.end())
                else:
                    self.emit(match.start(), match.end(), html.unescape(match[0]))
            self.emit(done, end)
        return self.segments, "".join(self.pieces)

    def add_space(self, start: int, end: int) -> None:
        if self.size and not self.gap and self.space is None:
            self.space = (start, end)

    def emit(self, start: int, end: int, text: str = "") -> None:
        """Add what is shown for a span of the source, as it is or as `text`."""
        if start == end:
            return
        if self.gap and self.size:
            at = self.segments[-1].source_end
            self.append(self.gap, at, at, atomic=True)
        elif self.space:
            self.append(" ", *self.space, atomic=self.space[1] - self.space[0] > 1)
        self.gap, self.space = "", None
        raw = self.source[start:end]
        self.append(text or raw, start, end, atomic=text not in ("", raw))

    def append(self, text: str, start: int, end: int, *, atomic: bool) -> None:
        self.pieces.append(text)
        last = self.segments[-1] if self.segments else None
        if last and not atomic and not last.atomic and last.source_end == start:
            self.segments[-1] = last._replace(end=self.size + len(text), source_end=end)
        else:
            self.segments.append(Segment(self.size, self.size + len(text), start, end, atomic))
        self.size += len(text)
