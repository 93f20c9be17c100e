"""A bounded run of each target of `make fuzz`, always with the same texts."""

import random

import pytest

from tests.fuzz.mutate import mutated
from tests.fuzz.targets import TARGETS

ROUNDS = {"zip": 60, "tar": 60, "tokens": 60, "identify": 30, "pack": 60, "objects": 60, "comparison": 10}


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_nothing_but_the_errors_that_are_meant(name):
    target = TARGETS[name]
    for seed in target.seeds:
        target.run(seed)
    for number in range(ROUNDS.get(name, 300)):
        random_ = random.Random(number)
        data = mutated(random_.choice(target.seeds), target.seeds, random_)
        try:
            target.run(data)
        except target.errors:
            continue
        except Exception as error:
            raise AssertionError(f"{name}, seed {number}: {data[:80]!r}") from error


def test_the_mutator_repeats_itself_and_changes_texts():
    seeds = (b"some text", b"another one")
    made = [mutated(seeds[0], seeds, random.Random(number)) for number in range(50)]
    assert made == [mutated(seeds[0], seeds, random.Random(number)) for number in range(50)]
    assert len(set(made)) > 30
