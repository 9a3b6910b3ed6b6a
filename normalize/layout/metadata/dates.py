"""Dates in lines, and the date lines that are cut: stamps of machines, never an author's.

Names of months and weekdays are data: dictionaries/layout/calendar.tsv. What a page says
of itself ("Published 14 March 2023") stays in the text and becomes a fact (`metadata`). Cut
is only what no reader was meant to see: a stamp such as "2025-11-26 21:04:00" within three
lines of the head or as the very last, the "date 2025-11-19" that a scraper wrote before a
title, and a page's current date above its article, which has a date of its own.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

from normalize.edits import Edit, Fact
from normalize.layout.furniture.suspects import simplify
from normalize.layout.lines import YEAR_RE, Drop, Page
from normalize.lexicon import Lexicon

RULE = "date-line"
REPEAT = "repeated-paragraph"
BULLET_RE = re.compile(r"^\s*[-*\u2022\u00B7\u2013]\s+")
MAX_LENGTH = 90
ABOVE = 20  # lines that an article's own date may stand below the page's
CLOCK_RE = re.compile(r"\W{1,3}(?:at\ |um\ )?\d\d?[:.h]\d\d")
HEAD_LINES = 3  # title, subtitle, date
MOST_DATED = 3  # more lines that start with a date make a log, a diary or a chronicle
CACHED = 512  # lines whose dates are kept: several rules ask, and the next pass asks again
MONTHS = 12
CENTURY = 2000  # of a year of two digits
YEARS = range(1990, 2101)  # pages have been on the web since; older dates are history

LABEL = r"""(?:(?:first\ |originally\ |last\ )?(?:published|posted|updated|modified|created|date)
    (?:\ on|\ at)?|veröffentlicht(?:\ am)?|stand|aktualisiert(?:\ am)?|publié(?:\ le)?
    |mis\ à\ jour(?:\ le)?|publicado(?:\ el)?|actualizado(?:\ el)?|опубликовано|обновлено
    |опубліковано|оновлено)"""
TIME = r"""(?:(?:\ ?[-,|\u00B7t]\ ?|\ )(?:at\ |um\ |à\ |в\ |о\ )?\d{1,2}[:.h]\d\d
    (?:[:.]\d\d(?:\.\d+)?)?(?:\ ?uhr)?(?:\ ?[ap]\.?m\.?)?
    (?:\ ?\(?(?:z|utc|gmt|[ecmpb][sde]?s?t|msk|[+-]\d\d:?\d\d)\)?)?)?"""
SHAPES = r"""(?P<y1>\d{4})[-/.](?P<m1>\d\d)[-/.](?P<d1>\d\d)
    | (?P<d2>\d\d?)\.\ ?(?P<m2>\d\d?)\.\ ?(?P<y2>\d{4})
    | (?P<d7>\d\d)\.(?P<m7>\d\d)\.(?P<y7>\d\d)(?!\d)
    | (?P<d5>\d\d?)(?P<s5>[-/])(?P<m5>\d\d?)(?P=s5)(?P<y5>\d{4})
    | (?P<n3>%(months)s)\.?\ (?P<d3>\d\d?)(?:st|nd|rd|th)?,?\ (?P<y3>\d{4})
    | (?P<d6>\d\d?)-(?P<n6>%(months)s)-(?P<y6>\d{4})
    | (?P<d4>\d\d?)(?:st|nd|rd|th|er|\.|\u00BA)?\ (?:of\ |de\ )?(?P<n4>%(months)s)\.?,?
      \ (?:de\ |del\ )?(?P<y4>\d{4})(?:\ (?:г|р)\.?|\ года|\ року)?
    | (?P<n8>%(months)s)\ (?P<d8>\d\d?)\ \d\d:\d\d(?::\d\d)?\ (?:[a-z]{2,5}\ )?(?P<y8>\d{4})"""
# A scraper's own header, its date before the title: " date 2025-11-19 Title of the page".
TITLED_RE = re.compile(
    r"\s*date:?\s+(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)(?:[T ]\d\d:\d\d(?::\d\d)?Z?)?\s+(?=\S)",
    re.IGNORECASE,
)
STAMP_RE = re.compile(
    r"\s*\d{4}[-/.]\d\d[-/.]\d\d[T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?\s*(?:Z|UTC|[+-]\d\d:?\d\d)?\s*"
)
DATED_RE = re.compile(r"\s*[\[(]?(?:\d{4}-\d\d-\d\d|\d\d?[./]\d\d?[./]\d{2,4}|\d\d?:\d\d)\b")
HEADER_RE = re.compile(  # fields of a mail, of front matter, of a record
    r"""\s*(?: (?:from|to|cc|subject|sent|received|title|author|tags?|layout|slug|categor(?:y|ies)
        |status|version|url|link|lang|id|\w+-[\w-]+):(?:\s|$)
      | --- | \+\+\+ | [{}<]
    )""",
    re.VERBOSE | re.IGNORECASE,
)
LETTER_RE = re.compile(r"\s*(?:Dear|To)\s", re.IGNORECASE)  # a letter keeps its date


class DateLine(NamedTuple):
    """What a date line says, and how much speaks for its being one."""

    iso: str
    has_label: bool
    has_time: bool


class Dates:
    """The calendar, compiled once."""

    def __init__(self, lexicon: Lexicon) -> None:
        rows = lexicon.table("layout/calendar.tsv")
        self._months = {r["name"]: int(r["number"]) for r in rows if r["kind"] == "month"}
        names = sorted((r["name"] for r in rows if r["kind"] == "weekday"), key=len, reverse=True)
        self._weekdays = "|".join(names)
        self._month_names = "|".join(sorted(self._months, key=len, reverse=True))
        self._shapes = SHAPES % {"months": self._month_names}
        self._list_dates = lru_cache(CACHED)(self._search_line)

    # The patterns are compiled for the first line with a year.

    @cached_property
    def _line_re(self) -> re.Pattern[str]:
        return re.compile(
            rf"(?P<label>{LABEL}(?:\ ?:\ ?|\ ))?(?:(?:{self._weekdays})\.?,?\ )?"
            rf"(?:{self._shapes})(?P<time>{TIME})",
            re.VERBOSE,
        )

    @cached_property
    def _start_re(self) -> re.Pattern[str]:
        return re.compile(rf"(?:{self._shapes})", re.VERBOSE)

    @cached_property
    def _search_re(self) -> re.Pattern[str]:
        # "4 Feb 20254 Feb 2025": a date glued to its copy.
        end = rf"(?![/-])(?!\d(?!\d?\.?\ (?:{self._month_names})\b))"
        return re.compile(rf"(?<![\d.,/-])(?:{self._shapes}){end}", re.VERBOSE)

    def parse_date_line(self, line: str) -> DateLine | None:
        """Parse a line that is a date and nothing else; None where it is not.

        >>> dates = Dates(Lexicon())
        >>> dates.parse_date_line("Published: Nov. 26, 2025 at 9:04 pm").iso
        '2025-11-26'
        >>> dates.parse_date_line("Nov. 26, 2025 was a cold day.")
        >>> dates.parse_date_line("2025-02-30")
        """
        if len(line) > MAX_LENGTH or YEAR_RE.search(line) is None:
            return None
        found = self._line_re.fullmatch(simplify(line))
        if found is None:
            return None
        iso = self._read_date(found)
        if not iso:
            return None
        return DateLine(iso, found["label"] is not None, bool(found["time"]))

    def _read_date(self, found: re.Match[str]) -> str:
        parts = found.groupdict()
        for shape in "12345678":
            year = parts[f"y{shape}"]
            if year is not None:
                name = parts.get(f"n{shape}")
                month = self._months[name] if name else int(parts[f"m{shape}"])
                day = int(parts[f"d{shape}"])
                if shape == "5" and month > MONTHS:
                    day, month = month, day  # 11/22/2024
                elif shape == "5" and day <= MONTHS and day != month:
                    return ""  # 5/6/2024: May or June
                return _to_iso(int(year) + (CENTURY if shape == "7" else 0), month, day)
        return ""

    def find_dates(self, line: str) -> Sequence[tuple[int, int, str]]:
        """List the dates that stand in a line: start, end, ISO date.

        >>> Dates(Lexicon()).find_dates("Posted by Ann on Feb 26, 2024")
        ((17, 29, '2024-02-26'),)
        """
        return self._list_dates(line) if YEAR_RE.search(line) is not None else ()

    def _search_line(self, line: str) -> Sequence[tuple[int, int, str]]:
        lowered = line.lower()
        if len(lowered) != len(line):
            return ()
        dates = []
        for found in self._search_re.finditer(lowered):
            iso = self._read_date(found)
            if iso:
                dates.append((*found.span(), iso))
        return tuple(dates)

    def find_repeated_dates(self, page: Page) -> dict[int, Drop]:
        """Drop a date in a list, or on a line of its own, that stands again close by.

        Leaves alone: dates with labels ("Published", "Updated"), which say two things; lists
        of dates.
        """
        dated: dict[int, str] = {}
        for number in sorted(number for number in page.dated if number < ABOVE):
            line = page.texts[number]
            found = self.find_dates(line) if len(line) <= MAX_LENGTH else ()
            if found:
                dated[number] = found[0][2]
        drops: dict[int, Drop] = {}
        if len(dated) < 2:
            return drops
        for number, iso in dated.items():
            line = page.read(number)
            bare = BULLET_RE.sub("", line)
            date_line = self.parse_date_line(bare)
            if date_line is None or date_line.has_label or date_line.has_time:
                continue
            for other in (number - 2, number - 1, number + 1, number + 2):
                is_same = dated.get(other) == iso and other not in drops
                if is_same and (bare != line or page.read(other).strip() == line.strip()):
                    drops[number] = Drop(REPEAT, 0.93, f"the date of line {other + 1}")
        return drops if len(drops) == 1 and len(dated) <= MOST_DATED else {}

    def is_chronicle(self, page: Page) -> bool:
        """Tell whether more than three lines start with a date or a time. Linear."""
        dated = 0
        for start, end in page.lines:
            head = page.text[start : min(end, start + 40)]
            if DATED_RE.match(head) or self._start_re.match(simplify(head)):
                dated += 1
                if dated > MOST_DATED:
                    return True
        return False

    def examine_head(self, page: Page, number: int, passed: int) -> Drop | None:
        """Tell whether a line near the head is a date line.

        Leaves alone: dates after the third line of the article; letters, and headers of
        mails and files, whose other lines are fields too.
        """
        if passed >= HEAD_LINES or number not in page.dated:
            return None
        if self._is_current_date(page, number):
            date_line = self.parse_date_line(page.read(number))
            if date_line is not None and not self._is_header(page, number):
                return Drop(RULE, 0.92, "the page's date; the article has its own")
        return self._examine(page, number, "at the head of the page")

    def _is_current_date(self, page: Page, number: int) -> bool:
        """Tell whether a bare date with its weekday stands above a date line with a time.

        Leaves alone: a date line above which the title stands, or right above the other.
        """
        line = page.read(number)
        date_line = self.parse_date_line(line) if len(line) <= MAX_LENGTH else None
        if date_line is None or date_line.has_label or date_line.has_time:
            return False
        if not line.strip()[:1].isalpha():
            return False
        for other in range(number + 2, min(number + ABOVE, len(page.lines))):
            start, end = page.lines[other]
            below = page.text[start : min(end, start + MAX_LENGTH)]
            for _, at, iso in self.find_dates(below):
                if iso <= date_line.iso and CLOCK_RE.match(below, at):
                    return True
        return False

    def examine_tail(self, page: Page, number: int, passed: int) -> Drop | None:
        """Tell whether a line is a date line after the last line of the article."""
        if passed or number not in page.dated:
            return None
        return self._examine(page, number, "at the tail of the page")

    def _examine(self, page: Page, number: int, where: str) -> Drop | None:
        line = page.read(number)
        if not STAMP_RE.fullmatch(line):
            return None
        date_line = self.parse_date_line(line)
        if date_line is None or page.is_code(number) or self._is_header(page, number):
            return None
        return Drop(RULE, 0.97, where)

    def _is_header(self, page: Page, number: int) -> bool:
        for neighbour in (number - 1, number + 1):
            if 0 <= neighbour < len(page.lines):
                line = page.read(neighbour)
                if HEADER_RE.match(line) and self.parse_date_line(line) is None:
                    return True
                if LETTER_RE.match(line) and neighbour > number:
                    return True
        return False


def find_titled_date(page: Page) -> Iterator[Edit | Fact]:
    r"""Cut the date that a scraper wrote before the title, in the first line.

    Why: headers such as " date 2025-11-19 Title" mix metadata into the text.
    Leaves alone: a date that stands in the title itself; fields of a header.

    Yields:
        One deletion (confidence 0.97), the facts `date` (ISO 8601) and `title`.

    >>> [item.value for item in find_titled_date(Page(" date 2025-11-19 Bees\nMore."))
    ...     if isinstance(item, Fact)]
    ['2025-11-19', 'Bees']
    """
    if len(page.lines) < 2:
        return
    start, end = page.lines[0]
    found = TITLED_RE.match(page.text, start, end)
    if found is None or HEADER_RE.match(page.read(1)):
        return
    iso = _to_iso(int(found["y"]), int(found["m"]), int(found["d"]))
    if not iso:
        return
    title = page.text[found.end() : end].rstrip()
    yield Edit(0, found.end(), "", RULE, 0.97, "before the title")
    yield Fact("date", iso, found.start("y"), found.end("d"))
    yield Fact("title", title, found.end(), found.end() + len(title))


def _to_iso(year: int, month: int, day: int) -> str:
    """Write a date in ISO form; empty where there is no such day, or no web yet."""
    if year not in YEARS:
        return ""
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return ""
