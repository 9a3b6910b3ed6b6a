"""Words and sentences joined where markup was stripped between them.

Two kinds: a capital inside a token (`administrationThe`, `InsiderMoscow`), and a sentence
that begins right after the last one's full stop or bracket (`needed.Thanks`,
`Klochko)A`). Each is split by one space; the capital stays. English only, since the list
of known words is.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from normalize.edits import Edit
from normalize.layout.lines import Page
from normalize.layout.seams import LONGEST, Evidence, Join, read_join, read_left, read_right
from normalize.lexicon import Lexicon

if TYPE_CHECKING:
    from normalize.step import Context

RULE = "glued-words"

# One scan finds every candidate; two characters wide, so that no run makes it slow.
SEAM_RE = re.compile(r"[a-z][A-Z]|(?:[a-z]|\u00B0[CF])[.!?][A-Z\u201C]|[)\]][A-Z]")
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
        evidence = Evidence(page, context, gone)
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

    def _rate_capital(self, text: str, seam: int, evidence: Evidence) -> tuple[float, str] | None:
        """Rate a split before a capital inside a token; None where there is nothing to say."""
        join = read_join(text, seam)
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

    def _is_of_code(self, join: Join) -> bool:
        return not self._code_words.isdisjoint((join.left.lower(), join.right.lower()))

    def _find_reason(self, text: str, join: Join, evidence: Evidence) -> tuple[float, str] | None:
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

    def _stands_in_head(self, text: str, join: Join) -> bool:
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

    def _has_identifiers(self, text: str, evidence: Evidence) -> bool:
        """Tell whether two different tokens in camel case are no clear joins. Linear, once."""
        if evidence.has_identifiers is None:
            found: set[str] = set()
            for match in CAMEL_RE.finditer(text):
                token = match.group()
                if token in found or match[1] in NAME_PARTS or token.lower() in self._brands:
                    continue
                join = read_join(text, match.end(1))
                if join is None or self._find_reason(text, join, evidence) is None:
                    found.add(token)
                    if len(found) > MOST_IDENTIFIERS:
                        break
            evidence.has_identifiers = len(found) > MOST_IDENTIFIERS
        return evidence.has_identifiers

    def _rate_sentence(self, text: str, seam: int, evidence: Evidence) -> tuple[float, str] | None:
        """Rate a split between a sentence's end, or a bracket, and the next word."""
        mark = text[seam - 1]
        opens_quotation = text[seam] == "\N{LEFT DOUBLE QUOTATION MARK}"
        first = seam + 1 if opens_quotation else seam
        right = read_right(text, first)
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
        left = read_left(text, seam - 1)
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

    def _goes_on(self, text: str, seam: int, left: str, right: str, evidence: Evidence) -> bool:
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


def _rate_bracket(text: str, seam: int, right: str, evidence: Evidence) -> tuple[float, str] | None:
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
