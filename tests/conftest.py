"""Options and fixtures for all tests."""

from __future__ import annotations

import re
from collections.abc import Iterator

import hypothesis
import pytest

from normalize.edits import Edit, Fact, Finding
from normalize.step import Context, Proposal

# A slow, shared machine must not fail a property that holds; every run draws the same.
hypothesis.settings.register_profile("normalize", deadline=None, derandomize=True)
hypothesis.settings.load_profile("normalize")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="rewrite the expected files of tests/cmd"
    )


class ToyStep:
    """A step with rules too simple to change, for tests of what is around the rules."""

    name = "characters"
    rules = (
        ("&amp;", "&", "html-entity", 0.99, ""),
        ("EUR", "\N{EURO SIGN}", "mojibake", 0.99, "a sign outside Latin-1"),
        ("Kiev", "Kyiv", "place-variant", 0.95, ""),
        ("Kovalenkko", "Kovalenko", "surname-variant", 0.5, "or Kovalenka"),
    )

    def is_open(self, text: str, context: Context) -> bool:
        return True

    def find(self, text: str, context: Context) -> Iterator[Proposal]:
        for before, after, rule, confidence, note in self.rules:
            for match in re.finditer(re.escape(before), text):
                yield Edit(match.start(), match.end(), after, rule, confidence, note)
        for match in re.finditer(r"\[sic\]", text):
            yield Finding(match.start(), match.end(), "odd-word", "an editor's mark", 0.8)
        yield Fact("language", "en")
        if "FAULT" in text:
            raise RuntimeError("the toy step broke")


@pytest.fixture
def toy_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every `Normalizer` of a test run `ToyStep` alone."""
    monkeypatch.setattr("normalize.pipeline.build_steps", lambda settings: (ToyStep(),))
