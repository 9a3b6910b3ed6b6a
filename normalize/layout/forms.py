"""Tell the kinds of document that say things again on purpose: manuals, contracts, plays.

Stems of their words are data: dictionaries/layout/formal.tsv.
"""

from __future__ import annotations

import re
from functools import cached_property
from itertools import islice

from normalize.layout.lines import Page
from normalize.lexicon import Lexicon

FEW = 4  # hits of stems that make a document formal
CODE_HITS = 2
LARGEST = 60_000  # characters of a page; books, reports and plays are larger
CRIES = 6  # a dialogue has more than one line in six that ends with "!"
CODE_RE = re.compile(r"\w\(\w?\)|\w_\w|[{}`]|</|::|->|==|(?<!\w)\*\w+\*(?!\w)")
CRY_ENDS = ("!", "!\N{RIGHT DOUBLE QUOTATION MARK}")


class Forms:
    """The table, compiled on first use. Shared by threads."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    @cached_property
    def _stems(self) -> tuple[str, ...]:
        rows = self._lexicon.table("layout/formal.tsv")
        return tuple(sorted({f" {row['stem']}" for row in rows}))

    def is_formal(self, page: Page) -> bool:
        """Tell whether a document is a manual, code, a contract, a dialogue, or a whole book.

        Linear; asked only of documents in which something stands twice.
        """
        text = page.text
        if len(text) > LARGEST:
            return True
        if sum(1 for _ in islice(CODE_RE.finditer(text), CODE_HITS)) == CODE_HITS:
            return True
        lowered = text.lower().replace("\n", " ")
        if sum(map(lowered.count, self._stems)) >= FEW:
            return True
        cries = sum(page.read(n).rstrip().endswith(CRY_ENDS) for n in range(len(page.lines)))
        return CRIES * cries > len(page.lines)
