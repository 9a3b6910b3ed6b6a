"""Characters: repair what encodings, markup and invisible characters did to a text.

One module per family of rules; each has a `find_*` that yields edits with exact spans. The
families all read the same text; what one repair uncovers (an entity that was mojibake) the
next pass of the pipeline finds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from normalize.characters.control import find_control_characters, find_lone_surrogates
from normalize.characters.entities import find_html_entities
from normalize.characters.invisible import find_invisible_characters, find_object_replacements
from normalize.characters.ligatures import find_split_ligatures
from normalize.characters.mojibake import find_mojibake
from normalize.characters.normal_form import find_denormalised_letters
from normalize.characters.spaces import find_stray_spaces
from normalize.edits import Edit, Finding
from normalize.lexicon import Lexicon
from normalize.settings import Settings

if TYPE_CHECKING:
    from normalize.pipeline import Context

# What the rules can touch in ASCII text: a control character, an ampersand, white space at
# a line's end, two spaces in a row. Everything else that they touch is not ASCII.
ASCII_RE = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f&]|[ \t](?=[\r\n]|\Z)|  ")


class CharactersStep:
    """Repair mojibake, entities, invisible characters, ligatures, spaces, normal form.

    Leaves alone: curly quotes, CJK punctuation, joiners where a script or an emoji needs
    them, no-break spaces before French punctuation, everything inside code.
    """

    name = "characters"

    def is_open(self, text: str, context: Context) -> bool:
        """Tell whether the text has a character that any rule can touch."""
        return not text.isascii() or ASCII_RE.search(text) is not None

    def find(self, text: str, context: Context) -> Iterator[Edit | Finding]:
        """Propose the edits of every family; they overlap only where damage is nested."""
        if not text.isascii():
            yield from find_mojibake(text)
            yield from find_object_replacements(text)
            yield from find_invisible_characters(text)
            yield from find_lone_surrogates(text)
            yield from find_split_ligatures(text)
            yield from find_denormalised_letters(text)
        yield from find_html_entities(text, context.protected)
        yield from find_control_characters(text)
        yield from find_stray_spaces(text, context)


def build_step(settings: Settings, lexicon: Lexicon) -> CharactersStep:
    """Build the step; it needs no data."""
    return CharactersStep()
