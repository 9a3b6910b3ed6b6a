"""Labelled pages (fixtures/pages): read their marks, and score what the layout step did.

Scoring follows the characters of the dirty page that are not white space: which were to be
kept, which were kept, and what white space stands before each of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import NamedTuple

from rapidfuzz import fuzz

from normalize.cleaned import Cleaned

PAGES = Path(__file__).resolve().parent.parent / "fixtures" / "pages"
MARK_RE = re.compile("⟦([a-z:-]+)\\|([^⟦⟧]*)\\|([^⟦⟧|]*)⟧")
REMOVED = ("furniture", "repeat", "page-break", "either")
SAME = 95  # rapidfuzz ratio (0–100) of two copies of one line
MEASURES = ("lines", "repeats", "joins", "splits", "wraps", "hyphens", "facts", "findings")
FINDINGS = {  # what a mark is reported by
    "unbalanced": ("unbalanced-quote", "unbalanced-bracket"),
    "cut-off": ("cut-off-sentence",),
    "ellipsis": ("elided-text",),
    "truncated-word": ("truncated-word", "cut-off-sentence"),
}


class Mark(NamedTuple):
    """A mark, with its place in the dirty page."""

    category: str
    start: int
    end: int
    after: str


class LabelledPage(NamedTuple):
    """A page: its dirty and clean text and its marks, in order."""

    name: str
    head: dict[str, str]
    dirty: str
    clean: str
    marks: list[Mark]


class Letter(NamedTuple):
    """A character that stayed: its place in the dirty page, and the white space before it."""

    at: int
    gap: str


class Score(NamedTuple):
    """What was found of one kind; `missed` and `wrong` say which, for people."""

    right: int
    missed: list[str]
    found: int
    wrong: list[str]


def load_pages(half: str) -> list[LabelledPage]:
    """Load the pages of a half: ``dev`` or ``measure``."""
    return [parse_page(path.name, path.read_text("utf-8")) for path in _list(half)]


def _list(half: str) -> list[Path]:
    return sorted((PAGES / half).glob("*.txt"))


def parse_page(name: str, text: str) -> LabelledPage:
    r"""Take the marks out of a page.

    >>> page = parse_page("x", "kind: a\n---\nIt⟦join|| ⟧is.⟦furniture| Share|⟧")
    >>> page.dirty, page.clean, [mark.category for mark in page.marks]
    ('Itis. Share', 'It is.', ['join', 'furniture'])
    """
    header, _, body = text.partition("\n---\n")
    head = dict(line.split(": ", 1) for line in header.splitlines())
    dirty: list[str] = []
    clean: list[str] = []
    marks: list[Mark] = []
    done = length = 0
    for match in MARK_RE.finditer(body):
        category, before, after = match.groups()
        between = body[done : match.start()]
        length += len(between)
        marks.append(Mark(category, length, length + len(before), after))
        length += len(before)
        stays = category.startswith(("fact:", "finding:"))
        dirty += (between, before)
        clean += (between, before if stays or category == "either" else after)
        done = match.end()
    dirty.append(body[done:])
    clean.append(body[done:])
    return LabelledPage(name, head, "".join(dirty), "".join(clean), marks)


def read_gold(page: LabelledPage) -> list[Letter]:
    """Say which characters are to stay, with the white space that belongs before each."""
    pieces: list[tuple[int, int, str]] = [
        (mark.start, mark.end, mark.after)
        for mark in page.marks
        if not mark.category.startswith(("fact:", "finding:")) and mark.category != "either"
    ]
    return list(_align(page.dirty, pieces))


def read_output(page: LabelledPage, cleaned: Cleaned) -> list[Letter]:
    """Say which characters stayed, with the white space that now stands before each."""
    pieces = [
        (region.a_start, region.a_end, cleaned.text[region.b_start : region.b_end])
        for region in cleaned.offsets.regions
    ]
    return list(_align(page.dirty, pieces))


def _align(dirty: str, pieces: Sequence[tuple[int, int, str]]) -> Iterator[Letter]:
    gap: list[str] = []

    def walk(text: str, places: Sequence[int | None]) -> Iterator[Letter]:
        for char, place in zip(text, places, strict=True):
            if char.isspace():
                gap.append(char)
            elif place is not None:
                yield Letter(place, "".join(gap))
                gap.clear()

    done = 0
    for start, end, after in pieces:
        yield from walk(dirty[done:start], range(done, start))
        yield from walk(after, _match(dirty, start, end, after))
        done = end
    yield from walk(dirty[done:], range(done, len(dirty)))


def _match(dirty: str, start: int, end: int, after: str) -> list[int | None]:
    """Find for each character of a replacement the one of the dirty page that it is."""
    places: list[int | None] = [None] * len(after)
    old = [at for at in range(start, end) if not dirty[at].isspace()]
    new = [at for at, char in enumerate(after) if not char.isspace()]
    left, right = "".join(dirty[at] for at in old), "".join(after[at] for at in new)
    for a, b, size in SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks():
        for step in range(size):
            places[new[b + step]] = old[a + step]
    return places


def score_page(page: LabelledPage, cleaned: Cleaned) -> dict[str, Score]:
    """Score each of `MEASURES` on one page."""
    gold = {letter.at: letter.gap for letter in read_gold(page)}
    output = {letter.at: letter.gap for letter in read_output(page, cleaned)}
    scores = _score_removals(page, cleaned, output)
    scores.update(_score_gaps(page, gold, output))
    scores["facts"] = _score_facts(page, cleaned)
    scores["findings"] = _score_findings(page, cleaned)
    return scores


def _iter_units(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the parts of a span on each line that are more than white space."""
    for match in re.finditer(r"[^\n\f]+", text[start:end]):
        if match.group().strip():
            yield start + match.start(), start + match.end()


def _score_removals(
    page: LabelledPage, cleaned: Cleaned, output: dict[int, str]
) -> dict[str, Score]:
    dirty = page.dirty
    covered = [""] * len(dirty)
    for mark in page.marks:
        if mark.category in REMOVED:
            covered[mark.start : mark.end] = [mark.category] * (mark.end - mark.start)
    gone = [not char.isspace() and at not in output for at, char in enumerate(dirty)]
    runs = list(_iter_runs(dirty, gone))
    removed = [_fold(dirty[start:end]) for start, end in runs]
    repeats = [
        _fold(dirty[start:end])
        for mark in page.marks
        if mark.category == "repeat"
        for start, end in _iter_units(dirty, mark.start, mark.end)
    ]
    scores = {}
    for measure, categories in (("lines", ("furniture", "page-break")), ("repeats", ("repeat",))):
        right, missed = 0, []
        for mark in page.marks:
            if mark.category in categories:
                for start, end in _iter_units(dirty, mark.start, mark.end):
                    letters = [at for at in range(start, end) if not dirty[at].isspace()]
                    is_gone = all(gone[at] for at in letters)
                    # Of two copies that hardly differ either may go.
                    if is_gone or (
                        measure == "repeats" and _has_copy(_fold(dirty[start:end]), removed)
                    ):
                        right += 1
                    else:
                        missed.append(dirty[start:end])
        found, wrong = 0, []
        for start, end in runs:
            is_repeat = _find_rule(cleaned, start).startswith("repeated-")
            if is_repeat == (measure == "repeats"):
                found += 1
                inside = all(covered[at] for at in range(start, end) if gone[at])
                if not inside and not (is_repeat and _has_copy(_fold(dirty[start:end]), repeats)):
                    wrong.append(dirty[start:end])
        scores[measure] = Score(right, missed, found, wrong)
    return scores


def _iter_runs(dirty: str, gone: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Yield the longest runs of removed characters within lines; lone hyphens are not any."""
    for start, end in _iter_units(dirty, 0, len(dirty)):
        first = None
        last = start
        for at in [*range(start, end), end]:
            if at < end and dirty[at].isspace():
                continue
            if at < end and gone[at]:
                first = at if first is None else first
                last = at + 1
            elif first is not None:
                if dirty[first:last] not in ("-", "\N{HYPHEN}", "\N{SOFT HYPHEN}"):
                    yield first, last
                first = None


def _find_rule(cleaned: Cleaned, at: int) -> str:
    for change in cleaned.changes:
        if change.origin_start <= at < change.origin_end:
            return change.rule
    return ""


def _has_copy(text: str, others: Sequence[str]) -> bool:
    return any(fuzz.ratio(text, other) >= SAME for other in others)


def _fold(text: str) -> str:
    return " ".join(text.split()).casefold()


def _score_gaps(
    page: LabelledPage, gold: dict[int, str], output: dict[int, str]
) -> dict[str, Score]:
    """Compare white space before the characters that stay both here and there."""
    dirty = page.dirty
    tallies: dict[str, tuple[list[int], list[str], list[str]]] = {
        name: ([0, 0], [], []) for name in ("joins", "splits", "wraps", "hyphens")
    }
    previous = -1
    for at in sorted(gold.keys() & output.keys()):
        between = range(previous + 1, at)
        lost = [n for n in between if not dirty[n].isspace() and n in gold]
        kept = [n for n in between if not dirty[n].isspace() and n in output]
        old = "".join(dirty[n] for n in between if dirty[n].isspace())
        hyphen = any(dirty[n] in "-\N{HYPHEN}" for n in between)
        want, got = gold[at], output[at]
        name = _name_gap(old, want, hyphen)
        shown = dirty[max(0, at - 25) : at + 20].replace("\n", "¶")
        if lost or previous < 0:
            previous = at
            continue
        if name:
            if not kept and _is_same(name, want, got):
                tallies[name][0][0] += 1
            else:
                tallies[name][1].append(shown)
        did = _name_gap(old, got, hyphen) if not kept else ""
        if did:
            tallies[did][0][1] += 1
            if name != did or not _is_same(did, want, got):
                tallies[did][2].append(shown)
        previous = at
    return {
        name: Score(counts[0], missed, counts[1], wrong)
        for name, (counts, missed, wrong) in tallies.items()
    }


def _name_gap(old: str, new: str, hyphen: bool) -> str:
    """Name what happened to the white space between two characters; "" for nothing."""
    if "\n" in old and "\n" not in new:
        return "wraps" if new or not hyphen else "hyphens"
    if not old and new:
        return "joins"
    if old and "\n" not in old and len(new) < len(old):
        return "splits"
    return ""


def _is_same(name: str, want: str, got: str) -> bool:
    return bool(want) == bool(got) if name == "joins" else want == got


def _score_facts(page: LabelledPage, cleaned: Cleaned) -> Score:
    wanted = {
        (mark.category.removeprefix("fact:"), mark.after.strip().casefold())
        for mark in page.marks
        if mark.category.startswith("fact:")
    }
    stated = {
        (fact.key, str(fact.value).strip().casefold())
        for fact in cleaned.facts
        if fact.key in ("date", "byline", "source", "title", "section")
    }
    keys = {key for key, _ in wanted}
    # A title that is no metadata is not marked, so only what contradicts a mark is wrong.
    wrong = [f"{k}={v}" for k, v in stated - wanted if k in keys or k != "title"]
    right = len(wanted & stated)
    missed = [f"{k}={v}" for k, v in sorted(wanted - stated)]
    return Score(right, missed, right + len(wrong), wrong)


def _score_findings(page: LabelledPage, cleaned: Cleaned) -> Score:
    rules = {rule for rules in FINDINGS.values() for rule in rules}
    found = [item for item in cleaned.findings if item.rule in rules]
    right, missed = 0, []
    for mark in page.marks:
        kind = mark.category.removeprefix("finding:")
        if kind in FINDINGS and mark.category != kind:
            for item in found:
                overlaps = item.origin_start < mark.end + 1 and mark.start < item.origin_end + 1
                if item.rule in FINDINGS[kind] and overlaps:
                    right += 1
                    found.remove(item)
                    break
            else:
                missed.append(f"{kind}: {page.dirty[mark.start : mark.end][-40:]}")
    wrong = [f"{i.rule}: {page.dirty[i.origin_start : i.origin_end][-40:]}" for i in found]
    return Score(right, missed, right + len(found), wrong)
