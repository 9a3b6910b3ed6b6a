"""A configuration file: settings, what is text in files of records, and overrides for paths.

```toml
[tool.normalize]                  # in normalize.toml without this line
profile = "news"
fields = ["text", "meta.title"]
dictionaries = ["house-style.tsv"]
[[tool.normalize.overrides]]
paths = ["social/**", "*.eml"]
profile = "social"
```
"""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path
from typing import Any

import msgspec

from normalize.globs import matches
from normalize.settings import PROFILES, Settings, SettingsError, require

LISTS = ("fields", "columns", "include", "exclude")
FILES = ("dictionaries", "substitutions", "language_model")  # begin at the file's folder
OWN = ("profile", "overrides", *LISTS)


class Override(msgspec.Struct, frozen=True):
    """Settings for the files that one of some patterns matches."""

    paths: tuple[str, ...]
    settings: Settings


class Config(msgspec.Struct, frozen=True):
    """What a configuration file says.

    Attributes:
        settings: for files without an override.
        overrides: in the order of the file; the last that matches counts.
        root: the folder that patterns are below.
        fields: keys of JSON that are text.
        columns: columns of tables that are text.
        include: patterns of files that are read in folders; empty means all that have a reader.
        exclude: patterns of files and folders that are not.
    """

    settings: Settings = Settings()
    overrides: tuple[Override, ...] = ()
    root: str = ""
    fields: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    def settings_for(self, path: str | Path | None) -> Settings:
        """Give the settings of a file."""
        if path is None or not self.overrides:
            return self.settings
        name = os.path.relpath(path, self.root or ".").replace(os.sep, "/")
        for override in reversed(self.overrides):
            if any(matches(pattern, name) for pattern in override.paths):
                return override.settings
        return self.settings


def load_config(path: Path, **flags: Any) -> Config:
    """Read a configuration file.

    Args:
        path: `normalize.toml`, or a `pyproject.toml` with `[tool.normalize]`.
        flags: fields that win over the file and its overrides.
    Raises:
        SettingsError: unreadable or not TOML, an unknown key, a wrong type or value; names the
            line.
    """
    try:
        text = path.read_text(encoding="utf-8")
        data: Any = tomllib.loads(text)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path}: cannot be read: {error}") from None
    if path.name == "pyproject.toml" or set(data) == {"tool"}:
        tool = data.get("tool")
        data = tool.get("normalize", {}) if isinstance(tool, dict) else tool
    if not isinstance(data, dict):
        raise SettingsError(f"{path}: [tool.normalize] must be a table")
    return _Reader(path, text).read(data, flags)


def make_config(**flags: Any) -> Config:
    """Make a configuration without a file.

    Raises:
        SettingsError: a wrong value.
    """
    try:
        return Config(_make_settings({}, flags))
    except msgspec.ValidationError as error:
        raise SettingsError(str(error)) from None


def _make_settings(data: dict[str, Any], flags: dict[str, Any]) -> Settings:
    """Settings from a profile, what a file says over it, and flags over both."""
    flags = dict(flags)
    profile = flags.pop("profile", None) or data.get("profile") or "news"
    require("profile", profile, PROFILES)
    own = {key: value for key, value in data.items() if key not in OWN}
    return msgspec.convert({**PROFILES[profile], **own, **flags}, Settings)


class _Reader:
    """Read what a file says; a mistake is told with its line."""

    def __init__(self, path: Path, text: str) -> None:
        self.path = path
        self.lines = text.split("\n")
        self.start = 0  # the line from which a mistake is looked for

    def read(self, data: dict[str, Any], flags: dict[str, Any]) -> Config:
        self.check_keys(data, (*Settings.__struct_fields__, *OWN))
        overrides = data.get("overrides", [])
        if not isinstance(overrides, list) or not all(isinstance(o, dict) for o in overrides):
            raise self.mistake("overrides", "overrides are tables: [[overrides]]")
        lists = {key: self.read_list(data, key) for key in LISTS}
        base = {key: value for key, value in data.items() if key != "overrides"}
        settings = self.make(base, flags)
        made = []
        for override in overrides:
            self.start = self.find("overrides", self.start + 1)
            self.check_keys(override, (*Settings.__struct_fields__, "profile", "paths"))
            paths = self.read_list(override, "paths")
            if not paths:
                raise self.mistake("overrides", "an override needs paths, a list of patterns")
            own = {key: value for key, value in override.items() if key != "paths"}
            # A profile of its own stands alone; what is said without one is laid over the rest.
            merged = own if "profile" in own else {**base, **own}
            made.append(Override(paths, self.make(merged, flags)))
        root = str(self.path.resolve().parent)
        return Config(settings, tuple(made), root, **lists)

    def make(self, data: dict[str, Any], flags: dict[str, Any]) -> Settings:
        given = dict(data)
        folder = self.path.resolve().parent
        for key in FILES:
            value = given.get(key)
            if isinstance(value, list) and all(isinstance(name, str) for name in value):
                given[key] = [str(folder / name) for name in value]
            elif isinstance(value, str) and value and key == "language_model":
                given[key] = str(folder / value)
        try:
            return _make_settings(given, flags)
        except (SettingsError, msgspec.ValidationError) as error:
            told = str(error)
            place = re.search(r" - at `\$\.(\w+)", told)
            key = (
                place[1]
                if place
                else next(
                    (key for key, value in data.items() if key in told or _names(value, told)), ""
                )
            )
            raise self.mistake(key, told) from None

    def check_keys(self, data: dict[str, Any], known: tuple[str, ...]) -> None:
        for key in data:
            try:
                require("key", key, known)
            except SettingsError as error:
                raise self.mistake(key, str(error)) from None

    def read_list(self, data: dict[str, Any], key: str) -> tuple[str, ...]:
        value = data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.mistake(key, f"{key} takes a list of names, not {value!r}")
        return tuple(value)

    def find(self, key: str, start: int = 0) -> int:
        """Find the line of a key, from 1; 0 if it is not found."""
        pattern = re.compile(
            rf"^\s*(?:\[+.*\b{re.escape(key)}\b.*\]+|[\"']?{re.escape(key)}[\"']?\s*=)"
        )
        found = (n for n, line in enumerate(self.lines, 1) if n >= start and pattern.match(line))
        return next(found, 0)

    def mistake(self, key: str, message: str) -> SettingsError:
        line = (self.find(key, self.start) or self.find(key)) if key else 0
        return SettingsError(
            f"{self.path}:{line}: {message}" if line else f"{self.path}: {message}"
        )


def _names(value: Any, told: str) -> bool:
    """Tell whether a message speaks of a value."""
    values = value if isinstance(value, list) else [value]
    return any(isinstance(item, str) and repr(item) in told for item in values)
