"""The shipped language model is the file its hash names, and scores English sensibly."""

from __future__ import annotations

import hashlib
import math
from pathlib import Path

import kenlm  # type: ignore[import-not-found, unused-ignore]  # no stubs
import pytest

FOLDER = Path(__file__).parents[1] / "dictionaries" / "language_model"


@pytest.fixture(scope="module")
def model() -> kenlm.Model:
    return kenlm.Model(str(FOLDER / "en.klm"))


def test_model_is_the_file_its_hash_names() -> None:
    recorded, name = (FOLDER / "en.klm.sha256").read_text(encoding="utf-8").split()
    assert name == "en.klm"
    assert hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() == recorded
    assert recorded in (FOLDER / "README.md").read_text(encoding="utf-8")


def test_model_leaves_room_in_the_wheel() -> None:
    assert (FOLDER / "en.klm").stat().st_size < 14_500_000


def test_licence_is_shipped_with_the_model() -> None:
    assert "Carnegie Mellon University" in (FOLDER / "LICENSE").read_text(encoding="utf-8")


def test_plain_english_scores_above_its_spun_form(model: kenlm.Model) -> None:
    plain = model.score("he will be in moscow")
    spun = model.score("helium volition beryllium successful moscow")
    assert math.isfinite(plain)
    assert math.isfinite(spun)
    assert plain > spun + 10


@pytest.mark.parametrize("word", ["in", "u.", "moscow's", "don't", "déjà", "<s>", "</s>"])
def test_vocabulary_holds(model: kenlm.Model, word: str) -> None:
    assert word in model


@pytest.mark.parametrize("word", ["In", "zelenskyy", "port_au_prince", "2022"])
def test_vocabulary_lacks(model: kenlm.Model, word: str) -> None:
    assert word not in model


def test_unknown_words_cost_about_as_much_as_the_rarest_known(model: kenlm.Model) -> None:
    state = kenlm.State()
    model.NullContextWrite(state)
    assert model.BaseScore(state, "zelenskyy", kenlm.State()) == pytest.approx(-7, abs=0.1)


def test_likely_followers_hold_much_of_the_mass_but_not_all(model: kenlm.Model) -> None:
    state, out = kenlm.State(), kenlm.State()
    model.BeginSentenceWrite(state)
    assert model.order == 3
    model.BaseScore(state, "he", out)
    likely = ["said", "was", "is", "has", "had", "will", "would", "and", "also", "says"]
    mass = sum(10 ** model.BaseScore(out, word, kenlm.State()) for word in likely)
    assert 0.3 < mass < 1
