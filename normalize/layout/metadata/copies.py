"""How a page says one of its lines again: as a title does, as its site's name, as a heading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import cached_property

from normalize.layout.lines import Page

READ = 20_000  # characters in which a line is looked for once more
FEW = 4  # words that the name of a site may have
PLACES = 40  # at which a line is looked for again
TITLE, COPY, HEADING, SITE = 2.0, 1.0, -2.5, -2.5
# Around a part of a line: of a trail, of a window's title, of a notice of rights.
TRAIL_RE = re.compile(r"\s*(?:[\u203A\u00BB>/\u2039\u2192\u25B8]|::)\s*$")
TRAILS_RE = re.compile(r"\s*[\u203A\u00BB>\u2039\u2192\u25B8]\s|\s/\s")
SITE_RE = re.compile(
    r"(?:\s[|\u2013\u2014\u00B7-]|\|)\s*$|(?:\u00A9|\([cC]\)|copyright)[\s\d\u2013-]*$",
    re.IGNORECASE,
)
SITED_RE = re.compile(r"\s*[|\u2013\u2014\u00B7\u00BB-]\s")
OWNED_RE = re.compile(r"\s*(?:\u00A9|\([cC]\))")
WORDS_RE = re.compile(r"[^\W\d_][\w'\u2019-]*")


class Copies:
    """The lines of a page, to be asked what the page says again. Linear a line."""

    def __init__(self, page: Page, gone: AbstractSet[int], first: int) -> None:
        """Take a page, which of its lines go, and the number of the first one of its text."""
        self._page = page
        self._gone = gone
        self._first = first

    @cached_property
    def _text(self) -> str:
        return self._page.text[:READ].lower()

    @cached_property
    def _lines(self) -> Mapping[str, list[int]]:
        lines: dict[str, list[int]] = {}
        for number, line in enumerate(self._page.texts):
            if self._page.lines[number].start >= READ:
                break
            lines.setdefault(line.strip().lower(), []).append(number)
        return lines

    def rate(self, number: int) -> float:
        """Rate how a page says a line again: from -2.5 to 2, 0 where it does not.

        Alone, above the article, it counts for short lines and furniture only: a standfirst
        may stand twice. What a list of contents says stands again below.
        """
        line = self._page.texts[number].strip().lower()
        others = [other for other in self._lines.get(line, ()) if other != number]
        is_short = len(WORDS_RE.findall(line)) < FEW
        rank = 0.0
        is_gone = number in self._gone
        if any(other >= self._first and other not in self._gone for other in others):
            rank = HEADING
        elif others and (is_gone or is_short):
            rank = COPY
        parts = list(self._rate_parts(line))
        low = min(parts, default=0.0)
        return low if low < 0 else max([rank, *parts]) if rank >= 0 else rank

    def _rate_parts(self, line: str) -> Iterator[float]:
        """Rate each place where a line is a part of another one."""
        text = self._text
        at = text.find(line)
        for _ in range(PLACES):
            if at < 0:
                return
            end = at + len(line)
            stop = text.find("\n", end)
            before = text[text.rfind("\n", 0, at) + 1 : at]
            after = text[end : stop if stop >= 0 else len(text)]
            is_glued = not before.strip() and self._page.text[end : end + 1].isupper()
            is_below = at >= self._page.lines[self._first - 1].end
            at = text.find(line, end)
            if is_glued and is_below:
                yield HEADING  # "When a job is retriedA job is retried if …"
            elif before[-1:].isalnum() or after[:1].isalnum():
                continue
            elif before.strip() or after.strip(" ."):
                yield _rate_part(line, before, after)


def _rate_part(line: str, before: str, after: str) -> float:
    """Rate one place of a line within another, by what stands around it there."""
    words = len(WORDS_RE.findall(line))
    if not before.strip() and TRAILS_RE.match(after):
        return SITE if words <= FEW else 0.0  # "Site > Section > Title"
    if TRAIL_RE.search(before):
        return 0.0 if after.strip() else TITLE
    if words <= FEW + 2 and not after.strip(" .") and SITE_RE.search(before):
        return SITE
    if OWNED_RE.match(after):
        return SITE
    if not before.strip() and SITED_RE.match(after):
        return TITLE
    return TITLE if words > FEW else 0.0
