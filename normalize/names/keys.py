"""Keys of surnames, and the grammatical endings that keys do not see.

The sounds are those of `romanize`. The ending is compared apart, since it tells a wife
from a husband.
"""

from __future__ import annotations

from functools import lru_cache

from normalize.names.romanize import fold_romanized, make_skeleton, strip_marks

FIRST_CLASSES = {"j": "i", "e": "i", "q": "k", "c": "k"}
FEMININE = ("ova", "eva", "yova", "ina", "yna", "ska", "skaya", "skaia", "aya", "aia")


@lru_cache(maxsize=100_000)
def make_key(name: str) -> str:
    """Make the key of a name: equal keys may be one name.

    >>> make_key("Witkoff") == make_key("Witkopf") == make_key("Vitkov")
    True
    >>> make_key("Lavrov") == make_key("Lavrentiev")
    False
    """
    sounds = fold_romanized(name)
    first = sounds[:1]
    return f"{FIRST_CLASSES.get(first, first)}:{make_skeleton(name)}" if sounds else ""


def is_same_gender(name: str, other: str) -> bool:
    """Tell whether two Slavic surnames have endings of one gender.

    >>> is_same_gender("Zelenska", "Zelenskyy"), is_same_gender("Witkov", "Witkoff")
    (False, True)
    """
    a, b = strip_marks(name), strip_marks(other)
    return a.endswith(FEMININE) == b.endswith(FEMININE) and a.endswith("a") == b.endswith("a")


def is_plural(name: str, other: str) -> bool:
    """Tell whether one name is the other with a plural ending.

    >>> is_plural("Zelenskyys", "Zelenskyy"), is_plural("Witkopf", "Witkoff")
    (True, False)
    """
    short, long = sorted((strip_marks(name), strip_marks(other)), key=len)
    return long in (f"{short}s", f"{short}es")


def _strip_ending(name: str) -> str:
    """Cut a Greek or Latin ending off; a name without one stays as it is, marked."""
    for ending in ("eios", "eus", "eis", "ius", "es", "us", "os", "is", "as"):
        if name.endswith(ending):
            return name[: -len(ending)]
    return name + "|"


def is_derived(name: str, other: str) -> bool:
    """Tell whether one name is the other with an ending that makes another word.

    A doubled last letter, or a y for a y, is a matter of spelling.

    >>> is_derived("Shirvani", "Shirvan"), is_derived("Witkofff", "Witkoff")
    (True, False)
    """
    short, long = sorted((strip_marks(name), strip_marks(other)), key=len)
    if _strip_ending(short) == _strip_ending(long) and short[-3:] != long[-3:]:
        return True  # Achilles, Achilleus, Achilleis
    extra = long.removeprefix(short)
    return extra != long and bool(set(extra) - {short[-1:], "y", "j"})
