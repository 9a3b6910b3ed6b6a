"""Normal form C: a letter and its accent as one character; form KC where asked for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Literal

from normalize.edits import Edit, Finding

if TYPE_CHECKING:
    import regex

CONFIDENCE = 0.99
MAX_MARKS = 30  # no script stacks more; normalising a run of marks is quadratic
RULES: dict[Literal["NFC", "NFKC"], str] = {
    "NFC": "denormalised-letter",
    "NFKC": "compatibility-character",
}


def find_denormalised_letters(text: str, form: Literal["NFC", "NFKC"] = "NFC") -> Iterator[Edit]:
    r"""Compose letters with their accents (NFC), grapheme by grapheme.

    Why: "José" in two forms is two words to every program.
    Leaves alone: compatibility characters such as ² and ™, but with form NFKC; runs of more
    than 30 marks.

    Args:
        text: any str. Linear time.
        form: the normal form, which also names the rule.

    Yields:
        Edits in order, confidence 0.99.

    Source: Unicode Standard Annex #15.

    >>> [(e.start, e.end, e.after) for e in find_denormalised_letters("Jose\u0301")]
    [(3, 5, 'é')]
    """
    if is_normal(text, form):
        return
    for match in _compile_cluster().finditer(text):
        cluster = match.group()
        if cluster.isascii() or (
            len(cluster) > MAX_MARKS and _compile_mark_runs()[1].search(cluster)
        ):
            continue
        composed = unicodedata.normalize(form, cluster)
        if composed != cluster:
            yield Edit(match.start(), match.end(), composed, RULES[form], CONFIDENCE)


def find_mark_runs(text: str) -> Iterator[Finding]:
    """Report runs of more than 30 combining marks, which no script has.

    >>> [(f.start, f.end) for f in find_mark_runs("z" + "\u0301" * 50)]
    [(1, 51)]
    """
    if has_mark_run(text):
        for match in _compile_mark_runs()[1].finditer(text):
            message = f"a run of {match.end() - match.start()} combining marks"
            yield Finding(match.start(), match.end(), "denormalised-letter", message)


def is_normal(text: str, form: Literal["NFC", "NFKC"] = "NFC") -> bool:
    """Tell whether a text is in a normal form; False as well where it has a run of marks.

    >>> is_normal("Jos\u00e9"), is_normal("Jose\u0301")
    (True, False)
    """
    if text.isascii():
        return True
    return not has_mark_run(text) and unicodedata.is_normalized(form, text)


def has_mark_run(text: str) -> bool:
    """Tell whether a text has a run of more than 30 combining marks."""
    maybe, sure = _compile_mark_runs()
    return maybe.search(text) is not None and sure.search(text) is not None


# Compiled for the first text beyond ASCII.


@cache
def _compile_cluster() -> regex.Pattern[str]:
    import regex

    return regex.compile(r"(?![\x00-\x7f]{2})\X")


@cache
def _compile_mark_runs() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Compile what may be a run of marks, and what is one.

    `re` is slow on classes with many characters beyond the basic plane, so these are looked
    for as one range first.
    """
    # Marks that a normal form sorts; there are none outside this range.
    marks = "".join(filter(unicodedata.combining, map(chr, range(0x300, 0x1E950))))
    maybe = "".join(filter("\U00010000".__gt__, marks)) + "\U000101fd-\U0001e94a"
    return (
        re.compile(f"[{maybe}][{maybe}]{{{MAX_MARKS}}}"),
        re.compile(f"[{marks}][{marks}]{{{MAX_MARKS},}}"),
    )
