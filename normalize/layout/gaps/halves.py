"""What the two words of a seam are, by the dictionaries and by their document."""

from __future__ import annotations

from functools import cached_property

from normalize.layout.evidence import COMMON, FREQUENT, UNKNOWN, Evidence, Vocabulary
from normalize.layout.gaps.seams import CLOSING, OPENING, Seam
from normalize.words import strip_possessive

# Words that something follows; "weTransfer", "mySociety" are made with them.
OPEN_WORDS = frozenset(
    "a an and every go he her i its my no or our she the their they we your".split()
)


class Halves:
    """The two words of a seam; answers that cost something are worked out once."""

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
    def is_latin(self) -> bool:
        """Whether the right word is in the alphabet in which camel case is written."""
        return self.seam.right[0] < "\u0370"

    @cached_property
    def name(self) -> str:
        """The right word without a possessive ending."""
        return strip_possessive(self.seam.right)

    def is_plural(self, word: str) -> bool:
        """Tell whether a word is an English plural."""
        lower = word.lower()
        if not lower.endswith("s") or lower.endswith(("ss", "us", "is")):
            return False
        score = self.words.score
        return score(lower[:-1]) >= COMMON or score(lower[:-3] + "y") >= COMMON

    def stand_apart(self) -> bool:
        """Tell whether both words stand elsewhere in the document, in either case."""
        return self.evidence.stands(self.seam.left) and self.evidence.stands(self.seam.right)

    def stand_apart_abroad(self) -> bool:
        """Tell whether both words stand elsewhere in a language without a list of words."""
        return not self.is_english and self.stand_apart()

    def left_stands(self) -> bool:
        """Tell whether the left word stands elsewhere as it is."""
        return self.evidence.count(self.seam.left) > 0

    def are_names(self) -> bool:
        """Tell whether both words stand elsewhere with their capitals."""
        return self.left_stands() and self.evidence.count(self.name) > 0

    def are_common(self) -> bool:
        """Tell whether both words are of running English, or of the document."""
        if self.left_score < COMMON or not self.seam.left.islower():
            return False
        return self.right_score >= COMMON or self.evidence.count(self.seam.right) > 0

    def is_unknown_name(self) -> bool:
        """Tell whether a name that no dictionary has follows a common word."""
        is_word = self.left_score >= COMMON and len(self.seam.left) > 3
        return self.is_english and is_word and self.right_score == UNKNOWN

    def is_all_code(self) -> bool:
        """Tell whether both words are."""
        return self.words.code_words.issuperset((self.seam.left.lower(), self.seam.right.lower()))

    def is_repeated(self) -> bool:
        """Tell whether the whole stands more often: it is somebody's name for something."""
        return self.evidence.count_token(self.seam) > 2

    def is_twice(self) -> bool:
        """Tell whether the whole stands twice."""
        return self.opener != "clear" and self.evidence.count_token(self.seam) == 2

    def has_identifiers(self) -> bool:
        """Tell whether the text has identifiers, and this may be one of them."""
        return self.opener != "clear" and self.evidence.has_identifiers

    def ends_no_clause(self) -> bool:
        """Tell whether the left word is one that something follows: "my", "the"."""
        return self.is_english and self.seam.left in OPEN_WORDS

    def is_german_noun(self) -> bool:
        """Tell whether a capital may only be that of a German noun."""
        return self.language == "de" and self.opener not in ("clear", "byline")

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

    def is_camel_surname(self) -> bool:
        """Tell whether the left word is a surname with a capital inside already."""
        return self.seam.left[1:].lower() != self.seam.left[1:] and not self.seam.left.isupper()

    def is_quoted(self) -> bool:
        """Tell whether an opening quotation mark stands before the right word."""
        return any(mark in OPENING or mark in '"' for mark in self.seam.mark)

    def is_closed(self) -> bool:
        """Tell whether a bracket or a quotation closes before the seam."""
        return any(mark in CLOSING for mark in self.seam.mark)

    def follows_day(self) -> bool:
        """Tell whether a day or a month, which begin no brand, stands before the seam."""
        return self.words.is_day_or_month(self.seam.left, self.language)

    def is_always(self) -> bool:
        """Hold for every seam: what its kind is worth by itself."""
        return True

    def is_foreign(self) -> bool:
        """Tell whether the language is another than English."""
        return not self.is_english

    def is_unicameral(self) -> bool:
        """Tell whether camel case is not made in the alphabet of the right word."""
        return not self.is_latin

    def is_technical(self) -> bool:
        """Tell whether the text has code in it."""
        return self.evidence.is_technical

    def is_known(self) -> bool:
        """Tell whether the right word is of running English."""
        return self.right_score >= COMMON

    def is_frequent(self) -> bool:
        """Tell whether the right word is one that many sentences begin with."""
        return self.right_score >= FREQUENT

    def right_stands(self) -> bool:
        """Tell whether the right word stands elsewhere: once is what stands here."""
        right = self.seam.right
        return self.evidence.count(right) > 1 or self.evidence.count(right.lower()) > 0

    def left_is_standing_name(self) -> bool:
        """Tell whether a sentence ends with a name that stands elsewhere."""
        left = self.seam.left
        is_name = left.istitle() and self.evidence.count(left) > 1
        return is_name and not self.words.is_function_word(left, self.language)

    def left_is_only_name(self) -> bool:
        """Tell whether the left word stands elsewhere with its capital, and the right not."""
        return self.left_stands() and not self.are_names()

    def left_is_unknown(self) -> bool:
        """Tell whether a short word that nobody knows ends the sentence: "pytree.Node"."""
        left = self.seam.left
        if not self.is_english or not left.islower() or len(left) > 7 or "." in left:
            return False
        return self.left_score == UNKNOWN and not self.opener and not self.is_closed()

    def is_name_and_rarer(self) -> bool:
        """Tell whether a capital stands on either side of a full stop, as in "Booking.Com"."""
        is_name = self.is_english and self.seam.left.istitle() and self.seam.left.isalpha()
        return is_name and not self.is_closed() and not self.is_frequent()

    def is_constant(self) -> bool:
        """Tell whether capitals follow small letters, as a program's constants do."""
        left, right = self.seam.left, self.seam.right
        if not (right.isupper() and len(right) > 1 and left.islower()):
            return False
        return not self.is_closed() and not self.is_known()

    def is_asked(self) -> bool:
        """Tell whether a question or an exclamation ends before the seam."""
        return "?" in self.seam.mark or "!" in self.seam.mark

    def is_price(self) -> bool:
        """Tell whether the number is a price or a share."""
        start = self.seam.start
        before = self.evidence.text[start - 1 : start] if start else ""
        return self.seam.left[-1] in "%\u20ac" or before in ("$", "\u00a3", "\u20ac")
