"""`normalize explain` for files of records: each text by record and field, and totals."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from test_cli import folder as folder  # a fixture
from test_cli import run, write

import normalize

POSTS = (
    '{"id": 1, "text": "Tom &amp; Ann left Kiev."}\n'
    '{"id": 2, "text": "fine"}\n'
    '{"id": 3, "text": "a note [sic]", "body": "Kiev"}\n'
)


def test_each_text_is_named_by_record_and_field() -> None:
    write({"posts.jsonl": POSTS})
    result = run("explain", "posts.jsonl")
    assert result.exit_code == 0 and result.stderr == ""
    assert result.stdout == (
        "posts.jsonl: record 1, text: 2 changes\n"
        "   1:5  html-entity    '&amp;' → '&'  (0.99)\n"
        "  1:20  place-variant  'Kiev' → 'Kyiv'  (0.95)\n"
        "\n"
        "posts.jsonl: record 3, text: 0 changes\n"
        "\n"
        "Findings (reported, not changed):\n"
        "  1:8  odd-word  '[sic]'  an editor's mark (0.80)\n"
        "\n"
        "posts.jsonl: 2 changes in 1 of 3 texts\n"
        "\n"
        "Changes by rule:\n"
        "  1  html-entity\n"
        "  1  place-variant\n"
    )
    assert "record 3, body: 1 change\n" in run("explain", "posts.jsonl", "--field", "body").stdout


def test_json_is_one_ledger_a_line() -> None:
    write({"posts.jsonl": POSTS})
    result = run("explain", "posts.jsonl", "--field", "text,body", "--json")
    assert "posts.jsonl: 3 changes in 2 of 4 texts\n" in result.stderr
    ledgers = [normalize.read_ledger(line) for line in result.stdout_bytes.splitlines()]
    places = [(ledger.header["record"], ledger.header["field"]) for ledger in ledgers]
    assert places == [(0, "text"), (2, "body"), (2, "text")]
    assert ledgers[1].restore("Kyiv") == "Kiev"


@pytest.mark.parametrize("flags", [(), ("--json",)])
def test_a_clean_file_is_one_line(flags: tuple[str, ...]) -> None:
    write({"posts.jsonl": '{"text": "fine"}\n'})
    assert (
        run("explain", "posts.jsonl", *flags).output == "posts.jsonl: 1 text, nothing to repair\n"
    )


def test_standard_input_and_compressed_files() -> None:
    Path("posts.jsonl.gz").write_bytes(gzip.compress(POSTS.encode()))
    assert "2 changes in 1 of 3 texts" in run("explain", "posts.jsonl.gz").stdout
    piped = run("explain", "-", "--stdin-filename", "in.jsonl", stdin=POSTS)
    assert "in.jsonl: 2 changes in 1 of 3 texts" in piped.stdout


def test_a_broken_record_and_a_missing_field_are_told() -> None:
    write({"posts.jsonl": POSTS + '{"text": \n', "table.csv": "id,body\n1,Kiev\n"})
    result = run("explain", "posts.jsonl")
    assert result.exit_code == 2
    assert "error: posts.jsonl: record 4: not JSON" in result.stderr
    assert "2 changes in 1 of 3 texts" in result.stdout
    assert "fields with text are" in run("explain", "posts.jsonl", "--field", "boddy").stderr
    assert "(--column; it has id, body)" in run("explain", "table.csv").stderr
    assert "record 2, body: 1 change" in run("explain", "table.csv", "--column", "body").stdout


def test_mail_and_pages() -> None:
    write({"a.mbox": "From a@b\nSubject: x\n\nHe left Kiev.\n", "a.html": "<p>He left Kiev.</p>"})
    for name in ("a.mbox", "a.html"):
        assert f"{name}: record 1, " in run("explain", name).stdout
        assert f"{name}: 1 change in 1 of " in run("explain", name).stdout


def test_columns() -> None:
    pa: Any = pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    table = pa.table({"id": [1, 2, 3], "text": ["fine", None, "He left Kiev."]})
    pq.write_table(table, "a.parquet", row_group_size=1)
    assert "a.parquet: record 3, text: 1 change\n" in run("explain", "a.parquet").stdout
    shown = run("explain", "a.parquet", "--json").stdout
    assert json.loads(shown)["header"]["record"] == 2
    Path("b.parquet").write_bytes(b"no parquet")
    result = run("explain", "b.parquet")
    assert result.exit_code == 2 and "error: b.parquet: cannot be read" in result.stderr


def test_settings_of_a_path_count() -> None:
    write(
        {
            "quiet/a.txt": "Kiev",
            "normalize.toml": '[[overrides]]\npaths = ["quiet/"]\nignore = ["names"]\n',
        }
    )
    assert "nothing to repair" in run("explain", "quiet/a.txt").stdout
