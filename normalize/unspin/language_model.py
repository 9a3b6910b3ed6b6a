"""The trigram language model: how likely a word is after the two before it.

A KenLM trie, memory-mapped on first use (under 1 ms). Its words are lower case, keep their
possessive ("moscow's"), have no digits; "U.S." is the two words "u. s.".
"""

from __future__ import annotations

from functools import cache
from math import exp, log, log1p
from pathlib import Path
from typing import Any

from normalize.lexicon import get_path

LN10 = log(10)
LN2 = log(2)


@cache
def load_model(path: Path | None = None) -> LanguageModel:
    """Load a model once per process; without a path, the shipped English one.

    Raises:
        OSError: no such file, or not a KenLM model.
    """
    return LanguageModel(path or get_path("language_model/en.klm"))


class LanguageModel:
    """A KenLM model with natural-log scores.

    States are KenLM's own: equal contexts compare and hash equal, so that hypotheses can
    be merged on them.
    """

    def __init__(self, path: Path) -> None:
        import kenlm

        config = kenlm.Config()
        config.show_progress = False  # an ARPA file is read with a bar on stderr
        config.arpa_complain = kenlm.ARPALoadComplain.NONE
        self._model = kenlm.Model(str(path), config)
        self._new_state = kenlm.State
        self.start = kenlm.State()
        self._model.BeginSentenceWrite(self.start)
        self.nothing = kenlm.State()
        self._model.NullContextWrite(self.nothing)

    def score(self, state: Any, word: str) -> tuple[float, Any]:
        """Return (log P(word | state), the state after it); unknown words score −16."""
        after = self._new_state()
        return self._model.BaseScore(state, word, after) * LN10, after

    def score_after_pause(self, state: Any, word: str) -> tuple[float, Any]:
        """Score a word after a comma or bracket, which the model does not know.

        Half of it is scored without the words before the pause: "after the war, zone" is
        no war zone.
        """
        bound, after = self.score(state, word)
        free, _ = self.score(self.nothing, word)
        high, low = (bound, free) if bound > free else (free, bound)
        return high + log1p(exp(low - high)) - LN2, after

    def score_end(self, state: Any) -> float:
        """Return log P(end of sentence | state)."""
        return self.score(state, "</s>")[0]

    def __contains__(self, word: str) -> bool:
        return word in self._model
