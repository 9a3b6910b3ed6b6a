"""Page furniture: lines and parts of lines that belong to the web page, not the article.

In order: `scan.py` finds places that may be furniture, in one pass over the text; most texts
have none, or none that hold. `cues.py` adds up what the words of a line say, `chain.py` what
its shape and its neighbours say; `glued.py` looks inside lines of prose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from itertools import islice
from typing import TYPE_CHECKING

from normalize.edits import Edit
from normalize.layout.chain import RULE, SEED, find_furniture_lines
from normalize.layout.cues import MAX_LENGTH, Cues
from normalize.layout.glued import find_glued_pieces
from normalize.layout.lines import Drop, Page
from normalize.layout.scan import Scanner
from normalize.lexicon import Lexicon

if TYPE_CHECKING:
    from normalize.language import Languages

__all__ = ["RULE", "Furniture", "Suspects"]

# Words of licences and manuals; they keep what is furniture elsewhere.
LEGAL_RE = re.compile(
    r"""licen[cs](?:e[de]|or|ing|ee) | redistribut | warrant(?:y|ies) | hereby | liabilit(?:y|ies)
      | free\ software | \bgnu\b""",
    re.IGNORECASE | re.MULTILINE | re.VERBOSE,
)
LEGAL_WORDS = 2
NOTICE_RE = re.compile(r"licen[cs]e|permission to|^[^\S\n]*copyright[^\S\n]*$", re.IGNORECASE | re.MULTILINE)
NOTICES = frozenset(("copyright",))
LEGAL_KINDS = frozenset(("bio", "cookie", "copyright", "credit", "links", "list", "mail", "share"))
STRAIGHT = str.maketrans(
    {
        "\N{LEFT SINGLE QUOTATION MARK}": "'",
        "\N{RIGHT SINGLE QUOTATION MARK}": "'",
        "\N{LEFT DOUBLE QUOTATION MARK}": '"',
        "\N{RIGHT DOUBLE QUOTATION MARK}": '"',
        "\N{EN DASH}": "-",
        "\N{EM DASH}": "-",
    }
)
ARROWS = " \u203a\u00bb\u2039\u00ab\N{LEFTWARDS ARROW}\N{RIGHTWARDS ARROW}\u25b6><"


class Furniture:
    """The tables, compiled once for each language that is met."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._scanner = Scanner(lexicon)
        self._get_cues = cache(lambda language: Cues(lexicon, language))

    def find_suspects(self, text: str, languages: Languages) -> Suspects | None:
        """Find what may be furniture; None where nothing is."""
        offsets, foreign = self._scanner.find(text)
        if not offsets:
            return None
        cues = self._get_cues(languages.document if foreign else "en")
        return Suspects(text, cues, offsets)


class Suspects:
    """The places of one text that may be furniture."""

    def __init__(self, text: str, cues: Cues, offsets: list[int]) -> None:
        self._text = text
        self._cues = cues
        self._offsets = sorted(set(offsets))
        self._seeds = list(self._find_seeds())

    def _find_seeds(self) -> Iterator[int]:
        """Yield where lines start that look like furniture by themselves."""
        text = self._text
        end = -1
        for offset in self._offsets:
            if offset < end:
                continue
            start = max(text.rfind("\n", 0, offset), text.rfind("\r", max(0, offset - 999), offset)) + 1
            end = text.find("\n", offset)
            end = len(text) if end < 0 else end
            if end - start <= MAX_LENGTH and self._cues.read(text[start:end].strip()).odds >= SEED:
                yield start

    def find_lines(self, page: Page) -> dict[int, Drop]:
        """Name the lines that are furniture.

        Leaves alone: sentences that merely mention such things, the article's own headings
        with prose below them, examples, copyright lines in licences and manuals.
        """
        if not self._seeds:
            return {}
        numbers = sorted({page.find_line(start) for start in self._seeds})
        return find_furniture_lines(page, self._cues, numbers, self._spared)

    @cached_property
    def _spared(self) -> frozenset[str]:
        """The kinds of cues that say nothing here, since the document is a licence."""
        words = islice(LEGAL_RE.finditer(self._text), LEGAL_WORDS)
        if len(list(words)) == LEGAL_WORDS:
            return LEGAL_KINDS
        return NOTICES if NOTICE_RE.search(self._text) else frozenset()

    def find_cuts(self, page: Page, drops: Mapping[int, Drop]) -> Iterator[Edit]:
        """Find furniture inside lines that stay; see `glued.find_glued_pieces`."""
        spared = self._spared
        thoroughly = bool(self._seeds) and spared != LEGAL_KINDS
        return find_glued_pieces(page, self._cues, self._offsets, drops, spared, thoroughly)


def simplify(line: str) -> str:
    """Bring a line into a plain form: lower case, straight quotes and dashes, single spaces.

    >>> simplify("  Don’t  miss it »")
    "don't miss it"
    """
    simple = " ".join(line.split()).strip(ARROWS).lower()
    return simple if simple.isascii() else simple.translate(STRAIGHT)
