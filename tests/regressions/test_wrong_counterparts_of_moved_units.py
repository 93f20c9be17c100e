"""Methods that are alike but for their names and numbers were set beside each other's copies when they were moved.

The discount for what a file repeats decided which counterpart a passage was given. What is identical decides now.
"""

import random

import pytest

from codematch.model.match import MatchClass, Region
from codematch.pipeline import compare_works
from codematch.settings import Settings
from tests.comparison.works import work

NAMES = ("openHatch", "sealDuct", "rateFlow", "purgeLine", "trimValve", "scanGauge", "holdPress", "ventStack")


def method(number: int) -> str:
    return (
        f"    double {NAMES[number]}(double[] feed, double cap) {{\n"
        f"        double sum = {number}.5;\n"
        f"        for (int at = {number}; at < feed.length; at += {number % 3 + 1}) {{\n"
        f"            if (feed[at] > cap * {number + 2} && sum < {100 - number}) sum += feed[at] / {number + 3};\n"
        f"        }}\n"
        f"        return sum * {number + 7};\n"
        f"    }}\n"
    )


def java(name: str, numbers: list[int]) -> str:
    return f"class {name} {{\n" + "\n".join(method(number) for number in numbers) + "}\n"


def name_at(text: str, region: Region, side: str) -> set[str]:
    place = getattr(region, side)
    lines = "\n".join(text.split("\n")[place.first_line - 1 : place.last_line])
    return {name for name in NAMES if f" {name}(" in lines}


KNOWN = java("Plant", list(range(len(NAMES))))


def assert_names_agree(questioned: dict[str, str]) -> list[Region]:
    pair = compare_works(work("known", {"Plant.java": KNOWN}), work("q", questioned), settings=Settings()).pairs[0]
    for region in pair.regions:
        if region.by_pair:  # the line of the class, which ends within the line of its first method
            continue
        assert name_at(KNOWN, region, "known") == name_at(questioned[region.questioned.path], region, "questioned")
    functions = pair.totals.function
    assert (functions.matched.known, functions.matched.questioned) == (len(NAMES), len(NAMES))
    return list(pair.regions)


def test_methods_that_were_moved_to_files_of_their_own_stand_beside_themselves():
    assert_names_agree({f"M{n}.java": java(f"M{n}", [n]) for n in range(len(NAMES))})


@pytest.mark.parametrize("seed", range(3))
def test_methods_in_another_order_stand_beside_themselves_unchanged(seed: int):
    order = list(range(len(NAMES)))
    random.Random(seed).shuffle(order)  # noqa: S311 - variety, not secrecy
    regions = assert_names_agree({"Other.java": java("Other", order)})
    assert all(region.match_class is MatchClass.NORMALISED for region in regions if region.weight.total > 40)


def test_a_method_that_went_to_another_file_is_not_taken_for_the_one_that_resembles_it():
    rest = [1, 2, 3, 4, 5, 6, 7]
    questioned = {"Plant.java": java("Plant", rest), "tool/Extra.java": java("Extra", [0])}
    regions = assert_names_agree(questioned)
    assert {region.questioned.path for region in regions} == set(questioned)


def test_one_method_is_renamed_and_the_others_keep_theirs():
    questioned = KNOWN.replace("trimValve", "cutShutter").replace("feed", "intake")
    regions = compare_works(
        work("known", {"Plant.java": KNOWN}), work("q", {"Plant.java": questioned}), settings=Settings()
    ).pairs[0].regions  # fmt: skip
    assert [(region.known.first_line, region.questioned.first_line) for region in regions] == [(1, 1)]
    assert regions[0].match_class is MatchClass.RENAMED


def test_methods_that_were_swapped_between_two_files_stand_beside_themselves():
    texts = {"Alpha.java": java("Alpha", [0, 1, 2, 3]), "Beta.java": java("Beta", [4, 5, 6, 7])}
    swapped = {"Alpha.java": java("Alpha", [4, 1, 2, 3]), "Beta.java": java("Beta", [0, 5, 6, 7])}

    pair = compare_works(work("known", texts), work("q", swapped), settings=Settings()).pairs[0]

    for region in pair.regions:
        known = name_at(texts[region.known.path], region, "known")
        assert known == name_at(swapped[region.questioned.path], region, "questioned")
    assert not pair.differences
    moved = [unit for unit in pair.unit_pairs if unit.known and unit.questioned and unit.relation == "same"]
    assert {(unit.known.name, unit.questioned.name) for unit in moved} >= {
        ("Alpha.openHatch", "Beta.openHatch"),
        ("Beta.trimValve", "Alpha.trimValve"),
    }
