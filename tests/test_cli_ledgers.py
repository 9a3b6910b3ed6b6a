"""Ledgers in a folder: one beside each output, or in a tree of their own."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from test_cli import folder as folder  # a fixture
from test_cli import run, write
from test_cli_runs import CLEAN, DIRTY, make_files, read_all, rows


def list_names(top: str) -> list[str]:
    return sorted(read_all(Path(top)))


@pytest.mark.parametrize("place", ["ledgers/", "out/"])
def test_each_output_has_its_own(place: str) -> None:
    files = make_files()
    write(files)
    before = read_all(Path("in"))
    result = run("clean", "in", "-o", "out", "--ledger", place)
    assert result.exit_code == 0, result.output
    names = [name.removeprefix("in/") + ".ledger.jsonl" for name in files]
    assert [n for n in list_names(place) if n.endswith(".ledger.jsonl")] == sorted(names)
    result = run("undo", "out", "--ledger", place, "-o", "back")
    assert (result.exit_code, result.stderr) == (0, "restored 9 files → back/\n")
    assert read_all(Path("back")) == before
    ledgers = read_all(Path(place))
    shutil.move("out/deep/g.eml", "moved.eml")  # known by what is in it, wherever it is
    assert run("undo", "moved.eml", "--ledger", place).stdout_bytes == before["deep/g.eml"]
    alone = f"{place}d.txt.ledger.jsonl"
    assert run("undo", "out/d.txt", "--ledger", alone).stdout_bytes == before["d.txt"]
    assert run("clean", "in", "-o", "out", "--ledger", place).exit_code == 0
    assert read_all(Path(place)) == ledgers


def test_in_place_they_are_added_to_and_never_read_as_texts() -> None:
    write(make_files())
    before = read_all(Path("in"))
    assert run("clean", "in", "-i", "--ledger", "in/").exit_code == 0
    once = read_all(Path("in"))
    result = run("clean", "in", "-i", "--ledger", "in/")
    assert result.exit_code == 0 and "no changes" in result.stderr
    assert read_all(Path("in")) == once
    Path("in/d.txt").write_text("She left Kiev, too.\n")
    assert run("clean", "in", "-i", "--ledger", "in/").exit_code == 0
    assert Path("in/d.txt.ledger.jsonl").read_bytes().count(b"\n") == 2
    assert "skipped 9 .ledger.jsonl files: ledgers of earlier runs" in (
        run("clean", "in", "-o", "out").stderr
    )
    Path("in/d.txt").write_text("He left Kyiv.\n")
    assert run("undo", "in", "-i", "--ledger", "in/").exit_code == 0
    after = {n: d for n, d in read_all(Path("in")).items() if not n.endswith(".ledger.jsonl")}
    assert after == before


@pytest.mark.parametrize("flags", [("-o", "out"), ("-i",)])
@pytest.mark.parametrize("stop", range(3, 40, 4))
def test_a_run_that_is_interrupted_goes_on(
    flags: tuple[str, ...], stop: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("outputs", "run"):
        monkeypatch.setattr(f"normalize.cli.{name}.STEP", 4_000)
    monkeypatch.setattr("normalize.formats.tasks.MOST", 20)
    names = ("a.jsonl", "b.jsonl", "c.txt", "d.jsonl")
    contents = [rows(DIRTY, 200), rows(DIRTY, 90), b"Kiev", rows(DIRTY, 30)]
    write({f"in/{name}": data.decode() for name, data in zip(names, contents, strict=True)})
    args = ("clean", "in", *flags, "--ledger", "ledgers/")
    finished = "out" if "-o" in flags else "in"
    seen = 0

    def interrupt(*_: object, **__: object) -> None:
        nonlocal seen
        seen += 1
        if seen == stop:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("normalize.cli.report.Report.count", interrupt)
        run(*args)
    assert run(*args, "--resume").exit_code == 0
    assert read_all(Path(finished)) == {
        "a.jsonl": rows(CLEAN, 200),
        "b.jsonl": rows(CLEAN, 90),
        "c.txt": b"Kyiv",
        "d.jsonl": rows(CLEAN, 30),
    }
    lines = [d.count(b"\n") for _, d in sorted(read_all(Path("ledgers")).items())]
    assert lines == [201, 91, 1, 31]
    assert run("undo", finished, "-o", "back", "--ledger", "ledgers/").exit_code == 0
    assert read_all(Path("back")) == dict(zip(names, contents, strict=True))


def test_what_is_no_ledger_costs_one_file() -> None:
    write({"in/a.txt": "Kiev", "in/b.txt": "Kiev", "ledgers/a.txt.ledger.jsonl": "notes of mine"})
    result = run("clean", "in", "-i", "--ledger", "ledgers")
    assert result.exit_code == 2
    assert "left as it is, ledgers/a.txt.ledger.jsonl:1: not a ledger of normalize" in result.stderr
    assert Path("ledgers/a.txt.ledger.jsonl").read_text() == "notes of mine"
    assert read_all(Path("in")) == {"a.txt": b"Kiev", "b.txt": b"Kyiv"}


def test_places_that_cannot_be() -> None:
    write({"a/x.txt": "Kiev", "b/x.txt": "Kiev", "file": "", "empty/notes.txt": ""})
    result = run("clean", "a", "b", "-i", "--ledger", "ledgers/")
    assert "a/x.txt and b/x.txt would both have the ledger ledgers/x.txt.ledger.jsonl" in (
        result.stderr
    )
    assert "not a folder" in run("clean", "a", "-i", "--ledger", "file/").stderr
    assert "it is empty" in run("clean", "a", "-i", "--ledger", "").stderr
    nameless = run("clean", "-", "--ledger", "ledgers/", stdin="Kiev")
    assert "needs a name: --stdin-filename NAME" in nameless.stderr
    assert "no ledger (.ledger.jsonl) is in" in run("undo", "a", "-i", "--ledger", "empty").stderr
    named = run("clean", "-", "--ledger", "led/", "--stdin-filename", "x.txt", stdin="Kiev")
    assert named.stdout == "Kyiv"
    assert list_names("led") == ["x.txt.ledger.jsonl"]


@pytest.mark.skipif(sys.platform == "win32", reason="no limits there")
@pytest.mark.parametrize("place", ["l.jsonl", "ledgers/"])
def test_a_ledger_that_cannot_grow_costs_only_what_it_does_not_hold(place: str) -> None:
    files = {f"in/{number}.txt": f"He left Kiev {number}. " * 20 for number in range(6)}
    files["in/9.txt"] = "Kiev"
    write(files | {"in/a.jsonl": rows(DIRTY, 100).decode()})
    before = read_all(Path("in"))
    command = (sys.executable, "-m", "normalize", "clean", "in", "-i", "--ledger", place)
    limited = f"ulimit -f 8; exec {shlex.join(command)}"  # blocks of 512 or 1,024 bytes
    done = subprocess.run(["bash", "-c", limited], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "left as it is, its ledger" in done.stderr and "Traceback" not in done.stderr
    assert run("undo", "in", "-i", "--ledger", place, "-q").exit_code == 2  # for what has no ledger
    assert read_all(Path("in")) == before


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no such device")
@pytest.mark.parametrize("command", ["clean", "explain"])
def test_standard_output_that_is_full_is_told(command: str) -> None:
    write({"a.txt": "Kiev"})
    with Path("/dev/full").open("wb") as full:
        args = (sys.executable, "-m", "normalize", command, "a.txt")
        done = subprocess.run(args, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 2
    assert "error: what is printed cannot be written: No space left" in done.stderr
    assert "Traceback" not in done.stderr
