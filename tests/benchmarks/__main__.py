"""Every benchmark that this machine can run; one line for each thing that is skipped, and why."""

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from codematch.errors import CodematchError
from tests.benchmarks import robustness, speed


@dataclass(frozen=True, slots=True, kw_only=True)
class Benchmark:
    """A benchmark: its title, and what runs it and returns the lines about what was skipped."""

    title: str
    run: Callable[[], Sequence[str]]


def _speed(works: Sequence[Path], jobs: int, repetitions: int) -> Sequence[str]:
    if not works:
        return ["no large works: give two folders with --speed KNOWN QUESTIONED"]
    return speed.run(works[0], works[1], jobs, repetitions)


def benchmarks(arguments: argparse.Namespace) -> list[Benchmark]:
    """Return the benchmarks in the order in which they run."""
    jobs = arguments.jobs
    return [
        Benchmark(title="Speed and memory", run=lambda: _speed(arguments.speed, jobs, arguments.repetitions)),
        Benchmark(title="Robustness against rewriting", run=lambda: robustness.run(arguments.packages, jobs)),
    ]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--packages", type=Path, help="folder with the packages to rewrite; downloaded when not given")
    parser.add_argument("--speed", type=Path, nargs=2, default=[], metavar=("KNOWN", "QUESTIONED"), help="two folders")
    parser.add_argument("--repetitions", type=int, default=3, help="of the measurement of speed")
    parser.add_argument("--jobs", type=int, default=2)
    return parser.parse_args()


def main() -> None:
    skipped: list[str] = []
    for benchmark in benchmarks(_arguments()):
        print(f"\n== {benchmark.title} ==\n", flush=True)
        try:
            lines = benchmark.run()
        except CodematchError as error:
            lines = [str(error)]
        skipped += [f"{benchmark.title}: {line}" for line in lines]
    for line in skipped:
        print(f"skipped: {line}")


if __name__ == "__main__":
    main()
