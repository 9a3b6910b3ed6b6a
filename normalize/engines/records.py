"""Records as dictionaries, one by one or in batches of columns (`datasets.Dataset.map`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from normalize.pipeline import Normalizer
from normalize.settings import Settings


def clean_records(
    records: Iterable[Mapping[str, Any]],
    field: str | Sequence[str] = "text",
    *,
    settings: Settings | None = None,
    ledger: str = "",
) -> Iterator[dict[str, Any]]:
    """Clean a field of each record; streams, keeps the order, drops nothing.

    Leaves alone: other fields; a field that is missing, or holds no str.

    Args:
        records: mappings; they are copied, not changed.
        field: one field, or several.
        settings: what is cleaned and how.
        ledger: put the ledger beside the text, in a field of this name (`ledger`: for several
            fields `ledger_<field>`), as JSON; None where nothing was changed.

    Yields:
        the records with clean texts.

    Raises:
        TypeError: a record is no mapping.

    >>> list(clean_records([{"id": 1, "text": "Tom &amp; Ann"}, {"id": 2}]))
    [{'id': 1, 'text': 'Tom & Ann'}, {'id': 2}]
    """
    cleaner = Cleaner(field, settings=settings, ledger=ledger)
    for record in records:
        if not isinstance(record, Mapping):
            raise TypeError(f"a record is a mapping, not {type(record).__name__}")
        yield cleaner.clean_record(record)


class Cleaner:
    """Clean fields of records, or columns of batches; pickles as its settings.

    As a function it takes a batch, a mapping of columns to lists, and gives the columns that
    are new: `dataset.map(Cleaner("text"), batched=True)`.

    >>> Cleaner("text")({"id": [1, 2], "text": ["caf&eacute;", None]})
    {'text': ['café', None]}
    """

    def __init__(
        self,
        field: str | Sequence[str] = "text",
        *,
        settings: Settings | None = None,
        ledger: str = "",
    ) -> None:
        self.fields = (field,) if isinstance(field, str) else tuple(field)
        self.ledger = ledger
        self.normalizer = Normalizer(settings)

    def name_ledger(self, field: str) -> str:
        """Name the field that holds the ledger of a field."""
        return self.ledger if len(self.fields) == 1 else f"{self.ledger}_{field}"

    def clean_value(self, value: Any) -> tuple[Any, str | None]:
        """Clean a value, if it is a str; give its ledger, if anything was changed."""
        if not isinstance(value, str):
            return value, None
        cleaned = self.normalizer.explain(value)
        if cleaned.text == value:
            return value, None
        return cleaned.text, cleaned.to_json().decode("utf-8") if self.ledger else None

    def clean_record(self, record: Mapping[str, Any]) -> dict[str, Any]:
        """Clean one record."""
        new = dict(record)
        for field in self.fields:
            if field in record:
                new[field], ledger = self.clean_value(record[field])
                if self.ledger:
                    new[self.name_ledger(field)] = ledger
        return new

    def __call__(self, batch: Mapping[str, Sequence[Any]]) -> dict[str, list[Any]]:
        """Clean the columns of a batch."""
        new: dict[str, list[Any]] = {}
        for field in self.fields:
            done = [self.clean_value(value) for value in batch[field]]
            new[field] = [text for text, _ in done]
            if self.ledger:
                new[self.name_ledger(field)] = [ledger for _, ledger in done]
        return new
