"""Where aliases stand in a text, and which of several that overlap is taken."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import NamedTuple

from normalize.names.forms import FROZEN, FULL, ON_EVIDENCE
from normalize.names.gazetteer import Found


class Hit(NamedTuple):
    """A place where aliases stand: its span in the text, and the aliases (one or more)."""

    start: int
    end: int
    aliases: Found
    is_plain: bool = False  # a full name as it is written here, which asks for no evidence


def is_plain(aliases: Found) -> bool:
    """Tell whether a text that is written so needs no decision but whether it is prose."""
    if len(aliases) != 1:
        return False
    alias = aliases[0]
    if alias.form != FULL or alias.condition == ON_EVIDENCE:
        return False
    return alias.is_weak or alias.text == alias.after


def choose_longest(found: Sequence[Hit]) -> list[Hit]:
    """Choose the leftmost-longest hits among those that touch no frozen phrase."""
    if _is_settled(found):
        return list(found)
    ordered = sorted(found, key=itemgetter(1), reverse=True)
    ordered.sort(key=itemgetter(0))  # by start; of one start the longest first
    blocks: list[tuple[int, int]] = []
    for hit in ordered:
        if _is_frozen(hit):
            if blocks and hit.start < blocks[-1][1]:
                blocks[-1] = (blocks[-1][0], max(hit.end, blocks[-1][1]))
            else:
                blocks.append((hit.start, hit.end))
    chosen = []
    reach = block = 0
    for hit in ordered:
        while block < len(blocks) and blocks[block][1] <= hit.start:
            block += 1
        is_frozen = block < len(blocks) and blocks[block][0] < hit.end
        if hit.start >= reach and not is_frozen:
            chosen.append(hit)
            reach = hit.end
    return chosen


def _is_settled(found: Iterable[Hit]) -> bool:
    """Tell whether hits are in order, apart from each other, and none is frozen."""
    reach = 0
    for hit in found:
        if hit.start < reach or _is_frozen(hit):
            return False
        reach = hit.end
    return True


def _is_frozen(hit: Hit) -> bool:
    return not hit.is_plain and any(alias.form == FROZEN for alias in hit.aliases)
