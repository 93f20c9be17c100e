"""How the time of a comparison grows with the size of related works.

The works are nested subsets of the files of two versions of a package: files at the same path in either version go
together, in the order of a hash of the path, until both works together have as many lines as asked for. The exponent
is the slope of log(seconds) over log(lines), by least squares.
"""

import argparse
import hashlib
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tests.benchmarks.measuring import BenchmarkError, Floor, Times, compare_once, floor_of, floor_once, read_pair
from tests.benchmarks.packages import PACKAGES, PackageError, pinned_package
from tests.benchmarks.process_tree import Usage
from tests.benchmarks.saving import save
from tests.benchmarks.tables import markdown

PAIR = ("sympy==1.12", "sympy==1.13.3")
LINES = (100_000, 300_000, 1_000_000)
AIM = 1.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """One size: files, bytes and lines of both works together, and the seconds of the floor and the comparison."""

    files: int
    bytes: int
    lines: int
    regions: int
    floor: Times
    compare: Times


def nested(known: Path, questioned: Path, sizes: Sequence[int]) -> list[tuple[str, ...]]:
    """Return for each size the paths that make it up, each list a beginning of the next one.

    Args:
        known: A folder.
        questioned: Another one with mostly the same paths.
        sizes: Lines of both works together, from small to large.
    """
    lines: dict[str, int] = {}
    for folder in (known, questioned):
        for file in folder.rglob("*"):
            if file.is_file() and b"\0" not in (content := file.read_bytes()):
                path = file.relative_to(folder).as_posix()
                lines[path] = lines.get(path, 0) + content.count(b"\n")
    ordered = sorted(lines, key=lambda path: hashlib.sha256(path.encode()).digest())
    reached = np.cumsum([lines[path] for path in ordered])
    return [tuple(ordered[: int(np.searchsorted(reached, size)) + 1]) for size in sizes]


def copy_files(paths: Sequence[str], source: Path, target: Path) -> None:
    """Copy those of the paths that a folder has to another folder."""
    for path in paths:
        if (source / path).is_file():
            (target / path).parent.mkdir(parents=True, exist_ok=True)
            (target / path).write_bytes((source / path).read_bytes())


def exponent(lines: Sequence[int], seconds: Sequence[float]) -> float:
    """Return the slope of log(seconds) over log(lines)."""
    return float(np.polyfit(np.log(lines), np.log(seconds), 1)[0])


def measure_sizes(known: Path, questioned: Path, sizes: Sequence[int], jobs: int, repetitions: int) -> list[Size]:
    """Measure the comparison of nested subsets of two works, all sizes in turn, several times.

    Raises:
        BenchmarkError: A command failed.
    """
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        works: dict[int, tuple[Path, Path]] = {}
        for size, paths in zip(sizes, nested(known, questioned, sizes), strict=True):
            works[size] = folder / f"{size}" / "known", folder / f"{size}" / "questioned"
            for source, target in zip((known, questioned), works[size], strict=True):
                copy_files(paths, source, target)
        return _measured(works, folder, jobs, repetitions)


def _measured(works: Mapping[int, tuple[Path, Path]], folder: Path, jobs: int, repetitions: int) -> list[Size]:
    floors: dict[int, Floor] = {}
    regions: dict[int, int] = {}
    parsed: dict[int, list[Usage]] = {size: [] for size in works}
    compared: dict[int, list[Usage]] = {size: [] for size in works}
    counts: dict[int, dict[str, int]] = {}
    for number in range(repetitions):
        for size, pair in works.items():
            out = folder / f"run{size}-{number}"
            compared[size].append(compare_once(*pair, out, jobs))
            if not number:
                result = read_pair(out)
                floors[size], regions[size] = floor_of(result, *pair), len(result.regions)
            usage, counts[size] = floor_once(floors[size], folder, jobs)
            parsed[size].append(usage)
    return [
        Size(
            files=counts[size]["files"],
            bytes=counts[size]["bytes"],
            lines=counts[size]["lines"],
            regions=regions[size],
            floor=Times.of(parsed[size]),
            compare=Times.of(compared[size]),
        )
        for size in works
    ]


def start_up(jobs: int, repetitions: int) -> Times:
    """Measure the comparison of two files of one line, which is part of every other one."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        works = folder / "known", folder / "questioned"
        for work in works:
            work.mkdir()
            (work / "one.py").write_text("value = 1\n")
        return Times.of([compare_once(*works, folder / f"run{number}", jobs) for number in range(repetitions)])


def exponents(sizes: Sequence[Size], start: Times) -> dict[str, float]:
    """Return the exponents of the wall time, of the CPU time, and of both without the start-up, and of the floor."""
    lines = [size.lines for size in sizes]
    wall, cpu = [size.compare.median for size in sizes], [size.compare.median_cpu for size in sizes]
    return {
        "wall": exponent(lines, wall),
        "cpu": exponent(lines, cpu),
        "wall_without_start": exponent(lines, [max(one - start.median, 0.01) for one in wall]),
        "cpu_without_start": exponent(lines, [max(one - start.median_cpu, 0.01) for one in cpu]),
        "floor_cpu": exponent(lines, [size.floor.median_cpu for size in sizes]),
    }


def describe(label: str, sizes: Sequence[Size], start: Times, jobs: int) -> str:
    """Return the measurement as text."""
    found = exponents(sizes, start)
    rows = [
        [
            f"{size.lines:,}",
            f"{size.files:,}",
            f"{size.bytes / 1e6:.1f}",
            f"{size.regions:,}",
            f"{size.floor.median:.2f}",
            f"{size.compare.median:.2f}",
            f"{size.compare.median_cpu:.2f}",
            f"{size.compare.median / size.floor.median:.1f}",
        ]
        for size in sizes
    ]
    head = ["lines", "files", "MB", "regions", "floor, s", "comparison, s", "CPU, s", "in floors"]
    verdict = "met" if found["wall"] <= AIM else "missed"
    return "\n".join(
        (
            f"**{label}**, nested subsets, {jobs} processes, medians:",
            "",
            markdown(head, rows),
            "",
            f"Exponent of the wall time {found['wall']:.2f}, aimed at {AIM} or less: {verdict}. Of the CPU time "
            f"{found['cpu']:.2f}. Without the start-up ({start.median:.2f} s, {start.median_cpu:.2f} s of CPU) "
            f"{found['wall_without_start']:.2f} and {found['cpu_without_start']:.2f}. The CPU time of the floor grows "
            f"with {found['floor_cpu']:.2f}.",
        )
    )


def run(packages: Path, jobs: int, repetitions: int) -> list[str]:
    """Measure, print, save; return the lines about what was skipped."""
    try:
        known, questioned = (pinned_package(label, packages) for label in PAIR)
        start = start_up(jobs, repetitions)
        sizes = measure_sizes(known, questioned, LINES, jobs, repetitions)
    except (PackageError, BenchmarkError) as error:
        return [str(error)]
    label = f"{PAIR[0].replace('==', ' ')} : {PAIR[1].replace('==', ' ')}"
    text = describe(label, sizes, start, jobs)
    print(text)
    save("growth", text, [*sizes, {"start_up_seconds": start.median, "exponents": exponents(sizes, start)}])
    return []


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.growth", description=__doc__)
    parser.add_argument("--packages", type=Path, default=PACKAGES, help="where unpacked wheels lie or are put")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--repetitions", type=int, default=3)
    options = parser.parse_args()
    for line in run(options.packages, options.jobs, options.repetitions):
        print(f"skipped: {line}")


if __name__ == "__main__":
    main()
