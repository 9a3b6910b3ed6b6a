"""The characters step beside ftfy, plsfix and clean-text: speed, sameness, idempotence, memory.

One run prints every figure that the changelog quotes. Ratios are of times measured turn by
turn in this run, so that a busy machine slows all of them alike; each time is the best of
several turns. Peers that are not installed are left out (`pip install plsfix clean-text`).

    python benchmarks/characters.py                    # everything: about ten minutes
    python benchmarks/characters.py --only speed       # or same, stable, linear
"""

from __future__ import annotations

import argparse
import importlib
import random
import re
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))  # the file is run as a script

import ftfy
from characters_texts import make_dirty_string, make_string
from corpora import load_documents
from timing import time_functions

from normalize import Normalizer, Settings
from normalize.language import guess_language

OURS = Normalizer(Settings(steps=("characters",)))
COMPATIBLE = Normalizer(Settings.ftfy_compatible())
SIZE = 3_400  # characters of a document
DOCUMENTS = 150  # of each kind
TURNS = 7
# English prose without the newswire of `news`, whose doubled spaces are damage.
PROSE = ("books", "dialogue", "old-prose", "speeches")
LANGUAGES = ("de", "fr", "ru", "ja", "zh")
Function = Callable[[str], object]


def find_peers() -> dict[str, Function]:
    """Name the functions to compare with, as far as they are installed."""
    peers: dict[str, Function] = {"ftfy": ftfy.fix_text}
    for package, name, attribute in (
        ("plsfix", "plsfix", "fix_text"),
        ("cleantext", "clean-text", "fix_bad_unicode"),
    ):
        try:
            peers[name] = getattr(importlib.import_module(package), attribute)
        except (ImportError, AttributeError):
            print(f"characters: {name} is not installed", file=sys.stderr)
    return peers


def cut(text: str, size: int = SIZE) -> Iterator[str]:
    """Cut a text at line ends into documents of `size` and a little more characters."""
    lines: list[str] = []
    length = 0
    for line in text.splitlines(keepends=True):
        lines.append(line)
        length += len(line)
        if length >= size:
            if length < size * 1.3:
                yield "".join(lines)
            lines, length = [], 0


def curl(text: str) -> str:
    """Write curly quotes for straight ones."""
    text = re.sub(r"(?<=\w)'(?=\w)", "’", text)
    return re.sub(r'"([^"\n]*)"', r"“\1”", text)


def damage(text: str, chance: random.Random) -> str:
    """Damage 5 % of the lines, each in one of four ways."""
    lines = text.splitlines(keepends=True)
    for at, line in enumerate(lines):
        if chance.random() < 0.05:
            way = chance.random()
            if way < 0.5:
                accented = line.replace("e", "é", 2).replace(" - ", " — ")
                lines[at] = accented.encode().decode("sloppy-windows-1252")
            elif way < 0.7:
                lines[at] = line.replace(" and ", " &amp; ", 1)
            elif way < 0.85:
                lines[at] = line.replace(" ", "\u200b ", 1)
            else:
                lines[at] = line.replace("fi", "\N{LATIN SMALL LIGATURE FI}", 1)
    return "".join(lines)


def load_sets() -> dict[str, list[str]]:
    """Load the documents of each kind that speed is measured on."""
    prose = [
        piece
        for kind in PROSE
        for document in load_documents([kind], max_bytes=800_000)
        for piece in cut(document.text)
    ]
    random.Random(3).shuffle(prose)
    curly = [text for text in map(curl, prose) if not text.isascii()][:DOCUMENTS]
    chance = random.Random(4)
    sets = {
        "ASCII": [text for text in prose if text.isascii()][:DOCUMENTS],
        "curly quotes": curly,
        "5 % dirty": [damage(text, chance) for text in curly],
        **{language: [] for language in LANGUAGES},
    }
    for document in load_documents(["foreign", "news"]):
        language = guess_language(document.text[:3_000])
        if language in LANGUAGES and len(sets[language]) < DOCUMENTS:
            sets[language] += cut(document.text)
    return {name: texts[:DOCUMENTS] for name, texts in sets.items()}


def print_speed() -> None:
    """Print the time a document of each kind takes, ledger on, and the ratios to the peers."""
    peers = find_peers()
    print(f"\nSpeed: documents of {SIZE:,} characters and more, `explain`, microseconds each")
    print(f"{'':<14}{'number':>7}{'open':>6}{'ours':>8}", end="")
    print("".join(f"{name:>12}{'ratio':>8}" for name in peers))
    for name, texts in load_sets().items():
        if not texts:
            print(f"{name:<14} no documents")
            continue
        ours, *others = time_functions([OURS.explain, *peers.values()], texts, TURNS)
        opened = sum(OURS.steps[0].is_open(text, None) for text in texts) / len(texts)  # type: ignore[arg-type]
        print(f"{name:<14}{len(texts):>7}{opened:>6.0%}{ours / len(texts) * 1e6:>8.1f}", end="")
        cells = (f"{t / len(texts) * 1e6:>12.0f}{t / ours:>7.1f}×" for t in others)
        print("".join(cells), flush=True)


def print_sameness(number: int, megabytes: float) -> None:
    """Compare `Settings.ftfy_compatible()` with ftfy on fuzzed strings and on mixed text."""
    chance = random.Random(5)
    changed = unstable = 0
    different: list[str] = []
    for _ in range(number):
        text = make_string(chance)
        expected = ftfy.fix_text(text)
        changed += expected != text
        if COMPATIBLE.clean(text) != expected:
            if ftfy.fix_text(expected) != expected:
                unstable += 1
            else:
                different.append(text)
    print(f"\nSame output as ftfy: {number:,} fuzzed strings, of which ftfy changes {changed:,}:")
    print(f"  {len(different)} differ; {unstable} where ftfy itself changes its output again")
    for text in different[:5]:
        print(f"    {text!a}")
    size = count = 0
    for document in load_documents(max_bytes=int(megabytes * 1e6 / 9)):
        text = damage(document.text, chance)
        size += len(text.encode("utf-8", "surrogatepass"))
        expected = ftfy.fix_text(text)
        if COMPATIBLE.clean(text) != expected and ftfy.fix_text(expected) == expected:
            count += 1
            print(f"    {document.name}")
    print(f"  {size / 1e6:.1f} MB of the clean corpora, 5 % of the lines damaged: {count} differ")


def print_stability(number: int) -> None:
    """Count the strings that change when they are cleaned a second time."""
    chance = random.Random(6)
    functions: dict[str, Callable[[str], str]] = {"ours": OURS.clean, **find_peers()}  # type: ignore[dict-item]
    failures = dict.fromkeys(functions, 0)
    for _ in range(number):
        text = make_dirty_string(chance)
        for name, function in functions.items():
            try:
                once = function(text)
                failures[name] += function(once) != once
            except UnicodeError:  # plsfix, of a lone surrogate
                if name == "ours":
                    raise
                failures[name] += 1
    print(f"\nNot idempotent (or an exception), of {number:,} adversarial strings:")
    for name, count in failures.items():
        print(f"  {name:<12}{count:>8,}")


def print_linearity(megabytes: int) -> None:
    """Print seconds a megabyte at growing sizes, as lines and as one line, and peak memory."""
    base = "".join(next(iter(load_documents([kind], max_bytes=200_000))).text for kind in PROSE)
    base = damage(curl(base), random.Random(7))
    kinds = {
        "lines": base,
        "one line": base.replace("\n", " "),
        "only &": "&",
        "only â": "â",
        "only “": "“",
        "e and marks": "e" + "\u0301" * 100_000 + " ",
    }
    print(f"\nLinear: milliseconds a million characters; peak memory at {megabytes} million")
    print(f"{'':<14}{'1 k':>8}{'1 M':>8}{f'{megabytes} M':>8}{'memory':>9}")
    for name, text in kinds.items():
        cells = []
        for size in (1_000, 1_000_000, megabytes * 1_000_000):
            document = (text * (size // len(text) + 1))[:size]
            documents = [document]
            if size < len(text):  # not the first of many only
                documents = [text[at : at + size] for at in range(0, len(text), size)]
            best = float("inf")
            for _ in range(3 if size < 10_000_000 else 1):
                started = time.perf_counter()
                for one in documents:
                    OURS.explain(one)
                best = min(best, time.perf_counter() - started)
            cells.append(best / sum(map(len, documents)) * 1e9)
        print(f"{name:<14}" + "".join(f"{cell:>8.2f}" for cell in cells), end="")
        print(f"{measure_memory(document):>8.1f}×", flush=True)


def measure_memory(document: str) -> float:
    """Return how many times the document's own memory the step needs at most, it included."""
    import tracemalloc

    own = sys.getsizeof(document)
    tracemalloc.start()
    OURS.explain(document)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return (own + peak) / own


def main() -> None:
    """Print the figures; see `--help`."""
    parser = argparse.ArgumentParser(description="The characters step beside its peers.")
    parser.add_argument("--only", choices=("speed", "same", "stable", "linear"), action="append")
    parser.add_argument("--strings", type=int, default=200_000, help="fuzzed strings")
    parser.add_argument("--megabytes", type=float, default=20, help="mixed text to compare")
    parser.add_argument("--largest", type=int, default=100, help="million characters, linearity")
    options = parser.parse_args()
    chosen = options.only or ("speed", "same", "stable", "linear")
    if "speed" in chosen:
        print_speed()
    if "same" in chosen:
        print_sameness(options.strings, options.megabytes)
    if "stable" in chosen:
        print_stability(options.strings)
    if "linear" in chosen:
        print_linearity(options.largest)


if __name__ == "__main__":
    main()
