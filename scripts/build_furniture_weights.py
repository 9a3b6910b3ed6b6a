"""Build dictionaries/layout/furniture_weights.tsv: fit the weights of lines of furniture.

    python scripts/build_furniture_weights.py            # needs numpy and scipy
    python scripts/build_furniture_weights.py --folds 5  # measure: each page by the others

A conditional random field of two states over the lines of each page near cues
(normalize/layout/furniture/features.py says what is known of a line, model.py how it is weighed),
fitted to the marks of fixtures/pages/dev, the clean twins of these pages, the cases of
fixtures/cases/layout and, where they are cached, the pages of benchmarks/real_pages.py and the
clean texts of benchmarks/corpora.py. These texts stay as they are but for lines that are
furniture by themselves: installed documentation has its share of "Skip to main content".
Features that move little are left out. The probabilities are then calibrated on pages held out,
of those that no phrase was made on, and with a margin, since a wrong change costs more than a
missed one. What pages are measured with (fixtures/pages/measure, the other part of the pages of
the web) is not read.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from scipy.optimize import minimize  # type: ignore[import-untyped]

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "benchmarks"))

from corpora import KINDS, load_documents
from layout_pages import LabelledPage, load_pages
from real_pages import ARTICLE, EITHER, load_real_pages

from normalize import Normalizer, Settings
from normalize.language import Languages
from normalize.layout.furniture.features import Features, describe
from normalize.layout.furniture.model import BEND, STEPS, TABLE
from normalize.layout.furniture.surroundings import cross
from normalize.layout.furniture.suspects import Furniture
from normalize.layout.lines import Page
from normalize.lexicon import Lexicon

ROOT = Path(__file__).resolve().parent.parent
CASES = ROOT / "fixtures" / "cases" / "layout" / "page-furniture.jsonl"
FREE = ("either", "repeat", "page-break")  # lines that say nothing about furniture
STRENGTH = 2.0  # of the pull of all weights towards zero …
BIAS_STRENGTH = 0.1  # … and of the bias
HARM = 0.5  # log odds by which a line that stays must be the safer one
CLEAN = 0.3  # weight of a chain of a clean twin
CASE = 4.0  # … and of a case, which stands for many
PLAIN = 2.2  # odds by hand from which a line of clean text is furniture after all
CLEAN_TEXT = 1.0  # … of a chain of clean text as people write it
CLEAN_CHAINS = 1500
SCRAPED = 0.15  # of the lines of a text that are furniture by themselves
REAL = {"article": 1.0, "wide": 0.5, "body": 0.2}  # weight of a chain of a page of the web
SHARES = (1.0, 0.7, 0.74)  # of the features that stay after each fit
RAREST = 8  # lines that a feature stands on
START = (1.5, 0.7, 1.5, 1.0)  # weights of `STEPS` towards which they are pulled
UNSEEN = 101  # the first page that no phrase and no number set by hand was made on
KINDS_OF_PAGES = ("old", "new", "article", "wide", "body")
CALIBRATED = KINDS_OF_PAGES[1:]  # not those that phrases were made on
BARE_MARGIN = 4.0  # as `MARGIN`, for a line whose words say nothing
MARGIN = 3.0  # a wrong line counts so many times when probabilities are calibrated
SURE = 30.0
CHARACTERS = Normalizer(Settings(steps=("characters",)))

Array = Any  # numpy arrays


class Sample(NamedTuple):
    """A chain: its page, the features of its lines, and which are furniture (−1: either way).

    The kind is "old" or "new" for labelled pages (before and from `UNSEEN`), a form of
    benchmarks/real_pages.py, or "clean".
    """

    kind: str
    page: str
    described: list[Features]
    labels: list[int]
    weight: float


def read_page(page: LabelledPage, furniture: Furniture) -> Iterator[Sample]:
    """Yield the chains of a dirty page, and those of its clean twin."""
    cleaned = CHARACTERS.explain(page.dirty)
    marked = [""] * len(page.dirty)
    for mark in page.marks:
        if mark.category == "furniture" or mark.category in FREE:
            marked[mark.start : mark.end] = [mark.category] * (mark.end - mark.start)

    def label(start: int, end: int) -> int:
        places = range(*cleaned.offsets.to_original(start, end))
        found = {marked[at] for at in places if not page.dirty[at].isspace()}
        if found == {"furniture"}:
            return 1
        return -1 if found.intersection(FREE) else 0

    for text, is_dirty in ((cleaned.text, True), (CHARACTERS.explain(page.clean).text, False)):
        for lines, described, _ in read_chains(text, furniture):
            labels = [label(*line) if is_dirty else 0 for line in lines]
            kind = "old" if int(page.name.split("-")[0]) < UNSEEN else "new"
            weight = 1.0 if is_dirty else CLEAN
            yield Sample(kind if is_dirty else "clean", page.name, described, labels, weight)


def read_chains(
    text: str, furniture: Furniture
) -> Iterator[tuple[list[tuple[int, int]], list[Features], list[float]]]:
    """Yield the chains of a text: spans of the lines, their features, their odds by hand."""
    suspects = furniture.find_suspects(text, Languages(text))
    if suspects is None:
        return
    page = Page(text)
    for numbers, chain in suspects.find_chains(page):
        spans = [(page.lines[number].start, page.lines[number].end) for number in numbers]
        yield spans, [cross(features) for features in describe(chain)], chain.own


def read_cases(furniture: Furniture) -> Iterator[Sample]:
    """Yield the chains of the cases: a line that is gone as a whole is furniture."""
    for line in CASES.read_text("utf-8").splitlines():
        case = json.loads(line)
        text, fixed = case["original"], case["fixed"]
        gone = [False] * len(text)
        for tag, start, end, _, _ in SequenceMatcher(
            None, text.splitlines(), fixed.splitlines(), False
        ).get_opcodes():
            if tag != "equal":
                offsets = [0, *accumulate(map(len, text.splitlines(True)))]
                gone[offsets[start] : offsets[end]] = [tag == "delete"] * (
                    offsets[end] - offsets[start]
                )
        for lines, described, _ in read_chains(text, furniture):
            labels = [int(all(gone[start:end])) for start, end in lines]
            yield Sample("clean", "", described, labels, CASE)


def read_real(furniture: Furniture) -> Iterator[Sample]:
    """Yield the chains of pages of the web; none where these are not cached.

    Lines that the model keeps whatever they are like, and the article's lines that are
    furniture by themselves, say nothing.
    """
    try:
        pages = list(load_real_pages("dev"))
    except OSError:
        return
    for page in pages:
        cleaned = CHARACTERS.explain(page.text)
        starts = {cleaned.offsets.to_clean(line.start, line.end)[0]: line for line in page.lines}
        for spans, described, own in read_chains(cleaned.text, furniture):
            labels = []
            for (start, _), features, odds in zip(spans, described, own, strict=True):
                label = starts[start].label if start in starts else EITHER
                if "kept" in features or (label == ARTICLE and odds >= PLAIN):
                    label = EITHER
                labels.append(label)
            yield Sample(page.form, page.name, described, labels, REAL[page.form])


def read_clean(furniture: Furniture) -> list[Sample]:
    """Read chains of clean texts, a fair sample; none where the texts are not cached."""
    samples: list[Sample] = []
    for kind in KINDS:
        try:
            documents = list(load_documents([kind]))
        except OSError:
            continue
        for document in documents:
            for _, described, own in read_chains(document.text, furniture):
                labels = [-1 if odds >= PLAIN else 0 for odds in own]
                if sum(labels) > -SCRAPED * len(labels):  # else it is a page, and not clean
                    samples.append(Sample("clean", "", described, labels, CLEAN_TEXT))
    order = np.random.default_rng(0).permutation(len(samples))
    return [samples[at] for at in order[:CLEAN_CHAINS]]


class Field:
    """The samples as one matrix, longest chain first, so that all chains are walked at once."""

    def __init__(self, samples: Sequence[Sample], names: Sequence[str]) -> None:
        samples = sorted(samples, key=lambda one: -len(one.labels))
        place = {name: at for at, name in enumerate(names)}
        rows = [features for sample in samples for features in sample.described]
        self.x = np.zeros((len(rows), len(names)))
        for row, features in enumerate(rows):
            for name in features.keys() & place.keys():
                self.x[row, place[name]] = features[name]
        self.step = np.array([int(features["step"]) for features in rows])
        self.bare = np.array(["bare" in features for features in rows])
        self.kept = np.array(["kept" in features for features in rows])
        self.y = np.array([label for sample in samples for label in sample.labels])
        sizes = np.array([len(sample.labels) for sample in samples])
        self.starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
        self.ends = self.starts + sizes - 1
        self.sizes = sizes
        self.kinds = np.array([sample.kind for sample in samples for _ in sample.labels])
        self.weight = np.array([sample.weight for sample in samples])
        self.walk = [self.starts[sizes > at] + at for at in range(sizes[0])]
        self.inner = np.ones(len(rows), bool)
        self.inner[self.starts] = False

    def sum(self, odds: Array, steps: Array) -> tuple[Array, Array, Array]:
        """Return each line's log odds, each step's probability to change nothing, and the sums."""
        same = steps[self.step]
        a0, a1, b0, b1 = (np.zeros(len(odds)) for _ in range(4))
        a1[self.starts] = odds[self.starts]
        for at in self.walk[1:]:
            a0[at] = np.logaddexp(a0[at - 1] + same[at], a1[at - 1])
            a1[at] = np.logaddexp(a0[at - 1], a1[at - 1] + same[at]) + odds[at]
        for at in reversed(self.walk[1:]):
            b0[at - 1] = np.logaddexp(b0[at] + same[at], b1[at] + odds[at])
            b1[at - 1] = np.logaddexp(b0[at], b1[at] + same[at] + odds[at])
        total = np.logaddexp(a0[self.ends], a1[self.ends])
        each = np.repeat(total, self.sizes)
        stays = np.zeros(len(odds))
        at = np.flatnonzero(self.inner)
        stays[at] = np.exp(a0[at - 1] + same[at] + b0[at] - each[at])
        stays[at] += np.exp(a1[at - 1] + same[at] + odds[at] + b1[at] - each[at])
        return a1 + b1 - a0 - b0, stays, total

    def lose(self, weights: Array, pull: Array, rest: Array) -> tuple[float, Array]:
        """Return the loss and its gradient."""
        steps = weights[-len(STEPS) :]
        odds = self.x @ weights[: -len(STEPS)] + HARM * (self.y == 0)
        known = np.where(self.y == 1, SURE, np.where(self.y == 0, -SURE, 0))
        free, free_stays, free_sum = self.sum(odds, steps)
        told, told_stays, told_sum = self.sum(odds + known, steps)
        told_sum -= np.add.reduceat(np.maximum(known, 0), self.starts)
        each = np.repeat(self.weight, self.sizes)
        differ = each * (1 / (1 + np.exp(-free)) - 1 / (1 + np.exp(-told)))
        stays = each * (free_stays - told_stays)
        moved = weights - rest
        by_step = [stays[self.inner & (self.step == step)].sum() for step in range(len(STEPS))]
        loss = self.weight @ (free_sum - told_sum) + 0.5 * (pull * moved**2).sum()
        return loss, np.concatenate([self.x.T @ differ, by_step]) + pull * moved

    def fit(self, names: Sequence[str]) -> Array:
        """Return the weights of the features and of `STEPS`."""
        rest = np.concatenate([np.zeros(len(names)), START])
        pull = np.full(len(rest), STRENGTH)
        pull[list(names).index("bias")] = BIAS_STRENGTH
        return minimize(self.lose, rest, (pull, rest), "L-BFGS-B", True, options=OPTIONS).x

    def predict(self, weights: Array) -> Array:
        """Return the log odds of each line."""
        return self.sum(self.x @ weights[: -len(STEPS)], weights[-len(STEPS) :])[0]


OPTIONS = {"maxiter": 200}


def choose_names(samples: Sequence[Sample]) -> list[str]:
    """Choose the features that move most, by fits with fewer and fewer of them."""
    counts = Counter(
        name
        for sample in samples
        for features in sample.described
        for name in features
        if features[name]
    )
    names = sorted(name for name, count in counts.items() if count >= RAREST)
    names = [name for name in names if name not in ("step", "kept", "own", "bar")]
    for share in SHARES:
        field = Field(samples, names)
        moves = np.abs(field.fit(names)[: len(names)]) * field.x.std(0)
        moves[names.index("bias")] = np.inf
        order = np.argsort(-moves)[: int(len(names) * share)]
        names = [names[at] for at in order]
    return sorted(names)


class HeldOut(NamedTuple):
    """Lines of pages that were not fitted to: log odds, label, weight, is it bare, kind of page."""

    odds: Array
    labels: Array
    weights: Array
    bare: Array
    kinds: Array

    def choose(self, kinds: Sequence[str]) -> HeldOut:
        """Return the lines of some kinds of pages."""
        wanted = np.isin(self.kinds, kinds)
        return HeldOut(*(column[wanted] for column in self))


def hold_out(
    samples: Sequence[Sample], clean: Sequence[Sample], names: Sequence[str], folds: int
) -> HeldOut:
    """Return the lines of each page, fitted to the others."""
    pages = sorted({sample.page for sample in samples})
    np.random.default_rng(1).shuffle(pages)
    fold = {page: at % folds for at, page in enumerate(pages)}
    parts = []
    for part in range(folds):
        rest = [sample for sample in samples if fold[sample.page] != part]
        weights = Field([*rest, *clean], names).fit(names)
        field = Field([sample for sample in samples if fold[sample.page] == part], names)
        known = (field.y >= 0) & ~field.kept & (field.kinds != "clean")
        each = np.repeat(field.weight, field.sizes)
        columns = (field.predict(weights), field.y, each, field.bare, field.kinds)
        parts.append([column[known] for column in columns])
    return HeldOut(*map(np.concatenate, zip(*parts, strict=True)))


class Line(NamedTuple):
    """What turns odds into log odds that hold on pages not fitted to; see `calibrate`."""

    slope: float
    shift: float
    bare: float = 0.0
    stretch: float = 0.0

    def scale(self, held: HeldOut) -> Array:
        """Return log odds."""
        scaled = self.slope * held.odds + self.shift + self.bare * held.bare
        return scaled + self.stretch * np.maximum(0, scaled - BEND)


def calibrate(held: HeldOut) -> Line:
    """Fit slope and shift for all lines, a shift for bare ones, a stretch for those above .9.

    A line whose words say nothing is judged by what is around it, which is wrong in whole runs,
    such as lists of goods: it counts `BARE_MARGIN` times. And such doubtful lines would make the
    surest ones doubtful, too: hence the stretch.
    """
    margin = np.where(held.bare, BARE_MARGIN, MARGIN)
    count = held.weights * np.where(held.labels == 0, margin, 1.0)

    def lose(line: Array) -> float:
        scaled = Line(*line).scale(held)
        return float((count * (np.logaddexp(0, scaled) - held.labels * scaled)).sum())

    slope, shift, bare = minimize(lose, np.array([1.0, 0.0, 0.0])).x
    sure = HeldOut(*(column[Line(slope, shift, bare).scale(held) > BEND] for column in held))

    def lose_sure(stretch: Array) -> float:
        scaled = Line(slope, shift, bare, stretch[0]).scale(sure)
        return float((sure.weights * (np.logaddexp(0, scaled) - sure.labels * scaled)).sum())

    stretch = max(0.0, float(minimize(lose_sure, np.array([0.0])).x[0]))
    return Line(float(slope), float(shift), float(bare), stretch)


def print_levels(held: HeldOut, line: Line) -> None:
    """Print precision and recall of lines held out, at some confidences."""
    chance = 1 / (1 + np.exp(-line.scale(held)))
    for level in (0.8, 0.9, 0.95, 0.99):
        taken = chance >= level
        right = (taken & (held.labels == 1)).sum()
        wrong = (taken & (held.labels == 0)).sum()
        bare = (taken & (held.labels == 0) & held.bare).sum()
        recall = right / max(1, (held.labels == 1).sum())
        precision = right / max(1, right + wrong)
        shares = f"precision {precision:.4f}, recall {recall:.3f}"
        print(f"    {level:.2f}: {wrong} wrong ({bare} of them bare), {shares}")


def write_table(rows: Iterable[tuple[str, float]]) -> None:
    """Write the weights, sorted, with two digits."""
    lines = [
        "# Generated by scripts/build_furniture_weights.py from pages of our own and of the web; "
        "do not edit.",
        "feature\tweight",
    ]
    lines += sorted(f"{name}\t{weight:.2f}" for name, weight in rows)
    (ROOT / "dictionaries" / TABLE).write_text("\n".join(lines) + "\n", "utf-8")


def main() -> None:
    """Fit, calibrate, and write the table; see `--help`."""
    parser = argparse.ArgumentParser(description="Fit the weights of lines of furniture.")
    parser.add_argument("--folds", type=int, default=5, help="parts that pages are held out in")
    parser.add_argument("--dry-run", action="store_true", help="write nothing")
    options = parser.parse_args()
    furniture = Furniture(Lexicon())
    samples = [one for page in load_pages("dev") for one in read_page(page, furniture)]
    samples += read_real(furniture)
    clean = [*read_cases(furniture), *read_clean(furniture)]
    names = choose_names([*samples, *clean])
    held = hold_out(samples, clean, names, options.folds)
    line = calibrate(held.choose(CALIBRATED))
    print(f"{len(names)} features; {len(samples)} chains of pages, {len(clean)} of clean text")
    for kind in KINDS_OF_PAGES:
        print(kind)
        print_levels(held.choose([kind]), line)
    if not options.dry_run:
        weights = Field([*samples, *clean], names).fit(names)
        write_table(
            zip(
                [*names, *STEPS, "slope", "shift", "bare shift", "stretch"],
                [*weights, *line],
                strict=True,
            )
        )


if __name__ == "__main__":
    main()
