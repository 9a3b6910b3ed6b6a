"""Write a phrase's original in its place: smallest span, capitals, line breaks, a or an."""

from __future__ import annotations

import re

from normalize.words import match_case

SMALL_WORDS = frozenset("a an and as at by for in of on or the to with".split())
ARTICLE_RE = re.compile(r"(?<![^\s(\"'\u2018\u201C])([Aa]|AN?|An|an)(\s)$")
VOWEL_RE = re.compile(
    r"(?!uni|us[eu]|eu|one\b|once\b|ut[ie])[aeiou]|hour|honest|heir|honou?r", re.I
)


def place_phrase(text: str, start: int, end: int, original: str) -> tuple[int, int, str]:
    """Return the smallest edit (start, end, after) that writes an original over a phrase.

    Words that both have keep the form of the text; the article before follows the new word.

    >>> text = "It is a Counterfeit Consciousness."
    >>> place_phrase(text, 8, 33, "artificial intelligence")
    (6, 33, 'an Artificial Intelligence')
    >>> place_phrase("Alzheimer's illness", 0, 19, "alzheimer's disease")
    (12, 19, 'disease')
    """
    written = list(re.finditer(r"\S+", text[start:end]))
    wanted = original.split()
    low, high = 0, 0
    most = min(len(written), len(wanted)) - 1
    while low < most and _is_same(written[low].group(), wanted[low]):
        low += 1
    while high < most - low and _is_same(written[-1 - high].group(), wanted[-1 - high]):
        high += 1
    old = [word.group() for word in written[low : len(written) - high]]
    new = set_capitals(wanted[low : len(wanted) - high], old)
    first, last = written[low].start() + start, written[len(written) - high - 1].end() + start
    after = " ".join(new)
    breaks = [c for c in text[first:last] if c in "\r\n"]
    if breaks and " " in after:
        after = after.replace(" ", "".join(breaks), 1)
    if not low:
        first, after = _agree_article(text, first, after)
    return first, last, after


def set_capitals(words: list[str], like: list[str]) -> list[str]:
    """Give words the capitals of those they replace.

    >>> set_capitals(["naive", "Bayes"], ["GULLIBLE", "BAYES"])
    ['NAIVE', 'BAYES']
    >>> set_capitals(["deep", "learning"], ["Deep", "Gaining", "Knowledge"])
    ['Deep', 'Learning']
    """
    if len(words) == len(like):
        return [match_case(word, other) for word, other in zip(words, like, strict=True)]
    if all(word.isupper() for word in like):
        return [word.upper() for word in words]
    long = [word for word in like if word.lower() not in SMALL_WORDS]
    if len(long) > 1 and all(word[:1].isupper() for word in long):
        return [match_case(w, "Xx") if w not in SMALL_WORDS else w for w in words]
    return (
        [match_case(words[0], like[0][:2].capitalize()), *words[1:]]
        if (like[0][:1].isupper())
        else words
    )


def _is_same(written: str, wanted: str) -> bool:
    return written.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").lower() == wanted.lower()


def _agree_article(text: str, first: int, after: str) -> tuple[int, str]:
    """Take in the article before a word, where the new word asks for the other one."""
    article = ARTICLE_RE.search(text[max(0, first - 4) : first])
    if article is None:
        return first, after
    is_vowel = VOWEL_RE.match(after) is not None
    if is_vowel == article[1].lower().endswith("n"):
        return first, after
    other = article[1] + ("N" if article[1] == "A" and after.isupper() else "n")
    other = other if is_vowel else article[1][:1]
    return first - len(article[0]), other + article[2] + after
