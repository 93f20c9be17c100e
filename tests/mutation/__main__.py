"""`make mutation`: are the tests of the kernels able to fail?

Changes one operator, comparison or constant of a kernel at a time, runs the tests of its package, and lists the
changes that no test noticed. `MUTANTS` [=60] are taken of all modules together, as many of each, always the same ones;
`MUTANTS=all` takes all. Modules are named as arguments, such as `align/chain.py`; none means all.

What survives and may is in `survivors.toml` with its reason; any other survivor ends the run with exit 1. Needs a
system that forks processes. `--write` writes `results.md`.
"""

import os
import sys
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.mutation.mutants import Mutant, mutants
from tests.mutation.run import run

KERNELS: dict[str, tuple[str, ...]] = {
    "align/chain.py": ("tests/align/test_chain.py", "tests/align/test_align.py"),
    "align/increasing.py": ("tests/align/test_increasing.py",),
    "fingerprints/minhash.py": ("tests/fingerprints",),
    "fingerprints/winnow.py": ("tests/fingerprints",),
    "significance/bounds.py": ("tests/significance/test_bounds.py",),
    "significance/discrimination.py": ("tests/significance/test_discrimination.py",),
    "significance/gumbel.py": ("tests/significance/test_gumbel.py",),
    "weight/bits.py": ("tests/weight",),
    "weight/ngrams.py": ("tests/weight",),
    "weight/rarity.py": ("tests/weight", "tests/rarity"),
    "weight/renames.py": ("tests/weight",),
}
"""The modules that compute what a report states, and the tests that are to notice a change of each."""
HERE = Path(__file__).parent
BASELINE_SECONDS = 120
"""Processor time that the tests of a module may take with the module as it is [s]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What became of the mutants of a module that were run."""

    module: str
    all: int
    run: int
    survivors: tuple[Mutant, ...]


def main(arguments: Sequence[str]) -> int:
    """Run the mutants of modules, print what became of them, and return the exit code."""
    modules = [argument for argument in arguments if not argument.startswith("-")] or list(KERNELS)
    wanted = os.environ.get("MUTANTS", "60")
    most = None if wanted == "all" else -(-int(wanted) // len(modules))
    rows = [measure(module, most) for module in modules]
    reasons = explained()
    text = table(rows, reasons)
    print(text)
    if "--write" in arguments:
        (HERE / "results.md").write_text(text, encoding="utf-8")
    return int(any(mutant.key not in reasons for row in rows for mutant in row.survivors))


def measure(module: str, most: int | None) -> Row:
    """Run mutants of a module, all or at most so many."""
    tests, found = KERNELS[module], mutants(module)
    taken = sorted(sorted(found, key=lambda mutant: mutant.rank)[:most], key=lambda mutant: mutant.number)
    plain = run(tests, None, BASELINE_SECONDS)
    if not plain.passed:
        raise SystemExit(f"{module}: its tests fail without a mutant: {' '.join(tests)}")
    seconds = 10 + int(4 * plain.seconds)
    survivors = []
    for mutant in taken:
        passed = run(tests, mutant, seconds).passed
        print(f"{'SURVIVED' if passed else 'killed  '} {named(mutant)}", file=sys.stderr, flush=True)
        survivors += [mutant] if passed else []
    return Row(module=module, all=len(found), run=len(taken), survivors=tuple(survivors))


def explained() -> dict[tuple[str, str, str, str], str]:
    """Return why mutants may survive, by what names them."""
    entries = tomllib.loads((HERE / "survivors.toml").read_text(encoding="utf-8"))["survivor"]
    return {(one["module"], one["line"], one["before"], one["after"]): one["why"] for one in entries}


def named(mutant: Mutant) -> str:
    """Return a mutant as a line of text."""
    return f"{mutant.module}: {mutant.before} → {mutant.after}, in: {mutant.line}"


def table(rows: Sequence[Row], reasons: dict[tuple[str, str, str, str], str]) -> str:
    """Return what became of the mutants of modules as Markdown."""
    lines = ["# Mutants of the kernels", "", "| module | mutants | run | killed | survived |", "|---|--:|--:|--:|--:|"]
    for row in rows:
        lines.append(
            f"| `{row.module}` | {row.all} | {row.run} | {row.run - len(row.survivors)} | {len(row.survivors)} |"
        )
    every, ran = sum(row.all for row in rows), sum(row.run for row in rows)
    survivors = [mutant for row in rows for mutant in row.survivors]
    lines += [f"| all | {every} | {ran} | {ran - len(survivors)} | {len(survivors)} |", ""]
    if survivors:
        lines += ["| survivor | why |", "|---|---|"]
    for mutant in survivors:
        cell = named(mutant).replace("|", "\\|")
        lines.append(f"| `{cell}` | {reasons.get(mutant.key, '**not explained**')} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
