"""The makers of damage that `layout_made` measures by: each glues, parts or doubles text.

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
HEADINGS = """Background|What happens next|How it works|Design|The verdict|What you need to know
Getting there|Where to stay|Results|Performance|Battery life|Key points|The bottom line|Overview
Why it matters|Early life|What the critics say|Price and availability|Camera|A long wait|Method
Step one|Costs and benefits|The road ahead|A family business|What to pack|Our advice|Summary
Opening hours|The science behind it|Looking ahead|Before you start|When to go|Main findings
Who is affected|Next steps|Life on the river|Sound quality|A second chance|How we tested
The history of the mill|Food and drink|Reaction|Setting up|No easy answers""".split("|")
HEADINGS = [part for line in HEADINGS for part in line.split("\n")]
NAMES = """Ann Lee|Tom Whitford|Rosa Delgado|Peter Haverkamp|Ines Okafor|Marcus Brandt|Lena Voss
David Achterberg|Sofia Marchetti|Grace Oduya|Henrik Dahl|Claire Fontaine""".replace("\n", "|")
NAMES = NAMES.split("|")
CREDITS = (" (Photo: {})", " Photograph: {}/AP", " (AP Photo/{})", " | Image: {}", " © {}")
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


def _join(lines: Sequence[str]) -> str:
    return "\n\n".join(lines) + "\n"


def _split(paragraph: str) -> list[str]:
    return SENTENCE_RE.split(paragraph)


def _replace(lines: list[str], at: int, *new: str) -> str:
    return _join([*lines[:at], *new, *lines[at + 1 :]])


def _glue(lines: list[str], at: int, left: str, right: str) -> Made:
    """Glue two pieces in place of a paragraph; a space or a paragraph break may come between."""
    return _replace(lines, at, left + right), [_replace(lines, at, f"{left} {right}")]


def _heading(rng: random.Random, lines: list[str]) -> str:
    """Choose a heading; in another language than English, the first words of a paragraph."""
    if guess_language(lines[-1]) == "en":
        return rng.choice(HEADINGS)
    return " ".join(re.findall(r"[^\W\d_]+", lines[-1])[: rng.randrange(2, 5)])


def _caption(rng: random.Random, lines: list[str]) -> str | None:
    """Take a sentence of a page for a caption, without its stop."""
    sentences = [s for line in lines for s in _split(line) if 8 <= s.count(" ") <= 22]
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
    wanted = _join([*lines[:at], f"{lines[at]} {lines[at + 1]}", *lines[at + 2 :]])
    return _join([*lines[:at], lines[at] + lines[at + 1], *lines[at + 2 :]]), [wanted]


@make("join: heading, paragraph")
def join_heading(rng: random.Random, lines: list[str]) -> Made | None:
    at = rng.randrange(1, len(lines))
    return _glue(lines, at, _heading(rng, lines), lines[at])


@make("join: heading in title case, paragraph")
def join_title(rng: random.Random, lines: list[str]) -> Made | None:
    at = rng.randrange(1, len(lines))
    return _glue(lines, at, _heading(rng, lines).title(), lines[at])


@make("join: heading in capitals, paragraph")
def join_capitals(rng: random.Random, lines: list[str]) -> Made | None:
    at = rng.randrange(1, len(lines))
    return _glue(lines, at, _heading(rng, lines).upper(), lines[at])


@make("join: caption, paragraph")
def join_caption(rng: random.Random, lines: list[str]) -> Made | None:
    at = rng.randrange(2, len(lines))
    caption = _caption(rng, lines[:1])
    rest = lines[1:]
    return _glue(rest, at - 1, caption, rest[at - 1]) if caption else None


@make("join: by-line, paragraph")
def join_byline(rng: random.Random, lines: list[str]) -> Made | None:
    return _glue(lines, 0, f"By {rng.choice(NAMES)}", lines[0])


@make("join: heading, numbered item")
def join_item(rng: random.Random, lines: list[str]) -> Made | None:
    at = rng.randrange(1, len(lines) - 1)
    lines[at + 1] = f"2. {lines[at + 1]}"
    return _glue(lines, at, _heading(rng, lines[:at]), f"1. {lines[at]}")


@make("join: three items")
def join_items(rng: random.Random, lines: list[str]) -> Made | None:
    at = rng.randrange(1, len(lines))
    items = rng.sample(HEADINGS, 3)
    return _replace(lines, at, "".join(items), lines[at]), [
        _replace(lines, at, " ".join(items), lines[at])
    ]


# --- splits


@make("split: space before a mark")
def part_mark(rng: random.Random, lines: list[str]) -> Made | None:
    found = _cut(rng, lines, r"(?<=[^\W\d_]{3})(?=[,.;:?!](?: [^\W\d_]{2}|$))")
    if found is None:
        return None
    at, left, right = found
    return _replace(lines, at, f"{left} {right}"), [_join(lines)]


@make("split: space inside brackets or quotes")
def part_bracket(rng: random.Random, lines: list[str]) -> Made | None:
    found = _cut(rng, lines, r"(?<=[(\[“])(?=\w)|(?<=\w)(?=[)\]”])")
    if found is None:
        return None
    at, left, right = found
    return _replace(lines, at, f"{left} {right}"), [_join(lines)]


@make("split: two spaces in a sentence")
def part_gap(rng: random.Random, lines: list[str]) -> Made | None:
    found = _cut(rng, lines, r"(?<=[^\W\d_A-Z]{2}) (?=[^\W\d_]{2})")
    if found is None:
        return None
    at, left, right = found
    return _replace(lines, at, f"{left}  {right}"), [_join(lines)]


@make("split: first letter")
def part_first(rng: random.Random, lines: list[str]) -> Made | None:
    at = rng.randrange(len(lines))
    line = lines[at]
    if not re.match(r"[^\W\d_a-z][^\W\d_A-Z]", line):
        return None
    return _replace(lines, at, f"{line[0]} {line[1:]}"), [_join(lines)]


@make("split: a word's letters")
def part_word(rng: random.Random, lines: list[str]) -> Made | None:
    found = _cut(rng, lines, r"(?<= )(?=[^\W\d_A-Z]{4,9}[ ,.])")
    if found is None:
        return None
    at, left, right = found
    word = re.match(r"\w+", right).group()  # type: ignore[union-attr]  # it always matches
    return _replace(lines, at, left + " ".join(word) + right[len(word) :]), [_join(lines)]


def _space(text: str, gap: str) -> str:
    return gap.join(" ".join(word) for word in text.split())


@make("split: heading's letters, wide gaps")
def part_heading(rng: random.Random, lines: list[str]) -> Made | None:
    at, heading = rng.randrange(1, len(lines)), _heading(rng, lines).upper()
    heading = rng.choice((heading, heading.title()))
    wanted = _join([*lines[:at], heading, *lines[at:]])
    return _join([*lines[:at], _space(heading, rng.choice(("  ", "   "))), *lines[at:]]), [wanted]


@make("split: heading's letters, one gap")
def part_tight(rng: random.Random, lines: list[str]) -> Made | None:
    at, heading = rng.randrange(1, len(lines)), _heading(rng, lines).upper()
    wanted = _join([*lines[:at], heading, *lines[at:]])
    return _join([*lines[:at], _space(heading, " "), *lines[at:]]), [wanted]


# --- repeats


def _double(lines: list[str], at: int, line: str, poorer: Sequence[int] = ()) -> Made:
    """Insert a line; the page may lose it, or the lines that say the same."""
    dirty = [*lines[:at], line, *lines[at:]]
    wanted = [_join(lines)]
    wanted += [_join([*dirty[:n], *dirty[n + 1 :]]) for n in poorer]
    return _join(dirty), wanted


@make("repeat: paragraph, next")
def repeat_next(rng: random.Random, lines: list[str]) -> Made | None:
    at = rng.randrange(len(lines))
    return _double(lines, at, lines[at])


@make("repeat: paragraph, far")
def repeat_far(rng: random.Random, lines: list[str]) -> Made | None:
    one, two = sorted(rng.sample(range(len(lines) + 1), 2))
    return _double(lines, two, lines[one], (one,))


def edit_wording(rng: random.Random, text: str) -> str | None:
    """Edit a paragraph as an editor of captions and leads does, without another meaning."""
    edits = [
        (r" that (?=[a-z]+ )", " "),
        (r"\btwelve\b", "12"),
        (r"\bmore than\b", "over"),
        (r" also ", " "),
        (r"\bdo not\b", "don't"),
        (r"\bis not\b", "isn't"),
        (r"\bupon\b", "on"),
        (r" very ", " "),
        (r"\bwhile\b", "as"),
        (r", and ", " and "),
        (r", but ", " but "),
        (r"\bon the other hand\b", "however"),
        (r"\bthe (?=[a-z]+ of)", "a "),
        (r"; ", ", "),
    ]
    rng.shuffle(edits)
    for pattern, after in edits:
        if (edited := re.sub(pattern, after, text, count=1)) != text:
            return edited
    return None


@make("repeat: paragraph with an edit")
def repeat_edited(rng: random.Random, lines: list[str]) -> Made | None:
    at = rng.randrange(len(lines))
    edited = edit_wording(rng, lines[at])
    return _double(lines, at, edited, (at + 1,)) if edited else None


@make("repeat: glued paragraph")
def repeat_glued(rng: random.Random, lines: list[str]) -> Made | None:
    at = rng.randrange(len(lines))
    return _replace(lines, at, lines[at] * 2), [_join(lines)]


def find_quote(rng: random.Random, lines: list[str], least: int, most: int) -> tuple[int, str] | None:
    found = [
        (n, s) for n, line in enumerate(lines) for s in _split(line) if least <= s.count(" ") < most
    ]
    found = [(n, s) for n, s in found if s[0].isupper() and s != lines[n] and '"' not in s]
    return rng.choice(found) if found else None


def _add_quote(name: str, frame: str, least: int, most: int) -> None:
    @make(name)
    def quote(rng: random.Random, lines: list[str]) -> Made | None:
        found = find_quote(rng, lines, least, most)
        if found is None:
            return None
        return _double(lines, found[0] + rng.randrange(2), frame.format(found[1]))


_add_quote("repeat: pull quote", "{}", 9, 40)
_add_quote("repeat: short pull quote", "{}", 4, 9)
_add_quote("repeat: pull quote in marks", "“{}”", 5, 40)
_add_quote("repeat: pull quote in straight marks", '"{}"', 5, 40)


@make("repeat: pull quote of a clause")
def repeat_clause(rng: random.Random, lines: list[str]) -> Made | None:
    found = find_quote(rng, lines, 14, 60)
    clauses = [c.strip(" .") for c in re.split(r"[,;:]", found[1])] if found else []
    clauses = [c for c in clauses if c.count(" ") >= 7]
    if not found or not clauses:
        return None
    clause = rng.choice(clauses)
    return _double(lines, found[0] + rng.randrange(2), clause[0].upper() + clause[1:])


@make("repeat: click to tweet")
def repeat_tweet(rng: random.Random, lines: list[str]) -> Made | None:
    found = find_quote(rng, lines, 6, 40)
    frame = rng.choice(("{} Click To Tweet", "“{}” Click to Tweet", "{} Tweet This"))
    return _double(lines, found[0] + 1, frame.format(found[1])) if found else None


@make("repeat: teaser")
def repeat_teaser(rng: random.Random, lines: list[str]) -> Made | None:
    words = lines[0].split()
    cut = " ".join(words[: rng.randrange(12, min(30, len(words) - 4))]).rstrip(".,;:")
    lines = [_heading(rng, lines), *lines]
    return _double(lines, 1, cut + rng.choice(("…", "...", " …", " [...]", "[…]")))


@make("repeat: headline")
def repeat_headline(rng: random.Random, lines: list[str]) -> Made | None:
    title = _caption(rng, lines[1:])
    if title is None:
        return None
    byline = f"By {rng.choice(NAMES)}"
    site = rng.choice(("", " | The Harbour Post", " - Valley News", " – The Slipway"))
    lines = [title, byline, *lines[:3]]
    return _double(lines, rng.choice((0, 1, 2)), title + site, (0, 1))


def _add_caption(name: str, frames: Sequence[tuple[str, str]], is_glued: bool) -> None:
    @make(name)
    def caption(rng: random.Random, lines: list[str]) -> Made | None:
        text = _caption(rng, lines[:1])
        if text is None:
            return None
        credit = rng.choice(CREDITS).format(rng.choice(NAMES))
        one, two = (part.format(text, credit) for part in rng.choice(frames))
        at = rng.randrange(2, len(lines))
        if is_glued:
            dirty = _join([*lines[1:at], one + two, *lines[at:]])
        else:
            dirty = _join([*lines[1:at], one, two, *lines[at:]])
        kept = {one, two, max(one, two, key=len), f"{text}{credit}", f"{text}."}
        return dirty, [_join([*lines[1:at], line, *lines[at:]]) for line in sorted(kept)]


_add_caption("repeat: caption", [("{0}", "{0}"), ("{0}.", "{0}."), ("{0}.", "{0}")], False)
_add_caption("repeat: caption, credit", [("{0}{1}", "{0}"), ("{0}.", "{0}.{1}")], False)
_add_caption("repeat: caption, both credits", [("{0}{1}", "{0}{1}")], False)
_add_caption(
    "repeat: caption, label",
    [("Image caption, {0}", "{0}"), ("{0}", "Image: {0}"), ("Photo: {0}", "{0}")],
    False,
)
_add_caption("repeat: glued caption", [("{0}", "{0}"), ("{0}.", "{0}.")], True)
_add_caption("repeat: glued caption, credit", [("{0}{1}", "{0}"), ("{0}", "{0}{1}")], True)


@make("repeat: standfirst")
def repeat_standfirst(rng: random.Random, lines: list[str]) -> Made | None:
    sentence = _split(lines[0])[0]
    titled = [_heading(rng, lines), *lines]
    return _double(titled, 1, sentence) if sentence != lines[0] else None
