"""The fitted weights of page furniture: what runs is what was fitted."""

from __future__ import annotations

import sys
from math import isclose
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "benchmarks"))

from layout_pages import load_pages

from normalize.language import Languages
from normalize.layout.furniture.features import describe
from normalize.layout.furniture.model import TABLE, Model
from normalize.layout.furniture.surroundings import SITE, cross
from normalize.layout.furniture.suspects import Furniture
from normalize.layout.lines import Page
from normalize.lexicon import Lexicon


def test_weights_by_part_of_the_page_are_added_up_as_they_were_fitted() -> None:
    lexicon = Lexicon()
    weights = {row["feature"]: float(row["weight"]) for row in lexicon.table(TABLE)}
    model, furniture = Model(lexicon), Furniture(lexicon)
    dirty = [page.dirty for page in list(load_pages("dev"))[:12]]
    menu = "Home\nNews\nSport\nSign in\nPrivacy Policy\nFollow us\nAdvertisement\n"
    parts = set()
    for text in (*dirty, "The ferry was late again, the harbour master said.\n" + menu * 12):
        suspects = furniture.find_suspects(text, Languages(text))
        if suspects is None:
            continue
        for _, chain in suspects.find_chains(Page(text)):
            for features in describe(chain):
                crossed = cross(features)
                fitted = sum(weights.get(name, 0.0) * value for name, value in crossed.items())
                assert isclose(model.add_up(features), fitted, abs_tol=1e-9)
                parts |= {"head", "body", "tail", SITE} & features.keys()
    assert parts == {"head", "body", "tail", SITE}
