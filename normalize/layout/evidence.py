"""What a document, and the dictionaries, say about two words that meet.

`Vocabulary` is what is known before any document is read; `Evidence` is one document's,
each part worked out once, when asked.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from normalize.language import load_function_words
from normalize.layout.gaps.seams import Seam, iter_seams
from normalize.layout.gaps.technical import is_technical
from normalize.layout.lines import Page
from normalize.lexicon import Lexicon
from normalize.words import WORD_RE, strip_possessive

if TYPE_CHECKING:
    from normalize.step import Context

UNKNOWN = -99.0
# log10 of a word's share of running English. -5.5 is once in some 300,000 words: 24,000
# words are as common. Below it stand names, fragments and brands (whats, -6.2).
COMMON = -5.5
FREQUENT = -4.5  # 3,400 words: what most sentences begin with
LOOK_UPS = 24  # words looked for in the text one by one; for more of them all are counted

COMPOUND_RE = re.compile(r"[^\W\d_]+-[^\W\d_]+")


class Vocabulary:
    """The known words, brands, openers and abbreviations, loaded when first asked for."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def score(self, word: str) -> float:
        """Return the log10 share of a word in running English (−1.3 to −7.5), or `UNKNOWN`."""
        scores = self._scores
        found = scores.get(word)
        return scores.get(word.lower(), UNKNOWN) if found is None else found

    @cached_property
    def _scores(self) -> dict[str, float]:
        # A word of the dictionary that the language model has not met (most are British
        # spellings) passes for as common as it has to be.
        scores = dict.fromkeys(self._lexicon.words("words/common.tsv"), COMMON)
        scores.update(self._lexicon.word_scores())
        return scores

    def is_dictionary_word(self, word: str) -> bool:
        """Tell whether a word stands in the dictionary of English, which has no fragments."""
        return word.lower() in self._lexicon.words("words/common.tsv")

    def select_unknown(self, words: Iterable[str]) -> list[str]:
        """Select the words that do not stand in the dictionary of English."""
        known = self._lexicon.words("words/common.tsv")
        return [word for word in words if word.lower() not in known]

    @cached_property
    def brands(self) -> frozenset[str]:
        """Names written in camel case, in lower case."""
        return self._lexicon.words("layout/camel_case.tsv")

    @cached_property
    def code_words(self) -> frozenset[str]:
        """Words that names in programs are made of."""
        return self._lexicon.words("layout/identifiers.tsv")

    @cached_property
    def _openers(self) -> dict[tuple[str, str], str]:
        rows = self._lexicon.table("layout/openers.tsv")
        return {(row["language"], row["word"]): row["kind"] for row in rows}

    def find_opener(self, word: str, language: str) -> str:
        """Say what a word opens in a language: clear, doubtful, label, title or nothing ("")."""
        kind = self._openers.get((language, word.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")))
        return kind or ""

    @cached_property
    def _abbreviations(self) -> dict[str, dict[str, str]]:
        table: dict[str, dict[str, str]] = defaultdict(dict)
        for row in self._lexicon.table("layout/abbreviations.tsv"):
            table[row["language"]][row["word"]] = row["kind"]
        return table

    def find_abbreviation(self, word: str, language: str) -> str:
        """Say whether a word is an abbreviation: inner, last or none ("")."""
        table = self._abbreviations
        return table.get(language, table["en"]).get(word.lower(), "")

    @cached_property
    def _months(self) -> frozenset[tuple[str, str]]:
        rows = self._lexicon.table("layout/calendar.tsv")
        return frozenset((row["language"], row["name"]) for row in rows if row["kind"] == "month")

    @cached_property
    def _days(self) -> frozenset[tuple[str, str]]:
        rows = self._lexicon.table("layout/calendar.tsv")
        return frozenset((row["language"], row["name"]) for row in rows)

    def is_day_or_month(self, word: str, language: str) -> bool:
        """Tell whether a word is a day's or a month's name, and no other word ("May")."""
        lower = word.lower()
        return len(lower) > 5 and (language, lower) in self._days

    def is_month(self, word: str, language: str) -> bool:
        """Tell whether a word is a month's name."""
        return (language, word.lower()) in self._months

    def is_function_word(self, word: str, language: str) -> bool:
        """Tell whether a word is one of a language's most frequent."""
        return language in load_function_words().get(word.lower(), ())

    @cached_property
    def markup_joins(self) -> dict[str, str]:
        """What stripped list markup is known to leave: glued → apart."""
        rows = self._lexicon.table("layout/markup_joins.tsv")
        return {row["glued"]: row["apart"] for row in rows}

    @cached_property
    def markup_signs(self) -> frozenset[str]:
        """What the keys of `markup_joins` begin with: "items"."""
        return frozenset(glued[:5] for glued in self.markup_joins)


class Evidence:
    """What one document says; shared by all its seams."""

    def __init__(self, page: Page, context: Context, vocabulary: Vocabulary) -> None:
        self.text = page.text
        self.page = page
        self._context = context
        self._vocabulary = vocabulary
        self._languages: dict[int, str] = {}
        self._asked: dict[str, int] = {}

    def count(self, word: str) -> int:
        """Tell how often a word stands in the document on its own as it is written, up to three.

        A few words are looked for one by one, which is faster than counting all there are.
        """
        known = self._asked.get(word)
        if known is None:
            is_few = len(self._asked) < LOOK_UPS
            known = self._asked[word] = self._search(word) if is_few else self._counts[word]
        return known

    @cached_property
    def _counts(self) -> Counter[str]:
        return Counter(WORD_RE.findall(self.text))

    def _search(self, word: str) -> int:
        text, count, at, tries = self.text, 0, -1, 0
        while count < 3 and tries < 500:
            at = text.find(word, at + 1)
            if at < 0:
                return count
            end = at + len(word)
            tries += 1
            count += not (text[at - 1 : at].isalnum() and at) and not text[end : end + 1].isalnum()
        return count

    def stands(self, word: str) -> bool:
        """Tell whether a word stands elsewhere in the document on its own, in either case."""
        return bool(self.count(word) or self.count(word.lower()) or self.count(word.capitalize()))

    def has_stem(self, stem: str) -> bool:
        """Tell whether a word of the document begins with some letters, in either case."""
        at = bisect_left(self._sorted_words, stem)
        return at < len(self._sorted_words) and self._sorted_words[at].startswith(stem)

    @cached_property
    def _sorted_words(self) -> list[str]:
        return sorted({word.lower() for word in self._counts})

    @cached_property
    def compounds(self) -> frozenset[str]:
        """All words of the text with a hyphen inside, in lower case, two parts at a time."""
        return frozenset(map(str.lower, COMPOUND_RE.findall(self.text)))

    def is_name(self, word: str) -> bool:
        """Tell whether a word stands elsewhere with a capital and nowhere without."""
        return bool(self.count(word)) and not self.count(word.lower())

    @cached_property
    def is_technical(self) -> bool:
        """Tell whether anything in the document looks like code."""
        return is_technical(self.text)

    @cached_property
    def seams(self) -> Sequence[Seam]:
        """All seams of the text."""
        return list(iter_seams(self.text))

    @cached_property
    def _tokens(self) -> Counter[tuple[str, str]]:
        return Counter((seam.left, strip_possessive(seam.right)) for seam in self.seams)

    def count_token(self, seam: Seam) -> int:
        """Tell how often the two words of a seam meet in the document."""
        return self._tokens[seam.left, strip_possessive(seam.right)]

    @cached_property
    def has_identifiers(self) -> bool:
        """Tell whether two tokens in camel case stand in the document that are no clear joins."""
        found: set[str] = set()
        for seam in self.seams:
            if seam.kind == "capital" and seam.left[0].islower() and not self._is_join(seam):
                found.add(seam.left + seam.right)
                if len(found) > 1:
                    return True
        return False

    def _is_join(self, seam: Seam) -> bool:
        """Tell whether a token reads like two words, or is a known name; a first look."""
        words, left, right = self._vocabulary, seam.left, seam.right
        if (left + right).lower() in words.brands or words.find_opener(right, "en"):
            return True
        is_known = words.is_dictionary_word(right) or right.lower() in words.code_words
        if words.score(left) >= COMMON and len(left) > 3 and not is_known:
            return True  # a name: "ownerVince"
        if min(words.score(left), words.score(right)) < COMMON:
            return not left.isascii()
        return words.code_words.isdisjoint((left, right.lower()))

    def covers(self, start: int, end: int) -> bool:
        """Tell whether a span is protected."""
        return self._context.protected.covers(start, end)

    @cached_property
    def _has_fences(self) -> bool:
        return "```" in self.text or "~~~" in self.text

    def is_code(self, offset: int) -> bool:
        """Tell whether an offset lies in a fenced block."""
        return self._has_fences and self.page.is_code(self.page.find_line(offset))

    def language_at(self, offset: int) -> str:
        """Return the language of the line at an offset; "" in code.

        The language is asked once a line, at its start: looking for the line's start from
        each offset of a very long line would be quadratic.
        """
        number = self.page.find_line(offset)
        known = self._languages.get(number)
        if known is None:
            start = self.page.lines[number].start
            known = "" if self.page.is_code(number) else self._context.languages.at(start)
            self._languages[number] = known
        return known
