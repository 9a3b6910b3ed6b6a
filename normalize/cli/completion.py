"""`normalize completion`: let a shell complete commands, options and their values."""

from __future__ import annotations

import click

SHELLS = ("bash", "zsh", "fish")


@click.command(
    epilog="""\b
Examples:
  echo 'eval "$(normalize completion bash)"' >> ~/.bashrc
  echo 'eval "$(normalize completion zsh)"' >> ~/.zshrc
  normalize completion fish > ~/.config/fish/completions/normalize.fish"""
)
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print what lets a shell complete the command."""
    from click.shell_completion import get_completion_class

    found = get_completion_class(shell)
    assert found is not None
    script = found(ctx.find_root().command, {}, "normalize", "_NORMALIZE_COMPLETE")
    click.echo(script.source())
