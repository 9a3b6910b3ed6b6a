"""`normalize explain`: what would be changed in one file, where and why."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from normalize.cli.documents import read_documents
from normalize.cli.explanation import Totals, explain_lines, explain_record_lines
from normalize.cli.options import (
    ENCODING_OPTION,
    STDIN_OPTION,
    build_normalizer,
    check_encoding,
    field_options,
    read_config,
    settings_options,
)
from normalize.cli.plan import Job, plan_run
from normalize.cli.report import Report, write_stdout

if TYPE_CHECKING:
    from normalize.cleaned import Cleaned
    from normalize.config import Config
    from normalize.formats.tasks import Task


@click.command(
    epilog="""\b
Examples:
  normalize explain article.txt
  normalize explain article.txt --level all       with the doubtful changes as well
  normalize explain article.txt --select names    one step or rule only
  normalize explain article.txt --json | jq .changes
  normalize explain posts.jsonl --field body      each text that would change
  normalize explain posts.jsonl --json | jq '.header.record, .changes'"""
)
@click.argument("path", metavar="FILE")
@click.option("--json", "as_json", is_flag=True, help="Print each ledger as one line of JSON.")
@field_options
@settings_options
@ENCODING_OPTION
@STDIN_OPTION
@click.pass_context
def explain(
    ctx: click.Context,
    /,
    path: str,
    as_json: bool,
    encoding: str | None,
    stdin_filename: str | None,
    **flags: Any,
) -> None:
    """Say what would be changed in a file, where and why; write nothing.

    Each line names line and column in the original text (columns count characters), the
    rule, what stands there and what would, and how sure the rule is (0-1). Then come
    findings, which are reported and not changed, and facts about the document.

    Of a file of records (JSONL, a table, mail) each text of which there is something to say is
    named by its record, counted from 1, and its field; a line of totals ends them. With --json
    each is one line, its record counted from 0 as in the ledgers of `normalize clean`.
    """
    config, _ = read_config(**flags)
    check_encoding(encoding)
    if path != "-" and Path(path).is_dir():
        raise click.UsageError(f"{path} is a folder; explain reads one file")
    report = Report(quiet=False)
    plan = plan_run((path,), None, in_place=False, stdin_name=stdin_filename)
    report.start(plan)
    for job in plan.jobs:
        build_normalizer(config.settings_for(job.source))
        if _holds_records(job):
            _explain_records(job, config, encoding, as_json, report)
        else:
            _explain_document(job, config, encoding, as_json, report)
    ctx.exit(report.exit_code(writes=True))


def _holds_records(job: Job) -> bool:
    from normalize.formats import DOCUMENTS, get_reader

    if job.source is None and not Path(job.name).suffix:
        return False
    return get_reader(job.source or job.name) not in DOCUMENTS


def _explain_document(
    job: Job, config: Config, encoding: str | None, as_json: bool, report: Report
) -> None:
    from normalize.formats import FormatError, encode
    from normalize.formats.work import explain_document, get_normalizer

    normalizer = get_normalizer(config.settings_for(job.source))
    for _, document in read_documents((job,), encoding, report):
        try:
            cleaned = explain_document(normalizer, document)
            if as_json:
                head = document.header(encode(cleaned.text, document).encoding)
                write_stdout([cleaned.to_json(**head), b"\n"])
            else:
                for line in explain_lines(cleaned, document.name):
                    click.echo(line)
        except FormatError as error:
            report.fail(str(error))


class _Text(NamedTuple):
    """One text of a file of records."""

    record: int
    field: str
    cleaned: Cleaned


def _explain_records(
    job: Job, config: Config, encoding: str | None, as_json: bool, report: Report
) -> None:
    from normalize.cli.journal import Checkpoint
    from normalize.cli.reading import Reader
    from normalize.formats import FormatError
    from normalize.formats.records import FIELDS, Selection

    selection = Selection(config.fields or FIELDS, config.columns, encoding)
    reader = Reader(config.settings_for, selection, "explain", lambda _: Checkpoint())
    name, totals = click.format_filename(job.name), Totals()
    hint = ""
    try:
        for task in reader.read(0, job):
            if task.problem:
                raise FormatError(task.problem)
            for text in _iter_texts(task, totals, report):
                totals.add(text.cleaned)
                _show(text, name, as_json=as_json)
            if task.last and task.form and not totals.texts:
                hint = reader.describe_fields(task)
    except FormatError as error:
        report.fail(str(error))
    if hint:
        report.say(hint)
    if as_json:
        report.say(f"{name}: {totals.describe()}")
        return
    click.echo(f"{name}: {totals.describe()}")
    for line in totals.iter_lines():
        click.echo(line)


def _iter_texts(task: Task, totals: Totals, report: Report) -> Iterator[_Text]:
    """Clean the texts of a task; yield those of which there is something to tell, in order."""
    from normalize.formats.repair import repair_records
    from normalize.formats.work import get_normalizer, name_record

    normalizer = get_normalizer(task.settings)
    if task.columns:
        from normalize.formats.columns import iter_values

        assert task.source is not None
        for row, column, value in iter_values(Path(task.source), task.columns):
            totals.texts += 1
            yield _Text(row, column, normalizer.explain(value))
        return
    done = repair_records(task.records, task.first, task.form, normalizer)
    for index, repaired in enumerate(done, task.first):
        totals.texts += repaired.texts
        if repaired.problem:
            report.fail(f"{name_record(task, index)}: {repaired.problem}", whole=False)
        for change in (*repaired.changes, *repaired.kept):
            yield _Text(index, change.field, change.cleaned)


def _show(text: _Text, name: str, *, as_json: bool) -> None:
    cleaned = text.cleaned
    if as_json and (cleaned.changes or cleaned.findings or cleaned.skipped):
        head = {"file": name, "record": text.record, "field": text.field}
        write_stdout([cleaned.to_json(**head), b"\n"])
    if as_json or not (cleaned.changes or cleaned.findings):
        return
    for line in explain_record_lines(cleaned, f"{name}: record {text.record + 1:,}, {text.field}"):
        click.echo(line)
