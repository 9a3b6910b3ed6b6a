"""Headlines in capitals throughout, written as the guards know their words."""

from __future__ import annotations

import re

SMALL_WORDS = frozenset(
    "a an and as at but by de for from in into nor of off on onto or over the to up upon "
    "with".split()
)
LOWER_RE = re.compile(r"[a-z]{3,}")
WORD_RE = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
LOWERED = frozenset(  # words that guards know in small letters, besides those of `SMALL_WORDS`
    """
    chicken salad soup cutlet cake named called formerly known spelled film novel album ship carrier
    cruiser submarine the song series movie opera ballet prince princess brand camera dog
    cat horse asteroid renamed written then once also still not is was style class siege former
    """.split()
)


def lower_headline(text: str) -> str:
    """Write a text in capitals throughout as guards know it: "BATTLE OF" as "Battle of".

    >>> lower_headline("THE BATTLE OF "), lower_headline("The EU and ")
    ('the Battle of ', 'The EU and ')
    """
    if LOWER_RE.search(text):
        return text
    return WORD_RE.sub(lambda match: _lower_word(match.group()), text)


def _lower_word(word: str) -> str:
    lower = word.lower()
    return lower if lower in SMALL_WORDS or lower in LOWERED else word.capitalize()
