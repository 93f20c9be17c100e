"""The records of the pairs of a scan, and of works that a search found: a folder each, as `compare` writes it."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from codematch.cli import configured, console, result_folder, run_record
from codematch.cli.options import Language

if TYPE_CHECKING:
    from pathlib import Path

    from codematch.model.result import CaseResult
    from codematch.parallel import Jobs
    from codematch.settings import Settings

FORMATS = ("json", "html")
"""The formats of each record."""


class Recorded(Protocol):
    """A finished scan or search, which can compare a pair of its works in full.

    `result` is what it found with `settings`, `jobs` are the processes or machines that it used.
    """

    @property
    def result(self) -> Any:
        """What was found."""

    @property
    def settings(self) -> "Settings":
        """The settings."""

    @property
    def jobs(self) -> "Jobs":
        """What worked on it."""

    def record_of(self, pair: Any, /) -> "CaseResult":
        """Return the full comparison of a pair, as `codematch compare` makes it."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Kind:
    """A kind of result with records.

    `rows` names the field with its pairs, of which each can have a record in its own `folder` below `parent`.
    `documents` returns the files of a result in some formats and languages.
    """

    rows: str
    parent: str
    folder: Callable[[Any], str]
    documents: Callable[[Any, Sequence[str], Sequence[str]], dict[str, bytes]]


def documents(
    found: Recorded, kind: Kind, formats: tuple[str, ...], language: Language, started: datetime,
    progress: Callable[[str, int, int], None],
) -> tuple[dict[str, bytes], Any]:  # fmt: skip
    """Return all files of the folder of a scan or search, and the result with the names of the records in it.

    Args:
        found: The finished scan or search.
        kind: What it is.
        formats: Those of its overview.
        language: That of all reports.
        started: When the run began.
        progress: Told how many records are made.
    """
    from codematch.case import sums
    from codematch.parallel import processes

    rows = getattr(found.result, kind.rows)
    chosen = [row for row in rows if row.reported][: found.settings.scan.max_records]
    made = make(found, chosen, kind.folder, language.each, started, found.jobs, progress)
    recorded, page = {row.rank for row in chosen}, first_page(language.each)
    listed = (replace(row, record=f"{kind.folder(row)}/{page}") if row.rank in recorded else row for row in rows)
    result = replace(found.result, **{kind.rows: tuple(listed)})
    made |= kind.documents(result, formats, language.each)
    conditions = run_record.Conditions(configuration=configured.applied())
    made[result_folder.RUN_RECORD] = run_record.render(
        made, started, processes(found.jobs), language=language.value, conditions=conditions
    )
    made[sums.NAME] = sums.render(made)
    return made, result


def note_written(made: Mapping[str, bytes], kind: Kind, out: "Path") -> None:
    """Say what was written to a folder."""
    records = len({name.split("/")[1] for name in made if name.startswith(f"{kind.parent}/")})
    own = ", ".join(sorted(name for name in made if "/" not in name))
    console.note(f"wrote {own} and {records} {'record' if records == 1 else 'records'} to {out}")


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
    jobs: "Jobs",
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


def results(found: Recorded, pairs: Sequence[Any], progress: Callable[[str, int, int], None]) -> "list[CaseResult]":
    """Return the full comparisons of some pairs, in their order."""
    from codematch.parallel import map_in_processes

    compared: dict[int, CaseResult] = {}
    with map_in_processes(_result, (found, pairs), range(len(pairs)), found.jobs) as portions:
        for place, result in portions:
            compared[place] = result
            progress("record", len(compared), len(pairs))
    return [compared[place] for place in range(len(pairs))]


def _result(task: tuple[Recorded, Sequence[Any]], place: int) -> "CaseResult":
    found, pairs = task
    return found.record_of(pairs[place])


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
