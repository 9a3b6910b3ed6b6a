"""Compressed files and files of columns: what `undo` gives back, and what it says of the rest."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import random
from pathlib import Path
from typing import Any

import pytest
from test_cli import folder as folder  # a fixture
from test_cli import run
from test_cli_runs import DIRTY, rows

from normalize.formats.containers import describe_container
from normalize.formats.streams import open_input

CONTENT = rows(DIRTY, 2000)


def named_gzip(level: int) -> bytes:
    raw = io.BytesIO()
    with gzip.GzipFile("posts.jsonl", "wb", level, raw, mtime=1_700_000_000) as file:
        file.write(CONTENT)
    return raw.getvalue()


EXACT = {
    **{f"level{level}.jsonl.gz": gzip.compress(CONTENT, level) for level in (1, 3, 6, 9)},
    "named.jsonl.gz": named_gzip(6),
    "text.txt.gz": gzip.compress(b"He left Kiev.\n", 4),
    "three.jsonl.bz2": bz2.compress(CONTENT, 3),
    "zero.jsonl.xz": lzma.compress(CONTENT, preset=0),
    "seven.jsonl.xz": lzma.compress(CONTENT, preset=7),
    "extreme.jsonl.xz": lzma.compress(CONTENT, preset=2 | lzma.PRESET_EXTREME),
    "crc32.jsonl.xz": lzma.compress(CONTENT, check=lzma.CHECK_CRC32),
}
INEXACT = {
    "two.jsonl.gz": gzip.compress(CONTENT) * 2,
    "zeros.jsonl.gz": gzip.compress(CONTENT) + b"\0" * 700,
    "huffman.jsonl.gz": gzip.compress(CONTENT, 0)[:8] + b"\x02" + gzip.compress(CONTENT, 0)[9:],
    "two.jsonl.bz2": bz2.compress(CONTENT) * 2,
    "two.jsonl.xz": lzma.compress(CONTENT) * 2,
    "two.txt.gz": gzip.compress(b"He left Kiev.\n") + gzip.compress(b"She left Kiev.\n"),
}


def unpack(path: Path) -> bytes:
    with open_input(path, {".gz": "gzip", ".bz2": "bzip2", ".xz": "xz"}[path.suffix]) as file:
        return file.read()


@pytest.mark.parametrize("name", EXACT)
def test_what_can_be_repeated_comes_back_to_the_byte(name: str) -> None:
    path = Path(name)
    path.write_bytes(EXACT[name])
    result = run("clean", name, "-i", "--ledger", "l.jsonl")
    assert result.exit_code == 0 and "undo will" not in result.stderr
    assert path.read_bytes() != EXACT[name]
    result = run("undo", name, "-i", "--ledger", "l.jsonl")
    assert (result.exit_code, result.stderr) == (0, "restored 1 file, in place\n")
    assert path.read_bytes() == EXACT[name]


@pytest.mark.parametrize("name", INEXACT)
def test_what_cannot_is_told_and_its_content_comes_back(name: str) -> None:
    path = Path(name)
    path.write_bytes(INEXACT[name])
    content = unpack(path)
    assert "undo" not in run("clean", name, "-o", "out/", "--ledger", "o.jsonl").stderr
    kept = run("clean", name, "-i", "--backup", "--ledger", "b.jsonl")
    assert "undo" not in kept.stderr
    path.write_bytes(Path(f"{name}.bak").read_bytes())
    result = run("clean", name, "-i", "--ledger", "l.jsonl")
    assert f"{name}: undo will give back its content to the byte" in result.stderr
    lines = Path("l.jsonl").read_bytes().splitlines()
    assert json.loads(lines[-1])["header"]["container"]["restores"] == "content"
    result = run("undo", name, "-i", "--ledger", "l.jsonl")
    assert result.exit_code == 0
    assert f"{name}: its content to the byte came back, but the file itself" in result.stderr
    assert unpack(path) == content


@pytest.mark.parametrize("name", INEXACT)
def test_what_was_not_changed_comes_back_as_it_is(name: str) -> None:
    clean = INEXACT[name].replace(CONTENT, b"")
    Path(name).write_bytes(clean)
    run("clean", name, "-i")  # nothing is left to repair, however it is packed
    packed = Path(name).read_bytes()
    assert run("clean", name, "-o", "out/", "--ledger", "l.jsonl").exit_code == 0
    result = run("undo", f"out/{name}", "-o", "back/", "--ledger", "l.jsonl")
    assert result.stderr == "restored 1 file → back/\n"
    assert Path("back", name).read_bytes() == packed


def test_zstd_says_what_it_does() -> None:
    zstandard: Any = pytest.importorskip("zstandard")
    path = Path("a.jsonl.zst")
    for options in ({"level": 3}, {"level": 9}):
        path.write_bytes(zstandard.ZstdCompressor(**options).compress(CONTENT))
        run("clean", path.name, "-i", "--ledger", "l.jsonl")
        assert "its content to the byte came back" in (
            run("undo", path.name, "-i", "--ledger", "l.jsonl").stderr
        )


def test_a_window_beyond_the_default_is_read() -> None:
    zstandard: Any = pytest.importorskip("zstandard")
    draw = random.Random(1)
    data = b"".join(b'{"text": "%d"}\n' % draw.randrange(10**9) for _ in range(1000))
    packed = zstandard.ZstdCompressor(
        compression_params=zstandard.ZstdCompressionParameters(window_log=27)
    ).compress(data)
    Path("a.jsonl.zst").write_bytes(packed)
    assert run("clean", "a.jsonl.zst", "-o", "b.jsonl").exit_code == 0
    assert Path("b.jsonl").read_bytes() == data


def test_columns_come_back_in_their_values() -> None:
    pa: Any = pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    table = pa.table({"id": [1, 2], "text": ["He left Kiev.", "fine"]})
    pq.write_table(table, "a.parquet", use_dictionary=False, version="1.0")
    before = Path("a.parquet").read_bytes()
    result = run("clean", "a.parquet", "-i", "--ledger", "l.jsonl")
    assert "a.parquet: undo will give back its values" in result.stderr
    lines = Path("l.jsonl").read_bytes().splitlines()
    assert json.loads(lines[-1])["header"]["restores"] == "values"
    result = run("undo", "a.parquet", "-i", "--ledger", "l.jsonl")
    assert "a.parquet: its values came back" in result.stderr
    assert Path("a.parquet").read_bytes() != before
    assert pq.read_table("a.parquet").equals(table)


def test_settings_are_named_only_where_they_were_tried() -> None:
    path = Path("a.jsonl.gz")
    path.write_bytes(gzip.compress(CONTENT, 5))
    found = describe_container(path)
    assert found and (found.level, found.restores) == ("", "")
    tried = describe_container(path, tries=True)
    assert tried and (tried.level, tried.restores) == ("5", "")
