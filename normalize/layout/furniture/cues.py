"""Cues of page furniture: phrases with weights, and what a line's cues add up to.

The phrases are data (dictionaries/layout/furniture.tsv; the README there explains how they
are written). A weight is the natural logarithm of how much likelier a line with the phrase
is to be furniture than to be the author's: 0 says nothing, 5 is 150 to 1. A line's weights
are summed, and what it says besides its cues counts against it; where it stands is not
asked here (see `chain.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from normalize.layout.furniture.phrases import Cue, load_classes, parse_cue
from normalize.layout.furniture.tokens import ASK, BAR, COLON, ENDS, STOP, is_end, split_line
from normalize.lexicon import Lexicon

MAX_LENGTH = 420  # characters; cookie notices and pleas to pay are the longest furniture
REACH = 7  # words that a `*` may stand for
CACHED = 8_192  # lines whose reading is kept: a site's furniture comes again on every page

WEAK = 2.0  # a cue that a line of the article may well have
UNKNOWN = 0.5  # what a word that is no cue takes away
MOST_UNKNOWN = 14
WEAKEST = 2.9  # a cue that with one other word makes no whole line
WHOLE = 1.5  # for a line of nothing but cues
MOST_WORDS = 4.0  # single words may add up to so much
MOST = 14.0
SENTENCE = 4  # words without a cue that make a sentence of its own
QUESTION = 7  # words of "Enjoyed this?", which leads up to a plea
FIRST = 9  # token before which a label ends
LED = 2  # words without a cue before a label: more are a caption with its credit
LABELLED = {"credit": 8, "copyright": 25, "forum": 6, "mail": 8}  # words after a label …
TITLE = 18  # … for other kinds: as many as a headline may have
BUTTONS = 10  # tokens of a row of buttons such as "Tweet Share Print"
BUTTON = 2.5


class Reading(NamedTuple):
    """What a line's words say.

    `odds` is the sum of its cues less what else it says (log odds, higher is furniture);
    `peak` its strongest cue, `kind` that cue's kind; `unknown` counts its other words.
    `is_mixed`: it begins with a sentence of its own, furniture comes after; `sentences`
    counts sentences without a cue, wherever they are; `bars` separators.
    """

    odds: float
    peak: float
    kind: str
    unknown: int
    words: int
    bars: int
    is_mixed: bool
    sentences: int
    is_own: bool = False  # a user's phrase says that it is furniture, and it says nothing else


class _Node:
    """A place in the tree of phrases: the cues that end here, and the words that go on."""

    __slots__ = ("cues", "words")

    def __init__(self) -> None:
        self.cues: list[Cue] = []
        self.words: dict[str, _Node] = {}


class Cues:
    """The cues of one language, those of English among them."""

    def __init__(self, lexicon: Lexicon, language: str) -> None:
        self._classes = load_classes(lexicon)
        self._brands = frozenset(row["word"] for row in lexicon.table("layout/camel_case.tsv"))
        self._sections = frozenset(
            row["label"]
            for row in lexicon.table("layout/metadata.tsv")
            if row["kind"] == "section-name" and row["language"] in (language, "en")
        )
        self._root = _Node()
        self._buttons: set[str] = set()
        self._known = {word: word for word in self._classes}
        # Of one phrase the first row counts: the user's own.
        rows = sorted(lexicon.table("layout/furniture.tsv"), key=lambda row: "own" not in row)
        for wanted in (language, "en") if language != "en" else ("en",):  # its own words first
            for row in rows:
                if row["language"] == wanted:
                    self._add(row)
        self.read = lru_cache(CACHED)(self._read)

    def _add(self, row: Mapping[str, str]) -> None:
        words, cue = parse_cue(row)
        node = self._root
        for word in words:
            node = node.words.setdefault(word, _Node())
            self._known[word] = word
        if cue.opens and cue.closes and len(words) == 1:
            self._buttons.add(words[0])
        if all((cue.opens, cue.closes) != (other.opens, other.closes) for other in node.cues):
            node.cues.append(cue)
            node.cues.sort(key=lambda one: -one.weight)

    def is_name(self, word: str) -> bool:
        """Tell whether a word with a capital inside is one word, as names of networks are."""
        word = word.lower()
        return word in self._classes or word in self._root.words or word in self._brands

    def is_section(self, line: str) -> bool:
        """Tell whether a line is the name of a section, such as "Local News"."""
        return line.strip().lower() in self._sections

    def split(self, line: str) -> list[str]:
        """Split a line into tokens; see `tokens.split_line`."""
        return split_line(line, self._known, self.is_name)

    def _read(self, line: str) -> Reading:
        """Add up the cues of a line.

        >>> cues = Cues(Lexicon(), "en")
        >>> cues.read("Sign up to our showbiz newsletter").odds > 5
        True
        >>> cues.read("He had signed up for a course, and she sent him a newsletter.").odds > 5
        False
        """
        tokens = self.split(line)
        total = _Total(tokens)
        for at, end, cue in self._walk(tokens):
            if cue is None:
                total.pass_token(at)
            else:
                total.add(cue, at, end)
        buttons = sum(token in self._buttons for token in tokens) if len(tokens) < BUTTONS else 0
        return total.close(buttons)

    def _walk(self, tokens: list[str]) -> Iterator[tuple[int, int, Cue | None]]:
        """Yield the cues of a line and the tokens that are none, in order."""
        starts, classes = self._root.words, self._classes
        at, size = 0, len(tokens)
        opening = True
        while at < size:
            token = tokens[at]
            if token in ENDS:
                opening = True
                yield at, at + 1, None
                at += 1
                continue
            found = None
            if token in starts or classes.get(token) in starts:
                found = self._match(tokens, at, opening, self._root)
            end, cue = found or (at + 1, None)
            yield at, end, cue
            opening = tokens[end - 1] in ENDS
            at = end

    def _match(
        self, tokens: list[str], at: int, opening: bool, node: _Node
    ) -> tuple[int, Cue] | None:
        """Find the longest phrase at a token: the token after it, and its cue."""
        best: tuple[int, Cue] | None = None
        while True:
            for cue in node.cues:
                if cue.opens <= opening and (not cue.closes or is_end(tokens, at)):
                    best = _longer(best, (at, cue))
                    break
            words = node.words
            if "*" in words:
                best = _longer(best, self._skip(tokens, at, opening, words["*"]))
            if not words or at >= len(tokens):
                return best
            token = tokens[at]
            at += 1
            name = self._classes.get(token)
            if name in words:
                best = _longer(best, self._match(tokens, at, opening, words[name]))
            if token not in words:
                return best
            node = words[token]

    def _skip(
        self, tokens: list[str], at: int, opening: bool, node: _Node
    ) -> tuple[int, Cue] | None:
        """Go on after a gap of one word or more, within the sentence."""
        best: tuple[int, Cue] | None = None
        for after in range(at + 1, min(len(tokens), at + REACH) + 1):
            if tokens[after - 1] in ENDS:
                break
            best = _longer(best, self._match(tokens, after, opening, node))
        return best


class _Total:
    """The sum of a line's cues while it is read."""

    def __init__(self, tokens: list[str]) -> None:
        self._tokens = tokens
        self._odds = self._words = self._peak = self._told = 0.0
        self._kind = ""
        self._label = -1  # the token after a label such as "Read more:"
        self._count = self._unknown = self._bars = self._sentences = 0
        self._begun = 0  # words before the sentence that is read
        self._is_plain = self._is_first = True  # the sentence has no cue; it is the first
        self._is_mixed = self._is_own = False

    def add(self, cue: Cue, at: int, end: int) -> None:
        """Add a cue that stands on the tokens [at, end)."""
        self._count += end - at
        if cue.kind == "word":
            self._words += cue.weight
            return
        self._odds += cue.weight
        if cue.kind == "prose":
            self._told += cue.weight if self._label >= 0 else 0
            return
        if cue.weight >= WEAK:
            self._is_plain = False
            self._is_own |= cue.is_own
        if cue.weight > self._peak:
            self._peak, self._kind = cue.weight, cue.kind
        if cue.weight > WEAK and self._tokens[end - 1] in ENDS:
            self._set_label(end)

    def pass_token(self, at: int) -> None:
        """Pass a token that is no cue."""
        token = self._tokens[at]
        if token not in ENDS:
            self._count += 1
            self._unknown += 1
        elif token == BAR:
            self._bars += 1
        elif token == COLON:
            if self._peak > WEAK and self._kind != "links":
                self._set_label(at + 1)
        elif self._count:
            self._end_sentence(token, at)

    def _set_label(self, end: int) -> None:
        if self._label < 0 and end <= FIRST and end < len(self._tokens) and self._unknown <= LED:
            self._label = end

    def _end_sentence(self, token: str, at: int) -> None:
        if self._is_first and self._count > 1 and at + 1 < len(self._tokens):
            is_question = token == ASK and self._count <= QUESTION
            self._is_mixed = self._peak < WEAK and self._words < WEAK and not is_question
            self._is_first = False
        self._sentences += self._is_plain and self._count - self._begun >= SENTENCE
        self._is_plain, self._begun = True, self._count

    def close(self, buttons: int) -> Reading:
        """Return what the line says, `buttons` of its tokens being words of buttons."""
        odds, kind, peak, unknown = self._odds, self._kind, self._peak, self._unknown
        if buttons > 1 and buttons * 2 > len(self._tokens):
            odds, kind, peak = max(odds, BUTTON * buttons), kind or "share", max(peak, 4.0)
        sentences = self._sentences + (self._is_plain and self._count - self._begun >= SENTENCE)
        odds += min(self._words, MOST_WORDS)
        if self._is_forgiven(kind):
            odds -= self._told
            unknown = min(unknown, 1)
        elif unknown:
            odds -= UNKNOWN * min(unknown, MOST_UNKNOWN)
        if not unknown and odds > 0 and (peak > WEAKEST or self._count > 2):
            odds += WHOLE
        odds, kind = min(odds, MOST), kind or "word"
        is_own = self._is_own and not unknown
        return Reading(
            odds, peak, kind, unknown, self._count, self._bars, self._is_mixed, sentences, is_own
        )

    def _is_forgiven(self, kind: str) -> bool:
        """Tell whether other words count as one: a label's headline, names, a list of tags."""
        tokens, label = self._tokens, self._label
        if kind == "copyright":
            return len(tokens) <= LABELLED[kind]
        if label < 0:
            is_short = len(tokens) <= LABELLED["credit"] and STOP not in tokens
            return is_short and kind in ("ad", "credit")
        if len(tokens) - label > LABELLED.get(kind, TITLE):
            return False
        return kind == "credit" or STOP not in tokens[label:]


def _longer(best: tuple[int, Cue] | None, found: tuple[int, Cue] | None) -> tuple[int, Cue] | None:
    """Return the longer of two phrases, of equals the heavier."""
    if best is None or found is None:
        return best or found
    return max(best, found, key=lambda one: (one[0], one[1].weight))
