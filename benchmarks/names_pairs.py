"""Pairs of names: one person's or two people's? Ours beside others' scorers.

Reads the labelled pairs of ../shared/data/names (says so and stops where they are
missing). For each scorer: F1 at its one best threshold for nomenklatura's cases of
persons, and on each file the share of true pairs missed at 99 % precision. Peers that are
not installed are left out (jellyfish, nomenklatura).

Usage: python benchmarks/names_pairs.py [--slow]     --slow runs nomenklatura on all files
"""

from __future__ import annotations

import csv
import sys
import time
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from itertools import count
from pathlib import Path

from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler

from normalize.names.compare import SAME, same, split_name
from normalize.names.romanize import fold_romanized, make_skeleton, strip_marks

DATA = Path(__file__).resolve().parents[2] / "shared/data/names"
FILES = ("nk_person", "translit_ru", "us_congress", "ofac_person", "toponym_latin")
Scorer = Callable[[str, str], float]
Pair = tuple[str, str, bool]


def load_pairs(name: str) -> list[Pair]:
    """Load the pairs of one file with their labels."""
    with (DATA / f"pairs_{name}.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [(row["name1"], row["name2"], row["is_match"] == "1") for row in rows]


def collect_scorers() -> dict[str, Scorer]:
    """Collect the scorers that are installed."""
    scorers: dict[str, Scorer] = {
        "ours": lambda a, b: same(a, b).score,
        "WRatio": lambda a, b: fuzz.WRatio(a.lower(), b.lower()) / 100,
        "Jaro-Winkler": lambda a, b: JaroWinkler.normalized_similarity(a.lower(), b.lower()),
    }
    if find_spec("jellyfish"):
        metaphone = import_module("jellyfish").metaphone

        def compare_metaphone(a: str, b: str) -> float:
            one, other = (set(map(metaphone, name.lower().split())) for name in (a, b))
            return len(one & other) / max(1, min(len(one), len(other)))

        scorers["metaphone"] = compare_metaphone
    if find_spec("nomenklatura"):
        scorers["nomenklatura"] = build_nomenklatura()
    return scorers


def build_nomenklatura() -> Scorer:
    """Build the scorer of nomenklatura's logic-v2 for persons."""
    make_entity = import_module("followthemoney").EntityProxy.from_dict
    model = import_module("nomenklatura.matching").get_algorithm("logic-v2")
    defaults = model.default_config()

    numbers = count()

    def compare(a: str, b: str) -> float:
        one, other = (  # an id of its own for each: names are cached by it
            make_entity({"id": f"n{key}", "schema": "Person", "properties": {"name": [name]}})
            for key, name in zip(numbers, (a, b), strict=False)
        )
        return float(model.compare(one, other, defaults).score)

    return compare


def measure(scores: list[float], pairs: list[Pair]) -> tuple[float, float, float]:
    """Return best F1, its threshold, and the share missed at 99 % precision."""
    ranked = sorted(zip(scores, (pair[2] for pair in pairs), strict=True), reverse=True)
    total = sum(pair[2] for pair in pairs)
    right = 0
    best = (0.0, 0.0)
    recall = 0.0
    for number, (score, is_match) in enumerate(ranked, 1):
        right += is_match
        if number < len(ranked) and ranked[number][0] == score:
            continue
        f1 = 2 * right / (number + total)
        best = max(best, (f1, score))
        if right / number >= 0.99:
            recall = max(recall, right / total)
    return best[0], best[1], 1 - recall


def main() -> None:
    """Print a table for each file."""
    if not DATA.is_dir():
        print(f"skipped: {DATA} is missing")
        return
    for name in FILES:
        pairs = load_pairs(name)
        print(f"{name}: {len(pairs)} pairs, {sum(pair[2] for pair in pairs)} of one person")
        for label, scorer in collect_scorers().items():
            if label == "nomenklatura" and len(pairs) > 3_000 and "--slow" not in sys.argv:
                continue
            for cached in (split_name, fold_romanized, make_skeleton, strip_marks):
                cached.cache_clear()
            start = time.process_time()
            scores = [scorer(a, b) for a, b, _ in pairs]
            micros = (time.process_time() - start) / len(pairs) * 1e6
            f1, threshold, missed = measure(scores, pairs)
            note = ""
            if label == "ours":
                hits = [score >= SAME for score in scores]
                right = sum(hit and pair[2] for hit, pair in zip(hits, pairs, strict=True))
                fixed = 2 * right / (sum(hits) + sum(pair[2] for pair in pairs))
                note = f"   at the fixed {SAME}: F1 {fixed:.3f}, P {right / max(1, sum(hits)):.3f}"
            print(
                f"  {label:13} best F1 {f1:.3f} at {threshold:.2f}, missed at P .99 {missed:.1%},"
                f" {micros:6.1f} µs{note}"
            )


if __name__ == "__main__":
    main()
