"""Where the aliases of a gazetteer stand in a text.

A name has a word with a capital: one pass of a pattern finds these, a look-up of the word
(the **anchor** of a phrase) tells which phrases may stand there; each is compared with the text.
Nothing is lower-cased and nothing copied, so offsets are exact; the number of aliases
costs nothing. Then, in this order: word boundaries, frozen phrases, leftmost-longest.
Filtering after the choice would lose hits ("Kiev Russia" hides "Kiev").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate, islice

import ahocorasick_rs

from normalize.automaton import find_matches
from normalize.names.anchors import TAIL, AnchorTable, Entry
from normalize.names.census import LETTER_RE, WORD_RE, Census
from normalize.names.gazetteer import Found, Gazetteer
from normalize.names.hits import Hit, choose_longest, is_plain
from normalize.names.window import (
    ODD_RE,
    Window,
    compose_word,
    get_last_word,
    is_bounded,
)

SPARSE = 400  # characters to one capitalised word: a text that does without capitals
# Behind a surname: ", Rustam", " (Rustam)"; not the first word of the next name of a list.
TURNED_RE = re.compile(
    r",[ \xa0\n]([^\W\d_a-z][^\W\d_]+)(?![\w'’-]| [^\W\d_a-z])|[ \xa0\n]\(([^\W\d_a-z][^\W\d_]+)\)"
)
MAX_KNOWN = 50_000  # phrases that are remembered as met
CAPITALISED_RE = re.compile(f"({WORD_RE.pattern})")  # to split by: offsets for nothing
# Characters that are searched for a word in the time in which a pattern finds one: of few
# words each is looked for, of many all capitalised words of the text are looked at.
SEARCHED = 300
OPENING = '("\N{LEFT DOUBLE QUOTATION MARK}'  # before the first word of a phrase
SLACK = 12  # characters more than the phrase has, for white space and hidden characters


class Scanner:
    """Look for all aliases of a gazetteer at once. Linear; built once, thread-safe."""

    def __init__(self, gazetteer: Gazetteer, load_words: Callable[[], Mapping[str, float]]) -> None:
        self._gazetteer = gazetteer
        self._load_words = load_words
        self._anchors = AnchorTable(gazetteer.generated, gazetteer.reviewed)
        self._known: dict[str, tuple[Found, bool]] = {}  # what the phrases that were met are
        self.is_anchor = self._anchors.is_anchor

    def is_hot(self, text: str, census: Census) -> bool:
        """Tell whether anything may be found."""
        return bool(census.hot) or any(self._find_lower(text, census.total))

    def find(self, text: str, census: Census) -> list[Hit]:
        """Find where aliases stand, in order and apart from each other.

        Leaves alone: parts of words (Kievskaya, Witkovice, McKiev), and all that touches
        a frozen phrase. Hyphens, slashes, quotes and possessive endings are boundaries.
        """
        found: list[Hit] = []
        for word, starts in find_places(text, census):
            self._collect(found, text, word, starts)
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

    def _collect(self, found: list[Hit], text: str, word: str, starts: Iterable[int]) -> None:
        """Collect the phrases whose anchor stands at some places of a text."""
        written = word if word.isascii() else compose_word(word)
        entry = self._anchors.get_entry(written)
        alone = self._look_up(word)
        is_phrase = bool(entry.leads or entry.tails)
        for start in starts:
            end = start + len(word)
            if written != word or (is_phrase and not is_alone(entry, text, start, end)):
                self._collect_at(found, text, (start, end), written, entry)
            elif alone[0] and is_bounded(text, start, end):
                found.append(Hit(start, end, *alone))

    def _collect_at(
        self, found: list[Hit], text: str, span: tuple[int, int], word: str, entry: Entry
    ) -> None:
        """Collect the phrases whose anchor stands here, with what stands around it."""
        start, end = span
        lengths, high = _measure_tails(entry, text, start, end, len(word))
        before, low = _choose_leads(entry, text, start)
        if entry.leads:
            self._collect_turned(found, text, span, word)
        if ODD_RE.search(text, low, high):
            self._collect_in_window(found, text, (low, start, high), before, lengths)
            return
        for lead in before:
            first = start - len(lead)
            if not lead or (first >= 0 and text.startswith(lead, first)):
                for length in lengths:
                    last = start + length
                    aliases, plain = self._look_up(text[first:last])
                    if aliases and last <= len(text) and is_bounded(text, first, last):
                        found.append(Hit(first, last, aliases, plain))

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
                aliases, plain_form = self._look_up(piece)
                if aliases and len(piece) == at + length - first:
                    raw_start, raw_end = window.to_raw(first, at + length)
                    if is_bounded(text, low + raw_start, low + raw_end):
                        place = low + raw_start, low + raw_end
                        found.append(Hit(*place, aliases, plain_form))

    def _look_up(self, piece: str) -> tuple[Found, bool]:
        """Return the aliases that are written so, and whether they ask for no evidence."""
        known = self._known.get(piece)
        if known is None:
            aliases = self._gazetteer.look_up(piece)
            if not aliases and piece[-1:].isupper():
                aliases = self._gazetteer.look_up_capitals(piece)
            known = aliases, is_plain(aliases)
            if len(self._known) < MAX_KNOWN:
                self._known[piece] = known
        return known

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
        lower = self._gazetteer.get_lower(self._load_words())
        dfa = ahocorasick_rs.Implementation.DFA  # small and three times as fast
        return ahocorasick_rs.AhoCorasick(list(lower), implementation=dfa), list(lower.values())


def is_alone(entry: Entry, text: str, start: int, end: int) -> bool:
    """Tell at a glance, for most places, that no longer phrase stands around an anchor."""
    after = text[end : end + TAIL]
    if entry.tails and (after in entry.tails or ODD_RE.search(after)):
        return False
    if not entry.leads:
        return True
    if after[:1] == "," or after[1:] == "(":
        return False  # the given name may follow
    if start == 0 or text[start - 1] in OPENING:
        return True
    if start < 3 or text[start - 1] not in " \n":
        return False
    before = text[start - 3 : start - 1]
    return before.isalnum() and before.isascii() and before not in entry.ends


def _measure_tails(
    entry: Entry, text: str, start: int, end: int, own: int
) -> tuple[tuple[int, ...], int]:
    """Return the lengths that phrases may have from an anchor on, and where to look to."""
    if not entry.tails:
        return (own,), end
    tail = text[end : end + TAIL]
    if tail in entry.tails:
        found = tuple(entry.tails[tail])
    elif ODD_RE.search(tail):
        found = tuple({length for lengths in entry.tails.values() for length in lengths})
    else:
        return (own,), end
    return (own, *found), start + max(found) + SLACK


def _choose_leads(entry: Entry, text: str, start: int) -> tuple[Sequence[str], int]:
    """Return what may stand before an anchor, by the last word that does, and where from."""
    if not entry.leads or not start or text[start - 1] in OPENING:
        return ("",), start
    lead = get_last_word(text[max(0, start - entry.reach - SLACK) : start])
    if not lead.isascii():
        lead = compose_word(lead)
    if lead not in entry.leads:
        lead = lead.rsplit("-", 1)[-1]  # "pro-Steve Witkov"
    if lead not in entry.leads:
        return ("",), start
    before = ("", *entry.leads[lead])
    return before, max(0, start - max(map(len, before)) - SLACK)


def find_places(text: str, census: Census) -> Iterable[tuple[str, list[int]]]:
    """Find where a text's hot words start, word by word. Linear."""
    words = census.hot
    if len(words) * len(text) <= SEARCHED * census.total:
        return [(word, find_word(text, word)) for word in words]
    pieces = CAPITALISED_RE.split(text)
    offsets = islice(accumulate(map(len, pieces)), 0, None, 2)
    places: dict[str, list[int]] = {word: [] for word in words}
    for word, start in zip(pieces[1::2], offsets, strict=False):
        if word in places:
            places[word].append(start)
    return places.items()


def find_word(text: str, word: str) -> list[int]:
    """Find where a word starts that is no part of a longer one."""
    starts = []
    start = text.find(word)
    while start >= 0:
        end = start + len(word)
        if is_whole_word(text, start, end):
            starts.append(start)
        start = text.find(word, end)
    return starts


def is_whole_word(text: str, start: int, end: int) -> bool:
    """Tell whether no Latin letter or digit stands on either side."""
    return (start == 0 or text[start - 1] in " \n" or not LETTER_RE.match(text, start - 1)) and (
        text[end : end + 1] in " ,.\n" or not LETTER_RE.match(text, end)
    )
