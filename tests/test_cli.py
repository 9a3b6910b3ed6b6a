"""The command line: golden folders in tests/cmd, and what does not fit into one.

A case is a folder with `cmd.toml` and the expected `stdout`, `stderr` and, where files are
written, `written/`. Keys of `cmd.toml`: `args`; `exit` (0); `stdin` (""); `files`, path →
text, or {text, encoding} or {hex}. `pytest --update-golden` rewrites the expectations.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import normalize
from normalize.cli import main
from normalize.cli.options import LEVELS
from normalize.formats import READERS
from normalize.formats.diff import diff_lines
from normalize.formats.work import get_normalizer
from normalize.rules import RULES
from normalize.settings import LEVELS as KNOWN_LEVELS

CASES = sorted((Path(__file__).parent / "cmd").iterdir())
EXPECTED = ("stdout", "stderr")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Path:
    """Stand in an empty folder, with the toy step for the rules."""
    request.getfixturevalue("toy_steps")
    get_normalizer.cache_clear()
    request.addfinalizer(get_normalizer.cache_clear)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    return tmp_path


def run(*args: str, stdin: str | bytes = "") -> Result:
    return CliRunner(catch_exceptions=False).invoke(main, args, input=stdin, prog_name="normalize")


def write(files: dict[str, Any]) -> None:
    for name, content in files.items():
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(to_bytes(content))


def to_bytes(content: Any) -> bytes:
    if isinstance(content, str):
        return content.encode()
    if "hex" in content:
        return bytes.fromhex(content["hex"])
    return bytes(content["text"].encode(content["encoding"]))


def read_tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix != ".jsonl"  # ledgers name versions
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_golden_case(case: Path, folder: Path, request: pytest.FixtureRequest) -> None:
    command = tomllib.loads((case / "cmd.toml").read_text(encoding="utf-8"))
    assert set(command) <= {"args", "exit", "stdin", "files"}
    write(command.get("files", {}))
    before = read_tree(folder)
    result = run(*command["args"], stdin=command.get("stdin", ""))
    after = read_tree(folder)
    written = {name: data for name, data in after.items() if before.get(name) != data}
    found = {"stdout": result.stdout_bytes, "stderr": result.stderr_bytes}
    if request.config.getoption("--update-golden"):
        update_case(case, found, written)
    assert result.exit_code == command.get("exit", 0), result.output
    assert set(before) <= set(after)
    for name in EXPECTED:
        assert show(found[name]) == show((case / name).read_bytes()), name
    assert written == (read_tree(case / "written") if (case / "written").exists() else {})


def show(data: bytes) -> str:
    return data.decode("utf-8", "backslashreplace")


def update_case(case: Path, found: dict[str, bytes], written: dict[str, bytes]) -> None:
    for name in EXPECTED:
        (case / name).write_bytes(found[name])
    shutil.rmtree(case / "written", ignore_errors=True)
    for name, data in written.items():
        path = case / "written" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def test_help_lists_every_command_and_each_has_examples() -> None:
    listing = run("--help").stdout
    for name, command in main.commands.items():
        assert name in listing
        page = run(name, "-h").stdout
        assert "Examples:" in page
        assert page == run(name, "--help").stdout
        assert all(parameter.name for parameter in command.params)


def test_levels_are_those_of_the_settings() -> None:
    assert tuple(KNOWN_LEVELS) == LEVELS


def test_help_names_the_endings_that_are_read() -> None:
    assert " ".join(READERS) in " ".join(run("clean", "--help").stdout.split())


def test_dumped_settings_read_back_the_same() -> None:
    toml = run("clean", "--level", "safe", "--ignore", "names", "--dump-config").stdout
    Path("normalize.toml").write_text(toml)
    again = run("clean", "--dump-config").stdout
    assert tomllib.loads(again) == tomllib.loads(toml)
    assert tomllib.loads(again)["level"] == "safe"


def test_every_rule_is_explained() -> None:
    listing = run("rule").stdout
    for code, rule in RULES.items():
        assert code in listing
        assert rule.summary.split()[0] in run("rule", code).stdout


def test_an_unknown_rule_is_answered_with_the_nearest_and_the_known() -> None:
    for args in (("clean", "a.txt", "--select", "mojibak"), ("rule", "mojibak")):
        result = run(*args)
        assert result.exit_code == 2
        assert "id you mean 'mojibake'?" in result.stderr
    assert "known are bidi-control, " in run("clean", "a.txt", "--ignore", "mojibak").stderr


def test_a_step_lists_its_rules_only() -> None:
    listing = run("rule", "names").stdout
    assert "place-variant" in listing and "mojibake" not in listing


def test_explain_shows_what_is_around_white_space(monkeypatch: pytest.MonkeyPatch) -> None:
    gap = ("\N{NO-BREAK SPACE}", " ", "stray-space", 0.99, "")
    monkeypatch.setattr("conftest.ToyStep.rules", (gap,))
    Path("a.txt").write_text("The talks went\N{NO-BREAK SPACE}on for a week.")
    shown = run("explain", "a.txt").stdout
    assert r"'\xa0' → ' ' in 'e talks went\xa0on for a wee'  (0.99)" in shown


def test_command_and_library_agree() -> None:
    text = "Tom &amp; Ann left Kiev, Kovalenkko stayed.\n"
    Path("a.txt").write_text(text)
    assert run("clean", "a.txt").stdout == normalize.Normalizer().clean(text)
    settings = normalize.Settings(level="all", ignore=("names",))
    flags = ("--level", "all", "--ignore", "names")
    assert run("clean", *flags, "a.txt").stdout == normalize.Normalizer(settings).clean(text)
    shown = normalize.read_ledger(run("explain", "--json", "a.txt").stdout)
    assert shown.changes == normalize.Normalizer().explain(text).changes


def test_a_file_that_cannot_be_written_costs_only_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    write({"in/a.txt": "Kiev", "in/b.txt": "Kiev"})
    replace = os.replace

    def fail(source: str, target: str) -> None:
        if str(target).endswith("a.txt"):
            raise OSError(28, "No space left on device")
        replace(source, target)

    monkeypatch.setattr("os.replace", fail)
    result = run("clean", "in", "-i", "--ledger", "l.jsonl")
    assert result.exit_code == 2
    assert "in/a.txt: cannot be written: No space left on device" in result.stderr
    assert read_tree(Path("in")) == {"a.txt": b"Kiev", "b.txt": b"Kyiv"}
    assert len(Path("l.jsonl").read_text().splitlines()) == 1


def test_an_interrupt_leaves_whole_files(monkeypatch: pytest.MonkeyPatch) -> None:
    write({"in/a.txt": "Kiev", "in/b.txt": "Kiev"})

    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("os.fsync", interrupt)
    result = run("clean", "in", "-i")
    assert result.exit_code == 130
    assert "no file is half-written" in result.stderr
    assert read_tree(Path("in")) == {"a.txt": b"Kiev", "b.txt": b"Kiev"}


def test_unchanged_files_are_not_touched_in_place() -> None:
    write({"in/a.txt": "Kyiv"})
    os.utime("in/a.txt", (1, 1))
    assert run("clean", "in", "-i").exit_code == 0
    assert Path("in/a.txt").stat().st_mtime == 1


def test_links_are_safe() -> None:
    write({"in/a.txt": "Kiev", "in/deep/b.txt": "Kiev", "other/c.txt": "Kiev"})
    Path("in/deep/loop").symlink_to("..")
    Path("in/z.txt").symlink_to("../other/c.txt")
    Path("in/broken.txt").symlink_to("gone")
    result = run("clean", "in", "-o", "out")
    assert result.exit_code == 2
    assert "skipped 1 linked folder: not followed" in result.stderr
    assert "no such file: in/broken.txt" in result.stderr
    assert sorted(read_tree(Path("out"))) == ["a.txt", "deep/b.txt", "z.txt"]
    Path("in/broken.txt").unlink()
    assert run("clean", "in", "in/a.txt", "other", "-i").exit_code == 0
    assert Path("in/z.txt").is_symlink()
    assert Path("other/c.txt").read_text() == "Kyiv"


def test_a_run_can_be_repeated_with_its_output_inside_its_input() -> None:
    write({"in/a.txt": "Kiev"})
    for _ in range(2):
        result = run("clean", "in", "-o", "in/cleaned", "--ledger", "in/ledger.txt")
        assert (result.exit_code, result.stderr) == (
            0,
            "cleaned 1 file, 1 change (place-variant 1) → in/cleaned/\n",
        )
    assert sorted(read_tree(Path("in"))) == ["a.txt", "cleaned/a.txt", "ledger.txt"]


def test_ten_megabytes_on_one_line() -> None:
    text = "Tom &amp; Ann in Kiev and so on, at length. " * 230_000
    assert len(text) > 10_000_000
    Path("a.txt").write_text(text)
    result = run("clean", "a.txt")
    assert result.exit_code == 0
    assert result.stdout_bytes.count(b"Kyiv") == 230_000


@pytest.mark.parametrize(
    "text",
    [
        "Kiev",
        "a\nKiev\nb\n",
        "Kiev\n" * 3 + "b\n" * 20 + "&amp;\n",
        "".join(f"line {n} {'Kiev' if n % 9 == 0 else ''}\n" for n in range(100)),
        "\n\nKiev &amp;\r\nend",
        "The vote passed by a wide margin on Monday.\n\nShare on Twitter\nLeave a comment\n",
    ],
)
def test_patch_turns_the_original_into_the_clean_text(text: str) -> None:
    if shutil.which("patch") is None:
        pytest.skip("no patch program")
    cleaned = normalize.Normalizer().explain(text)
    Path("a.txt").write_bytes(text.encode())
    lines = list(diff_lines(cleaned, "a.txt"))
    check_hunks(lines, cleaned.original, cleaned.text)
    Path("a.diff").write_bytes("".join(lines).encode())
    subprocess.run(["patch", "--binary", "-s", "a.txt", "a.diff"], check=True)
    assert Path("a.txt").read_bytes() == cleaned.text.encode()


def check_hunks(lines: list[str], before: str, after: str) -> None:
    """Check that each hunk holds the lines that its header names, which `patch` forgives."""
    hunks = re.split(r"^@@ -(.*) \+(.*) @@\n", "".join(lines), flags=re.MULTILINE)[1:]
    for old, new, body in zip(hunks[::3], hunks[1::3], hunks[2::3], strict=True):
        for text, named, sign in ((before, old, "-"), (after, new, "+")):
            first, _, count = named.partition(",")
            size = int(count or 1)
            start = int(first) - (size > 0)
            wanted = text.split("\n")[start : start + size]
            shown = [line[1:] for line in body.split("\n") if line[:1] in (" ", sign) and line]
            assert shown == wanted


def start(*args: str, **options: Any) -> subprocess.Popen[bytes]:
    """Start the command as its own process, without any steps."""
    Path("normalize.toml").write_text("steps = []\n")
    command = [sys.executable, "-m", "normalize", *args]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=os.environ.copy(), **options
    )


def test_a_reader_that_goes_away_ends_the_run_quietly() -> None:
    Path("a.txt").write_text("text\n" * 1_000_000)
    process = start("clean", "a.txt")
    assert process.stdout is not None and process.stderr is not None
    assert process.stdout.readline() == b"text\n"
    process.stdout.close()
    message = process.stderr.read()
    process.stderr.close()
    assert (process.wait(), message) == (141, b"")


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_slow_reader_gets_everything(unbuffered: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONUNBUFFERED", unbuffered)
    data = b"text\n" * 1_000_000
    Path("a.txt").write_bytes(data)
    assert start("clean", "a.txt").communicate()[0] == data


def test_standard_input_passes_through_byte_for_byte() -> None:
    data = b"\xef\xbb\xbfone\r\ntwo\rthree\n"
    process = start("clean", "-", stdin=subprocess.PIPE)
    assert process.communicate(data)[0] == data


def test_help_imports_nothing_heavy() -> None:
    heavy = (
        "ahocorasick_rs charset_normalizer ftfy kenlm msgspec rapidfuzz regex rich "
        "normalize.formats normalize.pipeline normalize.settings"
    )
    probe = (
        "import sys; from click.testing import CliRunner; from normalize.cli import main;"
        "results = [CliRunner().invoke(main, [*name, '--help']) for name in ([], ['clean'])];"
        "assert all(result.exit_code == 0 for result in results);"
        f"print(sorted(set({heavy.split()}) & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, check=True)
    assert done.stdout.strip() == b"[]"


@pytest.mark.parametrize("output", ["pipe", "pipe.txt", "link.txt"])
def test_a_pipe_is_not_replaced(output: str) -> None:
    write({"a.txt": "Kiev"})
    for name in ("pipe", "pipe.txt"):
        os.mkfifo(name)
    Path("link.txt").symlink_to("pipe")
    result = run("clean", "a.txt", "-o", output)
    assert result.exit_code == 2
    assert f"Error: --output {output} is not a regular file" in result.stderr
    assert Path("pipe").is_fifo() and Path("pipe.txt").is_fifo()


def test_a_pipe_in_a_folder_is_neither_waited_for_nor_replaced() -> None:
    write({"in/a.txt": "Kiev", "in/b.txt": "Kiev"})
    Path("out").mkdir()
    os.mkfifo("in/pipe.txt")
    os.mkfifo("out/a.txt")
    result = run("clean", "in", "-o", "out")
    assert result.exit_code == 2
    assert "error: in/pipe.txt: not a regular file" in result.stderr
    assert "error: out/a.txt: cannot be written: not a regular file" in result.stderr
    assert Path("out/a.txt").is_fifo()
    assert Path("out/b.txt").read_text() == "Kyiv"


@pytest.mark.parametrize(
    ("flag", "value"),
    [("--select", ""), ("--select", " , "), ("--select", "names,,"), ("--ignore", ""), ("-o", "")],
)
def test_an_empty_value_is_refused(flag: str, value: str) -> None:
    write({"a.txt": "Kiev"})
    result = run("clean", "a.txt", flag, value)
    assert result.exit_code == 2
    assert "Error: Invalid value for '--" in result.stderr
    assert "is empty" in result.stderr


def test_explain_and_clean_give_the_same_ledger() -> None:
    Path("a.txt").write_bytes("5 EUR, café".encode("latin-1"))
    encoding = ("--encoding", "latin-1")
    shown = run("explain", "a.txt", "--json", *encoding).stdout_bytes
    run("clean", "a.txt", "-i", "--ledger", "l.jsonl", *encoding)
    assert b'"clean_encoding":"utf-8"' in shown
    assert shown == Path("l.jsonl").read_bytes()


def test_markdown_on_standard_input_is_markdown() -> None:
    text = "Ann &amp; Tom\n\n```\nTom &amp; Ann\n```\n\nSo:\n\n    a &amp; b\n"
    assert run("clean", "-", "--stdin-filename", "a.md", stdin=text).stdout == (
        text.replace("Ann &amp;", "Ann &", 1)
    )
    assert "&amp;" not in run("clean", "-", "--stdin-filename", "a.txt", stdin=text).stdout
