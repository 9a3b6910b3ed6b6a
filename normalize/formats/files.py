"""Read a file that nobody changes meanwhile; write one whole or not at all."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import secrets
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from normalize.formats.detect import FormatError
from normalize.formats.streams import open_input, split_name

TEMPORARY_RE = re.compile(r"\.(.+)\.[0-9a-f]{8}\.tmp", re.DOTALL)  # as `_replace` names them
NAMED = 80  # characters of a file's name in that of its temporary file
Stamp = tuple[int, int]  # size and time of a file's last change


def get_stamp(path: str | Path) -> Stamp:
    """Give what tells that a file was changed.

    Raises:
        OSError: there is no such file.
    """
    status = os.stat(path)  # noqa: PTH116  # names may be bytes that are no text
    return status.st_size, status.st_mtime_ns


def hash_file(path: str | Path) -> str:
    """Hash a file as it is on the disk."""
    with Path(path).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_bytes(path: Path, name: str) -> bytes:
    """Read a file, and decompress it as its ending says.

    Raises:
        FormatError: missing, unreadable, broken, or changed while it was read.
    """
    try:
        before = get_stamp(path)
        with open_input(path, split_name(path)[1]) as file:
            data = file.read()
        if get_stamp(path) != before:
            raise FormatError(f"{name}: was changed while it was read; it is left as it is")
    except FileNotFoundError:
        raise FormatError(f"no such file: {name}") from None
    except OSError as error:
        raise FormatError(f"{name}: cannot be read: {error.strerror or error}") from None
    return data


def check_target(target: Path) -> None:
    """Make the folder of a file that is to be written, and see whether it may be replaced.

    Raises:
        OSError: it may not; a device, pipe or socket never.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists() and not target.is_file():
        raise OSError(errno.EINVAL, "not a regular file")
    if target.exists() and not os.access(target, os.W_OK):  # a rename would go through
        raise PermissionError(13, "the file is read-only")


def keep_mode(path: Path, target: Path) -> None:
    """Give a file the mode and owner of the one that it will replace."""
    if target.exists():
        status = target.stat()
        with suppress(OSError):  # only root may give files away
            if hasattr(os, "chown"):
                os.chown(path, status.st_uid, status.st_gid)
        path.chmod(status.st_mode & 0o7777)


def replace_file(path: Path, target: Path) -> None:
    """Put a file where another one is, in one go."""
    os.replace(path, target)  # noqa: PTH105  # the name that tests make fail


def back_up(path: Path) -> Path:
    """Keep the file as `name.bak`, or `name.bak2` and so on where that is there already.

    Raises:
        FormatError: it cannot be kept.
    """
    for number in range(1, 10_000):
        backup = path.with_name(f"{path.name}.bak{number if number > 1 else ''}")
        try:
            try:
                os.link(path, backup)
            except FileExistsError:
                continue
            except OSError:  # no links there
                with backup.open("xb") as file:
                    file.write(path.read_bytes())
        except FileExistsError:
            continue
        except OSError as error:
            reason = error.strerror or error
            raise FormatError(f"{path}: no backup can be written: {reason}") from None
        return backup
    raise FormatError(f"{path}: there are too many backups")


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
        check_target(target)
        _replace(target, data)
    except OSError as error:
        reason = error.strerror or str(error)
        raise FormatError(f"{path}: cannot be written: {reason}; nothing was changed") from None


def sweep_temporary(targets: Iterable[Path]) -> None:
    """Remove the temporary files that a killed run left beside the files it was writing."""
    folders: dict[Path, set[str]] = {}
    for target in targets:
        real = Path(os.path.realpath(target))
        folders.setdefault(real.parent, set()).add(real.name[:NAMED])
    for folder, names in folders.items():
        with suppress(OSError):  # no such folder yet
            for path in folder.iterdir():
                found = TEMPORARY_RE.fullmatch(path.name)
                if found and found[1] in names:
                    path.unlink()


def _replace(target: Path, data: bytes) -> None:
    temporary = target.with_name(f".{target.name[:NAMED]}.{secrets.token_hex(4)}.tmp")
    # os.open obeys the umask, which tempfile does not; O_EXCL: never another's file.
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    descriptor = os.open(temporary, flags, 0o666)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        keep_mode(temporary, target)
        replace_file(temporary, target)
    except BaseException:  # an interrupt too must leave nothing behind
        with suppress(OSError):
            temporary.unlink()
        raise
