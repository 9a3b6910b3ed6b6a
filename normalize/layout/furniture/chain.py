"""Weigh the lines of a page together: a line among furniture is furniture.

Each line has odds of its own: what its cues say (`cues.py`), its shape (`shapes.py`) and
where it stands (`places.py`); these numbers were set by hand. With more that can be said of a
line and its neighbours (`features.py`) they go into a chain whose weights were fitted
(`model.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from normalize.layout.furniture.cues import MAX_LENGTH, Cues, Reading
from normalize.layout.furniture.features import describe
from normalize.layout.furniture.model import Model
from normalize.layout.furniture.phrases import NOTES
from normalize.layout.furniture.places import adjust
from normalize.layout.furniture.shapes import LONG, PROSE, weigh_line
from normalize.layout.lines import Drop, Page

RULE = "page-furniture"
WINDOW = 30  # lines around a line with a cue that are weighed with it
SEED = 2.5  # odds of its words from which a line's neighbours are weighed at all
MINIMUM = 0.5  # confidence from which a line is proposed
NEAR = 10  # lines of a block that are looked at


class Chain:
    """Some neighbouring lines of a page, with the odds of each by itself.

    `raw` are the odds of the lines by
    themselves, `own` those with their places, `ranks` how much a line looks like the title,
    `listed` are the lines of lists such as related stories, `sections` names of sections.
    """

    def __init__(self, page: Page, cues: Cues, numbers: range, spared: frozenset[str]) -> None:
        self.is_top = numbers.start == 0
        self.ranks: dict[int, float] = {}
        self.listed: set[int] = set()
        self.is_bottom = numbers.stop == len(page.lines)
        self.lines = [page.read(number) for number in numbers]
        self._apart = [page.is_set_apart(number) for number in numbers]
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
        self.raw = list(self.own)
        self.sections = {at for at, line in enumerate(self.lines) if cues.is_section(line)}

    def is_touching(self, at: int) -> bool:
        """Tell whether a line stands right below another, without a blank line."""
        return 0 < at < len(self.lines) and not self._apart[at]

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


def find_chains(
    page: Page, cues: Cues, seeds: Sequence[int], spared: frozenset[str]
) -> Iterator[tuple[range, Chain]]:
    """Yield the lines around lines with cues, their places weighed.

    Args:
        page: the page.
        cues: the cues of its language.
        seeds: numbers of lines whose words alone have odds of `SEED`, in order.
        spared: kinds of cues that say nothing on this page, such as "copyright".
    """
    for numbers in _find_windows(seeds, len(page.lines)):
        chain = Chain(page, cues, numbers, spared)
        adjust(chain)
        yield numbers, chain


def find_furniture_lines(
    chains: Iterable[tuple[range, Chain]], model: Model
) -> Iterator[tuple[int, Drop]]:
    """Yield the lines that are furniture: number, and drop with its confidence from `MINIMUM`."""
    for numbers, chain in chains:
        for at, confidence in enumerate(model.weigh(describe(chain))):
            if confidence >= MINIMUM:
                note = _explain(chain.readings[at])
                yield numbers[at], Drop(RULE, round(confidence, 3), note)


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
