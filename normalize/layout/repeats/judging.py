"""Judge copies: which of two blocks that say the same is a repeat, and how surely."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container
from functools import cached_property

from normalize.layout.lines import Drop, Page
from normalize.layout.repeats.blocks import find_blocks
from normalize.layout.repeats.copies import Copy
from normalize.layout.repeats.doubles import RULE as CAPTION_RULE
from normalize.layout.repeats.forms import Forms
from normalize.layout.repeats.headlines import RULE
from normalize.layout.repeats.keys import OPENING
from normalize.layout.repeats.meant import (
    SPEECH_RE,
    is_introduced,
    is_structured,
    stands_in_prose,
)
from normalize.layout.repeats.places import (
    REFRAIN,
    has_prose,
    have_headings,
    is_contents,
    is_epigraph,
    is_refrain,
    is_reply,
)
from normalize.layout.repeats.quotes import (
    PARAGRAPH,
    is_speaker,
)
from normalize.layout.repeats.rating import (
    CAPTION,
    LABELLED,
    MEANT,
    QUOTE,
    SLACK,
    Rater,
    Verdict,
)

TIMES = 3  # a shortish line that stands so often is meant to
FORM = 3  # far copies; a document with more repeats itself on purpose


class Judge:
    """Judge the copies of one page."""

    def __init__(self, page: Page, copies: list[Copy], forms: Forms, sited: Container[int]) -> None:
        copies = [c for c in copies if c.block.first not in sited and c.other.first not in sited]
        self._page = page
        self._forms = forms
        self._times = Counter(self._read(copy) for copy in copies)  # the first copy included
        self._rater = Rater(page, copies)
        self._copies = [copy for copy in copies if not self._is_meant(copy)]

    def _read(self, copy: Copy) -> str:
        return self._page.text[copy.block.start : copy.block.end].strip()

    def find(self) -> dict[int, Drop]:
        """Return line number → drop."""
        blocks = find_blocks(self._page, self._find_paragraphs())
        if blocks and self._is_formal:  # two procedures of a manual with the same last steps
            blocks = set()
        verdicts = [(copy, self._rater.rate(copy)) for copy in self._copies]
        kinds = Counter(
            verdict.kind
            for copy, verdict in verdicts
            if verdict is not None and copy.block.first not in blocks
        )
        drops: dict[int, Drop] = {}
        sources: dict[int, int] = {}
        for copy, verdict in verdicts:
            if copy.block.first in blocks:
                verdict = Verdict("block", 0.97, "block given twice")
            if verdict is None or sources.get(copy.other.first) == copy.block.first:
                continue
            confidence = verdict.confidence
            if self._is_form(copy, verdict, kinds):
                confidence = MEANT
            rule = CAPTION_RULE if verdict.kind == "caption" else RULE
            lost, kept = copy.block, copy.other
            if self._is_nearer(copy, verdict):
                lost, kept = kept, lost
            note = f"{verdict.note}; the other copy is line {kept.first + 1}"
            for number in range(lost.first, lost.last + 1):
                drops[number] = Drop(rule, confidence, note, kept.first)
                sources[number] = kept.first
            if verdict.note == QUOTE and is_speaker(self._page, copy.block.last + 1, copy.other):
                drops[copy.block.last + 1] = Drop(
                    rule, confidence, "who said the pull quote", kept.first
                )
        for number in blocks:
            drops.setdefault(number, Drop(RULE, 0.97, "stands between paragraphs given twice"))
        return drops

    def _is_nearer(self, copy: Copy, verdict: Verdict) -> bool:
        """Tell whether the other copy is to go: the label, the headline in a menu above."""
        if verdict.note == LABELLED:
            return copy.block.first < copy.other.first
        between = copy.other.last + 1, copy.block.first
        return (
            verdict.kind == "headline"
            and between[1] > between[0]
            and "\f" not in self._page.text[copy.other.end : copy.block.start + 1]
            and self._rater.is_whole(copy)
            and not self._rater.differs(copy)
            and not has_prose(self._page, *between)
        )

    def _is_form(self, copy: Copy, verdict: Verdict, kinds: Counter[str]) -> bool:
        """Tell whether a document of this kind, or one with so many repeats, means this one."""
        if verdict.kind == "headline":  # more than one: a table of contents
            page, first, second = self._page, copy.other.first, copy.block.first
            if kinds["headline"] > 1 or is_contents(page, first, second):
                return True
            if has_prose(page, 0, first) and has_prose(page, first + 1, second):
                return True  # the heading of a section, twice
            return second - first > SLACK and self._is_formal
        if verdict.kind == "far" and self._is_authors(copy):
            return True
        return verdict.kind == "far" and (kinds["far"] > FORM or self._is_formal)

    def _is_authors(self, copy: Copy) -> bool:
        """Tell whether the places of two copies show that the author put both there."""
        page, block, other = self._page, copy.block, copy.other
        if is_reply(page, block, other) or is_epigraph(page, block):
            return True
        if not self._rater.is_whole(copy):
            return False
        is_exact = copy.match.is_exact
        is_near = abs(block.first - other.first) <= SLACK
        is_speech = SPEECH_RE.match(page.text, block.start) is not None
        if is_near and is_speech and stands_in_prose(page, block, 2):
            return False  # what somebody says, in a box beside it
        return have_headings(page, block, other) or (is_exact and is_refrain(page, block, other))

    @cached_property
    def _is_formal(self) -> bool:
        return self._forms.is_formal(self._page)

    def _find_paragraphs(self) -> dict[int, int]:
        """Map the paragraphs that stand twice, word for word, to their first copies."""
        return {
            copy.block.first: copy.other.first
            for copy in self._copies
            if copy.match.is_exact
            and self._rater.is_whole(copy)
            and copy.other.first < copy.block.first
            and self._rater.is_paragraph(copy)
        }

    def _is_meant(self, copy: Copy) -> bool:
        """Tell whether a block comes again because it is meant to."""
        page, block = self._page, copy.block
        line = page.text[block.start : block.end].rstrip()
        words = line.lstrip(OPENING + " ")
        if page.is_code(block.first) or is_structured(line):
            return True
        if copy.words < CAPTION or line.count(" ") < CAPTION - 1 or words[:1].islower():
            return True
        if line[-1] in ":;," or is_introduced(page, block):
            return True
        is_short = len(line) < PARAGRAPH or (
            len(line) < REFRAIN and not self._rater.is_adjacent(copy)
        )
        return is_short and self._times[line.strip()] >= TIMES
