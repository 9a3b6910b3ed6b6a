"""The progress bar and the table of rules, on a terminal; rich is imported here alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from normalize.cli.plan import Plan


@contextmanager
def show_progress(plan: Plan) -> Iterator[Callable[[int, int], None]]:
    """Show a bar with documents/s, MB/s and the time left; give what moves it on.

    The function takes the bytes and the documents that were done since it was last called.
    """
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
        TransferSpeedColumn,
    )

    total = 0
    for job in plan.jobs:
        with suppress(OSError):
            total += job.source.stat().st_size if job.source else 0
    columns = (
        TextColumn("cleaning"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TransferSpeedColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("cleaning", total=total or None, rate="")
        documents = 0

        def advance(size: int, count: int) -> None:
            nonlocal documents
            documents += count
            elapsed = progress.tasks[0].elapsed or 0.001
            rate = f"{documents / elapsed:,.0f} documents/s"
            progress.update(task, advance=size, rate=rate)

        yield advance


def show_table(rules: Counter[str], findings: Counter[str]) -> None:
    """Show what was changed and found, by rule, the most frequent first."""
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    table.add_column("rule")
    table.add_column("changes", justify="right")
    table.add_column("findings", justify="right")
    for rule in sorted({*rules, *findings}, key=lambda rule: (-rules[rule], rule)):
        counts = (rules[rule], findings[rule])
        table.add_row(rule, *(f"{count:,}" if count else "" for count in counts))
    Console(stderr=True).print(table)
