"""One comparison, and the parser floor of its files, each measured in a fresh process."""

import json
import statistics
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import codematch
from codematch.filtration import FILTERS
from codematch.languages import TEXT
from codematch.model.result import PairResult
from codematch.model.source import Disposition
from tests.benchmarks.packages import ROOT
from tests.benchmarks.process_tree import Usage, measure

BARE = [*(f"{rule.switch}=off" for rule in FILTERS), "evidence.channels=off"]
"""Settings without filters and channels."""
REPORT = "report.json"


class BenchmarkError(Exception):
    """A measurement that cannot be made, and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """What a comparison must at least do: `files` as (path, language), "" where there is no grammar.

    `unreachable` counts compared files that are no files of the folder (members of archives); they are not in it.
    """

    files: tuple[tuple[str, str], ...]
    unreachable: int

    @property
    def parsed(self) -> int:
        """The number of files that tree-sitter parses."""
        return sum(bool(language) for _, language in self.files)


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """Wall and CPU seconds of each repetition."""

    wall: tuple[float, ...]
    cpu: tuple[float, ...]

    @classmethod
    def of(cls, usages: Sequence[Usage]) -> "Times":
        """Return the times of several runs of one command."""
        return cls(
            wall=tuple(round(usage.seconds, 2) for usage in usages),
            cpu=tuple(round(usage.cpu_seconds, 2) for usage in usages),
        )

    @property
    def median(self) -> float:
        """The median wall time in seconds."""
        return statistics.median(self.wall)

    @property
    def median_cpu(self) -> float:
        """The median CPU time in seconds."""
        return statistics.median(self.cpu)


def warm(*folders: Path) -> None:
    """Read every file once, so that the first measured command finds them in the file cache like the others."""
    for folder in folders:
        for file in folder.rglob("*"):
            if file.is_file():
                file.read_bytes()


def compare_once(known: Path, questioned: Path, out: Path, jobs: int, settings: Sequence[str] = ()) -> Usage:
    """Measure one comparison in a fresh process, its result written to `out` as `report.json`.

    Nothing is kept from an earlier run: a repetition would not read its files.

    Raises:
        BenchmarkError: It failed.
    """
    command = [sys.executable, "-m", "codematch", "compare", str(known), str(questioned), "--out", str(out)]
    command += ["--format", "json", "--no-library", "--no-cache", "--quiet", "--jobs", str(jobs)]
    command += [word for setting in settings for word in ("--set", setting)]
    return _checked(command, out.with_suffix(".log"))


def floor_once(floor: Floor, folder: Path, jobs: int) -> tuple[Usage, dict[str, int]]:
    """Measure reading and parsing the files of a comparison in a fresh process with `jobs` workers.

    Returns:
        What it took, and the number of files, bytes and lines.

    Raises:
        BenchmarkError: It failed.
    """
    listed, log = folder / "files.json", folder / "floor.log"
    listed.write_text(json.dumps(floor.files))
    usage = _checked([sys.executable, "-m", "tests.benchmarks.parser_floor", str(listed), "--jobs", str(jobs)], log)
    return usage, json.loads(log.read_text())


def _checked(command: Sequence[str], log: Path) -> Usage:
    usage = measure(command, ROOT, log)
    if usage.exit_code != 0:
        last = log.read_text(errors="replace").strip().splitlines()[-1:]
        raise BenchmarkError(f"the measured command ended with {usage.exit_code}: {' '.join(last)}")
    return usage


def read_pair(out: Path) -> PairResult:
    """Return the only pair of a saved result."""
    return codematch.read_result(out / REPORT).pairs[0]


def floor_of(pair: PairResult, known: Path, questioned: Path) -> Floor:
    """Return the floor of a comparison of two folders: every compared file of both."""
    sides = ((known, pair.known.files), (questioned, pair.questioned.files))
    entries = [(folder, e) for folder, files in sides for e in files if e.disposition is Disposition.COMPARED]
    files = tuple(
        # Of a text with programs inside, only these are parsed: it counts as one that is read.
        (str(folder / entry.path), entry.language if entry.parser == "tree-sitter" and entry.language != TEXT else "")
        for folder, entry in entries
        if (folder / entry.path).is_file()
    )
    return Floor(files=files, unreachable=len(entries) - len(files))
