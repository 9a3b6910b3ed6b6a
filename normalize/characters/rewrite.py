"""Turn a rewritten piece of text into edits, for repairs that work on whole strings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from normalize.edits import Edit

MAX_DIFF = 2_000  # characters; edit scripts are quadratic
SPACE_RE = re.compile(r"([ \n]+)")


def edits_from_rewrite(
    before: str, after: str, offset: int, rule: str, confidence: float
) -> Iterator[Edit]:
    """Yield the edits that turn one piece of text into another.

    Aligned word by word where both have the same white space, otherwise by an edit script;
    pieces above 2,000 characters become one edit.

    Args:
        before: the piece as it stands in the text.
        after: what it is to become.
        offset: where the piece starts in the text.
        rule: the code of the edits.
        confidence: theirs, 0–1.

    >>> [(e.start, e.end, e.after) for e in edits_from_rewrite("a cafÃ© b", "a café b", 0, "x", 1)]
    [(5, 7, 'é')]
    """
    if before == after:
        return
    old, new = SPACE_RE.split(before), SPACE_RE.split(after)
    if len(old) == len(new) and old[1::2] == new[1::2]:
        for one, other in zip(old, new, strict=True):
            if one != other:
                yield _trim(one, other, offset, rule, confidence)
            offset += len(one)
    elif max(len(before), len(after)) > MAX_DIFF:
        yield _trim(before, after, offset, rule, confidence)
    else:
        from rapidfuzz.distance import Levenshtein

        for operation in Levenshtein.opcodes(before, after):
            if operation.tag != "equal":
                start, end = offset + operation.src_start, offset + operation.src_end
                replacement = after[operation.dest_start : operation.dest_end]
                yield Edit(start, end, replacement, rule, confidence)


def _trim(before: str, after: str, offset: int, rule: str, confidence: float) -> Edit:
    from rapidfuzz.distance import Postfix, Prefix

    head = Prefix.similarity(before, after)
    tail = min(Postfix.similarity(before, after), min(len(before), len(after)) - head)
    replacement = after[head : len(after) - tail]
    return Edit(offset + head, offset + len(before) - tail, replacement, rule, confidence)
