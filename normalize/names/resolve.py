"""Decide, in the document, what each hit means and whether its spelling changes.

Two rounds: names that speak for themselves are decided first and are evidence; surnames
alone and the rows that ask for evidence come after.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import filterfalse
from typing import NamedTuple

from normalize.edits import Edit
from normalize.names.bearers import Bearer, Bearers
from normalize.names.foreign import English, is_foreign
from normalize.names.forms import FULL, MENTION, ON_EVIDENCE, PLURAL, Alias
from normalize.names.gazetteer import RESPELLED, Gazetteer
from normalize.names.given import widen_hits
from normalize.names.guards import (
    find_guard,
    is_given_name,
    is_inside_name,
    is_label,
    is_pronoun,
    is_thing,
)
from normalize.names.hits import Hit
from normalize.names.links import is_linked, is_related, is_shortened
from normalize.names.namesakes import A_PERSON, Namesakes
from normalize.names.readings import Reading, Readings
from normalize.step import Context

THE_RE = re.compile(r"\bthe\s+\Z")
BLANK = (" ", "\n", "")  # the last where the text begins or ends
PLAIN_RE = re.compile(r"(?:['’]s)?[.,;:!?)\"”’]{0,3}(?:[ \n]|\Z)")
INDEXED_RE = re.compile(r",\s([^\W\d_a-z]\w+)(?=[,;:.)\n]|\Z)")  # "Lvov, Alexei, composer"


class Decision(NamedTuple):
    """What a hit means; `alias` is None where it means nothing in the gazetteer."""

    hit: Hit
    alias: Alias | None = None
    target: str = ""
    changes: bool = False


class Resolver:
    """The hits of one document and what they mean."""

    def __init__(
        self,
        text: str,
        context: Context,
        gazetteer: Gazetteer,
        bearers: Bearers,
        readings: Readings,
    ) -> None:
        self._readings = readings
        self._text = text
        self._context = context
        self._gazetteer = gazetteer
        self._bearers = bearers
        self._english = English(text, context)
        self._is_marked_up = "<" in text or "`" in text or "~~~" in text
        self.evidence: set[str] = set()  # targets that the document names in full
        self._namesakes = Namesakes(text, readings)

    def resolve(self, hits: Sequence[Hit]) -> list[Decision]:
        """Decide every hit, in order. Linear but for a look-up each."""
        decisions: list[Decision] = []
        waiting: list[tuple[int, Bearer]] = []  # those that ask for evidence
        for hit in widen_hits(self._text, hits, self._gazetteer):
            if not self._is_ours(hit):
                continue
            if hit.is_plain:
                firm: Alias | None = hit.aliases[0]
            else:
                bearer = self._classify(hit)
                firm = self._choose_firm(hit)
                if firm is None:
                    waiting.append((len(decisions), bearer))
                    decisions.append(Decision(hit))
            if firm is not None:
                self.evidence.add(firm.target)
                decisions.append(Decision(hit, firm, firm.target))
        for at, bearer in waiting:
            hit = decisions[at].hit
            alias = self._choose_on_evidence(hit, bearer)
            target = self._get_target(alias) if alias else ""
            decisions[at] = Decision(hit, alias if target else None, target)
        if waiting:
            decisions = list(filterfalse(_is_free, decisions))
        if self._namesakes.places:
            decisions = [item for item in decisions if not self._namesakes.is_homonym(item.hit)]
        return self._mark_changes(decisions)

    def _is_ours(self, hit: Hit) -> bool:
        """Tell whether a hit stands in English prose and means what the gazetteer means."""
        start, end, aliases, is_plain = hit
        if not self._english.at(start):
            return False
        alias = aliases[0]
        if is_plain or all(alias.is_canonical or alias.is_weak for alias in aliases):
            if alias.kind == "organisation" and is_pronoun(self._text, start, end):
                return False
            if alias.is_weak and is_inside_name(self._text, start, end, alias.kind):
                return False
            return not self._is_protected(start, end)
        if self._text[start:end].islower() and self._is_label(hit):
            return False
        reason = find_guard(self._text, start, end, alias.kind, is_spelling=False)
        if reason:
            self._namesakes.remember(hit, reason)
            return False
        if alias.kind == "place" and is_given_name(self._text, start, end):
            self._namesakes.remember(hit, A_PERSON)
            return False
        if alias.target in self._gazetteer.cities and is_thing(self._text, start, end):
            return False
        if self._is_other(hit):
            self._namesakes.remember(hit)
            return False
        if alias.kind == "place" and self._is_surname(hit):
            self._namesakes.remember(hit, A_PERSON)
            return False
        return not self._is_protected(start, end)

    def _is_label(self, hit: Hit) -> bool:
        """Tell whether a name in small letters is a label, or has somebody else's given name."""
        if is_label(self._text, hit.start, hit.end):
            return True
        word = self._text[max(0, hit.start - 30) : hit.start].rstrip(" ").rpartition(" ")[2]
        people = self._gazetteer.bearers.get(hit.aliases[0].target, ())
        is_his = any(word in self._gazetteer.given_names[person] for person in people)
        return word.isalpha() and self._bearers.is_listed(word) and not is_his

    def _is_protected(self, start: int, end: int) -> bool:
        text = self._text
        if not self._is_marked_up and (text[end : end + 1] in BLANK or PLAIN_RE.match(text, end)):
            if text[start - 1 : start] in BLANK or self._opens_plainly(start):
                return False  # a word by itself: most are
        return self._context.protected.covers(start, end)

    def _opens_plainly(self, start: int) -> bool:
        """Tell whether a quotation mark or a bracket stands before, and a blank before that."""
        return self._text[start - 1] in "(\"“‘'" and self._text[start - 2 : start - 1] in " \n"

    def _judge(self, hit: Hit, alias: Alias) -> Reading:
        """Tell what the words around speak for; one table serves all spellings in doubt."""
        target = alias.target if alias.condition == ON_EVIDENCE else ""
        return self._readings.judge(self._text, hit.start, hit.end, target)

    def _is_other(self, hit: Hit) -> bool:
        """Tell whether the words around, or a civil title, speak for somebody else."""
        alias = hit.aliases[0]
        if alias.is_canonical:
            return False
        if self._judge(hit, alias) is Reading.OTHER:
            return alias.condition != ON_EVIDENCE  # that has its own evidence to weigh
        is_full = alias.kind == "person" and alias.form == FULL
        return is_full and self._bearers.has_civil_title(self._text, hit.start)

    def keep_open(self, edits: Iterable[Edit]) -> Iterator[Edit]:
        """Yield, in order, the edits in English prose that is not protected."""
        for edit in sorted(edits, key=lambda edit: edit.start):
            if self._english.at(edit.start):
                if not self._context.protected.covers(edit.start, edit.end):
                    yield edit

    def _is_surname(self, hit: Hit) -> bool:
        """Tell whether a place name is somebody's surname: "Georgy Lvov", "Lvov, Georgy"."""
        if self._bearers.follows_given_name(self._text, hit.start):
            return True
        match = INDEXED_RE.match(self._text, hit.end)
        return match is not None and self._bearers.is_listed(match.group(1))

    def _classify(self, hit: Hit) -> Bearer:
        if hit.aliases[0].form == FULL:
            return Bearer.KNOWN
        known: set[str] = set()
        for alias in hit.aliases:
            for person in self._gazetteer.bearers.get(alias.target, ()):
                known |= self._gazetteer.given_names[person]
        bearer = self._bearers.classify(self._text, hit.start, known)
        turned = INDEXED_RE.match(self._text, hit.end)
        if turned and bearer is Bearer.UNSAID and turned.group(1).lower() not in known:
            if self._bearers.is_listed(turned.group(1)) and not hit.aliases[0].is_canonical:
                bearer = Bearer.OTHER  # "Umarov, Anvar: 9"
        if bearer is Bearer.UNSAID and not any(alias.is_canonical for alias in hit.aliases):
            if self._bearers.has_civil_title(self._text, hit.start):
                bearer = Bearer.OTHER
        if bearer is Bearer.OTHER:
            self._namesakes.remember(hit)
        return bearer

    def _choose_firm(self, hit: Hit) -> Alias | None:
        """Choose the alias of a hit that needs no evidence; None where none or several."""
        firm = [
            alias for alias in hit.aliases if alias.form == FULL and alias.condition != ON_EVIDENCE
        ]
        canonical = [alias for alias in firm if alias.is_canonical]
        chosen = canonical or firm
        return chosen[0] if len({alias.target for alias in chosen}) == 1 else None

    def _choose_on_evidence(self, hit: Hit, bearer: Bearer) -> Alias | None:
        if bearer is Bearer.OTHER:
            return None
        fits = [alias for alias in hit.aliases if self._fits(hit, alias, bearer)]
        canonical = [alias for alias in fits if alias.is_canonical]
        chosen = canonical or fits
        return chosen[0] if len({alias.target for alias in chosen}) == 1 else None

    def _fits(self, hit: Hit, alias: Alias, bearer: Bearer) -> bool:
        """Tell whether the document allows a reading of a hit."""
        if alias.form == FULL:
            return alias.target in self.evidence or (self._judge(hit, alias) is Reading.OWN)
        written = self._text[hit.start : hit.end].lower()
        is_shared = bearer is Bearer.UNSAID and self._namesakes.bear(written, alias.target.lower())
        is_shared = is_shared and not self._bearers.has_office(self._text, hit.start)
        has_evidence = any(
            person in self.evidence for person in self._gazetteer.bearers.get(alias.target, ())
        )
        if alias.form == PLURAL:
            before = self._text[max(0, hit.start - 6) : hit.start].lower()
            needs = alias.condition == ON_EVIDENCE
            return (
                THE_RE.search(before) is not None and not is_shared and (has_evidence or not needs)
            )
        if alias.condition == ON_EVIDENCE:
            if has_evidence:
                return not is_shared
            return self._judge(hit, alias) is Reading.OWN and not is_shared
        if alias.is_canonical:
            return has_evidence or alias.target in self._gazetteer.distinctive
        return not is_shared

    def _get_target(self, alias: Alias) -> str:
        """Name who is meant: of several bearers of a surname, the one named in full."""
        if alias.form == FULL:
            return alias.target
        people = self._gazetteer.bearers.get(alias.target, [])
        named = [person for person in people if person in self.evidence]
        if len(named) == 1 or len(people) == 1:
            return (named or people)[0]
        return alias.target

    def _mark_changes(self, decisions: list[Decision]) -> list[Decision]:
        """Mark the hits whose spelling changes: all variants but mentions of a spelling."""
        for at, decision in enumerate(decisions):
            hit, alias = decision.hit, decision.alias
            if alias is None or alias.text == alias.after or alias.condition == MENTION:
                continue
            neighbours = decisions[max(0, at - 1) : at] + decisions[at + 1 : at + 2]
            is_mention = find_guard(
                self._text, hit.start, hit.end, alias.kind, is_spelling=True
            ) or any(self._is_compared(decision, other) for other in neighbours)
            is_mention = is_mention or is_foreign(
                self._text, hit.start, hit.end, self._bearers.words
            )
            decisions[at] = Decision(hit, alias, decision.target, not is_mention)
        return decisions

    def _is_compared(self, decision: Decision, other: Decision) -> bool:
        """Tell whether two neighbours are two spellings of one name, compared in the text."""
        if other.alias is None or decision.alias is None or other.target != decision.target:
            return False
        first, second = sorted((decision.hit, other.hit))
        if other.alias.form != decision.alias.form:
            return is_shortened(self._text, first.end, second.start)
        written = self._text[first.start : first.end], self._text[second.start : second.end]
        if written[0].lower() == written[1].lower():
            return False
        if decision.alias.form == FULL and is_related(self._text, first.end, second.start):
            return True
        return is_linked(self._text, first.end, second.start)


def _is_free(decision: Decision) -> bool:
    """Tell whether a word only sounds like a surname, and nothing more speaks for it."""
    return decision.alias is None and decision.hit.aliases[0].rule == RESPELLED
