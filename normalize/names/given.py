"""Given names in a romanisation that no table of full names has: "Siergiej Lavrov"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from normalize import fuzzy
from normalize.names.compare import load_variants
from normalize.names.forms import FULL, SURNAME, Alias
from normalize.names.gazetteer import TABLES, Gazetteer
from normalize.names.hits import Hit
from normalize.names.romanize import fold_romanized, strip_marks

REACH = 40
MIN_GIVEN = 5  # letters; shorter ones are short forms
MIN_SIMILARITY = 0.65  # of the sounds, 0–1, higher is closer: Volodymyr and Vladimir have .82
GIVEN_RE = re.compile(r"(?<![\w'’.-])([^\W\d_a-z][^\W\d_]{2,})[ \xa0\n]\Z")


def widen_hits(text: str, hits: Sequence[Hit], gazetteer: Gazetteer) -> Iterator[Hit]:
    """Yield the hits, a surname together with a known spelling of its bearer's given name.

    Leaves alone: surnames that have several bearers, or are not known to be distinctive
    and stand in their own spelling; given names that are another name.

    Args:
        hits: in order and apart from each other; so are those that come back.
    """
    end = 0
    for hit in hits:
        alias = hit.aliases[0]
        if alias.form == SURNAME:
            hit = _widen(text, hit, alias, gazetteer, end)
        end = hit.end
        yield hit


def is_romanization(given: str, own: str) -> bool:
    """Tell whether two given names are one in two languages or romanisations.

    A short form is not: who is called Rudolph or Misha somewhere is left so.

    >>> is_romanization("siarhei", "sergei"), is_romanization("sasha", "alexander")
    (True, False)
    """
    sounds, others = fold_romanized(given), fold_romanized(own)
    if sounds == others:
        return True
    if given not in load_variants().get(own, ()) or min(len(given), len(own)) < MIN_GIVEN:
        return False
    return fuzzy.Indel.normalized_similarity(sounds, others) >= MIN_SIMILARITY


def _widen(text: str, hit: Hit, alias: Alias, gazetteer: Gazetteer, end: int) -> Hit:
    low = max(end, hit.start - REACH)
    low = max(low, text.rfind(" ", low, hit.start - 1) + 1)  # one word, that is
    match = GIVEN_RE.search(text, low, hit.start)
    people = gazetteer.bearers.get(alias.target, ())
    if match is None or len(people) != 1 or match.group(1).isupper():
        return hit
    if alias.target not in gazetteer.distinctive and not alias.condition:
        return hit
    person = people[0]
    given, own = strip_marks(match.group(1)), strip_marks(person.split()[0])
    is_known = match.group(1).lower() in gazetteer.given_names[person]
    if not is_known and not is_romanization(given, own):
        return hit
    written = text[match.start() : hit.end]
    full = Alias(written, person, person, *TABLES["persons"], FULL)
    return Hit(match.start(), hit.end, (full,))
