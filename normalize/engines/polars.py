"""Polars: `pl.col("text").normalize.clean()`, once this module is imported."""

from __future__ import annotations

from typing import Any

import polars as pl

from normalize.engines.arrow import get_normalizer
from normalize.settings import Settings


@pl.api.register_expr_namespace("normalize")
class NormalizeExpr:
    """Expressions that clean a column of strings; nulls stay null."""

    def __init__(self, expr: Any) -> None:
        self._expr = expr

    def clean(self, settings: Settings | None = None) -> Any:
        """Give the clean texts."""
        return self._expr.map_batches(
            lambda series: clean_series(series, settings), return_dtype=pl.String
        )

    def ledger(self, settings: Settings | None = None) -> Any:
        """Give the ledgers as JSON; null where nothing was changed."""
        return self._expr.map_batches(
            lambda series: ledger_series(series, settings), return_dtype=pl.String
        )


def clean_series(series: Any, settings: Settings | None = None) -> Any:
    """Give the clean texts of a Series."""
    clean = get_normalizer(settings or Settings()).clean
    values = [None if value is None else clean(value) for value in series]
    return pl.Series(series.name, values, dtype=pl.String)


def ledger_series(series: Any, settings: Settings | None = None) -> Any:
    """Give the ledgers of a Series as JSON; null where nothing was changed."""
    explain = get_normalizer(settings or Settings()).explain
    done = (None if value is None else explain(value) for value in series)
    values = [c.to_json().decode("utf-8") if c and c.changes else None for c in done]
    return pl.Series(series.name, values, dtype=pl.String)
