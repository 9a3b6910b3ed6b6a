"""The title of a page: before the name of its site, in the subject of a mail, or its headline."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache

from normalize.language import load_function_words
from normalize.layout.cut_off import FINAL
from normalize.layout.furniture.tokens import find_stems
from normalize.layout.lines import Page, count_breaks
from normalize.layout.metadata.bylines import SITE_RE, Candidate, state
from normalize.layout.metadata.copies import Copies
from normalize.layout.repeats.meant import is_structured
from normalize.layout.repeats.sites import find_sited_headlines

FIRST = 3  # lines of the head in which a title with its site stands
SHORTEST = 15  # characters of a title
LONGEST = 220
WORDS = 3
CAPITALS = 4  # words of a line in capitals that is no title, of a rubric
BELOW = 16  # lines above a title in which the menu stands
CACHED = 1_024  # lines that are judged once for all passes over a page
READ = 20_000  # characters in which the name of a site is looked for once more
SHORT = 8  # characters of a title that has a by-line, or stands twice
LEAST, KEPT, LOST = 3.4, 2.0, -1.5
PROSE = 100  # characters of a line of the article's text
SURE = 4.5  # rank of a title that needs no more, whatever its standfirst has
CLOSE = 1.5  # rank by which a standfirst may look more like a title than the title
LEAD = 1_000  # characters of a paragraph that say it
TOLD = 12  # lines of it that say what it is about
REACH = 12  # lines below a title in which its by-line or date stands, furniture between
TOP = 6  # lines of a page in which its site's name stands
ABOVE = 3  # lines from a title up to its section
SECTION = 30  # characters of its name
MENU_RE = re.compile(r"\s*[|\u00B7\u2022\u00BB\u2039\u203A\u2192\u25B8>/]\s*|\s{3,}|\t")
# No title: menus, addresses, pleas, counts.
JUNK_RE = re.compile(
    r"""\s[|\u00B7\u2022\u00BB\u2039\u203A\u2219>]\s|\s/\s|\S\s\s+\S|\t|\w\.\w{2,}(?:/|$|\s)|\u00A9|@
    | [\u2190-\u21FF\u25A0-\u27BF\U0001F300-\U0001FAFF] | \(\d{4}\) | \[[^\]]*\]$
    | ^(?:previous|next)\ (?:message|post|article|story|thread|page)\b
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
NAME = 5  # words of the name of a newsletter
MAILED = 12  # last lines of a mail, in which its readers may leave
MAIL_RE = re.compile(
    r"\bunsubscribe\b.*\b(?:list|preferences)|^unsubscribe$|\bin (?:your|a) browser|\bim browser"
    r"|abbestellen|vom newsletter abmelden|se désabonner|se désinscrire|darse de baja"
    r"|dans (?:votre|le) navigateur|en (?:tu|su) navegador|отписаться|відписатися|в браузер",
    re.IGNORECASE,
)
FIELD_RE = re.compile(r"(?:Subject|Title|Betreff|Objet|Asunto|Oggetto|Assunto|Тема):\s+")
POINTER = 60  # characters of a line that points at a section
POINTER_RE = re.compile(
    r"(?:see |read |go to )?(?:more|most read|most popular|latest|all|back to|top stories|related)?"
    r"(?: stories| news| articles)?(?: ?(?:in|on|from|to|about)(?: the)?(?: section)?)?"
    r"|mehr (?:aus|zu|zum thema)|zurück zu|plus (?:de|en)|toute l'actualité|más (?:de|en|sobre)"
    r"|ещ[её] (?:в рубрике|из раздела)|все (?:в рубрике|новости раздела)|ще (?:в рубриці|з розділу)"
)
HOME = frozenset(  # items of a menu that are no sections
    "home news startseite nachrichten aktuelles accueil actualités inicio noticias главная новости "
    "головна новини".split()
)
SIGNS = frozenset("|\u2013\u2014\u00b7\u00bb-")  # before the name of a site
SENTENCE_ENDS = (".", ":", ",", ";", "!")


def find_titles(page: Page, head: list[int]) -> Iterator[Candidate]:
    """Find the title that a page states: in a field, or before "| Site"."""
    sited = sorted(set(find_sited_headlines(page).values()))
    for number in [n for n in sited if not JUNK_RE.search(page.read(n).strip())][:1]:
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
        if JUNK_RE.search(title.strip()):  # a menu, a credit
            continue
        around = {page.read(n).strip(): n for n in head[: rank + 5] if n != number}
        other = around.get(found["site"].strip())
        if other is not None and title.strip() not in around:  # "Council — Title", and again
            yield _state(page.read(other), page.lines[other].start, 1)
            continue
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
    copies = Copies(page, gone, first)
    told = _find_told(page, first)
    ranks: dict[int, float] = {}
    for number in range(first):
        rank = _rate(page, number, gone, stated) if number not in stated else 0.0
        if rank:
            ranks[number] = rank + copies.rate(number)
            ranks[number] += _rate_told(page.read(number), told)
    best = max(ranks, key=lambda number: (ranks[number], -number), default=-1)
    if best >= 0 and ranks[best] > LEAST:
        best = _find_above(page, best, ranks, gone)
        yield _state(page.read(best), page.lines[best].start, 0)


def _find_above(page: Page, best: int, ranks: Mapping[int, float], gone: AbstractSet[int]) -> int:
    """Find the title that stands above a standfirst, which says more of what the article tells."""
    above = next((n for n in range(best - 1, -1, -1) if n not in gone), -1)
    if ranks.get(above, 0.0) <= max(LEAST, min(SURE, ranks[best] - CLOSE)):
        return best
    return above if _count_words(page.texts[above].strip()) > CAPITALS else best


def _rate(page: Page, number: int, gone: AbstractSet[int], stated: AbstractSet[int]) -> float:
    line = page.texts[number][: LONGEST + 1].strip()
    words = _count_words(line)
    if not words or _goes_on(page, number, stated | gone):
        return 0.0
    rank = KEPT if number not in gone else LOST
    rank += 2.0 if words > WORDS else words - 2.0
    rank -= 1.5 * (line.isupper() and words <= CAPITALS)  # a rubric, a publisher
    below = [n for n in range(number + 1, min(number + REACH, len(page.lines))) if n not in gone]
    if any(n in stated for n in below[:3]):
        rank += 1.5 if below[0] in stated else 1.0
    elif below and page.lines[below[0]].end - page.lines[below[0]].start >= PROSE:
        rank += 1.0
    rank -= any(n < number for n in stated)  # a title stands above its by-line
    rank -= number < TOP and words <= CAPITALS and number + 1 in gone  # a site, above its menu
    return rank - number / 100


def _find_told(page: Page, first: int) -> frozenset[str]:
    """Find what the article's first paragraphs are about: the stems of their words."""
    stems: set[str] = set()
    for line in page.texts[first : first + TOLD]:
        if len(line) >= PROSE:
            stems |= find_stems(line[:LEAD])
    return frozenset(stems)


def _rate_told(line: str, told: frozenset[str]) -> float:
    """Rate how much of a line the article tells: 0 to 1.5."""
    stems = find_stems(line)
    return 1.5 * len(stems & told) / len(stems) if stems else 0.0


@lru_cache(CACHED)
def _count_words(line: str) -> int:
    """Count the words of a line that may be a title by itself; 0 where it may not."""
    words = len(WORDS_RE.findall(line))
    if not SHORT <= len(line) <= LONGEST or words < 2 or is_structured(line):
        return 0
    if line[0].islower() or line.endswith(SENTENCE_ENDS) or not NAMED_RE.match(line):
        return 0
    last = line.rsplit(None, 1)[-1]
    if last in load_function_words() and last not in FINAL:
        return 0  # the beginning of a wrapped sentence
    return 0 if JUNK_RE.search(line) or SENTENCES_RE.search(line) else words


def _goes_on(page: Page, number: int, others: AbstractSet[int]) -> bool:
    """Tell whether a line is wrapped: its sentence goes on in the next one."""
    lines = page.lines[number : number + 3]
    if len(lines) < 2 or number + 1 in others:
        return False
    if count_breaks(page.text, lines[0].end, lines[1].start) > 1:
        return False
    is_wide = len(lines) > 2 and count_breaks(page.text, lines[1].end, lines[2].start) == 1
    widths = [end - start for start, end in lines]
    is_wide = is_wide and WRAPPED <= min(widths) and max(widths) - min(widths) <= RAGGED
    return page.text[lines[1].start].islower() or is_wide


def find_newsletter(
    page: Page, head: Sequence[int], stated: AbstractSet[int]
) -> Iterator[Candidate]:
    """Find the name of a newsletter: the first line of a mail to subscribers, above its date.

    Leaves alone: pages without a line that lets readers leave, or look at it in a browser;
    names of more than five words, and what has a word without a capital.
    """
    if len(head) < 2 or not stated & set(head[1:3]):
        return
    number = head[0]
    words = page.texts[number].split()
    if not 1 < len(words) <= NAME or not all(word[0].isupper() for word in words):
        return
    ends = [*page.texts[:number], *page.texts[-MAILED:]]
    if any(len(line) <= LONGEST and MAIL_RE.search(line) for line in ends):
        yield _state(page.texts[number], page.lines[number].start, 1, "source")


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
        if number in gone or not _is_pointed_at(page, line):
            if line.lower() not in names and not _is_in_menu(page, line, title, number):
                continue
            before = page.read(number - 1).strip() if number else ""
            if number in gone and before and before.count(" ") < 2:
                continue
            if before and not page.is_set_apart(number) and _is_item(before, names):
                return
        yield state(1, "section", line, page.lines[number].start, page.lines[number].end)
        return


def _is_item(line: str, names: Container[str]) -> bool:
    """Tell whether a line is an item of a menu that has its items one below the other."""
    line = line.lower()
    words = line.split()
    return len(words) < WORDS and any(item in names or item in HOME for item in (line, words[-1]))


def _is_pointed_at(page: Page, line: str) -> bool:
    """Tell whether a line points at a section: "Most read in Weird News", "More Shinty"."""
    if line.count(" ") > WORDS:
        return False
    low = f" {line.lower()}"
    for other in (text.strip().lower() for text in page.texts if len(text) <= POINTER):
        if other.endswith(low) and POINTER_RE.fullmatch(other[: -len(low)]):
            return True
    return False


def _is_in_menu(page: Page, line: str, title: int, number: int) -> bool:
    """Tell whether a line is an item of a menu or a trail near it: "News › Harbour"."""
    if line.count(" ") > WORDS or line.islower():
        return False
    for other in range(max(0, title - BELOW), min(title + 2, len(page.lines))):
        if other != number and len(page.read(other)) <= LONGEST:
            items = [item.strip().casefold() for item in MENU_RE.split(page.read(other))]
            if len(items) > 2 and line.casefold() in items[1:]:  # the first is the site
                return True
    return False


def _state(title: str, start: int, weight: int, key: str = "title") -> Candidate:
    stripped = title.strip()
    at = start + title.index(stripped)
    return state(weight, key, stripped, at, at + len(stripped))
