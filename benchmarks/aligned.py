"""Score the aligned sentences of a published original, spun: restored and damaged words.

    python benchmarks/aligned.py ../shared/data/spun/sentence_pairs.tsv [--steps unspin]

The sentences with ids E001-* are scored as one document, a blank line apart.
"""

from __future__ import annotations

import argparse
import csv
from pathlib import Path

from normalize import Normalizer, Settings
from normalize.settings import LEVELS, STEPS


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("pairs", type=Path, help="a table with columns id, spun, original")
    parser.add_argument("--family", default="E001-", help="how the ids begin")
    parser.add_argument("--level", default="likely", choices=LEVELS)
    parser.add_argument("--steps", nargs="+", default=STEPS, choices=STEPS)
    options = parser.parse_args()
    if not options.pairs.exists():
        parser.exit(0, f"skipped: {options.pairs} is missing\n")
    with options.pairs.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    rows = [row for row in rows if row["id"].startswith(options.family)]
    spun, original = ("\n\n".join(row[side] for row in rows) for side in ("spun", "original"))
    settings = Settings(steps=tuple(options.steps), level=options.level)
    repaired = Normalizer(settings).clean(spun)
    words = list(zip(spun.split(), original.split(), repaired.split(), strict=True))
    replaced = [word for word in words if word[0] != word[1]]
    restored = [word for word in replaced if word[1] == word[2]]
    damaged = [word for word in words if word[0] == word[1] != word[2]]
    print(f"restored {len(restored)} of {len(replaced)} replaced words")
    print(f"damaged {len(damaged)} of {len(words) - len(replaced)} untouched words")
    for written, wanted, found in words:
        if wanted != found:
            print(f"  {written} → {found}, the author wrote {wanted}")


if __name__ == "__main__":
    main()
