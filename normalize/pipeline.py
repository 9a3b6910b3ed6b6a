"""The pipeline: the steps of one set of settings, ready for documents.

The order of the steps is data (`settings.STEPS`, with its reasons); `run` folds them over
a document.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module

from msgspec.structs import replace

from normalize.cleaned import Cleaned
from normalize.edits import Fact
from normalize.lexicon import build_lexicon
from normalize.rules import RULES
from normalize.run import run_steps
from normalize.settings import Settings
from normalize.step import Step


class Normalizer:
    """Clean documents with one set of settings.

    Thread-safe; pickles as its settings. The steps are built on first use.

    >>> Normalizer().clean("The delegation left Kiev on Tuesday.")
    'The delegation left Kyiv on Tuesday.'
    """

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings if settings is not None else Settings()
        self._steps: tuple[Step, ...] | None = None

    def __reduce__(self) -> tuple[type[Normalizer], tuple[Settings]]:
        return Normalizer, (self.settings,)

    def __repr__(self) -> str:
        return f"Normalizer({self.settings!r})"

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps in order. Two threads may build them twice; either set will do."""
        if self._steps is None:
            self._steps = build_steps(self.settings)
        return self._steps

    def clean(self, text: str) -> str:
        """Return the clean text."""
        return self.explain(text).text

    def explain(self, text: str, facts: Iterable[Fact] = ()) -> Cleaned:
        """Return the clean text with its ledger, findings, facts and mentions.

        Args:
            text: any str, lone surrogates and NUL included.
            facts: what is known of the document already (`formats.Document.facts`); the
                steps may ask for it, and the result repeats it.
        Raises:
            TypeError: not a str (decode bytes first: `normalize.formats.decode`).
        """
        if not isinstance(text, str):
            raise TypeError(f"normalize cleans str, not {type(text).__name__}; decode it first")
        known = [replace(fact, origin_start=fact.start, origin_end=fact.end) for fact in facts]
        return run_steps(text, self.steps, self.settings, known)

    def pipe(self, texts: Iterable[str]) -> Iterator[Cleaned]:
        """Explain texts one by one, in order; nothing is read ahead.

        Raises:
            TypeError: one str, which would be cleaned letter by letter.

        >>> [c.text for c in Normalizer().pipe(["&lt;3", "fine"])]
        ['<3', 'fine']
        """
        if isinstance(texts, str):
            raise TypeError("pipe takes an iterable of texts; for one text there is explain")
        for text in texts:
            yield self.explain(text)


def build_steps(settings: Settings) -> tuple[Step, ...]:
    """Build the steps that the settings name; only their modules are imported.

    With `select`, a step of which no rule is selected is left out, with its facts and mentions.
    """
    lexicon = build_lexicon(settings.dictionaries)
    wanted = {rule.step for rule in RULES.values() if settings.is_selected(rule.code)}
    return tuple(
        import_module(f"normalize.{name}").build_step(settings, lexicon)
        for name in settings.steps
        if not settings.select or name in wanted
    )
