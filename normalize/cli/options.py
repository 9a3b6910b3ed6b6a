"""What the commands share: the options that choose settings, and how errors end them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from normalize.cli.plan import LedgerPlace
    from normalize.config import Config
    from normalize.pipeline import Normalizer
    from normalize.settings import Settings

Function = TypeVar("Function", bound=Callable[..., Any])

PROFILES = ("news", "ocr", "social", "training-data")  # as in settings.PROFILES
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
        "--profile",
        type=click.Choice(PROFILES),
        help="Settings for a kind of text; other flags win over it (default: news).",
    ),
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
    click.option(
        "--dictionary",
        "dictionaries",
        metavar="FILE",
        multiple=True,
        help="Lay a TSV file of your own over the shipped dictionaries; repeat it.",
    ),
    *SOURCE_OPTIONS,
)
FIELD_OPTIONS = (
    click.option(
        "--field",
        "fields",
        metavar="KEY",
        multiple=True,
        callback=_split_codes,
        help="In JSON and JSONL, a key that is text (default: text; nested: meta.title).",
    ),
    click.option(
        "--column",
        "columns",
        metavar="NAME",
        multiple=True,
        help="In tables, a column that is text, by its name or its number from 1.",
    ),
)
FILES_OPTIONS = (
    *FIELD_OPTIONS,
    click.option(
        "--include",
        metavar="GLOB",
        multiple=True,
        help="In folders, read only files that match (as in .gitignore: *.txt, news/**).",
    ),
    click.option(
        "--exclude",
        metavar="GLOB",
        multiple=True,
        help="In folders, do not read what matches (*.min.html, drafts/; !keep.txt takes back).",
    ),
)
ENCODING_OPTION = click.option(
    "--encoding",
    metavar="NAME",
    help="Read as this encoding (default: byte-order mark, UTF-8, or a guess that is told).",
)
STDIN_OPTION = click.option(
    "--stdin-filename",
    metavar="NAME",
    help="What to call standard input; its ending tells the format.",
)


def parse_ledger(
    context: click.Context, parameter: click.Parameter, value: str | None
) -> LedgerPlace | None:
    """Tell whether --ledger names one file, or a folder for one beside each output."""
    from normalize.cli.plan import LedgerPlace, names_folder

    if value == "":
        raise click.BadParameter("it is empty", context, parameter)
    return LedgerPlace(Path(value), names_folder(value)) if value else None


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


def field_options(function: Function) -> Function:
    """Add the options that say what in a record is text to a command."""
    for option in reversed(FIELD_OPTIONS):
        function = option(function)
    return function


def files_options(function: Function) -> Function:
    """Add the options that choose files and what in them is text."""
    for option in reversed(FILES_OPTIONS):
        function = option(function)
    return function


def read_config(config: Path | None, isolated: bool, **flags: Any) -> tuple[Config, Path | None]:
    """Read the configuration file, with the flags over it.

    Returns:
        (configuration, the file it comes from or None).
    Raises:
        click.UsageError: unknown key, rule or value; the file cannot be read.
    """
    import msgspec

    from normalize.config import LISTS, load_config, make_config
    from normalize.settings import SettingsError, find_config

    if config and isolated:
        raise click.UsageError("--config and --isolated exclude each other")
    lists = {key: flags.pop(key) for key in LISTS if key in flags}
    given: dict[str, Any] = {key: value for key, value in flags.items() if value}
    try:
        if config and not config.exists():
            raise SettingsError(f"no such file: {config}")
        found = None if isolated else config or find_config(Path.cwd())
        made = load_config(found, **given) if found else make_config(**given)
        said = {key: tuple(value) for key, value in lists.items() if value}
        return msgspec.structs.replace(made, **said), found
    except SettingsError as error:
        raise click.UsageError(str(error)) from None


def read_settings(
    config: Path | None, isolated: bool, **flags: Any
) -> tuple[Settings, Path | None]:
    """Read the settings alone; see `read_config`."""
    made, found = read_config(config, isolated, **flags)
    return made.settings, found


def build_normalizer(settings: Settings) -> Normalizer:
    """Build a normalizer with its steps, so that what is missing is said once, at the start."""
    from normalize.formats.work import get_normalizer
    from normalize.lexicon import DictionaryError
    from normalize.settings import SettingsError

    normalizer = get_normalizer(settings)
    try:
        _ = normalizer.steps
    except (DictionaryError, SettingsError) as error:
        raise click.UsageError(str(error)) from None
    return normalizer


def dump_config(config: Config, source: Path | None) -> str:
    """Write a configuration as TOML; reading it back gives the same."""
    lines = [f"# from {source}" if source else "# no configuration file"]
    lines += _dump_settings(config.settings)
    for key in ("fields", "columns", "include", "exclude"):
        value = getattr(config, key)
        lines += [f"{key} = {_dump(value)}"] if value else []
    for override in config.overrides:
        lines += ["", "[[overrides]]", f"paths = {_dump(override.paths)}"]
        lines += _dump_settings(override.settings)
    return "\n".join(lines) + "\n"


def _dump_settings(settings: Settings) -> list[str]:
    return [f"{key} = {_dump(getattr(settings, key))}" for key in settings.__struct_fields__]


def _dump(value: Any) -> str:
    # JSON strings and lists of them are TOML as well.
    return json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)


def check_encoding(encoding: str | None) -> None:
    """End with the nearest name where an encoding is unknown."""
    from normalize.formats import FormatError
    from normalize.formats.detect import find_codec

    try:
        if encoding is not None:
            find_codec(encoding)
    except FormatError as error:
        raise click.UsageError(str(error)) from None
