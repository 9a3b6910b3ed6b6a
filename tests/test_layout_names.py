"""Names written with a capital inside are never split: brands, surnames, units, formulas."""

from __future__ import annotations

import pytest
from cases import ROOT

from normalize.lexicon import load_list
from normalize.pipeline import Normalizer
from normalize.settings import Settings

NAMES = (ROOT / "fixtures" / "camel_case_names.txt").read_text("utf-8").split()
# Made-up names of common words, which nobody's list can have.
INVENTED = """cityBus parkRun smartFridge quickBake skyBox clearWater homeGuard greenLine deepSea
    fastTrack moonShot riverBank coldSpot warmFront blueBird redLine kidZone petCare
    foodHub bikeShare carPool goldLeaf silverLake sunBed rainCoat snowDrop StarBridge
    NorthStar HydroTech NovaBank ThermaSeal AquaPura BlueBell SpringWatch CountryFile
    MediCare BrightPath OakField IronGate StoneBridge TrueNorth HomeStead RiverView""".split()
TEMPLATES = (
    "The board spoke to {} for an hour before the vote was put off until the summer. Nobody left.",
    "{} was the first to say so in public, and the board of the school was glad of it.",
    "A spokesman for {} told the paper that the work would be over before the end of the year.",
    "Nobody at {}The plan was in the hands of the board by then, and it was not read out.",
    "The work was done by {}. The rest was paid for by the town, as it had been for years.",
    "The {} is late, the council said, and it will be so until the summer of next year.",
    "A {} driver said that nobody had told him, and that he would go home for the night.",
    "Our {} has been out since the spring, when the storm took it down in the night.",
    "{} services run until ten, and the last one leaves from the mill by the river.",
    "In May the {} team won the cup, and the town was glad of it for once.",
    "In the end {} President Ann Lee signed it. {}’s lawyers had asked her for nothing else.",
)


def test_there_are_enough_names_and_most_are_in_no_dictionary() -> None:
    known = load_list("layout/camel_case.tsv", "word")
    assert len(set(NAMES)) >= 450
    assert sum(name.lower() not in known for name in NAMES) > len(NAMES) / 2


@pytest.mark.parametrize("template", TEMPLATES)
def test_no_name_is_split(template: str) -> None:
    normalizer = Normalizer(Settings(steps=("layout",)))
    names = NAMES if "lawyers" in template else NAMES + INVENTED
    split = [
        cleaned
        for name in names
        if (cleaned := normalizer.clean(template.format(name, name))).count(name)
        != template.count("{}")
    ]
    assert split == []
