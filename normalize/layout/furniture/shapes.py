"""What a line is by itself: metadata, a sentence, a bullet, a row of links — and its odds."""

from __future__ import annotations

import re
from functools import lru_cache

from normalize.layout.furniture.credits import UPPER
from normalize.layout.furniture.cues import CACHED, Reading
from normalize.layout.lines import SENTENCE_END

# Odds of lines that are judged by their shape (log odds, higher is furniture).
PRIOR = -1.5  # a line with cues is the article's rather than not, before they are counted
PROSE = -6.0  # a sentence, a line of code
FACT = -1.01  # metadata: it stays, but stands beside furniture; no other line has these odds
TERSE = -2.5  # a sentence of a few words (an answer, a signature), or to the reader
SAID = -5.0  # a sentence with words of the site: its odds with this, from PROSE to TERSE
SHORT = -1.0  # a line that says nothing either way: a heading, a headline, a name
LONGISH = -3.0  # the same with more words
RULED = 0.0  # a line of dashes, an address
COUNT = 0.5  # a number alone

HEADING = 4.0  # a cue that a list of headlines may follow
STRONG = 5.0  # a cue that a sentence of the article does not have
SURE = 8.0  # a cue that hardly any author writes
FAINT = 0.6  # odds that are as good as none
LONG = 60  # characters of a line that is prose with any full stop
BRIEF = 40  # characters of a sentence that may be a signature
PLEA = 200  # characters of a sentence to the reader
WORDS = 3  # from which a line with a full stop is a sentence
ARROWED = 3  # words after "> ", which otherwise marks a line of a mail that is quoted
BUTTON_WORDS = 3  # up to which a line with a full stop is no button
HEADLINE = 8  # words, up to which a line says nothing either way
SENTENCES = ("bio", "comments", "copyright", "credit", "mail", "player")  # kinds with full stops

QUOTES = '"\N{LEFT DOUBLE QUOTATION MARK}\N{LEFT SINGLE QUOTATION MARK}\u201e\u00ab'
ENDED = (*SENTENCE_END, "\N{HORIZONTAL ELLIPSIS}", '."', ".)", "!)", "?)")
BULLET_RE = re.compile(
    r"\s*(?:[-*+\u2022\u2023\u25e6\u25aa\u2043\u25a2\u2610\u25a1]|\(?(?:\d{1,2}[.)]){1,4})\s"
)
CRUMBS_RE = re.compile(r"\s[\u203a\u2039\u00bb\u00ab]\s|\s>\s\S.*\s>\s|\S / \S.* / \S")
ARROW_RE = re.compile(
    r"^\s*[\u2190\u2192\u00ab\u00bb\u2b05\u27a1\u2b07]|[\u2190\u2192\u00ab\u00bb]\s*$"
)
RULE_RE = re.compile(r"\s*(?:[_=*~\u2014\u2013-]\s?){2,}\s*$")
ADDRESS_RE = re.compile(r"\s*(?:https?://|www\.|[\w.+-]+@)\S+\s*$")
YOU_RE = re.compile(r"\b(?:you|your|you're|you'll|our|us)\b", re.IGNORECASE)
METADATA_RE = re.compile(
    rf"""\s*(?:
        (?: by|von|par|por|text|words(?:\ by)?|posted\ by|written\ by|story\ by|report\ by|автор
          | source|quelle|fuente|источник|джерело|section|from|to|subject|cc )
        (?:\ ?:\ ?|\s)(?=\W?(?-i:[{UPPER}]))
      | postby\s | (?:asked|answered)\ by\s
      | (?:first\ |last\ )?(?:published|posted|updated|reviewed|modified|asked|answered
          |started|created|stand|(?:start\ )?date|publié
          |mis\ à\ jour|actualizado|publicado|опубликовано|обновлено|опубліковано|оновлено)
        (?:\s(?:on|at|le|el|am))?\s?:?\s(?=.{{0,24}}\d)
      | (?:[^\W\d]{{2,10}}\.?,?\s)?\d{{1,2}}(?:\.|st|nd|rd|th|er)?\s(?:de\s)?[^\W\d_]{{3,12}}\.?,?
        \s(?:de\s)?(?:19|20)\d\d                                              # 5 May 2021
      | (?:\w{{2,6}}day,?\s|\w{{3}}\.?,?\s)?(?-i:[A-Z])[a-z]{{2,8}}\.?
        \s\d{{1,2}}(?:st|nd|rd|th)?,?\s(?:19|20)\d\d                          # May 5, 2021
      | (?:19|20)\d\d[-./]\d\d[-./]\d\d | \d\d?[-./]\d\d?[-./](?:19|20)\d\d
    )""",
    re.VERBOSE | re.IGNORECASE,
)
DATED_RE = re.compile(
    r"^.{0,60}(?<!\d)(?:\d{1,2}([/.-])\d{1,2}\1(?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d)\b.{0,40}$"
)
AGO_RE = re.compile(r"\bago\b|\bil y a\b|\bhace \d|\bvor \d|\bназад\b|\bтому\b", re.IGNORECASE)


@lru_cache(CACHED)
def is_metadata(line: str) -> bool:
    """Tell whether a line begins as a by-line, a source or a date does.

    >>> is_metadata("By Ida Moen"), is_metadata("By noon the rain had stopped.")
    (True, False)
    """
    return METADATA_RE.match(line) is not None and AGO_RE.search(line) is None


@lru_cache(CACHED)
def weigh_line(line: str, reading: Reading, is_apart: bool) -> float:
    """Return the odds of a line by itself, from its cues and its shape.

    Args:
        line: the line.
        reading: what its words say.
        is_apart: it is a paragraph of its own, with blank lines around it.
    """
    stripped = line.strip()
    ended = stripped.endswith(ENDED)
    if (stripped[:1] in QUOTES and ended) or (stripped[:2] == "> " and reading.words > ARROWED):
        return PROSE
    if RULE_RE.match(line) or ADDRESS_RE.match(line):
        return RULED
    if is_metadata(line) or (reading.peak < STRONG and DATED_RE.search(line)):
        return FACT
    if reading.is_mixed or (reading.kind == "teaser" and stripped.endswith(":")):
        return PROSE
    if ended and reading.words >= WORDS and reading.unknown and reading.peak < STRONG:
        is_plea = len(stripped) <= PLEA and len(YOU_RE.findall(stripped)) > 1
        is_brief = len(stripped) < BRIEF and reading.odds <= FAINT
        if is_plea or (is_brief and not is_apart):
            return TERSE
        return max(PROSE, min(TERSE, reading.odds + SAID)) if len(stripped) <= PLEA else PROSE
    odds = reading.odds + PRIOR + _weigh_shape(stripped, reading)
    if reading.odds > FAINT or odds > 0:
        return odds
    if stripped.lstrip("+").isdigit():
        return COUNT
    return LONGISH if reading.words > HEADLINE or len(line) > LONG else SHORT


def _weigh_shape(line: str, reading: Reading) -> float:
    """Return what speaks for or against a line besides its words."""
    odds = -1.5 * max(0, reading.sentences - 1)
    if line[:1] in QUOTES:
        odds -= 2
    if BULLET_RE.match(line) and (reading.peak < SURE or line[0].isdigit()):
        odds -= 7 if reading.words <= 4 else 4  # a heading with its number, an item of a list
    if line.endswith(ENDED) and reading.words > 5:
        odds -= 1
    elif line.endswith(".") and reading.words <= BUTTON_WORDS and reading.kind not in SENTENCES:
        odds -= 9  # a button has no full stop; an author who names one does
    elif CRUMBS_RE.search(line):
        odds += 1 + 0.5 * min(reading.unknown, 8) + 0.7 * min(reading.bars, 4)
    elif reading.bars:
        odds += min(3.0, 0.8 * reading.bars)
    return odds + 1.5 if ARROW_RE.search(line) else odds
