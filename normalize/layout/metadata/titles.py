"""The title of a page: before the name of its site, in the subject of a mail, or its headline."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from collections.abc import Set as AbstractSet
from functools import lru_cache

from normalize.layout.lines import Page, count_breaks
from normalize.layout.metadata.bylines import SITE_RE, Candidate, state
from normalize.layout.repeats.meant import is_structured
from normalize.layout.repeats.sites import find_sited_headlines

FIRST = 3  # lines of the head in which a title with its site stands
SHORTEST = 15  # characters of a title
LONGEST = 220
WORDS = 3
CAPITALS = 4  # words of a line in capitals that is no title
BELOW = 16  # lines above a title in which the menu stands
CACHED = 1_024  # lines that are judged once for all passes over a page
READ = 20_000  # characters in which the name of a site is looked for once more
SHORT = 8  # characters of a title that has a by-line, or stands twice
LEAST, KEPT, LOST = 3.4, 2.0, -1.5
PROSE = 100  # characters of a line of the article's text
REACH = 12  # lines below a title in which its by-line or date stands, furniture between
ABOVE = 3  # lines from a title up to its section
SECTION = 30  # characters of its name
MENU_RE = re.compile(r"\s*[|\u00B7\u2022\u00BB\u2039\u203A\u2192\u25B8>/]\s*|\s{3,}|\t")
# No title: menus, addresses, pleas, counts.
JUNK_RE = re.compile(
    r"""\s[|\u00B7\u2022\u00BB\u2039\u203A\u2219]\s|\s/\s|\s{3,}|\S\s\s\S.*\S\s\s\S|\t|\w\.\w{2,}(?:/|$|\s)|\u00A9|@
    | [\u2190-\u21FF\u25A0-\u27BF\U0001F300-\U0001FAFF] | \(\d{4}\) | \[[^\]]*\]$
    | \b(?:subscribe|newsletters?|sign\ (?:in|up)|log\ ?in|cookies?|privacy|advertisement
      |sponsored|click\ here|read\ more|basket|skip\ to|jump\ to|discover\ more|menu|weather:
      |aller\ au\ contenu|zum\ inhalt|saltar\ al|ir\ al\ contenido|abonn\w+|anmelden|suscr\w+
      |connexion|войти|подпи\w+|увійти|підпи\w+|реклама|share\ (?:on|this)|comments?\ \(
      |together\ with|posted\ by|words\ by|text\ by|photos?\ by
      |issue\ \d+|no\.\ \d+|vol\.?\ \d+|edition|min\ read|updated|published|ago)\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
SENTENCES_RE = re.compile(r"[^\W\d_]{3,}\.\s[^\W\d_a-z]")
WORDS_RE = re.compile(r"[^\W\d_][\w'\u2019-]*")
NAMED_RE = re.compile(r"[\w'\"\u2018-\u201E\u00AB\u00A1\u00BF(#\u00A3$\u20AC]")
WRAPPED = 50  # characters of a line of wrapped text
RAGGED = 16  # characters that they differ by
FIELD_RE = re.compile(r"(?:Subject|Title|Betreff|Objet|Asunto|Oggetto|Assunto|Тема):\s+")
SIGNS = frozenset("|\u2013\u2014\u00b7\u00bb-")  # before the name of a site
SENTENCE_ENDS = (".", ":", ",", ";", "!")


def find_titles(page: Page, head: list[int]) -> Iterator[Candidate]:
    """Find the title that a page states: in a field, or before "| Site"."""
    for number in sorted(set(find_sited_headlines(page).values()))[:1]:
        yield _state(page.read(number), page.lines[number].start, 3)
    for rank, number in enumerate(head):
        if len(page.texts[number]) > LONGEST:
            continue
        line, start = page.texts[number].rstrip(), page.lines[number].start
        if found := FIELD_RE.match(line):
            yield state(2, "title", line[found.end() :], start + found.end(), start + len(line))
        if rank >= FIRST or SIGNS.isdisjoint(line):
            continue
        found = SITE_RE.search(line)
        if found is None or found.start() < SHORTEST:
            continue
        title = line[: found.start()]
        around = [page.read(n).strip() for n in head[: rank + 5] if n != number]
        is_elsewhere = page.text.count(found["site"].strip(), 0, READ) > 1
        if is_elsewhere or title.strip() in around or "|" in found.group():
            yield _state(title, start, 1)


def find_headline(
    page: Page, gone: AbstractSet[int], stated: AbstractSet[int], first: int
) -> Iterator[Candidate]:
    """Find the headline: the line above the article that is most like one.

    Asked only where a page states something else about itself: the first line of a chapter
    or a letter is no title. What speaks for a line: four words and more, no sentence end, a
    by-line or a date below it, its being said again on the page; against it: separators, a
    plea, its being furniture.

    Args:
        page: the page.
        gone: lines that are furniture or a second copy.
        stated: lines that state a fact.
        first: the first line of the article's text.
    """
    best, most = -1, LEAST
    folded = page.text[:READ].casefold()
    for number in range(first):
        if number in stated:
            continue
        rank = _rate(page, number, gone, stated)
        rank += _rate_copies(folded, page.read(number).strip(), number in gone) if rank else 0.0
        if rank > most:
            best, most = number, rank
    if best >= 0:
        yield _state(page.read(best), page.lines[best].start, 0)


def _rate(page: Page, number: int, gone: AbstractSet[int], stated: AbstractSet[int]) -> float:
    line = page.texts[number][: LONGEST + 1].strip()
    words = _count_words(line)
    if not words or _goes_on(page, number, stated):
        return 0.0
    rank = KEPT if number not in gone else LOST
    rank += 2.0 if words > WORDS else words - 2.0
    rank -= 1.5 * (line.isupper() and words <= CAPITALS)  # a rubric, a publisher
    below = [n for n in range(number + 1, min(number + REACH, len(page.lines))) if n not in gone]
    if any(n in stated for n in below[:3]):
        rank += 1.5
    elif below and page.lines[below[0]].end - page.lines[below[0]].start >= PROSE:
        rank += 1.0
    rank -= any(n < number for n in stated)  # a title stands above its by-line
    return rank - number / 100


@lru_cache(CACHED)
def _count_words(line: str) -> int:
    """Count the words of a line that may be a title by itself; 0 where it may not."""
    words = len(WORDS_RE.findall(line))
    if not SHORT <= len(line) <= LONGEST or words < 2 or is_structured(line):
        return 0
    if line[0].islower() or line.endswith(SENTENCE_ENDS) or not NAMED_RE.match(line):
        return 0
    return 0 if JUNK_RE.search(line) or SENTENCES_RE.search(line) else words


def _goes_on(page: Page, number: int, stated: AbstractSet[int]) -> bool:
    """Tell whether a line is wrapped: its sentence goes on in the next one."""
    lines = page.lines[number : number + 3]
    if len(lines) < 2 or number + 1 in stated:
        return False
    if count_breaks(page.text, lines[0].end, lines[1].start) > 1:
        return False
    is_wide = len(lines) > 2 and count_breaks(page.text, lines[1].end, lines[2].start) == 1
    widths = [end - start for start, end in lines]
    is_wide = is_wide and WRAPPED <= min(widths) and max(widths) - min(widths) <= RAGGED
    return page.text[lines[1].start].islower() or is_wide


def _rate_copies(text: str, line: str, is_gone: bool) -> float:
    """Rate how a page says a line again: 2 as a part of another, as a trail does, 1 alone.

    Alone it counts for short lines and furniture only: a standfirst may stand twice.
    """
    is_weak = is_gone or len(WORDS_RE.findall(line)) <= WORDS
    line = line.casefold()
    at, copies = text.find(line), 0
    while at >= 0:
        end = at + len(line)
        before = text[text.rfind("\n", 0, at) + 1 : at]
        after = text[end : text.find("\n", end) if "\n" in text[end:] else len(text)]
        if before.strip() or after.strip(" ."):
            return 2.0
        copies += 1
        at = text.find(line, end)
    return 1.0 if copies > 1 and is_weak else 0.0


def find_section(
    page: Page, title: int, gone: AbstractSet[int], names: Container[str]
) -> Iterator[Candidate]:
    """Find the section above a title: a known name, or one that the page's menu has as well.

    Leaves alone: the items of a menu, which stand one below the other.
    """
    for number in range(title - 1, max(-1, title - 1 - ABOVE), -1):
        line = page.read(number).strip()
        if len(line) > SECTION or not line or not line[0].isalpha() or not line[-1].isalnum():
            continue
        if line.lower() not in names and not _is_in_menu(page, line, title, number):
            continue
        before = page.read(number - 1).strip() if number else ""
        if number in gone and before and before.count(" ") < 2:
            continue
        yield state(1, "section", line, page.lines[number].start, page.lines[number].end)
        return


def _is_in_menu(page: Page, line: str, title: int, number: int) -> bool:
    """Tell whether a line is an item of a menu or a trail near it: "News › Harbour"."""
    if line.count(" ") > WORDS or line.islower():
        return False
    for other in range(max(0, title - BELOW), min(title + 2, len(page.lines))):
        if other != number and len(page.read(other)) <= LONGEST:
            items = [item.strip().casefold() for item in MENU_RE.split(page.read(other))]
            if len(items) > 2 and line.casefold() in items:
                return True
    return False


def _state(title: str, start: int, weight: int) -> Candidate:
    stripped = title.strip()
    at = start + title.index(stripped)
    return state(weight, "title", stripped, at, at + len(stripped))
