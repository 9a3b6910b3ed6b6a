r"""Mojibake: text that was decoded with the wrong encoding.

What is suspicious, which encodings are tried in which order and what may be restored is
ftfy's knowledge (`ftfy.badness`, `ftfy.chardata`, the patterns of `ftfy.fixes`); this module
orders it as `ftfy.fix_encoding` does and keeps the place of every change. That needs no
comparison of texts: the encodings tried have one byte a character, so a byte's place is its
character's place, and a run of bytes above ASCII that decodes to other characters is an edit
of just these.

Bytes are held as latin-1 text while they are worked on, so that `Draft` can follow them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from ftfy.chardata import (
    ALTERED_UTF8_RE,
    CHARMAP_ENCODINGS,
    LOSSY_UTF8_RE,
    UTF8_CLUES,
    possible_encoding,
)
from ftfy.fixes import A_GRAVE_WORD_RE

from normalize.characters.badness import is_bad
from normalize.characters.bold import (
    ARABIC_RE,
    BOLD_RE,
    SPLIT_SYLLABLE_RE,
    VIETNAMESE_RE,
    is_mac_roman,
)
from normalize.characters.draft import Draft
from normalize.edits import Edit

CONFIDENCE = 0.99  # ftfy's false positives are fewer than one in a million lines
MAX_LEVELS = 20  # of mojibake upon mojibake; real text has three at most
RULE = "mojibake"
WESTERN = "sloppy-windows-1252"
HIGH_RE = re.compile("[\x80-\xff]+")
C1_RE = re.compile("[\x80-\x9f]+")
ALTERED = frozenset(" ?")
OPENING = frozenset("\"'`“‘„‚«‹(")
CLOSING = frozenset("\"'`”’“‘»›)")
ALTERED_RE = re.compile(ALTERED_UTF8_RE.pattern.decode("latin-1"))
LOSSY_RE = re.compile(LOSSY_UTF8_RE.pattern.decode("latin-1"))
A_GRAVE_RE = re.compile(A_GRAVE_WORD_RE.pattern.decode("latin-1"))
LOST = "\N{REPLACEMENT CHARACTER}".encode().decode("latin-1")
_C = UTF8_CLUES
_SEQUENCE = (
    f"[{_C['utf8_first_of_2']}][{_C['utf8_continuation']}]"
    f"|[{_C['utf8_first_of_3']}][{_C['utf8_continuation']}]{{2}}"
    f"|[{_C['utf8_first_of_4']}][{_C['utf8_continuation']}]{{3}}"
)
_LEADS = _C["utf8_first_of_2"] + _C["utf8_first_of_3"] + _C["utf8_first_of_4"]
# `ftfy.chardata.UTF8_DETECTOR_RE`, with a character class first: `re` looks for it faster.
DETECTOR_RE = re.compile(
    f"""
    [{_LEADS}](?<=(?<![{_C["utf8_continuation_strict"]}])[{_LEADS}])
    (?:
        (?<=[{_C["utf8_first_of_2"]}])[{_C["utf8_continuation"]}]
        |(?<=[{_C["utf8_first_of_3"]}])[{_C["utf8_continuation"]}]{{2}}
        |(?<=[{_C["utf8_first_of_4"]}])[{_C["utf8_continuation"]}]{{3}}
    )
    (?:{_SEQUENCE})*
    """,
    re.VERBOSE,
)


def find_mojibake(text: str, *, bold: bool = False) -> Iterator[Edit]:
    """Repair text that was decoded with the wrong encoding, as often as it was.

    Why: "â€™" for an apostrophe breaks words, names and search.
    Leaves alone: whatever ftfy's badness heuristic does not find suspicious. The step also
    leaves what stands alone in quotation marks (`leave_mentions`).

    Args:
        text: one line, or a piece of one. Linear time.
        bold: repair also what ftfy lists as its known failures (`characters.bold`).

    Yields:
        Edits in order; confidence 0.99.

    Source: ftfy 6.3, https://ftfy.readthedocs.io; cases in fixtures/cases/characters/.

    >>> [(e.start, e.end, e.after) for e in find_mojibake("sÃ³ já")]
    [(1, 3, 'ó')]
    """
    draft = Draft(text)
    repair_mojibake(draft, bold=bold)
    yield from draft.edits()


def repair_mojibake(draft: Draft, *, bold: bool = False) -> bool:
    """Do in a draft what `find_mojibake` proposes; tells whether it changed."""
    text = draft.text
    if text.isascii() or not (is_bad(text) or (bold and BOLD_RE.search(text))):
        return False
    changed = False
    for _ in range(MAX_LEVELS):
        if not draft.take(_find_one_level(draft.text, bold)):
            break
        changed = True
        if not is_bad(draft.text):
            break
    return changed


def leave_mentions(text: str, edits: list[Edit], offset: int = 0) -> list[Edit]:
    """Drop the repairs of a line that only speaks of mojibake: each stands alone in quotes.

    Args:
        text: the line.
        edits: its edits, their offsets `offset` more than in the line.

    >>> leave_mentions("who sees “Ã©” has lost an é", [Edit(10, 12, "é", RULE)])
    []
    """
    for edit in edits:
        if edit.rule == RULE:
            start, end = edit.start - offset, edit.end - offset
            if not (start and text[start - 1] in OPENING and text[end : end + 1] in CLOSING):
                return edits
    return [edit for edit in edits if edit.rule != RULE]


def find_c1_controls(text: str) -> Iterator[Edit]:
    r"""Read C1 control characters as the Windows-1252 characters that they stand for.

    Leaves alone: the five that Windows-1252 does not use.

    >>> [(e.start, e.after) for e in find_c1_controls("caf\xe9 \x96 bar")]
    [(5, '–')]
    """
    return _replace(text, C1_RE, lambda run: run.encode("latin-1").decode("sloppy-windows-1252"))


def _find_one_level(text: str, bold: bool) -> list[Edit]:
    """Undo one wrong decoding, in the order of `ftfy.fix_encoding`."""
    if bold and is_mac_roman(text):
        return list(_replace(text, C1_RE, lambda run: run.encode("latin-1").decode("mac_roman")))
    for encoding in CHARMAP_ENCODINGS:
        if possible_encoding(text, encoding):
            edits = _find_decoded(text, encoding, bold)
            if edits is not None:
                return edits
    return _find_embedded(text, bold) or list(find_c1_controls(text))


def _find_decoded(text: str, encoding: str, bold: bool) -> list[Edit] | None:
    """Undo the decoding of a whole line with `encoding`; None if it is no UTF-8 then."""
    coded = text.encode(encoding)
    data = coded.decode("latin-1")  # as long as the text: a place in one is its place in the other
    runs = [match.span() for match in HIGH_RE.finditer(data)]
    draft = None
    # What was lost or altered is a space, a "?" or a SUB after a byte above ASCII.
    if "\x1a" in data or any(data[end : end + 1] in ALTERED for _, end in runs):
        draft = _restore_bytes(data, encoding, bold)
        data = draft.text
        coded = data.encode("latin-1")
        runs = [match.span() for match in HIGH_RE.finditer(data)]
    decoding = "utf-8-variants" if b"\xed" in coded or b"\xc0" in coded else "utf-8"
    try:
        coded.decode(decoding)
    except UnicodeDecodeError:
        return None
    edits = [
        Edit(start, end, coded[start:end].decode(decoding), RULE, CONFIDENCE) for start, end in runs
    ]
    if draft is None or draft.text is draft.original:
        return edits
    draft.take(edits)
    return list(draft.edits())


def _restore_bytes(data: str, encoding: str, bold: bool) -> Draft:
    """Put back the bytes of a line that a program replaced on its way."""
    draft = Draft(data)
    # Not in MacRoman, where this would match an en dash before a space.
    if encoding != "macroman" and ALTERED_RE.search(data):
        if bold and VIETNAMESE_RE.search(data):
            draft.take(_replace(data, SPLIT_SYLLABLE_RE, lambda found: "\xc3\xa0"))
        draft.take(_replace(draft.text, A_GRAVE_RE, lambda found: "\xc3\xa0 "))
        draft.take(_replace(draft.text, ALTERED_RE, lambda found: found.replace(" ", "\xa0")))
    if encoding.startswith("sloppy"):
        draft.take(_replace(draft.text, LOSSY_RE, lambda found: LOST))
    return draft


def _find_embedded(text: str, bold: bool) -> list[Edit]:
    """Undo sequences that are mojibake by themselves, in a line that as a whole is not."""
    runs = [
        match for match in DETECTOR_RE.finditer(text) if match.end() - match.start() < len(text)
    ]
    is_arabic = bold and any(ARABIC_RE.match(run.group()) and is_bad(run.group()) for run in runs)
    edits: list[Edit] = []
    for run in runs:
        piece = run.group()
        if is_bad(piece):
            found = list(find_mojibake(piece))
        elif is_arabic and ARABIC_RE.fullmatch(piece) and possible_encoding(piece, WESTERN):
            found = _find_decoded(piece, WESTERN, bold) or []
        else:
            continue
        edits += (
            Edit(edit.start + run.start(), edit.end + run.start(), edit.after, RULE, CONFIDENCE)
            for edit in found
        )
    return edits


def _replace(
    text: str, pattern: re.Pattern[str], replacement: Callable[[str], str]
) -> Iterator[Edit]:
    for match in pattern.finditer(text):
        yield Edit(match.start(), match.end(), replacement(match.group()), RULE, CONFIDENCE)
