"""What the layout step states and reports without changing it: metadata and findings."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest
from cases import FIXTURES

from normalize import Cleaned, Normalizer, Settings

KEYS = ("date", "byline", "source", "title", "section")
RULES = (
    "unbalanced-quote",
    "unbalanced-bracket",
    "cut-off-sentence",
    "truncated-word",
    "elided-text",
)


def load(folder: str) -> list[Any]:
    lines = (FIXTURES / folder / "layout.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return [pytest.param(row, id=row["label"]) for row in rows]


@cache
def normalizer() -> Normalizer:
    return Normalizer(Settings(steps=("layout",)))


def explain(text: str) -> Cleaned:
    return normalizer().explain(text)


@pytest.mark.parametrize("row", load("facts"))
def test_a_page_states_its_metadata(row: dict[str, Any]) -> None:
    cleaned = explain(row["original"])
    facts = {fact.key: fact for fact in cleaned.facts if fact.key in KEYS}
    assert {key: fact.value for key, fact in facts.items()} == row["facts"]
    for fact in facts.values():
        assert row["original"][fact.origin_start : fact.origin_end].strip()


@pytest.mark.parametrize("row", load("findings"))
def test_a_defect_is_reported_where_it_is(row: dict[str, Any]) -> None:
    cleaned = explain(row["original"])
    found = [
        [item.rule, row["original"][item.origin_start : item.origin_end]]
        for item in cleaned.findings
        if item.rule in RULES
    ]
    assert found == row["found"]
    assert cleaned.text == row["original"]


def test_each_rule_has_cases_of_both_kinds() -> None:
    rows = [param.values[0] for param in load("findings")]
    for rule in RULES:
        assert sum(any(found[0] == rule for found in row["found"]) for row in rows) >= 2
    assert 2 * sum(not row["found"] for row in rows) >= len(rows)
