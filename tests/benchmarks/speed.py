"""Wall time and memory of a comparison, beside the time that reading and parsing the same files alone takes.

Three pairs of packages are downloaded by version; two folders can be given instead. The floor, the comparison, and the
comparison without filters and channels of evidence run in fresh processes with the same number of workers, in turn,
several times; the medians make the ratios. An aim that is missed is said and fails nothing.
"""

import argparse
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from codematch.model.result import Ratio
from tests.benchmarks.measuring import (
    BARE,
    REPORT,
    BenchmarkError,
    Times,
    compare_once,
    floor_of,
    floor_once,
    read_pair,
    warm,
)
from tests.benchmarks.packages import PACKAGES, PackageError, pinned_package
from tests.benchmarks.saving import save
from tests.benchmarks.tables import markdown

PAIRS = (
    ("Django==4.2.16", "Django==5.1.3", True),
    ("sympy==1.12", "sympy==1.13.3", True),
    ("scipy==1.17.1", "numpy==2.4.6", False),
)
"""What is compared, and whether it is related."""
AIM_RELATED, AIM_UNRELATED, AIM_LABELS, AIM_BYTES, AIM_REPORT = 8.0, 4.0, 0.5, 3_000_000_000, 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two folders, and whether the works in them are related."""

    label: str
    known: Path
    questioned: Path
    related: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Speed:
    """What one pair took.

    `files`, `bytes` and `lines` are those of all compared files of both works, of which `parsed` went through
    tree-sitter; `unreachable` are not in the floor. `report_bytes` is the size of `report.json`, `beside_bytes` that of
    the other files of the result. The shares are those of the known and the questioned work that are in regions.
    """

    label: str
    related: bool
    jobs: int
    files: int
    parsed: int
    unreachable: int
    bytes: int
    lines: int
    regions: int
    token_shares: tuple[float, float]
    line_shares: tuple[float, float]
    floor: Times
    compare: Times
    bare: Times
    resident_bytes: int
    proportional_bytes: int
    report_bytes: int
    beside_bytes: int

    @property
    def ratio(self) -> float:
        """The median time of a comparison in units of the median time of the floor."""
        return self.compare.median / self.floor.median

    @property
    def cpu_ratio(self) -> float:
        """The same in CPU time."""
        return self.compare.median_cpu / self.floor.median_cpu

    @property
    def labels_ratio(self) -> float:
        """What filters and channels add to the median time of a comparison, in the same units."""
        return (self.compare.median - self.bare.median) / self.floor.median

    @property
    def labels_cpu_ratio(self) -> float:
        """The same in CPU time."""
        return (self.compare.median_cpu - self.bare.median_cpu) / self.floor.median_cpu

    @property
    def report_share(self) -> float:
        """The size of `report.json` in units of the size of the source."""
        return self.report_bytes / self.bytes


def speed(pair: Pair, jobs: int = 2, repetitions: int = 3) -> Speed:
    """Measure a comparison of two folders against its floor.

    Raises:
        BenchmarkError: One of the commands failed.
    """
    works = pair.known, pair.questioned
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        warm(*works)
        compared = [compare_once(*works, folder / "run0", jobs)]
        result = read_pair(folder / "run0")
        floor = floor_of(result, *works)
        floors, bare = [], []
        for number in range(repetitions):
            if number:
                compared.append(compare_once(*works, folder / f"run{number}", jobs))
            usage, counts = floor_once(floor, folder, jobs)
            floors.append(usage)
            bare.append(compare_once(*works, folder / f"bare{number}", jobs, BARE))
        report, beside = _sizes(folder / "run0")
    return Speed(
        label=pair.label,
        related=pair.related,
        jobs=jobs,
        files=len(floor.files),
        parsed=floor.parsed,
        unreachable=floor.unreachable,
        bytes=counts["bytes"],
        lines=counts["lines"],
        regions=len(result.regions),
        token_shares=_shares(result.totals.token),
        line_shares=_shares(result.totals.line),
        floor=Times.of(floors),
        compare=Times.of(compared),
        bare=Times.of(bare),
        resident_bytes=max(usage.resident_bytes for usage in compared),
        proportional_bytes=max(usage.proportional_bytes for usage in compared),
        report_bytes=report,
        beside_bytes=beside,
    )


def _shares(ratio: Ratio) -> tuple[float, float]:
    total, matched = ratio.total, ratio.matched
    return matched.known / max(total.known, 1), matched.questioned / max(total.questioned, 1)


def _sizes(out: Path) -> tuple[int, int]:
    """Return the size of the result and that of the files beside it."""
    report = (out / REPORT).stat().st_size
    return report, sum(file.stat().st_size for file in out.rglob("*") if file.is_file()) - report


def describe(result: Speed) -> str:
    """Return the measurement as a few lines of text and a table."""
    aim = AIM_RELATED if result.related else AIM_UNRELATED
    proportional, resident = result.proportional_bytes / 1e9, result.resident_bytes / 1e9
    rows = [
        ["comparison, in floors", *_against(result.ratio, aim, ""), f"in CPU time {result.cpu_ratio:.1f}"],
        [
            "filters and channels, in floors",
            *_against(result.labels_ratio, AIM_LABELS, ""),
            f"in CPU time {result.labels_cpu_ratio:.2f}",
        ],
        ["peak memory", *_against(proportional, AIM_BYTES / 1e9, " GB"), f"resident sizes add up to {resident:.2f} GB"],
        [
            "`report.json`, in sizes of the source",
            *_against(result.report_share, AIM_REPORT, ""),
            f"{result.report_bytes / 1e6:.1f} MB; beside it {result.beside_bytes / 1e6:.1f} MB",
        ],
    ]
    seconds = [
        [name, f"{times.median:.2f}", _listed(times.wall), f"{times.median_cpu:.2f}", _listed(times.cpu)]
        for name, times in (("floor", result.floor), ("comparison", result.compare), ("without labels", result.bare))
    ]
    known, questioned = ([f"{100 * share[side]:.1f} %" for share in (result.token_shares, result.line_shares)]
                         for side in (0, 1))  # fmt: skip
    missing = f" ({result.unreachable:,} more are members of archives)" if result.unreachable else ""
    return "\n".join(
        (
            f"**{result.label}** ({'related' if result.related else 'unrelated'}; {result.jobs} processes): "
            f"{result.lines:,} lines, {result.bytes / 1e6:.1f} MB in {result.files:,} compared files{missing}, "
            f"{result.parsed:,} of them parsed; {result.regions:,} regions with {known[0]} and {questioned[0]} of the "
            f"tokens, {known[1]} and {questioned[1]} of the lines of K and Q.",
            "",
            markdown(["", "measured", "aimed at", "", ""], rows),
            "",
            markdown(["seconds", "wall", "each", "CPU", "each"], seconds),
        )
    )


def _against(value: float, aim: float, unit: str) -> tuple[str, str, str]:
    return f"{value:.2f}{unit}", f"{aim:g}{unit}", "met" if value <= aim else "missed"


def _listed(values: Iterable[float]) -> str:
    return ", ".join(f"{value:.2f}" for value in values)


def downloaded(packages: Path = PACKAGES) -> tuple[list[Pair], list[str]]:
    """Return the pairs of packages that can be had, and one line for each that cannot."""
    pairs, skipped = [], []
    for known, questioned, related in PAIRS:
        try:
            folders = pinned_package(known, packages), pinned_package(questioned, packages)
        except PackageError as error:
            skipped.append(str(error))
            continue
        label = f"{known.replace('==', ' ')} : {questioned.replace('==', ' ')}"
        pairs.append(Pair(label=label, known=folders[0], questioned=folders[1], related=related))
    return pairs, skipped


def given(known: Path, questioned: Path, related: bool) -> Pair:
    """Return the pair of two folders of the user."""
    folders = known.resolve(), questioned.resolve()
    return Pair(label=f"{folders[0].name} : {folders[1].name}", known=folders[0], questioned=folders[1],
                related=related)  # fmt: skip


def run(pairs: Sequence[Pair], jobs: int, repetitions: int, name: str = "speed") -> list[str]:
    """Measure, print, save; return the lines about what was skipped."""
    results, skipped = [], []
    for pair in pairs:
        try:
            results.append(speed(pair, jobs, repetitions))
        except BenchmarkError as error:
            skipped.append(f"{pair.label}: {error}")
            continue
        print(describe(results[-1]), "", sep="\n", flush=True)
    if results:
        save(name, "\n\n".join(map(describe, results)), results)
    return skipped


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.speed", description=__doc__)
    parser.add_argument("works", type=Path, nargs="*", metavar="FOLDER", help="known and questioned work")
    parser.add_argument("--unrelated", action="store_true", help="the given works are not related")
    parser.add_argument("--packages", type=Path, default=PACKAGES, help="where unpacked wheels lie or are put")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--repetitions", type=int, default=3)
    options = parser.parse_args()
    if len(options.works) not in (0, 2):
        parser.error("give two folders or none")
    skipped: list[str] = []
    if options.works:
        pairs, name = [given(options.works[0], options.works[1], not options.unrelated)], "speed_given"
    else:
        pairs, skipped = downloaded(options.packages)
        name = "speed"
    for line in [*skipped, *run(pairs, options.jobs, options.repetitions, name)]:
        print(f"skipped: {line}")


if __name__ == "__main__":
    main()
