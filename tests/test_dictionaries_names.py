"""The name dictionaries: a bad row changes somebody's name in every document."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from pathlib import Path

import pytest

from normalize.lexicon import load_list

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "dictionaries" / "names"
HEADERS = {
    "persons": "canonical\tvariant\tkind\tsource\tcondition",
    "places": "canonical\tvariant\tkind\tsource\tcondition",
    "organisations": "canonical\tvariant\tkind\tsource\tcondition",
    "frozen": "phrase\treason",
    "readings": "spelling\treading\tcue",
    "demonyms": "canonical\tvariant",
}
NAME_FILES = ("persons", "places", "organisations")
KINDS = {
    "persons": {"person", "surname"},
    "places": {"city", "country", "place", "region", "river"},
    "organisations": {"acronym", "organisation"},
}
SOURCES = {"curated", "house-style", "typo"}
CONDITIONS = {"", "document", "select", "mention"}


def read_text(name: str) -> str:
    return (FOLDER / f"{name}.tsv").read_bytes().decode("utf-8")


def read_rows(name: str) -> list[list[str]]:
    return [line.split("\t") for line in read_text(name).splitlines()[1:]]


def name_rows() -> list[tuple[str, list[str]]]:
    return [(name, row) for name in NAME_FILES for row in read_rows(name)]


@pytest.mark.parametrize("name", HEADERS)
def test_file_has_its_header_and_line_ends(name: str) -> None:
    text = read_text(name)
    assert text.startswith(HEADERS[name] + "\n")
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert "\r" not in text
    assert not text.startswith("\ufeff")


@pytest.mark.parametrize("name", HEADERS)
def test_file_is_nfc_without_invisible_characters(name: str) -> None:
    text = read_text(name)
    assert unicodedata.is_normalized("NFC", text)
    hidden = {
        char
        for char in text
        if unicodedata.category(char) in {"Cc", "Cf", "Zl", "Zp"} and char not in "\t\n"
    }
    assert not hidden


@pytest.mark.parametrize("name", HEADERS)
def test_letters_are_latin(name: str) -> None:
    # A Cyrillic look-alike in a variant never matches and nobody sees why.
    strange = {
        char
        for char in read_text(name)
        if char.isalpha() and not unicodedata.name(char).startswith("LATIN ")
    }
    assert not strange


@pytest.mark.parametrize("name", HEADERS)
def test_rows_are_sorted_and_unique(name: str) -> None:
    rows = read_text(name).splitlines()[1:]
    assert rows == sorted(rows)
    assert len(rows) == len(set(rows))


@pytest.mark.parametrize("name", HEADERS)
def test_cells_are_complete_and_trimmed(name: str) -> None:
    columns = HEADERS[name].count("\t") + 1
    for row in read_rows(name):
        assert len(row) == columns, row
        assert all(
            cell == cell.strip() and "  " not in cell and "\u00a0" not in cell for cell in row
        ), row
        required = row[:4] if columns == 5 else row
        assert all(required), row


@pytest.mark.parametrize("name", NAME_FILES)
def test_kind_source_and_condition_are_known(name: str) -> None:
    for row in read_rows(name):
        assert row[2] in KINDS[name], row
        assert row[3] in SOURCES, row
        assert row[4] in CONDITIONS, row


@pytest.mark.parametrize("name", NAME_FILES)
def test_variant_and_kind_stand_once(name: str) -> None:
    pairs = [(row[1], row[2]) for row in read_rows(name)]
    assert len(pairs) == len(set(pairs))


def test_variant_has_one_canonical_in_all_files() -> None:
    canonicals = defaultdict(set)
    for _, row in name_rows():
        canonicals[row[1]].add(row[0])
    assert {variant: found for variant, found in canonicals.items() if len(found) > 1} == {}


def test_variants_equal_but_for_case_have_canonicals_equal_but_for_case() -> None:
    # All-capitals text is matched without case: KIEV may not have two meanings.
    canonicals = defaultdict(set)
    for _, row in name_rows():
        canonicals[row[1].casefold()].add(row[0].casefold())
    assert {variant: found for variant, found in canonicals.items() if len(found) > 1} == {}


def test_no_canonical_is_a_variant_of_another() -> None:
    # With this there are neither chains nor cycles.
    names = {row[0] for _, row in name_rows()}
    assert [row for _, row in name_rows() if row[1] in names and row[1] != row[0]] == []


def test_recognised_only_names_have_no_condition() -> None:
    assert [row for _, row in name_rows() if row[0] == row[1] and row[4]] == []


def test_surname_belongs_to_a_listed_person() -> None:
    # The condition `document` looks for that person.
    last_words = {row[0].split()[-1] for row in read_rows("persons") if row[2] == "person"}
    assert {row[0] for row in read_rows("persons") if row[2] == "surname"} <= last_words


def test_person_is_more_than_one_word() -> None:
    single = {row[1] for row in read_rows("persons") if row[2] == "person" and " " not in row[1]}
    assert single <= {"Hemedeti", "Hemeti", "Hemetti", "Hemmeti", "Himeidti"}


def test_unconditional_variant_is_no_common_english_word() -> None:
    words = load_list("words/common.tsv", "word")
    assert len(words) >= 40_000
    variants = {
        row[1] for _, row in name_rows() if row[4] == "" and row[0] != row[1] and " " not in row[1]
    }
    assert sorted(variant for variant in variants if variant.lower() in words) == []


def test_canonical_adds_no_full_stop() -> None:
    # "Jr" replaced by "Jr." in front of a full stop would leave two.
    assert [
        row for _, row in name_rows() if row[0].endswith(".") and not row[1].endswith(".")
    ] == []


def test_frozen_reason_is_one_word_and_phrase_has_one_reason() -> None:
    rows = read_rows("frozen")
    assert all(reason.isalpha() and reason.islower() for _, reason in rows)
    assert len({phrase for phrase, _ in rows}) == len(rows)
    assert len(rows) >= 120


def test_frozen_phrase_is_no_entry_of_the_name_files() -> None:
    # Such an entry could never fire.
    variants = {row[1] for _, row in name_rows()}
    assert [phrase for phrase, _ in read_rows("frozen") if phrase in variants] == []


@pytest.mark.parametrize(
    ("variant", "canonical", "condition"),
    [
        ("Kiev", "Kyiv", ""),
        ("Odessa", "Odesa", ""),
        ("Donbass", "Donbas", ""),
        ("Zaporozhye", "Zaporizhzhia", ""),
        ("Witkov", "Witkoff", ""),
        ("Zelenskiy", "Zelenskyy", ""),
        ("Kiril Dmitriev", "Kirill Dmitriev", ""),
        ("Dmitriyev", "Dmitriev", "document"),
        ("Umarov", "Umerov", "document"),
        ("Doku Umarov", "Doku Umarov", ""),
        ("Turkey", "Türkiye", "select"),
        ("Peking", "Beijing", "select"),
        ("U.S.", "US", ""),
    ],
)
def test_house_style_holds(variant: str, canonical: str, condition: str) -> None:
    found = [row for _, row in name_rows() if row[1] == variant]
    if variant == canonical and not found:
        found = [
            [canonical, canonical, "", "", ""] for _, row in name_rows() if row[0] == canonical
        ][:1]
    assert [(row[0], row[4]) for row in found] == [(canonical, condition)]


GENERATED = FOLDER / "gazetteer.tsv"
LICENSED = {"geonames", "cldr", "curated", "ofac", "congress"}


def generated_rows() -> list[list[str]]:
    lines = GENERATED.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")][1:]


def test_generated_variants_are_many_and_have_a_source() -> None:
    rows = generated_rows()
    assert sum(row[0] != row[1] for row in rows) >= 20_000
    assert {row[3] for row in rows} == LICENSED
    # The reviewed tables alone change texts.
    assert {row[4] for row in rows} == {"mention"}
    assert GENERATED.read_text(encoding="utf-8").startswith("# Generated by scripts/build_names")


def test_generated_variants_have_one_meaning() -> None:
    canonicals = defaultdict(set)
    for canonical, variant, *_ in generated_rows():
        canonicals[variant].add(canonical)
        canonicals[canonical].add(canonical)
    assert {name: found for name, found in canonicals.items() if len(found) > 1} == {}


def test_generated_variants_are_no_reviewed_name_no_word_and_not_short() -> None:
    reviewed = {row[1] for _, row in name_rows()}
    words = load_list("words/common.tsv", "word")
    rows = [row for row in generated_rows() if row[2] != "demonym" and row[0] != row[1]]
    assert [row for row in rows if row[1] in reviewed] == []
    assert [row for row in rows if row[1].lower() in words] == []
    assert [row for row in rows if len(row[1]) < 4] == []


def test_readings_are_known_and_of_spellings_that_are_looked_for() -> None:
    rows = read_rows("readings")
    assert {row[1] for row in rows} <= {"own", "other", "sure", "needs", "word"}
    spellings = {row[1] for _, row in name_rows()}
    in_doubt = {row[0] for _, row in name_rows() if row[4] == "document" or row[2] == "surname"}
    assert {row[0] for row in rows} - spellings - in_doubt == set()
