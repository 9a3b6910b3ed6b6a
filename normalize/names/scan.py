"""Where the aliases of a gazetteer stand in a text.

A name has a word with a capital: one pass of a pattern finds these, a look-up of the word
(the **anchor** of a phrase) tells which phrases may stand there; each is compared with the text.
Nothing is lower-cased and nothing copied, so offsets are exact; the number of aliases
costs nothing. Then, in this order: word boundaries, frozen phrases, leftmost-longest.
Filtering after the choice would lose hits ("Kiev Russia" hides "Kiev").
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

import ahocorasick_rs

from normalize.automaton import find_matches
from normalize.names.census import WORD_RE, Census
from normalize.names.forms import FROZEN, FULL, ON_EVIDENCE
from normalize.names.gazetteer import Found, Gazetteer
from normalize.names.window import (
    ODD_RE,
    Window,
    compose_word,
    get_last_word,
    is_bounded,
)

SPARSE = 400  # characters to one capitalised word: a text that does without capitals
# Words with a capital that are met in most texts: no phrase is looked for by them.
COMMON_WORDS = frozenset(
    """
    The State States Federal British Union General International French Open North South East West
    University First Second Third Party Security Bank Great May Return River Western Eastern
    Northern Southern Sun King Council Convention Roman Dutch Royal Central Christian Democratic
    Battle Treaty Territory Park Christmas Fort Little Man Business Black White Old New Human High
    Arab Space Marine Long Province Port Lake Moon Grand Big Back Cape Queen Prince College School
    High Court Institute Company Church City County Island Islands Republic Department National
    Group House Street Day Night Stock Exchange Army Group And For From Not You This That With
    """.split()
)
MAX_LONE = 50_000  # names that are remembered as met
FEW = 8  # words that are looked for one by one; of more, all words of the text are looked at
TAIL = 2  # characters behind an anchor that tell whether a longer phrase may stand there
SLACK = 12  # characters more than the phrase has, for white space and hidden characters


class Hit(NamedTuple):
    """A place where aliases stand: its span in the text, and the aliases (one or more)."""

    start: int
    end: int
    aliases: Found
    is_plain: bool = False  # a full name as it is written here, which asks for no evidence


class Scanner:
    """Look for all aliases of a gazetteer at once. Linear; built once, thread-safe."""

    def __init__(self, gazetteer: Gazetteer, english: Collection[str] = ()) -> None:
        self._gazetteer = gazetteer
        self._english = english
        # Anchor → lengths of the phrases from there on; and what stands before it in them
        # ("Steve " of "Steve Witkoff", "al-" of "al-Qaeda") by its last word.
        self._anchors: dict[str, tuple[int, ...]] = {}
        self._leads: dict[str, dict[str, tuple[str, ...]]] = {}
        self._reach: dict[str, int] = {}  # length of an anchor's longest lead
        self._tails: dict[str, set[str]] = {}  # what follows an anchor in longer phrases
        self._lone: dict[str, tuple[Found, bool]] = {}  # anchors that are a name by themselves
        for texts in (gazetteer.generated, gazetteer.reviewed, gazetteer.capitals):
            for text in texts:
                self._add(text)

    def _add(self, text: str) -> None:
        first, _, word = text.rpartition(" ")
        lead = len(text) - len(word)
        is_plain = word.isalpha() and word[0].isupper() and (not first or first.isalpha())
        if first.endswith(",") and first[:-1].isalpha():
            word, lead, is_plain = first[:-1], 0, True  # "Umarov, Rustam"
        elif text.endswith(")") and first.isalpha():
            word, lead, is_plain = first, 0, True  # "Umarov (Rustam)"
        if not is_plain or (lead and (len(word) < 3 or word.title() in COMMON_WORDS)):
            word, lead = find_anchor(text)
            if not word:
                return
        known = self._anchors.get(word)
        length = len(text) - lead
        if known is None:
            self._anchors[word] = (length,)
        elif length not in known:
            self._anchors[word] = (*known, length)
        if length > len(word):
            at = lead + len(word)
            self._tails.setdefault(word, set()).add(text[at : at + TAIL])
        if lead:
            before = text[:lead]
            last = first if is_plain else get_last_word(before)
            leads = self._leads.setdefault(word, {})
            known_leads = leads.get(last, ())
            if before not in known_leads:
                leads[last] = (*known_leads, before)
                self._reach[word] = max(self._reach.get(word, 0), lead)

    @property
    def anchors(self) -> Mapping[str, tuple[int, ...]]:
        """The words by which phrases are looked for."""
        return self._anchors

    def is_hot(self, text: str, census: Census) -> bool:
        """Tell whether anything may be found."""
        return bool(census.hot) or any(self._find_lower(text, census.total))

    def find(self, text: str, census: Census) -> list[Hit]:
        """Find where aliases stand, in order and apart from each other.

        Leaves alone: parts of words (Kievskaya, Witkovice, McKiev), and all that touches
        a frozen phrase. Hyphens, slashes, quotes and possessive endings are boundaries.
        """
        found: list[Hit] = []
        for word, start, end in iter_places(text, census.hot):
            lone = self._lone.get(word)
            if lone is None:
                self._collect_at(found, text, (start, end), word)
            elif is_bounded(text, start, end):
                found.append(Hit(start, end, *lone))
        found += self._find_lower(text, census.total)
        return choose_longest(found) if len(found) > 1 else found

    def find_romanized(self, text: str, unknown: Collection[str], hits: list[Hit]) -> list[Hit]:
        """Add the words that only sound like a surname of the gazetteer to the hits.

        Args:
            unknown: words with a capital that are in no dictionary, in small letters.
        """
        aliases = {word: self._gazetteer.look_up_romanized(word) for word in unknown}
        sounding = {word for word, found in aliases.items() if found}
        if not sounding:
            return hits
        found = list(hits)
        for match in WORD_RE.finditer(text):
            word = match.group()
            if word.lower() in sounding and is_bounded(text, *match.span()):
                found.append(Hit(*match.span(), self._gazetteer.look_up_romanized(word)))
        return choose_longest(found)

    def _collect_at(
        self,
        found: list[Hit],
        text: str,
        span: tuple[int, int],
        word: str,
    ) -> None:
        """Collect the phrases whose anchor stands here."""
        start, end = span
        if not word.isascii():
            word = compose_word(word)
        lengths = self._anchors[word]
        if lengths == (end - start,) and word not in self._leads:
            aliases = self._look_up(word)
            if len(self._lone) < MAX_LONE and text.startswith(word, start):
                self._lone[word] = aliases, is_plain(aliases)
        low = start
        if word in self._leads:
            before = max(0, start - self._reach[word] - SLACK)
            if get_last_word(text[before:start]) in self._leads[word]:
                low = before
        high = end
        if word in self._tails:
            tail = text[end : end + TAIL]
            if tail in self._tails[word] or ODD_RE.search(tail) or len(tail) < TAIL:
                high = start + max(lengths) + SLACK
        if high == end:
            lengths = (len(word),)
        if ODD_RE.search(text, low, high):
            self._collect_in_window(found, text, low, start, word, lengths)
            return
        leads = self._get_leads(word, text[low:start]) if low < start else ()
        for lead in ("", *leads):
            first = start - len(lead)
            for length in lengths:
                last = start + length
                aliases = self._look_up(text[first:last])
                if aliases and last <= len(text) and is_bounded(text, first, last):
                    found.append(Hit(first, last, aliases, is_plain(aliases)))

    def _get_leads(self, word: str, before: str) -> list[str]:
        """Return what may stand before an anchor and does."""
        leads = self._leads[word].get(get_last_word(before))
        return [lead for lead in leads if before.endswith(lead)] if leads else []

    def _collect_in_window(
        self,
        found: list[Hit],
        text: str,
        low: int,
        start: int,
        word: str,
        lengths: tuple[int, ...],
    ) -> None:
        """Do the same where white space or letters are not plain."""
        before = Window(text[low:start]).text
        window = Window(text[low : start + max(lengths) + SLACK])
        at = len(before)
        leads = self._get_leads(word, before) if before.strip() else []
        for lead in ("", *leads):
            first = at - len(lead)
            for length in lengths:
                piece = window.text[first : at + length]
                aliases = self._look_up(piece)
                if aliases and len(piece) == at + length - first:
                    raw_start, raw_end = window.to_raw(first, at + length)
                    if is_bounded(text, low + raw_start, low + raw_end):
                        span = low + raw_start, low + raw_end
                        found.append(Hit(*span, aliases, is_plain(aliases)))

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
        automaton, found = self._lower
        for index, start, end in find_matches(automaton, text, overlapping=True):
            if is_bounded(text, start, end):
                yield Hit(start, end, found[index])

    @cached_property
    def _lower(self) -> tuple[ahocorasick_rs.AhoCorasick, list[Found]]:
        lower = self._gazetteer.get_lower(self._english)
        dfa = ahocorasick_rs.Implementation.DFA  # small and three times as fast
        return ahocorasick_rs.AhoCorasick(list(lower), implementation=dfa), list(lower.values())


def iter_places(text: str, words: Collection[str]) -> Iterator[tuple[str, int, int]]:
    """Yield the places of some capitalised words of a text, with the words, in no order."""
    if len(words) > FEW:
        for match in WORD_RE.finditer(text):
            word = match.group()
            if word in words:
                yield word, *match.span()
        return
    for word in words:
        start = text.find(word)
        while start >= 0:
            whole = WORD_RE.match(text, start)
            if whole and whole.end() == start + len(word):
                yield word, *whole.span()
            start = text.find(word, start + 1)


def is_plain(aliases: Found) -> bool:
    """Tell whether a text that is written so needs no decision but whether it is prose."""
    if len(aliases) != 1:
        return False
    alias = aliases[0]
    if alias.form != FULL or alias.condition == ON_EVIDENCE:
        return False
    return alias.is_weak or alias.text == alias.after


def find_anchor(phrase: str) -> tuple[str, int]:
    """Find the word of a phrase that is looked for, and where it starts; ("", 0) where none.

    The last word with a capital, unless it is met in most texts; of a surname that stands
    first, the surname.

    >>> find_anchor("Steve Witkoff"), find_anchor("Witkoff, Steve"), find_anchor("The Hague")
    (('Witkoff', 6), ('Witkoff', 0), ('Hague', 4))
    >>> find_anchor("Lviv State"), find_anchor("U.S."), find_anchor("chicken Kiev speech")
    (('Lviv', 0), ('U', 0), ('Kiev', 8))
    """
    words = [(match.group(), match.start()) for match in WORD_RE.finditer(phrase)]
    if not words:
        return "", 0
    if "," in phrase or "(" in phrase:
        return words[0]
    rare = [item for item in words if len(item[0]) > 2 and item[0].title() not in COMMON_WORDS]
    if rare:
        return rare[-1]
    return next((item for item in words if item[0].title() not in COMMON_WORDS), words[0])


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
