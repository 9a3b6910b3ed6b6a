"""Measure how well spun text is undone, and what is done to text that was never spun.

    python benchmarks/unspin.py --package thesaurus-0.0.1.tgz --json unspin.json
    python benchmarks/unspin.py --learn 40000        learn a table from so many words first

Clean documents are spun by `unspin_simulator` (one table for each kind of text) and cleaned by
the unspin step alone at level `all`; what a higher threshold would have left out is read off
the confidences. Tune on the half `dev`; `measure` is for reports only.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent))

import unspin_simulator as simulator
from corpora import KINDS
from unspin_report import SHORT, mix_paragraph, print_tables, write_plot

from normalize import Normalizer, Settings
from normalize.lexicon import load_word_scores
from normalize.unspin import DECISION, channel
from normalize.unspin.families import TAUGHT

PROSE = tuple(kind for kind in KINDS if kind != "foreign")
THRESHOLDS = (0.0, 0.5, 0.8, 0.9, 0.95, 0.99)
DEFAULT = 0.9  # the level `likely`, for the lists
LISTED = 40  # rows of each list


class Outcome(NamedTuple):
    """What became of one word; `after` is "" where nothing proposed to change it."""

    word: simulator.Word
    after: str
    confidence: float
    is_candidate: bool  # the channel knows that the original may stand behind the written word

    @property
    def miss(self) -> str:
        """Say why a replaced word was not restored at the default level; "" where it was."""
        if self.after == self.word.original:
            return "" if self.confidence >= DEFAULT else "unsure"
        if not self.is_candidate:
            return "unreachable"
        return f"mistaken for {self.after}" if self.after else "kept"


class Tally:
    """What was found on one kind of text, or on all of them."""

    def __init__(self) -> None:
        self.outcomes: list[Outcome] = []
        self.counts: Counter[str] = Counter()
        self.kinds: Counter[str] = Counter()  # ways of the replaced words

    def add(self, other: Tally) -> None:
        """Add what was found on another kind."""
        self.outcomes += other.outcomes
        self.counts.update(other.counts)
        self.kinds.update(other.kinds)

    def report(self) -> dict[str, Any]:
        """Work out the measures; every share is 0–1."""
        counts = self.counts
        replaced = [outcome for outcome in self.outcomes if outcome.word.is_replaced]
        untouched = counts["words"] - len(replaced)
        return {
            "pieces": counts["pieces"],
            "words": counts["words"],
            "replaced": _share(len(replaced), counts["words"]),
            "oracle": _share(sum(o.is_candidate for o in replaced), len(replaced)),
            "thresholds": [self._cut(replaced, untouched, at) for at in THRESHOLDS],
            "detected": _share(counts["detected"], counts["pieces"]),
            "detected_short": _share(counts["detected_short"], counts["pieces"]),
            "detected_paragraphs": _share(counts["paragraphs found"], counts["paragraphs"]),
            "paragraphs_hit": counts["paragraphs hit"],
            "false_alarms": _share(counts["false_alarms"], counts["pieces"]),
            "clean_changed": _share(counts["clean_changed"], counts["pieces"]),
            "unsettled": counts["unsettled"],
            "elsewhere": counts["elsewhere"],
            "spun_words_per_second": round(1e9 * counts["words"] / (counts["ns spun"] or 1)),
            "clean_words_per_second": round(1e9 * counts["words"] / (counts["ns clean"] or 1)),
            "calibration": self._calibrate(lambda outcome: outcome.word.is_replaced),
            "calibration_exact": self._calibrate(lambda o: o.after == o.word.original),
            "ways": {kind: _share(self.kinds[kind], len(replaced)) for kind in simulator.SHARES},
        }

    def _cut(self, replaced: Sequence[Outcome], untouched: int, at: float) -> dict[str, float]:
        changed = [o for o in self.outcomes if o.after and o.confidence >= at]
        restored = sum(o.after == o.word.original for o in changed if o.word.is_replaced)
        damaged = sum(not o.word.is_replaced for o in changed)
        return {
            "threshold": at,
            "restored": _share(restored, len(replaced)),
            "wrong_word": _share(len(changed) - damaged - restored, len(replaced)),
            "damaged": _share(damaged, untouched),
            "damaged_words": damaged,
        }

    def _calibrate(self, is_right: Any) -> dict[str, Any]:
        """Compare confidence and share of right changes in bins of equal width."""
        bins: list[list[Outcome]] = [[] for _ in range(10)]
        for outcome in self.outcomes:
            if outcome.after:
                bins[min(9, int(outcome.confidence * 10))].append(outcome)
        rows = [
            {
                "changes": len(found),
                "confidence": _share(sum(o.confidence for o in found), len(found)),
                "right": _share(sum(map(is_right, found)), len(found)),
            }
            for found in bins
        ]
        gaps = sum(row["changes"] * abs(row["confidence"] - row["right"]) for row in rows)
        return {"error": _share(gaps, sum(map(len, bins))), "bins": rows}

    def list_damage(self) -> list[tuple[str, int]]:
        """List what untouched words were changed to at the default level, the commonest first."""
        return Counter(
            f"{o.word.written} → {o.after}"
            for o in self.outcomes
            if o.after and o.confidence >= DEFAULT and not o.word.is_replaced
        ).most_common(LISTED)

    def list_misses(self) -> list[tuple[str, int]]:
        """List the replaced words that are not restored at the default level, with the reason."""
        return Counter(
            f"{o.word.original} → {o.word.written}  {o.miss}"
            for o in self.outcomes
            if o.word.is_replaced and o.miss
        ).most_common(LISTED)

    def count_misses(self) -> dict[str, float]:
        """Return the share of the replaced words that each kind of miss has."""
        misses = [o.miss.split(" ")[0] for o in self.outcomes if o.word.is_replaced]
        found = Counter(miss for miss in misses if miss).most_common()
        return {miss: _share(times, len(misses)) for miss, times in found}


def _share(part: float, whole: float) -> float:
    return round(part / whole, 4) if whole else 0.0


@contextmanager
def use_channel(*, observed: bool) -> Iterator[channel.Channel]:
    """Load the channel, without the observed pairs if so wished; the caches are left empty."""
    load_table = vars(channel)["load_table"]

    def load_without_rows(name: str) -> tuple[Mapping[str, str], ...]:
        return () if name.endswith("/observed.tsv") else load_table(name)

    def set_loader(loader: Any) -> None:
        vars(channel)["load_table"] = loader
        channel.load_channel.cache_clear()
        channel._find_suspicious.cache_clear()

    set_loader(load_table if observed else load_without_rows)
    try:
        yield channel.load_channel("thesaurus")
    finally:
        set_loader(load_table)


def measure_kind(
    pieces: Sequence[simulator.Piece], table: simulator.Table, tables: tuple[str, ...] = ()
) -> Tally:
    """Spin and clean the pieces of one kind, with learned tables, and clean them unspun."""
    normalizer = Normalizer(Settings(steps=("unspin",), level="all", substitutions=tables))
    known = channel.load_channel(TAUGHT, tuple(map(Path, tables)))
    normalizer.clean("")
    tally = Tally()
    for piece in pieces:
        spun = simulator.spin(piece.text, table.written)
        tally.counts.update(pieces=1, words=spun.running)
        tally.kinds.update(table.kinds[word.original] for word in spun.words if word.is_replaced)
        cleaned = _time(tally, "ns spun", normalizer, spun.text)
        tally.counts["detected"] += _is_spun(cleaned)
        tally.counts["unsettled"] += any(f.rule == "unsettled" for f in cleaned.findings)
        read_outcomes(spun, cleaned.changes, known, tally)
        head = " ".join(spun.text.split()[:SHORT])
        tally.counts["detected_short"] += _is_spun(normalizer.explain(head))
        measure_paragraph(piece, table, normalizer, tally)
        untouched = _time(tally, "ns clean", normalizer, piece.text)
        tally.counts["false_alarms"] += _is_spun(untouched)
        tally.counts["clean_changed"] += bool(untouched.changes)
    return tally


def measure_paragraph(
    piece: simulator.Piece, table: simulator.Table, normalizer: Normalizer, tally: Tally
) -> None:
    """Spin one paragraph of a clean piece: is it found, and do the others stay?"""
    mixed = mix_paragraph(piece.text, table.written)
    if mixed is None:
        return
    text, start, end = mixed
    cleaned = normalizer.explain(text)
    found = [fact for fact in cleaned.facts if fact.key == "spinner"]
    tally.counts["paragraphs"] += 1
    tally.counts["paragraphs found"] += any(
        fact.origin_start < end and fact.origin_end > start for fact in found
    )
    tally.counts["paragraphs hit"] += any(
        change.origin_start < start or change.origin_end > end for change in cleaned.changes
    )


def _time(tally: Tally, what: str, normalizer: Normalizer, text: str) -> Any:
    start = time.process_time_ns()
    cleaned = normalizer.explain(text)
    tally.counts[what] += time.process_time_ns() - start
    return cleaned


def read_outcomes(
    spun: simulator.Spun, changes: Sequence[Any], known: channel.Channel, tally: Tally
) -> None:
    """Read from the ledger what became of each word; what no word explains is `elsewhere`.

    Where a later pass changed a word again its last form counts, with the lower confidence.
    """
    found: dict[tuple[int, int], tuple[str, float]] = {}
    for change in sorted(changes, key=lambda change: change.layer):
        span = (change.origin_start, change.origin_end)
        confidence = min(change.confidence, found.get(span, ("", 1.0))[1])
        found[span] = (change.after, confidence)
    for word in spun.words:
        after, confidence = found.pop((word.start, word.end), ("", 0.0))
        after = "" if after == word.written else after  # there and back again
        candidates = known.candidates(word.written) if word.is_replaced else ()
        is_candidate = any(candidate.word == word.original for candidate in candidates)
        tally.outcomes.append(Outcome(word, after, confidence, is_candidate))
    tally.counts["elsewhere"] += len(found)


def _is_spun(cleaned: Any) -> bool:
    return any(fact.key == "spun" and fact.value >= DECISION for fact in cleaned.facts)


def build_parser() -> argparse.ArgumentParser:
    """Build the command line."""
    parser = argparse.ArgumentParser(description=str(__doc__).split("\n", 1)[0])
    add = parser.add_argument
    add("--package", type=Path, help="the packed npm package (.tgz)")
    add("--half", choices=("dev", "measure"), default="dev", help="tune on the first alone")
    add("--words", type=int, default=20_000, help="words of each kind")
    add("--kind", choices=PROSE, action="append", help="only this kind")
    add("--seed", default="1", help="another seed draws other tables")
    add("--running", type=float, default=simulator.RUNNING, help="share of words replaced")
    add("--observed", action=argparse.BooleanOptionalAction, default=False, help="use observed.tsv")
    add("--learn", type=int, metavar="WORDS", help="learn one table first; before and after")
    add("--json", type=Path, metavar="FILE", help="write the measures")
    add("--plot", type=Path, metavar="FILE.svg", help="draw restored against damaged words")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure; see `--help`."""
    options = build_parser().parse_args(arguments)
    thesaurus = simulator.load_thesaurus(options.package)
    spinner = simulator.Spinner(thesaurus, load_word_scores(), options.running)
    if options.learn:
        return int(import_module("unspin_learn").measure_learning(options, spinner))
    total, reports = Tally(), {}
    with use_channel(observed=options.observed):
        for kind in options.kind or PROSE:
            pieces = simulator.choose_pieces(kind, options.words, dev=options.half == "dev")
            # The table of the other half is another one: nothing can be tuned to it.
            table = spinner.draw_table(f"{options.seed}:{options.half}:{kind}")
            tally = measure_kind(pieces, table)
            reports[kind] = tally.report()
            total.add(tally)
    reports["all"] = total.report()
    print_tables(reports, THRESHOLDS)
    print(f"\nreplaced words by way: {reports['all']['ways']}")
    print(f"not restored at {DEFAULT}: {total.count_misses()}")
    lists = {"damage": total.list_damage(), "misses": total.list_misses()}
    for name, rows in lists.items():
        print(f"\n{name} at {DEFAULT}:", *(f"{n:>6}  {what}" for what, n in rows), sep="\n")
    if options.plot:
        write_plot(options.plot, reports)
    if options.json:
        asked = {key: str(value) for key, value in vars(options).items()}
        data = {"settings": asked, "kinds": reports, "missed": total.count_misses(), **lists}
        options.json.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
