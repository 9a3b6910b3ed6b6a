"""Align a spun page with its original, word by word.

A spinner of this kind writes one word for one word, so a stretch of differing words counts only
where both sides have as many, and where most words around it agree: menus, captions and
paragraphs that only one of the pages has are passed over.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

from rapidfuzz.distance import Levenshtein

BLOCK = 3_000  # words that are aligned at once: time and memory grow with its square
ANCHOR = 6  # equal words in a row that a block may end after
LONGEST = 6  # words in a row that were all replaced
AROUND = 12  # words on either side, at least half of which must agree


def align_words(spun: str, original: str) -> Iterator[tuple[str, str]]:
    """Yield (written, original) for every word that has a sure partner. Linear.

    Words are what stands between white space. Leaves alone: words that were inserted, left
    out or replaced by several, and all in passages that differ too much.

    >>> spun = "He said that helium volition beryllium successful Moscow on Monday, they wrote."
    >>> original = "He said that he will be in Moscow on Monday, they wrote."
    >>> [pair for pair in align_words(spun, original) if pair[0] != pair[1]][:2]
    [('helium', 'he'), ('volition', 'will')]
    """
    left, right = spun.split(), original.split()
    pairs = list(_pair_places(left, right))
    agreed = list(accumulate((left[i] == right[j] for i, j in pairs), initial=0))
    for at, (i, j) in enumerate(pairs):
        low, high = max(0, at - AROUND), min(len(pairs), at + AROUND + 1)
        span = pairs[high - 1][0] - pairs[low][0] + 1  # with the words that have no partner
        if 2 * (agreed[high] - agreed[low]) >= span:
            yield left[i], right[j]


def _pair_places(left: Sequence[str], right: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the places of words that may be partners, block by block."""
    i = j = 0
    while i < len(left) and j < len(right):
        is_last = len(left) - i <= BLOCK and len(right) - j <= BLOCK
        block = list(_pair_block(left[i : i + BLOCK], right[j : j + BLOCK]))
        cut = len(block) if is_last else _find_anchor(left[i:], right[j:], block)
        yield from ((i + a, j + b) for a, b in block[:cut])
        if is_last:
            return
        # Without an anchor the pages have nothing in common here: go on further down.
        a, b = block[cut - 1] if cut else (BLOCK // 2, BLOCK // 2)
        i, j = i + a + 1, j + b + 1


def _pair_block(left: Sequence[str], right: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Align two blocks; stretches of differing words count where both are equally long."""
    i = j = 0  # where the stretch of differing words began
    for code in Levenshtein.opcodes(left, right):
        if code.tag != "equal":
            continue
        yield from _pair_stretch(i, code.src_start, j, code.dest_start)
        for step in range(code.src_end - code.src_start):
            yield code.src_start + step, code.dest_start + step
        i, j = code.src_end, code.dest_end
    yield from _pair_stretch(i, len(left), j, len(right))


def _pair_stretch(i: int, i_end: int, j: int, j_end: int) -> Iterator[tuple[int, int]]:
    if i_end - i == j_end - j <= LONGEST:
        yield from zip(range(i, i_end), range(j, j_end), strict=True)


def _find_anchor(
    left: Sequence[str], right: Sequence[str], block: Sequence[tuple[int, int]]
) -> int:
    """Return how many pairs of a block are sure: up to its last run of equal words; 0 if none."""
    run = 0
    for at in range(len(block) - 1, -1, -1):
        i, j = block[at]
        run = run + 1 if left[i] == right[j] else 0
        if run == ANCHOR:
            return at + ANCHOR
    return 0
