"""Files of records: only texts change, all else stays byte for byte, and patches undo it."""

from __future__ import annotations

import csv
import io
import json
import pickle
import string
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalize import Normalizer, Settings
from normalize.formats import FormatError
from normalize.formats.document import Document
from normalize.formats.markdown import find_opaque
from normalize.formats.markup import read_visible
from normalize.formats.open import SAMPLE, open_format
from normalize.formats.records import Format, Patch, Segment, Selection, widen
from normalize.formats.repair import Repaired, repair_records
from normalize.formats.streams import COMPRESSED, compress, iter_lines, open_input, split_name
from normalize.formats.table import is_open, split_row
from normalize.formats.work import explain_document

pytestmark = pytest.mark.usefixtures("toy_steps")

DIRTY = ("Kiev", "&amp;", "Kovalenkko", "[sic]")
WORDS = st.sampled_from(
    [
        *DIRTY,
        "fine",
        "é",
        "😀",
        '"',
        "'",
        ",",
        ";",
        "\t",
        "\\",
        "/",
        "\n",
        "\r\n",
        " ",
        "<b>",
        "=",
        "",
    ]
)
TEXTS = st.lists(WORDS, max_size=8).map("".join)
CLEAN = st.text(st.characters(exclude_categories=["Cs"]), max_size=12).filter(
    lambda text: not any(word in text for word in ("Kiev", "&amp;", "EUR"))
)


def clean(name: str, data: bytes, **selection: Any) -> tuple[bytes, list[Repaired]]:
    """Clean a file as a run does, and hold the laws of every format."""
    form: Format = open_format(name, data[:SAMPLE], Selection(**selection))
    form = pickle.loads(pickle.dumps(form))
    records = list(form.split(io.BytesIO(data)))
    assert b"".join(records) == data
    done = repair_records(records, 0, form, Normalizer())
    out = b"".join(repaired.data for repaired in done)
    assert b"".join(map(undo, done)) == data
    again = repair_records(list(form.split(io.BytesIO(out))), 0, form, Normalizer())
    assert b"".join(repaired.data for repaired in again) == out
    return out, done


def undo(repaired: Repaired) -> bytes:
    patches: list[Patch] = [patch for change in repaired.changes for patch in change.patches]
    pieces: list[bytes] = []
    at = 0
    for start, length, before in patches:
        pieces += (repaired.data[at:start], before)
        at = start + length
    return b"".join((*pieces, repaired.data[at:]))


def repair(text: str) -> str:
    return Normalizer().clean(text)


# --- JSON ---------------------------------------------------------------------------------

NUMBERS = st.sampled_from(["1e5", "-0.0", "12345678901234567890123", "NaN", "1E+2", "-Infinity"])
SPACE = st.sampled_from(["", " ", "  ", "\t"])


@st.composite
def json_lines(draw: st.DrawFn, texts: st.SearchStrategy[str]) -> tuple[bytes, list[list[str]]]:
    """Draw a file of JSONL, and the texts of each line."""
    lines, held = [], []
    bom = draw(st.sampled_from([b"", b"\xef\xbb\xbf"]))
    for _ in range(draw(st.integers(0, 4))):
        own = draw(st.lists(texts, max_size=3))
        ascii_only = draw(st.booleans())
        pairs = [f'"id":{draw(SPACE)}{draw(NUMBERS)}']
        for text in own:  # a key that comes twice, and a nested one
            key = draw(st.sampled_from(['"text"', '"\\u0074ext"']))
            pairs.append(
                f"{key}{draw(SPACE)}:{draw(SPACE)}{json.dumps(text, ensure_ascii=ascii_only)}"
            )
        pairs.insert(draw(st.integers(0, len(pairs))), '"other": ["Kiev", {"text2": "Kiev"}]')
        lines.append(("{" + f",{draw(SPACE)}".join(pairs) + "}").encode())
        held.append(own)
    end = draw(st.sampled_from([b"\n", b"\r\n"]))
    last = draw(st.sampled_from([b"", end]))
    return (bom if lines else b"") + end.join(lines) + (last if lines else b""), held


@given(json_lines(TEXTS))
def test_jsonl_changes_only_the_texts(drawn: tuple[bytes, list[list[str]]]) -> None:
    data, held = drawn
    out, done = clean("a.jsonl", data)
    assert not any(repaired.problem for repaired in done)
    for line, texts in zip(out.removeprefix(b"\xef\xbb\xbf").splitlines(), held, strict=True):
        pairs = json.loads(line, object_pairs_hook=list)
        assert [value for key, value in pairs if key == "text"] == [repair(t) for t in texts]
        assert ("other", ["Kiev", [("text2", "Kiev")]]) in pairs


@given(json_lines(CLEAN))
def test_clean_jsonl_stays_byte_for_byte(drawn: tuple[bytes, list[list[str]]]) -> None:
    assert clean("a.jsonl", drawn[0])[0] == drawn[0]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (rb'{"text": "Kiev \u00e9 5 EUR"}', rb'{"text": "Kyiv \u00e9 5 \u20ac"}'),
        (rb'{"text": "Kiev \u00C3 5 EUR"}', rb'{"text": "Kyiv \u00C3 5 \u20AC"}'),
        ('{"text": "é 5 EUR"}'.encode(), '{"text": "é 5 €"}'.encode()),
        (rb'{"text": "a\/b \u0026amp; c"}', rb'{"text": "a\/b \u0026 c"}'),
        (rb'{"text":"\ud83d\ude00 Kiev \"\\"}', rb'{"text":"\ud83d\ude00 Kyiv \"\\"}'),
    ],
)
def test_json_keeps_the_spelling_of_escapes(line: bytes, expected: bytes) -> None:
    assert clean("a.jsonl", line)[0] == expected


@pytest.mark.parametrize(
    "line",
    [
        b'{"text": "Kiev',
        b'{"text": "Kiev"',
        b'{"text": "Kiev"]',
        b'{"text": "Kiev\x01"}',
        b'{"text": Kiev}',
        b'{"text": "Kiev \\x"}',
        b'{"text": "Kiev \xff"}',
    ],
)
def test_a_broken_line_is_left_as_it_is_and_told(line: bytes) -> None:
    data = b'{"text": "Kiev"}\n' * 3 + line + b'\n{"text": "Kiev"}\n'
    out, done = clean("a.jsonl", data)
    assert out == data.replace(b'{"text": "Kiev"}\n', b'{"text": "Kyiv"}\n')
    assert [bool(repaired.problem) for repaired in done] == [False] * 3 + [True, False]


def test_nested_and_several_fields() -> None:
    data = b'{"a": {"b": "Kiev", "c": ["Kiev"]}, "d": [{"e": "Kiev"}], "a.b": "Kiev", "b": "Kiev"}'
    out, done = clean("a.jsonl", data, fields=("a.b", "d.e"))
    assert out == data.replace(b'"b": "Kiev", "c"', b'"b": "Kyiv", "c"').replace(
        b'"e": "Kiev"', b'"e": "Kyiv"'
    ).replace(b'"a.b": "Kiev"', b'"a.b": "Kyiv"')
    assert [change.field for change in done[0].changes] == ["a.b", "d.e", "a.b"]


@given(st.lists(TEXTS, max_size=6), st.sampled_from([None, 0, 2]), st.booleans())
def test_json_lists_are_read_item_by_item(texts: list[str], indent: int | None, bom: bool) -> None:
    rows = [{"text": text, "n": [[1], {"deep": ["]", "{"]}]} for text in texts]
    data = json.dumps(rows, indent=indent).encode("utf-8-sig" if bom else "utf-8")
    out, done = clean("a.json", data)
    assert [row["text"] for row in json.loads(out.decode("utf-8-sig"))] == list(map(repair, texts))
    assert len(done) >= len(texts)
    single = json.dumps({"data": rows}, indent=indent).encode()
    assert (
        clean("a.json", single, fields=("data.text",))[0]
        == json.dumps(
            {
                "data": [
                    {**row, "text": repair(text)} for row, text in zip(rows, texts, strict=True)
                ]
            },
            indent=indent,
        ).encode()
    )


def test_a_long_json_list_is_split_across_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("normalize.formats.jsontext.BLOCK", 7)
    data = json.dumps([{"text": 'a "Kiev" \\', "x": i} for i in range(50)], indent=1).encode()
    out, done = clean("a.json", data)
    assert out == data.replace(b"Kiev", b"Kyiv")
    assert len(done) == 51


# --- tables -------------------------------------------------------------------------------


@st.composite
def tables(draw: st.DrawFn, texts: st.SearchStrategy[str]) -> tuple[bytes, list[str], str]:
    """Draw a CSV file of some dialect, the texts of its column, its delimiter."""
    delimiter = draw(st.sampled_from(",;\t|"))
    quoting = draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]))
    end = draw(st.sampled_from(["\n", "\r\n"]))
    held = draw(st.lists(texts.filter(lambda text: "\0" not in text), max_size=5))
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, quoting=quoting, lineterminator=end)  # type: ignore[arg-type]
    writer.writerow(["id", "text", "note"])
    writer.writerows([number, text, "Kiev"] for number, text in enumerate(held))
    text = buffer.getvalue()
    if draw(st.booleans()):
        text = text.removesuffix(end)
    bom = draw(st.sampled_from([b"", b"\xef\xbb\xbf"]))
    return bom + text.encode(), held, delimiter


@given(tables(TEXTS))
def test_tables_change_only_the_column(drawn: tuple[bytes, list[str], str]) -> None:
    data, held, delimiter = drawn
    out, done = clean("a.csv", data, columns=("text",))
    assert not any(repaired.problem for repaired in done)
    rows = list(csv.reader(io.StringIO(out.decode("utf-8-sig"), newline=""), delimiter=delimiter))
    assert [row[1] for row in rows[1:]] == list(map(repair, held))
    assert [row[2] for row in rows[1:]] == ["Kiev"] * len(held)


@given(tables(CLEAN))
def test_clean_tables_stay_byte_for_byte(drawn: tuple[bytes, list[str], str]) -> None:
    assert clean("a.csv", drawn[0], columns=("text",))[0] == drawn[0]


def test_a_cell_that_comes_to_need_quotation_marks_gets_them() -> None:
    data = b"id,text\n1,Kiev\n"
    form = open_format("a.csv", data, Selection(columns=("text",)))
    record = form.parse(b"1,Kiev\n", 1)
    (found,) = record.slots[0].replace(record.source, [(0, 4, 'a,"b')])
    assert found.after == '"a,""b"'


def test_tsv_in_which_a_quotation_mark_is_a_letter() -> None:
    data = b'id\ttext\n1\t"Kiev is 5" long\n2\tKiev\n3\tfine\n'
    out, done = clean("a.tsv", data, columns=("2",))
    assert out == data.replace(b"Kiev", b"Kyiv")
    assert not any(repaired.problem for repaired in done)


def test_a_table_in_another_encoding() -> None:
    data = "id;text\n1;café à Kiev\n2;déjà vu\n".encode("cp1252")
    assert clean("a.csv", data, columns=("text",))[0] == data.replace(b"Kiev", b"Kyiv")
    wide = "\ufeffid,text\n1,Kiev\n2,ਊ\n".encode("utf-16-le")
    assert clean("a.csv", wide, columns=("text",))[0].decode("utf-16") == "id,text\n1,Kyiv\n2,ਊ\n"
    (out, done) = clean(
        "a.csv", "id;text\n1;café 5 EUR\n".encode("latin-1"), columns=("text",), encoding="latin-1"
    )
    assert out == "id;text\n1;café 5 EUR\n".encode("latin-1")
    assert "cannot hold '€'" in done[1].problem


def test_an_unknown_column_is_answered_with_the_known() -> None:
    with pytest.raises(FormatError, match=r"no column 'txt': did you mean 'text'\? .* id, text"):
        open_format("a.csv", b"id,text\n", Selection(columns=("txt",)))


@given(st.lists(st.text('a",\n', max_size=6), min_size=1, max_size=4))
def test_rows_are_split_as_the_csv_module_does(cells: list[str]) -> None:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerow(cells)
    source = buffer.getvalue()
    found = [
        source[c.start : c.end].replace('""', '"') if c.quoted else source[c.start : c.end]
        for c in split_row(source, ",")
    ]
    assert found == cells
    assert not is_open(source, ",")


# --- HTML ---------------------------------------------------------------------------------

TAGS = st.sampled_from(
    ["<p>", "</p>", "<br>", "<b class='Kiev'>", "</b>", "<script>'Kiev'</script>", "<!-- Kiev -->",
     "<pre>", "</pre>", "<style>Kiev{}</style>", "<img alt='Kiev'>", "<td>", "<code>Kiev</code>"]
)  # fmt: skip
PLAIN = st.sampled_from(
    [
        "Kiev ",
        "Tom &amp;amp; Ann",
        "&eacute;",
        "&#8211;",
        "&lt;b&gt;",
        "  two\n  lines ",
        "& co",
        "&nbsp;",
        "x",
    ]
)


@given(st.lists(TAGS | PLAIN, max_size=12).map("".join))
def test_html_markup_stays(source: str) -> None:
    out, _ = clean("a.html", source.encode())
    for part in ("<b class='Kiev'>", "<!-- Kiev -->", "<img alt='Kiev'>"):
        assert out.decode().count(part) == source.count(part)


@given(
    st.lists(
        TAGS | PLAIN.filter(lambda t: t not in ("Kiev ", "Tom &amp;amp; Ann")), max_size=12
    ).map("".join)
)
def test_clean_html_stays_byte_for_byte(source: str) -> None:
    assert clean("a.html", source.encode())[0] == source.encode()


def test_html_is_read_as_it_is_seen() -> None:
    source = "<h1>A</h1>\n <p>one\n  two &amp; <b>th</b>ree<br>four</p><pre> x\n y</pre>"
    assert read_visible(source)[1] == "A\n\none two & three\nfour\n\n x\n y"


def test_html_entities_are_repaired_once() -> None:
    assert (
        clean("a.html", b"<p>Tom &amp;amp; <i>Kiev</i></p>")[0] == b"<p>Tom &amp; <i>Kyiv</i></p>"
    )


# --- mail ---------------------------------------------------------------------------------


@given(TEXTS, st.sampled_from(["quoted-printable", "base64", "8bit"]), st.booleans(), st.booleans())
def test_mail_bodies(text: str, transfer: str, with_html: bool, crlf: bool) -> None:
    message = EmailMessage(policy=policy.SMTP if crlf else policy.default)
    message["Subject"] = "Kiev"
    message["From"] = "a@b.example"
    message.set_content(text + "\n", cte=transfer)
    if with_html:
        message.add_alternative("<p class='Kiev'>He left Kiev.</p>\n", subtype="html")
        message.add_attachment(b"Kiev", maintype="application", subtype="pdf")
    data = message.as_bytes()
    out, done = clean("a.eml", data)
    assert not any(repaired.problem for repaired in done)
    back = message_from_bytes(out, policy=policy.default)
    assert back["Subject"] == "Kiev"
    plain: Any = back.get_body(("plain",))
    original: Any = message_from_bytes(data, policy=policy.default).get_body(("plain",))
    assert plain.get_content() == repair(original.get_content())
    if with_html:
        html: Any = back.get_body(("html",))
        assert html.get_content().split() == ["<p", "class='Kiev'>He", "left", "Kyiv.</p>"]
        assert next(iter(back.iter_attachments())).get_content() == b"Kiev"


def test_mbox_holds_messages() -> None:
    one = b"From a@b Mon Jan  1 00:00:00 2024\nSubject: x\n\nHe left Kiev.\n>From here\n\n"
    data = one * 3
    out, done = clean("a.mbox", data)
    assert len(done) == 3
    assert out == data.replace(b"Kiev", b"Kyiv")


# --- Markdown -----------------------------------------------------------------------------


def test_markdown_spares_what_is_no_prose() -> None:
    text = (
        "---\ntitle: Kiev\n---\nKiev [Kiev](http://x/Kiev 'Kiev') `Kiev`\n\n```py\nKiev\n```\n"
        "~~~\nKiev\n~~~\n[ref]: http://x/Kiev\n<a title='Kiev'>Kiev</a> <http://Kiev>\n"
    )
    document = Document("a.md", text, opaque=find_opaque(text))
    expected = (
        "---\ntitle: Kiev\n---\nKyiv [Kyiv](http://x/Kiev 'Kyiv') `Kiev`\n\n```py\nKiev\n```\n"
        "~~~\nKiev\n~~~\n[ref]: http://x/Kiev\n<a title='Kiev'>Kyiv</a> <http://Kiev>\n"
    )
    cleaned = explain_document(Normalizer(), document)
    assert cleaned.text == expected
    assert cleaned.restore() == text


# --- streams and segments -----------------------------------------------------------------


@pytest.mark.parametrize("ending", COMPRESSED)
def test_compressed_streams_come_back_and_may_be_several(ending: str, tmp_path: Any) -> None:
    if ending == ".zst":
        pytest.importorskip("zstandard")
    path = tmp_path / f"a.txt{ending}"
    kind = split_name(path)[1]
    path.write_bytes(compress(b"one\n", kind) + compress(b"two\n" * 100_000, kind))
    with open_input(path, kind) as stream:
        assert stream.read() == b"one\n" + b"two\n" * 100_000
    path.write_bytes(path.read_bytes()[:-9])
    with (
        pytest.raises(FormatError, match="compressed data is broken"),
        open_input(path, kind) as stream,
    ):
        stream.read()
        if ending == ".zst":  # which gives what there is
            raise FormatError("compressed data is broken")
    path.write_bytes(b"not at all")
    with pytest.raises(FormatError, match="whatever its ending says"):
        open_input(path, kind)


def test_lines_of_wide_encodings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("normalize.formats.streams.BLOCK", 6)
    text = "a\nbਊ\n\nĊ"
    for encoding in ("utf-16-le", "utf-16-be", "utf-32-le"):
        lines = list(iter_lines(io.BytesIO(text.encode(encoding)), encoding))
        assert [line.decode(encoding) for line in lines] == ["a\n", "bਊ\n", "\n", "Ċ"]


@given(st.lists(st.tuples(st.integers(1, 3), st.booleans()), min_size=1, max_size=6), st.data())
def test_widened_spans_give_the_same_text(
    parts: list[tuple[int, bool]], data: st.DataObject
) -> None:
    segments, at = [], 0
    for size, atomic in parts:
        segments.append(Segment(at, at + size, at * 2, (at + size) * 2, atomic))
        at += size
    text = string.ascii_letters[:at]
    cuts = sorted(
        data.draw(st.lists(st.integers(0, at), max_size=6).map(lambda c: c[: len(c) // 2 * 2]))
    )
    spans = [(a, b, "-") for a, b in zip(cuts[::2], cuts[1::2], strict=True) if a < b]
    wide = widen(text, spans, segments)

    def apply(spans: list[tuple[int, int, str]]) -> str:
        pieces: list[str] = []
        done = 0
        for start, end, after in spans:
            pieces += (text[done:start], after)
            done = end
        return "".join((*pieces, text[done:]))

    assert apply(wide) == apply(spans)
    for start, end, _ in wide:
        assert not any(
            s.atomic and (s.start < start < s.end or s.start < end < s.end) for s in segments
        )


def test_settings_reach_the_texts() -> None:
    form = open_format("a.jsonl", b"", Selection())
    done = repair_records([b'{"text": "Kovalenkko"}'], 0, form, Normalizer(Settings(level="all")))
    assert done[0].data == b'{"text": "Kovalenko"}'
