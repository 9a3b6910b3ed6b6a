"""Weigh the lines of a page together: a line among furniture is furniture.

Each line has odds of its own: what its cues say (`cues.py`), its shape (`shapes.py`) and
where it stands (`places.py`). Then it hears its neighbours: each passes on its own odds
with what it heard from its other side, but at most `TOUCHING` where the two are lines of
one block and `APART` across a blank line. That is exact inference in a chain of two states
(furniture or not) in which a change of state costs so much; what comes out is a log odds,
and so a confidence. The numbers were set by hand on fixtures/pages/dev.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from normalize.layout.cues import MAX_LENGTH, Cues, Reading
from normalize.layout.lines import Drop, Page
from normalize.layout.phrases import NOTES
from normalize.layout.places import adjust
from normalize.layout.shapes import FACT, LONG, PROSE, weigh_line

RULE = "page-furniture"
WINDOW = 30  # lines around a line with a cue that are weighed with it
SEED = 2.5  # odds of its words from which a line's neighbours are weighed at all
MINIMUM = 1.4  # log odds (a confidence of 0.80) from which a line is proposed
TOUCHING, APART = 2.5, 1.2
BOTTOM = 1.0  # what stands last on a page is furniture rather than not
NEAR = 10  # lines of a block that are looked at
SUREST = 0.995


class Chain:
    """Some neighbouring lines of a page, with the odds of each by itself.

    `gaps` says how much passes between a line and the one above it.
    """

    def __init__(self, page: Page, cues: Cues, numbers: range, spared: frozenset[str]) -> None:
        self.is_top = numbers.start == 0
        self.is_bottom = numbers.stop == len(page.lines)
        self.lines = [page.read(number) for number in numbers]
        self.gaps = [APART if page.is_set_apart(number) else TOUCHING for number in numbers]
        self.readings: list[Reading | None] = [
            cues.read(line.strip()) if len(line) <= MAX_LENGTH else None for line in self.lines
        ]
        self.own = [
            PROSE
            if reading is None or reading.kind in spared or page.is_example(number)
            else weigh_line(line, reading, self.is_apart(at))
            for at, (number, line, reading) in enumerate(
                zip(numbers, self.lines, self.readings, strict=True)
            )
        ]

    def is_touching(self, at: int) -> bool:
        """Tell whether a line stands right below another, without a blank line."""
        return 0 < at < len(self.lines) and self.gaps[at] == TOUCHING

    def is_apart(self, at: int) -> bool:
        """Tell whether a line is a block of its own."""
        return not self.is_touching(at) and not self.is_touching(at + 1)

    def is_long(self, at: int) -> bool:
        """Tell whether a line is a sentence of the article that is not short."""
        line = self.lines[at].rstrip()
        return self.own[at] == PROSE and len(line) >= LONG and not line.endswith("?")

    def is_beside_furniture(self, at: int) -> bool:
        """Tell whether a line stands in one block with a line that is furniture by itself."""
        for step in (-1, 1):
            near = at
            for _ in range(NEAR):
                if not self.is_touching(near if step < 0 else near + 1):
                    break
                near += step
                if self.own[near] > SEED:
                    return True
        return False

    def weigh(self) -> list[float]:
        """Return the log odds of each line, its neighbours heard."""
        own, gaps = self.own, self.gaps
        size = len(own)
        from_above = [0.0] * size
        for at in range(1, size):
            limit = gaps[at]
            from_above[at] = max(-limit, min(limit, own[at - 1] + from_above[at - 1]))
        heard = BOTTOM if self.is_bottom else 0.0
        odds = [0.0] * size
        for at in range(size - 1, -1, -1):
            odds[at] = own[at] + from_above[at] + heard
            heard = max(-gaps[at], min(gaps[at], own[at] + heard))
        return odds


def find_furniture_lines(
    page: Page, cues: Cues, seeds: Sequence[int], spared: frozenset[str] = frozenset()
) -> dict[int, Drop]:
    """Name the lines that are furniture, near the lines that have cues.

    Args:
        page: the page.
        cues: the cues of its language.
        seeds: numbers of lines whose words alone have odds of `SEED`, in order.
        spared: kinds of cues that say nothing on this page, such as "copyright".
    Returns:
        Line number → drop with its confidence, from `MINIMUM`. Linear.
    """
    drops: dict[int, Drop] = {}
    for numbers in _find_windows(seeds, len(page.lines)):
        chain = Chain(page, cues, numbers, spared)
        adjust(chain)
        for at, odds in enumerate(chain.weigh()):
            if odds >= MINIMUM and chain.own[at] != FACT:
                confidence = min(SUREST, 1 / (1 + math.exp(-odds)))
                note = _explain(chain.readings[at])
                drops[numbers[at]] = Drop(RULE, round(confidence, 3), note)
    return drops


def _explain(reading: Reading | None) -> str:
    """Say why a line was taken for furniture."""
    if reading is None or reading.peak < 2:
        return "among furniture"
    return NOTES[reading.kind]


def _find_windows(seeds: Sequence[int], count: int) -> list[range]:
    """Return the lines around the seeds; no two windows overlap or touch."""
    windows: list[range] = []
    for seed in seeds:
        first, last = max(0, seed - WINDOW), min(count, seed + WINDOW + 1)
        if windows and first <= windows[-1].stop:
            windows[-1] = range(windows[-1].start, last)
        else:
            windows.append(range(first, last))
    return windows
