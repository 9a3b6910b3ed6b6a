"""`normalize rule`: what each rule repairs and what it leaves alone."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from textwrap import wrap
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from normalize.rules import Rule

WIDTH = 80


@click.command(
    epilog="""\b
Examples:
  normalize rule                  all rules, by step
  normalize rule names            the rules of one step
  normalize rule glued-words      one rule with an example"""
)
@click.argument("code", required=False)
def rule(code: str | None) -> None:
    """Explain a rule, or list all of them.

    CODE is a rule, or a step (characters, layout, unspin, names).
    """
    from normalize.rules import RULES

    steps = list(dict.fromkeys(known.step for known in RULES.values()))
    if code in RULES:
        lines = describe_rule(RULES[code])
    elif code is None or code in steps:
        lines = list_rules([code] if code else steps)
    else:
        near = get_close_matches(code, [*RULES, *steps], n=1)
        hint = f" Did you mean {near[0]!r}?" if near else " All of them: normalize rule"
        raise click.UsageError(f"no rule {code!r}.{hint}")
    for line in lines:
        click.echo(line)


def list_rules(steps: list[str]) -> Iterator[str]:
    """Yield a table of the rules of some steps."""
    from normalize.rules import RULES

    width = max(len(code) for code in RULES)
    for number, step in enumerate(steps):
        if number:
            yield ""
        yield click.style(step, bold=True)
        for known in RULES.values():
            if known.step == step:
                summary = known.summary if known.default else f"(opt-in) {known.summary}"
                yield f"  {click.style(f'{known.code:<{width}}', 'cyan')}  {summary}"


def describe_rule(known: Rule) -> Iterator[str]:
    """Yield what there is to say about one rule."""
    yield f"{click.style(known.code, 'cyan', bold=True)} (step {known.step})"
    yield ""
    yield from _paragraph("Repairs: " + known.summary)
    yield from _paragraph("Leaves alone: " + known.leaves_alone + ".")
    if not known.default:
        yield from _paragraph(f"Off unless selected: --extend {known.code}")
    yield ""
    if known.after == known.before:
        yield "Reports, and changes nothing, in:"
        yield from _example(known.before)
        return
    yield "Before:"
    yield from _example(known.before)
    if known.after:
        yield "After:"
        yield from _example(known.after)


def _paragraph(text: str) -> list[str]:
    return wrap(text, WIDTH, subsequent_indent="  ", break_on_hyphens=False)


def _example(text: str) -> Iterator[str]:
    """Yield the lines of an example, with what is invisible escaped."""
    for line in text.split("\n"):
        shown = "".join(char if char.isprintable() else repr(char)[1:-1] for char in line)
        yield f"  {shown}".rstrip()
