"""Where the aliases of a gazetteer stand in a text.

A name has a word with a capital: one pass of a pattern finds these, a look-up of the word
(the **anchor** of a phrase) tells which phrases may stand there; each is compared with the text.
Nothing is lower-cased and nothing copied, so offsets are exact; the number of aliases
costs nothing. Then, in this order: word boundaries, frozen phrases, leftmost-longest.
Filtering after the choice would lose hits ("Kiev Russia" hides "Kiev").
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

import ahocorasick_rs

from normalize.automaton import find_matches
from normalize.names.census import LETTER_RE, WORD_RE, Census
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
COMMON_ANCHORS = COMMON_WORDS | {word.upper() for word in COMMON_WORDS}
# Behind a surname: ", Rustam", " (Rustam)"; not the first word of the next name of a list.
TURNED_RE = re.compile(
    r",[ \xa0\n]([^\W\d_a-z][^\W\d_]+)(?![\w'’-]| [^\W\d_a-z])|[ \xa0\n]\(([^\W\d_a-z][^\W\d_]+)\)"
)
MAX_LONE = 50_000  # names that are remembered as met
# Characters that are searched for a word in the time in which a pattern finds one: of few
# words each is looked for, of many all capitalised words of the text are looked at.
SEARCHED = 300
TAIL = 2  # characters behind an anchor that tell whether a longer phrase may stand there
SLACK = 12  # characters more than the phrase has, for white space and hidden characters


class Hit(NamedTuple):
    """A place where aliases stand: its span in the text, and the aliases (one or more)."""

    start: int
    end: int
    aliases: Found
    is_plain: bool = False  # a full name as it is written here, which asks for no evidence


class Entry:
    """What stands around an anchor in the phrases that have it.

    Attributes:
        leads: what stands before it ("Steve " of "Steve Witkoff", "al-" of "al-Qaeda"), by
            its last word; `reach` is the length of the longest.
        tails: the first characters behind it → lengths of the phrases from the anchor on.
    """

    def __init__(self, word: str, phrases: Iterable[str]) -> None:
        self.leads: dict[str, set[str]] = defaultdict(set)
        self.tails: dict[str, set[int]] = defaultdict(set)
        self.reach = 0
        for text in phrases:
            self._add(text, word, locate_anchor(text, word))

    def _add(self, text: str, word: str, lead: int) -> None:
        length = len(text) - lead
        if length > len(word):
            at = lead + len(word)
            self.tails[text[at : at + TAIL]].add(length)
        if lead:
            before = text[:lead]
            self.leads[get_last_word(before)].add(before)
            self.reach = max(self.reach, lead)

    def add_shouted(self, word: str, phrases: Iterable[str]) -> None:
        """Add the phrases of an anchor for text in capitals, or with a surname in capitals."""
        for text in phrases:
            lead = locate_anchor(text, word)
            self._add(text.upper(), word, lead)
            self._add(text[: lead + len(word)], word, lead)


class Scanner:
    """Look for all aliases of a gazetteer at once. Linear; built once, thread-safe."""

    def __init__(self, gazetteer: Gazetteer, english: Collection[str] = ()) -> None:
        self._gazetteer = gazetteer
        self._english = english
        self._groups: dict[str, list[str]] = {}  # anchor → the phrases that have it
        self._entries: dict[str, Entry] = {}  # the anchors that were met
        self._lone: dict[str, tuple[Found, bool]] = {}  # anchors that are a name by themselves
        self._add(gazetteer.generated)
        self._reviewed = self._add(gazetteer.reviewed)

    def _add(self, texts: Iterable[str]) -> set[str]:
        """Put phrases into the groups of their anchors; return the anchors."""
        groups = self._groups
        anchors = set()
        for text in texts:
            word = text[text.rfind(" ") + 1 :]
            if (
                not (word.isalpha() and word[0].isupper())
                or word in COMMON_ANCHORS
                or len(word) < 3
            ):
                word = find_anchor(text)[0]
            elif "," in text:
                word = find_anchor(text)[0]
            group = groups.get(word)
            if group is None:
                groups[word] = [text]
            else:
                group.append(text)
            anchors.add(word)
        groups.pop("", None)
        return anchors

    @cached_property
    def _shouted(self) -> Mapping[str, Sequence[str]]:
        """Anchors in capitals throughout → the anchors of reviewed phrases as they are listed."""
        shouted: dict[str, list[str]] = {}
        for word in self._reviewed:
            if not word.isupper():
                shouted.setdefault(word.upper(), []).append(word)
        return shouted

    def is_anchor(self, word: str) -> bool:
        """Tell whether phrases are looked for by a word."""
        return word in self._groups or (word.isupper() and word in self._shouted)

    def _get_entry(self, word: str) -> Entry:
        """Return what is known of an anchor; worked out when it is met first."""
        entry = self._entries.get(word)
        if entry is None:
            entry = Entry(word, self._groups.get(word, ()))
            for listed in self._shouted.get(word, ()) if word.isupper() else ():
                entry.add_shouted(listed, self._groups[listed])
            self._entries[word] = entry
        return entry

    def is_hot(self, text: str, census: Census) -> bool:
        """Tell whether anything may be found."""
        return bool(census.hot) or any(self._find_lower(text, census.total))

    def find(self, text: str, census: Census) -> list[Hit]:
        """Find where aliases stand, in order and apart from each other.

        Leaves alone: parts of words (Kievskaya, Witkovice, McKiev), and all that touches
        a frozen phrase. Hyphens, slashes, quotes and possessive endings are boundaries.
        """
        found: list[Hit] = []
        for word, start, end in iter_places(text, census):
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
        entry = self._get_entry(word)
        if not entry.leads and not entry.tails:
            aliases = self._look_up(word)
            if len(self._lone) < MAX_LONE and text.startswith(word, start):
                self._lone[word] = aliases, is_plain(aliases)
        low, high = start, end
        lengths: tuple[int, ...] = (len(word),)
        if entry.tails:
            tail = text[end : end + TAIL]
            if tail in entry.tails:
                lengths += tuple(entry.tails[tail])
                high = start + max(lengths) + SLACK
            elif ODD_RE.search(tail):
                lengths += tuple({length for found in entry.tails.values() for length in found})
                high = start + max(lengths) + SLACK
        before: Sequence[str] = ("",)
        if entry.leads:
            self._collect_turned(found, text, span, word)
            if start and text[start - 1] not in '("“':
                lead = get_last_word(text[max(0, start - entry.reach - SLACK) : start])
                if lead not in entry.leads:
                    lead = lead.rsplit("-", 1)[-1]  # "pro-Steve Witkov"
                if lead in entry.leads:
                    before = ("", *entry.leads[lead])
                    low = max(0, start - max(map(len, before)) - SLACK)
        if ODD_RE.search(text, low, high):
            self._collect_in_window(found, text, (low, start, high), before, lengths)
            return
        for lead in before:
            first = start - len(lead)
            if not lead or (first >= 0 and text.startswith(lead, first)):
                for length in lengths:
                    last = start + length
                    aliases = self._look_up(text[first:last])
                    if aliases and last <= len(text) and is_bounded(text, first, last):
                        found.append(Hit(first, last, aliases, is_plain(aliases)))

    def _collect_turned(
        self, found: list[Hit], text: str, span: tuple[int, int], word: str
    ) -> None:
        """Collect a full name whose surname stands first: "Umarov, Rustam"."""
        match = TURNED_RE.match(text, span[1])
        if match is None:
            return
        given, number = match.group(match.lastindex or 0), match.lastindex or 0
        aliases = self._gazetteer.look_up_form(
            f"{given} {word}", number, " ".join(text[span[0] : match.end()].split())
        )
        if aliases and is_bounded(text, span[0], match.end()):
            found.append(Hit(span[0], match.end(), aliases, is_plain(aliases)))

    def _collect_in_window(
        self,
        found: list[Hit],
        text: str,
        span: tuple[int, int, int],
        before: Sequence[str],
        lengths: Sequence[int],
    ) -> None:
        """Do the same where white space or letters are not plain."""
        low, start, high = span
        plain = Window(text[low:start]).text
        window = Window(text[low:high])
        at = len(plain)
        for lead in before:
            first = at - len(lead)
            if not plain.endswith(lead):
                continue
            for length in lengths:
                piece = window.text[first : at + length]
                aliases = self._look_up(piece)
                if aliases and len(piece) == at + length - first:
                    raw_start, raw_end = window.to_raw(first, at + length)
                    if is_bounded(text, low + raw_start, low + raw_end):
                        place = low + raw_start, low + raw_end
                        found.append(Hit(*place, aliases, is_plain(aliases)))

    def _look_up(self, piece: str) -> Found:
        aliases = self._gazetteer.look_up(piece)
        if not aliases and piece[-1:].isupper():
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


def iter_places(text: str, census: Census) -> Iterator[tuple[str, int, int]]:
    """Yield the places of a text's hot words, with the words, in no order. Linear."""
    words = census.hot
    if len(words) * len(text) > SEARCHED * census.total:
        for match in WORD_RE.finditer(text):
            word = match.group()
            if word in words:
                yield word, *match.span()
        return
    for word in words:
        start = text.find(word)
        while start >= 0:
            end = start + len(word)
            if is_whole_word(text, start, end):
                yield word, start, end
            start = text.find(word, end)


def is_whole_word(text: str, start: int, end: int) -> bool:
    """Tell whether no Latin letter or digit stands on either side."""
    return (start == 0 or text[start - 1] in " \n" or not LETTER_RE.match(text, start - 1)) and (
        text[end : end + 1] in " ,.\n" or not LETTER_RE.match(text, end)
    )


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


def locate_anchor(phrase: str, word: str) -> int:
    """Return where the anchor of a phrase starts."""
    at = phrase.rfind(" ") + 1
    return at if phrase[at:] == word else find_anchor(phrase)[1]


def choose_longest(found: Sequence[Hit]) -> list[Hit]:
    """Choose the leftmost-longest hits among those that touch no frozen phrase."""
    if _is_settled(found):
        return list(found)
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


def _is_settled(found: Iterable[Hit]) -> bool:
    """Tell whether hits are in order, apart from each other, and none is frozen."""
    reach = 0
    for hit in found:
        if hit.start < reach or not (hit.is_plain or not _is_frozen(hit)):
            return False
        reach = hit.end
    return True


def _get_order(hit: Hit) -> tuple[int, int]:
    return hit.start, -hit.end


def _is_frozen(hit: Hit) -> bool:
    return any(alias.form == FROZEN for alias in hit.aliases)
