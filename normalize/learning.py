"""Learn from a collection before it is cleaned: what its spinner writes for what.

A spinner always writes the same, so that its pages teach its table. That takes two passes over
the texts: one to learn, with bounded memory, one to clean with the table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from msgspec.structs import replace

from normalize.formats.files import write_bytes
from normalize.pipeline import Normalizer
from normalize.settings import STEPS, Settings
from normalize.unspin.learn import Lesson, format_table, learn_sample
from normalize.unspin.sample import Sample

FEWEST = 5  # spun documents below which hardly anything is seen twice


class LearningError(ValueError):
    """Nothing can be learned from a collection; says what was found and what it takes."""


class Learner:
    """Is shown the texts of a collection one by one, and learns from the spun ones.

    Memory does not grow with the collection: a sample of the spun texts is kept
    (`unspin.sample`). Texts that read as written teach nothing.
    """

    def __init__(self, settings: Settings | None = None) -> None:
        settings = settings or Settings()
        self._sample = Sample(settings, build_tidy(settings))
        self.texts = 0

    def add(self, text: str) -> None:
        """Look at one text."""
        self.texts += 1
        self._sample.add(text)

    def learn(self, fewest: int = FEWEST) -> Lesson:
        """Learn from the texts so far.

        Raises:
            LearningError: fewer of them are spun than it takes, or they have nothing in common.
        """
        lesson = learn_sample(self._sample)
        found = lesson.used  # without copies
        if found < fewest:
            what = f"{found:,} of {self.texts:,} documents" if found else "no document"
            verb = "are" if found > 1 else "is"
            raise LearningError(f"{what} {verb} spun, and it takes {fewest}")
        if not lesson.words:
            raise LearningError(f"{found:,} spun documents have too little in common")
        return lesson


def build_tidy(settings: Settings) -> Callable[[str], str]:
    """Build what a text goes through before unspin reads it: the steps before it."""
    before = tuple(step for step in STEPS[: STEPS.index("unspin")] if step in settings.steps)
    return Normalizer(replace(settings, steps=before, substitutions=())).clean


def learn_settings(
    texts: Iterable[str], table: str | Path, settings: Settings | None = None
) -> Settings:
    """Learn from a collection, write the table, and return settings that use it.

    Args:
        texts: the collection, documents of one spinner or clean ones; each is read once.
        table: a file to write, TSV; look through it if you like.
        settings: what the collection is to be cleaned with otherwise.
    Raises:
        FileExistsError: the table is there: it may have been looked through.
        LearningError: hardly anything is spun; nothing is written.
        FormatError: the table cannot be written.

    >>> learn_settings(["All is well.", "And so it was."], "table.tsv")
    Traceback (most recent call last):
        ...
    normalize.learning.LearningError: no document is spun, and it takes 5
    """
    settings = settings or Settings()
    if Path(table).exists():
        raise FileExistsError(f"{table} is there: use it, or delete it to learn anew")
    learner = Learner(settings)
    for text in texts:
        learner.add(text)
    lesson = learner.learn()
    write_bytes(table, format_table(lesson, f"{lesson.used:,} documents").encode("utf-8"))
    return use_table(settings, table)


def use_table(settings: Settings, table: str | Path) -> Settings:
    """Lay a learned table over those of some settings."""
    return replace(settings, substitutions=(*settings.substitutions, str(table)))
