"""Measure what learning a spinner's table gains (`unspin.py --learn`).

One table spins all kinds of text. A table is learned from some documents, by their spun text
alone or with their originals; others are cleaned without it and with it. With the table that
is learned from spun text alone the very documents that it was learned from are cleaned as
well, as one cleans a collection.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from argparse import Namespace
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

import unspin_simulator as simulator
from unspin import PROSE, THRESHOLDS, Tally, measure_kind, use_channel
from unspin_report import print_tables

from normalize.unspin.learn import Lesson, format_table, learn_pages, learn_pairs

NOTHING, ALONE = "nothing learned", "from the pages alone"
THEMSELVES = (NOTHING, ALONE)  # after which the pages that are learned from are cleaned as well
Pieces = dict[str, list[simulator.Piece]]  # by kind


def choose_pages(
    kinds: Sequence[str], words: int, learn: int, *, dev: bool
) -> tuple[Pieces, Pieces]:
    """Choose pieces to measure, about so many words of each kind, and others to learn from."""
    measured: Pieces = {}
    learned: Pieces = {}
    for kind in kinds:
        left = words
        last = ""
        for piece in simulator.choose_pieces(kind, words + learn // len(kinds), dev=dev):
            if left > 0:
                left -= len(piece.text.split())
                last = piece.name
                measured.setdefault(kind, []).append(piece)
            elif piece.name != last:  # no document is on both sides
                learned.setdefault(kind, []).append(piece)
    return measured, learned


def iter_lessons(
    pages: Sequence[simulator.Piece], table: simulator.Table
) -> Iterator[tuple[str, Lesson | None]]:
    """Yield what is known: nothing, what the pages say alone, what they say with originals."""
    spun = [simulator.spin(page.text, table.written).text for page in pages]
    yield NOTHING, None
    yield ALONE, learn_pages(spun)
    pairs = zip(spun, (page.text for page in pages), strict=True)
    yield "from pages and originals", learn_pairs(pairs)


def measure_learning(options: Namespace, spinner: simulator.Spinner) -> int:
    """Measure and print; `options` are those of `unspin.py`."""
    dev = options.half == "dev"
    measured, learned = choose_pages(options.kind or PROSE, options.words, options.learn, dev=dev)
    table = spinner.draw_table(f"{options.seed}:{options.half}:all")
    pages = [page for pieces in learned.values() for page in pieces]
    found: dict[str, Any] = {}
    with use_channel(observed=options.observed), tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        for name, lesson in iter_lessons(pages, table):
            seconds, start = time.perf_counter() - start, time.perf_counter()
            tables: tuple[str, ...] = ()
            words = sum(len(page.text.split()) for page in pages)
            print(f"\n== {name}: {len(pages):,} pages, {words:,} words, {seconds:.0f} s")
            if lesson is not None:
                path = Path(folder, f"{len(found)}.tsv")
                path.write_text(format_table(lesson, "the simulator"), encoding="utf-8")
                tables = (str(path),)
                print(_check_lesson(lesson, table))
            reports = found[name] = _measure(measured, table, tables)
            print_tables(reports, THRESHOLDS)
            if name in THEMSELVES:
                print("\n-- the pages that are learned from:")
                reports = found[f"{name}, themselves"] = _measure(learned, table, tables)
                print_tables(reports, THRESHOLDS)
            start = time.perf_counter()
    if options.json:
        options.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    return 0


def _measure(measured: Pieces, table: simulator.Table, tables: tuple[str, ...]) -> dict[str, Any]:
    total, reports = Tally(), {}
    for kind, pieces in measured.items():
        tally = measure_kind(pieces, table, tables)
        reports[kind] = tally.report()
        total.add(tally)
    reports["all"] = total.report()
    return reports


def _check_lesson(lesson: Lesson, table: simulator.Table) -> str:
    """Say how many of the pairs that were seen at two places and more are in the table."""
    pairs = [
        (written, original)
        for original, ways in lesson.counts.items()
        for written, count in ways.items()
        if written != original and count >= 2 and original not in simulator.NUMBERS
    ]
    right = sum(table.written.get(original) == written for written, original in pairs)
    return f"pairs seen twice and more: {len(pairs):,}, of which {right:,} are in the table"
