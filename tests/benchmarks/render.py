"""Time and memory of rendering a large result: `python -m tests.benchmarks.render [REPORT.json] [--regions N]`.

Without a file a result is put together of as many regions as asked for, three hundred of which carry their lines, as
the settings have it. Each format is rendered in a process of its own.
"""

import argparse
import resource
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

from codematch.case import read_result
from codematch.model.match import Exhibit, ExhibitRow, RowState
from codematch.model.result import CaseResult
from codematch.report.documents import documents
from codematch.report.formats import FORMATS as FORMAT_FILES
from tests.report.sample_result import large_result

EXHIBITS, ROWS = 300, 60
FORMATS = ("json", "html", "pdf", "docx")


def made(regions: int) -> CaseResult:
    """Return a result of so many regions; the exhibits have lines of every kind."""
    result = large_result(regions)
    states = list(RowState)
    exhibits = []
    for region in result.pairs[0].regions[:EXHIBITS]:
        rows = tuple(
            ExhibitRow(
                state=states[number % len(states)],
                known_line=region.known.first_line + number,
                known_text=f"    value_{number} = compute(first_{number}, second, 'text {number}')  # 说明 {number}",
                questioned_line=region.questioned.first_line + number,
                questioned_text=f"    result_{number} = compute(one_{number}, second, 'text {number}')  # 说明",
                known_marks=((4, 12), (24, 32)),
                questioned_marks=((4, 13), (24, 30)),
            )
            for number in range(ROWS)
        )
        exhibits.append(Exhibit(region=region.number, rows=rows, omitted_rows=0))
    return replace(result, pairs=(replace(result.pairs[0], exhibits=tuple(exhibits)),))


def main() -> None:
    """Render in every format and print seconds, bytes and the greatest memory of the process."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("result", nargs="?", type=Path)
    parser.add_argument("--regions", type=int, default=2_000)
    parser.add_argument("--format", choices=FORMATS)
    options = parser.parse_args()
    if options.format is None:
        for name in FORMATS:
            subprocess.run(
                [sys.executable, "-m", "tests.benchmarks.render", *sys.argv[1:], "--format", name], check=True
            )
        return
    result = read_result(options.result) if options.result else made(options.regions)
    before, used = time.perf_counter(), time.process_time()
    files = documents(result, options.format, ("en",))
    content = files[FORMAT_FILES[options.format].file_name]
    seconds, cpu = time.perf_counter() - before, time.process_time() - used
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    count = sum(len(pair.regions) for pair in result.pairs)
    size = len(content) / 1e6
    whole = sum(map(len, files.values())) / 1e6
    print(f"{options.format:5} {count:,} regions  {seconds:6.2f} s, {cpu:.2f} s of CPU  {memory:,.0f} MB of memory")
    print(f"      {size:.2f} MB of {whole:.2f} MB in {len(files)} files")


if __name__ == "__main__":
    main()
