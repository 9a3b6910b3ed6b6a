"""What can be said of each line near furniture, in numbers; `model.py` weighs them.

The names are those of dictionaries/layout/furniture_weights.tsv. Three things speak: the
line by itself (what its cues say, its shape), the line's place (above the first sentence of
the article, between its sentences, below the last one), and the lines around it. `own` are
the odds that `shapes.py` and `places.py` have set by hand; they are a feature like others.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from normalize.layout.furniture.cues import CACHED, Reading
from normalize.layout.furniture.shapes import (
    BULLET_RE,
    FAINT,
    LONGISH,
    QUOTES,
    STRONG,
    SURE,
    is_metadata,
)
from normalize.layout.furniture.surroundings import Features as Features
from normalize.layout.furniture.surroundings import Surroundings
from normalize.layout.furniture.title import NAME_RE

if TYPE_CHECKING:
    from normalize.layout.furniture.chain import Chain

UNKNOWN = 12  # words that are no cues; more count as so many
TOLD_TWICE = 2  # sentences without a cue, which an advertisement is glued to
PEAKS = (3.0, STRONG, SURE)
LONGEST, PARAGRAPH = 300, 120  # characters
MOST_ENDS = 4
WIDE = 2.5  # a sign of Chinese, Japanese or Korean says as much as so many letters

WIDE_RE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
COMMA_RE = re.compile(r"[^\W\d],\s")
INNER_END_RE = re.compile(
    r"[.!?\u2026][\"'\u2019\u201d)]?\s+[\"'\u2018\u201c(]?[^\W\d_a-z]|[\u3002\uff01\uff1f]."
)

SMALL_RE = re.compile(
    r"""(?P<time>\b\d{1,2}[:.h]\d\d\b | \b(?:19|20)\d\d\b)
      | (?P<at>@)""",
    re.VERBOSE,
)
MONTHS = (
    *(
        "jan feb mar apr may jun jul aug sep oct nov dec mai juin juil août janv févr mär okt"
    ).split(),
    *("dez ene abr ago dic янв фев мар апр мая июн июл авг сен окт ноя дек").split(),
    *("січ лют бер кві тра чер лип сер вер жов лис гру").split(),
)
DAY_RE = re.compile(
    rf"\b\d{{1,2}}(?:\.|st|nd|rd|th)?\s(?:de\s)?(?:{'|'.join(MONTHS)})"
    rf"|\b(?:{'|'.join(MONTHS)})[^\W\d_]*\.?\s\d{{1,2}}\b",
    re.IGNORECASE,
)
YOU_RE = re.compile(
    r"""\b(?:you|your|our|us|we|please|sie|ihre?[mnrs]?|vous|votre|nos|nous|usted|nuestr[ao]s?
      |tu|вы|ваш|наш|нас|ви)\b""",
    re.IGNORECASE | re.VERBOSE,
)


def describe(chain: Chain) -> list[Features]:
    """Describe the lines of a chain whose places have been weighed (`places.adjust`)."""
    raw = chain.raw
    around = Surroundings(chain, raw)
    described = []
    for at, line in enumerate(chain.lines):
        features = dict(_describe_line(line.strip()))
        _add_odds(features, chain.own[at], raw[at])
        reading = chain.readings[at]
        if reading is not None:
            _add_reading(features, reading)
        around.add_place(features, at)
        around.add_neighbours(features, at)
        around.add_zone(features, at)
        if "listed" not in features and (reading is None or reading.odds <= FAINT):
            features["bare"] = 1.0  # its words say nothing: all that speaks is what is around it
        if reading is not None and reading.is_own:
            features["own"] = 1.0
        elif around.is_kept(at) or (reading is not None and reading.sentences >= TOLD_TWICE):
            features["kept"] = 1.0
        described.append(features)
    return described


@lru_cache(CACHED)
def _describe_line(line: str) -> Features:
    """Describe the shape of a line."""
    features: Features = {"bias": 1.0}
    first, last = line[:1], line[-1:]
    if first.islower():
        features["starts small"] = 1.0
    elif first in QUOTES:
        features["starts with a quote"] = 1.0
    if last in ".,:?!":
        features[f"ends with {last}"] = 1.0
    words = line.split()
    _add_length(features, line, words)
    if len(words) == 1:
        features["one word"] = 1.0
        if line.islower() or "_" in line or (not line.isdigit() and any(map(str.isdigit, line))):
            features["user name"] = 1.0
    if len(words) <= 7:
        features["few words"] = 1.0
    if any(map(str.isdigit, line)):
        features["digits"] = 1.0
        if DAY_RE.search(line):
            features["day"] = 1.0
    for found in SMALL_RE.finditer(line):
        features[found.lastgroup or ""] = 1.0
    for name, pattern in (("you", YOU_RE), ("name", NAME_RE), ("bullet", BULLET_RE)):
        if pattern.search(line) if name == "you" else pattern.match(line):
            features[name] = 1.0
    if is_metadata(line):
        features["metadata"] = 1.0
    return features


def _add_length(features: Features, line: str, words: Sequence[str]) -> None:
    """Add how long a line is, and how much of it is running text."""
    length = len(line) * (WIDE if WIDE_RE.search(line) else 1)
    features["length"] = min(length, LONGEST) / 100
    if length >= PARAGRAPH:
        features["paragraph"] = 1.0
    small = sum(word[:1].islower() for word in words) / max(1, len(words))
    features["small words"] = small
    if len(words) > 1 and not small:
        features["no small word"] = 1.0
    if "," in line and COMMA_RE.search(line):
        features["comma"] = 1.0
    ends = len(INNER_END_RE.findall(line))
    if ends:
        features["sentences inside"] = min(ends, MOST_ENDS)
    if len(line) > 3 and line.isupper():
        features["capitals"] = 1.0


def _add_odds(features: Features, own: float, raw: float) -> None:
    features["own above 0"] = max(0.0, min(8.0, own))
    features["own below 0"] = min(0.0, max(-8.0, own))
    features["raw below 0"] = min(0.0, max(-8.0, raw))
    if own > 5:
        features["own above 5"] = 1.0
    if raw == LONGISH:
        features["raw longish"] = 1.0
        if own == LONGISH:
            features["longish"] = 1.0


def _add_reading(features: Features, reading: Reading) -> None:
    unknown = min(reading.unknown, UNKNOWN)
    features["cues"] = max(-7.0, min(10.0, reading.odds))
    features["cues above 0"] = max(0.0, min(10.0, reading.odds))
    features["peak"] = reading.peak
    features["unknown"] = unknown
    features["unknown with a peak"] = unknown * reading.peak / 5
    features["sentences"] = reading.sentences
    if reading.peak > 0:
        features[f"kind {reading.kind}"] = 1.0
        if not reading.unknown:
            features["nothing else"] = 1.0
        for level in PEAKS:
            if reading.peak >= level:
                features[f"peak {level:.0f}"] = 1.0
