"""`normalize clean`: repair files, folders or standard input."""

from __future__ import annotations

import os
import sys
from contextlib import AbstractContextManager, closing, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from normalize.cli.ledgers import LedgerWriter
from normalize.cli.options import (
    ENCODING_OPTION,
    STDIN_OPTION,
    build_normalizer,
    check_encoding,
    dump_settings,
    read_settings,
    settings_options,
)
from normalize.cli.plan import Job, Plan, plan_run
from normalize.cli.report import Report, describe_place, write_stdout

if TYPE_CHECKING:
    from normalize.cleaned import Cleaned
    from normalize.formats import Document
    from normalize.pipeline import Normalizer


@click.command(
    epilog="""\b
Examples:
  normalize clean article.txt > clean.txt         one file goes to stdout
  normalize clean articles/ --output cleaned      the same tree below cleaned/
  normalize clean notes/ --in-place --ledger changes.jsonl
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
@click.option(
    "--ledger",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Record every change in this file, one line of JSON per document, for `normalize "
    "restore`. With --in-place it is added to, otherwise written anew; a file that is no "
    "ledger is refused.",
)
@settings_options
@ENCODING_OPTION
@STDIN_OPTION
@click.option("--dump-config", is_flag=True, help="Print the settings in force, as TOML; stop.")
@click.option("--quiet", "-q", is_flag=True, help="Print errors only.")
@click.pass_context
def clean(ctx: click.Context, /, **given: Any) -> None:
    """Repair text files and write the clean text.

    PATH is a file, a folder or - for standard input. In a folder, .txt .text .md .markdown
    are cleaned; other files are skipped, and it says so. Encoding, byte-order mark and line
    ends stay as they are, and a clean file comes out byte for byte.
    """
    options = _Options(**given)
    settings, source = read_settings(
        options.level,
        options.select,
        options.ignore,
        options.extend,
        options.config,
        options.isolated,
        options.substitutions,
    )
    if options.dump_config:
        click.echo(dump_settings(settings, source), nl=False)
        return
    plan = _plan(options)
    check_encoding(options.encoding)
    report = Report(quiet=options.quiet)
    report.start(plan)
    if plan.jobs:
        normalizer = build_normalizer(settings)
        with _open_ledger(options) as ledger:
            run = _Run(normalizer, report, options, ledger)
            for job in report.track(plan.jobs):
                run.clean(job)
    elif not report.failed:
        report.say("no files to clean")
    report.summarize(writes=options.writes, place=describe_place(plan))
    ctx.exit(report.exit_code(writes=options.writes))


class _Options(NamedTuple):
    """The arguments and flags of `normalize clean`."""

    paths: tuple[str, ...]
    output: str | None
    in_place: bool
    diff: bool
    check: bool
    ledger: Path | None
    level: str | None
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    extend: tuple[str, ...]
    config: Path | None
    isolated: bool
    substitutions: tuple[str, ...]
    encoding: str | None
    stdin_filename: str | None
    dump_config: bool
    quiet: bool

    @property
    def writes(self) -> bool:
        return not (self.diff or self.check)


def _plan(options: _Options) -> Plan:
    from normalize.formats import UnsupportedFormatError, get_reader

    if options.diff and options.check:
        raise click.UsageError("--diff and --check exclude each other")
    if not options.writes:
        flag = "--diff" if options.diff else "--check"
        if options.output or options.in_place or options.ledger:
            raise click.UsageError(
                f"{flag} writes nothing: leave out --output, --in-place, --ledger"
            )
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
    )
    if options.ledger:
        _check_ledger(options.ledger, plan)
    return plan


def _check_ledger(ledger: Path, plan: Plan) -> None:
    real = os.path.realpath(ledger)
    if any(os.path.realpath(job.target) == real for job in plan.jobs if job.target):
        raise click.UsageError(f"--ledger {ledger} is also a file to write")
    if ledger.exists() and not ledger.is_file():
        raise click.UsageError(f"--ledger {ledger}: not a regular file")
    folder, output = ledger.parent, plan.output
    made = output.folder or (output.file.parent if output.file else None)  # by the run itself
    if not folder.is_dir() and folder != made:
        raise click.UsageError(f"--ledger {ledger}: no such folder: {folder}")


def _open_ledger(options: _Options) -> closing[LedgerWriter] | nullcontext[None]:
    from normalize.edits import LedgerError

    if options.ledger is None:
        return nullcontext()
    try:
        options.ledger.parent.mkdir(parents=True, exist_ok=True)
        return closing(LedgerWriter(options.ledger, append=options.in_place))
    except OSError as error:
        reason = error.strerror or error
        raise click.UsageError(f"--ledger {options.ledger}: cannot be written: {reason}") from None
    except LedgerError as error:
        raise click.UsageError(f"--ledger {error}; it is left as it is") from None


class _Run:
    """One run over many documents; what fails is reported, and the rest goes on."""

    def __init__(
        self,
        normalizer: Normalizer,
        report: Report,
        options: _Options,
        ledger: LedgerWriter | None,
    ) -> None:
        self.normalizer = normalizer
        self.report = report
        self.options = options
        self.ledger = ledger

    def clean(self, job: Job) -> None:
        """Clean one document: read, repair, print or write, count."""
        from normalize.formats import FormatError

        try:
            document = read_job(job, self.options.encoding)
            for note in document.notes:
                self.report.say(note)
            cleaned = self.normalizer.explain(document.text, document.facts())
            self.show(job, document, cleaned)
            self.report.count(cleaned)
        except FormatError as error:
            self.report.fail(str(error))
        except BrokenPipeError:
            raise
        except OSError as error:
            self.report.fail(f"{job.name}: {error.strerror or error}")
        except Exception as error:  # a fault in a step must not cost the other files
            what = f"{type(error).__name__}: {error}"
            self.report.fail(f"{job.name}: left as it is, a fault in normalize: {what}")

    def show(self, job: Job, document: Document, cleaned: Cleaned) -> None:
        """Print or write the result of one document."""
        if self.options.check:
            if cleaned.text != cleaned.original:
                write_stdout([os.fsencode(job.name), b"\n"])
        elif self.options.diff:
            from normalize.cli.diff import diff_lines

            lines = diff_lines(cleaned, job.name)
            write_stdout(line.encode("utf-8", "backslashreplace") for line in lines)
        else:
            self.write(job, document, cleaned)

    def write(self, job: Job, document: Document, cleaned: Cleaned) -> None:
        """Write the clean text; its ledger first, so that no change is ever without one."""
        from normalize.formats import encode, write_bytes

        changed = cleaned.text != cleaned.original
        encoded = encode(cleaned.text, document)
        if encoded.encoding != document.encoding:
            self.report.say(
                f"{job.name}: written as {encoded.encoding}, since {document.encoding} cannot "
                "hold the clean text"
            )
        elif document.line_encodings and changed:
            self.report.say(f"{job.name}: written as {encoded.encoding} throughout")
        entry: AbstractContextManager[None] = nullcontext()
        if self.ledger is not None and (changed or self.ledger.needs(document)):
            entry = self.ledger.entry(cleaned.to_json(**document.header(encoded.encoding)))
        with entry:
            if job.target is None:
                write_stdout([encoded.data])
            elif changed or not self.options.in_place:
                write_bytes(job.target, encoded.data)


def read_job(job: Job, encoding: str | None) -> Document:
    """Read the document of a job, from its file or from standard input."""
    from normalize.formats import read_document

    name = click.format_filename(job.name)
    if job.source is not None:
        return read_document(job.source, encoding, name=name)
    return read_document(sys.stdin.buffer.read(), encoding, name=name)
