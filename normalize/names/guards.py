"""What stands around a name and says: leave it. Patterns with their reasons.

Each looks at a few dozen characters before or after the name, never at the whole text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from normalize.names.bearers import CIVILIANS

REACH = 60  # characters looked at on either side
LINK_REACH = 40  # characters between two spellings of one name that a text compares


class Guard(NamedTuple):
    """A pattern before (ending at) or after (starting at) a name, and why it counts."""

    pattern: re.Pattern[str]
    is_before: bool
    kinds: frozenset[str]
    reason: str


ALL = frozenset({"person", "place", "organisation"})
PLACE = frozenset({"place"})
PERSON = frozenset({"person"})
ORGANISATION = frozenset({"organisation"})

_SPELT = (
    r"(?:spel(?:led|t)|written|transliterated|transcribed|romani[sz]ed|rendered|pronounced|"
    r"called|named|known|referred\ to|misspel(?:led|t))"
)
_WHEN = (
    r"(?:formerly|previously|once|originally|also|sometimes|often|usually|still|then|now|"
    r"commonly|variously|alternatively|historically|long|better|or)"
)
_LANGUAGE = (
    r"(?:Russian|Ukrainian|Soviet|German|French|Polish|Turkish|Arabic|English|Yiddish|"
    r"Belarusian|Hebrew|Persian|Chinese)"
)
_OPEN = r"[\s\"'“‘«(*_]*"
_STATES = (
    r"(?:Texas|Tex\.?|TX|Florida|Fla\.?|FL|Missouri|Mo\.|Delaware|Del\.|Washington|Wash\.|"
    r"Minnesota|Minn\.|Ontario|Canada|Wisconsin|Wis\.|Nebraska|Neb\.|New\ York|N\.Y\.|Ohio|Iowa|"
    r"California|Calif\.?|Idaho|Maine|Illinois|Ill\.|Indiana|Ind\.|Pennsylvania|Pa\.|Tennessee|"
    r"Tenn\.|Kentucky|Ky\.|Georgia|Ga\.|Alabama|Ala\.|Michigan|Mich\.|Saskatchewan)"
)


def _before(pattern: str, kinds: frozenset[str], reason: str, flags: int = 0) -> Guard:
    return Guard(re.compile(rf"(?:{pattern})\Z", flags | re.VERBOSE), True, kinds, reason)


def _after(pattern: str, kinds: frozenset[str], reason: str, flags: int = 0) -> Guard:
    return Guard(re.compile(pattern, flags | re.VERBOSE), False, kinds, reason)


SPELLING_GUARDS = (  # the name is mentioned as a spelling: it still says who is meant
    _before(
        rf"\b{_WHEN}\ {_SPELT}(?:\ (?:in|as|by|to)\b(?:\ \w+){{0,3}})?[\s,:]*{_OPEN}",
        ALL,
        "a former or other spelling: 'formerly spelled Kiev'",
    ),
    _before(
        rf"\b{_SPELT}(?:\ in\ \w+)?\ as{_OPEN}",
        ALL,
        "'known in Russian as Kiev'",
    ),
    _before(rf"\b(?:mis)?spel(?:led|t){_OPEN}", ALL, "'spelled Kiev'"),
    _before(
        r"\b(?:spellings?|transliterations?|romani[sz]ations?|misspellings?|variants?|versions?|"
        r"words?|forms?|name|term)(?:\ (?:of|as|was|is|like|such\ as))?[\s:,]*[\"'“‘«(*_]+",
        ALL,
        "a quoted spelling: 'the spelling “Kiev”'",
    ),
    _before(
        r"\bthe\ (?:\w+\ )?(?:spellings?|transliterations?|romani[sz]ations?|misspellings?)\ ",
        ALL,
        "'the Russian spelling Kiev'",
    ),
    _before(rf"\bin\ {_LANGUAGE}[,:]?{_OPEN}", ALL, "'in Russian, Kiev'"),
    _before(rf"\b{_LANGUAGE}:{_OPEN}", ALL, "'(Russian: Kiev)'"),
    _before(r"\b(?:what|which)\ (?:was|is)\ (?:then|now)\ ", PLACE, "'what was then Leningrad'"),
    _before(
        r"\b(?:appear(?:s|ed)|(?:was|were|is|been)\ (?:\w+\ )?(?:given|printed|published|reported|"
        r"identified|listed|entered|quoted|misidentified|rendered|styled)|misidentified|misprinted)"
        rf"(?:\ \w+ly)?\ as{_OPEN}",
        ALL,
        "a correction: 'the name appeared as Witkov'",
    ),
    _before(
        r"\b(?:goes|went|go|signed|signs|typed|types|tagged|labell?ed|marked|search(?:ed|es)?\ for|"
        r"replaced?|replacing)\ (?:by\ |as\ )?[\"“‘«]",
        ALL,
        "a quoted string: 'typed “Kiev”'",
    ),
    _before(r"\b(?:instead\ of|rather\ than|not)\ [\"“‘«]", ALL, "'write Kyiv, not “Kiev”'"),
    _after(
        r"[^.!?\n]{0,40}\b(?:should|ought\ to)\ (?:have\ )?(?:be(?:en)?|read|say|said)\b",
        ALL,
        "a correction: 'Witkov should have read Witkoff'",
    ),
    _after(
        r"[\"'”’»*_)]*\s(?:to|with|by|into|→|->|=>)\s[\"'“‘«*_]+[^\W\d_a-z]\w+[\"'”’»*_]",
        ALL,
        "'“Kiev” to “Kyiv”'",
    ),
    _after(
        r"[\"'”’»*_)]*,?\s(?:is|was|are|being)\s(?:the\s|a\s|an\s)?(?:\w+\s)?"
        r"(?:spelling|transliteration|transcription|romani[sz]ation|misspelling|exonym)",
        ALL,
        "'Kiev is the Russian spelling'",
    ),
    _after(
        rf"[\"'”’»*_)]*,?\sas\s(?:it|he|she|they)\s(?:is|was|were|are)\s(?:\w+\s)?{_SPELT}",
        ALL,
        "'Kiev, as it was then called'",
    ),
    _after(r"[\"”’»*_]+\s(?:in|from)\s(?:the\s)?" + _LANGUAGE, ALL, "'“Kiev” in Russian'"),
    _after(
        rf",?\sin\s{_LANGUAGE}(?=\s*(?:[.,;:)!?]|\Z)|\s(?:and|but)\b)",
        ALL,
        "'Kiev in Russian, Kyiv in Ukrainian'",
    ),
    _after(
        r",?\sas\s(?:the\s)?\w+\s(?:call|spell|write|say|pronounce)s?\s(?:it|him|her|them|the)\b",
        ALL,
        "'Lukashenka, as Belarusians call him'",
    ),
)

_WORK = (
    r"(?:film|movie|documentary|series|miniseries|mini-series|drama|play|novel|novella|book|memoir|"
    r"poem|story|short\ story|album|song|single|track|opera|operetta|ballet|symphony|musical|"
    r"painting|picture|exhibition|show|podcast|game|magazine|newspaper|comic|thriller|comedy|"
    r"episode|titled|entitled|screening\ of|premiere\ of|adaptation\ of)"
)
_QUOTED = r"[\"“‘«‹„*_]{1,2}"
_CIVILIAN = rf"(?:{'|'.join(sorted(CIVILIANS))})"

OTHER_GUARDS = (  # something else is meant, or the name belongs to a fixed form
    _before(
        r"\b(?:Battle|Siege|Treaty|Peace|Pogrom|Massacre|Sack|Fall|Capture|Prince|Princess|"
        r"Grand\ (?:Prince|Princess|Duke|Duchess|Duchy)|Principality|Kingdom|Duchy|Metropolitan|"
        r"Metropolis|Voivodeship|Governorate|Olga|Anthony|Theodosius)\ of\ (?:the\ )?",
        PLACE,
        "a proper name of history: 'Battle of Kiev', 'Prince of Kiev'",
    ),
    _before(
        rf"\b{_WORK}(?:,|:)?\ {_QUOTED}",
        ALL,
        "the title of a work: 'the film “Donbass”'",
    ),
    _after(
        r"[\"”’»›“*_]{1,2},?\s(?:\((?:19|20)\d\d\)|(?:directed|written|composed|painted|sung)?\s?by\s"
        r"[^\W\d_a-z])",
        PLACE,
        "the title of a work: '“Donbass” (2018)'",
    ),
    _after(
        rf",?\s(?:an?|the|then\ an?)\s(?:[\w’'-]+\s){{0,4}}?{_CIVILIAN}\b",
        PERSON,
        "somebody else: 'Rustam Umarov, a judoka'",
    ),
    _after(r"\s(?:\d{4}\s)?\(\d{4}[-–]\d{2,4}\)", PERSON, "dates of a life"),
    _after(rf",?\s{_STATES}(?!\w)", PLACE, "the homonym in North America: 'Odessa, Texas'"),
    _after(r"-(?:ro|gil|dong|gu)\b", PLACE, "a Korean street: 'Teheran-ro'"),
    _after(r"-[Cc]lass\b", PLACE, "a class of ships: 'Kiev-class'"),
    _after(r"-\d", PLACE, "a product or team: 'Kiev-88'"),
    _before(r"\b(?:Europe|Asia|Africa|America)/", PLACE, "a time zone: 'Europe/Kiev'"),
    _before(
        r"\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|Sir|Prince|Princess|Count|Judge|Justice)\.?\ (?:\w+\ )?",
        PLACE,
        "a surname: 'Prince Lvov', 'Dr Kiev'",
    ),
    _after(r",?\s(?:Jr|Sr|Junior|Senior|II|III)\b", PERSON, "another generation: 'Trump Jr.'"),
    _after(
        r"\s+(?:\d+\s*\(\d|_+|LEXIS|Const|Code\s§|Reports?\s\d|App\.)",
        ORGANISATION,
        "a citation: 'U.S. 483 (1954)', 'U.S. Code §'",
    ),
    _before(r"\bv(?:s)?\.?\ ", ORGANISATION, "a case: 'Miranda v. U.S.'"),
    _after(r",?\sv(?:s\.|\.?)\s", ORGANISATION, "a case: 'U.S. v. Microsoft'"),
)

# Without one of these before a name no guard of the kind can match, and most names have none.
# Substrings: looking for thirty of them takes a third of the time of one pattern.
SPELLING_CUES = (
    *("spel", "transl", "transcr", "romani", "written", "render", "pronounc", "called", "named"),
    *("known", "referred", "Russian", "Ukrainian", "Soviet", "German", "French", "Polish"),
    *("Turkish", "Arabic", "English", "Yiddish", "Belarusian", "Hebrew", "Persian", "Chinese"),
    *("then ", "now ", '"', "'", "“", "‘", "«", "(", "*", "_"),
)
OTHER_CUES = ("Mr", "Ms", "Miss", "Dr", "Prof", "Sir", "Prince", "Count", "Judge", "Justice")
QUOTES = ('"', "“", "‘", "«", "‹", "„", "*", "_")
OTHER_ENDS = ("of ", "of the ", "/", "v ", "v. ", "vs ", "vs. ")


def _has_cue(before: str, is_spelling: bool) -> bool:
    if not is_spelling and (before.endswith(OTHER_ENDS) or before.endswith(QUOTES)):
        return True
    for cue in SPELLING_CUES if is_spelling else OTHER_CUES:
        if cue in before:
            return True
    return False


def _tabulate(
    guards: Sequence[Guard], kind: str
) -> tuple[list[Guard], re.Pattern[str], list[Guard]]:
    befores = [guard for guard in guards if guard.is_before and kind in guard.kinds]
    afters = [guard for guard in guards if not guard.is_before and kind in guard.kinds]
    joined = "|".join(f"(?:{guard.pattern.pattern})" for guard in afters)
    return befores, re.compile(joined, re.VERBOSE), afters


TABLES = {  # (kind, is_spelling) → guards before, whether any after may match, guards after
    (kind, is_spelling): _tabulate(SPELLING_GUARDS if is_spelling else OTHER_GUARDS, kind)
    for kind in ALL
    for is_spelling in (True, False)
}
VOLUME_RE = re.compile(r"(?<![\d,.])\d{1,3}\s+\Z")  # of the reports: '347 U.S. 483'
PAGE_RE = re.compile(r",?\s+(?:\d|_|\(|at\s\d)")

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
    r"[(/=→>]|\b(?:or|not|now|former|formerly|previously|once|then|also|aka|a\.k\.a\.|spel\w+|"
    r"called|known|named|renamed|translit\w+|romani[sz]ed|instead|rather\ than|vs\.?|versus)\b",
    re.VERBOSE,
)
BARE_LINK_RE = re.compile(r"[\s\"'“”‘’«»*_,]*(?:to|and|into|→|->)?[\s\"'“”‘’«»*_]*")
RELATIVE_RE = re.compile(
    r"\b(?:cousin|brother|sister|father|mother|son|daughter|uncle|aunt|nephew|niece|grandfather|"
    r"grandson|husband|wife|twin|namesake)\b"
)
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
    before = text[max(0, start - REACH) : start]
    after = text[end : end + REACH]
    befores, joined, afters = TABLES[kind, is_spelling]
    if _has_cue(before, is_spelling):
        for guard in befores:
            if guard.pattern.search(before):
                return guard.reason
    if joined.match(after):
        for guard in afters:
            if guard.pattern.match(after):
                return guard.reason
    if is_spelling:
        return ""
    if kind == "organisation" and PAGE_RE.match(after) and VOLUME_RE.search(before):
        return "a citation: '347 U.S. 483'"
    if kind == "place" and NOBLE_RE.match(after) and not PREPOSITION_RE.search(before):
        return "a surname in an index: 'Lvov, Prince Georgy'"
    return ""


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
