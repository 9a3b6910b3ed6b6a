"""Numbers glued to the word before them: `Instructions1. Boil`, `one.4.2 Litter`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from normalize.layout.evidence import COMMON, Evidence, Vocabulary

# Each begins with what is rare; then a look behind.
ITEM_RE = re.compile(r"1\. (?<=[^\W\d_]{3}1\. )(?=[^\W\d_a-z]|[\"\u201c\u201e\u00ab])")
SECTION_RE = re.compile(r"\.(?=\d{1,2}(?:\.\d{1,2})+ [^\W\d_a-z][^\W\d_])(?<=[^\W\d_A-Z]{3}\.)")
HEAD_RE = re.compile(r"\n([^\W\d_]{4,16})(?=\d{1,4} ?[^\W\d_])")
START_RE = re.compile(r"[^\W\d_a-z][^\n.!?;\u2026]{2,80}\Z")
LEFT_RE = re.compile(r"[^\W\d_]+\Z")
SECOND_RE = re.compile(r"(?:[.!?)\"\u201d\u00bb]\s*|\n[ \t]*|;\s)2\. ")
FURTHEST = 2_000  # characters from the first item to the second
REACH = 100


def find_numbers(evidence: Evidence, words: Vocabulary) -> Iterator[int]:
    """Find where a number is glued to the end of a heading, or of a sentence before a heading.

    Leaves alone: footnotes ("the plan1. The"), which no second item follows, and versions.

    Yields:
        Offsets of the digits. Linear: three scans, bounded work a hit.
    """
    text = evidence.text
    for found in ITEM_RE.finditer(text):
        at = found.start()
        start = text.rfind("\n", max(0, at - REACH), at) + 1
        is_head = START_RE.match(text, start, at) is not None and (start or at < REACH)
        if is_head and SECOND_RE.search(text, at, at + FURTHEST) is not None:
            yield at
    for found in SECTION_RE.finditer(text):
        left = LEFT_RE.search(text, max(0, found.start() - REACH), found.start())
        if left and evidence.language_at(found.start()) == "en":
            if words.score(left.group()) >= COMMON and not words.find_abbreviation(
                left.group(), "en"
            ):
                yield found.end()
    for found in HEAD_RE.finditer(text):
        language = evidence.language_at(found.start(1))
        if words.find_opener(found[1], language) == "head":
            yield found.end()
