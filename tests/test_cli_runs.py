"""Runs over many files: processes, a run that is killed, undo, and a hostile machine."""

from __future__ import annotations

import gzip
import json
import os
import random
import shutil
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from test_cli import folder as folder  # a fixture
from test_cli import read_tree, run, write

from normalize.formats.streams import compress
from normalize.step import Context

DIRTY = '{{"id": {0}, "text": "Tom &amp; Ann left Kiev, {0} times"}}\n'
CLEAN = '{{"id": {0}, "text": "Tom & Ann left Kyiv, {0} times"}}\n'


def rows(form: str, count: int) -> bytes:
    return "".join(form.format(number) for number in range(count)).encode()


def make_files() -> dict[str, Any]:
    return {
        "in/a.jsonl": rows(DIRTY, 5000).decode(),
        "in/b.jsonl.gz": {"hex": compress(rows(DIRTY, 50), "gzip").hex()},
        "in/c.csv": "id,text\r\n1,Kiev\r\n",
        "in/d.txt": "He left Kiev.\n",
        "in/e.md": "He left Kiev, `Kiev`.\n",
        "in/deep/f.html": "<p>He left <b>Kiev</b>.</p>",
        "in/deep/g.eml": "Subject: Kiev\n\nHe left Kiev.\n",
        "in/h.json": '[{"text": "Kiev"}]',
        "in/clean.jsonl": rows(CLEAN, 3).decode(),
    }


def test_the_order_and_the_result_do_not_depend_on_the_processes() -> None:
    write(make_files())
    for jobs in ("1", "2", "3"):
        ledger = f"{jobs}.jsonl"
        result = run("clean", "in", "-o", f"out{jobs}", "--ledger", ledger, "-j", jobs)
        assert result.exit_code == 0, result.output
        assert "cleaned 9 files (5,056 of 5,059 texts changed)" in result.stderr
        assert read_tree(Path(f"out{jobs}")) == read_tree(Path("out1"))
        assert Path(f"out{jobs}/a.jsonl").read_bytes() == rows(CLEAN, 5000)
        assert Path(ledger).read_bytes() == Path("1.jsonl").read_bytes()
    assert gzip.decompress(Path("out1/b.jsonl.gz").read_bytes()) == rows(CLEAN, 50)


def test_undo_gives_back_every_format() -> None:
    write(make_files())
    before = read_all(Path("in"))
    assert run("clean", "in", "-o", "out", "--ledger", "l.jsonl").exit_code == 0
    assert run("undo", "out", "--ledger", "l.jsonl", "-o", "back").exit_code == 0
    assert read_all(Path("back")) == before
    assert run("clean", "in", "-i", "--ledger", "l2.jsonl", "--backup").exit_code == 0
    assert read_all(Path("in")) != before
    assert Path("in/d.txt.bak").read_text() == "He left Kiev.\n"
    assert not Path("in/clean.jsonl.bak").exists()
    shutil.move("in/a.jsonl", "in/moved.jsonl")
    assert run("undo", "in", "--ledger", "l2.jsonl", "-i").exit_code == 0
    shutil.move("in/moved.jsonl", "in/a.jsonl")
    assert {n: d for n, d in read_all(Path("in")).items() if ".bak" not in n} == before


def read_all(top: Path) -> dict[str, bytes]:
    return {
        os.fsencode(path.relative_to(top)).decode("latin-1"): path.read_bytes()
        for path in top.rglob("*")
        if path.is_file()
    }


def test_undo_refuses_a_file_that_was_edited() -> None:
    write({"a.jsonl": rows(DIRTY, 3).decode()})
    run("clean", "a.jsonl", "-i", "--ledger", "l.txt")
    Path("a.jsonl").write_bytes(Path("a.jsonl").read_bytes().replace(b"Ann", b"Bea"))
    result = run("undo", "a.jsonl", "-i", "--ledger", "l.txt")
    assert result.exit_code == 2
    assert "a.jsonl: no ledger in l.txt wrote this file; was it edited since?" in result.stderr


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_fault_costs_one_record(jobs: str) -> None:
    data = rows(DIRTY, 10) + b'{"text": "FAULT Kiev"}\n' + rows(DIRTY, 10)
    write({"a.jsonl": data.decode(), "b.txt": "Kiev"})
    result = run("clean", "a.jsonl", "b.txt", "-o", "out", "-j", jobs)
    assert result.exit_code == 2
    assert "a.jsonl: record 11: left as it is, a fault in normalize" in result.stderr
    expected = rows(CLEAN, 10) + b'{"text": "FAULT Kiev"}\n' + rows(CLEAN, 10)
    assert Path("out/a.jsonl").read_bytes() == expected


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not fork")
def test_a_document_that_ends_its_process_costs_only_itself(monkeypatch: Any) -> None:
    class Deadly:
        name = "characters"

        def is_open(self, text: str, context: Context) -> bool:
            return True

        def find(self, text: str, context: Context) -> Any:
            if "POISON" in text:
                os.kill(os.getpid(), signal.SIGKILL)
            return ()

    monkeypatch.setattr("normalize.pipeline.build_steps", lambda settings: (Deadly(),))
    data = rows(DIRTY, 10) + b'{"text": "POISON"}\n' + rows(DIRTY, 10)
    write({"in/a.jsonl": data.decode(), "in/b.txt": "POISON", "in/c.txt": "fine"})
    result = run("clean", "in", "-o", "out", "-j", "2")
    assert result.exit_code == 2
    assert "in/a.jsonl: record 11: left as it is, the process that cleaned it ended (signal 9)" in (
        result.stderr
    )
    assert "in/b.txt: left as it is, the process that cleaned it ended" in result.stderr
    assert read_all(Path("out")) == {"a.jsonl": data, "c.txt": b"fine"}


# --- a run that is killed -----------------------------------------------------------------


# As `python -m normalize`, with small steps, so that small files are killed in their middle, too.
PROGRAM = """
from normalize.cli import main, outputs, run
from normalize.formats import tasks
outputs.STEP = run.STEP = 30_000
tasks.BATCH = 10_000
main()
"""


def start(*args: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", PROGRAM, *args, "-q"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def finish(*args: str) -> None:
    process = start(*args)
    out, err = process.communicate()
    assert process.returncode == 0, (out, err)


def make_collection(lines: int) -> None:
    Path("normalize.toml").write_text('steps = ["characters"]\n')
    line = '{"id": %d, "text": "' + "The caf\u00c3\u00a9 was shut &amp; dark. " * 20 + '"}\n'
    Path("in").mkdir()
    with Path("in/a.jsonl").open("w") as file, gzip.open("in/b.jsonl.gz", "wt") as packed:
        for number in range(lines):
            file.write(line % number)
            packed.write(line % number)
    for number in range(40):
        Path(f"in/t{number:02}.txt").write_text(f"Tom &amp; Ann, {number}\n")


def kill_and_resume(args: tuple[str, ...], seconds: float, draw: random.Random) -> None:
    process = start(*args)
    time.sleep(draw.uniform(0.05, seconds))
    process.send_signal(signal.SIGKILL)
    process.communicate()
    finish(*args, "--resume")


def check_kills(kills: int, target: tuple[str, ...], common: tuple[str, ...]) -> None:
    ledger, place = common[1], target[-1] if target[0] == "-o" else "in"
    make_collection(300)
    before = read_all(Path("in"))

    def start_anew() -> None:
        shutil.rmtree(place)
        Path("in").mkdir(exist_ok=True)
        for name, data in before.items():
            Path("in", name).write_bytes(data)

    begun = time.monotonic()
    finish("clean", "in", *target, *common)
    seconds = time.monotonic() - begun
    expected, ledgers = read_all(Path(place)), take_ledgers(ledger)
    draw = random.Random(7)
    for number in range(kills):
        start_anew()
        kill_and_resume(("clean", "in", *target, *common), seconds, draw)
        assert read_all(Path(place)) == expected, number
        if number == 0:
            finish("undo", place, "-o", "back", "--ledger", ledger)
            for name, data in read_all(Path("back")).items():
                assert unpack(name, data) == unpack(name, before[name]), name
        assert take_ledgers(ledger) == ledgers, number


def take_ledgers(place: str) -> dict[str, bytes]:
    path = Path(place)
    if path.is_dir():
        found = read_all(path)
        shutil.rmtree(path)
    else:
        found = {place: path.read_bytes()}
        path.unlink()
    return found


def unpack(name: str, data: bytes) -> bytes:
    return gzip.decompress(data) if name.endswith(".gz") else data


def test_a_killed_run_is_resumed() -> None:
    check_kills(2, ("-o", "out"), ("--ledger", "ledgers/"))


@pytest.mark.slow
@pytest.mark.parametrize("target", [("-o", "out"), ("-i",)])
def test_twenty_killed_runs_are_resumed(target: tuple[str, ...]) -> None:
    check_kills(20, target, ("--ledger", "ledgers/" if "-i" in target else "l.jsonl", "-j", "2"))


def test_resume_goes_on_in_the_middle_of_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("normalize.cli.outputs.STEP", 20_000)
    monkeypatch.setattr("normalize.cli.run.STEP", 20_000)
    monkeypatch.setattr("normalize.formats.tasks.MOST", 100)
    write({"in/a.jsonl": rows(DIRTY, 3000).decode()})
    args = ("clean", "in", "-o", "out", "--ledger", "l.jsonl")
    seen = 0

    def interrupt(*_: Any, **__: Any) -> Any:
        nonlocal seen
        seen += 1
        if seen == 18:
            raise KeyboardInterrupt
        return None

    with monkeypatch.context() as patch:
        patch.setattr("normalize.cli.report.Report.count", interrupt)
        result = run(*args)
    assert result.exit_code == 130
    assert "the same command with --resume goes on" in result.stderr
    assert not Path("out/a.jsonl").exists()
    other = run("clean", "in", "-o", "out", "--resume", "--level", "safe")
    assert other.exit_code == 2
    assert "had other files or settings" in other.stderr
    result = run(*args, "--resume")
    assert result.exit_code == 0, result.output
    assert read_all(Path("out")) == {"a.jsonl": rows(CLEAN, 3000)}
    assert len(Path("l.jsonl").read_bytes().splitlines()) == 3001
    assert run("undo", "out", "--ledger", "l.jsonl", "-o", "back").exit_code == 0
    assert Path("back/a.jsonl").read_bytes() == rows(DIRTY, 3000)


def test_what_a_killed_run_left_in_a_ledger_does_no_harm() -> None:
    write({"in/a.jsonl": rows(DIRTY, 3).decode(), "in/b.txt": "Kiev"})
    run("clean", "in", "-o", "out", "--ledger", "l.jsonl")
    lines = Path("l.jsonl").read_bytes().splitlines(keepends=True)
    Path("l.jsonl").write_bytes(lines[0] + lines[1] + lines[2][:50])
    assert run("clean", "in", "-i", "--ledger", "l.jsonl").exit_code == 0
    assert run("undo", "in", "-i", "--ledger", "l.jsonl").exit_code == 0
    assert read_all(Path("in")) == {"a.jsonl": rows(DIRTY, 3), "b.txt": b"Kiev"}
    Path("l.jsonl").write_bytes(Path("l.jsonl").read_bytes().removesuffix(b"\n"))
    count = len(Path("l.jsonl").read_bytes().splitlines())
    assert run("clean", "in", "-i", "--ledger", "l.jsonl").exit_code == 0
    assert len(Path("l.jsonl").read_bytes().splitlines()) == count + 5


def test_resume_without_anything_to_resume_is_a_new_run() -> None:
    write({"in/a.txt": "Kiev"})
    result = run("clean", "in", "-o", "out", "--resume")
    assert (result.exit_code, Path("out/a.txt").read_text()) == (0, "Kyiv")
    assert "nothing to resume: this is a new run" in result.stderr
    assert run("clean", "in/a.txt", "--resume").exit_code == 2


def test_two_runs_on_one_folder() -> None:
    fcntl = pytest.importorskip("fcntl")
    write({"in/a.txt": "Kiev", "in/b.txt": "Kiev", "out/.normalize-journal": ""})
    with Path("out/.normalize-journal").open("ab") as held:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        result = run("clean", "in", "-o", "out")
    assert result.exit_code == 2
    assert "another run is writing here" in result.stderr
    assert not Path("out/a.txt").exists()


# --- a hostile machine --------------------------------------------------------------------


def test_a_full_disk_leaves_the_originals(monkeypatch: pytest.MonkeyPatch) -> None:
    write({"in/a.jsonl": rows(DIRTY, 3000).decode(), "in/b.txt": "Kiev"})
    before = read_all(Path("in"))

    class Full:
        def __init__(self, sink: Any) -> None:
            self.sink = sink

        def write(self, data: bytes) -> int:
            raise OSError(28, "No space left on device")

        def __getattr__(self, name: str) -> Any:
            return getattr(self.sink, name)

    monkeypatch.setattr("normalize.cli.outputs.open_output", lambda raw, kind: Full(raw))
    monkeypatch.setattr("normalize.formats.tasks.MOST", 100)
    result = run("clean", "in", "-i", "--ledger", "l.jsonl")
    assert "cleaned 1 of 2 files, 1 change (place-variant 1), in place" in result.stderr
    assert result.exit_code == 2
    assert "in/a.jsonl: cannot be written: No space left on device; nothing was changed" in (
        result.stderr
    )
    assert read_all(Path("in")) == {**before, "b.txt": b"Kyiv"}
    assert len(Path("l.jsonl").read_text().splitlines()) == 1


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_an_unwritable_folder() -> None:
    write({"in/a.txt": "Kiev", "in/b.jsonl": rows(DIRTY, 2).decode()})
    Path("in").chmod(0o500)
    try:
        result = run("clean", "in", "-i")
    finally:
        Path("in").chmod(0o700)
    assert result.exit_code == 2
    assert "Permission denied" in result.stderr


def test_an_output_folder_that_is_below_a_file() -> None:
    write({"in/a.jsonl": rows(DIRTY, 2).decode(), "x": "a file"})
    result = run("clean", "in", "-o", "x/out")
    assert result.exit_code == 2
    assert "x/out" in result.stderr
    assert Path("x").read_text() == "a file"


@pytest.mark.parametrize("name", ["a.jsonl", "a.txt"])
def test_a_file_that_changes_while_it_is_read(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    write({f"in/{name}": rows(DIRTY, 2).decode(), "in/z.txt": "Kiev"})
    calls = 0

    def stamp(path: Any) -> tuple[int, int]:
        nonlocal calls
        calls += str(path).endswith(name)
        return (calls, 0) if str(path).endswith(name) else (0, 0)

    monkeypatch.setattr("normalize.formats.files.get_stamp", stamp)
    monkeypatch.setattr("normalize.cli.reading.get_stamp", stamp)
    before = read_all(Path("in"))
    result = run("clean", "in", "-i")
    assert result.exit_code == 2
    assert f"in/{name}: was changed while it was read; it is left as it is" in result.stderr
    assert read_all(Path("in")) == {**before, "z.txt": b"Kyiv"}


def test_names_that_are_no_text_and_names_with_line_feeds() -> None:
    Path("in").mkdir()
    names = [b"a\nb.txt", b"caf\xe9.jsonl", b"caf\xe9.txt", "é.csv".encode()]
    for name in names:
        path = os.path.join(b"in", name)  # noqa: PTH118
        with open(path, "wb") as file:  # noqa: PTH123
            file.write(b"text\nKiev\n" if name.endswith(b"csv") else b'{"text": "Kiev"}\n')
    before = read_all(Path("in"))
    result = run("clean", "in", "-o", "out", "--ledger", "l.jsonl", "-j", "2")
    assert result.exit_code == 0, result.output
    after = read_all(Path("out"))
    assert sorted(after) == sorted(before)
    assert all(b"Kyiv" in data for data in after.values())
    assert run("undo", "out", "--ledger", "l.jsonl", "-o", "back").exit_code == 0
    assert read_all(Path("back")) == before
    assert run("clean", "in", "-i", "--ledger", "m.jsonl").exit_code == 0
    assert run("undo", "in", "--ledger", "m.jsonl", "-i").exit_code == 0
    assert read_all(Path("in")) == before


def test_a_thousand_mixed_files_come_back(request: pytest.FixtureRequest) -> None:
    draw = random.Random(3)
    files: dict[str, Any] = {}
    for number in range(1000):
        text = draw.choice(["Kiev", "Tom &amp; Ann", "fine", "café Kiev"]) + f" {number // 9}"
        name, content = draw.choice(
            [
                (".txt", text.encode(draw.choice(["utf-8", "utf-16", "utf-8-sig"]))),
                (".md", f"# {text}\r\n`Kiev`".encode()),
                (".jsonl", json.dumps({"text": text}).encode() + b"\n"),
                (".json", json.dumps([{"text": text}], indent=1).encode()),
                (".csv", f'id;text\r\n{number};"{text}"'.encode("cp1252")),
                (".tsv", f"text\t\n{text}\t".encode()),
                (".html", f"<p>{text}</p>".encode()),
                (".eml", f"Subject: x\r\n\r\n{text}\r\n".encode()),
                (".mbox", f"From a@b Mon Jan 1 2024\nSubject: x\n\n{text}\n".encode()),
                (".txt.gz", gzip.compress(text.encode())),
                (".jsonl.gz", gzip.compress(json.dumps({"text": text}).encode(), 6)),
                (".jsonl.bz2", compress(json.dumps({"text": text}).encode(), "bzip2")),
                (".jsonl.xz", compress(json.dumps({"text": text}).encode(), "xz")),
            ]
        )
        files[f"in/{number % 7}/{number}{name}"] = {"hex": content.hex()}
    write(files)
    before = read_all(Path("in"))
    result = run("clean", "in", "-i", "--ledger", "l.jsonl", "--column", "text")
    assert result.exit_code == 0, result.output
    assert read_all(Path("in")) != before
    result = run("undo", "in", "-i", "--ledger", "l.jsonl")
    assert result.exit_code == 0, result.output
    assert read_all(Path("in")) == before


def test_the_mode_of_a_file_stays() -> None:
    write({"a.jsonl": rows(DIRTY, 2).decode()})
    Path("a.jsonl").chmod(0o640)
    assert run("clean", "a.jsonl", "-i").exit_code == 0
    assert stat.S_IMODE(Path("a.jsonl").stat().st_mode) == 0o640
    assert [path.name for path in Path().iterdir()] == ["a.jsonl"]


# --- options ------------------------------------------------------------------------------


def test_include_and_exclude() -> None:
    write({f"in/{name}": "Kiev" for name in ("a.txt", "b.md", "x/a.txt", "x/b.txt", "y/c.txt")})
    run(
        "clean", "in", "-o", "out", "--include", "*.txt", "--exclude", "x/", "--exclude", "!x/b.txt"
    )
    assert sorted(read_tree(Path("out"))) == ["a.txt", "x/b.txt", "y/c.txt"]


def test_a_pattern_that_the_shell_left() -> None:
    write({"in/a.txt": "Kiev", "in/x/b.txt": "Kiev", "in/c.md": "Kiev"})
    assert run("clean", "in/**/*.txt", "-o", "out").exit_code == 0
    assert sorted(read_tree(Path("out"))) == ["a.txt", "b.txt"]
    result = run("clean", "in/*.gone", "-o", "out")
    assert (result.exit_code, "no such file: in/*.gone" in result.stderr) == (2, True)


def test_the_summary_as_json() -> None:
    write({"in/a.jsonl": rows(DIRTY, 2).decode(), "in/b.txt": "[sic]"})
    result = run("clean", "in", "-o", "out", "--json", "-q")
    assert json.loads(result.stdout) == {
        "written": True,
        "done": 2,
        "failed": 0,
        "changed": 1,
        "problems": 0,
        "texts": 3,
        "changed_texts": 2,
        "rules": {"html-entity": 2, "place-variant": 2},
        "findings": {"odd-word": 1},
    }


def test_findings_may_fail_a_run() -> None:
    write({"a.txt": "[sic]\n"})
    assert run("clean", "a.txt", "--check").exit_code == 0
    assert run("clean", "a.txt", "--check", "--fail-on-findings").exit_code == 1
    assert run("clean", "a.txt", "-o", "b.txt", "--fail-on-findings").exit_code == 1


def test_a_field_that_is_nowhere_is_answered_with_those_there_are() -> None:
    write({"a.jsonl": '{"body": "Kiev", "meta": {"title": "x"}}\n', "b.csv": "body,id\nKiev,1\n"})
    result = run("clean", "a.jsonl", "-o", "c.jsonl")
    assert result.exit_code == 0
    assert "a.jsonl: no text in field text (--field); fields with text are body, meta.title" in (
        result.stderr
    )
    result = run("clean", "b.csv", "-o", "c.csv", "--column", "bdy")
    assert result.exit_code == 2
    assert "did you mean 'body'? its columns are body, id (--column)" in result.stderr


def test_check_and_diff_of_records() -> None:
    write({"a.jsonl": rows(CLEAN, 2).decode() + rows(DIRTY, 2).decode(), "b.jsonl": "{}\n"})
    result = run("clean", "a.jsonl", "b.jsonl", "--check")
    assert (result.exit_code, result.stdout) == (1, "a.jsonl\n")
    diff = run("clean", "a.jsonl", "b.jsonl", "--diff").stdout
    assert diff.startswith("--- a.jsonl\n+++ a.jsonl\n@@ -3 +3 @@\n-{")
    if shutil.which("patch"):
        Path("a.diff").write_text(diff)
        subprocess.run(["patch", "-s", "a.jsonl", "a.diff"], check=True)
        assert Path("a.jsonl").read_bytes() == rows(CLEAN, 2) * 2


def test_records_through_a_pipe() -> None:
    data = rows(DIRTY, 3)
    result = run("clean", "-", "--stdin-filename", "x.jsonl", stdin=data)
    assert (result.exit_code, result.stdout_bytes) == (0, rows(CLEAN, 3))
    packed = compress(data, "gzip")
    result = run("clean", "-", "--stdin-filename", "x.jsonl.gz", stdin=packed)
    assert (result.exit_code, result.stdout_bytes) == (0, rows(CLEAN, 3))


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_there_for(shell: str, monkeypatch: pytest.MonkeyPatch) -> None:
    result = run("completion", shell)
    assert result.exit_code == 0
    assert "_NORMALIZE_COMPLETE" in result.stdout


def test_the_pace_is_of_the_whole_run_and_a_packed_file_ends_at_its_end() -> None:
    from normalize.cli.plan import plan_run
    from normalize.cli.progress import Pace

    packed = compress(rows(DIRTY, 50), "gzip")
    write({"in/a.jsonl.gz": {"hex": packed.hex()}, "in/b.txt": "x" * len(packed)})
    plan = plan_run(("in",), "out", in_place=False)
    pace = Pace(plan)
    assert pace.describe(1.0) == "0 documents/s, 0.00 MB/s"
    pace.advance(plan.jobs[0], 1_000_000, 50, ended=False)
    assert pace.file < len(packed)
    pace.advance(plan.jobs[0], 0, 0, ended=True)
    assert pace.describe(100.0) == "0 documents/s, 0.01 MB/s, 1:40 left"
    pace.advance(plan.jobs[1], len(packed), 1, ended=True)
    assert pace.ended == pace.total and pace.describe(100.0).endswith(" 0:00 left")
