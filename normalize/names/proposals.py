"""From decisions to edits and mentions: the smallest span, with its article or full stop."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from normalize.edits import Edit, Mention
from normalize.names.abbreviations import ends_sentence
from normalize.names.forms import FULL, PLURAL, SURNAME
from normalize.names.resolve import Decision

# How sure a change is, by what it rests on. Full names are unique; a place may be a
# homonym that no guard knows; a surname may be a namesake's.
CONFIDENCE = {FULL: 0.98, SURNAME: 0.96, PLURAL: 0.93}
EVIDENCE_CONFIDENCE = 0.95  # a row that fires on evidence only
# Names that need no article where those they replace do: "the Czech Republic".
WITHOUT_ARTICLE = frozenset({"Czechia", "C\u00f4te d'Ivoire", "Cabo Verde"})
ARTICLE_RE = re.compile(r"(?:\b[Tt]he )?\Z")
AFTER_NAME_RE = re.compile(
    r"['’]s\b|(?:[.,;:!?)\]\"”»]|\Z|\n|\s(?:and|or|in|on|at|to|for|from|by|with|is|was|has|had|will|"
    r"would|as|but|where|which|who|while|when|after|before|against|into|over|than|said|says)\b)"
)


def iter_proposals(text: str, decisions: Sequence[Decision]) -> Iterator[Edit | Mention]:
    """Yield an edit for each name that changes and a mention for each that is understood."""
    named = {item.target for item in decisions if item.alias and item.alias.form == FULL}
    for hit, alias, target, changes in decisions:
        if alias is None:
            continue
        yield Mention(hit.start, hit.end, target, alias.kind, f"{alias.kind}:{target}")
        if not changes:
            continue
        confidence = EVIDENCE_CONFIDENCE if alias.condition else CONFIDENCE[alias.form]
        start, end, after = trim_edit(text, hit.start, hit.end, alias.after)
        if alias.after in WITHOUT_ARTICLE:
            start = drop_article(text, start, end)
            if start < 0:
                continue
        note = target
        if alias.condition:
            is_named = target in named
            note = f"{target} is named in the document" if is_named else f"the words say {target}"
        yield Edit(start, end, after, alias.rule, confidence, note)


def drop_article(text: str, start: int, end: int) -> int:
    """Return where the article before a name starts that goes with it; -1 where it stays.

    >>> drop_article("in the Ivory Coast.", 7, 18), drop_article("the Ivory Coast team", 4, 15)
    (3, -1)
    """
    match = ARTICLE_RE.search(text, max(0, start - 5), start)
    if match is None or not match.group():
        return start
    return match.start() if AFTER_NAME_RE.match(text, end) else -1


def trim_edit(text: str, start: int, end: int, after: str) -> tuple[int, int, str]:
    r"""Cut an edit down to the words that differ; the white space between them stays.

    >>> text = "Steve Witkov, Kiril\nDmitriev"
    >>> trim_edit(text, 0, 12, "Steve Witkoff"), trim_edit(text, 14, 28, "Kirill Dmitriev")
    ((6, 12, 'Witkoff'), (14, 19, 'Kirill'))
    """
    written = text[start:end]
    if written.endswith(".") and not after.endswith(".") and ends_sentence(text, end):
        after = f"{after}."
    old, new = written.split(), after.split()
    if len(old) != len(new) or len(old) < 2:
        return start, end, after
    same = [before == now for before, now in zip(old, new, strict=True)]
    first, last = same.index(False), len(same) - 1 - same[::-1].index(False)
    spans = []
    at = start
    for word in old:
        at = text.index(word, at)
        spans.append((at, at + len(word)))
        at += len(word)
    pieces = [new[first]]
    for index in range(first + 1, last + 1):
        pieces += (text[spans[index - 1][1] : spans[index][0]], new[index])
    return spans[first][0], spans[last][1], "".join(pieces)
