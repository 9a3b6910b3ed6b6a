"""The laws of DESIGN.md on random pipelines and random text.

A random pipeline is made of toy steps: each replaces some short strings by others. They
grow, shrink, insert, delete, feed each other and oscillate, which real rules must not.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterable
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from normalize import Edit, Fact, Finding, LedgerError, Normalizer, Settings, read_ledger
from normalize.cleaned import Cleaned
from normalize.edits import OffsetMap, Region, apply, settle_overlaps
from normalize.layers import replay, restore
from normalize.run import run_steps
from normalize.step import Context

ALPHABET = "abc \n\\\ud83d\ude00\0é"
TEXT = st.text(ALPHABET, max_size=12)
PAIRS = st.lists(
    st.tuples(st.text("abc ", min_size=1, max_size=2), st.text("abc ", max_size=2)), max_size=4
)


class ToyStep:
    """Replace each `before` by its `after`, everywhere, overlaps and all."""

    def __init__(self, name: str, pairs: list[tuple[str, str]]) -> None:
        self.name = name
        self.pairs = pairs

    def is_open(self, text: str, context: Context) -> bool:
        return True

    def find(self, text: str, context: Context) -> Iterable[Edit | Finding | Fact]:
        for number, (before, after) in enumerate(self.pairs):
            at = text.find(before)
            while 0 <= at < len(text):
                # Two blanks ask for an insertion between them, for edits of no length.
                span = (at + 1, at + 1) if before == "  " else (at, at + len(before))
                yield Edit(*span, after, f"toy-{number}", 0.95 - number / 100)
                at = text.find(before, at + 1)
        if text.startswith("a"):
            yield Finding(0, 1, "toy-finding", "starts with a")
        yield Fact("length", len(text), 0, len(text))


PIPELINES = st.lists(PAIRS, min_size=1, max_size=3).map(
    lambda families: tuple(ToyStep(f"toy{i}", pairs) for i, pairs in enumerate(families))
)


def run(text: str, steps: tuple[ToyStep, ...]) -> Cleaned:
    return run_steps(text, steps, Settings())


@given(TEXT, PIPELINES)
def test_law_1_original_and_ledger_give_the_text_and_back(
    text: str, steps: tuple[ToyStep, ...]
) -> None:
    cleaned = run(text, steps)
    assert replay(text, cleaned.changes) == cleaned.text
    assert restore(cleaned.text, cleaned.changes) == text == cleaned.restore()
    ledger = read_ledger(cleaned.to_json(file="x"))
    assert ledger.replay(text) == cleaned.text
    assert ledger.restore(cleaned.text) == text
    assert ledger.changes == cleaned.changes
    assert ledger.header["file"] == "x"


@settings(max_examples=400)
@given(TEXT, PIPELINES)
def test_law_2_cleaning_twice_is_cleaning_once(text: str, steps: tuple[ToyStep, ...]) -> None:
    once = run(text, steps).text
    assert run(once, steps).text == once


def trim_insertions(cleaned: Cleaned, start: int, end: int) -> tuple[int, int] | None:
    """Cut off what was inserted at the edges of a span of the clean text."""
    inserted = [region for region in cleaned.offsets.regions if region.a_start == region.a_end]
    for region in [*inserted, *reversed(inserted)]:
        if region.b_start <= start < region.b_end:
            start = region.b_end
        if region.b_start < end <= region.b_end:
            end = region.b_start
    return (start, end) if start < end else None


@example("  ", (ToyStep("toy0", [("  ", "a")]),))
@given(TEXT, PIPELINES)
def test_law_3_text_outside_the_changes_is_identical_and_spans_map_both_ways(
    text: str, steps: tuple[ToyStep, ...]
) -> None:
    cleaned = run(text, steps)
    original_at = clean_at = 0
    for region in cleaned.offsets.regions:
        assert region.a_start >= original_at
        assert text[original_at : region.a_start] == cleaned.text[clean_at : region.b_start]
        original_at, clean_at = region.a_end, region.b_end
    assert text[original_at:] == cleaned.text[clean_at:]
    for start in range(len(cleaned.text) + 1):
        for end in range(start, len(cleaned.text) + 1):
            low, high = cleaned.offsets.to_original(start, end)
            assert 0 <= low <= high <= len(text)
            back = cleaned.offsets.to_clean(low, high)
            kept = trim_insertions(cleaned, start, end)
            assert kept is None or (back[0] <= kept[0] and kept[1] <= back[1])


@given(TEXT, PIPELINES)
def test_law_3_changes_stand_where_they_say(text: str, steps: tuple[ToyStep, ...]) -> None:
    cleaned = run(text, steps)
    if len({change.layer for change in cleaned.changes}) > 1:
        return  # later changes widen the spans: the smallest that covers
    for change in cleaned.changes:
        assert text[change.origin_start : change.origin_end] == change.before
        assert cleaned.text[change.start : change.end] == change.after


@settings(max_examples=300)
@given(TEXT, PIPELINES, st.data())
def test_law_4_any_subset_of_the_changes_can_be_accepted(
    text: str, steps: tuple[ToyStep, ...], data: st.DataObject
) -> None:
    cleaned = run(text, steps)
    assert cleaned.accept(lambda change: False).text == text
    assert cleaned.accept(lambda change: True).text == cleaned.text
    keys = [(change.layer, change.input_start) for change in cleaned.changes]
    chosen = set(data.draw(st.lists(st.sampled_from(keys)))) if keys else set()
    part = cleaned.accept(lambda change: (change.layer, change.input_start) in chosen)
    assert part.restore() == text
    assert replay(text, part.changes) == part.text
    rejected = sum(item.reason == "rejected" for item in part.skipped)
    assert len(part.changes) + rejected == len(cleaned.changes)
    assert len(part.changes) <= len(chosen)
    assert (
        read_ledger(cleaned.to_json()).replay(
            text, lambda change: (change.layer, change.input_start) in chosen
        )
        == part.text
    )


@given(TEXT, PIPELINES)
def test_law_5_facts_and_findings_lie_in_both_texts(text: str, steps: tuple[ToyStep, ...]) -> None:
    cleaned = run(text, steps)
    items: list[Fact | Finding] = [*cleaned.facts, *cleaned.findings]
    for item in items:
        assert 0 <= item.start <= item.end <= len(cleaned.text)
        assert 0 <= item.origin_start <= item.origin_end <= len(text)
    assert [fact.value for fact in cleaned.facts] == [len(text)]


def test_rejecting_a_change_rejects_what_was_built_upon_it() -> None:
    steps = (ToyStep("toy0", [("ab", "c")]), ToyStep("toy1", [("cc", "b")]))
    cleaned = run("abc ab", steps)
    assert cleaned.text == "b c"
    part = cleaned.accept(lambda change: change.before != "ab" or change.origin_start > 0)
    assert part.text == "abc c"
    assert [change.before for change in part.changes] == ["ab"]


def test_a_place_that_will_not_settle_keeps_its_wording_and_is_reported() -> None:
    steps = (ToyStep("toy0", [("ba", "ab")]), ToyStep("toy1", [("ab", "ba"), ("c", "")]))
    cleaned = run("ab .... c", steps)
    assert cleaned.text == "ab .... "
    assert "unsettled" in [finding.rule for finding in cleaned.findings]
    assert "unstable" in [item.reason for item in cleaned.skipped]


def test_a_rule_that_always_grows_is_withdrawn() -> None:
    cleaned = run("ab", (ToyStep("toy0", [("b", "bb")]),))
    assert cleaned.text == "ab"
    unsettled = [finding for finding in cleaned.findings if finding.rule == "unsettled"]
    assert [(finding.start, finding.end) for finding in unsettled] == [(1, 2)]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 3), st.floats(0, 1)), max_size=8))
def test_settled_edits_never_overlap_and_none_is_lost(raw: list[tuple[int, int, float]]) -> None:
    edits = [Edit(start, start + size, "x", "toy", p) for start, size, p in raw]
    kept, lost = settle_overlaps(edits)
    assert sorted(map(repr, kept + lost)) == sorted(map(repr, edits))
    for one, other in pairwise(kept):
        assert one.end <= other.start
    if edits:
        assert max(edit.confidence for edit in kept) == max(edit.confidence for edit in edits)


def test_an_edit_outside_the_text_is_an_error() -> None:
    with pytest.raises(ValueError, match="outside a text of 2"):
        apply("ab", [Edit(1, 3, "", "toy")])


def test_a_ledger_refuses_another_text() -> None:
    cleaned = run("ab", (ToyStep("toy0", [("ab", "c")]),))
    with pytest.raises(LedgerError, match="sha256"):
        read_ledger(cleaned.to_json()).replay("other")
    with pytest.raises(LedgerError, match="at character 0 it expects 'ab'"):
        replay("xx", cleaned.changes)
    with pytest.raises(LedgerError, match="not a ledger"):
        read_ledger(b"{}")
    with pytest.raises(LedgerError, match="format 99"):
        read_ledger(cleaned.to_json().replace(b'"format":1', b'"format":99'))


def test_an_offset_map_maps_to_the_smallest_covering_span() -> None:
    offsets = OffsetMap([Region(2, 4, 2, 3), Region(6, 8, 5, 5)])  # "abcdefgh" -> "abXef"
    assert offsets.to_original(0, 2) == (0, 2)
    assert offsets.to_original(2, 3) == (2, 4)
    assert offsets.to_original(5, 5) == (6, 8)
    assert offsets.to_clean(3, 4) == (2, 3)
    assert offsets.to_clean(6, 7) == (5, 5)


def test_what_will_not_settle_even_then_leaves_the_whole_document() -> None:
    """A rule that fires on what its own withdrawal leaves behind."""

    class Fickle:
        name = "fickle"

        def is_open(self, text: str, context: Context) -> bool:
            return True

        def find(self, text: str, context: Context) -> Iterable[Edit]:
            # Far apart from each other, so that no withdrawal takes back both.
            yield Edit(0, 0, "x", "toy") if len(text) % 2 else Edit(0, 1, "", "toy")
            if text.endswith("!"):
                yield Edit(len(text) - 1, len(text), "?", "toy")

    cleaned = run_steps("abc ...... end!", (Fickle(),), Settings())
    again = run_steps(cleaned.text, (Fickle(),), Settings())
    assert again.text == cleaned.text
    assert "unsettled" in [finding.rule for finding in cleaned.findings]
    assert cleaned.restore() == "abc ...... end!"


def test_a_ledger_keeps_halves_of_surrogate_pairs_apart() -> None:
    for text in ("\ud83d\ude00 x", "a\ud800b \ud83d\ude00 \udc00 \\u0041 \\\\", "\\ \ud800"):
        cleaned = Normalizer(Settings(steps=("characters",))).explain(text)
        ledger = read_ledger(cleaned.to_json())
        assert ledger.replay(text) == cleaned.text
        assert ledger.restore(cleaned.text) == text


@pytest.mark.parametrize("data", [b"", b"[", b"[" * 100_000, b'{"header": 1}', b"\xff", b"null"])
def test_what_is_no_ledger_is_refused(data: bytes) -> None:
    with pytest.raises(LedgerError, match="not a ledger"):
        read_ledger(data)


def test_what_is_no_span_is_refused() -> None:
    for start, end in ((-1, 3), (5, 2)):
        with pytest.raises(ValueError, match="is no span"):
            OffsetMap().to_original(start, end)


def test_one_text_is_no_list_of_texts() -> None:
    with pytest.raises(TypeError, match="there is explain"):
        next(Normalizer().pipe("abc"))


def test_a_cleaned_document_pickles_and_shows_itself_briefly() -> None:
    cleaned = Normalizer(Settings(steps=("characters",))).explain("a&amp;b")
    assert pickle.loads(pickle.dumps(cleaned)) == cleaned
    assert repr(cleaned) == "<Cleaned: 7 → 3 characters, 1 changes, 0 findings>"


def test_a_normalizer_pickles_as_its_settings() -> None:
    normalizer = Normalizer(Settings(steps=("characters",), level="safe"))
    normalizer.clean("x")
    again = pickle.loads(pickle.dumps(normalizer))
    assert again.settings == normalizer.settings
    assert again.clean("a&amp;b") == "a&b"


def test_bytes_are_refused_with_a_reason() -> None:
    with pytest.raises(TypeError, match="decode it first"):
        Normalizer().clean(b"bytes")  # type: ignore[arg-type]
