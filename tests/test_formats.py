"""Bytes in and out: encodings, binary files, whole writes, the byte law."""

from __future__ import annotations

import codecs
import os
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import normalize
from normalize.formats import (
    READERS,
    Document,
    FormatError,
    UnsupportedFormatError,
    decode,
    encode,
    get_reader,
    read_document,
    restore_bytes,
    write_bytes,
    write_document,
)
from normalize.formats.detect import find_codec, guess_encoding

RUSSIAN = "Президент заявил, что переговоры продолжатся в понедельник в Женеве."
POLISH = "Rozmowy będą kontynuowane w poniedziałek w Genewie. Zażółć gęślą jaźń."
ENGLISH = "The envoy’s visit to München was “cut short”, officials said – on Monday."
SAMPLES = (
    (ENGLISH, "cp1252"),
    ("The price was €50 million.", "cp1252"),
    ("The café was shut.", "latin-1"),
    ("quotes“glued”to words, and a word’s end", "cp1252"),
    ("Le président a déclaré que la réunion était reportée à l'été, à nouveau.", "latin-1"),
    ("¿Qué pasó en España? El 2º año.", "cp1252"),
    (RUSSIAN, "cp1251"),
    (RUSSIAN, "koi8-r"),
    (RUSSIAN, "cp866"),
    (POLISH, "cp1250"),
    ("Příliš žluťoučký kůň. Rozhovory budou pokračovat v pondělí v Ženevě.", "cp1250"),
    ("Ο πρόεδρος δήλωσε ότι οι συνομιλίες θα συνεχιστούν τη Δευτέρα.", "cp1253"),
    ("大統領は月曜日にジュネーブで会談が再開されると述べた。", "shift_jis"),
    ("总统表示，会谈将于星期一在日内瓦继续举行。", "gbk"),
    ("대통령은 월요일 제네바에서 회담이 재개될 것이라고 말했다.", "cp949"),
)
UNSURE = (  # too little to tell, or two encodings fit: asked for, never guessed
    ("Привет, мир", "cp1251"),
    ("Cumhurbaşkanı, görüşmelerin pazartesi günü devam edeceğini söyledi.", "cp1254"),
)


@pytest.mark.parametrize(("text", "encoding"), SAMPLES)
def test_legacy_encodings_are_told_and_kept(text: str, encoding: str) -> None:
    data = text.encode(encoding)
    document = decode(data, name="a.txt")
    assert document.text == text
    assert document.notes and "name another with --encoding" in document.notes[0]
    assert encode(document.text, document).data == data


@pytest.mark.parametrize(("text", "encoding"), UNSURE)
def test_unsure_encodings_are_asked_for(text: str, encoding: str) -> None:
    with pytest.raises(FormatError, match=r"^a\.txt: not UTF-8, .* name it with --encoding$"):
        decode(text.encode(encoding), name="a.txt")
    assert decode(text.encode(encoding), encoding).text == text


@pytest.mark.parametrize(
    ("bom", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_byte_order_marks_are_kept_apart_and_written_back(bom: bytes, encoding: str) -> None:
    data = bom + "Kyiv – 😀\r\nend".encode(encoding)
    for named in (None, encoding, encoding[:6].rstrip("-")):
        document = decode(data, named)
        assert (document.text, document.encoding, document.bom) == (
            "Kyiv – 😀\r\nend",
            encoding,
            True,
        )
        assert encode(document.text, document).data == data


def test_utf_16_without_mark_is_read_when_named_and_hinted_at_otherwise() -> None:
    data = "The talks went on for hours.".encode("utf-16-le")
    assert decode(data, "utf-16-le").text.startswith("The talks")
    assert not decode(data, "utf-16").bom
    with pytest.raises(FormatError, match="give --encoding utf-16-le"):
        decode(data, name="a.txt")


def test_line_ends_are_part_of_the_text() -> None:
    data = b"one\r\ntwo\rthree\n\x0cfour"
    document = decode(data)
    assert document.text.encode() == data


def test_empty_is_a_document() -> None:
    assert decode(b"") == Document("<bytes>", "")
    assert encode("", decode(codecs.BOM_UTF8)).data == codecs.BOM_UTF8


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "a PNG picture"),
        (b"%PDF-1.7\nplain so far", "a PDF"),
        (b"PK\x03\x04" + b"\x00" * 30, "a ZIP archive"),
        (b"text\x00\x00\x00\x00 and more", "NUL bytes"),
        (bytes(range(1, 32)) * 20, "control characters"),
        (bytes(range(1, 256)) * 20, "control characters"),
    ],
)
def test_binary_is_refused_by_name(data: bytes, why: str) -> None:
    with pytest.raises(FormatError, match=f"^a.txt: binary, not text: .*{why}"):
        decode(data, name="a.txt")


def test_stray_nul_is_text() -> None:
    assert decode(b"one \x00 stray").text == "one \0 stray"
    assert decode(b"x" * 5000 + b"\x00" * 5).text.count("\0") == 5
    with pytest.raises(FormatError, match="binary"):
        decode(b"x" * 5000 + b"\x00" * 6)
    with pytest.raises(FormatError, match="binary"):
        decode(b"x" * 50 + b"\x00" * 6, "latin-1")


def test_wrong_encoding_names_the_place() -> None:
    with pytest.raises(FormatError, match=r"^a\.txt: not utf-8 at byte 3;.*leave it out"):
        decode(b"caf\xe9", "utf-8", name="a.txt")


@pytest.mark.parametrize(
    ("name", "hint"), [("utf-88", "'utf-8'"), ("windows-1253x", "1253"), ("hex", ""), ("", "")]
)
def test_unknown_encoding_suggests_the_nearest(name: str, hint: str) -> None:
    with pytest.raises(FormatError, match=f"unknown encoding.*{hint}"):
        find_codec(name)


def test_encodings_that_lose_bytes_are_refused() -> None:
    # ISO-2022-JP allows escape sequences that no encoder writes.
    with pytest.raises(FormatError, match="not be written back to the same bytes"):
        decode(b"\x1b(J\x1b(Babc", "iso2022_jp", name="a.txt")


def test_lines_of_several_encodings_are_each_kept() -> None:
    lines = ["Kyiv – one".encode(), "caf\xe9".encode("latin-1"), "two — three".encode(), b"x"]
    data = b"\r\n".join(lines)
    document = decode(data, name="a.txt")
    assert document.text == "Kyiv – one\r\ncafé\r\ntwo — three\r\nx"
    assert document.line_encodings == {2: "cp1252"}
    assert "UTF-8 but for line 2, read as cp1252" in document.notes[0]
    assert encode(document.text, document).data == data
    assert encode("café – one", document).data == "café – one".encode()


def test_text_that_the_encoding_cannot_hold_becomes_utf_8() -> None:
    encoded = encode("10 €", Document("a.txt", "10 EUR", "iso8859-1"))
    assert encoded == ("10 €".encode(), "utf-8")
    with pytest.raises(FormatError, match="lone surrogates"):
        encode("\ud800", Document("a.txt", ""))


@given(st.binary(max_size=200))
def test_whatever_is_read_is_written_back_to_the_byte(data: bytes) -> None:
    try:
        document = decode(data)
    except FormatError:
        return
    assert encode(document.text, document).data == data


@given(st.binary(max_size=100), st.sampled_from(["utf-7", "utf-16", "cp932", "cp1252", "big5"]))
def test_the_byte_law_holds_for_named_encodings(data: bytes, encoding: str) -> None:
    try:
        document = decode(data, encoding)
    except FormatError:
        return
    assert encode(document.text, document).data == data


@given(st.text(max_size=50))
def test_text_of_any_kind_is_guessed_right_or_asked_for(text: str) -> None:
    for encoding in ("cp1252", "cp1251"):
        try:
            data = text.encode(encoding)
        except UnicodeEncodeError:
            continue
        guess, _ = guess_encoding(data)
        if guess:
            data.decode(guess)  # what it names can be used


def test_endings_choose_the_reader_in_any_case() -> None:
    assert get_reader(Path("a/B.Markdown")) == "markdown"
    assert get_reader("a/posts.JSONL.gz") == "jsontext"
    assert all(find_spec(f"normalize.formats.{module}") for module in READERS.values())
    with pytest.raises(UnsupportedFormatError, match=r"no reader for \.xls files yet \(supported"):
        get_reader("table.xls")
    with pytest.raises(UnsupportedFormatError, match=r"did you mean 'a\.txt'"):
        get_reader("a.tx")
    with pytest.raises(UnsupportedFormatError, match="without ending"):
        get_reader("Makefile")


def test_files_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match=r"^no such file: .*gone\.txt$"):
        read_document(tmp_path / "gone.txt")
    (tmp_path / "folder.txt").mkdir()
    with pytest.raises(FormatError, match=r"folder\.txt: cannot be read: Is a directory"):
        read_document(tmp_path / "folder.txt")


def test_write_keeps_encoding_mark_and_mode(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(codecs.BOM_UTF16_LE + "Kiev".encode("utf-16-le"))
    path.chmod(0o640)
    document = read_document(str(path))
    assert write_document(path, "Kyiv", document) == "utf-16-le"
    assert path.read_bytes() == codecs.BOM_UTF16_LE + "Kyiv".encode("utf-16-le")
    assert path.stat().st_mode & 0o7777 == 0o640
    assert list(tmp_path.iterdir()) == [path]


def test_new_files_obey_the_umask_and_make_their_folders(tmp_path: Path) -> None:
    path = tmp_path / "new" / "deep" / "a.txt"
    before = os.umask(0o027)
    try:
        write_bytes(path, b"text")
    finally:
        os.umask(before)
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_symbolic_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "real.txt").write_bytes(b"old")
    (tmp_path / "link.txt").symlink_to("real.txt")
    write_bytes(tmp_path / "link.txt", b"new")
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "real.txt").read_bytes() == b"new"


@pytest.mark.parametrize("call", ["fsync", "replace"])
@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_failed_write_leaves_the_original_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, error: BaseException
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"original")

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(f"os.{call}", fail)
    expected = FormatError if isinstance(error, OSError) else KeyboardInterrupt
    with pytest.raises(expected) as caught:
        write_bytes(path, b"new")
    if expected is FormatError:
        assert str(caught.value) == (
            f"{path}: cannot be written: No space left on device; nothing was changed"
        )
    assert path.read_bytes() == b"original"
    assert list(tmp_path.iterdir()) == [path]


def test_a_read_only_file_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"original")
    monkeypatch.setattr("os.access", lambda *_: False)  # tests may run as root
    with pytest.raises(FormatError, match="the file is read-only; nothing was changed"):
        write_bytes(path, b"new")
    assert path.read_bytes() == b"original"


def test_what_is_no_regular_file_is_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    (tmp_path / "link.txt").symlink_to(pipe)
    for path in (pipe, tmp_path / "link.txt"):
        with pytest.raises(FormatError, match="not a regular file; nothing was changed"):
            write_bytes(path, b"new")
    assert pipe.is_fifo()
    assert sorted(tmp_path.iterdir()) == [tmp_path / "link.txt", pipe]


@pytest.mark.usefixtures("toy_steps")
@pytest.mark.parametrize(
    "data",
    [
        b"Tom &amp; Ann in a caf\xe9",
        b"100 EUR in a caf\xe9",  # becomes UTF-8
        codecs.BOM_UTF8 + b"Kiev\r\n",
        codecs.BOM_UTF16_BE + "Kiev".encode("utf-16-be"),
        "Kiev – one\ncaf".encode() + b"\xe9\n" + "two – three\n".encode(),  # mixed
        "one –\ncaf".encode() + b"\xe9\n" + "two – three\n".encode(),  # mixed, unchanged
        b"",
    ],
)
def test_bytes_are_restored_from_the_ledger(data: bytes) -> None:
    document = decode(data, name="a.txt")
    cleaned = normalize.Normalizer().explain(document.text)
    encoded = encode(cleaned.text, document)
    ledger = normalize.read_ledger(cleaned.to_json(**document.header(encoded.encoding)))
    assert restore_bytes(encoded.data, ledger) == data
    with pytest.raises((normalize.LedgerError, FormatError)):
        restore_bytes(encoded.data + b"x", ledger)


@pytest.mark.parametrize(
    "head",
    [
        {"line_encodings": {"x": "cp1252"}},
        {"line_encodings": ["cp1252"]},
        {"line_encodings": {"1": 1252}},
        {"encoding": 8},
        {"bom": "yes"},
        {"file": ["a.txt"]},
    ],
)
def test_a_wrong_head_is_an_error_of_the_ledger(head: dict[str, object]) -> None:
    cleaned = normalize.Normalizer().explain("plain")
    ledger = normalize.read_ledger(cleaned.to_json(**head))
    with pytest.raises(normalize.LedgerError, match=next(iter(head))):
        restore_bytes(b"plain", ledger)


def test_a_head_with_an_unknown_encoding_is_an_error_of_the_format() -> None:
    cleaned = normalize.Normalizer().explain("plain")
    ledger = normalize.read_ledger(cleaned.to_json(encoding="utf-88", clean_encoding="utf-8"))
    with pytest.raises(FormatError, match="unknown encoding 'utf-88'"):
        restore_bytes(b"plain", ledger)


def test_library_and_registry_agree(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"plain")
    assert read_document(path).text == read_document(b"plain").text
    assert read_document(path, name="other").name == "other"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"plain", ("plain", "utf-8", 1.0)),
        ("naïve café".encode(), ("naïve café", "utf-8", 0.99)),
        ("café".encode("utf-8-sig"), ("café", "utf-8", 1.0)),
        ("café".encode("utf-32"), ("café", "utf-32-le", 1.0)),
        (b"The caf\xe9 was shut.", ("The café was shut.", "cp1252", 0.9)),
        (
            "Das Café\nDie Größe\n".encode() + b"na\xefve\n",
            ("Das Café\nDie Größe\nnaïve\n", "utf-8", 0.95),
        ),
    ],
)
def test_bytes_are_decoded_with_encoding_and_confidence(
    data: bytes, expected: tuple[str, str, float]
) -> None:
    assert normalize.decode(data) == expected


def test_binary_bytes_are_refused() -> None:
    with pytest.raises(FormatError):
        normalize.decode(bytes(range(256)) * 20)
