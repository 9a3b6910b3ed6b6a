"""A seam after the first words of its line: a heading or a caption, and the paragraph below it.

What tells it from a camel-case name ("The cityBus is late") is the right word: one that begins
a sentence and ends no name, with what such a word goes on with.
"""

from __future__ import annotations

import re

from normalize.layout.evidence import COMMON
from normalize.layout.gaps.reading import DETERMINERS, PREPOSITIONS, VERBS, Reading

LONGEST = 200  # characters of a caption
WORDS = 14  # of a heading
START_RE = re.compile(r"[ ]{0,3}[\"'\u2018\u201c]?[^\W\d_a-z][^\n.!?;(\[\u2026]*\Z")
PRONOUNS = frozenset("i he she it we you they there this that my our your his her their".split())
COMMA = 60  # characters from the right word to the comma of its clause
# They end names ("LinkedIn", "TakeOff", "SignUp"), where a noun or a verb follows.
ENDINGS = frozenset(
    "All Be By Go In It Like Me Near Next Now Off On One Only Out Over To Up Us Well".split()
)
NO_ENDINGS = frozenset(
    "And At Can Could Did Do Does For From Has Have I Or This Which With".split()
)
COUNTED = frozenset("first second third fourth fifth tonight today then now so".split())
LONG = 4  # letters of a word in capitals that is no acronym
REMARK = 200  # characters of a remark in brackets


class HeadedReading(Reading):
    """A seam with the questions about what begins its line."""

    def heads_line(self) -> bool:
        """Tell whether what stands before the seam in its line is a heading or a caption."""
        text, at = self.evidence.text, self.seam.at
        low = max(0, at - LONGEST)
        start = text.rfind("\n", low, at) + 1
        if start == 0 and low > 0:
            return False
        return START_RE.match(text, max(start, low), at) is not None and self.has_sentence()

    def opens_paragraph(self) -> bool:
        """Tell whether a heading ends here, and a word that begins sentences follows."""
        if self.ends_abruptly() or not self.heads_line():
            return False
        if self.seam.kind == "names" and self.seam.left.isupper():
            if len(self.seam.left) < LONG or not self._is_heading_word():
                return False
        return self._begins_sentence()

    def _is_heading_word(self) -> bool:
        words = self.words
        return not self.is_english or words.is_dictionary_word(self.seam.left)

    def _begins_sentence(self) -> bool:
        """Tell whether the right word begins a sentence, with what goes with it."""
        right, (first, second) = self.seam.right, self.following
        text, end = self.evidence.text, self.seam.end
        if self.opener == "clear":
            return self.seam.kind != "names" or right not in ENDINGS
        if text[end : end + 1] == ",":  # "Finally, ..."
            return self.is_english and first[:1].islower() and self._is_adverb(right.lower())
        if self.opener != "doubtful" or self.follows_article():
            return False
        if (
            right in NO_ENDINGS
            or text[end + 1 : end + 2].isdigit()
            or first.lower() in DETERMINERS | PRONOUNS
        ):
            return True
        if right in ENDINGS and (first in VERBS or first in PREPOSITIONS):
            return False
        if right in ENDINGS and (self.seam.kind == "names" or right != "In"):
            return False
        has_comma = "," in text[end : end + COMMA].partition("\n")[0]
        return has_comma or first.istitle() or second in DETERMINERS

    def _is_adverb(self, word: str) -> bool:
        """Tell whether a word is one that sentences begin with before a comma: "Finally,"."""
        stem = word[:-2]
        return word in COUNTED or (word.endswith("ly") and self.words.is_dictionary_word(stem))

    def heads_number(self) -> bool:
        """Tell whether a heading such as "Ingredients" begins the line, in any language."""
        return (
            not self.is_english
            and self.goes_on()
            and len(self.seam.right) >= LONG
            and (
                self.words.find_opener(self.seam.left, self.language) == "head" and self._is_first()
            )
        )

    def _is_first(self) -> bool:
        start = self.seam.start
        return start == 0 or self.evidence.text[start - 1] == "\n"

    def follows_remark(self) -> bool:
        """Tell whether a remark in brackets ends here, and a known word follows."""
        if not self.seam.mark.endswith((")", "]")) or len(self.seam.right) < 2:
            return False
        if self.is_english and self.right_score < COMMON:
            return False
        text, at = self.evidence.text, self.seam.at
        opened = text.rfind("(" if self.seam.mark[-1] == ")" else "[", max(0, at - REMARK), at)
        return opened >= 0 and len(text[opened + 1 : at - 1].strip()) > 1
