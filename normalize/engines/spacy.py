"""spaCy: a tokenizer that cleans the text first, and tokens that know where they came from.

A Doc cannot change its text, so cleaning stands before the tokenizer, not in the pipeline:
`wrap_tokenizer(nlp)`. Then `token._.origin`, `span._.origin` and `ent._.origin` are (start, end)
in the original text, which is `doc._.original`; `doc._.ledger` is the ledger as JSON.
"""

from __future__ import annotations

from typing import Any

from spacy.tokens import Doc, Span, Token

from normalize.edits import OffsetMap, Region
from normalize.engines.arrow import get_normalizer
from normalize.settings import Settings

ORIGINAL, REGIONS, LEDGER = "normalize_original", "normalize_regions", "normalize_ledger"


def wrap_tokenizer(nlp: Any, settings: Settings | None = None) -> Any:
    """Let a pipeline clean each text before it reads it.

    Args:
        nlp: a `Language`; it is changed.
        settings: what is cleaned and how.
    Returns:
        the same `Language`.
    """
    set_extensions()
    nlp.tokenizer = CleanTokenizer(nlp.tokenizer, settings)
    return nlp


class CleanTokenizer:
    """A tokenizer behind a `Normalizer`; all else it is asked is the other tokenizer's."""

    def __init__(self, tokenizer: Any, settings: Settings | None = None) -> None:
        self.tokenizer = tokenizer
        self.settings = settings or Settings()

    def __call__(self, text: str) -> Any:
        """Clean a text and cut it into tokens."""
        cleaned = get_normalizer(self.settings).explain(text)
        doc = self.tokenizer(cleaned.text)
        doc.user_data[ORIGINAL] = text
        doc.user_data[REGIONS] = [tuple(region) for region in cleaned.offsets.regions]
        doc.user_data[LEDGER] = cleaned.to_json().decode("utf-8")
        return doc

    def __reduce__(self) -> tuple[Any, ...]:
        return CleanTokenizer, (self.tokenizer, self.settings)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.__dict__["tokenizer"], name)


def find_origin(piece: Any) -> tuple[int, int]:
    """Give the span of the original text that a token or span came from."""
    start = piece.idx if isinstance(piece, Token) else piece.start_char
    end = start + len(piece.text)
    regions = [Region(*region) for region in piece.doc.user_data.get(REGIONS, ())]
    return OffsetMap(regions).to_original(start, end)


def set_extensions() -> None:
    """Register `_.origin`, `_.original` and `_.ledger`; again does no harm."""
    Token.set_extension("origin", getter=find_origin, force=True)
    Span.set_extension("origin", getter=find_origin, force=True)
    Doc.set_extension(
        "original", getter=lambda doc: doc.user_data.get(ORIGINAL, doc.text), force=True
    )
    Doc.set_extension("ledger", getter=lambda doc: doc.user_data.get(LEDGER, ""), force=True)
