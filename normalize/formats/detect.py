"""Which encoding bytes are in, and whether they are text at all.

Order: a byte-order mark, strict UTF-8, then a guess. The guess tries Western European first,
by what it would make of the bytes (letters inside words, typographic marks around them);
then charset-normalizer among the encodings in `CANDIDATES`. A tie is no answer: the user
names the encoding, since a wrong one garbles the text that we are here to repair.
"""

from __future__ import annotations

import codecs
import re
from difflib import get_close_matches

BOMS = (  # the UTF-32 marks first: the little-endian one begins with the UTF-16 one
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
BOM_OF = {encoding: bom for bom, encoding in BOMS}
SIGNATURES = (  # files that are often given an ending they do not deserve
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive (or an office document)"),
    (b"\x1f\x8b", "gzip"),
    (b"\x28\xb5\x2f\xfd", "zstandard"),
    (b"\x89PNG\r\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"\x7fELF", "a program"),
    (b"{\\rtf", "RTF"),
)
# Encodings that scraped text is met in. Fewer is better: charset-normalizer, let loose on a
# short text, says cp775 for German and shift_jis_2004 for Russian.
CANDIDATES = (
    "cp1252", "cp1250", "cp1251", "koi8_u", "cp866", "cp1253", "cp1254", "cp1255", "cp1256",
    "cp932", "euc_jp", "gb18030", "big5", "cp949",
)  # fmt: skip
IDEOGRAPHIC = frozenset({"cp932", "euc_jp", "gb18030", "big5", "cp949"})
MAX_CHAOS = 0.1  # charset-normalizer's measure of mess, 0–1, lower is better
MIN_COHERENCE = 0.1  # its likeness to a language, 0–1; it knows none for ideographs
GUESS_BYTES = 200_000  # enough to tell
CONTROLS = bytes(sorted({*range(32), 127} - {0, *b"\t\n\v\f\r\x1b"}))
# Marks that may stand between letters: apostrophes, dashes, and quotation marks and spaces
# where stripped markup glued words.
WESTERN_MARKS = "\u2018\u2019\u201c\u201d\u2013\u2014\u00b7\u00ad\u00a0\u2026\u2022\u00ab\u00bb"
WESTERN_ODD_RE = re.compile(rf"[a-z](?![{WESTERN_MARKS}])[^\x00-\x7f\w]+[a-z]|[ªº¹²³¼½¾][a-z]")
FOREIGN_LETTER_RE = re.compile(r"[^\W\d_a-zA-Z]")
LETTER_RE = re.compile(r"[^\W\d_]")
# Letters that, together in one text read as cp1252, speak for another encoding.
EASTERN_SIGNS = (
    *(frozenset(letters) for letters in ("š", "ž", "Š", "Ž")),  # Czech, Slovak, Croatian
    *(frozenset(letters) for letters in ("ð", "þ", "ý")),  # Turkish ğ, ş, ı; also Icelandic
    *(frozenset(letters) for letters in ("õö", "õü", "õû")),  # Hungarian ő, ű; also Estonian
)


class FormatError(ValueError):
    """A file cannot be read or written; the message names it, why, and what to do."""


class UnsupportedFormatError(FormatError):
    """A file is of a kind that has no reader."""


def find_codec(name: str) -> str:
    """Return the canonical name of an encoding.

    Raises:
        FormatError: there is none of this name, or it is not one of text; says the nearest.

    >>> find_codec("UTF8"), find_codec("windows-1252")
    ('utf-8', 'cp1252')
    """
    try:
        codec = codecs.lookup(name)
        "".encode(name)  # raises LookupError for such as "hex", which is not of text
    except (LookupError, ValueError):
        from encodings.aliases import aliases

        known = {alias.replace("_", "-") for alias in (*aliases, *aliases.values())} - {"utf"}
        near = get_close_matches(name.lower(), sorted(known), n=1)
        hint = f"; did you mean {near[0]!r}?" if near else ""
        raise FormatError(f"unknown encoding {name!r}{hint}") from None
    return codec.name


def find_binary_sign(data: bytes, *, is_utf8: bool) -> str:
    r"""Say why bytes are no text; "" where nothing speaks against it.

    A NUL is a control character like others, and a stray one is left to the rule for these.

    >>> find_binary_sign(b"one \x00 stray NUL", is_utf8=True)
    ''
    >>> find_binary_sign(b"\x89PNG\r\n\x1a\n", is_utf8=False)
    'it is a PNG picture'
    """
    for signature, what in SIGNATURES:
        if data.startswith(signature):
            return f"it is {what}"
    nuls = data.count(0)
    if nuls > max(1, len(data) // 1000):
        for first, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
            if data[first::2].count(0) * 10 > len(data) * 4:
                return f"many NUL bytes; if it is UTF-16, give --encoding {encoding}"
        return f"{nuls:,} NUL bytes"
    controls = len(data) - len(data.translate(None, CONTROLS))
    if controls > max(8, len(data) // (10 if is_utf8 else 50)):
        return f"{controls:,} control characters"
    return ""


def guess_encoding(data: bytes) -> tuple[str, list[str]]:
    """Guess the encoding of bytes that are not UTF-8.

    Returns:
        (encoding, []) or ("", the encodings between which it cannot tell, best first).

    >>> guess_encoding("The caf\N{LATIN SMALL LETTER E WITH ACUTE} was shut.".encode("cp1252"))
    ('cp1252', [])
    """
    sample = data[:GUESS_BYTES]
    if is_western(sample):
        return "cp1252", []
    from charset_normalizer import from_bytes

    found = sorted(
        (round(match.chaos, 2), -match.coherence, match.encoding, str(match))
        for match in from_bytes(sample, cp_isolation=list(CANDIDATES), threshold=MAX_CHAOS)
        if match.encoding in CANDIDATES
    )
    names = [encoding for _, _, encoding, _ in found]
    if not found:
        return "", names
    chaos, coherence, encoding, text = found[0]
    tied = any(other[:2] == (chaos, coherence) and other[3] != text for other in found[1:])
    if tied or (-coherence < MIN_COHERENCE and encoding not in IDEOGRAPHIC):
        return "", names[:3]
    return encoding, []


def is_western(data: bytes) -> bool:
    r"""Tell whether bytes read as cp1252 look like a Western European language.

    They do when accented letters are few among plain ones and no symbol stands in a word
    (Polish read as cp1252 has "poniedzia³ek"; Russian has hardly a plain letter).

    >>> is_western(b"Za\xbf\xf3\xb3\xe6 g\xea\x9cl\xb9"), is_western(b"\x93No,\x94 he said.")
    (False, True)
    """
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return False
    foreign = FOREIGN_LETTER_RE.findall(text)
    if len(foreign) * 4 > len(LETTER_RE.findall(text)) or WESTERN_ODD_RE.search(text):
        return False
    return not any(signs <= set(foreign) for signs in EASTERN_SIGNS)
