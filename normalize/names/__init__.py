"""The names step: one spelling for each person, place and organisation.

gazetteer (dictionaries/names as aliases) → scan (where they stand) → guards and bearers
(what the words around them say) → resolve (decide in the document) → respell (surnames
that no dictionary has, proved by the document's own full name).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from normalize.edits import Edit, Mention
from normalize.lexicon import Lexicon
from normalize.names.bearers import Bearers
from normalize.names.gazetteer import Gazetteer, build_gazetteer
from normalize.names.resolve import Resolver, iter_proposals
from normalize.names.respell import find_respelled_surname, has_names
from normalize.names.scan import Scanner
from normalize.settings import Settings
from normalize.step import Context


class NamesStep:
    """Write names as the house style has them, and say where they stand.

    Leaves alone: URLs, code and other protected spans; dishes, titles, brands and battles
    (dictionaries/names/frozen.tsv); spellings that are talked about ("formerly spelled
    Kiev"); homonyms (Odessa, Texas; Sergei Zelensky); other languages than English.
    """

    name = "names"

    def __init__(self, gazetteer: Gazetteer, words: dict[str, float]) -> None:
        self._gazetteer = gazetteer
        self._scanner = Scanner(gazetteer)
        self._bearers = Bearers(gazetteer.all_given_names, gazetteer.words, words)

    def is_open(self, text: str, context: Context) -> bool:
        """Tell whether any alias stands in the text, or any two capitalised words."""
        return has_names(text) or self._scanner.has_match(text)

    def find(self, text: str, context: Context) -> Iterator[Edit | Mention]:
        """Propose spellings and say where names stand; the edits do not overlap.

        Args:
            text: any str; offsets are code points. Linear time.
        Yields:
            Edits of the rules person-variant, place-variant, organisation-variant and
            surname-variant, and a mention for each name that is understood.
        """
        resolver = Resolver(text, context, self._gazetteer, self._bearers)
        hits = self._scanner.find(text)
        decisions = resolver.resolve(hits)
        yield from iter_proposals(text, decisions)
        respelled = find_respelled_surname(text, decisions, self._gazetteer, self._bearers)
        yield from resolver.keep_open(respelled)


@cache
def _build_shipped_step() -> NamesStep:
    lexicon = Lexicon()
    return NamesStep(build_gazetteer(lexicon), dict(lexicon.word_scores()))


def build_step(settings: Settings, lexicon: Lexicon) -> NamesStep:
    """Build the step; that of the shipped dictionaries is built once and shared."""
    if type(lexicon) is Lexicon:
        return _build_shipped_step()
    return NamesStep(build_gazetteer(lexicon), dict(lexicon.word_scores()))
