"""Clean prose in which something comes again because its author means it to: nothing may go.

    python benchmarks/layout.py --only meant --cases 100

Each page is some paragraphs of the clean collections with one kind of meant repeat put in, wrong
if a rule for repeats removes what may not go; what other rules do is not counted.
"""
# ruff: noqa: D103

from __future__ import annotations

import random
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))  # the file is run as a script

from layout_damage import HEADINGS, NAMES, load_pages
from layout_doubles import edit_wording, find_quote

from normalize import Normalizer, Settings

LAYOUT = Normalizer(Settings(steps=("characters", "layout")))
ITEMS = "● {}|✓ {}|· {}|(iv) {}|2.1 {}|Step 3: {}|09:30 {}|Day 2 – {}|[4] {}|^ {}|§ 7 {}".split("|")
PAIRS = (
    "before after|with without|upper lower|eastern western|first second|front back|indoor outdoor"
    "|summer winter|male female|adult child|bow stern|kitchen cellar|kiln lathe|bride groom"
    "|employer employee|lessor lessee|lender borrower|contract contrast|trainer trainee"
)
CHANGED = [pair.split() for pair in PAIRS.split("|")]
SERIES = (
    "The {} room of the old mill seen from the gate on a wet morning",
    "A view of the {} hall with the long table and its eight chairs",
    "The {} shall give notice of one month in writing and keep a copy of it for five years.",
)
SIGNED = (
    "With kind regards from all of us at the Harbour Trust",
    "Yours ever from the top of the stairs above the bakery",
)
SPEAKERS = ("Ann Lee", "Мария Котова", "Élodie", "THE CHAIR", "Dr. Haverkamp")

Meant = tuple[list[str], set[int]]  # the lines of a page, and which of them may go
Maker = Callable[[random.Random, list[str]], "Meant | None"]
MAKERS: dict[str, Maker] = {}


def mean(name: str) -> Callable[[Maker], Maker]:
    """Register the maker of one kind of meant repeat."""

    def register(maker: Maker) -> Maker:
        MAKERS[name] = maker
        return maker

    return register


def _take(rng: random.Random, lines: list[str], least: int = 9, most: int = 18) -> str | None:
    found = find_quote(rng, lines[-2:], least, most)
    return found[1] if found and found[1][-1] in ".!?" else None


def _take_title(rng: random.Random, lines: list[str]) -> str | None:
    sentence = _take(rng, lines, 6, 12)
    return sentence.rstrip(".!?") if sentence and sentence.count(".") == 1 else None


def _put(lines: Sequence[str], *added: tuple[int, Sequence[str]]) -> list[str]:
    """Put lines before the paragraphs of those numbers."""
    page: list[str] = []
    for number, line in enumerate([*lines, ""]):
        for at, new in added:
            page += new if at == number else ()
        page += [line] if line else ()
    return page


def _add_menu(name: str, is_above: bool) -> None:
    @mean(name)
    def menu(rng: random.Random, lines: list[str]) -> Meant | None:
        title = _take_title(rng, lines)
        if title is None:
            return None
        items = [*rng.sample(HEADINGS, 2), title, *rng.sample(HEADINGS, 2)]
        page = [title, f"By {rng.choice(NAMES)}", *lines[:4]]
        return ([*items, *page], {2}) if is_above else ([*page, *items], {8})


_add_menu("headline: in a menu above it", True)
_add_menu("headline: in a list below it", False)


@mean("headline: shared by a related link")
def mean_link(rng: random.Random, lines: list[str]) -> Meant | None:
    title = _take_title(rng, lines)
    if title is None:
        return None
    link = rng.choice(("Share this: {}", "Share all options for: {}", "Next: {}")).format(title)
    return [title, link, f"By {rng.choice(NAMES)}", *lines[:4]], {1}


@mean("headline: another one begins like it")
def mean_begun(rng: random.Random, lines: list[str]) -> Meant | None:
    title = _take_title(rng, lines)
    if title is None:
        return None
    more = f"{title} {rng.choice(lines[0].split()[:1]).lower()} {rng.choice(NAMES)}"
    return [rng.choice(HEADINGS), title, more, *lines[:4]], set()


@mean("contents: one long entry")
def mean_contents(rng: random.Random, lines: list[str]) -> Meant | None:
    title = _take_title(rng, lines)
    short = [one for one in HEADINGS if one.count(" ") < 2]
    if title is None:
        return None
    heads = [*rng.sample(short, 2), title]
    rng.shuffle(heads)
    lead = rng.choice(([], [lines[3]]))
    entries = ["Contents", *heads, *lead]
    return [*entries, heads[0], lines[0], heads[1], lines[1], heads[2], lines[2]], set()


@mean("agenda: titles with speakers")
def mean_agenda(rng: random.Random, lines: list[str]) -> Meant | None:
    titles = [_take_title(rng, [line]) for line in lines[:3]]
    known = [title for title in titles if title]
    if len(known) < 2:
        return None
    dash = rng.choice((" – ", " | ", " — "))
    agenda = [f"{title}{dash}{rng.choice(NAMES)}" for title in known]
    body = [part for title, line in zip(known, lines[3:], strict=False) for part in (title, line)]
    return ["The programme of the day", *agenda, *body], set()


def _add_refrain(name: str, places: Sequence[int], ending: str | None = None) -> None:
    @mean(name)
    def refrain(rng: random.Random, lines: list[str]) -> Meant | None:
        line = _take(rng, lines) if ending is None else _take_title(rng, lines)
        if line is None:
            return None
        line += ending or ""
        return _put(lines[:4], *((place, [line]) for place in places)), set()


_add_refrain("refrain: a sentence alone", (2, 4))
_add_refrain("refrain: three times", (1, 2, 4))
_add_refrain("question: asked again", (1, 3), "?")
_add_refrain("section: a long heading comes again", (1, 3), "")


@mean("answer: to two questions")
def mean_answer(rng: random.Random, lines: list[str]) -> Meant | None:
    line, one, two = (_take(rng, lines), _take(rng, lines[:2]), _take(rng, lines[2:4]))
    if not (line and one and two):
        return None
    return _put(lines[:4], (1, [f"{one[:-1]}?", line]), (3, [f"{two[:-1]}?", line])), set()


def _add_section(name: str, is_sentence: bool) -> None:
    @mean(name)
    def section(rng: random.Random, lines: list[str]) -> Meant | None:
        one, two = rng.sample(HEADINGS, 2)
        line = _take(rng, lines) if is_sentence else lines[5]
        return (_put(lines[:4], (2, [one, line]), (3, [two, line])), set()) if line else None


_add_section("section: one paragraph under two headings", False)
_add_section("section: a sentence under two headings", True)


@mean("section: before and after an edit")
def mean_compared(rng: random.Random, lines: list[str]) -> Meant | None:
    line = _take(rng, lines)
    edited = edit_wording(rng, line) if line else None
    if not (line and edited):
        return None
    return _put(lines[:4], (2, ["Before", line, "After", edited])), set()


@mean("steps: two alike")
def mean_steps(rng: random.Random, lines: list[str]) -> Meant | None:
    steps = [_take(rng, [line]) for line in lines[3:] * 2]
    known = list(dict.fromkeys(step for step in steps if step))
    if len(known) < 3:
        return None
    return [*lines[:2], *known[:3], known[1], *known[3:]], set()


@mean("items: with a sign before")
def mean_items(rng: random.Random, lines: list[str]) -> Meant | None:
    steps = dict.fromkeys(_take(rng, [line]) for line in lines[3:] * 2)
    known = [rng.choice(ITEMS).format(step) for step in steps if step]
    if len(known) < 3:
        return None
    return [*lines[:2], *known[:3], known[0], *known[3:], lines[2]], set()


@mean("speakers: said again")
def mean_speakers(rng: random.Random, lines: list[str]) -> Meant | None:
    said = [_take(rng, [line]) for line in lines[2:] * 2]
    known = [f"{rng.choice(SPEAKERS)}: {line}" for line in dict.fromkeys(said) if line]
    if len(known) < 3:
        return None
    return [lines[0], *known[:3], known[1], *known[3:], lines[1]], set()


@mean("dialogue: said again")
def mean_dialogue(rng: random.Random, lines: list[str]) -> Meant | None:
    said = [_take(rng, [line], 4, 12) for line in lines[2:] * 2]
    known = [f"“{line}”" for line in dict.fromkeys(said) if line and "“" not in line]
    if len(known) < 3:
        return None
    return [lines[0], *known[:3], known[1], *known[3:], lines[1]], set()


@mean("forum: a sentence quoted above an answer")
def mean_quoted(rng: random.Random, lines: list[str]) -> Meant | None:
    found = find_quote(rng, lines[:1], 9, 30)
    if found is None:
        return None
    one, two = rng.sample(NAMES, 2)
    head = rng.choice(("{} says", "{}, 3 hours ago", "#2 {}", "Posted by {} on 4 May 2023, 10:12"))
    return [head.format(one), lines[0], head.format(two), found[1], lines[1], lines[2]], set()


@mean("letters: signed alike")
def mean_signed(rng: random.Random, lines: list[str]) -> Meant | None:
    line = [rng.choice(SIGNED)]
    return _put(lines[:4], (2, line), (4, line)), set()


def _add_series(name: str, first: int, second: int) -> None:
    @mean(name)
    def series(rng: random.Random, lines: list[str]) -> Meant | None:
        frame, (one, two) = rng.choice(SERIES), rng.choice(CHANGED)
        return _put(lines[:4], (first, [frame.format(one)]), (second, [frame.format(two)])), set()


_add_series("series: a word changed, next", 2, 2)
_add_series("series: a word changed, far", 1, 3)


@mean("paragraph: a word changed")
def mean_changed(rng: random.Random, lines: list[str]) -> Meant | None:
    words = sorted({w for line in lines for w in re.findall(r"\b[^\W\d_A-Z]{8,}\b", line)})
    others = {w: [o for o in words if o[:4] == w[:4] and o[:5] != w[:5]] for w in words}
    word = next((w for w, o in others.items() if o and f" {w} " in lines[5]), "")
    if not word:
        return None
    changed = lines[5].replace(f" {word} ", f" {rng.choice(others[word])} ", 1)
    return _put(lines, (rng.choice((2, 5)), [changed])), set()


@mean("epigraph: discussed further down")
def mean_epigraph(rng: random.Random, lines: list[str]) -> Meant | None:
    line = _take(rng, lines)
    if line is None or '"' in line or "“" in line:
        return None
    talked = f"{lines[2]} “{line}” {lines[3]}"
    author = f"— {rng.choice(NAMES)}"
    return [rng.choice(HEADINGS), f"“{line}”", author, *lines[:2], talked], set()


def iter_meant(number: int, seed: int) -> Iterator[tuple[str, str, Meant]]:
    """Yield kind, language and page."""
    pages = load_pages(3)
    for name, maker in MAKERS.items():
        for language, known in sorted(pages.items()):
            rng = random.Random(f"{seed} {name} {language}")
            wanted = number if language == "en" else number // 4
            for lines in rng.sample(known, min(len(known), 4 * wanted)):
                made = maker(rng, list(lines))
                if made is not None and wanted > 0:
                    wanted -= 1
                    yield name, language, made


def print_meant(number: int = 100, seed: int = 1, *, listed: bool = False) -> None:
    """Print how many pages of each kind lose what they may not."""
    cases: dict[str, list[bool]] = {}
    for name, language, (lines, free) in iter_meant(number, seed):
        places = []
        for gap in ("\n\n", "\n"):
            text = gap.join(lines) + "\n"
            starts = [sum(len(line) + len(gap) for line in lines[:n]) for n in range(len(lines))]
            spans = [range(s, s + len(line)) for s, line in zip(starts, lines, strict=True)]
            places += [
                (number, change.note)
                for change in LAYOUT.explain(text).changes
                if change.rule.startswith("repeated-")
                for number, span in enumerate(spans)
                if change.origin_start < span.stop and span.start < change.origin_end
                if number not in free
            ]
        cases.setdefault(name, []).append(bool(places))
        for at, note in places if listed else ():
            print(f"{name} ({language}) {note}")
            print("\n".join(f"   {'>' if n == at else ' '} {x[:110]}" for n, x in enumerate(lines)))
    print(f"\n{'Meant':<48}{'cases':>6}{'wrong':>7}")
    for name, found in sorted(cases.items()):
        print(f"{name:<48}{len(found):>6}{sum(found):>7}")
    every = [one for found in cases.values() for one in found]
    print(f"{'all':<48}{len(every):>6}{sum(every):>7}")
