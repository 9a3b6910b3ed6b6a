"""The result of cleaning one document: the text with everything known about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import msgspec

from normalize.edits import Change, Fact, Finding, Mention, OffsetMap, Skipped
from normalize.layers import compose, replay, restore, select_changes

Placed = TypeVar("Placed", Finding, Fact, Mention)


class Cleaned(msgspec.Struct, frozen=True):
    """A cleaned document with its ledger.

    `original` + `changes` == `text`, and back. `findings`, `facts` and `mentions` carry
    their spans in the clean text (`start`, `end`) and in the original (`origin_*`).
    `skipped` holds what was proposed and not applied, with the reason. `offsets` maps
    any span both ways.
    """

    original: str
    text: str
    changes: list[Change]
    skipped: list[Skipped]
    findings: list[Finding]
    facts: list[Fact]
    mentions: list[Mention]
    offsets: OffsetMap

    def __repr__(self) -> str:
        return (
            f"<Cleaned: {len(self.original)} → {len(self.text)} characters, "
            f"{len(self.changes)} changes, {len(self.findings)} findings>"
        )

    def restore(self) -> str:
        """Undo every change from the ledger alone; equals `original`.

        >>> import normalize
        >>> normalize.explain("Tom &amp; Ann").restore()
        'Tom &amp; Ann'
        """
        return restore(self.text, self.changes)

    def accept(self, predicate: Callable[[Change], bool]) -> Cleaned:
        """Apply only the changes that `predicate` accepts, without running any step.

        Rejecting a change also rejects those that were built upon it; all rejected ones
        are in `skipped`. Accepting none gives the original.

        >>> import normalize
        >>> cleaned = normalize.explain("Tom &amp; Ann in Kiev")
        >>> cleaned.accept(lambda change: change.step == "characters").text
        'Tom & Ann in Kiev'
        """
        layers, rejected = select_changes(self.changes, predicate)
        skipped = [*self.skipped, *(skip_change(change, "rejected") for change in rejected)]
        changes, offsets = compose(layers)
        written = (self.original, replay(self.original, changes), changes, offsets)
        return assemble(written, skipped, self.findings, self.facts, self.mentions, exact=False)

    def to_json(self, **header: object) -> bytes:
        """Write the ledger as JSON; `normalize.read_ledger` reads it back.

        Args:
            header: further keys for its head (a file's name, its encoding).
        """
        from normalize.ledger import write_ledger

        return write_ledger(self, header)


def skip_change(change: Change, reason: str) -> Skipped:
    """Turn a change that is taken back into a record of it."""
    return Skipped(
        rule=change.rule,
        step=change.step,
        before=change.before,
        after=change.after,
        origin_start=change.origin_start,
        origin_end=change.origin_end,
        confidence=change.confidence,
        note=change.note,
        reason=reason,
    )


def assemble(
    written: tuple[str, str, list[Change], OffsetMap],
    skipped: list[Skipped],
    findings: Sequence[Finding],
    facts: Sequence[Fact],
    mentions: Sequence[Mention],
    *,
    exact: bool,
) -> Cleaned:
    """Build the result from what was written, placing findings, facts and mentions in it.

    Args:
        written: the original, the clean text, the changes with all their spans, the map.
        exact: findings and mentions stand at their `start` in the clean text; otherwise
            they are placed anew by their `origin_*`, as facts always are.
    """
    original, text, changes, offsets = written

    def place(item: Placed) -> Placed:
        start, end = offsets.to_clean(item.origin_start, item.origin_end)
        return msgspec.structs.replace(item, start=start, end=end)

    return Cleaned(
        original=original,
        text=text,
        changes=changes,
        skipped=skipped,
        findings=list(findings) if exact else [place(item) for item in findings],
        facts=[place(item) for item in facts],
        mentions=list(mentions) if exact else [place(item) for item in mentions],
        offsets=offsets,
    )
