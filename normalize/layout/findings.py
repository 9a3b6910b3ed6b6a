"""Defects that are reported and never changed: what is missing cannot be put back.

A quotation mark or a bracket without its other half, an article that stops in mid-sentence
or in mid-word, and the "[…]" at which a teaser ends. Each test begins with counts over the
whole text; only a text whose counts do not add up is read paragraph by paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, pairwise
from typing import TYPE_CHECKING, NamedTuple

from normalize.edits import Finding
from normalize.layout.cut_off import CODE_RE, STOPPED_RE, CutOff
from normalize.layout.lines import Page
from normalize.lexicon import Lexicon

if TYPE_CHECKING:
    from normalize.step import Context

QUOTE_RULE = "unbalanced-quote"
BRACKET_RULE = "unbalanced-bracket"
ELIDED_RULE = "elided-text"

LONG = 100  # characters: a longer line is a paragraph of its own
MOST = 4  # findings of a rule in one text
OPENING, CLOSING = "\N{LEFT DOUBLE QUOTATION MARK}", "\N{RIGHT DOUBLE QUOTATION MARK}"
LOW = "\N{DOUBLE LOW-9 QUOTATION MARK}"
LEFT, RIGHT = "\u00ab", "\u00bb"
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
ELIDED_RE = re.compile(
    r"[\[(](?:\u2026|\.\.\.|\. \. \.)[\])][\"'\u201d\u2019\u00BB]?[^\S\n]*$", re.MULTILINE
)
TRAILING_RE = re.compile(r"(?<=\w)\s?(?:\u2026|\.\.\.)$")


ELIDED = 8  # characters of the sign, with a quotation mark behind it
ELIDED_ENDS = frozenset("])\"'\u201d\u2019\u00bb").union(
    filter(str.isspace, map(chr, range(0x3001)))
)


class Chunk(NamedTuple):
    """A paragraph: its place and its text."""

    start: int
    text: str


class Findings:
    """The rules of this family. Shared by threads."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._cut_off = CutOff(lexicon)

    def find(self, page: Page, context: Context, *, is_article: bool) -> Iterator[Finding]:
        """Report what is missing from a text. Linear; never raises.

        Args:
            page: the page.
            context: for the languages of its paragraphs.
            is_article: whether it says its title, its date or who wrote it, two of them: then
                its last paragraph is to end.
        """
        text = page.text
        for rule in (find_unbalanced_quotes, find_unbalanced_brackets):
            found = list(islice(rule(text), MOST + 1))
            if len(found) <= MOST:  # else it is a habit that we do not understand
                yield from found
        found = list(find_elided_text(page))
        yield from found
        if is_article and not found:
            yield from find_trailing_dots(page)
        yield from self._cut_off.find(page, context, is_article=is_article)


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
    if len(opening) == len(closing) == 1:
        before, *parts = text.split(opening)
        return closing not in before and all(part.count(closing) == 1 for part in parts)
    signs = "".join(re.findall(f"[{opening}{closing}]", text))
    return re.fullmatch(f"(?:[{opening}][{closing}])*", signs) is not None


def _find_unpaired(text: str, opening: str, closing: str) -> Iterator[Finding]:
    signs = re.compile(f"[{opening}{closing}]")
    pending = -1  # an opening sign of an earlier paragraph
    chunks = [*iter_chunks(text), Chunk(len(text), "")]
    for chunk, following in pairwise(chunks):
        opened = pending
        fresh = False
        if '"' in chunk.text or _is_paired(chunk.text, opening + closing, signs):
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


def _is_paired(text: str, quotes: str, signs: re.Pattern[str]) -> bool:
    """Tell whether the quotation marks of a paragraph are paired in another way.

    By one sign for both ends, as in Swedish and in slips; or by where they stand, as in
    Arabic, and in German with an English quotation.
    """
    used = [sign for sign in quotes if sign in text]
    if len(used) == 1 and text.count(used[0]) % 2 == 0:
        return True
    found = list(signs.finditer(text))
    if len(found) % 2:
        return False
    return all(
        (at % 2 == 0) == (not text[sign.start() - 1 : sign.start()].strip(" (["))
        and (at % 2 == 1) == (not text[sign.end() : sign.end() + 1].strip(" .,;:!?)]"))
        for at, sign in enumerate(found)
    )


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
        if text.count(opening) != text.count(closing) and not any(map(text.count, "\uff08\uff09")):
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


def find_elided_text(page: Page) -> Iterator[Finding]:
    """Report the sign that something was left out at the end of a paragraph.

    Leaves alone: "[…]" within a paragraph, which is the author's; dots that trail off.

    Yields:
        Findings of the sign; confidence 0.90.
    """
    text = page.text
    # The sign ends a line, and most texts have no line that ends so.
    ends = [
        line.rstrip()[-ELIDED:]
        for line, last in zip(page.texts, page.lasts, strict=True)
        if last in ELIDED_ENDS
    ]
    if not any(sign in end for end in ends for sign in ("\u2026", "..", ". .")):
        return
    if any(sign in text for sign in ("\u2026]", "...]", "\u2026)", "...)")):
        for found in ELIDED_RE.finditer(text):
            yield Finding(*found.span(), ELIDED_RULE, "something was left out here", 0.90)


def find_trailing_dots(page: Page) -> Iterator[Finding]:
    """Report the dots at which the last paragraph of an article stops, as a teaser does.

    Leaves alone: dots anywhere else, which are the author's; short last lines.

    Yields:
        At most one finding, of the dots; confidence 0.85.
    """
    line = page.texts[-1].rstrip() if page.texts else ""
    found = TRAILING_RE.search(line) if len(line) >= LONG else None
    if found is not None and STOPPED_RE.search(line, 0, found.start()):
        start = page.lines[-1].start
        message = "the article stops here"
        yield Finding(start + found.start(), start + found.end(), ELIDED_RULE, message, 0.85)


def _report(at: int, rule: str, message: str) -> Finding:
    return Finding(at, at + 1, rule, message, 0.90)
