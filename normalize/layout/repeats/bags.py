"""Compare two wordings as bags of words: the same content words in nearly the same order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING

from normalize import fuzzy
from normalize.language import load_function_words

if TYPE_CHECKING:
    from normalize.layout.repeats.rewording import Rewording

STEM = 4  # letters that two forms of one word share at least
SHARED = 3  # content words that both wordings have
ADDED = 5  # … if one of them has another as well
IN_ANOTHER_ORDER = 5  # … if they stand in another order
MOVED = 2  # deletions and insertions


def compare_bags(one: Sequence[str], two: Sequence[str], rewording: Rewording) -> int | None:
    """Compare the words of two wordings, function words aside.

    Returns:
        How many words more the first one says (-1, 0, 1); None if they say different things:
        each has a word that the other lacks, or one a name, a number, a "not".
    """
    one, two = _join_digits(one), _join_digits(two)
    if count_shared(one, two) < SHARED:  # most pairs: before it is asked what the words say
        return None
    functions = _choose_functions([*one, *two])

    def says_something(word: str) -> bool:
        low = word.lower()
        return not (low in functions or rewording.is_light(low)) or rewording.decides(word)

    content = [[w.lower() for w in words if says_something(w)] for words in (one, two)]
    shared = (Counter(content[0]) & Counter(content[1])).total()
    if shared < SHARED:  # before the words are compared with each other
        return None
    left, right = _subtract(one, two), _subtract(two, one)
    left.sort(key=says_something, reverse=True)
    right.sort(key=says_something, reverse=True)
    alike = _pair_words(left, right, says_something, rewording)
    if alike is None:
        return None
    left, right = list(filter(says_something, left)), list(filter(says_something, right))
    rest = left or right
    if (left and right) or len(rest) > 1 or any(map(rewording.decides, rest)):
        return None
    orders = [[alike.get(word, word) for word in words] for words in content]
    orders = [[w for w in words if says_something(w) and w not in rest] for words in orders]
    moved = fuzzy.Indel.distance(*orders)  # one word elsewhere takes two edits, a swap four
    if moved > MOVED:
        return None
    least = IN_ANOTHER_ORDER if moved else ADDED if rest else SHARED
    return len(left) - len(right) if shared >= least else None


def count_shared(one: Sequence[str], two: Sequence[str]) -> int:
    """Count the words of one wording that the other has as well, or more; case aside."""
    known = set(map(str.lower, two))
    return sum(map(known.__contains__, map(str.lower, one)))


def _pair_words(
    left: list[str],
    right: list[str],
    says_something: Callable[[str], bool],
    rewording: Rewording,
) -> dict[str, str] | None:
    """Take the words out of both lists that stand for each other, and map them; None if in vain.

    What one wording says besides is one word at most: at the second one there is no use.
    """
    alike: dict[str, str] = {}
    if _lack_partners(filter(says_something, left), right, rewording):
        return None
    added = 0
    for word in tuple(left):
        partner = next((other for other in right if rewording.is_alike(word, other)), None)
        if partner is not None:
            alike[partner.lower()] = word.lower()
            left.remove(word)
            right.remove(partner)
        else:
            added += says_something(word)
            if added > 1:
                return None
    return alike


def _lack_partners(words: Iterable[str], others: Sequence[str], rewording: Rewording) -> bool:
    """Tell quickly whether more than one of some words can be alike to none of the others."""
    stems = {word[:STEM].lower() for word in others}
    lacking = 0
    for word in words:
        low = word.lower()
        lacking += low[:STEM] not in stems and rewording.is_bare(low)
        if lacking > 1:
            return True
    return False


def _join_digits(words: Sequence[str]) -> list[str]:
    """Join the groups of a number: "11", "400"."""
    joined: list[str] = []
    for word in words:
        if word.isdigit() and joined and joined[-1].isdigit():
            joined[-1] += word
        else:
            joined.append(word)
    return joined


def _choose_functions(words: Sequence[str]) -> frozenset[str]:
    """Choose the function words of the language that has the most of them among some words."""
    known = load_function_words()
    languages = Counter(chain.from_iterable(known.get(word.lower(), ()) for word in words))
    if not languages:
        return frozenset()
    return _list_functions(languages.most_common(1)[0][0])


@cache
def _list_functions(language: str) -> frozenset[str]:
    known = load_function_words()
    return frozenset(word for word, languages in known.items() if language in languages)


def _subtract(words: Sequence[str], others: Sequence[str]) -> list[str]:
    """List the words that the others lack, each as often as they lack it."""
    known = Counter(word.lower() for word in others)
    rest = []
    for word in words:
        if known[word.lower()]:
            known[word.lower()] -= 1
        else:
            rest.append(word)
    return rest
