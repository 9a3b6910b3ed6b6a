"""rapidfuzz, imported when the first two strings are compared: most texts never get there."""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["Indel", "JaroWinkler", "Levenshtein", "ratio"]

if TYPE_CHECKING:
    from rapidfuzz.distance import Indel, JaroWinkler, Levenshtein
    from rapidfuzz.fuzz import ratio
else:

    def __getattr__(name: str) -> object:
        """Import all that is in `__all__`; what stands here then is found without this."""
        if name not in __all__:
            raise AttributeError(name)
        from rapidfuzz.distance import Indel, JaroWinkler, Levenshtein
        from rapidfuzz.fuzz import ratio

        globals().update(Indel=Indel, JaroWinkler=JaroWinkler, Levenshtein=Levenshtein, ratio=ratio)
        return globals()[name]
