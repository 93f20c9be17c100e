"""Training for comparisons across languages: the counts of items, and what independent programs share at most.

Unrelated projects of several languages are counted, all but one in `across.held_out_every`; those are held against one
another. Independent programs for the same task are held against one another task by task.
"""

import csv
import io
import itertools
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from codematch import saved_files
from codematch.across.counts import ItemCounts, count_items, save_counts
from codematch.across.heaviest import heaviest, join
from codematch.across.items import ItemTable, counted_items, item_table
from codematch.across.null_model import FORMAT, AcrossNull, save_null
from codematch.across.parts import OwnText, file_part, own_text, parts_of
from codematch.across.statement import deciding
from codematch.comparison.across_sides import PRESCRIBED, without_prescribed
from codematch.comparison.prepare import Progress, Toolkit
from codematch.errors import InputError
from codematch.filtration.file_view import FileView
from codematch.intake import read_work
from codematch.languages import read_file
from codematch.model.precision import stored_bits
from codematch.model.stable_hash import text_hash
from codematch.model.tokens import TokenStream
from codematch.models.corpus import TrainingRun, project_folders
from codematch.models.null_model.set_aside import SetAside, read_set_aside
from codematch.parallel import map_in_processes
from codematch.pipeline import make_tools
from codematch.settings import Settings
from codematch.version import VERSION

LEAST_PROJECTS = 2
"""An item of fewer projects is not kept: it is as rare as one that was never seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of the programs: which have a common origin, and which clusters of the table are one task."""

    set_aside: SetAside
    same_task: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Project:
    """A project of a corpus or of a task: its folder, the language that is read, and the row of its card."""

    folder: Path
    name: str
    language: str
    card: Mapping[str, str]
    task: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Tables:
    """What is kept of a work: the items of its files and of its functions, with the number of the family of each."""

    files: ItemTable
    functions: ItemTable
    family: int
    tokens: int

    def families(self, table: ItemTable) -> NDArray[np.int32]:
        """Return the family of each part of a table, int32."""
        return np.full(int(table.parts.max(initial=-1)) + 1, self.family, dtype=np.int32)


def train_across(
    corpora: Sequence[Path],
    tasks: Path,
    out: Path,
    training: TrainingRun,
    *,
    known: Known,
    settings: Settings | None = None,
    jobs: int = 1,
    progress: Progress | None = None,
) -> tuple[ItemCounts, AcrossNull]:
    """Count items in unrelated projects, hold independent programs against one another, and write both models.

    Args:
        corpora: Folders with one folder for each project, named by the language that is read of them.
        tasks: A table of independent programs (columns cluster, project, language, folder; of rows with a stratum only
            those of the stratum same-interface count).
        out: The folder that gets `counts.bin`, `counts.json` and `null.json`.
        training: The day and the command line, for the cards.
        known: What is known of the programs.
        settings: All settings.
        jobs: Number of worker processes; the models do not depend on it.
        progress: Told how many projects are read.

    Raises:
        InputError: The table cannot be read, or no task has two programs in unrelated languages.
    """
    settings = settings or Settings()
    toolkit = make_tools(settings)
    programs = read_tasks(tasks, known.same_task)
    named = {project.name.lower() for project in programs}
    unrelated = _projects(corpora, named, settings.across.max_projects)
    held_out = unrelated[:: settings.across.held_out_every]
    counted = [project for project in unrelated if project not in held_out]
    origin = {"date": training.date, "command": training.command, "tool": VERSION}
    found = _read(_counted, counted, (toolkit, known.set_aside, None), jobs, progress)
    rows = [{**dict(project.card), **row} for project, (_, row) in zip(counted, found, strict=True)]
    counts = save_counts(out, count_items([items for items, _ in found], LEAST_PROJECTS), {**origin, "projects": rows})
    works = _read(_tables, [*programs, *held_out], (toolkit, known.set_aside, counts), jobs, progress)
    tables = {
        project: own
        for project, own in zip([*programs, *held_out], works, strict=True)
        if own.tokens and len(own.files)
    }
    card = {
        **origin,
        "format": FORMAT,
        "counts": counts.digest,
        "settings": deciding(settings),
        "tasks": list(_task_cards([project for project in programs if project in tables], tables, known, toolkit)),
        "unrelated": _compared([project for project in held_out if project in tables], tables, known, toolkit),
        "set_aside": _aside_card(known),
    }
    return counts, save_null(out, card)


def read_known(path: Path) -> Known:
    """Read what is known of the programs of the tasks.

    Raises:
        InputError: The file is not a list of what is set aside.
    """
    return Known(set_aside=read_set_aside(path), same_task=read_same_task(path))


def read_same_task(path: Path) -> dict[str, list[str]]:
    """Read which clusters are one task: tables `same_task` (task, clusters) of a list of what is set aside.

    Raises:
        InputError: The file is not such a list.
    """
    try:
        rows = saved_files.toml_table(saved_files.read_text(path)).get("same_task", [])
        return {str(row["task"]): [str(name) for name in row["clusters"]] for row in rows}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(f"{path} is not a list of known shared code ({error}); see grammars/README.md") from error


def read_tasks(table: Path, same_task: Mapping[str, Sequence[str]]) -> list[Project]:
    """Return the programs of the tasks that have programs in two languages, in order of task, language and name.

    Raises:
        InputError: The table cannot be read, or has no such task.
    """
    try:
        text = io.StringIO(saved_files.read_text(table, most=saved_files.MAX_BYTES), newline="")
        rows = [row for row in csv.DictReader(text) if row.get("stratum", "same-interface") == "same-interface"]
        meant = {cluster: task for task, clusters in same_task.items() for cluster in clusters}
        projects = [
            Project(
                folder=table.parent / row["folder"],
                name=row["project"],
                language=row["language"],
                card={"name": row["project"], "source": row.get("source", ""), "sha256": row.get("commit", "")},
                task=meant.get(row["cluster"], row["cluster"]),
            )
            for row in rows
        ]
    except (OSError, UnicodeDecodeError, csv.Error, KeyError) as error:
        raise InputError(f"{table} is not a table of independent programs ({error}); see grammars/README.md") from error
    languages: dict[str, set[str]] = defaultdict(set)
    for project in projects:
        languages[project.task].add(project.language)
    kept = [project for project in projects if len(languages[project.task]) > 1]
    if not kept:
        raise InputError(f"{table} has no task with programs in two languages; see grammars/README.md")
    return sorted(kept, key=lambda project: (project.task, project.language, project.name))


def _projects(corpora: Sequence[Path], named: Set[str], most: int) -> list[Project]:
    """Return of each corpus at most so many projects that are not named, in the order of the hashes of their names."""
    found = []
    for corpus in corpora:
        own = [folder for folder in project_folders([corpus]) if folder.name.lower() not in named]
        own.sort(key=lambda folder: (text_hash(folder.name.encode()), folder.name))
        found += [
            Project(folder=folder.folder, name=folder.name, language=corpus.resolve().name, card=folder.card)
            for folder in own[:most]
        ]
    return found


def _read(work: Any, projects: Sequence[Project], shared: Any, jobs: int, progress: Progress | None) -> list[Any]:
    """Return what a function makes of each project, in their order."""
    found: dict[int, Any] = {}
    with map_in_processes(work, (projects, *shared), range(len(projects)), jobs) as results:
        for number, result in results:
            found[number] = result
            if progress is not None:
                progress("read", len(found), len(projects))
    return [found[number] for number in range(len(projects))]


def _counted(shared: Any, number: int) -> tuple[NDArray[np.uint64], dict[str, Any]]:
    projects, toolkit, aside, _ = shared
    own, root = _own_texts(projects[number], toolkit, aside, toolkit.settings.across.counted_bytes)
    row = {"language": projects[number].language, "root": root, "tokens": sum(len(file.stream) for file in own)}
    return counted_items([file_part(file) for file in own], toolkit.settings.across), row


def _tables(shared: Any, number: int) -> _Tables:
    projects, toolkit, aside, counts = shared
    rules = toolkit.settings.across
    own, _ = _own_texts(projects[number], toolkit, aside, rules.reference_bytes)
    files, functions = (
        item_table([part for *_, part in parts_of(own, rules, functions=wanted)], counts.bits, rules)
        for wanted in (False, True)
    )
    families = sorted(set(toolkit.families.values()))
    return _Tables(
        files=files,
        functions=functions,
        family=families.index(toolkit.families[projects[number].language]),
        tokens=sum(len(file.stream) for file in own),
    )


def _own_texts(project: Project, toolkit: Toolkit, aside: SetAside, most: int) -> tuple[list[OwnText], str]:
    """Read the files of a project that count, in the order of their digests up to a number of bytes.

    Returns:
        Those that have tokens, without what filters for prescribed texts label; and the root hash of the project.
    """
    tree, settings = read_work(str(project.folder), toolkit.settings.intake), toolkit.settings
    family = toolkit.families[project.language]
    found, size, seen = [], 0, set[str]()
    for source in sorted(tree.files, key=lambda source: (source.record.digest, source.record.path)):
        path, digest = source.record.path, source.record.digest
        if size > most or source.text is None or digest in seen or aside.drops(project.name, path):
            continue
        claimed = toolkit.languages.identify(path, source.text.utf8)
        if toolkit.families[claimed.language] != family:
            continue
        seen.add(digest)
        _, stream = read_file(path, source.utf8, claimed, toolkit.languages, settings.parsing, settings.identification)
        if len(stream):
            found.append(_without_prescribed(stream, source.utf8, settings))
            size += source.record.size_bytes
    return found, tree.digest


def _without_prescribed(stream: TokenStream, utf8: bytes, settings: Settings) -> OwnText:
    none = np.zeros(len(stream), dtype=np.uint8)
    seen = FileView(path=stream.path, utf8=utf8, stream=stream, common=none, held=none, projects={})
    marks = {rule.id: tuple(rule.check(seen, settings.filtration)) for rule in PRESCRIBED if rule.check is not None}
    return without_prescribed(own_text(stream, utf8), marks)


def _task_cards(
    programs: Sequence[Project], tables: Mapping[Project, _Tables], known: Known, toolkit: Toolkit
) -> Iterator[dict[str, Any]]:
    for task, own in itertools.groupby(programs, key=lambda project: project.task):
        yield {"task": task, **_compared(list(own), tables, known, toolkit)}


def _compared(
    projects: Sequence[Project], tables: Mapping[Project, _Tables], known: Known, toolkit: Toolkit
) -> dict[str, Any]:
    """Return projects and every pair of them in unrelated languages, as a card has them (see `from_card`)."""
    pairs = [
        [left, right, *_heaviest(tables[projects[left]], tables[projects[right]], toolkit)]
        for left, right in itertools.combinations(range(len(projects)), 2)
        if tables[projects[left]].family != tables[projects[right]].family
        and not known.set_aside.reason(projects[left].name, projects[right].name)
    ]
    works = [[project.name, project.language, tables[project].tokens] for project in projects]
    sources = [[project.card.get("source", ""), project.card.get("sha256", "")] for project in projects]
    return {"works": works, "pairs": pairs, "sources": sources}


def _heaviest(known: _Tables, questioned: _Tables, toolkit: Toolkit) -> list[float]:
    return [
        stored_bits(
            heaviest(join(left, right, (known.families(left), questioned.families(right)), toolkit.settings.across))
        )
        for left, right in ((known.files, questioned.files), (known.functions, questioned.functions))
    ]


def _aside_card(known: Known) -> dict[str, Any]:
    aside = known.set_aside
    return {
        "files": [
            {"project": project, "paths": list(paths), "reason": reason} for project, paths, reason in aside.files
        ],
        "pairs": [{"projects": sorted(names), "reason": reason} for names, reason in aside.pairs],
        "same_task": {task: list(clusters) for task, clusters in sorted(known.same_task.items())},
    }


def describe(counts: ItemCounts, null: AcrossNull, settings: Settings) -> str:
    """Return both models as text: what was counted, then each stratum with its quantiles, threshold and bound."""
    rules = settings.significance
    lines = [
        f"item counts of {counts.projects} projects: {len(counts.counts.hashes):,} items, {counts.card['date']}",
        f"digest     {counts.digest}",
        f"null model {null.digest}",
    ]
    for about, references in null.references.items():
        lines.append(f"heaviest pair of {about} of each pair of independent works [bits]:")
        for reference in references:
            levels = [f"{level:.1f}" for level in np.quantile(reference.bits, (0.5, 0.75, 0.9, 0.95, 0.99)).tolist()]
            threshold = reference.threshold(rules.coincidence_rate)
            lines.append(
                f"  {reference.stratum.value:<12} {len(reference.bits):>6} pairs {reference.clusters:>4} clusters  "
                f"50/75/90/95/99 %: {' '.join(levels)}  threshold {threshold:.1f}, "
                f"upper bound there {reference.upper(threshold, rules.level):.1%}"
            )
        lines.append(f"  threshold {null.threshold(about, rules.coincidence_rate):.2f}")
    return "\n".join(lines) + "\n"
