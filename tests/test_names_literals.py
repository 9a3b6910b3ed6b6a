"""Needed strings of patterns: a guard that is passed over could not have matched."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalize.names.literals import find_needed
from normalize.names.mentioned import SPELLING_GUARDS
from normalize.names.mistaken import OTHER_GUARDS
from normalize.names.patterns import Guard, GuardTable, after, before

GUARDS = (*SPELLING_GUARDS, *OTHER_GUARDS)


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.reason)
def test_whatever_a_guard_matches_has_a_needed_string(guard: Guard) -> None:
    needed = find_needed(guard.source)

    @settings(max_examples=30, database=None, deadline=None)
    @given(st.from_regex(guard.pattern))
    def check(text: str) -> None:
        match = guard.pattern.search(text)
        assert match is not None
        assert not needed or any(string in match.group() for string in needed)

    check()


@pytest.mark.parametrize(
    ("pattern", "needed"),
    [
        (r"ab\ c", {"ab c"}),
        (r"a b", {"ab"}),  # verbose
        (r"\bspel(?:led|t)?", {"spel", "spelled", "spelt"}),
        (r"(?:very\ )*old", {"old"}),
        (r"x+yz", {"yz"}),
        (r"[Bb]attle", {"Battle", "battle"}),
        (r"[\"'$]", {'"', "'", "$"}),
        (r"a{2}b", {"a"}),
        (r"(?<!no\ )way(?=s)", {"way"}),
        (r"\d|way", set()),  # a digit is enough
        (r"\ ", set()),  # a blank stands everywhere
        (r"[a-z]", set()),
        (r"[^a]", set()),
        (r"ab ?", set()),  # a sign behind a blank
        (r"(?i:way)", set()),
        (r"(way)\1", {"way"}),
        (r"way # to go", set()),
        (r"", set()),
    ],
)
def test_strings_are_needed_or_unknown(pattern: str, needed: set[str]) -> None:
    assert find_needed(pattern) == needed


def test_a_table_yields_in_order_what_may_match() -> None:
    guards = [before(pattern, frozenset(), pattern) for pattern in ("hotel\\ ", "\\d", "the\\ ")]
    table = GuardTable(guards)
    assert [guard.reason for guard in table.choose("the hotel ")] == ["hotel\\ ", "\\d", "the\\ "]
    assert [guard.reason for guard in table.choose("the house ")] == ["\\d", "the\\ "]
    assert list(GuardTable([]).choose("the ")) == []
    assert list(GuardTable([after("-", frozenset(), "")]).choose("\ud800")) == []
