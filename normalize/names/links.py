"""What the words between two spellings of one name say of them: compared, or two people."""

from __future__ import annotations

import re

LINK_REACH = 40  # characters between two spellings of one name that a text compares
LINK_RE = re.compile(
    r"[(/=→>]|\ba\.k\.a\.|\b(?:or|not|now|former|formerly|with|for|by|became|becomes|"
    r"officially|used\ to\ be|previously|once|then|also|aka|spel\w+|"
    r"called|known|named|renamed|reads?|over|translit\w+|romani[sz]ed|"
    r"instead|rather\ than|vs\.?|versus)\b",
    re.VERBOSE | re.IGNORECASE,
)
BARE_LINK_RE = re.compile(r"[\s\"'“”‘’«»*_,]*(?:to|and|into|→|->)?[\s\"'“”‘’«»*_]*", re.IGNORECASE)
SHORTENED_RE = re.compile(  # "Rustem Umerov (not Umarov)": a short form that is compared
    r"\s?[(,]\s?(?:also|or|not|never|aka|formerly|previously|sometimes|often)\s[\"'“‘«*_]*"
)
RELATIVE_RE = re.compile(
    r"\b(?:cousin|brother|sister|father|mother|son|daughter|uncle|aunt|nephew|niece|grandfather|"
    r"grandson|husband|wife|twin|namesake)\b"
)
SENTENCE_END_RE = re.compile(r"[.!?]\s+[^\W\d_a-z]|\n(?![a-z]|\Z)")


def is_related(text: str, end: int, start: int) -> bool:
    """Tell whether the words between two full names make two people of them.

    >>> text = "Sergei Lavrov's cousin, Sergey Lavrov, plays hockey."
    >>> is_related(text, 13, 24)
    True
    """
    between = text[end:start]
    if len(between) > LINK_REACH or SENTENCE_END_RE.search(between):
        return False
    return RELATIVE_RE.search(between) is not None


def is_linked(text: str, end: int, start: int) -> bool:
    """Tell whether the words between two spellings of one name compare them.

    Args:
        end: end of the first; start: start of the second.

    >>> text = "Kyiv (formerly Kiev). Kiev said no."
    >>> is_linked(text, 4, 15), is_linked(text, 19, 22)
    (True, False)
    """
    between = text[end:start]
    if len(between) > LINK_REACH or SENTENCE_END_RE.search(between):
        return False
    return bool(LINK_RE.search(between) or BARE_LINK_RE.fullmatch(between))


def is_shortened(text: str, end: int, start: int) -> bool:
    """Tell whether a surname is compared with the full name before it: "Umerov (not Umarov)"."""
    return SHORTENED_RE.fullmatch(text, end, start) is not None
