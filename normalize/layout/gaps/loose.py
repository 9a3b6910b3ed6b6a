"""Gaps that only a scraped page is worth asking for: doubled spaces, words in two pieces.

Two spaces after a full stop are some authors' way, and two halves of a word may be two words.
Where page furniture is cut out of a text, and the gap is an exception in it, it was a tag's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from itertools import chain, pairwise

from normalize.edits import Edit
from normalize.layout.evidence import COMMON, Evidence, Vocabulary
from normalize.layout.lines import Page, find_bounds
from normalize.words import WORD_RE

SPACE_RULE = "doubled-space"
WORD_RULE = "split-word"
GAP_RE = re.compile(r"[ \u00a0]{2}(?<=\S..)(?=[^\W\d_a-z]|[\d\"\u201c\u201e\u00ab(\u2013\u2014])")
ITEM_RE = re.compile(r"\s*(?:[^\W\d_]+ )?\W?[\w.]{0,3}\d[\w.]{0,3}\W*\Z")  # "Section 3."
MOST_GAPS = 3  # of a document; more are its author's
PER_GAP = 3  # sentences that end with one space, for each that ends with two
FEWEST_WORDS = 3  # after it in the line
LONGEST_LINE = 5_000  # characters
SHORTEST = 6  # letters of a word that was taken apart
# Parts of words that many write apart.
PREFIXES = frozenset(
    "anti bi co counter cyber de dis electro ex extra hyper in inter intra macro mega micro mid"
    " mini mis multi neo non over post pre pro proto pseudo re semi sub super trans tri ultra"
    " un under uni vice".split()
)


def find_loose(page: Page, words: Vocabulary, evidence: Evidence) -> Iterator[Edit]:
    """Close the gaps of a scraped page; see the two rules below."""
    yield from find_doubled_spaces(page, evidence)
    yield from find_split_words(evidence, words)


def find_doubled_spaces(page: Page, evidence: Evidence) -> Iterator[Edit]:
    """Make one of two spaces between sentences, or before a dash, in a page that sets one.

    Leaves alone: texts with more than three such places, or as many as with one space; tables,
    numbered items, code.

    Yields:
        Edits in order; confidence 0.93. Linear: one scan, bounded work a hit.
    """
    text = page.text
    if "  " not in text and " \u00a0" not in text and "\u00a0 " not in text:
        return
    found = [gap.span() for gap in GAP_RE.finditer(text) if _is_in_prose(text, *gap.span())]
    if not 0 < len(found) <= MOST_GAPS or text.count(". ") < (PER_GAP + 1) * len(found):
        return
    for start, end in found:
        number = page.find_line(start)
        if evidence.language_at(start) and not page.is_example(number):
            yield Edit(start, end, " ", SPACE_RULE, 0.93, "two spaces where the page sets one")


def _is_in_prose(text: str, start: int, end: int) -> bool:
    first, last = find_bounds(text, start)
    if last - first > LONGEST_LINE:
        return False
    before, after = text[first:start], text[end:last]
    if any(sign in part for part in (before, after) for sign in ("  ", "\t", "|")):
        return False
    if ITEM_RE.match(before) or after.count(" ") < FEWEST_WORDS - 1:
        return False
    return before.count(" ") > 0


def find_split_words(evidence: Evidence, words: Vocabulary) -> Iterator[Edit]:
    """Join an English word that a space stands in, where a half of it is no word.

    Leaves alone: halves that are both words ("a part"), prefixes that some write apart
    ("semi final"), names, unknown words that stand more than once.

    Yields:
        Edits in order; confidence 0.95. Linear.
    """
    found = WORD_RE.findall(evidence.text)
    unknown = set(words.select_unknown(set(found)))
    # Of all pairs those that make a word, though a half of them does not: mostly none.
    pairs = [
        pair
        for pair in pairwise(found)
        if (pair[0] in unknown or pair[1] in unknown) and words.is_dictionary_word("".join(pair))
    ]
    if not pairs:
        return
    halves = unknown.intersection(chain.from_iterable(pairs))
    strange = {word for word in halves if words.score(word) < COMMON and evidence.count(word) == 1}
    if not strange:
        return
    places = {found[0]: found.start() for found in WORD_RE.finditer(evidence.text)}
    for number in sorted({evidence.page.find_line(places[word]) for word in strange}):
        yield from _find_in_line(evidence, words, strange, number)


def _find_in_line(
    evidence: Evidence, words: Vocabulary, strange: AbstractSet[str], number: int
) -> Iterator[Edit]:
    start, end = evidence.page.lines[number]
    previous: re.Match[str] | None = None
    text = evidence.text
    for found in WORD_RE.finditer(text, start, end):
        left, previous = previous, found
        if left is None or not (found[0] in strange or left[0] in strange):
            continue
        if found.start() != left.end() + 1 or text[left.end()] != " ":
            continue
        if not _is_piece(left[0], found[0]) or left[0].lower() in PREFIXES:
            continue
        if not words.is_dictionary_word(left[0] + found[0]):
            continue
        pieces = (left[0], found[0])
        if any(piece not in strange and not _is_word(piece, words) for piece in pieces):
            continue  # unknown, and it stands more than once
        if any(words.is_function_word(part, "en") for part in pieces):
            continue  # "an emic", "impost or"
        if evidence.language_at(left.start()) == "en":
            if not evidence.covers(left.start(), found.end()):
                previous = None
                yield Edit(left.end(), found.start(), "", WORD_RULE, 0.95, "a word in two pieces")


def _is_piece(left: str, right: str) -> bool:
    """Tell whether two words may be pieces of one."""
    if len(left) + len(right) < SHORTEST or min(len(left), len(right)) < 2:
        return False
    return left[1:].islower() and right.islower() and (left + right).isalpha()


def _is_word(word: str, words: Vocabulary) -> bool:
    return words.is_dictionary_word(word) or words.score(word) >= COMMON
