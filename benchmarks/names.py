"""How the names step fares on labelled sentences that it was not written from.

Reads ../shared/data/names/contexts.jsonl (63 sentences); says so and stops where that is
missing. Renamings of countries are off, as by default: their sentences count as wrong.

Usage: python benchmarks/names.py [--verbose]
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

from normalize import Normalizer, Settings

CONTEXTS = Path(__file__).resolve().parents[2] / "shared/data/names/contexts.jsonl"


def main() -> None:
    """Print exact-right shares, in all and by category."""
    if not CONTEXTS.exists():
        print(f"skipped: {CONTEXTS} is missing")
        return
    normalizer = Normalizer(Settings(steps=("names",)))
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    spared = must_spare = 0
    for line in CONTEXTS.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        got = normalizer.clean(case["text"])
        category = case["category"]
        total[category] += 1
        right[category] += got == case["expected"]
        if case["text"] == case["expected"]:
            must_spare += 1
            spared += got == case["text"]
        if got != case["expected"] and "--verbose" in sys.argv[1:]:
            print(f"  {category}: {case['text']!r}\n      got {got!r}")
    for category in sorted(total):
        if right[category] < total[category]:
            print(f"{category:16} {right[category]}/{total[category]}")
    count = total.total()
    print(f"exactly right: {right.total()}/{count} = {right.total() / count:.1%}")
    print(f"changed though they must not be: {must_spare - spared}/{must_spare}")


if __name__ == "__main__":
    main()
