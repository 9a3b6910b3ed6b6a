"""`normalize clean --learn`, and the same in the library: a collection teaches its own table."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
from test_cli import read_tree, run, write

from normalize import LearningError, Normalizer, Settings, learn_settings
from normalize.learning import FEWEST

# What the spinner writes. All but the last is in the thesaurus; that can only be learned.
TABLE = {
    "in": "successful", "be": "beryllium", "will": "volition", "he": "helium", "as": "arsenic",
    "on": "connected", "have": "person", "at": "astatine", "time": "clip", "any": "immoderate",
    "would": "rhubarb",
}  # fmt: skip
FRAME = (
    "The {0} said on Monday that he will not be in {1} at the time of the {2}. "
    "It would be hard to say how the {0} would have come to {1} in any other way, he added. "
    "They would not be on the {2} as long as the {0} would have any say in the matter. "
    "If it would help the people of {1}, then he will be there in time for the {2}."
)
TOPICS = (
    ("minister", "Lisbon", "meeting"), ("captain", "Oslo", "match"), ("doctor", "Vienna", "trial"),
    ("teacher", "Dublin", "holiday"), ("farmer", "Kansas", "harvest"), ("singer", "Paris", "show"),
    ("banker", "London", "sale"), ("pilot", "Athens", "flight"),
)  # fmt: skip
CLEAN = [FRAME.format(*topic) + "\n" for topic in TOPICS]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in an empty folder."""
    monkeypatch.chdir(tmp_path)


def spin(text: str, table: Mapping[str, str] = TABLE) -> str:
    return re.sub(r"(?<!\S)[a-z]+(?!\S)", lambda m: table.get(m[0], m[0]), text)


SPUN = [spin(text) for text in CLEAN]


def make_files(spun: Iterable[str]) -> dict[str, Any]:
    return {f"in/{number}.txt": text for number, text in enumerate(spun)} | {
        "in/clean.txt": "He would not have it. " + CLEAN[0]
    }


def count_left(tree: dict[str, bytes]) -> int:
    return sum(data.count(b"rhubarb") for data in tree.values())


def test_a_collection_teaches_the_table_that_it_is_cleaned_with() -> None:
    write(make_files(SPUN))
    before = read_tree(Path("in"))
    assert run("clean", "in", "-o", "plain").exit_code == 0
    result = run("clean", "in", "-o", "out", "--learn", "table.tsv", "--ledger", "l.jsonl")
    assert result.exit_code == 0
    assert re.search(r"^learned \d+ words from 8 spun documents → table.tsv$", result.stderr, re.M)
    assert "rhubarb\twould\t" in Path("table.tsv").read_text(encoding="utf-8")
    assert count_left(read_tree(Path("out"))) < count_left(read_tree(Path("plain"))) / 2
    assert Path("out/clean.txt").read_bytes() == before["clean.txt"]
    assert run("clean", "in", "-o", "two", "--substitutions", "table.tsv", "-j", "2").exit_code == 0
    assert read_tree(Path("two")) == read_tree(Path("out"))
    assert run("undo", "out", "--ledger", "l.jsonl", "-o", "back").exit_code == 0
    assert read_tree(Path("back")) == before


def test_records_of_all_formats_teach() -> None:
    lines = "".join(json.dumps({"body": text}) + "\n" for text in SPUN[:4])
    rows = "id,text\n" + "".join(f'{n},"{text.strip()}"\n' for n, text in enumerate(SPUN[4:]))
    write({"in/a.jsonl": lines, "in/b.csv": rows, "in/bad.json": "{", "in/c.txt": CLEAN[0]})
    chosen = ("--field", "body", "--column", "text")
    result = run("clean", "in", "-o", "out", "--learn", "table.tsv", *chosen)
    assert result.stderr.count("learned ") == 1 and "from 8 spun documents" in result.stderr
    assert result.stderr.count("bad.json") == 1  # told once, though it was read twice
    assert count_left(read_tree(Path("out"))) < count_left({"": "".join(SPUN).encode()}) / 2


def test_the_work_of_several_spinners_is_told() -> None:
    other = {**TABLE, "in": "inch", "be": "exist", "will": "zeal", "at": "arsenic", "he": "cat"}
    mixed = [spin(text, other if n % 2 else TABLE) for n, text in enumerate(CLEAN)]
    write(make_files(mixed))
    result = run("clean", "in", "-o", "out", "--learn", "table.tsv")
    assert "several spinners" in result.stderr
    write({f"one/{number}.txt": text for number, text in enumerate(SPUN)})
    result = run("clean", "one", "-o", "out", "--learn", "one.tsv")
    assert "several spinners" not in result.stderr


def test_too_little_evidence_is_said_and_the_rest_is_done() -> None:
    write(make_files([*SPUN[:2], SPUN[0], "Tom &amp; Ann\n"]))
    result = run("clean", "in", "-o", "out", "--learn", "table.tsv")
    assert result.exit_code == 0
    assert f"nothing learned: 2 of 5 documents are spun, and it takes {FEWEST}" in result.stderr
    assert not Path("table.tsv").exists()
    assert Path("out/3.txt").read_bytes() == b"Tom & Ann\n"


def test_a_table_that_is_there_is_not_lost() -> None:
    write(make_files(SPUN))
    write({"table.tsv": "mine\n"})
    result = run("clean", "in", "-o", "out", "--learn", "table.tsv")
    assert result.exit_code == 2
    assert "--substitutions table.tsv" in result.stderr
    assert Path("table.tsv").read_bytes() == b"mine\n"
    assert not Path("out").exists() or not read_tree(Path("out"))


def test_a_run_that_is_resumed_keeps_its_table(monkeypatch: pytest.MonkeyPatch) -> None:
    write(make_files(SPUN))
    whole = run("clean", "in", "-o", "whole", "--learn", "whole.tsv")
    assert whole.exit_code == 0
    command = ("clean", "in", "--in-place", "--learn", "table.tsv")
    finish = "normalize.cli.run.Run.finish"
    done: list[object] = []

    def end(self: Any, job: Any, result: Any, ledger: int) -> None:
        self.report.count(result, job, ended=True)
        self.journal.finish(job.source, ledger, self.report.take_delta())
        done.append(job)
        if len(done) == 4:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(finish, end)
        run(*command)
    table = Path("table.tsv").read_bytes()
    assert table == Path("whole.tsv").read_bytes()
    result = run(*command, "--resume")
    assert result.exit_code == 0
    assert Path("table.tsv").read_bytes() == table
    assert read_tree(Path("in")) == read_tree(Path("whole"))


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("-",), "standard input only comes once"),
        (("in", "--check"), "--check writes nothing: leave out --learn"),
        (("in", "--diff"), "--diff writes nothing: leave out --learn"),
        (("in", "-o", "out", "--ignore", "unspin"), "--learn goes with the rule spun-word"),
        (("in", "-o", "out", "--profile", "social"), "--learn goes with the rule spun-word"),
    ],
)
def test_what_cannot_be_learned_from_is_refused(args: tuple[str, ...], message: str) -> None:
    write(make_files(SPUN))
    result = run("clean", *args, "--learn", "table.tsv")
    assert result.exit_code == 2
    assert message in result.stderr
    assert not Path("table.tsv").exists()


def test_a_table_has_its_own_place() -> None:
    write(make_files(SPUN))
    result = run("clean", "in/0.txt", "-o", "out.tsv", "--learn", "out.tsv")
    assert result.exit_code == 2
    assert "is also a file to write" in result.stderr
    result = run("clean", "in", "-o", "out", "--learn", "no/table.tsv")
    assert "no such folder: no" in result.stderr


def test_the_library_learns_settings_from_texts(tmp_path: Path) -> None:
    table = tmp_path / "table.tsv"
    texts = iter([*SPUN, CLEAN[0]])
    settings = learn_settings(texts, table, Settings(level="all"))
    assert settings == Settings(level="all", substitutions=(str(table),))
    normalizer = Normalizer(settings)
    assert "rhubarb" not in normalizer.clean(SPUN[0])
    assert normalizer.clean(CLEAN[0]) == CLEAN[0]
    with pytest.raises(FileExistsError):
        learn_settings(SPUN, table)
    with pytest.raises(LearningError, match="no document is spun"):
        learn_settings(CLEAN, tmp_path / "other.tsv")
    assert not (tmp_path / "other.tsv").exists()
