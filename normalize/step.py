"""What a step is: it is given a text and a context, and proposes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Protocol

from normalize.edits import Edit, Fact, Finding, Mention
from normalize.language import Languages
from normalize.protect import Protected
from normalize.settings import Settings

Proposal = Edit | Finding | Fact | Mention


class Context:
    """What a step may know besides its text; the parts are worked out on first use."""

    def __init__(self, text: str, settings: Settings, facts: Sequence[Fact] = ()) -> None:
        self.settings = settings
        self.facts = facts
        self._text = text

    @cached_property
    def languages(self) -> Languages:
        """The language of each paragraph."""
        return Languages(self._text)

    @cached_property
    def protected(self) -> Protected:
        """The spans that no edit of unspin or names may touch."""
        return Protected(self._text)


class Step(Protocol):
    """A family of rules with one input and one output.

    A step is built once, by `build_step(settings, lexicon)` of its package, and then
    shared by threads. `find` is pure: the same text and context give the same proposals.
    """

    @property
    def name(self) -> str:
        """The step's name, as in `Settings.steps`."""
        ...

    def is_open(self, text: str, context: Context) -> bool:
        """Tell cheaply whether there may be something to do (the gate, law 6).

        False only where `find` would propose nothing.
        """
        ...

    def find(self, text: str, context: Context) -> Iterable[Proposal]:
        """Propose edits, findings, facts and mentions; offsets in `text`."""
        ...
