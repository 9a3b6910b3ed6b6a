"""Back-off trigram models as arrays: prune them, mix two, write them for KenLM.

Terms: probabilities and back-off weights are log10 as in ARPA unless a name ends in `_linear`.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

BUILD_OPTIONS = ("-q", "8", "-b", "8", "-a", "22")
FLOOR = 1e-6  # mass left for backing off: smaller differences are rounding
RAREST = -9.0  # log10 of a word that a model does not have, before it is mixed with one that has


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


def count_ngrams(model: Trigrams) -> str:
    """Return the numbers of n-grams, for people."""
    return f"{len(model.words):,} + {len(model.word2):,} + {len(model.word3):,}"


def read_arpa(path: Path, words: list[str]) -> Trigrams:
    """Read an ARPA file of order three; n-grams with other or unknown words are left out."""
    index = {word: number for number, word in enumerate(words) if word != "<unk>"}
    p1, b1 = np.full(len(words), RAREST), np.zeros(len(words))
    rows: dict[int, list[list[int]]] = {2: [], 3: []}
    logs: dict[int, list[tuple[float, float]]] = {2: [], 3: []}
    order = 0
    with path.open(encoding="utf-8") as file:
        for line in file:
            if line.startswith("\\"):
                order = int(line[1]) if line.endswith("-grams:\n") else 0
            elif order and line != "\n":
                p, ngram, *backoff = line.rstrip("\n").split("\t")
                ids = [index.get(word, -1) for word in ngram.split(" ")]
                if min(ids) < 0:
                    continue
                b = float(backoff[0]) if backoff else 0.0
                if order == 1:
                    p1[ids[0]], b1[ids[0]] = max(float(p), RAREST), b
                else:
                    rows[order].append(ids)
                    logs[order].append((float(p), b))
    two, three = (np.array(rows[n], dtype=np.int64) for n in (2, 3))
    logs2, logs3 = np.array(logs[2]), np.array(logs[3])
    by = np.lexsort((two[:, 1], two[:, 0]))
    two, logs2 = two[by], logs2[by]
    none, nothing = np.zeros(0, dtype=np.int64), np.zeros(0)
    model = Trigrams(
        words, p1, b1, two[:, 0], two[:, 1], logs2[:, 0], logs2[:, 1], none, none, nothing
    )
    context = model.bigram_index(three[:, 0], three[:, 1])
    by = np.lexsort((three[:, 2], context))
    by = by[context[by] >= 0]
    return replace(model, context3=context[by], word3=three[by, 2], p3=logs3[by, 0])


def _score2(model: Trigrams, context: Ints, word: Ints) -> Floats:
    at = model.bigram_index(context, word)
    return np.where(at >= 0, model.p2[at], model.b1[context] + model.p1[word])


def _score3(model: Trigrams, first: Ints, middle: Ints, word: Ints) -> Floats:
    context = model.bigram_index(first, middle)
    keys = _keys3(model, model.context3, model.word3)
    wanted = _keys3(model, context, word)
    at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    backoff = np.where(context >= 0, model.b2[context], 0.0)
    is_known = (context >= 0) & (keys[at] == wanted)
    return np.where(is_known, model.p3[at], backoff + _score2(model, middle, word))


def _keys3(model: Trigrams, context: Ints, word: Ints) -> Ints:
    return context * len(model.words) + word


def mix(one: Trigrams, other: Trigrams, weight: float) -> Trigrams:
    """Interpolate two models of the same words linearly, with this weight (0-1) for the other.

    An n-gram of either model is one of the mixture; what neither has backs off anew.
    """

    def add(p: Floats, q: Floats) -> Floats:
        return np.log10((1 - weight) * 10**p + weight * 10**q)

    size = len(one.words)
    p1 = add(one.p1, other.p1)
    p1 -= np.log10((10**p1).sum())
    pairs = np.union1d(*(m.context2 * size + m.word2 for m in (one, other)))
    context2, word2 = pairs // size, pairs % size
    p2 = add(*(_score2(m, context2, word2) for m in (one, other)))
    none, nothing = np.zeros(0, dtype=np.int64), np.zeros(0)
    model = Trigrams(
        one.words, p1, np.zeros(size), context2, word2, p2, np.zeros(len(p2)), none, none, nothing
    )

    def find_keys(m: Trigrams) -> Ints:
        context = model.bigram_index(m.context2[m.context3], m.word2[m.context3])
        return _keys3(model, context, m.word3)

    triples = np.union1d(find_keys(one), find_keys(other))
    context3, word3 = triples // size, triples % size
    first, middle = context2[context3], word2[context3]
    p3 = add(*(_score3(m, first, middle, word3) for m in (one, other)))
    return recompute_backoffs(replace(model, context3=context3, word3=word3, p3=p3))
