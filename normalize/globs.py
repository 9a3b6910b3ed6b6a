"""Patterns of paths, as in .gitignore: `*.txt`, `drafts/`, `/top.md`, `a/**/b.txt`, `!x.txt`."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache


@lru_cache(maxsize=256)
def compile_glob(pattern: str) -> re.Pattern[str]:
    r"""Compile a pattern for paths with `/`, below the folder that it speaks of.

    One without a `/` but at its end matches a name at any depth; what is below a folder that
    matches, matches as well. `*` and `?` stop at `/`, `**` does not.
    """
    body = pattern.rstrip("/")
    anchored = "/" in body
    body = body.removeprefix("/")
    pieces = re.split(r"(\*\*/|/\*\*$|\*\*|\*|\?|\[!?[^\]]+\])", body)
    known = {"**/": "(?:.*/)?", "/**": "/.*", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    regex = "".join(
        known.get(piece)
        or (
            f"[{'^' if piece[1] == '!' else ''}{piece[1:-1].lstrip('!')}]" if _is_set(piece) else ""
        )
        or re.escape(piece)
        for piece in pieces
    )
    return re.compile(rf"(?s:{'' if anchored else '(?:.*/)?'}{regex}(?:/.*)?)\Z")


def _is_set(piece: str) -> bool:
    return piece.startswith("[") and piece.endswith("]") and len(piece) > 2


def matches(pattern: str, path: str) -> bool:
    """Tell whether a pattern matches a path.

    >>> matches("*.txt", "a/b.txt"), matches("/b.txt", "a/b.txt"), matches("a/**/c", "a/c")
    (True, False, True)
    """
    return compile_glob(pattern).match(path) is not None


def is_chosen(path: str, include: Iterable[str], exclude: Iterable[str]) -> bool:
    """Tell whether a path is included and not excluded; a later `!pattern` takes that back.

    >>> is_chosen("drafts/a.md", (), ("drafts/", "!a.md"))
    True
    """
    include = tuple(include)
    if include and not any(matches(pattern, path) for pattern in include):
        return False
    excluded = False
    for pattern in exclude:
        if matches(pattern.removeprefix("!"), path):
            excluded = not pattern.startswith("!")
    return not excluded


def expand(paths: tuple[str, ...]) -> Iterator[str]:
    """Expand patterns that the shell left (`'news/**/*.txt'`); a name that exists is no pattern."""
    for path in paths:
        if path == "-" or os.path.lexists(path) or not any(char in path for char in "*?["):
            yield path
            continue
        import glob

        yield from sorted(glob.glob(path, recursive=True)) or [path]  # noqa: PTH207
