"""Names as by-lines and datelines write them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from normalize.edits import Fact
from normalize.layout.metadata.dates import Dates

UPPER = "A-Z\u00c0-\u00d6\u00d8-\u00de\u0404-\u042f\u0490"
PARTICLE = r"(?:van|['’]t|der|den|de|la|le|von|zu|zum|du|di|da|do|dos|el|al|bin|ibn|ten|ter|y|st\.)"
STOP = r"(?!(?:FOR|For|IN|AND|ON|On|With|From|THE|The|By|Updated|Published)\b)"
PART = rf"{STOP}(?:{PARTICLE}\s+)*[{UPPER}][\w'’.-]*[¹²³⁴*]?"
NICKNAME = r"(?:[\"“„«]\w[\w.-]{1,14}[\"”“»]\s+)?"
NAME = rf"{PART}(?:\s+{NICKNAME}{PART}){{0,4}}"
NAMES = rf"{NAME}(?:(?:\s+(?:and|und|et|y|e|en|i|и|і|та|&)\s+){NAME}){{0,3}}"
NAMES_RE = re.compile(NAMES)
AUTHORS_RE = re.compile(
    rf"\s*{NAME}(?:(?:,\s+(?:and\s+)?|\s+(?:and|und|et|y|и|і|&)\s+){NAME}){{0,9}}"
)
# What may stand after a name in a by-line: nothing, a separator, or where and when.
AFTER_RE = re.compile(
    r"\s*(?:$|[|·•∙»(/,;–—\d@-]|(?:on|in|for|at|FOR|For|for the|am|aus|le|à|el|en|il|em|op|в|у)\s"
    r"|(?:first |last )?(?:published|posted|updated)\b|\S+@\S)"
)
GLUED_RE = re.compile(rf"[^\W\d_][a-zà-ÿа-яіїєґ]{{3,}}[{UPPER}]")
HANDLE_RE = re.compile(r"[\w.-]{3,20}(?=\s*(?:$|[»|·,]|\son\s))")
INITIALS_RE = re.compile(rf"(?:[{UPPER}]\.\s?){{1,3}}\s?(?:{PARTICLE}\s+)*[{UPPER}]\w+")
ROLE_RE = re.compile(
    rf"(?:,|\s[·|/–—-])\s+[\w' -]{{3,40}}|\s(?:at|in|for|aus|à|en|в|у)\s[{UPPER}][\w' -]{{2,30}}"
)
WIRE_RE = re.compile(
    rf"(?:[{UPPER}][\w\s,.'’/-]{{2,40}}?|[{UPPER}][a-z]+\.?\s\d\d?)[^()\n]{{0,30}}"
    r"\((?P<source>[\w][\w &./-]{1,30})\)\s*\.?\s?[-–—]\s"
    rf"|[{UPPER}][{UPPER}\s-]{{2,30}},[^()\n]{{3,20}}[-–—]\s(?P<agency>[{UPPER}][\w ]{{2,30}})\.\s"
    r"|[^()/\n]{3,60}\s/(?P<slashed>\w{2,20}(?: \w{2,20})?)/[.,-]\s"
)
WIRED_RE = re.compile(r"\)\s*\.?\s?[-\u2013\u2014]|/[.,-]\s|[-\u2013\u2014]\s[^\W\d_a-z]")
ALONE_RE = re.compile(
    r"\s*(?P<source>(?:The )?Associated Press|Reuters|AFP|AP|dpa|EFE|ANSA|PAP|Press Association"
    r"|PA Media|Bloomberg|Agence France-Presse|Europa Press|ТАСС|Интерфакс|РИА Новости|Укрінформ"
    r"|Interfax)\s*$"
)
SITE_RE = re.compile(
    rf"\s+[|–—·»-]\s+(?P<site>(?:The\s+)?[{UPPER}\d][\w'’&.-]*(?:\s[\w'’&.-]+){{0,4}})\s*$"
)
AGENCY_RE = re.compile(
    rf"(?P<source>(?:Agenc(?:ia|e|y|ja)|Агент?ство|Agentur)\s+[{UPPER}]\w+|Reuters|AFP|EFE|dpa"
    r"|AP|ANSA|PAP|Europa Press|ТАСС|Интерфакс|Укрінформ)\s*[|/·-]"
)
PAPER_RE = re.compile(rf",\s+(?P<source>(?:The|Der|Die|Le|La|El)\s+(?:[{UPPER}]\w+\s?){{1,4}})$")
DEGREE_RE = re.compile(r"(?:(?:Dr|Prof)\.\s+)+")
COMPANY_RE = re.compile(  # what makes a name that of a company
    r"\s(?:ASA?|AG|GmbH|Inc|Ltd|plc|PLC|LLC|SA|SpA|AB|Oyj?|BV|NV|Corp)\.?$"
)
GLUED_DATE_RE = re.compile(r"(?<=[^\W\d_])(?=(?:19|20)\d\d-\d\d)")  # "Harbour Post2024-05-02"
FIELD = 60  # characters of what a field says
QUOTES = "\"'“”„«»‘’ "


class Candidate(NamedTuple):
    """A value that a line states, and how much speaks for it."""

    weight: int
    fact: Fact

    def move(self, offset: int) -> Candidate:
        """Return the candidate of a line as one of the text that the line stands in."""
        fact = self.fact
        start, end = fact.start + offset, fact.end + offset
        return Candidate(self.weight, Fact(fact.key, fact.value, start, end))


def state(weight: int, key: str, value: str, start: int, end: int) -> Candidate:
    """Make a candidate; offsets are in the text."""
    return Candidate(weight, Fact(key, value, start, end))


def read_name(name: str) -> str:
    """Write a name as people do: "DARREN BLOXWICH" is Darren Bloxwich; no marks, no degrees.

    >>> read_name("DARREN BLOXWICH"), read_name("Dr. A. K. Thorsby¹ and M. de la Cruz²")
    ('Darren Bloxwich', 'A. K. Thorsby and M. de la Cruz')
    """
    name = re.sub(r"[¹²³⁴*]", "", name)
    if degree := DEGREE_RE.match(name):
        name = name[degree.end() :]
    if COMPANY_RE.search(name):
        return name.rstrip(" ,")
    name = name.rstrip(" .,")
    return name.title() if name.isupper() and len(name) > 4 else name


def read_field(line: str, offset: int, at: int, kind: str) -> Iterator[Candidate]:
    """Read what stands behind the label of a field: "Source: Island Post"."""
    value = GLUED_DATE_RE.split(line[at:])[0].strip().strip(QUOTES)
    if value and len(value) <= FIELD:
        start = offset + line.index(value, at)
        yield state(3, kind, value, start, start + len(value))


def may_be_wired(line: str) -> bool:
    """Tell quickly whether a line may open with a dateline: a dash or a slash ends it."""
    has_dash = "-" in line or "\u2013" in line or "\u2014" in line or "/" in line
    return has_dash and WIRED_RE.search(line) is not None


def find_wire(line: str, offset: int, dates: Dates) -> Iterator[Candidate]:
    """Find the agency, and the date, in "LONDON, May 2, 2024 (Reuters) - …"."""
    found = WIRE_RE.match(line)
    if found is None:
        return
    group = next(name for name in ("source", "agency", "slashed") if found[name])
    start, end = found.span(group)
    yield state(2, "source", found[group], offset + start, offset + end)
    for first, last, iso in dates.find_dates(line[:start]):
        yield state(3, "date", iso, offset + first, offset + last)
