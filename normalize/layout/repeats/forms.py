"""Tell the kinds of document that say things again on purpose: manuals, contracts, plays.

Stems of their words are data: dictionaries/layout/formal.tsv.
"""

from __future__ import annotations

import re
from functools import cached_property
from itertools import islice

from ahocorasick_rs import AhoCorasick

from normalize.automaton import find_matches
from normalize.layout.lines import Page
from normalize.lexicon import Lexicon

FEW = 4  # hits of stems that make a document formal
CODE_HITS = 2
LARGEST = 60_000  # characters of a page; books, reports and plays are larger
CRIES = 6  # a dialogue has more than one line in six that ends with "!"
CODE_RE = re.compile(r"\w\(\w?\)|\w_\w|[{}`]|</|::|->|==|(?<!\w)\*\w+\*(?!\w)")
# What a match of `CODE_RE` has in it, begun with what is rare: one scan that mostly finds nothing.
SIGN_RE = re.compile(r"\((?<=\w.)\w?\)|_(?<=\w.)\w|\{|\}|`|</|::|->|==|\*(?=\w+\*)", re.DOTALL)
CRY_ENDS = ("!", "!\N{RIGHT DOUBLE QUOTATION MARK}")


class Forms:
    """The table, compiled on first use. Shared by threads."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    @cached_property
    def _stems(self) -> AhoCorasick:
        rows = self._lexicon.table("layout/formal.tsv")
        return AhoCorasick(sorted({f" {row['stem']}" for row in rows}))

    def is_formal(self, page: Page) -> bool:
        """Tell whether a document is a manual, code, a contract, a dialogue, or a whole book.

        Linear; asked only of documents in which something may stand twice.
        """
        if page.formal is None:
            page.formal = self._is_formal(page)
        return page.formal

    def _is_formal(self, page: Page) -> bool:
        text = page.text
        if len(text) > LARGEST:
            return True
        if SIGN_RE.search(text) is not None:
            if sum(1 for _ in islice(CODE_RE.finditer(text), CODE_HITS)) == CODE_HITS:
                return True
        lowered = text.lower().replace("\n", " ")
        if len(find_matches(self._stems, lowered, overlapping=True)) >= FEW:
            return True
        cries = sum(page.read(n).rstrip().endswith(CRY_ENDS) for n in range(len(page.lines)))
        return CRIES * cries > len(page.lines)
