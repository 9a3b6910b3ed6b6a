"""Paragraphs, captions and headlines that stand twice where a page gave them twice.

`copies` finds what says the same, `rewording` tells a rewording from another statement; `judging`
settles which of the two is a repeat. Templates give the lead twice, put a sentence of
the article into a box of its own, and show a caption to the eye and to the screen reader.
Refrains, formulas, questions, list items and rows come again because they are meant to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from normalize.edits import Edit
from normalize.layout.lines import Drop, Page
from normalize.layout.repeats.captions import find_repeated_captions
from normalize.layout.repeats.copies import Copies
from normalize.layout.repeats.doubles import find_double_captions
from normalize.layout.repeats.forms import Forms
from normalize.layout.repeats.headlines import RULE as HEADLINE_RULE
from normalize.layout.repeats.headlines import (
    find_capital_headlines,
    find_short_headlines,
    find_shorter_headlines,
)
from normalize.layout.repeats.judging import Judge
from normalize.layout.repeats.keys import find_suspects
from normalize.layout.repeats.rewording import Rewording
from normalize.layout.repeats.sites import find_sited_headlines
from normalize.lexicon import Lexicon


class Repeats:
    """The rules with their tables, loaded on first use. Shared by threads."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._rewording = Rewording(lexicon)
        self._forms = Forms(lexicon)

    def find(self, page: Page) -> dict[int, Drop]:
        r"""Drop the poorer copy of a paragraph, caption or headline that stands twice.

        Why: templates give the lead twice, lift a sentence of the article into a box, and
        show a caption to the eye and to the screen reader; copying a page takes both.
        Leaves alone: list items, rows, numbered headings, quoted lines and code; questions;
        what follows a colon; refrains; documents in which much comes again (manuals,
        contracts, minutes, plays); another number, date, name or a "not", which make
        another statement. What may be meant is only proposed (confidence 0.80).

        Returns:
            Line number → drop. Linear: see `copies`.

        >>> text = "The minister declined to comment on the plan, agreed on Monday night.\n"
        >>> repeats = Repeats(Lexicon())
        >>> sorted(repeats.find(Page(text + "Rain.\n" + text)))
        [2]
        >>> repeats.find(Page("“No.”\n“No.”\n"))
        {}
        """
        note = "the headline of line {}, with its site"
        sited = {
            number: Drop(HEADLINE_RULE, 0.95, note.format(other + 1), other)
            for number, other in find_sited_headlines(page).items()
        }
        drops = {**find_short_headlines(page), **find_capital_headlines(page), **sited}
        suspects = find_suspects(page.text)
        if suspects is None:
            return drops
        copies = Copies(page, suspects, self._rewording)
        shorter = find_shorter_headlines(page, suspects.heads)
        drops.update(Judge(page, list(copies), self._forms, sited).find())
        lines = [number for number in copies.candidates if number not in drops]
        drops.update(find_double_captions(page, lines, self._rewording, self._forms))
        shorter = {n: drop for n, drop in shorter.items() if drop.kept not in drops}
        return {**shorter, **drops}

    def find_glued(self, page: Page, drops: Mapping[int, Drop]) -> Iterator[Edit]:
        """Delete one half of a line that says the same thing twice; see `captions`."""
        return find_repeated_captions(page, drops, self._rewording)
