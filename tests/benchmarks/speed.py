"""Wall time and memory of a comparison, beside the time that parsing the same files alone takes.

Parsing, the comparison, and the comparison without filters and channels of evidence run in fresh processes with the
same number of workers, in turn, several times; the medians make the ratios.
"""

import argparse
import json
import statistics
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from codematch.filtration import FILTERS
from codematch.model.document import without_tables
from tests.benchmarks.process_tree import Usage, measure
from tests.benchmarks.saving import save

TARGET_RATIO = 2.5
TARGET_LABELS = 0.5
TARGET_BYTES = 3_000_000_000
BARE = [*(f"{rule.switch}=off" for rule in FILTERS), "evidence.channels=off"]
"""Settings without filters and channels."""
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Speed:
    """Seconds of each repetition, and the peak memory of the comparison over all of them."""

    label: str
    files: int
    text_files: int
    bytes: int
    lines: int
    regions: int
    floor_seconds: tuple[float, ...]
    compare_seconds: tuple[float, ...]
    bare_seconds: tuple[float, ...]
    resident_bytes: int
    proportional_bytes: int

    @property
    def ratio(self) -> float:
        """The median time of a comparison in units of the median time of parsing."""
        return statistics.median(self.compare_seconds) / statistics.median(self.floor_seconds)

    @property
    def labels_ratio(self) -> float:
        """What filters and channels add to the median time of a comparison, in the same units."""
        added = statistics.median(self.compare_seconds) - statistics.median(self.bare_seconds)
        return added / statistics.median(self.floor_seconds)


class BenchmarkError(Exception):
    """A measurement that cannot be made, and why."""


def _checked(usage: Usage, log: Path) -> Usage:
    if usage.exit_code != 0:
        last = log.read_text(errors="replace").strip().splitlines()[-1:]
        raise BenchmarkError(f"the measured command ended with {usage.exit_code}: {' '.join(last)}")
    return usage


def compare_once(known: Path, questioned: Path, out: Path, jobs: int, settings: Sequence[str] = ()) -> Usage:
    """Measure one comparison in a fresh process, its report written to `out`."""
    command = [sys.executable, "-m", "codematch", "compare", str(known), str(questioned)]
    command += ["--out", str(out), "--quiet", "--jobs", str(jobs)]
    command += [word for setting in settings for word in ("--set", setting)]
    log = out.with_suffix(".log")
    return _checked(measure(command, ROOT, log), log)


def parsed_files(report: Path, known: Path, questioned: Path) -> tuple[list[tuple[str, str]], int, int]:
    """Return the (path, language) of every file that tree-sitter parsed, the number of other compared files, and
    the number of regions, from a saved report."""
    pair = without_tables(json.loads(report.read_text(encoding="utf-8")))["pairs"][0]
    sides = ((known, pair["known"]["files"]), (questioned, pair["questioned"]["files"]))
    compared = [(folder, entry) for folder, files in sides for entry in files if entry["disposition"] == "compared"]
    parsed = [(str(folder / e["path"]), e["language"]) for folder, e in compared if e["parser"] == "tree-sitter"]
    return parsed, len(compared) - len(parsed), len(pair["regions"])


def speed(known: Path, questioned: Path, jobs: int = 2, repetitions: int = 3) -> Speed:
    """Measure a comparison of two folders against its parser floor.

    Raises:
        BenchmarkError: One of the commands failed.
    """
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        compare_once(known, questioned, folder / "first", jobs)  # makes the list, and warms the file cache
        files, text_files, regions = parsed_files(folder / "first" / "report.json", known, questioned)
        listed = folder / "files.json"
        listed.write_text(json.dumps(files))
        floor_command = [sys.executable, "-m", "tests.benchmarks.parser_floor", str(listed), "--jobs", str(jobs)]
        floors: list[Usage] = []
        compared: list[Usage] = []
        bare: list[Usage] = []
        log = folder / "floor.log"
        for number in range(repetitions):
            floors.append(_checked(measure(floor_command, ROOT, log), log))
            compared.append(compare_once(known, questioned, folder / f"run{number}", jobs))
            bare.append(compare_once(known, questioned, folder / f"bare{number}", jobs, BARE))
        counts = json.loads(log.read_text())
    return Speed(
        label=f"{known.name} : {questioned.name}",
        files=len(files),
        text_files=text_files,
        bytes=counts["bytes"],
        lines=counts["lines"],
        regions=regions,
        floor_seconds=tuple(round(usage.seconds, 2) for usage in floors),
        compare_seconds=tuple(round(usage.seconds, 2) for usage in compared),
        bare_seconds=tuple(round(usage.seconds, 2) for usage in bare),
        resident_bytes=max(usage.resident_bytes for usage in compared),
        proportional_bytes=max(usage.proportional_bytes for usage in compared),
    )


def describe(result: Speed, jobs: int) -> str:
    """Return the measurement as a few lines of text."""
    verdict = "met" if result.ratio <= TARGET_RATIO else "missed"
    labels = "met" if result.labels_ratio <= TARGET_LABELS else "missed"
    memory = "met" if result.proportional_bytes <= TARGET_BYTES else "missed"
    resident, proportional = result.resident_bytes / 1e9, result.proportional_bytes / 1e9
    return "\n".join(
        (
            f"{result.label}, {jobs} processes: {result.lines:,} lines, {result.bytes / 1e6:.1f} MB in "
            f"{result.files:,} parsed files, {result.text_files:,} through the plain lexer, {result.regions:,} regions",
            f"  parsing alone   {statistics.median(result.floor_seconds):8.2f} s   {result.floor_seconds}",
            f"  comparison      {statistics.median(result.compare_seconds):8.2f} s   {result.compare_seconds}",
            f"  ratio           {result.ratio:8.2f}     target {TARGET_RATIO} or less: {verdict}",
            f"  without labels  {statistics.median(result.bare_seconds):8.2f} s   {result.bare_seconds}",
            f"  labels add      {result.labels_ratio:8.2f} of the parsing   target {TARGET_LABELS} or less: {labels}",
            f"  peak memory     {proportional:8.2f} GB   target {TARGET_BYTES / 1e9:.0f} GB or less: {memory} "
            f"(resident sizes add up to {resident:.2f} GB)",
        )
    )


def run(known: Path, questioned: Path, jobs: int, repetitions: int) -> list[str]:
    """Measure, print, save; return the lines about what was skipped."""
    try:
        result = speed(known.resolve(), questioned.resolve(), jobs, repetitions)
    except BenchmarkError as error:
        return [str(error)]
    text = describe(result, jobs)
    print(text)
    save(f"speed_{result.label.replace(' : ', '_')}", f"```text\n{text}\n```", [result])
    return []


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("known", type=Path)
    parser.add_argument("questioned", type=Path)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--repetitions", type=int, default=3)
    arguments = parser.parse_args()
    for line in run(arguments.known, arguments.questioned, arguments.jobs, arguments.repetitions):
        sys.exit(f"skipped: {line}")


if __name__ == "__main__":
    main()
