"""A unified diff from the offset map: linear, where comparing the texts would be quadratic."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from normalize.cleaned import Cleaned

CONTEXT = 3  # unchanged lines around a change, as everywhere


class _Block(NamedTuple):
    """Lines of the original and the lines that stand for them, as numbers from 0."""

    a_start: int
    a_end: int
    b_start: int
    b_end: int


def diff_lines(cleaned: Cleaned, name: str) -> Iterator[str]:
    r"""Yield a unified diff, line by line; nothing where nothing was changed.

    Args:
        cleaned: the document.
        name: what both sides are called, so that `patch` finds the file.

    >>> import normalize
    >>> print("".join(diff_lines(normalize.explain("One.\nTom &amp; Ann\n"), "a.txt")), end="")
    --- a.txt
    +++ a.txt
    @@ -1,2 +1,2 @@
     One.
    -Tom &amp; Ann
    +Tom & Ann
    """
    before = _split_lines(cleaned.original)
    after = _split_lines(cleaned.text)
    blocks = _find_blocks(cleaned, before, after)
    if not blocks:
        return
    yield f"--- {name}\n"
    yield f"+++ {name}\n"
    for hunk in _iter_hunks(blocks):
        yield from _write_hunk(hunk, before, after)


def _split_lines(text: str) -> list[str]:
    """Split after line feeds only, as `diff` and `patch` do."""
    lines = text.split("\n")
    last = lines.pop()
    return [line + "\n" for line in lines] + ([last] if last else [])


def _find_blocks(cleaned: Cleaned, before: list[str], after: list[str]) -> list[_Block]:
    """Find the changed lines: regions of the offset map, widened to whole lines."""
    a_lines, b_lines = _line_starts(before), _line_starts(after)
    blocks: list[_Block] = []
    original = cleaned.original
    last_end = 0
    for region in cleaned.offsets.regions:
        a_start = bisect_right(a_lines, region.a_start) - 1
        b_start = bisect_right(b_lines, region.b_start) - 1
        a_end = _line_after(a_lines, region.a_end, len(before))
        b_end = _line_after(b_lines, region.b_end, len(after))
        block = _Block(max(a_start, 0), a_end, max(b_start, 0), b_end)
        joined = blocks and "\n" not in original[last_end : region.a_start]
        if blocks and (joined or block.a_start < blocks[-1].a_end):
            first = blocks.pop()
            block = _Block(first.a_start, block.a_end, first.b_start, block.b_end)
        blocks.append(block)
        last_end = region.a_end
    trimmed = (_trim(block, before, after) for block in blocks)
    return [block for block in trimmed if block is not None]


def _line_starts(lines: Sequence[str]) -> list[int]:
    """Say where the lines start, and the empty one that begins after a last line feed."""
    starts = []
    at = 0
    for line in lines:
        starts.append(at)
        at += len(line)
    if not lines or lines[-1].endswith("\n"):
        starts.append(at)
    return starts


def _line_after(starts: list[int], offset: int, count: int) -> int:
    """Number the first line that begins after an offset."""
    return min(bisect_right(starts, offset), count)


def _trim(block: _Block, before: list[str], after: list[str]) -> _Block | None:
    """Cut equal lines off both ends of a block; None where nothing is left."""
    a_start, a_end, b_start, b_end = block
    while a_start < a_end and b_start < b_end and before[a_start] == after[b_start]:
        a_start += 1
        b_start += 1
    while a_start < a_end and b_start < b_end and before[a_end - 1] == after[b_end - 1]:
        a_end -= 1
        b_end -= 1
    if a_start == a_end and b_start == b_end:
        return None
    return _Block(a_start, a_end, b_start, b_end)


def _iter_hunks(blocks: list[_Block]) -> Iterator[list[_Block]]:
    """Group the blocks whose context would touch."""
    hunk = [blocks[0]]
    for block in blocks[1:]:
        if block.a_start - hunk[-1].a_end > 2 * CONTEXT:
            yield hunk
            hunk = []
        hunk.append(block)
    yield hunk


def _write_hunk(hunk: list[_Block], before: list[str], after: list[str]) -> Iterator[str]:
    lead = min(CONTEXT, hunk[0].a_start)
    trail = min(CONTEXT, len(before) - hunk[-1].a_end)
    a_start, a_end = hunk[0].a_start - lead, hunk[-1].a_end + trail
    b_start, b_end = hunk[0].b_start - lead, hunk[-1].b_end + trail
    yield f"@@ -{_name_range(a_start, a_end)} +{_name_range(b_start, b_end)} @@\n"
    at = a_start
    for block in hunk:
        yield from _mark(" ", before[at : block.a_start])
        yield from _mark("-", before[block.a_start : block.a_end])
        yield from _mark("+", after[block.b_start : block.b_end])
        at = block.a_end
    yield from _mark(" ", before[at:a_end])


def _name_range(start: int, end: int) -> str:
    count = end - start
    if count == 1:
        return str(start + 1)
    return f"{start + (count > 0)},{count}"


def _mark(sign: str, lines: Sequence[str]) -> Iterator[str]:
    for line in lines:
        yield sign + line
        if not line.endswith("\n"):
            yield "\n\\ No newline at end of file\n"


def shift_hunk(lines: list[str], before: int, after: int) -> Iterator[str]:
    """Move the line numbers of a diff."""

    def move(match: re.Match[str]) -> str:
        lengths = match[2] or "", match[4] or ""
        return f"@@ -{int(match[1]) + before}{lengths[0]} +{int(match[3]) + after}{lengths[1]} @@"

    for line in lines:
        if line.startswith("@@"):
            yield re.sub(r"@@ -(\d+)(,\d+)? \+(\d+)(,\d+)? @@", move, line)
        else:
            yield line if line.endswith("\n") else line + "\n\\ No newline at end of file\n"
