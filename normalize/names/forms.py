"""Aliases, the forms in which they stand in a text, and the parts of a person's name.

Terms: an **alias** is one way to write a name; `after` is what the house style writes in
its place (equal for the canonical form, which is looked for as well: it is evidence, and
a mention). The **target** is who or what is meant: a person's canonical full name, a
place, an organisation; of a surname alone, the surname.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

FULL, SURNAME, PLURAL, FROZEN = "full", "surname", "plural", "frozen"
ALWAYS = ""  # rows of this condition fire alone
ON_EVIDENCE = "document"  # need the same name elsewhere in the document
UNSELECTED = "select"  # are off unless the settings name them
MENTION = "mention"  # say who is meant, and never change a text
# What stands for an apostrophe: quotation marks, the letter, and the sign of the ayin.
APOSTROPHES = (
    "\N{RIGHT SINGLE QUOTATION MARK}",
    "\N{LEFT SINGLE QUOTATION MARK}",
    "\N{MODIFIER LETTER APOSTROPHE}",
    "\N{MODIFIER LETTER PRIME}",
)
PARTICLES = frozenset("al bin da de del der di dos du el la le van von zu".split())


class Alias(NamedTuple):
    """One way to write a name, and what it stands for.

    `is_weak` marks a name of the generated gazetteer, which is a mention at most and
    stands back wherever anything else is possible.
    """

    text: str
    after: str
    target: str
    rule: str
    kind: str
    form: str
    condition: str = ALWAYS
    is_weak: bool = False

    @property
    def is_canonical(self) -> bool:
        """Whether the name is written as the house style has it."""
        return self.text == self.after


def iter_forms(name: str) -> Iterator[str]:
    """Yield a full name of two words in the other forms in which a scan looks for it.

    The surname alone in capitals, and surname first. Capitals throughout and decomposed
    letters are the scan's matter.

    >>> list(iter_forms("Rustam Umarov"))
    ['Rustam UMAROV', 'Umarov, Rustam', 'Umarov (Rustam)']
    """
    parts = name.split()
    if len(parts) == 2:
        given, surname = parts
        yield f"{given} {surname.upper()}"
        yield f"{surname}, {given}"
        yield f"{surname} ({given})"


def spell_apostrophes(variant: str) -> Sequence[str]:
    """Return a variant as it stands in a table, and with the other marks for its apostrophe.

    >>> spell_apostrophes("Kiev"), len(spell_apostrophes("Luhans'k"))
    (('Kiev',), 5)
    """
    if "'" not in variant:
        return (variant,)
    return (variant, *(variant.replace("'", mark) for mark in APOSTROPHES))


def get_surname(person: str, spelled: Collection[str] = ()) -> str:
    """Return the surname of a full name, with its particles.

    Args:
        person: a full name in Western order.
        spelled: surnames known as such; they win.

    >>> get_surname("Ursula von der Leyen"), get_surname("Steve Witkoff")
    ('von der Leyen', 'Witkoff')
    """
    parts = person.split()
    for at in range(1, len(parts)):
        if " ".join(parts[at:]) in spelled:
            return " ".join(parts[at:])
    at = len(parts) - 1
    while at > 1 and parts[at - 1].lower() in PARTICLES:
        at -= 1
    return " ".join(parts[at:]) if at > 0 else ""


def get_given_names(person: str) -> list[str]:
    """Return the lower-case given names of a full name."""
    return [part.lower() for part in person.split()[:-1] if part.lower() not in PARTICLES]
