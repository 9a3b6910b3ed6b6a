"""The main job: dirty articles come out as their clean twins, clean ones untouched."""

from __future__ import annotations

import csv
from pathlib import Path
from threading import Thread

import pytest
from cases import FIXTURES, ROOT, check_laws
from test_unspin import SPUN, score_words

import normalize
from normalize import Cleaned, Context, Normalizer, Settings

SEEDS = ROOT.parent / "shared" / "seeds"
NORMALIZER = Normalizer()
needs_seeds = pytest.mark.skipif(not SEEDS.exists(), reason="the seeds lie beside the project")


def read(path: Path) -> str:
    """Read a file with its line ends as they are."""
    return path.read_bytes().decode("utf-8")


def list_articles() -> list[Path]:
    """List the dirty articles."""
    return sorted((FIXTURES / "articles").glob("*.txt"))


@pytest.mark.parametrize("path", list_articles(), ids=lambda path: path.stem)
def test_a_dirty_article_becomes_its_clean_twin(path: Path) -> None:
    cleaned = NORMALIZER.explain(read(path))
    expected = read(FIXTURES / "expected" / path.name)
    check_laws(NORMALIZER, cleaned)
    if path.name not in SPUN:
        assert cleaned.text == expected
        return
    # Not every spun word can be read back; everything else must be as in the twin.
    restored, replaced, damaged, untouched = score_words(cleaned.text, expected, cleaned.text)
    assert replaced < 0.06 * untouched, "words that differ from the twin"
    assert (restored, damaged) == (0, 0)
    assert [len(line.split()) for line in cleaned.text.split("\n")] == [
        len(line.split()) for line in expected.split("\n")
    ]


@pytest.mark.parametrize(
    "path",
    sorted([*(FIXTURES / "clean").glob("*.txt"), *(FIXTURES / "expected").glob("*.txt")]),
    ids=lambda path: f"{path.parent.name}-{path.stem}",
)
def test_clean_text_stays_byte_identical(path: Path) -> None:
    text = read(path)
    assert NORMALIZER.explain(text).changes == []
    assert normalize.clean(text) == text


def test_every_dirty_article_has_a_twin_and_a_row() -> None:
    names = [path.name for path in list_articles()]
    assert names == sorted(path.name for path in (FIXTURES / "expected").glob("*.txt"))
    with (FIXTURES / "articles.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    assert [row["file"] for row in rows] == names
    assert [row["file"] for row in rows if row["spun"] == "yes"] == SPUN


def test_facts_say_what_was_cut_off() -> None:
    facts = {}
    for path in list_articles():
        facts[path.name] = {fact.key: fact.value for fact in NORMALIZER.explain(read(path)).facts}
    assert facts["01_ukraine-talks_A.txt"]["date"].startswith("2025-")  # type: ignore[union-attr]
    assert facts["08_ukraine-talks_D.txt"]["spun"] > 0.9  # type: ignore[operator]


def test_the_language_of_the_document_and_of_its_other_paragraphs_is_a_fact() -> None:
    german = (
        "Der Minister sagte am Montag, dass er nicht nach Kiew reisen werde. Die U.S. Botschaft."
    )
    english = "The minister said on Monday that he would not travel to Kiev in the winter."
    other = "He has been there twice, as the paper told its readers in the autumn of last year."
    facts = NORMALIZER.explain(f"{english}\n{other}\n{german}\n").facts
    stated = [(fact.value, fact.origin_start) for fact in facts if fact.key == "language"]
    assert stated[0] == ("en", 0)
    assert [value for value, _ in stated[1:]] == ["de"]


@pytest.mark.parametrize("path", list_articles(), ids=lambda path: path.stem)
def test_law_6_a_closed_gate_has_nothing_behind_it(path: Path) -> None:
    for text in (read(path), read(FIXTURES / "expected" / path.name)):
        for paragraph in [text, *text.split("\n")]:
            context = Context(paragraph, Settings())
            for step in NORMALIZER.steps:
                if not step.is_open(paragraph, context):
                    assert list(step.find(paragraph, context)) == []


def test_one_normalizer_serves_many_threads() -> None:
    texts = [read(path) for path in list_articles()]
    expected = [cleaned.text for cleaned in NORMALIZER.pipe(texts)]
    fresh = Normalizer()
    results: list[list[str]] = [[] for _ in range(4)]

    def work(at: int) -> None:
        results[at] = [fresh.clean(text) for text in texts]

    threads = [Thread(target=work, args=(at,)) for at in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [expected] * 4


def test_selected_rules_alone_change_text() -> None:
    for path in list_articles():
        only = Normalizer(Settings(select=("place-variant", "characters")))
        steps = {(c.rule, c.step) for c in only.explain(read(path)).changes}
        assert all(rule == "place-variant" or step == "characters" for rule, step in steps)
    ignoring = Normalizer(Settings(ignore=("unspin", "names", "layout", "characters")))
    assert all(ignoring.clean(read(path)) == read(path) for path in list_articles())


def clean_seed(number: str) -> Cleaned:
    """Clean one of the five real articles."""
    return NORMALIZER.explain(read(next(SEEDS.glob(f"{number}_*.txt"))))


GONE = [
    "Kiev", "Witkov", "Witkopf", "Zelensky ", "Zelensky’", "Zelenskyj", "Dmítriev", "Kiril ",
    "Rustam", "Umarov", "Dimitri Peskov", "administrationThe", "policyStatus", "InsiderMoscow",
    "talksSpecial", "\N{OBJECT REPLACEMENT CHARACTER}", "needed.Thanks", "UKraine", "Sergey Lavrov",
    "Don’t miss more hot News", "2025-11-26 21:04:00", "Post a Comment", "0 Comments",
    "2 weeks ago 16", "Recommended Stories", "list of 4 items", "Read Entire Article",
    "Subscribe for free", "date 2025-11-19", "helium", "beryllium", "volition", "astatine",
    "whitethorn", "connected Tuesday", "successful Geneva", " nary ", "oregon ", "archetypal",
]  # fmt: skip


@needs_seeds
@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_nothing_that_must_go_is_left_in_the_seeds(number: str) -> None:
    cleaned = clean_seed(number)
    assert [word for word in GONE if word in cleaned.text] == []
    check_laws(NORMALIZER, cleaned)


@needs_seeds
def test_no_paragraph_of_a_seed_stands_twice() -> None:
    lines = [line for line in clean_seed("000").text.split("\n") if line]
    assert len(lines) == len(set(lines))
