"""The command line: each command parses, calls the library, prints.

Only click is imported here; the library is imported by the command that runs, so that
`normalize --help` answers at once. Results go to stdout, messages to stderr. Exit codes:
0 nothing to change or all written, 1 changes found and not written, 2 something failed.
"""

from __future__ import annotations

import errno
import os
import sys
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import click

from normalize import __version__
from normalize.cli.clean import clean
from normalize.cli.completion import completion
from normalize.cli.explain import explain
from normalize.cli.names import names
from normalize.cli.restore import restore
from normalize.cli.rule import rule
from normalize.cli.spin import spin

INTERRUPTED = 130  # what shells say of a program ended by Ctrl-C
BROKEN_PIPE = 141  # and of one whose reader went away


def silence_stdout() -> None:
    """Let what is left in the buffer go: Python flushes it as it ends, which would fail aloud."""
    with open(os.devnull, "wb") as nowhere:  # noqa: PTH123
        os.dup2(nowhere.fileno(), sys.stdout.fileno())


class Commands(click.Group):
    """The commands, with hints for slips and a quiet end where the reader went away."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; an unknown one is answered with the nearest."""
        name = args[0]
        if self.get_command(ctx, name) is None and not name.startswith("-"):
            near = get_close_matches(name, self.commands, n=1)
            if near:
                hint = f" Did you mean {near[0]!r}?"
            elif Path(name).exists():
                hint = f" To clean the file: normalize clean {name}"
            else:
                hint = f" Known are {', '.join(sorted(self.commands))}."
            raise click.UsageError(f"no such command {name!r}.{hint}", ctx)
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; Ctrl-C and a closed pipe (`| head`) end it without a trace."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except KeyboardInterrupt:
            click.echo("interrupted; no file is half-written", err=True)
            ctx.exit(INTERRUPTED)
        except BrokenPipeError:
            silence_stdout()
            ctx.exit(BROKEN_PIPE)
        except OSError as error:
            if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO):
                raise
            click.echo(f"error: what is printed cannot be written: {error.strerror}", err=True)
            silence_stdout()
            ctx.exit(2)
        return result


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="""\b
Examples:
  normalize clean article.txt > clean.txt
  normalize clean articles/ --output cleaned --ledger changes.jsonl
  normalize explain article.txt
  normalize undo cleaned/article.txt --ledger changes.jsonl

Each command has its own help: normalize clean --help.""",
)
@click.version_option(__version__, prog_name="normalize", message="%(prog)s %(version)s")
def main() -> None:
    """Repair garbled scraped text, and say exactly what was changed."""


for _command in (clean, explain, names, restore, rule, spin, completion):
    main.add_command(_command)
main.add_command(restore, "restore")  # what `undo` was called first
