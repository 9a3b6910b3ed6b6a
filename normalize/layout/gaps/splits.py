"""Words and marks taken apart: `N o t h i n g`, `1 9 8 8`, `the mainland , and`.

Headings set with spaces between their letters come out of a page or a PDF so, and a link
or a tag that was cut out leaves its space before the comma. (Doubled spaces are repaired
with the characters, `stray-space`.)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from normalize.edits import Edit
from normalize.layout.evidence import COMMON, Evidence, Vocabulary
from normalize.layout.lines import Page

LETTERS_RULE = "spaced-letters"
MARK_RULE = "space-before-mark"
# Begun with the space, which `re` finds fastest; four letters, of which this is the second.
SPACED_RE = re.compile(r" [^\W_] (?=[^\W_] [^\W_](?![^\W_]))")
SPACED_SIGNS = b" a a a"  # what it matches, in `Page.gaps`
RUN_RE = re.compile(r"[^\W_](?: {1,3}[^\W_](?![^\W_]))+")
BACK_RE = re.compile(r"(?:(?<![^\s(\[\"'\u201c\u2018\u201e\u00ab])[^\W_] {1,3})+\Z")
GAPS_RE = re.compile(r" {2,3}")
YEAR_RE = re.compile(r"1[5-9]\d\d|20[0-3]\d")
LONGEST = 120  # characters of a run on either side of where it was found
SHORTEST = 4  # letters: three may be initials, or "A B C"
SHORTEST_CAPITALS = 5  # "U S S R"
STEM = 6  # letters that tell one word of a language with endings from another
MOST_NUMBERS = 2  # more of them are a table
# No alphabet's letters are set one by one in running text of these; names of sets are Latin.
CYRILLIC = frozenset(["ru", "uk"])
VOWELS = frozenset("аеєиіїоуыэюяё")
MUTE_RE = re.compile(r"[^аеєиіїоуыэюяё]{4}")
# What a link stood after, whose text is gone: "the steps are given in , and".
LOST_LINK = frozenset("a an and at by for from in of on or see the to with".split())
MOST_MARKS = 3  # set apart; more of them, and more than half of all, are somebody's way
MARK_RE = re.compile(
    r" (?:,(?=\s[^\W\d_]|\s?[\u201c\"\u2013\u2014]|\n)|\.(?= [^\W\d_a-z]| ?[\u201c\"]|\s*\Z|\n))"
    r"(?<=[^\W\d_]{2} .|\d\d .|.[)\u201d\u00bb] .)"
)


class _Run(NamedTuple):
    """Letters set apart, and the word or words that they are."""

    start: int
    end: int
    word: str


def has_spaced_marks(page: Page) -> bool:
    """Tell quickly whether a space may stand before a comma or a full stop."""
    text = page.text
    if b" ," not in page.gaps:
        return False
    return " ," in text or " . " in text or " .\n" in text or text.endswith(" .")


def find_splits(page: Page, words: Vocabulary, evidence: Evidence) -> Iterator[Edit]:
    """Join what spaces took apart; see the two rules below."""
    if has_spaced_marks(page):
        yield from find_space_before_mark(page, evidence)
    if SPACED_SIGNS in page.gaps:
        yield from find_spaced_letters(page.text, words, evidence)


def find_spaced_letters(text: str, words: Vocabulary, evidence: Evidence) -> Iterator[Edit]:
    """Join letters and digits of years that spaces stand between.

    Why: `N o t h i n g` is found by no search.
    Leaves alone: initials and lists of letters (what they make is no word), tables and
    lists of numbers, runs in code, capitals that make an acronym.

    Yields:
        One edit a run, in order; confidence 0.95. Linear: constant work a hit.
    """
    numbers: list[Edit] = []
    done = 0
    for found in SPACED_RE.finditer(text):
        if found.start() < done:
            continue
        back = BACK_RE.search(text, max(done, found.start() - LONGEST), found.start() + 1)
        start = back.start() if back else found.start() + 1
        run = RUN_RE.match(text, start, start + 2 * LONGEST)
        if run is None:
            continue
        done = run.end()
        language = evidence.language_at(start)
        read = _read_run(text, start, run.end(), language, words, evidence)
        if not language or read is None or evidence.covers(read.start, read.end):
            continue
        edit = Edit(read.start, read.end, read.word, LETTERS_RULE, 0.95, "letters set apart")
        if read.word.isdigit():
            numbers.append(edit)
        else:
            yield edit
    if len(numbers) <= MOST_NUMBERS:
        yield from numbers


def _read_run(
    text: str, start: int, end: int, language: str, words: Vocabulary, evidence: Evidence
) -> _Run | None:
    """Read a run of letters; a letter at its ends may be a word of its own ("a W h i t e")."""
    if text[end : end + 1] in ("-", "=", "+", "*", "/") and end < len(text):
        return None
    for first, last in ((start, end), (start + 2, end), (start, end - 2), (start + 2, end - 2)):
        parts = GAPS_RE.split(text[first:last])
        joined = [part.replace(" ", "") for part in parts]
        if max(map(len, joined)) < SHORTEST or any(" " == part[:1] for part in parts):
            continue
        if all(_is_word(word, language, words, evidence) for word in joined):
            return _Run(first, last, " ".join(joined))
    return None


def _is_word(word: str, language: str, words: Vocabulary, evidence: Evidence) -> bool:
    """Tell whether letters make a word that the language or the document has."""
    if word.isdigit():
        return YEAR_RE.fullmatch(word) is not None
    if not word.isalpha() or not (word.islower() or word[1:].islower() or word.isupper()):
        return False
    if len(word) < SHORTEST:
        return words.is_function_word(word, language)
    if word.isupper() and len(word) < SHORTEST_CAPITALS:
        return False
    if language == "en" and words.score(word) >= COMMON:
        return True
    if words.is_function_word(word, language) or evidence.stands(word):
        return True
    lower = word.lower()
    if language in CYRILLIC and len(word) >= STEM and word.islower() and _sounds(word):
        return True
    return len(word) >= STEM and evidence.has_stem(lower[: max(STEM - 1, len(lower) - 3)])


def _sounds(word: str) -> bool:
    """Tell whether a third of a word's letters or more are vowels, and no four stand without."""
    vowels = sum(letter in VOWELS for letter in word)
    return len(word) <= 3 * vowels <= 2 * len(word) and not MUTE_RE.search(word)


def find_space_before_mark(page: Page, evidence: Evidence) -> Iterator[Edit]:
    """Delete the space before a comma, or before the full stop of a sentence.

    Leaves alone: `.5`, `...`, `.txt`; code, tables and examples; texts that are set so
    throughout; a mark after a word such as "in", or at a line's end, where what a link
    said was lost ("see .").

    Yields:
        Deletions in order; confidence 0.95.
    """
    text = page.text
    if text.count(" ,") > max(MOST_MARKS, text.count(", ") // 2):
        return
    for found in MARK_RE.finditer(text):
        at = found.start()
        language = evidence.language_at(at)
        is_stop = text[at + 1] == "."
        if not language or evidence.covers(at - 1, at + 2) or (is_stop and evidence.is_technical):
            continue
        before = text[max(0, at - 20) : at].rpartition(" ")[2]
        is_lost = is_stop and _is_last(text, at) and before[-1:].isalpha()
        if is_lost or before.lower() in LOST_LINK:
            continue
        if not page.is_example(page.find_line(at)) and _is_prose(text, at):
            yield Edit(at, at + 1, "", MARK_RULE, 0.95, "a space before a mark")


def _is_last(text: str, at: int) -> bool:
    """Tell whether a mark stands at the end of its line."""
    return text[at + 2 : at + 3] in ("", "\n", "\r")


def _is_prose(text: str, at: int) -> bool:
    """Tell whether words with single spaces stand around a place: no table, no list of data."""
    start = max(text.rfind("\n", max(0, at - 60), at) + 1, at - 60, 0)
    end = text.find("\n", at, at + 60)
    around = text[start : at + 60 if end < 0 else end].strip()
    return around.count(" ") > 3 and "  " not in around and "|" not in around and "\t" not in around
