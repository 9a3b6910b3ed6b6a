"""`normalize.arrow.clean_batch`: see `normalize.engines.arrow`."""

from __future__ import annotations

from normalize.engines.arrow import clean_batch

__all__ = ["clean_batch"]
