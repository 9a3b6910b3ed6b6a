"""CSV and TSV: the cells of some columns, in the dialect that the file has.

Delimiter, quotation marks, line ends and the quoting of each cell stay; a cell that comes to
need quotation marks gets them. Not read by the `csv` module, which forgets what was quoted.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import BinaryIO, NamedTuple

import msgspec

from normalize.formats.detect import FormatError
from normalize.formats.jsontext import decode_record
from normalize.formats.records import (
    Record,
    RecordError,
    Replacement,
    Segment,
    Selection,
    Slot,
    Span,
)
from normalize.formats.streams import LONGEST, iter_lines

DELIMITERS = ",\t;|"
SAMPLED = 50  # records that the dialect is told from
END_RE = re.compile(r"[\r\n]*\Z")


class Cell(NamedTuple):
    """A cell's content in the source, without its quotation marks."""

    start: int
    end: int
    quoted: bool


class CellSlot(Slot):
    """A cell; in a quoted one a doubled quotation mark stands for one."""

    def __init__(self, field: str, cell: Cell, text: str, delimiter: str, quoting: bool) -> None:
        super().__init__(field, cell.start, cell.end, text)
        self.quoted = cell.quoted
        self.delimiter = delimiter
        self.quoting = quoting

    def find_segments(self, source: str) -> list[Segment]:
        """See `Slot.find_segments`."""
        if not self.quoted or '""' not in source[self.start : self.end]:
            return super().find_segments(source)
        segments: list[Segment] = []
        at, done = 0, self.start
        for match in re.compile('""').finditer(source, self.start, self.end):
            if match.start() > done:
                segments.append(Segment(at, at + match.start() - done, done, match.start()))
                at += match.start() - done
            segments.append(Segment(at, at + 1, match.start(), match.end(), atomic=True))
            at, done = at + 1, match.end()
        if done < self.end:
            segments.append(Segment(at, at + self.end - done, done, self.end))
        return segments

    def escape(self, text: str, source: str) -> str:
        """See `Slot.escape`."""
        return text.replace('"', '""') if self.quoted else text

    def replace(self, source: str, spans: Sequence[Span]) -> list[Replacement]:
        """Replace the changed parts; quote a cell as a whole where it comes to need that."""
        if not self.quoted:
            pieces: list[str] = []
            done = 0
            for start, end, after in spans:
                pieces += (self.text[done:start], after)
                done = end
            whole = "".join((*pieces, self.text[done:]))
            breaks = any(char in whole for char in "\r\n" + self.delimiter)
            if breaks or (self.quoting and whole.startswith('"')):
                if not self.quoting:
                    raise RecordError(f"{self.field}: this table has no way to quote its change")
                return [Replacement(self.start, self.end, '"' + whole.replace('"', '""') + '"')]
        return super().replace(source, spans)


class Table(msgspec.Struct, frozen=True):
    """A table in which some columns are text.

    Attributes:
        columns: number of each column, from 0, and its name.
        header: whether the first row names the columns.
        quoting: whether a cell may be quoted; in some TSV a quotation mark is a letter.
    """

    columns: dict[int, str]
    delimiter: str = ","
    quoting: bool = True
    header: bool = True
    encoding: str = "utf-8"
    name: str = "csv"

    def split(self, stream: BinaryIO) -> Iterator[bytes]:
        """See `Format.split`."""
        lines = iter_lines(stream, self.encoding)
        if not self.quoting:
            yield from lines
            return
        quote = '"'.encode(self.encoding)
        held: list[bytes] = []
        size = 0
        for line in lines:
            if not held and quote not in line:
                yield line
                continue
            held.append(line)
            size += len(line)
            if quote not in line:
                if size > LONGEST:
                    raise FormatError(f"a quoted cell is longer than {LONGEST:,} bytes")
                continue
            joined = b"".join(held)
            if not is_open(joined.decode(self.encoding, "replace"), self.delimiter):
                yield joined
                held, size = [], 0
        yield from held and [b"".join(held)]

    def parse(self, data: bytes, index: int) -> Record:
        """See `Format.parse`."""
        source = decode_record(data, self.encoding)
        if self.header and index == 0:
            return Record(source, self.encoding, [])
        slots: list[Slot] = []
        cells = split_row(source, self.delimiter, self.quoting)
        for number, name in self.columns.items():
            if number < len(cells):
                cell = cells[number]
                text = source[cell.start : cell.end]
                text = text.replace('""', '"') if cell.quoted else text
                slots.append(CellSlot(name, cell, text, self.delimiter, self.quoting))
        slots.sort(key=lambda slot: slot.start)
        return Record(source, self.encoding, list(slots))


def split_row(source: str, delimiter: str, quoting: bool = True) -> list[Cell]:
    r"""Split a row into its cells.

    Raises:
        RecordError: a quoted cell is not closed, or goes on behind its quotation mark.

    >>> source = 'a,"b ""c""\n",\r\n'
    >>> [source[cell.start : cell.end] for cell in split_row(source, ",")]
    ['a', 'b ""c""\n', '']
    """
    end = len(source) - len(END_RE.search(source)[0])  # type: ignore[index]  # matches always
    at = int(source.startswith("\ufeff"))
    cells: list[Cell] = []
    while True:
        if quoting and source.startswith('"', at):
            close = _find_quote(source, at + 1)
            if close < 0 or (close + 1 < end and source[close + 1] != delimiter):
                raise RecordError(f"a quotation mark in column {len(cells) + 1} does not fit")
            cells.append(Cell(at + 1, close, True))
            at = close + 1
        else:
            stop = source.find(delimiter, at, end)
            cells.append(Cell(at, end if stop < 0 else stop, False))
            at = cells[-1].end
        if at >= end:
            return cells
        at += 1


def is_open(source: str, delimiter: str) -> bool:
    """Tell whether the last cell of these lines is quoted and not yet closed."""
    at = int(source.startswith("\ufeff"))
    while True:
        if source.startswith('"', at):
            close = _find_quote(source, at + 1)
            if close < 0:
                return True
            at = close + 1
        at = source.find(delimiter, at) + 1
        if at <= 0:
            return False


def _find_quote(source: str, at: int) -> int:
    """Find the quotation mark that closes a cell; -1 if there is none."""
    while True:
        at = source.find('"', at)
        if at < 0 or not source.startswith('"', at + 1):
            return at
        at += 2


def open_table(
    sample: str, selection: Selection, *, encoding: str, ending: str, name: str
) -> Table:
    """Tell the dialect from the beginning of a file, and find the columns in it.

    Args:
        sample: whole lines of the beginning.
        selection: the columns; without them, those named as a field, if there are any.
        encoding: of the file.
        ending: of the name: .tsv says what the delimiter is.
        name: the file, for messages.
    Raises:
        FormatError: no such column; lists those there are.
    """
    best: tuple[float, Table] | None = None
    for delimiter in "\t" if ending == ".tsv" else DELIMITERS:
        for quoting in (True, False):
            table = Table({}, delimiter, quoting, True, encoding, ending.removeprefix("."))
            score = _score_dialect(sample, table)
            if best is None or score > best[0]:
                best = (score, table)
    assert best is not None
    table = best[1]
    first = next(iter(_rows(sample, table)), [])
    header = [cell.strip() for cell in first]
    columns = selection.columns or [field for field in selection.fields if field in header]
    found = {_find_column(column, header, name): column for column in columns}
    named = any(not column.isdigit() or column in header for column in columns)
    return msgspec.structs.replace(table, columns=found, header=named or _is_header(header))


def list_columns(records: Sequence[bytes], table: Table) -> list[str]:
    """Name the cells of the first row."""
    source = records[0].decode(table.encoding, "replace") if records else ""
    try:
        cells = split_row(source, table.delimiter, table.quoting)
    except RecordError:
        return []
    return [source[cell.start : cell.end].strip() for cell in cells]


def _rows(sample: str, table: Table) -> Iterator[list[str]]:
    plain = msgspec.structs.replace(table, encoding="utf-8")
    data = io.BytesIO(sample.encode("utf-8", "replace"))
    for _, row in zip(range(SAMPLED), plain.split(data), strict=False):
        source = row.decode()
        try:
            cells = split_row(source, table.delimiter, table.quoting)
        except RecordError:
            yield []
            continue
        yield [
            source[c.start : c.end].replace('""', '"') if c.quoted else source[c.start : c.end]
            for c in cells
        ]


def _score_dialect(sample: str, table: Table) -> float:
    """Score a dialect by how many rows have as many cells as the first, 0-3, higher is better."""
    rows = [row for row in _rows(sample, table) if row != [""]]
    if not rows:
        return 0.0
    alike = sum(len(row) == len(rows[0]) for row in rows) / len(rows)
    several = len(rows[0]) > 1
    return alike + several + alike * several / 2 + 0.1 * table.quoting


def _is_header(header: list[str]) -> bool:
    """Tell whether a first row names columns: short, different, and no numbers."""
    return (
        len(set(header)) == len(header)
        and all(0 < len(cell) <= 40 for cell in header)
        and not any(cell[:1].isdigit() for cell in header)
    )


def _find_column(column: str, header: list[str], name: str) -> int:
    if column in header:
        return header.index(column)
    if column.isdigit() and 0 < int(column) <= len(header):
        return int(column) - 1
    near = get_close_matches(column, header, n=1)
    hint = f"did you mean {near[0]!r}? " if near else ""
    raise FormatError(
        f"{name}: no column {column!r}: {hint}its columns are {', '.join(header)} (--column)"
    )
