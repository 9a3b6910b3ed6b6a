"""The corpora: the filter, the removal of copies and the cache, on tiny folders."""

from __future__ import annotations

import gzip
import importlib
import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "benchmarks"))
corpora = importlib.import_module("corpora")
readers = importlib.import_module("corpora_readers")
sources = importlib.import_module("corpora_sources")

STORY = "The old man walked slowly to the harbour, where the boats lay in the evening sun. "
LICENCE = "Permission is granted to anyone to use this work for any purpose whatsoever.\n"
CODE = "def find(a, b):\n    value = a[0]\n    print(value)\n    return {value: b}\n"


def story(name: str, paragraphs: int = 6) -> str:
    return "\n\n".join(f"{name}, part {n}. {STORY * 2}" for n in range(paragraphs)) + "\n"


def write(cache: Path, package: str, files: dict[str, str | bytes]) -> None:
    root = cache / "sources" / "debian" / package
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))


def row(package: str, kind: str = "books", reader: str = "text", limit: float = 1.0) -> object:
    return sources.Source(kind, "debian", package, ("**/*",), reader, "CC0-1.0", limit)


def build(cache: Path, *rows: object) -> dict[str, str]:
    """Build a cache of these rows and return name and text of its documents."""
    corpora.build(cache, sources=rows)
    return {document.name: document.text for document in corpora.load_documents(cache=cache)}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(CODE * 20, id="code"),
        pytest.param(STORY * 10 + "\N{REPLACEMENT CHARACTER}", id="lost character"),
        pytest.param(STORY * 10 + "\x00\x01", id="binary"),
        pytest.param(STORY * 10 + "\x93", id="C1 control"),
        pytest.param("| 12.5 | 13.7 | 0.44 |\n" * 40, id="table"),
        pytest.param("Too short.", id="stub"),
    ],
)
def test_no_prose(text: str) -> None:
    assert not corpora.is_prose(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(STORY * 10, id="story"),
        pytest.param(
            "(a) the Licensee shall pay the fee;\n(b) or return the goods;\n" * 10, id="contract"
        ),
        pytest.param("За окном шёл дождь, и никто не хотел выходить из дома. " * 10, id="Russian"),
        pytest.param("夜が明けると、村の人々は川のほとりに集まってきた。" * 30, id="Japanese"),
        pytest.param((STORY + "\n") * 30 + CODE, id="prose with a little code"),
    ],
)
def test_prose(text: str) -> None:
    assert corpora.is_prose(text)


def test_build_drops_code_binary_and_unreadable_files(tmp_path: Path) -> None:
    write(
        tmp_path,
        "pkg",
        {
            "story.txt": story("Anna"),
            "code.py": CODE * 30,
            "image.png": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 10,
            "latin.txt": story("Zoë").encode("latin-1"),
            "broken.gz": b"\x1f\x8b no gzip",
        },
    )
    assert build(tmp_path, row("pkg")) == {"pkg/story.txt": story("Anna")}


def test_copies_are_dropped(tmp_path: Path) -> None:
    licence = LICENCE * 8
    write(tmp_path, "a", {"one.txt": story("Anna") + "\n" + licence})
    write(tmp_path, "b", {"two.txt": licence + "\n" + story("Berta"), "copy.txt": story("Anna")})
    found = build(tmp_path, row("a"), row("b", "law"))
    assert sum(text.count(LICENCE) for text in found.values()) == 8
    assert sum(text.count("Anna, part 3") for text in found.values()) == 1
    assert found["b/two.txt"] == story("Berta"), "the rest stays as it is"


def test_headings_of_a_copy_do_not_stay(tmp_path: Path) -> None:
    text = story("Anna") + "".join(f"\nHeading {n}\n" for n in range(40))
    write(tmp_path, "a", {"one.txt": story("Anna")})
    write(tmp_path, "b", {"two.txt": text})
    assert list(build(tmp_path, row("a"), row("b", "law"))) == ["a/one.txt"]


def test_a_refrain_within_one_document_stays(tmp_path: Path) -> None:
    song = f"{STORY}\n\nAnd the wind took them all, the wind took them all, out to the sea.\n\n" * 6
    write(tmp_path, "song", {"song.txt": song})
    assert build(tmp_path, row("song")) == {"song/song.txt": song.strip("\n") + "\n"}


def test_unfinished_translations_are_not_foreign(tmp_path: Path) -> None:
    german = "Der alte Mann ging langsam zum Hafen, wo die Boote in der Abendsonne lagen. " * 8
    write(tmp_path, "help", {"de.txt": german, "en.txt": STORY * 8})
    assert list(build(tmp_path, row("help", "foreign"))) == ["help/de.txt"]


def test_order_and_cache_are_the_same_every_time(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {f"{n}.txt": story(f"Story {n}") for n in range(12)}
    write(tmp_path / "x", "pkg", files)
    write(tmp_path / "y", "pkg", dict(reversed(files.items())))
    first, second = build(tmp_path / "x", row("pkg")), build(tmp_path / "y", row("pkg"))
    assert list(first.items()) == list(second.items())
    assert list(first) != sorted(first), "packages and files are mixed"
    manifests = [(tmp_path / name / "manifest.json").read_bytes() for name in "xy"]
    assert manifests[0] == manifests[1]


def test_round_trip_through_the_cache(tmp_path: Path) -> None:
    text = story("Ångström \N{LINE SEPARATOR} \N{NO-BREAK SPACE}“quoted” \N{GRINNING FACE}")
    write(tmp_path, "pkg", {"odd name.txt": text})
    manifest = corpora.build(tmp_path, sources=[row("pkg")])
    [document] = corpora.load_documents(["books"], cache=tmp_path)
    assert document == corpora.Document("books", "pkg/odd name.txt", text)
    assert manifest == json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["kinds"]["books"]["bytes"] == len(text.encode("utf-8"))
    assert manifest["kinds"]["books"]["sources"][0]["licence"] == "CC0-1.0"


def test_limits_and_unknown_kinds(tmp_path: Path) -> None:
    write(tmp_path, "pkg", {f"{n}.txt": story(f"Story {n}") for n in range(9)})
    size = len(story("Story 0"))
    assert len(build(tmp_path, row("pkg", limit=2.5 * size / 1e6))) == 3
    assert len(list(corpora.load_documents(max_bytes=2 * size, cache=tmp_path))) == 2
    with pytest.raises(ValueError, match="unknown kind 'novels'; known are books"):
        list(corpora.load_documents(["novels"], cache=tmp_path))


def test_missing_packages_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert build(tmp_path, row("absent")) == {}
    assert "nothing from books debian:absent" in capsys.readouterr().err


def test_documents_are_cut_at_blank_lines() -> None:
    text = story("Long", paragraphs=40)
    pieces = list(corpora.split_document(text, most=1000))
    assert "".join(pieces) == text
    assert max(len(piece) for piece in pieces) <= 1000
    assert all(piece.startswith("Long, part") for piece in pieces)


def test_cache_folder_follows_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "/somewhere")
    monkeypatch.delenv("NORMALIZE_CORPORA", raising=False)
    assert corpora.default_cache() == Path("/somewhere/normalize-corpora")
    monkeypatch.setenv("NORMALIZE_CORPORA", "/elsewhere")
    assert corpora.default_cache() == Path("/elsewhere")


@pytest.mark.parametrize(
    ("reader", "content", "expected"),
    [
        (
            "html",
            "<nav>Home</nav><p>One\n <i>two</i>.<pre>x = 1</pre><li>Three",
            "One two.\n\nThree",
        ),
        ("fortunes", "First.\n\t-- A\n%\n\x1b[33mRed\n%\nLast.\n", "First.\n\t-- A\n\nLast."),
        ("text", "---\nkey: x\n---\n\nWords.\n", "Words.\n"),
        ("wml", 'message= _ "Say ""hello"" to them."\nid="x"', 'Say "hello" to them.'),
        ("play", "## ACT I\n\n**KING**  \nCome, _friend_.\n", "ACT I\n\nKING\nCome, _friend_.\n"),
        ("topics", 'topics = {"if": "About\\nif."}\n', "About\nif."),
    ],
)
def test_readers(tmp_path: Path, reader: str, content: str, expected: str) -> None:
    path = tmp_path / "file"
    path.write_text(content, encoding="utf-8")
    assert list(readers.READERS[reader](path)) == [expected]
    packed = tmp_path / "file.gz"
    packed.write_bytes(gzip.compress(content.encode("utf-8")))
    assert list(readers.READERS[reader](packed)) == [expected]


def test_wiki_paragraphs_with_templates_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "dump.xml"
    plain = f"The [[harbour|old harbour]] is '''wide'''. {STORY * 2}"
    path.write_text(f"<text x=''>{plain}\n(born {{{{x}}}}) {plain}</text>", encoding="utf-8")
    assert list(readers.read_wiki(path)) == [
        plain.replace("[[harbour|old harbour]]", "old harbour").replace("'''", "").strip()
    ]


def test_every_row_has_a_reader_and_a_licence() -> None:
    for source in sources.SOURCES:
        assert source.reader in readers.READERS
        assert source.licence
        assert source.kind in corpora.KINDS
