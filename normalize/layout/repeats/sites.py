"""Headlines that are given twice, once with the name of their site: "Headline | Site"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from normalize.layout.lines import Page

LINES = 40  # lines in which a headline with the name of its site has its double
LINE = 300  # characters of it
NAME = 60  # characters of a site's name before a headline; after it, all that follows
PREFIX = 5  # words of it before a headline; more are a caption, before its credit
TOP = 8  # lines in which the name of a site may come first
SHORT = 8  # characters of a headline that stands with its site's name in the first line
# Between a headline and the name of its site.
SEPARATOR_RE = re.compile(r"\s*\|\s*|\s+(?:[\u2013\u2014\u00B7\u2022\u00BB\u203A-]|::|//)\s+|:\s+")
# What a separator has in it, begun with the rarer characters: one fast scan.
SIGN_RE = re.compile(r"[|:\u2013\u2014\u00B7\u2022\u00BB\u203A/-](?:(?<=\|)|(?<=:)(?=\s)|(?<=\s.))")
ITEM_RE = re.compile(r"[^\w'\"\u2018-\u201E\u00AB\u00A1\u00BF#@]|\d{1,2}[.)]\s")
QUOTES = str.maketrans(dict.fromkeys('\u2018\u2019\u201a\u201c\u201d\u201e\u00ab\u00bb"', "'"))
SHORTEST = 24  # … and elsewhere
LETTERS_RE = re.compile(r"[^\W_]+")
ELLIPSIS_RE = re.compile(r"\s*(?:\.\.\.|\u2026)$")


def find_sited_headlines(page: Page) -> dict[int, int]:
    r"""Map each headline that is given with the name of its site to the same without it.

    Why: the title of a browser's window is "Headline | Site", and comes with the page.
    Leaves alone: what has no bare double in the first forty lines; list items, headings with
    a number or a date behind the dash.

    >>> find_sited_headlines(Page("Sluice opens at last - Island Post\nSluice opens at last\n"))
    {0: 1}
    """
    if page.sited is None:  # metadata and repeats both ask
        short = [n for n, line in enumerate(page.texts[:LINES]) if len(line) <= LINE]
        signs: Iterator[re.Match[str]] = iter(())
        if len(short) > 1:  # a headline and its double
            start, end = page.lines[short[0]].start, page.lines[short[-1]].end
            signs = SIGN_RE.finditer(page.text, start, end)
        numbers = sorted({page.find_line(sign.start()) for sign in signs})
        page.sited = _pair_headlines(page, numbers) if numbers else {}
    return page.sited


def _pair_headlines(page: Page, numbers: Sequence[int]) -> dict[int, int]:
    """Pair the lines that have a separator with their bare doubles."""
    head = _Head(page)
    sited: dict[int, int] = {}
    for number in numbers:
        start, end = page.lines[number]
        line = page.text[start:end].strip()
        if end - start > LINE or ITEM_RE.match(line):
            continue
        other = _find_bare(line, number, head)
        if other is not None:
            sited[number] = other
    return {
        number: other
        for number, other in sited.items()
        if other not in sited
        # An agenda: "How we built it – Ann Lee", with a line of that kind beside it.
        and not any(sited.get(near, other) != other for near in (number - 1, number + 1))
    }


class _Head:
    """The first lines of a page, to be asked where a wording is one of them."""

    def __init__(self, page: Page) -> None:
        self._page = page

    @cached_property
    def _folded(self) -> str:
        return self._page.text[: self._page.lines[:LINES][-1].end].casefold()

    @cached_property
    def known(self) -> dict[str, int]:
        """Map each line, folded, to the number of the first that says so."""
        known: dict[str, int] = {}
        for number, line in enumerate(self._page.texts[:LINES]):
            if len(line) <= LINE:
                known.setdefault(_fold(line), number)
        return known

    def has_twice(self, wording: str) -> bool:
        """Tell whether the longest word of a part of a line stands in another place as well.

        Needed for the part to be another line, and for most parts it is not so.
        """
        words = LETTERS_RE.findall(wording.casefold())
        return not words or self._folded.count(max(words, key=len)) > 1


def _find_bare(line: str, number: int, head: _Head) -> int | None:
    for found in _find_separators(line):
        before, after = line[: found.start()], line[found.end() :]
        is_before = _is_name(after) and ":" not in found.group()
        for wording, least, is_possible in (
            (before, SHORTEST if number else SHORT, is_before),
            (after, SHORTEST, number < TOP and _is_prefix(before, found.group())),
        ):
            if not is_possible or len(wording) < least or " " not in wording:
                continue
            if not head.has_twice(wording):
                continue
            known = head.known
            other = known.get(_fold(wording))
            if other is None and wording is before and ELLIPSIS_RE.search(wording):
                other = _find_whole(_fold(ELLIPSIS_RE.sub("", wording)), number, known)
            if other is not None and other != number:
                return other
    return None


def _find_separators(line: str) -> Iterator[re.Match[str]]:
    """Yield what `SEPARATOR_RE` finds, tried only where one of its signs stands."""
    done = 0
    for sign in SIGN_RE.finditer(line):
        at = sign.start()
        if at < done:
            continue
        start = done + len(line[done:at].rstrip())
        found = SEPARATOR_RE.match(line, start) or SEPARATOR_RE.match(line, at)
        if found is not None:
            done = found.end()
            yield found


def _is_prefix(text: str, separator: str) -> bool:
    """Tell whether text may name a site before a headline: before a colon, capitals only."""
    if len(text) > NAME or not _is_name(text) or text.count(" ") >= PREFIX or ", " in text:
        return False
    return ":" not in separator or all(word[0].isupper() for word in text.split())


def _find_whole(start: str, number: int, known: Mapping[str, int]) -> int | None:
    """Find the line that a headline cut off with "…" is the beginning of."""
    if len(start) < SHORTEST:
        return None
    whole = (at for line, at in known.items() if at != number and line.startswith(start))
    return next(whole, None)


def _is_name(text: str) -> bool:
    """Tell whether text may name a site or its section: a capital first, and not a date alone."""
    return text[:1].isalnum() and not text[:1].islower() and any(map(str.isalpha, text))


def _fold(line: str) -> str:
    line = line.replace('"', "'") if line.isascii() else line.translate(QUOTES)
    return " ".join(line.casefold().split()).rstrip(". ")
