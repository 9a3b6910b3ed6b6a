"""The word of a phrase that is looked for (its anchor), and what stands around it there.

A phrase is put into the group of its anchor when the table is built; what stands around
an anchor is worked out when a text has it, which few anchors live to see.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

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
        self._add(generated)
        self._reviewed = self._add(reviewed)

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

    def get_entry(self, word: str) -> Entry:
        """Return what is known of an anchor; worked out when it is met first."""
        entry = self._entries.get(word)
        if entry is None:
            entry = Entry(word, self._groups.get(word, ()))
            for listed in self._shouted.get(word, ()) if word.isupper() else ():
                entry.add_shouted(listed, self._groups[listed])
            self._entries[word] = entry
        return entry


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
