"""`normalize spin`: find spun documents, and learn what a spinner writes for what."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from normalize.cli.documents import read_documents
from normalize.cli.options import (
    ENCODING_OPTION,
    build_normalizer,
    check_encoding,
    read_settings,
    source_options,
)
from normalize.cli.plan import Job, Plan, plan_run
from normalize.cli.report import Report

if TYPE_CHECKING:
    from normalize.cleaned import Cleaned

SPUN = 0.5  # probability from which a document is called spun


@click.group(
    epilog="""\b
Examples:
  normalize spin detect pages/
  normalize spin learn pages/ -o table.tsv
  normalize clean --substitutions table.tsv pages/ --output clean"""
)
def spin() -> None:
    """Find spun documents; learn a spinner's table of substitutions."""


@spin.command(
    epilog="""\b
Examples:
  normalize spin detect pages/
  normalize spin detect page.txt --json | jq .spun

Exit codes: 0 no document is spun; 1 some are; 2 bad usage or settings, or any file failed."""
)
@click.argument("paths", nargs=-1, metavar="PATH...")
@click.option("--json", "as_json", is_flag=True, help="Print a line of JSON for each document.")
@source_options
@ENCODING_OPTION
@click.pass_context
def detect(
    ctx: click.Context,
    /,
    paths: tuple[str, ...],
    as_json: bool,
    encoding: str | None,
    **source: Any,
) -> None:
    """Tell which documents are spun, how likely, and by which family of spinners.

    Each line has the probability that anything in the document is spun (0-1), the family,
    and the name. Nothing is written.
    """
    settings, _ = read_settings(**source)
    check_encoding(encoding)
    report, plan = _start(paths)
    normalizer = build_normalizer(settings)
    found = False
    for job, text in _read_texts(plan, encoding, report):
        row = describe_document(job.name, normalizer.explain(text))
        found = found or row["spun"] >= SPUN
        if as_json:
            click.echo(json.dumps(row, ensure_ascii=False))
        else:
            families = ", ".join(row["families"]) or "-"
            click.echo(f"{row['spun']:.4f}  {families:<10}  {click.format_filename(job.name)}")
    ctx.exit(2 if report.failed else int(found))


def describe_document(name: str, cleaned: Cleaned) -> dict[str, Any]:
    """Say of one document how likely it is spun, by what, and where (offsets in the original)."""
    passages = [
        {"start": fact.origin_start, "end": fact.origin_end, "family": fact.value}
        for fact in cleaned.facts
        if fact.key == "spinner"
    ]
    return {
        "name": name,
        "spun": max((float(f.value) for f in cleaned.facts if f.key == "spun"), default=0.0),
        "families": sorted({passage["family"] for passage in passages}),
        "passages": passages,
    }


@spin.command(
    epilog="""\b
Examples:
  normalize spin learn pages/ -o table.tsv
  normalize spin learn spun/ --originals published/ -o table.tsv
  normalize clean --substitutions table.tsv pages/ --output clean

Exit codes: 0 the table is written; 2 bad usage or settings, any file failed, or nothing was
learned."""
)
@click.argument("paths", nargs=-1, metavar="PATH...")
@click.option(
    "--originals",
    metavar="PATH",
    type=click.Path(path_type=Path, exists=True),
    help="Folder with the originals of the pages under the same names (for one page, its "
    "original): the table is counted, not guessed.",
)
@click.option("--output", "-o", metavar="FILE.tsv", type=click.Path(path_type=Path))
@source_options
@ENCODING_OPTION
@click.pass_context
def learn(
    ctx: click.Context,
    /,
    paths: tuple[str, ...],
    originals: Path | None,
    output: Path | None,
    encoding: str | None,
    **source: Any,
) -> None:
    """Learn from spun pages what their spinner writes for what; write a table for review.

    Give many pages of one spinner (thirty and more): what each of them shows makes the
    others clearer, also where these very pages are cleaned with the table. Far better, if
    there are any, are pages with their originals. Pages that are not spun are passed over.
    The table names how often each word became which; look through it, delete what is wrong,
    and hand it to `normalize clean --substitutions`.
    """
    from normalize.learning import build_tidy
    from normalize.unspin.learn import format_table, learn_pages, learn_pairs

    settings, _ = read_settings(**source)
    check_encoding(encoding)
    report, plan = _start(paths)
    build_normalizer(settings)
    texts = _read_texts(plan, encoding, report)
    tidy = build_tidy(settings)  # unspin reads what the steps before it leave
    if originals:
        tidied = ((job, tidy(text)) for job, text in texts)
        lesson = learn_pairs(_pair_texts(tidied, paths, originals, encoding, report))
    else:
        lesson = learn_pages((text for _, text in texts), settings, tidy)
    what = f"{lesson.used:,} {'page' if lesson.used == 1 else 'pages'}"
    table = format_table(lesson, f"{what}{' and their originals' if originals else ''}")
    if not lesson.used:
        report.fail("nothing was learned: none of the pages is spun")
    elif not lesson.words:
        report.fail("nothing was learned: it takes several spun pages, or their originals")
    elif output is None:
        click.echo(table, nl=False)
    else:
        report.write(output, table, f"learned {lesson.words:,} words from {what} → {output}")
    ctx.exit(2 if report.failed else 0)


def _start(paths: tuple[str, ...]) -> tuple[Report, Plan]:
    plan = plan_run(paths, None, in_place=False, writes=False)
    report = Report(quiet=False)
    report.start(plan)
    return report, plan


def _read_texts(plan: Plan, encoding: str | None, report: Report) -> Iterator[tuple[Job, str]]:
    for job, document in read_documents(plan.jobs, encoding, report):
        yield job, document.text


def _pair_texts(
    texts: Iterator[tuple[Job, str]],
    paths: tuple[str, ...],
    originals: Path,
    encoding: str | None,
    report: Report,
) -> Iterator[tuple[str, str]]:
    """Yield (page, original) for the pages whose original is there."""
    from normalize.formats import FormatError, read_document

    for job, text in texts:
        path = originals
        if originals.is_dir():
            path = originals / _find_relative(job, paths)
        if not path.is_file():
            report.say(f"{job.name}: passed over, there is no {path}")
            continue
        try:
            yield text, read_document(path, encoding).text
        except FormatError as error:
            report.fail(str(error))


def _find_relative(job: Job, paths: tuple[str, ...]) -> Path:
    """Name a page as it is called below the folder that was given."""
    source = job.source or Path(job.name)
    for folder in map(Path, paths):
        if folder.is_dir() and source.is_relative_to(folder):
            return source.relative_to(folder)
    return Path(source.name)
