"""Discovery: clusters of spellings among some thousand names, and the time it takes.

The truth are the groups of ../shared/data/names/pairs_translit_ru.tsv (members of one
parliament in several romanisations) and those of dictionaries/names/persons.tsv, of which
discovery is told nothing. Pairwise precision and recall.

Usage: python benchmarks/names_discover.py [--verbose]
"""

from __future__ import annotations

import csv
import sys
import time
from collections import defaultdict
from itertools import combinations
from pathlib import Path

from normalize.lexicon import load_table
from normalize.names.compare import same
from normalize.names.discover import find_clusters

DATA = Path(__file__).resolve().parents[2] / "shared/data/names/pairs_translit_ru.tsv"


def load_truth() -> dict[str, str]:
    """Load name → group; groups that share a name are one."""
    groups: dict[str, set[str]] = defaultdict(set)
    if DATA.exists():
        with DATA.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                if row["is_match"] == "1":
                    groups[row["name1"]].add(row["note"])
                    groups[row["name2"]].add(row["note"])
    else:
        print(f"{DATA} is missing: dictionaries alone")
    for entry in load_table("names/persons.tsv"):
        if entry["kind"] == "person" and " " in entry["variant"]:
            groups[entry["canonical"]].add(entry["canonical"])
            groups[entry["variant"]].add(entry["canonical"])
    parents: dict[str, str] = {}

    def find(group: str) -> str:
        while parents.setdefault(group, group) != group:
            group = parents[group]
        return group

    for found in groups.values():
        first, *others = sorted(found)
        for other in others:
            parents[find(other)] = find(first)
    return {name: find(next(iter(found))) for name, found in groups.items()}


def main() -> None:
    """Print sizes, precision, recall and time."""
    truth = load_truth()
    sizes: dict[str, int] = defaultdict(int)
    for group in truth.values():
        sizes[group] += 1
    start = time.process_time()
    clusters = find_clusters(dict.fromkeys(truth, 1))
    seconds = time.process_time() - start
    total = sum(size * (size - 1) // 2 for size in sizes.values())
    found = right = 0
    for cluster in clusters:
        for one, other in combinations(cluster.names, 2):
            found += 1
            right += truth[one] == truth[other]
            if truth[one] != truth[other] and "--verbose" in sys.argv:
                print(f"  joined: {one} = {other}")
    if "--missed" in sys.argv:
        together = {p for c in clusters for p in combinations(sorted(c.names), 2)}
        by_group = defaultdict(list)
        for name, group in truth.items():
            by_group[group].append(name)
        for names in by_group.values():
            for pair in combinations(sorted(names), 2):
                if pair not in together:
                    print(f"  missed: {pair[0]} = {pair[1]} {same(*pair).score:.2f}")
    groups = sum(size > 1 for size in sizes.values())
    print(f"{len(truth)} names, {groups} groups of two and more; {len(clusters)} clusters")
    print(f"precision {right / found:.4f}, recall {right / total:.4f}, {seconds:.2f} s")


if __name__ == "__main__":
    main()
