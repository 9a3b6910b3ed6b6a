"""Repair garbled scraped text before anything analyses it.

>>> import normalize
>>> normalize.clean("Witkov&rsquo;s visit to Kiev")
'Witkoff’s visit to Kyiv'
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from normalize.cleaned import Cleaned
    from normalize.edits import (
        Change,
        Edit,
        Fact,
        Finding,
        LedgerError,
        Mention,
        OffsetMap,
        Skipped,
    )
    from normalize.formats.decoded import Decoded, decode
    from normalize.learning import LearningError, learn_settings
    from normalize.ledger import Ledger, read_ledger
    from normalize.pipeline import Normalizer
    from normalize.settings import Settings, SettingsError, load_settings
    from normalize.step import Context, Step

__version__ = "0.1.0"

__all__ = [
    "Change",
    "Cleaned",
    "Context",
    "Decoded",
    "Edit",
    "Fact",
    "Finding",
    "LearningError",
    "Ledger",
    "LedgerError",
    "Mention",
    "Normalizer",
    "OffsetMap",
    "Settings",
    "SettingsError",
    "Skipped",
    "Step",
    "clean",
    "decode",
    "explain",
    "learn_settings",
    "load_settings",
    "read_ledger",
]

# Where each name lives: imported on first use, so that `normalize --help` need not.
_HOMES = {
    "cleaned": ("Cleaned",),
    "edits": (
        "Change", "Edit", "Fact", "Finding", "LedgerError", "Mention", "OffsetMap", "Skipped",
    ),
    "formats.decoded": ("Decoded", "decode"),
    "learning": ("LearningError", "learn_settings"),
    "ledger": ("Ledger", "read_ledger"),
    "pipeline": ("Normalizer",),
    "settings": ("Settings", "SettingsError", "load_settings"),
    "step": ("Context", "Step"),
}  # fmt: skip
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> object:
    if name not in _HOME_OF:
        raise AttributeError(f"module 'normalize' has no attribute {name!r}")
    value = getattr(import_module(f"normalize.{_HOME_OF[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def clean(text: str) -> str:
    """Return the clean text, with default settings."""
    return _default().clean(text)


def explain(text: str) -> Cleaned:
    """Return the clean text with its ledger, with default settings."""
    return _default().explain(text)


@cache
def _default() -> Normalizer:
    from normalize.pipeline import Normalizer

    return Normalizer()
