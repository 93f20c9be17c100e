"""What the supervision of the processes that read files costs, in processor time and by the clock.

The pairs of the benchmark of speed are compared, over and over, in turn with supervision and without: with one job in
processes with limits against this process itself, with two in processes with limits against processes without. Each
time is that of a fresh process and its children. Stated are the whole comparison and, of it, the preparation of both
works, which is all that supervision concerns.
"""

import argparse
import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from codematch.comparison import supervised
from codematch.intake import read_work
from codematch.parallel import Allowance, Jobs, map_in_processes
from codematch.pipeline import compare_prepared, make_tools, prepare
from codematch.settings import Settings
from tests.benchmarks.packages import PACKAGES
from tests.benchmarks.saving import save
from tests.benchmarks.speed import Pair, downloaded, given
from tests.benchmarks.tables import markdown

AIM = 1.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """CPU and wall seconds of one comparison: of the preparation of both works, and of everything."""

    preparation_cpu: float
    preparation_wall: float
    whole_cpu: float
    whole_wall: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """A pair and a number of jobs: each repetition, with supervision and without."""

    pair: str
    jobs: int
    supervised: tuple[Times, ...]
    plain: tuple[Times, ...]

    def cells(self, of: str) -> tuple[str, str]:
        """Return the medians of one of the fields of `Times`, with supervision and without, and their ratio."""
        supervised, plain = (
            statistics.median(getattr(time, of) for time in way) for way in (self.supervised, self.plain)
        )
        return f"{supervised:.2f} / {plain:.2f}", f"{supervised / plain:.3f}"


@contextmanager
def _unsupervised(
    work: Any, shared: Any, portions: Sequence[Sequence[Any]], jobs: Jobs, _allowance: Allowance
) -> Iterator[Iterator[tuple[Any, Any]]]:
    """Do what `map_supervised` does without limits, and with one job in this process."""
    with map_in_processes(work, shared, portions, jobs) as done:
        yield (one for portion, results in done for one in zip(portion, results, strict=True))


def measure_here(known: Path, questioned: Path, jobs: int, *, is_supervised: bool) -> Times:
    """Compare two trees in this process; return the seconds of the preparation of both works and of everything."""
    if not is_supervised:
        setattr(supervised, "map_supervised", _unsupervised)  # noqa: B010  # a name that the module does not export
    settings = Settings()
    start, begun = time.perf_counter(), _used()
    trees = [read_work(str(folder), settings.intake) for folder in (known, questioned)]
    tools = make_tools(settings)
    wall, cpu = time.perf_counter(), _used()
    works = prepare(trees, tools, jobs=jobs)
    prepared_wall, prepared_cpu = time.perf_counter() - wall, _used() - cpu
    compare_prepared(works[0], works[1], tools, jobs=jobs)
    return Times(
        preparation_cpu=prepared_cpu,
        preparation_wall=prepared_wall,
        whole_cpu=_used() - begun,
        whole_wall=time.perf_counter() - start,
    )


def _used() -> float:
    kinds = (resource.getrusage(kind) for kind in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in kinds)


def measure(pair: Pair, jobs: int, repetitions: int) -> Cost:
    """Measure a pair, in turn with supervision and without."""
    found: dict[bool, list[Times]] = {True: [], False: []}
    for number in range(repetitions):
        for way in ((True, False), (False, True))[number % 2]:
            command = [sys.executable, "-m", "tests.benchmarks.supervision", str(pair.known), str(pair.questioned)]
            command += ["--once", "supervised" if way else "plain", "--jobs", str(jobs)]
            out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            found[way].append(Times(**json.loads(out)))
            print(f"{pair.label}, {jobs} jobs, {'supervised' if way else 'plain'}: {out.strip()}", flush=True)
    return Cost(pair=pair.label, jobs=jobs, supervised=tuple(found[True]), plain=tuple(found[False]))


def describe(costs: Sequence[Cost]) -> str:
    """Return the table of the pairs."""
    rows = [[cost.pair, str(cost.jobs), *(cell for of in _COLUMNS for cell in cost.cells(of))] for cost in costs]
    head = ["pair", "jobs"]
    for title in ("comparison, CPU s", "comparison, wall s", "preparation, CPU s"):
        head += [f"{title}: supervised / without", "ratio"]
    count = len(costs[0].plain)
    return "\n".join((
        "Pairs compared with the files read in supervised processes and without supervision, in turn, medians "
        f"of {count}. With one job those without are read in the process itself. Aimed at for a comparison: {AIM}.",
        "",
        markdown(head, rows),
    ))  # fmt: skip


_COLUMNS = ("whole_cpu", "whole_wall", "preparation_cpu")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.supervision", description=__doc__)
    parser.add_argument("works", type=Path, nargs="*", metavar="FOLDER", help="known and questioned work")
    parser.add_argument("--packages", type=Path, default=PACKAGES, help="where unpacked wheels lie or are put")
    parser.add_argument("--jobs", type=int, choices=(1, 2), help="one of the two numbers of jobs alone")
    parser.add_argument("--repetitions", type=int, default=3)
    parser.add_argument("--once", choices=("supervised", "plain"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if len(options.works) not in (0, 2):
        parser.error("give two folders or none")
    if options.once:
        known, questioned = options.works
        times = measure_here(known, questioned, options.jobs, is_supervised=options.once == "supervised")
        print(json.dumps(asdict(times)))
        return
    works = options.works
    pairs, skipped = ([given(works[0], works[1], related=True)], []) if works else downloaded(options.packages)
    numbers = (options.jobs,) if options.jobs else (1, 2)
    costs = [measure(pair, jobs, options.repetitions) for pair in pairs for jobs in numbers]
    text = describe(costs)
    print(text, *(f"skipped: {line}" for line in skipped), sep="\n")
    save("supervision_given" if options.works else "supervision", text, costs)


if __name__ == "__main__":
    main()
