"""Settings: every mistake is named, with what would be right."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from normalize import Normalizer, Settings, SettingsError, load_settings
from normalize.settings import find_config


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"steps": ("charakters",)}, "unknown step 'charakters': did you mean 'characters'"),
        ({"steps": "names"}, "steps takes a list of names, not 'names'"),
        ({"level": "save"}, "unknown level 'save': did you mean 'safe'"),
        ({"level": ["a"]}, "unknown level"),
        ({"select": ("mojibak",)}, "did you mean 'mojibake'"),
        ({"ignore": (1,)}, "ignore takes a list of names"),
        ({"quotations": "drop"}, "unknown quotations 'drop': known are keep, repair"),
    ],
)
def test_a_wrong_value_is_named(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(SettingsError, match=message.replace("(", r"\(")):
        Settings(**fields)


def test_settings_are_hashable_whatever_list_they_were_given() -> None:
    listed = Settings(select=["names"], steps=["names", "layout"])  # type: ignore[arg-type]
    assert hash(listed) == hash(Settings(select=("names",), steps=("layout", "names")))


@pytest.mark.parametrize("table", ["", "[tool.normalize]\n"])
def test_a_file_is_read_with_or_without_the_table(tmp_path: Path, table: str) -> None:
    path = tmp_path / "normalize.toml"
    path.write_text(f'{table}level = "safe"\nignore = ["names"]\n', encoding="utf-8")
    assert load_settings(path) == Settings(level="safe", ignore=("names",))
    assert load_settings(path, level="all").level == "all"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("levle = 1", "unknown key 'levle': did you mean 'level'"),
        ("level = ", "cannot be read"),
        ("[tool]\nnormalize = 5", "must be a table"),
        ("tool = 5", "must be a table"),
        ('ignore = "names"', "Expected `array`"),
    ],
)
def test_a_broken_file_is_named(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "normalize.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=rf"normalize\.toml(:\d+)?: .*{re.escape(message)}"):
        load_settings(path)


def test_the_nearest_file_wins_and_another_tools_is_passed_over(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / "normalize.toml").write_text("", encoding="utf-8")
    (inner / "pyproject.toml").write_text("[tool.other]\n", encoding="utf-8")
    assert find_config(inner) == tmp_path / "normalize.toml"
    (inner.parent / "pyproject.toml").write_text("[tool.normalize]\n", encoding="utf-8")
    assert find_config(inner) == inner.parent / "pyproject.toml"


def test_a_step_without_a_selected_rule_does_not_run() -> None:
    normalizer = Normalizer(Settings(select=("characters", "place-variant")))
    assert [step.name for step in normalizer.steps] == ["characters", "names"]
    assert [step.name for step in Normalizer(Settings(ignore=("names",))).steps] == list(
        Settings().steps
    )
    assert normalizer.clean("Tom &amp; Ann in Kiev.\n\nShare this\n") == (
        "Tom & Ann in Kyiv.\n\nShare this\n"
    )
