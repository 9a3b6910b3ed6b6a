"""Where the aliases of a gazetteer stand in a text.

A name has a word with a capital: one pass of a pattern finds these, a look-up of the word
tells which phrases may stand there, and each is compared with the text as it is written.
Nothing is lower-cased and nothing copied, so offsets are exact; the number of aliases
costs nothing. Then, in this order: word boundaries, frozen phrases, leftmost-longest.
Filtering after the choice would lose hits ("Kiev Russia" hides "Kiev").
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

import ahocorasick_rs

from normalize.names.forms import FROZEN
from normalize.names.gazetteer import Found, Gazetteer

CAPITALS = "A-Z\u00c0-\u00d6\u00d8-\u00de\u0100-\u024f\u1e00-\u1eff"  # small ones do no harm
HIDDEN = "\u00ad\u200b"  # soft hyphen, zero-width space
# A capital at the start of a word. The look-behind comes second, so that the search is for
# the capital alone.
WORD_RE = re.compile(rf"[{CAPITALS}](?<!\w.)[\w\u0300-\u036f{HIDDEN}]*+")
# White space other than one blank, hidden characters, letters with their marks apart.
ODD_RE = re.compile(rf"[\t\n\r\xa0\u2009\u202f{HIDDEN}\u0300-\u036f]|[ ]{{2}}")
PIECE_RE = re.compile(
    rf"\w[\u0300-\u036f]+|[{HIDDEN}]|[ \t\xa0\u2009\u202f]*(?:\r?\n)?[ \t\xa0]*|."
)
APOSTROPHES = "'\N{RIGHT SINGLE QUOTATION MARK}"
CONTRACTION_RE = re.compile(r"(?:s|d|ll|re|ve)(?!\w)", re.IGNORECASE)
SURROGATE_RE = re.compile(r"[\ud800-\udfff]")  # Rust strings have none
SPARSE = 400  # characters to one capitalised word: a text that does without capitals
SLACK = 12  # characters more than the phrase has, for white space and hidden characters


class Hit(NamedTuple):
    """A place where aliases stand: its span in the text, and the aliases (one or more)."""

    start: int
    end: int
    aliases: Found


class Window:
    """A few words of the text with plain spaces and composed letters, and the way back."""

    def __init__(self, text: str) -> None:
        pieces = []
        self._starts: list[int] = []
        self._ends: list[int] = []
        for match in PIECE_RE.finditer(text):
            piece = match.group()
            if piece in HIDDEN:  # the empty match at the end as well
                continue
            if piece.isspace():
                piece = " "
            elif len(piece) > 1:
                piece = unicodedata.normalize("NFC", piece)
            pieces.append(piece)
            self._starts.extend([match.start()] * len(piece))
            self._ends.extend([match.end()] * len(piece))
        self.text = "".join(pieces)

    def to_raw(self, start: int, end: int) -> tuple[int, int]:
        """Map a span to the offsets of what the window was made of."""
        return self._starts[start], self._ends[end - 1]


class Scanner:
    """Look for all aliases of a gazetteer at once. Linear; built once, thread-safe."""

    def __init__(self, gazetteer: Gazetteer, english: Collection[str] = ()) -> None:
        self._gazetteer = gazetteer
        self._english = english
        # First capitalised word → lengths of the phrases from there on, and what stands
        # before it in them ("al-" of "al-Qaeda").
        self._heads: dict[str, tuple[int, ...]] = {}
        self._leads: dict[str, tuple[str, ...]] = {}
        for text in gazetteer.generated:
            self._add(text)
        for text in gazetteer.reviewed:
            self._add(text)
        for text in gazetteer.capitals:
            self._add(text)

    def _add(self, text: str) -> None:
        lead = 0
        word = text.split(" ", 1)[0]
        if not word.isalpha() or word[0].islower():
            match = WORD_RE.search(text)
            if match is None:
                return
            word, lead = match.group(), match.start()
            if lead:
                leads = self._leads.get(word, ())
                if text[:lead] not in leads:
                    self._leads[word] = (*leads, text[:lead])
        known = self._heads.get(word)
        length = len(text) - lead
        if known is None:
            self._heads[word] = (length,)
        elif length not in known:
            self._heads[word] = (*known, length)

    def is_hot(self, text: str, names: Sequence[str]) -> bool:
        """Tell whether anything may be found, by the capitalised words of a text, in order."""
        words = set(names)
        if not words.isdisjoint(self._heads):
            return True
        if any(compose_word(word) in self._heads for word in words if not word.isascii()):
            return True
        return any(self._find_lower(text, len(names)))

    def find(self, text: str) -> list[Hit]:
        """Find where aliases stand, in order and apart from each other.

        Leaves alone: parts of words (Kievskaya, Witkovice, McKiev), and all that touches
        a frozen phrase. Hyphens, slashes, quotes and possessive endings are boundaries.
        """
        found: list[Hit] = []
        heads = self._heads
        count = 0
        for match in WORD_RE.finditer(text):
            count += 1
            word = match.group()
            lengths = heads.get(word)
            if lengths is None:
                if word.isascii():
                    continue
                word = compose_word(word)
                lengths = heads.get(word)
                if lengths is None:
                    continue
            found += self._find_at(text, match.start(), match.end(), word, lengths)
        found += self._find_lower(text, count)
        return choose_longest(found)

    def _find_at(
        self, text: str, start: int, end: int, word: str, lengths: tuple[int, ...]
    ) -> Iterator[Hit]:
        """Yield the phrases whose first capitalised word stands here."""
        longest = max(lengths)
        leads = self._leads.get(word, ())
        if not leads and longest == end - start:
            aliases = self._look_up(text[start:end])
            if aliases and is_bounded(text, start, end):
                yield Hit(start, end, aliases)
            return
        low = max(0, start - max(map(len, leads), default=0) - 2) if leads else start
        window = text[low : start + longest + SLACK]
        if ODD_RE.search(window):
            yield from self._find_in_window(text, low, start, word, lengths)
            return
        for lead in ("", *leads):
            first = start - len(lead)
            if first < 0 or not text.startswith(lead, first):
                continue
            for length in lengths:
                last = start + length
                aliases = self._look_up(text[first:last]) if last <= len(text) else ()
                if aliases and is_bounded(text, first, last):
                    yield Hit(first, last, aliases)

    def _find_in_window(
        self, text: str, low: int, start: int, word: str, lengths: tuple[int, ...]
    ) -> Iterator[Hit]:
        """Do the same where white space or letters are not plain."""
        before = Window(text[low:start]).text
        window = Window(text[low : start + max(lengths) + SLACK])
        at = len(before)
        for lead in ("", *self._leads.get(word, ())):
            first = at - len(lead)
            if first < 0 or not window.text.startswith(lead, first):
                continue
            for length in lengths:
                piece = window.text[first : at + length]
                aliases = self._look_up(piece)
                if aliases and len(piece) == at + length - first:
                    raw_start, raw_end = window.to_raw(first, at + length)
                    if is_bounded(text, low + raw_start, low + raw_end):
                        yield Hit(low + raw_start, low + raw_end, aliases)

    def _look_up(self, piece: str) -> Found:
        aliases = self._gazetteer.look_up(piece)
        if not aliases and piece.isupper():
            aliases = self._gazetteer.look_up_capitals(piece)
        return aliases

    def _find_lower(self, text: str, count: int) -> Iterator[Hit]:
        """Yield surnames in lower case, where the text does without capitals.

        Args:
            count: how many words with a capital the text has.
        """
        if count * SPARSE >= len(text) + SPARSE:
            return
        if not text.isascii():
            text = SURROGATE_RE.sub("\N{REPLACEMENT CHARACTER}", text)
        automaton, found = self._lower
        for index, start, end in automaton.find_matches_as_indexes(text, overlapping=True):
            if is_bounded(text, start, end):
                yield Hit(start, end, found[index])

    @cached_property
    def _lower(self) -> tuple[ahocorasick_rs.AhoCorasick, list[Found]]:
        lower = self._gazetteer.get_lower(self._english)
        dfa = ahocorasick_rs.Implementation.DFA  # small and three times as fast
        return ahocorasick_rs.AhoCorasick(list(lower), implementation=dfa), list(lower.values())


def compose_word(word: str) -> str:
    r"""Compose the letters of a word, without what is hidden in it.

    >>> compose_word("Ki\xadev"), compose_word("Dmi\u0301triev")
    ('Kiev', 'Dmítriev')
    """
    for hidden in HIDDEN:
        word = word.replace(hidden, "")
    return unicodedata.normalize("NFC", word)


def choose_longest(found: Iterable[Hit]) -> list[Hit]:
    """Choose the leftmost-longest hits among those that touch no frozen phrase."""
    ordered = sorted(found, key=_get_order)
    blocks: list[tuple[int, int]] = []
    for hit in ordered:
        if _is_frozen(hit):
            if blocks and hit.start < blocks[-1][1]:
                blocks[-1] = (blocks[-1][0], max(hit.end, blocks[-1][1]))
            else:
                blocks.append((hit.start, hit.end))
    chosen = []
    reach = block = 0
    for hit in ordered:
        while block < len(blocks) and blocks[block][1] <= hit.start:
            block += 1
        is_frozen = block < len(blocks) and blocks[block][0] < hit.end
        if hit.start >= reach and not is_frozen:
            chosen.append(hit)
            reach = hit.end
    return chosen


def _get_order(hit: Hit) -> tuple[int, int]:
    return hit.start, -hit.end


def _is_frozen(hit: Hit) -> bool:
    return any(alias.form == FROZEN for alias in hit.aliases)


def is_bounded(text: str, start: int, end: int) -> bool:
    """Tell whether a span is not a part of a longer word.

    >>> text = "Kiev’s, pro-Kiev, Kievan, O’Kiev"
    >>> [is_bounded(text, at, at + 4) for at in (0, 12, 18, 28)]
    [True, True, False, False]
    """
    if start > 0:
        before = text[start - 1]
        if before != " ":
            if _is_word_character(before):
                return False
            joins = before in APOSTROPHES or (before == "." and text[start + 1 : start + 2] == ".")
            if joins and start > 1 and text[start - 2].isalpha():
                return False  # O’Kiev; the end of a longer abbreviation
    if end < len(text):
        after = text[end]
        if after == " ":
            return True
        if _is_word_character(after):
            return False
        if after in APOSTROPHES and end + 1 < len(text) and text[end + 1].isalpha():
            return CONTRACTION_RE.match(text, end + 1) is not None
    return True


def _is_word_character(character: str) -> bool:
    if character.isalnum() or character == "_":
        return True
    return character > "\x7f" and unicodedata.category(character).startswith("M")
