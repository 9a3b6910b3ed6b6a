"""From decisions to edits and mentions: the smallest span, with its article or full stop."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from normalize.edits import Edit, Mention
from normalize.names.abbreviations import begins_sentence, ends_sentence
from normalize.names.forms import FULL, PLURAL, SURNAME
from normalize.names.hits import Hit
from normalize.names.resolve import Decision

# How sure a change is, by what it rests on. Full names are unique; a place may be a
# homonym that no guard knows; a surname may be a namesake's.
CONFIDENCE = {FULL: 0.98, SURNAME: 0.96, PLURAL: 0.93}
EVIDENCE_CONFIDENCE = 0.95  # a row that fires on evidence only
# Names that need no article where those they replace do: "the Czech Republic".
WITHOUT_ARTICLE = frozenset({"Czechia", "C\u00f4te d'Ivoire", "Cabo Verde"})
JOINT_RE, ANY_JOINT_RE = re.compile(r"(\s+)"), re.compile(r"(\s+|-)")  # between words of a name
ARTICLE_RE = re.compile(r"(?:\b[Tt]he )?\Z")
AFTER_NAME_RE = re.compile(
    r"['’]s\b|(?:[.,;:!?)\]\"”»]|\Z|\n|\s(?:and|or|in|on|at|to|for|from|by|with|is|was|has|had|will|"
    r"would|as|but|where|which|who|while|when|after|before|against|into|over|than|said|says)\b)"
)


def iter_proposals(text: str, decisions: Sequence[Decision]) -> Iterator[Edit | Mention]:
    """Yield an edit for each name that changes and a mention for each that is understood."""
    named = {item.target for item in decisions if item.alias and item.alias.form == FULL}
    for at, (hit, alias, target, changes) in enumerate(decisions):
        if alias is None:
            continue
        yield Mention(hit.start, hit.end, target, alias.kind, f"{alias.kind}:{target}")
        if not changes:
            continue
        confidence = EVIDENCE_CONFIDENCE if alias.condition else CONFIDENCE[alias.form]
        stop = "." if _needs_stop(text, hit, alias.after, decisions[at + 1 : at + 2]) else ""
        start, end, after = trim_edit(text, hit.start, hit.end, f"{alias.after}{stop}")
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


def _needs_stop(text: str, hit: Hit, after: str, following: Sequence[Decision]) -> bool:
    """Tell whether the last full stop of a name is its sentence's as well."""
    if text[hit.end - 1] != "." or after.endswith("."):
        return False
    if ends_sentence(text, hit.end):
        return True
    for other, alias, _, _ in following:
        if alias is not None and alias.kind in ("person", "place"):
            return begins_sentence(text, hit.end, other.start, other.end)
    return False


def trim_edit(text: str, start: int, end: int, after: str) -> tuple[int, int, str]:
    r"""Cut an edit down to the words that differ; the white space between them stays.

    >>> text = "Steve Witkov, Kiril\nDmitriev, Kim\nJong-un"
    >>> trim_edit(text, 0, 12, "Steve Witkoff"), trim_edit(text, 14, 28, "Kirill Dmitriev")
    ((6, 12, 'Witkoff'), (14, 19, 'Kirill'))
    >>> trim_edit(text, 30, 41, "Kim Jong Un")
    (34, 41, 'Jong Un')
    """
    written = text[start:end]
    joint = JOINT_RE if len(written.split()) == len(after.split()) else ANY_JOINT_RE
    old, new = joint.split(written), joint.split(after)
    while min(len(old), len(new)) > 2 and old[0] == new[0] and _is_same_joint(old[1], new[1]):
        start += len(old[0]) + len(old[1])
        del old[:2], new[:2]
    while min(len(old), len(new)) > 2 and old[-1] == new[-1] and _is_same_joint(old[-2], new[-2]):
        end -= len(old[-2]) + len(old[-1])
        del old[-2:], new[-2:]
    if len(old) == len(new):
        for at in range(1, len(old), 2):
            new[at] = old[at] if _is_same_joint(old[at], new[at]) else new[at]
    return start, end, "".join(new)


def _is_same_joint(old: str, new: str) -> bool:
    return old.isspace() and new == " "
