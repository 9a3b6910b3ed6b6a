"""Cases as data: what every case must show, whichever step it is for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

import pytest

from normalize import Cleaned, Normalizer

ROOT = Path(__file__).resolve().parent.parent
FIXTURES = ROOT / "fixtures"


class Case(NamedTuple):
    """One line of a case file, which is named after its rule."""

    name: str
    rule: str
    original: str
    fixed: str
    expect: str


def load_cases(step: str) -> list[Case]:
    """Load the cases of a step from fixtures/cases/<step>/*.jsonl."""
    cases = []
    for path in sorted((FIXTURES / "cases" / step).glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            name = f"{path.stem}-{row['label']}"
            cases.append(Case(name, path.stem, row["original"], row["fixed"], row["expect"]))
    return cases


def as_parameters(cases: list[Case]) -> list[object]:
    """Make pytest parameters; a known failure is a strict xfail, so a lucky fix is noticed."""
    marks = {"pass": (), "fail": (pytest.mark.xfail(reason="known failure", strict=True),)}
    return [pytest.param(case, id=case.name, marks=marks[case.expect]) for case in cases]


def check_case(normalizer: Normalizer, case: Case) -> Cleaned:
    """Check one case: the text, and the laws."""
    cleaned = normalizer.explain(case.original)
    assert cleaned.text == case.fixed
    check_laws(normalizer, cleaned)
    return cleaned


def check_laws(normalizer: Normalizer, cleaned: Cleaned) -> None:
    """Check the laws that every document must keep (DESIGN.md)."""
    assert cleaned.restore() == cleaned.original
    assert normalizer.clean(cleaned.text) == cleaned.text
    assert cleaned.accept(lambda change: False).text == cleaned.original
    at = 0
    for region in cleaned.offsets.regions:
        kept = cleaned.original[region.a_start - (region.b_start - at) : region.a_start]
        assert cleaned.text[at : region.b_start] == kept
        start, end = cleaned.offsets.to_original(region.b_start, region.b_end)
        assert start <= region.a_start
        assert region.a_end <= end
        at = region.b_end
