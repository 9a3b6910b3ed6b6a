"""Turn phrases and patterns that stand in a document into facts and edits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from normalize.edits import Edit, Fact
from normalize.protect import Protected
from normalize.unspin.families import CERTAINTY, load_families, load_patterns
from normalize.unspin.phrases import (
    DECISION,
    SEVERAL,
    TORTURED,
    Match,
    Phrase,
    fold,
    load_finder,
    trust,
    weigh,
)
from normalize.unspin.wording import place_phrase

REACH = 200  # characters around the first and last sign of a family that are its work as well


def has_phrases(text: str) -> bool:
    """Tell whether phrases stand in a text that show it to be spun, whatever its words say.

    Slow; ask only where `signs` has found that one may stand there.
    """
    matches = [*load_finder().find(text), *_find_patterns(text)]
    return any(p >= DECISION for p in weigh(matches, {}, len(text)).values())


def iter_phrase_proposals(
    text: str, decided: Mapping[str, tuple[float, int, int]], protected: Protected
) -> Iterator[Edit | Fact]:
    """State which tables' phrases stand in a text, and propose what they stood for.

    Args:
        text: the document.
        decided: families found by their words: probability, first and last offset.
        protected: spans that are not touched.
    """
    matches = [*load_finder().find(text), *_find_patterns(text)]
    matches = [m for m in matches if not protected.covers(m.start, m.end)]
    known = {family: probability for family, (probability, *_) in decided.items()}
    for table, probability in sorted(weigh(matches, known, len(text)).items()):
        if probability < DECISION:
            continue
        found = [match for match in matches if match.phrase.table == table]
        if table in decided:
            _, start, end = decided[table]
            found = [m for m in found if m.start >= start - REACH and m.end <= end + REACH]
        elif found:
            yield Fact("spun", round(probability, 4), 0, len(text))
            yield Fact("spinner", table, min(m.start for m in found), max(m.end for m in found))
        yield from _propose(text, found, probability)


def _find_patterns(text: str) -> Iterator[Match]:
    """Find what families do to numbers and markup."""
    for family in load_families():
        for pattern in load_patterns(family.name):
            if pattern.trigger not in text:
                continue
            confidence = CERTAINTY[pattern.certainty]
            for match in re.finditer(pattern.pattern, text):
                after = match.expand(pattern.original)
                phrase = Phrase(family.name, pattern.pattern, (after,), pattern.weight, confidence)
                yield Match(match.start(), match.end(), phrase)


def _propose(text: str, matches: Sequence[Match], probability: float) -> Iterator[Edit]:
    rule = "tortured-phrase" if matches and matches[0].phrase.table == TORTURED else "spun-phrase"
    folded = ""
    for match in matches:
        start, end, phrase = match
        original, confidence = phrase.originals[0], trust(match, matches) * probability
        note = ""
        if len(phrase.originals) > 1:
            folded = folded or fold(text)
            present = [o for o in phrase.originals if o.lower() in folded]
            original = present[0] if present else original
            confidence *= 1.0 if len(present) == 1 else SEVERAL
            note = "or " + ", ".join(o for o in phrase.originals if o != original)
        if phrase.written[:1].isalpha():
            edit = Edit(*place_phrase(text, start, end, original), rule, round(confidence, 4), note)
        else:
            edit = Edit(start, end, original, rule, round(confidence, 4), note)
        if text[edit.start : edit.end] != edit.after:
            yield edit
