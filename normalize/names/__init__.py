"""The names step: one spelling for each person, place and organisation.

gazetteer (dictionaries/names as aliases) → scan (where they stand) → guards and bearers
(what the words around them say) → resolve (decide in the document) → respell (surnames
that no dictionary has, proved by the document's own full name).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache, partial
from weakref import WeakKeyDictionary

from normalize.edits import Edit, Finding, Mention
from normalize.lexicon import Lexicon, without_collection
from normalize.names.bearers import Bearers
from normalize.names.census import Census, WordTable
from normalize.names.compare import SAME, Comparison, same
from normalize.names.foreign import ENGLISH
from normalize.names.gazetteer import SELECTABLE, Gazetteer
from normalize.names.groups import load_rows
from normalize.names.originals import Originals
from normalize.names.people import resolve_people
from normalize.names.proposals import iter_proposals
from normalize.names.readings import Readings
from normalize.names.resolve import Resolver
from normalize.names.respell import find_respelled_surname, find_suspects
from normalize.names.scan import Scanner
from normalize.settings import Settings
from normalize.step import Context

__all__ = ["SAME", "Comparison", "NamesStep", "build_step", "resolve_people", "same"]


class NamesStep:
    """Write names as the house style has them, and say where they stand.

    Leaves alone: URLs, code and other protected spans; dishes, titles, brands and battles
    (dictionaries/names/frozen.tsv); spellings that are talked about ("formerly spelled
    Kiev"); homonyms (Odessa, Texas; Sergei Zelensky); other languages than English.
    """

    name = "names"

    def __init__(
        self,
        gazetteer: Gazetteer,
        load_words: Callable[[], Mapping[str, float]],
        readings: Readings | None = None,
        originals: Originals | None = None,
    ) -> None:
        self._readings = readings or Readings(())
        self._originals = originals or Originals(tuple)
        self._gazetteer = gazetteer
        self._scanner = Scanner(gazetteer, load_words)
        self._bearers = Bearers(gazetteer, load_words)
        self._words = WordTable(self._scanner.is_anchor, gazetteer, self._bearers)
        self._taken: WeakKeyDictionary[Context, tuple[str, Census]] = WeakKeyDictionary()

    @property
    def bearers(self) -> Bearers:
        """What is known of given names and of who bears a surname."""
        return self._bearers

    def is_open(self, text: str, context: Context) -> bool:
        """Tell whether any alias stands in the text, or any two capitalised words."""
        census = self._take_census(text, context)
        return (
            self._scanner.is_hot(text, census)
            or any(map(self._gazetteer.look_up_romanized, census.unknown))
            or bool(find_suspects(census)[0])
            or self._originals.has_match(text)
        )

    def _take_census(self, text: str, context: Context) -> Census:
        """Take the census of a document, once for the gate and for what follows it."""
        known = self._taken.get(context)
        if known is not None and known[0] is text:
            return known[1]
        census = self._words.take(text)
        self._taken[context] = text, census
        return census

    def find(self, text: str, context: Context) -> Iterator[Edit | Finding | Mention]:
        """Propose spellings and say where names stand; the edits do not overlap.

        Args:
            text: any str; offsets are code points. Linear time.
        Yields:
            Edits of the rules person-variant, place-variant, organisation-variant and
            surname-variant, and a mention for each name that is understood.
        """
        resolver = Resolver(text, context, self._gazetteer, self._bearers, self._readings)
        census = self._take_census(text, context)
        hits = self._scanner.find(text, census)
        hits = self._scanner.find_romanized(text, census.unknown, hits)
        decisions = resolver.resolve(hits)
        yield from iter_proposals(text, decisions)
        respelled = find_respelled_surname(text, census, decisions, self._gazetteer, self._bearers)
        yield from resolver.keep_open(respelled)
        if self._originals.has_match(text) and context.languages.document in ENGLISH:
            yield from self._originals.find(text)


def build_step(settings: Settings, lexicon: Lexicon) -> NamesStep:
    """Build the step; that of the shipped dictionaries is built once and shared.

    Raises:
        SettingsError: a spelling in `prefer` is in no group of names.
        DictionaryError: a file of `dictionaries` is missing or broken.
    """
    selected = frozenset(filter(settings.is_selected, SELECTABLE))
    if type(lexicon) is Lexicon:
        return _build_shared(settings.prefer, selected)
    return _build(lexicon, settings.prefer, selected)


@lru_cache(maxsize=8)
def _build_shared(prefer: tuple[str, ...], selected: frozenset[str]) -> NamesStep:
    return _build(Lexicon(), prefer, selected)


@without_collection()
def _build(lexicon: Lexicon, prefer: tuple[str, ...], selected: frozenset[str]) -> NamesStep:
    tables = load_rows(lexicon, prefer)
    gazetteer = Gazetteer(tables, selected, lexicon.rest("names/gazetteer.tsv"))
    return NamesStep(
        gazetteer,
        lexicon.word_scores,
        Readings(lexicon.table("names/readings.tsv")),
        Originals(partial(lexicon.table, "names/originals.tsv")),
    )
