"""What stands around a name and says: leave it. Patterns with their reasons.

Each looks at a few dozen characters before or after the name, never at the whole text.
"""

from __future__ import annotations

import re
from functools import cache

from normalize.names.headlines import SMALL_WORDS, lower_headline
from normalize.names.mentioned import ALONE_RE, META_RE, SPELLING_GUARDS, SPOKEN_RE
from normalize.names.mistaken import OTHER_GUARDS
from normalize.names.patterns import GuardTable

REACH = 100  # characters looked at on either side
NEAR = 160  # a sentence


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

PRODUCT_RE = re.compile(r" \d{1,3}[A-Z]{0,2}\b(?![.,]\d| ?%| ?per)")  # a Kiev 88
EVENT_RE = re.compile(
    r"\b(?:battle|siege|fall|capture|liberation|defen[cs]e|occupation|recapture|bombing|"
    r"sack)\ (?:of|for)\ (?:the\ )?\Z",
    re.VERBOSE | re.IGNORECASE,
)
UNIT_RE = re.compile(  # of an army or an administration
    r"\s(?:[^\W\d_a-z]\w+\s){0,2}(?:Regiment|Hussars|Lancers|Dragoons|Guards|Grenadiers|Front|"
    r"(?:Military|Army|Fortified)\s(?:District|Group|Region)|Corps|Army|Division|Eparchy|Diocese|"
    r"Governor-General\w*|Guberni\w+|Declaration|Conference|Pact|Accords?|Protocols?|Treaty|Congress|Zemstvo|Gendarmerie)\b"
)
WORK_TITLE_RE = re.compile(r":\s(?:An?|The|[^\W\d_a-z]\w+\s(?:of|in|and|from|at|for))\s")
# "Sergei Loznitsa's Donbass won the directing prize", "HBO's Chernobyl premiered in May"
MAKER_RE = re.compile(r"(?:[^\W\d_a-z][\w.-]+\s[^\W\d_a-z]|\b[A-Z]{3})[\w-]*['’]s?\s\Z")
PERFORMED_RE = re.compile(
    r"(?:,\s\w+\s\w+,)?\s(?:(?:also\s)?(?:won|took|received|earned|swept)\s[^.!?\n]{0,60}?"
    r"\b(?:[Pp]rizes?|[Aa]wards?|Oscars?|Emmys?|BAFTAs?|Palme|Bear|Lion|Globes?|Pulitzer|Booker)\b|"
    r"(?:premier(?:ed|es)|screen(?:s|ed)|aired|airs)\b|"
    r"(?:was|is|will\sbe)\s(?:shown|screened|filmed|published|reissued|translated|shortlisted|"
    r"nominated|performed|staged|broadcast|streamed)\b|sold\s[^.!?\n]{0,40}\bcopies\b)"
)
PAST_YEAR_RE = re.compile(r"\b(?:1[0-8]\d\d|19[0-8]\d)\b")
ODD_SPACE_RE = re.compile(r"[\xa0\u2009\u202f]+|(?<![\n\r])\r?\n(?![\r\n])[ \t]*|[ ]{2,}")
TITLE_RE = re.compile(
    r"“[^“”\n]{2,80}”|\"[^\"\n]{2,80}\"|‘[^‘’\n]{2,80}’|«[^«»\n]{2,80}»|‹[^‹›\n]{2,80}›|"
    r"„[^„“”\n]{2,80}[“”]|»[^»«\n]{2,80}«|‚[^‚‘\n]{2,80}‘|「[^「」\n]{2,80}」|``[^`'\n]{2,80}''|"
    r"(?<!\w)'[^'\n]{2,80}'(?!\w)|(?<!\*)\*[^*\n]{2,80}\*(?!\*)|\b_[^_\n]{2,80}_\b"
)
TITLE_WORD_RE = re.compile(r"[^\W\d_][\w'’-]*")
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

THING_RE = re.compile(  # what follows a thing that is called so: "the Kiev sank", "the Kiev."
    r"[.;:!?)]|,\s[a-z]|\Z|\s(?:is|was|has|had|will|sank|sails?|sailed|carrie[sd]|left|entered|or)\b"
)
LABEL_BEFORE_RE = re.compile(
    r"\b(?:tags?|slug|user|username|handle|file|folder|directory|path|search(?:es|ed|ing)?|keyword|"
    r"query|term|password|hashtag|string|domain|channel|nick(?:name)?|login|account|branch|label|"
    r"called|named|nicknamed|formerly|old|band|album|song|game|dog|cat|brand|doctor|dr|coach|"
    r"teacher|dentist|prof|judge)s?(?:\s(?:term|for|was|is|just|named|called))*[:\s\"“'‘]+\Z"
)
LABEL_AFTER_RE = re.compile(
    r"-\w|[\"”'’]?\s(?:into|weather|net\sworth|brothers|sisters)\b|,\s(?:my|our)\s|"
    r"\sis\smy\s|['’]s\s(?:pizza|deli|bar|shop|garage|bakery|diner|place|kitchen)\b"
)
SHOUTED_META_RE = re.compile(META_RE.pattern, re.IGNORECASE)
BOUNDARY_RE = re.compile(r"(?<![A-Z])[.!?]\s+(?=[\"“‘(]?[A-Z])|\n(?![a-z])")


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
    if end - start > 3 and text[start:end].isupper():
        before, after = lower_headline(before), lower_headline(after)
    kind = "place" if kind == "demonym" else kind
    if kind == "person" and len(text[start:end].split()) == 1:
        kind = "surname"
    befores, afters = _tabulate(kind, is_spelling)
    for guard in befores.choose(before):
        if guard.pattern.search(before):
            return guard.reason
    for guard in afters.choose(after):
        if guard.pattern.match(after):
            if not (guard.is_bare and PREPOSITION_RE.search(before)):
                return guard.reason
    if is_spelling:
        is_quoted = before.endswith(('"', "“", "«", "»", "「", "‚")) and ALONE_RE.match(after)
        if is_quoted and not SPOKEN_RE.match(after):
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
    sentence = unify_spaces(text[low:high])
    is_shouted = end - start > 3 and text[start:end].isupper()
    if (SHOUTED_META_RE if is_shouted else META_RE).search(sentence) is None:
        return False
    # "In Kharkov they ask why the form “Kharkov” was used": the one in quotation marks is meant.
    name = text[start:end]
    quoted = (f"{mark}{name}{end_mark}" for mark, end_mark in ("“”", '""', "‘’", "«»"))
    return not any(text.find(form, low, high) >= 0 for form in quoted)


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
    if UNIT_RE.match(after) and PAST_YEAR_RE.search(text, max(0, start - REACH), end + REACH):
        return "an institution of history: 'the Chernigov Regiment in 1826'"
    if "s " in before[-2:] or before.endswith("’ "):
        if MAKER_RE.search(before) and PERFORMED_RE.match(after):
            return "the title of a work: 'Sergei Loznitsa's Donbass won a prize'"
        if before.endswith(("'s ", "’s ", "s' ", "s’ ")) and WORK_TITLE_RE.match(after):
            return "the title of a work: 'Plokhy's Chernobyl: History of a Tragedy'"
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


def is_located(text: str, start: int) -> bool:
    """Tell whether a preposition stands before a name: in, from, to a place."""
    return PREPOSITION_RE.search(text, max(0, start - 12), start) is not None


def is_thing(text: str, start: int, end: int) -> bool:
    """Tell whether the name of a city has an article, and nothing that the article is of.

    >>> is_thing("The Kiev is fried twice.", 4, 8), is_thing("the Kiev metro", 4, 8)
    (True, False)
    """
    before = unify_spaces(text[max(0, start - 6) : start])
    if not before.endswith(("the ", "The ", " a ")):
        return False
    return THING_RE.match(unify_spaces(text[end : end + REACH])) is not None


def is_label(text: str, start: int, end: int) -> bool:
    """Tell whether a name in small letters is a label, a string or somebody's: "tag: kiev".

    >>> is_label("the folder zelensky is empty", 11, 19), is_label("so zelensky said", 3, 11)
    (True, False)
    """
    before, after = text[max(0, start - REACH) : start], text[end : end + REACH]
    return bool(LABEL_BEFORE_RE.search(before) or LABEL_AFTER_RE.match(after))


def is_given_name(text: str, start: int, end: int) -> bool:
    """Tell whether a place name is a woman's given name: "Odessa A'zion"."""
    name = text[start:end].lower()
    if text[start:end].isupper():
        return False  # a headline, of which every word has a capital
    before, after = text[max(0, start - REACH) : start], text[end : end + REACH]
    if (
        name in GIVEN_HOMONYMS
        and CAPITAL_NEXT_RE.match(after)
        and not PLACE_NOUN_RE.match(after)
        and not PREPOSITION_RE.search(before)
    ):
        return True
    return False
