"""Repair garbled scraped text before anything analyses it.

>>> import normalize
>>> normalize.clean("Witkov&rsquo;s visit to Kiev")
'Witkoff’s visit to Kyiv'
"""

from normalize.cleaned import Cleaned
from normalize.edits import Change, Edit, Fact, Finding, LedgerError, Mention, OffsetMap, Skipped
from normalize.ledger import Ledger, read_ledger
from normalize.pipeline import Context, Normalizer, Step
from normalize.settings import Settings, SettingsError, load_settings

__version__ = "0.1.0"

__all__ = [
    "Change",
    "Cleaned",
    "Context",
    "Edit",
    "Fact",
    "Finding",
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
    "explain",
    "load_settings",
    "read_ledger",
]

_DEFAULT = Normalizer()


def clean(text: str) -> str:
    """Return the clean text, with default settings."""
    return _DEFAULT.clean(text)


def explain(text: str) -> Cleaned:
    """Return the clean text with its ledger, with default settings."""
    return _DEFAULT.explain(text)
