"""Parquet and Arrow files: columns of strings, row group by row group.

Needs `pip install 'normalize-text[arrow]'`. Schema, metadata, row groups and compression stay;
a file in which nothing changes stays byte for byte. One that changes is written anew by
pyarrow: its values are what counts, and `undo` brings those back (the ledger says so). Statistics
are made anew; bloom filters and encodings that were chosen column by column are lost.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from normalize.formats.detect import FormatError

if TYPE_CHECKING:
    from normalize.cleaned import Cleaned
    from normalize.formats.tasks import Result, Task
    from normalize.pipeline import Normalizer

Change = Callable[[int, str, str], str]  # (row, column, value) → new value


def import_arrow() -> Any:
    """Import pyarrow.

    Raises:
        FormatError: it is not installed; says how to.
    """
    try:
        import pyarrow
    except ImportError:
        raise FormatError("pyarrow is not installed: pip install 'normalize-text[arrow]'") from None
    return pyarrow


def map_strings(array: Any, change: Callable[[int, str], str]) -> tuple[Any, bool]:
    """Change the strings of an Arrow array; nulls, type and slices stay.

    Args:
        array: of strings, large strings, string views, or a dictionary of them.
        change: is given the row in the array and the value.
    Returns:
        (the new array or the old one, whether it differs).
    """
    pa = import_arrow()
    kind = array.type
    values = array.cast(kind.value_type) if pa.types.is_dictionary(kind) else array
    changed = False
    new: list[str | None] = []
    for row, value in enumerate(values.to_pylist()):
        after = change(row, value) if value is not None else None
        changed = changed or after != value
        new.append(after)
    if not changed:
        return array, False
    made = pa.array(new, values.type)
    return (made.dictionary_encode().cast(kind) if pa.types.is_dictionary(kind) else made), True


def is_text(kind: Any) -> bool:
    """Tell whether an Arrow type is one of strings."""
    types = import_arrow().types
    kind = kind.value_type if types.is_dictionary(kind) else kind
    return bool(types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind))


def check_columns(names: Sequence[str], schema: Any, where: str) -> list[str]:
    """Check that columns are there and hold strings.

    Raises:
        FormatError: one does not; lists those that do.
    """
    known = [field.name for field in schema if is_text(field.type)]
    for name in names:
        if name not in known:
            near = get_close_matches(name, known, n=1)
            hint = f"did you mean {near[0]!r}? " if near else ""
            raise FormatError(
                f"{where}: no column {name!r} of strings: {hint}there are "
                f"{', '.join(known) or 'none'} (--column)"
            )
    return list(names)


def rewrite(source: Path, target: Path, columns: Sequence[str], change: Change) -> bool:
    """Write a file with some values changed; one row group is in memory at a time.

    Returns:
        whether any value differs; the target is a copy of the source where none does.
    Raises:
        FormatError: it is no such file, or has no such column.
    """
    pa = import_arrow()
    is_parquet = source.suffix.lower() == ".parquet"
    try:
        return (_rewrite_parquet if is_parquet else _rewrite_ipc)(source, target, columns, change)
    except pa.ArrowInvalid as error:
        raise FormatError(f"{source}: cannot be read: {error}") from None


def _change_table(
    table: Any, columns: Sequence[str], first: int, change: Change
) -> tuple[Any, bool]:
    changed = False
    for name in columns:
        at = table.schema.get_field_index(name)
        pieces, row = [], first
        for chunk in table.column(at).chunks:
            start = row

            def change_row(number: int, value: str, name: str = name, start: int = start) -> str:
                return change(start + number, name, value)

            piece, differs = map_strings(chunk, change_row)
            pieces.append(piece)
            changed |= differs
            row += len(chunk)
        pa = import_arrow()
        made = pa.chunked_array(pieces, table.schema.field(at).type)
        table = table.set_column(at, table.schema.field(at), made)
    return table, changed


def _rewrite_parquet(source: Path, target: Path, columns: Sequence[str], change: Change) -> bool:
    import pyarrow.parquet as pq

    changed = False
    with pq.ParquetFile(source) as file:
        names = check_columns(columns, file.schema_arrow, str(source))
        meta = file.metadata
        codec = "snappy"
        if meta.num_row_groups and meta.num_columns:
            codec = meta.row_group(0).column(0).compression.lower()
        codec = "none" if codec == "uncompressed" else codec
        row = 0
        with pq.ParquetWriter(target, file.schema_arrow, compression=codec) as writer:
            for number in range(meta.num_row_groups):
                table, differs = _change_table(file.read_row_group(number), names, row, change)
                changed |= differs
                row += table.num_rows
                writer.write_table(table, row_group_size=max(table.num_rows, 1))
    if not changed:
        shutil.copyfile(source, target)
    return changed


def _rewrite_ipc(source: Path, target: Path, columns: Sequence[str], change: Change) -> bool:
    pa = import_arrow()
    changed = False
    codec = "lz4" if source.suffix.lower() == ".feather" else None
    options = pa.ipc.IpcWriteOptions(compression=codec)
    with pa.memory_map(str(source)) as mapped, pa.ipc.open_file(mapped) as file:
        names = check_columns(columns, file.schema, str(source))
        row = 0
        with pa.ipc.new_file(str(target), file.schema, options=options) as writer:
            for number in range(file.num_record_batches):
                table = pa.Table.from_batches([file.get_batch(number)])
                table, differs = _change_table(table, names, row, change)
                changed |= differs
                row += table.num_rows
                for batch in table.combine_chunks().to_batches():
                    writer.write_batch(batch)
    if not changed:
        shutil.copyfile(source, target)
    return changed


def iter_values(source: Path, columns: Sequence[str]) -> Iterator[tuple[int, str, str]]:
    """Yield (row, column, value) for the strings of some columns, for who only looks.

    Raises:
        FormatError: it is no such file, or has no such column.
    """
    pa = import_arrow()
    row = 0
    try:
        for batch in _iter_batches(source, columns):
            for name in columns:
                for number, value in enumerate(batch.column(name).to_pylist(), row):
                    if value:
                        yield number, name, value
            row += batch.num_rows
    except pa.ArrowInvalid as error:
        raise FormatError(f"{source}: cannot be read: {error}") from None


def _iter_batches(source: Path, columns: Sequence[str]) -> Iterator[Any]:
    pa = import_arrow()
    if source.suffix.lower() == ".parquet":
        import pyarrow.parquet as pq

        with pq.ParquetFile(source) as file:
            names = check_columns(columns, file.schema_arrow, str(source))
            yield from file.iter_batches(columns=names)
        return
    with pa.memory_map(str(source)) as mapped, pa.ipc.open_file(mapped) as file:
        check_columns(columns, file.schema, str(source))
        for number in range(file.num_record_batches):
            yield file.get_batch(number)


def work_columns(task: Task, normalizer: Normalizer) -> Result:
    """Clean a file of columns; the clean one is the part beside the target."""
    from normalize.formats.tasks import Line, Result
    from normalize.formats.work import count_changes

    assert task.source is not None
    source = Path(task.source)
    result = Result()

    def change(row: int, column: str, value: str) -> str:
        cleaned: Cleaned = normalizer.explain(value)
        result.texts += 1
        count_changes(result, cleaned)
        if cleaned.text == value:
            return value
        result.changed_texts += 1
        if task.wants == "ledger":
            result.lines.append(Line(row, row, column, cleaned.to_json(file=task.name)))
        return cleaned.text

    if task.target is None:
        for row, column, value in iter_values(source, task.columns):
            change(row, column, value)
        result.changed = result.changed_texts > 0
        return result
    part = Path(task.target)
    part.parent.mkdir(parents=True, exist_ok=True)
    try:
        result.changed = rewrite(source, part, task.columns, change)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return result
