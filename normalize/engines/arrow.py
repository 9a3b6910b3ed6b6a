"""Arrow: clean columns of a RecordBatch or Table."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from normalize.formats.columns import check_columns, import_arrow, map_strings
from normalize.pipeline import Normalizer
from normalize.settings import Settings


def clean_batch(
    batch: Any,
    columns: str | Sequence[str] = "text",
    *,
    settings: Settings | None = None,
    ledger: bool = True,
) -> Any:
    """Clean columns of strings, and put a column with the ledger beside each.

    Args:
        batch: a RecordBatch, or a Table.
        columns: of strings (also large, views, dictionaries of them); nulls stay null.
        settings: what is cleaned and how.
        ledger: add `<column>_ledger`, JSON where something was changed and null elsewhere.

    Returns:
        the same kind of thing, with the columns in their places and the ledgers at the end.

    Raises:
        FormatError: pyarrow is missing, or there is no such column of strings.
    """
    pa = import_arrow()
    if isinstance(batch, pa.Table):
        done = [
            clean_batch(piece, columns, settings=settings, ledger=ledger)
            for piece in batch.to_batches() or [pa.RecordBatch.from_pylist([], batch.schema)]
        ]
        return pa.Table.from_batches(done)
    names = [columns] if isinstance(columns, str) else list(columns)
    check_columns(names, batch.schema, "the batch")
    normalizer = get_normalizer(settings or Settings())
    arrays = {field.name: batch.column(at) for at, field in enumerate(batch.schema)}
    fields = list(batch.schema)
    for name in names:
        ledgers: list[str | None] = [None] * batch.num_rows

        def change(row: int, value: str, ledgers: list[str | None] = ledgers) -> str:
            cleaned = normalizer.explain(value)
            if ledger and cleaned.text != value:
                ledgers[row] = cleaned.to_json().decode("utf-8")
            return cleaned.text

        arrays[name], _ = map_strings(arrays[name], change)
        if ledger:
            arrays[f"{name}_ledger"] = pa.array(ledgers, pa.string())
            fields.append(pa.field(f"{name}_ledger", pa.string()))
    schema = pa.schema(fields, batch.schema.metadata)
    return pa.RecordBatch.from_arrays([arrays[field.name] for field in fields], schema=schema)


@lru_cache(maxsize=8)
def get_normalizer(settings: Settings) -> Normalizer:
    """Give the normalizer of some settings; each is built once."""
    return Normalizer(settings)
