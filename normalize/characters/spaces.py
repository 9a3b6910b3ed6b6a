"""Spaces that stripped markup left behind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from normalize.edits import Edit

if TYPE_CHECKING:
    from normalize.step import Context

NBSP = "\N{NO-BREAK SPACE}"
TRAILING_RE = re.compile(r"(?<=\S)[ \t\u00a0]+(?=\r?\n|\Z)")
# No digit and no bracket before: "7.3  You agree", "(a)  For": items of a list are set so.
_BEFORE, _AFTER = r"(?:[^\W\d_]|[,;\u2019\u201d])", r"[\w(\[\u2018\u201c]"
_ENDED = r"[.!?\u2026][)\]\u2019\u201d]"  # "left.)" and "“no.”" end a sentence
# Begun with what is rare: `re` looks for a first character faster than for what precedes it.
# Exactly two: more of them align a column.
DOUBLE_RE = re.compile(rf"[ {NBSP}](?=[ {NBSP}])(?<={_BEFORE}.)(?<!{_ENDED}.)[ {NBSP}](?={_AFTER})")
# After a number within a sentence: "on 61  minutes".
_NUMBERED = r"(?=[a-z]{2})(?:(?<=[\w,] \d  )|(?<=[\w,] \d\d  )|(?<=[\w,] \d{3}  ))"
PLAIN_DOUBLE_RE = re.compile(rf"  (?:(?<={_BEFORE}  )(?<!{_ENDED}  )(?={_AFTER})|{_NUMBERED})")
BESIDE_NBSP_RE = re.compile(rf"{NBSP}(?:(?=[ {NBSP}])|(?<= .))")
# Between letters that are set apart a wide gap tells the words: "W h i t e  H o u s e".
APART_RE = re.compile(r"(?<!\w)\w  +\w(?!\w)")
LONE_NBSP_RE = re.compile(rf"{NBSP}(?<=[a-z,].)(?=[a-z])")
SENTENCE_END = ".!?:;"
INSIDE = 0.95  # confidence inside a line
TRAILING = 0.5  # and at its end, where it harms nobody: only `level = "all"` deletes it
MIN_WORDS = 8  # a line with fewer is no prose that doubled spaces would stand out in
MAX_SHARE = 0.35  # of a line's gaps: above, the spaces are a table's
LONG_LINE = 20_000  # characters of a line whose words are not counted one by one
MAX_LINES = 0.2  # of a document's lines: above, it is set that way


def has_stray_space(text: str) -> bool:
    r"""Tell whether a text may have doubled or no-break spaces to repair (not trailing ones).

    >>> has_stray_space("one  two"), has_stray_space("One.  Two"), has_stray_space("10\\xa0km")
    (True, False, False)
    """
    if NBSP in text:
        if LONE_NBSP_RE.search(text):
            return True
        if BESIDE_NBSP_RE.search(text):
            return DOUBLE_RE.search(text) is not None
    return PLAIN_DOUBLE_RE.search(text) is not None


def find_stray_spaces(text: str, context: Context, *, trailing: bool) -> Iterator[Edit]:
    """Repair spaces at a line's end, doubled spaces and no-break spaces in prose.

    Why: `&nbsp;` and stripped tags leave them, and they split phrases for every search.
    Leaves alone: exactly two spaces at a line's end (a Markdown line break); indentation,
    tables, code, justified text; two spaces after a full stop; no-break spaces beside
    digits, capitals and punctuation, and in languages other than English.

    Args:
        text: any str. Linear time.
        context: for the language of a paragraph and its code.
        trailing: whether to look at the ends of lines, where spaces harm nobody.

    Yields:
        Edits; confidence 0.95 inside a line, 0.5 at its end.
    """
    if trailing:
        for match in TRAILING_RE.finditer(text):
            is_break = match.group() == "  " and match.end() < len(text)
            if not is_break and not context.protected.is_in_code(match.start(), match.end()):
                yield Edit(match.start(), match.end(), "", "stray-space", TRAILING)
    if NBSP in text:
        for match in LONE_NBSP_RE.finditer(text):
            if context.languages.at(match.start()) == "en":
                yield Edit(match.start(), match.end(), " ", "stray-space", INSIDE)
    yield from _find_doubled(text, context)


def _find_doubled(text: str, context: Context) -> Iterator[Edit]:
    """Repair doubled spaces, unless much of the document is set with them."""
    lines: dict[int, list[tuple[int, int]]] = {}
    has_code = "`" in text or "~~~" in text
    pattern = DOUBLE_RE if BESIDE_NBSP_RE.search(text) else PLAIN_DOUBLE_RE
    start, line_end = 0, -1
    for match in pattern.finditer(text):
        if not (has_code and context.protected.is_in_code(*match.span())):
            if match.start() >= line_end:
                start = text.rfind("\n", 0, match.start()) + 1
                line_end = text.find("\n", match.end())
                line_end = len(text) if line_end < 0 else line_end
            lines.setdefault(start, []).append(match.span())
    if len(lines) > 3 and len(lines) > MAX_LINES * (text.count("\n") + 1):
        return
    for start, spans in lines.items():
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if end - start > LONG_LINE:
            words = text.count(" ", start, end)
        else:
            words = len(text[start:end].split())
        is_indented = text[start : start + 1] in (" ", "\t", "|")
        if words >= MIN_WORDS and len(spans) <= MAX_SHARE * words and not is_indented:
            for span in spans:
                if APART_RE.match(text, span[0] - 1):
                    continue
                yield Edit(*span, " ", "stray-space", INSIDE)
