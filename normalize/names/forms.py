"""Aliases, the forms in which they stand in a text, and the parts of a person's name.

Terms: an **alias** is one way to write a name; `after` is what the house style writes in
its place (equal for the canonical form, which is looked for as well: it is evidence, and
a mention). The **target** is who or what is meant: a person's canonical full name, a
place, an organisation; of a surname alone, the surname.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

FULL, SURNAME, PLURAL, FROZEN = "full", "surname", "plural", "frozen"
ALWAYS = ""  # rows of this condition fire alone
ON_EVIDENCE = "document"  # need the same name elsewhere in the document
UNSELECTED = "select"  # are off unless the settings name them
MENTION = "mention"  # say who is meant, and never change a text
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


def iter_forms(alias: Alias) -> Iterator[Alias]:
    """Yield an alias in each form in which a scan looks for it.

    As it is; a person's surname alone in capitals; surname first: ``Umarov (Rustam)``,
    ``Umarov, Rustam``. Capitals throughout and decomposed letters are the scan's matter.
    """
    yield alias
    if alias.kind != "person" or alias.form != FULL:
        return
    old, new = alias.text.split(), alias.after.split()
    if len(old) != 2 or len(new) != 2:
        return
    for text, after in (
        (f"{old[0]} {old[1].upper()}", f"{new[0]} {new[1].upper()}"),
        (f"{old[1]}, {old[0]}", f"{new[1]}, {new[0]}"),
        (f"{old[1]} ({old[0]})", f"{new[1]} ({new[0]})"),
    ):
        yield alias._replace(text=text, after=after)


def iter_name_words(name: str) -> Iterator[str]:
    """Yield the words of a name in lower case, hyphenated ones also in parts.

    >>> list(iter_name_words("Bashar al-Assad"))
    ['bashar', 'al-assad', 'al', 'assad']
    """
    for word in name.lower().split():
        yield word
        if "-" in word:
            yield from word.split("-")


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
