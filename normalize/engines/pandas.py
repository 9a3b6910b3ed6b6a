"""pandas: `frame["text"].normalize.clean()`, once this module is imported."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from normalize.engines.arrow import get_normalizer
from normalize.settings import Settings


@pd.api.extensions.register_series_accessor("normalize")
class NormalizeAccessor:
    """Clean a Series of strings; what is missing stays missing, the index stays."""

    def __init__(self, series: Any) -> None:
        self._series = series

    def clean(self, settings: Settings | None = None) -> Any:
        """Give the clean texts."""
        return self._map(get_normalizer(settings or Settings()).clean)

    def ledger(self, settings: Settings | None = None) -> Any:
        """Give the ledgers as JSON; None where nothing was changed."""
        explain = get_normalizer(settings or Settings()).explain

        def tell(value: str) -> str | None:
            cleaned = explain(value)
            return cleaned.to_json().decode("utf-8") if cleaned.changes else None

        values = [tell(value) if isinstance(value, str) else None for value in self._series]
        return pd.Series(values, index=self._series.index, name=self._series.name, dtype=object)

    def _map(self, change: Callable[[str], str]) -> Any:
        values = [change(value) if isinstance(value, str) else value for value in self._series]
        same = self._series
        return pd.Series(values, index=same.index, name=same.name, dtype=same.dtype)
