"""Protected spans: each kind with what looks like it and is none, and linear work."""

from __future__ import annotations

import pytest

from normalize.protect import Protected, find_fences, find_quotations

COVERED = {
    "URL": "It is at https://example.org/Kiev/map today.",
    "URL after a bracket": "It is there (see ftp://example.org/Kiev).",
    "URL without scheme": "It is at www.example.travel/Kiev today.",
    "end of a long URL": f"At https://example.org/{'a/' * 200}Kiev it is.",
    "e-mail address": "Write to anna.Kiev+news@example.travel today.",
    "handle": "It was @Kiev who wrote it.",
    "hashtag": "It was under #Kiev that they wrote.",
    "domain": "It is at Kiev.com today.",
    "subdomain": "It is at Kiev.example.org today.",
    "file": "It is in Kiev-2024.pdf today.",
    "path": "It is in /srv/Kiev/maps today.",
    "path in quotes": "It is in '../maps/Kiev/' today.",
    "path at home": "It is in ~/Kiev/maps today.",
    "Windows path": "It is in C:\\Kiev\\maps today.",
    "scope": "It is Kiev::map today.",
    "call": "It is Kiev() that failed.",
    "snake case": "It is the_Kiev_map today.",
    "code span": "It is `the Kiev map` today.",
    "code span over a line break": "It is `the\nKiev map` today.",
    "code span to the next line": "It is `the Kiev\nmap` today.",
    "fence": "Look:\n```\nKiev\n```\nThat is it.",
    "fence of tildes": "Look:\n~~~ text\nKiev\n~~~\nThat is it.",
    "fence with the other marker in it": "Look:\n~~~\n```\nKiev\n~~~\nThat is it.",
    "fence with a shorter one in it": "Look:\n````\n```\nKiev\n````\nThat is it.",
    "fence that stays open": "Look:\n```python\nx\n\nKiev\n",
    "attribute": "It is <a href='Kiev'>there</a>.",
    "attribute with spaces": 'It is <img alt="the Kiev map" src="x"> there.',
    "tag over a line break": 'It is <a\nhref="Kiev">there</a>.',
    "comment": "It is <!-- Kiev --> there.",
}
FREE = {
    "after a URL": "It is at https://example.org/map and in Kiev.",
    "colon": "It is there: Kiev.",
    "slashes": "It is Kiev/Moscow/Minsk then.",
    "slash": "It is Kiev/Moscow then.",
    "at sign": "It is @ Kiev that they met.",
    "number sign": "It is the # of Kiev.",
    "full stop": "It was in Kiev.The rest was not.",
    "sentence": "It was a war. Kiev was not.",
    "possessive": "It is Kiev’s map.",
    "hyphens": "It is a Kiev-Moscow-Minsk train.",
    "brackets": "It is the map (Kiev) today.",
    "drive": "It is C: Kiev then.",
    "after a code span": "It is `the map` of Kiev.",
    "between code spans": "It is `a` Kiev `b` today.",
    "lone backtick": "It is ` and Kiev.",
    "LaTeX quotes": "It is ``Kiev'' then.",
    "after a fence": "Look:\n```\nmap\n```\nKiev and `x` it is.",
    "after a fence of tildes": "Look:\n~~~\nmap\n~~~\nKiev it is.",
    "inline span of three at a line's start": "```map``` is it.\nKiev is not.",
    "code span in the line before": "It is `a` and `b`\nin Kiev, not `c`.",
    "two line breaks": "It is `the\n\nKiev map` today.",
    "less than": "It is a < Kiev > b.",
    "heart": "It is <3 for Kiev >> all.",
    "closed tag": "It is <b>Kiev</b> then.",
    "tag never closed": "It is <b and Kiev.",
    "less than over a line break": "It is a <b,\nKiev > c.",
}


def covers(text: str) -> bool:
    start = text.index("Kiev")
    return Protected(text).covers(start, start + 4)


@pytest.mark.parametrize("label", COVERED)
def test_a_protected_span_is_covered(label: str) -> None:
    assert covers(COVERED[label])


@pytest.mark.parametrize("label", FREE)
def test_prose_is_free(label: str) -> None:
    assert not covers(FREE[label])


def test_the_verdict_does_not_depend_on_what_was_asked_before() -> None:
    text = "Kiev-" * 300 + "see://Kiev " + "Kiev," * 300 + " Kiev"
    places = range(0, len(text) - 4, 5)
    protected = Protected(text)
    forwards = [protected.covers(at, at + 4) for at in places]
    backwards = [protected.covers(at, at + 4) for at in reversed(places)]
    assert forwards == backwards[::-1]
    assert forwards == [Protected(text).covers(at, at + 4) for at in places]


@pytest.mark.parametrize(
    "unit", ["Kiev-", "Kiev,", "Kiev.", "Kiev/", "Kiev+", "Kiev ", "Kiev`", "<Kiev", "\n```Kiev"]
)
def test_work_is_linear(unit: str) -> None:
    """No clock: quadratic work on any of these would hang the suite."""
    text = unit * 20_000
    protected = Protected(text)
    at = text.find("Kiev")
    while at >= 0:
        protected.covers(at, at + 4)
        at = text.find("Kiev", at + 4)


def test_fences_end_with_their_own_marker() -> None:
    assert find_fences("") == []
    assert find_fences("no fence") == []
    assert find_fences("```\na\n```") == [(0, 9)]
    assert find_fences("```\na\n~~~\nb\n```\nc") == [(0, 15)]
    assert find_fences("    ```\na") == []
    assert find_fences("```a```\nb") == []
    assert find_fences("```\r\na\r\n```\r\nb") == [(0, 12)]


def test_quotations_lie_within_a_line() -> None:
    assert find_quotations('“a” "b" «c»') == [(0, 3), (4, 7), (8, 11)]
    assert find_quotations("“a\nb” c") == []
