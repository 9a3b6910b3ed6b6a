"""The ledger of one document as JSON: what changed, where, by which rule and versions.

The file holds no text beyond the changes: the original and the ledger give the clean
text, the clean text and the ledger give the original.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import msgspec

from normalize.cleaned import Cleaned
from normalize.edits import Change, Fact, Finding, LedgerError, Mention, Skipped
from normalize.layers import replay, restore, select_changes

FORMAT = 1
SURROGATE_RE = re.compile("[\ud800-\udfff]")
ESCAPE_RE = re.compile(r"\\(?:u([0-9a-f]{4})|\\)")
VERSIONED = ("normalize-text", "ftfy", "regex", "rapidfuzz", "ahocorasick-rs", "ufal-kenlm")


class Ledger(msgspec.Struct, frozen=True):
    """A ledger read back from JSON.

    `original_sha256` and `text_sha256` are of the texts as UTF-8 (lone surrogates pass).
    """

    header: dict[str, Any]
    original_sha256: str
    text_sha256: str
    changes: list[Change]
    skipped: list[Skipped] = []
    findings: list[Finding] = []
    facts: list[Fact] = []
    mentions: list[Mention] = []

    def replay(self, original: str, accept: Callable[[Change], bool] | None = None) -> str:
        """Give the clean text of the original, or with only the accepted changes.

        Raises:
            LedgerError: the text is not the original of this ledger.
        """
        if digest(original) != self.original_sha256:
            raise LedgerError("this is not the text that the ledger was made for (sha256 differs)")
        if accept is None:
            return replay(original, self.changes)
        layers, _ = select_changes(self.changes, accept)
        return replay(original, [change for layer in layers for change in layer])

    def restore(self, text: str) -> str:
        """Give the original of the clean text.

        Raises:
            LedgerError: the text is not the one that this ledger wrote.
        """
        if digest(text) != self.text_sha256:
            raise LedgerError("this is not the text that the ledger wrote (sha256 differs)")
        return restore(text, self.changes)


def digest(text: str) -> str:
    """Hash a text; lone surrogates are hashed too."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def write_ledger(cleaned: Cleaned, header: Mapping[str, object]) -> bytes:
    """Write a ledger as one line of JSON.

    JSON cannot tell two halves of a surrogate pair from the whole character. Where a text
    has such halves, every surrogate and every backslash is escaped once more, and the
    header says so: ``"surrogates": "escaped"``.
    """
    ledger = Ledger(
        header={**header, "format": FORMAT, "versions": get_versions()},
        original_sha256=digest(cleaned.original),
        text_sha256=digest(cleaned.text),
        changes=cleaned.changes,
        skipped=cleaned.skipped,
        findings=cleaned.findings,
        facts=cleaned.facts,
        mentions=cleaned.mentions,
    )
    try:
        return msgspec.json.encode(ledger)
    except UnicodeEncodeError:
        data = _map_strings(msgspec.to_builtins(ledger), _escape)
        data["header"]["surrogates"] = "escaped"
        return msgspec.json.encode(data)


def _map_strings(data: Any, change: Callable[[str], str]) -> Any:
    """Change every string value (no key) in lists and dicts."""
    if isinstance(data, str):
        return change(data)
    if isinstance(data, list):
        return [_map_strings(item, change) for item in data]
    if isinstance(data, dict):
        return {key: _map_strings(value, change) for key, value in data.items()}
    return data


def _escape(text: str) -> str:
    escaped = text.replace("\\", "\\\\")
    return SURROGATE_RE.sub(lambda match: f"\\u{ord(match.group()):04x}", escaped)


def _unescape(text: str) -> str:
    return ESCAPE_RE.sub(lambda match: chr(int(match[1], 16)) if match[1] else "\\", text)


def read_ledger(data: bytes | str) -> Ledger:
    """Read a ledger back.

    Raises:
        LedgerError: not JSON, not a ledger, or of a newer format; says which and where.
    """
    try:
        raw = msgspec.json.decode(data)
        if isinstance(raw, dict) and "surrogates" in raw.get("header", {}):
            raw = _map_strings(raw, _unescape)
        ledger = msgspec.convert(raw, Ledger)
    except (ValueError, TypeError, RecursionError, msgspec.MsgspecError) as error:
        raise LedgerError(f"not a ledger of normalize: {error}") from None
    if ledger.header.get("format") != FORMAT:
        found = ledger.header.get("format")
        raise LedgerError(f"ledger format {found!r} cannot be read; this version reads {FORMAT}")
    return ledger


@cache
def get_versions() -> dict[str, str]:
    """Name what the result depends on: packages and both Unicode tables."""
    versions = {"unicodedata": unicodedata.unidata_version}
    for package in VERSIONED:
        try:
            versions[package] = version(package)
        except PackageNotFoundError:  # run from a bare checkout
            versions[package] = "unknown"
    return versions
