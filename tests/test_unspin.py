"""The unspin step: what it restores, and above all what it leaves alone."""

from __future__ import annotations

import csv
import re
from difflib import SequenceMatcher
from pathlib import Path

import pytest
from cases import FIXTURES, ROOT, Case, as_parameters, check_case, check_laws, load_cases

from normalize import Normalizer, Settings
from normalize.unspin.beliefs import Beliefs, Posterior
from normalize.unspin.channel import fold_spelling, load_channel
from normalize.unspin.decode import decode, read_sentence
from normalize.unspin.detect import WORD_GAIN, detect_spun, find_prior, weigh_words
from normalize.unspin.language_model import load_model
from normalize.unspin.search import Paragraph
from normalize.unspin.sentences import Token, iter_sentences, iter_stretches
from normalize.unspin.signs import SignFinder, load_sign_finder
from normalize.words import iter_paragraphs

NORMALIZER = Normalizer(Settings(steps=("unspin",)))
SPUN = ["08_ukraine-talks_D.txt", "09_night-clinic_D.txt", "11_village-school_D.txt"]
PAIRS = ROOT.parent / "shared" / "data" / "spun" / "sentence_pairs.tsv"
SEEDS = ROOT.parent / "shared" / "seeds"


def score_words(spun: str, original: str, repaired: str) -> tuple[int, int, int, int]:
    """Return words restored, words replaced, words damaged, words untouched."""
    written, wanted, found = spun.split(), original.split(), repaired.split()
    assert len(written) == len(found)
    restored = replaced = damaged = untouched = 0
    matcher = SequenceMatcher(None, written, wanted, autojunk=False)
    for tag, i, j, k, _ in matcher.get_opcodes():
        for at in range(j - i):
            if tag == "equal":
                untouched += 1
                damaged += found[i + at] != written[i + at]
            elif tag == "replace" and re.fullmatch(r"[a-z]+", written[i + at]):
                replaced += 1
                restored += wanted[k + at : k + at + 1] == [found[i + at]]
    return restored, replaced, damaged, untouched


@pytest.mark.parametrize("case", as_parameters(load_cases("unspin")))
def test_case(case: Case) -> None:
    check_case(NORMALIZER, case)


@pytest.mark.parametrize("name", SPUN)
def test_spun_articles_are_detected_and_read_again(name: str) -> None:
    spun = (FIXTURES / "articles" / name).read_text(encoding="utf-8")
    original = (FIXTURES / "expected" / name).read_text(encoding="utf-8")
    cleaned = NORMALIZER.explain(spun)
    facts = {fact.key: fact.value for fact in cleaned.facts}
    assert facts["spinner"] == "thesaurus"
    restored, replaced, damaged, untouched = score_words(spun, original, cleaned.text)
    assert restored >= 0.75 * replaced
    assert damaged <= 0.02 * untouched
    check_laws(NORMALIZER, cleaned)


def list_clean() -> list[Path]:
    """List every text of the fixtures that no spinner has touched."""
    dirty = [p for p in (FIXTURES / "articles").glob("*.txt") if p.name not in SPUN]
    twins = [*(FIXTURES / "expected").glob("*.txt"), *(FIXTURES / "clean").glob("*.txt")]
    return sorted(dirty + twins)


@pytest.mark.parametrize("path", list_clean(), ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_not_one_word_of_text_as_written_changes(path: Path) -> None:
    cleaned = NORMALIZER.explain(path.read_text(encoding="utf-8"))
    assert cleaned.changes == []
    assert all(float(fact.value) < 0.5 for fact in cleaned.facts if fact.key == "spun")


@pytest.mark.parametrize("times", [1, 4])
def test_a_spun_article_among_clean_ones_is_found_and_they_stay(times: int) -> None:
    spun = (FIXTURES / "articles" / SPUN[0]).read_text(encoding="utf-8")
    clean = "\n\n".join(p.read_text(encoding="utf-8") for p in list_clean() if "_D" not in p.name)
    around = clean[: len(spun) * times] + "\n\n"
    for text, start in ((around + spun, len(around)), (spun + "\n\n" + around, 0)):
        places = [change.origin_start for change in NORMALIZER.explain(text).changes]
        assert len(places) > 90
        assert all(start <= place < start + len(spun) for place in places)


def test_clean_articles_joined_stay_clean() -> None:
    text = "\n\n".join(path.read_text(encoding="utf-8") for path in list_clean())
    assert NORMALIZER.explain(text).changes == []


def test_every_change_carries_its_confidence_and_its_runners_up() -> None:
    spun = (FIXTURES / "articles" / SPUN[0]).read_text(encoding="utf-8")
    changes = NORMALIZER.explain(spun).changes
    assert all(0.9 <= change.confidence <= 1 for change in changes)
    assert all(change.note.startswith("choice ") for change in changes)


def test_only_lower_case_words_between_white_space_change() -> None:
    spun = (FIXTURES / "articles" / SPUN[0]).read_text(encoding="utf-8")
    for change in NORMALIZER.explain(spun).changes:
        around = spun[change.origin_start - 1] + spun[change.origin_end]
        assert re.fullmatch(r"[a-z]+", change.before)
        assert around.isspace()


def test_changes_in_quotations_are_marked_or_spared() -> None:
    spun = (FIXTURES / "articles" / SPUN[0]).read_text(encoding="utf-8")
    marked = [c for c in NORMALIZER.explain(spun).changes if "in a quotation" in c.note]
    assert marked
    kept = Normalizer(Settings(steps=("unspin",), quotations="keep")).explain(spun)
    assert not any("in a quotation" in change.note for change in kept.changes)
    assert any(item.reason == "quotation" for item in kept.skipped)


def test_odd_input_passes() -> None:
    for text in ("", "\0", "\ud800 " * 50, "helium volition " * 50, "a" * 100_000):
        assert NORMALIZER.explain(text).restore() == text


def test_spelling_variants_are_never_candidates() -> None:
    assert fold_spelling("favourably") == fold_spelling("favorably")
    assert fold_spelling("organised") == fold_spelling("organized")
    channel = load_channel("thesaurus")
    for written in ("favorably", "color", "organize", "center", "defense"):
        folded = fold_spelling(written)
        assert all(fold_spelling(c.word) != folded for c in channel.candidates(written))


def test_the_channel_knows_hops_and_observations() -> None:
    channel = load_channel("thesaurus")
    assert channel.candidates("astatine")[0].word == "at"
    assert "peace" in [candidate.word for candidate in channel.candidates("bid")]
    assert channel.candidates("notaword") == ()
    assert channel.keep_log_prob("the") == 0.0
    assert channel.keep_log_prob("in") < -1.0


def test_posteriors_of_a_word_add_up_to_one() -> None:
    text = "The minister said connected Monday that helium volition beryllium successful Moscow ."
    beliefs, model = Beliefs(load_channel("thesaurus")), load_model()
    sentences = iter_sentences(text, iter_paragraphs(text))
    readings = [read_sentence(sentence, beliefs, model) for sentence in sentences]
    assert sum(reading.gain for reading in readings) > 0
    for posterior in decode(readings, beliefs, model):
        total = posterior.kept + sum(p for _, p in posterior.choices)
        assert total == pytest.approx(1, abs=0.01)


@pytest.mark.skipif(not PAIRS.exists(), reason="the aligned sentences lie beside the project")
def test_aligned_sentences_of_a_published_original() -> None:
    with PAIRS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    rows = [row for row in rows if row["id"].startswith("E001-")]
    spun = "\n\n".join(row["spun"] for row in rows)
    original = "\n\n".join(row["original"] for row in rows)
    repaired = NORMALIZER.clean(spun)
    triples = list(zip(spun.split(), original.split(), repaired.split(), strict=True))
    replaced = [triple for triple in triples if triple[0] != triple[1]]
    damaged = [triple for triple in triples if triple[0] == triple[1] != triple[2]]
    assert len(replaced) == 79
    assert sum(wanted == found for _, wanted, found in replaced) >= 68
    assert len(damaged) <= 2


@pytest.mark.skipif(not SEEDS.exists(), reason="the seeds lie beside the project")
@pytest.mark.parametrize("number", ["000", "001", "002", "004"])
def test_seeds_that_are_not_spun_stay(number: str) -> None:
    path = next(SEEDS.glob(f"{number}_*.txt"))
    assert NORMALIZER.explain(path.read_text(encoding="utf-8")).changes == []


def test_very_common_words_that_stay_speak_against_a_spinner() -> None:
    channel = load_channel("thesaurus")
    odd = "the helium and the beryllium of stars".split()
    assert weigh_words(odd, channel) > 0
    assert weigh_words([*odd, *"as it can be had in or on them".split()], channel) < 0


def test_a_language_without_english_function_words_is_no_suspect() -> None:
    text = "helium volition beryllium successful " * 20
    assert not NORMALIZER.explain(text).facts
    assert NORMALIZER.explain(text + "and the end of it is here, to the joy of the people").facts


def test_one_spun_paragraph_among_clean_ones_is_found_and_they_stay() -> None:
    clean = (FIXTURES / "expected" / SPUN[1]).read_text(encoding="utf-8")
    spun = (FIXTURES / "articles" / SPUN[0]).read_text(encoding="utf-8")
    paragraph = max(spun.split("\n"), key=len)
    text = f"{clean}\n\n{paragraph}\n\n{clean}"
    start = len(clean) + 2
    changes = NORMALIZER.explain(text).changes
    assert changes
    assert all(start <= c.origin_start < start + len(paragraph) for c in changes)


def test_a_word_kept_at_other_places_was_hardly_replaced_here() -> None:
    beliefs = Beliefs(load_channel("thesaurus"))
    here = Token(0, 10, True, ("successful",))
    sure = Posterior(Token(0, 2, True, ("in",)), 0.99, ())
    unsure = Posterior(here, 0.4, (("in", 0.6),))
    beliefs.learn([unsure])
    nothing = {"successful": 0.0, "in": 0.0}
    alone = dict(beliefs.sharpen(unsure, nothing))["in"]
    beliefs.learn([unsure, sure, sure])
    assert dict(beliefs.sharpen(unsure, nothing))["in"] < alone - 2


def find_spun(gains: list[float], length: int = 300) -> list[int]:
    detection = detect_spun(gains, [find_prior(length)] * len(gains))
    return [round(probability) for probability in detection.paragraphs]


def test_a_weak_paragraph_beside_a_spun_one_stays() -> None:
    assert find_spun([-40.0, 2.0, 60.0, 2.0, -40.0]) == [0, 0, 1, 0, 0]
    assert find_spun([-40.0, 60.0, 2.0, 60.0]) == [0, 1, 1, 1]
    assert find_spun([9.0, 60.0, 50.0, 9.0]) == [1, 1, 1, 1]


def test_a_line_takes_more_evidence_than_a_paragraph_and_several_add_theirs() -> None:
    assert find_spun([9.0]) == [1]
    assert find_spun([9.0], length=40) == [0]
    assert find_spun([9.0, 9.0, 9.0], length=40) == [1, 1, 1]


def test_one_odd_word_proves_little_however_odd_it_is() -> None:
    assert Paragraph(0, 90, 30.0, 1.0, [], []).evidence == WORD_GAIN
    assert Paragraph(0, 90, 3.0, 9.0, [], []).evidence == 3.0
    assert Paragraph(0, 90, -3.0, 0.0, [], []).evidence == -3.0


def test_odd_words_open_the_gate_together_not_one_alone_nor_one_again() -> None:
    finder = load_sign_finder()
    spun = "The man volition go, and the rest beryllium successful the house of the people."
    assert finder.find(spun).families == ["thesaurus"]
    assert not finder.find(spun.replace("beryllium successful", "be in")).families
    again = "The volition of the man, the volition of the house, and the volition of the people."
    assert not finder.find(again).families
    assert not finder.find(spun.title()).families


def test_one_scan_names_the_families_whose_work_a_text_may_be() -> None:
    finder = load_sign_finder()
    spun = (FIXTURES / "articles" / SPUN[0]).read_text(encoding="utf-8")
    clean = (FIXTURES / "expected" / SPUN[0]).read_text(encoding="utf-8")
    paragraph = max(spun.split("\n"), key=len)
    assert finder.find(spun).families == ["thesaurus"]
    assert finder.find(f"{clean}\n\n{paragraph}\n\n{clean}").families == ["thesaurus"]
    assert finder.find(f"\ud800\u4e16{paragraph}").families == ["thesaurus"]
    assert finder.find(clean) == ([], False)
    assert finder.find("") == ([], False)


def test_what_a_sparing_spinner_keeps_speaks_less_against_it() -> None:
    channel = load_channel("thesaurus")
    assert channel.reliefs["house"] > 0  # nobody has seen what becomes of it
    assert channel.reliefs["in"] == channel.reliefs["the"] == 0


def test_wrapped_lines_are_judged_together_up_to_a_blank_line() -> None:
    wrapped = "\n".join(["a line of a paragraph that is wrapped, and then"] * 4)
    text = f"{wrapped}\n\n{wrapped}\n"
    stretches = list(iter_stretches(text, iter_paragraphs(text)))
    assert [len(stretch) for stretch in stretches] == [4, 4]


def test_the_automaton_of_much_text_finds_what_the_first_one_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    finder = SignFinder({"thesaurus": load_channel("thesaurus")}, ["counterfeit consciousness"])
    data = b"a helium volition of counterfeit consciousness beryllium"
    monkeypatch.setattr(finder, "_left", len(data) + 1)
    first, slow = finder._find_matches(data), finder._automaton
    assert first
    assert finder._find_matches(data) == first
    assert finder._automaton is not slow
