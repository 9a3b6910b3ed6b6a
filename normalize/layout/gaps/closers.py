"""Marks that close: guillemets set the German way, and brackets around a remark."""

from __future__ import annotations

from normalize.layout.gaps.seams import Seam

SPACED_QUOTES = frozenset(["fr"])  # « so »
TURNED_QUOTES = frozenset(["da", "de"])  # »so«


def is_turned(seam: Seam, text: str, language: str) -> bool:
    """Tell whether guillemets are set the German way, »so«, and belong to the other side."""
    if "\N{RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK}" in seam.mark:
        at = text.rfind("\N{RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK}", seam.start, seam.at)
        return language not in SPACED_QUOTES and text[at - 1 : at].isspace()
    at = text.find("\N{LEFT-POINTING DOUBLE ANGLE QUOTATION MARK}", seam.start, seam.end)
    return language in TURNED_QUOTES or (
        language not in SPACED_QUOTES and text[at + 1 : at + 2].isspace()
    )


def is_remark(seam: Seam, text: str, is_clear: bool) -> bool:
    """Tell whether a bracket closes a remark: not "(Re)Thinking", "[Get]Data".

    Of one word it may be, "(AP)", "[12]", where a word such as "The" follows.
    """
    opening = {")": "(", "]": "["}[text[seam.at - 1]]
    opened = text.rfind(opening, max(0, seam.at - 200), seam.at)
    if opened < 0 or "\n" in text[opened : seam.at]:
        return False
    if text[opened + 1 : seam.at - 1].isdigit():
        return is_clear
    if opened == 0 or not text[opened - 1].isspace():
        return False
    if is_clear and text[opened + 1].isupper() and seam.at - opened > 3:
        return True
    return " " in text[opened : seam.at].strip()
