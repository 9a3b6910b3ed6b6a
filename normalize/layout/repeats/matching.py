"""Find in a text the words of a copy: the same ones, or a rewording of them (`rewording`)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from normalize import fuzzy
from normalize.layout.repeats.bags import STEM, compare_bags
from normalize.layout.repeats.rewording import LARGEST_SHARE, SMALL, Rewording, fold_case
from normalize.protect import find_quotations
from normalize.words import WORD_RE, Word, iter_words

SURPLUS = 4  # words that the other wording may have more
ORDERED = 12  # words of a paragraph whose clauses may stand in another order
# "said the pilot" between dashes, within the quotation marks, as in Russian.
SAID_RE = re.compile(
    r"[,.!?]?\s[\u2013\u2014]\s[^\u2013\u2014\u00BB\u201D]{3,80}[.,]\s[\u2013\u2014]\s"
)
BOUNDARY_RE = re.compile(r"\s*(?:[.!?…,;:)\]»”\"’–—|]|-\s|$)|(?=[^\W\d_a-z][^\W\d_A-Z])")


class Match(NamedTuple):
    """Two wordings of one thing: the span of the one in the text, and what they share."""

    start: int
    end: int
    is_exact: bool
    likeness: float


class Matcher:
    """Compare copies with places of a text. Shared by threads."""

    def __init__(self, rewording: Rewording) -> None:
        self._rewording = rewording

    def may_match(self, copy: Sequence[str], text: str, start: int, end: int) -> bool:
        """Tell quickly whether enough words of a copy stand in a part of a text, in any order.

        False only where `match_at` and `match_before` find nothing there: too few words are
        the same, or those that differ weigh too much, and are not moved about either.

        Args:
            copy: its words in lower case, phrases folded (`fold_texts`).
            text: the text.
            start: where the part starts.
            end: where it ends.
        """
        rewording = self._rewording
        low = [word.lower() for word in WORD_RE.findall(text, start, end)]
        folded = rewording.fold_texts(low)
        known = {*low, *folded}  # a phrase may be cut in two by the end
        strange = [word for word in copy if word not in known]
        size = len(copy)
        if size - len(strange) < _count_needed(size):
            return False
        # What is no number, and no part of "frontline" for "front-line", weighs something.
        joined = f"{''.join(low)} {''.join(folded)}"
        strange = [
            word
            for word in strange
            if word.isalpha() and not rewording.read_number(word) and word not in joined
        ]
        if SMALL * len(strange) <= LARGEST_SHARE * (size + SURPLUS):
            return True
        if size < ORDERED:
            return False
        stems = {word[:STEM] for word in known}
        return not any(
            word[:STEM] not in stems and rewording.is_bare(word) and not rewording.is_light(word)
            for word in strange
        )

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
        words = self._rewording.fold_phrases(words)
        return self._match(copy, words[: len(copy) + SURPLUS], text, end, 0, is_open)

    def match_before(self, copy: Sequence[Word], text: str, start: int, end: int) -> Match | None:
        """Match the words of a copy with the words of a text that end at an offset."""
        length = copy[-1].end - copy[0].start
        words = list(iter_words(text, max(start, end - length * 5 // 4 - 40), end))
        words = self._rewording.fold_phrases(words)
        return self._match(copy, words[-len(copy) - SURPLUS :], text, end, start, False)

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
        blocks = fuzzy.Levenshtein.editops(fold_case(left), fold_case(right)).as_matching_blocks()
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
        weight = self._rewording.weigh(left, right[first:last])
        if weight > 1.0 and len(left) >= ORDERED and not is_open:
            if compare_bags(left, right[first:last], self._rewording) == 0:
                weight = 1.0  # a clause was moved: "1,930 in hand", "in hand 1,930"
        if weight > 1.0:
            return None
        return Match(words[first].start, words[last - 1].end, weight == 0.0, 1 - weight / 2)


def _count_needed(size: int) -> int:
    """Return how many of so many words of a copy the other wording has at least."""
    return size - 2 - size // 4
