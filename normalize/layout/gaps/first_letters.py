"""The first letter of a paragraph, set apart as a drop capital: `T he boat`, `O nce`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from normalize.edits import Edit
from normalize.layout.evidence import COMMON, Evidence, Vocabulary
from normalize.layout.lines import Page

RULE = "split-word"
# Begun with the line break, which `re` finds fastest; after a full stop "I" and "A" are words.
FIRST_RE = re.compile(
    r"\n[ \t]*[\"'\u201c\u2018\u201e\u00ab]?"
    r"([^\W\d_a-z] ([a-z\u00df-\u00ff\u0430-\u045f]+))\b(?! \w \w\b)"
    r"(?=[^\n]{40})"  # a paragraph, no item of a list
)
INNER_RE = re.compile(r"\. ([^\W\d_a-z] ([a-z\u00df-\u00ff]+))\b(?! \w \w\b)")
INNER_SIGNS = b", a a"  # what it matches, in `Page.gaps`
BEFORE = " \t\"'\u201c\u2018\u201e\u00ab"  # what may stand before the letter
# What may follow a letter that stands for something: "S and T", "H is the height".
LINKS = frozenset(
    "a all am an and are as at be by can do for had has have if in into is it its may must no nor"
    " not of on or per so than to up via was were will with".split()
)
# Words of one letter, in any language that the rule is asked about; vitamins and voices.
WORDS = frozenset("AEIOUYÀÓАВЕИІЙКОСУЯЄЗÉÈ")
PRONOUNS = frozenset("he his hey here hem hen hose hat ho ill ou our".split())
INTERJECTIONS = frozenset(["ah", "ok", "oh"])
RARER = 0.8  # log10: the rest of a word is so much rarer than the word
MOST = 4  # of a text; more are a list with letters before its items


def find_first_letters(page: Page, words: Vocabulary, evidence: Evidence) -> Iterator[Edit]:
    """Join the first letter of a paragraph with the rest of its word.

    Why: a drop capital stands in a tag of its own, and its word is lost to search.
    Leaves alone: "A", "I" and "O" before a word, letters that stand for something ("H is the
    height", "B vitamins"), items of a list.

    Yields:
        Edits in order; confidence 0.96. Linear.
    """
    text = page.text
    spans: list[tuple[int, str, str]] = []
    if any(line.lstrip(BEFORE)[1:2] == " " for line in page.texts):  # as the pattern asks
        lines = FIRST_RE.finditer(f"\n{text}")
        spans = [(match.start(1) - 1, match[1], match[2]) for match in lines]
    if INNER_SIGNS in page.gaps:
        spans += [(match.start(1), match[1], match[2]) for match in INNER_RE.finditer(text)]
    spans = [span for span in spans if _is_split(span[1][0], span[2], span[0], words, evidence)]
    if 0 < len(spans) <= MOST and not evidence.is_technical:
        for start, _, _ in sorted(spans):
            if not page.is_example(page.find_line(start)):
                yield Edit(start + 1, start + 2, "", RULE, 0.96, "a first letter set apart")


def _is_split(first: str, rest: str, start: int, words: Vocabulary, evidence: Evidence) -> bool:
    """Tell whether a letter and a word are one word, and are not two."""
    language = evidence.language_at(start)
    if not language or evidence.covers(start, start + 2 + len(rest)):
        return False
    whole = (first + rest).lower()
    if language != "en":
        is_whole = words.is_function_word(whole, language) or evidence.count(whole) > 0
        is_rest = words.is_function_word(rest, language) or evidence.count(rest) > 1
        return is_whole and not is_rest
    if rest in PRONOUNS and first not in WORDS:
        return words.is_function_word(whole, "en")
    if whole == "for" and evidence.text[start + 5 : start + 6].islower():
        return True
    if rest in LINKS or not (words.score(whole) >= COMMON or words.is_dictionary_word(whole)):
        return False
    if first in WORDS:  # "A n" is "An"; "A bout" may be two words
        if len(rest) == 1:
            return words.is_function_word(whole, "en") or whole in INTERJECTIONS
        is_rare = words.score(rest) < words.score(whole) - RARER
        return is_rare and not words.is_dictionary_word(rest)
    # "B vitamins": the whole has to be the likelier, by far where no dictionary has it.
    score = words.score(rest) if words.is_dictionary_word(rest) else words.score(rest) - 1
    return words.score(whole) > score + (0.5 if words.is_dictionary_word(whole) else 1.5)
