"""Comparing names: pairs as data, with as many that are two people's as are one's."""

from __future__ import annotations

import pytest

from normalize.names import SAME, same
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
