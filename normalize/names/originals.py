"""Names in their own script (Зеленский, Київ, 北京): said whom they name, never replaced."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property

from normalize.edits import Finding, Mention

RULE = "original-script"
# Greek to Georgian, Devanagari and Thai among them; kana, ideographs, Hangul.
LETTERS = r"\u0370-\u10ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
WORD_RE = re.compile(rf"[{LETTERS}]+(?:[\u200c’'-][{LETTERS}]+)*")
MAX_WORDS = 3


class Originals:
    """The names that are known in their own script."""

    def __init__(self, load_rows: Callable[[], Iterable[Mapping[str, str]]]) -> None:
        self._load_rows = load_rows  # most texts need none

    @cached_property
    def _names(self) -> dict[str, tuple[str, str]]:
        return {row["original"]: (row["canonical"], row["kind"]) for row in self._load_rows()}

    @cached_property
    def _first(self) -> frozenset[str]:
        return frozenset(name.split(" ", 1)[0] for name in self._names)

    def has_match(self, text: str) -> bool:
        """Tell whether any name may stand in a text."""
        return not text.isascii() and not self._first.isdisjoint(WORD_RE.findall(text))

    def find(self, text: str) -> Iterator[Finding | Mention]:
        """Yield a finding and a mention for each name in its own script.

        Leaves alone: words that only contain a name, inflected ones that are not listed.

        >>> row = {"original": "Київ", "canonical": "Kyiv", "kind": "place"}
        >>> [item.start for item in Originals(lambda: [row]).find("in Київ, Київський")]
        [3, 3]
        """
        if not self.has_match(text):
            return
        words = list(WORD_RE.finditer(text))
        at = 0
        while at < len(words):
            start = words[at].start()
            taken = 1
            if words[at].group() in self._first:
                for count in range(min(MAX_WORDS, len(words) - at), 0, -1):
                    end = words[at + count - 1].end()
                    name = " ".join(text[start:end].split())
                    found = self._names.get(name)
                    if found:
                        canonical, kind = found
                        message = f"{canonical}, written in its own script"
                        yield Finding(start, end, RULE, message, 0.95)
                        yield Mention(start, end, canonical, kind, f"{kind}:{canonical}")
                        taken = count
                        break
            at += taken
