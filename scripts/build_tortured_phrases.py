"""Build dictionaries/substitutions/tortured_phrases.tsv from a public list of pairs.

    python scripts/build_tortured_phrases.py --pairs tortured_phrases.tsv

The pairs (columns tortured, expected, source) come from the Problematic Paper Screener, by way of
giladfeldman/torturedcheck and two lists that copy it. Dropped are unknown originals (`???`),
remarks and abbreviations in brackets, fragments, phrases that are a term themselves, and what the
language model knows as English. A phrase is unmistakable (`always`) where neither the model nor
our own reading (`tortured_review.tsv`) finds it in English; all others need another one that is
(`document`). For each phrase the other number is added.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Container, Iterator, Mapping
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

FOLDER = ROOT / "dictionaries" / "substitutions"
BRACKETS_RE = re.compile(r"\s*[(\[][^()\[\]]*[)\]]")
REMARK_RE = re.compile(r"[?*\"\\~;:]|\be\.g|\bi\.e|\bsee\b|\.\.")
PLAIN_RE = re.compile(r"[a-z0-9]+(?:'s)?(?:[ -][a-z0-9]+(?:'s)?)*")
FUNCTION_WORDS = frozenset("a an and as at by for from in into not of on or the to with".split())
DASHES = str.maketrans("\N{EN DASH}\N{RIGHT SINGLE QUOTATION MARK}", "-'")
MAX_WORDS = 6
COLUMNS = ("written", "original", "when")
# Words of the originals that the model's vocabulary lacks and that are spelled as they should be.
TECHNICAL = (
    "accuracies anisotropic adversarial adsorption autoencoder autoregressive backpropagation "
    "beamforming cepstral convolutional cooccurrence crosslinked cryptography dataset datasets "
    "dermoscopy discriminant discriminative eigenvalues electromechanical feedforward geothermal "
    "handcrafted hyperparameters hyperplane hyperspectral infarction intraparticle invasive "
    "intuitionistic itemset keypoint laminar latency levelized luminescent microporous microstrip "
    "multidomain multidrug multilayer multiplexing multiscale multispectral myocardial "
    "nanotechnology nonlinear optimizer overfitting palindromic perceptron preprocessed "
    "preprocessing quantile reconfigurable refractive spectrometry spillover splines subband "
    "unsupervised wavelet workflow federated photoacoustic generative tomography co2"
)
PLURALS = frozenset(("intelligences",))  # rare, and wanted
CAPITALS = {  # lower-cased by the lists
    name.lower(): name
    for name in (
        "Adriatic Alzheimer Android Atlantic Bayes Bayesian Bluetooth Boltzmann Bragg Brownian "
        "CNN CO2 COVID Cauchy Chebyshev China Chinese Cox Crohn DNA Dijkstra Dirichlet Doppler "
        "Elman English Euclidean Euler European Fermi Fibonacci Fisher Fourier French GHG GPS "
        "Gabor Gauss Gaussian German Gibbs Google Gram Hamming Hilbert Hodgkin Hopfield HIV IoT "
        "Jaccard Java Kalman Kolmogorov Kruskal Laplace Laplacian Levenberg Likert Linux Lyme "
        "Mahalanobis Mann Markov Marquardt Mel Monte Carlo Nash Newton Parkinson Pearson Petri "
        "Poisson Python QR RNA Raman Reynolds SARS SQL Shannon Spearman Spanish Taylor Turing UV "
        "Venn Wiener Wilcoxon X Young Zigbee African American Asian British Indian Hermitian "
        "Lagrangian Michaelis Menten Langmuir Freundlich Mediterranean Pacific Indonesia "
        "Indonesian Japanese Korean Latin Malaysia Russian Weibull AdaBoost ImageNet".split()
    )
}


def clean_phrase(text: str) -> str:
    """Take brackets off a phrase; "" where it is not a plain one.

    >>> clean_phrase("graphics processing unit (gpu)"), clean_phrase("rythm pattern (?)")
    ('graphics processing unit', '')
    """
    text = text.translate(DASHES).strip().lower()
    if REMARK_RE.search(text):
        return ""
    text = " ".join(BRACKETS_RE.sub("", text).split())
    return text if PLAIN_RE.fullmatch(text.replace("/", "-")) else ""


def split_alternatives(expected: str) -> list[str]:
    """Split what the list's authors could not decide.

    >>> split_alternatives("benign cancer/tumor")
    ['benign cancer', 'benign tumor']
    """
    if "/" not in expected:
        return [expected]
    slashed = [word for word in expected.split() if "/" in word]
    if len(slashed) > 1:
        return []
    return [expected.replace(slashed[0], choice) for choice in slashed[0].split("/")]


def iter_pairs(path: Path) -> Iterator[tuple[str, str]]:
    """Yield phrase and original, cleaned; one phrase may come several times."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            written, expected = clean_phrase(row["tortured"]), row["expected"]
            if "/" in written or "[" in expected:
                continue
            for original in split_alternatives(clean_phrase(expected)):
                if is_usable(written, original):
                    yield written, original


def is_usable(written: str, original: str) -> bool:
    """Tell whether a pair may ever change text: whole phrases of like length."""
    words, wanted = written.split(), original.split()
    return (
        wanted != []
        and 2 <= len(words) <= MAX_WORDS
        and written != original
        and -2 <= len(wanted) - len(words) <= 1
        and f" {written} " not in f" {original} "
        and f" {original} " not in f" {written} "
        and not FUNCTION_WORDS & {words[0], words[-1], wanted[0], wanted[-1]}
    )


def is_plural(word: str) -> bool:
    """Tell by its ending whether a word is a plural.

    >>> [is_plural(word) for word in ("methods", "analysis", "statistics", "class")]
    [True, False, False, False]
    """
    return word.endswith("s") and not word.endswith(("ss", "us", "is", "ics", "'s", "ous"))


def change_number(phrase: str, words: Container[str]) -> str:
    """Turn the last word of a phrase into its plural or singular; "" if that is no word.

    >>> change_number("neural network", {"networks": -4.0})
    'neural networks'
    """
    *first, last = phrase.split(" ")
    if is_plural(last):
        forms = [last[:-3] + "y"] if last.endswith("ies") else [last[:-1], last[:-2]]
    elif last.endswith("y") and last[-2:-1] not in "aeiou":
        forms = [last[:-1] + "ies"]
    elif last.endswith("sis"):
        forms = [last[:-2] + "es"]
    else:
        forms = [last + "es"] if last.endswith(("s", "x", "ch", "sh")) else [last + "s"]
    found = next((form for form in forms if form in words and len(form) > 2), "")
    return " ".join([*first, found]) if found else ""


class AnyWord(Container[str]):
    """Contains every word: what tortures a phrase knows no word list."""

    def __contains__(self, word: object) -> bool:
        return True


def agree(written: str, original: str, words: Mapping[str, float]) -> str:
    """Give an original the number of the phrase that stands for it."""
    if is_plural(written.split()[-1]) == is_plural(original.split()[-1]):
        return original
    return change_number(original, words) or original


def collect(path: Path, words: Mapping[str, float]) -> dict[str, list[str]]:
    """Collect the originals of every phrase, the commonest of the lists first."""
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for written, original in iter_pairs(path):
        found[written][agree(written, original, words)] += 1
    terms = {original for originals in found.values() for original in originals}
    return {
        written: [original for original, _ in originals.most_common()]
        for written, originals in found.items()
        if written not in terms
    }


class Judge:
    """Says how much a phrase is English, by the shipped language model."""

    def __init__(self) -> None:
        import kenlm

        from normalize.lexicon import get_path

        self._model = kenlm.Model(str(get_path("language_model/en.klm")))

    def count_known(self, phrase: str) -> int:
        """Count the pairs of neighbours of a phrase that the model has seen."""
        words = phrase.replace("-", " ").split()
        scores = self._model.full_scores(" ".join(words), bos=False, eos=False)
        return sum(length >= 2 for _, length, _ in list(scores)[1:])


def load_review() -> dict[str, str]:
    """Load what was read by eye: phrase → verdict (always, document, drop)."""
    with (FOLDER / "tortured_review.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {row["phrase"]: row["verdict"] for row in rows}


def find_verdict(phrase: str, review: Mapping[str, str]) -> str:
    """Find the verdict on a phrase, or on the longest part of it that was read; or "".

    >>> find_verdict("the counterfeit consciousness", {"counterfeit consciousness": "always"})
    'always'
    """
    words = phrase.split(" ")
    for length in range(len(words), 1, -1):
        for start in range(len(words) - length + 1):
            verdict = review.get(" ".join(words[start : start + length]))
            if verdict:
                return verdict
    return ""


def is_known(original: str, written: str, known: frozenset[str]) -> bool:
    """Tell whether every new word of an original is spelled as a word we know."""
    new = set(re.split("[ -]", original)) - set(re.split("[ -]", written))
    return all(word in known for word in new) and len(set(original.split())) == len(
        original.split()
    )


def set_capitals(original: str) -> str:
    """Give names of people, places and substances their capitals.

    >>> set_capitals("fast fourier transform"), set_capitals("box-jenkins model")
    ('fast Fourier transform', 'box-jenkins model')
    """
    words = re.split("([ -])", original)
    return "".join(
        CAPITALS.get(word.removesuffix("'s"), word.removesuffix("'s"))
        + ("'s" if word.endswith("'s") else "")
        for word in words
    )


def iter_forms(written: str, original: str, words: Container[str]) -> Iterator[tuple[str, str]]:
    """Yield a pair, and the same in the other number and spelling."""
    other, wanted = change_number(written, AnyWord()), change_number(original, words)
    for phrase, meant in ((written, original), (other, wanted)):
        if phrase and meant:
            yield phrase, meant
            if "acknowledgment" in phrase:
                yield phrase.replace("acknowledgment", "acknowledgement"), meant
            elif "acknowledgement" in phrase:
                yield phrase.replace("acknowledgement", "acknowledgment"), meant


def build_rows(path: Path) -> list[str]:
    """Build the rows of the table, sorted."""
    from normalize.lexicon import load_word_scores

    words, review, judge = load_word_scores(), load_review(), Judge()
    known = frozenset(words) | frozenset(TECHNICAL.split())
    plural = known | PLURALS
    pairs = {
        written: [original for original in originals if is_known(original, written, known)]
        for written, originals in collect(path, words).items()
    }
    table: dict[str, tuple[list[str], str]] = {}
    for written, originals in pairs.items():
        verdict = find_verdict(written, review)
        if not verdict:
            seen = judge.count_known(written)
            pieces = len(re.split("[ -]", written)) - 1
            verdict = "drop" if seen == pieces else "ordinary" if seen else "document"
        if verdict == "drop" or not originals or find_verdict(originals[0], review) == "always":
            continue
        for phrase, meant in iter_forms(written, originals[0], plural):
            if phrase == written or phrase not in pairs:
                others = originals[1:] if phrase == written else []
                table[phrase] = ([meant, *others], verdict)
    wanted = {original for originals, _ in table.values() for original in originals}
    return sorted(
        f"{phrase}\t{'; '.join(map(set_capitals, originals))}\t{verdict}"
        for phrase, (originals, verdict) in table.items()
        if phrase not in wanted
    )


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--pairs", type=Path, required=True, help="the public list, as TSV")
    path = parser.parse_args().pairs
    digest = sha256(path.read_bytes()).hexdigest()
    rows = build_rows(path)
    stamp = (
        "# Generated by scripts/build_tortured_phrases.py from giladfeldman/torturedcheck "
        f"(sha256 {digest[:16]}), tortured_review.tsv and the language model; do not edit.\n"
    )
    table = stamp + "\t".join(COLUMNS) + "\n" + "".join(f"{row}\n" for row in rows)
    (FOLDER / "tortured_phrases.tsv").write_text(table, encoding="utf-8")
    verdicts = Counter(row.rsplit("\t", 1)[1] for row in rows)
    print(f"{len(rows)} rows written to {FOLDER}: {dict(verdicts)}")


if __name__ == "__main__":
    main()
