"""Pages of the web with their articles told apart by people: to fit to, and to measure by.

Two public collections, which are not ours and are not shipped: clone them into one folder, by
default `pages` beside the corpora of benchmarks/corpora.py.

    scrapinghub/article-extraction-benchmark   181 pages with the text of the article (MIT)
    mozilla/readability                        130 pages with the blocks kept (Apache-2.0)

Of each page three texts are made, as scrapers leave them when they strip the markup: of the
smallest element that holds the article ("article"), of the largest inside `<body>` that adds
to it ("wide"), and of the whole page ("body"). A line is the article's where its words are,
furniture where none are. What editors differ about is neither: captions, by-lines, dates,
headlines, credits, copyright lines, lines of which half is the article's.

    python benchmarks/real_pages.py                 # the part to measure with, figures only
    python benchmarks/real_pages.py --part dev --list
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parent))  # the file is run as a script

from corpora import default_cache
from lxml import html
from rapidfuzz.distance import LCSseq

from normalize import Normalizer, Settings

FOLDER = default_cache() / "pages"
PARTS = ("dev", "measure")
FORMS = ("article", "wide", "body")
ARTICLE, FURNITURE, EITHER = 0, 1, -1
MOST, LEAST = 0.8, 0.2  # of a line's words, that are the article's
COVERED = 0.9  # of the article's words that must be found in the text
MORE = 1.1  # times as long as the article's element the "wide" one must be
NOTE = 600  # characters of an element whose name says what it is
BLOCKS = frozenset(
    "p div section article header footer aside nav ul ol li dl dt dd table tr td th h1 h2 h3 h4 h5 "
    "h6 blockquote pre figure figcaption form fieldset address main hr br option button label "
    "details summary body center legend".split()
)
HIDDEN = frozenset(
    "script style noscript template svg head iframe canvas math select textarea video audio".split()
)
FREE_TAGS = frozenset(("figure", "figcaption", "time", "h1"))
FREE_NAME_RE = re.compile(
    r"by-?line|author|date|time|publish|credit|caption|kicker|headline|title|standfirst|deck"
    r"|summary|description|subhead",
    re.IGNORECASE,
)
FREE_RE = re.compile(  # lines that one collection keeps and the next editor removes
    r"©|copyright|all rights reserved|\b(?:photo|image|picture|graphic|reporting|editing)s?\b"
    r"|\bgetty\b|/reuters|/ap\b|shutterstock|sign up|subscribe|newsletter|read (?:more|also|next)"
    r"|see more|lire aussi|continue reading|originally (?:appeared|published)|editor.s note"
    r"|follow .* on (?:twitter|facebook)|affiliate|commission|^by [A-Z]",
    re.IGNORECASE,
)
WORD_RE = re.compile(r"\w+")
ENDS = (".", "?", "!", "”", '"', "。")
SENTENCE = 80  # characters of a line that a program's choice of blocks is believed for


class Line(NamedTuple):
    """A line of a text: its place, and what it is: 0 the article's, 1 furniture, −1 either."""

    start: int
    end: int
    label: int


class RealPage(NamedTuple):
    """The text of a page in one of the `FORMS`, with its lines in order."""

    name: str
    form: str
    text: str
    lines: list[Line]


def load_real_pages(part: str, folder: Path = FOLDER) -> Iterator[RealPage]:
    """Yield the pages of a part ("dev" or "measure": 6 and 4 of 10) in all their forms.

    Raises:
        OSError: the collections are not there.
    """
    for name, document, article, is_sure in _read_pages(folder):
        if (_draw(name) % 10 < 6) == (part == "dev"):
            for form, element in _find_forms(document, article):
                page = _label_page(name, form, element, article, is_sure)
                if page is not None:
                    yield page


def _read_pages(folder: Path) -> Iterator[tuple[str, Any, str, bool]]:
    """Yield name, parsed page, text of the article, and whether people have told it apart."""
    zyte = folder / "article-extraction-benchmark"
    truth = json.loads((zyte / "ground-truth.json").read_text("utf-8"))
    for name, row in sorted(truth.items()):
        path = zyte / "html" / f"{name}.html.gz"
        if path.exists():
            yield (
                f"zyte-{name[:8]}",
                _parse(gzip.decompress(path.read_bytes())),
                row["articleBody"],
                True,
            )
    for kept in sorted((folder / "readability/test/test-pages").glob("*/expected.html")):
        article = "\n".join(line for line, _ in _read_lines(_parse(kept.read_bytes())))
        page = kept.with_name("source.html").read_bytes()
        if article:
            yield f"moz-{kept.parent.name}", _parse(page), article, False


def _draw(name: str) -> int:
    """Draw a number for a page, ever the same."""
    return int(hashlib.md5(name.encode(), usedforsecurity=False).hexdigest(), 16)


def _parse(page: bytes) -> Any:
    """Parse a page, in the encoding that it names."""
    named = re.search(rb"charset=[\"']?([\w-]+)", page[:4000])
    try:
        text = page.decode(named[1].decode() if named else "utf-8")
    except (LookupError, UnicodeDecodeError):
        text = page.decode("utf-8", "replace")
    return html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text))


def _read_lines(root: Any) -> list[tuple[str, bool]]:
    """Read the visible lines of an element; True: its tag or class says that it is metadata."""
    lines: list[tuple[str, bool]] = []
    words: list[str] = []
    free: list[bool] = []

    def end_line() -> None:
        line = " ".join("".join(words).split())
        if line:
            lines.append((line, any(free)))
        words.clear()
        free.clear()

    def add(text: str | None, is_free: bool) -> None:
        words.append(text or "")
        if text and not text.isspace():
            free.append(is_free)

    def walk(element: Any, is_free: bool) -> None:
        if not isinstance(element.tag, str) or element.tag in HIDDEN or _is_hidden(element):
            return
        is_free = is_free or _is_free(element)
        if element.tag in BLOCKS:
            end_line()
        add(element.text, is_free)
        for child in element:
            walk(child, is_free)
            add(child.tail, is_free)
        if element.tag in BLOCKS:
            end_line()

    walk(root, False)
    end_line()
    return lines


def _is_hidden(element: Any) -> bool:
    style = element.get("style", "").replace(" ", "").lower()
    return "display:none" in style or element.get("hidden") is not None


def _is_free(element: Any) -> bool:
    if element.tag in FREE_TAGS:
        return True
    names = " ".join(element.get(key, "") for key in ("class", "itemprop", "rel"))
    if element.tag in ("html", "body", "main", "article") or not FREE_NAME_RE.search(names):
        return False
    return len(element.text_content()) < NOTE


def _find_forms(document: Any, article: str) -> list[tuple[str, Any]]:
    """Return the elements that the texts of a page are made of, narrowest first."""
    wanted = _find_shingles(article)
    body = document.find(".//body")
    element = document if body is None else body
    path = [(element, len(element.text_content()))]
    held = len(wanted & _find_shingles(_read_text(element)))
    while held:
        for child in element:
            if isinstance(child.tag, str) and child.tag not in HIDDEN:
                if len(wanted & _find_shingles(_read_text(child))) >= 0.97 * held:
                    element = child
                    path.append((child, len(_read_text(child))))
                    break
        else:
            break
    size = len(_read_text(element))
    wider = [one for one, length in path[1:-1] if length > MORE * size]
    forms = [("article", element)]
    if wider:
        forms.append(("wide", wider[0]))
    if len(path) > 1:
        forms.append(("body", path[0][0]))
    return forms


def _read_text(element: Any) -> str:
    return "\n".join(line for line, _ in _read_lines(element))


def _find_shingles(text: str) -> set[tuple[str, ...]]:
    words = WORD_RE.findall(text.lower())
    return set(zip(words, words[1:], words[2:], words[3:], strict=False))


def _label_page(name: str, form: str, element: Any, article: str, is_sure: bool) -> RealPage | None:
    """Write a text of a page and label its lines; None where the article is not in it."""
    lines = _read_lines(element)
    words = [(word, at) for at, (line, _) in enumerate(lines) for word in _split(line)]
    wanted = _split(article)
    hits = Counter(
        words[at][1]
        for block in LCSseq.opcodes([word for word, _ in words], wanted)
        if block.tag == "equal"
        for at in range(block.src_start, block.src_end)
    )
    if sum(hits.values()) < COVERED * len(wanted):
        return None
    sizes = Counter(at for _, at in words)
    whole = {"".join(_split(line)) for line in article.splitlines()}
    gap = "\n\n" if _draw(name) // 10 % 2 else "\n"
    places, start = [], 0
    for at, (line, is_free) in enumerate(lines):
        label = _label_line(line, hits[at] / sizes[at] if sizes[at] else 0.5, is_free, is_sure)
        if label == FURNITURE and "".join(_split(line)) in whole:
            label = EITHER  # the article has such a line, too
        places.append(Line(start, start + len(line), label))
        start += len(line) + len(gap)
    return RealPage(name, form, gap.join(line for line, _ in lines) + "\n", places)


def _label_line(line: str, share: float, is_free: bool, is_sure: bool) -> int:
    if share <= LEAST:
        return EITHER if is_free else FURNITURE
    if share < MOST or FREE_RE.search(line):
        return EITHER
    return ARTICLE if is_sure or len(line) >= SENTENCE or line.endswith(ENDS) else EITHER


def _split(text: str) -> list[str]:
    return WORD_RE.findall(text.lower())


def main() -> None:
    """Print how the lines removed as page furniture agree with the labels; see `--help`."""
    parser = argparse.ArgumentParser(description="Page furniture on pages of the web.")
    parser.add_argument("--part", choices=PARTS, default="measure")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where the clones are")
    parser.add_argument("--list", action="store_true", help="print the faults (part dev only)")
    options = parser.parse_args()
    if options.list and options.part != "dev":
        parser.error("--list is for --part dev: nobody builds on what is measured with")
    if not options.folder.exists():
        parser.error(f"no pages in {options.folder}: {__doc__.split(chr(10) * 2)[1]}")
    normalizer = Normalizer(Settings(steps=("characters", "layout")))
    counts: Counter[tuple[str, int, bool]] = Counter()
    for page in load_real_pages(options.part, options.folder):
        for line, is_gone in zip(page.lines, _find_gone(page, normalizer), strict=True):
            counts[page.form, line.label, is_gone] += 1
            if options.list and line.label == is_gone ^ 1:
                text = page.text[line.start : line.end][:120]
                print(
                    f"{page.name:<20}{page.form:<9}{'missed' if line.label else 'WRONG '} {text!r}"
                )
    print(f"{'':<9}{'furniture':>10}{'removed':>9}{'wrong':>7}{'precision':>11}{'recall':>8}")
    for form in FORMS:
        right, missed = counts[form, FURNITURE, True], counts[form, FURNITURE, False]
        wrong = counts[form, ARTICLE, True]
        precision, recall = right / max(1, right + wrong), right / max(1, right + missed)
        print(
            f"{form:<9}{right + missed:>10}{right:>9}{wrong:>7}{precision:>11.3f}{recall:>8.3f}"
            f"   wrong: 1 of {(wrong + counts[form, ARTICLE, False]) / max(1, wrong):,.0f} lines"
        )


def _find_gone(page: RealPage, normalizer: Normalizer) -> Sequence[bool]:
    """Tell of each line whether it is removed as page furniture."""
    gone = bytearray(len(page.text))
    for change in normalizer.explain(page.text).changes:
        if change.rule == "page-furniture":
            size = change.origin_end - change.origin_start
            gone[change.origin_start : change.origin_end] = b"\1" * size
    return [all(gone[line.start : line.end]) for line in page.lines]


if __name__ == "__main__":
    main()
