"""What the supervision of the processes that read files costs, in processor time and by the clock.

A tree is prepared for a comparison, over and over, in turn with supervision and without: with one job in processes with
limits against this process itself, with two in processes with limits against processes without. Each time is that of a
fresh process and its children, of the preparation alone; a comparison takes several times as long, and the cost is
the same.

    python -m tests.benchmarks.supervision [FOLDER ...]
"""

import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from codematch.comparison import supervised
from codematch.intake import read_work
from codematch.parallel import Allowance, Jobs, map_in_processes
from codematch.pipeline import make_tools, prepare
from codematch.settings import Settings
from tests.benchmarks.packages import PACKAGES
from tests.benchmarks.saving import save
from tests.benchmarks.tables import markdown

AIM = 1.05
REPETITIONS = 3
DEFAULT = ("Django-4.2.16", "sympy-1.12")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """A tree and a number of jobs: CPU and wall seconds of each repetition, with supervision and without."""

    tree: str
    jobs: int
    supervised_cpu: tuple[float, ...]
    plain_cpu: tuple[float, ...]
    supervised_wall: tuple[float, ...]
    plain_wall: tuple[float, ...]

    def ratio(self, kind: str) -> float:
        """Return the median of supervised preparations by that of the others."""
        medians = [statistics.median(getattr(self, f"{way}_{kind}")) for way in ("supervised", "plain")]
        return medians[0] / medians[1]


@contextmanager
def _unsupervised(
    work: Any, shared: Any, portions: Sequence[Sequence[Any]], jobs: Jobs, _allowance: Allowance
) -> Iterator[Iterator[tuple[Any, Any]]]:
    """Do what `map_supervised` does without limits, and with one job in this process."""
    with map_in_processes(work, shared, portions, jobs) as done:
        yield (one for portion, results in done for one in zip(portion, results, strict=True))


def measure_here(folder: Path, jobs: int, *, is_supervised: bool) -> tuple[float, float]:
    """Prepare a tree in this process; return CPU seconds, those of its children too, and wall seconds."""
    if not is_supervised:
        setattr(supervised, "map_supervised", _unsupervised)  # noqa: B010  # a name that the module does not export
    tools = make_tools(Settings())
    tree = read_work(str(folder), tools.settings.intake)
    start, before = time.perf_counter(), _used()
    prepare([tree], tools, jobs=jobs)
    return _used() - before, time.perf_counter() - start


def _used() -> float:
    kinds = (resource.getrusage(kind) for kind in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in kinds)


def measure(folder: Path, jobs: int, repetitions: int = REPETITIONS) -> Cost:
    """Measure a tree, in turn with supervision and without."""
    found: dict[bool, list[tuple[float, float]]] = {True: [], False: []}
    for number in range(repetitions):
        for way in ((True, False), (False, True))[number % 2]:
            command = [sys.executable, "-m", "tests.benchmarks.supervision", "--one", str(folder), str(jobs), str(way)]
            out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            found[way].append(tuple(json.loads(out)))
            print(f"{folder.name}, {jobs} jobs, {'supervised' if way else 'plain'}: {out.strip()}", flush=True)
    columns = {way: tuple(zip(*rows, strict=True)) for way, rows in found.items()}
    return Cost(
        tree=folder.name,
        jobs=jobs,
        supervised_cpu=columns[True][0],
        plain_cpu=columns[False][0],
        supervised_wall=columns[True][1],
        plain_wall=columns[False][1],
    )


def describe(costs: Sequence[Cost]) -> str:
    """Return the table of the trees."""
    rows = [
        [
            cost.tree,
            str(cost.jobs),
            f"{statistics.median(cost.supervised_cpu):.2f} / {statistics.median(cost.plain_cpu):.2f}",
            f"{cost.ratio('cpu'):.3f}",
            f"{statistics.median(cost.supervised_wall):.2f} / {statistics.median(cost.plain_wall):.2f}",
            f"{cost.ratio('wall'):.3f}",
        ]
        for cost in costs
    ]
    head = ["tree", "jobs", "CPU, s: supervised / without", "ratio", "wall, s: supervised / without", "ratio"]
    return "\n".join((
        f"Files of a tree prepared in supervised processes and without supervision, in turn, medians of {REPETITIONS}. "
        f"With one job those without are prepared in the process itself. A ratio of {AIM} is aimed at for the whole "
        "comparison, of which the preparation is a part.",
        "",
        markdown(head, rows),
    ))  # fmt: skip


def main(given: Sequence[str]) -> None:
    if given[:1] == ["--one"]:
        print(json.dumps(measure_here(Path(given[1]), int(given[2]), is_supervised=given[3] == "True")))
        return
    folders = [Path(name) for name in given] or [PACKAGES / name for name in DEFAULT]
    costs = [measure(folder, jobs) for folder in folders for jobs in (1, 2)]
    text = describe(costs)
    print(text)
    save("supervision", text, costs)


if __name__ == "__main__":
    main(sys.argv[1:])
