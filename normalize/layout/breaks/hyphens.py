r"""Words that were hyphenated at the end of a line: `administra-¶tion`.

A hyphen at a line's end is undone only where the word is known, or stands elsewhere in the
document; that of a compound (`well-¶known`) stays, and only the line break goes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from normalize.layout.evidence import COMMON, UNKNOWN, Evidence, Vocabulary
from normalize.layout.lines import Page
from normalize.words import strip_possessive

BREAK_RE = re.compile(
    r"[-\u2010](?<=[^\W\d_]{2}.)[ \t]*\r?\n[ \t]*(?=[^\W\d_]{2})"  # begun with what is rare
)
LEFT_RE = re.compile(r"[^\W\d_]+\Z")
RIGHT_RE = re.compile(r"[^\W\d_]+(?:['\u2019]s(?![^\W\d_]))?")
ENDINGS = ("s", "es", "ed", "d", "ing", "ly", "er", "ers", "ness", "less")
SHORTEST_PART = 4  # letters of either half of a compound
STEM = 5  # letters of a word that the document has with another ending
LONGEST = 40  # letters of a half
# "two- or three-day": the hyphen waits for a word that comes later.
# Languages that hardly write a hyphen before a small letter, other than to break a word.
BREAKING = frozenset("de es fi hu it nl pl sv da nb".split())
# Russian and Ukrainian particles and prefixes that are written with a hyphen.
HYPHENED = frozenset("будь ка кое небудь нибудь либо по таки то".split())
NAME_PARTS = frozenset(["Mac", "Mc"])
SUSPENDED = frozenset("and or to und oder bis et ou y o e i и или та або en of".split())


class Hyphen(NamedTuple):
    """A hyphen at a line's end, with the line break after it, and what belongs there.

    `is_proof`: the second half is no word, so only a page's layout can have set it apart.
    """

    start: int
    end: int
    after: str
    is_proof: bool


def has_hyphens(page: Page) -> bool:
    """Tell quickly whether a line ends with a hyphen, or with one and a space."""
    lasts = page.lasts
    if "-" in lasts or "\u2010" in lasts:
        return True
    return " " in lasts and any(line.endswith("- ") for line in page.texts)


def find_hyphens(text: str, words: Vocabulary, evidence: Evidence) -> Iterator[Hyphen]:
    """Find the hyphens at the ends of lines whose words can be told. Linear."""
    if not has_hyphens(evidence.page):
        return
    for found in BREAK_RE.finditer(text):
        hyphen = read_hyphen(text, found.start(), found.end(), words, evidence)
        if hyphen is not None and not evidence.covers(hyphen.start, hyphen.start + 1):
            yield hyphen


def read_hyphen(
    text: str, start: int, end: int, words: Vocabulary, evidence: Evidence
) -> Hyphen | None:
    """Say what belongs at a hyphen, where the next half begins at `end`; None where unknown."""
    before = LEFT_RE.search(text, max(0, start - LONGEST), start)
    behind = RIGHT_RE.match(text, end, end + LONGEST)
    language = evidence.language_at(start)
    if before is None or behind is None or not language:
        return None
    left, right = before.group(), strip_possessive(behind.group())
    if right.lower() in SUSPENDED:
        return Hyphen(start + 1, end, " ", False)
    compound, joined = f"{left}-{right}", left + right
    if text[before.start() - 1 : before.start()] == "-" and before.start():  # "mother-in-law"
        return Hyphen(start + 1, end, "", False)
    if right[0].isupper() and not joined.isupper():
        if left in NAME_PARTS:
            return Hyphen(start, end, "", False)
        return Hyphen(start + 1, end, "", False) if left[0].isupper() else None
    if compound.lower() in evidence.compounds:
        return Hyphen(start + 1, end, "", False)
    stem = joined.lower()[: max(len(left) + 2, len(joined) - 2)]
    is_known = _is_known(joined, language, words) or evidence.stands(joined)
    if is_known or (len(stem) > STEM and evidence.has_stem(stem)):
        is_proof = not _is_half(right, language, words, evidence)
        return Hyphen(start, end, "", is_proof)
    if language == "en" and not _is_half(right, language, words, evidence):
        if _is_compound(left, right, words):
            return Hyphen(start, end, "", True)
    if language == "en" and _is_common(left, words) and _is_common(right, words):
        return Hyphen(start + 1, end, "", False)
    return Hyphen(start, end, "", False) if _is_broken(left, right, language, words) else None


def _is_broken(left: str, right: str, language: str, words: Vocabulary) -> bool:
    """Tell whether an unknown word is broken, in a page's layout, and no compound ends there."""
    if language == "en":
        return not _is_common(right, words)
    if language in ("ru", "uk"):
        return not (HYPHENED.intersection((left.lower(), right)) or left.endswith("о"))
    return language in BREAKING


def _is_known(word: str, language: str, words: Vocabulary) -> bool:
    if language != "en":
        return words.is_function_word(word, language)
    if words.score(word) > UNKNOWN:
        return True
    return any(
        word.endswith(ending) and words.score(word[: -len(ending)]) > UNKNOWN for ending in ENDINGS
    )


def _is_compound(left: str, right: str, words: Vocabulary) -> bool:
    """Tell whether a word is made of two known ones, and broken elsewhere than between them.

    "saltmar-shes", "harbourmas-ter".
    """
    word = left + right
    return any(
        at != len(left)
        and words.is_dictionary_word(word[:at])
        and words.is_dictionary_word(word[at:])
        for at in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1)
    )


def _is_half(word: str, language: str, words: Vocabulary, evidence: Evidence) -> bool:
    """Tell whether a second half is a word itself, as a compound's is."""
    if language == "en":
        return words.is_dictionary_word(word)
    # Once is what stands here.
    return words.is_function_word(word, language) or evidence.count(word) > 1


def _is_common(word: str, words: Vocabulary) -> bool:
    return words.is_dictionary_word(word) or words.score(word) >= COMMON
