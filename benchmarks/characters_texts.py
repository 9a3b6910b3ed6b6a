"""Strings made to break repairs of characters; seeded, so that a run can be repeated."""

from __future__ import annotations

import random
import re

from ftfy.badness import MOJIBAKE_CATEGORIES

WORDS = (
    "the naïve café “quoted” it’s Ünder Größe à la mode señor 5\N{NO-BREAK SPACE}€ пример слово "
    "Ελλάδα 日本 ½ © ® – — œuvre Île Ôté ÉTÉ à là ő ž č ł 😀 한국 tür Việt phở العربية हिन्दी"
).split(" ")
ENCODINGS = (
    "latin-1", "sloppy-windows-1252", "sloppy-windows-1251", "sloppy-windows-1250",
    "sloppy-windows-1253", "sloppy-windows-1254", "sloppy-windows-1257", "iso-8859-2",
    "macroman", "cp437", "windows-1252",
)  # fmt: skip
DEBRIS = (
    "&amp;", "&lt;b&gt;", "&#8217;", "&Atilde;&copy;", "&nosuch;", "&EACUTE;", "&#38;lt;",
    "&amp;amp;lt;",
    "<", "\r\n", "\r", "\u2028", "\x85", "\x1b[31m", "\x1b\x1b[0m[1m", "\x00", "\x07", "\ufeff",
    "\ufffc", "\ufffd", "\ud83d\ude00", "\udc80", "e\u0301", "A\u030a", "\ufb01", "\u01c6", 
    "\u0133",
    "\uff21\uff22", "\u3000", "\uff76\uff9e", "“", "’", "\u0344", "\u1100\u1161\u11a8", "\n", "\n",
    " ", "  ", "\xa0", "\x96", "\x93a\x94", "\xad", "\u200b", "\u200d", "\u202e", "\U000e0041",
    "\ufe0f", "√π", "┬┐a", "mГ©d", "a\x87a", "`", "```\n", "a  b",
)  # fmt: skip
ODD = "".join(
    chr(code)
    for code in range(0x80, 0x3000)
    if any(re.match(f"[{chars}]", chr(code)) for chars in MOJIBAKE_CATEGORIES.values())
)


def make_mojibake(chance: random.Random, word: str) -> str:
    """Decode a word with a wrong encoding, once or twice."""
    for _ in range(chance.choice((1, 1, 1, 2))):
        errors = chance.choice(("strict", "replace"))
        try:
            word = word.encode().decode(chance.choice(ENCODINGS), errors)
        except UnicodeError:
            continue
    return word


def make_words(chance: random.Random) -> str:
    """Make some words, about half of them mojibake."""
    words = []
    for _ in range(chance.randint(1, 6)):
        word = chance.choice(WORDS)
        kind = chance.random()
        if kind < 0.5:
            word = make_mojibake(chance, word)
        elif kind < 0.6:
            word = "".join(chance.choices(ODD, k=3))
        words.append(word)
    text = chance.choice((" ", "", " ")).join(words)
    if chance.random() < 0.2:
        text = text.replace("\N{NO-BREAK SPACE}", " ")
    if text and chance.random() < 0.1:
        text = text.replace(chance.choice(text), chance.choice("?\ufffd\x1a\xed\xc0"))
    return text


def make_string(chance: random.Random) -> str:
    """Make a string of words, mojibake and debris."""
    parts = []
    for _ in range(chance.randint(1, 8)):
        kind = chance.random()
        if kind < 0.5:
            parts.append(chance.choice(DEBRIS))
        else:
            parts.append(make_words(chance) if kind < 0.7 else chance.choice(WORDS))
    return chance.choice(("", " ")).join(parts)


def make_dirty_string(chance: random.Random) -> str:
    """Make a string that is likely to need more than one repair in one place."""
    if chance.random() < 0.3:
        return "".join(chance.choices(ODD + " a&;\xad\u0301", k=chance.randint(2, 12)))
    return make_string(chance) + (make_string(chance) if chance.random() < 0.3 else "")
