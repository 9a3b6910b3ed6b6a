"""The ledger file: what `clean --ledger` writes and `restore` finds again."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest
from test_cli import folder, read_tree, run, to_bytes, write  # noqa: F401  # folder: a fixture

FILES = {
    "in/a.txt": "Tom &amp; Ann\r\n",
    "in/deep/b.md": {"text": "Kiev – café", "encoding": "cp1252"},
    "in/deep/c.txt": {"text": "100 EUR café", "encoding": "cp1252"},
    "in/d.txt": {"text": "\ufeffKiev", "encoding": "utf-16-le"},
    "in/e.txt": "",
    "in/f.txt": "\ufeffnothing to do here",
    "in/same1.txt": "Kiev",
    "in/same2.txt": "Kyiv",
}


def test_restore_gives_back_the_bytes_of_a_folder() -> None:
    write(FILES)
    before = read_tree(Path("in"))
    assert run("clean", "in", "-o", "out", "--ledger", "l.jsonl").exit_code == 0
    assert len(Path("l.jsonl").read_text().splitlines()) == len(FILES)
    assert read_tree(Path("out")) != before
    result = run("restore", "out", "--ledger", "l.jsonl", "-o", "back")
    assert (result.exit_code, result.stderr) == (0, f"restored {len(FILES)} files → back/\n")
    assert read_tree(Path("back")) == before


def test_restore_in_place_survives_a_second_cleaning() -> None:
    write(FILES)
    before = read_tree(Path("in"))
    for _ in range(2):  # the second finds nothing, and must not cost the first its ledger
        assert run("clean", "in", "-i", "--ledger", "l.jsonl").exit_code == 0
    assert read_tree(Path("in")) != before
    assert run("restore", "in", "-i", "--ledger", "l.jsonl").exit_code == 0
    assert read_tree(Path("in")) == before


def test_restore_of_one_moved_file_and_of_an_edited_one() -> None:
    write(FILES)
    run("clean", "in", "-o", "out", "--ledger", "l.jsonl")
    shutil.move("out/deep/c.txt", "elsewhere.txt")
    assert run("restore", "elsewhere.txt", "--ledger", "l.jsonl").stdout_bytes == to_bytes(
        FILES["in/deep/c.txt"]
    )
    Path("elsewhere.txt").write_text("edited")
    result = run("restore", "elsewhere.txt", "--ledger", "l.jsonl")
    assert result.exit_code == 2
    assert "elsewhere.txt: no ledger in l.jsonl wrote this text" in result.stderr


def test_restore_names_the_line_that_is_no_ledger() -> None:
    write(FILES)
    run("clean", "in/a.txt", "-o", "a.txt", "--ledger", "l.jsonl")
    with Path("l.jsonl").open("a") as file:
        file.write("{}\n")
    result = run("restore", "a.txt", "--ledger", "l.jsonl")
    assert result.exit_code == 2
    assert "l.jsonl:2: not a ledger" in result.stderr


def test_ledger_lines_are_json_with_name_and_encoding() -> None:
    write(FILES)
    run("clean", "in", "-o", "out", "--ledger", "out/l.jsonl", "-q")
    heads = [json.loads(line)["header"] for line in Path("out/l.jsonl").read_text().splitlines()]
    by_file = {head["file"]: head for head in heads}
    assert by_file["in/d.txt"]["encoding"] == "utf-16-le"
    assert by_file["in/d.txt"]["bom"] is True
    assert "clean_encoding" not in by_file["in/deep/c.txt"]


def test_a_ledger_names_the_encoding_that_was_needed_instead() -> None:
    data = "5 EUR, café".encode("latin-1")
    Path("a.txt").write_bytes(data)
    run("clean", "a.txt", "-i", "--encoding", "latin-1", "--ledger", "l.jsonl")
    assert Path("a.txt").read_text(encoding="utf-8") == "5 €, café"
    assert '"clean_encoding":"utf-8"' in Path("l.jsonl").read_text()
    assert run("restore", "a.txt", "--ledger", "l.jsonl").stdout_bytes == data


def clean_in_place(name: str) -> None:
    assert run("clean", name, "-i", "--ledger", "l.jsonl").exit_code == 0


def test_a_second_name_of_a_file_does_not_hide_its_changes() -> None:
    write({"real.txt": "Kiev"})
    Path("link.txt").symlink_to("real.txt")
    clean_in_place("link.txt")
    clean_in_place("real.txt")
    for name in ("real.txt", "link.txt"):
        assert run("restore", name, "--ledger", "l.jsonl").stdout == "Kiev"


def test_a_renamed_file_keeps_its_changes_when_cleaned_again() -> None:
    write({"a.txt": "Kiev"})
    clean_in_place("a.txt")
    Path("a.txt").rename("b.txt")
    clean_in_place("b.txt")
    assert run("restore", "b.txt", "--ledger", "l.jsonl").stdout == "Kiev"


def test_a_result_cleaned_again_keeps_its_changes() -> None:
    write({"a.txt": "Kiev"})
    run("clean", "a.txt", "-o", "b.txt", "--ledger", "l.jsonl")
    clean_in_place("b.txt")
    assert run("restore", "b.txt", "--ledger", "l.jsonl").stdout == "Kiev"


def test_another_file_with_the_same_clean_text_is_told_apart() -> None:
    write({"a.txt": "Kiev", "b.txt": "Kyiv", "c.txt": "\ufeffKyiv"})
    for name in ("a.txt", "b.txt", "c.txt"):
        clean_in_place(name)
    for name, data in (("a.txt", "Kiev"), ("b.txt", "Kyiv"), ("c.txt", "\ufeffKyiv")):
        assert run("restore", name, "--ledger", "l.jsonl").stdout_bytes == data.encode()


def test_the_real_file_counts_before_a_name_that_is_alike() -> None:
    write({"real.txt": "Kiev", "x/link.txt": "Kyiv"})
    Path("link.txt").symlink_to("real.txt")
    clean_in_place("real.txt")
    clean_in_place("x")
    assert run("restore", "link.txt", "--ledger", "l.jsonl").stdout == "Kiev"


@pytest.mark.parametrize("command", ["clean", "restore"])
def test_a_ledger_is_no_input(command: str) -> None:
    write({"a.txt": "Kiev", "l.txt": ""})
    Path("link.txt").symlink_to("l.txt")
    for name in ("l.txt", "./l.txt", "link.txt"):
        for paths in ((name,), ("a.txt", name)):
            result = run(command, *paths, "--ledger", "l.txt", "-o", "out/")
            assert result.exit_code == 2
            assert f"Error: {name} is the --ledger of this run" in result.stderr
    assert Path("l.txt").read_bytes() == b""
    assert not Path("out").exists()


@pytest.mark.parametrize("flags", [("-o", "out"), ("-i",)])
def test_a_file_that_is_no_ledger_is_not_overwritten_by_one(flags: tuple[str, ...]) -> None:
    write({"in/a.txt": "Kiev", "in/b.txt": "Kiev"})
    before = read_tree(Path())
    result = run("clean", "in", *flags, "--ledger", "in/b.txt")
    assert result.exit_code == 2
    assert "Error: --ledger in/b.txt:1: not a ledger of normalize" in result.stderr
    assert read_tree(Path()) == before


def test_a_ledger_in_a_missing_folder_is_refused() -> None:
    write({"a.txt": "Kiev"})
    result = run("clean", "a.txt", "-i", "--ledger", "gone/deep/l.jsonl")
    assert result.exit_code == 2
    assert "--ledger gone/deep/l.jsonl: no such folder: gone/deep" in result.stderr
    assert read_tree(Path()) == {"a.txt": b"Kiev"}


@pytest.mark.parametrize("output", ["new", "new/", "new/a.txt"])
def test_a_ledger_may_stand_in_the_folder_that_the_run_makes(output: str) -> None:
    write({"a.txt": "Kiev"})
    assert run("clean", "a.txt", "-o", output, "--ledger", "new/l.jsonl").exit_code == 0
    assert run("restore", "new/a.txt", "--ledger", "new/l.jsonl").stdout == "Kiev"


def test_a_ledger_is_no_pipe() -> None:
    write({"a.txt": "Kiev"})
    os.mkfifo("pipe")
    result = run("clean", "a.txt", "-i", "--ledger", "pipe")
    assert result.exit_code == 2
    assert "--ledger pipe: not a regular file" in result.stderr
    assert Path("a.txt").read_text() == "Kiev"


def test_a_ledger_with_a_wrong_head_is_named() -> None:
    write({"a.txt": "Kiev"})
    clean_in_place("a.txt")
    ledger = json.loads(Path("l.jsonl").read_text())
    for key, value in (("line_encodings", {"x": "cp1252"}), ("encoding", ["utf-8"])):
        header = {**ledger["header"], key: value}
        Path("l.jsonl").write_text(json.dumps({**ledger, "header": header}))
        result = run("restore", "a.txt", "--ledger", "l.jsonl")
        assert result.exit_code == 2
        assert "l.jsonl:1: the head of the ledger cannot be used: " in result.stderr
