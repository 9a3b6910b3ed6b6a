"""The families of repairs in the order in which a line goes through them.

Ours and, for `Settings.ftfy_compatible()`, ftfy's: the same functions with ftfy's tables.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Literal, NamedTuple

from normalize.characters.control import (
    CONTROLS,
    FTFY_CONTROL_RE,
    FTFY_CONTROLS,
    SURROGATES,
    find_control_characters,
    find_lone_surrogates,
)
from normalize.characters.invisible import (
    INVISIBLE,
    find_hidden_characters,
    find_invisible_characters,
    find_object_replacements,
)
from normalize.characters.ligatures import ALL_LIGATURES, LIGATURES, find_split_ligatures
from normalize.characters.mojibake import find_c1_controls
from normalize.characters.punctuation import (
    LINE_BREAKS,
    QUOTES,
    find_curly_quotes,
    find_stray_line_breaks,
)
from normalize.characters.spaces import TRAILING
from normalize.characters.width import WIDTHS, find_full_width_characters
from normalize.edits import Edit
from normalize.settings import Settings


class Family(NamedTuple):
    """Repairs that do nothing in a text without one of their characters.

    `characters` is the inside of a regular expression's character class.
    """

    rules: tuple[str, ...]
    characters: str
    find: Callable[[str], Iterable[Edit]]


NFC_RULE = "denormalised-letter"
REPORTS = (
    "lost-character", "bidi-control", "wrong-decoding", "mixed-script-word", NFC_RULE,
)  # fmt: skip
_C1 = Family(("mojibake",), "\x80-\x9f", find_c1_controls)
_WIDTH = Family(("full-width-character",), WIDTHS, find_full_width_characters)
_QUOTES = Family(("curly-quote",), "".join(QUOTES), find_curly_quotes)
_LINE_BREAKS = Family(("stray-line-break",), LINE_BREAKS, find_stray_line_breaks)
_SURROGATES = Family(("lone-surrogate",), SURROGATES, find_lone_surrogates)

OURS = (
    _C1,
    Family(("split-ligature",), "".join(LIGATURES), find_split_ligatures),
    _WIDTH,
    _QUOTES,
    _LINE_BREAKS,
    Family(("object-replacement",), INVISIBLE, find_object_replacements),
    Family(("zero-width-space", "soft-hyphen"), INVISIBLE, find_invisible_characters),
    Family(("hidden-character",), INVISIBLE, find_hidden_characters),
    _SURROGATES,
    Family(("control-character",), CONTROLS, find_control_characters),
)
FTFYS = (
    _C1,
    Family(
        ("split-ligature",),
        "".join(ALL_LIGATURES),
        partial(find_split_ligatures, ligatures=ALL_LIGATURES),
    ),
    _WIDTH,
    _QUOTES,
    _LINE_BREAKS,
    _SURROGATES,
    Family(
        ("control-character",),
        FTFY_CONTROLS,
        partial(find_control_characters, pattern=FTFY_CONTROL_RE),
    ),
)


class Plan(NamedTuple):
    """What the step is to do, as the settings choose.

    Attributes:
        families: repairs of single characters, in order.
        entities: whose rules for HTML entities: ``ours``, ``ftfy's`` or ``none``.
        mojibake: whose for mojibake.
        form: the normal form, "" for none.
        spaces: whether stray spaces are looked for; `trailing`, those at a line's end.
        reports: whether to report what is not repaired.
    """

    families: tuple[Family, ...]
    entities: str
    mojibake: str
    form: Literal["", "NFC", "NFKC"]
    spaces: bool
    trailing: bool
    reports: bool


def make_plan(settings: Settings) -> Plan:
    """Choose the repairs that the settings select."""
    is_ours = settings.compatible != "ftfy"
    whose = "ours" if is_ours else "ftfy's"

    def has(rule: str) -> bool:
        return settings.is_selected(rule)

    return Plan(
        families=tuple(f for f in (OURS if is_ours else FTFYS) if any(map(has, f.rules))),
        entities=whose if has("html-entity") else "none",
        mojibake=whose if has("mojibake") else "none",
        form="NFKC" if has("compatibility-character") else "NFC" if has(NFC_RULE) else "",
        spaces=is_ours and has("stray-space"),
        trailing=is_ours and has("stray-space") and settings.threshold <= TRAILING,
        reports=is_ours and any(map(has, REPORTS)),
    )
