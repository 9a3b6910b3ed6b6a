"""Byte streams in and out: plain, or compressed as the ending of a name says.

gzip, bzip2 and xz come with Python, zstandard with `pip install 'normalize-text[zstd]'`. A
written stream can be closed and continued at a checkpoint: each of these formats may be several
streams in a row, which every reader takes for one.
"""

from __future__ import annotations

import hashlib
import io
import struct
import zlib
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, BinaryIO, ClassVar, cast

from normalize.formats.detect import FormatError

BLOCK = 1 << 20
LONGEST = 1 << 28  # bytes of one line: what is longer is no line, and would fill the memory
COMPRESSED = {".gz": "gzip", ".bz2": "bzip2", ".xz": "xz", ".zst": "zstd"}
MAGIC = {
    "gzip": b"\x1f\x8b",
    "bzip2": b"BZh",
    "xz": b"\xfd7zXZ\x00",
    "zstd": b"\x28\xb5\x2f\xfd",
}


def split_name(name: str | Path) -> tuple[Path, str]:
    """Split the ending that names a compression from a file's name.

    >>> split_name("posts.jsonl.gz")
    (PosixPath('posts.jsonl'), 'gzip')
    """
    path = Path(name)
    compression = COMPRESSED.get(path.suffix.lower(), "")
    return (path.with_suffix("") if compression else path), compression


def open_input(path: str | Path | IO[bytes], compression: str = "") -> BinaryIO:
    """Open a file to read what is in it.

    Raises:
        OSError: it cannot be opened.
        FormatError: it is not compressed so, or the library for it is missing.
    """
    raw: Any = Path(path).open("rb") if isinstance(path, (str, Path)) else path
    if not compression:
        return cast(BinaryIO, raw)
    if raw.seekable():
        magic = raw.read(8)
        raw.seek(-len(magic), io.SEEK_CUR)
        if magic and not magic.startswith(MAGIC[compression]):
            raw.close()
            raise FormatError(f"{path}: is not {compression}, whatever its ending says")
    return cast(
        BinaryIO, io.BufferedReader(_Closing(_reader(raw, compression), raw, str(path)), BLOCK)
    )


def describe_container(path: str | Path) -> dict[str, str]:
    """Describe how a file is compressed, so that `open_output` can do it alike; {} if it is not.

    Returns:
        its hash, and its head as base64: what wrote it, and how hard it tried.
    """
    compression = split_name(path)[1]
    if not compression:
        return {}
    digest = hashlib.sha256()
    with Path(path).open("rb") as file:
        head = file.read(BLOCK)
        digest.update(head)
        while block := file.read(BLOCK):
            digest.update(block)
    size = _gzip_head_size(head) if compression == "gzip" else 4
    return {"sha256": digest.hexdigest(), "head": b64encode(head[:size]).decode("ascii")}


def _gzip_head_size(data: bytes) -> int:
    """Tell how long the head of gzip is (RFC 1952); with what nobody writes, its first part."""
    if len(data) < 10 or data[3] & 0b10110:  # a checksum, a comment, further fields
        return 10
    return data.index(0, 10) + 1 if data[3] & 8 and 0 in data[10:] else 10


def open_output(raw: BinaryIO, compression: str, head: bytes = b"") -> BinaryIO:
    """Compress what is written into an open file; closing it leaves the file open.

    Args:
        raw: the file.
        compression: as `split_name` names it; "" writes into the file itself.
        head: of the file to be alike to (`describe_container`).
    """
    if compression == "gzip" and len(head) >= 10 and not head[3] & 0b10110:
        return cast(BinaryIO, _GzipAlike(raw, head))
    if compression == "bzip2" and head[3:4].isdigit():
        import bz2

        return cast(BinaryIO, bz2.BZ2File(raw, "wb", compresslevel=int(head[3:4])))
    if compression == "gzip":
        import gzip

        # Without name and time the same input gives the same bytes.
        return cast(BinaryIO, gzip.GzipFile("", "wb", 6, raw, mtime=0))
    if compression == "bzip2":
        import bz2

        return cast(BinaryIO, bz2.BZ2File(raw, "wb"))
    if compression == "xz":
        import lzma

        return cast(BinaryIO, lzma.LZMAFile(raw, "wb"))
    if compression == "zstd":
        return cast(BinaryIO, _zstd().ZstdCompressor().stream_writer(raw, closefd=False))
    return raw


def compress(data: bytes, compression: str, head: bytes = b"") -> bytes:
    """Compress bytes as an ending says; "" leaves them; `head` as in `open_output`."""
    if not compression:
        return data
    raw = io.BytesIO()
    with open_output(cast(BinaryIO, raw), compression, head) as sink:
        sink.write(data)
    return raw.getvalue()


def _reader(raw: Any, compression: str) -> Any:
    if compression == "gzip":
        import gzip

        return gzip.GzipFile(fileobj=raw)
    if compression == "bzip2":
        import bz2

        return bz2.BZ2File(raw)
    if compression == "xz":
        import lzma

        return lzma.LZMAFile(raw)
    return _zstd().ZstdDecompressor().stream_reader(raw, read_across_frames=True)


def _zstd() -> Any:
    try:
        import zstandard
    except ImportError:
        raise FormatError(
            "zstandard is not installed: pip install 'normalize-text[zstd]'"
        ) from None
    return zstandard


class _GzipAlike:
    """Write gzip with the head of another file, and as hard as that was tried."""

    LEVELS: ClassVar[dict[int, int]] = {2: 9, 4: 1}  # by the eighth byte of the head

    def __init__(self, raw: BinaryIO, head: bytes) -> None:
        self._raw = raw
        self._deflate = zlib.compressobj(self.LEVELS.get(head[8], 6), zlib.DEFLATED, -15, 8)
        self._crc = self._size = 0
        raw.write(head)

    def write(self, data: bytes) -> int:
        self._crc = zlib.crc32(data, self._crc)
        self._size += len(data)
        self._raw.write(self._deflate.compress(data))
        return len(data)

    def flush(self) -> None:
        """Nothing: a flush in the middle would change the bytes."""

    def close(self) -> None:
        self._raw.write(self._deflate.flush())
        self._raw.write(struct.pack("<LL", self._crc, self._size & 0xFFFFFFFF))

    def __enter__(self) -> _GzipAlike:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class _Closing(io.RawIOBase):
    """A decompressor that closes its file, and names broken data as what it is."""

    def __init__(self, inner: Any, raw: Any, name: str) -> None:
        self._inner = inner
        self._raw = raw
        self._name = name

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            data = self._inner.read(len(buffer))
        except (OSError, EOFError) as error:
            if isinstance(error, OSError) and error.errno is not None:
                raise
            raise FormatError(f"{self._name}: compressed data is broken: {error}") from None
        except Exception as error:  # zlib.error, LZMAError and ZstdError share no base
            raise FormatError(f"{self._name}: compressed data is broken: {error}") from None
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._inner.close()
            self._raw.close()
        super().close()


def iter_lines(stream: BinaryIO, encoding: str) -> Iterator[bytes]:
    r"""Yield lines with their ends, also of encodings in which a line feed is several bytes.

    Raises:
        FormatError: a line is longer than any line is.

    >>> [line.hex() for line in iter_lines(io.BytesIO("a\nb".encode("utf-16-le")), "utf-16-le")]
    ['61000a00', '6200']
    """
    wide = {"utf-16": 2, "utf-32": 4}.get(encoding[:6], 1)
    if wide > 1:
        yield from _iter_wide_lines(stream, "\n".encode(encoding), wide)
        return
    while line := stream.readline(LONGEST):
        if len(line) == LONGEST:
            raise FormatError(f"a line is longer than {LONGEST:,} bytes")
        yield line


def _iter_wide_lines(stream: BinaryIO, feed: bytes, wide: int) -> Iterator[bytes]:
    rest = b""
    while block := stream.read(BLOCK):
        data, start, at = rest + block, 0, 0
        while (at := data.find(feed, at)) >= 0:
            if at % wide:
                at += 1
                continue
            yield data[start : at + wide]
            start = at = at + wide
        # A record that begins at a multiple of the width, so that `at % wide` stays true.
        rest = data[start:]
        if len(rest) > LONGEST:
            raise FormatError(f"a line is longer than {LONGEST:,} bytes")
    if rest:
        yield rest
