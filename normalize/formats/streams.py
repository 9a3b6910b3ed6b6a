"""Byte streams in and out: plain, or compressed as the ending of a name says.

gzip, bzip2 and xz come with Python, zstandard with `pip install 'normalize-text[zstd]'`. A
written stream can be closed and continued at a checkpoint: each of these formats may be several
streams in a row, which every reader takes for one.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, BinaryIO, NamedTuple, cast

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


class Alike(NamedTuple):
    """What a compressed file is to be alike to: the first bytes of another, and its setting."""

    head: bytes
    level: str


def open_output(raw: BinaryIO, compression: str, alike: Alike | None = None) -> BinaryIO:
    """Compress what is written into an open file; closing it leaves the file open.

    Args:
        raw: the file.
        compression: as `split_name` names it; "" writes into the file itself.
        alike: what to be alike to (`containers.read_alike`), where that was compressed so.
    """
    if not compression:
        return raw
    if alike and not alike.head.startswith(MAGIC[compression]):
        alike = None
    sink: Any
    if compression == "gzip":
        sink = _open_gzip(raw, alike)
    elif compression == "bzip2":
        import bz2

        level = int(alike.level) if alike and alike.level.isdigit() else 9
        sink = bz2.BZ2File(raw, "wb", compresslevel=level)
    elif compression == "xz":
        sink = _open_xz(raw, alike)
    else:
        sink = _zstd().ZstdCompressor().stream_writer(raw, closefd=False)
    return cast(BinaryIO, sink)


def _open_gzip(raw: BinaryIO, alike: Alike | None) -> Any:
    if alike and len(alike.head) >= 10 and not alike.head[3] & 0b10110:
        return _GzipAlike(raw, alike)
    import gzip

    # Without name and time the same input gives the same bytes.
    return gzip.GzipFile("", "wb", 6, raw, mtime=0)


def _open_xz(raw: BinaryIO, alike: Alike | None) -> Any:
    import lzma

    if alike is None:
        return lzma.LZMAFile(raw, "wb")
    preset = int(alike.level[:1] or 6) | (lzma.PRESET_EXTREME if alike.level[1:] else 0)
    check = alike.head[7] & 15 if len(alike.head) > 7 else -1
    if not lzma.is_check_supported(check):
        check = -1
    return lzma.LZMAFile(raw, "wb", check=check, preset=preset)


def compress(data: bytes, compression: str, alike: Alike | None = None) -> bytes:
    """Compress bytes as an ending says; "" leaves them; `alike` as in `open_output`."""
    if not compression:
        return data
    raw = io.BytesIO()
    with open_output(cast(BinaryIO, raw), compression, alike) as sink:
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

    def __init__(self, raw: BinaryIO, alike: Alike) -> None:
        self._raw = raw
        self._deflate = zlib.compressobj(int(alike.level or 6), zlib.DEFLATED, -15, 8)
        self._crc = self._size = 0
        raw.write(alike.head)

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
