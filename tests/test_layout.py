"""The layout step: cases as data, its laws, and its tables."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from cases import ROOT, Case, as_parameters, check_case, load_cases

from normalize.edits import Edit, Fact, apply
from normalize.layout import LayoutStep, build_step
from normalize.layout.furniture.cues import Cues
from normalize.layout.furniture.phrases import NOTES, load_classes, parse_cue
from normalize.layout.lines import Drop, Page, delete_lines
from normalize.lexicon import Lexicon
from normalize.pipeline import Normalizer
from normalize.rules import RULES
from normalize.settings import Settings
from normalize.step import Context

CASES = load_cases("layout")
SETTINGS = Settings(steps=("layout",))


@cache
def normalizer() -> Normalizer:
    return Normalizer(SETTINGS)


@cache
def step() -> LayoutStep:
    return build_step(SETTINGS, Lexicon())


def find(text: str) -> list[Any]:
    return list(step().find(text, Context(text, SETTINGS)))


def load_documents() -> list[Any]:
    paths = sorted((ROOT / "fixtures").glob("*/*.txt"))
    return [pytest.param(path, id=f"{path.parent.name}/{path.name}") for path in paths]


@pytest.mark.parametrize("case", as_parameters(CASES))
def test_a_case_comes_out_as_written(case: Case) -> None:
    cleaned = check_case(normalizer(), case)
    if case.original != case.fixed:
        fired = {change.rule for change in cleaned.changes}
        assert case.rule in fired or case.rule == "repeated-caption"
    check_laws(case.original)


@pytest.mark.parametrize("path", load_documents())
def test_a_document_keeps_the_laws(path: Path) -> None:
    check_laws(path.read_bytes().decode("utf-8"))


def check_laws(text: str) -> None:
    cleaned = normalizer().explain(text)
    assert cleaned.restore() == text
    assert not normalizer().explain(cleaned.text).changes
    proposals = find(text)
    if not step().is_open(text, Context(text, SETTINGS)):
        assert not proposals
    edits = [item for item in proposals if isinstance(item, Edit) and item.confidence >= 0.90]
    assert not apply(text, edits).skipped, "the step's own edits overlap"


def test_every_rule_has_enough_cases_of_both_kinds() -> None:
    for rule in RULES.values():
        if rule.step == "layout" and rule.before != rule.after:
            cases = [case for case in CASES if case.rule == rule.code]
            repairs = sum(case.original != case.fixed for case in cases)
            assert repairs > 0
            assert len(cases) >= 12
            assert len(cases) - repairs >= 12


@pytest.mark.parametrize("code", [r.code for r in RULES.values() if r.step == "layout"])
def test_a_rules_own_example_works(code: str) -> None:
    rule = RULES[code]
    assert normalizer().clean(rule.before) == rule.after


@pytest.mark.parametrize("path", sorted((ROOT / "fixtures" / "clean").glob("*.txt")), ids=str)
def test_a_clean_document_stays(path: Path) -> None:
    text = path.read_bytes().decode("utf-8")
    assert normalizer().clean(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        " \r\n\t\r\n",
        "\r",
        "\0",
        "\ud800",
        "wordThe \udfff plan.Thanks\0 to both.\nRead more\n",
        "(" * 5_000 + "a b)The end",
        "\N{COMBINING ACUTE ACCENT}" * 2_000,
        "\u2028Read more\u2028",
        "date 2025-11-19 \n",
        "Read more",
        "It was last updated",
        "A\x0bRead more\x0c\x1cB",
    ],
    ids=ascii,
)
def test_weird_input_is_survived(text: str) -> None:
    check_laws(text)


@pytest.mark.parametrize(
    "text",
    [
        "a" * 1_000_000,
        "administrationThe" * 60_000,
        "the administrationThe plan was needed.Thanks to all. " * 20_000,
        "The end (of it all)The " * 40_000,
        ".Read" * 200_000,
        "\n" * 1_000_000,
        " " * 1_000_000,
        "Read more\n" * 50_000 + "The vote passed by a wide margin.\n",
        ("The minister declined to comment on the plan that was agreed on. " * 3 + "\n") * 30_000,
        "2025-11-26\n" * 50_000,
        "`" + "x " * 500_000,
        "A" * 500_000 + ")" + "A" * 500_000,
        "The reportThe vote was needed." + "\n" * 500_000 + "(c) 2024 The Harbour\n",
        "The vote was lateThe end.\n" + "\n \n" * 200_000 + "© 2024 The Harbour\n",
        "a governmentPlan and dataKeeper of lateBoard " * 20_000,
        "the administra-\ntion of the tower and the " * 20_000,
        "the well-\nknown tower of the adminis-\ntration, Vox-\nvane " * 10_000,
        "a b c d " * 100_000,
        "W h i t e o f " * 50_000,
        "the lamp , the oil . The " * 40_000,
        "".join(f"the lamp of the\n\n{n}\n\ntower and the\n\f\n" for n in range(9_999)),
        "\n1\n2\n3\n" * 50_000,
        "said 'it.'We 'no' " * 40_000,
        "\f" * 500_000,
    ],
    ids=range(24),
)
def test_long_input_is_read_in_linear_time(text: str) -> None:
    """No clock: quadratic work on any of these would hang the suite."""
    find(text)


@pytest.mark.parametrize(
    "text", ["", "\n", " \r\n\t\r\n", "\u2028\x0b\x0c", "\u00a0" * 99], ids=ascii
)
def test_a_closed_gate_has_nothing_behind_it(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Law 6, not by the gate's own word: `find` asks it too, so it is held open."""
    assert not step().is_open(text, Context(text, SETTINGS))
    monkeypatch.setattr(LayoutStep, "is_open", lambda *_: True)
    assert find(text) == []


def test_a_paragraph_given_very_often_stays_once() -> None:
    paragraph = "The board voted to rebuild the old slipway with granite from the quarry. "
    paragraph += "Its chairman, a former pilot, said the stone had outlasted three piers.\n"
    deleted = [item for item in find(paragraph * 100_000) if isinstance(item, Edit)]
    assert apply(paragraph * 100_000, deleted).text == paragraph


def test_dates_and_titles_become_facts() -> None:
    text = " date 2025-11-19 Bees on the Roof\nThe bees have a new roof, and like it.\n"
    facts = {item.key: item for item in find(text) if isinstance(item, Fact)}
    assert facts["date"].value == "2025-11-19"
    assert text[facts["date"].start : facts["date"].end] == "2025-11-19"
    assert facts["title"].value == "Bees on the Roof"
    assert text[facts["title"].start : facts["title"].end] == "Bees on the Roof"
    text = "The bees have a new roof, and like it.\nNov. 26, 2025\n"
    (fact,) = [item for item in find(text) if isinstance(item, Fact)]
    assert (fact.key, fact.value) == ("date", "2025-11-26")


def test_a_fact_is_stated_though_its_line_stays() -> None:
    text = "The bees have a new roof, and like it.\n2025-11-26 21:04:00\n"
    cleaned = Normalizer(Settings(steps=("layout",), ignore=("date-line",))).explain(text)
    assert cleaned.text == text
    assert [(fact.key, fact.value) for fact in cleaned.facts] == [("date", "2025-11-26")]


def test_doubtful_furniture_is_only_reported() -> None:
    text = "The ferry company will add two sailings a day from the first week of May.\n\n"
    text += "Share this article\nBack to top\nThe Quay Gazette\n"
    cleaned = normalizer().explain(text)
    assert cleaned.text.endswith("The Quay Gazette\n")
    assert ("page-furniture", "below-level") in {(s.rule, s.reason) for s in cleaned.skipped}


def test_a_doubtful_join_is_only_reported() -> None:
    text = "The plan was oldPanels of glass and a new roof were what they had to pay.\n"
    cleaned = normalizer().explain(text)
    assert cleaned.text == text
    assert [(s.rule, s.reason) for s in cleaned.skipped] == [("glued-words", "below-level")]


def test_wrapped_text_without_pages_is_unwrapped_at_the_level_all_only() -> None:
    text = (
        "The board met nine times in the year, and put off the matter of\n"
        "the lamp each time until the next. The keeper has asked for the\n"
        "minutes of the board.\n\n"
        "> The lamp is out, and has been out since the spring of last\n"
        "> year.\n"
    )
    assert normalizer().clean(text) == text
    everything = Normalizer(Settings(steps=("layout",), level="all"))
    head, _, tail = text.partition("\n\n")
    assert everything.clean(text) == head.replace("\n", " ") + "\n\n" + tail
    check_laws(text)


def test_a_level_that_spares_one_line_of_a_run_keeps_its_line_breaks() -> None:
    text = "The bees have a new roof above the old one, and they like it very much.\n\n"
    rest = "Leave a comment\nSubscribe to our newsletter\nPrivacy Policy | Terms of Use\n"
    rest = f"Facebook Twitter WhatsApp\n{rest}All rights reserved\n\n"
    safe = Normalizer(Settings(steps=("layout",), level="safe"))
    original = f"{text}More about bees\n{rest}2025-11-26 21:04:00\n"
    cleaned = safe.explain(original)
    gone = {change.before.strip() for change in cleaned.changes}
    kept = [line for line in original.splitlines() if line and line not in gone]
    assert gone and "More about bees" in kept
    assert cleaned.text == "\n".join([kept[0], "", *kept[1:-1], "", kept[-1], ""])


def test_lines_are_deleted_with_their_breaks() -> None:
    def drop(text: str, *numbers: int) -> str:
        drops = {number: Drop("page-furniture", 1.0) for number in numbers}
        applied = apply(text, delete_lines(Page(text), drops))
        assert not applied.skipped
        return applied.text

    assert drop("a\n\nx\n\nb", 1) == "a\n\nb"
    assert drop("a\nx\nb", 1) == "a\nb"
    assert drop("a\nx\n\ny\nb", 1, 2) == "a\n\nb"
    assert drop("a\n\nx\n\ny\n\n\nb", 1, 2) == "a\n\nb"
    assert drop("a\n  x\n  b", 1) == "a\n  b"
    assert drop("\n\nx\n\na\n", 0) == "a\n"
    assert drop("a\r\n\r\nx\r\n", 1) == "a\r\n"
    assert drop("a\nx\n \n", 1) == "a\n"
    assert drop("a\n\nx", 1) == "a"
    assert drop("x\ny", 0, 1) == ""


def test_the_furniture_table_is_in_order() -> None:
    rows = Lexicon().table("layout/furniture.tsv")
    keys = [tuple(row.values()) for row in rows]
    assert keys == sorted(keys)
    assert len({(row["language"], row["phrase"]) for row in rows}) == len(rows)
    known = {*load_classes(Lexicon()).values(), "<n>", "<#>", "<+>"}
    cues = Cues(Lexicon(), "en")
    for row in rows:
        words, cue = parse_cue(row)
        assert cue.kind in NOTES
        assert -3 <= cue.weight <= 9
        assert row["phrase"] == row["phrase"].lower().strip()
        for word in words:
            assert word in known or word[0] in "*|" or word in cues.split(word), row["phrase"]
        assert words[0] != "*"


TABLES = [
    "calendar.tsv",
    "camel_case.tsv",
    "formal.tsv",
    "furniture_classes.tsv",
    "identifiers.tsv",
    "metadata.tsv",
]
TABLES += ["numbers.tsv", "rewordings.tsv"]


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_sorted_and_unique(name: str) -> None:
    keys = [tuple(row.values()) for row in Lexicon().table(f"layout/{name}")]
    assert keys == sorted(set(keys))


def test_no_listed_brand_is_split() -> None:
    brands = "WhatsApp MacArthur iPhone YouTube JPMorgan PayPal LinkedIn McDonald DeVos LeBron eBay"
    brands += " OpenAI GitHub JavaScript PostgreSQL easyJet jetBlue TikTok SpaceX ChatGPT BuzzFeed"
    text = "".join(
        f"They said that {brand} was in the report of the day.\n" for brand in brands.split()
    )
    assert not find(text)
