"""The labelled pages: what the layout step finds on them must not fall.

Precision is asked of both halves. Recall is asked a little below what was measured when a
floor was last raised, so that a gain is not lost unseen; `benchmarks/layout.py` prints both.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from normalize import Normalizer, Settings

sys.path.insert(0, str(Path(__file__).parent.parent / "benchmarks"))

from layout_pages import MEASURES, load_pages, score_page

STEPS = Normalizer(Settings(steps=("characters", "layout")))
FLOORS = {  # (precision, recall)
    "dev": {"lines": (0.985, 0.73), "joins": (0.99, 0.90), "splits": (0.98, 0.82)},
}


@pytest.mark.parametrize("half", sorted(FLOORS))
def test_labelled_pages(half: str) -> None:
    right = dict.fromkeys(MEASURES, 0)
    marked, found, wrong = dict(right), dict(right), dict(right)
    for page in load_pages(half):
        for measure, score in score_page(page, STEPS.explain(page.dirty)).items():
            right[measure] += score.right
            marked[measure] += score.right + len(score.missed)
            found[measure] += score.found
            wrong[measure] += len(score.wrong)
    for measure, (precision, recall) in FLOORS[half].items():
        assert marked[measure], f"no page of {half} marks {measure}"
        assert right[measure] >= recall * marked[measure], measure
        assert wrong[measure] <= (1 - precision) * max(1, found[measure]), measure


def test_a_labelled_page_is_read_back() -> None:
    for half in FLOORS:
        for page in load_pages(half):
            for mark in page.marks:
                assert 0 <= mark.start <= mark.end <= len(page.dirty)
            if not page.marks:
                assert page.dirty == page.clean
