"""The tests of a module with a mutant of it in place, in a process of its own."""

import importlib.abc
import importlib.machinery
import multiprocessing
import os
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from types import ModuleType

import hypothesis.strategies
import numpy as np
import pytest

from tests.mutation.mutants import ROOT, Mutant, mutated, path_of

LOADED = (np, hypothesis.strategies)
"""What the tests need and no mutant changes: loaded once, before processes are forked."""
MEMORY = 6 << 30
"""What a mutant may take at most [bytes]: one that never ends may fill the machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How the tests ended: `passed`, and the processor time that they took [s]."""

    passed: bool
    seconds: float


def run(tests: Sequence[str], mutant: Mutant | None, seconds: int) -> Outcome:
    """Run tests up to the first that fails, and return whether all passed.

    Args:
        tests: Files and folders of tests.
        mutant: What is put in place of its module; None for the module as it is.
        seconds: Processor time after which a run is ended, and has failed [s].
    """
    import resource

    context = multiprocessing.get_context("fork")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    process = context.Process(target=_child, args=(tests, mutant, seconds))
    process.start()
    process.join()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Outcome(passed=process.exitcode == 0, seconds=after.ru_utime - before.ru_utime)


def _child(tests: Sequence[str], mutant: Mutant | None, seconds: int) -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    os.chdir(ROOT)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    for name in [name for name in sys.modules if name.partition(".")[0] in ("codematch", "tests")]:
        del sys.modules[name]  # what is loaded is without the mutant
    if mutant is not None:
        sys.meta_path.insert(0, _Finder(mutant))
    with tempfile.TemporaryDirectory() as examples:
        os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = examples
        options = ("-x", "-q", "-p", "no:cacheprovider", "--hypothesis-seed=0", "--hypothesis-profile=whole", "--tb=no",
                   "-W", "ignore::pytest.PytestAssertRewriteWarning")  # fmt: skip # of what is loaded already
        code = pytest.main([*options, *tests])
    os._exit(0 if code == pytest.ExitCode.OK else 1)


class _Finder(importlib.abc.MetaPathFinder):
    """Finds the module of a mutant, and nothing else."""

    def __init__(self, mutant: Mutant) -> None:
        self.mutant = mutant
        self.name = "codematch." + mutant.module.removesuffix(".py").replace("/", ".")

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname != self.name:
            return None
        place = str(path_of(self.mutant.module))
        spec = importlib.machinery.ModuleSpec(fullname, _Loader(self.mutant), origin=place)
        spec.has_location = True
        return spec


class _Loader(importlib.abc.Loader):
    def __init__(self, mutant: Mutant) -> None:
        self.mutant = mutant

    def exec_module(self, module: ModuleType) -> None:
        tree = mutated(self.mutant.module, self.mutant.number)
        exec(compile(tree, str(path_of(self.mutant.module)), "exec"), vars(module))  # noqa: S102 -- our own source
