"""Configuration: profiles, overrides, dictionaries of one's own; mistakes with their line."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from normalize import Normalizer, Settings, SettingsError
from normalize.cli.options import PROFILES as SHOWN
from normalize.cli.options import dump_config
from normalize.config import load_config, make_config
from normalize.globs import is_chosen, matches
from normalize.lexicon import DictionaryError
from normalize.settings import PROFILES

DOCS = Path(__file__).parent.parent / "docs" / "configuration.md"


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_the_example_in_the_docs_is_valid(tmp_path: Path) -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.S)
    write(tmp_path / "house-style.tsv", "canonical\tvariant\nKiev\tKyiv\n")
    config = load_config(write(tmp_path / "pyproject.toml", example))
    assert config.fields == ("text", "meta.title")
    assert config.settings.dictionaries == (str(tmp_path / "house-style.tsv"),)
    assert config.settings_for(tmp_path / "social" / "x" / "a.txt") == Settings.for_profile(
        "social"
    )
    assert config.settings_for(tmp_path / "a.eml") == Settings.for_profile("social")
    assert config.settings_for(tmp_path / "a.txt") == config.settings


def test_profiles_are_those_of_the_docs_and_of_the_flag() -> None:
    text = DOCS.read_text(encoding="utf-8")
    assert set(PROFILES) == set(SHOWN)
    for name in PROFILES:
        settings = Settings.for_profile(name)
        (row,) = re.findall(rf"^\| `{name}` \|.*$", text, re.M)
        assert f"| {settings.level} |" in row
        assert ", ".join(settings.ignore) in row
    with pytest.raises(SettingsError, match="did you mean 'social'"):
        Settings.for_profile("socail")
    assert Settings.for_profile("ocr", level="all").level == "all"


def test_flags_win_over_the_file_and_its_overrides(tmp_path: Path) -> None:
    path = write(
        tmp_path / "normalize.toml",
        'level = "all"\nignore = ["names"]\n[[overrides]]\npaths = ["x/"]\nlevel = "safe"\n'
        '[[overrides]]\npaths = ["x/y.txt"]\nprofile = "ocr"\n',
    )
    config = load_config(path)
    assert config.settings.level == "all"
    inner = config.settings_for(tmp_path / "x" / "a.txt")
    assert (inner.level, inner.ignore) == ("safe", ("names",))
    assert config.settings_for(tmp_path / "x" / "y.txt") == Settings.for_profile("ocr")
    flagged = load_config(path, level="likely")
    assert flagged.settings_for(tmp_path / "x" / "a.txt").level == "likely"
    assert make_config(profile="social").settings == Settings.for_profile("social")


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ('# x\n\nlevle = "all"', 3, "unknown key 'levle': did you mean 'level'"),
        ('steps = []\nlevel = "save"', 2, "unknown level 'save': did you mean 'safe'"),
        ('level = "all"\nignore = [\n "mojibak",\n]', 2, "did you mean 'mojibake'"),
        ("quotations = 5", 1, "Expected `str`"),
        ("fields = 'text'", 1, "fields takes a list of names"),
        ('[[overrides]]\nlevel = "all"', 1, "an override needs paths"),
        (
            'level = "all"\n[[overrides]]\npaths = ["a"]\n[[overrides]]\npaths = ["b"]\nlevel = 5',
            6,
            "Expected `str`",
        ),
        ('[[overrides]]\npaths = ["a"]\nfields = ["x"]', 3, "unknown key 'fields'"),
        ('profile = "new"', 1, "unknown profile 'new': did you mean 'news'"),
        ("overrides = 5", 1, "overrides are tables"),
    ],
)
def test_a_mistake_is_told_with_its_line(
    tmp_path: Path, text: str, line: int, message: str
) -> None:
    path = write(tmp_path / "normalize.toml", text)
    with pytest.raises(SettingsError, match=rf"normalize\.toml:{line}: .*{re.escape(message)}"):
        load_config(path)


def test_a_dumped_configuration_reads_back_the_same(tmp_path: Path) -> None:
    text = 'profile = "ocr"\nfields = ["a"]\n[[overrides]]\npaths = ["x"]\nlevel = "safe"\n'
    config = load_config(write(tmp_path / "normalize.toml", text))
    dumped = dump_config(config, None)
    assert tomllib.loads(dumped)["fields"] == ["a"]
    again = load_config(write(tmp_path / "normalize.toml", dumped))
    assert again == config


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        ("*.txt", "a.txt", True),
        ("*.txt", "x/y/a.txt", True),
        ("*.txt", "a.txt.gz", False),
        ("drafts/", "x/drafts/a.txt", True),
        ("drafts", "drafts.txt", False),
        ("/a.txt", "x/a.txt", False),
        ("x/*.txt", "x/a.txt", True),
        ("x/*.txt", "x/y/a.txt", False),
        ("x/**", "x/y/a.txt", True),
        ("x/**/a.txt", "x/a.txt", True),
        ("**/a.txt", "a.txt", True),
        ("a[0-9].txt", "a5.txt", True),
        ("a[!0-9].txt", "a5.txt", False),
        ("a?.txt", "a/.txt", False),
        ("a+b(.txt", "a+b(.txt", True),
    ],
)
def test_patterns(pattern: str, path: str, expected: bool) -> None:
    assert matches(pattern, path) is expected


def test_a_later_pattern_takes_an_exclusion_back() -> None:
    assert not is_chosen("a.min.html", (), ("*.min.html",))
    assert is_chosen("a.min.html", (), ("*.min.html", "!a.*"))
    assert not is_chosen("a.md", ("*.txt",), ())


# --- dictionaries -------------------------------------------------------------------------


def clean(tmp_path: Path, table: str, text: str) -> str:
    path = write(tmp_path / "own.tsv", table)
    return Normalizer(Settings(dictionaries=(str(path),))).clean(text)


def test_names_of_ones_own_win(tmp_path: Path) -> None:
    text = "He left Kiev for the Acme Corp on Monday. On Tuesday Kyiv was dark."
    table = "# ours\ncanonical\tvariant\nKiev\tKyiv\nACME\tAcme Corp\n"
    assert clean(tmp_path, table, text) == (
        "He left Kiev for the ACME on Monday. On Tuesday Kiev was dark."
    )
    assert Normalizer().clean(text).count("Kyiv") == 2


def test_phrases_and_furniture_of_ones_own(tmp_path: Path) -> None:
    assert clean(tmp_path, "phrase\treason\nKiev Weekly\tbrand\n", "He reads the Kiev Weekly.") == (
        "He reads the Kiev Weekly."
    )
    table = "language\tphrase\tweight\tkind\nen\t^buy our mugs$\t9\tlinks\n"
    text = "The vote passed by a wide margin.\n\nBuy our mugs!\n\nIt was the second vote.\n"
    assert "mugs" not in clean(tmp_path, table, text)
    assert "mugs" in Normalizer().clean(text)


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("", "there is no header row"),
        ("word\treason\n", ":1: unknown header; known are canonical variant"),
        ("canonical\tvariant\nKyiv\n", ":2: 1 cells, the header has 2"),
        ("canonical\tvariant\nKyiv\t\n", ":2: canonical and variant must not be empty"),
        ("canonical\tvariant\nA\tx\nB\tx\n", ":3: 'x' stands for 'A' already"),
        ("canonical\tvariant\nA\tx\nx\ty\n", ":3: 'x' is itself a variant of 'A'"),
        ("canonical\tvariant\tkind\nA\tx\ttown\n", ":2: unknown kind 'town'; known are acronym"),
        (
            "language\tphrase\tweight\tkind\nen\tbuy\tmuch\tlinks\n",
            ":2: weight is -3 to 9; kind is one of ad",
        ),
    ],
)
def test_a_broken_dictionary_is_told_with_its_line(
    tmp_path: Path, table: str, message: str
) -> None:
    with pytest.raises(DictionaryError, match=re.escape(message)):
        clean(tmp_path, table, "text")
    with pytest.raises(DictionaryError, match="cannot be read"):
        Normalizer(Settings(dictionaries=("gone.tsv",))).clean("text")
