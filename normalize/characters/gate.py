r"""The gate of the characters step: which texts, and which lines of them, to look at.

Each test is a necessary condition of a repair, so what it passes over has none (law 6):

* ASCII text can only hold an entity (an ampersand), a control character, two spaces side by
  side. These are looked for at the speed of `memchr`, `bytes.translate` and `memmem`.
* A family of repairs of single characters needs one of them (`Family.characters`).
* Mojibake needs one of a few pairs of characters, each with a rare one in it (`badness`).
* A normal form needs a character that is not in it, which the standard library tells.

Two classes of characters close the gate early, for texts all of whose characters beyond
ASCII are in one of them: MARKS make no suspicious pair among themselves and with ASCII;
letters (RANGES) hold none of the rare characters. Neither has a combining mark, a character that
normal form C replaces, or Greek and Cyrillic, which may stand in a word of mixed scripts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from string import ascii_letters
from unicodedata import is_normalized

from ahocorasick_rs import BytesAhoCorasick
from ftfy.chardata import HTML_ENTITY_RE

from normalize.characters.badness import ANCHORS, CONDITIONS
from normalize.characters.bold import BOLD_ANCHORS, BOLD_CONDITIONS
from normalize.characters.entities import ENTITY_RE
from normalize.characters.families import Plan
from normalize.characters.findings import FOREIGN_RE, FOREIGN_SEAM_RE, LATIN_SEAM_RE, REPORTED
from normalize.characters.normal_form import has_mark_run, is_normal
from normalize.characters.spaces import NBSP, TRAILING_RE, has_stray_space

CHUNK = 8_192  # characters looked at as one: a longer text is not copied as a whole
PART = 2_048  # and where the gate is open: most parts of a text are clean
OVERLAP = 64  # more than any pattern looks at
DOUBLE_SPACE = BytesAhoCorasick([b"  "])  # a single needle is found by vectorised `memmem`
PLAIN_ASCII = "\t\n\f\r" + "".join(map(chr, range(32, 127)))
MARKS = "“”‘’‚„«»‹›¡¿©®™•·–—―…" + NBSP
RANGES = (
    (0xDF, 0xF7),  # Latin
    (0xF8, 0x250),
    (0x1EA0, 0x1EFA),  # Vietnamese
    (0x3001, 0x302A),  # Chinese and Japanese
    (0x3041, 0x3097),
    (0x30A1, 0x30FB),
    (0x30FC, 0x30FD),
    (0x4E00, 0xA000),
    (0xFF01, 0xFF61),
    (0xAC00, 0xD7A4),  # Korean
)
MORE_LETTERS = "’–—…" + NBSP  # what stands among them
NO_LETTERS = bytes(set(range(256)) - set(ascii_letters.encode()))  # what is no Latin letter
NEVER_RE = re.compile(r"(?!)")
ENTITIES = {"ours": ENTITY_RE, "ftfy's": HTML_ENTITY_RE, "none": NEVER_RE}


class Gate:
    """Tell where a plan may have something to do; built once, shared by threads."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._singles = "".join(family.characters for family in plan.families)
        odd = self._odd = self._singles + (REPORTED if plan.reports else "")
        self._plain_ascii = _subtract(PLAIN_ASCII, odd).encode("ascii")
        self._entity = ENTITIES[plan.entities]

    # The patterns are compiled for the first text that is more than ASCII.

    @cached_property
    def singles(self) -> re.Pattern[str]:
        """Matches the characters that the plan's families work on."""
        return re.compile(f"[{self._singles}]") if self._singles else NEVER_RE

    @cached_property
    def _anchors(self) -> str:
        """The rare characters one of which stands in all mojibake."""
        plan = self._plan
        anchors = ANCHORS if plan.mojibake != "none" or plan.reports else ""
        return anchors + (BOLD_ANCHORS if plan.mojibake == "ours" else "")

    @cached_property
    def _suspect(self) -> re.Pattern[str]:
        plan, odd = self._plan, self._odd
        conditions = [f"(?<=[{odd}])"] if odd else []
        if plan.mojibake != "none" or plan.reports:
            conditions.append(CONDITIONS)
        if plan.mojibake == "ours":
            conditions.append(BOLD_CONDITIONS)
        pattern = f"[{odd}{self._anchors}](?:{'|'.join(conditions)})" if conditions else "(?!)"
        return re.compile(pattern, re.VERBOSE)

    @cached_property
    def _harmless(self) -> re.Pattern[str]:
        if self._plan.form == "NFKC":
            return NEVER_RE  # it replaces many of them
        marks = _subtract(MARKS, self._odd)
        letters = _subtract_letters(self._odd + self._anchors)
        return re.compile(f"[{marks}]*|[{letters}]*")

    def is_open(self, text: str) -> bool:
        """Tell whether the plan may have something to do in a text of any length."""
        if len(text) <= CHUNK:
            return self._is_chunk_open(text)
        starts = range(0, len(text), CHUNK)
        return any(self._is_chunk_open(text[max(0, s - OVERLAP) : s + CHUNK]) for s in starts)

    def _is_chunk_open(self, text: str) -> bool:
        if "&" in text and self._entity.search(text):
            return True
        plan = self._plan
        if plan.trailing and TRAILING_RE.search(text):
            return True
        if text.isascii():
            data = text.encode()
            if data.translate(None, self._plain_ascii):
                return True
            doubled = plan.spaces and DOUBLE_SPACE.find_matches_as_indexes(data)
            return bool(doubled) and has_stray_space(text)
        data = text.encode("utf-8", "surrogatepass")
        rest = self._decode_rest(data)
        if plan.spaces and (NBSP in rest or DOUBLE_SPACE.find_matches_as_indexes(data)):
            if has_stray_space(text):
                return True
        if self._harmless.fullmatch(rest):
            return False
        if self._suspect.search(text) or has_mark_run(rest):
            return True
        if plan.form and not is_normalized(plan.form, text):
            return True
        seam = self._choose_seam(text, rest)
        if seam is LATIN_SEAM_RE and not data.translate(None, NO_LETTERS):
            return False
        return seam is not None and seam.search(text) is not None

    def _choose_seam(self, text: str, rest: str) -> re.Pattern[str] | None:
        """Choose how to look for mixed scripts: by the letters of the rarer alphabet."""
        if not self._plan.reports or not FOREIGN_RE.search(rest):
            return None
        return LATIN_SEAM_RE if len(rest) > len(text) // 2 else FOREIGN_SEAM_RE

    def has_spaces(self, text: str) -> bool:
        """Tell whether there may be stray spaces (the gate is open anyway)."""
        plan = self._plan
        if plan.trailing or len(text) > CHUNK or NBSP in text:
            return plan.spaces
        data = text.encode("utf-8", "surrogatepass")
        return plan.spaces and bool(DOUBLE_SPACE.find_matches_as_indexes(data))

    def _decode_rest(self, data: bytes) -> str:
        """Return the characters of a text that are not plain ASCII, side by side."""
        return data.translate(None, self._plain_ascii).decode("utf-8", "surrogatepass")

    def is_suspicious(self, text: str) -> bool:
        """Tell whether a piece of text may need a repair of its characters."""
        if "&" in text and self._entity.search(text):
            return True
        if self._suspect.search(text):
            return True
        return bool(self._plan.form) and not is_normal(text, self._plan.form or "NFC")

    def find_lines(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield the spans of the lines to look at, line feed included, in order.

        A line longer than a part is always one of them: it is looked at piece by piece.
        """
        if len(text) <= PART:
            yield from self._find_chunk_lines(text)
            return
        done = 0
        while done < len(text):
            start, end = _find_line(text, min(done + PART, len(text)) - 1)
            if done < start < end - PART:  # the lines before a long one
                end = start
            if end - done > PART and start == done:
                yield done, end
            else:
                for line in self._find_chunk_lines(text[done:end]):
                    yield line[0] + done, line[1] + done
            done = end

    def _find_chunk_lines(self, text: str) -> list[tuple[int, int]]:
        patterns = [self._entity] if "&" in text else []
        starts: dict[int, int] = {}
        rest = self._decode_rest(text.encode("utf-8", "surrogatepass"))
        if rest and not self._harmless.fullmatch(rest):
            patterns.append(self._suspect)
            if seam := self._choose_seam(text, rest):
                patterns.append(seam)
            form = self._plan.form
            # A run of marks is one in the rest, which is shorter, as well.
            if form and (has_mark_run(rest) or not is_normalized(form, text)):
                starts.update(self._find_denormalised(text))
        for pattern in patterns:
            match = pattern.search(text)
            while match is not None:
                start, end = _find_line(text, match.start())
                starts[start] = end
                match = pattern.search(text, end)
        return sorted(starts.items())

    def _find_denormalised(self, text: str) -> Iterator[tuple[int, int]]:
        start = 0
        while start < len(text):
            end = _find_line(text, start)[1]
            if not is_normal(text[start:end], self._plan.form or "NFC"):
                yield start, end
            start = end


def _find_line(text: str, at: int) -> tuple[int, int]:
    """Return the span of the line that holds a character, with its line feed."""
    end = text.find("\n", at) + 1
    return text.rfind("\n", 0, at) + 1, end or len(text)


def _subtract_letters(others: str) -> str:
    """Leave the characters of a class out of the letters; returns the ranges that remain."""
    runs = ["".join(map(chr, range(*bounds))) for bounds in RANGES] + [*MORE_LETTERS]
    pieces = [
        piece for run in runs for piece in (re.split(f"[{others}]", run) if others else [run])
    ]
    return "".join(f"{piece[0]}-{piece[-1]}" for piece in pieces if piece)


def _subtract(members: str, others: str) -> str:
    """Leave out of some characters those of a class."""
    return re.sub(f"[{others}]", "", members) if others else members
