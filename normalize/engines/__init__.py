"""Steps for other people's pipelines: the same `Normalizer` behind other people's engines.

Each module is thin and imports its library only when it is imported itself; docs/pipelines.md
shows each at work.
"""

from __future__ import annotations

from normalize.engines.records import Cleaner, clean_records

__all__ = ["Cleaner", "clean_records"]
