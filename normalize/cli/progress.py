"""The progress bar and the table of rules, on a terminal; rich is imported here alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from normalize.cli.plan import Job, Plan
from normalize.formats.streams import split_name

PACKED = 4  # how many times smaller a compressed file is taken to be until its end is seen,
MOST = 0.9  # and how much of it may seem done by then


class Pace:
    """How far a run is, in bytes on the disk, and how fast it goes.

    Its own reckoning, over the whole run: a batch may take longer than the window in which
    rich looks for two of them.
    """

    def __init__(self, plan: Plan) -> None:
        self.sizes: dict[str, int] = {}
        for job in plan.jobs:
            with suppress(OSError):
                self.sizes[job.name] = job.source.stat().st_size if job.source else 0
        self.total = sum(self.sizes.values())
        self.ended = 0  # bytes of files that are done
        self.file = 0.0  # and of the one under way
        self.read = self.texts = 0

    def advance(self, job: Job, size: int, texts: int, *, ended: bool) -> None:
        """Count a part of a file: the bytes of its text, not compressed, and how many texts."""
        self.read += size
        self.texts += texts
        whole = self.sizes.get(job.name, 0)
        packed = bool(split_name(job.name)[1])
        step = size / PACKED if packed else size
        self.file = min(self.file + step, whole * (MOST if packed else 1))
        if ended:
            self.ended += whole
            self.file = 0

    def describe(self, seconds: float) -> str:
        """Name the pace, and the time that is left.

        >>> from normalize.cli.plan import Output
        >>> pace = Pace(Plan(Output()))
        >>> pace.total, pace.ended, pace.read, pace.texts = 4_000_000, 1_000_000, 1_500_000, 60
        >>> pace.describe(30.0)
        '2 documents/s, 0.05 MB/s, 1:30 left'
        """
        seconds = max(seconds, 0.001)
        done = self.ended + self.file
        shown = f"{self.texts / seconds:,.0f} documents/s, {self.read / seconds / 1e6:,.2f} MB/s"
        if not done:
            return shown
        minutes, rest = divmod(round(seconds * (self.total - done) / done), 60)
        hours, minutes = divmod(minutes, 60)
        left = f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
        return f"{shown}, {left} left"


@contextmanager
def show_progress(plan: Plan) -> Iterator[Callable[[Job, int, int, bool], None]]:
    """Show a bar with documents/s, MB/s and the time left; give what moves it on.

    The function takes a file, the bytes and the texts of it that were done since it was last
    called, and whether that was its end.
    """
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    pace = Pace(plan)
    columns = (
        TextColumn("cleaning"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeElapsedColumn(),
        TextColumn("{task.fields[pace]}"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("cleaning", total=pace.total or None, pace="")

        def advance(job: Job, size: int, texts: int, ended: bool) -> None:
            pace.advance(job, size, texts, ended=ended)
            shown = pace.describe(progress.tasks[0].elapsed or 0)
            progress.update(task, completed=pace.ended + pace.file, pace=shown)

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
