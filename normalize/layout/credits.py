"""The credit of a picture at the end of its caption."""

from __future__ import annotations

import re

LONGEST = 400  # characters of a caption with its credit
NAME = r"[^\W\d_a-z\u00DF-\u00F6\u00F8-\u00FF\u0430-\u045F][\w.'\u2019&-]*"  # begins with a capital
CREDIT_RE = re.compile(
    rf"""
      \s*\u00A9\s?(?:{NAME}[ /,]{{0,3}}|(?:for|via|and|für|pour|the)\ ){{1,8}}     # © Ida Moen/Agency
    | (?:(?<=[a-z\u00DF-\u00FF\u0430-\u045F])|(?<=[a-z\u00DF-\u00FF\u0430-\u045F]\.))\s+   # IDA MOEN / AGENCY
      (?:[A-Z\u00C0-\u00DE\u0410-\u042F][A-Z\u00C0-\u00DE\u0410-\u042F.'\u2019-]+\ ){{2,4}}
      (?:/|FOR\ THE|FOR|VIA|POUR|F\u00dcR)\s
      (?:[A-Z\u00C0-\u00DE\u0410-\u042F&][A-Z\u00C0-\u00DE\u0410-\u042F.'\u2019&-]*\ ?){{1,5}}
    | \s+\((?:{NAME}\ ?){{1,5}}:\ (?:{NAME}\ ?){{1,5}}\)                          # (Paper: Ida Moen)
    """,
    re.VERBOSE,
)


def find_credit(line: str) -> int:
    """Find where the credit at the end of a caption begins; 0 where there is none.

    >>> line = "The quay at low water. © Ida Moen/Nordfoto"
    >>> line[find_credit(line):]
    ' © Ida Moen/Nordfoto'
    >>> find_credit("The rule (Rule 7: Boats) is old.")
    0
    """
    if len(line) > LONGEST:
        return 0
    line = line.rstrip()
    for found in CREDIT_RE.finditer(line, max(1, len(line) - 120)):
        if found.end() == len(line):
            return found.start()
    return 0
