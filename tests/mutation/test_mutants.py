"""The mutants themselves: which there are, that each changes one thing, and that a run notices one."""

import ast
import os

import pytest

from tests.mutation.__main__ import KERNELS, explained
from tests.mutation.mutants import ROOT, Mutant, mutants, mutated, path_of
from tests.mutation.run import run


@pytest.mark.parametrize("module", KERNELS)
def test_every_mutant_changes_the_module_in_one_place(module: str) -> None:
    plain = ast.unparse(ast.parse(path_of(module).read_text(encoding="utf-8"))).splitlines()
    found = mutants(module)
    assert len(found) > 5
    for mutant in found[::7]:
        changed = ast.unparse(mutated(module, mutant.number)).splitlines()
        assert len(changed) == len(plain), mutant
        assert sum(a != b for a, b in zip(changed, plain, strict=True)) == 1, mutant


@pytest.mark.parametrize("module", KERNELS)
def test_the_tests_of_a_module_are_there(module: str) -> None:
    assert all((ROOT / place).exists() for place in KERNELS[module])


def test_annotations_decorators_and_texts_are_left_alone() -> None:
    found = [mutant.before for mutant in mutants("significance/bounds.py")]
    assert {"0.95", "errors == trials", "low + high"} <= set(found)
    assert not [text for text in found if "NDArray" in text or text.startswith("'")]
    assert "strict=True" in path_of("align/chain.py").read_text(encoding="utf-8")
    assert not [
        mutant for mutant in mutants("align/chain.py") if mutant.before in ("True", "False") and "zip(" in mutant.line
    ]


def test_the_same_mutants_are_taken_every_time() -> None:
    first, second = (sorted(mutants("weight/bits.py"), key=lambda mutant: mutant.rank)[:5] for _ in range(2))
    assert first == second


def test_what_may_survive_is_still_there_and_says_why() -> None:
    for key, why in explained().items():
        assert key in {mutant.key for mutant in mutants(key[0])}
        assert why.endswith(".")


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a system that forks processes")
def test_a_change_is_noticed() -> None:
    (mutant,) = (one for one in mutants("align/increasing.py") if one.before == "rank - 1" and "+" in one.after)
    tests = KERNELS["align/increasing.py"]
    assert isinstance(mutant, Mutant)
    assert run(tests, None, 60).passed
    assert not run(tests, mutant, 60).passed
