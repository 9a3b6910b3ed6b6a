"""Page furniture: lines and parts of lines that belong to the web page, not the article.

In order: `scan.py` finds places that may be furniture, in one pass over the text; most texts
have none, or none that hold. `cues.py` adds up what the words of a line say, `chain.py` its
shape and its place, `model.py` weighs this with what `features.py` says of its neighbours;
`glued.py` looks inside lines of prose.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property
from typing import TYPE_CHECKING

from normalize.edits import Edit
from normalize.layout.furniture.chain import RULE, SEED, Chain, find_chains, find_furniture_lines
from normalize.layout.furniture.cues import MAX_LENGTH, Cues
from normalize.layout.furniture.glued import find_glued_pieces, may_be_glued
from normalize.layout.furniture.model import Model
from normalize.layout.furniture.scan import Scanner
from normalize.layout.lines import Drop, Page
from normalize.lexicon import Lexicon

if TYPE_CHECKING:
    from normalize.language import Languages

__all__ = ["RULE", "Furniture", "Suspects", "simplify"]

# Words of licences, contracts and manuals, which keep what is furniture elsewhere.
LEGAL_WORDS = (
    *("redistribut", "warrant", "hereby", "liabilit", "free software", "gnu "),
    *("licensor", "licensee", "licensed"),
)
LEGAL = 2  # of them, counted as often as they stand there
LEGAL_KINDS = frozenset(("bio", "cookie", "copyright", "credit", "links", "list", "mail", "share"))
NOTICE_WORDS = ("licence", "license", "permission to")  # the document may be about copyright
NOTICE_KINDS = frozenset(("copyright",))

ENGLISH_WORDS = (" the ", " of ", " and ", " is ")
ENGLISH = 1 / 500  # of these words a character; English prose has one in 50

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
        self._model = Model(lexicon)

    def find_suspects(self, text: str, languages: Languages) -> Suspects | None:
        """Find what may be furniture; None where nothing is.

        Args:
            text: any str. About 200 MB/s where there is nothing.
            languages: asked only where a cue of another language than English was met in a
                text without the words of English; that is slow.
        """
        offsets, is_foreign = self._scanner.find(text)
        if not offsets:
            return None
        language = "en"
        if is_foreign and sum(map(text.count, ENGLISH_WORDS)) < len(text) * ENGLISH:
            language = languages.document
        return Suspects(text, self._get_cues(language), self._model, offsets)


class Suspects:
    """The places of one text that may be furniture."""

    def __init__(self, text: str, cues: Cues, model: Model, offsets: Sequence[int]) -> None:
        self._text = text
        self._cues = cues
        self._model = model
        self._offsets = sorted(set(offsets))
        self._seeds = list(self._find_seeds())

    def _find_seeds(self) -> Iterator[int]:
        """Yield where lines start whose words alone make them furniture."""
        text, read = self._text, self._cues.read
        end = -1
        for offset in self._offsets:
            if offset < end:
                continue
            low = max(0, offset - MAX_LENGTH)
            start = max(text.rfind("\n", low, offset), text.rfind("\r", low, offset)) + 1
            end = text.find("\n", offset, start + MAX_LENGTH + 1)
            if end < 0:
                end = len(text) if len(text) <= start + MAX_LENGTH else offset + 1
                if end == offset + 1:
                    continue
            if (start or not low) and read(text[start:end].strip()).odds >= SEED:
                yield start

    def find_lines(self, page: Page) -> dict[int, Drop]:
        """Name the lines that are furniture.

        Leaves alone: sentences that merely mention such things, the article's own headings
        with prose below them, examples, by-lines and dates, copyright lines in licences and
        manuals and wherever prose follows.
        """
        if not self._seeds:
            return {}
        return dict(find_furniture_lines(self.find_chains(page), self._model))

    def find_chains(self, page: Page) -> Iterator[tuple[range, Chain]]:
        """Yield the lines around the seeds: what is weighed, and what weights are fitted to."""
        numbers = sorted({page.find_line(start) for start in self._seeds})
        return find_chains(page, self._cues, numbers, self._spared)

    def find_cuts(self, page: Page, drops: Mapping[int, Drop]) -> Iterator[Edit]:
        """Find furniture inside lines that stay; see `glued.find_glued_pieces`."""
        offsets: Sequence[int] = self._offsets
        if not self._seeds:
            text = self._text
            offsets = [offset for offset in offsets if may_be_glued(text, offset)]
            if not offsets:
                return
        cuts = find_glued_pieces(page, self._cues, offsets, drops, bool(self._seeds))
        for kind, edit in cuts:
            if kind not in self._spared:
                yield edit

    @cached_property
    def _spared(self) -> frozenset[str]:
        """The kinds of cues that say nothing here, since the document is a licence."""
        low = self._text.lower()
        if sum(map(low.count, LEGAL_WORDS)) >= LEGAL:
            return LEGAL_KINDS
        return NOTICE_KINDS if any(word in low for word in NOTICE_WORDS) else frozenset()


def simplify(line: str) -> str:
    """Bring a line into a plain form: lower case, straight quotes and dashes, single spaces.

    >>> simplify("  Don’t  miss it »")
    "don't miss it"
    """
    simple = " ".join(line.split()).strip(ARROWS).lower()
    return simple if simple.isascii() else simple.translate(STRAIGHT)
