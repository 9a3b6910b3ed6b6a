r"""Mojibake that ftfy lists as its known failures, and what shows it to be some.

Each pattern asks for more than ftfy's repair would need, since what follows it is ftfy's own
decoding: of a whole line, which must be UTF-8 then. A genuine "√π" or "Г" beside other signs
or letters of its kind makes that fail, and nothing is changed.
"""

from __future__ import annotations

import re

BOLD_CONDITIONS = r"""
    (?<=[a-z][a-z]√)(?=π(?![\w(]))                # "pi√π": Italian "più" read as MacRoman
    | (?<=(?<![\u2500-\u259f])┬)(?=[┐í][A-Za-z])  # "┬┐que": Spanish "¿que" read as cp437
    | (?<=[a-z]Г)(?=[¤¦§©«¬®°±µ¶·№»ЎўЈҐЁЄЇІіґёєјЅѕї](?![\u0400-\u052f]))
                                                  # "mГ©d": French "méd" read as cp1251
"""
BOLD_ANCHORS = "√┬Г"
BOLD_RE = re.compile(rf"[{BOLD_ANCHORS}](?:{BOLD_CONDITIONS})", re.VERBOSE)

# Bytes, as latin-1: Vietnamese has letters of three bytes in every line. "Ã" and a space are
# "à" and a lost no-break space; where an ending that is no Vietnamese word follows, the space
# was the second half of the letter.
VIETNAMESE_RE = re.compile("\xe1[\xba\xbb][\x80-\xbf]")
SPLIT_SYLLABLE_RE = re.compile("(?<=[a-z])\xc3 (?=(?:ch|ng|nh|[imnoptuy])(?![a-z\x80-\xff]))")

# Runs of Arabic read as Windows-1252; digits and single letters are not bad by themselves.
ARABIC_RE = re.compile("(?:[ØÙ][^A-Za-z])+")

C1_RE = re.compile("[\x80-\x9f]")
# C1 controls inside a word that are a letter in MacRoman and in Windows-1252 a sign that no
# word has inside (or a capital).
MAC_ONLY_RE = re.compile("(?<=[a-z])[\x87-\x8b\x8d-\x90\x98\x99\x9d](?=[a-z])")
IN_WORD_RE = re.compile("(?<=[a-z])[\x87-\x9f](?=[a-z])")


def is_mac_roman(text: str) -> bool:
    r"""Tell whether the C1 controls of a line are MacRoman letters.

    All stand inside words, and one at least would be no letter in Windows-1252.

    >>> is_mac_roman("Coatl\x87n conf\x92an"), is_mac_roman("tur\x92stico"), is_mac_roman("a\x97b")
    (True, False, False)
    """
    if not MAC_ONLY_RE.search(text):
        return False
    return len(IN_WORD_RE.findall(text)) == len(C1_RE.findall(text))
