"""Who bears a surname: what the word before it says.

"President Zelensky" and "V. Zelensky" are the man one thinks of, "Sergei Zelensky" is
another. A capitalised word before a surname is a given name unless something tells it
from one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from enum import Enum
from functools import cached_property

from normalize.names.gazetteer import Gazetteer
from normalize.words import strip_possessive

REACH = 60
# A capitalised word directly before, perhaps at the end of the line before.
WORD_BEFORE_RE = re.compile(
    r"([^\W\d_](?:[\w'’.\-]|[\u0300-\u036f])*)(?:[ \xa0\t]{1,2}|[ \t]?\r?\n[ \t]{0,8})\Z"
)
INITIALS_RE = re.compile(r"(?:[^\W\d_]\.-?)+")
COMMON = -5.0  # log10 frequency above which a word is hardly somebody's given name
WORD_ENDINGS = ("ian", "ish", "ese", "ed", "ing", "er", "ers", "al", "ic", "ly", "s", "ion", "ment")
INITIAL_CLASSES = {"w": "v", "y": "j", "i": "j", "e": "j", "c": "k"}

TITLES = frozenset(
    """
    president presidents mr mrs ms miss dr prof professor sir dame lord lady senator sen rep
    representative congressman congresswoman governor gov mayor minister premier chancellor
    secretary ambassador amb envoy negotiator adviser advisor aide spokesman spokeswoman
    spokesperson general gen colonel col major maj lieutenant lt captain capt sergeant sgt
    marshal admiral adm commander chief director chairman chairwoman chair speaker deputy
    leader king queen prince emperor pope father rabbi imam sheikh ayatollah judge justice
    attorney lawyer diplomat oligarch tycoon billionaire businessman candidate comrade pm ceo
    vice-president ex-president warlord actor actress singer writer author coach
    """.split()
)
# What a person of the news is not called: whoever has one of these before his name is
# somebody else, unless the name is spelled as the house style has it.
CIVILIANS = frozenset(
    """
    judoka wrestler boxer footballer striker midfielder goalkeeper winger defender sprinter
    swimmer skater cyclist gymnast skier weightlifter fencer rower grandmaster pianist violinist
    cellist dancer ballerina choreographer conductor composer soprano tenor baritone painter
    sculptor poet novelist historian student pupil teacher schoolteacher farmer plumber baker
    electrician nurse surgeon dentist physician shopkeeper carpenter driver welder miner tailor
    pensioner retiree sophomore undergraduate chemist biologist mathematician physicist
    goaltender forward defenseman defenceman centreman pitcher shortstop outfielder quarterback
    violist harpist organist singer guitarist drummer bassist illustrator photographer engineer
    programmer mechanic fisherman sailor postman librarian accountant realtor landlord priest monk
    veterinarian pharmacist optometrist psychologist geologist botanist zoologist archaeologist
    gardener waiter bartender cashier janitor paramedic firefighter electrician roofer hairdresser
    academician cosmonaut airman seaman midshipman cadet corporal architect designer
    statistician astronomer philosopher linguist chef barber butcher jockey umpire referee
    """.split()
)
OFFICES = frozenset("President Premier Minister Chancellor Spokesman".split())
CIVIL_TITLES = CIVILIANS.union(
    "coach professor prof prof. dr dr. doctor father sister brother pastor detective officer "
    "constable cpl cpl. pvt pvt. private ensign nurse trainer rabbi cantor imam mrs mrs. "
    "ms ms. miss senator sen. judge justice congressman congresswoman rep. sheriff trooper "
    "sergeant sgt sgt. lieutenant lt lt. captain capt capt. skipper deacon reverend "
    "rev. chaplain bishop archbishop archpriest hieromonk abbot "
    "neighbour neighbor classmate".split()
)
# Given names that are met in English news and beside Slavic surnames; those of people in
# the gazetteer are added to them. Precision matters more than length: an unknown
# capitalised word counts as a given name anyway, these are the ones that are known words.
GIVEN_NAMES = frozenset(
    """
    aaron adam adrian alan albert alec alex alexander alexandra alexei alexey alfred alice
    alina alison allen amanda amy ana anastasia anatoly andre andrea andreas andrei andrew
    andrey andy angela anita ann anna anne anthony anton antonio arkady arthur barbara ben
    benjamin bernard beth bill bob boris brian bruce carl carla carlos carol caroline catherine
    charles charlie chris christian christina christine christopher claire clara claudia
    colin craig daniel daria dave david deborah denis dennis diana diane dmitri dmitry
    donald doris dorothy douglas edward eileen elena elizabeth ellen emily emma eric erik
    ernest eugene eva evan eve evelyn fiona frances francis frank fred frederick galina gary
    gennady george georgi gerald gerard gina gleb gloria gordon graham greg gregory hannah
    hans harold harry heather helen helena henry howard hugh ian igor ilya inna irene irina
    isaac ivan ivana jack jacob jake james jan jane janet jason jean jeff jeffrey jennifer
    jenny jeremy jessica jill jim joan joe johan johannes john jon jonathan jose joseph juan
    judith judy julia julian julie karen karl kate katherine katya keith kelly ken kenneth
    kevin kim larissa larry laura lauren lawrence lena leo leon leonard leonid leonora linda
    lisa louis louise lucas lucy ludmila luis luke lydia marcus margaret maria marie marina
    mark marta martha martin mary matt matthew maurice max maxim melissa michael michel
    michelle mike mikhail miles miriam monica nadia nancy natalia natalie natasha nathan neil
    nicholas nick nicole nigel nikita nikolai nina noah nora norman oksana oleg oliver olga
    olivia oscar otto owen pamela patricia patrick paul paula pavel pedro peter petra phil
    philip pierre pyotr rachel ralph ray raymond rebecca richard rita robert robin roger roman
    ron ronald rose rosa roy russell ruth ryan sally sam samuel sandra sara sarah scott sean
    semyon sergei sergey sharon simon sofia sonia sophia sophie stanislav stanley stefan
    stella stephen steve steven stuart susan svetlana sylvia tamara tanya tara tatiana ted
    teresa thomas tim timothy tom tony valentin valentina valery vanessa vasily vera
    veronica victor victoria viktor vincent virginia vitaly vladimir vladislav walter
    wanda warren wayne wendy william yana yelena yevgeny yulia yuri zoe
    """.split()
)


def split_last_word(text: str) -> tuple[str, str]:
    """Split the word that a text ends with, a blank behind it, from what stands before.

    >>> split_last_word("said Mr. "), split_last_word("the (Georgy "), split_last_word("said: ")
    (('Mr.', 'said '), ('Georgy', 'the ('), ('', 'said: '))
    """
    stripped = text.rstrip()
    if not stripped or len(stripped) == len(text):
        return "", text
    # The last word alone: searching all of what stands before takes ten times as long.
    last = stripped.rsplit(None, 1)[-1]
    match = WORD_BEFORE_RE.search(last + text[len(stripped) :])
    if match is None:
        return "", text
    return match.group(1), text[: len(stripped) - len(last) + match.start()]


class Bearer(Enum):
    """Whom the word before a surname points to."""

    UNSAID = "no given name stands before it"
    KNOWN = "a given name or initial of the person meant"
    OTHER = "somebody else's given name"


class Bearers:
    """Tell bearers apart by what stands before a surname."""

    def __init__(self, gazetteer: Gazetteer, load_words: Callable[[], Mapping[str, float]]) -> None:
        self._gazetteer = gazetteer
        self._load_words = load_words

    @cached_property
    def words(self) -> Mapping[str, float]:
        """English words with their scores; read when the first is asked for."""
        return self._load_words()

    @cached_property
    def _given_names(self) -> frozenset[str]:
        return frozenset(GIVEN_NAMES).union(*self._gazetteer.given_names.values())

    @cached_property
    def _name_words(self) -> frozenset[str]:
        return self._gazetteer.words

    def classify(self, text: str, start: int, known: Collection[str]) -> Bearer:
        """Tell whom the surname that starts at `start` belongs to.

        Args:
            known: lower-case given names of the person meant.
        """
        before = text[max(0, start - REACH) : start]
        word, before = split_last_word(before)
        if not word:
            return Bearer.UNSAID
        if INITIALS_RE.fullmatch(word):
            if self._gazetteer.look_up(word):
                return Bearer.UNSAID  # "in the U.S. Witkoff will"
            earlier, _ = split_last_word(before)
            if INITIALS_RE.fullmatch(earlier):
                word = earlier  # "K. A. Dmitriyev"
            elif earlier.lower() in CIVIL_TITLES:
                return Bearer.OTHER  # "Dr. S. Lavrov"
            return _compare_initial(word, known)
        if word.endswith("."):
            # "Mr." and "Gen."; else the end of a sentence, with which nothing is said
            return Bearer.UNSAID
        bearer = self._classify_word(word, known)
        if bearer is Bearer.OTHER and "\n" in text[start - 2 : start]:
            return bearer if self.is_listed(word) else Bearer.UNSAID  # a line may end anywhere
        if bearer is Bearer.OTHER:
            # a patronymic or middle name: look one word further
            earlier, _ = split_last_word(before)
            if earlier.lower() in known:
                return Bearer.KNOWN
        return bearer

    def has_civil_title(self, text: str, start: int) -> bool:
        """Tell whether a name follows a title that people of the news do not have."""
        word, _ = split_last_word(text[max(0, start - 30) : start])
        return word.lower() in CIVIL_TITLES

    def has_office(self, text: str, start: int) -> bool:
        """Tell whether a name follows the title of an office of state."""
        word, _ = split_last_word(text[max(0, start - 30) : start])
        return word in OFFICES

    def _classify_word(self, word: str, known: Collection[str]) -> Bearer:
        if strip_possessive(word) != word:
            return Bearer.UNSAID  # "Ukraine’s Zelensky"
        last = word.rsplit("-", 1)[-1]
        lower = word.lower()
        if lower in known:
            return Bearer.KNOWN
        if not last[:1].isupper() or lower in TITLES or last.lower() in TITLES:
            return Bearer.UNSAID  # also "Kremlin-backed"
        return Bearer.OTHER if self.is_given_name(last) else Bearer.UNSAID

    def follows_given_name(self, text: str, start: int) -> bool:
        """Tell whether a listed given name stands before a place name: "Georgy Lvov".

        Unlisted words do not count: places follow all kinds of words.
        """
        word, _ = split_last_word(text[max(0, start - REACH) : start])
        return word[:1].isupper() and word.lower() in self._given_names

    def is_listed(self, word: str) -> bool:
        """Tell whether a word is a known given name."""
        return word.lower() in self._given_names

    def is_given_name(self, word: str) -> bool:
        """Tell whether a capitalised word before a surname is likely a given name.

        Listed names are; known words of English are not, be they rare and formed like an
        adjective, a verb or a plural; other names of the gazetteer are not; the rest is.
        """
        lower = word.lower()
        if lower in self._given_names:
            return True
        if lower in TITLES or lower in self._name_words or (word.isupper() and len(word) > 1):
            return False
        score = self.words.get(lower)
        if score is None:
            return len(lower) > 1
        return score < COMMON and not lower.endswith(WORD_ENDINGS)


def _compare_initial(initials: str, known: Collection[str]) -> Bearer:
    first = _get_class(initials)
    if not known:
        return Bearer.UNSAID
    return Bearer.KNOWN if any(_get_class(name) == first for name in known) else Bearer.OTHER


def _get_class(name: str) -> str:
    letter = name[:1].lower()
    return INITIAL_CLASSES.get(letter, letter)
