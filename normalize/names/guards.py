"""What stands around a name and says: leave it. Patterns with their reasons.

Each looks at a few dozen characters before or after the name, never at the whole text.
"""

from __future__ import annotations

import re
from functools import cache

from normalize.names.mentioned import ALONE_RE, META_RE, SPELLING_GUARDS
from normalize.names.mistaken import OTHER_GUARDS
from normalize.names.patterns import GuardTable

REACH = 100  # characters looked at on either side
NEAR = 160  # a sentence
LINK_REACH = 40  # characters between two spellings of one name that a text compares


@cache
def _tabulate(kind: str, is_spelling: bool) -> tuple[GuardTable, GuardTable]:
    """Return the guards before and after a kind of name."""
    guards = [g for g in (SPELLING_GUARDS if is_spelling else OTHER_GUARDS) if kind in g.kinds]
    return (
        GuardTable([guard for guard in guards if guard.is_before]),
        GuardTable([guard for guard in guards if not guard.is_before]),
    )


VOLUME_RE = re.compile(r"(?<![\d,.])\d{1,3}\s+\Z")  # of the reports: '347 U.S. 483'
PAGE_RE = re.compile(r",?\s+(?:\d|_|\(|at\s\d)")

PRODUCT_RE = re.compile(r" \d{1,3}\b(?![.,]\d| ?%| ?per)")  # a Kiev 88
EVENT_RE = re.compile(
    r"\b(?:battle|siege|fall|capture|liberation|defen[cs]e|occupation|recapture|bombing|"
    r"sack)\ (?:of|for)\ (?:the\ )?\Z",
    re.VERBOSE | re.IGNORECASE,
)
PAST_YEAR_RE = re.compile(r"\b(?:1[0-8]\d\d|19[0-8]\d)\b")
ODD_SPACE_RE = re.compile(r"[\xa0\u2009\u202f]+|(?<![\n\r])\r?\n(?![\r\n])[ \t]*|[ ]{2,}")
TITLE_RE = re.compile(
    r"“[^“”\n]{2,80}”|\"[^\"\n]{2,80}\"|‘[^‘’\n]{2,80}’|«[^«»\n]{2,80}»|‹[^‹›\n]{2,80}›|"
    r"„[^„“”\n]{2,80}[“”]|»[^»«\n]{2,80}«|‚[^‚‘\n]{2,80}‘|「[^「」\n]{2,80}」|``[^`'\n]{2,80}''|"
    r"(?<!\w)'[^'\n]{2,80}'(?!\w)|(?<!\*)\*[^*\n]{2,80}\*(?!\*)|\b_[^_\n]{2,80}_\b"
)
TITLE_WORD_RE = re.compile(r"[^\W\d_][\w'’-]*")
SMALL_WORDS = frozenset(
    "a an and as at but by de for from in into nor of off on onto or over the to up upon "
    "with".split()
)
NOBLE_RE = re.compile(r",\s(?:Grand\s)?(?:Prince|Princess|Count|Countess|Baron|Duke)\s[^\W\d_a-z]")
GIVEN_HOMONYMS = frozenset({"odessa", "chelsea"})  # places that are women's names
PLACE_NOUN_RE = re.compile(
    r"\s(?:Oblast|Region|Province|District|Port|Airport|City|Mayor|Governor|National|State|"
    r"International|University|Opera|Regional|Military|Sea|Bay|Film|Art|Museum|Market|Cathedral)\b"
)
PREPOSITION_RE = re.compile(
    r"\b(?:in|at|of|from|to|near|on|around|outside|for|over|off|the)\s\Z", re.I
)
CAPITAL_NEXT_RE = re.compile(r"\s[^\W\d_a-z][\w'’]")

LINK_RE = re.compile(
    r"[(/=→>]|\ba\.k\.a\.|\b(?:or|not|now|former|formerly|with|for|by|became|becomes|"
    r"officially|used\ to\ be|previously|once|then|also|aka|spel\w+|"
    r"called|known|named|renamed|translit\w+|romani[sz]ed|instead|rather\ than|vs\.?|versus)\b",
    re.VERBOSE,
)
BARE_LINK_RE = re.compile(r"[\s\"'“”‘’«»*_,]*(?:to|and|into|→|->)?[\s\"'“”‘’«»*_]*")
RELATIVE_RE = re.compile(
    r"\b(?:cousin|brother|sister|father|mother|son|daughter|uncle|aunt|nephew|niece|grandfather|"
    r"grandson|husband|wife|twin|namesake)\b"
)
BOUNDARY_RE = re.compile(r"[.!?\n](?:(?<=\n)|(?<![A-Z].)\s+(?=[\"“‘(]?[A-Z]))")
SENTENCE_END_RE = re.compile(r"[.!?]\s+[^\W\d_a-z]|\n")


def find_guard(text: str, start: int, end: int, kind: str, is_spelling: bool) -> str:
    """Return the reason why a name is to be left alone, "" where there is none.

    Args:
        is_spelling: ask whether it is mentioned as a spelling; else, whether something
            else is meant.

    >>> find_guard("She was raised in Odessa, Texas.", 18, 24, "place", False)
    "the homonym in North America: 'Odessa, Texas'"
    >>> find_guard("The mayor of Kiev resigned.", 13, 17, "place", False)
    ''
    """
    before = unify_spaces(text[max(0, start - REACH) : start])
    after = unify_spaces(text[end : end + REACH])
    kind = "place" if kind == "demonym" else kind
    befores, afters = _tabulate(kind, is_spelling)
    for guard in befores.choose(before):
        if guard.pattern.search(before):
            return guard.reason
    for guard in afters.choose(after):
        if guard.pattern.match(after):
            return guard.reason
    if is_spelling:
        if before.endswith(('"', "“", "«", "»", "「", "‚")) and ALONE_RE.match(after):
            return "a name alone in quotation marks"
        return "the sentence speaks of a spelling" if has_meta_word(text, start, end) else ""
    if kind == "organisation" and PAGE_RE.match(after) and VOLUME_RE.search(before):
        return "a citation: '347 U.S. 483'"
    if kind == "place":
        return _find_place_guard(text, start, end, before, after)
    return ""


def has_meta_word(text: str, start: int, end: int) -> bool:
    """Tell whether the sentence of a name speaks of spelling, not of whom it names."""
    low, high = find_sentence(text, start, end)
    return META_RE.search(text, low, high) is not None


def find_sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Find about the sentence that a span stands in, at most `NEAR` characters either way."""
    low = max(0, start - NEAR)
    for match in BOUNDARY_RE.finditer(text, low, start):
        low = match.end()
    following = BOUNDARY_RE.search(text, end, end + NEAR)
    return low, following.start() + 1 if following else end + NEAR


def unify_spaces(text: str) -> str:
    """Write plain spaces for others and for single line breaks; the length may change."""
    if text.isprintable() and "  " not in text:
        return text  # the blank alone of all white space is printable
    if ODD_SPACE_RE.search(text) is None:
        return text
    return ODD_SPACE_RE.sub(" ", text)


def _find_place_guard(text: str, start: int, end: int, before: str, after: str) -> str:
    if not PREPOSITION_RE.search(before):
        if NOBLE_RE.match(after):
            return "a surname in an index: 'Lvov, Prince Georgy'"
        if text.startswith(" ", end) and PRODUCT_RE.match(after):
            return "a product: 'a Kiev 88'"
    if EVENT_RE.search(before) and PAST_YEAR_RE.search(text, max(0, start - REACH), end + REACH):
        return "an event of history: 'the siege of Odessa in 1941'"
    return "the title of a work" if is_in_title(text, start, end) else ""


def is_in_title(text: str, start: int, end: int) -> bool:
    """Tell whether a name stands in a quotation of several words, all with capitals.

    >>> is_in_title("She read “Last Exit to Odessa” twice.", 23, 29)
    True
    >>> is_in_title("He said, “Odessa will hold.”", 10, 16)
    False
    """
    low = max(text.rfind("\n", max(0, start - 80), start), max(0, start - 80))
    for match in TITLE_RE.finditer(text, low, end + 80):
        if match.start() < start and end < match.end():
            words = TITLE_WORD_RE.findall(match.group())
            big = [word for word in words if word.lower() not in SMALL_WORDS]
            return 1 < len(big) <= 8 and all(word[0].isupper() for word in big)
        if match.start() >= start:
            break
    return False


def is_pronoun(text: str, start: int, end: int) -> bool:
    """Tell whether an acronym is a pronoun in capitals: "GIVE US TIME"."""
    if text[start:end] != "US":
        return False
    near = text[max(0, start - 12) : end + 12].split()
    words = [word for word in near if word.isalpha() and word != "US" and len(word) > 1]
    return bool(words) and all(word.isupper() for word in words)


def is_inside_name(text: str, start: int, end: int, kind: str) -> bool:
    """Tell whether a name stands beside another capitalised word: it may be a part of one.

    >>> is_inside_name("at Durham University", 3, 9, "place")
    True
    >>> is_inside_name("In Durham it rained", 3, 9, "place")
    False
    """
    if kind == "demonym":
        return False
    if text[end : end + 1] == " " and text[end + 1 : end + 2].isupper():
        return True
    if text[start - 1 : start] != " ":
        return text[max(0, start - 1) : start] in ("-", "&", "@", "#", ".")
    word = text[max(0, start - 20) : start - 1].rsplit(None, 1)[-1:]
    return bool(word) and word[0][:1].isupper() and word[0].lower() not in SMALL_WORDS


def is_related(text: str, end: int, start: int) -> bool:
    """Tell whether the words between two full names make two people of them.

    >>> text = "Sergei Lavrov's cousin, Sergey Lavrov, plays hockey."
    >>> is_related(text, 13, 24)
    True
    """
    between = text[end:start]
    if len(between) > LINK_REACH or SENTENCE_END_RE.search(between):
        return False
    return RELATIVE_RE.search(between) is not None


def is_linked(text: str, end: int, start: int) -> bool:
    """Tell whether the words between two spellings of one name compare them.

    Args:
        end: end of the first; start: start of the second.

    >>> text = "Kyiv (formerly Kiev). Kiev said no."
    >>> is_linked(text, 4, 15), is_linked(text, 19, 22)
    (True, False)
    """
    between = text[end:start]
    if len(between) > LINK_REACH or SENTENCE_END_RE.search(between):
        return False
    return bool(LINK_RE.search(between) or BARE_LINK_RE.fullmatch(between))


def is_given_name(text: str, start: int, end: int) -> bool:
    """Tell whether a place name is a woman's given name: "Odessa A'zion"."""
    name = text[start:end].lower()
    before, after = text[max(0, start - REACH) : start], text[end : end + REACH]
    if (
        name in GIVEN_HOMONYMS
        and CAPITAL_NEXT_RE.match(after)
        and not PLACE_NOUN_RE.match(after)
        and not PREPOSITION_RE.search(before)
    ):
        return True
    return False
