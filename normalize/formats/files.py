"""Write a file whole or not at all."""

from __future__ import annotations

import errno
import os
import secrets
from contextlib import suppress
from pathlib import Path

from normalize.formats.detect import FormatError


def write_bytes(path: str | Path, data: bytes) -> None:
    """Write bytes to a file in one go: a temporary file beside it, fsync, rename.

    A reader sees the old file or the new one, never a part; an interrupt or an error leaves
    the old one, and no temporary file. Mode and owner stay; a symbolic link stays a link.
    Missing folders are made. A device, pipe or socket is refused: a rename would put a file
    in its place.

    Raises:
        FormatError: cannot be written; names the file and why.
    """
    target = Path(os.path.realpath(path))
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists() and not target.is_file():
            raise OSError(errno.EINVAL, "not a regular file")
        if target.exists() and not os.access(target, os.W_OK):  # a rename would go through
            raise PermissionError(13, "the file is read-only")
        _replace(target, data)
    except OSError as error:
        reason = error.strerror or str(error)
        raise FormatError(f"{path}: cannot be written: {reason}; nothing was changed") from None


def _replace(target: Path, data: bytes) -> None:
    temporary = target.with_name(f".{target.name[:80]}.{secrets.token_hex(4)}.tmp")
    # os.open obeys the umask, which tempfile does not; O_EXCL: never another's file.
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    descriptor = os.open(temporary, flags, 0o666)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            status = target.stat()
            with suppress(OSError):  # only root may give files away
                if hasattr(os, "chown"):
                    os.chown(temporary, status.st_uid, status.st_gid)
            temporary.chmod(status.st_mode & 0o7777)
        os.replace(temporary, target)  # noqa: PTH105  # the name that tests make fail
    except BaseException:  # an interrupt too must leave nothing behind
        with suppress(OSError):
            temporary.unlink()
        raise
