"""One run over many files: tasks out to processes, results in order to files, ledger, journal."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from normalize.cli.journal import Checkpoint, Journal
from normalize.cli.outputs import STEP, RecordOutput, file_line, name_part, place_line
from normalize.cli.plan import Job, Plan
from normalize.cli.reading import Reader
from normalize.cli.report import Report, write_stdout
from normalize.formats.containers import describe_container
from normalize.formats.detect import FormatError
from normalize.formats.diff import shift_hunk
from normalize.formats.files import (
    back_up,
    check_target,
    get_stamp,
    hash_file,
    keep_mode,
    replace_file,
    sweep_temporary,
    write_bytes,
)
from normalize.formats.pool import Done, run_tasks
from normalize.formats.records import Selection
from normalize.formats.streams import compress, split_name
from normalize.formats.tasks import Result, Task

if TYPE_CHECKING:
    from normalize.cli.ledger_writer import Ledgers, LedgerWriter
    from normalize.settings import Settings


class Wishes(NamedTuple):
    """What a run is to do with its files."""

    selection: Selection
    jobs: int = 1
    in_place: bool = False
    check: bool = False
    diff: bool = False
    backup: bool = False


class Run:
    """One run; what fails is reported, and the rest goes on."""

    def __init__(
        self,
        plan: Plan,
        wishes: Wishes,
        settings_for: Callable[[Path | None], Settings],
        report: Report,
        ledgers: Ledgers | None,
        journal: Journal | None,
    ) -> None:
        self.plan = plan
        self.wishes = wishes
        self.report = report
        self.ledgers = ledgers
        self.ledger: LedgerWriter | None = None  # of the file under way
        self.journal = journal
        wants = "ledger" if ledgers else "diff" if wishes.diff else "clean"
        self.reader = Reader(settings_for, wishes.selection, wants, self.find_checkpoint)
        self.reader.overwrites = wishes.in_place and not wishes.backup
        self.output: RecordOutput | None = None
        self.broken: set[int] = set()  # files that failed, whose further tasks are dropped
        self.texts: dict[int, int] = {}
        self.feeds = (0, 0)

    def find_checkpoint(self, job: Job) -> Checkpoint:
        """Tell how far an earlier run came with a file; not at all if it was changed since."""
        if self.journal is None or job.source is None or not self.journal.resumed:
            return Checkpoint()
        state = self.journal.find_checkpoint(job.source)
        there = job.target is not None and name_part(job.target).exists()
        return state if there and state.stamp == get_stamp(job.source) else Checkpoint()

    def run(self) -> None:
        """Clean every file of the plan."""
        jobs = self.plan.jobs
        if self.journal and self.journal.resumed:
            sweep_temporary(job.target for job in jobs if job.target)
        try:
            for done in run_tasks(self._read(), self.wishes.jobs):
                self.take(jobs[done.task.job], done)
        except BaseException:
            if self.output and self.journal and self.journal.started:
                self.output.close()
            elif self.output:
                self.output.discard()
            raise

    def _read(self) -> Iterator[Task]:
        for number, job in enumerate(self.plan.jobs):
            if self.journal and job.source and self.journal.is_done(job.source):
                continue
            for task in self.reader.read(number, job):
                yield task
                if number in self.broken:
                    break

    def take(self, job: Job, done: Done) -> None:
        """Take the result of a task: tell, write, count."""
        task, result = done
        if task.job in self.broken:
            return
        for note in result.notes:
            self.report.say(note)
        for problem in result.problems:
            self.report.fail(problem, whole=result.failed)
        if result.failed:
            self.give_up(task)
            return
        try:
            if self.ledgers:
                self.ledger = self.ledgers.turn_to(job, self.find_checkpoint)
            if task.form is None:
                self.take_document(job, task, result)
            else:
                self.take_records(job, task, result)
        except FormatError as error:
            self.report.fail(str(error))
            self.give_up(task)

    def give_up(self, task: Task) -> None:
        """Leave a file as it is."""
        self.broken.add(task.job)
        self.report.take_back()
        self.feeds = (0, 0)
        if self.output:
            self.output.discard()
            self.output = None

    def take_document(self, job: Job, task: Task, result: Result) -> None:
        """Write a whole text, its ledger line first."""
        if self.wishes.check or self.wishes.diff:
            self.show(job, result)
        elif task.columns:
            self.write_columns(job, task, result)
        else:
            self.write_document(job, result)
        self.finish(job, result, self.ledger.size if self.ledger else 0)

    def show(self, job: Job, result: Result) -> None:
        """Name a file that would change, or print its diff."""
        if self.wishes.check and result.changed:
            write_stdout([os.fsencode(job.name), b"\n"])
        for hunk in result.hunks:
            write_stdout(line.encode("utf-8", "backslashreplace") for line in hunk.lines)

    def write_document(self, job: Job, result: Result) -> None:
        """Write the clean text; its ledger first, so that no change is ever without one."""
        from contextlib import nullcontext

        entry: Any = nullcontext()
        ledger = self.ledger
        if ledger is not None and result.lines:
            assert result.trace is not None
            if result.changed or ledger.needs(result.trace, job.name):
                entry = ledger.entry(result.lines[0].data)
        before = ledger.size if ledger else 0
        with entry:
            if job.target is None:
                write_stdout([result.data])
            elif result.changed or not self.wishes.in_place:
                data, compression = result.data, split_name(job.target)[1]
                if compression:
                    same = job.source and split_name(job.source)[1] == compression
                    kept = same and not result.changed and job.source
                    data = kept.read_bytes() if kept else compress(data, compression)
                self.prepare(job, before)
                write_bytes(job.target, data)
                self.report.note_inexact(job.name, result.restores)

    def write_columns(self, job: Job, task: Task, result: Result) -> None:
        """Put the part that a process wrote in its place."""
        if task.target is None or job.target is None or job.source is None:
            raise FormatError(f"{job.name}: columns need a file to write: --output or --in-place")
        part, target = Path(task.target), Path(os.path.realpath(job.target))
        before = self.ledger.size if self.ledger else 0
        try:
            if self.ledger:
                for line in result.lines:
                    self.ledger.add(place_line(line, 0))
                hashes = hash_file(job.source), hash_file(part)
                self.add_file_line(job, task, (len(result.lines), result.texts), hashes)
            if result.changed or not self.wishes.in_place:
                check_target(target)
                keep_mode(part, target)
                self.prepare(job, before)
                replace_file(part, target)
        except (OSError, FormatError) as error:
            if self.ledger:
                self.ledger.cut(before)
            if isinstance(error, FormatError):
                raise
            reason = error.strerror or error
            raise FormatError(f"{target}: cannot be written: {reason}") from None
        finally:
            part.unlink(missing_ok=True)

    def add_file_line(
        self, job: Job, task: Task, counts: tuple[int, int], hashes: tuple[str, str]
    ) -> None:
        """Write the line that ends a file of records in the ledger, unless it is there."""
        assert self.ledger is not None
        changed = hashes[0] != hashes[1]
        if not changed and self.ledger.knows(task.name, hashes[1]):
            return
        tries = changed and self.reader.overwrites
        container = describe_container(job.source, tries=tries) if job.source else None
        self.ledger.add(file_line(task, counts, hashes, container))
        self.ledger.commit()
        restores = "values" if task.columns else container.restores if container else ""
        if tries:
            self.report.note_inexact(job.name, restores)

    def prepare(self, job: Job, before: int) -> None:
        """Before a file is replaced in place: keep a backup, note it in the journal."""
        if not self.wishes.in_place or job.source is None:
            return
        if self.wishes.backup:
            back_up(job.source)
        if self.journal:
            after = self.ledger.commit() if self.ledger else 0
            self.journal.prepare(job.source, get_stamp(job.source), before, after)

    def take_records(self, job: Job, task: Task, result: Result) -> None:
        """Write a batch of records; at the end of the file, put it in its place."""
        self.texts[task.job] = self.texts.get(task.job, 0) + result.texts
        if self.wishes.check or self.wishes.diff:
            self.show_records(job, task, result)
            return
        if self.output is None:
            state = self.find_checkpoint(job)
            if job.source:
                state = state._replace(stamp=get_stamp(job.source))
            self.output = RecordOutput(job, state, self.ledger)
        output = self.output
        step = output.state.read // STEP
        output.add(task, result)
        if task.last:
            self.finish_records(job, task, output, result)
            self.output = None
            return
        self.report.count(result, job, ended=False)
        if output.state.read // STEP > step and output.part is not None:
            state = output.checkpoint()
            output.state = state
            if self.journal and job.source:
                self.journal.reach(job.source, state, self.report.take_delta())

    def show_records(self, job: Job, task: Task, result: Result) -> None:
        """Print what would change in a batch of records."""
        before, after = self.feeds
        first = task.job not in self.reader.shown
        if result.hunks and first:
            self.reader.shown.add(task.job)
            name = job.name
            write_stdout([os.fsencode(f"--- {name}\n"), os.fsencode(f"+++ {name}\n")])
        if self.wishes.check and result.changed and first:
            self.reader.shown.add(task.job)
            write_stdout([os.fsencode(job.name), b"\n"])
        for hunk in result.hunks:
            shown = shift_hunk(hunk.lines, before + hunk.before, after + hunk.after)
            write_stdout(line.encode("utf-8", "backslashreplace") for line in shown)
        before += sum(record.count(b"\n") for record in task.records)
        self.feeds = (0, 0) if task.last else (before, after + result.data.count(b"\n"))
        self.report.count(result, job, ended=task.last)

    def finish_records(self, job: Job, task: Task, output: RecordOutput, result: Result) -> None:
        """Put a file of records in its place, with its ledger on the disk before."""
        if not self.texts.get(task.job) and not output.state.changed and output.state.read:
            hint = self.reader.describe_fields(task)
            if hint:
                self.report.say(hint)
        before = output.state.ledger_start
        output.finish()
        if self.ledger:
            state = output.state
            hashes = self.reader.digests[task.job].hexdigest(), output.hash.hexdigest()
            self.add_file_line(job, task, (state.lines, state.records), hashes)
        if output.state.changed or not self.wishes.in_place:
            self.prepare(job, before)
            output.replace()
        else:
            output.drop_part()
        self.finish(job, result, self.ledger.size if self.ledger else 0)

    def finish(self, job: Job, result: Result, ledger: int) -> None:
        """Count a file that is done, and note it in the journal."""
        self.report.count(result, job, ended=True)
        if self.journal and job.source:
            self.journal.finish(job.source, ledger, self.report.take_delta())
