"""`codematch batch`: work off a list of comparisons."""

import os
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from codematch import __version__
from codematch.batch import finished
from codematch.batch.children import each_in_a_process
from codematch.batch.work_list import Problem, WorkList, read_list
from codematch.cli import batch_rows, console, result_folder, run_record, signals
from codematch.cli.declarations import Quiet, argument, option, with_options
from codematch.cli.options import Jobs, Language, lang_option
from codematch.cli.progress import ProgressBars
from codematch.errors import CodematchError, InputError, StoreError, UsageError
from codematch.model.batch import BATCH_VERSION, Batch, RowState

if TYPE_CHECKING:
    from codematch.batch.finished import RowNote

EXAMPLES = (
    "\b\n"
    "Examples:\n"
    "  codematch batch pairs.csv --out night\n"
    "  codematch batch cases.toml --out night --jobs 4\n"
    "\n\b\n"
    "A CSV file has a row for each comparison and a column for each option, named without dashes:\n"
    "  label,known,questioned,case,common,min-weight\n"
    "  shop 1,ours/,shops/1.zip,,third_party/;licensed/,80\n"
    "  case 7,,,case-7/case.toml,,\n"
    "A column works, with a folder of works or several works, makes a row a scan. In TOML:\n"
    "  [defaults]\n"
    '  common = ["third_party/"]\n'
    "  [[compare]]\n"
    '  known = "ours/"\n'
    '  questioned = "shops/1.zip"\n'
    "  [[scan]]\n"
    '  works = ["submissions/"]\n'
    "\n\b\n"
    "Run the same command again to continue: finished rows whose works and options are unchanged are\n"
    "not compared again. A row that fails does not end the run; the exit code is the highest of all rows."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchArguments:
    """The arguments and options of `codematch batch` in the order of its help."""

    work_list: Annotated[Path, argument("WORKLIST", "The list of comparisons: a TOML file, or a CSV file.")]
    out: Annotated[
        Path,
        option(
            "--out -o",
            "DIR",
            "Write batch.json, batch.csv, batch.html and, for each row, a folder with its record to this folder. It "
            "must not exist, be empty, or contain an earlier batch, which is continued.",
        ),
    ]
    root: Annotated[
        Path | None,
        option("--root", "DIR", "The folder that paths are relative to. [default: the folder of WORKLIST]"),
    ] = None
    lang: Annotated[Language | None, lang_option("en; a row may have its own")] = None
    jobs: Jobs = None
    quiet: Quiet = False


@with_options(BatchArguments)
def batch(given: BatchArguments) -> None:
    """Work off a list of pairs and sets of works, row by row.

    Each row has the works and options of codematch compare or codematch scan, and gets the same record. The whole list
    is checked before the first row runs. Several rows run at a time.
    """
    started = run_record.now()
    listed = read_list(given.work_list, batch_rows.option_forms())
    root = given.root or given.work_list.parent
    if not root.is_dir():
        raise InputError(f"--root {root}: is not a folder; give the folder that paths are relative to")
    _check_out(given.out)
    jobs = given.jobs or run_record.available_cores()
    tasks = _tasks(given, listed, root, jobs)
    problems, code = batch_rows.check_rows(tasks)
    _refuse(given.work_list, [*listed.problems, *problems], 2 if listed.problems else code)
    with finished.held(given.out):
        try:
            rows = _work_off(given, tasks, jobs)
        except KeyboardInterrupt:
            console.note(f"{signals.said()}; finished rows are kept: run the same command to continue")
            raise SystemExit(signals.exit_code()) from None
        result = Batch(
            format_version=BATCH_VERSION,
            tool="codematch",
            version=__version__,
            list_name=listed.name,
            list_sha256=listed.sha256,
            rows=tuple(
                finished.described(task.row, note, _page(given.out / finished.folder_of(task.row)))
                for task, note in zip(tasks, rows, strict=True)
            ),
        )
        language = given.lang or Language.ENGLISH
        names = _write(given.out, result, language, started, jobs)
    _show(given, result, names, language)
    failed = [row for row in result.rows if row.state is RowState.FAILED]
    if failed:
        count = f"{len(failed)} of {len(result.rows)} rows failed"
        console.note(f"warning: {count}; line {failed[0].line}: {failed[0].reason}")
    if result.exit_code:
        raise typer.Exit(result.exit_code)


def _tasks(given: BatchArguments, listed: WorkList, root: Path, jobs: int) -> list[batch_rows.RowTask]:
    """Return the rows as tasks; with fewer rows than jobs, each gets its part of them."""
    folder = given.out.absolute()
    return [
        batch_rows.RowTask(
            row=row,
            root=root.absolute(),
            folder=folder,
            stage=finished.stage_of(folder, row),
            lang=given.lang.value if given.lang is not None else "",
            jobs=max(1, jobs // len(listed.rows)),
            parent=os.getpid(),
        )
        for row in listed.rows
    ]


def _refuse(path: Path, problems: Sequence[Problem], code: int) -> None:
    """Print what is wrong with the list, a line for each problem, and end; nothing has run.

    Raises:
        CodematchError: Something is.
    """
    if not problems:
        return
    kind: type[CodematchError] = InputError if code == InputError.exit_code else UsageError
    lines = [f"{path}, line {problem.line}: {problem.text}" for problem in sorted(problems, key=lambda one: one.line)]
    if len(lines) > 1:
        for line in lines:
            console.note(line)
        raise kind(f"{path}: {len(lines)} problems; nothing was compared")
    raise kind(lines[0])


def _work_off(given: BatchArguments, tasks: Sequence[batch_rows.RowTask], jobs: int) -> "list[RowNote]":
    """Work on all rows; return what became of each."""
    import codematch.pipeline
    import codematch.report.documents  # noqa: F401 - processes inherit what is loaded

    found: dict[int, RowNote] = {}
    taken_over = 0
    with ProgressBars(quiet=given.quiet) as bars, each_in_a_process(batch_rows.work_on_row, tasks, jobs) as ended:
        for position, code in ended:
            try:
                found[position], is_earlier = _settled(tasks[position], code)
                taken_over += is_earlier
            except OSError as error:
                raise StoreError(
                    f"--out {given.out}: cannot be written ({error.strerror}); finished rows are kept, and the same "
                    "command continues"
                ) from None
            bars("row", len(found), len(tasks))
    _remove_others(given.out, tasks)
    if taken_over and not given.quiet:
        rows = f"{len(tasks)} {'row was' if taken_over == 1 else 'rows were'}"
        console.note(f"{taken_over} of {rows} taken over from an earlier run, because nothing has changed")
    return [found[position] for position in range(len(tasks))]


def _settled(task: batch_rows.RowTask, code: int) -> "tuple[RowNote, bool]":
    """Move what the process of a row made into place; return what became of the row, and whether it is an earlier one.

    Args:
        task: The row.
        code: The exit code of its process; one that ended well and left nothing found the earlier record valid.
    """
    target = task.folder / finished.folder_of(task.row)
    made, earlier = finished.read_note(task.stage), finished.read_note(target)
    if not code and made is None and earlier is not None:
        return earlier, True
    if code or made is None:
        shutil.rmtree(task.stage, ignore_errors=True)
        made = batch_rows.killed(code)
        finished.write_note(task.stage, made)
    if not _is_kept(target):
        finished.move_into_place(target, task.stage)
    return made, False


def _is_kept(folder: Path) -> bool:
    return any((folder / name).exists() for name in result_folder.KEPT)


def _remove_others(folder: Path, tasks: Sequence[batch_rows.RowTask]) -> None:
    """Remove the records of rows that the list no longer has, but none that cannot be made again."""
    rows = {folder / finished.folder_of(task.row) for task in tasks}
    for path in sorted((folder / finished.ROWS).iterdir()):
        if path.with_suffix("") in rows or _is_kept(path):
            continue
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()


def _page(folder: Path) -> str:
    """Return the file of a record to open."""
    names = [f"{name}{part}.html" for name in ("report", "scan") for part in ("", ".en", ".zh")]
    return next((name for name in names if (folder / name).exists()), "")


def _write(out: Path, result: Batch, language: Language, started: datetime, jobs: int) -> list[str]:
    """Write the summary; return the names of its files."""
    from codematch.report.batch import documents

    made = documents(result, language.each)
    made[result_folder.RUN_RECORD] = run_record.render(made, started, jobs, language=language.value)
    finished.write_summary(out, made)
    return sorted(made)


def _show(given: BatchArguments, result: Batch, names: Sequence[str], language: Language) -> None:
    if given.quiet:
        return
    from codematch.report.batch import show, text
    from codematch.report.text import in_language

    for each in language.each:
        with in_language(each):
            if not console.shown(lambda screen: show(result, screen)):
                console.write(text(result))
    records = sum(bool(row.page) for row in result.rows)
    console.note(f"wrote {', '.join(names)} and {records} {'record' if records == 1 else 'records'} to {given.out}")


_OWN = re.compile(
    r"batch\.(?:json|csv)|batch(?:\.(?:en|zh))?\.html|run\.json|\.batch-lock|\.batch-unfinished-\d+(?:/.*)?"
    r"|rows/\d{4,}\.json|rows/\d{4,}/(?P<rest>.*)"
)


def _check_out(folder: Path) -> None:
    """Check that a batch can be written to a folder, or continued in it.

    Raises:
        UsageError: The folder is a file, or contains other files.
    """
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"--out {folder}: is a file; choose a folder")
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        name = path.relative_to(folder).as_posix()
        own = _OWN.fullmatch(name)
        rest = own["rest"] if own is not None else None
        is_other = own is None or (rest is not None and not result_folder.is_ours(rest))
        if is_other and (not path.is_dir() or path.is_symlink()):
            raise UsageError(
                f"--out {folder} contains files that are not an earlier batch ({name}); choose a new or an empty folder"
            )
    if folder.is_dir() and not os.access(folder, os.W_OK):
        raise UsageError(f"--out {folder}: cannot be written to; choose another folder")
