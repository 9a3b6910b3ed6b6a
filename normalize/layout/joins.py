"""Words and sentences joined where markup was stripped between them.

Two kinds: a capital inside a token (`administrationThe`, `InsiderMoscow`), and a sentence
that begins right after the last one's full stop or bracket (`needed.Thanks`,
`Klochko)A`). Each is split by one space; the capital stays. English only, since the list
of known words is.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from normalize.edits import Edit
from normalize.layout.lines import Page
from normalize.lexicon import Lexicon
from normalize.words import WORD_RE

if TYPE_CHECKING:
    from normalize.pipeline import Context

RULE = "glued-words"

# One scan finds every candidate; two characters wide, so that no run makes it slow.
SEAM_RE = re.compile(r"[a-z][A-Z]|(?:[a-z]|\u00B0[CF])[.!?][A-Z\u201C]|[)\]][A-Z]")
WORD_AT_RE = re.compile(r"[A-Z]?[a-z]*")
LONGEST = 30  # letters of a half; longer tokens are data
# log10 of a word's share of running English. -5.5 is once in some 300,000 words: 24,000
# words are as common. Below it stand names, fragments and brands (whats, -6.2).
COMMON = -5.5
FREQUENT = -4.5  # 3,400 words: what most sentences begin with
FUNCTION = -3.3  # 190 words: the, but, in, if; no second half of a name such as "System.Out"
UNKNOWN = -99.0
SHORTEST_LEFT = 4  # letters: "iPhone", "eBay", "macOS" have fewer
SHORTEST_NAME = 3
MOST_TIMES = 2  # a token that stands more often is somebody's name for something
MOST_IDENTIFIERS = 1  # more tokens in camel case that are no clear joins, and the text is technical
# Parts of surnames written in camel case: MacArthur, DeVos, VanDyke, FitzGerald.
NAME_PARTS = frozenset(
    "al ben da de del della den der des di du el fitz la las le les lo los mac mc ost saint san"
    " sant santa st ste ter van von".split()
)
ABBREVIATIONS = frozenset(
    "al approx apt assoc ave bros capt cf col corp dept dist ed eds esp est etc fig figs gen"
    " gov hon inc jr lt ltd max min misc mr mrs ms mt no nos op pp pres prof rep rev sec sen"
    " sgt sr st tel vol vols vs".split()
)
CODE_RE = re.compile(
    r"\w\(\)|\w_\w|[{}`]|</|::|->|==|;\s*$|^[^\S\n]*(?:def|import|from|var|let|const|class)\s\w+\b",
    re.MULTILINE,
)
# Words that begin a sentence and hardly ever end an identifier.
STARTS = frozenset(
    """Although An Another Because But Despite Even He Her His However Its Meanwhile Most My
    Nobody Our She Such Their There These They Those The We""".split()
)
# Words that do both (logIn, groupBy): what a sentence goes on with must come after them.
DOUBTFUL_STARTS = frozenset(
    """A After All Also And As At Before Both By Each Every For From How I If In It No Not Now On
    One Only Since So Some Then This To Today Two Until What When Where While Who Why With You
    Your""".split()
)
DETERMINERS = frozenset(
    "a an another any each every her his its many most my no our several some that the their these"
    " this those your".split()
)
VERBS = frozenset(
    """are believe call can could did do expect fear gather had have hope know make may meet met
    must need plan said say see take think want warn were will would""".split()
)
PREPOSITIONS = frozenset("across against among at for from in near of on outside who with".split())
SPEECH = frozenset("added admitted announced insisted said says told warned".split())
# What an imperative or a short clause goes on with; "and", "of" follow names as well.
OBJECTS = frozenset("a an for her his into it the their them these this until".split())
DOMAINS = frozenset("ai biz co com edu fm gov in info io it me net org ru tv ua uk us".split())
CAMEL_RE = re.compile(
    r"(?<![\w@#/.=&?%+-])([a-z]{2,30})(?:[A-Z][a-z]{1,30}){1,4}(?![\w/=&%@]|\.\w)"
)
NEXT_RE = re.compile(r"[ \xa0]([A-Za-z]+)(?:[ \xa0]([A-Za-z]+))?")
POSSESSIVE_RE = re.compile(r"['\u2019](?:s\b|\s)")
HEAD_RE = re.compile(r"[A-Z][a-z]+(?: [A-Za-z][a-z]+){0,2} \Z")
DEGREES = ("\u00b0C", "\u00b0F")
ENCLOSING = frozenset("\"'`_\\/@#$%&=+<>{}[]()*~^|:\u2018\u201c\u00ab")


class _Join(NamedTuple):
    """A place where two words meet: the left one, the seam, the right one."""

    start: int
    seam: int
    end: int
    left: str
    right: str


class Joins:
    """The known words and brands, loaded when the first candidate asks for them."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    @cached_property
    def _scores(self) -> Callable[[str], float]:
        scores = self._lexicon.word_scores()
        return lambda word: scores.get(word.lower(), UNKNOWN)

    @cached_property
    def _brands(self) -> frozenset[str]:
        return self._lexicon.words("layout/camel_case.tsv")

    @cached_property
    def _code_words(self) -> frozenset[str]:
        return self._lexicon.words("layout/identifiers.tsv")

    def find_glued_words(
        self, page: Page, context: Context, gone: Sequence[tuple[int, int]] = ()
    ) -> Iterator[Edit]:
        """Split words and sentences that were joined where markup was stripped.

        Why: a link or a heading without its tags runs into its neighbour, and both words
        are lost to search.
        Leaves alone: brands and camel-case names (the whole is a known word, a listed
        brand, or stands three times), surnames such as MacArthur, identifiers, URLs,
        file names, abbreviations, paragraphs in other languages than English. Of a text
        with two identifiers only what a word like "The" follows is split.

        Args:
            page: the page.
            context: its languages and protected spans.
            gone: spans that other rules delete, in order; nothing is proposed there.
        Yields:
            Insertions of one space, in order. Linear: one scan, constant work a hit.
        """
        evidence = _Evidence(page, context, gone)
        starts = [start for start, _ in gone]
        for found in SEAM_RE.finditer(page.text):
            seam = found.end() - 1
            at = bisect_right(starts, seam) - 1
            if at >= 0 and seam <= gone[at][1]:
                continue
            if found.group()[0].islower() and len(found.group()) == 2:
                rated = self._rate_capital(page.text, seam, evidence)
            else:
                rated = self._rate_sentence(page.text, seam, evidence)
            if rated and evidence.is_open_to_english(seam):
                yield Edit(seam, seam, " ", RULE, rated[0], rated[1])

    def _rate_capital(self, text: str, seam: int, evidence: _Evidence) -> tuple[float, str] | None:
        """Rate a split before a capital inside a token; None where there is nothing to say."""
        join = _read_join(text, seam)
        if join is None or text[join.start : join.end].lower() in self._brands:
            return None
        if self._scores(join.left + join.right) > UNKNOWN:  # the whole is a word: "youtube"
            return None
        token = text[join.start : join.end]
        if join.left.islower():
            if len(join.left) < SHORTEST_LEFT or self._scores(join.left) < COMMON:
                return None
            if self._scores(join.right) < COMMON and evidence.count(join.right) == 0:
                return None
            if evidence.count(token) > MOST_TIMES:
                return None
            if evidence.is_technical:
                return 0.70, "two words; but the text has code in it"
            clear = self._find_reason(text, join, evidence)
            if clear is None:
                return 0.80, "two words; but it may be an identifier"
            if join.right not in STARTS and self._has_identifiers(text, evidence):
                return 0.85, "two words; but the text has identifiers in it"
            return clear
        if len(join.left) < SHORTEST_NAME or join.left.lower() in NAME_PARTS:
            return None
        # Two capitals are how brands are made: both halves must stand alone elsewhere.
        if not (evidence.count(join.left) and evidence.count(join.right)):
            return None
        if evidence.is_technical or evidence.count(token) > MOST_TIMES:
            return None
        if self._is_of_code(join) or not evidence.is_name(join.right):
            return 0.80, "two names, or one"
        if not POSSESSIVE_RE.match(text, join.end):
            return 0.80, "two names, or one"
        return 0.93, "both halves stand alone elsewhere in the document"

    def _is_of_code(self, join: _Join) -> bool:
        return not self._code_words.isdisjoint((join.left.lower(), join.right.lower()))

    def _find_reason(self, text: str, join: _Join, evidence: _Evidence) -> tuple[float, str] | None:
        """Say why lower case and a capital are clearly two words; None where they are not.

        A sentence or a title begins at the capital: with a function word, a bare plural
        ("dollarTraders in London"), a run of capitals ("talksSpecial Envoy"), a name.
        Identifiers end in bare singulars ("sourceFile").
        """
        following = NEXT_RE.match(text, join.end)
        first, second = (following[1], following[2] or "") if following else ("", "")
        if join.right in STARTS:
            is_open = first or text[join.end : join.end + 1] in (" ", "\u2019", "'")
            return (0.97, "a word that begins a sentence") if is_open else None
        if evidence.count(text[join.start : join.end]) > 1 or self._is_of_code(join):
            return None
        if join.right in DOUBTFUL_STARTS:
            is_open = first in DETERMINERS or (first[:1].isupper() and first[1:].islower())
            return (0.92, "a word that may begin a sentence") if is_open else None
        if len(first) > 2 and first[0].isupper() and first[1:].islower():
            return 0.95, "a run of capitalised words"
        if self._is_plural(join.right):
            if first in VERBS or first in PREPOSITIONS:
                return 0.95, "a plural that begins a sentence"
            is_caption = self._stands_in_head(text, join) and first.islower()
            if is_caption and self._scores(first) < FUNCTION and evidence.stand_apart(join):
                return 0.93, "a plural after the head of a caption"
        if first.islower() and self._is_plural(first) and second.islower():
            if evidence.stand_apart(join) or second in VERBS or second in PREPOSITIONS:
                return 0.93, "words that begin a sentence"
        if evidence.is_name(join.right) and (
            first.islower() or POSSESSIVE_RE.match(text, join.end)
        ):
            return 0.92, "a word and a name"
        return None

    def _is_plural(self, word: str) -> bool:
        lower = word.lower()
        if not lower.endswith("s") or lower.endswith(("ss", "us", "is")):
            return False
        return self._scores(lower[:-1]) >= COMMON or self._scores(lower[:-3] + "y") >= COMMON

    def _stands_in_head(self, text: str, join: _Join) -> bool:
        """Tell whether only the one to three words of a heading stand before, in the line."""
        line_start = max(text.rfind("\n", max(0, join.start - LONGEST), join.start) + 1, 0)
        if line_start == 0 and join.start > LONGEST:
            return False
        head = HEAD_RE.fullmatch(text, line_start, join.start)
        if head is None:
            return False
        words = head.group().split()
        return all(
            self._scores(word) < FUNCTION and not word.endswith(("ing", "ed")) for word in words
        )

    def _has_identifiers(self, text: str, evidence: _Evidence) -> bool:
        """Tell whether two different tokens in camel case are no clear joins. Linear, once."""
        if evidence.has_identifiers is None:
            found: set[str] = set()
            for match in CAMEL_RE.finditer(text):
                token = match.group()
                if token in found or match[1] in NAME_PARTS or token.lower() in self._brands:
                    continue
                join = _read_join(text, match.end(1))
                if join is None or self._find_reason(text, join, evidence) is None:
                    found.add(token)
                    if len(found) > MOST_IDENTIFIERS:
                        break
            evidence.has_identifiers = len(found) > MOST_IDENTIFIERS
        return evidence.has_identifiers

    def _rate_sentence(self, text: str, seam: int, evidence: _Evidence) -> tuple[float, str] | None:
        """Rate a split between a sentence's end, or a bracket, and the next word."""
        mark = text[seam - 1]
        opens_quotation = text[seam] == "\N{LEFT DOUBLE QUOTATION MARK}"
        first = seam + 1 if opens_quotation else seam
        right = _read_right(text, first)
        if right is None or evidence.covers(seam - 1, seam + 1):
            return None
        score = self._scores(right)
        if score < COMMON and not evidence.is_repeated(right):
            return None
        if mark in ")]":
            return _rate_bracket(text, seam, right, evidence)
        if text[seam - 3 : seam - 1] in DEGREES:
            is_start = mark == "." and right in STARTS and not evidence.is_technical
            return (0.97, "a sentence right after a unit") if is_start else None
        left = _read_left(text, seam - 1)
        if left is None or len(left) < 2 or left.lower() in ABBREVIATIONS:
            return None
        # Any known word may end a sentence; an unknown one ("pytree.Node") must stand elsewhere.
        if self._scores(left) == UNKNOWN and not (score >= FREQUENT and evidence.is_repeated(left)):
            return None
        if opens_quotation:
            return 0.96, "a quotation right after a full stop"
        if mark == "." and self._goes_on(text, seam, left, right, evidence):
            return 0.93, "a clause right after a full stop"
        if mark == "." and (evidence.is_technical or (left[:1].isupper() and score < FUNCTION)):
            return 0.75, "may be a name with a full stop in it"
        if mark == "." and self._code_words.issuperset((left, right.lower())):
            return 0.75, "may be an object and a part of it"
        if score >= FREQUENT:
            return 0.97, "a sentence right after a full stop"
        # "system.Format": a rarer word begins a sentence only if it has a capital elsewhere.
        confidence = 0.93 if evidence.is_repeated(right) else 0.85
        return confidence, "a rarer word right after a full stop"

    def _goes_on(self, text: str, seam: int, left: str, right: str, evidence: _Evidence) -> bool:
        """Tell whether what follows a full stop reads on as a sentence, as no name does.

        "Chelsea.Manager said", "soda.Bake for": a verb of speech, or an object right after
        a word of running English; neither half may be one of code or a domain.
        """
        if evidence.is_technical or min(len(left), len(right)) < SHORTEST_LEFT:
            return False
        if right.lower() in DOMAINS or not self._code_words.isdisjoint((left, right.lower())):
            return False
        following = NEXT_RE.match(text, seam + len(right))
        if following is None or self._scores(right) < COMMON:
            return False
        if self._scores(left) < COMMON or self._has_identifiers(text, evidence):
            return False
        return following[1] in SPEECH or (left.islower() and following[1] in OBJECTS)


class _Evidence:
    """What the document says about a join; each part is worked out once, when asked."""

    def __init__(self, page: Page, context: Context, gone: Sequence[tuple[int, int]]) -> None:
        self._page = page
        self._context = context
        self._gone = gone
        self._english: dict[int, bool] = {}
        self.has_identifiers: bool | None = None  # None: nobody has looked yet

    @cached_property
    def _counts(self) -> Counter[str]:
        counts: Counter[str] = Counter()
        at = 0
        for start, end in [*self._gone, (len(self._page.text), 0)]:
            counts.update(WORD_RE.findall(self._page.text, at, max(at, start)))
            at = max(at, end)
        return counts

    def count(self, word: str) -> int:
        """Tell how often a word stands in the document on its own, as it is written."""
        return self._counts[word]

    def is_repeated(self, word: str) -> bool:
        """Tell whether a word that a full stop sets off stands elsewhere in the document too."""
        return self._counts[word] > 1

    def is_name(self, word: str) -> bool:
        """Tell whether a word stands elsewhere with a capital and nowhere without."""
        return self._counts[word] > 0 and self._counts[word.lower()] == 0

    def stand_apart(self, join: _Join) -> bool:
        """Tell whether both halves of a join stand elsewhere, in either case."""
        return all(
            self._counts[word.lower()] or self._counts[word.capitalize()]
            for word in (join.left, join.right)
        )

    @cached_property
    def is_technical(self) -> bool:
        """Tell whether anything in the document looks like code."""
        return CODE_RE.search(self._page.text) is not None

    def covers(self, start: int, end: int) -> bool:
        """Tell whether a span is protected."""
        return self._context.protected.covers(start, end)

    def is_open_to_english(self, offset: int) -> bool:
        """Tell whether English rules apply at an offset: in English prose, outside spans.

        The language is asked once a line, at its start: looking for the line's start from
        each offset of a very long line would be quadratic.
        """
        number = self._page.find_line(offset)
        if number not in self._english:
            start = self._page.lines[number].start
            english = not self._page.is_code(number) and self._context.languages.at(start) == "en"
            self._english[number] = english
        return self._english[number] and not self.covers(offset, offset)


def _read_join(text: str, seam: int) -> _Join | None:
    """Read the two halves around a capital; None unless the token is just these two."""
    left = _read_left(text, seam)
    if left is None:
        return None
    right = _read_right(text, seam)
    if right is None:
        return None
    start = seam - len(left)
    if start > 0 and text[start - 1] in ENCLOSING and text[start - 1] not in "(\u201c\u2018":
        return None
    return _Join(start, seam, seam + len(right), left, right)


def _read_left(text: str, end: int) -> str | None:
    """Read the word before an offset: lower case but for a capital at its start."""
    low = max(0, end - LONGEST)
    start = end
    while start > low and text[start - 1].isascii() and text[start - 1].islower():
        start -= 1
    if start > low and "A" <= text[start - 1] <= "Z":
        start -= 1
    if start == end or start == low > 0:
        return None
    before = text[start - 1 : start]
    if before.isalnum() or before in (
        "_",
        "-",
        ".",
        "'",
        "\N{RIGHT SINGLE QUOTATION MARK}",
        "@",
        "#",
    ):
        return None
    return text[start:end]


def _read_right(text: str, start: int) -> str | None:
    """Read the word at an offset: a capital, then lower case, then prose goes on."""
    found = WORD_AT_RE.match(text, start, start + LONGEST)
    if found is None or not found.group()[:1].isupper():
        return None
    word = found.group()
    after = text[found.end() : found.end() + 1]
    if len(word) < 2 and not (word in "AI" and after == " "):
        return None
    if after == "'" and text[found.end() + 1 : found.end() + 2].isalpha():
        return word  # "We're"
    if after.isalnum() or (after in ENCLOSING and after not in ":)"):
        return None
    if after in (".", "-") and text[found.end() + 1 : found.end() + 2].isalnum():
        return None  # a file name, a version, a chain of names
    return word


def _rate_bracket(
    text: str, seam: int, right: str, evidence: _Evidence
) -> tuple[float, str] | None:
    """Rate a split after a closing bracket: only after a remark of several words."""
    opening = {")": "(", "]": "["}[text[seam - 1]]
    opened = text.rfind(opening, max(0, seam - 200), seam)
    if opened <= 0 or not text[opened - 1].isspace() or "\n" in text[opened:seam]:
        return None
    if " " not in text[opened:seam].strip():  # "(Re)Thinking", "[Get]Data"
        return None
    following = text[seam + len(right) : seam + len(right) + 2]
    if evidence.is_technical or not (following[:1] == " " and following[1:].islower()):
        return 0.80, "after a bracket"
    return 0.95, "a sentence right after a bracket"
