"""Given names in a romanisation that no table of full names has: "Siergiej Lavrov"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from normalize.names.compare import load_variants
from normalize.names.forms import FULL, SURNAME, Alias
from normalize.names.gazetteer import Gazetteer
from normalize.names.romanize import strip_marks
from normalize.names.scan import Hit

REACH = 40
GIVEN_RE = re.compile(r"(?<![\w'’.-])([^\W\d_a-z][^\W\d_]{2,})[ \xa0\n]\Z")


def widen_hits(text: str, hits: Sequence[Hit], gazetteer: Gazetteer) -> Iterator[Hit]:
    """Yield the hits, a surname together with a known spelling of its bearer's given name.

    Leaves alone: surnames that need evidence, or have several bearers; given names that
    are another name, or are listed with the bearer already.

    Args:
        hits: in order and apart from each other; so are those that come back.
    """
    end = 0
    for hit in hits:
        alias = hit.aliases[0]
        if alias.form == SURNAME and alias.target in gazetteer.distinctive:
            hit = _widen(text, hit, alias, gazetteer, end)
        end = hit.end
        yield hit


def _widen(text: str, hit: Hit, alias: Alias, gazetteer: Gazetteer, end: int) -> Hit:
    match = GIVEN_RE.search(text, max(end, hit.start - REACH), hit.start)
    people = gazetteer.bearers.get(alias.target, ())
    if match is None or len(people) != 1 or match.group(1).isupper():
        return hit
    person = people[0]
    given, known = strip_marks(match.group(1)), gazetteer.given_names[person]
    if match.group(1).lower() in known:
        return hit
    if given not in load_variants().get(strip_marks(person.split()[0]), ()):
        return hit
    written = text[match.start() : hit.end]
    full = Alias(written, person, person, alias.rule, alias.kind, FULL)
    return Hit(match.start(), hit.end, (full,))
