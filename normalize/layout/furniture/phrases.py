"""The table of phrases of page furniture: what a row says.

dictionaries/layout/README.md explains how phrases are written.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from normalize.lexicon import Lexicon

NOTES = {
    "ad": "place of an advertisement",
    "age": "age, length or count",
    "bio": "note about the author or the publisher",
    "comments": "form or heading of the readers' comments",
    "cookie": "cookie notice",
    "copyright": "copyright line",
    "credit": "credit of a picture",
    "follow": "plea to follow",
    "forum": "furniture of a forum",
    "links": "links of the site",
    "list": "heading of a list of other articles",
    "mail": "furniture of a mail",
    "more": "button that leads to the full text",
    "player": "text of a player or a script",
    "prose": "words of the article",
    "share": "button to share",
    "subscribe": "plea to subscribe",
    "tags": "tags of the page",
    "teaser": "teaser for another article",
    "word": "words of the site",
}


class Cue(NamedTuple):
    """A phrase: its weight and kind, and where in a clause it must stand."""

    weight: float
    kind: str
    opens: bool
    closes: bool
    is_own: bool = False  # a user's


def parse_cue(row: Mapping[str, str]) -> tuple[list[str], Cue]:
    """Parse a row of furniture.tsv into the phrase's words and its cue."""
    phrase = row["phrase"]
    opens, closes = phrase.startswith("^"), phrase.endswith("$")
    words = phrase.removeprefix("^").removesuffix("$").split()
    return words, Cue(float(row["weight"]), row["kind"], opens, closes, "own" in row)


def load_classes(lexicon: Lexicon) -> dict[str, str]:
    """Load word → the class that stands for it in phrases: `<net>`, `<item>`, `<unit>`."""
    table = lexicon.table("layout/furniture_classes.tsv")
    return {row["word"]: f"<{row['class']}>" for row in table}
