"""A bounded sample of the spun pages of a collection, to learn from.

A page's place in the queue is drawn from its text: the sample is the same in whatever order
the pages come, a page that is there twice counts once, and of a large collection hardly any page
has to be decoded once the sample is full.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from heapq import heappop, heappush
from pathlib import Path

from normalize.settings import Settings
from normalize.step import Context
from normalize.unspin.search import find_spun_sentences
from normalize.unspin.sentences import Token
from normalize.unspin.signs import load_sign_finder

MOST = 100_000  # words of a sample: half as many teach nearly as much, and learning takes a minute

Page = list[list[Token]]  # its spun sentences


class Sample:
    """Collects spun pages; its size does not grow with the collection.

    Args:
        settings: tables to find spun pages with, and the language model.
        prepare: what the text of a page goes through first (the steps before unspin).
        most: words that are kept.
    """

    def __init__(
        self,
        settings: Settings | None = None,
        prepare: Callable[[str], str] | None = None,
        most: int = MOST,
    ) -> None:
        self._settings = settings or Settings()
        self.tables = tuple(Path(name) for name in self._settings.substitutions)
        model = self._settings.language_model
        self.model = Path(model) if model else None
        self._prepare = prepare
        self._most = most
        self._queue: list[tuple[int, int, Page]] = []  # a heap, the last of the queue first
        self._places: set[int] = set()
        self._words = 0
        self._last = 1 << 256  # what stands behind it in the queue is not looked at

    def __len__(self) -> int:
        """Return the number of pages."""
        return len(self._queue)

    def add(self, text: str) -> None:
        """Look at a page, and keep its spun sentences if its turn is early enough."""
        place = int.from_bytes(sha256(text.encode("utf-8", "surrogatepass")).digest(), "big")
        if place > self._last or place in self._places:
            return
        page = self._find_spun(text)
        if not page:
            return
        words = sum(map(len, page))
        heappush(self._queue, (-place, words, page))
        self._places.add(place)
        self._words += words
        while self._words > self._most and len(self._queue) > 1:
            place, words, _ = heappop(self._queue)
            self._last = -place
            self._places.discard(-place)
            self._words -= words

    def list_pages(self) -> list[Page]:
        """List the pages, each sentence once: what is copied between pages confirms nothing."""
        seen: set[tuple[str, ...]] = set()
        pages = []
        for _, _, page in sorted(self._queue, reverse=True):
            fresh = []
            for sentence in page:
                words = tuple(word for token in sentence for word in token.model_words)
                if words not in seen:
                    seen.add(words)
                    fresh.append(sentence)
            pages.append(fresh)
        return [page for page in pages if page]

    def _find_spun(self, text: str) -> Page:
        if self._prepare is not None:
            if not load_sign_finder(self.tables).find(text).families:
                return []
            text = self._prepare(text)
        return find_spun_sentences(text, Context(text, self._settings), self.tables, self.model)
