"""A seam with the questions that the table of signs asks about it.

Each question is about the two words, what stands before them, or what goes on after them;
an answer that costs something is worked out once.
"""

from __future__ import annotations

import re
from functools import cached_property

from normalize.language import UNKNOWN as UNKNOWN_LANGUAGE
from normalize.layout.evidence import COMMON, UNKNOWN, Evidence, Vocabulary
from normalize.layout.seams import CLOSING, OPENING, Seam
from normalize.words import strip_possessive

DETERMINERS = frozenset(
    "a an another any each every her his its many most my no our several some that the their these"
    " this those your".split()
)
VERBS = frozenset(
    """are believe call can could did do expect fear gather had have hope is know make may meet met
    must need plan said say says see take think want warn was were will would""".split()
)
PREPOSITIONS = frozenset("across against among at for from in near of on outside who with".split())
# Words that something follows; "weTransfer", "mySociety" are made with them.
OPEN_WORDS = DETERMINERS - {"another", "any", "each", "most", "many", "several", "some"} - {
    "that",
    "these",
    "this",
    "those",
    "his",
} | {"and", "he", "i", "or", "she", "they", "we", "go"}
SPEECH = frozenset("added admitted announced insisted said says told warned".split())
NEXT_RE = re.compile(r"[,;]?[ \u00a0]([^\W\d_][\w'\u2019]*)(?:,?[ \u00a0]([^\W\d_]+))?")
HEAD_RE = re.compile(r"[ ]{0,3}[^\W\d_a-z][^\n.!;:\u2026]{0,90}\Z")


class Reading:
    """A seam with what can be asked about it; answers are worked out when asked for."""

    def __init__(self, seam: Seam, evidence: Evidence, words: Vocabulary, language: str) -> None:
        self.seam = seam
        self.evidence = evidence
        self.words = words
        self.language = language
        self.is_english = language == "en"

    @cached_property
    def left_score(self) -> float:
        """How common the left word is in English."""
        last = self.seam.left.rpartition("-")[2]  # "under-represented"
        return self.words.score(last) if self.is_english else UNKNOWN

    @cached_property
    def right_score(self) -> float:
        """How common the right word is in English."""
        return self.words.score(self.seam.right) if self.is_english else UNKNOWN

    @cached_property
    def opener(self) -> str:
        """What the right word opens, by the table."""
        return self.words.find_opener(self.seam.right, self.language)

    @cached_property
    def following(self) -> tuple[str, str]:
        """The two words after the seam's."""
        found = NEXT_RE.match(self.evidence.text, self.seam.end)
        return (found[1], found[2] or "") if found else ("", "")

    @cached_property
    def is_latin(self) -> bool:
        """Whether the right word is in the alphabet in which camel case is written."""
        return self.seam.right[0] < "\u0370"

    def goes_on(self) -> bool:
        """Tell whether a word in lower case, or a number, follows."""
        first = self.following[0]
        if first:
            return first[0].islower()
        text, end = self.evidence.text, self.seam.end
        return text[end : end + 1] == " " and text[end + 1 : end + 2].isdigit()

    def ends_abruptly(self) -> bool:
        """Tell whether the line ends with the right word, or another sign than a space follows."""
        after = self.evidence.text[self.seam.end : self.seam.end + 1]
        return after not in (" ", "\u00a0", ",") or not after

    def is_plural(self, word: str) -> bool:
        """Tell whether a word is an English plural."""
        lower = word.lower()
        if not lower.endswith("s") or lower.endswith(("ss", "us", "is")):
            return False
        score = self.words.score
        return score(lower[:-1]) >= COMMON or score(lower[:-3] + "y") >= COMMON

    def is_clear(self) -> bool:
        """Tell whether a word stands right of the seam that hardly ends an identifier."""
        after = self.evidence.text[self.seam.end : self.seam.end + 1]
        if self.opener != "clear" or after.isalnum():
            return False
        # "the BeingThere Centre"; German nouns have their capital anyway.
        return self.seam.left[0].islower() or self.language == "de" or self.goes_on()

    def may_open(self) -> bool:
        """Tell whether a word that may begin a sentence is followed by what goes with it."""
        first, second = self.following
        is_name = len(first) > 1 and first[0].isupper() and first[1:].islower()
        if self.opener != "doubtful" or self.seam.left[0].isupper():
            return False
        return first in DETERMINERS or is_name or second in VERBS

    def opens_name(self) -> bool:
        """Tell whether a title or a label ("President", "Photo") opens what follows."""
        if self.opener == "title":
            return self.following[0][:1].isupper()
        after = self.evidence.text[self.seam.end : self.seam.end + 1]
        # "SparkNotes": after a capital a colon has to tell a label from the end of a name.
        allowed = ": /\n" if self.seam.left[0].islower() or self.seam.mark else ":/"
        return self.opener == "label" and bool(after) and after in allowed

    def opens_label(self) -> bool:
        """Tell whether a label with a colon begins after a name: "Ann LeePhoto: ..."."""
        after = self.evidence.text[self.seam.end : self.seam.end + 1]
        return self.opener == "label" and self.seam.left[0].isupper() and after == ":"

    def opens_date(self) -> bool:
        """Tell whether a month and a number follow: "Ann LeeNovember 3"."""
        after = self.evidence.text[self.seam.end : self.seam.end + 2]
        is_day = after[:1] == " " and after[1:].isdigit()
        return is_day and self.words.is_month(self.seam.right, self.language)

    def follows_title(self) -> bool:
        """Tell whether a title ("Chief Executive") ends before the seam, and a name follows."""
        kind = self.words.find_opener(self.seam.left, self.language)
        is_name = self.right_score < COMMON and self.following[0][:1].isupper()
        return kind == "title" and is_name

    def runs_on(self) -> bool:
        """Tell whether another capitalised word follows: "talksSpecial Envoy"."""
        first = self.following[0]
        return len(first) > 2 and first[0].isupper() and not first.isupper()

    def is_bare_plural(self) -> bool:
        """Tell whether a plural begins a sentence: "dollarTraders in London"."""
        first, second = self.following
        if self.is_plural(self.seam.right):
            return first in VERBS or first in PREPOSITIONS
        if not (first.islower() and self.is_plural(first) and second.islower()):
            return False
        return self.stand_apart() or second in VERBS or second in PREPOSITIONS

    def stand_apart(self) -> bool:
        """Tell whether both words stand elsewhere in the document, in either case."""
        return self.evidence.stands(self.seam.left) and self.evidence.stands(self.seam.right)

    def are_names(self) -> bool:
        """Tell whether both words stand elsewhere with their capitals."""
        return self.seam.left[:1].isupper() and all(
            self.evidence.count(word) for word in (self.seam.left, self.name)
        )

    @cached_property
    def name(self) -> str:
        """The right word without a possessive ending."""
        return strip_possessive(self.seam.right)

    def is_possessive(self) -> bool:
        """Tell whether the right word ends in a possessive: "London's", "Brussels'"."""
        after = self.evidence.text[self.seam.end : self.seam.end + 2]
        is_plural = after in ("' ", "\u2019 ") and self.name.endswith("s")
        return self.name != self.seam.right or is_plural

    def is_word_and_name(self) -> bool:
        """Tell whether a name that the document knows follows a common word."""
        return self.evidence.is_name(self.name) and (self.is_possessive() or self.goes_on())

    def follows_head(self) -> bool:
        """Tell whether what stands before the seam in its line reads like a heading."""
        text, at = self.evidence.text, self.seam.at
        low = max(0, at - 100)
        start = text.rfind("\n", low, at) + 1
        if start == 0 and low > 0:
            return False
        return HEAD_RE.match(text, max(start, low), at) is not None and " " in text[start:at]

    def is_head(self) -> bool:
        """Tell whether the left word is the first of a line that is a sentence without it."""
        start = self.seam.start
        is_first = start == 0 or self.evidence.text[start - 1] == "\n"
        return is_first and self.are_names() and self.has_sentence()

    def is_foreign_head(self) -> bool:
        """Tell whether a heading ends here, in a language other than English and German.

        English makes camel case, and German capitals begin every noun.
        """
        if self.is_english or self.language in ("de", UNKNOWN_LANGUAGE) or len(self.seam.left) < 4:
            return False
        return self.seam.left.islower() and self.goes_on() and self.follows_head()

    def is_last_label(self) -> bool:
        """Tell whether a label ("Method") ends the line, and no wrapped sentence goes on."""
        after = self.evidence.text[self.seam.end : self.seam.end + 2]
        return self.opener == "label" and after[:1] == "\n" and not after[1:].islower()

    def has_sentence(self) -> bool:
        """Tell whether the seam's line goes on for fifty characters and has a mark."""
        text, end = self.evidence.text, self.seam.end
        line_end = text.find("\n", end, end + 400)
        line = text[end : end + 400 if line_end < 0 else line_end]
        return len(line) > 50 and any(mark in line for mark in ".!?,[(")

    def is_of_code(self) -> bool:
        """Tell whether either word is one that names in programs are made of."""
        words = (self.seam.left.lower(), self.seam.right.lower())
        return not self.words.code_words.isdisjoint(words)

    def is_all_code(self) -> bool:
        """Tell whether both words are."""
        return self.words.code_words.issuperset((self.seam.left.lower(), self.seam.right.lower()))

    def are_common(self) -> bool:
        """Tell whether both words are of running English, or of the document."""
        if self.left_score < COMMON or not self.seam.left.islower():
            return False
        return self.right_score >= COMMON or self.evidence.count(self.seam.right) > 0

    def is_repeated(self) -> bool:
        """Tell whether the whole stands more often: it is somebody's name for something."""
        return self.evidence.count_token(self.seam) > 2

    def left_is_plain(self) -> bool:
        """Tell whether the left word is one of running text, in lower case."""
        left = self.seam.left
        if not left.islower():
            is_noun = self.language == "de" and left.isalpha() and len(left) > 3
            return is_noun or (left[-1:].isdigit() and left[0].isdigit())
        if self.is_english:
            return self.left_score >= COMMON
        return len(left) > 2 or self.words.is_function_word(left, self.language)

    def left_is_function_word(self) -> bool:
        """Tell whether "it", "them" or the like ends the sentence, as it ends no object's name."""
        left = self.seam.left
        return (
            left.islower() and self.words.is_function_word(left, self.language) and left != "this"
        )

    def is_quoted(self) -> bool:
        """Tell whether an opening quotation mark stands before the right word."""
        return any(mark in OPENING or mark in '"' for mark in self.seam.mark)

    def is_closed(self) -> bool:
        """Tell whether a bracket or a quotation closes before the seam."""
        return any(mark in CLOSING for mark in self.seam.mark)
