"""Whether the few words around a name are English.

`normalize.language` tells paragraphs apart by their function words; a headline has one or
two, and a wrong change in it is still a wrong change.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from normalize.language import load_function_words

LOWER_WORD_RE = re.compile(r"(?<![\w'’&-])[^\W\d_A-Z][^\W\d_]+(?![\w'’-])")
FOREIGN_REACH = 150  # characters on either side in which words are looked up
# Function words of other languages that are words of English as well.
SHARED_WORDS = frozenset("met die war per son sin men van den under".split())


def is_foreign(text: str, offset: int, known: Collection[str]) -> bool:
    """Tell whether the words around are none of English, which a short line needs.

    Its function words may be too few to tell a language by.
    """
    low = text.rfind("\n", max(0, offset - FOREIGN_REACH), offset) + 1
    low = max(low, offset - FOREIGN_REACH)
    high = text.find("\n", offset, offset + FOREIGN_REACH)
    line = text[low : high if high >= 0 else offset + FOREIGN_REACH]
    words = LOWER_WORD_RE.findall(line)
    unknown = sum(word not in known for word in words)
    if unknown > 0 and unknown * 2 >= len(words):
        return True
    table = load_function_words()
    spoken = [
        table[word] for word in line.lower().split() if word in table and word not in SHARED_WORDS
    ]
    english = sum("en" in languages for languages in spoken)
    if english * 2 < len(spoken):
        return True
    return english < len(spoken) and ("en",) not in spoken
