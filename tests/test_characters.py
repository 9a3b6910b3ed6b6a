"""The characters step on its cases."""

from __future__ import annotations

import importlib
import random
import re
import sys
from collections.abc import Iterator
from itertools import accumulate

import ftfy
import pytest
from cases import ROOT, Case, as_parameters, check_case, load_cases
from hypothesis import given
from hypothesis import strategies as st

from normalize import Normalizer, Settings
from normalize.characters import CharactersStep, build_step
from normalize.characters import gate as gates
from normalize.lexicon import Lexicon
from normalize.rules import RULES
from normalize.step import Context

sys.path.insert(0, str(ROOT / "benchmarks"))
texts = importlib.import_module("characters_texts")

CASES = load_cases("characters")
NORMALIZER = Normalizer(Settings(steps=("characters",)))


@pytest.mark.parametrize("case", as_parameters(CASES))
def test_case(case: Case) -> None:
    check_case(NORMALIZER, case)


def test_there_are_as_many_cases_to_leave_alone_as_repairs() -> None:
    repairs = sum(case.original != case.fixed for case in CASES)
    assert len(CASES) - repairs >= repairs


ODD = st.text(
    st.sampled_from(
        "ab &;#x3A9amp<>\n\r\t \u00a0\u00c3\u00a9\u00e2\u20ac\u2122"
        "\ufb01\u200b\u0301\ud83d\ude00\x00\x1b[31m"
        "\u201c\u201d\u00e0\u0433\u041a\u2028\x85\uff21\U000e0041\ufe0f\ufffd\u202e\u03c0\u221a\u2510\u252c"
    ),
    max_size=40,
)


def build(settings: Settings) -> CharactersStep:
    return build_step(settings, Lexicon())


SETTINGS = {
    "ours": Settings(steps=("characters",)),
    "all": Settings(steps=("characters",), level="all", extend=("characters",)),
    "ftfy": Settings.ftfy_compatible(),
    "one": Settings(steps=("characters",), select=("soft-hyphen",)),
}


class OpenGate(gates.Gate):
    """A gate that passes every text, and every line of it."""

    def is_open(self, text: str) -> bool:
        return True

    def find_lines(self, text: str) -> Iterator[tuple[int, int]]:
        lines = re.findall(r"[^\n]*\n|[^\n]+\Z", text)
        ends = list(accumulate(map(len, lines)))
        return zip([0, *ends], ends, strict=False)


@pytest.mark.parametrize("settings", SETTINGS.values(), ids=SETTINGS)
@given(text=ODD)
def test_the_gate_is_sound(settings: Settings, text: str) -> None:
    step, forced = build(settings), build(settings)
    forced._gate = OpenGate(forced._plan)
    context = Context(text, settings)
    proposed = list(forced.find(text, context))
    assert list(step.find(text, context)) == proposed
    if not step.is_open(text, context):
        assert proposed == []


@given(ODD)
def test_odd_text_settles_and_can_be_restored(text: str) -> None:
    cleaned = NORMALIZER.explain(text)
    assert cleaned.restore() == text
    assert NORMALIZER.clean(cleaned.text) == cleaned.text


def test_a_run_of_marks_is_reported_and_stays() -> None:
    text = "z" + "\u0301" * 100_000
    cleaned = NORMALIZER.explain(text)
    assert cleaned.text == text
    assert [finding.rule for finding in cleaned.findings] == ["denormalised-letter"]


def test_mojibake_on_one_very_long_line_is_repaired_where_it_stands() -> None:
    text = "word " * 50_000 + "itâ€™s " + "word " * 50_000
    cleaned = NORMALIZER.explain(text)
    assert [(c.start, c.before, c.after) for c in cleaned.changes] == [(250_002, "â€™", "’")]


def test_trailing_spaces_are_looked_for_only_at_level_all() -> None:
    every = Normalizer(Settings(steps=("characters",), level="all"))
    assert every.clean("one \ntwo\t\n") == "one\ntwo\n"
    assert NORMALIZER.explain("one \ntwo").skipped == []


@pytest.mark.parametrize(
    ("rule", "before", "after"),
    [
        (rule.code, rule.before, rule.after)
        for rule in RULES.values()
        if not rule.default and rule.step == "characters"
    ],
)
def test_an_opt_in_rule_runs_only_where_named(rule: str, before: str, after: str) -> None:
    assert NORMALIZER.clean(before) == before
    for chosen in (
        Settings(steps=("characters",), extend=(rule,)),
        Settings(steps=("characters",), select=(rule,)),
    ):
        assert Normalizer(chosen).clean(before) == after
    off = Settings(steps=("characters",), extend=("characters",), ignore=(rule,))
    assert rule not in {change.rule for change in Normalizer(off).explain(before).changes}


def test_what_one_repair_uncovers_becomes_one_change_with_both_names() -> None:
    (change,) = NORMALIZER.explain("caf&Atilde;&copy;").changes
    assert (change.before, change.after) == ("&Atilde;&copy;", "é")
    assert (change.rule, change.note) == ("html-entity", "then mojibake")


def check_same_as_ftfy(number: int) -> None:
    chance = random.Random(number)
    compatible = Normalizer(SETTINGS["ftfy"])
    for _ in range(number):
        text = texts.make_string(chance)
        expected = ftfy.fix_text(text)
        cleaned = compatible.explain(text)
        assert cleaned.restore() == text
        if cleaned.text != expected:  # documented: where ftfy itself is not done
            assert ftfy.fix_text(expected) != expected


def check_idempotent(number: int) -> None:
    chance = random.Random(number)
    for _ in range(number):
        once = NORMALIZER.clean(texts.make_dirty_string(chance))
        assert NORMALIZER.clean(once) == once


def test_fuzzed_strings_come_out_as_from_ftfy() -> None:
    check_same_as_ftfy(3_000)


def test_adversarial_strings_settle() -> None:
    check_idempotent(3_000)


@pytest.mark.slow
def test_very_many_strings_come_out_as_from_ftfy_and_settle() -> None:
    check_same_as_ftfy(200_000)
    check_idempotent(200_000)
