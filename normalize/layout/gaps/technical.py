"""Whether a text has code in it, where a capital or a full stop inside a token means little.

A scrap of an advertisement's script is no code of the text's, and the names of a forum's
members are written like those of variables.
"""

from __future__ import annotations

import re
from itertools import islice

# Signs of code. The first ones are looked for as they are; each pattern begins with what is rare.
CODE_SIGNS = ("()", "`", "{", "}", "</", "::", "->", "==")
CODE_RE = re.compile(
    r";(?<=[)\]}\"'].)(?=[^\S\n]*$)|^[^\S\n]*(?:def|import|from|var|let|const|class)\s\w+\s*(?:$|[(:=])",
    re.MULTILINE,
)
SNAKE_RE = re.compile(r"_(?<=[^\W_].)[^\W_]")  # one alone is a handle, or a file's name
START_RE = re.compile(r"\w+\Z")
REST_RE = re.compile(r"\w*(?:\.(?:jpe?g|png|gif|svg|webp|pdf|docx?|zip|mp[34])\b|/)?")
SCRAP = 60  # characters of what a script may have left
LONGEST = 40  # characters of a name before its underscore
MOST_PLACES, MOST_NAMES = 100, 12  # looked at


def is_technical(text: str) -> bool:
    r"""Tell whether a text has code in it, or names with underscores. Linear.

    >>> is_technical("(adsbygoogle || []).push({});"), is_technical("dr_ann\nYes.\nold_bob\nNo.")
    (False, False)
    >>> is_technical("Set max_wait, or the read_more option.")
    True
    """
    places = [at for sign in CODE_SIGNS for at in (text.find(sign), text.rfind(sign)) if at >= 0]
    if not places or max(places) - min(places) <= SCRAP:
        places += [found.start() for found in islice(CODE_RE.finditer(text), 2)]
    if places and max(places) - min(places) > SCRAP:
        return True
    return _has_snakes(text)


def _has_snakes(text: str) -> bool:
    """Tell whether two names with underscores stand in a text that are no files' or members'."""
    names: set[str] = set()
    for found in islice(SNAKE_RE.finditer(text), MOST_PLACES):
        at = found.start()
        before = START_RE.search(text, max(0, at - LONGEST), at)
        start = before.start() if before else at
        rest = REST_RE.match(text, at)
        if rest is None or text[start - 1 : start] == "/" or not rest.group()[-1].isalnum():
            continue
        if "." not in rest.group():
            names.add(text[start : rest.end()])
    names = set(sorted(names)[:MOST_NAMES])
    return sum(not _is_member(name, text) for name in names) > 1


def _is_member(name: str, text: str) -> bool:
    """Tell whether a name is one of a forum's: alone in a line, behind "by" or an at sign."""
    before, after = r"(?:^|\bby |@|[\u2013\u2014] )", r"(?:\s*$| \u00bb| \u00b7| wrote| on | - )"
    return re.search(before + re.escape(name) + after, text, re.MULTILINE) is not None
