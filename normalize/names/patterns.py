"""What a guard is: a pattern before or after a name that says to leave it."""

from __future__ import annotations

import re
from typing import NamedTuple


class Guard(NamedTuple):
    """A pattern before (ending at) or after (starting at) a name, and why it counts."""

    pattern: re.Pattern[str]
    is_before: bool
    kinds: frozenset[str]
    reason: str


ALL = frozenset({"person", "place", "organisation"})
PLACE = frozenset({"place"})
PERSON = frozenset({"person"})
ORGANISATION = frozenset({"organisation"})


def before(pattern: str, kinds: frozenset[str], reason: str, flags: int = 0) -> Guard:
    """Make a guard that ends where the name starts."""
    return Guard(re.compile(rf"(?:{pattern})\Z", flags | re.VERBOSE), True, kinds, reason)


def after(pattern: str, kinds: frozenset[str], reason: str, flags: int = 0) -> Guard:
    """Make a guard that starts where the name ends."""
    return Guard(re.compile(pattern, flags | re.VERBOSE), False, kinds, reason)
