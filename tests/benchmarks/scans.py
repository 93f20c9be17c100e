"""How the time of a scan grows with the number of works, and whether it finds what comparing every pair finds.

The works are the entries of a folder, in the order of a hash of their names: nested sets of them are scanned by one
process, and CPU seconds are counted. With `--all`, every pair of the smallest set is compared as well.
"""

import argparse
import hashlib
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from codematch.model.scan import ScanResult
from codematch.pipeline import compare_prepared, make_tools, prepare
from codematch.scanning.comparing import brief_settings
from codematch.scanning.run import lowered_rate, scan_works
from codematch.scanning.works import Located, locate, read_works
from codematch.settings import Settings
from tests.benchmarks.growth import exponent
from tests.benchmarks.saving import save
from tests.benchmarks.tables import markdown

WORKS = (50, 100, 200)
AIM = 1.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A scan of so many works: its lines, CPU seconds, and what it found."""

    works: int
    lines: int
    seconds: float
    pairs: int
    candidates: int
    reported: int
    missed: int
    sampled: int


def nested(root: Path, sizes: Sequence[int]) -> list[list[Located]]:
    """Return for each size the first works of a folder, each list a beginning of the next one."""
    located, _ = locate([str(root)])
    ordered = sorted(located, key=lambda work: hashlib.sha256(work.label.encode()).digest())
    return [ordered[:size] for size in sizes if size <= len(ordered)]


def scanned(works: Sequence[Located]) -> tuple[ScanResult, float]:
    """Scan works in this process; return the result and the CPU seconds."""
    settings = Settings()
    start = time.process_time()
    result = scan_works(read_works(works, settings.intake, (), None), (), (), settings).result
    return result, time.process_time() - start


def measured(works: Sequence[Located]) -> Measured:
    """Scan works and count."""
    result, seconds = scanned(works)
    chosen = result.candidates
    return Measured(
        works=len(works),
        lines=sum(work.lines for work in result.works),
        seconds=seconds,
        pairs=result.pairs_total,
        candidates=chosen.candidates,
        reported=result.reported_total,
        missed=chosen.missed,
        sampled=chosen.sampled,
    )


def missed_pairs(works: Sequence[Located]) -> tuple[int, int]:
    """Return how many pairs comparing every pair reports, and how many of these a scan does not report."""
    settings = Settings()
    result, _ = scanned(works)
    found = {(pair.first, pair.second) for pair in result.pairs if pair.reported}
    tools = make_tools(brief_settings(lowered_rate(settings, len(works))))
    trees = [(number, work.tree) for number, work in enumerate(read_works(works, settings.intake, (), None), start=1)]
    made = prepare([tree for _, tree in trees if tree is not None], tools)
    listed = list(zip([number for number, tree in trees if tree is not None], made, strict=True))
    reported = set()
    for place, (second, right) in enumerate(listed):
        for first, left in listed[:place]:
            pair = compare_prepared(left, right, tools)
            limits = {entry.language: entry.threshold_bits for entry in pair.significance}
            if any(region.weight.total >= limits.get(region.language, 0.0) for region in pair.regions):
                reported.add((first, second))
    return len(reported), len(reported - found)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.scans", description=__doc__)
    parser.add_argument("root", type=Path, help="a folder, each of whose entries is a work")
    parser.add_argument("--works", type=int, nargs="+", default=WORKS, help="numbers of works")
    parser.add_argument("--all", action="store_true", help="also compare every pair of the smallest set")
    options = parser.parse_args()
    sets = nested(options.root, options.works)
    rows = [measured(works) for works in sets]
    head = ["works", "lines", "CPU, s", "pairs", "candidates", "reported", "missed of the sample"]
    cells = [
        [f"{row.works}", f"{row.lines:,}", f"{row.seconds:.1f}", f"{row.pairs:,}", f"{row.candidates:,}",
         f"{row.reported:,}", f"{row.missed} of {row.sampled}"]
        for row in rows
    ]  # fmt: skip
    text = markdown(head, cells)
    if len(rows) > 1:
        slope = exponent([row.works for row in rows], [row.seconds for row in rows])
        text += f"\n\nExponent {slope:.2f}, aimed at {AIM} or less: {'met' if slope <= AIM else 'missed'}."
    if options.all:
        reported, missed = missed_pairs(sets[0])
        text += (
            f"\n\nComparing every pair of {len(sets[0])} works reports {reported}; the scan misses {missed} of them."
        )
    print(text)
    save("scans", text, rows)


if __name__ == "__main__":
    main()
