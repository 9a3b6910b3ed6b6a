"""Read text as sentences of tokens, as the decoder and its language model want them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from normalize.words import Word, iter_words

PLAIN_RE = re.compile(r"[a-z]+")
ENDING_RE = re.compile(r"[.!?:…]['\")\]\u2019\u201D]*\s")
PAUSE_RE = re.compile(r"[,;:()\[\]\u2013\u2014]")
# What may stand before and after a word that only a broad family touches.
BEFORE, AFTER = "\"'([\u2018\u201c\u2014", ".,;:!?\"')]\u2019\u201d\u2014"
ACRONYMS = {"US": ("u.", "s."), "UK": ("u.", "k."), "UN": ("u.", "n."), "EU": ("e.", "u.")}


class Token(NamedTuple):
    """A word of the text as the decoder sees it.

    `eligible`: a spinner may have written it, since it is purely lower-case letters between
    white space. `model_words` are what the language model knows it as. `paused`: a comma,
    a bracket or a dash stands before it.
    """

    start: int
    end: int
    eligible: bool
    model_words: tuple[str, ...]
    paused: bool = False


MAX_STRETCH = 1_500  # characters of one paragraph that are read together
SHORTEST, LONGEST = 120, 300  # characters of lines that are judged together


Stretch = list[tuple[int, int]]  # spans of lines that are judged together


def iter_stretches(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[Stretch]:
    """Group lines into stretches that are long enough to judge; a very long line is cut.

    A stretch ends at a blank line if it can, so that wrapped lines stay together.
    """
    stretch: Stretch = []
    length = last = 0
    for start, end in _cut_long(text, spans):
        if length >= SHORTEST and (length >= LONGEST or text.count("\n", last, start) != 1):
            yield stretch
            stretch, length = [], 0
        stretch.append((start, end))
        length += end - start
        last = end
    if stretch:
        yield stretch


def _cut_long(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    for start, end in spans:
        while end - start > MAX_STRETCH:
            cut = text.rfind(". ", start, start + MAX_STRETCH) + 1
            cut = cut or text.rfind(" ", start, start + MAX_STRETCH)
            cut = cut if cut > start else start + MAX_STRETCH
            yield start, cut
            start = cut
        yield start, end


def iter_sentences(
    text: str, spans: Iterable[tuple[int, int]], *, broad: bool = False
) -> Iterator[list[Token]]:
    """Yield the sentences of the given lines as tokens; offsets in `text`.

    A sentence goes on over a line's end where the next line begins in lower case: the
    text is wrapped.

    Args:
        text: the document.
        spans: its lines, in order.
        broad: words beside punctuation, and a sentence's first, are eligible as well.
    """
    sentence: list[Token] = []
    last_end = 0
    for start, end in spans:
        for word in iter_words(text, start, end):
            if sentence and _is_ended(text, sentence[-1], last_end, word):
                yield sentence
                sentence = []
            token = _read_token(text, word.start, word.end, word.text)
            if PAUSE_RE.search(text, last_end, word.start):
                token = token._replace(paused=True)
            if broad and not token.eligible:
                token = token._replace(eligible=_is_within_reach(text, word, not sentence))
            sentence.append(token)
            last_end = word.end
    if sentence:
        yield sentence


def _is_ended(text: str, last: Token, last_end: int, word: Word) -> bool:
    """Tell whether a sentence ends between its last word and the next word."""
    if ENDING_RE.search(text, last_end, word.start):
        is_initial = word.start - last_end <= 2 and last.model_words[-1].endswith(".")
        return not is_initial
    breaks = text.count("\n", last_end, word.start)
    return breaks > 1 or (breaks == 1 and not word.text[0].islower())


def _read_token(text: str, start: int, end: int, word: str) -> Token:
    eligible = (
        PLAIN_RE.fullmatch(word) is not None
        and (start == 0 or text[start - 1].isspace())
        and (end == len(text) or text[end].isspace())
    )
    if word in ACRONYMS:
        return Token(start, end, False, ACRONYMS[word])
    if len(word) == 1 and word.isupper() and text[end : end + 1] == ".":
        return Token(start, end, False, (f"{word.lower()}.",))
    # A lone surrogate cannot be handed to the model, and a NUL would cut the word.
    plain = word.lower().replace("\u2019", "'").encode("utf-8", "replace").decode()
    return Token(start, end, eligible, (plain,))


def _is_within_reach(text: str, word: Word, is_first: bool) -> bool:
    """Tell whether a spinner that minds neither capitals nor punctuation may have written it."""
    plain = word.text[:1].lower() + word.text[1:] if is_first else word.text
    before, after = text[word.start - 1 : word.start], text[word.end : word.end + 1]
    return (
        PLAIN_RE.fullmatch(plain) is not None
        and len(plain) > 1
        and (word.start == 0 or before.isspace() or before in BEFORE)
        and (not after or after.isspace() or after in AFTER)
    )
