"""Weigh the lines of a page together: a line among furniture is furniture.

Each line has odds of its own: what its cues say (`cues.py`), and its shape. Then it hears
its neighbours: each passes on its own odds with what it heard from its other side, but at
most `TOUCHING` where the two are lines of one block and `APART` across a blank line. That
is exact inference in a chain of two states (furniture or not) in which a change of state
costs so much; what comes out is a log odds, and so a confidence.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

from normalize.layout.cues import MAX_LENGTH, NOTES, Cues, Reading
from normalize.layout.lines import SENTENCE_END, Drop, Page

RULE = "page-furniture"
WINDOW = 30  # lines around a line with a cue that are weighed with it
SEED = 2.5  # own odds from which a line's neighbours are weighed at all
MINIMUM = 1.4  # log odds (a confidence of 0.80) from which a line is proposed
TOUCHING, APART = 2.5, 1.2
BOTTOM = 1.0  # what stands last on a page is furniture rather than not
PRIOR = -1.5  # a line with cues is the article's rather than not, before they are counted
PROSE = -6.0  # a sentence, a line of code
FACT = -1.01  # metadata; no other line has these odds
TERSE = -2.5  # a sentence of a few words: an answer, or a signature
SHORT = -1.0  # a line that says nothing either way: a heading, a headline, a name
LONGISH = -3.0  # the same with more words
HEAD = 1.5  # a line above the title
TITLE = -6.0
LEAD = 0.8  # a line with cues between the title and the first sentence
TITLE_WORDS = 5  # more words make no better title
BUTTONS = ("ad", "more", "player", "share")  # kinds that are no heading of an article
NOTICES = ("bio", "comments", "copyright", "credit", "mail", "player")  # may be sentences
AGAIN = 2.0  # a button that stands on the page more than once
LISTED = 3.0  # a headline below "Related stories"
BUTTON = 3.0  # "Copy" above a line of code
QUOTED = -7.0  # a line that the article shows: the line above ends with a colon
WORDS = 6  # from which a line with a full stop is a sentence
HEADING = 4.0  # a cue that a list of headlines may follow
STRONG = 5.0  # a cue that a sentence of the article does not have
WRAPPED = 50  # characters of a line that was broken to fit
BRIEF = 40  # characters of a sentence that may be a signature
LONG = 60  # characters of a line that is prose with any full stop

QUOTES = "\"\N{LEFT DOUBLE QUOTATION MARK}\N{LEFT SINGLE QUOTATION MARK}\u201E\u00AB"
BULLET_RE = re.compile(r"\s*(?:[-*+\u2022\u2023\u25E6\u25AA\u2043]|\(?\d{1,2}[.)])\s")
CRUMBS_RE = re.compile(r"\s[\u203A\u2039\u00BB\u00AB]\s|\s>\s\S.*\s>\s|\S / \S.* / \S")
ARROW_RE = re.compile(r"^\s*[\u2190\u2192\u00AB\u00BB\u2B05\u27A1\u2B07]|[\u2190\u2192\u00AB\u00BB]\s*$")
RULE_RE = re.compile(r"\s*(?:[_=*~\u2014\u2013-]\s?){2,}\s*$")
ADDRESS_RE = re.compile(r"\s*(?:https?://|www\.|[\w.+-]+@)\S+\s*$")
CODE_RE = re.compile(r"[={}\[\]\\;_$]|--|\(\)|://|^\S+ \S+$")
META_RE = re.compile(  # by-lines, sources, dates: they stay as facts
    r"""\s*(?:
        (?:by|von|par|por|text|words\ by|posted\ by|written\ by|story\ by|report\ by|source|quelle|fuente|источник|джерело|section|автор|from|to|subject|cc)
        (?:\ ?:\ ?|\s)(?=\W?(?-i:[A-Z\u00C0-\u00DE\u0400-\u042F]))
      | postby\s
      | (?:first\ |last\ )?(?:published|posted|updated|reviewed|modified|stand|date|publié
          |mis\ à\ jour|actualizado|publicado|опубликовано|обновлено|опубліковано|оновлено)
        (?:\s(?:on|at|le|el|am))?\s?:?\s
        (?=.{0,24}\d)
      | (?:\w+\.?,?\s){0,2}\d{1,2}(?:\.|st|nd|rd|th|er)?\s(?:de\s)?[^\W\d_]{3,12}\.?,?\s(?:de\s)?(?:19|20)\d\d
      | (?:\w+\.?,?\s){0,2}[A-Z][a-z]{2,8}\.?\s\d{1,2}(?:st|nd|rd|th)?,?\s(?:19|20)\d\d
      | (?:19|20)\d\d[-./]\d\d[-./]\d\d | \d\d?[-./]\d\d?[-./](?:19|20)\d\d
    )""",
    re.VERBOSE | re.IGNORECASE,
)
AGO_RE = re.compile(r"\bago\b|\bil y a\b|\bhace \d|\bvor \d|\bназад\b|\bтому\b", re.IGNORECASE)
ENDED = (*SENTENCE_END, "\N{HORIZONTAL ELLIPSIS}", '."', ".)", "!)", "?)", ".\N{RIGHT DOUBLE QUOTATION MARK}")


def find_furniture_lines(
    page: Page, cues: Cues, seeds: Sequence[int], spared: frozenset[str] = frozenset()
) -> dict[int, Drop]:
    """Name the lines that are furniture, near the lines that have cues.

    Args:
        page: the page.
        cues: the cues of its language.
        seeds: numbers of lines whose own odds are at least `SEED`, in order.
        spared: kinds of cues that say nothing on this page, such as "copyright".
    Returns:
        Line number → drop with its confidence, from `MINIMUM`. Linear.
    """
    drops: dict[int, Drop] = {}
    for first, last in _find_windows(seeds, len(page.lines)):
        chain = _Chain(page, cues, first, last, spared)
        for number, odds in enumerate(chain.weigh(), first):
            if odds >= MINIMUM and not chain.is_kept(number):
                confidence = min(0.995, 1 / (1 + math.exp(-odds)))
                drops[number] = Drop(RULE, round(confidence, 3), chain.explain(number))
    return drops


def _find_windows(seeds: Sequence[int], count: int) -> list[tuple[int, int]]:
    """Return the spans of lines (first, last + 1) around the seeds; none overlap."""
    windows: list[tuple[int, int]] = []
    for seed in seeds:
        first, last = max(0, seed - WINDOW), min(count, seed + WINDOW + 1)
        if windows and first <= windows[-1][1]:
            windows[-1] = windows[-1][0], last
        else:
            windows.append((first, last))
    return windows


class _Chain:
    """The lines of one window."""

    def __init__(
        self, page: Page, cues: Cues, first: int, last: int, spared: frozenset[str]
    ) -> None:
        self._page = page
        self._first = first
        self._numbers = range(first, last)
        self._lines = [page.read(number) for number in self._numbers]
        self._readings = [
            cues.read(line.strip()) if len(line) <= MAX_LENGTH else None for line in self._lines
        ]
        self._spared = spared
        self._gaps = [  # how much passes between a line and the one before it
            APART if page.is_set_apart(number) else TOUCHING for number in self._numbers
        ]
        self._own = [self._weigh_line(at) for at in range(len(self._lines))]
        self._spare_wrapped()
        self._spare_headings()
        self._add_lists()
        self._spare_examples()
        self._spare_notices()
        if first == 0:
            self._spare_title()

    def weigh(self) -> list[float]:
        """Return the log odds of each line."""
        own, gaps = self._own, self._gaps
        size = len(own)
        from_above = [0.0] * size
        for at in range(1, size):
            limit = gaps[at]
            from_above[at] = max(-limit, min(limit, own[at - 1] + from_above[at - 1]))
        heard = BOTTOM if self._numbers.stop == len(self._page.lines) else 0.0
        odds = [0.0] * size
        for at in range(size - 1, -1, -1):
            odds[at] = own[at] + from_above[at] + heard
            heard = max(-gaps[at], min(gaps[at], own[at] + heard))
        return odds

    def is_kept(self, number: int) -> bool:
        """Tell whether a line is metadata: it stays, but stands beside furniture by nature."""
        return self._own[number - self._first] == FACT

    def explain(self, number: int) -> str:
        """Say why a line was taken for furniture."""
        reading = self._readings[number - self._first]
        if reading is None or reading.peak < 2:
            return "among furniture"
        return NOTES[reading.kind]

    def _weigh_line(self, at: int) -> float:
        """Return the odds of a line by itself: its cues and its shape."""
        line, reading = self._lines[at], self._readings[at]
        if reading is None or reading.kind in self._spared:
            return PROSE
        if self._page.is_example(self._first + at):
            return PROSE
        if line.lstrip()[:1] in QUOTES and line.rstrip().endswith(ENDED):
            return PROSE
        is_sentence = line.rstrip().endswith(ENDED) and reading.words >= WORDS
        if is_metadata(line):
            return FACT
        if reading.is_mixed or (reading.kind == "teaser" and line.rstrip().endswith(":")):
            return PROSE
        if is_sentence and reading.peak < STRONG:
            if len(line) >= LONG or reading.odds > 0.6:
                return PROSE
            return PROSE if len(line) >= BRIEF else TERSE
        if RULE_RE.match(line) or ADDRESS_RE.match(line):
            return 0.0
        odds = reading.odds + PRIOR + _weigh_shape(line, reading)
        if reading.odds > 0.6 or odds > 0:
            return odds
        return LONGISH if reading.words > 8 or len(line) > LONG else SHORT

    def _is_headline(self, at: int) -> bool:
        """Tell whether a line could be the headline of another article."""
        line = self._lines[at].rstrip()
        if not 1 < len(line) <= 140 or line.endswith((".", ":", ",", ";")):
            return False
        return self._own[at] > PROSE or is_metadata(line) or line.endswith("?")

    def _add_lists(self) -> None:
        """Raise the headlines that follow a heading such as "Related stories"."""
        size = len(self._lines)
        for at, reading in enumerate(self._readings):
            if reading is None or reading.kind != "list" or reading.peak < HEADING:
                continue
            if self._own[at] < 0 or reading.unknown > 3 or reading.bars:
                continue
            run = []
            after = at + 1
            apart = after < size and self._gaps[after] == APART
            while after < size and self._is_headline(after):
                if self._gaps[after] == APART and not (apart and len(run) < 12):
                    break
                run.append(after)
                after += 1
            if apart and len(run) == 1:
                run.clear()
            if apart and run and after < size and self._gaps[after] == APART:
                run.pop()  # it stands above prose, and may be the article's own heading
            is_glued = after < size and self._lines[after].lower().lstrip().startswith("list ")
            if not run and after < size and not is_glued:
                self._own[at] -= 4  # a heading of the article, with its prose below
            for number in run:  # dates among them, too
                self._own[number] = max(self._own[number], SHORT) + LISTED

    def _spare_examples(self) -> None:
        """Spare what the article shows: the block below a sentence that ends with a colon."""
        shown = leads = False
        for at, line in enumerate(self._lines):
            shown = leads or (shown and self._gaps[at] == TOUCHING)
            reading = self._readings[at]
            if reading is not None and reading.kind == "player" and self._is_above_code(at):
                self._own[at] += BUTTON
            elif shown and self._own[at] != FACT:
                self._own[at] += QUOTED
            leads = line.rstrip().endswith(":") and len(line) > 24 and self._own[at] < 0

    def _is_above_code(self, at: int) -> bool:
        """Tell whether a button such as "Copy" stands right above a line of code."""
        if at + 1 >= len(self._lines) or self._gaps[at + 1] == APART:
            return False
        return CODE_RE.search(self._lines[at + 1]) is not None

    def _spare_wrapped(self) -> None:
        """Spare lines of a paragraph that was broken into lines."""
        for at in range(1, len(self._lines)):
            if self._gaps[at] == APART:
                continue
            above, line = self._lines[at - 1].rstrip(), self._lines[at].lstrip()
            if ADDRESS_RE.match(line) or not line[:1].islower():
                continue
            if len(above) > WRAPPED and not above.endswith(ENDED):
                self._own[at - 1] = min(self._own[at - 1], PROSE)
                self._own[at] = min(self._own[at], PROSE)

    def _spare_headings(self) -> None:
        """Spare words such as "Comments" right above prose; raise what a page says again."""
        times = Counter(
            line.strip()
            for line, own in zip(self._lines, self._own, strict=True)
            if own > 0 and len(line) <= LONG
        )
        for at, reading in enumerate(self._readings):
            if reading is None or self._own[at] <= 0:
                continue
            if times[self._lines[at].strip()] > 1 and reading.peak >= HEADING:
                self._own[at] += AGAIN
            elif reading.kind not in BUTTONS and reading.peak < STRONG and self._is_prose(at + 1):
                self._own[at] -= AGAIN

    def _spare_notices(self) -> None:
        """Spare copyright lines with prose below them: there they belong to the document."""
        for at in range(len(self._lines) - 1, -1, -1):
            reading = self._readings[at]
            if self._is_long(at):
                break
        else:
            at = 0
        for above in range(at):
            reading = self._readings[above]
            if reading is not None and reading.kind == "copyright":
                self._own[above] = PROSE

    def _is_prose(self, at: int) -> bool:
        """Tell whether a line is prose and not metadata."""
        return at < len(self._lines) and self._own[at] == PROSE

    def _spare_title(self) -> None:
        """Keep the title, and take what stands above it for furniture rather than not."""
        best, most = -1, 1
        end = next((at for at in range(len(self._lines)) if self._is_long(at)), len(self._lines))
        for at in range(end):
            reading, own = self._readings[at], self._own[at]
            if reading is None or own >= 0 or own == FACT:
                continue
            rank = min(reading.words, TITLE_WORDS) + (0 if self._is_beside_furniture(at) else 3)
            if rank > most:
                best, most = at, rank
        for at in range(end if best >= 0 else 0):
            if at == best:
                self._own[at] = TITLE
            elif self._own[at] == FACT:
                continue
            elif at < best and self._own[at] > PROSE:
                self._own[at] += HEAD
            elif self._own[at] > 0:
                self._own[at] += LEAD

    def _is_long(self, at: int) -> bool:
        line = self._lines[at].rstrip()
        return self._own[at] == PROSE and len(line) >= LONG and not line.endswith("?")

    def _is_beside_furniture(self, at: int) -> bool:
        """Tell whether a line stands in one block with a line that is furniture by itself."""
        for step in (-1, 1):
            near = at
            while 0 <= near + step < len(self._own):
                if self._gaps[max(near, near + step)] == APART:
                    break
                near += step
                if self._own[near] > SEED:
                    return True
        return False


def is_metadata(line: str) -> bool:
    """Tell whether a line begins as a by-line, a source or a date does.

    >>> is_metadata("By Ida Moen"), is_metadata("By noon the rain had stopped.")
    (True, False)
    """
    return META_RE.match(line) is not None and AGO_RE.search(line) is None


def _weigh_shape(line: str, reading: Reading) -> float:
    """Return what speaks for or against a line besides its words."""
    odds = 0.0
    stripped = line.strip()
    if stripped[:1] in QUOTES:
        odds -= 2
    if BULLET_RE.match(line):
        odds -= 7 if reading.words <= 4 else 4
    if stripped.endswith(ENDED) and reading.words >= WORDS:
        odds -= 1
    elif stripped.endswith(".") and reading.words <= 3 and reading.kind not in NOTICES:
        odds -= 9  # a button has no full stop; an author who names one does
    elif CRUMBS_RE.search(line):
        odds += 2 + 0.5 * min(reading.unknown, 8)
    elif reading.bars:
        odds += min(3.0, 0.8 * reading.bars)
    odds -= 1.5 * max(0, reading.sentences - 1)
    if ARROW_RE.search(line):
        odds += 1.5
    return odds
