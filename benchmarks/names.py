"""How the names step fares on labelled sentences.

Reads ../shared/data/names/contexts.jsonl (70 sentences; skipped, saying so, where it is
missing) and fixtures/names/build.jsonl (855). fixtures/names/measure.jsonl (160) was written
from the categories alone and is only counted, with --measure: nobody builds on its faults.
Renamings of countries are on, as the sentences ask for.

Usage: python benchmarks/names.py [--measure] [--verbose]
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from normalize import Normalizer, Settings

ROOT = Path(__file__).resolve().parents[1]
CONTEXTS = ROOT.parent / "shared/data/names/contexts.jsonl"
BUILD = ROOT / "fixtures/names/build.jsonl"
MEASURE = ROOT / "fixtures/names/measure.jsonl"
SETTINGS = Settings(steps=("names",), extend=("renamed-country",))


def score(path: Path, verbose: bool) -> None:
    """Print the share of a file's sentences that come out exactly right."""
    if not path.exists():
        print(f"{path.name}: skipped, it is missing")
        return
    normalizer = Normalizer(SETTINGS)
    right = total = changed = must_stay = 0
    for line in path.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        got = normalizer.clean(case["text"])
        total += 1
        right += got == case["expected"]
        if case["text"] == case["expected"]:
            must_stay += 1
            changed += got != case["text"]
        if got != case["expected"] and verbose:
            print(f"  {case['category']}: {case['text']!r}\n      got {got!r}")
    share = f"{right}/{total} = {right / total:.1%}"
    print(f"{path.name}: exactly right {share}; changed wrongly {changed} of {must_stay}")


def main() -> None:
    """Print the figures of each file of sentences."""
    verbose = "--verbose" in sys.argv[1:]
    for path in (CONTEXTS, BUILD):
        score(path, verbose)
    if "--measure" in sys.argv[1:]:
        score(MEASURE, verbose=False)


if __name__ == "__main__":
    main()
