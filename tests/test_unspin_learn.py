"""Learning: pages and their originals, pages alone, tables in the settings, `normalize spin`."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from cases import FIXTURES
from click.testing import CliRunner, Result

from normalize import Normalizer, Settings
from normalize.cli import main
from normalize.lexicon import DictionaryError
from normalize.unspin.align import BLOCK, align_words
from normalize.unspin.channel import Channel, load_channel
from normalize.unspin.language_model import load_model
from normalize.unspin.learn import Lesson, format_table, learn_pages, learn_pairs
from normalize.unspin.propose import propose_pairs, read_words
from normalize.unspin.sample import Sample
from normalize.unspin.sentences import iter_sentences
from normalize.unspin.tables import Learned, find_tables, load_learned
from normalize.words import iter_paragraphs

SPUN = (FIXTURES / "articles" / "08_ukraine-talks_D.txt").read_text(encoding="utf-8")
CLEAN = (FIXTURES / "expected" / "08_ukraine-talks_D.txt").read_text(encoding="utf-8")
# None of these pairs is in the thesaurus: only learning can know them.
TABLE = {"the": "rhubarb", "and": "quoin", "of": "spandrel"}


def split(text: str) -> list[str]:
    """Split a page into two, a paragraph by turns."""
    paragraphs = [line for line in text.splitlines() if line.strip()]
    return ["\n\n".join(paragraphs[0::2]), "\n\n".join(paragraphs[1::2])]


def respin(text: str) -> str:
    return re.sub(r"(?<!\S)[a-z]+(?!\S)", lambda m: TABLE.get(m[0], m[0]), text)


def run(*args: str) -> Result:
    return CliRunner(catch_exceptions=False).invoke(main, args, prog_name="normalize")


@pytest.fixture
def table(tmp_path: Path) -> Path:
    lesson = learn_pairs([(respin(CLEAN), CLEAN)])
    path = tmp_path / "table.tsv"
    path.write_text(format_table(lesson, "a test"), encoding="utf-8")
    return path


def test_pairs_are_counted_and_so_are_kept_words() -> None:
    counts = learn_pairs([(respin(CLEAN), CLEAN)]).counts
    for original, written in TABLE.items():
        assert set(counts[original]) == {written}
    assert set(counts["with"]) == {"with"}


def test_words_that_only_one_page_has_are_passed_over() -> None:
    menu = "Home News Sport your account is here please log in now to read more of it\n\n"
    middle = len(CLEAN) // 2
    original = (
        CLEAN[:middle] + " and one more thing that only they have said so far " + CLEAN[middle:]
    )
    pairs = set(align_words(menu + respin(CLEAN) + menu, original))
    wrong = {(a, b) for a, b in pairs if a != b and TABLE.get(b) != a}
    assert len(wrong) <= 1
    assert len(pairs) > 100


def test_pages_without_anything_in_common_teach_nothing() -> None:
    words = "lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod".split()
    assert learn_pairs([(" ".join(words * 30), CLEAN)]).used == 0


def test_long_pages_are_aligned_block_by_block() -> None:
    original = "\n".join(f"{CLEAN} number{n}" for n in range(3 * BLOCK // len(CLEAN.split()) + 2))
    assert len(original.split()) > 2 * BLOCK
    spun = "Advertisement of the day\n" + respin(original)
    pairs = list(align_words(spun, original))
    assert len(pairs) > 0.98 * len(original.split())
    assert all(a == b or TABLE.get(b) == a for a, b in pairs)


def test_counts_outweigh_what_was_known(tmp_path: Path) -> None:
    known = Channel("thesaurus", Learned({"peace": {"peace": 9.0}, "will": {"zeal": 4.0}}))
    before = dict(load_channel("thesaurus").candidates("order"))
    assert dict(known.candidates("order")).get("peace", -99) < before["peace"] - 2
    assert known.candidates("zeal")[0].word == "will"
    assert known.keep_log_prob("peace") > -0.1
    assert "zeal" in known.suspicious


def test_a_learned_table_can_lie_in_the_folder_of_its_family(
    table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table.rename(table.with_name("learned.tsv"))
    assert find_tables("thesaurus") == ()
    monkeypatch.setattr("normalize.unspin.tables.get_path", lambda name: table.parent)
    assert find_tables("thesaurus", (table,)) == (table.with_name("learned.tsv"), table)


def test_a_page_is_taken_out_of_what_all_pages_say() -> None:
    learned = Learned({"in": {"successful": 3.0, "in": 1.0}})
    rest = learned.without({"in": {"successful": 3.0}, "new": {"fresh": 1.0}})
    assert rest.blend("in", "successful", 0.0) < 0.01
    assert rest.blend("new", "fresh", 0.4) == 0.4
    assert learned.blend("in", "successful", 0.0) > 0.5


def test_a_common_word_that_is_missing_is_proposed_for_a_rare_one_in_its_place() -> None:
    text = (
        "The government desideratum do more to help the people . "
        "We desideratum find a way to work with them . You desideratum have been very tired . "
        "They desideratum be told what happened here . He desideratum have known the answer . "
        "The president desideratum make a decision this week . I think we desideratum go now . "
        "She desideratum be one of the best players in the world . It desideratum be said again ."
    )
    sentences = [
        read_words(sentence, {}) for sentence in iter_sentences(text, iter_paragraphs(text))
    ]
    proposals = propose_pairs(sentences, load_channel("thesaurus"), load_model())
    assert proposals == {"desideratum": {"must": pytest.approx(0.3)}}


def test_unpaired_pages_teach_what_the_spinner_writes() -> None:
    lesson = learn_pages([*split(SPUN), CLEAN])
    assert lesson.used == 2
    assert lesson.counts["in"].get("successful", 0) > lesson.counts["in"].get("in", 0)
    lines = format_table(lesson, "a test").splitlines()
    assert lines[1].split("\t")[:3] == ["written", "original", "count"]
    counts = [
        float(line.split("\t")[2]) for line in lines[2:] if len(set(line.split("\t")[:2])) == 2
    ]
    assert counts == sorted(counts, reverse=True)


def test_no_page_confirms_itself_nor_its_copy() -> None:
    assert not learn_pages([SPUN, CLEAN]).counts
    copy = f"{SPUN}\nAn addition of our own.\n"
    assert not learn_pages([SPUN, SPUN, copy]).words


def test_a_sample_is_bounded_and_does_not_depend_on_the_order() -> None:
    pages = [f"{page}\nPage {number}.\n" for number in range(6) for page in split(SPUN)]
    found = []
    for order in (pages, pages[::-1]):
        sample = Sample(most=1000)
        for page in (*order, CLEAN, *order):
            sample.add(page)
        assert 0 < sum(len(s) for page in sample.list_pages() for s in page) <= 1000
        assert len(sample) < len(pages)
        found.append(sample.list_pages())
    assert found[0] == found[1]


def test_a_learned_table_in_the_settings_undoes_new_words(table: Path) -> None:
    settings = Settings(steps=("unspin",), substitutions=(str(table),))
    normalizer = Normalizer(settings)
    assert "rhubarb" not in normalizer.clean(respin(SPUN))
    assert "rhubarb" in Normalizer(Settings(steps=("unspin",))).clean(respin(SPUN))
    assert normalizer.clean(CLEAN) == CLEAN


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no header row"),
        ("a\tb\n", ":1: needs the columns written, original, count"),
        ("# stamp\nwritten\toriginal\tcount\na\tb\n", ":3: 2 cells, the header has 3"),
        ("written\toriginal\tcount\na\tb\tmany\n", ":2: 'many' is no count"),
        ("written\toriginal\tcount\na\tb\t-1\n", "'-1' is no count"),
        ("written\toriginal\tcount\na\tb\tnan\n", "'nan' is no count"),
    ],
)
def test_a_broken_table_is_named(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "table.tsv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DictionaryError, match=message):
        load_learned((path,))


def test_a_missing_table_or_model_is_bad_usage(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("All is well.\n", encoding="utf-8")
    result = run("clean", "--substitutions", "nowhere.tsv", str(page))
    assert result.exit_code == 2
    assert "nowhere.tsv: cannot be read" in result.stderr
    config = tmp_path / "normalize.toml"
    config.write_text('language_model = "no.klm"\n', encoding="utf-8")
    result = run("clean", "--config", str(config), str(page))
    assert result.exit_code == 2
    assert "no.klm: no language model" in result.stderr


def test_files_in_a_configuration_begin_at_its_folder(tmp_path: Path, table: Path) -> None:
    (tmp_path / "normalize.toml").write_text('substitutions = ["table.tsv"]\n', encoding="utf-8")
    page = tmp_path / "page.txt"
    page.write_text(respin(SPUN), encoding="utf-8")
    result = run("clean", "--config", str(tmp_path / "normalize.toml"), str(page))
    assert result.exit_code == 0
    assert "rhubarb" not in result.stdout


def test_another_model_can_be_an_arpa_file(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    arpa = tmp_path / "tiny.arpa"
    arpa.write_text(
        "\\data\\\nngram 1=4\nngram 2=1\n\n\\1-grams:\n-1.0\t<unk>\n-99\t<s>\t0\n-0.5\t</s>\n"
        "-0.5\tthe\t0\n\n\\2-grams:\n-0.2\t<s> the\n\n\\end\\\n",
        encoding="utf-8",
    )
    settings = Settings(steps=("unspin",), language_model=str(arpa))
    assert Normalizer(settings).explain(SPUN).restore() == SPUN
    assert not capfd.readouterr().err


def test_detect_names_spun_documents(tmp_path: Path) -> None:
    (tmp_path / "spun.txt").write_text(SPUN, encoding="utf-8")
    (tmp_path / "clean.txt").write_text(CLEAN, encoding="utf-8")
    result = run("spin", "detect", str(tmp_path))
    assert result.exit_code == 1
    clean, spun = result.stdout.splitlines()
    assert clean.startswith("0.0000  -") and clean.endswith("clean.txt")
    assert spun.startswith("1.0000  thesaurus")
    assert run("spin", "detect", str(tmp_path / "clean.txt")).exit_code == 0
    row = json.loads(run("spin", "detect", "--json", str(tmp_path / "spun.txt")).stdout)
    assert row["families"] == ["thesaurus"]
    assert all(0 <= p["start"] < p["end"] <= len(SPUN) for p in row["passages"])


def test_learn_and_clean_in_two_commands(tmp_path: Path) -> None:
    for folder, text in (("spun", respin(SPUN)), ("originals", SPUN)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "page.txt").write_text(text, encoding="utf-8")
    (tmp_path / "spun" / "other.txt").write_text(SPUN, encoding="utf-8")
    table = tmp_path / "out.tsv"
    pages = ("spin", "learn", str(tmp_path / "spun"))
    result = run(*pages, "--originals", str(tmp_path / "originals"), "-o", str(table))
    assert result.exit_code == 0
    assert "other.txt: passed over" in result.stderr
    assert "rhubarb\tthe\t" in table.read_text(encoding="utf-8")
    cleaned = run("clean", "--substitutions", str(table), str(tmp_path / "spun" / "page.txt"))
    assert "rhubarb" not in cleaned.stdout
    assert "successful\tin\t" in run(*pages).stdout


def test_nothing_to_learn_is_said_and_nothing_written(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(CLEAN, encoding="utf-8")
    result = run("spin", "learn", str(page), "-o", str(tmp_path / "table.tsv"))
    assert result.exit_code == 2
    assert "none of the pages is spun" in result.stderr
    assert not (tmp_path / "table.tsv").exists()


def test_no_lesson_is_an_empty_table() -> None:
    table = format_table(Lesson({}, {}, 0), "nothing")
    assert table.splitlines()[1] == "written\toriginal\tcount\tshare\tpages"
