"""The characters step on its cases."""

from __future__ import annotations

import pytest
from cases import Case, as_parameters, check_case, load_cases
from hypothesis import given
from hypothesis import strategies as st

from normalize import Normalizer, Settings
from normalize.characters import CharactersStep
from normalize.characters.rewrite import edits_from_rewrite
from normalize.edits import apply
from normalize.pipeline import Context

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
    ),
    max_size=40,
)


@given(ODD)
def test_the_gate_is_sound(text: str) -> None:
    step = CharactersStep()
    context = Context(text, Settings())
    if not step.is_open(text, context):
        assert list(step.find(text, context)) == []


@given(ODD)
def test_odd_text_settles_and_can_be_restored(text: str) -> None:
    cleaned = NORMALIZER.explain(text)
    assert cleaned.restore() == text
    assert NORMALIZER.clean(cleaned.text) == cleaned.text


@given(st.text("ab é", max_size=20), st.text("ab é", max_size=20))
def test_a_rewrite_becomes_edits_that_make_it(before: str, after: str) -> None:
    assert apply(before, edits_from_rewrite(before, after, 0, "mojibake", 1.0)).text == after


def test_a_long_rewrite_becomes_one_edit() -> None:
    before, after = "a" * 5_000 + " b", "a" * 5_000 + "b"
    assert len(list(edits_from_rewrite(before, after, 0, "mojibake", 1.0))) == 1


def test_a_run_of_marks_is_reported_and_stays() -> None:
    text = "z" + "\u0301" * 100_000
    cleaned = NORMALIZER.explain(text)
    assert cleaned.text == text
    assert [finding.rule for finding in cleaned.findings] == ["denormalised-letter"]


def test_mojibake_on_one_very_long_line_is_repaired_where_it_stands() -> None:
    text = "word " * 50_000 + "itâ€™s " + "word " * 50_000
    cleaned = NORMALIZER.explain(text)
    assert [(c.start, c.before, c.after) for c in cleaned.changes] == [(250_002, "â€™", "’")]


def test_trailing_spaces_go_only_at_level_all() -> None:
    every = Normalizer(Settings(steps=("characters",), level="all"))
    assert every.clean("one \ntwo\t\n") == "one\ntwo\n"
    skipped = NORMALIZER.explain("one \ntwo").skipped
    assert [item.reason for item in skipped] == ["below-level"]
