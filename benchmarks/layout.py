"""The layout step on labelled pages and on clean prose, and its speed beside ftfy.

    python benchmarks/layout.py                     # the half to measure with, figures only
    python benchmarks/layout.py --half dev --list   # the half to build on, with every fault
    python benchmarks/layout.py --only clean --megabytes 8
    python benchmarks/layout.py --only speed --rules    # with each rule's share of the time
    python benchmarks/layout.py --only made --cases 200 # damage made on clean prose, by kind
    python benchmarks/layout.py --only meant --cases 60  # what comes again on purpose

`--list` is refused on the measuring half: what it shows would be built upon.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))  # the file is run as a script

import ftfy
from corpora import KINDS, load_documents
from layout_made import print_made
from layout_meant import print_meant
from layout_pages import MEASURES, Score, load_pages, score_page
from layout_rules import time_rules
from timing import time_functions

from normalize import Normalizer, Settings

BOTH = Normalizer(Settings(steps=("characters", "layout")))
LAYOUT = Normalizer(Settings(steps=("layout",)))
TURNS = 5
SIZE = 4_000  # characters of a document when speed is measured


def print_pages(half: str, listed: bool) -> None:
    """Print precision and recall of each measure over a half, with the faults if `listed`."""
    pages = load_pages(half)
    totals: dict[str, list[Score]] = {measure: [] for measure in MEASURES}
    exact = 0
    for page in pages:
        cleaned = BOTH.explain(page.dirty)
        exact += cleaned.text.split() == page.clean.split()
        for measure, score in score_page(page, cleaned).items():
            totals[measure].append(score)
            if listed:
                for text in score.missed:
                    print(f"{page.name[:26]:<27}{measure:<9}missed  {text!r}")
                for text in score.wrong:
                    print(f"{page.name[:26]:<27}{measure:<9}WRONG   {text!r}")
    print(f"\n{half}: {len(pages)} pages, {exact} word for word as they should be")
    print(f"{'':<10}{'marked':>7}{'right':>7}{'wrong':>7}{'precision':>11}{'recall':>8}")
    for measure, scores in totals.items():
        right = sum(score.right for score in scores)
        marked = right + sum(len(score.missed) for score in scores)
        found = sum(score.found for score in scores)
        wrong = sum(len(score.wrong) for score in scores)
        precision = 1 - wrong / found if found else 1.0
        recall = right / marked if marked else 1.0
        print(f"{measure:<10}{marked:>7}{right:>7}{wrong:>7}{precision:>11.3f}{recall:>8.3f}")


def print_clean(megabytes: float, listed: bool) -> None:
    """Count what the step changes in clean prose, by rule and kind of text."""
    print("\nClean prose: changes by rule")
    total: Counter[str] = Counter()
    all_words = 0
    for kind in KINDS:
        counts: Counter[str] = Counter()
        words = 0
        for document in load_documents([kind], max_bytes=int(megabytes * 1e6 / len(KINDS))):
            cleaned = LAYOUT.explain(document.text)
            words += document.text.count(" ")
            counts.update(change.rule for change in cleaned.changes)
            for change in cleaned.changes if listed else ():
                start, end = change.origin_start, change.origin_end
                around = document.text[max(0, start - 50) : end + 40]
                print(f"{kind:<14}{change.rule:<20}{around[:200]!r} → {change.after!r}")
        print(f"{kind:<14}{words:>9,} words  {dict(counts)}", flush=True)
        total.update(counts)
        all_words += words
    print(f"{'all':<14}{all_words:>9,} words  {dict(total)}")
    print(f"{'':<14}{total.total() / max(1, all_words) * 1e5:.2f} a hundred thousand words")


def print_speed(by_rule: bool) -> None:
    """Print MB/s of the step on clean text and on dirty pages, with ftfy in the same run."""
    print("\nSpeed (the step alone, ledger on)")
    clean = [
        d.text[:SIZE] for d in load_documents(["news", "books", "dialogue"], max_bytes=300_000)
    ]
    dirty = [page.dirty for half in ("dev", "measure") for page in load_pages(half)]
    for name, texts in (("clean", clean), ("dirty pages", dirty)):
        size = sum(len(text.encode("utf-8", "replace")) for text in texts) / 1e6
        ours, theirs = time_functions([LAYOUT.explain, ftfy.fix_text], texts, TURNS)
        print(
            f"{name:<14}{size / ours:>8.1f} MB/s  ftfy {size / theirs:>6.1f}  {theirs / ours:.1f}×"
        )
        if by_rule:
            print_rules(texts)
    paragraph = "The council met on Tuesday and put off its vote on the bridge once again.\n\n"
    for times in (1_000, 10_000, 100_000):
        text = paragraph * times
        started = time.perf_counter()
        LAYOUT.explain(text)
        seconds = time.perf_counter() - started
        print(f"one paragraph {times:>7,} times {seconds / len(text) * 1e6:>8.3f} s/MB")
    for lines in (1_000, 10_000, 40_000):
        text = "".join(f"Share this {n}\nFerry number {n} of the bay\n" for n in range(lines // 2))
        started = time.perf_counter()
        LAYOUT.explain(text)
        seconds = time.perf_counter() - started
        print(f"{lines:>6,} lines of a menu {seconds / len(text) * 1e6:>12.3f} s/MB")


def print_rules(texts: Sequence[str]) -> None:
    """Print the share of each rule in the step's time, the clocks' own time included."""
    times = time_rules(lambda text: LAYOUT.explain(text), texts)
    whole = sum(times.values())
    for part, seconds in sorted(times.items(), key=lambda item: -item[1]):
        each = seconds / len(texts) * 1e6
        print(f"    {part:<24}{seconds / whole:>6.1%}{each:>9.1f} µs a document")


def main() -> None:
    """Print the figures; see `--help`."""
    parser = argparse.ArgumentParser(description="The layout step, measured.")
    parser.add_argument(
        "--only", choices=("pages", "clean", "speed", "made", "meant"), action="append"
    )
    parser.add_argument("--half", choices=("dev", "measure"), default="measure")
    parser.add_argument("--list", action="store_true", help="print every fault (not of measure)")
    parser.add_argument("--megabytes", type=float, default=8, help="clean prose")
    parser.add_argument("--rules", action="store_true", help="speed: each rule's share, too")
    parser.add_argument("--cases", type=int, default=100, help="made damage of each kind")
    parser.add_argument("--seed", type=int, default=1, help="of the damage")
    options = parser.parse_args()
    chosen = options.only or ("pages", "clean", "speed")
    if "pages" in chosen:
        if options.list and options.half == "measure":
            parser.error("--list shows faults, and on what is measured with nothing is built")
        print_pages(options.half, options.list)
    if "clean" in chosen:
        print_clean(options.megabytes, options.list)
    if "speed" in chosen:
        print_speed(options.rules)
    if "made" in chosen:
        print_made(options.cases, options.seed, listed=options.list)
    if "meant" in chosen:
        print_meant(options.cases, options.seed, listed=options.list)


if __name__ == "__main__":
    main()
