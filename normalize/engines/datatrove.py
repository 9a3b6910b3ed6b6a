"""datatrove: a formatter that cleans documents and keeps what it did in their metadata."""

from __future__ import annotations

from typing import Any

from datatrove.pipeline.formatters.base import BaseFormatter

from normalize.pipeline import Normalizer
from normalize.settings import Settings


class NormalizeFormatter(BaseFormatter):  # type: ignore[misc]
    """Clean the text of each document.

    Args:
        settings: what is cleaned and how.
        ledger: the key of the metadata that takes the ledger, where anything was changed; ""
            keeps none.
    """

    name = "🧽 Normalize"

    def __init__(self, settings: Settings | None = None, ledger: str = "") -> None:
        super().__init__()
        self.normalizer = Normalizer(settings)
        self.ledger = ledger

    def format(self, text: str) -> str:
        """Give the clean text."""
        return self.normalizer.clean(text)

    def run(self, data: Any, rank: int = 0, world_size: int = 1) -> Any:
        """Clean documents one by one; the order stays, none is dropped."""
        for doc in data:
            self.stat_update("total")
            with self.track_time():
                cleaned = self.normalizer.explain(doc.text)
                if cleaned.text != doc.text:
                    self.stat_update("changed")
                    doc.text = cleaned.text
                    if self.ledger:
                        doc.metadata[self.ledger] = cleaned.to_json().decode("utf-8")
            yield doc
