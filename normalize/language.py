"""Which language a paragraph is in: by script, then by its function words.

A guess good enough to keep English rules off other languages; "und" where nothing speaks
for any. Data: dictionaries/languages/function_words.tsv.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import cache, lru_cache
from itertools import chain

from normalize.edits import Fact
from normalize.lexicon import load_table
from normalize.words import WORD_RE

UNKNOWN = "und"
SAMPLE = 6_000  # characters that are enough to know a document's language
LEAD = 2  # function words by which a paragraph must speak another language than its document
CERTAIN = 1_000  # hits that stand for a script of one language
CACHED = 1_024  # lines whose words are counted once: for the document, the line, the next pass
ASCII_WORDS = "".join(char if char.isalnum() else " " for char in map(chr, range(128)))
LETTER_RE = re.compile(r"[^\W\d_]")
OTHER_SCRIPT_RE = re.compile("[\u0370-\u1fff\u3040-\ud7af]")  # any of those below
SCRIPTS = (  # first and last code point, language for want of better knowledge
    (0x0370, 0x03FF, "el"),
    (0x0400, 0x052F, "ru"),
    (0x0590, 0x05FF, "he"),
    (0x0600, 0x06FF, "ar"),
    (0x0900, 0x0DFF, "hi"),
    (0x0E00, 0x0E7F, "th"),
    (0x3040, 0x30FF, "ja"),
    (0x4E00, 0x9FFF, "zh"),
    (0xAC00, 0xD7AF, "ko"),
)


@cache
def load_function_words() -> dict[str, tuple[str, ...]]:
    """Load word → languages in which it is a function word."""
    languages: dict[str, tuple[str, ...]] = {}
    for row in load_table("languages/function_words.tsv"):
        languages[row["word"]] = (*languages.get(row["word"], ()), row["language"])
    return languages


def guess_language(text: str) -> str:
    """Guess the language of a text as an ISO 639-1 code, "und" where unsure.

    Only the first 6,000 characters are read.

    >>> guess_language("The talks in the capital will go on until the end of the week.")
    'en'
    >>> guess_language("Die Gespräche in der Hauptstadt dauern bis zum Ende der Woche.")
    'de'
    >>> guess_language("12:30")
    'und'
    """
    return _guess(text[:SAMPLE])[0]


def _guess(sample: str) -> tuple[str, Mapping[str, int]]:
    """Return the language, and how many words spoke for each."""
    script = _guess_script(sample)
    if script and script != "ru":
        return script, {script: CERTAIN}
    hits = _count_function_words(sample)
    most = max(hits.values(), default=0)
    leaders = [language for language, count in hits.items() if count == most]
    if len(leaders) != 1:
        return script or ("en" if "en" in hits else UNKNOWN), hits
    language = leaders[0]
    if not script and language != "en" and most - hits.get("en", 0) < LEAD:
        # "met" and "in" are Dutch, too: one word is no evidence against English.
        return "en" if "en" in hits else UNKNOWN, hits
    return language, hits


# Of lines, which the next pass asks about again; documents would fill the memory.
_guess_line = lru_cache(CACHED)(_guess)


def _count_function_words(sample: str) -> Mapping[str, int]:
    table = load_function_words()
    hits: dict[str, int] = {}
    # No word goes over a line's end.
    words = chain.from_iterable(map(_find_function_words, sample.split("\n")))
    for word, count in Counter(words).items():
        for language in table[word]:
            hits[language] = hits.get(language, 0) + count
    return hits


@lru_cache(CACHED)
def _find_function_words(line: str) -> list[str]:
    """Find the function words of a line, of all languages, in lower case."""
    table = load_function_words()
    is_plain = line.isascii() and "'" not in line  # then words are found without a pattern
    words = line.translate(ASCII_WORDS).split() if is_plain else WORD_RE.findall(line)
    found = list(filter(table.__contains__, map(str.lower, words)))
    for word in _load_letters().intersection(found):
        # An initial is no word: "Dr. K. Novak", "U.S." speak no Czech.
        for _ in range(found.count(word) - words.count(word)):
            found.remove(word)
    return found


@cache
def _load_letters() -> frozenset[str]:
    """Load the function words of one letter."""
    return frozenset(word for word in load_function_words() if len(word) == 1)


def _guess_script(sample: str) -> str:
    """Name the language of a script other than Latin that most letters are in."""
    if sample.isascii():
        return ""
    counts: Counter[str] = Counter()
    if not OTHER_SCRIPT_RE.search(sample, 0, 1_000):
        return ""
    letters = LETTER_RE.findall(sample[:1_000])
    for letter in letters:
        code = ord(letter)
        if code >= 0x0370:
            for first, last, language in SCRIPTS:
                if first <= code <= last:
                    counts[language] += 1
                    break
    if not counts:
        return ""
    if counts["ja"]:  # kana among ideographs is Japanese
        counts["ja"] += counts.pop("zh", 0)
    language, count = counts.most_common(1)[0]
    return language if count * 2 > len(letters) else ""


class Languages:
    """The language of a document and of its paragraphs, worked out when asked."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._document: str | None = None
        self._paragraphs: dict[int, str] = {}

    @property
    def document(self) -> str:
        """The language of the document as a whole."""
        if self._document is None:
            self._document = guess_language(self._text)
        return self._document

    def at(self, offset: int) -> str:
        """The language of the paragraph (line) at an offset.

        A paragraph too short to tell is in the language of its document.
        """
        start = self._text.rfind("\n", max(0, offset - SAMPLE), offset) + 1
        if not start:  # the first line, or one so long that it is told piece by piece
            start = offset // SAMPLE * SAMPLE
        known = self._paragraphs.get(start)
        if known is None:
            end = self._text.find("\n", offset, start + SAMPLE)
            language, hits = _guess_line(self._text[start : start + SAMPLE if end < 0 else end])
            leads = hits.get(language, 0) - hits.get(self.document, 0) >= LEAD
            known = language if leads and language != UNKNOWN else self.document
            self._paragraphs[start] = known
        return known

    def facts(self) -> list[Fact]:
        """State what a step asked for: the document's language, paragraphs that differ."""
        if self._document is None:
            return []
        stated = [Fact("language", self._document, 0, len(self._text))]
        for start, language in sorted(self._paragraphs.items()):
            if language != self._document:
                end = self._text.find("\n", start, start + SAMPLE)
                end = min(start + SAMPLE, len(self._text)) if end < 0 else end
                stated.append(Fact("language", language, start, end))
        return stated
