"""The only reader of `dictionaries/`.

Installed, the dictionaries lie in the package; in a checkout (an editable install) they
lie beside it. Tables are TSV, UTF-8, LF, with a header row; lines starting with "#" above
the header are the stamp of a generated file.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import NamedTuple

_PACKAGE = Path(__file__).resolve().parent


class DictionaryError(ValueError):
    """A dictionary is missing or broken; the message names file and line."""


def get_path(name: str) -> Path:
    """Return the path of a dictionary file, such as "languages/function_words.tsv".

    Raises:
        DictionaryError: there is none (a broken installation).
    """
    for folder in (_PACKAGE / "dictionaries", _PACKAGE.parent / "dictionaries"):
        path = folder / name
        if path.exists():
            return path
    raise DictionaryError(f"dictionary {name!r} is missing: install normalize-text anew")


def read_lines(name: str) -> tuple[int, list[str]]:
    """Read a file's header and rows as lines, without the stamp above them.

    Returns:
        (number of the header's line in the file, from 1; header and rows).
    Raises:
        DictionaryError: there is no such file, or it has no header.
    """
    path = get_path(name)
    lines = path.read_text(encoding="utf-8").splitlines()
    stamp = 0
    while stamp < len(lines) and lines[stamp].startswith("#"):
        stamp += 1
    if stamp == len(lines):
        raise DictionaryError(f"{path}: there is no header row")
    return stamp + 1, lines[stamp:]


@contextmanager
def without_collection() -> Iterator[None]:
    """Keep the garbage collector from walking, again and again, tables that only grow.

    It takes up to half of the time of building them, and there is nothing to collect. Wrap
    what builds tables of thousands of rows: `@without_collection()` or a `with`.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@cache
@without_collection()
def load_table(name: str) -> tuple[Mapping[str, str], ...]:
    """Load a TSV file as rows by column name, in file order.

    Raises:
        DictionaryError: missing, or a row has another number of cells than the header.
    """
    first, (head, *lines) = read_lines(name)
    columns = head.split("\t")
    rows = [line.split("\t") for line in lines]
    if not {len(columns)}.issuperset(map(len, rows)):  # which is said of the first such row
        list(_iter_rows(get_path(name), columns, enumerate(lines, first + 1)))
    return tuple([dict(zip(columns, row, strict=False)) for row in rows])


@cache
def load_list(name: str, column: str) -> frozenset[str]:
    """Load one column of a table as a set."""
    return frozenset(row[column] for row in load_table(name))


@cache
@without_collection()
def load_word_scores() -> Mapping[str, float]:
    """Load English words with their log10 unigram probability (about −1.3 to −7.5).

    71,000 lower-case words; columns word, log10. Source: the shipped language model.
    """
    cells = Lexicon().rest("words/en.tsv").split()  # no word has a blank
    return dict(zip(cells[::2], map(float, cells[1::2]), strict=True))


class UserTable(NamedTuple):
    """A user's own table: its header's line and columns, and (line, row) of each row."""

    line: int
    columns: list[str]
    rows: Iterator[tuple[int, dict[str, str]]]


def read_user_table(path: Path, *, comments: bool = False) -> UserTable:
    """Read a user's table: TSV, UTF-8, a header row; lines with "#" above it are no rows.

    Args:
        path: the file.
        comments: pass over rows that begin with "#" as well.
    Raises:
        DictionaryError: unreadable, or no header row; while `rows` is read: a row has other
            cells than the header. The message names file and line.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise DictionaryError(f"{path}: cannot be read: {reason}") from None
    filled = ((number, line) for number, line in enumerate(lines, 1) if line.strip())
    for number, line in filled:
        if not line.startswith("#"):
            columns = line.split("\t")
            return UserTable(number, columns, _iter_rows(path, columns, filled, comments=comments))
    raise DictionaryError(f"{path}: there is no header row")


def _iter_rows(
    path: Path,
    columns: list[str],
    lines: Iterator[tuple[int, str]],
    *,
    comments: bool = False,
) -> Iterator[tuple[int, dict[str, str]]]:
    for number, line in lines:
        if comments and line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) != len(columns):
            raise DictionaryError(
                f"{path}:{number}: {len(cells)} cells, the header has {len(columns)}"
            )
        yield number, dict(zip(columns, cells, strict=True))


class Lexicon:
    """The dictionaries as a step sees them; `UserLexicon` lays a user's own over them."""

    def table(self, name: str) -> tuple[Mapping[str, str], ...]:
        """Rows of a table, in file order."""
        return load_table(name)

    def user_names(self) -> Sequence[Mapping[str, str]]:
        """A user's own rows of names (canonical, variant, kind, condition); later ones win."""
        return ()

    def rest(self, name: str) -> str:
        """A table's rows as one text, unsplit: for tables too large to be read row by row."""
        text = get_path(name).read_text(encoding="utf-8")
        while text.startswith("#"):
            text = text.partition("\n")[2]
        return text.partition("\n")[2]

    def words(self, name: str, column: str = "word") -> frozenset[str]:
        """One column of a table as a set."""
        return load_list(name, column)

    def word_scores(self) -> Mapping[str, float]:
        """English words with their log10 unigram probability."""
        return load_word_scores()


def build_lexicon(dictionaries: Sequence[str] = ()) -> Lexicon:
    """Build the lexicon: the shipped dictionaries, with a user's own over them.

    Raises:
        DictionaryError: one of the files is broken; names the line.
    """
    if not dictionaries:
        return Lexicon()
    from normalize.house_style import UserLexicon

    return UserLexicon(tuple(dictionaries))
