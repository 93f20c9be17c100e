"""The records of the pairs of a scan, and of works that a search found: a folder each, as `compare` writes it."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from codematch.cli import result_folder, run_record

if TYPE_CHECKING:
    from codematch.model.result import CaseResult

FORMATS = ("json", "html")
"""The formats of each record."""


class Recorded(Protocol):
    """A finished scan or search, which can compare a pair of its works in full."""

    def record_of(self, pair: Any, /) -> "CaseResult":
        """Return the full comparison of a pair, as `codematch compare` makes it."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Task:
    found: Recorded
    pairs: Sequence[Any]
    folder: Callable[[Any], str]
    languages: tuple[str, ...]
    started: datetime


def make(
    found: Recorded,
    pairs: Sequence[Any],
    folder: Callable[[Any], str],
    languages: tuple[str, ...],
    started: datetime,
    jobs: int,
    progress: Callable[[str, int, int], None],
) -> dict[str, bytes]:
    """Return the files of the records of some pairs, each below the folder of its pair.

    Args:
        found: The finished scan or search.
        pairs: Those of its pairs, or of the works that were found, that get a record.
        folder: Names the folder of each.
        languages: The languages of the reports.
        started: When the run began.
        jobs: Number of worker processes.
        progress: Told how many records are made.
    """
    from codematch.parallel import map_in_processes

    task = _Task(found=found, pairs=pairs, folder=folder, languages=languages, started=started)
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

    pair = task.pairs[place]
    result = task.found.record_of(pair)
    rendering = RenderOptions(made=task.started.isoformat(timespec="seconds"))
    made: dict[str, bytes] = {}
    for name in FORMATS:
        made |= documents(result, name, task.languages, rendering)
        rendering = replace(rendering, root=hashlib.sha256(made["report.json"]).hexdigest())
    made[result_folder.RUN_RECORD] = run_record.render(
        made, task.started, 1, language="both" if len(task.languages) > 1 else task.languages[0], profile="us"
    )
    return {f"{task.folder(pair)}/{name}": content for name, content in made.items()}


def first_page(languages: tuple[str, ...]) -> str:
    """Return the name of the page of a record that the overview leads to."""
    return "report.html" if len(languages) == 1 else f"report.{languages[0]}.html"
