"""The lines that explain what would be changed in a text: place, rule, before and after."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from normalize.cleaned import Cleaned
    from normalize.edits import Change, Finding

LINE_END_RE = re.compile(r"\r\n|\r|\n")
SHOWN = 60  # characters of a text that is shown whole
AROUND = 12  # characters shown on either side of a change of white space


def explain_lines(cleaned: Cleaned, name: str) -> Iterator[str]:
    """Yield the lines that explain a document."""
    total = len(cleaned.changes)
    head = f"{name}: {count_noun(total, 'change')}"
    yield f"{head} (line:column in the original text)" if total else f"{head}, nothing to repair"
    yield from _explain_text(cleaned)
    if cleaned.facts:
        yield from ("", "Facts:")
        yield from (f"  {fact.key} = {fact.value}" for fact in cleaned.facts)
    totals = Totals()
    totals.add(cleaned)
    yield from totals.iter_lines()


def explain_record_lines(cleaned: Cleaned, name: str) -> Iterator[str]:
    """Yield the lines that explain one text of a file of records; an empty line ends them."""
    yield f"{name}: {count_noun(len(cleaned.changes), 'change')}"
    yield from _explain_text(cleaned)
    yield ""


def _explain_text(cleaned: Cleaned) -> Iterator[str]:
    places = _Places(cleaned.original)
    changes = sorted(cleaned.changes, key=lambda c: (c.origin_start, c.origin_end, c.layer))
    yield from _align(
        (places.at(c.origin_start), c.rule, _describe_change(c, cleaned.original)) for c in changes
    )
    if cleaned.findings:
        yield from ("", "Findings (reported, not changed):")
        findings = sorted(cleaned.findings, key=lambda f: (f.origin_start, f.origin_end))
        yield from _align(
            (places.at(f.origin_start), f.rule, _describe_finding(f, cleaned.original))
            for f in findings
        )


class Totals:
    """What was changed in one text or many, counted by rule."""

    def __init__(self) -> None:
        self.rules: Counter[str] = Counter()
        self.reasons: Counter[str] = Counter()
        self.texts = 0
        self.changed = 0

    def add(self, cleaned: Cleaned) -> None:
        """Count what was proposed for a text."""
        self.rules.update(change.rule for change in cleaned.changes)
        self.reasons.update(item.reason for item in cleaned.skipped)
        self.changed += bool(cleaned.changes)

    def describe(self) -> str:
        """Say in one line how many texts of a file of records would change."""
        if not self.changed:
            return f"{count_noun(self.texts, 'text')}, nothing to repair"
        total = count_noun(self.rules.total(), "change")
        return f"{total} in {self.changed:,} of {count_noun(self.texts, 'text')}"

    def iter_lines(self) -> Iterator[str]:
        """Yield the changes by rule, and what was proposed in vain."""
        if self.rules:
            yield from ("", "Changes by rule:")
            width = max(len(f"{count:,}") for count in self.rules.values())
            for rule, count in sorted(self.rules.items(), key=lambda item: (-item[1], item[0])):
                yield f"  {count:>{width},}  {rule}"
        if self.reasons:
            ranked = sorted(self.reasons.items())
            shown = ", ".join(f"{reason} {count:,}" for reason, count in ranked)
            yield from ("", f"Proposed and not applied: {shown} (in full with --json)")


def count_noun(count: int, noun: str) -> str:
    """Name a number of things.

    >>> count_noun(1, "change"), count_noun(1200, "text")
    ('1 change', '1,200 texts')
    """
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _align(rows: Iterator[tuple[str, str, str]]) -> Iterator[str]:
    """Pad the first two columns; on a terminal the rule is coloured."""
    held = list(rows)
    place_width = max((len(place) for place, _, _ in held), default=0)
    rule_width = max((len(rule) for _, rule, _ in held), default=0)
    for place, rule, what in held:
        yield f"  {place:>{place_width}}  {click.style(f'{rule:<{rule_width}}', 'cyan')}  {what}"


def _describe_change(change: Change, original: str) -> str:
    note = f"; {change.note}" if change.note else ""
    before, after = show_text(change.before), show_text(change.after)
    where = ""
    if not change.before.strip() and len(change.before) <= AROUND:  # a space says nothing alone
        start = max(change.origin_start - AROUND, 0)
        where = f" in {original[start : change.origin_end + AROUND]!r}"
    return f"{before} → {after}{where}  ({change.confidence:.2f}{note})"


def _describe_finding(finding: Finding, original: str) -> str:
    shown = show_text(original[finding.origin_start : finding.origin_end])
    return f"{shown}  {finding.message} ({finding.confidence:.2f})"


def show_text(text: str) -> str:
    r"""Quote a text with what is invisible escaped; a long one is shortened, and says so.

    >>> show_text("co\xadop"), show_text("x" * 200)[-18:]
    ("'co\\xadop'", "' (200 characters)")
    """
    if len(text) <= SHOWN:
        return repr(text)
    return f"{text[: SHOWN // 2]!r} … {text[-SHOWN // 3 :]!r} ({len(text):,} characters)"


class _Places:
    """Name offsets of a text as line:column, both from 1."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in LINE_END_RE.finditer(text))]

    def at(self, offset: int) -> str:
        line = bisect_right(self._starts, offset)
        return f"{line}:{offset - self._starts[line - 1] + 1}"
