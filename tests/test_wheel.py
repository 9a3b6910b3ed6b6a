"""The built wheel in an empty environment: data inside, small enough, and it works."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from cases import ROOT

MAX_BYTES = 15_000_000


def run(*command: str | Path, folder: Path) -> str:
    """Run a command in a folder and return what it prints; a failure shows all of it."""
    result = subprocess.run(
        list(map(str, command)), cwd=folder, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


@pytest.mark.slow
def test_the_wheel_cleans_a_document_where_nothing_else_is_installed(tmp_path: Path) -> None:
    run(sys.executable, "-m", "build", "--wheel", "--outdir", tmp_path, ROOT, folder=tmp_path)
    wheel = next(tmp_path.glob("normalize_text-*.whl"))
    assert wheel.stat().st_size < MAX_BYTES
    environment = tmp_path / "environment"
    run(sys.executable, "-m", "venv", environment, folder=tmp_path)
    run(environment / "bin" / "pip", "install", "--quiet", wheel, folder=tmp_path)
    article = ROOT / "fixtures" / "articles" / "08_ukraine-talks_D.txt"
    out = run(environment / "bin" / "normalize", "clean", article, folder=tmp_path)
    assert "Recommended Stories" not in out
    assert "beryllium" not in out
    python = environment / "bin" / "python"
    listing = run(python, "-c", "import normalize; print(normalize.__file__)", folder=tmp_path)
    assert str(environment) in listing
    package = Path(listing.strip()).parent
    assert (package / "py.typed").exists()
    assert (package / "dictionaries" / "language_model" / "LICENSE").exists()
