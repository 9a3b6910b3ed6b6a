"""The word of a phrase that is looked for (its anchor), and what stands around it there.

A phrase is put into the group of its anchor when the table is built; what stands around
an anchor is worked out when a text has it, which few anchors live to see.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import filterfalse

from normalize.names.census import WORD_RE
from normalize.names.window import get_last_word

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
TAIL = 2  # characters behind an anchor that tell whether a longer phrase may stand there


class Entry:
    """What stands around an anchor in the phrases that have it.

    Attributes:
        leads: what stands before it ("Steve " of "Steve Witkoff", "al-" of "al-Qaeda"), by
            its last word; `reach` is the length of the longest.
        ends: the last two letters of those words.
        tails: the first characters behind it → lengths of the phrases from the anchor on.
    """

    def __init__(self, word: str, phrases: Iterable[str]) -> None:
        self.leads: dict[str, set[str]] = defaultdict(set)
        self.ends: set[str] = set()
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
            last = get_last_word(before)
            self.leads[last].add(before)
            self.ends.add(last[-2:])
            self.reach = max(self.reach, lead)

    def add_shouted(self, word: str, phrases: Iterable[str]) -> None:
        """Add the phrases of an anchor for text in capitals, or with a surname in capitals."""
        for text in phrases:
            lead = locate_anchor(text, word)
            self._add(text.upper(), word, lead)
            self._add(text[: lead + len(word)], word, lead)


class AnchorTable:
    """The anchors of all phrases. Built once, thread-safe."""

    def __init__(self, generated: Iterable[str], reviewed: Iterable[str]) -> None:
        self._groups: dict[str, list[str]] = {}  # anchor → the phrases that have it
        self._entries: dict[str, Entry] = {}  # the anchors that were met
        # Most have an anchor of their own, and most that is their last word: no loop over these.
        self._single, others = _split_singles(list(generated))
        for text in others:
            self._add(text)
        self._reviewed = set(map(self._add, reviewed))

    def _add(self, text: str) -> str:
        """Put a phrase into the group of its anchor; return the anchor."""
        anchor = find_anchor(text)
        if anchor in self._groups:
            self._groups[anchor].append(text)
        elif anchor:
            self._groups[anchor] = [text]
        return anchor

    def _get_phrases(self, anchor: str) -> list[str]:
        single = self._single.get(anchor)
        group = self._groups.get(anchor, [])
        return group if single is None else [single, *group]

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
        return (
            word in self._groups
            or word in self._single
            or (word.isupper() and word in self._shouted)
        )

    def get_entry(self, word: str) -> Entry:
        """Return what is known of an anchor; worked out when it is met first."""
        entry = self._entries.get(word)
        if entry is None:
            entry = Entry(word, self._get_phrases(word))
            for listed in self._shouted.get(word, ()) if word.isupper() else ():
                entry.add_shouted(listed, self._get_phrases(listed))
            self._entries[word] = entry
        return entry


def _split_singles(texts: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    """Split phrases into one for each last word that is its anchor, and all others."""
    last = [text[text.rfind(" ") + 1 :] for text in texts]
    singles = dict(zip(last, texts, strict=True))
    for word in [*filterfalse(_is_anchor, singles)]:
        del singles[word]
    for word in [word for word, text in singles.items() if "," in text]:
        del singles[word]
    others = [text for text, word in zip(texts, last, strict=True) if singles.get(word) is not text]
    return singles, others


def _is_anchor(word: str) -> bool:
    """Tell whether a word is the anchor of all phrases without a comma that end with it."""
    return len(word) > 2 and word[0].isupper() and word.isalpha() and word not in COMMON_ANCHORS


def find_anchor(phrase: str) -> str:
    """Find the word of a phrase that is looked for; "" where none.

    The last word with a capital, unless it is met in most texts; of a surname that stands
    first, the surname.

    >>> find_anchor("Steve Witkoff"), find_anchor("Witkoff, Steve"), find_anchor("The Hague")
    ('Witkoff', 'Witkoff', 'Hague')
    >>> find_anchor("Lviv State"), find_anchor("U.S."), find_anchor("chicken Kiev speech")
    ('Lviv', 'U', 'Kiev')
    """
    if "," not in phrase:
        last = phrase[phrase.rfind(" ") + 1 :]
        if _is_anchor(last):
            return last
    words = WORD_RE.findall(phrase)
    return words[_choose_anchor(phrase, words)] if words else ""


def _choose_anchor(phrase: str, words: Sequence[str]) -> int:
    if "," in phrase or "(" in phrase:
        return 0
    rare = 0
    for at in range(len(words) - 1, -1, -1):
        if words[at].title() not in COMMON_WORDS:
            if len(words[at]) > 2:
                return at
            rare = at
    return rare


def locate_anchor(phrase: str, word: str) -> int:
    """Return where the anchor of a phrase starts."""
    at = phrase.rfind(" ") + 1
    if phrase[at:] == word:
        return at
    matches = list(WORD_RE.finditer(phrase))
    return matches[_choose_anchor(phrase, [match.group() for match in matches])].start()
