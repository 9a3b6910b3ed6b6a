"""Mixing two trigram models: every distribution sums to one, and lies between the two."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "scripts"))
trigrams = importlib.import_module("trigrams")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "benchmarks"))
report = importlib.import_module("unspin_report")

WORDS = ["<s>", "</s>", "in", "moscow", "<unk>"]
ARPA = """\\data\\
ngram 1=5
ngram 2=2
ngram 3=1

\\1-grams:
-99\t<s>\t-0.3
-0.5\t</s>\t0
{one}\tin\t-0.2
-0.6\tmoscow\t0
-7\t<unk>\t0

\\2-grams:
-0.3\t<s> in\t-0.1
-0.4\tin moscow\t0

\\3-grams:
{three}\t<s> in moscow

\\end\\
"""


def read(folder: Path, one: float, three: float) -> Any:
    path = folder / "model.arpa"
    path.write_text(ARPA.format(one=one, three=three), encoding="utf-8")
    return trigrams.recompute_backoffs(trigrams.read_arpa(path, WORDS))


def test_a_mixture_sums_to_one_and_lies_between(tmp_path: Path) -> None:
    low, high = read(tmp_path, -0.5, -0.9), read(tmp_path, -0.5, -0.1)
    mixed = trigrams.mix(low, high, 0.25)
    assert trigrams.sum_distributions(mixed) == pytest.approx(1, abs=1e-6)
    assert 10 ** mixed.p3[0] == pytest.approx(0.75 * 10**-0.9 + 0.25 * 10**-0.1)


def test_unknown_words_of_the_texts_are_left_out(tmp_path: Path) -> None:
    assert read(tmp_path, -0.5, -0.9).p1[-1] == trigrams.RAREST


def test_one_paragraph_is_spun_and_the_others_stay() -> None:
    text = "A head\n\n" + "we sign a deal " * 10 + "\n\nAn end"
    mixed, start, end = report.mix_paragraph(text, {"deal": "woody"})
    assert mixed[start:end] == ("we sign a woody " * 10)
    assert mixed.replace("woody", "deal") == text
    assert report.mix_paragraph("too short\n\nto spin", {}) is None


def test_the_plot_has_a_line_for_each_kind() -> None:
    rows = [{"restored": 0.5, "damaged": 0.01}, {"restored": 0.8, "damaged": 0.3}]
    drawn = report.draw_curves({"news": {"thresholds": rows}, "all": {"thresholds": rows}})
    assert drawn.count("<polyline") == 2
