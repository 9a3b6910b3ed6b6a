"""Blocks: the lines of one hard-wrapped paragraph, and paragraphs given twice in a row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from normalize.layout.lines import Line, Page

WRAPPED_WIDTH = range(40, 101)  # characters of a line of a hard-wrapped paragraph
PAIR = 2
FULL = 60  # characters of the first line of two, if the second begins with a capital
MOST_LINES = 40  # of a hard-wrapped paragraph
ALIKE = 12  # characters that a caption and its double begin with
SLACK = 2  # lines between a block and its copy: an advertisement, a caption


class Block(NamedTuple):
    """Lines that make one paragraph: from `first` up to and with `last`."""

    first: int
    last: int
    start: int
    end: int


def read_block(page: Page, number: int) -> Block:
    """Read the paragraph that a line belongs to: itself, or the lines it is wrapped in."""
    first = last = number
    while first and number - first < MOST_LINES and _is_wrapped(page, first - 1):
        first -= 1
    while last - number < MOST_LINES and _is_wrapped(page, last):
        last += 1
    if first < last and not _is_prose([page.read(n).rstrip() for n in range(first, last + 1)]):
        first = last = number
    return Block(first, last, page.lines[first].start, page.lines[last].end)


def _is_prose(lines: list[str]) -> bool:
    """Tell whether lines are one paragraph: most end in mid-sentence, not all begin anew."""
    open_ends = sum(line[-1:] not in ".!?" for line in lines[:-1])
    if 2 * open_ends < len(lines) - 1:
        return False
    if any(line[:1].islower() for line in lines[1:]):
        return True
    if lines[0][:ALIKE] == lines[-1][:ALIKE]:  # a caption and its double
        return False
    return len(lines) == PAIR and lines[-1][-1:] in ".!?" and len(lines[0]) >= FULL


def _is_wrapped(page: Page, number: int) -> bool:
    """Tell whether a line may go on in the next one: no blank line comes between."""
    if number + 1 >= len(page.lines):
        return False
    line, following = page.lines[number], page.lines[number + 1]
    if not _is_wide(line) or following.end - following.start > WRAPPED_WIDTH[-1]:
        return False
    return following.start - line.end <= 2 and page.text[line.end : following.start] in (
        "\n",
        "\r\n",
        "\r",
    )


def _is_wide(line: Line) -> bool:
    return line.end - line.start in WRAPPED_WIDTH


def find_blocks(page: Page, copies: Mapping[int, int]) -> set[int]:
    """Name the lines of blocks: two or more copies that follow each other as before.

    The copy of a block stands right after it, or two lines on: that is how pages are given
    twice. In manuals, licences and plays the same few paragraphs come back far apart.
    """
    blocks: set[int] = set()
    run: list[int] = []
    for number, first in copies.items():
        if not (run and _is_continued(page, run[-1], copies[run[-1]], number, first)):
            blocks.update(_close_block(run, copies))
            run = []
        run.append(number)
    blocks.update(_close_block(run, copies))
    return blocks


def _is_continued(page: Page, last: int, last_first: int, number: int, first: int) -> bool:
    """Tell whether two copies are as far apart as their firsts, with the same between."""
    distance = number - first
    if distance != last - last_first:
        return False
    between = range(last + 1, number)
    return all(page.read(n).strip() == page.read(n - distance).strip() for n in between)


def _close_block(run: list[int], copies: Mapping[int, int]) -> range:
    if len(run) < 2 or run[0] - copies[run[-1]] - 1 > SLACK:
        return range(0)
    return range(run[0], run[-1] + 1)
