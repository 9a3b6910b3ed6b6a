"""Messages, progress and the summary: all on stderr, so that results can be piped."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import click

from normalize.cli.plan import Job, Plan

if TYPE_CHECKING:
    from normalize.cleaned import Cleaned

SHOWN_RULES = 3


class Report:
    """What a run says, and what it counts."""

    def __init__(self, *, quiet: bool) -> None:
        self.quiet = quiet
        self.failed = 0
        self.done = 0
        self.changed = 0
        self.rules: Counter[str] = Counter()

    def say(self, message: str) -> None:
        """Tell something of interest; `--quiet` silences it."""
        if not self.quiet:
            # A progress bar replaces sys.stderr, so that this lands above it.
            click.echo(message, file=sys.stderr)

    def fail(self, message: str) -> None:
        """Tell what went wrong, even when quiet; the run will end with exit code 2."""
        self.failed += 1
        click.echo(f"error: {message}", file=sys.stderr)

    def start(self, plan: Plan) -> None:
        """Tell what the plan leaves out and what it could not find."""
        for note in plan.iter_notes():
            self.say(note)
        for failure in plan.failures:
            self.fail(failure)

    def count(self, cleaned: Cleaned) -> None:
        """Count one document that is done."""
        self.done += 1
        self.changed += cleaned.text != cleaned.original
        self.rules.update(change.rule for change in cleaned.changes)

    def track(self, jobs: list[Job]) -> Iterator[Job]:
        """Yield the jobs, with a progress bar for two and more files on a terminal."""
        writes = all(job.target is not None for job in jobs)
        if self.quiet or not writes or len(jobs) < 2 or not sys.stderr.isatty():
            yield from jobs
            return
        from rich.console import Console
        from rich.progress import Progress

        with Progress(console=Console(stderr=True), transient=True) as progress:
            task = progress.add_task("cleaning", total=len(jobs))
            for job in jobs:
                yield job
                progress.advance(task)

    def count_files(self) -> str:
        """Name how many files went through: "10 files", "9 of 10 files"."""
        total = self.done + self.failed
        return f"{self.done:,} of {_files(total)}" if self.failed else _files(total)

    def summarize(self, *, writes: bool, place: str = "") -> None:
        """Tell in one line what the run did, or would have done."""
        if not self.done:
            return
        changes = describe_rules(self.rules)
        if writes:
            self.say(f"cleaned {self.count_files()}, {changes}{place}")
        elif not self.changed:
            self.say(f"{self.count_files()}: nothing to change")
        else:
            failed = f"; {self.failed:,} failed" if self.failed else ""
            total = _files(self.done + self.failed)
            self.say(f"{self.changed:,} of {total} would change, {changes}{failed}")

    def exit_code(self, *, writes: bool) -> int:
        """Return 2 where something failed, 1 for changes that were not written, else 0."""
        return 2 if self.failed else int(not writes and self.changed > 0)


def _files(count: int) -> str:
    return f"{count:,} {'file' if count == 1 else 'files'}"


def describe_rules(rules: Counter[str]) -> str:
    """Say how many changes there were and which rules made most of them.

    >>> describe_rules(Counter({"mojibake": 3, "html-entity": 1}))
    '4 changes (mojibake 3, html-entity 1)'
    """
    total = rules.total()
    if not total:
        return "no changes"
    ranked = sorted(rules.items(), key=lambda item: (-item[1], item[0]))
    shown = ", ".join(f"{rule} {count:,}" for rule, count in ranked[:SHOWN_RULES])
    more = ", …" if len(ranked) > SHOWN_RULES else ""
    return f"{total:,} {'change' if total == 1 else 'changes'} ({shown}{more})"


def describe_place(plan: Plan) -> str:
    """Say where the results of a plan go, for the end of its summary."""
    if plan.output.in_place:
        return ", in place"
    if plan.output.folder is not None:
        return f" → {click.format_filename(plan.output.folder)}/"
    return f" → {click.format_filename(plan.output.file)}" if plan.output.file else ""


def write_stdout(pieces: Iterable[bytes]) -> None:
    """Write bytes to standard output as they are."""
    stream = sys.stdout.buffer
    for piece in pieces:
        rest = memoryview(piece)
        while rest:  # unbuffered (python -u), a pipe takes only as much as fits
            rest = rest[stream.write(rest) :]
    stream.flush()
