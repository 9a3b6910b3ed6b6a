"""Tell a rewording from another statement: what differs between two wordings decides.

"Police say that all fourteen" and "Police say all 14" state one thing; another number, date
or name, or a "not", makes two. Data: dictionaries/layout/numbers.tsv (number words) and
rewordings.tsv (words that stand for each other, and words that decide).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from normalize import fuzzy
from normalize.language import load_function_words
from normalize.layout.repeats.bags import STEM
from normalize.lexicon import Lexicon
from normalize.words import Word

INFINITE = float("inf")  # the weight of what makes another statement
# Two forms of one word share `STEM` letters at least, and 60 % of the longer one.
ORDINAL_RE = re.compile(r"(\d+)(?:st|nd|rd|th|er|ère|e|º|ª|й|я|го)?")
CYRILLIC_RE = re.compile("[\u0400-\u04ff]")  # its words have too many endings to list
SMALL = 0.5  # weight of a function word, a synonym or an ending; another word weighs 1
# What two forms of one word end with, after what they share; by language where no other has it.
ENDINGS = frozenset(
    "s es d ed ing y ies e ly n en 's \u2019s "  # en
    "m em t te ten st x \u00e9 \u00e9e \u00e9s \u00e9es er ent ez ait ant "  # de, fr
    "a o as os an \u00f3 \u00e1 ar ir r do da ndo r\u00e1 i".split()  # es, it
) | {""}
# … but not both: "employer" and "employee", "farm" and "farmer" are two things.
AGENTS = frozenset(("r", "er", "or", "rs", "ers", "ors"))
LARGEST_SHARE = 0.14  # of the words may differ, by weight


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
        if one == two or self.read_number(one) == self.read_number(two) != "":
            return 0.0
        if self._groups.get(one, set()) & self._groups.get(two, set()):
            return SMALL
        if _is_number(one) or _is_number(two) or self.read_number(one) or self.read_number(two):
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

    def read_number(self, word: str) -> str:
        """Read "11", "4th", "eleven" and "fourth" as their number; "" for other words."""
        found = ORDINAL_RE.fullmatch(word)
        return found[1] if found else self._numbers.get(word, "")


def _find_differences(
    left: Sequence[str], right: Sequence[str]
) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
    done_left = done_right = 0
    for block in fuzzy.Levenshtein.opcodes(fold_case(left), fold_case(right)).as_matching_blocks():
        if block.a > done_left or block.b > done_right:
            yield left[done_left : block.a], right[done_right : block.b]
        done_left, done_right = block.a + block.size, block.b + block.size


def fold_case(words: Sequence[str]) -> list[str]:
    """Write words in lower case."""
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
    if shared < STEM or shared < 0.6 * longest:
        return False
    rest = {left[shared:], right[shared:]}
    if rest & AGENTS and rest & {"", "e", "ee", "es", "ees", "ed", "ing"}:
        return False
    return rest <= ENDINGS or (not left.isascii() and CYRILLIC_RE.match(left) is not None)
