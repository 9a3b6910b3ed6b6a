"""Rate a copy: what kind of repeat it is, and how surely; or none."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from normalize.layout.lines import Page
from normalize.layout.repeats.copies import Copy
from normalize.layout.repeats.headlines import is_headline
from normalize.layout.repeats.meant import (
    CREDITED_RE,
    ENDED_RE,
    LABEL_RE,
    NUMBERED_RE,
    SPEECH_RE,
    is_dialogue,
    is_verse,
    stands_in_prose,
)
from normalize.layout.repeats.places import (
    has_prose,
)
from normalize.layout.repeats.quotes import (
    NEAR,
    PARAGRAPH,
    TEASER,
    is_alone,
    is_boxed,
    is_mentioned,
    is_speaker,
)

MIN_LENGTH = 60  # characters: shorter lines are answers, refrains, headings
REWORDED = 10  # words that a block has at least if its wording may differ
QUOTED = 5  # words of a pull quote
SPOKEN = 9  # words that nobody says again after another, word for word
FULLER = 1.2  # times as long as its double, a wording says more
SLACK = 3  # lines between a caption and its double
ELLIPSES = ("\u2026", "...")
CAPTION = 4  # words of a caption, of a headline
MEANT = 0.80  # confidence of what may be meant to stand twice
QUOTE = "pull quote"
OPEN_END_RE = re.compile(r"[^\W\d_][\"\u201d\u00bb\u201c]\s*$")
LABELLED = "caption given twice, once with a label"


class Verdict(NamedTuple):
    """Say that a block is a repeat of a kind, how surely, and why."""

    kind: str
    confidence: float
    note: str


class Rater:
    """Rate the copies of one page one by one."""

    def __init__(self, page: Page, copies: Iterable[Copy]) -> None:
        self._page = page
        self._others = Counter(c.other.first for c in copies if not c.match.is_exact)

    def rate(self, copy: Copy) -> Verdict | None:
        """Rate a copy; None where the block is to stay."""
        if is_headline(self._page, copy) and not self._is_within_verse(copy):
            return Verdict("headline", 0.95, "headline given twice")
        line = self._page.text[copy.block.start : copy.block.end]
        is_question = line.rstrip().endswith("?")
        is_whole = self.is_whole(copy)
        if is_whole and self._is_fuller(copy):
            return None
        if self.is_adjacent(copy):
            verdict = self._judge_neighbour(copy, is_whole)
            if verdict is not None:
                return verdict
        if is_question:
            return None
        is_signed = SPEECH_RE.match(line) and is_speaker(
            self._page, copy.block.last + 1, copy.other
        )
        if is_verse(self._page, copy.block) and not (is_signed and copy.words >= SPOKEN):
            return None
        if is_whole:
            return self._judge_whole(copy, line)
        return self._judge_part(copy, line) if copy.block.first else None  # a title stays

    def _is_within_verse(self, copy: Copy) -> bool:
        """Tell whether both lines stand in verse, and with another line that comes again."""
        page, one, two = self._page, copy.block.first, copy.other.first
        if not two or not (is_verse(page, copy.block) and is_verse(page, copy.other)):
            return False
        return any(
            one + step < len(page.lines) and page.read(one + step) == page.read(two + step)
            for step in (-1, 1)
        )

    def is_adjacent(self, copy: Copy) -> bool:
        """Tell whether two blocks stand next to each other, or between their like."""
        block, other = copy.block, copy.other
        if block.first == other.last + 1 or other.first == block.last + 1:
            return True
        previous = block.first - (other.last - other.first) - 1
        page = self._page
        return (
            previous > other.first
            and copy.match.is_exact
            and page.text[page.lines[previous].start : page.lines[block.first - 1].end]
            == page.text[other.start : other.end]
        )

    def is_whole(self, copy: Copy) -> bool:
        """Tell whether the other block says nothing else."""
        other, match = copy.other, copy.match
        return match.start - other.start <= 2 and other.end - match.end <= 3

    def differs(self, copy: Copy) -> bool:
        """Tell whether two blocks that say the same are not set the same."""
        one, two = (self._page.text[b.start : b.end].strip() for b in (copy.block, copy.other))
        return one != two

    def is_paragraph(self, copy: Copy) -> bool:
        """Tell whether a block is long, or a sentence of some length."""
        line = self._page.text[copy.block.start : copy.block.end]
        if len(line) >= PARAGRAPH:
            return True
        return len(line) >= MIN_LENGTH and ENDED_RE.search(line) is not None

    def _is_fuller(self, copy: Copy) -> bool:
        """Tell whether a block says more than its double; else the first stays."""
        if not copy.match.is_exact:
            sizes = [block.end - block.start for block in (copy.block, copy.other)]
            return copy.block.first < copy.other.first or sizes[0] > FULLER * sizes[1]
        ranks = []
        for block in (copy.block, copy.other):
            line = self._page.text[block.start : block.end].strip()
            is_ended = ENDED_RE.search(line) is not None
            ranks.append((sum(map(str.isalnum, line)), is_ended, -block.first))
        return ranks[0] > ranks[1]

    def _judge_neighbour(self, copy: Copy, is_whole: bool) -> Verdict | None:
        """Judge two blocks that stand next to each other."""
        page = self._page
        length = copy.block.end - copy.block.start
        if NUMBERED_RE.match(page.text, copy.block.start):
            return None
        if not (copy.match.is_exact or copy.words >= REWORDED):
            return None
        if is_whole:
            is_speech = SPEECH_RE.match(page.text, copy.block.start) is not None
            if is_speech and self.differs(copy):
                return None
            if self.differs(copy) or self._is_apart(copy) or self.is_paragraph(copy):
                kind = "near" if length >= PARAGRAPH else "caption"
                return Verdict(kind, 0.95, "stands right after itself")
            return None
        rest = page.text[copy.match.end : copy.other.end]
        before = page.text[copy.other.start : copy.match.start]
        if (before.endswith(": ") or LABEL_RE.fullmatch(before)) and not rest.strip(". "):
            return Verdict("caption", 0.93, LABELLED)
        if copy.match.start - copy.other.start <= 2 and CREDITED_RE.fullmatch(rest):
            return Verdict("caption", 0.95, "caption given twice, once with its credit")
        return None

    def _judge_whole(self, copy: Copy, line: str) -> Verdict | None:
        """Judge a later block that says what an earlier one says."""
        distance = abs(copy.block.first - copy.other.first)
        if distance == 1 and SPEECH_RE.match(line) and self.differs(copy):
            return None  # two wordings, given to be compared
        if not copy.match.is_exact:
            is_form = self._others[copy.other.first] > 1  # entries of a glossary
            if copy.words >= REWORDED and len(line) >= MIN_LENGTH and not is_form:
                return Verdict("far", 0.92, "given twice in other words")
            return None
        between = sorted((copy.block, copy.other))
        is_near = distance <= SLACK and (
            ENDED_RE.search(line) is not None
            or not has_prose(self._page, between[0].last + 1, between[1].first)
        )
        if is_near and self._is_apart(copy) and self._is_caption(copy, line):
            return Verdict("far", 0.93, "caption given twice")
        if self.is_paragraph(copy) and not SPEECH_RE.match(line):
            return Verdict("far", 0.93, "given twice")
        if SPEECH_RE.match(line):
            is_near = copy.words >= QUOTED and distance <= NEAR
            if is_near and not is_dialogue(self._page, copy.block, copy.other):
                return Verdict("far", 0.92, QUOTE)
        elif copy.words >= TEASER and stands_in_prose(self._page, copy.block, 2):
            if ENDED_RE.search(line) is None:
                return None  # the heading of two sections, a signature
            if self._is_caption(copy, line) and stands_in_prose(self._page, copy.other, 1):
                return Verdict("far", 0.92, "caption given twice")
        return None

    def _judge_part(self, copy: Copy, line: str) -> Verdict | None:
        """Judge a block that says what some sentences of a longer paragraph say."""
        is_sentence = ENDED_RE.search(line) is not None
        if not is_sentence and is_mentioned(self._page, copy):
            return None  # "12 thoughts on “The headline”", "The headline – Ann Lee"
        if line.rstrip(" ]").endswith(ELLIPSES):
            is_start = copy.match.start - copy.other.start <= 2
            is_teaser = is_start and copy.match.is_exact and copy.words >= TEASER
            return Verdict("far", 0.93, "the beginning of a paragraph") if is_teaser else None
        is_long = copy.words >= REWORDED and len(line) >= MIN_LENGTH
        if not copy.match.is_exact:
            return Verdict("far", 0.92, "a sentence in other words") if is_long else None
        if is_long or (
            SPEECH_RE.match(line)
            and copy.words >= QUOTED
            and (
                copy.words >= SPOKEN
                or OPEN_END_RE.search(line)  # nobody speaks without a stop
                or not is_dialogue(self._page, copy.block, copy.other)
                or is_alone(self._page, copy, line)
            )
        ):
            return Verdict("far", 0.93, QUOTE)
        if is_sentence and copy.words >= QUOTED and is_boxed(self._page, copy):
            return Verdict("far", 0.92, QUOTE)
        return None

    def _is_caption(self, copy: Copy, line: str) -> bool:
        return (
            CAPTION < copy.words
            and len(line) < 2 * PARAGRAPH
            and not line.rstrip().endswith(("!", "?"))
            and NUMBERED_RE.match(line) is None
        )

    def _is_apart(self, copy: Copy) -> bool:
        """Tell whether two lines stand alone among prose: captions do, verses do not."""
        first = min(copy.block.first, copy.other.first) - 1
        last = max(copy.block.last, copy.other.last) + 1
        around = [self._page.read(n) for n in (first, last) if 0 <= n < len(self._page.lines)]
        return any(len(line) >= PARAGRAPH for line in around)
