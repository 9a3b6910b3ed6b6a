"""The makers of damage that `layout_made` measures by: here those that glue and part text.

A maker gets the paragraphs of a page and gives the dirty page with all that it may become; the
name that it is registered by says what it makes.
"""
# ruff: noqa: D103

from __future__ import annotations

import random
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))  # the file is run as a script

from corpora import load_documents

from normalize.language import guess_language

ENGLISH = ("news", "speeches", "books", "science")
LANGUAGES = ("de", "es", "fr", "ru", "uk")
LANGUAGE_RE = re.compile(r"/(?:help/)?([a-z]{2})(?:[-_][A-Z]{2})?(?:/|\.)")
PARAGRAPH_RE = re.compile(r"[\"“„«]?[^\W\d_a-z][^\n]{150,900}[^\W\d_]{2}[.!?][\"”»]?")
SENTENCE_RE = re.compile(r"(?<=[^\W\d_A-Z]{3}[.!?]) (?=[^\W\d_a-z][^\W\d_]*[ ,])")
CODE_RE = re.compile(r"[{}<>|\\=*_`\[\]#@~/]|\(\)|  ")
PARAGRAPHS = 6  # of a page
TITLES = """Background|What happens next|How it works|Design|The verdict|What you need to know
Getting there|Where to stay|Results|Performance|Battery life|Key points|The bottom line|Overview
Why it matters|Early life|What the critics say|Price and availability|Camera|A long wait|Method
Step one|Costs and benefits|The road ahead|A family business|What to pack|Our advice|Summary
Opening hours|The science behind it|Looking ahead|Before you start|When to go|Main findings
Who is affected|Next steps|Life on the river|Sound quality|A second chance|How we tested
The history of the mill|Food and drink|Reaction|Setting up|No easy answers"""
HEADINGS = [title for line in TITLES.split("\n") for title in line.split("|")]
PEOPLE = """Ann Lee|Tom Whitford|Rosa Delgado|Peter Haverkamp|Ines Okafor|Marcus Brandt|Lena Voss
David Achterberg|Sofia Marchetti|Grace Oduya|Henrik Dahl|Claire Fontaine"""
NAMES = PEOPLE.replace("\n", "|").split("|")
BEFORE_MARKS = (" ,", " .", " ;", " :", " ?", " )")

Made = tuple[str, list[str]]  # the dirty page, and what it may become
Maker = Callable[[random.Random, list[str]], Made | None]
MAKERS: dict[str, Maker] = {}


def make(name: str) -> Callable[[Maker], Maker]:
    """Register the maker of one kind of damage."""

    def register(maker: Maker) -> Maker:
        MAKERS[name] = maker
        return maker

    return register


def load_pages(megabytes: float) -> dict[str, list[list[str]]]:
    """Load pages as lists of paragraphs, by language."""
    pages: dict[str, list[list[str]]] = defaultdict(list)
    for kind in (*ENGLISH, "foreign"):
        for document in load_documents([kind], max_bytes=int(megabytes * 1e6)):
            language = "en"
            if kind == "foreign":
                found = LANGUAGE_RE.search(document.name)
                language = found[1] if found else ""
                if language not in LANGUAGES:
                    continue
            lines = [line.strip() for line in document.text.replace("\n\n", "\n").split("\n")]
            lines = [
                line
                for line in lines
                if PARAGRAPH_RE.fullmatch(line) and not CODE_RE.search(line) and ". " in line
            ]
            for at in range(0, len(lines) - PARAGRAPHS + 1, PARAGRAPHS):
                pages[language].append(lines[at : at + PARAGRAPHS])
    return pages


def join_lines(lines: Sequence[str]) -> str:
    return "\n\n".join(lines) + "\n"


def split_sentences(paragraph: str) -> list[str]:
    return SENTENCE_RE.split(paragraph)


def replace_line(lines: list[str], at: int, *new: str) -> str:
    return join_lines([*lines[:at], *new, *lines[at + 1 :]])


def _glue(lines: list[str], at: int, left: str, right: str) -> Made:
    """Glue two pieces in place of a paragraph; a space or a paragraph break may come between."""
    return replace_line(lines, at, left + right), [replace_line(lines, at, f"{left} {right}")]


def choose_heading(rng: random.Random, lines: list[str]) -> str:
    """Choose a heading; in another language than English, the first words of a paragraph."""
    if guess_language(lines[-1]) == "en":
        return rng.choice(HEADINGS)
    return " ".join(re.findall(r"[^\W\d_]+", lines[-1])[: rng.randrange(2, 5)])


def take_caption(rng: random.Random, lines: list[str]) -> str | None:
    """Take a sentence of a page for a caption, without its stop."""
    sentences = [s for line in lines for s in split_sentences(line) if 8 <= s.count(" ") <= 22]
    sentences = [s for s in sentences if s[0].isalpha() and s[-1] == "."]
    return rng.choice(sentences).rstrip(".") if sentences else None


# --- joins


def _cut(rng: random.Random, lines: list[str], pattern: str) -> tuple[int, str, str] | None:
    """Cut a paragraph at one of the gaps that a pattern finds."""
    places = [(n, f) for n, line in enumerate(lines) for f in re.finditer(pattern, line)]
    if not places:
        return None
    at, found = rng.choice(places)
    return at, lines[at][: found.start()], lines[at][found.end() :]


def _add_cut(name: str, pattern: str) -> None:
    @make(name)
    def cut(rng: random.Random, lines: list[str]) -> Made | None:
        found = _cut(rng, lines, pattern)
        return _glue(lines, *found) if found else None


_add_cut("join: sentence, sentence", r"(?<=[^\W\d_A-Z]{3}[.!?]) (?=[^\W\d_a-z][^\W\d_]*[ ,])")
_add_cut("join: number, sentence", r"(?<=\d{2}[.!?]) (?=[^\W\d_a-z][^\W\d_]*[ ,])")
_add_cut("join: quotation, sentence", r"(?<=[^\W\d_]{2}[.!?][\"”»]) (?=[^\W\d_a-z][^\W\d_]*[ ,])")
_add_cut("join: sentence, quotation", r"(?<=[^\W\d_]{3}[.!?]) (?=[\"“„«][^\W\d_a-z])")
_add_cut("join: quotation, said", r"(?<=[^\W\d_]{2},[\"”»]) (?=[^\W\d_A-Z]{2,} )")
_add_cut("join: comma, word", r"(?<=[^\W\d_A-Z]{4},) (?=(?:and|but|or|the|which|who|he|it|a) )")
_add_cut("join: bracket, word", r"(?<=[^\W\d_ ]{3}\)) (?=[^\W\d_A-Z]{2,} )")
_add_cut("join: colon, sentence", r"(?<=[^\W\d_A-Z]{4}:) (?=[^\W\d_a-z][^\W\d_]+ )")
_add_cut(
    "join: word, name", r"(?<=[^\W\d_A-Z]{4}) (?=(?:President|Secretary|Senator|Congress|Mr)\b)"
)


@make("join: paragraph, paragraph")
def join_paragraphs(rng: random.Random, lines: list[str]) -> Made | None:
    at = rng.randrange(len(lines) - 1)
    wanted = join_lines([*lines[:at], f"{lines[at]} {lines[at + 1]}", *lines[at + 2 :]])
    return join_lines([*lines[:at], lines[at] + lines[at + 1], *lines[at + 2 :]]), [wanted]


@make("join: heading, paragraph")
def join_heading(rng: random.Random, lines: list[str]) -> Made | None:
    at = rng.randrange(1, len(lines))
    return _glue(lines, at, choose_heading(rng, lines), lines[at])


@make("join: heading in title case, paragraph")
def join_title(rng: random.Random, lines: list[str]) -> Made | None:
    at = rng.randrange(1, len(lines))
    return _glue(lines, at, choose_heading(rng, lines).title(), lines[at])


@make("join: heading in capitals, paragraph")
def join_capitals(rng: random.Random, lines: list[str]) -> Made | None:
    at = rng.randrange(1, len(lines))
    return _glue(lines, at, choose_heading(rng, lines).upper(), lines[at])


@make("join: caption, paragraph")
def join_caption(rng: random.Random, lines: list[str]) -> Made | None:
    at = rng.randrange(2, len(lines))
    caption = take_caption(rng, lines[:1])
    rest = lines[1:]
    return _glue(rest, at - 1, caption, rest[at - 1]) if caption else None


@make("join: by-line, paragraph")
def join_byline(rng: random.Random, lines: list[str]) -> Made | None:
    return _glue(lines, 0, f"By {rng.choice(NAMES)}", lines[0])


@make("join: heading, numbered item")
def join_item(rng: random.Random, lines: list[str]) -> Made | None:
    at = rng.randrange(1, len(lines) - 1)
    lines[at + 1] = f"2. {lines[at + 1]}"
    return _glue(lines, at, choose_heading(rng, lines[:at]), f"1. {lines[at]}")


@make("join: three items")
def join_items(rng: random.Random, lines: list[str]) -> Made | None:
    at = rng.randrange(1, len(lines))
    items = rng.sample(HEADINGS, 3)
    return replace_line(lines, at, "".join(items), lines[at]), [
        replace_line(lines, at, " ".join(items), lines[at])
    ]


# --- splits


@make("split: space before a mark")
def part_mark(rng: random.Random, lines: list[str]) -> Made | None:
    found = _cut(rng, lines, r"(?<=[^\W\d_]{3})(?=[,.;:?!](?: [^\W\d_]{2}|$))")
    if found is None:
        return None
    at, left, right = found
    return replace_line(lines, at, f"{left} {right}"), [join_lines(lines)]


@make("split: space inside brackets or quotes")
def part_bracket(rng: random.Random, lines: list[str]) -> Made | None:
    found = _cut(rng, lines, r"(?<=[(\[“])(?=\w)|(?<=\w)(?=[)\]”])")
    if found is None:
        return None
    at, left, right = found
    return replace_line(lines, at, f"{left} {right}"), [join_lines(lines)]


@make("split: two spaces in a sentence")
def part_gap(rng: random.Random, lines: list[str]) -> Made | None:
    found = _cut(rng, lines, r"(?<=[^\W\d_A-Z]{2}) (?=[^\W\d_]{2})")
    if found is None:
        return None
    at, left, right = found
    return replace_line(lines, at, f"{left}  {right}"), [join_lines(lines)]


@make("split: first letter")
def part_first(rng: random.Random, lines: list[str]) -> Made | None:
    at = rng.randrange(len(lines))
    line = lines[at]
    if not re.match(r"[^\W\d_a-z][^\W\d_A-Z]", line):
        return None
    return replace_line(lines, at, f"{line[0]} {line[1:]}"), [join_lines(lines)]


@make("split: a word's letters")
def part_word(rng: random.Random, lines: list[str]) -> Made | None:
    found = _cut(rng, lines, r"(?<= )(?=[^\W\d_A-Z]{4,9}[ ,.])")
    if found is None:
        return None
    at, left, right = found
    word = re.match(r"\w+", right).group()  # type: ignore[union-attr]  # it always matches
    return replace_line(lines, at, left + " ".join(word) + right[len(word) :]), [join_lines(lines)]


def _space(text: str, gap: str) -> str:
    return gap.join(" ".join(word) for word in text.split())


@make("split: heading's letters, wide gaps")
def part_heading(rng: random.Random, lines: list[str]) -> Made | None:
    at, heading = rng.randrange(1, len(lines)), choose_heading(rng, lines).upper()
    heading = rng.choice((heading, heading.title()))
    wanted = join_lines([*lines[:at], heading, *lines[at:]])
    return join_lines([*lines[:at], _space(heading, rng.choice(("  ", "   "))), *lines[at:]]), [
        wanted
    ]


@make("split: heading's letters, one gap")
def part_tight(rng: random.Random, lines: list[str]) -> Made | None:
    at, heading = rng.randrange(1, len(lines)), choose_heading(rng, lines).upper()
    wanted = join_lines([*lines[:at], heading, *lines[at:]])
    return join_lines([*lines[:at], _space(heading, " "), *lines[at:]]), [wanted]
