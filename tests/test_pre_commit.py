"""The hooks for pre-commit: what they say is run on a dirty and on a clean file."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from cases import ROOT
from test_cli import folder as folder  # a fixture
from test_cli import run, write

from normalize.formats import DOCUMENTS, READERS, get_reader

# The file needs no more of YAML than lists of `key: value`.
BLOCKS = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8").split("- id: ")[1:]
HOOKS = {
    block.split("\n")[0]: dict(re.findall(r"^  (\w+): (.+)$", block, re.M)) for block in BLOCKS
}


def run_hook(name: str, *files: str) -> tuple[int, str]:
    program, *args = shlex.split(HOOKS[name]["entry"])
    assert program == "normalize"
    result = run(*args, *files)
    return result.exit_code, result.output


def test_the_hook_repairs_and_pre_commit_sees_the_change() -> None:
    write({"dirty.md": "He left Kiev.\n", "clean.txt": "He left Kyiv.\n"})
    assert run_hook("normalize", "dirty.md", "clean.txt") == (0, "")
    assert Path("dirty.md").read_text() == "He left Kyiv.\n"
    assert run_hook("normalize", "dirty.md", "clean.txt") == (0, "")


def test_the_hook_that_checks_names_files_and_changes_none() -> None:
    write({"dirty.md": "He left Kiev.\n", "clean.txt": "He left Kyiv.\n"})
    assert run_hook("normalize-check", "dirty.md", "clean.txt") == (1, "dirty.md\n")
    assert Path("dirty.md").read_text() == "He left Kiev.\n"
    assert run_hook("normalize-check", "clean.txt") == (0, "")


@pytest.mark.parametrize("name", HOOKS)
def test_a_hook_is_given_what_can_be_read(name: str) -> None:
    chosen = re.compile(HOOKS[name]["files"])
    for ending, reader in READERS.items():
        assert bool(chosen.search(f"a/b{ending}")) == (reader in DOCUMENTS)
    assert get_reader("A.TXT") and chosen.search("A.TXT")
    for other in ("LICENSE", "README", "a.txt.py"):  # pre-commit calls the first two plain text
        assert not chosen.search(other)
