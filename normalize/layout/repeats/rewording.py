"""Tell a rewording from another statement: what differs between two wordings decides.

"Police say that all fourteen" and "Police say all 14" state one thing; another number, date
or name, or a "not", makes two. Data: dictionaries/layout/numbers.tsv (number words) and
rewordings.tsv (words that stand for each other, and words that decide).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from normalize.language import load_function_words
from normalize.layout.repeats.bags import STEM, compare_bags
from normalize.lexicon import Lexicon
from normalize.protect import find_quotations
from normalize.words import WORD_RE, Word, iter_words

INFINITE = float("inf")  # the weight of what makes another statement
# Two forms of one word share `STEM` letters at least, and 60 % of the longer one.
ORDINAL_RE = re.compile(r"(\d+)(?:st|nd|rd|th|er|ère|e|º|ª|й|я|го)?")
SMALL = 0.5  # weight of a function word, a synonym or an ending; another word weighs 1
LARGEST_SHARE = 0.14  # of the words may differ, by weight
ORDERED = 12  # words of a paragraph whose clauses may stand in another order
# "said the pilot" between dashes, within the quotation marks, as in Russian.
SAID_RE = re.compile(
    r"[,.!?]?\s[\u2013\u2014]\s[^\u2013\u2014\u00BB\u201D]{3,80}[.,]\s[\u2013\u2014]\s"
)
BOUNDARY_RE = re.compile(r"\s*(?:[.!?…,;:)\]»”\"’–—|]|-\s|$)")


class Match(NamedTuple):
    """Two wordings of one thing: the span of the one in the text, and what they share."""

    start: int
    end: int
    is_exact: bool
    likeness: float


class Rewording:
    """The two tables, loaded on first use. Shared by threads."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    @cached_property
    def _numbers(self) -> dict[str, str]:
        rows = self._lexicon.table("layout/numbers.tsv")
        return {row["word"]: row["number"] for row in rows}

    @cached_property
    def _decisive(self) -> frozenset[str]:
        rows = self._lexicon.table("layout/rewordings.tsv")
        return frozenset(row["word"] for row in rows if row["kind"] == "decisive")

    @cached_property
    def _groups(self) -> dict[str, set[tuple[str, str]]]:
        groups: dict[str, set[tuple[str, str]]] = {}
        for row in self._lexicon.table("layout/rewordings.tsv"):
            if row["kind"] == "alike":
                groups.setdefault(row["word"], set()).add((row["language"], row["group"]))
        return groups

    @cached_property
    def _light(self) -> frozenset[str]:
        rows = self._lexicon.table("layout/rewordings.tsv")
        return frozenset(row["word"] for row in rows if row["kind"] == "light")

    @cached_property
    def _phrases(self) -> dict[str, list[tuple[list[str], str]]]:
        """Map the first word of each phrase to its words and the word it stands for."""
        phrases: dict[str, list[tuple[list[str], str]]] = {}
        for row in self._lexicon.table("layout/rewordings.tsv"):
            if row["kind"] == "phrase":
                words = row["word"].split()
                phrases.setdefault(words[0], []).append((words, row["group"]))
        return phrases

    def fold_phrases(self, words: Sequence[Word]) -> list[Word]:
        """Write each phrase as the one word that it stands for: "turned down", "refused"."""
        folded: list[Word] = []
        done = 0
        for at, last, meaning in self._find_phrases([word.text.lower() for word in words]):
            folded += words[done:at]
            folded.append(Word(words[at].start, words[last - 1].end, meaning))
            done = last
        folded += words[done:]
        return folded

    def fold_texts(self, low: Sequence[str]) -> list[str]:
        """Write each phrase of some words, in lower case, as the one word that it stands for."""
        folded: list[str] = []
        done = 0
        for at, last, meaning in self._find_phrases(low):
            folded += low[done:at]
            folded.append(meaning.lower())
            done = last
        folded += low[done:]
        return folded

    def _find_phrases(self, low: Sequence[str]) -> Iterator[tuple[int, int, str]]:
        """Yield the phrases among some words: first word, the word after it, meaning."""
        phrases = self._phrases
        done = 0
        for at in [at for at, word in enumerate(low) if word in phrases]:
            for phrase, meaning in phrases[low[at]] if at >= done else ():
                last = at + len(phrase)
                if low[at:last] == phrase:
                    yield at, last, meaning
                    done = last
                    break

    def may_match(self, copy: Sequence[str], text: str, start: int, end: int) -> bool:
        """Tell quickly whether most words of a copy stand in a part of a text, in any order.

        Args:
            copy: its words in lower case, phrases folded (`fold_texts`).
            text: the text.
            start: where the part starts.
            end: where it ends.
        """
        low = [word.lower() for word in WORD_RE.findall(text, start, end)]
        known = {*low, *self.fold_texts(low)}  # a phrase may be cut in two by the end
        return sum(map(known.__contains__, copy)) >= _count_needed(len(copy))

    def weigh(self, copy: Sequence[str], kept: Sequence[str]) -> float:
        """Weigh what differs between a copy and the wording that would stay.

        Returns:
            0.0 for the same words; at most 1.0 for a rewording, the words that differ by
            weight against the number allowed; infinity for two statements.

        >>> rewording = Rewording(Lexicon())
        >>> base = "the dam held back eleven million tonnes of water for fifty years".split()
        >>> rewording.weigh(base, [*base[:4], "11", *base[5:]])
        0.0
        >>> rewording.weigh(base, [*base[:4], "12", *base[5:]])
        inf
        """
        weight = 0.0
        for left, right in _find_differences(copy, kept):
            weight += self._weigh_difference(left, right)
            if weight == INFINITE:
                break
        return weight / (LARGEST_SHARE * max(len(copy), len(kept), 1))

    def _weigh_difference(self, left: Sequence[str], right: Sequence[str]) -> float:
        left, right = list(left), list(right)
        if len(left) == len(right):
            return self._weigh_pairs(left, right)
        if "".join(left).lower() == "".join(right).lower():
            return 0.0  # "№ 4" and "№4", "front-line" and "frontline"
        paired = min(len(left), len(right))
        from_start = self._weigh_pairs(left[:paired], right[:paired])
        from_start += self._weigh_rest(left[paired:], right[paired:])
        rest = len(left) - paired, len(right) - paired
        from_end = self._weigh_pairs(left[rest[0] :], right[rest[1] :])
        return min(from_start, from_end + self._weigh_rest(left[: rest[0]], right[: rest[1]]))

    def _weigh_pairs(self, left: Sequence[str], right: Sequence[str]) -> float:
        weight = 0.0
        for pair in zip(left, right, strict=True):
            weight += self._weigh_pair(*pair)
            if weight == INFINITE:  # two statements, whatever comes after
                break
        return weight

    def _weigh_rest(self, added: Sequence[str], missing: Sequence[str]) -> float:
        """Weigh words that only one wording has: the copy may lack some, not add any."""
        weight = 0.0
        for word in [*added, *missing]:
            if word.lower() in self._decisive or (word in added and _is_name_or_number(word)):
                return INFINITE
            is_light = self.is_light(word) or word.lower() in load_function_words()
            weight += SMALL if is_light else 1.0
        return weight

    def _weigh_pair(self, left: str, right: str) -> float:
        one, two = left.lower(), right.lower()
        if one == two or self._read_number(one) == self._read_number(two) != "":
            return 0.0
        if self._groups.get(one, set()) & self._groups.get(two, set()):
            return SMALL
        if _is_number(one) or _is_number(two) or self._read_number(one) or self._read_number(two):
            return INFINITE
        if one in self._decisive or two in self._decisive:
            return INFINITE
        if _share_stem(one, two):
            return SMALL
        if left[:1].isupper() or right[:1].isupper():
            return INFINITE
        functions = load_function_words()
        # "dwarves" for "trolls", "modified" for "opened": another statement, however long
        return SMALL if one in functions and two in functions else INFINITE

    def is_alike(self, left: str, right: str) -> bool:
        """Tell whether one word may stand where another does: "near" and "by"."""
        return self._weigh_pair(left, right) <= SMALL

    def is_bare(self, word: str) -> bool:
        """Tell whether nothing but its own letters makes a word, in lower case, like another.

        It is then alike to words that begin with the same `STEM` letters, and to no others.
        """
        if not word[:1].isalpha() or word in self._numbers or word in self._groups:
            return False
        return word not in load_function_words()

    def is_light(self, word: str) -> bool:
        """Tell whether a word adds nothing: "own", "also", "here"."""
        return word.lower() in self._light

    def decides(self, word: str) -> bool:
        """Tell whether a word makes another statement where it is added: a name, "not"."""
        return word.lower() in self._decisive or _is_name_or_number(word)

    def _read_number(self, word: str) -> str:
        """Read "11", "4th", "eleven" and "fourth" as their number; "" for other words."""
        found = ORDINAL_RE.fullmatch(word)
        return found[1] if found else self._numbers.get(word, "")

    def match_at(
        self, copy: Sequence[Word], text: str, start: int, end: int, *, is_open: bool = False
    ) -> Match | None:
        """Match the words of a copy with the words of a text from an offset on.

        Args:
            copy: words of the paragraph that may be a copy, its phrases folded.
            text: the text.
            start: where the other wording starts.
            end: where its paragraph ends.
            is_open: the copy breaks off ("…"); the other wording may go on.
        Returns:
            The span that says the same and ends where a clause may; None if there is none.
        """
        length = copy[-1].end - copy[0].start
        words = list(iter_words(text, start, min(end, start + length * 5 // 4 + 40)))
        words = self.fold_phrases(words)
        return self._match(copy, words[: len(copy) + 4], text, end, 0, is_open)

    def match_before(self, copy: Sequence[Word], text: str, start: int, end: int) -> Match | None:
        """Match the words of a copy with the words of a text that end at an offset."""
        length = copy[-1].end - copy[0].start
        words = list(iter_words(text, max(start, end - length * 5 // 4 - 40), end))
        words = self.fold_phrases(words)
        return self._match(copy, words[-len(copy) - 4 :], text, end, start, False)

    def match_quoted(self, copy: Sequence[Word], text: str, start: int, end: int) -> Match | None:
        """Match a copy with what is quoted in a paragraph, without the words between.

        A pull quote leaves out the "said the pilot" in the middle.
        """
        wanted = [word.text.lower() for word in copy]
        spoken = SAID_RE.sub(lambda said: " " * len(said.group()), text[start:end])
        words = [
            word
            for opened, closed in find_quotations(spoken)
            for word in iter_words(spoken, opened, closed)
        ]
        found = [word.text.lower() for word in words[: len(wanted)]]
        if found != wanted:
            return None
        return Match(start + words[0].start, start + words[len(wanted) - 1].end, True, 0.95)

    def _match(
        self,
        copy: Sequence[Word],
        words: Sequence[Word],
        text: str,
        end: int,
        start: int,
        is_open: bool,
    ) -> Match | None:
        if not words:
            return None
        left, right = [word.text for word in copy], [word.text for word in words]
        blocks = Levenshtein.editops(_fold(left), _fold(right)).as_matching_blocks()
        blocks = [block for block in blocks if block.size]
        if not blocks or sum(block.size for block in blocks) < _count_needed(len(left)):
            return None
        first, last = 0, len(words)
        if start:
            first = max(0, blocks[0].b - blocks[0].a)
        else:
            tail = len(left) - blocks[-1].a - blocks[-1].size
            last = min(len(words), blocks[-1].b + blocks[-1].size + tail)
        if not start and not is_open and not BOUNDARY_RE.match(text, words[last - 1].end, end):
            return None
        weight = self.weigh(left, right[first:last])
        if weight > 1.0 and len(left) >= ORDERED and not is_open:
            if compare_bags(left, right[first:last], self) == 0:
                weight = 1.0  # a clause was moved: "1,930 in hand", "in hand 1,930"
        if weight > 1.0:
            return None
        return Match(words[first].start, words[last - 1].end, weight == 0.0, 1 - weight / 2)


def _count_needed(size: int) -> int:
    """Return how many of so many words of a copy the other wording has at least."""
    return size - 2 - size // 4


def _find_differences(
    left: Sequence[str], right: Sequence[str]
) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
    done_left = done_right = 0
    for block in Levenshtein.opcodes(_fold(left), _fold(right)).as_matching_blocks():
        if block.a > done_left or block.b > done_right:
            yield left[done_left : block.a], right[done_right : block.b]
        done_left, done_right = block.a + block.size, block.b + block.size


def _fold(words: Sequence[str]) -> list[str]:
    return [word.lower() for word in words]


def _is_number(word: str) -> bool:
    return not word.isalpha() and any(map(str.isdigit, word))


def _is_name_or_number(word: str) -> bool:
    return word[:1].isupper() or _is_number(word)


def _share_stem(left: str, right: str) -> bool:
    """Tell whether two words begin alike: "reopened" and "reopening".

    >>> _share_stem("reopened", "reopening"), _share_stem("door", "dog")
    (True, False)
    """
    longest = max(len(left), len(right))
    shared = 0
    while shared < min(len(left), len(right)) and left[shared] == right[shared]:
        shared += 1
    return shared >= STEM and shared >= 0.6 * longest
