"""What stands twice on one line, glued to itself: captions, short paragraphs, dates.

A page holds a caption for the eye and one for the screen reader; stripping the markup glues
the two. Only the two halves of a line are compared, where its first words come again in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from normalize import fuzzy
from normalize.edits import Edit
from normalize.layout.lines import Drop, Page
from normalize.layout.repeats.doubles import RULE, compare_captions, find_credit
from normalize.layout.repeats.rewording import Rewording
from normalize.words import WORD_RE, iter_words

HEAD_LINES = 16  # lines in which by-lines are looked for
SHORTEST = 8  # characters of a by-line
HEAD = 8  # characters that both halves begin with, or end with
MINIMUM = 20  # characters of a half
LONGEST = 1_000  # characters of a half; a likeness takes their product / 64 steps
WORDS = 4  # of a half that stands twice word for word
SPACED = 60  # characters of a sentence that is not said twice, with a space between
REWORDED = 8  # words of a half that may differ
LIKENESS = 85.0  # rapidfuzz ratio, 0-100, higher is closer; without credits the seed's has 92
CAPTION = 300  # characters of a caption with its credit
# What stands between a caption and its double: its credit, a stop; the double's first letter.
SECOND_RE = re.compile(
    r"""(?:\.?\s*(?:\([^()]{3,80}\)|\[[^\[\]]{3,80}\]))?[.\s]{0,2}
        (["'\u2018\u201C\u201E\u00AB]?[^\W\da-z\u00DF-\u00FF\u0430-\u045F])""",
    re.VERBOSE,
)
MOST_SEAMS = 4  # places tried in one line
DATED = 1_500  # characters at the head of a page that are searched for a doubled date
CREDIT_RE = re.compile(r"\s*(?:\([^()]{3,80}\)|\[[^\[\]]{3,80}\])\s*$")
AGENCY_RE = re.compile(r"/|photo|image|getty|reuters|\bAP\b|\bAFP\b|\bEPA\b|pool|courtesy", re.I)
# Where a date or a time ends and a letter or digit follows without a space.
SEAM_RE = re.compile(r"\d(?:\d{3}|:\d\d)(?=[^\W_])")
TIME = b"0:00"  # in the signs of `Page.digits`
DOUBLED = range(44, 6, -1)  # characters of a date with its weekday and time


def find_repeated_captions(
    page: Page, drops: Mapping[int, Drop], rewording: Rewording
) -> Iterator[Edit]:
    r"""Delete one half of a line that gives the same caption, paragraph or date twice.

    Leaves alone: halves that say different things (another number or name, likeness under
    85); rhetoric, where a short sentence comes twice with a space between.

    Which half stays: the one with fewer doubled spaces, since the page's template put these
    in; then the longer one; then the first.

    Yields:
        One deletion a line, of the other half; confidence 0.95 to 0.97. Linear.

    >>> from normalize.lexicon import Lexicon
    >>> page = Page("The tanker burns off Skarra.The tanker burns off Skarra.\n")
    >>> [(e.start, e.end) for e in find_repeated_captions(page, {}, Rewording(Lexicon()))]
    [(28, 56)]
    """
    done: set[int] = set()
    # Needed for all of it: the first or last characters of the line come again in it.
    may_be = [
        number
        for number, line in enumerate(page.texts)
        if len(line) >= 2 * MINIMUM
        and (
            line.find(line[:HEAD], MINIMUM) >= 0
            or line.find(line[-HEAD:-2], MINIMUM, -MINIMUM) >= 0
        )
    ]
    for number in may_be:
        if number in drops:
            continue
        edit = _compare_line(page.text, *page.lines[number], rewording)
        if edit is not None and not page.is_example(number):
            done.add(number)
            yield edit
    for number, (start, end) in enumerate(page.lines[:HEAD_LINES]):  # "By Ann LeeBy Ann Lee"
        half = (end - start) // 2
        if SHORTEST <= half < MINIMUM and start + 2 * half == end and number not in drops:
            if page.text.startswith(page.text[start : start + half], start + half):
                if " " in page.text[start + 1 : start + half - 1] and number not in done:
                    done.add(number)
                    yield Edit(start + half, end, "", RULE, 0.95, "the halves are the same")
    if not (page.dated or TIME in page.digits):
        return
    for seam in SEAM_RE.finditer(page.text, 0, DATED):
        number = page.find_line(seam.start())
        at = seam.end()
        size = next(
            (n for n in DOUBLED if n <= at and page.text[at - n : at] == page.text[at : at + n]), 0
        )
        if size and number not in drops and number not in done:
            done.add(number)
            yield Edit(at, at + size, "", RULE, 0.97, "a date given twice")


def _compare_line(text: str, start: int, end: int, rewording: Rewording) -> Edit | None:
    """Compare the halves of a line, wherever one may begin."""
    for seam in _find_seams(text, start, end):
        edit = _compare_halves(text, start, seam, end, rewording)
        if edit is not None:
            return edit
    return None


def _find_seams(text: str, start: int, end: int) -> Iterator[int]:
    """Find where the first characters of a line come again, and what follows its last ones."""
    at = start
    limit = min(end, start + LONGEST + HEAD)
    for _ in range(MOST_SEAMS):
        at = text.find(text[start : start + HEAD], max(at + 1, start + MINIMUM), limit)
        if at < 0:
            break
        yield at
    if end - start > 2 * LONGEST:
        return
    last = text[start:end].rstrip(" .\t\r")[-HEAD:]
    at = text.find(last, start + MINIMUM, end - MINIMUM)
    if at > 0 and (seam := SECOND_RE.match(text, at + HEAD, end)):
        yield seam.start(1)


def _compare_halves(
    text: str, start: int, seam: int, end: int, rewording: Rewording
) -> Edit | None:
    left, right = text[start:seam], text[seam : min(end, seam + LONGEST)]
    is_glued = not left[-1:].isspace()
    if not is_glued and not _have_letters(left, right):
        return _compare_credited(text, start, seam, end, rewording)
    one, two = _fold(left), _fold(right)
    is_label = left.rstrip()[-1:].isalnum()  # a caption; "No more. No more." is said
    is_apart = is_glued or is_label or len(left) >= SPACED
    if len(right) >= MINIMUM and len(one) >= WORDS and is_apart:
        if one == two:
            note = "the halves are the same"
        elif is_glued and min(len(one), len(two)) >= REWORDED and _is_reworded(rewording, one, two):
            note = "the halves say the same"
        elif is_glued and two[: len(one)] == one and _goes_on(right, left):
            return Edit(start, seam, "", RULE, 0.95, "the line begins with it once more")
        elif is_glued and len(two) >= WORDS and one[: len(two)] == two and _goes_on(left, right):
            return Edit(seam, end, "", RULE, 0.95, "the line says it before, with a credit")
        else:
            return _compare_credited(text, start, seam, end, rewording)
        kept, lost = _choose(left, right, start, seam, end)
        return Edit(*lost, "", RULE, 0.96, f"{note}; the {kept}, fuller one stays")
    return _compare_credited(text, start, seam, end, rewording)


def _have_letters(left: str, right: str) -> bool:
    """Tell quickly whether two halves may have the same words: as many of some letters."""
    left, right = left.lower(), right.lower()
    return all(left.count(letter) == right.count(letter) for letter in "teoи")


def _is_reworded(rewording: Rewording, one: list[str], two: list[str]) -> bool:
    return rewording.weigh(one, two) <= 1.0 or rewording.weigh(two, one) <= 1.0


def _goes_on(right: str, left: str) -> bool:
    """Tell whether the second half goes on with a sentence of its own after the first."""
    rest = right[len(left.rstrip(".")) :]
    return re.match(r"\.?\s*[^\W\d_a-z]|\s*[(\[|\u00A9]", rest) is not None


def _choose(left: str, right: str, start: int, seam: int, end: int) -> tuple[str, tuple[int, int]]:
    """Choose the half that stays; return its name and the span of the other."""
    if _rank_half(left) >= _rank_half(right):
        stripped = start + len(left.rstrip())
        return "first", (stripped, end)
    return "second", (start, seam)


def _compare_credited(
    text: str, start: int, seam: int, end: int, rewording: Rewording
) -> Edit | None:
    """Compare two captions of which one ends with a credit, or that are glued."""
    left, right = text[start:seam], text[seam:end]
    if len(left) > CAPTION or len(right) > CAPTION:
        return None
    ends = [find_credit(half) for half in (left, right)]
    alike = _compare_likeness(text, start, seam, end) if all(ends) else None
    if alike is not None:
        return alike
    if ends[0] and not ends[1]:  # glued to the article's next paragraph
        core = left[: ends[0].start()].strip()
        if len(core) >= MINIMUM and right.startswith(core) and SECOND_RE.match(right, len(core)):
            at = start + len(left.rstrip())
            return Edit(at, seam + len(core), "", RULE, 0.95, "the line says it before its credit")
    is_long = len(left) >= SPACED and len(_fold(right)) >= REWORDED
    if any(ends) or not left[-1:].isspace() or is_long:
        surplus = compare_captions(left, right, rewording)
        if surplus is not None and surplus < 0:
            return Edit(start, seam, "", RULE, 0.95, "the line says it again, in more words")
        if surplus is not None:
            at = seam + ends[1].start() if ends[1] else end  # the credit is the furniture's
            note = "the line says it before, with a credit or in other words"
            return Edit(start + len(left.rstrip()), at, "", RULE, 0.95, note)
    return None


def _compare_likeness(text: str, start: int, seam: int, end: int) -> Edit | None:
    """Compare two captions that both end with a credit in brackets, by likeness."""
    left, right = text[start:seam], text[seam:end]
    if left.split(None, 1)[0] != right.split(None, 1)[0]:
        return None
    credits = [CREDIT_RE.search(half) for half in (left, right)]
    if not all(found and AGENCY_RE.search(found.group()) for found in credits):
        return None
    names = [set(WORD_RE.findall(found.group())) for found in credits if found]
    likeness = measure_likeness(CREDIT_RE.sub("", left), CREDIT_RE.sub("", right))
    if likeness < LIKENESS or not names[0] & names[1]:
        return None
    kept, lost = _choose(left, right, start, seam, end)
    note = f"the halves are {likeness:.0f} % alike; the {kept}, fuller one stays"
    return Edit(*lost, "", RULE, 0.95, note)


def measure_likeness(left: str, right: str) -> float:
    """Score how alike two captions are, 0-100, higher is closer; case and spaces aside.

    >>> measure_likeness("A  tanker burns.", "a tanker burns")
    100.0
    """
    return fuzzy.ratio(" ".join(_fold(left)), " ".join(_fold(right)))


def _fold(text: str) -> list[str]:
    return [word.text.lower() for word in iter_words(text)]


def _rank_half(half: str) -> tuple[int, int]:
    stripped = half.strip()
    body = CREDIT_RE.sub("", stripped)
    return -stripped.count("  "), len(" ".join(body.split()))
