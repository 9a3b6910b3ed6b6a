"""`normalize names`: the names in texts, and new spellings for a person to review."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from normalize.cli.documents import read_documents
from normalize.cli.options import (
    ENCODING_OPTION,
    STDIN_OPTION,
    build_normalizer,
    check_encoding,
    read_settings,
    settings_options,
)
from normalize.cli.plan import plan_run
from normalize.cli.report import Report

if TYPE_CHECKING:
    from normalize.cleaned import Cleaned
    from normalize.edits import Mention

OWN_OPTION = click.option(
    "--own",
    metavar="FILE",
    default="names.tsv",
    show_default=True,
    help="Your own table of names, with what was accepted and rejected before.",
)


@click.group(
    epilog="""\b
Examples:
  normalize names list article.txt
  normalize names discover articles/ -o candidates.tsv
  normalize names accept candidates.tsv"""
)
def names() -> None:
    """List the names in texts; find new spellings and take them over."""


@names.command(
    name="list",
    epilog="""\b
Examples:
  normalize names list article.txt
  normalize names list articles/ --jsonl > mentions.jsonl""",
)
@click.argument("paths", nargs=-1, metavar="PATH...")
@click.option("--jsonl", is_flag=True, help="Print a line of JSON for each mention.")
@settings_options
@ENCODING_OPTION
@STDIN_OPTION
@click.pass_context
def list_names(
    ctx: click.Context,
    /,
    paths: tuple[str, ...],
    jsonl: bool,
    encoding: str | None,
    stdin_filename: str | None,
    **flags: Any,
) -> None:
    """Print every name that is understood, and whom or what it names.

    Without --jsonl a table for each kind of thing: how often it is named, its canonical
    name, and how it is written. A line of JSON has the spans in the original (origin_start,
    origin_end) and in the clean text (start, end).
    """
    report, counts = Report(quiet=False), Counter[tuple[str, str, str]]()
    for name, cleaned in _iter_cleaned(report, paths, encoding, stdin_filename, flags):
        for mention in cleaned.mentions:
            written = cleaned.original[mention.origin_start : mention.origin_end]
            counts[mention.kind, mention.canonical, " ".join(written.split())] += 1
            if jsonl:
                click.echo(json.dumps(_describe(name, mention, written), ensure_ascii=False))
    if not jsonl:
        for line in _iter_table(counts):
            click.echo(line)
    ctx.exit(2 if report.failed else 0)


def _iter_cleaned(
    report: Report,
    paths: tuple[str, ...],
    encoding: str | None,
    stdin_filename: str | None,
    flags: dict[str, Any],
) -> Iterator[tuple[str, Cleaned]]:
    """Read and clean each document of a run; what cannot be read is reported."""
    settings, _ = read_settings(**flags)
    check_encoding(encoding)
    plan = plan_run(paths, None, in_place=False, writes=False, stdin_name=stdin_filename)
    normalizer = build_normalizer(settings)
    report.start(plan)
    for _, document in read_documents(plan.jobs, encoding, report):
        yield document.name, normalizer.explain(document.text, document.facts())


def _describe(name: str, mention: Mention, written: str) -> dict[str, Any]:
    return {
        "file": name,
        "written": written,
        "canonical": mention.canonical,
        "kind": mention.kind,
        "id": mention.id,
        "origin_start": mention.origin_start,
        "origin_end": mention.origin_end,
        "start": mention.start,
        "end": mention.end,
    }


def _iter_table(counts: Counter[tuple[str, str, str]]) -> Iterator[str]:
    """Yield a line for each thing named: kind, count, canonical name, spellings."""
    totals: Counter[tuple[str, str]] = Counter()
    spellings: dict[tuple[str, str], list[str]] = {}
    for (kind, canonical, written), count in sorted(counts.items(), key=lambda i: (-i[1], i[0])):
        totals[kind, canonical] += count
        if written != canonical:
            shown = f"{written} ({count})" if count > 1 else written
            spellings.setdefault((kind, canonical), []).append(shown)
    kinds = max((len(kind) for kind, _ in totals), default=0)
    width = max((len(canonical) for _, canonical in totals), default=0)
    for (kind, canonical), count in sorted(totals.items(), key=lambda i: (i[0][0], -i[1], i[0])):
        others = ", ".join(spellings.get((kind, canonical), ()))
        yield f"{kind:<{kinds}}  {count:>5,}  {canonical:<{width}}  {others}".rstrip()


@names.command(
    epilog="""\b
Examples:
  normalize names discover articles/ -o candidates.tsv
  normalize names accept candidates.tsv --own names.tsv""",
)
@click.argument("paths", nargs=-1, metavar="PATH...")
@click.option("-o", "--output", metavar="FILE", required=True, help="Write the candidates here.")
@OWN_OPTION
@settings_options
@ENCODING_OPTION
@STDIN_OPTION
@click.pass_context
def discover(
    ctx: click.Context,
    /,
    paths: tuple[str, ...],
    output: str,
    own: str,
    encoding: str | None,
    stdin_filename: str | None,
    **flags: Any,
) -> None:
    """Look for spellings of one person's name across many texts.

    Writes a table to be reviewed: write yes or no into its first column, then run
    `normalize names accept`. Pairs that were decided before are not proposed again.
    """
    from normalize.lexicon import DictionaryError
    from normalize.names.discover import count_names, find_clusters
    from normalize.names.extract import find_full_names, load_bearers
    from normalize.names.review import iter_candidates, keep_open, load_apart, load_own

    report, bearers = Report(quiet=False), load_bearers()
    try:
        decided = load_apart(load_own(own))
    except DictionaryError as error:
        raise click.UsageError(str(error)) from None
    documents: list[list[str]] = []
    contexts: dict[str, str] = {}
    known: dict[str, str] = {}
    for _, cleaned in _iter_cleaned(report, paths, encoding, stdin_filename, flags):
        found = list(find_full_names(cleaned.text, bearers))
        documents.append([full.name for full in found])
        for full in found:
            contexts.setdefault(full.name, full.context)
        for mention in cleaned.mentions:
            if mention.kind == "person":
                known[cleaned.text[mention.start : mention.end]] = mention.canonical
    clusters = keep_open(find_clusters(count_names(documents), decided, known), decided)
    lines = list(iter_candidates(clusters, contexts))
    said = f"{len(lines) - 1:,} candidates in {len(documents):,} texts written to {output}"
    report.write(output, "\n".join(lines) + "\n", said)
    ctx.exit(2 if report.failed else 0)


@names.command()
@click.argument("path", metavar="CANDIDATES")
@OWN_OPTION
def accept(path: str, own: str) -> None:
    """Take over what was decided in a file of candidates.

    Rows with yes become rows of your own table (name it under `dictionaries` in
    normalize.toml), rows with no are remembered there as different.
    """
    from normalize.lexicon import DictionaryError
    from normalize.names.review import accept_candidates

    try:
        accepted, rejected, left = accept_candidates(path, own)
    except DictionaryError as error:
        raise click.UsageError(str(error)) from None
    click.echo(f"{own}: {accepted:,} accepted, {rejected:,} rejected, {left:,} left open", err=True)
