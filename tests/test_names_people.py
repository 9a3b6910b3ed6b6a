"""Who is who in a document, discovery and its review, originals, and the commands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from normalize import Normalizer, Settings
from normalize.cli import main
from normalize.edits import Change
from normalize.lexicon import DictionaryError
from normalize.names.discover import find_clusters
from normalize.names.people import resolve_people
from normalize.names.review import accept_candidates

NAMES = Normalizer(Settings(steps=("names",)))

LINKED = [
    (["Steve Witkoff", "Witkoff"], [0, 0]),
    (["Steve Witkoff", "Mr. Witkoff’s"], [0, 0]),
    (["Barack Obama", "President Obama"], [0, 0]),
    (["J. Smith", "John Smith"], [0, 0]),
    (["William Gates", "Bill Gates", "Gates"], [0, 0, 0]),
    (["Otto Jespersen", "Jens Otto Harry Jespersen"], [0, 0]),
    (["Home Secretary Suella Braverman", "Braverman"], [0, 0]),
    (["Ms. Lau", "Jessica Lau"], [0, 0]),
    # as long as the document has named one of them only, he is meant
    (["Vitali Klitschko", "Klitschko", "Wladimir Klitschko"], [0, 0, 1]),
]
REFUSED = [
    (["Vitali Klitschko", "Wladimir Klitschko", "Klitschko"], [0, 1, -1]),
    (["George W. Bush", "George H. W. Bush", "Bush"], [0, 1, -1]),
    (["Donald Trump", "Donald Trump Jr.", "Melania Trump"], [0, 1, 2]),
    (["Mr. Smith", "Mrs. Smith"], [-1, -1]),
    (["George Bush", "Mr. George"], [0, -1]),
    (["Doku Umarov", "Rustem Umerov", "Umarov"], [0, 1, 0]),
    (["Anna Chao", "Rulan Chao Pian"], [0, 1]),
    (["President", "the minister", ""], [-1, -1, -1]),
    (["Olena Zelenska", "Volodymyr Zelenskyy"], [0, 1]),
    # called by the surname since: who comes in full now may be the father
    (["Pierre Charles L'Enfant", "L'Enfant", "Pierre L'Enfant"], [0, 0, 1]),
]


@pytest.mark.parametrize(("mentions", "people"), [*LINKED, *REFUSED])
def test_mentions_are_linked_only_where_nothing_competes(
    mentions: list[str], people: list[int]
) -> None:
    assert resolve_people(mentions) == people


def test_clusters_do_not_chain_and_respect_what_is_apart() -> None:
    counts = {"Steve Witkoff": 9, "Steve Witkov": 2, "Steve Vitkov": 1, "Jared Kushner": 4}
    assert [cluster.names for cluster in find_clusters(counts)] == [
        ("Steve Witkoff", "Steve Witkov", "Steve Vitkov")
    ]
    apart = {
        frozenset(("Steve Witkoff", "Steve Vitkov")),
        frozenset(("Steve Witkov", "Steve Vitkov")),
    }
    assert [cluster.names for cluster in find_clusters(counts, apart)] == [
        ("Steve Witkoff", "Steve Witkov")
    ]
    known = {"Steve Witkoff": "Steve Witkoff", "Steve Witkov": "Another Man"}
    joined = [set(cluster.names) for cluster in find_clusters(counts, known=known)]
    assert all(not {"Steve Witkoff", "Steve Witkov"} <= names for names in joined)


@pytest.mark.parametrize(
    "names",
    [
        ["Vitali Klitschko", "Wladimir Klitschko"],
        ["Sergei Lavrov", "Sergei Ryabkov"],
        ["Olena Zelenska", "Volodymyr Zelenskyy"],
        ["Robert Fico", "Roman Fico"],
        ["Witkoff", "Witkov"],
        ["", " "],
    ],
)
def test_different_people_are_no_cluster(names: list[str]) -> None:
    assert find_clusters(dict.fromkeys(names, 1)) == []


ORIGINALS = [
    ("The sign at the station says Київ and no more.", ["Kyiv"]),
    ("The post of Володимир Зеленський was read by millions.", ["Volodymyr Zelenskyy"]),
    ("The character 北京 stands above the door of the shop.", ["Beijing"]),
    ("The word Київський is an adjective of the town.", []),
    ("Президент Володимир Зеленський прибув до Києва.", []),
    ("The word привет is a greeting in the language.", []),
]


@pytest.mark.parametrize(("text", "canonicals"), ORIGINALS)
def test_names_in_their_own_script_are_reported_and_stay(text: str, canonicals: list[str]) -> None:
    cleaned = NAMES.explain(text)
    assert cleaned.text == text
    found = [item for item in cleaned.findings if item.rule == "original-script"]
    assert [
        mention.canonical for mention in cleaned.mentions if not mention.canonical.isascii()
    ] == []
    assert [item.message.split(",")[0] for item in found] == canonicals
    mentions = {(item.start, item.end): item.canonical for item in cleaned.mentions}
    assert [mentions[item.start, item.end] for item in found] == canonicals


def test_mentions_have_their_spans_in_both_texts() -> None:
    text = "So Zelenskiy left Kiev for Paris and the Ukrainians of Lyon."
    cleaned = NAMES.explain(text)
    found = [
        (text[m.origin_start : m.origin_end], cleaned.text[m.start : m.end], m.canonical, m.kind)
        for m in cleaned.mentions
    ]
    assert found == [
        ("Zelenskiy", "Zelenskyy", "Volodymyr Zelenskyy", "person"),
        ("Kiev", "Kyiv", "Kyiv", "place"),
        ("Paris", "Paris", "Paris", "place"),
        ("Ukrainians", "Ukrainians", "Ukraine", "demonym"),
        ("Lyon", "Lyon", "Lyon", "place"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "She flew to Munich, Cologne, Moscow and Warsaw on the same day.",
        "The Durham University library is older than the one in Leeds.",
        "He wrote about Deutschland and about Roma in his letters to the editor.",
        "Paris Hilton and London Breed were at the party in the evening.",
    ],
)
def test_names_of_the_generated_gazetteer_never_change_a_text(text: str) -> None:
    cleaned = NAMES.explain(text)
    assert cleaned.text == text
    assert [change for change in cleaned.changes if isinstance(change, Change)] == []


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    texts = {
        "a.txt": "The painter Elena Moroshkina had a shop by the sea. It was Kiev that she loved.",
        "b.txt": "In the end Elena Morashkina sold it in the spring to Martin Galkoff.",
        "c.txt": "The painter Elena Moroshkina died in Kyiv, and Martin Galkoff wept.",
    }
    for name, text in texts.items():
        Path(name).write_text(text, encoding="utf-8")
    return tmp_path


def run(*args: str) -> Result:
    return CliRunner(catch_exceptions=False).invoke(main, args, prog_name="normalize")


def test_list_prints_a_table_or_lines_of_json(folder: Path) -> None:
    result = run("names", "list", ".")
    assert result.exit_code == 0
    assert "place      2  Kyiv  Kiev" in result.stdout
    lines = [
        json.loads(line) for line in run("names", "list", "a.txt", "--jsonl").stdout.splitlines()
    ]
    assert [(line["written"], line["canonical"], line["kind"]) for line in lines] == [
        ("Kiev", "Kyiv", "place")
    ]
    assert run("names", "list", "missing.txt").exit_code == 2


def test_what_was_decided_is_written_and_not_proposed_again(folder: Path) -> None:
    assert run("names", "discover", ".", "-o", "found.tsv").exit_code == 0
    head, line = Path("found.tsv").read_text(encoding="utf-8").splitlines()
    assert line.split("\t")[1:5] == ["Elena Moroshkina", "Elena Morashkina", "1", "2"]
    Path("found.tsv").write_text(f"{head}\nno{line}\n", encoding="utf-8")
    assert run("names", "accept", "found.tsv").exit_code == 0
    run("names", "discover", ".", "-o", "again.tsv")
    assert Path("again.tsv").read_text(encoding="utf-8").splitlines() == [head]
    Path("found.tsv").write_text(f"{head}\nyes{line}\n", encoding="utf-8")
    run("names", "accept", "found.tsv")
    own = Normalizer(Settings(steps=("names",), dictionaries=("names.tsv",)))
    assert "Elena Moroshkina sold" in own.clean(Path("b.txt").read_text(encoding="utf-8"))
    run("names", "discover", ".", "-o", "again.tsv")
    assert Path("again.tsv").read_text(encoding="utf-8").splitlines() == [head]


def test_a_decision_that_is_none_writes_nothing(folder: Path) -> None:
    Path("found.tsv").write_text("decision\tcanonical\tvariant\nperhaps\tA B\tA C\n")
    with pytest.raises(DictionaryError, match=r"found\.tsv:2"):
        accept_candidates("found.tsv", "own.tsv")
    assert not Path("own.tsv").exists()
