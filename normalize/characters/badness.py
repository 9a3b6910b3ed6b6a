"""What looks like mojibake: where it could be, found fast, and ftfy's verdict on it.

ftfy's badness pattern (`ftfy.badness.BADNESS_RE`) decides, and is slow where nothing
matches. Each of its alternatives needs two characters side by side, one of them rare in
clean text (one of `ANCHORS`). `CANDIDATE_RE` looks for these pairs, so it matches
wherever ftfy's pattern does, and in few other places; the pattern itself is then asked about
the few characters around. `SHAPE` is the pattern this was derived from: with another version
of ftfy every character beyond ASCII is a candidate, which is slow and as sound.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from ftfy.badness import BADNESS_RE, MOJIBAKE_CATEGORIES

SHAPE = "9dcc0f2ac90d9ae3c85eb7b9b2c0b8a8e8126153847c2b30c91a0bb263f3b8c4"
REACH = 8  # characters on either side of a candidate; ftfy's longest alternative has six

_C = {name.replace("_accented", "").replace("_common", "_plain"): chars
      for name, chars in MOJIBAKE_CATEGORIES.items()}  # fmt: skip
_START, _END = _C["start_punctuation"], _C["end_punctuation"]
_QUOTES = _START + _END
_ACCENTED = _C["lower"] + _C["upper"]
# What stands beside a `bad` or `box` character where ftfy minds it.
_BESIDE = f"{_ACCENTED}{_C['upper_plain']}{_C['lower_plain']}{_C['box']}{_QUOTES}" + (
    f"{_C['currency']}{_C['numeric']}{_C['law']}{_C['bad']}{_C['kaomoji']}"
)
_SIGNS = f"{_C['currency']}{_C['numeric']}{_C['law']}{_C['box']}"
ANCHORS = f"{_C['c1']}{_C['bad']}{_C['upper']}{_SIGNS}{_QUOTES}ŒœØÙÐ°×√≈‚Ђ"
# What must hold after an anchor. Quotation marks come first: they alone are common.
CONDITIONS = rf"""
    (?<=[{_QUOTES}])(?:
        (?<=[{_ACCENTED}{_SIGNS}ВГРСΒΓΞΟ].)(?=[\w{_START}])
        | (?<=[{_END}])(?=[{_C["lower"]}])
        | (?<=‚)(?=[Äâó])
    )
    | (?<=[{_C["c1"]}])
    | (?<=[{_C["bad"]}{_C["box"]}])(?:(?<=[{_BESIDE}].)|(?=[{_BESIDE}]))
    | (?<=[{_C["upper"]}])(?:
        (?<=[{_C["lower"]}{_C["lower_plain"]}{_C["box"]}{_END}{_C["currency"]}{_C["numeric"]}].)
        | (?=[{_QUOTES}{_C["currency"]}°])
    )
    | (?<=[{_C["currency"]}])(?:(?=[{_C["lower"]}{_START}])|(?<=[{_ACCENTED}{_C["box"]}{_END}β].))
    | (?<=[{_C["numeric"]}{_C["law"]}])(?:
        (?=[{_C["lower"]}{_START}])
        | (?<=[{_C["upper"]}{_C["box"]}{_START}].)
        | (?<=à.)
    )
    | (?<=[Œœ])(?=[^A-Za-z])
    | (?<=[ÂÃÎÐ])(?=[€œŠš¢£Ÿž\xa0\xad®©°·»{_QUOTES}–—´\x20])
    | (?<=[ØÙ])(?=[{_C["common"]}{_C["currency"]}{_C["bad"]}{_C["numeric"]}{_START}ŸŠ®°µ»])
    | (?<=×)(?=[²³])
    | (?<=√)(?=[±∂†≠®™´≤≥¥µø])
    | (?<=≈)(?=[°¢])
    | (?<=[вВ]Ђ)
    | (?<=[ВГРСΒΓΞΟ][{_C["currency"]}{_C["bad"]}°µ])(?=[ВГРСΒΓΞΟ])
"""
_IS_KNOWN = hashlib.sha256(BADNESS_RE.pattern.encode()).hexdigest() == SHAPE
if not _IS_KNOWN:
    ANCHORS, CONDITIONS = "\x80-\U0010ffff", ""
CANDIDATE_RE = re.compile(f"[{ANCHORS}](?:{CONDITIONS})", re.VERBOSE)


def iter_bad(text: str) -> Iterator[re.Match[str]]:
    """Yield the places that ftfy finds bad, fast where there is none.

    >>> [match.group() for match in iter_bad("cafÃ© and “café”")]
    ['fÃ©']
    """
    done = 0
    for candidate in CANDIDATE_RE.finditer(text):
        if candidate.start() >= done:
            start = max(done, candidate.start() - REACH)
            match = BADNESS_RE.search(text, start, candidate.end() + REACH)
            if match is not None:
                done = match.end()
                yield match


def is_bad(text: str) -> bool:
    """Tell what `ftfy.badness.is_bad` tells.

    >>> is_bad("cafÃ©"), is_bad("À l’été, “rien”.")
    (True, False)
    """
    return next(iter_bad(text), None) is not None
