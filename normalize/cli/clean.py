"""`normalize clean`: repair files, folders or standard input."""

from __future__ import annotations

import os
from contextlib import closing, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from normalize.cli.options import (
    ENCODING_OPTION,
    STDIN_OPTION,
    build_normalizer,
    check_encoding,
    dump_config,
    files_options,
    parse_ledger,
    read_config,
    settings_options,
)
from normalize.cli.plan import Choice, LedgerPlace, Plan, plan_run
from normalize.cli.report import Report, describe_place

if TYPE_CHECKING:
    from normalize.cli.journal import Journal
    from normalize.cli.ledger_writer import Ledgers
    from normalize.config import Config


@click.command(
    epilog="""\b
Examples:
  normalize clean article.txt > clean.txt         one file goes to stdout
  normalize clean articles/ --output cleaned      the same tree below cleaned/
  normalize clean notes/ --in-place --ledger changes.jsonl
  normalize clean posts.jsonl.gz --field body --jobs 2 -o clean.jsonl.gz
  normalize clean table.csv --column comment -o clean.csv
  normalize clean pages/ --learn spinner.tsv -o clean   learn the table of their spinner first
  normalize clean articles/ --diff | less         look before you write
  curl -s https://example.org/a.txt | normalize clean -

Exit codes: 0 nothing to change, or all written; 1 changes found and not written (--check,
--diff); 2 bad usage or settings, or any file failed (the others are still done)."""
)
@click.argument("paths", nargs=-1, metavar="PATH...")
@click.option(
    "--output",
    "-o",
    metavar="PATH",
    help="Write into this folder, mirroring the tree that is read. For one file a name with "
    "an ending (clean.txt) is the file to write.",
)
@click.option("--in-place", "-i", is_flag=True, help="Overwrite each file that changes.")
@click.option("--diff", is_flag=True, help="Print a unified diff; write nothing.")
@click.option("--check", is_flag=True, help="Name the files that would change; write nothing.")
@click.option("--backup", is_flag=True, help="With --in-place: keep each original as NAME.bak.")
@click.option(
    "--jobs",
    "-j",
    metavar="N",
    type=click.IntRange(0),
    default=1,
    help="Work in N processes (default 1; 0: one for each core). Order and result are the same.",
)
@click.option(
    "--resume",
    is_flag=True,
    help="Go on where the same command was killed: nothing is done twice, nothing is lost.",
)
@click.option(
    "--fail-on-findings", is_flag=True, help="Exit with 1 if anything is found that is not changed."
)
@click.option(
    "--ledger",
    metavar="PATH",
    callback=parse_ledger,
    help="Record every change in this file, one line of JSON per document, for `normalize "
    "undo`; or in a folder (a name that ends in /), one file for each: a/b.txt.ledger.jsonl. "
    "With --in-place it is added to, otherwise written anew; a file that is no ledger is "
    "refused.",
)
@click.option(
    "--learn",
    metavar="FILE.tsv",
    type=click.Path(path_type=Path),
    help="First learn from the spun documents among these what their spinner writes for what, "
    "write it to this table, and use it. Reads everything twice.",
)
@files_options
@settings_options
@ENCODING_OPTION
@STDIN_OPTION
@click.option("--dump-config", is_flag=True, help="Print the settings in force, as TOML; stop.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON, on stdout.")
@click.option("--quiet", "-q", is_flag=True, help="Print errors only.")
@click.pass_context
def clean(ctx: click.Context, /, **given: Any) -> None:
    """Repair files and write them clean.

    PATH is a file, a folder, a pattern or - for standard input. The ending tells what it is:
    .txt .text .md .markdown .jsonl .ndjson .json .csv .tsv .html .htm .xhtml .eml .mbox .parquet
    .arrow .feather are read, also compressed (.gz .bz2 .xz .zst). In a folder other files are
    skipped, and it says so. All that is no text stays as it is, and a clean file comes out byte
    for byte. --field and --column say what is text in JSON and in tables.
    """
    options = _Options(**{key: value for key, value in given.items() if key in _Options._fields})
    flags = {key: value for key, value in given.items() if key not in _Options._fields}
    config, source = read_config(**flags)
    if options.dump_config:
        click.echo(dump_config(config, source), nl=False)
        return
    plan = _plan(options, config)
    check_encoding(options.encoding)
    report = Report(quiet=options.quiet)
    report.start(plan)
    if plan.jobs:
        _run(options, config, plan, report)
    elif not report.failed:
        report.say("no files to clean")
    report.summarize(writes=options.writes, place=describe_place(plan))
    if options.as_json:
        to_stderr = options.diff or options.check or any(not job.target for job in plan.jobs)
        click.echo(report.to_json(writes=options.writes), err=to_stderr, nl=False)
    ctx.exit(report.exit_code(writes=options.writes, findings_fail=options.fail_on_findings))


class _Options(NamedTuple):
    """The arguments and flags of `normalize clean` that choose no settings."""

    paths: tuple[str, ...]
    output: str | None
    in_place: bool
    diff: bool
    check: bool
    ledger: LedgerPlace | None
    learn: Path | None
    backup: bool
    jobs: int
    resume: bool
    fail_on_findings: bool
    encoding: str | None
    stdin_filename: str | None
    dump_config: bool
    as_json: bool
    quiet: bool

    @property
    def writes(self) -> bool:
        return not (self.diff or self.check)


def _run(options: _Options, config: Config, plan: Plan, report: Report) -> None:
    from normalize.cli.run import Run, Wishes
    from normalize.formats.records import FIELDS, Selection

    for settings in (config.settings, *(override.settings for override in config.overrides)):
        build_normalizer(settings)
    selection = Selection(config.fields or FIELDS, config.columns, options.encoding)
    jobs = min(options.jobs or os.cpu_count() or 1, 64)
    wishes = Wishes(selection, jobs, options.in_place, options.check, options.diff, options.backup)
    journal = _open_journal(options, config, plan, report)
    complete = False
    try:
        if options.learn:
            from normalize.cli.learning import learn_first

            config = learn_first(options.learn, config, plan, selection, report, journal)
        with (
            _open_ledgers(options, journal) as ledgers,
            report.progress(plan, writes=options.writes),
        ):
            if journal and journal.resumed:
                report.resume(journal.counts)
            Run(plan, wishes, config.settings_for, report, ledgers, journal).run()
        complete = True
    finally:
        if journal:
            journal.close(complete=complete)
            if not complete and journal.started:
                report.say("what is done stays done: the same command with --resume goes on")


def _open_journal(options: _Options, config: Config, plan: Plan, report: Report) -> Journal | None:
    from normalize.cli.journal import NAME, Journal, JournalError

    path = plan.find_journal(NAME) if options.writes else None
    if path is None:
        if options.resume and not (options.output or options.in_place):
            raise click.UsageError("--resume goes with --output or --in-place")
        if options.resume:
            report.say("nothing to resume: this is a new run")
        return None
    target = plan.jobs[0].target
    what = (config, target, options.ledger, options.encoding, options.in_place, options.learn)
    kept = options.ledger.path if options.ledger and options.in_place else None
    size = kept.stat().st_size if kept and kept.is_file() else 0
    try:
        journal = Journal(path, what, resume=options.resume, ledger=size)
    except JournalError as error:
        raise click.UsageError(str(error)) from None
    except OSError as error:
        reason = error.strerror or error
        report.say(f"{path.parent}: {reason}, so this run cannot be resumed if it is ended")
        return None
    if journal.failure:
        report.say(f"{path}: {journal.failure}, so this run cannot be resumed if it is ended")
    elif journal.stale and not options.resume:
        report.say("an earlier run was interrupted here; --resume would have gone on with it")
    elif options.resume and not journal.resumed:
        report.say("nothing to resume: this is a new run")
    return journal


def _plan(options: _Options, config: Config) -> Plan:
    from normalize.formats import UnsupportedFormatError, get_reader

    if options.diff and options.check:
        raise click.UsageError("--diff and --check exclude each other")
    if not options.writes:
        flag = "--diff" if options.diff else "--check"
        if options.output or options.in_place or options.ledger or options.resume:
            raise click.UsageError(
                f"{flag} writes nothing: leave out --output, --in-place, --ledger"
            )
        if options.learn:
            raise click.UsageError(
                f"{flag} writes nothing: leave out --learn, or learn with `normalize spin learn`"
            )
    if options.backup and not options.in_place:
        raise click.UsageError("--backup goes with --in-place: else nothing is overwritten")
    if options.stdin_filename:
        if "-" not in options.paths:
            raise click.UsageError("--stdin-filename names standard input: give - as PATH")
        try:
            get_reader(options.stdin_filename)
        except UnsupportedFormatError as error:
            raise click.UsageError(str(error)) from None
    plan = plan_run(
        options.paths,
        options.output,
        in_place=options.in_place,
        writes=options.writes,
        stdin_name=options.stdin_filename,
        ledger=options.ledger,
        choice=Choice(config.include, config.exclude),
    )
    if options.ledger:
        _check_ledger(options.ledger, plan)
    if options.learn:
        from normalize.cli.learning import check_learning

        check_learning(options.learn, plan)
    return plan


def _check_ledger(ledger: LedgerPlace, plan: Plan) -> None:
    path = ledger.path
    targets = {os.path.realpath(job.target) for job in plan.jobs if job.target}
    owners: dict[str, str] = {}
    for job in plan.jobs:
        if ledger.is_folder and not job.relative:
            raise click.UsageError("a ledger in a folder needs a name: --stdin-filename NAME")
        found = ledger.find(job.relative)
        if os.path.realpath(found) in targets:
            raise click.UsageError(f"--ledger {found} is also a file to write")
        owner = owners.setdefault(os.path.normcase(found), job.name)
        if ledger.is_folder and owner != job.name:
            raise click.UsageError(f"{owner} and {job.name} would both have the ledger {found}")
    if ledger.is_folder:
        if path.exists() and not path.is_dir():
            raise click.UsageError(f"--ledger {path}: not a folder")
        return
    if path.exists() and not path.is_file():
        raise click.UsageError(f"--ledger {path}: not a regular file")
    folder, output = path.parent, plan.output
    made = output.folder or (output.file.parent if output.file else None)  # by the run itself
    if not folder.is_dir() and folder != made:
        raise click.UsageError(f"--ledger {path}: no such folder: {folder}")


def _open_ledgers(
    options: _Options, journal: Journal | None
) -> closing[Ledgers] | nullcontext[None]:
    from normalize.cli.ledger_writer import Ledgers
    from normalize.edits import LedgerError

    if options.ledger is None:
        return nullcontext()
    try:
        return closing(Ledgers(options.ledger, append=options.in_place, journal=journal))
    except OSError as error:
        path, reason = options.ledger.path, error.strerror or error
        raise click.UsageError(f"--ledger {path}: cannot be written: {reason}") from None
    except LedgerError as error:
        raise click.UsageError(f"--ledger {error}; it is left as it is") from None
