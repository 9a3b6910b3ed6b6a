"""Comparing names: pairs as data, with as many that are two people's as are one's."""

from __future__ import annotations

import pytest

from normalize.names import SAME, same
from normalize.names.daitch import encode_sounds
from normalize.names.given import is_romanization
from normalize.names.romanize import fold_romanized, make_skeleton

ONE = [
    ("Sergey Lavrov", "LAVROV, Sergei Viktorovich"),
    ("Volodymyr Zelenskyy", "Wolodymyr Selenskyj"),
    ("Yuri Ushakov", "Jurij Uschakow"),
    ("Nikita Khrushchev", "Nikita Chruschtschow"),
    ("Шамсаил Саралиев", "Chamsaïl Saraliev"),
    ("Muammar Gaddafi", "Moammar Qaddafi"),
    ("Mohammed bin Salman", "Muhammad Bin Salman"),
    ("Kim Jong-un", "Kim Jong Un"),
    ("Nikolai Plat Ono Vich Patrushev", "Nikolai Platonovich Patrushev"),
    ("Bill Clinton", "William Clinton"),
    ("Κυριάκος Μητσοτάκης", "Kyriakos Mitsotakis"),
    ("Abdel Fattah el-Sisi", "Abdul Fattah al-Sissi"),
]
TWO = [
    ("Volodymyr Zelenskyy", "Olena Zelenska"),
    ("Sergei Lavrov", "Sergei Ryabkov"),
    ("Rustem Umerov", "Doku Umarov"),
    ("Vitali Klitschko", "Wladimir Klitschko"),
    ("Radosław Sikorski", "Igor Sikorsky"),
    ("Ali Khamenei", "Ruhollah Khomeini"),
    ("Alexander Lukashenko", "Alexander Lukashevich"),
    ("Donald Trump", "Melania Trump"),
    ("Robert Fico", "Roman Fico"),
    ("Igor Petrov", "Igor Petrova"),
    ("Rima Batalova", "Tat’yana Batalova"),
    ("Kim Jong Il", "Kim Yo Jong"),
]


@pytest.mark.parametrize(("a", "b"), ONE)
def test_spellings_of_one_name_are_the_same(a: str, b: str) -> None:
    assert same(a, b).score >= SAME, same(a, b)


@pytest.mark.parametrize(("a", "b"), TWO)
def test_two_people_are_not_the_same(a: str, b: str) -> None:
    assert same(a, b).score < SAME, same(a, b)


@pytest.mark.parametrize(("a", "b"), [*ONE, *TWO])
def test_the_score_is_symmetric_and_has_reasons(a: str, b: str) -> None:
    assert same(a, b).score == pytest.approx(same(b, a).score)
    assert same(a, b).reasons
    assert 0 <= same(a, b).score <= 1


@pytest.mark.parametrize("name", ["", " ", "\ud800", "-", "\0", "'", "a" * 10_000, "İ ß ﬁ"])
def test_odd_names_raise_nothing(name: str) -> None:
    assert 0 <= same(name, "Steve Witkoff").score <= 1
    assert fold_romanized(name) == fold_romanized(name)
    assert isinstance(make_skeleton(name), str)


PUBLISHED = {  # examples of the algorithm's authors and of its later descriptions
    "Auerbach": "097400 097500",
    "Ohrbach": "097400 097500",
    "Lipshitz": "874400",
    "Lippszyc": "874400 874500",
    "Szlamawicz": "486740",
    "Shlamovitz": "486740",
    "Alpert": "087930",
    "Breuer": "791900",
    "Mannheim": "665600",
    "Mintz": "664000",
    "Topf": "370000",
    "Kleinmann": "586660",
    "Ben Aron": "769600",
    "Peters": "734000 739400",
    "Peterson": "734600 739460",
    "Moskovitz": "645740",
    "Jackson": "145460 154600 445460 454600",
    "Przemysl": "746480 794648",
    "Ceniow": "467000 567000",
    "Holubica": "587400 587500",
    "Golubitsa": "587400",
    "Rosokhovatsets": "945744",
    "": "",
    "...": "",
}


@pytest.mark.parametrize(("name", "codes"), PUBLISHED.items())
def test_daitch_mokotoff_codes_are_the_published_ones(name: str, codes: str) -> None:
    assert sorted(encode_sounds(name)) == codes.split()


@pytest.mark.parametrize(
    ("given", "own", "is_same"),
    [
        ("siergiej", "sergei", True),
        ("volodymyr", "vladimir", True),
        ("aleksandr", "alexander", True),
        ("rudolph", "rudy", False),
        ("misha", "mikhail", False),
        ("tamara", "sergei", False),
        ("ivan", "john", False),
    ],
)
def test_a_short_form_or_a_translation_is_no_romanisation(
    given: str, own: str, is_same: bool
) -> None:
    assert is_romanization(given, own) is is_same
