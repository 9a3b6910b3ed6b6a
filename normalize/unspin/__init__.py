"""Unspin: read the author's words back out of spun text.

An article spinner replaced words one by one from a thesaurus ("he will be in Moscow" became
"helium volition beryllium successful Moscow"). `detect` decides whether a document is spun,
`channel` knows which word may stand for which, `language_model` how well words read
together, `decode` finds the author's words. English only: other paragraphs are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from normalize.edits import Edit, Fact
from normalize.lexicon import Lexicon
from normalize.settings import Settings
from normalize.unspin.beliefs import Posterior
from normalize.unspin.channel import load_channel
from normalize.unspin.decode import decode
from normalize.unspin.detect import MIN_WORDS, is_suspect, score_spun
from normalize.unspin.language_model import load_model
from normalize.unspin.sentences import iter_sentences
from normalize.words import iter_paragraphs

if TYPE_CHECKING:
    from normalize.pipeline import Context

FAMILIES = ("thesaurus",)
DECISION = 0.5  # a document at least this likely to be spun is decoded


class UnspinStep:
    """Propose the author's words for spun ones (`spun-word`).

    Leaves alone: documents that read as written, paragraphs in other languages than
    English, protected spans, words beside punctuation or with a capital (no spinner of
    this family touches these).
    """

    name = "unspin"

    def is_open(self, text: str, context: Context) -> bool:
        """Tell whether the text has any of the odd words that a spinner leaves."""
        return any(is_suspect(text, load_channel(family).suspicious) for family in FAMILIES)

    def find(self, text: str, context: Context) -> Iterator[Edit | Fact]:
        """Propose edits for a spun document, and state how likely it is spun."""
        if not self.is_open(text, context):
            return
        spans = [span for span in iter_paragraphs(text) if context.languages.at(span[0]) == "en"]
        sentences = list(iter_sentences(text, spans))
        if sum(map(len, sentences)) < MIN_WORDS:
            return
        for family in FAMILIES:
            decoding = decode(sentences, load_channel(family), load_model())
            probability = score_spun(decoding.gain)
            yield Fact("spun", round(probability, 4), 0, len(text))
            if probability < DECISION:
                continue
            yield Fact("spinner", family, 0, len(text))
            for posterior in decoding.posteriors:
                edit = propose_edit(posterior)
                if edit and not context.protected.covers(edit.start, edit.end):
                    yield edit


def propose_edit(posterior: Posterior) -> Edit | None:
    """Turn a posterior into an edit; None where the written word is the likeliest."""
    if not posterior.choices or posterior.choices[0][1] <= posterior.kept:
        return None
    (word, probability), *others = posterior.choices
    note = f"choice {probability:.2f}"
    if others:
        note += "; or " + ", ".join(f"{other} {p:.2f}" for other, p in others[:2])
    start, end, *_ = posterior.token
    return Edit(start, end, word, "spun-word", round(1 - posterior.kept, 4), note)


def build_step(settings: Settings, lexicon: Lexicon) -> UnspinStep:
    """Build the step; tables and model are loaded on first need."""
    return UnspinStep()
