"""Defects that are reported and never changed: what is missing cannot be put back.

A quotation mark or a bracket without its other half, an article that stops in mid-sentence
or in mid-word, and the "[…]" at which a teaser ends. Each test begins with counts over the
whole text; only a text whose counts do not add up is read paragraph by paragraph.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from itertools import islice, pairwise
from typing import TYPE_CHECKING, NamedTuple

from normalize.edits import Finding
from normalize.language import load_function_words
from normalize.lexicon import Lexicon

if TYPE_CHECKING:
    from normalize.step import Context

QUOTE_RULE = "unbalanced-quote"
BRACKET_RULE = "unbalanced-bracket"
CUT_RULE = "cut-off-sentence"
ELIDED_RULE, WORD_RULE = "elided-text", "truncated-word"

LONG = 100  # characters: a longer line is a paragraph of its own
LONGEST = 3_000  # characters of a last paragraph that are read
LAST_WORDS = 8  # words that a last paragraph has at least, if it is to be cut off
MOST = 4  # findings of a rule in one text
STEM = 3  # letters of a truncated word
OPENING, CLOSING = "\N{LEFT DOUBLE QUOTATION MARK}", "\N{RIGHT DOUBLE QUOTATION MARK}"
LOW = "\N{DOUBLE LOW-9 QUOTATION MARK}"
LEFT, RIGHT = "\u00ab", "\u00bb"
CODE_RE = re.compile(r"[{}`=\\]|;\s*$|->|\w_\w|\w\([\"')]|^\s*[|>#]|\t", re.MULTILINE)
# Brackets that are not meant to have another half: items, emoticons, intervals.
LONE_RE = re.compile(
    r"""(?:^|(?<=[\s;,]))[(\[]?(?:\d{1,3}|[^\W\d_]{1,2}|[ivxlIVX]{1,5})[.']?\)   # a) 1) ii)
      | (?<=[\d.])[^\W\d_]\)                                             # 4.a)
      | (?<!\w)[:;][-'o^]?[()\[\]]+ | <[()]                       # :-) ;( (:
      | [\[(\]]\s*[-\w.+\u221e]+\s*[,;]\s*[-\w.+\u221e\ ]{1,40}\s*[\])\[]        # [0, 1)
    """,
    re.VERBOSE | re.MULTILINE,
)
STRAIGHT_RE = re.compile(r'(?<!\d)"')
AGAIN_RE = re.compile(r'[.!?]\s"\w')  # the next paragraph of a quotation, on the same line
ELIDED_RE = re.compile(r"[\[(](?:\u2026|\.\.\.|\. \. \.)[\])][\"'\u201d\u2019]?[^\S\n]*$", re.M)
LAST_WORD_RE = re.compile(r"(?:^|[^\S\n]|\n)([^\W\d_]+)(,?)\s*\Z")


class Chunk(NamedTuple):
    """A paragraph: its place and its text."""

    start: int
    text: str


class Findings:
    """The rules of this family; the word list is read when a text ends without a stop."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def find(self, text: str, context: Context) -> Iterator[Finding]:
        """Report what is missing from a text. Linear; never raises."""
        for rule in (find_unbalanced_quotes, find_unbalanced_brackets):
            found = list(islice(rule(text), MOST + 1))
            if len(found) <= MOST:  # else it is a habit that we do not understand
                yield from found
        yield from find_elided_text(text)
        yield from self.find_cut_off(text, context)

    @cached_property
    def _words(self) -> list[str]:
        return sorted(self._lexicon.word_scores())

    def find_cut_off(self, text: str, context: Context) -> Iterator[Finding]:
        """Report an article that stops in mid-sentence, or in mid-word.

        Leaves alone: headings, signatures and list items at the end, which have no stop
        either: a sentence is cut off where its last word cannot end one ("of", "the") or
        is the beginning of longer words and none itself (English only).

        Yields:
            At most one finding, of the last word; confidence 0.85 to 0.90.
        """
        found = LAST_WORD_RE.search(text, max(0, len(text.rstrip()) - 40))
        if found is None:
            return
        end = found.end(1)
        start = max(0, end - LONGEST)
        blank = text.rfind("\n\n", start, end)
        lines = text[start if blank < 0 else blank + 2 : end].split("\n")
        paragraph = lines[-1] if max(map(len, lines)) > LONG else " ".join(lines)
        is_sentence = paragraph.lstrip("\"'“‘«„( ")[:1].isupper() and not paragraph.istitle()
        if paragraph.count(" ") < LAST_WORDS or not is_sentence:
            return
        word = found[1]
        if word not in FINAL and not paragraph.endswith(PHRASES) and _is_function(word, paragraph):
            if not CODE_RE.search(paragraph):  # asked last: it takes longest
                message = f"the text stops after {word!r}, in the middle of a sentence"
                yield Finding(found.start(1), end, CUT_RULE, message, 0.90)
        elif word.islower() and word.isascii() and self._is_beginning(word):
            if not CODE_RE.search(paragraph) and context.languages.at(found.start(1)) == "en":
                message = f"the text stops in the middle of a word: {word!r}"
                yield Finding(found.start(1), end, WORD_RULE, message, 0.85)

    def _is_beginning(self, word: str) -> bool:
        """Tell whether a word is none, and common words begin with it."""
        scores = self._lexicon.word_scores()
        if len(word) < STEM or word in scores:
            return False
        at = bisect_left(self._words, word)
        return any(
            longer.startswith(word) and scores[longer] > -5.5
            for longer in self._words[at : at + 50]
        )


# Function words that do end sentences: "what she is up to", "come in", "so did I".
FINAL = frozenset(
    "i it him her them me us you he she they we there here then too so again more most all any "
    "some one only now no not out up down off over about above before after in on through own "
    "same such other both each few under very do does did has have had can could is are was were "
    "be been this that these those said made made what how when why where once well also".split()
)
PHRASES = ("up to", "used to")


def _is_function(word: str, paragraph: str) -> bool:
    """Tell whether a word is a function word of the language that a paragraph is in."""
    table = load_function_words()
    if word not in table:
        return False
    counts = Counter(lang for other in paragraph.lower().split() for lang in table.get(other, ()))
    most = max(counts.values())
    return any(counts[language] == most for language in table[word])


def iter_chunks(text: str) -> Iterator[Chunk]:
    r"""Yield the paragraphs: between blank lines, or lines where these are long.

    >>> [chunk.start for chunk in iter_chunks("One\ntwo.\n\nThree.")]
    [0, 10]
    """
    for match in re.finditer(r"[^\n]+(?:\n(?![^\S\n]*\n)[^\n]+)*", text):
        lines = match.group().split("\n")
        if len(lines) > 1 and max(map(len, lines)) > LONG:
            start = match.start()
            for line in lines:
                yield Chunk(start, line)
                start += len(line) + 1
        else:
            yield Chunk(match.start(), match.group())


def find_unbalanced_quotes(text: str) -> Iterator[Finding]:
    r"""Report a quotation mark whose other half is missing.

    Leaves alone: quotations that run over paragraphs, each of which opens them again, or
    only the last of which closes them; inches and seconds; apostrophes; code.

    Yields:
        Findings of one character; confidence 0.90.

    >>> [f.start for f in find_unbalanced_quotes("“We are tired, he said.\\nNobody was.")]
    [0]
    """
    if not text.isascii():
        opening, closing = (LOW, OPENING + CLOSING) if LOW in text else (OPENING, CLOSING)
        is_used = any(sign in text for sign in opening + closing)
        if is_used and not _alternates(text, opening, closing):
            yield from _find_unpaired(text, opening, closing)
        if text.count(LEFT) > text.count(RIGHT) and not 0 <= text.find(RIGHT) < text.find(LEFT):
            yield from _find_unpaired(text, LEFT, RIGHT)
    if text.count('"') % 2:
        yield from _find_odd_quotes(text)


def _alternates(text: str, opening: str, closing: str) -> bool:
    """Tell whether each quotation mark that opens is followed by one that closes."""
    signs = "".join(re.findall(f"[{opening}{closing}]", text))
    if len(opening) == len(closing) == 1:
        return not signs.replace(opening + closing, "")
    return re.fullmatch(f"(?:[{opening}][{closing}])*", signs) is not None


def _find_unpaired(text: str, opening: str, closing: str) -> Iterator[Finding]:
    signs = re.compile(f"[{opening}{closing}]")
    pending = -1  # an opening sign of an earlier paragraph
    chunks = [*iter_chunks(text), Chunk(len(text), "")]
    for chunk, following in pairwise(chunks):
        opened = pending
        fresh = False
        if '"' in chunk.text or _is_paired(chunk.text, opening + closing):
            pending = -1
            continue
        for sign in signs.finditer(chunk.text):
            at = chunk.start + sign.start()
            if sign.group() in opening:
                opened, fresh = at, True
            elif opened < 0:
                yield _report(at, QUOTE_RULE, "a quotation ends here that begins nowhere")
            else:
                opened, fresh = -1, False
        if opened >= 0 and fresh and not following.text.startswith(tuple(opening)):
            yield _report(opened, QUOTE_RULE, "a quotation begins here that ends nowhere")
            opened = -1
        pending = opened if fresh else -1


def _is_paired(text: str, signs: str) -> bool:
    """Tell whether a paragraph uses one sign for both ends, as Swedish does and slips do."""
    used = [sign for sign in signs if sign in text]
    return len(used) == 1 and text.count(used[0]) % 2 == 0


def _find_odd_quotes(text: str) -> Iterator[Finding]:
    chunks = [*iter_chunks(text), Chunk(len(text), "")]
    for chunk, following in pairwise(chunks):
        if chunk.text.count('"') % 2 == 0 or CODE_RE.search(chunk.text):
            continue
        if OPENING in chunk.text or CLOSING in chunk.text:
            continue
        opened = -1
        for sign in STRAIGHT_RE.finditer(chunk.text):
            at = sign.start()
            if opened < 0:
                opened = at
            elif not AGAIN_RE.search(chunk.text, max(0, at - 2), at + 2):
                opened = -1
        if opened >= 0 and not following.text.startswith('"'):
            yield _report(chunk.start + opened, QUOTE_RULE, "a quotation that ends nowhere")


def find_unbalanced_brackets(text: str) -> Iterator[Finding]:
    """Report a bracket whose other half is missing.

    Leaves alone: the labels of items ("a)"), emoticons, intervals ("[0, 1)"), code;
    brackets that close in one of the next paragraphs.

    Yields:
        Findings of one character; confidence 0.90.

    >>> [f.start for f in find_unbalanced_brackets("It was left (subject to a vote.")]
    [12]
    """
    for opening, closing in ("()", "[]"):
        if text.count(opening) != text.count(closing):
            yield from _find_open_brackets(text, opening, closing)


def _find_open_brackets(text: str, opening: str, closing: str) -> Iterator[Finding]:
    signs = re.compile(f"[{re.escape(opening + closing)}]")
    waiting: list[int] = []  # opened in an earlier paragraph
    for chunk in iter_chunks(text):
        if opening not in chunk.text and closing not in chunk.text:
            continue
        if CODE_RE.search(chunk.text):
            waiting.clear()
            continue
        plain = LONE_RE.sub(lambda found: " " * len(found.group()), chunk.text)
        opened: list[int] = []
        for sign in signs.finditer(plain):
            if sign.group() == opening:
                opened.append(chunk.start + sign.start())
            elif opened:
                opened.pop()
            elif waiting:
                waiting.pop()
            else:
                yield _report(
                    chunk.start + sign.start(), BRACKET_RULE, "nothing opens this bracket"
                )
        for at in waiting:
            yield _report(at, BRACKET_RULE, "nothing closes this bracket")
        waiting = opened
    for at in waiting:
        yield _report(at, BRACKET_RULE, "nothing closes this bracket")


def find_elided_text(text: str) -> Iterator[Finding]:
    """Report the sign that something was left out at the end of a paragraph.

    Leaves alone: "[…]" within a paragraph, which is the author's; dots that trail off.

    Yields:
        Findings of the sign; confidence 0.90.
    """
    has_dots = "\u2026" in text or "..." in text  # two searches, most often
    if has_dots and any(sign in text for sign in ("\u2026]", "...]", "\u2026)", "...)")):
        for found in ELIDED_RE.finditer(text):
            yield Finding(*found.span(), ELIDED_RULE, "something was left out here", 0.90)


def _report(at: int, rule: str, message: str) -> Finding:
    return Finding(at, at + 1, rule, message, 0.90)
