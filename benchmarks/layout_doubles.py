"""The makers of damage that `layout_made` measures by: those that double what a page says."""
# ruff: noqa: D103

from __future__ import annotations

import random
import re
import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))  # the file is run as a script

from layout_damage import (
    NAMES,
    Made,
    choose_heading,
    join_lines,
    make,
    replace_line,
    split_sentences,
    take_caption,
)

CREDITS = (" (Photo: {})", " Photograph: {}/AP", " (AP Photo/{})", " | Image: {}", " © {}")


def _double(lines: list[str], at: int, line: str, poorer: Sequence[int] = ()) -> Made:
    """Insert a line; the page may lose it, or the lines that say the same."""
    dirty = [*lines[:at], line, *lines[at:]]
    wanted = [join_lines(lines)]
    wanted += [join_lines([*dirty[:n], *dirty[n + 1 :]]) for n in poorer]
    return join_lines(dirty), wanted


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
    return replace_line(lines, at, lines[at] * 2), [join_lines(lines)]


def find_quote(
    rng: random.Random, lines: list[str], least: int, most: int
) -> tuple[int, str] | None:
    found = [
        (n, s)
        for n, line in enumerate(lines)
        for s in split_sentences(line)
        if least <= s.count(" ") < most
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
    lines = [choose_heading(rng, lines), *lines]
    return _double(lines, 1, cut + rng.choice(("…", "...", " …", " [...]", "[…]")))


@make("repeat: headline")
def repeat_headline(rng: random.Random, lines: list[str]) -> Made | None:
    title = take_caption(rng, lines[1:])
    if title is None:
        return None
    byline = f"By {rng.choice(NAMES)}"
    site = rng.choice(("", " | The Harbour Post", " - Valley News", " – The Slipway"))
    lines = [title, byline, *lines[:3]]
    return _double(lines, rng.choice((0, 1, 2)), title + site, (0, 1))


def _add_caption(name: str, frames: Sequence[tuple[str, str]], is_glued: bool) -> None:
    @make(name)
    def caption(rng: random.Random, lines: list[str]) -> Made | None:
        text = take_caption(rng, lines[:1])
        if text is None:
            return None
        credit = rng.choice(CREDITS).format(rng.choice(NAMES))
        one, two = (part.format(text, credit) for part in rng.choice(frames))
        at = rng.randrange(2, len(lines))
        if is_glued:
            dirty = join_lines([*lines[1:at], one + two, *lines[at:]])
        else:
            dirty = join_lines([*lines[1:at], one, two, *lines[at:]])
        kept = {one, two, max(one, two, key=len), f"{text}{credit}", f"{text}."}
        return dirty, [join_lines([*lines[1:at], line, *lines[at:]]) for line in sorted(kept)]


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
    sentence = split_sentences(lines[0])[0]
    titled = [choose_heading(rng, lines), *lines]
    return _double(titled, 1, sentence) if sentence != lines[0] else None
