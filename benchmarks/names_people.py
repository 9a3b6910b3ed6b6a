"""Who is who in one document: linked mentions of people against GUM's entities.

Reads ../shared/data/names/gum_named_mentions.jsonl (says so and stops where it is
missing). Counted are pairs of mentions of people in one document that are written
differently: those of one form are linked by anybody.

Usage: python benchmarks/names_people.py [--verbose]
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from itertools import combinations
from pathlib import Path

from normalize.names.people import resolve_people

DATA = Path(__file__).resolve().parents[2] / "shared/data/names/gum_named_mentions.jsonl"


def main() -> None:
    """Print precision and recall of the links."""
    if not DATA.exists():
        print(f"skipped: {DATA} is missing")
        return
    documents = defaultdict(list)
    for line in DATA.read_text(encoding="utf-8").splitlines():
        mention = json.loads(line)
        if mention["etype"] == "person":
            documents[mention["doc"]].append((mention["surface"], mention["entity"]))
    for what in ("written differently", "all"):
        linked = right = total = 0
        for name, mentions in documents.items():
            people = resolve_people([surface for surface, _ in mentions])
            for one, other in combinations(range(len(mentions)), 2):
                (surface, entity), (other_surface, other_entity) = mentions[one], mentions[other]
                if surface == other_surface and what != "all":
                    continue
                is_same = entity == other_entity
                is_linked = people[one] == people[other] >= 0
                total += is_same
                linked += is_linked
                right += is_linked and is_same
                if is_linked and not is_same and "--verbose" in sys.argv and what != "all":
                    print(f"  {name}: {surface!r} is not {other_surface!r}")
                if is_same and not is_linked and "--missed" in sys.argv and what != "all":
                    print(f"  {name}: missed {surface!r} {other_surface!r}")
        print(
            f"pairs of mentions {what}: {total} of one person, {linked} linked, "
            f"precision {right / linked:.3f}, recall {right / total:.3f}"
        )


if __name__ == "__main__":
    main()
