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
PROFILES: dict[str, dict[str, Any]] = {
    "news": {},  # what everything is measured on
    # Posts are short, have no page around them and are not spun; capitals and dates are style.
    "social": {
        "steps": ("characters", "layout", "names"),
        "ignore": ("page-furniture", "repeated-paragraph", "repeated-caption", "date-line"),
    },
    # Scanned pages have no web page around them, and a date is part of the document.
    "ocr": {
        "steps": ("characters", "layout", "names"),
        "ignore": ("page-furniture", "repeated-caption", "date-line"),
    },
    # Only what is broken beyond doubt; names and dates stay as people write them.
    "training-data": {
        "steps": ("characters", "layout"),
        "level": "safe",
        "ignore": ("date-line",),
    },
}
CONFIG_NAMES = ("normalize.toml", "pyproject.toml")


class SettingsError(ValueError):
    """A setting is unknown or has a value it cannot have."""


class Settings(msgspec.Struct, frozen=True):
    """Choose what a `Normalizer` does.

    Attributes:
        steps: steps to run, in any order; they run in the order of `STEPS`.
        level: lowest confidence that changes text: ``safe`` 0.99, ``likely`` 0.90, ``all``.
        select: rules or steps to run; empty means every rule. Steps without any are left
            out, with their facts and mentions (`ignore` only spares their changes).
        ignore: rules or steps not to run; wins over `select` and `extend`.
        extend: rules to run that are off by default, or steps whose such rules all run;
            naming the rule in `select` does it as well.
        quotations: ``repair`` them like the rest, or ``keep`` the words inside them.
        compatible: ``ftfy`` repairs characters as `ftfy.fix_text` does; see
            `ftfy_compatible`.
        dictionaries: files of your own (TSV), laid over the shipped ones; see
            docs/configuration.md.
        prefer: spellings of names to write instead of the house style's: ``Kiev``.
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
    dictionaries: tuple[str, ...] = ()
    prefer: tuple[str, ...] = ()
    substitutions: tuple[str, ...] = ()
    language_model: str = ""

    def __post_init__(self) -> None:
        lists = ("steps", "select", "ignore", "extend", "dictionaries", "prefer", "substitutions")
        for field in lists:
            value = getattr(self, field)
            if isinstance(value, str) or not all(isinstance(name, str) for name in value):
                raise SettingsError(f"{field} takes a list of names, not {value!r}")
            msgspec.structs.force_setattr(self, field, tuple(value))
        for name in self.steps:
            require("step", name, STEPS)
        require("level", self.level, LEVELS)
        require("quotations", self.quotations, QUOTATIONS)
        require("value of compatible", self.compatible, COMPATIBLE)
        for code in (*self.select, *self.ignore, *self.extend):
            require("rule", code, (*RULES, *STEPS))
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
    def for_profile(cls, profile: str, **fields: Any) -> Settings:
        """Return the settings of a profile: ``news``, ``ocr``, ``social``, ``training-data``.

        Args:
            profile: its name; docs/configuration.md says what each is for.
            fields: win over the profile's own.

        Raises:
            SettingsError: an unknown profile, or a wrong field.

        >>> Settings.for_profile("training-data").level
        'safe'
        """
        require("profile", profile, PROFILES)
        return cls(**{**PROFILES[profile], **fields})

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

    What is said there of single paths is in `config.load_config`.

    Args:
        path: the file.
        overrides: fields that win over the file (a command line's flags).
    Raises:
        SettingsError: unreadable or not TOML, an unknown key, a wrong type or value; names the
            line.
    """
    from normalize.config import load_config

    return load_config(path, **overrides).settings


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


def require(what: str, value: Any, known: Any) -> None:
    """Refuse a value that is not known.

    Raises:
        SettingsError: names the nearest, and lists those that are known.
    """
    if isinstance(value, str) and value in known:
        return
    near = get_close_matches(str(value), list(known), n=1)
    hint = f"did you mean {near[0]!r}? " if near else ""
    raise SettingsError(f"unknown {what} {value!r}: {hint}known are {', '.join(sorted(known))}")
