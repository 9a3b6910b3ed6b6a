r"""Build dictionaries/language_model/ from the CMU Sphinx model and openly licensed texts.

The US-English trigram model lies inside the wheel of SpeechRecognition on PyPI (BSD-2-Clause,
Carnegie Mellon University); the texts are named in `language_model_texts.py`. In this order: read
the model's binary trie, drop what cannot occur in text, count the texts with KenLM's `lmplz`, mix
both, prune by relative entropy, check that every distribution sums to one, write ARPA into a
temporary folder, let KenLM's `build_binary` make a quantised trie of it.

Needs numpy (build only), KenLM's command line tools and, for --evaluate, `ufal.kenlm`:

    python scripts/build_language_model.py --wheel speechrecognition-3.17.0-py3-none-any.whl \
        --tools kenlm/build/bin --evaluate fixtures/articles/*.txt

Terms: probabilities and back-off weights are log10 as in ARPA unless a name ends in `_linear`.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

sys.path.insert(0, str(Path(__file__).resolve().parent))

from language_model_texts import TEXTS, default_cache, fetch, find_version, iter_paragraphs
from trigrams import (
    BUILD_OPTIONS,
    Ints,
    Trigrams,
    check_sums,
    count_ngrams,
    keep_ngrams,
    mix,
    prune,
    read_arpa,
    recompute_backoffs,
    sum_distributions,
    write_klm,
)

DISTRIBUTION, VERSION = "SpeechRecognition", "3.17.0"
KENLM_VERSION = "0.3.0"  # of the sdist on PyPI that build_binary is compiled from
DATA = "speech_recognition/pocketsphinx-data/en-US"
OUT = Path(__file__).parents[1] / "dictionaries" / "language_model"
MAGIC = b"Trie Language Model"
BINS = 1 << 16  # entries in each of the three quantisation tables
LOG10_OF_BASE = float(np.log10(1.0001))  # the file counts in logarithms of base 1.0001
THETA = 6.5e-8  # bits; the wheel stays below 15 MB
WEIGHT = 0.3  # of the texts against the Sphinx model
COUNT_OPTIONS = ("-o", "3", "--interpolate_unigrams", "1", "--discount_fallback", "-S", "2G")
FEWEST = 3  # words of a sentence that is worth counting
UNKNOWN = -7.0  # log10; below every word of the model (-6.34). KenLM's default is -100
# Vocabulary entries no tokenizer yields: "port_au_prince".
JUNK_RE = re.compile(r".*_.*")


# ---- reading: sphinxbase's ngram_model_trie.c, lm_trie.c, lm_trie_quant.c, bitarr.c


def _bits(data: bytes, base: int, offsets: Ints, width: int) -> Ints:
    """Read a little-endian number of `width` bits at each bit offset from byte `base`."""
    view: npt.NDArray[np.uint64] = np.ndarray((len(data) - 7,), "<u8", data, strides=(1,))
    shifted = view[base + (offsets >> 3)] >> (offsets & 7).astype(np.uint64)
    numbers: Ints = (shifted & np.uint64((1 << width) - 1)).astype(np.int64)
    return numbers


def parse_sphinx_trie(data: bytes) -> Trigrams:
    """Parse CMU Sphinx's binary trigram trie, in which n-grams stand last word first.

    Layout: magic, order (1 byte), three counts, quantiser type, tables (bigram probabilities,
    bigram back-offs, trigram probabilities), unigrams (probability, back-off, first child), bigrams
    (word, back-off bin, probability bin, first child), trigrams (word, probability bin), strings.

    Raises:
        ValueError: if it is not such a file, of order three.
    """
    at = len(MAGIC)
    if data[:at] != MAGIC or data[at] != 3:
        raise ValueError("not a Sphinx trie language model of order 3")
    size, bigrams, trigrams = (int(n) for n in np.frombuffer(data, "<u4", 3, at + 1))
    at += 1 + 12 + 4
    tables = np.frombuffer(data, "<f4", 3 * BINS, at).reshape(3, BINS).astype(float)
    tables *= LOG10_OF_BASE
    at += 3 * BINS * 4
    unigrams = np.frombuffer(data, [("p", "<f4"), ("b", "<f4"), ("next", "<u4")], size + 1, at)
    at += 12 * (size + 1)
    word_bits, next_bits = size.bit_length(), trigrams.bit_length()
    width = word_bits + 32 + next_bits
    first_child = unigrams["next"].astype(np.int64)
    offsets = np.arange(first_child[-1] + 1) * width  # the count in the header is too high by 58
    context2 = _bits(data, at, offsets[:-1], word_bits)
    b2 = tables[1][_bits(data, at, offsets[:-1] + word_bits, 16)]
    p2 = tables[0][_bits(data, at, offsets[:-1] + word_bits + 16, 16)]
    children = np.diff(_bits(data, at, offsets + word_bits + 32, next_bits))
    at += ((1 + bigrams) * width + 7) // 8 + 8
    offsets = np.arange(trigrams) * (word_bits + 16)
    first = _bits(data, at, offsets, word_bits)
    p3 = tables[2][_bits(data, at, offsets + word_bits, 16)]
    at += ((1 + trigrams) * (word_bits + 16) + 7) // 8 + 8
    words = data[at + 4 :].decode("latin-1").split("\0")[:-1]
    p1, b1 = (unigrams[name][:-1].astype(float) * LOG10_OF_BASE for name in "pb")
    word2 = np.repeat(np.arange(size), np.diff(first_child))
    parent = np.repeat(np.arange(len(word2)), children)
    return _forward(Trigrams(words, p1, b1, context2, word2, p2, b2, parent, first, p3))


def _forward(trie: Trigrams) -> Trigrams:
    """Turn "last word first" into "first word first": only contexts and order change."""
    order2 = np.lexsort((trie.word2, trie.context2))
    model = replace(
        trie,
        context2=trie.context2[order2],
        word2=trie.word2[order2],
        p2=trie.p2[order2],
        b2=trie.b2[order2],
    )
    context3 = model.bigram_index(trie.word3, trie.context2[trie.context3])
    word3 = trie.word2[trie.context3]
    if (context3 < 0).any():
        raise ValueError("a trigram's context is no bigram of the model")
    order3 = np.lexsort((word3, context3))
    return replace(model, context3=context3[order3], word3=word3[order3], p3=trie.p3[order3])


def drop_impossible(model: Trigrams) -> Trigrams:
    """Drop junk words, n-grams across a sentence end, and trigrams stored twice; add <unk>."""
    start, end = model.words.index("<s>"), model.words.index("</s>")
    junk = np.array([bool(JUNK_RE.fullmatch(word)) for word in model.words])
    last, first = junk.copy(), junk.copy()
    last[start] = True
    first[end] = True
    keep2 = ~(first[model.context2] | last[model.word2])
    keep3 = ~(last[model.word3] | first[model.word2[model.context3]])
    same = (np.diff(model.context3) == 0) & (np.diff(model.word3) == 0)
    keep3[1:] &= ~same
    model = keep_ngrams(model, keep2, keep3)
    renumbered = np.cumsum(~junk) - 1
    p1 = np.append(model.p1[~junk], UNKNOWN)
    p1[renumbered[start]] = -99.0
    p1 -= np.log10((10**p1).sum())
    return replace(
        model,
        words=[word for word, bad in zip(model.words, junk, strict=True) if not bad] + ["<unk>"],
        p1=p1,
        b1=np.append(model.b1[~junk], 0.0),
        context2=renumbered[model.context2],
        word2=renumbered[model.word2],
        word3=renumbered[model.word3],
    )


def split_sentences(text: str) -> Iterator[list[str]]:
    """Yield sentences as lists of the model's words: lower case, no digits, `u. s.`."""
    text = text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    text = re.sub(r"\b(?:[A-Za-z]\.){2,}", lambda m: m[0].replace(".", ".\0 ") + " ", text)
    for line in text.splitlines():
        for sentence in re.split(r"[!?]|(?<!\bMr)(?<!\bMs)(?<!\bDr)\.(?=\s|$|[\"”)])", line):
            words = re.findall(r"[^\W\d_]\.(?=\0)|[^\W\d_]+(?:'[^\W\d_]+)*", sentence.lower())
            if words:
                yield words


def write_sentences(cache: Path, target: Path) -> str:
    """Write the sentences of the texts, each once; return a Markdown table of the sources."""
    rows = ["| text | licence | words |", "|---|---|---|"]
    seen: set[str] = set()
    with target.open("w", encoding="utf-8") as out:
        for source in TEXTS:
            if not source.root(cache).exists():
                fetch(source, cache)
            total = 0
            for paragraph in iter_paragraphs(source, cache):
                for words in split_sentences(paragraph):
                    sentence = " ".join(words)
                    if len(words) >= FEWEST and sentence not in seen:
                        seen.add(sentence)
                        out.write(sentence + "\n")
                        total += len(words)
            version = find_version(source, cache)
            rows.append(f"| {source.ecosystem} `{version}` | {source.licence} | {total:,} |")
    return "\n".join(rows)


def count_texts(sphinx: Trigrams, options: argparse.Namespace) -> tuple[Trigrams, str]:
    """Count the texts in the words of the Sphinx model; return model and table of sources."""
    words = [word for word in sphinx.words if word not in ("<s>", "</s>", "<unk>")]
    with tempfile.TemporaryDirectory() as folder:
        sentences, vocabulary, arpa = (Path(folder) / name for name in ("txt", "words", "arpa"))
        table = write_sentences(options.cache, sentences)
        vocabulary.write_text(" ".join(words), encoding="utf-8")
        limit = ("--limit_vocab_file", str(vocabulary), "-T", folder)
        with sentences.open("rb") as given, arpa.open("wb") as out:
            command = [str(options.tools / "lmplz"), *COUNT_OPTIONS, *limit]
            subprocess.run(command, stdin=given, stdout=out, stderr=subprocess.DEVNULL, check=True)
        model = read_arpa(arpa, sphinx.words)
    # What the texts say of words that the model lacks is left out: they stay as rare as they are.
    model.p1[-1] = UNKNOWN
    model.p1[:] -= np.log10((10**model.p1).sum())
    return recompute_backoffs(model), table


def write_licences(cache: Path, target: Path) -> None:
    """Write the notices of the texts that are not in the public domain into one file."""
    parts = []
    for source in TEXTS:
        notice = source.root(cache) / "usr/share/doc" / source.package / "copyright"
        if source.licence != "public domain":
            parts.append(f"==== {source.package}\n\n{notice.read_text('utf-8').strip()}\n")
    target.write_text("\n".join(parts), encoding="utf-8")


def measure_perplexity(klm: Path, text: str) -> tuple[float, int, int]:
    """Return perplexity without unknown words, the words scored, the unknown words."""
    import kenlm  # type: ignore[import-not-found, unused-ignore]  # only for --evaluate

    model: Any = kenlm.Model(str(klm))
    known: list[float] = []
    unknown = 0
    for sentence in split_sentences(text):
        for log_prob, _, is_unknown in model.full_scores(" ".join(sentence)):
            unknown += is_unknown
            if not is_unknown:
                known.append(log_prob)
    return 10 ** -(sum(known) / len(known)), len(known), unknown


README = """\
<!-- Generated by scripts/build_language_model.py from {wheel} with KenLM {kenlm}; do not edit. -->
# English language model

`en.klm` is a trigram model of US English, lower case, without digits or punctuation; `U.S.` is
`u. s.`, a possessive is one word (`moscow's`). It is a KenLM trie, read with `ufal.kenlm`.
The Sphinx model and a model of the texts below are mixed; none of the texts is measured on.

| | |
|---|---|
| source | CMU Sphinx US-English generic model, `{member}` in `{wheel}` from PyPI |
| licence | BSD-2-Clause, Carnegie Mellon University: see `LICENSE`; texts: `LICENSE-texts` |
| sha256 of the wheel | `{wheel_sha}` |
| sha256 of the source model | `{source_sha}` |
| sha256 of `en.klm` | `{klm_sha}` ({klm_size:,} bytes) |
| dropped | words with `_`, n-grams across a sentence end, trigrams stored twice |
| added | `<unk>` at log10 {unknown} |
| pruning | relative entropy (Stolcke 1998), theta = {theta:g} bits; back-offs recomputed |
| n-grams of the Sphinx model | {before} |
| n-grams of the texts | {counted}, mixed in with weight {weight} |
| n-grams after pruning | {after} |
| distance of a distribution's sum from 1 | source: {source_sums} |
| | result, before quantisation: {sums} |
| KenLM | `build_binary {options} trie`, KenLM {kenlm} (PyPI sdist) |

{texts}

Rebuild (numpy; `lmplz` and `build_binary` compiled from the `kenlm` sdist with `cmake -B build`
and `make -C build lmplz build_binary`):

    python scripts/build_language_model.py --download --tools kenlm/build/bin \\
        --theta {theta:g} --evaluate FILE...
"""


def evaluation_table(klm: Path, full: Trigrams, options: argparse.Namespace) -> str:
    """Return a Markdown table of perplexities, one text a row, or nothing without texts."""
    if not options.evaluate:
        return ""
    rows = ["\nPerplexity, unknown words left out, sentence ends counted:\n"]
    rows += ["| text | as shipped | before pruning | scored | unknown |", "|---|---|---|---|---|"]
    with tempfile.TemporaryDirectory() as folder:
        full_klm = Path(folder) / "full.klm"
        write_klm(full, str(options.tools / "build_binary"), full_klm)
        for file in options.evaluate:
            text = file.read_text(encoding="utf-8")
            perplexity, words, unknown = measure_perplexity(klm, text)
            before = measure_perplexity(full_klm, text)[0]
            rows.append(f"| {file.name} | {perplexity:.0f} | {before:.0f} | {words} | {unknown} |")
    return "\n".join(rows) + "\n"


def sha256(data: bytes) -> str:
    """Return the SHA-256 of the bytes in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def build(wheel: Path, options: argparse.Namespace) -> None:
    """Write en.klm, en.klm.sha256, LICENSE and README.md into the output folder."""
    out: Path = options.out
    out.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(wheel) as archive:
        source = archive.read(f"{DATA}/language-model.lm.bin")
        (out / "LICENSE").write_bytes(archive.read(f"{DATA}/LICENSE.txt"))
    full = parse_sphinx_trie(source)
    cleaned = recompute_backoffs(drop_impossible(full))
    counted, texts = count_texts(cleaned, options)
    mixed = mix(cleaned, counted, options.weight)
    model = prune(mixed, options.theta) if options.theta > 0 else mixed
    write_licences(options.cache, out / "LICENSE-texts")
    print("n-grams:", count_ngrams(full), "->", count_ngrams(mixed), "->", count_ngrams(model))
    klm = out / "en.klm"
    write_klm(model, str(options.tools / "build_binary"), klm)
    klm_sha = sha256(klm.read_bytes())
    (out / "en.klm.sha256").write_text(f"{klm_sha}  en.klm\n", encoding="utf-8")
    readme = README.format(
        wheel=wheel.name,
        member=f"{DATA}/language-model.lm.bin",
        wheel_sha=sha256(wheel.read_bytes()),
        source_sha=sha256(source),
        klm_sha=klm_sha,
        klm_size=klm.stat().st_size,
        unknown=UNKNOWN,
        theta=options.theta,
        before=count_ngrams(full),
        counted=count_ngrams(counted),
        weight=options.weight,
        texts=texts,
        after=count_ngrams(model),
        source_sums=check_sums(sum_distributions(full), 0.98),
        sums=check_sums(sum_distributions(model), 1.0),
        options=" ".join(BUILD_OPTIONS),
        kenlm=KENLM_VERSION,
    )
    readme += evaluation_table(klm, mixed, options)
    (out / "README.md").write_text(readme, encoding="utf-8")
    print(readme)


def download_wheel(folder: Path) -> Path:
    """Fetch the wheel with pip, from whatever index pip is set up to use."""
    requirement = f"{DISTRIBUTION}=={VERSION}"
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "-d", str(folder), requirement]
    subprocess.run(command, check=True)
    return next(folder.glob("*.whl"))


def main() -> None:
    """Parse the command line and build."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--wheel", type=Path, help=f"wheel of {DISTRIBUTION} {VERSION}")
    source.add_argument("--download", action="store_true", help="fetch the wheel with pip")
    parser.add_argument("--tools", type=Path, required=True, help="folder of KenLM's programs")
    parser.add_argument("--cache", type=Path, default=default_cache(), help="where texts are kept")
    parser.add_argument("--weight", type=float, default=WEIGHT, help="share of the texts, 0-1")
    parser.add_argument("--out", type=Path, default=OUT, help="folder to write")
    parser.add_argument("--theta", type=float, default=THETA, help="bits a word; 0: no pruning")
    parser.add_argument("--evaluate", type=Path, nargs="*", default=[], help="texts to measure on")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        build(options.wheel or download_wheel(Path(folder)), options)


if __name__ == "__main__":
    main()
