r"""Build dictionaries/language_model/ from the CMU Sphinx US-English trigram model.

The model lies inside the wheel of SpeechRecognition on PyPI (BSD-2-Clause, Carnegie Mellon
University). In this order: read its binary trie, drop what cannot occur in text, prune by relative
entropy, check that every distribution sums to one, write ARPA into a temporary folder, let KenLM's
`build_binary` make a quantised trie of it. Same wheel, same build_binary: same bytes.

Needs numpy (build only), KenLM's command line tools and, for --evaluate, `ufal.kenlm`:

    python scripts/build_language_model.py --wheel speechrecognition-3.17.0-py3-none-any.whl \
        --build-binary build_binary --evaluate fixtures/articles/*.txt

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
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

DISTRIBUTION, VERSION = "SpeechRecognition", "3.17.0"
KENLM_VERSION = "0.3.0"  # of the sdist on PyPI that build_binary is compiled from
DATA = "speech_recognition/pocketsphinx-data/en-US"
OUT = Path(__file__).parents[1] / "dictionaries" / "language_model"
BUILD_OPTIONS = ("-q", "8", "-b", "8", "-a", "22")
MAGIC = b"Trie Language Model"
BINS = 1 << 16  # entries in each of the three quantisation tables
LOG10_OF_BASE = float(np.log10(1.0001))  # the file counts in logarithms of base 1.0001
UNKNOWN = -7.0  # log10; below every word of the model (-6.34). KenLM's default is -100
FLOOR = 1e-6  # mass left for backing off: smaller differences are rounding
# Vocabulary entries no tokenizer yields: "port_au_prince".
JUNK_RE = re.compile(r".*_.*")


@dataclass(frozen=True)
class Trigrams:
    """A back-off trigram model, bigrams sorted by (context, word), trigrams likewise."""

    words: list[str]
    p1: Floats
    b1: Floats
    context2: Ints  # index of the first word
    word2: Ints
    p2: Floats
    b2: Floats
    context3: Ints  # index of the bigram that is the trigram's context
    word3: Ints
    p3: Floats

    def bigram_index(self, first: Ints, second: Ints) -> Ints:
        """Return where each bigram stands, or -1."""
        size = len(self.words)
        keys = self.context2 * size + self.word2
        wanted = first * size + second
        at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        found: Ints = np.where(keys[at] == wanted, at, -1)
        return found

    def lower2(self) -> Floats:
        """Return P(word) for each bigram."""
        return self.p1[self.word2]

    def lower3(self) -> Floats:
        """Return P(third word | second word) for each trigram, backing off where needed."""
        middle = self.word2[self.context3]
        at = self.bigram_index(middle, self.word3)
        return np.where(at >= 0, self.p2[at], self.b1[middle] + self.p1[self.word3])


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


# ---- cleaning and pruning


def keep_ngrams(model: Trigrams, keep2: Mask, keep3: Mask) -> Trigrams:
    """Return the model with these n-grams only; back-off weights are left as they were."""
    keep3 = keep3 & keep2[model.context3]
    renumbered = np.cumsum(keep2) - 1
    return replace(
        model,
        context2=model.context2[keep2],
        word2=model.word2[keep2],
        p2=model.p2[keep2],
        b2=model.b2[keep2],
        context3=renumbered[model.context3[keep3]],
        word3=model.word3[keep3],
        p3=model.p3[keep3],
    )


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


def _left_over(contexts: int, context: Ints, logs: Floats) -> Floats:
    """Return 1 - the sum of the probabilities, for each context, at least FLOOR."""
    return np.maximum(1 - np.bincount(context, 10**logs, contexts), FLOOR)


def recompute_backoffs(model: Trigrams) -> Trigrams:
    """Return the model with the back-off weights that make every distribution sum to one."""
    size = len(model.words)
    explicit = _left_over(size, model.context2, model.p2)
    lower = _left_over(size, model.context2, model.lower2())
    b1 = np.log10(explicit / lower)
    model = replace(model, b1=np.where(np.bincount(model.context2, minlength=size) > 0, b1, 0.0))
    count = len(model.word2)
    explicit = _left_over(count, model.context3, model.p3)
    lower = _left_over(count, model.context3, model.lower3())
    b2 = np.log10(explicit / lower)
    return replace(model, b2=np.where(np.bincount(model.context3, minlength=count) > 0, b2, 0.0))


def compare_without(context: Ints, p: Floats, lower: Floats, history_linear: Floats) -> Floats:
    """Return the relative entropy, in bits, of dropping each n-gram alone (Stolcke 1998).

    Perplexity rises by the factor 2 ** that. The mass of the dropped n-gram goes to the words its
    context backs off for, so the back-off weight changes with it.

    Args:
        context: index of each n-gram's context, into `history_linear`.
        p: P(word | context) of each n-gram.
        lower: P(word | shorter context) of each n-gram.
        history_linear: P(context), not a logarithm.
    """
    left = _left_over(len(history_linear), context, p)
    left_lower = _left_over(len(history_linear), context, lower)
    backoff = np.log(left / left_lower)[context]
    left, left_lower = left[context], left_lower[context]
    without = np.log((left + 10**p) / (left_lower + 10**lower))
    at_word = 10**p * ((lower - p) * np.log(10) + without)
    nats = -history_linear[context] * (at_word + left * (without - backoff))
    bits: Floats = nats / np.log(2)
    return bits


def prune(model: Trigrams, theta: float) -> Trigrams:
    """Drop n-grams whose relative entropy is below theta bits, unless a kept one starts so.

    As in SRILM: trigrams are judged by the unpruned bigrams, and <s> as often as </s>.
    """
    unigram = 10**model.p1
    unigram[model.words.index("<s>")] = unigram[model.words.index("</s>")]
    history = unigram[model.context2] * 10**model.p2
    keep3 = compare_without(model.context3, model.p3, model.lower3(), history) >= theta
    keep2 = compare_without(model.context2, model.p2, model.lower2(), unigram) >= theta
    keep2 |= np.bincount(model.context3[keep3], minlength=len(keep2)) > 0
    return recompute_backoffs(keep_ngrams(model, keep2, keep3))


def sum_distributions(model: Trigrams) -> Floats:
    """Return the sum of P(word | context) over the vocabulary, for each word and each bigram."""
    size, count = len(model.words), len(model.word2)
    one = np.bincount(model.context2, 10**model.p2, size)
    seen = np.bincount(model.context2, 10 ** model.lower2(), size)
    sums2 = one + 10**model.b1 * ((10**model.p1).sum() - seen)
    one = np.bincount(model.context3, 10**model.p3, count)
    seen = np.bincount(model.context3, 10 ** model.lower3(), count)
    return np.concatenate([sums2, one + 10**model.b2 * (sums2[model.word2] - seen)])


def check_sums(sums: Floats, share: float) -> str:
    """Return how near to one the sums are, for people.

    Raises:
        ValueError: if fewer than this share of them (0-1) are within 0.005 of one. For the source
            that means its layout or its base was read wrongly (it has damaged contexts of its own).
    """
    errors = np.abs(sums - 1)
    if (errors < 0.005).mean() < share:
        raise ValueError(f"only {(errors < 0.005).mean():.4f} of the distributions sum to one")
    return f"median {np.median(errors):.0e}, 99th percentile {np.percentile(errors, 99):.0e}, \
largest {errors.max():.0e}"


# ---- writing


def arpa_lines(model: Trigrams) -> Iterator[str]:
    """Yield the lines of the ARPA file."""
    words, size2, size3 = model.words, len(model.word2), len(model.word3)
    yield "\\data\\\n"
    yield f"ngram 1={len(words)}\nngram 2={size2}\nngram 3={size3}\n\n\\1-grams:\n"
    for p, word, b in zip(model.p1.tolist(), words, model.b1.tolist(), strict=True):
        yield f"{p:.6f}\t{word}\t{b:.6f}\n"
    yield "\n\\2-grams:\n"
    bigrams = [
        f"{words[first]} {words[second]}"
        for first, second in zip(model.context2.tolist(), model.word2.tolist(), strict=True)
    ]
    for p, bigram, b in zip(model.p2.tolist(), bigrams, model.b2.tolist(), strict=True):
        yield f"{p:.6f}\t{bigram}\t{b:.6f}\n"
    yield "\n\\3-grams:\n"
    columns = zip(model.p3.tolist(), model.context3.tolist(), model.word3.tolist(), strict=True)
    for p, context, word in columns:
        yield f"{p:.6f}\t{bigrams[context]} {words[word]}\n"
    yield "\n\\end\\\n"


def write_klm(model: Trigrams, build_binary: str, target: Path) -> None:
    """Write the model as a quantised KenLM trie, by way of ARPA in a temporary folder."""
    with tempfile.TemporaryDirectory() as folder:
        arpa = Path(folder) / "en.arpa"
        with arpa.open("w", encoding="utf-8", newline="\n") as out:
            out.writelines(arpa_lines(model))
        options = [*BUILD_OPTIONS, "-T", str(Path(folder) / "sort"), "-S", "1G"]
        command = [build_binary, *options, "trie", str(arpa), str(target)]
        subprocess.run(command, check=True, stderr=subprocess.DEVNULL)


def split_sentences(text: str) -> Iterator[list[str]]:
    """Yield sentences as lists of the model's words: lower case, no digits, `u. s.`."""
    text = text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    text = re.sub(r"\b(?:[A-Za-z]\.){2,}", lambda m: m[0].replace(".", ".\0 ") + " ", text)
    for line in text.splitlines():
        for sentence in re.split(r"[!?]|(?<!\bMr)(?<!\bMs)(?<!\bDr)\.(?=\s|$|[\"”)])", line):
            words = re.findall(r"[^\W\d_]\.(?=\0)|[^\W\d_]+(?:'[^\W\d_]+)*", sentence.lower())
            if words:
                yield words


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

| | |
|---|---|
| source | CMU Sphinx US-English generic model, `{member}` in `{wheel}` from PyPI |
| licence | BSD-2-Clause, Carnegie Mellon University: see `LICENSE` |
| sha256 of the wheel | `{wheel_sha}` |
| sha256 of the source model | `{source_sha}` |
| sha256 of `en.klm` | `{klm_sha}` ({klm_size:,} bytes) |
| dropped | words with `_`, n-grams across a sentence end, trigrams stored twice |
| added | `<unk>` at log10 {unknown} |
| pruning | relative entropy (Stolcke 1998), theta = {theta:g} bits; back-offs recomputed |
| n-grams before | {before} |
| n-grams after | {after} |
| distance of a distribution's sum from 1 | source: {source_sums} |
| | result, before quantisation: {sums} |
| KenLM | `build_binary {options} trie`, KenLM {kenlm} (PyPI sdist) |

Rebuild (numpy; `build_binary` compiled from the `kenlm` sdist with `cmake -B build` and
`make -C build build_binary`; two runs gave the same bytes):

    python scripts/build_language_model.py --download --build-binary build_binary \\
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
        write_klm(full, options.build_binary, full_klm)
        for file in options.evaluate:
            text = file.read_text(encoding="utf-8")
            perplexity, words, unknown = measure_perplexity(klm, text)
            before = measure_perplexity(full_klm, text)[0]
            rows.append(f"| {file.name} | {perplexity:.0f} | {before:.0f} | {words} | {unknown} |")
    return "\n".join(rows) + "\n"


def count_ngrams(model: Trigrams) -> str:
    """Return the numbers of n-grams, for people."""
    return f"{len(model.words):,} + {len(model.word2):,} + {len(model.word3):,}"


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
    model = prune(cleaned, options.theta) if options.theta > 0 else cleaned
    print("n-grams:", count_ngrams(full), "->", count_ngrams(cleaned), "->", count_ngrams(model))
    klm = out / "en.klm"
    write_klm(model, options.build_binary, klm)
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
        after=count_ngrams(model),
        source_sums=check_sums(sum_distributions(full), 0.98),
        sums=check_sums(sum_distributions(model), 1.0),
        options=" ".join(BUILD_OPTIONS),
        kenlm=KENLM_VERSION,
    )
    readme += evaluation_table(klm, cleaned, options)
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
    parser.add_argument("--build-binary", default="build_binary", help="KenLM's build_binary")
    parser.add_argument("--out", type=Path, default=OUT, help="folder to write")
    parser.add_argument("--theta", type=float, default=2e-7, help="bits a word; 0: no pruning")
    parser.add_argument("--evaluate", type=Path, nargs="*", default=[], help="texts to measure on")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        build(options.wheel or download_wheel(Path(folder)), options)


if __name__ == "__main__":
    main()
