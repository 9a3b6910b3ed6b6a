"""`normalize explain`: what would be changed in one document, where and why."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
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
from normalize.cli.report import Report, write_stdout

if TYPE_CHECKING:
    from normalize.cleaned import Cleaned
    from normalize.edits import Change, Finding

LINE_END_RE = re.compile(r"\r\n|\r|\n")
SHOWN = 60  # characters of a text that is shown whole
AROUND = 12  # characters shown on either side of a change of white space


@click.command(
    epilog="""\b
Examples:
  normalize explain article.txt
  normalize explain article.txt --level all       with the doubtful changes as well
  normalize explain article.txt --select names    one step or rule only
  normalize explain article.txt --json | jq .changes"""
)
@click.argument("path", metavar="FILE")
@click.option("--json", "as_json", is_flag=True, help="Print the ledger as one line of JSON.")
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
    """
    from normalize.formats import FormatError, encode
    from normalize.formats.work import explain_document

    settings, _ = read_settings(**flags)
    check_encoding(encoding)
    if path != "-" and Path(path).is_dir():
        raise click.UsageError(f"{path} is a folder; explain reads one file")
    report = Report(quiet=False)
    plan = plan_run((path,), None, in_place=False, stdin_name=stdin_filename)
    report.start(plan)
    for _, document in read_documents(plan.jobs, encoding, report):
        try:
            cleaned = explain_document(build_normalizer(settings), document)
            if as_json:
                head = document.header(encode(cleaned.text, document).encoding)
                write_stdout([cleaned.to_json(**head), b"\n"])
            else:
                for line in explain_lines(cleaned, document.name):
                    click.echo(line)
        except FormatError as error:
            report.fail(str(error))
    ctx.exit(2 if report.failed else 0)


def explain_lines(cleaned: Cleaned, name: str) -> Iterator[str]:
    """Yield the lines that explain a document."""
    places = _Places(cleaned.original)
    total = len(cleaned.changes)
    head = f"{name}: {total:,} {'change' if total == 1 else 'changes'}"
    yield f"{head} (line:column in the original text)" if total else f"{head}, nothing to repair"
    changes = sorted(cleaned.changes, key=lambda c: (c.origin_start, c.origin_end, c.layer))
    yield from _align(
        (places.at(c.origin_start), c.rule, _describe_change(c, cleaned.original)) for c in changes
    )
    if cleaned.findings:
        yield from ("", "Findings (reported, not changed):")
        findings = sorted(cleaned.findings, key=lambda f: (f.origin_start, f.origin_end))
        yield from _align(
            (places.at(f.origin_start), f.rule, _describe_finding(f, cleaned.original))
            for f in findings
        )
    if cleaned.facts:
        yield from ("", "Facts:")
        yield from (f"  {fact.key} = {fact.value}" for fact in cleaned.facts)
    yield from _summarize(cleaned)


def _summarize(cleaned: Cleaned) -> Iterator[str]:
    rules = Counter(change.rule for change in cleaned.changes)
    if rules:
        yield from ("", "Changes by rule:")
        width = max(len(f"{count:,}") for count in rules.values())
        for rule, count in sorted(rules.items(), key=lambda item: (-item[1], item[0])):
            yield f"  {count:>{width},}  {rule}"
    if cleaned.skipped:
        reasons = Counter(item.reason for item in cleaned.skipped)
        shown = ", ".join(f"{reason} {count:,}" for reason, count in sorted(reasons.items()))
        yield from ("", f"Proposed and not applied: {shown} (in full with --json)")


def _align(rows: Iterator[tuple[str, str, str]]) -> Iterator[str]:
    """Pad the first two columns; on a terminal the rule is coloured."""
    held = list(rows)
    place_width = max((len(place) for place, _, _ in held), default=0)
    rule_width = max((len(rule) for _, rule, _ in held), default=0)
    for place, rule, what in held:
        yield f"  {place:>{place_width}}  {click.style(f'{rule:<{rule_width}}', 'cyan')}  {what}"


def _describe_change(change: Change, original: str) -> str:
    note = f"; {change.note}" if change.note else ""
    before, after = show_text(change.before), show_text(change.after)
    where = ""
    if not change.before.strip() and len(change.before) <= AROUND:  # a space says nothing alone
        start = max(change.origin_start - AROUND, 0)
        where = f" in {original[start : change.origin_end + AROUND]!r}"
    return f"{before} → {after}{where}  ({change.confidence:.2f}{note})"


def _describe_finding(finding: Finding, original: str) -> str:
    shown = show_text(original[finding.origin_start : finding.origin_end])
    return f"{shown}  {finding.message} ({finding.confidence:.2f})"


def show_text(text: str) -> str:
    r"""Quote a text with what is invisible escaped; a long one is shortened, and says so.

    >>> show_text("co\xadop"), show_text("x" * 200)[-18:]
    ("'co\\xadop'", "' (200 characters)")
    """
    if len(text) <= SHOWN:
        return repr(text)
    return f"{text[: SHOWN // 2]!r} … {text[-SHOWN // 3 :]!r} ({len(text):,} characters)"


class _Places:
    """Name offsets of a text as line:column, both from 1."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in LINE_END_RE.finditer(text))]

    def at(self, offset: int) -> str:
        line = bisect_right(self._starts, offset)
        return f"{line}:{offset - self._starts[line - 1] + 1}"
