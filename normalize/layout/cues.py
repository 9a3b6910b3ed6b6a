"""Cues of page furniture: phrases with weights, and what a line's cues add up to.

The phrases are data (dictionaries/layout/furniture.tsv; the README there explains how they
are written). A weight is the natural logarithm of how much likelier a line with the phrase
is to be furniture than to be the author's: 0 says nothing, 5 is 150 to 1. A line's weights
are summed, and what it says besides its cues counts against it; where it stands is not
asked here (see `chain.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from normalize.lexicon import Lexicon

MAX_LENGTH = 420  # characters; cookie notices and pleas to pay are the longest furniture
REACH = 7  # words that a `*` may stand for
CACHED = 4_096  # lines whose reading is kept: a site's furniture comes again on every page

NOTES = {
    "ad": "place of an advertisement",
    "age": "age, length or count",
    "bio": "note about the author or the publisher",
    "comments": "form or heading of the readers' comments",
    "cookie": "cookie notice",
    "copyright": "copyright line",
    "credit": "credit of a picture",
    "follow": "plea to follow",
    "forum": "furniture of a forum",
    "links": "links of the site",
    "list": "heading of a list of other articles",
    "mail": "furniture of a mail",
    "more": "button that leads to the full text",
    "player": "text of a player or a script",
    "prose": "word of the article",
    "share": "button to share",
    "subscribe": "plea to subscribe",
    "tags": "tags of the page",
    "teaser": "teaser for another article",
    "word": "words of the site",
}
STRAIGHT = str.maketrans(
    "\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}\N{MODIFIER LETTER APOSTROPHE}",
    "'''",
)
SEPARATORS = "|/<>\N{MIDDLE DOT}\N{BULLET}\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}"
SEPARATORS += "\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}\N{LEFTWARDS ARROW}\N{RIGHTWARDS ARROW}"
SEPARATORS += "\N{RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK}\N{UPWARDS ARROW}\N{DOWNWARDS ARROW}"
SEPARATORS += "\N{LEFT-POINTING DOUBLE ANGLE QUOTATION MARK}\N{BLACK DOWN-POINTING SMALL TRIANGLE}"
SEPARATORS += "\N{BLACK RIGHT-POINTING SMALL TRIANGLE}\N{BLACK RIGHT-POINTING TRIANGLE}"
SEPARATORS += "\N{MULTIPLICATION X}\N{MULTIPLICATION SIGN}\N{BLACK STAR}\N{WHITE STAR}"
SEPARATORS += "\N{BLACK DOWN-POINTING TRIANGLE}\N{BLACK RIGHT-POINTING POINTER}"
TOKEN_RE = re.compile(
    rf"""
      \#?[+-]?\d+(?:[.,:\u00A0\u202F]\d+|\ \d{{3}}\b)*[kKmM]?(?![^\W\d_])[%+]?   # a number
    | [^\W_]+(?:'[^\W_]+)*                                        # a word
    | [\N{{COPYRIGHT SIGN}}\N{{REGISTERED SIGN}}\N{{TRADE MARK SIGN}}@:]
    | [.!?;\N{{HORIZONTAL ELLIPSIS}}]+
    | (?<=\s)[|/<>](?=\s) | [{re.escape(SEPARATORS.strip("|/<>"))}]
    """,
    re.VERBOSE,
)
CAMEL_RE = re.compile(r"(?<=[a-z\u00DF-\u00FF\u0430-\u045F])(?=[A-Z\u00C0-\u00DE\u0400-\u042F])")
WORD_RE = re.compile(r"[^\W_]+")
NUMBER, POST, AGE = "<n>", "<#>", "<+>"  # 12 · #12, of a post · 12+, of readers
STOP, ASK, COLON, BAR = ".", "?", ":", "|"
ENDS = frozenset((STOP, ASK, COLON, BAR))

WEAK = 2.0  # a cue that a line of the article may well have
UNKNOWN = 0.5  # what a word that is no cue takes away
MOST_UNKNOWN = 14
WHOLE = 1.5  # a line of nothing but cues
MOST_WORDS = 4.0  # single words may add up to so much
MOST = 14.0
SENTENCE = 4  # words without a cue
FIRST = 9  # token before which a label ends
LABELLED = {"credit": 8, "copyright": 25, "forum": 6, "mail": 8}  # words after a label …
TITLE = 18  # … for other kinds: as many as a headline may have


class Cue(NamedTuple):
    """A phrase: its weight and kind, and where in a clause it must stand."""

    weight: float
    kind: str
    opens: bool
    closes: bool


class Node:
    """A place in the tree of phrases: the cues that end here, and the words that go on."""

    __slots__ = ("cues", "words")

    def __init__(self) -> None:
        self.cues: list[Cue] = []
        self.words: dict[str, Node] = {}


class Reading(NamedTuple):
    """What a line's words say.

    `odds` is the sum of its cues less what else it says (log odds, higher is furniture);
    `peak` its strongest cue, `kind` that cue's kind; `unknown` counts its other words.
    `is_mixed`: it begins with a sentence of its own, furniture comes after; `sentences`
    counts sentences without a cue, wherever they are.
    """

    odds: float
    peak: float
    kind: str
    unknown: int
    words: int
    bars: int
    is_mixed: bool
    sentences: int


class Cues:
    """The cues of one language, those of English among them."""

    def __init__(self, lexicon: Lexicon, language: str) -> None:
        self._classes = load_classes(lexicon)
        self._brands = frozenset(row["word"] for row in lexicon.table("layout/camel_case.tsv"))
        self._root = Node()
        self._buttons: set[str] = set()
        self._tokens: dict[str, str] = {word: word for word in self._classes}
        rows = lexicon.table("layout/furniture.tsv")
        for wanted in (language, "en") if language != "en" else ("en",):  # its own words first
            for row in rows:
                if row["language"] == wanted:
                    self._add(row)
        self.read = lru_cache(CACHED)(self._read)

    def _add(self, row: Mapping[str, str]) -> None:
        words, cue = parse_cue(row)
        node = self._root
        for word in words:
            node = node.words.setdefault(word, Node())
            self._tokens[word] = word
        if cue.opens and cue.closes and len(words) == 1:
            self._buttons.add(words[0])
        if all((cue.opens, cue.closes) != (other.opens, other.closes) for other in node.cues):
            node.cues.append(cue)
            node.cues.sort(key=lambda one: -one.weight)

    def _read(self, line: str) -> Reading:
        """Add up the cues of a line.

        >>> cues = Cues(Lexicon(), "en")
        >>> cues.read("Sign up to our showbiz newsletter").odds > 5
        True
        >>> cues.read("He had signed up for a course, and she sent him a newsletter.").odds > 5
        False
        """
        tokens = self.split(line)
        size = len(tokens)
        odds = words = peak = told = 0.0
        kind, label = "", -1
        at = unknown = count = bars = 0
        opening, is_mixed, is_first = True, False, True
        sentences, begun, is_plain = 0, 0, True
        starts = self._root.words
        while at < size:
            token = tokens[at]
            if token in ENDS:
                bars += token == BAR
                if is_first and token in (STOP, ASK) and count > 1 and at + 1 < size:
                    is_mixed = peak < WEAK and words < WEAK
                    is_first = False
                if token == COLON and label < 0 and at < FIRST and at + 1 < size:
                    label = at + 1 if peak > WEAK and kind != "links" else -1
                if token in (STOP, ASK):
                    sentences += is_plain and count - begun >= SENTENCE
                    is_plain, begun = True, count
                opening = True
                at += 1
                continue
            count += 1
            found = None
            if token in starts or self._classes.get(token) in starts:
                found = self._match(tokens, at, opening, self._root)
            opening = False
            if found is None:
                unknown += 1
                at += 1
                continue
            end, cue = found
            count += end - at - 1
            if cue.kind == "word":
                words += cue.weight
            elif cue.kind == "prose":
                odds += cue.weight
                told += cue.weight if label >= 0 else 0
            else:
                odds += cue.weight
            is_plain = is_plain and (cue.kind in ("word", "prose") or cue.weight < WEAK)
            if cue.weight > peak and cue.kind not in ("word", "prose"):
                peak, kind = cue.weight, cue.kind
            if tokens[end - 1] in ENDS:
                opening = True
                if label < 0 and cue.weight > WEAK and end < FIRST and end < size:
                    label = end
            at = end
        buttons = sum(token in self._buttons for token in tokens) if size < 10 else 0
        if buttons > 1 and buttons * 2 > size:
            odds, kind, peak = max(odds, 2.5 * buttons), kind or "share", max(peak, 4.0)
        sentences += is_plain and count - begun >= SENTENCE
        odds += min(words, MOST_WORDS)
        if _is_forgiven(kind, tokens, label):
            odds -= told
            unknown = min(unknown, 1)
        elif unknown:
            odds -= UNKNOWN * min(unknown, MOST_UNKNOWN)
        if not unknown and odds > 0:
            odds += WHOLE
        return Reading(min(odds, MOST), peak, kind or "word", unknown, count, bars, is_mixed, sentences)

    def _match(
        self, tokens: list[str], at: int, opening: bool, node: Node
    ) -> tuple[int, Cue] | None:
        """Find the longest phrase at a token: the token after it, and its cue."""
        best: tuple[int, Cue] | None = None
        size = len(tokens)
        while True:
            if node.cues and (best is None or at > best[0]):
                for cue in node.cues:
                    if cue.opens <= opening and (not cue.closes or _is_end(tokens, at)):
                        best = at, cue
                        break
            words = node.words
            if not words:
                return best
            if "*" in words:
                found = self._skip(tokens, at, opening, words["*"])
                if found and (best is None or found[0] > best[0]):
                    best = found
            if at >= size:
                return best
            token = tokens[at]
            at += 1
            name = self._classes.get(token)
            if name in words:
                found = self._match(tokens, at, opening, words[name])
                if found and (best is None or found[0] > best[0]):
                    best = found
            if token not in words:
                return best
            node = words[token]

    def _skip(
        self, tokens: list[str], at: int, opening: bool, node: Node
    ) -> tuple[int, Cue] | None:
        """Go on after a gap of one word or more, within the sentence."""
        best = None
        for after in range(at + 1, min(len(tokens), at + REACH) + 1):
            if tokens[after - 1] in (STOP, ASK):
                break
            found = self._match(tokens, after, opening, node)
            if found and (best is None or found[0] > best[0]):
                best = found
        return best

    def split(self, line: str) -> list[str]:
        """Split a line into lower-case words, numbers, stops, colons and separators."""
        if CAMEL_RE.search(line):
            line = WORD_RE.sub(self._part, line)
        line = line.lower()
        if not line.isascii():
            line = line.translate(STRAIGHT)
        known = self._tokens
        return [known.get(token) or _name(token) for token in TOKEN_RE.findall(line)]

    def _part(self, found: re.Match[str]) -> str:
        """Set glued words apart, as in "linksSkip", but not "WhatsApp"."""
        word = found.group()
        return word if self.is_name(word) else CAMEL_RE.sub(" ", word)

    def is_name(self, word: str) -> bool:
        """Tell whether a word with a capital inside is one word, as names of networks are."""
        word = word.lower()
        return word in self._classes or word in self._root.words or word in self._brands


def _is_end(tokens: list[str], at: int) -> bool:
    """Tell whether a clause ends before a token; a colon ends one only with the line."""
    if at >= len(tokens):
        return True
    return tokens[at] in ENDS and (tokens[at] != COLON or at + 1 == len(tokens))


def _name(token: str) -> str:
    """Return what a token stands for: a number, a stop, a separator, or the word itself."""
    first = token[0]
    if first.isalpha():
        return token
    if first.isdigit() or (first in "#+-" and len(token) > 1):
        return POST if first == "#" else AGE if token[-1] == "+" else NUMBER
    if first in SEPARATORS:
        return BAR
    if first in ".!?;\N{HORIZONTAL ELLIPSIS}":
        return ASK if first in "!?" or len(token) > 1 or first > ";" else STOP
    return token


def _is_forgiven(kind: str, tokens: list[str], label: int) -> bool:
    """Tell whether other words count as one: a label's headline, names, a list of tags."""
    if kind == "copyright":
        return len(tokens) <= LABELLED[kind]
    if label < 0:
        return kind == "credit" and len(tokens) <= LABELLED[kind] and STOP not in tokens
    if len(tokens) - label > LABELLED.get(kind, TITLE):
        return False
    return kind == "credit" or STOP not in tokens[label:]


def parse_cue(row: Mapping[str, str]) -> tuple[list[str], Cue]:
    """Parse a row of furniture.tsv into the phrase's words and its cue."""
    phrase = row["phrase"]
    opens, closes = phrase.startswith("^"), phrase.endswith("$")
    words = phrase.removeprefix("^").removesuffix("$").split()
    return words, Cue(float(row["weight"]), row["kind"], opens, closes)


def load_classes(lexicon: Lexicon) -> dict[str, str]:
    """Load word → the class that stands for it in phrases: `<net>`, `<item>`, `<unit>`."""
    table: Iterable[Mapping[str, str]] = lexicon.table("layout/furniture_classes.tsv")
    return {row["word"]: f"<{row['class']}>" for row in table}
