"""Words taken apart: `N o t h i n g`, `1 9 8 8`; with `marks`, all that spaces took apart.

Headings set with spaces between their letters come out of a page or a PDF so. (Doubled spaces
are repaired with the characters, `stray-space`.)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from normalize.edits import Edit
from normalize.language import UNKNOWN
from normalize.layout.evidence import COMMON, Evidence, Vocabulary
from normalize.layout.gaps.first_letters import find_first_letters
from normalize.layout.gaps.marks import find_space_beside_marks
from normalize.layout.gaps.spaced_heads import read_head
from normalize.layout.lines import Page

LETTERS_RULE = "spaced-letters"
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
PREPOSITIONS = "вкзс"
# … or more, where no list of words is: letters that have the sound of a word
SOUNDING = {"ru": 4, "uk": 4, "de": 5, "es": 5, "fr": 5, "it": 5, "nl": 5, "pt": 5}
VOWELS = frozenset("аеєиіїоуыэюяёaeiouyàáâäèéêëìíîïòóôöùúûü")
MUTE_RE = re.compile(r"[^аеєиіїоуыэюяёaeiouyàáâäèéêëìíîïòóôöùúûü]{4}")


class _Run(NamedTuple):
    """Letters set apart, and the word or words that they are."""

    start: int
    end: int
    word: str


def find_splits(page: Page, words: Vocabulary, evidence: Evidence) -> Iterator[Edit]:
    """Join what spaces took apart; see the rules below, and `first_letters`."""
    yield from find_first_letters(page, words, evidence)
    yield from find_space_beside_marks(page, evidence)
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
        read = _read_line(text, start, language, words, evidence)
        if read is not None:
            done = max(done, read.end)
        else:
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


def _read_line(
    text: str, start: int, language: str, words: Vocabulary, evidence: Evidence
) -> _Run | None:
    """Read a line that has nothing but letters set apart."""
    first = text.rfind("\n", max(0, start - 2 * LONGEST), start) + 1
    end = text.find("\n", start, start + 2 * LONGEST)
    end = len(text) if end < 0 else end
    line = text[first:end].rstrip()
    if len(line) > 2 * LONGEST or line[:1].isspace():
        return None
    around = (min(end + 2, len(text)), max(0, first - 2))  # letters tell no language
    known = [name for at in around if (name := evidence.language_at(at)) not in ("", UNKNOWN)]
    language = known[0] if known else language
    head = read_head(line, language, words, evidence)
    return None if head is None else _Run(first, first + len(line), head)


def _read_run(
    text: str, start: int, end: int, language: str, words: Vocabulary, evidence: Evidence
) -> _Run | None:
    """Read a run of letters; a letter at its ends may be a word of its own ("a W h i t e")."""
    if text[end : end + 1] in ("-", "=", "+", "*", "/") and end < len(text):
        return None
    spans = [(start, end), (start + 2, end), (start, end - 2), (start + 2, end - 2)]
    if language in CYRILLIC and text[end - 1] in PREPOSITIONS and text[end : end + 1] == " ":
        whole = text[start:end].replace(" ", "").lower()
        if evidence.has_stem(whole[:-2]) and not evidence.stands(whole):
            spans.insert(0, (start, end - 2))  # "в", "с" before a noun
    for first, last in spans:
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
    least = SOUNDING.get(language, len(word) + 1)
    if len(word) >= least and word[1:].islower() and _sounds(lower):
        return word[0].islower() or len(word) >= STEM
    return len(word) >= STEM and evidence.has_stem(lower[: max(STEM - 1, len(lower) - 3)])


def _sounds(word: str) -> bool:
    """Tell whether a third of a word's letters or more are vowels, and no four stand without."""
    if all(ord(two) - ord(one) == 1 for one, two in pairwise(word)):
        return False  # "a b c d e"
    vowels = sum(letter in VOWELS for letter in word)
    return len(word) <= 3 * vowels <= 2 * len(word) and not MUTE_RE.search(word)
