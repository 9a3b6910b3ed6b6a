"""The shipped vectors are the file their hash names, and know what goes with what."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from normalize.unspin import company
from normalize.unspin.beliefs import Posterior
from normalize.unspin.company import Bonuses, load_company
from normalize.unspin.sentences import Token

FOLDER = Path(__file__).parents[1] / "dictionaries" / "company"


def read_sentence(text: str) -> list[Token]:
    """Make tokens of words; those in capitals stay."""
    tokens, at = [], 0
    for word in text.split():
        tokens.append(Token(at, at + len(word), word.islower(), (word.lower(),)))
        at += len(word) + 1
    return tokens


def weigh(text: str, written: str, *others: str) -> Bonuses:
    """Return the bonuses of a word's choices in a text."""
    sentence = read_sentence(text)
    choices = tuple((other, 0.5 / len(others)) for other in others)
    posteriors = [
        Posterior(token, 0.5, choices)
        if token.model_words[0] == written
        else Posterior(token, 1.0, ())
        for token in sentence
        if token.eligible
    ]
    bonuses = load_company().find_bonuses([sentence], posteriors)
    assert len(bonuses) == len(posteriors)
    return next(found for found in bonuses if found)


def test_the_vectors_are_the_file_their_hash_names() -> None:
    digest = hashlib.sha256((FOLDER / "vectors.bin").read_bytes()).hexdigest()
    assert digest in (FOLDER / "README.md").read_text(encoding="utf-8")
    assert (FOLDER / "LICENSE").exists()


@pytest.mark.parametrize(
    ("text", "written", "right", "wrong"),
    [
        ("judges of the high tribunal heard the appeal", "tribunal", "court", "yard"),
        ("the doctors at the infirmary treated patients", "infirmary", "hospital", "ward"),
        ("she boiled the potatoes and ate the repast with wine", "repast", "meal", "company"),
    ],
)
def test_a_word_fits_what_the_text_is_about(
    text: str, written: str, right: str, wrong: str
) -> None:
    bonuses = weigh(text, written, right, wrong)
    assert set(bonuses) == {written, right, wrong}
    assert bonuses[right] > bonuses[wrong]


def test_words_without_vectors_weigh_the_same_anywhere() -> None:
    assert weigh("a qwzx b", "qwzx", "qqzz") == weigh("c d qwzx", "qwzx", "qqzz")


def test_a_word_by_itself_has_no_company() -> None:
    assert set(weigh("court", "court", "yard").values()) == {0.0}
    assert load_company().find_bonuses([], []) == []


def test_long_texts_are_added_up_piece_by_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    sentence = read_sentence("judges of the high tribunal heard the appeal " * 100)
    posteriors = [
        Posterior(token, 0.5, (("court", 0.3), ("yard", 0.2)))
        if token.model_words == ("tribunal",)
        else Posterior(token, 1.0, ())
        for token in sentence
    ]
    whole = load_company().find_bonuses([sentence], posteriors)
    monkeypatch.setattr(company, "CHUNK", 7)
    pieces = load_company().find_bonuses([sentence], posteriors)
    for found, again in zip(whole, pieces, strict=True):
        assert again == pytest.approx(found)
