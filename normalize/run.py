"""The run of one document: fold the steps over it until nothing changes.

A step only proposes; `edits.apply` writes. The steps run round and round until each has
seen the final text and proposed nothing, at most `MAX_PASSES` times; what would still
change then is withdrawn.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import TypeVar

import msgspec

from normalize.cleaned import Cleaned, assemble, skip_change
from normalize.edits import Applied, Change, Edit, Fact, Finding, Mention, OffsetMap, Skipped, apply
from normalize.layers import compose, replay, select_changes
from normalize.protect import find_quotations
from normalize.settings import Settings
from normalize.step import Context, Step

MAX_PASSES = 3
UNCHANGED = OffsetMap()
QUOTING_STEPS = frozenset({"unspin", "names"})  # those that touch an author's words

_Item = TypeVar("_Item", Finding, Fact, Mention)


def run_steps(
    text: str, steps: Sequence[Step], settings: Settings, facts: Sequence[Fact] = ()
) -> Cleaned:
    """Fold the steps over a text until nothing changes.

    Always idempotent: where the steps do not settle, the places concerned keep their
    original wording with an `unsettled` finding; where even that does not settle, the
    whole document does.
    """
    context = Context(text, settings, facts)
    closed = 0
    for step in steps:
        if step.is_open(text, context):
            break
        closed += 1
    else:  # nothing for any step: most documents of a clean collection, and no time to lose
        return Cleaned(text, text, [], [], [], list(facts), [], UNCHANGED)
    run = _Run(text, steps, settings, facts)
    run.fold(closed, context)
    if not run.unsettled:
        return run.result()
    run.withdraw()
    first = run.result()
    again = _Run(first.text, steps, settings, ())
    again.fold()
    again.withdraw()
    if again.result().text == first.text:
        return first
    untouched = _Run(text, steps, settings, facts)
    untouched.report_unsettled(0, len(text))
    return untouched.result()


class _Run:
    """One document on its way through the steps."""

    def __init__(
        self, text: str, steps: Sequence[Step], settings: Settings, facts: Sequence[Fact]
    ) -> None:
        self.original = self.text = text
        self.steps = steps
        self.settings = settings
        self.offsets = OffsetMap()
        self.layers: list[list[Change]] = []
        self.skipped: dict[tuple[str, int, int, str], Skipped] = {}
        self.facts: list[Fact] = list(facts)
        # What each step said when it last ran: findings describe the text that goes out.
        self.findings: dict[str, list[Finding]] = {}
        self.mentions: dict[str, list[Mention]] = {}
        self.unsettled: list[Edit] = []

    def fold(self, closed: int = -1, opened: Context | None = None) -> None:
        """Run the steps round and round until all are quiet on the same text.

        Args:
            closed: how many of the first steps are known to be closed, the next one open.
            opened: the context in which that one said so.
        """
        quiet = max(closed, 0)
        for turn in range(quiet, (MAX_PASSES + 1) * len(self.steps)):
            if quiet == len(self.steps):
                return
            step = self.steps[turn % len(self.steps)]
            applied = self.propose(step, opened if turn == closed else None)
            if not applied.edits:
                quiet += 1
            elif turn >= MAX_PASSES * len(self.steps):
                self.unsettled += applied.edits
                return
            else:
                self.take(step, applied)
                quiet = 0

    def propose(self, step: Step, opened: Context | None = None) -> Applied:
        """Ask one step, and sort what it says."""
        context = opened or Context(self.text, self.settings, self.facts)
        edits: list[Edit] = []
        facts: list[Fact] = []
        findings: list[Finding] = []
        mentions: list[Mention] = []
        if opened or step.is_open(self.text, context):
            for item in step.find(self.text, context):
                if isinstance(item, Edit):
                    edits.append(item)
                elif isinstance(item, Fact):
                    facts.append(self.originate(item))
                elif isinstance(item, Mention):
                    mentions.append(self.originate(item))
                elif self.settings.is_selected(item.rule):
                    findings.append(self.originate(item))
        facts += map(self.originate, context.languages.facts())
        self.findings[step.name] = findings
        self.mentions[step.name] = mentions
        if facts:
            # A fact describes the document that came in: the first time it is stated counts.
            known = {fact.key for fact in self.facts}
            self.facts += [fact for fact in facts if fact.key not in known]
        if not edits:
            return Applied(self.text, [], [], [])
        return self.choose(step, edits, context)

    def choose(self, step: Step, edits: list[Edit], context: Context) -> Applied:
        """Keep the edits that the settings allow, and apply them."""
        rules = {edit.rule for edit in edits}
        wanted = {rule for rule in rules if self.settings.is_selected(rule)}
        selected = [edit for edit in edits if edit.rule in wanted]
        if selected and step.name in QUOTING_STEPS:
            selected = self.mark_quotations(step, selected)
        chosen: list[Edit] = []
        for edit in selected:
            if edit.confidence < self.settings.threshold:
                self.skip(step, edit, "below-level")
            else:
                chosen.append(edit)
        applied = apply(self.text, chosen)
        for edit in applied.skipped:
            self.skip(step, edit, "overlap")
        return applied

    def mark_quotations(self, step: Step, edits: list[Edit]) -> list[Edit]:
        """Mark the edits inside quotations, or spare these where the settings say so."""
        spans = find_quotations(self.text)
        starts = [start for start, _ in spans]
        marked = []
        for edit in edits:
            at = bisect_right(starts, edit.start) - 1
            if at < 0 or edit.start >= spans[at][1]:
                marked.append(edit)
            elif self.settings.quotations == "keep":
                self.skip(step, edit, "quotation")
            else:
                note = f"{edit.note}; in a quotation" if edit.note else "in a quotation"
                marked.append(msgspec.structs.replace(edit, note=note))
        return marked

    def take(self, step: Step, applied: Applied) -> None:
        """Write the applied edits into the ledger.

        The spans are those of a first and only layer; `compose` places the changes of several.
        """
        text, name, layer = self.text, step.name, len(self.layers)
        self.layers.append(
            [
                Change(
                    edit.rule,
                    name,
                    text[edit.start : edit.end],
                    edit.after,
                    edit.confidence,
                    edit.note,
                    layer,
                    edit.start,
                    region.b_start,
                    region.b_end,
                    edit.start,
                    edit.end,
                )
                for edit, region in zip(applied.edits, applied.regions, strict=True)
            ]
        )
        self.offsets = self.offsets.then(OffsetMap(applied.regions))
        self.text = applied.text

    def skip(self, step: Step, edit: Edit, reason: str) -> None:
        """Remember an edit that was not applied; said again in a later pass, it counts once."""
        start, end = self.offsets.to_original(edit.start, edit.end)
        self.skipped[edit.rule, start, end, edit.after] = Skipped(
            rule=edit.rule,
            step=step.name,
            before=self.text[edit.start : edit.end],
            after=edit.after,
            origin_start=start,
            origin_end=end,
            confidence=edit.confidence,
            note=edit.note,
            reason=reason,
        )

    def originate(self, item: _Item) -> _Item:
        """Fill in where an item lies in the original."""
        start, end = item.start, item.end
        if self.offsets.regions:
            start, end = self.offsets.to_original(start, end)
        return msgspec.structs.replace(item, origin_start=start, origin_end=end)

    def withdraw(self) -> None:
        """Take back the changes at the places that would not settle."""
        if not self.unsettled:
            return
        changes, _ = compose(self.layers)
        unstable = _find_touching(changes, self.unsettled)
        self.layers, rejected = select_changes(
            changes, lambda change: (change.layer, change.input_start) not in unstable
        )
        low = high = -1
        for edit in self.unsettled:
            start, end = self.offsets.to_original(edit.start, edit.end)
            if start > high:
                self.report_unsettled(low, high)
                low = start
            high = max(high, end)
        self.report_unsettled(low, high)
        for change in rejected:
            key = (change.rule, change.origin_start, change.origin_end, change.after)
            self.skipped[key] = skip_change(change, "unstable")

    def report_unsettled(self, start: int, end: int) -> None:
        """Report a place of the original that keeps its wording."""
        if start < 0:
            return
        message = f"the repairs did not settle in {MAX_PASSES} passes; the original stays"
        finding = Finding(start, end, "unsettled", message, 1.0, start, end)
        self.findings.setdefault("pipeline", []).append(finding)

    def result(self) -> Cleaned:
        """Assemble what this run found."""
        layers = self.layers
        if len(layers) <= 1 and not self.unsettled:  # all is in its place already
            changes, offsets = layers[0] if layers else [], self.offsets
            text = self.text
        else:
            changes, offsets = compose(layers)
            text = replay(self.original, changes)
        cleaned = assemble(
            (self.original, text, changes, offsets),
            [],
            [item for items in self.findings.values() for item in items],
            self.facts,
            [item for items in self.mentions.values() for item in items],
            exact="pipeline" not in self.findings,
        )
        if not self.skipped:
            return cleaned
        # What one pass left out and another applied was not skipped.
        applied = {
            (change.rule, change.origin_start, change.origin_end, change.after)
            for change in cleaned.changes
        }
        cleaned.skipped.extend(item for key, item in self.skipped.items() if key not in applied)
        return cleaned


def _find_touching(changes: Sequence[Change], edits: Sequence[Edit]) -> set[tuple[int, int]]:
    """Name the changes whose place in the final text hangs together with an edit."""
    spans: list[tuple[int, int, Change | None]] = [(e.start, e.end, None) for e in edits]
    spans += [(change.start, change.end, change) for change in changes]
    spans.sort(key=lambda span: (span[0], span[1]))
    unstable: set[tuple[int, int]] = set()
    cluster: list[Change | None] = []
    reach = -1
    for start, end, change in [*spans, (len(spans) + (spans[-1][1] if spans else 0), 0, None)]:
        if start > reach:
            if None in cluster:
                unstable |= {(c.layer, c.input_start) for c in cluster if c is not None}
            cluster = []
        cluster.append(change)
        reach = max(reach, end)
    return unstable
