"""Normal form C: a letter and its accent as one character."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import regex

from normalize.edits import Edit, Finding

CONFIDENCE = 0.99
MAX_MARKS = 30  # no script stacks more; normalising a run of marks is quadratic
MARK_RUN_RE = regex.compile(rf"\p{{M}}{{{MAX_MARKS + 1},}}")


def find_denormalised_letters(text: str) -> Iterator[Edit | Finding]:
    r"""Compose letters with their accents (NFC), grapheme by grapheme.

    Why: "José" in two forms is two words to every program.
    Leaves alone: compatibility characters such as ² and ™; runs of more than 30 marks,
    which are reported.

    Args:
        text: any str. Linear time.

    Yields:
        Edits in order, confidence 0.99; findings for runs of marks.

    Source: Unicode Standard Annex #15.

    >>> [(e.start, e.end, e.after) for e in find_denormalised_letters("Jose\u0301")]
    [(3, 5, 'é')]
    """
    for start, line in _iter_lines(text):
        if line.isascii():
            continue
        run = MARK_RUN_RE.search(line)
        if run is None and unicodedata.is_normalized("NFC", line):
            continue
        for match in regex.finditer(r"\X", line):
            cluster = match.group()
            if cluster.isascii():
                continue
            if len(cluster) > MAX_MARKS and MARK_RUN_RE.search(cluster):
                message = f"a run of {len(cluster)} combining marks"
                span = (start + match.start(), start + match.end())
                yield Finding(*span, "denormalised-letter", message)
                continue
            composed = unicodedata.normalize("NFC", cluster)
            if composed != cluster:
                span = (start + match.start(), start + match.end())
                yield Edit(*span, composed, "denormalised-letter", CONFIDENCE)


def _iter_lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield (start, line); a normal form never reaches over a line's end."""
    start = 0
    for line in text.split("\n"):
        yield start, line
        start += len(line) + 1
