"""Sentences and words that are cut off: the article stops, or a teaser does, before its end."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from normalize.edits import Finding
from normalize.language import load_function_words
from normalize.layout.lines import Page
from normalize.lexicon import Lexicon

if TYPE_CHECKING:
    from normalize.step import Context

CUT_RULE = "cut-off-sentence"
WORD_RULE = "truncated-word"

LONG = 100  # characters: a longer line is a paragraph of its own
SENTENCE = 70  # … of a line that may be one
LONGEST = 3_000  # characters of a paragraph that are read
LAST_WORDS = 8  # words that a paragraph has at least, if it is to be cut off
STEM = 3  # letters of a truncated word
MOST = 3  # paragraphs cut off in one text; more are a table's cells, a list
WRAPPED = 160  # characters: a line as long as this is no line of wrapped text
CODE_RE = re.compile(r"[{}`=\\]|;\s*$|->|\w_\w|\w\([\"')]|^\s*[|>#]|\t", re.MULTILINE)
LAST_WORD_RE = re.compile(r"(?:^|[^\S\n]|\n)([^\W\d_]+)(,?)\s*\Z")
WORD_RE = re.compile(r"[^\W\d_]+")

STOPPED_RE = re.compile(
    r"[^\W\d_]{2}[.!?\u2026][\"'\u201d\u2019\u00bb)]*\s+[^\Wa-z\d_]"
)  # a sentence ends

# Function words that do end sentences: "what she is up to", "come in", "so did I".
FINAL = frozenset(
    "i it him her them me us you he she they we there here then too so again more most all any "
    "some one only now no not out up down off over about above before after in on through own "
    "same such other both each few under very do does did has have had can could is are was were "
    "be been this that these those said made made what how when why where once well also "
    "auf ab zu aus ein mit vor nicht haben hat hatte sein ist sind war waren wird werden wurde "
    "wurden worden kann können soll".split()
)
PHRASES = ("up to", "used to")


# They end the clauses of a law as well, "; and", each a paragraph.
LISTING = frozenset("and or und oder et ou y o e и или і й та або".split())
# What a sentence leads up to: a formula, the name of a file.
DISPLAY_RE = re.compile(r"[^\n]*(?:[=\\_\u2192]|\.\w{2,4}\s*(?:\n|$))")


class CutOff:
    """The rules; the word list is read when a paragraph ends without a stop."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    @cached_property
    def _words(self) -> list[str]:
        return sorted(self._lexicon.word_scores())

    def find(self, page: Page, context: Context, *, is_article: bool) -> Iterator[Finding]:
        """Report paragraphs that stop in mid-sentence, or in mid-word.

        Leaves alone: headings, signatures and list items, which have no stop either: a
        sentence is cut off where its last word cannot end one ("of", "the") or is the
        beginning of longer words and none itself (English only); wrapped lines, and what goes
        on in the next paragraph.

        Yields:
            Findings of the last words, in order; confidence 0.85 to 0.90. Linear.
        """
        text = page.text
        found = []
        for start, end in _iter_open_lines(page):
            finding = self._examine(text, text[start:end], end, context)
            if finding is not None and text[finding.start : end] not in LISTING:
                found.append(finding)
        if len(found) <= MOST:
            yield from found
        finding = self._examine_end(page, context)
        if finding is None and is_article:
            finding = _examine_article(page)
        if finding is not None and (not found or found[-1].start != finding.start):
            yield finding

    def _examine_end(self, page: Page, context: Context) -> Finding | None:
        """Examine the last paragraph of a text, which may be wrapped."""
        text = page.text
        last = page.texts[-1].rstrip()[-1] if page.texts else ""
        if last != "," and not last.isalpha():
            return None
        found = LAST_WORD_RE.search(text, max(0, len(text.rstrip()) - 40))
        if found is None:
            return None
        end = found.end(1)
        start = max(0, end - LONGEST)
        blank = text.rfind("\n\n", start, end)
        lines = text[start if blank < 0 else blank + 2 : end].split("\n")
        paragraph = lines[-1] if max(map(len, lines)) > LONG else " ".join(lines)
        return self._examine(text, paragraph, end, context)

    def _examine(self, text: str, paragraph: str, end: int, context: Context) -> Finding | None:
        """Examine how a paragraph ends."""
        words = paragraph.rsplit(None, 1)
        if not words or not paragraph.endswith(words[-1]) or not WORD_RE.fullmatch(words[-1]):
            return None
        word = words[-1]
        if not paragraph.lstrip("\"'“‘«„( ")[:1].isupper() or paragraph.count(" ") < LAST_WORDS:
            return None
        is_function = word not in FINAL and word in load_function_words()
        if not (is_function or (word.islower() and word.isascii() and self._is_beginning(word))):
            return None
        if paragraph.istitle():
            return None
        start = end - len(word)
        if word not in FINAL and not paragraph.endswith(PHRASES) and _is_function(word, paragraph):
            if CODE_RE.search(paragraph):
                return None
            message = f"the text stops after {word!r}, in the middle of a sentence"
            return Finding(start, end, CUT_RULE, message, 0.90)
        if word.islower() and word.isascii() and self._is_beginning(word):
            if not CODE_RE.search(paragraph) and context.languages.at(start) == "en":
                message = f"the text stops in the middle of a word: {word!r}"
                return Finding(start, end, WORD_RULE, message, 0.85)
        return None

    def _is_beginning(self, word: str) -> bool:
        """Tell whether a word is none, and common words begin with it."""
        scores = self._lexicon.word_scores()
        if len(word) < STEM or word in scores:
            return False
        at = bisect_left(self._words, word)
        return any(
            longer.startswith(word) and scores[longer] > -5.5
            for longer in self._words[at : at + 50]
        )


def _examine_article(page: Page) -> Finding | None:
    """Examine the last paragraph of an article, whose other sentences end with stops.

    Leaves alone: short lines, credits and signatures, which are no sentences; what ends with
    a sign of any kind.
    """
    line = page.texts[-1].rstrip()
    if len(line) < LONG or not line[-1].isalpha() or CODE_RE.search(line):
        return None
    end = page.lines[-1].start + len(line)
    line = line[-LONGEST:]
    stops = list(STOPPED_RE.finditer(line))
    words = line[stops[-1].end() - 1 :].split() if stops else []
    small = sum(word[0].islower() for word in words)
    if len(words) < LAST_WORDS or 2 * small < len(words):
        return None
    message = f"the article stops after {words[-1]!r}, without the end of its sentence"
    return Finding(end - len(words[-1]), end, CUT_RULE, message, 0.85)


def _iter_open_lines(page: Page) -> Iterator[tuple[int, int]]:
    """Yield the long lines that end with a letter, and go on neither in the next one nor in it."""
    text, texts = page.text, page.texts
    may_be = [
        number
        for number, line in enumerate(texts)
        if len(line) >= SENTENCE and (line[-1].isalpha() or line[-1].isspace())
    ]
    for number in may_be:
        start, end = page.lines[number]
        last = start + len(texts[number].rstrip())
        if text[last - 1].isalpha() and not _goes_on(text, last - start, end):
            yield max(start, last - LONGEST), last


def _goes_on(text: str, length: int, line_end: int) -> bool:
    """Tell whether what follows a line goes on with its sentence."""
    if text[line_end + 1 : line_end + 2].islower():  # as in most lines of wrapped text
        return True
    following = text[line_end : line_end + WRAPPED + 2]
    rest = following.lstrip()
    if not rest:
        return False
    if not rest[0].isupper() or DISPLAY_RE.match(rest):
        return True
    is_contiguous = following[: len(following) - len(rest)].count("\n") == 1
    return is_contiguous and length < WRAPPED


def _is_function(word: str, paragraph: str) -> bool:
    """Tell whether a word is a function word of the language that a paragraph is in."""
    table = load_function_words()
    if word not in table:
        return False
    counts = Counter(lang for other in paragraph.lower().split() for lang in table.get(other, ()))
    most = max(counts.values(), default=0)
    return any(counts[language] == most for language in table[word])
