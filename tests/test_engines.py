"""Steps in other people's pipelines, against the real libraries; each is skipped if missing."""

from __future__ import annotations

import pickle
import re
from typing import Any

import pytest
from cases import ROOT

import normalize
from normalize import Settings
from normalize.engines import Cleaner, clean_records
from normalize.formats import FormatError

PAGE = (ROOT / "docs" / "pipelines.md").read_text(encoding="utf-8")
EXAMPLES = dict(re.findall(r"^## (.+?)\n(?:.*?\n)??```python\n(.*?)```", PAGE, re.M | re.S))
NEEDS = {
    "Arrow": "pyarrow",
    "Polars": "polars",
    "pandas": "pandas",
    "Hugging Face datasets": "datasets",
    "scikit-learn": "sklearn",
    "spaCy": "spacy",
    "datatrove": "datatrove",
    "trafilatura": "trafilatura",
}
DIRTY, CLEAN = "Tom &amp; Ann left Kiev.", "Tom & Ann left Kyiv."


@pytest.mark.filterwarnings("ignore")  # other people's
@pytest.mark.parametrize("name", EXAMPLES)
def test_the_example_in_the_docs_runs(name: str, tmp_path: Any, monkeypatch: Any) -> None:
    if name in NEEDS:
        pytest.importorskip(NEEDS[name])
    monkeypatch.setenv("HF_HOME", str(tmp_path))
    exec(EXAMPLES[name], {})


def test_every_engine_has_an_example_and_every_example_runs() -> None:
    assert set(EXAMPLES) == {"Records", *NEEDS}
    assert PAGE.count("```python") == len(EXAMPLES)


def test_records_stream_and_keep_what_is_not_text() -> None:
    seen: list[int] = []

    def produce() -> Any:
        for number in range(3):
            seen.append(number)
            yield {"n": number, "text": DIRTY, "other": DIRTY}

    stream = clean_records(produce())
    assert next(stream) == {"n": 0, "text": CLEAN, "other": DIRTY}
    assert seen == [0]
    record = {"a": DIRTY, "b": 5, "c": None}
    (done,) = clean_records([record], ["a", "b", "c", "d"], ledger="l")
    assert {key: done[key] for key in "abc"} == {"a": CLEAN, "b": 5, "c": None}
    assert normalize.read_ledger(done["l_a"]).restore(CLEAN) == DIRTY
    assert record["a"] == DIRTY
    with pytest.raises(TypeError, match="a record is a mapping, not str"):
        list(clean_records(["text"]))  # type: ignore[list-item]


def test_a_cleaner_pickles_as_its_settings() -> None:
    cleaner = Cleaner("text", settings=Settings(steps=("characters",)), ledger="l")
    again = pickle.loads(pickle.dumps(cleaner))
    assert again({"text": [DIRTY]})["text"] == ["Tom & Ann left Kiev."]


def test_arrow_keeps_types_nulls_slices_and_metadata() -> None:
    pa = pytest.importorskip("pyarrow")
    from normalize.arrow import clean_batch

    for kind in (pa.string(), pa.large_string(), pa.dictionary(pa.int32(), pa.string())):
        array = pa.array(["x", DIRTY, None, ""], pa.string()).cast(kind)
        schema = pa.schema([pa.field("text", kind, metadata={"k": "v"})], {"m": "n"})
        batch = pa.RecordBatch.from_arrays([array], schema=schema).slice(1)
        done = clean_batch(batch, "text")
        assert done.column("text").to_pylist() == [CLEAN, None, ""]
        assert done.schema.field("text").equals(schema.field("text"), check_metadata=True)
        assert done.schema.metadata == schema.metadata
        ledgers = done.column("text_ledger").to_pylist()
        assert normalize.read_ledger(ledgers[0]).restore(CLEAN) == DIRTY
        assert ledgers[1:] == [None, None]
        table = pa.Table.from_batches([batch, batch])
        assert clean_batch(table, "text", ledger=False).num_rows == 6
    with pytest.raises(FormatError, match="no column 'txt' of strings: did you mean 'text'"):
        clean_batch(batch, "txt")


def test_polars_in_a_lazy_frame() -> None:
    pl = pytest.importorskip("polars")

    frame = pl.LazyFrame({"text": [DIRTY, None, "fine"]})
    settings = Settings(steps=("characters",))
    columns = {
        "clean": pl.col("text").normalize.clean(),
        "some": pl.col("text").normalize.clean(settings),
        "ledger": pl.col("text").normalize.ledger(),
    }
    done = frame.with_columns(**columns).collect()
    assert done["clean"].to_list() == [CLEAN, None, "fine"]
    assert done["some"].to_list() == ["Tom & Ann left Kiev.", None, "fine"]
    assert [value is None for value in done["ledger"]] == [False, True, True]
    assert frame.select(columns["clean"]).collect_schema()["text"] == pl.String


def test_pandas_keeps_index_name_and_missing_values() -> None:
    pd = pytest.importorskip("pandas")

    for dtype in ("object", "string"):
        series = pd.Series([DIRTY, None, "fine"], index=[7, 8, 9], name="n", dtype=dtype)
        done = series.normalize.clean()
        assert (done.name, list(done.index), done.dtype) == ("n", [7, 8, 9], series.dtype)
        assert done[7] == CLEAN and pd.isna(done[8])
        assert list(series.normalize.ledger().isna()) == [False, True, True]


def test_sklearn_clones_and_searches() -> None:
    pytest.importorskip("sklearn")
    from sklearn.base import clone
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import GridSearchCV
    from sklearn.pipeline import Pipeline

    from normalize.engines.sklearn import TextNormalizer

    step = TextNormalizer(steps=("characters",), level="safe")
    copy = clone(step)
    assert copy is not step and copy.get_params() == step.get_params()
    assert copy.set_params(steps=("characters", "names"), level="likely").transform([DIRTY]) == [
        CLEAN
    ]
    assert pickle.loads(pickle.dumps(copy)).transform([DIRTY]) == [CLEAN]
    with pytest.raises(normalize.SettingsError, match="unknown level"):
        TextNormalizer(level="save").fit([DIRTY])
    with pytest.raises(TypeError, match="not one text"):
        step.transform(DIRTY)
    pipeline = Pipeline(
        [("clean", TextNormalizer()), ("count", CountVectorizer()), ("model", LogisticRegression())]
    )
    search = GridSearchCV(pipeline, {"clean__level": ["safe", "all"]}, cv=2)
    search.fit([DIRTY, "fine weather"] * 4, [1, 0] * 4)
    assert search.predict([CLEAN]).tolist() == [1]


@pytest.mark.filterwarnings("ignore")
def test_spacy_tokens_know_where_they_came_from() -> None:
    spacy = pytest.importorskip("spacy")
    from normalize.engines.spacy import wrap_tokenizer

    nlp = wrap_tokenizer(spacy.blank("en"))
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "GPE", "pattern": "Kyiv"}])
    text = "Tom &amp; Ann left Kiev. The caf&eacute; in Kiev was shut."
    (doc,) = nlp.pipe([text])
    assert doc._.original == text
    origins = {token.text: text[slice(*token._.origin)] for token in doc}
    assert origins["&"] == "&amp;" and origins["café"] == "caf&eacute;" and origins["Ann"] == "Ann"
    assert [text[slice(*ent._.origin)] for ent in doc.ents] == ["Kiev", "Kiev"]
    assert normalize.read_ledger(doc._.ledger).restore(doc.text) == text
    back = spacy.tokens.Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert back[1]._.origin == doc[1]._.origin
    assert pickle.loads(pickle.dumps(nlp.tokenizer))("Kiev").text == "Kyiv"
    assert nlp.tokenizer.explain("a b")  # the other tokenizer's


@pytest.mark.filterwarnings("ignore")
def test_datatrove_in_a_pipeline(tmp_path: Any) -> None:
    pytest.importorskip("datatrove")
    from datatrove.data import Document

    from normalize.engines.datatrove import NormalizeFormatter

    docs = [Document(text=DIRTY, id="1"), Document(text="fine", id="2")]
    done = list(NormalizeFormatter(ledger="l").run(iter(docs)))
    assert [doc.text for doc in done] == [CLEAN, "fine"]
    assert "l" in done[0].metadata and "l" not in done[1].metadata
    again = pickle.loads(pickle.dumps(NormalizeFormatter()))
    assert again.format(DIRTY) == CLEAN
