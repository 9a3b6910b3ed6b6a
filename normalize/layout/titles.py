"""The title of a page: before the name of its site, in the subject of a mail, or its headline."""

from __future__ import annotations

import re
from collections.abc import Iterator

from normalize.layout.bylines import SITE_RE, Candidate, state
from normalize.layout.lines import Page
from normalize.layout.meant import is_structured
from normalize.layout.sites import find_sited_headlines

FIRST = 3  # lines of the head in which a title with its site stands
SHORTEST = 15  # characters of a title
LONGEST = 220
WORDS = 3
PROSE = 100  # characters of a line below the headline that make it one
BELOW = 16  # lines
READ = 20_000  # characters in which the name of a site is looked for once more
FIELD_RE = re.compile(r"(?:Subject|Title|Betreff|Objet|Asunto|Oggetto|Assunto|Тема):\s+")
SENTENCE_ENDS = (".", ":", ",", ";")


def find_titles(page: Page, head: list[int]) -> Iterator[Candidate]:
    """Find the title that a page states: in a field, or before "| Site"."""
    for number in sorted(set(find_sited_headlines(page).values()))[:1]:
        yield _state(page.read(number), page.lines[number].start, 3)
    for rank, number in enumerate(head[:FIRST]):
        start, end = page.lines[number]
        if end - start > LONGEST:
            continue
        line = page.text[start:end].rstrip()
        if found := FIELD_RE.match(line):
            yield state(2, "title", line[found.end() :], start + found.end(), start + len(line))
        found = SITE_RE.search(line)
        if found is None or found.start() < SHORTEST:
            continue
        title = line[: found.start()]
        around = [page.read(n).strip() for n in head[: rank + 5] if n != number]
        is_elsewhere = page.text.count(found["site"].strip(), 0, READ) > 1
        if is_elsewhere or title.strip() in around or "|" in found.group():
            yield _state(title, start, 1)


def find_headline(page: Page, head: list[int]) -> Iterator[Candidate]:
    """Find the headline: the first line that is no sentence, with prose below.

    Asked only where a page states something else about itself: the first line of a chapter
    or a letter is no title.
    """
    for rank, number in enumerate(head[:FIRST]):
        start, end = page.lines[number]
        line = page.text[start:end]
        stripped = line.strip()
        if len(stripped) > LONGEST or stripped.endswith(SENTENCE_ENDS):
            return
        if len(stripped) < SHORTEST or stripped.count(" ") < WORDS - 1 or is_structured(line):
            continue
        below = [page.lines[n] for n in head[rank + 1 : rank + BELOW]]
        if any(end - start >= PROSE for start, end in below):
            yield _state(line, start, 0)
        return


def _state(title: str, start: int, weight: int) -> Candidate:
    stripped = title.strip()
    at = start + title.index(stripped)
    return state(weight, "title", stripped, at, at + len(stripped))
