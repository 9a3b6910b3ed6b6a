"""Compare two full names: how likely they name one person, and why.

Words are aligned, each with the other name's likest; what stays unaligned on one side is
a middle name, what stays unaligned on both is a contradiction. `same` gives 0–1.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache, lru_cache
from typing import NamedTuple

from normalize import fuzzy
from normalize.lexicon import load_table
from normalize.names.romanize import fold_romanized, make_skeleton, strip_marks

SAME = 0.84  # a score from which on two names are taken for one person's
WORD_RE = re.compile(r"[^\W_][\w'’‘`ʼʻ´\u0300-\u036f.]*")
# Words that stand before or inside names and are no part of them.
SMALL = frozenset(
    """
    al el ul as ash ad ar an at bin ben ibn bint abu de del della di da do dos du la le van von der
    den zu und y mr mrs ms dr sir lord lady sheikh shaykh haji hajji hadji mullah maulavi qari
    sayyid sayed general gen president senator jr sr ii iii junior senior
    """.split()
)
MASCULINE = {"ova": "ov", "eva": "ev", "ina": "in", "skaia": "ski", "ska": "ski", "aia": "i"}
FAMILIES = (
    "enko",
    "eviS",
    "oviS",
    "iS",
    "Suk",
    "uk",
    "ski",
    "Svili",
    "dze",
    "ian",
    "ov",
    "ev",
    "in",
)
OTHER_FAMILY = 0.85
SOUNDS, SKELETON, VARIANT, INITIAL, GENDER = 0.96, 0.88, 0.94, 0.80, 0.55
HOPELESS = 0.4  # similarity of sounds below which nothing else is looked at
MIN_WORD = 0.68  # similarity from which on two words may be one
MIDDLE, CONTRADICTION = 0.035, 0.34  # what an extra word costs, and one on either side


class Comparison(NamedTuple):
    """How alike two names are, 0–1, higher is closer, and what speaks for and against."""

    score: float
    reasons: tuple[str, ...]


class Word(NamedTuple):
    """A word of a name as it is compared."""

    text: str
    plain: str
    sounds: str
    skeleton: str


def same(a: str, b: str) -> Comparison:
    """Tell how likely two full names are one person's, with reasons.

    Leaves alone: nothing is changed; a score from `SAME` on is "yes". Initials count for
    little, patronymics and middle names may be missing, a surname of the other gender or
    two given names that contradict each other speak against.

    Args:
        a, b: names in any order of words and in any script; 10–30 µs.

    >>> same("Sergey Lavrov", "LAVROV, Sergei Viktorovich").score >= SAME
    True
    >>> same("Volodymyr Zelenskyy", "Olena Zelenska").score >= SAME
    False
    """
    if a == b:
        return Comparison(1.0, ("equal",))
    first, second = split_name(a), split_name(b)
    if not first or not second:
        return Comparison(0.0, ("no name",))
    plain, other = (" ".join(sorted(word.plain for word in name)) for name in (first, second))
    if plain == other:
        return Comparison(1.0, ("the same words",))
    pairs, rest, others = _align(first, second)
    score, reasons = _rate(pairs, rest, others)
    joined = fuzzy.Indel.normalized_similarity(
        "".join(word.plain for word in first), "".join(word.plain for word in second)
    )
    if joined >= 0.95 and joined > score and len(first) != len(second):
        return Comparison(joined, ("the same letters, split otherwise",))
    return Comparison(score, tuple(reasons))


@lru_cache(maxsize=100_000)
def split_name(name: str) -> tuple[Word, ...]:
    """Split a name into the words that count, each with its keys."""
    words = []
    for match in WORD_RE.finditer(name.replace("-", " ")):
        text = match.group()
        plain = text.lower() if text.isascii() and text.isalpha() else strip_marks(text)
        if plain and plain not in SMALL:
            words.append(Word(text, plain, fold_romanized(text), make_skeleton(text)))
    return tuple(words)


def _align(
    first: tuple[Word, ...], second: tuple[Word, ...]
) -> tuple[list[tuple[float, Word, Word, str]], list[Word], list[Word]]:
    """Pair the words of two names, the likest first; return the pairs and what is left."""
    found = []
    for at, word in enumerate(first):
        for by, other in enumerate(second):
            score, reason = compare_words(word, other)
            if score >= MIN_WORD:
                found.append((score, -abs(at - by), at, by, reason))
    found.sort(reverse=True)
    used: set[int] = set()
    taken: set[int] = set()
    pairs = []
    for score, _, at, by, reason in found:
        if at not in used and by not in taken:
            used.add(at)
            taken.add(by)
            pairs.append((score, first[at], second[by], reason))
    rest = [word for at, word in enumerate(first) if at not in used]
    others = [word for by, word in enumerate(second) if by not in taken]
    return pairs, rest, others


def _rate(
    pairs: list[tuple[float, Word, Word, str]], rest: list[Word], others: list[Word]
) -> tuple[float, list[str]]:
    """Rate an alignment: the mean of its pairs by length, less what is left over."""
    reasons = [f"{word.text} = {other.text}: {reason}" for _, word, other, reason in pairs]
    if not pairs:
        return 0.0, ["no word in common"]
    weights = [min(len(word.plain), len(other.plain)) + 2 for _, word, other, _ in pairs]
    score = sum(pair[0] * weight for pair, weight in zip(pairs, weights, strict=True))
    score /= sum(weights)
    # One weak pair tells two people apart, however well the rest agrees.
    weakest = min(pair[0] for pair in pairs)
    score = 0.6 * score + 0.4 * weakest
    if rest and others:
        score -= CONTRADICTION * min(len(rest), len(others))
        reasons.append(f"{rest[0].text} against {others[0].text}")
    elif rest or others:
        extra = rest or others
        score -= MIDDLE * len(extra)
        reasons.append(f"one has {' '.join(word.text for word in extra)} more")
        if len(pairs) == 1:
            score -= 0.25  # one word in common proves little
    return max(0.0, score), reasons


def compare_words(a: Word, b: Word) -> tuple[float, str]:
    """Compare two words of names: 0–1, higher is closer, and what they have in common."""
    if a.plain == b.plain:
        return 1.0, "equal"
    if len(a.plain) == 1 or len(b.plain) == 1:
        return (INITIAL, "initial") if a.sounds[:1] == b.sounds[:1] else (0.0, "")
    if a.sounds == b.sounds:
        return SOUNDS, "equal in sound"
    if a.sounds.endswith("a") != b.sounds.endswith("a") and _is_other_gender(a.sounds, b.sounds):
        return GENDER, "surname of the other gender"
    if a.plain in load_variants().get(b.plain, ()):
        return VARIANT, "variants of a given name"
    ratio = fuzzy.Indel.normalized_similarity(a.sounds, b.sounds)
    if ratio < HOPELESS:
        return 0.0, ""
    if a.skeleton == b.skeleton and len(a.skeleton) > 1 and ratio > 0.6:
        return max(SKELETON, ratio), "equal consonants"
    if _is_other_family(a.sounds, b.sounds):
        return ratio * OTHER_FAMILY, "another family's ending"
    return max(ratio, fuzzy.JaroWinkler.normalized_similarity(a.plain, b.plain) - 0.08), "alike"


def _is_other_gender(a: str, b: str) -> bool:
    for feminine, masculine in MASCULINE.items():
        if a.endswith(feminine) != b.endswith(feminine):
            woman, man = (a, b) if a.endswith(feminine) else (b, a)
            stem = woman[: -len(feminine)]
            if man.endswith(masculine) and fuzzy.Indel.distance(man[: -len(masculine)], stem) <= 1:
                return len(stem) > 1
    return False


def _is_other_family(a: str, b: str) -> bool:
    """Tell whether two surnames have endings that make different families of one stem."""
    one, other = (
        next((ending for ending in FAMILIES if name.endswith(ending)), "") for name in (a, b)
    )
    return one != other and bool(one) and bool(other)


@cache
def load_variants() -> dict[str, frozenset[str]]:
    """Load the variants of each given name, in small letters without marks."""
    variants: dict[str, set[str]] = defaultdict(set)
    for row in load_table("names/given_names.tsv"):
        names = [strip_marks(name) for name in row["names"].split()]
        if row["source"] == "curated":
            for name in names:
                variants[name].update(names)
        else:  # a name and its nicknames: Bill and Willie are William, not each other
            variants[names[0]].update(names)
            for name in names[1:]:
                variants[name].add(names[0])
    return {name: frozenset(others) for name, others in variants.items()}
