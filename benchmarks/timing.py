"""Time functions turn by turn, so that a busy machine slows all of them alike."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence


def time_functions(
    functions: Sequence[Callable[[str], object]], texts: Sequence[str], turns: int
) -> list[float]:
    """Return the best CPU seconds of each function over the texts."""
    best = [float("inf")] * len(functions)
    for _ in range(turns):
        for at, function in enumerate(functions):
            started = time.process_time()
            for text in texts:
                function(text)
            best[at] = min(best[at], time.process_time() - started)
    return best
