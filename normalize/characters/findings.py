"""What is reported and not changed: lost characters, bidi controls, mixed scripts, doubts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from normalize.characters.badness import iter_bad
from normalize.characters.normal_form import find_mark_runs
from normalize.edits import Finding
from normalize.lexicon import Lexicon

LOST = "\N{REPLACEMENT CHARACTER}"
# Embeddings, overrides, isolates. The marks U+200E and U+200F are common in honest text.
BIDI = "\u202a-\u202e\u2066-\u2069"
REPORTED = LOST + BIDI
LOST_RE = re.compile(f"{LOST}+")
BIDI_RE = re.compile(f"[{BIDI}]")
FOREIGN = "\u0370-\u03ff\u0400-\u052f"  # Greek and Cyrillic, which have Latin look-alikes
FOREIGN_RE = re.compile(f"[{FOREIGN}]")
# A Latin letter beside a Greek or Cyrillic one. Which of the two patterns is faster depends
# on which letters are the rarer.
LATIN_SEAM_RE = re.compile(f"[A-Za-z](?:(?=[{FOREIGN}])|(?<=[{FOREIGN}].))")
FOREIGN_SEAM_RE = re.compile(f"[{FOREIGN}](?:(?=[A-Za-z])|(?<=[A-Za-z].))")
MIN_LETTERS = 4  # shorter ones are formulas: "Δt", "μg"
BAD_CONFIDENCE = 0.5  # ftfy's pattern is meant for text that then also decodes


class Reporter:
    """Find what is reported in one line; built once, with the table of look-alikes."""

    def __init__(self, lexicon: Lexicon) -> None:
        rows = lexicon.table("characters/confusables.tsv")
        self._foreign = frozenset(row["letter"] for row in rows)
        self._latin = frozenset(row["latin"] for row in rows)

    def find(self, text: str) -> Iterator[Finding]:
        r"""Report what a line has of lost, hidden and doubtful characters.

        Args:
            text: one line, or a piece of one. Linear time.

        Yields:
            Findings, by kind.

        >>> [f.rule for f in Reporter(Lexicon()).find("\u041aiev caf\ufffd")]
        ['lost-character', 'mixed-script-word']
        """
        if text.isascii():
            return
        for match in LOST_RE.finditer(text):
            yield Finding(*match.span(), "lost-character", "text was lost here before it came in")
        for match in BIDI_RE.finditer(text):
            message = f"U+{ord(match.group()):04X} changes the order in which text is shown"
            yield Finding(*match.span(), "bidi-control", message)
        for match in iter_bad(text):
            if LOST not in match.group():
                message = "looks decoded with the wrong encoding; no repair is safe"
                yield Finding(*match.span(), "wrong-decoding", message, BAD_CONFIDENCE)
        yield from self._find_mixed_words(text)
        yield from find_mark_runs(text)

    def _find_mixed_words(self, text: str) -> Iterator[Finding]:
        done = 0
        for seam in FOREIGN_SEAM_RE.finditer(text):
            if seam.start() < done:
                continue
            start = seam.start()
            while start > done and text[start - 1].isalpha():
                start -= 1
            end = seam.end()
            while end < len(text) and text[end].isalpha():
                end += 1
            done = end
            if self._is_mixed(text[start:end]):
                message = "letters of two scripts that look alike in one word"
                yield Finding(start, end, "mixed-script-word", message)

    def _is_mixed(self, word: str) -> bool:
        """Tell whether the letters of one script could all pass for the other's."""
        foreign = [letter for letter in word if "\u0370" <= letter <= "\u052f"]
        latin = [letter for letter in word if letter < "\u0250"]
        if len(word) < MIN_LETTERS or not foreign or not latin:
            return False
        return self._foreign.issuperset(foreign) or self._latin.issuperset(latin)
