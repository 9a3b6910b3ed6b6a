"""Families of spinners read from folders, phrases that stand for others, and their tables."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from cases import ROOT

from normalize import Normalizer, Settings
from normalize.lexicon import load_table
from normalize.unspin.families import load_families, load_patterns
from normalize.unspin.signs import load_sign_finder
from normalize.unspin.wording import place_phrase

sys.path.insert(0, str(ROOT / "scripts"))

import build_tortured_phrases as build

NORMALIZER = Normalizer(Settings(steps=("unspin",)))
PAIRS = ROOT.parent / "shared" / "data" / "spun" / "tortured_phrases.tsv"
FAMILIES = ROOT.parent / "shared" / "data" / "spun" / "families"
TORTURED = load_table("substitutions/tortured_phrases.tsv")
SPUN = (
    "Issues harbour past issues old town testament live closed along Monday, and issues ferries "
    "ar non expected inwards issues morning oregon astatine noon, arsenic issues storm has non "
    "passed. Issues council tin live reached astatine issues town hall. "
)


def test_families_are_folders_and_say_what_they_are() -> None:
    names = [family.name for family in load_families()]
    assert names == sorted(names)
    assert {"mild", "rephrased", "scattered", "thesaurus"} <= set(names)
    for family in load_families():
        assert family.about
        assert family.source
        assert family.has("observed.tsv") or family.has("phrases.tsv")


def test_the_phrases_and_patterns_of_families_are_sound() -> None:
    for family in load_families():
        rows = (
            load_table(f"substitutions/{family.name}/phrases.tsv")
            if family.has("phrases.tsv")
            else ()
        )
        written = [row["written"].lower() for row in rows]
        assert len(set(written)) == len(written)
        for row in rows:
            assert row["certainty"] in {"A", "B", "C"}
            assert float(row["weight"]) >= 0
            assert row["original"] not in written
        for pattern in load_patterns(family.name):
            re.compile(pattern.pattern)
            assert pattern.trigger


def test_a_tortured_phrase_is_no_original_and_no_phrase_twice() -> None:
    written = {row["written"] for row in TORTURED}
    assert len(written) == len(TORTURED)
    for row in TORTURED:
        assert row["when"] in {"always", "document", "ordinary"}
        assert not written & set(row["original"].split("; "))
        assert "?" not in row["original"]


@pytest.mark.skipif(not PAIRS.exists(), reason="the list lies beside the project")
def test_the_table_is_what_the_script_makes_of_the_list() -> None:
    path = ROOT / "dictionaries" / "substitutions" / "tortured_phrases.tsv"
    rows = path.read_text(encoding="utf-8").splitlines()[2:]
    assert build.build_rows(PAIRS) == rows


def test_a_phrase_that_may_be_english_changes_only_beside_one_that_is_not() -> None:
    ordinary = "They stored the huge information and used an irregular forest."
    assert NORMALIZER.clean(ordinary) == ordinary
    text = f"{ordinary} Counterfeit consciousness did the rest."
    assert NORMALIZER.clean(text) == (
        "They stored the big data and used a random forest. Artificial intelligence did the rest."
    )


def test_every_unmistakable_phrase_changes_by_itself_and_is_then_quiet() -> None:
    for row in TORTURED:
        if row["when"] == "always" and "; " not in row["original"]:
            text = f"The next part deals with {row['written']} in some detail."
            cleaned = NORMALIZER.explain(text)
            assert cleaned.changes, text
            assert NORMALIZER.clean(cleaned.text) == cleaned.text


def test_the_gate_is_sound_whatever_the_case_and_the_line_break() -> None:
    finder = load_sign_finder()
    for text in ("counterfeit consciousness", "COUNTERFEIT\nCONSCIOUSNESS", "In Arrange To"):
        assert finder.find(text).has_phrase
    assert not finder.find("artificial intelligence in order to").has_phrase


def test_a_spun_document_is_named_undone_and_reported() -> None:
    cleaned = NORMALIZER.explain(SPUN)
    facts = {fact.key: fact.value for fact in cleaned.facts}
    assert facts["spinner"] == "scattered"
    assert [fact.key for fact in cleaned.facts].count("spun") == 1
    assert [finding.rule for finding in cleaned.findings] == ["spun-text"]
    assert "issues" not in cleaned.text.lower()
    again = NORMALIZER.explain(cleaned.text)
    assert not again.changes
    assert all(float(f.value) < 0.5 for f in again.facts if f.key == "spun")


def test_only_the_spun_passage_of_a_document_changes() -> None:
    clean = "The issues of the day were arsenic in the well and a road to the town by the sea.\n\n"
    text = clean * 4 + SPUN + "\n\n" + clean * 4
    changes = NORMALIZER.explain(text).changes
    start = len(clean) * 4
    assert changes
    assert all(start <= change.origin_start < start + len(SPUN) for change in changes)


def test_odd_phrases_of_a_long_document_are_chance() -> None:
    filler = "The keeper of the lighthouse wrote a letter every evening. " * 4_000
    text = (
        f"Not as it were said. {filler} For occasion she sang. {filler} He left sometime recently."
    )
    assert NORMALIZER.explain(text).changes == []


@pytest.mark.parametrize(
    ("text", "original", "wanted"),
    [
        ("an irregular forest", "random forest", "a random forest"),
        ("A huge information set", "artificial data", "An artificial data set"),
        ("a uniform x", "unique x", "a unique x"),
    ],
)
def test_the_article_follows_the_word(text: str, original: str, wanted: str) -> None:
    start = text.index(" ") + 1
    end = start + len(" ".join(text[start:].split(" ")[: len(original.split())]))
    low, high, after = place_phrase(text, start, end, original)
    assert text[:low] + after + text[high:] == wanted


@pytest.mark.skipif(not FAMILIES.exists(), reason="the spun pages lie beside the project")
@pytest.mark.parametrize(
    ("name", "family"),
    [("101", "scattered"), ("102", "scattered"), ("103", "scattered"), ("201", "mild")],
)
def test_the_spun_pages_are_told_apart(name: str, family: str) -> None:
    text = next(FAMILIES.glob(f"{name}*")).read_text(encoding="utf-8")
    facts = [fact for fact in NORMALIZER.explain(text).facts if fact.key == "spinner"]
    assert {fact.value for fact in facts} == {family}


def test_odd_input_passes() -> None:
    for text in (
        "\ud800 counterfeit consciousness",
        "İ counterfeit consciousness",
        "zero0zero" * 9,
    ):
        cleaned = NORMALIZER.explain(text)
        assert cleaned.restore() == text


def test_a_new_family_is_a_new_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "made-up"
    folder.mkdir()
    (folder / "family.toml").write_text('about = "a"\nsource = "s"\n', encoding="utf-8")
    monkeypatch.setattr("normalize.unspin.families.get_path", lambda name: tmp_path)
    load_families.cache_clear()
    try:
        assert [family.name for family in load_families()] == ["made-up"]
    finally:
        load_families.cache_clear()
