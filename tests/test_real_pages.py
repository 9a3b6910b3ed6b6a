"""benchmarks/real_pages.py: lines of a page are told apart by the text of its article."""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "benchmarks"))

from real_pages import ARTICLE, EITHER, FURNITURE, PARTS, load_real_pages

ARTICLE_TEXT = """The harbour board voted on Tuesday to rebuild the old slipway with granite.

Its chairman said the stone had outlasted three piers and would outlast him too."""
PAGE = """<html><head><title>Slipway</title><script>var menu = 1;</script></head><body>
<nav><a href="/">Home</a> <a href="/news">News</a></nav>
<div><h1>Slipway to be rebuilt</h1><article>
<p>The harbour board voted on Tuesday to rebuild the old slipway with <b>granite</b>.</p>
<p class="share">Share this story</p>
<figure><figcaption>The slipway in spring.</figcaption></figure>
<p>Its chairman said the stone had outlasted three piers and would outlast him too.</p>
</article><p style="display: none">Hidden</p><p>More from the harbour</p></div>
<footer>Terms of use</footer></body></html>"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    pages = tmp_path / "article-extraction-benchmark"
    (pages / "html").mkdir(parents=True)
    truth = {}
    for number in range(20):
        name = f"{number:08d}"
        truth[name] = {"articleBody": ARTICLE_TEXT}
        (pages / "html" / f"{name}.html.gz").write_bytes(gzip.compress(PAGE.encode()))
    (pages / "ground-truth.json").write_text(json.dumps(truth), "utf-8")
    return tmp_path


def test_lines_are_labelled_in_all_forms(folder: Path) -> None:
    pages = [page for part in PARTS for page in load_real_pages(part, folder)]
    assert len({page.name for page in pages}) == 20
    labels = {
        page.form: {page.text[line.start : line.end]: line.label for line in page.lines}
        for page in pages
    }
    first, last = ARTICLE_TEXT.split("\n\n")
    article = {first: ARTICLE, "Share this story": FURNITURE, "The slipway in spring.": EITHER}
    article[last] = ARTICLE
    assert labels["article"] == article
    wide = {"Slipway to be rebuilt": EITHER, **article, "More from the harbour": FURNITURE}
    assert labels["wide"] == wide
    assert labels["body"] == {"Home News": FURNITURE, **wide, "Terms of use": FURNITURE}


def test_the_parts_share_no_page(folder: Path) -> None:
    dev, measure = ({page.name for page in load_real_pages(part, folder)} for part in PARTS)
    assert dev and measure and not dev & measure


def test_no_collections_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError):
        list(load_real_pages("dev", tmp_path))
