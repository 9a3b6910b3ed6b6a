"""Homonyms: which of two readings of a spelling the words around it speak for.

Data: dictionaries/names/readings.tsv. `sure` words decide for ours, `own` words speak for
it, `other` words against it; one that `needs` a word for ours is left alone without; a `word`
is an English word as well, whose capital may be that of a sentence or a headline.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from enum import Enum

from normalize.names.guards import NEAR, find_sentence

REACH = 1_000  # characters on either side: a news story
SENTENCE_START_RE = re.compile(r"(?:\A|[.!?…:;\n•|>]|\s[–—-])[\s\"'“”‘’«»(*_\[>#-]*\Z")
TOWN_RE = re.compile(r"\b(?:town|village|hamlet|township|community|city) of \Z")
NEXT_CAPITAL_RE = re.compile(r"[ \xa0]+[A-Z]")
WORD_BEFORE_RE = re.compile(r"([^\W\d_][\w'’-]*)[ \xa0]+\Z")
APPOSITION_RE = re.compile(
    r"([\"'”’)*_]*(?:,\s+|\s+\(|\s+in\s+|\s+on\s+)(?:in\s+)?(?:the\s+)?)(?:\w+\s)?"
)
BESIDE_A_WORD = frozenset(
    "a an the this that our my your cold talk talks talked talking jive wild roast ground".split()
)
FUNCTION_WORDS = frozenset(
    """
    in from with for but as when while since after before of and to if why how can will does is
    has that which between across against into outside inside through via near
    """.split()
)
COMPOUND_RE = re.compile(  # what is said of countries, never of birds
    r"-(?:(?:back|bas|alli|align|controll|own|host|broker|mediat|sponsor|support|train|fund|link|"
    r"occupi|administer)ed|led|born|held|run|made|bound|wide)\b|"
    r"[-–](?:Syria|Iraq|Iran|Greece|Libya|Armenia|Azerbaijan|Israel|Russia|Ukraine|EU|US|U\.S\.|NATO|"
    r"Qatar|Egypt|Cyprus|Bulgaria|Georgia|Saudi|UAE|Africa|Germany|Somalia|Pakistan|PKK)\b"
)
# What a country does; a bird that dries out or costs two dollars does none of it.
ACTS_RE = re.compile(
    r"['’]s\s(?:inflation|lira|central\sbank|president|presidential|government|parliament|foreign|"
    r"defen[cs]e|economy|economic|military|army|ruling|opposition|ambassador|interior|finance|"
    r"energy|border|navy|air\sforce|currency|intelligence|exports|Kurdish|Kurds|prime|ministry|"
    r"embassy|election|elections|annual|consumer|accession|bid|veto|membership)\b|"
    r"\s(?:has|have|had|will|would|says|said|wants?|plans?|denie[sd]|reject(?:s|ed)|agree[sd]|"
    r"accuse[sd]|recall(?:s|ed)|summon(?:s|ed)|join(?:s|ed)|beat|won|wins|host(?:s|ed)|vote[sd]|"
    r"vetoe[sd]|back(?:s|ed)|block(?:s|ed)|oppose[sd]|impose[sd]|clos(?:es|ed)|open(?:s|ed)|"
    r"bought|buys|ban(?:s|ned)|lift(?:s|ed)|condemn(?:s|ed)|expect(?:s|ed)|hope[sd]|launch(?:es|ed)|"
    r"withdr(?:aws|ew)|sign(?:s|ed)|ratif(?:ies|ied)|border[sd]|export(?:s|ed)|import(?:s|ed)|"
    r"pledge[sd]|urge[sd]|warn(?:s|ed)|invade[sd]|seize[sd]|detain(?:s|ed)|extradite[sd]|"
    r"arrest(?:s|ed)|jail(?:s|ed)|deport(?:s|ed)|threaten(?:s|ed)|offer(?:s|ed)\sto|mediate[sd]|"
    r"belongs\sto|applied|insist(?:s|ed)|call(?:s|ed)\s(?:for|on)|shot\sdown|sent)\b",
    re.IGNORECASE,
)
APPOSED = 40  # characters of an apposition that are looked at
SHOUTED_RE = re.compile(r"\b[a-z]{3,}")


class Reading(Enum):
    """What the text around says."""

    UNSAID = "nothing speaks for either"
    OWN = "the name of the gazetteer is meant"
    OTHER = "something else may be meant"


class Readings:
    """The spellings that have two readings, and the words that tell which."""

    def __init__(self, rows: Iterable[Mapping[str, str]]) -> None:
        cues: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for row in rows:
            cues[row["spelling"]][row["reading"]].append(row["cue"])
        self._cues = dict(cues)
        self._cues |= {name.upper(): found for name, found in cues.items()}
        self._patterns: dict[str, dict[str, re.Pattern[str]]] = {}

    def _find_patterns(self, written: str, target: str) -> Mapping[str, re.Pattern[str]] | None:
        """Find the patterns of a spelling, or of its target; compiled when met first."""
        key = written if written in self._cues else target
        found = self._patterns.get(key)
        if found is None and key in self._cues:
            cues = self._cues[key]
            found = {reading: _compile(words, key) for reading, words in cues.items()}
            self._patterns[key] = found
        return found

    def needs_word(self, written: str) -> bool:
        """Tell whether a spelling is left alone where no word speaks for our reading."""
        return "needs" in self._cues.get(written, ())

    def judge(self, text: str, start: int, end: int, target: str = "") -> Reading:
        """Tell which reading the words around a name speak for.

        What stands right behind it counts most ("Odessa, Ukraine"), then a sure word in
        the sentence; of contradictory words none count for ours.

        Args:
            target: whose rows count where the spelling has none of its own.
        """
        patterns = self._find_patterns(text[start:end], target)
        if patterns is None:
            return Reading.UNSAID
        apposed = self._judge_apposition(text, end, patterns)
        if apposed is not Reading.UNSAID:
            return apposed
        low, high = find_sentence(text, start, end)
        if "sure" in patterns and patterns["sure"].search(text, low, high):
            return Reading.OWN
        is_word = "word" in patterns
        has_own, has_other = self._search(text, low, high, patterns)
        if is_word or not (has_own or has_other):
            has_own, has_other = self._search(text, max(0, start - REACH), end + REACH, patterns)
        if is_word:
            return _judge_word(text, start, end, has_own, has_other)
        if has_other:
            return Reading.OTHER
        if has_own:
            return Reading.OWN
        return Reading.OTHER if "needs" in patterns else Reading.UNSAID

    @staticmethod
    def _search(
        text: str, low: int, high: int, patterns: Mapping[str, re.Pattern[str]]
    ) -> tuple[bool, bool]:
        """Tell whether words for our reading, and words against it, stand in a span."""
        has_own, has_other = (
            reading in patterns and patterns[reading].search(text, low, high) is not None
            for reading in ("own", "other")
        )
        return has_own, has_other

    def _judge_apposition(
        self, text: str, end: int, patterns: Mapping[str, re.Pattern[str]]
    ) -> Reading:
        match = APPOSITION_RE.match(text, end, end + APPOSED)
        if match is None:
            return Reading.UNSAID
        for at in (match.end(), match.end(1)):
            for reading in ("own", "sure", "other"):
                if reading in patterns and patterns[reading].match(text, at):
                    return Reading.OTHER if reading == "other" else Reading.OWN
        return Reading.UNSAID


def _judge_word(text: str, start: int, end: int, has_own: bool, has_other: bool) -> Reading:
    """Judge a name that is a word as well, by its capital and what stands beside it."""
    shouted = is_shouted(text, start, end)
    if NEXT_CAPITAL_RE.match(text, end) and not shouted:
        return Reading.OTHER  # "Turkey Trot", a headline
    if COMPOUND_RE.match(text, end):
        return Reading.OWN
    if TOWN_RE.search(text, max(0, start - 30), start):
        return Reading.OTHER
    before = text[max(0, start - 60) : start]
    if SENTENCE_START_RE.search(before) or shouted:
        has_own = has_own or ACTS_RE.match(text, end) is not None
        return Reading.OWN if has_own and not has_other else Reading.OTHER
    if ACTS_RE.match(text, end):
        return Reading.OWN
    match = WORD_BEFORE_RE.search(before)
    if match and match.group(1).lower() in BESIDE_A_WORD:
        return Reading.OTHER  # "cold Turkey", "a Turkey carpet"
    if match and match.group(1).lower() in FUNCTION_WORDS:
        return Reading.OWN
    if match and match.group(1)[:1].isupper():
        return Reading.OTHER  # "Wild Turkey"
    return Reading.OWN


def is_shouted(text: str, start: int, end: int) -> bool:
    """Tell whether a name stands in a line in capitals throughout."""
    if not text[start:end].isupper():
        return False
    low = text.rfind("\n", max(0, start - NEAR), start) + 1
    high = text.find("\n", end, end + NEAR)
    line = text[max(low, start - 40) : min(end + 40, len(text) if high < 0 else high)]
    return SHOUTED_RE.search(line) is None


def _escape(cue: str) -> str:
    """Escape a cue; between its words may be any white space."""
    return re.escape(cue).replace("\\ ", r"\s+")


def _compile(words: Iterable[str], name: str) -> re.Pattern[str]:
    """Compile cues, also in capitals: but "TURKEY" says nothing of itself."""
    spelled = dict.fromkeys(
        spelling for word in words for spelling in (word, word.upper(), word[:1].upper() + word[1:])
    )
    for written in (name, name.upper(), name.title()):
        spelled.pop(written, None)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(_escape, spelled))})")
