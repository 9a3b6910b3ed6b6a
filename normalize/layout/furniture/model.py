"""How surely each line of a chain is furniture: the fitted weights of its features.

A chain of two states (furniture or not): the weights of a line's features add up to its
odds, and a change of state between two lines costs so much, less across a blank line. What
comes out is exact (forward and backward sums), and so a probability. The numbers were fitted
by scripts/build_furniture_weights.py on fixtures/pages/dev, pages of the web and clean prose.
Where the odds by hand are sure of a line that has not the place of a heading, half a
probability is enough, and a bar of buttons or links needs none.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import repeat
from operator import mul

from normalize.layout.furniture.surroundings import (
    CROSSED,
    SITE,
    SITE_CROSSED,
    ZONES,
    Features,
)
from normalize.lexicon import Lexicon

TABLE = "layout/furniture_weights.tsv"
STEPS = ("same touching", "same apart", "same touching tail", "same apart tail")
SUREST = 0.995
BEND = math.log(9)  # log odds of .9, above which confidence rises faster
HALF_SURE, AGREED = 0.5, 0.91  # of a line that the odds by hand are sure of, before and after
LIMIT = 30.0  # log odds beyond which nothing is surer


class Model:
    """The weights, loaded once."""

    def __init__(self, lexicon: Lexicon) -> None:
        weights = {row["feature"]: float(row["weight"]) for row in lexicon.table(TABLE)}
        self._steps = [weights.pop(step) for step in STEPS]
        self._slope, self._shift = weights.pop("slope"), weights.pop("shift")
        self._stretch, self._bare = weights.pop("stretch"), weights.pop("bare shift")
        self._weights = {
            (zone, is_site): _fold(weights, zone, is_site)
            for zone in ZONES
            for is_site in (False, True)
        }

    def weigh(self, described: Sequence[Features]) -> Iterator[float]:
        """Yield the confidence of each line that it is furniture (0–0.995); 0 for what is kept."""
        odds = [self.add_up(features) for features in described]
        steps = [self._steps[int(features["step"])] for features in described]
        size = len(odds)
        above = [0.0] * size
        for at in range(1, size):
            above[at] = _pass_on(odds[at - 1] + above[at - 1], steps[at])
        heard, total = 0.0, [0.0] * size
        for at in range(size - 1, -1, -1):
            total[at] = odds[at] + above[at] + heard
            heard = _pass_on(odds[at] + heard, steps[at])
        for features, logit in zip(described, total, strict=True):
            shift = self._shift + (self._bare if "bare" in features else 0.0)
            scaled = max(-LIMIT, min(LIMIT, self._slope * logit + shift))
            scaled += self._stretch * max(0.0, scaled - BEND)
            confidence = min(SUREST, 1 / (1 + math.exp(-scaled)))
            if "bar" in features or ("agreed" in features and confidence >= HALF_SURE):
                confidence = max(confidence, AGREED)
            if "own" in features:  # the user knows the site
                confidence = SUREST
            yield 0.0 if "kept" in features else confidence

    def add_up(self, features: Mapping[str, float]) -> float:
        """Return the log odds of a line by itself, as fitted to `surroundings.cross`."""
        zone = next(zone for zone in ZONES if zone in features)
        table = self._weights[zone, SITE in features]
        return float(sum(map(mul, map(table.get, features, repeat(0.0)), features.values())))


def _fold(weights: Mapping[str, float], zone: str, is_site: bool) -> dict[str, float]:
    """Add up the weights of each feature in a part of a page, as `surroundings.cross` has them."""
    folded = dict(weights)
    for part, names in ((zone, CROSSED), *([(SITE, SITE_CROSSED)] if is_site else [])):
        for name in names:
            folded[name] = folded.get(name, 0.0) + weights.get(f"{part}, {name}", 0.0)
    return {name: weight for name, weight in folded.items() if weight}


def _pass_on(odds: float, step: float) -> float:
    """Return the odds that a neighbour hears: at most `step` either way.

    It is log((1 + e^(odds+step)) / (e^step + e^odds)).
    """
    odds = max(-LIMIT, min(LIMIT, odds))
    return math.log1p(math.exp(odds + step)) - math.log(math.exp(step) + math.exp(odds))
