"""The credit of a picture at the end of its caption."""

from __future__ import annotations

import re
from functools import cache

LONGEST = 400  # characters of a caption with its credit
UPPER = "A-Z\u00c0-\u00de\u0400-\u042f"
LOWER = "a-z\u00df-\u00ff\u0430-\u045f"
NAME = rf"(?:[{UPPER}0-9][\w.'\u2019&@-]*|de|van|von|der|den|la|le|of|the|für|and|und|et|y)"
NAMES = rf"{NAME}(?:\ {NAME}){{0,5}}"
PERSON = rf"[{UPPER}][{LOWER}'\u2019.-]+(?:\ {NAME}){{1,3}}"  # two names at least
CAPITALS = rf"[{UPPER}&][{UPPER}.'\u2019&-]+(?:\ [{UPPER}&][{UPPER}.'\u2019&-]*)"
PICTURE = "(?:photo|photograph|image|picture|pic|credit|foto|bild|crédit|imagen|фото|світлина)"
AGENCY = r"(?:AP|AFP|EPA|PA|dpa|SWNS|Reuters|REUTERS|Getty|Alamy|Shutterstock|iStock|Rex|NASA)"
HOUSE = "(?:Images|Pictures|Photos?|News|Press|Agency|Media|Foto)"
ANCHORS = (
    *("/ap]", "/ap)", "/afp]", "/afp)", "/epa", "/pa]", "/pa)", "/reuters", "/getty", "(reuters/"),
    *("(photo", "[photo", "(image", "[image", "(picture", "(pic:", "(foto", "(file photo"),
)
CREDIT = rf"""
      \s*\u00A9\s?{NAMES}(?:\s?[/,]\s?{NAMES})*                     # © Ida Moen/Agency
    | (?:(?<=[{LOWER}])|(?<=[{LOWER}]\.))\s+                        # IDA MOEN / AGENCY
      {CAPITALS}{{1,3}}\ (?:/|FOR\ THE|FOR|VIA|POUR|FÜR)\ {CAPITALS}{{1,4}}
    | \s*Credit(?:\.{{3}}|\u2026)\s?{NAMES}                           # Credit...Ida Moen
    | \s*[(\[](?:
          (?!Note|See|Source|Figure|Table){NAMES}:\ {PERSON}        # (Paper: Ida Moen)
        | {PERSON}\s?/\s?{NAMES}(?:\s?/\s?{NAMES})?                 # [Ida Moen/AP]
        | (?:{AGENCY}|{NAME}\ {HOUSE})\s?/\s?{PERSON}                 # (Reuters/Ida Moen)
        | {PERSON}(?:,\ |\ via\ ){AGENCY}(?:\ Images)?                # (Ida Moen via AP)
        | (?i:{PICTURE})s?(?i:\ by|\ credit|\ courtesy|\ from)?
          (?:\s?[:/]\s?|\ )(?:{PERSON}|{AGENCY}(?:\ Images)?|(?<=[:/]\ ){NAMES})
          (?:\s?[/,]\s?{NAMES})*                                    # (Photo: Ida Moen, AP)
        | (?:{AGENCY}\ )?(?i:file|archive|stock|library|handout)\ (?i:{PICTURE})s?
        | {AGENCY}\ (?:Images|Photo|Pictures|Stock)(?:\s?[/:]\s?{NAMES})?
      )[)\]]
    """


@cache
def compile_credit() -> re.Pattern[str]:
    """Compile the pattern of a credit: it is large, and most texts have none."""
    return re.compile(CREDIT, re.VERBOSE)


def find_credit(line: str) -> int:
    """Find where the credit at the end of a caption begins; 0 where there is none.

    >>> line = "The quay at low water. © Ida Moen/Nordfoto"
    >>> line[find_credit(line):]
    ' © Ida Moen/Nordfoto'
    >>> find_credit("The rule is old (see 7)."), find_credit("By the litre (and/or pint)")
    (0, 0)
    """
    if len(line) > LONGEST:
        return 0
    line = line.rstrip()
    for found in compile_credit().finditer(line, max(1, len(line) - 120)):
        if found.end() == len(line) and len(line[: found.start()].split()) > 2:
            return found.start()
    return 0
