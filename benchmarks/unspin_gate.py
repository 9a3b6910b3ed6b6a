"""Measure unspin on clean text: its gate's speed beside ftfy, and what is called spun there.

    python benchmarks/unspin_gate.py [--kind news]

Prints for each kind the speed of the gate in MB/s, how many times that is ftfy's (both by turns,
ftfy on every `FTFY`-th document), documents whose gate is open, and false alarms; then the
passages of all kinds that came nearest to one.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent))

import ftfy
from corpora import KINDS, load_documents
from timing import time_functions

from normalize import Settings
from normalize.step import Context
from normalize.unspin import UnspinStep
from normalize.unspin.detect import DECISION
from normalize.unspin.search import search_document

FTFY = 20  # of so many documents one is given to ftfy
TURNS = 3
LISTED, SHOWN = 12, 100  # passages that are listed, and characters of each

SETTINGS = Settings(steps=("unspin",))


class Passage(NamedTuple):
    """The passage of a document that is likeliest to be called spun."""

    probability: float
    gain: float
    family: str
    name: str
    text: str


def find_passages(name: str, text: str) -> list[Passage]:
    """Find for each family the passage of a clean text that is likeliest called spun."""
    found = []
    for search, _ in search_document(text, Context(text, SETTINGS, ())):
        pairs = zip(search.detection.paragraphs, search.paragraphs, strict=True)
        probability, paragraph = max(pairs, key=lambda pair: pair[0])
        shown = text[paragraph.start : paragraph.end][:SHOWN]
        found.append(Passage(probability, paragraph.gain, search.family, name, shown))
    return found


def measure_kind(kind: str) -> tuple[list[Passage], float, float]:
    """Measure one kind and print its row; return its passages, MB and the gate's seconds."""
    step = UnspinStep()
    documents = [(document.name, document.text) for document in load_documents([kind])]
    texts = [text for _, text in documents]

    def is_open(text: str) -> bool:
        return step.is_open(text, Context(text, SETTINGS, ()))

    size = sum(len(text.encode()) for text in texts) / 1e6
    sample = texts[::FTFY]
    (seconds,) = time_functions([is_open], texts, TURNS)
    gate, reference = time_functions([is_open, ftfy.fix_text], sample, TURNS)
    opened = [(name, text) for name, text in documents if is_open(text)]
    passages = [passage for name, text in opened for passage in find_passages(name, text)]
    alarms = {passage.name for passage in passages if passage.probability >= DECISION}
    print(
        f"{kind:<14}{len(texts):>6,}{size:>7.1f}{size / seconds:>8.1f}{reference / gate:>8.1f}"
        f"{len(opened):>6}{len(alarms):>8}",
        flush=True,
    )
    return passages, size, seconds


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--kind", choices=KINDS, action="append", help="only this kind")
    options = parser.parse_args()
    print(f"{'kind':<14}{'docs':>6}{'MB':>7}{'MB/s':>8}{'x ftfy':>8}{'open':>6}{'alarms':>8}")
    found = [measure_kind(kind) for kind in options.kind or KINDS]
    size, seconds = sum(row[1] for row in found), sum(row[2] for row in found)
    print(f"{'all':<20}{size:>7.1f}{size / seconds:>8.1f}\n\nnearest to an alarm:")
    passages = sorted((passage for row in found for passage in row[0]), reverse=True)
    for passage in passages[:LISTED]:
        print(f"{passage.probability:.3f} {passage.gain:>6.1f}  {passage.name}  {passage.text!r}")


if __name__ == "__main__":
    main()
