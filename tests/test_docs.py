"""The documents tell the truth: examples run, every rule is listed and does what it says."""

from __future__ import annotations

import doctest
import re

import pytest
from cases import FIXTURES, ROOT

from normalize import Normalizer, Settings
from normalize.rules import RULES, Rule
from normalize.settings import STEPS

README = (ROOT / "README.md").read_text(encoding="utf-8")
NORMALIZER = Normalizer()


def test_the_examples_of_the_readme_run() -> None:
    result = doctest.testfile(str(ROOT / "README.md"), module_relative=False, encoding="utf-8")
    assert result.attempted >= 8
    assert result.failed == 0


def test_the_before_and_after_of_the_readme_is_a_real_run() -> None:
    before, after = re.findall(r"<!-- (?:before|after) -->\n> (.*)\n", README)
    article = (FIXTURES / "articles" / "08_ukraine-talks_D.txt").read_text(encoding="utf-8")
    # A no-break space before a digit is typography and stays; Markdown shows no difference.
    assert before in article.replace("\N{NO-BREAK SPACE}", " ")
    assert after in NORMALIZER.clean(article).replace("\N{NO-BREAK SPACE}", " ")


def make_table() -> str:
    """Make the table of rules as it stands in the README."""
    rows = ["| rule | step | repairs | leaves alone |", "|---|---|---|---|"]
    for rule in RULES.values():
        step = rule.step if rule.default else f"{rule.step}, opt-in"
        cells = (f"`{rule.code}`", step, rule.summary.rstrip("."), rule.leaves_alone)
        rows.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(rows) + "\n"


def test_the_readme_lists_every_rule(request: pytest.FixtureRequest) -> None:
    head, table, tail = re.split(r"(?<=<!-- rules -->\n)|(?=<!-- end -->\n\n## More)", README)
    if request.config.getoption("--update-golden"):
        (ROOT / "README.md").write_text(head + make_table() + tail, encoding="utf-8")
    assert table == make_table()


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)
def test_the_example_of_a_rule_is_what_happens(rule: Rule) -> None:
    extend = () if rule.default else (rule.code,)
    cleaned = Normalizer(Settings(steps=(rule.step,), extend=extend)).explain(rule.before)
    assert cleaned.text == rule.after
    said = cleaned.findings if rule.before == rule.after else cleaned.changes
    assert rule.code in {item.rule for item in said}


def test_rules_belong_to_steps_and_are_named_by_their_defect() -> None:
    for code, rule in RULES.items():
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", code)
        assert rule.step in STEPS
        assert not code.startswith(("fix-", "remove-", "clean-", "repair-"))


def test_every_rule_that_fires_on_the_fixtures_is_described() -> None:
    fired = set()
    for path in sorted((FIXTURES / "articles").glob("*.txt")):
        cleaned = NORMALIZER.explain(path.read_bytes().decode("utf-8"))
        fired |= {change.rule for change in cleaned.changes}
        fired |= {skipped.rule for skipped in cleaned.skipped}
    assert fired <= set(RULES)
    assert len(fired) >= 15


def test_every_public_name_is_there() -> None:
    import normalize

    assert sorted(normalize.__all__) == list(normalize.__all__)
    assert [name for name in normalize.__all__ if getattr(normalize, name, None) is None] == []


def test_every_option_is_described_in_help() -> None:
    from click.testing import CliRunner

    from normalize.cli import main

    result = CliRunner().invoke(main, ["clean", "--help"])
    for field in ("level", "select", "ignore", "config", "ledger", "diff", "check", "in-place"):
        assert f"--{field}" in result.output
