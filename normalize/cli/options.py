"""What the commands share: the options that choose settings, and how errors end them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from normalize.pipeline import Normalizer
    from normalize.settings import Settings

Function = TypeVar("Function", bound=Callable[..., Any])

LEVELS = ("safe", "likely", "all")  # as in settings.LEVELS, which takes long to import


def _split_codes(
    context: click.Context, parameter: click.Parameter, values: tuple[str, ...]
) -> tuple[str, ...]:
    codes = tuple(code.strip() for value in values for code in value.split(","))
    if "" in codes:  # an unset shell variable, which must not mean every rule
        raise click.BadParameter("the name of a rule is empty", context, parameter)
    return codes


# Where settings and tables come from: for every command that has any.
SOURCE_OPTIONS = (
    click.option(
        "--substitutions",
        metavar="FILE.tsv",
        multiple=True,
        help="Use this table of `normalize spin learn`, too, to undo spun words.",
    ),
    click.option(
        "--config",
        metavar="FILE",
        type=click.Path(path_type=Path),
        help="Read settings from this file (default: the nearest normalize.toml, or "
        "pyproject.toml with [tool.normalize], at or above the current folder).",
    ),
    click.option("--isolated", is_flag=True, help="Read no configuration file."),
)
SETTINGS_OPTIONS = (
    click.option(
        "--level",
        type=click.Choice(LEVELS),
        help="Lowest confidence that changes text: safe (0.99), likely (0.90, the default), all.",
    ),
    click.option(
        "--select",
        metavar="RULE",
        multiple=True,
        callback=_split_codes,
        help="Run only this rule or step; repeat it, or separate several by commas.",
    ),
    click.option(
        "--ignore",
        metavar="RULE",
        multiple=True,
        callback=_split_codes,
        help="Do not run this rule or step; wins over --select.",
    ),
    click.option(
        "--extend",
        metavar="RULE",
        multiple=True,
        callback=_split_codes,
        help="Run this rule, too, which is off by default (see `normalize rule`).",
    ),
    *SOURCE_OPTIONS,
)
ENCODING_OPTION = click.option(
    "--encoding",
    metavar="NAME",
    help="Read as this encoding (default: byte-order mark, UTF-8, or a guess that is told).",
)
STDIN_OPTION = click.option(
    "--stdin-filename", metavar="NAME", help="What to call standard input in messages."
)


def source_options(function: Function) -> Function:
    """Add the options that name configuration and tables to a command."""
    for option in reversed(SOURCE_OPTIONS):
        function = option(function)
    return function


def settings_options(function: Function) -> Function:
    """Add the options that choose settings to a command."""
    for option in reversed(SETTINGS_OPTIONS):
        function = option(function)
    return function


def read_settings(
    level: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    extend: tuple[str, ...],
    config: Path | None,
    isolated: bool,
    substitutions: tuple[str, ...] = (),
) -> tuple[Settings, Path | None]:
    """Read the settings: the configuration file, with the flags over it.

    Returns:
        (settings, the file they come from or None).
    Raises:
        click.UsageError: unknown key, rule or value; the file cannot be read.
    """
    from normalize.settings import Settings, SettingsError, find_config, load_settings

    if config and isolated:
        raise click.UsageError("--config and --isolated exclude each other")
    flags = {
        "level": level,
        "select": select,
        "ignore": ignore,
        "extend": extend,
        "substitutions": substitutions,
    }
    given: dict[str, Any] = {key: value for key, value in flags.items() if value}
    try:
        if config and not config.exists():
            raise SettingsError(f"no such file: {config}")
        found = None if isolated else config or find_config(Path.cwd())
        return (load_settings(found, **given) if found else Settings(**given)), found
    except SettingsError as error:
        raise click.UsageError(str(error)) from None


def build_normalizer(settings: Settings) -> Normalizer:
    """Build a normalizer with its steps, so that what is missing is said once, at the start."""
    from normalize.lexicon import DictionaryError
    from normalize.pipeline import Normalizer

    normalizer = Normalizer(settings)
    try:
        _ = normalizer.steps
    except DictionaryError as error:
        raise click.UsageError(str(error)) from None
    return normalizer


def dump_settings(settings: Settings, source: Path | None) -> str:
    """Write settings as TOML; reading it back gives the same settings."""
    lines = [f"# from {source}" if source else "# no configuration file"]
    for field in settings.__struct_fields__:
        value = getattr(settings, field)
        # JSON strings and lists of them are TOML as well.
        shown = json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)
        lines.append(f"{field} = {shown}")
    return "\n".join(lines) + "\n"


def check_encoding(encoding: str | None) -> None:
    """End with the nearest name where an encoding is unknown."""
    from normalize.formats import FormatError
    from normalize.formats.detect import find_codec

    try:
        if encoding is not None:
            find_codec(encoding)
    except FormatError as error:
        raise click.UsageError(str(error)) from None
