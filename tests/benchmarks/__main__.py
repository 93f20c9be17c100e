"""Every benchmark, one after the other; one line for each thing that is skipped, and why."""

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from codematch.errors import CodematchError
from tests.benchmarks import growth, needles, robustness, speed
from tests.benchmarks.packages import PACKAGES


@dataclass(frozen=True, slots=True, kw_only=True)
class Benchmark:
    """A benchmark: its name, its title, and what runs it and returns the lines about what was skipped."""

    name: str
    title: str
    run: Callable[[], Sequence[str]]


def _speed(options: argparse.Namespace) -> Sequence[str]:
    if options.speed:
        pair = speed.given(options.speed[0], options.speed[1], not options.unrelated)
        return speed.run([pair], options.jobs, options.repetitions, "speed_given")
    pairs, skipped = speed.downloaded(options.packages)
    return [*skipped, *speed.run(pairs, options.jobs, options.repetitions)]


def benchmarks(options: argparse.Namespace) -> list[Benchmark]:
    """Return the benchmarks in the order in which they run."""
    packages, jobs = options.packages, options.jobs
    return [
        Benchmark(name="speed", title="Speed, memory and size", run=lambda: _speed(options)),
        Benchmark(name="growth", title="Growth", run=lambda: growth.run(packages, jobs, options.repetitions)),
        Benchmark(name="needles", title="Needles", run=lambda: needles.run(packages, jobs)),
        Benchmark(
            name="robustness",
            title="Robustness against rewriting",
            run=lambda: robustness.run(options.corpus, jobs),
        ),
    ]


NAMES = ("speed", "growth", "needles", "robustness")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--without", choices=NAMES, action="append", default=[], help="leave one out; repeatable")
    parser.add_argument("--only", choices=NAMES, action="append", default=[], help="run this one; repeatable")
    parser.add_argument("--packages", type=Path, default=PACKAGES, help="where unpacked wheels lie or are put")
    parser.add_argument("--corpus", type=Path, help="folder with the packages to rewrite; downloaded when not given")
    parser.add_argument("--speed", type=Path, nargs=2, metavar=("KNOWN", "QUESTIONED"),
                        help="measure the speed on these folders instead of packages")  # fmt: skip
    parser.add_argument("--unrelated", action="store_true", help="the folders of --speed are not related")
    parser.add_argument("--repetitions", type=int, default=3, help="of the measurements of time")
    parser.add_argument("--jobs", type=int, default=2)
    return parser.parse_args()


def main() -> None:
    options = _arguments()
    skipped: list[str] = []
    for benchmark in benchmarks(options):
        if benchmark.name in options.without or (options.only and benchmark.name not in options.only):
            continue
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
