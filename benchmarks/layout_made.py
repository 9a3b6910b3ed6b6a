"""Damage made on clean prose: each way in which scraping glues, parts and doubles text.

A page is some paragraphs of one document of the clean collections, with one damage in it. It is
right if the step gives the page back as it was, missed if nothing was done, wrong if anything
else was. Pages that the step would change without the damage are left out.

The kinds are those of markup: a tag stripped without its space at every kind of boundary, a box
of the page's template that says again what the article says. Nothing here is from fixtures/pages.
"""

from __future__ import annotations

import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))  # the file is run as a script

import layout_doubles  # noqa: F401  # registers its makers
from layout_damage import MAKERS, load_pages

from normalize import Normalizer, Settings
from normalize.cleaned import Cleaned

LAYOUT = Normalizer(Settings(steps=("characters", "layout")))


def iter_cases(number: int, seed: int) -> Iterator[tuple[str, str, str, list[str]]]:
    """Yield kind, language, dirty page and what it may become."""
    pages = load_pages(3)
    for name, maker in MAKERS.items():
        for language, known in sorted(pages.items()):
            if language != "en" and name.startswith(("repeat: headline", "join: by-line")):
                continue
            rng = random.Random(f"{seed} {name} {language}")
            wanted = number if language == "en" else number // 4
            for lines in rng.sample(known, min(len(known), 3 * wanted)):
                made = maker(rng, list(lines))
                if made is not None and wanted > 0:
                    wanted -= 1
                    yield name, language, *made


def _fold(text: str) -> str:
    return " ".join(text.split())


def print_made(number: int = 100, seed: int = 1, *, listed: bool = False) -> None:
    """Print what is right, missed and wrong of each kind of damage."""
    tallies: dict[str, Counter[str]] = defaultdict(Counter)
    for name, language, dirty, wanted in iter_cases(number, seed):
        cleaned = LAYOUT.explain(dirty)
        text = _fold(cleaned.text)
        folded = {_fold(LAYOUT.explain(page).text) for page in wanted}
        if not any(_fold(page) in folded for page in wanted):
            continue  # changed without the damage
        is_right = text in folded or text in {_fold(page) for page in wanted}
        verdict = "right" if is_right else "missed" if text == _fold(dirty) else "wrong"
        tallies[name][verdict] += 1
        tallies[name][f"{verdict} {'en' if language == 'en' else 'other'}"] += 1
        if listed and verdict != "right":
            print(f"--- {verdict} ({language}) {name}")
            _print_case(dirty, wanted[0], cleaned)
    print(f"\n{'Made':<42}{'cases':>6}{'right':>7}{'wrong':>7}{'en':>7}{'other':>7}")
    total: Counter[str] = Counter()
    for name, tally in sorted(tallies.items()):
        _print_row(name, tally)
        for part in (name.split(":")[0], "all"):
            total.update({f"{part}|{key}": count for key, count in tally.items()})
    for part in ("join", "split", "repeat", "all"):
        _print_row(part, Counter({key: total[f"{part}|{key}"] for key in _list_keys()}))


def _list_keys() -> list[str]:
    """List the keys of a tally."""
    verdicts = ("right", "missed", "wrong")
    return [*verdicts, *(f"{v} {group}" for v in verdicts for group in ("en", "other"))]


def _print_row(name: str, tally: Counter[str]) -> None:
    def share(group: str) -> str:
        of = sum(tally[f"{v}{group}"] for v in ("right", "missed", "wrong"))
        return f"{tally[f'right{group}'] / of:>7.2f}" if of else f"{'–':>7}"

    cases = sum(tally[v] for v in ("right", "missed", "wrong"))
    print(
        f"{name:<42}{cases:>6}{share('')}{tally['wrong']:>7}{share(' en')}{share(' other')}",
    )


def _print_case(dirty: str, wanted: str, cleaned: Cleaned) -> None:
    at = next(
        (n for n, (a, b) in enumerate(zip(dirty, wanted, strict=False)) if a != b), len(wanted)
    )
    print(repr(dirty[max(0, at - 120) : at + 120]))
    for change in cleaned.changes:
        print("   ", change.rule, repr(change.before[:80]), repr(change.after[:40]), change.note)
