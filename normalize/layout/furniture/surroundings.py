"""What the lines near furniture are to each other: the part of the page, the neighbours.

Three parts: above the first sentence of the article, between its sentences, below the last.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from normalize.layout.furniture.places import is_airy
from normalize.layout.furniture.shapes import FACT, FAINT, PROSE, SHORT
from normalize.layout.furniture.title import SURE_TITLE, TITLE
from normalize.layout.furniture.tokens import find_stems

if TYPE_CHECKING:
    from normalize.layout.furniture.chain import Chain

Features = dict[str, float]

SURELY = 2.5  # odds of its words that make a neighbour count as furniture
NEAR = 3  # lines above and below that are neighbours
TOLD = 50  # characters of a line that belongs to the article whatever its end
MARKS = " .:!?\"'\u201c\u201d"  # around a line that the article may mention
READ = 50_000  # characters of the article that are searched for each line
MENTIONS = 10  # times as long as the line the article is
RARE = 7  # letters of a word that few articles have by chance
NO_HEADINGS = frozenset(("ad", "age", "credit", "list", "more", "player", "subscribe"))
ORDERS = frozenset(("share", "links", "cookie", "copyright", "follow"))
SPOKEN = 3  # words of an order that is no heading: "Skip to main content", not "Share"
BAR, MOSTLY = 3, 0.5  # lines of a bar that are surely furniture, and how many of all
AGREED = 5.5  # odds by hand that are sure
KICKER = 4  # words of a section's name above a title
RUN, MOST_SURE, FAR = 12, 20, 8  # lines; more count as so many
SITE_LINES, SITE_SHORT = 40, 0.75  # lines of a whole page, and how many of them are no prose
ZONES, SITE = ("head", "body", "tail"), "site"
SITE_CROSSED = frozenset(
    (
        *("bias", "cues", "cues above 0", "own above 0", "own above 5", "own below 0", "peak 5"),
        *("raw longish", "longish", "unknown", "few words", "one word", "ends with .", "length"),
        *(
            "paragraph",
            "small words",
            "no small word",
            "starts small",
            "sentences",
            "digits",
            "you",
        ),
        *("head", "body", "tail", "prose above", "prose below", "touches above", "touches below"),
        *("sure near", "sure around", "again", "alike", "nothing else", "run", "name", "user name"),
    )
)
CROSSED = frozenset(
    (
        *("one word", "name", "digits", "metadata", "length", "paragraph", "small words"),
        *("no small word", "few words", "ends with .", "ends with ?", "comma", "sentences inside"),
        *("alike", "short lines", "prose is far above", "prose is far below", "capitals"),
    )
)


class Surroundings:
    """What the lines of a chain are to each other, worked out once."""

    def __init__(self, chain: Chain, raw: Sequence[float]) -> None:
        self._chain, self._raw = chain, raw
        size = len(chain.lines)
        self._long = [chain.is_long(at) for at in range(size)]
        first = next((at for at in range(size) if self._long[at]), size)
        last = next((at for at in range(size - 1, -1, -1) if self._long[at]), -1)
        self._head = first if chain.is_top else -1  # lines up to here
        self._tail = last if chain.is_bottom else size  # lines from here on
        self._sure = [
            reading is not None and reading.odds >= SURELY and own > 0
            for reading, own in zip(chain.readings, chain.own, strict=True)
        ]
        self._all_sure = min(sum(self._sure), MOST_SURE) / 10
        self._airy = float(is_airy(chain))
        self._times = Counter(line.strip().lower() for line in chain.lines)
        self._stems: set[str] = set()
        self._told: list[bool] = []
        prose: list[str] = []
        for at, line in enumerate(chain.lines):
            self._told.append(self._long[at] or (raw[at] == PROSE and len(line) >= TOLD))
            if self._told[at]:
                self._stems |= find_stems(line)
                prose.append(line)
        self._prose = " ".join(prose)[:READ]
        self._low = self._prose.lower()
        self._runs = _measure_runs(self._long)
        self._above, self._below = _measure_gaps(self._told)
        self._first_words = [
            line.split(None, 1)[0].lower() if line.strip() else "" for line in chain.lines
        ]
        short = sum(not told for told in self._told)
        self._short = short / max(1, size)
        self._is_site = size >= SITE_LINES and self._short >= SITE_SHORT
        self._bars = set(self._find_bars())
        self._kicker = self._find_kicker()

    def _is_mentioned(self, line: str) -> bool:
        """Tell whether the article speaks of a line, which may then be its own heading."""
        if not line or MENTIONS * len(line) > len(self._prose):
            return False
        return line in self._prose or (len(line) >= RARE and line.lower() in self._low)

    def _may_be_heading(self, features: Features, at: int) -> bool:
        """Tell whether a short line above prose says what an author may set as a heading."""
        if "few words" not in features or not features["prose below"]:
            return False
        reading = self._chain.readings[at]
        if reading is None or reading.unknown:
            return True
        kinds = NO_HEADINGS if reading.words < SPOKEN else NO_HEADINGS | ORDERS
        return reading.kind not in kinds

    def is_kept(self, at: int) -> bool:
        """Tell whether a line stays whatever speaks against it.

        That is metadata, the title with its copies, and the section's name above it.
        """
        chain = self._chain
        if chain.own[at] == FACT or (self._raw[at] == FACT and at < self._head):
            return True
        return at == self._kicker or chain.ranks.get(at, 0.0) >= SURE_TITLE

    def _find_bars(self) -> Iterator[int]:
        """Yield the lines of bars: lines of a few words of the site's, most of them surely so."""
        run: list[int] = []
        for at, reading in enumerate((*self._chain.readings, None)):
            if (
                reading is not None
                and not reading.unknown
                and reading.words <= SPOKEN
                and reading.odds > FAINT
            ):
                run.append(at)
                continue
            sure = sum(self._sure[at] for at in run)
            if sure >= BAR and sure >= len(run) * MOSTLY:
                yield from run
            run = []

    def _find_kicker(self) -> int:
        """Return the line above the title that may be its section, or -1."""
        chain = self._chain
        sure = (at for at in sorted(chain.ranks) if chain.ranks[at] >= SURE_TITLE)
        title = next(sure, 0)
        for at in range(title - 1, max(-1, title - 1 - NEAR), -1):
            reading = chain.readings[at]
            if at in self._bars:
                return -1
            if at in chain.sections:
                return at
            if reading is None or reading.odds < SURELY:
                is_name = reading is not None and reading.words <= KICKER and not reading.bars
                return at if is_name else -1
        return -1

    def name_zone(self, at: int) -> str:
        """Name the part of the page that a line is in."""
        if at < self._head:
            return "head"
        return "tail" if at > self._tail else "body"

    def add_place(self, features: Features, at: int) -> None:
        """Add where on the page a line stands."""
        chain, raw, size = self._chain, self._raw, len(self._raw)
        above, below = chain.is_touching(at), chain.is_touching(at + 1)
        features["touches above"], features["touches below"] = float(above), float(below)
        features["step"] = float(not above) + 2 * (at > self._tail)
        features["apart"] = float(not above and not below)
        features["airy"] = self._airy
        features["short lines"] = self._short
        features["prose is far above"] = min(self._above[at], FAR) / FAR
        features["prose is far below"] = min(self._below[at], FAR) / FAR
        features["sure on the page"] = self._all_sure
        features["run"] = min(self._runs[at], RUN) / 6
        if chain.is_top and not at:
            features["first"] = 1.0
        if at in chain.listed:
            features["listed"] = 1.0
        if at in chain.ranks:
            features["title rank"] = max(0.0, chain.ranks[at])
        if chain.own[at] == TITLE:
            features["title"] = 1.0
        if self._times[chain.lines[at].strip().lower()] > 1:
            features["again"] = 1.0
        if at + 1 < size and raw[at + 1] == FACT:
            features["above a fact"] = 1.0
        if at and raw[at - 1] == FACT:
            features["below a fact"] = 1.0

    def add_neighbours(self, features: Features, at: int) -> None:
        """Add what the lines above and below a line are."""
        size, long, sure = len(self._long), self._long, self._sure
        above = at > 0 and long[at - 1]
        below = at + 1 < size and long[at + 1]
        features["prose above"], features["prose below"] = float(above), float(below)
        features["prose around"] = float(above and below)
        before, after = sum(sure[max(0, at - NEAR) : at]), sum(sure[at + 1 : at + 1 + NEAR])
        features["sure near"] = (before + after) / 3
        features["sure on both sides"] = min(before, after) / 2
        if 0 < at < size - 1 and sure[at - 1] and sure[at + 1]:
            features["sure around"] = 1.0
        word = self._first_words[at]
        around = self._first_words[max(0, at - NEAR) : at + NEAR + 1]
        if word and around.count(word) > 1:
            features["alike"] = 1.0
        if "digits" in features:
            features["digits around"] = sum(
                1.0
                for other in (at - 1, at + 1)
                if 0 <= other < size and not long[other] and _has_digit(self._chain.lines[other])
            )

    def add_zone(self, features: Features, at: int) -> None:
        """Add the part of the page, and what means one thing in one part and another elsewhere."""
        zone, own = self.name_zone(at), self._chain.own[at]
        features[zone] = 1.0
        if self._is_site:
            features[SITE] = 1.0
        sign = "above" if own > 0 else "short" if own >= SHORT else "below"
        features[f"{zone}, own {sign}"] = 1.0
        if self._told[at]:
            return
        if at in self._bars:
            features["bar"] = 1.0
        if self._is_mentioned(self._chain.lines[at].strip(MARKS)):
            features["mentioned"] = 1.0
        elif at in self._chain.listed or (own >= AGREED and not self._may_be_heading(features, at)):
            features["agreed"] = 1.0
        stems = find_stems(self._chain.lines[at])
        if stems:
            shared = len(stems & self._stems) / len(stems)
            features[f"{zone}, shared words"] = shared
            if not shared:
                features[f"{zone}, nothing shared"] = 1.0
                if len(stems) > 2:
                    features[f"{zone}, much not shared"] = 1.0


def cross(features: Features) -> Features:
    """Return the features with those that are weighed by part of the page, or by kind of page.

    This is what weights are fitted to; `model.py` adds the weights up beforehand.
    """
    crossed = dict(features)
    for part, names in (*((zone, CROSSED) for zone in ZONES), (SITE, SITE_CROSSED)):
        if part in features:
            for name in names & features.keys():
                crossed[f"{part}, {name}"] = features[name]
    return crossed


def _has_digit(line: str) -> bool:
    return any(map(str.isdigit, line))


def _measure_gaps(told: Sequence[bool]) -> tuple[list[int], list[int]]:
    """Return for each line how many lines lie between it and prose, above and below."""
    size = len(told)
    above, below = [0] * size, [0] * size
    gap = size
    for at in range(size):
        above[at] = gap
        gap = 0 if told[at] else gap + 1
    gap = size
    for at in range(size - 1, -1, -1):
        below[at] = gap
        gap = 0 if told[at] else gap + 1
    return above, below


def _measure_runs(long: Sequence[bool]) -> list[int]:
    """Return for each line how many lines without long prose it stands among."""
    runs = [0] * len(long)
    first = 0
    for at in range(len(long) + 1):
        if at == len(long) or long[at]:
            runs[first:at] = [at - first] * (at - first)
            first = at + 1
    return runs
