"""Build chains.tsv and odd.tsv of dictionaries/substitutions/thesaurus from the public thesaurus.

    python scripts/build_substitutions.py --package thesaurus-0.0.1.tgz

The spinner of this family takes a word's first single-word, purely lower-case synonym in
the OpenOffice English thesaurus (`th_en_US_new`), and often that word's again. The table is
the inverse: for every written word the common English words that one, two, three or four
such hops turn into it, in `other` those that merely have it among their synonyms, and in `far`
the commonest words of all where it is a synonym of a synonym or the other way round; each with the
number of these. `odd.tsv` lists the written words that speak most for a spinner. Without
--package the npm client fetches the package.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from hashlib import sha256
from itertools import accumulate
from math import exp
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

PACKAGE = "thesaurus@0.0.1"
MEMBER = "package/lib/th_en_US_new.js"
LICENCE_MEMBER = "package/LICENSE.txt"
FOLDER = ROOT / "dictionaries" / "substitutions" / "thesaurus"
MAX_HOPS = 4
# A spinner writes numbers as digits; as synonyms of each other they only mislead.
NUMBERS = frozenset(
    "one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty "
    "hundred thousand million billion trillion".split()
)
COLUMNS = ("written", "one", "two", "three", "four", "other", "far")
MIN_LOG10 = -6.0  # an author's word is rarely rarer than one in a million
ODD = 1.0  # nats by which a word speaks for a spinner that is looked for in every text
ODD_SHARE = 0.97  # of all such words in spun text: the rest of the list is hardly ever seen
VERY_COMMON = -3.3  # of a word that occurs so often that even a far-fetched origin shows
PLAIN_RE = re.compile(r"[a-z]+")

Thesaurus = Mapping[str, list[str]]


def read_package(path: Path) -> tuple[Thesaurus, str]:
    """Read the thesaurus (head → synonyms of all senses, in order) and its licence."""
    with tarfile.open(path) as archive:
        source = archive.extractfile(MEMBER)
        licence = archive.extractfile(LICENCE_MEMBER)
        if source is None or licence is None:
            sys.exit(f"{path}: no {MEMBER} in it")
        script = source.read().decode("utf-8")
        notice = licence.read().decode("utf-8")
    return json.loads(script[script.index("{") : script.rindex("}") + 1]), notice


def find_synonyms(word: str, thesaurus: Thesaurus) -> list[str]:
    """List the single-word, purely lower-case synonyms of a word, in order, once each."""
    plain = (s for s in thesaurus.get(word, ()) if PLAIN_RE.fullmatch(s) and s != word)
    return list(dict.fromkeys(plain))


def iter_chain(word: str, thesaurus: Thesaurus) -> Iterator[str]:
    """Yield what one, two … `MAX_HOPS` hops make of a word; a circle ends it."""
    seen = {word}
    for _ in range(MAX_HOPS):
        synonyms = find_synonyms(word, thesaurus)
        if not synonyms or synonyms[0] in seen:
            return
        word = synonyms[0]
        seen.add(word)
        yield word


def find_heads(thesaurus: Thesaurus) -> dict[str, list[str]]:
    """Turn the thesaurus round: for each synonym the single plain words that have it."""
    heads: defaultdict[str, list[str]] = defaultdict(list)
    for head in thesaurus:
        if PLAIN_RE.fullmatch(head):
            for synonym in find_synonyms(head, thesaurus):
                heads[synonym].append(head)
    return dict(heads)


def find_far(word: str, thesaurus: Thesaurus, heads: Mapping[str, list[str]]) -> set[str]:
    """Find the synonyms of a word's synonyms and the words that have it among theirs."""
    synonyms = find_synonyms(word, thesaurus)
    far = {other for synonym in synonyms for other in find_synonyms(synonym, thesaurus)}
    far.update(heads.get(word, ()))
    return far.difference((word,), synonyms, iter_chain(word, thesaurus))


def build_rows(
    thesaurus: Thesaurus, words: Mapping[str, float], common: frozenset[str]
) -> list[str]:
    """Build the rows of the inverse table, sorted by written word."""
    table: defaultdict[str, list[list[str]]] = defaultdict(lambda: [[] for _ in COLUMNS[1:]])
    heads = find_heads(thesaurus)
    for original, score in sorted(words.items()):
        if score < MIN_LOG10 or original not in common or original in NUMBERS:
            continue
        synonyms = find_synonyms(original, thesaurus)
        chain = list(iter_chain(original, thesaurus))
        for hop, written in enumerate(chain):
            table[written][hop].append(original)
        for written in synonyms:
            if written not in chain:
                table[written][MAX_HOPS].append(f"{original}:{len(synonyms)}")
        if score >= VERY_COMMON:
            far = find_far(original, thesaurus, heads)
            for written in far:
                table[written][MAX_HOPS + 1].append(f"{original}:{len(far)}")
    return [
        "\t".join([written, *(" ".join(cell) for cell in cells)])
        for written, cells in sorted(table.items())
        if len(written) > 1
    ]


def find_odd() -> list[str]:
    """List the written words of chains.tsv that speak clearly for a spinner, sorted."""
    from normalize.lexicon import load_word_scores
    from normalize.unspin.channel import Channel, load_chains

    channel = Channel(FOLDER.name, observed=False)
    scores = load_word_scores()
    shares = {
        word: sum(exp(log_prob) * 10 ** scores[other] for other, log_prob in candidates)
        for word in load_chains(FOLDER.name)
        if channel.weights[word] >= ODD and (candidates := channel.candidates(word))
    }
    ranked = sorted(shares, key=lambda word: -shares[word])
    sums = accumulate(shares[word] for word in ranked)
    most = ODD_SHARE * sum(shares.values())
    return sorted(word for word, reached in zip(ranked, sums, strict=True) if reached <= most)


def main() -> None:
    """Run from the command line."""
    from normalize.lexicon import load_list, load_word_scores

    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--package", type=Path, help="the npm package, packed (.tgz)")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = arguments.package
        if path is None:
            subprocess.run(["npm", "pack", PACKAGE], cwd=folder, check=True)
            path = next(Path(folder).glob("*.tgz"))
        digest = sha256(path.read_bytes()).hexdigest()
        thesaurus, notice = read_package(path)
    rows = build_rows(thesaurus, load_word_scores(), load_list("words/common.tsv", "word"))
    FOLDER.mkdir(parents=True, exist_ok=True)
    stamp = (
        f"# Generated by scripts/build_substitutions.py from npm {PACKAGE} "
        f"(sha256 {digest[:16]}) and words/*.tsv; do not edit.\n"
    )
    table = stamp + "\t".join(COLUMNS) + "\n" + "".join(f"{row}\n" for row in rows)
    (FOLDER / "chains.tsv").write_text(table, encoding="utf-8")
    (FOLDER / "LICENSE").write_text(notice, encoding="utf-8")
    odd = find_odd()
    (FOLDER / "odd.tsv").write_text(stamp + "\n".join(("word", *odd, "")), encoding="utf-8")
    print(f"{len(rows)} rows and {len(odd)} odd words written to {FOLDER}")


if __name__ == "__main__":
    main()
