"""Who and what else bears a name in a document: the same letters then prove nothing."""

from __future__ import annotations

from normalize.names.forms import FULL, ON_EVIDENCE
from normalize.names.guards import is_located
from normalize.names.hits import Hit
from normalize.names.readings import Readings

# How the reasons of guards begin that speak of the whole document.
A_PERSON = "a person"
SOMETHING = (A_PERSON, "a given name", "a surname", "a ship", "a club", "a pet")
ELSEWHERE = "the homonym in North America"


class Namesakes:
    """The names of one document that others than the gazetteer's bear in it.

    Attributes:
        surnames: of people, in small letters.
        places: names of places, as written → whether it is a town elsewhere; else it is a
            person, a ship, a work.
    """

    def __init__(self, text: str, readings: Readings) -> None:
        self._text = text
        self._readings = readings
        self.surnames: set[str] = set()
        self.places: dict[str, bool] = {}

    def remember(self, hit: Hit, reason: str = "") -> None:
        """Remember the name of somebody or something else: what follows may speak of it."""
        written = self._text[hit.start : hit.end]
        kind = hit.aliases[0].kind
        if kind == "person":
            self.surnames.update((written.lower(), written.lower().split()[-1]))
        elif kind == "place" and reason.startswith((*SOMETHING, ELSEWHERE)):
            is_elsewhere = reason.startswith(ELSEWHERE)
            # Of those that need a word anyway, the words decide.
            if not (is_elsewhere and self._readings.needs_word(hit.aliases[0].text)):
                self.places[written] = is_elsewhere or self.places.get(written, False)

    def bear(self, *surnames: str) -> bool:
        """Tell whether somebody else bears one of these surnames."""
        return not self.surnames.isdisjoint(surnames)

    def is_homonym(self, hit: Hit) -> bool:
        """Tell whether a place's name may be that of somebody or something named elsewhere.

        "The carrier Kiev was sold. Kiev is a hotel now": a preposition tells the city.
        """
        alias = hit.aliases[0]
        if alias.kind != "place" or alias.form != FULL or alias.is_canonical or alias.is_weak:
            return False
        is_elsewhere = self.places.get(self._text[hit.start : hit.end])
        if is_elsewhere is None or alias.condition == ON_EVIDENCE:
            return False
        return is_elsewhere or not is_located(self._text, hit.start)
