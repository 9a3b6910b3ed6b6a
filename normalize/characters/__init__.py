"""Characters: repair what encodings, markup and invisible characters did to a text.

One module per family of rules; each has a `find_*` that yields edits with exact spans. The
`gate` finds the lines that any family may have something for; each of these goes through
all families (`families` has their order), again and again until it is quiet, and comes out
as edits of the line as it was (`draft`). Stray spaces are looked for in the whole text: what
they are depends on the lines around.

Nothing here reads more than a line at a time, so a document is repaired as its lines are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from normalize.characters.draft import Draft
from normalize.characters.entities import TAG_RE, find_ftfy_entities, find_html_entities
from normalize.characters.families import Plan, make_plan
from normalize.characters.findings import Reporter
from normalize.characters.gate import Gate
from normalize.characters.mojibake import leave_mentions, repair_mojibake
from normalize.characters.normal_form import find_denormalised_letters
from normalize.characters.spaces import find_stray_spaces
from normalize.edits import Edit, Finding
from normalize.lexicon import Lexicon
from normalize.settings import Settings

if TYPE_CHECKING:
    from normalize.step import Context

MAX_PIECE = 1_000_000  # of a longer line, so many characters at once, if compatible with ftfy
PIECE = 1_000  # and else so many and more, up to a place that no repair reaches over
CUT_RE = re.compile("(?<=[a-z]) (?=[a-z])")
MAX_ROUNDS = 50  # nothing real takes more than three; what is left then is left


class CharactersStep:
    """Repair mojibake, entities, invisible characters, ligatures, spaces, normal form.

    Leaves alone: curly quotes, CJK punctuation, joiners where a script or an emoji needs
    them, no-break spaces before French punctuation, everything inside code.
    """

    name = "characters"

    def __init__(self, plan: Plan, reporter: Reporter) -> None:
        self._plan = plan
        self._gate = Gate(plan)
        self._reporter = reporter

    @cached_property
    def _families(self) -> list[tuple[re.Pattern[str], Callable[[str], Iterable[Edit]]]]:
        return [(re.compile(f"[{f.characters}]"), f.find) for f in self._plan.families]

    def is_open(self, text: str, context: Context) -> bool:
        """Tell whether the text has a character that any rule can touch."""
        return self._gate.is_open(text)

    def find(self, text: str, context: Context) -> Iterator[Edit | Finding]:
        """Propose the edits of every family, and report what is left."""
        # ftfy leaves the entities of a text alone from the line of its first "<".
        markup = text.find("<") if self._plan.entities == "ftfy's" else -1
        for start, end in self._gate.find_lines(text):
            has_entities = self._plan.entities != "none"
            if end - start > PIECE and self._plan.entities == "ours":
                has_entities = TAG_RE.search(text, start, end) is None
            for at, stop in self._iter_pieces(text, start, end):
                decodes = has_entities and not 0 <= markup < stop
                yield from self._find_in_piece(text[at:stop], at, context, decodes)
        if self._gate.has_spaces(text):
            yield from find_stray_spaces(text, context, trailing=self._plan.trailing)

    def _iter_pieces(self, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Cut a long line at spaces between plain letters, and pass over its clean pieces."""
        if end - start <= PIECE:
            yield start, end
            return
        while start < end:
            stop = min(start + MAX_PIECE, end)
            if self._plan.mojibake != "ftfy's":
                cut = CUT_RE.search(text, start + PIECE, stop)
                stop = cut.end() if cut else stop
            if self._gate.is_open(text[start:stop]):
                yield start, stop
            start = stop

    def _find_in_piece(
        self, piece: str, at: int, context: Context, has_entities: bool
    ) -> Iterator[Edit | Finding]:
        draft = Draft(piece)
        for _ in range(MAX_ROUNDS):
            if has_entities and "&" in draft.text:
                changed = self._decode_entities(draft, at, context)
            else:
                changed = False
            if not self._repair(draft) and not changed:
                break
            if not self._gate.is_suspicious(draft.text):
                break
        edits = list(draft.edits(at))
        if self._plan.mojibake == "ours":
            edits = leave_mentions(piece, edits, at)
        yield from edits
        if self._plan.reports and not edits:
            for finding in self._reporter.find(piece):
                span = (finding.start + at, finding.end + at)
                yield Finding(*span, finding.rule, finding.message, finding.confidence)

    def _decode_entities(self, draft: Draft, at: int, context: Context) -> bool:
        if self._plan.entities == "ftfy's":
            return draft.take(find_ftfy_entities(draft.text))

        def is_code(start: int, end: int) -> bool:
            start, end = draft.to_original(start, end)
            return context.protected.is_in_code(start + at, end + at)

        return draft.take(list(find_html_entities(draft.text, is_code)))

    def _find_present(self, text: str) -> str:
        """Name the characters of a text that any family works on, each once."""
        return "".join(set(self._gate.singles.findall(text)))

    def _repair(self, draft: Draft) -> bool:
        """Send a draft through all families once; tells whether it changed."""
        plan = self._plan
        changed = False
        if plan.mojibake != "none":
            changed = repair_mojibake(draft, bold=plan.mojibake == "ours")
        present = self._find_present(draft.text)
        if present:
            for pattern, find in self._families:
                if pattern.search(present) and draft.take(find(draft.text)):
                    changed = True
                    present = self._find_present(draft.text)
        if plan.form:
            changed = draft.take(find_denormalised_letters(draft.text, plan.form)) or changed
        return changed


def build_step(settings: Settings, lexicon: Lexicon) -> CharactersStep:
    """Build the step for what the settings select."""
    return CharactersStep(make_plan(settings), Reporter(lexicon))
