"""Names written with a capital inside are never split: brands, surnames, units, formulas."""

from __future__ import annotations

import pytest
from cases import ROOT

from normalize.lexicon import load_list
from normalize.pipeline import Normalizer
from normalize.settings import Settings

NAMES = (ROOT / "fixtures" / "camel_case_names.txt").read_text("utf-8").split()
TEMPLATES = (
    "The board spoke to {} for an hour before the vote was put off until the summer. Nobody left.",
    "{} was the first to say so in public, and the board of the school was glad of it.",
    "A spokesman for {} told the paper that the work would be over before the end of the year.",
    "Nobody at {}The plan was in the hands of the board by then, and it was not read out.",
    "The work was done by {}. The rest was paid for by the town, as it had been for years.",
    "In the end {} President Ann Lee signed it. {}’s lawyers had asked her for nothing else.",
)


def test_there_are_enough_names_and_most_are_in_no_dictionary() -> None:
    known = load_list("layout/camel_case.tsv", "word")
    assert len(set(NAMES)) >= 450
    assert sum(name.lower() not in known for name in NAMES) > len(NAMES) / 2


@pytest.mark.parametrize("template", TEMPLATES)
def test_no_name_is_split(template: str) -> None:
    normalizer = Normalizer(Settings(steps=("layout",)))
    split = [
        cleaned
        for name in NAMES
        if (cleaned := normalizer.clean(template.format(name, name))).count(name)
        != template.count("{}")
    ]
    assert split == []
