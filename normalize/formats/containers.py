"""How a file is compressed, so that `undo` can do it alike, and whether it can.

What a compressor writes depends on its program, version and settings, which the file names only
in part. So the settings that come into question are tried, and what comes out is compared with
the file. Most files of zlib, bzip2 and xz come back to the byte; those of the command gzip (its
deflate is its own), of zstd, and of several streams in a row do not: their content does.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterable
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, cast

from normalize.formats.files import hash_file
from normalize.formats.streams import BLOCK, Alike, open_input, open_output, split_name

TRIED = 1 << 16  # bytes given to a compressor between two looks at what it wrote
XZ_PRESETS = {  # by the byte that names the size of the dictionary; "e" is extreme
    0x0C: ("0", "0e"),
    0x10: ("1", "1e"),
    0x12: ("2", "2e"),
    0x14: ("4", "3", "4e", "3e"),
    0x16: ("6", "5", "6e", "5e"),
    0x18: ("7", "7e"),
    0x1A: ("8", "8e"),
    0x1C: ("9", "9e"),
}


class Container(NamedTuple):
    """What the ledger says of a compressed file.

    Attributes:
        sha256: of the file as it is, compressed.
        head: its first bytes: what wrote it, and how hard it tried.
        level: the setting that repeats it; "" if that was not tried.
        restores: "content" if none does: what is in the file comes back to the byte, the file
            itself in other bytes. "" otherwise.
    """

    sha256: str
    head: bytes
    level: str = ""
    restores: str = ""

    def to_header(self) -> dict[str, str]:
        """Give it as the ledger has it."""
        shown = {"sha256": self.sha256, "head": b64encode(self.head).decode("ascii")}
        return shown | {key: getattr(self, key) for key in self._fields[2:] if getattr(self, key)}


def describe_container(path: str | Path, *, tries: bool = False) -> Container | None:
    """Describe how a file is compressed; None if it is not.

    Args:
        path: the file.
        tries: find out whether it can be repeated, which costs to compress it once.
    """
    compression = split_name(path)[1]
    if not compression:
        return None
    with Path(path).open("rb") as file:
        head = file.read(BLOCK)
    head = head[: _gzip_head_size(head) if compression == "gzip" else 24]
    found = Container(hash_file(path), head)
    if not tries:
        return found
    for level in _guess_levels(compression, head):
        if _repeats(path, compression, Alike(head, level)):
            return found._replace(level=level)
    return found._replace(restores="content")


def read_alike(header: dict[str, Any]) -> Alike | None:
    """Read from the head of a ledger what the file is to be alike to."""
    container = header.get("container") or {}
    head = b64decode(container.get("head", ""))
    if not head:
        return None
    levels = _guess_levels(split_name(header.get("file", ""))[1], head)
    return Alike(head, container.get("level") or next(iter(levels), ""))


def _guess_levels(compression: str, head: bytes) -> Iterable[str]:
    """Name the settings that may have written a head, the likeliest first."""
    if compression == "gzip":
        return {2: "9", 4: "1"}.get(head[8] if len(head) > 8 else 0) or "612345789"
    if compression == "bzip2":
        return head[3:4].decode("ascii", "replace")
    if compression == "xz":
        return XZ_PRESETS.get(head[16] if len(head) > 16 else 0, ("6",))
    return ("3",)


def _gzip_head_size(data: bytes) -> int:
    """Tell how long the head of gzip is (RFC 1952); with what nobody writes, its first part."""
    if len(data) < 10 or data[3] & 0b10110:  # a checksum, a comment, further fields
        return 10
    return data.index(0, 10) + 1 if data[3] & 8 and 0 in data[10:] else 10


def _repeats(path: str | Path, compression: str, alike: Alike) -> bool:
    """Tell whether some settings give the very file; most that do not, differ early."""
    with Path(path).open("rb") as expected, open_input(path, compression) as content:
        match = _Match(expected)
        sink = open_output(cast(BinaryIO, match), compression, alike)
        while match.holds and (block := content.read(TRIED)):
            sink.write(block)
        holds_so_far = match.holds
        sink.close()
        return holds_so_far and match.holds and not expected.read(1)


class _Match:
    """A file that keeps nothing, and tells whether what is written is what another holds."""

    def __init__(self, expected: BinaryIO) -> None:
        self._expected = expected
        self.holds = True

    def write(self, data: Any) -> int:
        self.holds = self.holds and self._expected.read(len(data)) == bytes(data)
        return len(data)

    def flush(self) -> None:
        """Nothing."""
