"""Settings: what to do, read from arguments, `normalize.toml` or `pyproject.toml`."""

from __future__ import annotations

import tomllib
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import msgspec

from normalize.rules import RULES

# One way, no going back; each step reads the text that the one before it left.
STEPS = (
    "characters",  # first: every later rule assumes real letters
    "layout",  # before unspin: glued or hyphenated words are no words
    "unspin",  # before names: a spinner changes the words around names, never the names
    "names",  # last
)
LEVELS = {"safe": 0.99, "likely": 0.90, "all": 0.0}
QUOTATIONS = ("repair", "keep")
COMPATIBLE = ("", "ftfy")
# What ftfy repairs by default, among it what we do only where asked to.
FTFY_RULES = (
    "html-entity", "mojibake", "split-ligature", "full-width-character", "curly-quote",
    "stray-line-break", "lone-surrogate", "control-character", "denormalised-letter",
)  # fmt: skip
CONFIG_NAMES = ("normalize.toml", "pyproject.toml")


class SettingsError(ValueError):
    """A setting is unknown or has a value it cannot have."""


class Settings(msgspec.Struct, frozen=True):
    """Choose what a `Normalizer` does.

    Attributes:
        steps: steps to run, in any order; they run in the order of `STEPS`.
        level: lowest confidence that changes text: ``safe`` 0.99, ``likely`` 0.90, ``all``.
        select: rules or steps to run; empty means every rule.
        ignore: rules or steps not to run; wins over `select` and `extend`.
        extend: rules to run that are off by default, or steps whose such rules all run;
            naming the rule in `select` does it as well.
        quotations: ``repair`` them like the rest, or ``keep`` the words inside them.
        compatible: ``ftfy`` repairs characters as `ftfy.fix_text` does; see
            `ftfy_compatible`.
        substitutions: learned tables (`normalize spin learn`) that unspin is to use as well.
        language_model: file of another model for unspin, KenLM (.klm, .binary) or ARPA.

    Raises:
        SettingsError: an unknown step, rule, level or value; it lists the known ones.

    >>> Settings(steps=("names", "characters")).steps
    ('characters', 'names')
    """

    steps: tuple[str, ...] = STEPS
    level: str = "likely"
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    quotations: str = "repair"
    extend: tuple[str, ...] = ()
    compatible: str = ""
    substitutions: tuple[str, ...] = ()
    language_model: str = ""

    def __post_init__(self) -> None:
        for field in ("steps", "select", "ignore", "substitutions"):
            value = getattr(self, field)
            if isinstance(value, str) or not all(isinstance(name, str) for name in value):
                raise SettingsError(f"{field} takes a list of names, not {value!r}")
            msgspec.structs.force_setattr(self, field, tuple(value))
        for name in self.steps:
            _require("step", name, STEPS)
        _require("level", self.level, LEVELS)
        _require("quotations", self.quotations, QUOTATIONS)
        _require("value of compatible", self.compatible, COMPATIBLE)
        for code in (*self.select, *self.ignore, *self.extend):
            _require("rule", code, (*RULES, *STEPS))
        ordered = tuple(name for name in STEPS if name in self.steps)
        msgspec.structs.force_setattr(self, "steps", ordered)

    @property
    def threshold(self) -> float:
        """The lowest confidence that changes text, 0–1."""
        return LEVELS[self.level]

    def is_selected(self, rule: str) -> bool:
        """Tell whether a rule is to run; rules of other people's steps always are."""
        known = RULES.get(rule)
        names = {rule, known.step} if known else {rule}
        if names & set(self.ignore):
            return False
        if known is None or names & set(self.extend):
            return True
        if not known.default:
            return rule in self.select
        return not self.select or bool(names & set(self.select))

    @classmethod
    def ftfy_compatible(cls) -> Settings:
        """Return settings that give what `ftfy.fix_text` gives with its defaults.

        docs/characters.md lists the exceptions.

        >>> from normalize import Normalizer
        >>> Normalizer(Settings.ftfy_compatible()).clean("ＬＯＵＤ “cafÃ©”")
        'LOUD "café"'
        """
        return cls(steps=("characters",), level="all", select=FTFY_RULES, compatible="ftfy")


def load_settings(path: Path, **overrides: Any) -> Settings:
    """Read `normalize.toml`, or `[tool.normalize]` of a `pyproject.toml`.

    Args:
        path: the file.
        overrides: fields that win over the file (a command line's flags).
    Raises:
        SettingsError: unreadable or not TOML, an unknown key, a wrong type or value.
    """
    try:
        data: Any = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path}: cannot be read: {error}") from None
    if path.name == "pyproject.toml" or set(data) == {"tool"}:
        tool = data.get("tool")
        data = tool.get("normalize", {}) if isinstance(tool, dict) else tool
    if not isinstance(data, dict):
        raise SettingsError(f"{path}: [tool.normalize] must be a table")
    known = Settings.__struct_fields__
    try:
        for key in data:
            _require("key", key, known)
        return msgspec.convert({**_resolve(data, path.resolve().parent), **overrides}, Settings)
    except (SettingsError, msgspec.ValidationError) as error:
        raise SettingsError(f"{path}: {error}") from None


def _resolve(data: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Let the files that a configuration names begin at its folder."""
    found = dict(data)
    if isinstance(data.get("substitutions"), list):
        found["substitutions"] = [
            str(folder / name) if isinstance(name, str) else name for name in data["substitutions"]
        ]
    if isinstance(data.get("language_model"), str) and data["language_model"]:
        found["language_model"] = str(folder / data["language_model"])
    return found


def find_config(start: Path) -> Path | None:
    """Find the nearest configuration at or above a folder; None where there is none.

    `normalize.toml` wins over `pyproject.toml` in one folder; a `pyproject.toml` without
    `[tool.normalize]` is passed over.
    """
    folder = start.resolve()
    for parent in (folder, *folder.parents):
        for name in CONFIG_NAMES:
            path = parent / name
            if path.is_file() and (name == "normalize.toml" or _has_table(path)):
                return path
    return None


def _has_table(path: Path) -> bool:
    try:
        tool = tomllib.loads(path.read_text(encoding="utf-8")).get("tool")
        return isinstance(tool, dict) and "normalize" in tool
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return False  # somebody else's broken file is not ours to report


def _require(what: str, value: Any, known: Any) -> None:
    if isinstance(value, str) and value in known:
        return
    near = get_close_matches(str(value), list(known), n=1)
    hint = f"did you mean {near[0]!r}? " if near else ""
    raise SettingsError(f"unknown {what} {value!r}: {hint}known are {', '.join(sorted(known))}")
