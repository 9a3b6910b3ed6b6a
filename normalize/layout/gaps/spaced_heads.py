"""Headings set with spaces between their letters: `W H A T   I S   N E W`, `T I D E M A R K`.

Alone on its line, such a run is no list of initials if what it makes are words. Wide gaps tell
where the words end; without them an English heading is cut into the likeliest known words.
"""

from __future__ import annotations

import re

from normalize.layout.evidence import COMMON, FREQUENT, Evidence, Vocabulary

HEAD_RE = re.compile(r"[^\W\d_]['\u2019]?(?: {1,4}[^\W\d_]['\u2019]?)+")
GAPS_RE = re.compile(r" {2,4}")
CAPITALS_RE = re.compile(r"[^\W\d_a-z][a-z\u00df-\u00ff\u0430-\u045f]+")
LETTERS = 6  # letters that a heading has
TIGHT = 8  # letters, if no gap tells its words
LONGEST = 60
KNOWN = 0.6  # of the letters that stand in known words
VOWELS = frozenset("aeiouyàáâäèéêëìíîïòóôöùúûüœæãõåøаеєиіїоуыэюяё")
MUTE_RE = re.compile(r"[^aeiouyàáâäèéêëìíîïòóôöùúûüœæãõåøаеєиіїоуыэюяё]{5}")
SOUNDING = 4  # letters of a word that is judged by its sound
SHORT_WORDS = frozenset(
    "a i of to in on is it at by we an as or no my he us up do so be if go the and for new how why"
    " who you our his her was are not old one two all".split()
)
PENALTY = -2.5  # log10, of each word that a heading is cut into
LIST = "abcdefghijklmnopqrstuvwxyz"


def read_head(line: str, language: str, words: Vocabulary, evidence: Evidence) -> str | None:
    """Read a line of spaced letters as the heading that it is; None where it is none.

    Leaves alone: rows of letters that make no words ("A C G T", "a b c d"), acronyms,
    words of one length throughout (codons).
    """
    if not HEAD_RE.fullmatch(line):
        return None
    parts = [part.replace(" ", "") for part in GAPS_RE.split(line)]
    total = sum(map(len, parts))
    if not LETTERS <= total <= LONGEST or "".join(parts).lower() in LIST:
        return None
    if len(parts) > 2 and len({len(part) for part in parts}) == 1:
        return None  # codons, columns
    if len(parts) > 1:
        return " ".join(parts) if _are_words(parts, total, language, words, evidence) else None
    if language != "en" or total < TIGHT:
        return None
    return _cut(parts[0], words)


def _are_words(
    parts: list[str], total: int, language: str, words: Vocabulary, evidence: Evidence
) -> bool:
    """Tell whether parts are words: none of one letter but "a", most of their letters known."""
    known = longest = 0
    for part in parts:
        lower = part.lower()
        is_known = words.is_function_word(lower, language) or evidence.stands(lower)
        if language == "en":
            is_known |= len(part) > 1 and words.score(lower) >= COMMON
        elif len(part) >= SOUNDING:
            is_known |= _sounds(lower)
        if len(part) == 1 and not is_known:
            return False
        known += len(part) * is_known
        longest = max(longest, len(part))
    return longest >= SOUNDING - 1 and known >= KNOWN * total


def _sounds(word: str) -> bool:
    """Tell whether a word has vowels enough, and never five letters in a row without one."""
    vowels = sum(letter in VOWELS for letter in word)
    return len(word) <= 4 * vowels <= 3 * len(word) and not MUTE_RE.search(word)


def _cut(head: str, words: Vocabulary) -> str | None:
    """Cut a heading without gaps into the likeliest words; at its capitals if it has some."""
    if (pieces := CAPITALS_RE.findall(head)) and "".join(pieces) == head:
        is_known = all(_score(piece.lower(), words) is not None for piece in pieces)
        if is_known:
            return " ".join(pieces)
    lower = head.lower()
    best: list[tuple[float, int]] = [(0.0, 0)]  # for each end: the score, where its last word began
    for end in range(1, len(lower) + 1):
        options = [
            (best[start][0] + score, start)
            for start in range(max(0, end - 20), end)
            if (score := _score(lower[start:end], words)) is not None
        ]
        best.append(max(options, default=(float("-inf"), 0)))
    if best[-1][0] == float("-inf"):
        return None
    pieces, end = [], len(head)
    while end:
        start = best[end][1]
        pieces.append(head[start:end])
        end = start
    return " ".join(reversed(pieces))


def _score(word: str, words: Vocabulary) -> float | None:
    """Score a word of a heading; None for what is too rare, or too short, to be one."""
    score = words.score(word)
    if len(word) < SOUNDING:
        is_known = word in SHORT_WORDS or (len(word) == SOUNDING - 1 and score >= FREQUENT)
    else:
        is_known = score >= COMMON or words.is_dictionary_word(word)
    return score + PENALTY if is_known else None
