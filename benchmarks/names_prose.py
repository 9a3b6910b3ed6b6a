"""What the names step changes in clean prose, and how fast it is there.

Every change is printed with its context, to be read: those that the house style asks for
(Kiev in today's news) are right, those inside a title, a quotation of old spelling or of
another bearer are wrong.

Usage: python benchmarks/names_prose.py [KIND…] [--max-bytes N] [--quiet]
"""

from __future__ import annotations

import argparse
import time
from collections import Counter, defaultdict

from corpora import load_documents

from normalize import Normalizer, Settings
from normalize.edits import Edit, Mention
from normalize.lexicon import Lexicon
from normalize.names import build_step
from normalize.step import Context

SETTINGS = Settings(steps=("names",))
CONTEXT = 50


def main() -> None:
    """Print the changes by kind of text, and the speed of the step and of its gate."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kinds", nargs="*")
    parser.add_argument("--max-bytes", type=int, default=None)
    parser.add_argument("--quiet", action="store_true")
    options = parser.parse_args()
    step = build_step(SETTINGS, Lexicon())
    cleaner = Normalizer(SETTINGS)
    sizes: Counter[str] = Counter()
    words: Counter[str] = Counter()
    changes: Counter[str] = Counter()
    mentions: Counter[str] = Counter()
    seconds: dict[str, float] = defaultdict(float)
    for document in load_documents(options.kinds or None, max_bytes=options.max_bytes):
        text, kind = document.text, document.kind
        sizes[kind] += len(text)
        words[kind] += len(text.split())
        start = time.process_time()
        items = list(step.find(text, Context(text, SETTINGS)))
        seconds[kind] += time.process_time() - start
        mentions[kind] += sum(isinstance(item, Mention) for item in items)
        if not any(isinstance(item, Edit) for item in items):
            continue
        for change in cleaner.explain(text).changes:
            changes[kind] += 1
            if not options.quiet:
                low, high = change.origin_start - CONTEXT, change.origin_end + CONTEXT
                near = " ".join(text[max(0, low) : high].split())
                print(f"{kind} {document.name}: {change.before!r} → {change.after!r}: {near}")
    for kind in sizes:
        per = changes[kind] / words[kind] * 100_000
        speed = sizes[kind] / seconds[kind] / 1e6
        print(
            f"{kind:14} {sizes[kind] / 1e6:6.2f} MB {changes[kind]:5} changes = {per:5.2f} per "
            f"100,000 words, {mentions[kind]:6} mentions, {speed:6.1f} MB/s"
        )


if __name__ == "__main__":
    main()
