"""The simulated spinner: seeded, touches only what the observed one touches, right shares."""

from __future__ import annotations

import importlib
import random
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "benchmarks"))
simulator = importlib.import_module("unspin_simulator")
unspin = importlib.import_module("unspin")
corpora = importlib.import_module("corpora")


def make_word(number: int) -> str:
    return "".join(chr(ord("a") + int(digit)) for digit in f"{number:05d}")


@pytest.fixture(scope="module")
def spinner() -> Any:
    """A spinner with a toy thesaurus: 3,000 words with two synonyms each, none of them related."""
    rng = random.Random(1)
    words = [make_word(number) for number in range(3000)]
    thesaurus = {word: rng.sample(words, 2) for word in words}
    return simulator.Spinner(thesaurus, dict.fromkeys(words, -3.6), 0.35)


def test_same_seed_draws_the_same_table(spinner: Any) -> None:
    assert spinner.draw_table("1") == spinner.draw_table("1")
    assert spinner.draw_table("1") != spinner.draw_table("2")


def test_ways_have_the_observed_shares(spinner: Any) -> None:
    kinds = Counter(spinner.draw_table("1").kinds.values())
    for kind, share in simulator.SHARES.items():
        assert kinds[kind] / kinds.total() == pytest.approx(share / 83, abs=0.04), kind


def test_table_replaces_the_share_asked_for(spinner: Any) -> None:
    share = len(spinner.draw_table("1").written) / 3000
    running = 3000 * 10**-3.6 * share * simulator.ELIGIBLE
    assert running == pytest.approx(0.35, abs=0.02)


def test_no_entry_is_the_word_itself_or_its_other_spelling() -> None:
    toy = {"favour": ["favor", "grace"], "favor": ["favour"], "grace": ["favour"]}
    ways = simulator.find_ways("favour", toy, simulator.find_heads(toy))
    assert {word for found in ways.values() for word in found} == {"grace"}


def test_function_words_are_as_in_the_observed_spinner() -> None:
    toy = {word: ["zzz", "yyy"] for word in ("in", "be", "are", "by", "two")}
    table = simulator.Spinner(toy, dict.fromkeys(toy, -2.0), 0.0).draw_table("1")
    assert set(table.written) == {"in", "be"}


def test_only_lower_case_tokens_between_spaces_change() -> None:
    table = {"deal": "woody", "sign": "motion", "on": "connected"}
    text = "On Monday they sign the deal, a\tdeal on-site (deal) deal's DEAL.\nSign deal\n"
    spun = simulator.spin(text, table)
    assert spun.text == (
        "On Monday they motion the deal, a\twoody on-site (deal) deal's DEAL.\nSign woody\n"
    )
    assert all(spun.text[w.start : w.end] == w.written for w in spun.words)
    assert [w.original for w in spun.words if w.is_replaced] == ["sign", "deal", "deal"]
    assert spun.running == 14


def test_number_words_become_digits_and_are_not_scored() -> None:
    spun = simulator.spin("after two days", {})
    assert spun.text == "after 2 days"
    assert not any(word.is_replaced for word in spun.words)


def test_pieces_are_running_prose_of_the_right_length() -> None:
    sentence = "The old man walked slowly to the harbour,\nwhere the boats lay in the sun. "
    text = "\n\n".join(sentence * n for n in (3, 60, 9, 12, 7, 30, 2, 14))
    pieces = simulator.cut_pieces(corpora.Document("books", "a", text), most=3)
    assert len(pieces) == 3
    assert all(200 <= len(piece.text.split()) <= 600 for piece in pieces)
    assert "harbour, where" in pieces[0].text


def test_halves_are_stable_and_about_equal() -> None:
    names = [f"document {number}" for number in range(1000)]
    assert 450 < sum(map(simulator.is_dev, names)) < 550
    assert simulator.is_dev("document 0") == simulator.is_dev("document 0")


def test_outcomes_are_read_off_the_ledger() -> None:
    from normalize import Change

    def change(layer: int, start: int, end: int, after: str, confidence: float) -> Change:
        return Change(
            rule="spun-word",
            step="unspin",
            before="",
            after=after,
            confidence=confidence,
            note="",
            layer=layer,
            input_start=start,
            origin_start=start,
            origin_end=end,
        )

    spun = simulator.spin("we sign a deal here", {"deal": "woody"})
    changes = [
        change(0, 10, 15, "wood", 0.99),
        change(1, 10, 15, "deal", 0.93),
        change(0, 3, 7, "mark", 0.6),
    ]
    tally = unspin.Tally()
    with unspin.use_channel(observed=False) as known:
        unspin.read_outcomes(spun, changes, known, tally)
    tally.counts["words"] = spun.running
    rows = {row["threshold"]: row for row in tally.report()["thresholds"]}
    assert (rows[0.5]["restored"], rows[0.5]["damaged"]) == (1.0, 0.25)
    assert (rows[0.9]["restored"], rows[0.9]["damaged"]) == (1.0, 0.0)
    assert rows[0.95]["restored"] == 0.0
