"""How much of a package is still found after mechanical rewriting.

For each package and level (see `tests.benchmarks.rewrite`) the original is the known work, the rewritten package
the questioned one. The figures are the shares of the known tokens that are aligned in regions of 60 bits or more, and
in pairs of files whose regions weigh as much together. A region follows one order: where functions are shuffled, the
first cannot exceed what lies in functions of such a weight.
"""

import argparse
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import codematch
from codematch.model.match import Edit, Region
from codematch.model.result import PairResult
from tests.benchmarks.packages import PackageError, download_package, find_package
from tests.benchmarks.rewrite import LEVELS, read_package, rewrite, write_package
from tests.benchmarks.saving import save

PACKAGES = {"markdown": "3.7", "werkzeug": "3.0.6", "flask": "3.0.3"}
THRESHOLD_BITS = 60.0
TARGETS = {1: 0.85, 2: 0.85, 4: 0.50}
TARGETS_OF_FILES = {4: 0.80, 5: 0.65}
ALIGNED = frozenset({Edit.IDENTICAL, Edit.RENAMED, Edit.LITERAL})


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Shares of the known tokens, 0 to 1, in regions that reach the threshold.

    `aligned` by their total weight, `in_files` by that of all regions of two files together, `by_structure` by the
    structure channel alone, `spanned` by total weight with the tokens inside a region's span that were deleted counted
    too. `misplaced` is the share of the aligned tokens whose region lies in another file than the one that was
    rewritten.
    """

    package: str
    level: int
    known_tokens: int
    in_files: float
    aligned: float
    by_structure: float
    spanned: float
    misplaced: float


def known_aligned(region: Region) -> int:
    """Return the number of known tokens that the region's edit script aligns."""
    return sum(operation.known for operation in region.script if operation.edit in ALIGNED)


def coverage(pair: PairResult, package: str, level: int) -> Coverage:
    """Return how much of the known work the regions of a comparison cover."""
    total = sum(entry.tokens for entry in pair.known.files)
    heavy = [region for region in pair.regions if region.weight.total >= THRESHOLD_BITS]
    aligned = sum(map(known_aligned, heavy))
    structural = sum(known_aligned(region) for region in heavy if region.weight.structure >= THRESHOLD_BITS)
    spanned: dict[str, set[int]] = {}
    for region in heavy:
        spanned.setdefault(region.known.path, set()).update(range(region.known.first_token, region.known.stop_token))
    misplaced = sum(known_aligned(region) for region in heavy if region.known.path != region.questioned.path)
    files: dict[tuple[str, str], float] = defaultdict(float)
    for region in pair.regions:
        files[region.known.path, region.questioned.path] += region.weight.total
    together = [
        known_aligned(region)
        for region in pair.regions
        if files[region.known.path, region.questioned.path] >= THRESHOLD_BITS
    ]
    return Coverage(
        package=package,
        level=level,
        known_tokens=total,
        in_files=sum(together) / total,
        aligned=aligned / total,
        by_structure=structural / total,
        spanned=sum(map(len, spanned.values())) / total,
        misplaced=misplaced / aligned if aligned else 0.0,
    )


def measure_package(folder: Path, name: str, jobs: int, seed: int = 1) -> Iterator[Coverage]:
    """Rewrite one package at every level and compare the original with each result."""
    files, _ = read_package(folder)
    with tempfile.TemporaryDirectory() as temporary:
        original = Path(temporary) / "original"
        write_package(files, original)
        for level in LEVELS:
            rewritten = Path(temporary) / f"level{level}"
            write_package(rewrite(files, name, level, seed), rewritten)
            result = codematch.compare(str(original), str(rewritten), jobs=jobs)
            yield coverage(result.pairs[0], name, level)


def measure_all(corpus: Path | None, jobs: int) -> tuple[list[Coverage], list[str]]:
    """Measure every package that can be had; return the figures and one line for each package skipped."""
    figures: list[Coverage] = []
    skipped: list[str] = []
    with tempfile.TemporaryDirectory() as temporary:
        for name, version in PACKAGES.items():
            try:
                base = corpus or download_package(name, version, Path(temporary) / name)
            except PackageError as error:
                skipped.append(str(error))
                continue
            folder = find_package(base, name)
            if folder is None:
                skipped.append(f"no package {name} in the corpus folder")
            else:
                figures += measure_package(folder, name, jobs)
    return figures, skipped


def table(figures: list[Coverage]) -> str:
    """Return the figures as a Markdown table, one row for each level."""
    packages = sorted({figure.package for figure in figures}, key=list(PACKAGES).index)
    lines = [
        f"| level | {' | '.join(packages)} | target | of files |",
        f"|---|{'---|' * len(packages)}---|---|",
    ]
    for level, name in LEVELS.items():
        cells = [
            f"{f.aligned:.3f}; {f.in_files:.3f} ({f.by_structure:.3f}; {f.spanned:.3f}; {f.misplaced:.3f})"
            for package in packages
            for f in figures
            if (f.package, f.level) == (package, level)
        ]
        target = f"{TARGETS[level]:.2f}" if level in TARGETS else ""
        of_files = f"{TARGETS_OF_FILES[level]:.2f}" if level in TARGETS_OF_FILES else ""
        lines.append(f"| {level} {name} | {' | '.join(cells)} | {target} | {of_files} |")
    note = (
        f"Share of the known tokens aligned in regions of {THRESHOLD_BITS:.0f} bits or more in total; in pairs of "
        "files whose regions weigh as much together (in brackets: in regions of as much structure alone; with "
        "deleted tokens inside the regions; share of the aligned tokens in another file)."
    )
    return "\n".join([*lines, "", note])


def run(corpus: Path | None, jobs: int) -> list[str]:
    """Measure, print, save; return the lines about what was skipped."""
    figures, skipped = measure_all(corpus, jobs)
    if figures:
        text = table(figures)
        print(text)
        save("robustness", text, figures)
    return skipped


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, help="folder that holds the packages; downloaded when not given")
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()
    for line in run(arguments.corpus, arguments.jobs):
        print(f"skipped: {line}")


if __name__ == "__main__":
    main()
