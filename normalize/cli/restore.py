"""`normalize undo`, also called `restore`: undo a cleaning, to the byte."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from normalize.cli.ledgers import LedgerIndex
from normalize.cli.options import parse_ledger
from normalize.cli.plan import Job, LedgerPlace, plan_run
from normalize.cli.report import Report, describe_place, write_stdout

if TYPE_CHECKING:
    from normalize.ledger import Ledger


@click.command(
    name="undo",
    epilog="""\b
Examples:
  normalize undo cleaned/article.txt --ledger changes.jsonl > article.txt
  normalize undo cleaned/ --ledger changes.jsonl --output originals
  normalize undo notes/ --ledger changes.jsonl --in-place

Exit codes: 0 all restored; 2 bad usage, or any file has no ledger or was edited since.""",
)
@click.argument("paths", nargs=-1, metavar="PATH...")
@click.option(
    "--ledger",
    metavar="PATH",
    required=True,
    callback=parse_ledger,
    help="The ledger that `normalize clean --ledger PATH` wrote: a file, or a folder of them.",
)
@click.option("--output", "-o", metavar="PATH", help="Write into this folder, or to this file.")
@click.option("--in-place", "-i", is_flag=True, help="Overwrite the clean files.")
@click.option("--quiet", "-q", is_flag=True, help="Print errors only.")
@click.pass_context
def restore(
    ctx: click.Context,
    paths: tuple[str, ...],
    ledger: LedgerPlace,
    output: str | None,
    in_place: bool,
    quiet: bool,
) -> None:
    """Give back the files as they were before cleaning: same bytes, encoding and all.

    PATH is a clean file, a folder of them, or - for standard input. A file is known by its
    text, wherever it has been moved. What was cleaned several times is restored one run at
    a time. No step is run: the ledger alone undoes its changes.

    Parquet and Arrow come back in their values, and compressed files at least in their
    content; where that is not the very file, it is told.
    """
    from normalize.edits import LedgerError

    plan = plan_run(paths, output, in_place=in_place, ledger=ledger)
    if not ledger.path.exists():
        raise click.UsageError(f"no such file: {ledger.path}")
    try:
        index = LedgerIndex(ledger.path)
    except (OSError, LedgerError) as error:
        raise click.UsageError(str(error)) from None
    report = Report(quiet=quiet)
    report.start(plan)
    for job in plan.jobs:
        if _restore_job(job, index, ledger.path, report):
            report.done += 1
    report.tell_inexact(undone=True)
    if report.done:
        report.say(f"restored {report.count_files()}{describe_place(plan)}")
    elif not report.failed:
        report.say("no files to restore")
    ctx.exit(report.exit_code(writes=True))


def _restore_job(job: Job, index: LedgerIndex, path: Path, report: Report) -> bool:
    """Restore one document; tell whether that went well."""
    from normalize.cli.undo import undo_file
    from normalize.edits import LedgerError
    from normalize.formats import DOCUMENTS, FormatError, get_reader, restore_bytes
    from normalize.formats.files import read_bytes

    name = click.format_filename(job.name)
    try:
        if job.source is None:
            data = sys.stdin.buffer.read()
        elif get_reader(job.source) in DOCUMENTS:
            data = read_bytes(job.source, name)
        else:
            report.note_inexact(job.name, undo_file(job, index.files, path))
            return True
        ledger = index.find(data, name)
        if ledger is None:
            raise LedgerError(f"no ledger in {path} wrote this text; was it edited since?")
        original = restore_bytes(data, ledger)
        if job.target is None:
            write_stdout([original])
        else:
            report.note_inexact(job.name, _write_text(job, original, ledger))
    except BrokenPipeError:
        raise
    except FormatError as error:
        report.fail(str(error))
    except LedgerError as error:
        report.fail(f"{name}: {error}")
    except OSError as error:
        report.fail(f"{name}: {error.strerror or error}")
    else:
        return True
    return False


def _write_text(job: Job, original: bytes, ledger: Ledger) -> str:
    """Write a whole text; return "content" if it is compressed otherwise than it was."""
    from normalize.formats import write_bytes
    from normalize.formats.containers import read_alike
    from normalize.formats.files import hash_file
    from normalize.formats.streams import compress, split_name

    assert job.target is not None
    compression = split_name(job.target)[1]
    expected = ledger.header.get("container", {}).get("sha256") if compression else None
    if expected and job.source and hash_file(job.source) == expected:  # it was not changed
        write_bytes(job.target, job.source.read_bytes())
        return ""
    data = compress(original, compression, read_alike(ledger.header))
    write_bytes(job.target, data)
    return "content" if expected and hashlib.sha256(data).hexdigest() != expected else ""
