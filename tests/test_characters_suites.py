"""The characters step on other people's suites, which lie outside the repository."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any
from unicodedata import category

import ftfy
import pytest
from cases import ROOT

from normalize import Normalizer, Settings
from normalize.characters.badness import is_bad

COMPATIBLE = Normalizer(Settings.ftfy_compatible())
OURS = Normalizer(Settings(steps=("characters",)))
STRAIGHT = Normalizer(Settings(steps=("characters",), extend=("curly-quote",)))


@cache
def find_suites() -> Path:
    """Return the folder of the suites; skips the test where there is none."""
    folder = ROOT.parent / "shared" / "suites"
    if not folder.is_dir():
        pytest.skip("no ../shared/suites here")
    return folder


def load(name: str) -> Any:
    return json.loads((find_suites() / name).read_text(encoding="utf-8"))


def test_all_cases_that_ftfy_passes_pass_under_ftfy_compatible() -> None:
    passed = 0
    for path in sorted((find_suites() / "ftfy").glob("*.json")):
        for case in load(f"ftfy/{path.name}"):
            assert COMPATIBLE.clean(case["original"]) == ftfy.fix_text(case["original"])
            if case["expect"] == "pass":
                assert COMPATIBLE.clean(case["original"]) == case["fixed"]
                passed += 1
    assert passed == 151


def test_seven_of_the_ten_known_failures_of_ftfy_are_repaired() -> None:
    cases = load("ftfy/known-failures.json")
    repaired = [
        case["label"] for case in cases if STRAIGHT.clean(case["original"]) == case["fixed"]
    ]
    assert len(repaired) >= 7


def test_emoji_sequences_stay_as_they_are() -> None:
    path = find_suites() / "unicode" / "emoji-zwj-sequences.txt"
    lines = path.read_text(encoding="utf-8").splitlines()
    codes = [line.split(";")[0].split() for line in lines if line and line[0] not in "#"]
    emoji = ["".join(chr(int(code, 16)) for code in row) for row in codes]
    assert len(emoji) >= 1350
    for one in (*emoji, "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "1️⃣", "#️⃣", "❤️", "葛󠄀"):
        text = f"It is {one}{one}, she said: {one}"
        assert OURS.clean(text) == text


def test_naughty_strings_raise_nothing_and_settle() -> None:
    strings = load("blns/blns.json")
    assert len(strings) == 515
    for text in strings:
        for normalizer in (OURS, COMPATIBLE):
            cleaned = normalizer.explain(text)
            assert cleaned.restore() == text
            assert normalizer.clean(cleaned.text) == cleaned.text


def test_the_normalisation_test_of_unicode_is_right() -> None:
    form = Normalizer(Settings(steps=("characters",), select=("denormalised-letter",)))
    path = find_suites() / "unicode" / "NormalizationTest.txt"
    checked = 0
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line or line[0] in "#@":
            continue
        source, nfc, nfd, *_ = (
            "".join(chr(int(code, 16)) for code in cell.split()) for cell in line.split(";")[:5]
        )
        if "Cn" in map(category, source + nfc):
            continue  # newer than this Python's tables
        checked += 1
        assert [form.clean(text) for text in (source, nfc, nfd)] == [nfc] * 3
    assert checked > 18_000


def test_badness_is_that_of_ftfy_wherever_it_is_looked_for() -> None:
    for path in sorted((find_suites() / "ftfy").glob("*.json")):
        for case in load(f"ftfy/{path.name}"):
            for text in (case["original"], case["fixed"]):
                assert is_bad(text) == ftfy.badness.is_bad(text)
