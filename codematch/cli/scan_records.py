"""The records of the pairs of a scan: a folder for each, with what `codematch compare --out` writes."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from codematch.cli import result_folder, run_record

if TYPE_CHECKING:
    from codematch.model.scan import RankedPair
    from codematch.scanning.inputs import Scan

FORMATS = ("json", "html")
"""The formats of each record."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Task:
    scan: "Scan"
    pairs: "Sequence[RankedPair]"
    languages: tuple[str, ...]
    started: datetime


def make(
    scan: "Scan",
    pairs: "Sequence[RankedPair]",
    languages: tuple[str, ...],
    started: datetime,
    jobs: int,
    progress: Callable[[str, int, int], None],
) -> dict[str, bytes]:
    """Return the files of the records of some pairs, each below the folder of its pair.

    Args:
        scan: The finished scan.
        pairs: Those that get a record.
        languages: The languages of the reports.
        started: When the run began.
        jobs: Number of worker processes.
        progress: Told how many records are made.
    """
    from codematch.parallel import map_in_processes

    task = _Task(scan=scan, pairs=pairs, languages=languages, started=started)
    made: dict[str, bytes] = {}
    done = 0
    with map_in_processes(_record, task, range(len(pairs)), jobs) as portions:
        for _, files in portions:
            made |= files
            done += 1
            progress("record", done, len(pairs))
    return made


def _record(task: _Task, place: int) -> dict[str, bytes]:
    from codematch.report.documents import documents
    from codematch.report.render_options import RenderOptions
    from codematch.report.scan import pair_folder

    pair = task.pairs[place]
    result = task.scan.record(pair.first, pair.second)
    rendering = RenderOptions(made=task.started.isoformat(timespec="seconds"))
    made: dict[str, bytes] = {}
    for name in FORMATS:
        made |= documents(result, name, task.languages, rendering)
        rendering = replace(rendering, root=hashlib.sha256(made["report.json"]).hexdigest())
    made[result_folder.RUN_RECORD] = run_record.render(
        made, task.started, 1, language="both" if len(task.languages) > 1 else task.languages[0], profile="us"
    )
    return {f"{pair_folder(pair)}/{name}": content for name, content in made.items()}


def first_page(languages: tuple[str, ...]) -> str:
    """Return the name of the page of a record that the overview leads to."""
    return "report.html" if len(languages) == 1 else f"report.{languages[0]}.html"
