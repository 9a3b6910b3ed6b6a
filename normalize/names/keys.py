"""Keys: what stays of a surname however it is transliterated.

A fold in the spirit of Daitch-Mokotoff (sounds that scripts confuse fall together, vowels
go), kept stricter at both ends: the first letter keeps its class, and the grammatical
ending is compared apart, since it tells a wife from a husband.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from normalize.names.romanize import DOUBLED_RE

# Longest first: spellings of one sound in English, German, French and Polish habits.
SOUNDS = (
    ("shch", "s"),
    ("schtsch", "s"),
    ("tsch", "c"),
    ("tch", "c"),
    ("sch", "s"),
    ("sh", "s"),
    ("ch", "c"),
    ("kh", "h"),
    ("zh", "z"),
    ("ph", "f"),
    ("pf", "f"),  # Witkopf
    ("ck", "k"),
    ("w", "f"),
    ("v", "f"),  # Witkov, Witkoff
    ("q", "k"),
    ("x", "ks"),
)
FIRST_CLASSES = {"w": "v", "j": "y", "i": "y", "c": "k", "q": "k"}
NO_VOWELS = str.maketrans("", "", "aeiouyj")
FEMININE = ("ova", "eva", "yova", "ina", "yna", "ska", "skaya", "skaia", "aya", "aia")


def fold(name: str) -> str:
    r"""Fold a name to lower-case letters without marks.

    >>> fold("Dmítriev"), fold("Dmi\u0301triev")
    ('dmitriev', 'dmitriev')
    """
    if name.isascii() and name.isalpha():
        return name.lower()
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(character for character in plain if character.isalpha())


def spell_sounds(name: str) -> str:
    """Spell a name in one letter a sound, doubled letters once.

    >>> spell_sounds("Tolkoff"), spell_sounds("Tolkov"), spell_sounds("Petraschko")
    ('tolkof', 'tolkof', 'petrasko')
    """
    letters = fold(name)
    for spelling, sound in SOUNDS:
        if spelling in letters:
            letters = letters.replace(spelling, sound)
    return DOUBLED_RE.sub(r"\1", letters)


@lru_cache(maxsize=100_000)
def make_key(name: str) -> str:
    """Make the key of a name: equal keys may be one name.

    >>> make_key("Witkoff") == make_key("Witkopf") == make_key("Vitkov")
    True
    >>> make_key("Lavrov") == make_key("Lavrentiev")
    False
    """
    letters = fold(name)
    if not letters:
        return ""
    skeleton = spell_sounds(name).translate(NO_VOWELS)
    return FIRST_CLASSES.get(letters[0], letters[0]) + ":" + DOUBLED_RE.sub(r"\1", skeleton)


def is_same_gender(name: str, other: str) -> bool:
    """Tell whether two Slavic surnames have endings of one gender.

    >>> is_same_gender("Zelenska", "Zelenskyy"), is_same_gender("Witkov", "Witkoff")
    (False, True)
    """
    a, b = fold(name), fold(other)
    return a.endswith(FEMININE) == b.endswith(FEMININE) and a.endswith("a") == b.endswith("a")


def is_plural(name: str, other: str) -> bool:
    """Tell whether one name is the other with a plural ending.

    >>> is_plural("Zelenskyys", "Zelenskyy"), is_plural("Witkopf", "Witkoff")
    (True, False)
    """
    short, long = sorted((fold(name), fold(other)), key=len)
    return long in (f"{short}s", f"{short}es")


def _strip_ending(name: str) -> str:
    """Cut a Greek or Latin ending off; a name without one stays as it is, marked."""
    for ending in ("eus", "eis", "ius", "es", "us", "os", "is", "as"):
        if name.endswith(ending):
            return name[: -len(ending)]
    return name + "|"


def is_derived(name: str, other: str) -> bool:
    """Tell whether one name is the other with an ending that makes another word.

    A doubled last letter, or a y for a y, is a matter of spelling.

    >>> is_derived("Shirvani", "Shirvan"), is_derived("Witkofff", "Witkoff")
    (True, False)
    """
    short, long = sorted((fold(name), fold(other)), key=len)
    if _strip_ending(short) == _strip_ending(long) and short[-3:] != long[-3:]:
        return True  # Achilles, Achilleus, Achilleis
    extra = long.removeprefix(short)
    return extra != long and bool(set(extra) - {short[-1:], "y", "j"})
