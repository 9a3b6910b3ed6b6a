"""An article spinner of the thesaurus family, made for measuring how well it can be undone.

What it shares with the channel that is measured is the public thesaurus, nothing else: its table
gives each word it replaces **one** spun word, drawn by a seed in the shares that were observed in
aligned texts, and 15 of 83 of its entries lie outside the chains that the channel knows best.
It touches what the observed spinner touches: whole tokens of lower-case letters between white
space. Number words become digits. Clean documents are cut into pieces of 200 to 600 words here too.
"""

from __future__ import annotations

import random
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "scripts"))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from build_substitutions import (
    PACKAGE,
    Thesaurus,
    find_heads,
    find_synonyms,
    iter_chain,
    read_package,
)
from corpora import Document, default_cache, load_documents
from corpora_filter import is_english

from normalize.unspin.channel import fold_spelling

# How the 83 aligned pairs came about: by one to four hops, as another of the synonyms, or by
# neither (there: a synonym's synonym, or a word that is related in some other way).
SHARES = {"one": 49, "two": 13, "three": 5, "four": 1, "other": 6, "far": 5, "related": 4}
HOPS = ("one", "two", "three", "four")
COMMON = -5.5  # log10 probability of the rarest word that the spinner replaces
RUNNING = 0.22  # share of the running words that it replaces
ELIGIBLE = 0.78  # share of the running words that stand in lower case between white space
# The observed spinner never leaves these, nor touches those, though the thesaurus has them.
ALWAYS = frozenset(
    "about after also any as at be can have he how in just may more no on only or out over so "
    "still there when will".split()
)
NEVER = frozenset("a an are but by i said".split())
NUMBERS = {
    word: str(number)
    for words, numbers in (
        ("one two three four five six seven eight nine ten eleven twelve", range(1, 13)),
        ("twenty thirty forty fifty sixty seventy eighty ninety hundred", range(20, 110, 10)),
    )
    for word, number in zip(words.split(), numbers, strict=True)
}
TOKEN_RE = re.compile(r"\S+")
PLAIN_RE = re.compile(r"[a-z]+")
WORD_RE = re.compile(r"[^\W\d_]")
WRAP_RE = re.compile(r"(?<=\S)[ \t]*\n[ \t]*(?=\S)")
SENTENCE_RE = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"'\u201c])")
FEWEST, MOST = 200, 600  # words of a piece
FEWEST_PLAIN = 0.5  # share of lower-case words; tables, lists of names and indexes are below


_fold = cache(fold_spelling)


class Word(NamedTuple):
    """A token that the spinner may touch; its span in the spun text."""

    start: int
    end: int
    written: str
    original: str

    @property
    def is_replaced(self) -> bool:
        """Tell whether a word was replaced by another; a digit for a number word does not count."""
        return self.written != self.original and self.original not in NUMBERS


class Spun(NamedTuple):
    """A spun text, the tokens that it had a choice about, and how many words it has in all."""

    text: str
    words: list[Word]
    running: int


class Piece(NamedTuple):
    """A part of a clean document with its line wraps undone."""

    kind: str
    name: str
    text: str


def find_ways(
    word: str, thesaurus: Thesaurus, heads: Mapping[str, Sequence[str]]
) -> dict[str, list[str]]:
    """List by kind of way (a key of `SHARES`) what the spinner may write for a word.

    Args:
        heads: for each word those that have it among their synonyms (`find_heads`).

    >>> toy = {"deal": ["trade"], "trade": ["craft", "swap"], "bargain": ["deal"]}
    >>> ways = find_ways("deal", toy, find_heads(toy))
    >>> ways["one"], ways["two"], ways["far"], ways["related"]
    (['trade'], ['craft'], ['swap'], ['bargain'])
    """
    known = {word}
    ways: dict[str, list[str]] = {}

    def add(kind: str, found: Iterable[str]) -> None:
        fresh = [w for w in dict.fromkeys(found) if w not in known and len(w) > 1]
        known.update(fresh)
        # A spelling variant is no substitution: nobody could tell that it was one.
        ways[kind] = [w for w in fresh if _fold(w) != _fold(word)]

    chain = list(iter_chain(word, thesaurus))
    for number, kind in enumerate(HOPS):
        add(kind, chain[number : number + 1])
    synonyms = find_synonyms(word, thesaurus)
    add("other", synonyms)
    add("far", (far for synonym in synonyms for far in find_synonyms(synonym, thesaurus)))
    near = (head for synonym in synonyms[:5] for head in heads.get(synonym, ()))
    add("related", (*heads.get(word, ()), *near))
    return ways


def fit_weights(available: Iterable[Iterable[str]], rounds: int = 30) -> dict[str, float]:
    """Find the weights with which the shares come out though short chains lack many ways."""
    counts: defaultdict[frozenset[str], int] = defaultdict(int)
    for kinds in available:
        counts[frozenset(kinds)] += 1
    target = {kind: share / sum(SHARES.values()) for kind, share in SHARES.items()}
    weights = dict(target)
    for _ in range(rounds):
        reached = dict.fromkeys(SHARES, 0.0)
        for kinds, count in counts.items():
            total = sum(weights[kind] for kind in kinds)
            for kind in kinds:
                reached[kind] += count / sum(counts.values()) * weights[kind] / total
        for kind, share in reached.items():
            if share:
                weights[kind] *= target[kind] / share
    return weights


class Table(NamedTuple):
    """The spinner's table: for each word that it replaces the spun word and the kind of way."""

    written: Mapping[str, str]
    kinds: Mapping[str, str]


class Spinner:
    """Draws tables; what they have in common is worked out once, which takes seconds.

    Args:
        scores: log10 probability of words; those from `COMMON` up may be in a table.
        running: share of the running words that a table is to replace, 0–1.
    """

    def __init__(
        self, thesaurus: Thesaurus, scores: Mapping[str, float], running: float = RUNNING
    ) -> None:
        heads = find_heads(thesaurus)
        self.ways: dict[str, dict[str, list[str]]] = {}
        for word in sorted(word for word, score in scores.items() if score >= COMMON):
            if PLAIN_RE.fullmatch(word) and word not in NEVER and word not in NUMBERS:
                found = {k: w for k, w in find_ways(word, thesaurus, heads).items() if w}
                if found:
                    self.ways[word] = found
        self.weights = fit_weights(self.ways.values())
        self.coverage = find_coverage(self.ways, scores, running)

    def draw_table(self, seed: str) -> Table:
        """Draw a table, the same for the same seed; a document collection has one."""
        written, kinds = {}, {}
        for word, found in self.ways.items():
            rng = random.Random(f"{seed}:{word}")
            if rng.random() < self.coverage or word in ALWAYS:
                kinds[word] = rng.choices(list(found), [self.weights[kind] for kind in found])[0]
                written[word] = rng.choice(found[kinds[word]])
        return Table(written, kinds)


def find_coverage(words: Iterable[str], scores: Mapping[str, float], running: float) -> float:
    """Find the probability, 0–1, to be in the table that replaces this share of a text."""
    certain = drawn = 0.0
    for word in words:
        if word in ALWAYS:
            certain += 10 ** scores[word]
        else:
            drawn += 10 ** scores[word]
    return max(0.0, min(1.0, (running / ELIGIBLE - certain) / drawn)) if drawn else 1.0


def spin(text: str, written: Mapping[str, str]) -> Spun:
    """Spin a text.

    >>> spin("He may sign the deal, they say.", {"may": "tin", "deal": "woody"}).text
    'He tin sign the deal, they say.'
    """
    parts: list[str] = []
    words: list[Word] = []
    at = length = running = 0
    for match in TOKEN_RE.finditer(text):
        token = match.group()
        running += WORD_RE.search(token) is not None
        if not PLAIN_RE.fullmatch(token):
            continue
        new = NUMBERS.get(token) or written.get(token, token)
        gap = text[at : match.start()]
        start = length + len(gap)
        words.append(Word(start, start + len(new), new, token))
        parts += (gap, new)
        at, length = match.end(), start + len(new)
    return Spun("".join((*parts, text[at:])), words, running)


def is_dev(name: str) -> bool:
    """Tell by its name whether a document is in the half that may be tuned on."""
    return sha256(name.encode("utf-8")).digest()[0] % 2 == 0


def cut_pieces(document: Document, most: int = 4) -> list[Piece]:
    """Cut a document into pieces of 200 to 600 words, and take at most so many, far apart.

    Line wraps are undone first, as the layout step would do it. Leaves out what is hardly running
    English prose.
    """
    pieces: list[Piece] = []
    parts: list[str] = []
    size = 0
    for paragraph in _iter_paragraphs(document.text):
        length = len(paragraph.split())
        if size + length > MOST or size >= FEWEST + len(pieces) * 67 % 200:
            pieces.append(Piece(document.kind, document.name, "\n\n".join(parts) + "\n"))
            parts, size = [], 0
        parts.append(paragraph)
        size += length
    pieces.append(Piece(document.kind, document.name, "\n\n".join(parts) + "\n"))
    good = [piece for piece in pieces if is_running_prose(piece.text)]
    step = max(1, len(good) // most)
    return good[step // 2 :: step][:most]


def choose_pieces(kind: str, words: int, *, dev: bool) -> list[Piece]:
    """Choose about so many words of one kind and half from the corpora."""
    pieces: list[Piece] = []
    for document in load_documents([kind]):
        if words > 0 and is_dev(document.name) == dev:
            found = cut_pieces(document)
            pieces += found
            words -= sum(len(piece.text.split()) for piece in found)
    return pieces


def is_running_prose(text: str) -> bool:
    """Tell whether a piece is long enough, English, and mostly lower-case words."""
    tokens = text.split()
    plain = sum(PLAIN_RE.fullmatch(token) is not None for token in tokens)
    return len(tokens) >= FEWEST and plain >= FEWEST_PLAIN * len(tokens) and is_english(text)


def _iter_paragraphs(text: str) -> Iterator[str]:
    """Yield paragraphs on one line each, cut at ends of sentences where they are long."""
    for block in re.split(r"\n[ \t]*\n\s*", text):
        paragraph = WRAP_RE.sub(" ", block.strip())
        part: list[str] = []
        for sentence in SENTENCE_RE.split(paragraph):
            if part and len(" ".join(part).split()) >= FEWEST:
                yield " ".join(part)
                part = []
            part.append(sentence)
        if any(part):
            yield " ".join(part)


def load_thesaurus(package: Path | None = None) -> Thesaurus:
    """Read the packed thesaurus; without a path it is fetched once, into the corpora cache."""
    if package is None:
        folder = default_cache() / "sources" / "npm"
        folder.mkdir(parents=True, exist_ok=True)
        package = folder / (PACKAGE.replace("@", "-") + ".tgz")
        if not package.exists():
            subprocess.run(["npm", "pack", PACKAGE], cwd=folder, check=True, stdout=sys.stderr)
    return read_package(package)[0]
