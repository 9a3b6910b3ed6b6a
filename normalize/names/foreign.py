"""Whether the few words around a name are English.

`normalize.language` tells paragraphs apart by their function words; a headline has one or
two, and a wrong change in it is still a wrong change.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache, lru_cache

from normalize.language import CACHED, LEAD, SAMPLE, load_function_words
from normalize.names.forms import PARTICLES
from normalize.step import Context

# Not what a soft hyphen or a mark of its own cuts off a word. The look-behind comes second, so
# that the search is for the letter alone.
LOWER_WORD_RE = re.compile(
    r"[^\W\d_A-Z](?<![\w'’&\u00ad\u200b\u0300-\u036f-].)[^\W\d_]++"
    r"(?![\w'’\u00ad\u200b\u0300-\u036f-])"
)
ASCII_WORD_RE = re.compile(r"[a-z](?<![\w'&-].)[A-Za-z]++(?![\w'-])", re.ASCII)  # twice as fast
CAPITAL_WORD_RE = re.compile(r"(?<![\w'’&-])[^\W\d_a-z][^\W\d_]{2,}(?![\w'’-])")
LINKS = frozenset("bin al el de da di do dos del du la van von der zu".split())
PARTICLE_RE = re.compile(  # inside a name: "Mohamed bin Zayed", "Lula da Silva"
    rf"(?<![\w'’-])([^\W\d_a-z]\w+)(?: (?i:{'|'.join(sorted(LINKS))}))+(?=[ -][^\W\d_a-z])"
)
TAG_RE = re.compile(r"</?[A-Za-z!][^<>]*>?|\A[^<>]*>")  # also those that the reach cuts
CONTRACTION_RE = re.compile(r"\w(?:n['’]t|['’](?:ll|re|ve))\b")  # English alone has them
FOREIGN_REACH = 150  # characters on either side in which words are looked up
# Function words of other languages that are words of English as well.
SHARED_WORDS = frozenset("met die war per son sin men van den under come".split())


ALONE, TOO, OTHERS = "English alone", "English too", "others alone"  # who has a function word
ENGLISH = frozenset({"en", "und"})
GLANCE = 1_000  # characters that tell it of most
CERTAIN = 4  # different words of English alone that make a document English


@cache
def load_telling_words() -> tuple[frozenset[str], frozenset[str]]:
    """Load the function words of English alone, and those of other languages alone."""
    table = load_function_words().items()
    return (
        frozenset(word for word, languages in table if languages == ("en",)),
        frozenset(
            word
            for word, languages in table
            if "en" not in languages and word not in PARTICLES and word not in SHARED_WORDS
        ),
    )


class English:
    """Tell which paragraphs are English: at a glance where that will do, else by asking."""

    def __init__(self, text: str, context: Context) -> None:
        self._text = text
        self._context = context
        self._line = (0, 0, True)  # the paragraph asked for last, and whether it is English
        telling, foreign = load_telling_words()
        # Most need a glance; then each paragraph is asked for what it has of other languages.
        self._is_certain = len(telling.intersection(text[:GLANCE].split())) >= CERTAIN
        if not self._is_certain:
            words = text[:SAMPLE].split()
            self._is_certain = foreign.isdisjoint(words) or (
                len(telling.intersection(words)) >= CERTAIN
            )

    def at(self, offset: int) -> bool:
        """Tell whether the paragraph at an offset is in English, or in none we know."""
        start, end, verdict = self._line
        if start <= offset < end:
            return verdict
        text = self._text
        start = text.rfind("\n", max(0, offset - SAMPLE), offset) + 1
        if not start:
            start = offset // SAMPLE * SAMPLE
        end = text.find("\n", offset, start + SAMPLE)
        end = start + SAMPLE if end < 0 else end
        verdict = self._is_certain and has_no_other(text[start:end])
        verdict = verdict or self._context.languages.at(offset) in ENGLISH
        self._line = (start, max(end, offset + 1), verdict)
        return verdict


@lru_cache(CACHED)
def has_no_other(line: str) -> bool:
    """Tell whether a line has too few words of other languages to be in one.

    The next pass asks again.

    >>> has_no_other("Das ist nicht Kiew"), has_no_other("The talks in Kyiv ended")
    (False, True)
    """
    _, foreign = load_telling_words()
    return len(foreign.intersection(line.split())) < LEAD


def is_foreign(text: str, offset: int, end: int, known: Collection[str]) -> bool:
    """Tell whether the words around are none of English, which a short line needs.

    Its function words may be too few to tell a language by.
    """
    spoken = find_quotation(text, offset)
    if spoken and (_has_foreign_words(spoken) or _has_unknown_words(spoken, known)):
        return True
    low = text.rfind("\n", max(0, offset - FOREIGN_REACH), offset) + 1
    low = max(low, offset - FOREIGN_REACH)
    high = text.find("\n", end, end + FOREIGN_REACH)
    # The name's own words say nothing: "Ho Chi Min", "Ban Ki Moon", "Zhou En Lai".
    line = f"{text[low:offset]}XX{text[end : high if high >= 0 else end + FOREIGN_REACH]}"
    if "<" in line or ">" in line:
        line = TAG_RE.sub(" ", line)
    words = _find_lower_words(line)
    unknown = len(words) - sum(map(known.__contains__, words))
    is_lower = text[offset : offset + 1].islower()  # a text that does without capitals
    if unknown > 0 and unknown * 2 >= len(words) and not is_lower:
        return unknown == len(words) or load_telling_words()[0].isdisjoint(words)
    if unknown > 0 and _has_shared_words_only(line) and _has_unknown_names(line, known):
        return True  # "empfing den Sondergesandten am Montag in Kiew"
    return _has_foreign_words(line)


def _find_lower_words(line: str) -> list[str]:
    if line.isascii():
        return ASCII_WORD_RE.findall(line)
    return [word for word in LOWER_WORD_RE.findall(line) if not word[0].isupper()]


def _has_unknown_words(spoken: str, known: Collection[str]) -> bool:
    """Tell whether a quotation has words in small letters, and hardly one of English."""
    words = _find_lower_words(spoken)
    return bool(words) and sum(word in known for word in words) * 2 <= len(words)


def find_quotation(text: str, offset: int) -> str:
    """Return the words of the quotation that an offset lies in, "" where in none near.

    >>> find_quotation("He said, “Je suis de Kiev,” and left.", 22)
    'Je suis de Kiev,'
    """
    before = text[max(0, offset - FOREIGN_REACH) : offset]
    after = text[offset : offset + FOREIGN_REACH]
    for opening, closing in ("“”", "«»", "„“", '""'):
        at, end = before.rfind(opening), after.find(closing)
        closed = before.rfind(closing) if opening != closing else -1
        if at > closed and end >= 0 and "\n" not in before[at:] and "\n" not in after[:end]:
            if opening != closing or before.count(opening) % 2:
                return before[at + 1 :] + after[:end]
    return ""


def _has_shared_words_only(line: str) -> bool:
    """Tell whether a line has function words, and none of English alone."""
    telling, _ = load_telling_words()
    table = load_function_words()
    spoken = [word for word in line.lower().split() if word in table]
    return bool(spoken) and telling.isdisjoint(spoken)


def _has_unknown_names(line: str, known: Collection[str]) -> bool:
    words = CAPITAL_WORD_RE.findall(line)
    return sum(word.lower() not in known for word in words) > 1


def _has_foreign_words(line: str) -> bool:
    """Tell whether the function words of a line are rather another language's."""
    if CONTRACTION_RE.search(line):
        return False
    if "-" in line or not LINKS.isdisjoint(line.lower().split()):
        line = PARTICLE_RE.sub(r"\1", line)
    spoken = [*filter(None, map(_load_speakers().get, _iter_spoken(line)))]
    others = spoken.count(OTHERS)
    return others * 2 > len(spoken) or (others > 0 and ALONE not in spoken)


def _iter_spoken(line: str) -> Iterator[str]:
    """Yield the words of a line in small letters, but none of a name: "Al Gore", "EU"."""
    is_shouted = line.isupper()
    opens = True
    for word in line.split():
        if is_shouted or not word[0].isupper() or (opens and not word[1:].isupper()):
            yield word.lower()
        opens = word[-1] in ".!?:;"


@cache
def _load_speakers() -> dict[str, str]:
    """Load function words → whether English alone has them, English too, or others alone."""
    return {
        word: ALONE if languages == ("en",) else TOO if "en" in languages else OTHERS
        for word, languages in load_function_words().items()
        if word not in SHARED_WORDS
    }
