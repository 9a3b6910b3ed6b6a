"""Blocks of several paragraphs that a page gave twice, one right after the other."""

from __future__ import annotations

from collections.abc import Mapping

from normalize.layout.lines import Page

SLACK = 2  # lines between a block and its copy: an advertisement, a caption


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
