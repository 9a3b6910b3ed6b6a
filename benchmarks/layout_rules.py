"""Which rule of the layout step takes how much of its time.

Each rule's entry point is wrapped in a clock. A rule's time is its own: what it spends in
another of the table (the language guess, above all) is that one's.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from functools import wraps
from importlib import import_module
from types import GeneratorType
from typing import Any

TURNS = 5
# Where each part is entered: module, class or "", function. Its name is what is printed.
PARTS = (
    ("normalize.pipeline", "Normalizer", "explain", "pipeline"),
    ("normalize.layout", "LayoutStep", "find", "the step itself"),
    ("normalize.layout.furniture.scan", "Scanner", "find", "furniture: anchors"),
    ("normalize.layout.furniture.suspects", "Furniture", "find_suspects", "furniture: seeds"),
    ("normalize.layout.furniture.suspects", "Suspects", "find_lines", "furniture: lines"),
    ("normalize.layout.furniture.suspects", "Suspects", "find_cuts", "furniture: glued"),
    ("normalize.layout.repeats.rules", "Repeats", "find", "repeats"),
    ("normalize.layout.repeats.rules", "Repeats", "find_glued", "repeats: glued"),
    ("normalize.layout.metadata.dates", "Dates", "find_repeated_dates", "dates: repeated"),
    ("normalize.layout.edges", "", "walk_edge", "dates: at the ends"),
    ("normalize.layout.metadata.facts", "Metadata", "find", "metadata"),
    ("normalize.layout.breaks.page_breaks", "PageBreaks", "find_page_breaks", "page breaks"),
    ("normalize.layout.gaps.glued_words", "Joins", "find_glued_words", "glued words"),
    ("normalize.layout", "", "find_splits", "spaced letters, marks"),
    ("normalize.layout", "", "find_loose", "gaps of scraped pages"),
    ("normalize.layout", "", "find_broken_lines", "broken lines"),
    ("normalize.layout.findings", "Findings", "find", "findings"),
    ("normalize.layout", "", "delete_lines", "deleting lines"),
    ("normalize.language", "Languages", "at", "language"),
    ("normalize.language", "", "guess_language", "language"),
)


class Clock:
    """The time spent in each part, by itself."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._inner: list[float] = []

    def wrap(self, function: Callable[..., Any], name: str) -> Callable[..., Any]:
        """Make a function that is timed; a generator is run to its end within it."""

        @wraps(function)
        def timed(*args: Any, **options: Any) -> Any:
            self._inner.append(0.0)
            started = time.process_time()
            result = function(*args, **options)
            if isinstance(result, GeneratorType):
                result = iter(list(result))
            spent = time.process_time() - started
            self.seconds[name] = self.seconds.get(name, 0.0) + spent - self._inner.pop()
            if self._inner:
                self._inner[-1] += spent
            return result

        return timed


def time_rules(explain: Callable[[str], object], texts: Sequence[str]) -> dict[str, float]:
    """Return the best seconds of each part over the texts; what is wrapped is put back.

    Args:
        explain: cleans one text, with `Normalizer.explain` looked up at each call.
        texts: the texts.
    """
    clock = Clock()
    kept = [(owner, name, getattr(owner, name)) for owner, name, _ in _find_parts()]
    best: dict[str, float] = {}
    try:
        for owner, name, label in _find_parts():
            setattr(owner, name, clock.wrap(getattr(owner, name), label))
        for _ in range(TURNS):
            clock.seconds.clear()
            for text in texts:
                explain(text)
            for part, seconds in clock.seconds.items():
                best[part] = min(seconds, best.get(part, seconds))
    finally:
        for owner, name, function in kept:
            setattr(owner, name, function)
    return best


def _find_parts() -> Iterator[tuple[Any, str, str]]:
    for module, owner, name, label in PARTS:
        place = import_module(module)
        yield (getattr(place, owner) if owner else place), name, label
