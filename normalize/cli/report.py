"""Messages, progress and the summary: all on stderr, so that results can be piped."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from normalize.cli.plan import Job, Plan

if TYPE_CHECKING:
    from normalize.formats.tasks import Result

SHOWN_RULES = 3
INEXACT = {  # what comes back where a file's own bytes do not, and how it was written
    "content": ("its content to the byte", "compressed"),
    "values": ("its values", "written"),
}
SHOWN_PROBLEMS = 20  # records that could not be cleaned and are named


class Report:
    """What a run says, and what it counts."""

    def __init__(self, *, quiet: bool) -> None:
        self.quiet = quiet
        self.failed = 0
        self.done = 0
        self.changed = 0
        self.problems = 0
        self.texts = 0
        self.changed_texts = 0
        self.size = 0
        self.rules: Counter[str] = Counter()
        self.findings: Counter[str] = Counter()
        self._delta: Counter[str] = Counter()  # since the journal was last told
        self._file: Counter[str] = Counter()  # of the file that is under way
        self._changing: set[str] = set()  # files of which a part was changed
        self._inexact: dict[str, list[str]] = {}
        self._bar: Any = None

    def say(self, message: str) -> None:
        """Tell something of interest; `--quiet` silences it."""
        if not self.quiet:
            # A progress bar replaces sys.stderr, so that this lands above it.
            click.echo(flatten(message), file=sys.stderr)

    def write(self, path: str | Path, text: str, done: str) -> None:
        """Write a file that a command makes, and say so; or tell why it cannot be written."""
        from normalize.formats import FormatError, write_bytes

        try:
            write_bytes(path, text.encode("utf-8"))
        except FormatError as error:  # names the file and what is wrong
            self.fail(str(error))
        else:
            self.say(done)

    def fail(self, message: str, *, whole: bool = True) -> None:
        """Tell what went wrong, even when quiet; the run will end with exit code 2.

        Args:
            message: what.
            whole: a file failed; else only a record of it.
        """
        if whole:
            self.failed += 1
        else:
            self.problems += 1
            self._delta["problems"] += 1
            if self.problems > SHOWN_PROBLEMS:
                return
        click.echo(f"error: {flatten(message)}", file=sys.stderr)

    def start(self, plan: Plan) -> None:
        """Tell what the plan leaves out and what it could not find."""
        for note in plan.iter_notes():
            self.say(note)
        for failure in plan.failures:
            self.fail(failure)

    def count(self, result: Result, job: Job, *, ended: bool) -> None:
        """Count a part of a file, or the end of it."""
        if result.changed:
            self._changing.add(job.name)
        delta = {"texts": result.texts, "changed_texts": result.changed_texts}
        if ended:
            delta["done"] = 1
            delta["changed"] = int(job.name in self._changing)
            self._changing.discard(job.name)
        delta |= {f"rule:{rule}": count for rule, count in result.rules.items()}
        delta |= {f"finding:{rule}": count for rule, count in result.findings.items()}
        self._add(delta)
        self._delta.update(delta)
        self._file.update(delta)
        if ended:
            self._file.clear()
        self.size += len(result.data)
        if self._bar is not None:
            self._bar(job, len(result.data), result.texts, ended)

    def note_inexact(self, name: str, restores: str) -> None:
        """Keep in mind that a file's own bytes do not come back, but its content or values."""
        if restores:
            self._inexact.setdefault(restores, []).append(name)

    def tell_inexact(self, *, undone: bool) -> None:
        """Tell which files do not come back in their own bytes, and what of them does."""
        for restores, names in sorted(self._inexact.items()):
            what, how = INEXACT[restores]
            more = f" (and {len(names) - 1:,} more)" if len(names) > 1 else ""
            name = f"{click.format_filename(names[0])}{more}"
            if undone:
                self.say(f"{name}: {what} came back, but the file itself is {how} anew")
            else:
                self.say(
                    f"{name}: undo will give back {what}, the file itself {how} anew; "
                    "--backup keeps it"
                )

    def take_back(self) -> None:
        """Take back what was counted of a file that could not be written in the end."""
        self._delta.subtract(self._file)
        self._file = Counter({key: -count for key, count in self._file.items()})
        self._add(self._file)
        self._file.clear()
        self.rules, self.findings = +self.rules, +self.findings

    def _add(self, delta: dict[str, int]) -> None:
        for key, count in delta.items():
            kind, _, rule = key.partition(":")
            if rule:
                (self.rules if kind == "rule" else self.findings)[rule] += count
            else:
                setattr(self, kind, getattr(self, kind) + count)

    def take_delta(self) -> dict[str, int]:
        """Give what was counted since the last call."""
        delta = {key: count for key, count in self._delta.items() if count}
        self._delta.clear()
        return delta

    def resume(self, deltas: Iterable[dict[str, int]]) -> None:
        """Count what an earlier run did."""
        for delta in deltas:
            self._add(delta)

    @contextmanager
    def progress(self, plan: Plan, *, writes: bool) -> Iterator[None]:
        """Show a progress bar on a terminal while the run lasts."""
        files = writes and all(job.target is not None for job in plan.jobs)
        if self.quiet or not files or not sys.stderr.isatty():
            yield
            return
        from normalize.cli.progress import show_progress

        with show_progress(plan) as self._bar:
            yield
        self._bar = None

    def count_files(self) -> str:
        """Name how many files went through: "10 files", "9 of 10 files"."""
        total = self.done + self.failed
        files = f"{self.done:,} of {_files(total)}" if self.failed else _files(total)
        if self.texts > self.done:
            return f"{files} ({self.changed_texts:,} of {self.texts:,} texts changed)"
        return files

    def summarize(self, *, writes: bool, place: str = "") -> None:
        """Tell in one line what the run did, or would have done."""
        hidden = self.problems - SHOWN_PROBLEMS
        if hidden > 0:
            click.echo(f"error: {hidden:,} more records were left as they are", file=sys.stderr)
        if not self.done:
            return
        changes = describe_rules(self.rules)
        self.tell_inexact(undone=False)
        if writes:
            self.say(f"cleaned {self.count_files()}, {changes}{place}")
            self._show_table()
        elif not self.changed:
            self.say(f"{self.count_files()}: nothing to change")
        else:
            failed = f"; {self.failed:,} failed" if self.failed else ""
            total = _files(self.done + self.failed)
            self.say(f"{self.changed:,} of {total} would change, {changes}{failed}")

    def _show_table(self) -> None:
        if not self.quiet and len(self.rules) > SHOWN_RULES and sys.stderr.isatty():
            from normalize.cli.progress import show_table

            show_table(self.rules, self.findings)

    def to_json(self, *, writes: bool) -> bytes:
        """Give the summary as one line of JSON."""
        import msgspec

        names = ("done", "failed", "changed", "problems", "texts", "changed_texts")
        summary: dict[str, Any] = {name: getattr(self, name) for name in names}
        summary["rules"] = dict(sorted(self.rules.items()))
        summary["findings"] = dict(sorted(self.findings.items()))
        return msgspec.json.encode({"written": writes, **summary}) + b"\n"

    def exit_code(self, *, writes: bool, findings_fail: bool = False) -> int:
        """Return 2 where something failed, 1 for changes that were not written, else 0."""
        if self.failed or self.problems:
            return 2
        return int((not writes and self.changed > 0) or (findings_fail and bool(self.findings)))


def flatten(message: str) -> str:
    r"""Keep a message on its line, whatever is in the name of a file.

    >>> flatten("a\nb.txt: no such file")
    'a\\nb.txt: no such file'
    """
    shown = message.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return "".join(char if char >= " " or char == "\t" else repr(char)[1:-1] for char in shown)


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
