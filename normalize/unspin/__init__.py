"""Unspin: read the author's words back out of spun text.

An article spinner replaced words one by one from a thesaurus ("he will be in Moscow" became
"helium volition beryllium successful Moscow"). `families` knows the spinners, `search` and
`detect` decide which passages are spun and by which, `channel` knows which word may stand for
which, `language_model` how well words read together, `decode` finds the author's words. `phrases`
finds what stands for more than one word. English only: other paragraphs are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from normalize.edits import Edit, Fact, Finding
from normalize.lexicon import DictionaryError, Lexicon
from normalize.settings import Settings
from normalize.unspin.beliefs import Posterior
from normalize.unspin.decode import Reading, decode
from normalize.unspin.detect import DECISION
from normalize.unspin.families import get_family, list_word_families, load_families
from normalize.unspin.language_model import load_model
from normalize.unspin.repair import has_phrases, iter_phrase_proposals
from normalize.unspin.search import search_document
from normalize.unspin.signs import load_sign_finder
from normalize.unspin.tables import load_learned
from normalize.words import match_case

if TYPE_CHECKING:
    from normalize.step import Context

__all__ = ["DECISION", "UnspinStep", "build_step", "list_word_families", "propose_edit"]


class UnspinStep:
    """Propose the author's words for spun ones (`spun-word`, `spun-phrase`, `tortured-phrase`).

    Leaves alone: passages that read as written, paragraphs in other languages than
    English, protected spans, words that no spinner of the family touches. Documents of which
    much cannot be read back are reported as well (`spun-text`).

    Args:
        tables: learned tables to lay over those of the family `families.TAUGHT`.
        model: another language model than the shipped one.
    """

    name = "unspin"

    def __init__(self, tables: tuple[Path, ...] = (), model: Path | None = None) -> None:
        self.tables = tables
        self.model = model

    def is_open(self, text: str, context: Context) -> bool:
        """Tell whether a text has odd words that a spinner leaves, or phrases that none else has.

        It is open as well where an earlier pass found that much cannot be read back.
        """
        signs = load_sign_finder(self.tables).find(text)
        return (
            bool(signs.families)
            or (signs.has_phrase and has_phrases(text))
            or bool(_find_reported(context))
        )

    def find(self, text: str, context: Context) -> Iterator[Edit | Fact | Finding]:
        """Propose edits for spun passages, and state how likely the document has any."""
        reported = set(_find_reported(context))
        spun: list[Fact] = []
        for item in self._find(text, context):
            if isinstance(item, Fact) and item.key == "spun":
                spun.append(item)
                continue
            if isinstance(item, Fact):
                reported.add(str(item.value))
            yield item
        if spun:  # by whichever family it is likeliest
            yield max(spun, key=lambda fact: float(fact.value))
        yield from _report(text, sorted(reported))

    def _find(self, text: str, context: Context) -> Iterator[Edit | Fact]:
        decided: dict[str, tuple[float, int, int]] = {}
        for search, paragraphs in search_document(text, context, self.tables, self.model):
            probability = search.detection.document
            yield Fact("spun", round(probability, 4), 0, len(text))
            if not paragraphs:
                continue
            readings: list[Reading] = []
            for paragraph in paragraphs:
                yield Fact("spinner", search.family, paragraph.start, paragraph.end)
                readings += paragraph.readings or search.read(paragraph.spans)
            decided[search.family] = (probability, paragraphs[0].start, paragraphs[-1].end)
            for posterior in decode(readings, search.beliefs, load_model(self.model)):
                edit = propose_edit(posterior, text)
                if edit and not context.protected.covers(edit.start, edit.end):
                    yield edit
        if decided or (load_sign_finder(self.tables).find(text).has_phrase and has_phrases(text)):
            yield from iter_phrase_proposals(text, decided, context.protected)


def propose_edit(posterior: Posterior, text: str) -> Edit | None:
    """Turn a posterior into an edit; None where the written word is the likeliest."""
    if not posterior.choices or posterior.choices[0][1] <= posterior.kept:
        return None
    (word, probability), *others = posterior.choices
    note = f"choice {probability:.2f}"
    if others:
        note += "; or " + ", ".join(f"{other} {p:.2f}" for other, p in others[:2])
    start, end, *_ = posterior.token
    after = match_case(word, text[start:end])
    return Edit(start, end, after, "spun-word", round(1 - posterior.kept, 4), note)


def _find_reported(context: Context) -> list[str]:
    """List the families found so far whose work cannot be wholly undone."""
    spinners = {str(fact.value) for fact in context.facts if fact.key == "spinner"}
    return sorted(spinners & _report_names())


@cache
def _report_names() -> frozenset[str]:
    return frozenset(family.name for family in load_families() if family.report)


def _report(text: str, families: list[str]) -> Iterator[Finding]:
    for name in families:
        if name in _report_names():
            message = f"spun by the family {name!r}: {get_family(name).about} Some words stay spun."
            yield Finding(0, len(text), "spun-text", message, 0.95)


def build_step(settings: Settings, lexicon: Lexicon) -> UnspinStep:
    """Build the step; the shipped tables and the shipped model are loaded on first need.

    Raises:
        DictionaryError: a table or model that the settings name cannot be read.
    """
    tables = tuple(Path(name) for name in settings.substitutions)
    load_learned(tables)
    model = Path(settings.language_model) if settings.language_model else None
    if model is not None:
        try:
            load_model(model)
        except (OSError, RuntimeError) as error:
            raise DictionaryError(f"{model}: no language model: {error}") from None
    return UnspinStep(tables, model)
