"""Which files a run reads, in which order, and where each is written."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple

import click

from normalize.globs import expand

LEDGER_ENDING = ".ledger.jsonl"  # of the ledgers in a folder, after the name of their file


class Job(NamedTuple):
    """One document of a run; `source` None is standard input, `target` None writes no file.

    `relative` is its place below what was named: "deep/a.txt".
    """

    source: Path | None
    name: str
    target: Path | None
    relative: str = ""


class LedgerPlace(NamedTuple):
    """Where ledgers are: in one file, or in a folder, one for each file, mirroring the tree."""

    path: Path
    is_folder: bool

    def find(self, relative: str) -> Path:
        """Name the ledger of a file."""
        return self.path / (relative + LEDGER_ENDING) if self.is_folder else self.path


class Output(NamedTuple):
    """Where results go: into `folder`, to `file`, or (neither) to stdout or back in place."""

    folder: Path | None = None
    file: Path | None = None
    in_place: bool = False


class Choice(NamedTuple):
    """Patterns of what is read in folders, and what is not."""

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()


class Plan:
    """The jobs of a run in order, what was left out of it, and what cannot be done."""

    def __init__(
        self, output: Output, ledger: LedgerPlace | None = None, choice: Choice | None = None
    ) -> None:
        self.output = output
        self._choice = choice or Choice()
        self._top: Path | None = None  # the first folder that is read, if there is one
        self.jobs: list[Job] = []
        self.skipped: Counter[str] = Counter()
        self.failures: list[str] = []
        self._ledger = os.path.realpath(ledger.path) if ledger else ""
        self._owners: dict[str, Job] = {}

    def add(self, path: str, stdin_name: str | None) -> None:
        """Add what one argument of the command names."""
        from normalize.formats import UnsupportedFormatError, get_reader

        if path == "-":
            self._add_job(None, stdin_name or "<stdin>", Path(stdin_name or "").name)
            return
        source = Path(path)
        if source.is_dir():
            self._add_folder(source)
        elif not source.exists():
            self.failures.append(f"no such file: {path}{_suggest(source)}")
        else:
            try:
                get_reader(source)
            except UnsupportedFormatError as error:
                hint = "; to clean it as plain text: normalize clean - < FILE"
                self.failures.append(f"{error}{hint if not source.suffix else ''}")
            else:
                self._add_job(source, path, source.name)

    def _add_folder(self, folder: Path) -> None:
        output = self.output.folder
        real_output = os.path.realpath(output) if output else None
        self._top = self._top or folder
        if real_output == os.path.realpath(folder):
            raise click.UsageError(
                f"--output {output} is the folder that is read; to overwrite it: --in-place"
            )
        for path in sorted(self._walk(folder, real_output)):
            ending = path.suffix.lower()
            if not self._is_chosen(path, folder):
                continue
            if path.exists() and not path.is_file():  # reading a pipe would wait for ever
                self.failures.append(f"{path}: not a regular file")
            elif path.name.endswith(LEDGER_ENDING):
                if self._ledger not in map(str, Path(os.path.realpath(path)).parents):
                    self.skipped[LEDGER_ENDING] += 1
            elif _has_reader(path):
                self._add_job(path, str(path), str(path.relative_to(folder)))
            elif os.path.realpath(path) != self._ledger:
                self.skipped[ending] += 1

    def _is_chosen(self, path: Path, folder: Path) -> bool:
        include, exclude = self._choice
        if not include and not exclude:
            return True
        from normalize.globs import is_chosen

        return is_chosen(path.relative_to(folder).as_posix(), include, exclude)

    def find_journal(self, name: str) -> Path | None:
        """Say where the journal of the run stands; None for a single text, and for stdout."""
        from normalize.formats import DOCUMENTS, get_reader

        if any(job.target is None for job in self.jobs):
            return None
        first = self.jobs[0]
        alone = len(self.jobs) == 1 and first.source is not None
        if alone and get_reader(first.source or "") in DOCUMENTS:
            return None
        folder = self.output.folder if not self.output.in_place else self._top
        if folder is not None:
            return folder / name
        assert first.target is not None
        return first.target.with_name(f".{first.target.name[:80]}{name}")

    def _walk(self, folder: Path, output: str | None) -> Iterator[Path]:
        """Yield the files below a folder; hidden ones and links to folders are passed over."""

        def fail(error: OSError) -> None:
            self.failures.append(f"{error.filename}: cannot be read: {error.strerror}")

        for parent, folders, files in os.walk(folder, onerror=fail):
            kept = []
            for name in folders:
                path = os.path.join(parent, name)  # noqa: PTH118  # as os.walk gives it
                if name.startswith(".") or os.path.realpath(path) == output:
                    continue
                if os.path.islink(path):  # noqa: PTH114
                    self.skipped["/"] += 1
                else:
                    kept.append(name)
            folders[:] = kept
            yield from (Path(parent) / name for name in files if not name.startswith("."))

    def _add_job(self, source: Path | None, name: str, relative: str) -> None:
        real = os.path.realpath(source) if source else "-"
        if real == self._ledger:
            return
        target = self.output.file
        if self.output.in_place:
            target = source
        elif self.output.folder is not None:
            if not relative:
                raise click.UsageError(
                    "standard input into a folder needs a name: --stdin-filename NAME"
                )
            target = self.output.folder / relative
        job = Job(source, name, target, relative)
        key = os.path.normcase(os.path.realpath(target)) if target else real
        owner = self._owners.setdefault(key, job)
        if owner is job:
            self.jobs.append(job)
        elif os.path.realpath(owner.source or "-") != os.path.realpath(source or "-"):
            raise click.UsageError(f"{owner.name} and {name} would both be written to {target}")

    def check_targets(self) -> None:
        """Refuse a target that is also read: that is what --in-place is for."""
        if self.output.in_place:
            return
        sources = {os.path.realpath(job.source): job for job in self.jobs if job.source}
        for job in self.jobs:
            if job.target and os.path.realpath(job.target) in sources:
                raise click.UsageError(
                    f"--output would overwrite {job.target}, which is read; if that is meant: "
                    "--in-place"
                )

    def iter_notes(self) -> Iterator[str]:
        """Say what was left out, once per ending."""
        for ending, count in sorted(self.skipped.items()):
            files = "file" if count == 1 else "files"
            if ending == "/":
                yield f"skipped {count:,} linked folder{'s' if count > 1 else ''}: not followed"
            elif ending == LEDGER_ENDING:
                yield f"skipped {count:,} {ending} {files}: ledgers of earlier runs"
            elif ending:
                yield f"skipped {count:,} {ending} {files}: no reader for this format yet"
            else:
                what = "it" if count == 1 else "them"
                yield f"skipped {count:,} {files} without ending: nothing says what is in {what}"


def plan_run(
    paths: tuple[str, ...],
    output: str | None,
    *,
    in_place: bool,
    writes: bool = True,
    stdin_name: str | None = None,
    ledger: LedgerPlace | None = None,
    choice: Choice | None = None,
) -> Plan:
    """Plan a run over files, folders and standard input (`-`).

    Args:
        paths: as given; a folder stands for the files in it that have a reader.
        output: file or folder to write to. It is a file for a single input and a name with
            an ending that is no folder yet; all else is a folder.
        in_place: write each file back to where it was.
        writes: False for runs that only look.
        stdin_name: what standard input is called.
        ledger: never read as a text; left out of folders, and an error when named.
        choice: what is read in folders.
    Raises:
        click.UsageError: the options contradict each other, or two results would collide.
    """
    if not paths:
        raise click.UsageError("name a file, a folder, or - for standard input")
    if ledger and not ledger.is_folder:
        _check_no_ledger(paths, ledger.path)
    if output == "":
        raise click.BadParameter("it is empty", param_hint="'--output'")
    paths = tuple(expand(paths))
    several = len(paths) > 1 or any(Path(path).is_dir() for path in paths if path != "-")
    if output and in_place:
        raise click.UsageError("--output and --in-place exclude each other")
    if in_place and "-" in paths:
        raise click.UsageError("standard input cannot be written in place")
    if several and writes and not (output or in_place):
        what = "a folder needs" if len(paths) == 1 else "several files need"
        raise click.UsageError(f"{what} --output DIR, or --in-place to overwrite")
    plan = Plan(_choose_output(output, several, in_place), ledger, choice)
    for path in paths:
        plan.add(path, stdin_name)
    plan.check_targets()
    return plan


def _check_no_ledger(paths: tuple[str, ...], ledger: Path) -> None:
    for path in paths:
        if path != "-" and os.path.realpath(path) == os.path.realpath(ledger):
            raise click.UsageError(f"{path} is the --ledger of this run, and no text to read")


def names_folder(path: str) -> bool:
    """Tell whether a path means a folder: one that is there, or a name that ends in a slash."""
    return Path(path).is_dir() or path.endswith(tuple(filter(None, (os.sep, os.altsep))))


def _choose_output(output: str | None, several: bool, in_place: bool) -> Output:
    if output is None:
        return Output(in_place=in_place)
    path = Path(output)
    if names_folder(output):
        return Output(folder=path)
    if path.exists() and not path.is_file():
        raise click.UsageError(
            f"--output {output} is not a regular file; leave it out to write to standard output"
        )
    if path.exists() and (several or not path.suffix):
        if several:
            raise click.UsageError(f"--output {output} is a file; several results need a folder")
        return Output(file=path)
    if several or not path.suffix:
        return Output(folder=path)
    return Output(file=path)


def _has_reader(path: Path) -> bool:
    from normalize.formats import READERS
    from normalize.formats.streams import split_name

    return split_name(path)[0].suffix.lower() in READERS


def _suggest(path: Path) -> str:
    """Name a neighbour whose name is nearly that of a missing file."""
    try:
        names = [entry.name for entry in path.parent.iterdir()]
    except OSError:
        return ""
    near = get_close_matches(path.name, names, n=1, cutoff=0.75)
    return f"; did you mean {path.with_name(near[0])}?" if near else ""
