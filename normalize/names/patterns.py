"""What a guard is: a pattern before or after a name that says to leave it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from ahocorasick_rs import AhoCorasick

from normalize.automaton import find_matches
from normalize.names.literals import find_needed


class Guard:
    """A pattern before (ending at) or after (starting at) a name, and why it counts.

    Compiled when it is first asked for: a text without names needs none. One that `is_bare`
    does not count where a preposition stands before the name.
    """

    def __init__(
        self,
        source: str,
        is_before: bool,
        kinds: frozenset[str],
        reason: str,
        is_bare: bool = False,
    ) -> None:
        self.is_bare = is_bare
        self.source = source
        self.is_before = is_before
        self.kinds = kinds
        self.reason = reason

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The compiled pattern."""
        return re.compile(self.source, re.VERBOSE)


class GuardTable:
    """Guards on one side of a name, and which of them a text may match."""

    def __init__(self, guards: Sequence[Guard]) -> None:
        self._guards = guards
        self._always: set[int] = set()  # numbers of those that are always tried
        owners: dict[str, list[int]] = {}
        for number, guard in enumerate(guards):
            needed = find_needed(guard.source)
            if not needed:
                self._always.add(number)
            for string in needed:
                owners.setdefault(string, []).append(number)
        self._owners = list(owners.values())
        self._automaton = AhoCorasick(list(owners))

    def choose(self, text: str) -> Iterator[Guard]:
        """Yield, in order, the guards that may match: most texts have the words of none."""
        numbers = set(self._always)
        for index, _, _ in find_matches(self._automaton, text, overlapping=True):
            numbers.update(self._owners[index])
        for number in sorted(numbers):
            yield self._guards[number]


ALL = frozenset({"person", "surname", "place", "organisation"})
PLACE = frozenset({"place"})
PERSON = frozenset({"person", "surname"})
SURNAME = frozenset({"surname"})  # of a person, alone
NO_ACRONYM = ALL - {"organisation"}
ORGANISATION = frozenset({"organisation"})


def before(pattern: str, kinds: frozenset[str], reason: str) -> Guard:
    """Make a guard that ends where the name starts."""
    return Guard(rf"(?:{pattern})\Z", True, kinds, reason)


def after(pattern: str, kinds: frozenset[str], reason: str, is_bare: bool = False) -> Guard:
    """Make a guard that starts where the name ends."""
    return Guard(pattern, False, kinds, reason, is_bare)
