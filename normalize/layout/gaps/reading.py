"""A seam with the questions that the table of signs asks about it.

Each question is about the two words, what stands before them, or what goes on after them;
an answer that costs something is worked out once.
"""

from __future__ import annotations

import re
from functools import cached_property

from normalize.language import UNKNOWN as UNKNOWN_LANGUAGE
from normalize.layout.evidence import COMMON
from normalize.layout.gaps.halves import Halves

DETERMINERS = frozenset(
    "a an another any each every her his its many most my no our several some that the their these"
    " this those your".split()
)
VERBS = frozenset(
    """are believe call can could did do expect fear gather had have hope know is make may meet met
    must need plan said say says see take think want warn was were will would""".split()
)
PREPOSITIONS = frozenset("across against among at for from in near of on outside who with".split())
SPEECH = frozenset("added admitted announced insisted said says told warned".split())
LABELS = ("label", "head")
NEXT_RE = re.compile(r"[,;]?[ \u00a0]([^\W\d_][\w'\u2019]*)(?:,?[ \u00a0]([^\W\d_]+))?")
HEAD_RE = re.compile(r"[ ]{0,3}[^\W\d_a-z][^\n.!;:\u2026]{0,190}\Z")
FIRST_NAME_RE = re.compile(r"(?<=[\w:,] )[^\W\d_a-z\u0430-\u045f][^\W\d_A-Z\u0410-\u042f]+ \Z")
BYLINE_RE = re.compile(r"(?:By|by|BY|Por|Par|Von|Di|Door)[ ]\w")


class Reading(Halves):
    """A seam with what can be asked about it: its words, what stands before and after them."""

    @cached_property
    def following(self) -> tuple[str, str]:
        """The two words after the seam's."""
        found = NEXT_RE.match(self.evidence.text, self.seam.end)
        return (found[1], found[2] or "") if found else ("", "")

    def goes_on(self) -> bool:
        """Tell whether a word in lower case, or a number, follows."""
        first = self.following[0]
        if first:
            return first[0].islower() or self.language == "de"
        text, end = self.evidence.text, self.seam.end
        return text[end : end + 1] == " " and text[end + 1 : end + 2].isdigit()

    def ends_abruptly(self) -> bool:
        """Tell whether the line ends with the right word, or another sign than a space follows."""
        after = self.evidence.text[self.seam.end : self.seam.end + 1]
        return after not in (" ", "\u00a0", ",") or not after

    def is_clear(self) -> bool:
        """Tell whether a word stands right of the seam that hardly ends an identifier."""
        after = self.evidence.text[self.seam.end : self.seam.end + 1]
        if self.opener != "clear" or after.isalnum():
            return False
        # "the BeingThere Centre"
        return self.seam.kind != "names" or self.goes_on()

    def may_open(self) -> bool:
        """Tell whether a word that may begin a sentence is followed by what goes with it."""
        first, second = self.following
        is_name = len(first) > 1 and first[0].isupper() and first[1:].islower()
        return self.opener == "doubtful" and (first in DETERMINERS or is_name or second in VERBS)

    def opens_sentence(self) -> bool:
        """Tell whether a word that may begin a sentence follows a mark."""
        return self.opener in ("clear", "doubtful") and not self.is_all_code()

    def opens_after_head(self) -> bool:
        """Tell whether a word that may begin a sentence follows what reads like a heading."""
        return self.opener == "doubtful" and self.follows_head()

    def opens_clause(self) -> bool:
        """Tell whether a word such as "but" or "the" goes on after a comma."""
        return self.words.is_function_word(self.seam.right, self.language)

    def opens_byline(self) -> bool:
        """Tell whether "Published" or the like begins at the seam."""
        return self.opener == "byline"

    def opens_name(self) -> bool:
        """Tell whether a title or a label ("President", "Photo") opens what follows."""
        if self.opener == "title":
            return self.following[0][:1].isupper()
        after = self.evidence.text[self.seam.end : self.seam.end + 1]
        # "SparkNotes": after a capital a colon has to tell a label from the end of a name.
        allowed = ":/" if self.seam.kind == "names" else ":/\n"
        first = self.following[0]
        is_credit = self.seam.kind != "names" and (first[:1].isupper() or first == "by")
        return self.opener in LABELS and (is_credit or (bool(after) and after in allowed))

    def opens_day(self) -> bool:
        """Tell whether a day or a month begins at the seam."""
        return self.words.is_day_or_month(self.seam.right, self.language)

    def opens_label(self) -> bool:
        """Tell whether a label with a colon begins after a name: "Ann LeePhoto: ..."."""
        after = self.evidence.text[self.seam.end : self.seam.end + 1]
        return self.opener in (*LABELS, "clear") and after == ":"

    def opens_title(self) -> bool:
        """Tell whether a person's title follows a name that the text knows."""
        return self.opener == "title" and self.opens_name() and self.left_stands()

    def opens_date(self) -> bool:
        """Tell whether a month and a number follow: "Ann LeeNovember 3"."""
        after = self.evidence.text[self.seam.end : self.seam.end + 2]
        is_day = after[:1] == " " and after[1:].isdigit()
        return is_day and self.words.is_month(self.seam.right, self.language)

    def opens_full_name(self) -> bool:
        """Tell whether a first name and a surname follow a word: "the mayor,Ann Lee"."""
        left, right, first = self.seam.left, self.seam.right, self.following[0]
        is_name = right.istitle() and not self.words.is_dictionary_word(right)
        is_word = left.islower() and left.isalpha() and len(left) > 3
        return is_name and is_word and len(first) > 1 and first[0].isupper()

    def is_after_article(self) -> bool:
        """Tell whether a name of two plain words follows "the": "of theNational Library"."""
        right, first = self.seam.right, self.following[0]
        if self.seam.left != "the" or not (first.istitle() and right.istitle()):
            return False
        is_role = self.words.find_opener(first, self.language) == "title"
        is_plain = map(self.words.is_dictionary_word, (right, first))
        return not is_role and len(right) > 3 and all(is_plain)

    def follows_date(self) -> bool:
        """Tell whether a date with its month ends at the seam: "May 2, 2022Borrow a bean"."""
        before = self.evidence.text[max(0, self.seam.start - 20) : self.seam.start].split()
        words = [word.strip(",.") for word in before[-2:]]
        return any(self.words.is_month(word, self.language) for word in words)

    def follows_title(self) -> bool:
        """Tell whether a title ("Chief Executive") ends before the seam, and a name follows."""
        kind = self.words.find_opener(self.seam.left, self.language)
        is_name = not self.words.is_dictionary_word(self.seam.right)
        return kind == "title" and is_name and self.following[0][:1].isupper()

    def follows_full_name(self) -> bool:
        """Tell whether a first name and a surname stand before a common word: "Ann LeeWork is"."""
        text, start = self.evidence.text, self.seam.start
        before = FIRST_NAME_RE.search(text, max(0, start - 30), start)
        if before is None or not self.goes_on() or not self.seam.left.istitle():
            return False
        if not self.is_english:
            return not self.is_latin
        is_word = self.right_score >= COMMON and self.words.is_dictionary_word(self.seam.right)
        return is_word and not self.words.is_dictionary_word(self.seam.left)

    def is_in_byline(self) -> bool:
        """Tell whether the line begins with "By" and a role ("Staff") follows the name."""
        text, at = self.evidence.text, self.seam.at
        start = max(text.rfind("\n", max(0, at - 60), at) + 1, 0)
        is_byline = BYLINE_RE.match(text, start, at) is not None
        return is_byline and self.words.is_dictionary_word(self.seam.right)

    def follows_head_word(self) -> bool:
        """Tell whether a line begins with a heading such as "Ingredients"."""
        start = self.seam.start
        is_first = start == 0 or self.evidence.text[start - 1] == "\n"
        kind = self.words.find_opener(self.seam.left, self.language)
        return is_first and kind == "head" and self.words.is_dictionary_word(self.seam.right)

    def follows_capitals(self) -> bool:
        """Tell whether the line up to the seam is a heading in capitals."""
        text, at = self.evidence.text, self.seam.at
        low = max(0, at - 100)
        head = text[max(text.rfind("\n", low, at) + 1, low) : at]
        return head.isupper() and " " in head.strip()

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

    def are_possessive_names(self) -> bool:
        """Tell whether they do, and the second is a possessive."""
        return self.are_names() and self.is_possessive()

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
        low = max(0, at - 200)
        start = text.rfind("\n", low, at) + 1
        if start == 0 and low > 0:
            return False
        return HEAD_RE.match(text, max(start, low), at) is not None and " " in text[start:at]

    def is_heading(self) -> bool:
        """Tell whether a heading stands before the seam, and a sentence after it."""
        if self.ends_abruptly() or self.is_bare_singular():
            return False
        return self.follows_head() and self.has_sentence()

    def is_bare_singular(self) -> bool:
        """Tell whether a noun without its article would begin the sentence: "cityBus is late".

        That is how brands and identifiers end, and hardly how sentences begin.
        """
        right, first = self.seam.right, self.following[0]
        if not self.is_english or not self.words.is_dictionary_word(right):
            return False
        if (self.opener and self.opener not in LABELS) or self.is_plural(right):
            return False
        if len(right) > 4 and right.endswith(("ing", "ed", "ly")):
            return False
        if self.follows_article() and first.islower():
            return True  # "a deepSea driver"
        return first in VERBS or first in PREPOSITIONS or first in ("and", "of", "has")

    def follows_article(self) -> bool:
        """Tell whether an article or a preposition stands before the left word."""
        start = self.seam.start
        before = self.evidence.text[max(0, start - 12) : start].split()
        return bool(before) and before[-1].lower() in DETERMINERS | PREPOSITIONS

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
        stem = self.seam.right.lower()[:-2]
        is_word = self.right_stands() or (len(stem) > 3 and self.evidence.has_stem(f"{stem}"))
        return is_word and self.goes_on() and self.follows_head()

    def is_last_label(self) -> bool:
        """Tell whether a label ("Method") ends the line, and no wrapped sentence goes on."""
        after = self.evidence.text[self.seam.end : self.seam.end + 2]
        return self.opener in LABELS and after[:1] == "\n" and not after[1:].islower()

    def has_sentence(self) -> bool:
        """Tell whether the seam's line goes on for thirty characters and has a mark."""
        text, end = self.evidence.text, self.seam.end
        line_end = text.find("\n", end, end + 400)
        line = text[end : end + 400 if line_end < 0 else line_end]
        return len(line) > 30 and any(mark in line for mark in ".!?,[(")

    def is_of_code(self) -> bool:
        """Tell whether either word is one that names in programs are made of."""
        if self.opener in ("clear", "byline") or self.is_last_label() or self.follows_capitals():
            return False
        if self.seam.kind == "names" and (self.is_head() or self.follows_head_word()):
            return False
        right = self.seam.right
        if self.runs_on() and self.is_english and not self.words.is_dictionary_word(right):
            return False  # "the ownerVince DeMarco"
        words = (self.seam.left.lower(), self.seam.right.lower())
        return not self.words.code_words.isdisjoint(words)

    def is_spoken(self) -> bool:
        """Tell whether a verb of speech follows."""
        return self.following[0] in SPEECH
