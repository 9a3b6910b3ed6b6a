"""Find in one pass the places of a text that may be page furniture.

Every strong phrase of the table has an *anchor*: words that no line with the phrase can do
without, most often those that it begins with. All anchors of all languages are looked for
at once (Aho-Corasick); a text without any is left at once, and all later work is near the
anchors found. Anchors that follow a line break are a table of their own, since a search
that begins with one character runs at about 1 GB/s and any other at a third of that; so are
those with letters beyond ASCII, which most texts have not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ahocorasick_rs import AhoCorasick, Implementation

from normalize.automaton import find_matches
from normalize.layout.furniture.credits import ANCHORS
from normalize.layout.furniture.phrases import Cue, load_classes, parse_cue
from normalize.layout.furniture.tokens import NUMBER, SEPARATORS
from normalize.lexicon import Lexicon, without_collection

STRONG = 3.0  # a phrase below this makes no line furniture by itself
INLINE = 5.0  # a phrase below this is not looked for inside lines
SECTION = 0.7  # a word that a menu may begin with
SHORTEST = 5  # letters of an anchor of one word
AGO = ("ago", "hace", "тому")  # words of relative dates, which are shorter
LONGEST = 3  # words of an anchor: more are not needed to make it rare
INLINE_KINDS = frozenset(
    ("ad", "age", "comments", "credit", "follow", "more", "player", "share", "subscribe", "teaser")
)
OPENINGS = ("\n[", "\n(")
LINE = 100  # characters of a line in which its anchor ends
SPACED = "|/>\N{MIDDLE DOT}\N{BULLET}"  # separators that are ordinary signs without spaces
CURLY = "\N{RIGHT SINGLE QUOTATION MARK}"
ASCII = bytes(range(0x80))
LONGER = {0x130: "i"}  # the only character whose lower case is two


class Scanner:
    """The anchors of all languages, compiled once."""

    @without_collection()
    def __init__(self, lexicon: Lexicon) -> None:
        self._lines = _Anchors()
        self._places = _Anchors()
        for separator in SEPARATORS:
            if separator not in "<":
                self._places.add(f" {separator} " if separator in SPACED else separator, "", True)
        for anchor in ("\N{COPYRIGHT SIGN}", *ANCHORS):
            self._places.add(anchor, "", True)
        classes: dict[str, list[str]] = {}
        for word, name in load_classes(lexicon).items():
            classes.setdefault(name, []).append(word)
        for row in lexicon.table("layout/furniture.tsv"):
            words, cue = parse_cue(row)
            english = row["language"] == "en"
            for anchor in find_line_anchors(words, cue, classes):
                self._lines.add(f"\n{anchor}", "", english)
            for anchor, beside in find_inline_anchors(words, cue):
                self._places.add(anchor, beside, english)
        self._lines.compile()
        self._foreign = self._places.split()
        self._places.compile()
        self._foreign.compile()

    def find(self, text: str) -> tuple[list[int], bool]:
        r"""Find the anchors of a text.

        Returns:
            (their offsets; whether one is of another language than English).

        >>> Scanner(Lexicon()).find("The vote passed.\nRead more\n")[0]
        [17, 17]
        """
        low = text.lower()
        if len(low) != len(text):
            low = text.translate(LONGER).lower()
        if "\r" in low:
            low = low.replace("\r", "\n")
        low = low.replace(CURLY, "'")
        low = f"\n{low}\n"  # which moves everything by one
        offsets: list[int] = []
        foreign = False
        for number, start, _ in find_matches(self._lines.automaton, low):
            offsets.append(start)
            foreign = foreign or not self._lines.english[number]
        for number, start in self._find_bracketed(low):
            offsets.append(start)
            foreign = foreign or not self._lines.english[number]
        for places in (self._places, self._foreign):
            if places is self._foreign and not places.may_be_in(low):
                break
            for number, start, end in find_matches(places.automaton, low):
                if low[start].isalnum() and low[start - 1].isalnum():
                    if not is_seam(text, start - 1):
                        continue
                beside = places.beside[number]
                if beside:
                    at = start - 2 + low[start].isspace() if beside == "before" else end + 1
                    if not low[at : at + 1].isdigit():
                        continue
                offsets.append(start - 1)
                foreign = foreign or not places.english[number]
        return offsets, foreign

    def _find_bracketed(self, low: str) -> Iterator[tuple[int, int]]:
        """Find the lines that begin with an anchor behind a bracket.

        They are few: with a table of all anchors behind each bracket all texts would pay.
        """
        for opening in OPENINGS:
            at = low.find(opening) if opening[1] in low else -1
            while at >= 0:
                end = low.find("\n", at + 1, at + LINE) + 1 or at + LINE
                for number, _, _ in find_matches(self._lines.automaton, f"\n{low[at + 2 : end]}"):
                    yield number, at
                at = low.find(opening, at + 1)


class _Anchors:
    """One table of anchors: whether each is English, and where a number stands beside it."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self.english: list[bool] = []
        self.beside: list[str] = []

    def add(self, anchor: str, beside: str, english: bool) -> None:
        for spelt in _respell(anchor):
            number = self._numbers.setdefault(spelt, len(self.english))
            if number == len(self.english):
                self.english.append(english)
                self.beside.append(beside)
            else:
                self.english[number] |= english
                if self.beside[number] != beside:
                    self.beside[number] = ""

    def split(self) -> _Anchors:
        """Take out the anchors that are not all ASCII: what is left is half as fast again.

        The rows of a table are shorter, the fewer characters there are in it.
        """
        others = _Anchors()
        anchors, self._numbers = self._numbers, {}
        english, self.english = self.english, []
        beside, self.beside = self.beside, []
        for anchor, number in anchors.items():
            (self if anchor.isascii() else others).add(anchor, beside[number], english[number])
        return others

    def compile(self) -> None:
        anchors = list(self._numbers)
        self.automaton = AhoCorasick(anchors, implementation=Implementation.ContiguousNFA)
        self._signs = frozenset(sign for anchor in anchors for sign in anchor if not sign.isascii())

    def may_be_in(self, text: str) -> bool:
        """Tell quickly whether a text has a sign beyond ASCII that an anchor has."""
        if text.isascii():
            return False
        others = text.encode("utf-8", "surrogatepass").translate(None, ASCII)
        return not self._signs.isdisjoint(others.decode("utf-8", "surrogatepass"))


def is_seam(text: str, at: int) -> bool:
    """Tell whether two words may be glued at an offset: a capital after a small letter."""
    return text[at].isupper() and (not text[at - 1].isalpha() or text[at - 1].islower())


def find_line_anchors(
    words: list[str], cue: Cue, classes: Mapping[str, list[str]]
) -> Iterator[str]:
    """Yield what a line with a phrase begins with, where it must begin with something."""
    if cue.kind == "prose" or not _is_word(words[0]):
        return
    if cue.kind == "word":
        if cue.weight >= SECTION:
            yield from (f"{words[0]} ", f"{words[0]}\n")
        return
    if not cue.opens or cue.weight < STRONG:
        return
    run = _find_head(words)
    if len(run) > 1:
        yield " ".join(run)
    elif len(words) == 1:
        ends = ("\n", ":", " ", "]") if cue.closes else (" ", ":", "\n")
        yield from (f"{run[0]}{end}" for end in ends)
    elif words[1] in classes:
        yield from (f"{run[0]} {member}" for member in classes[words[1]])
    elif words[1] in (NUMBER, "*"):
        yield f"{run[0]} "
    else:
        yield from (f"{run[0]}{words[1]}", f"{run[0]} {words[1]}")


def find_inline_anchors(words: list[str], cue: Cue) -> Iterator[tuple[str, str]]:
    """Yield what is looked for anywhere, and on which side of it a number stands."""
    if cue.kind in ("prose", "word") or cue.weight < STRONG:
        return
    if cue.opens and _is_word(words[0]):
        if cue.weight < INLINE or cue.kind not in INLINE_KINDS:
            return
        first, last = 0, len(_find_head(words))
    else:
        first, last = _find_run(words)
    run = " ".join(words[first : min(last, first + LONGEST)])
    if last - first == 1 and run.isalpha() and len(run) < SHORTEST:
        if run not in AGO:
            return
        run = f" {run}"  # "ago", not "imago"
    if not run or (cue.opens and last - first == 1 and len(words) > 1 and words[1] == "*"):
        return
    if first and words[first - 1] == NUMBER:
        yield run, "before"
    elif last - first < LONGEST and words[last : last + 1] == [NUMBER]:
        yield run, "after"
    else:
        yield run, ""


def _find_head(words: list[str]) -> list[str]:
    """Return the plain words that a phrase begins with, as many as an anchor has."""
    head = words[:LONGEST]
    for at, word in enumerate(head):
        if not _is_word(word):
            return head[:at]
    return head


def _is_word(word: str) -> bool:
    return word[0] not in "<*" and word not in (":", "|", ".")


def _find_run(words: list[str]) -> tuple[int, int]:
    """Find the longest run of plain words in a phrase."""
    if all(map(_is_word, words)):
        return 0, len(words)
    best = (0, 0)
    first = 0
    for at, word in enumerate([*words, "*"]):
        if not _is_word(word):
            if len(" ".join(words[first:at])) > len(" ".join(words[best[0] : best[1]])):
                best = first, at
            first = at + 1
    return best


def _respell(anchor: str) -> Iterator[str]:
    """Yield the ways in which an anchor may be written, with a hyphen and without."""
    if "e mail" not in anchor and "sign up" not in anchor:
        yield anchor
        return
    yield from {anchor, anchor.replace("e mail", "e-mail"), anchor.replace("sign up", "sign-up")}
