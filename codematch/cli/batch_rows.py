"""The rows of a batch as commands: their options, the check before anything runs, and the work on one of them."""

import contextlib
import io
import json
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from codematch import process_limits
from codematch.batch import finished
from codematch.batch.work_list import COMMANDS, COMPARE, OptionForm, Problem, Row
from codematch.cli import console, failures, inputs, result_folder
from codematch.cli.compare_options import CompareArguments, read_options
from codematch.cli.overrides import override
from codematch.errors import EXIT_ANSWERED, EXIT_WEIGHT_REACHED, CodematchError, InputError, InvariantError, StoreError
from codematch.model.batch import RowState

if TYPE_CHECKING:
    from codematch.case.case_file import CaseFile
    from codematch.settings import Intake

_OF_BATCH = frozenset({"out", "jobs", "quiet", "help", "progress", "log-level", "config", "no-config"})
"""Options that a row cannot have, because the batch decides on them."""
_UNREPEATABLE = frozenset({"changed-since", "versions"})
"""Options by which a record depends on more than the content that a row names: such a row is always worked on."""
_PREFIX = "codematch: "


@dataclass(frozen=True, slots=True, kw_only=True)
class RowTask:
    """A row with the folder that paths are relative to, that of the batch, and where its record is made.

    `jobs` are those of the row, `parent` is the id of the process that works off the list.
    """

    row: Row
    root: Path
    folder: Path
    stage: Path
    lang: str
    jobs: int
    parent: int

    @property
    def arguments(self) -> list[str]:
        """The command line of the row."""
        command, *rest = self.row.arguments
        own = [f"--out={self.stage}", f"--jobs={self.jobs}", "--quiet", "--no-config"]
        if self.lang and not any(name in ("lang", "case") for name, _ in self.row.options):
            own.append(f"--lang={self.lang}")
        return [command, *own, *rest]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Named:
    """What a row names: works and shared material, files, the settings of reading them, and what else decides."""

    locators: tuple[str, ...]
    files: tuple[Path, ...]
    limits: "Intake"
    more: tuple[str, ...] = ()


def option_forms() -> dict[str, dict[str, OptionForm]]:
    """Return the options that rows may have, by command."""
    return {name: dict(_forms(_command(name))) for name in COMMANDS}


def register(app: typer.Typer) -> None:
    """Say which commands rows are made of; the command line does so when it is put together."""
    _APPS.append(app)


_APPS: list[typer.Typer] = []


def _command(name: str) -> Any:
    return typer.main.get_command(_APPS[-1]).commands[name]  # type: ignore[attr-defined]


def _forms(command: Any) -> Iterator[tuple[str, OptionForm]]:
    for parameter in command.params:
        name = next((text[2:] for text in parameter.opts if text.startswith("--")), "")
        if name and name not in _OF_BATCH:
            yield name, OptionForm(is_flag=parameter.is_flag, is_repeated=parameter.multiple)


def check_rows(tasks: Sequence[RowTask]) -> tuple[list[Problem], int]:
    """Check the rows of a list as far as possible before any work is read.

    Returns:
        A problem for each row that cannot be begun, and the exit code: that of missing works if nothing else is wrong.
    """
    problems: list[Problem] = []
    codes: list[int] = []
    for task in tasks:
        try:
            with contextlib.chdir(task.root):
                _named(task)
        except CodematchError as error:
            problems.append(Problem(line=task.row.line, text=str(error)))
            codes.append(error.exit_code)
        except typer.TyperException as error:
            problems.append(Problem(line=task.row.line, text=_plain(error.format_message())))
            codes.append(2)
    return problems, min(codes, default=0)


def _plain(text: str) -> str:
    return f"{text[:1].lower()}{text[1:]}".rstrip(".")


def _named(task: RowTask) -> _Named:
    """Return what a row names, after checking its options and that the works are there.

    Raises:
        CodematchError: An option is invalid, or a work is missing.
    """
    command, *rest = task.arguments
    params = _command(command).make_context(command, rest).params
    return _named_by_pair(params) if command == COMPARE else _named_by_set(params)


def _named_by_pair(params: dict[str, Any]) -> _Named:
    given = CompareArguments(**params)
    stated = inputs.read_case(given.case, given.known, given.questioned, given.verified)
    options = read_options(given, stated)
    works = options.known, options.questioned
    inputs.find_works(works, options.common, stated, options.settings.intake)
    files = [value for name, value in params.items() if isinstance(value, Path) and name not in ("out", "library")]
    return _Named(
        locators=(*works, *(text.partition("=")[2] for text in options.common)),
        files=(*files, *_stated_files(stated)),
        limits=options.settings.intake,
        more=_library_id(options.library),
    )


def _stated_files(stated: "CaseFile | None") -> tuple[Path, ...]:
    """Return the files whose content a bundle or a comparison takes from a case."""
    if stated is None:
        return ()
    return tuple(path for path in (stated.agreed, stated.marks, stated.path.parent / "custody.csv") if path is not None)


def _library_id(library: Path | None) -> tuple[str, ...]:
    if library is None:
        return ("",)
    from codematch.reference_library import entries, store_id

    return (store_id(entries(library)),)


def _named_by_set(params: dict[str, Any]) -> _Named:
    from codematch.intake import find_work
    from codematch.scanning.works import locate

    common = inputs.materials(params["common"], None)
    inputs.languages(params["language"], None)
    inputs.encodings(params["encoding"], None)
    limits = override(list(params["set_"] or ())).intake
    works = [work.locator for work in locate(params["works"])[0]]
    if len(params["works"]) > 1:
        for locator in works:
            find_work(locator, limits)
    locators = (*works, *(text.partition("=")[2] for text in common))
    for locator in locators[len(works) :]:
        find_work(locator, limits)
    result_folder.check(params["out"], (*params["works"], *common))
    return _Named(locators=locators, files=(), limits=limits)


def work_on_row(task: RowTask) -> None:
    """Make the record of a row where its task says, unless the finished one still holds; in a process of its own."""
    process_limits.end_with_parent(task.parent)
    sys.argv = ["codematch", *task.arguments]
    os.chdir(task.root)
    lines: list[str] = []
    key = ""
    try:
        key = _key(task)
        if _is_finished(task, key):
            return
        code = _answer(task, lines)
    except Exception as error:
        failure = failures.of_error(error)
        code = failure.exit_code
        lines.append(failure.text)
    try:
        finished.write_note(task.stage, finished.without_place(_note(task, key, code, lines), task.stage))
    except OSError:
        sys.exit(StoreError.exit_code)  # the parent process will find the disk full, too


def _key(task: RowTask) -> str:
    from codematch.batch.keys import row_key

    named = _named(task)
    if any(name in _UNREPEATABLE for name, _ in task.row.options):
        return ""
    return row_key(task.row, named.locators, named.files, (*named.more, task.lang), named.limits)


def _is_finished(task: RowTask, key: str) -> bool:
    """Return whether the record of an earlier run is the one that would be made now; refuse to replace a signed one."""
    folder = task.folder / finished.folder_of(task.row)
    note = finished.read_note(folder)
    if note is not None and note.state is RowState.DONE and note.key == key != "":
        from codematch.batch.figures import read_figures

        with contextlib.suppress(CodematchError, OSError, ValueError):
            return read_figures(folder, task.row.command)[1] == note.digest
    kept = [name for name in result_folder.KEPT if (folder / name).exists()]
    if kept:
        raise InputError(f"{folder} contains {kept[0]}, which cannot be made again; choose another --out")
    return False


def _answer(task: RowTask, lines: list[str]) -> int:
    """Run the command of a row; return its exit code, and add what it says on stderr."""
    said = io.StringIO()
    try:
        with contextlib.redirect_stderr(said):
            console.run(_APPS[-1], task.arguments)
    except SystemExit as end:
        return int(end.code or 0)
    finally:
        lines += [_message(line) for line in said.getvalue().splitlines()]
    return InvariantError.exit_code


def _message(line: str) -> str:
    """Return what a line on stderr says; with `--format json` it is an object."""
    try:
        return str(json.loads(line)["message"])
    except (ValueError, KeyError, TypeError):
        return line.removeprefix(_PREFIX)


def _note(task: RowTask, key: str, code: int, lines: Sequence[str]) -> finished.RowNote:
    done = code in (EXIT_ANSWERED, EXIT_WEIGHT_REACHED)
    note = finished.RowNote(
        key=key,
        state=RowState.DONE if done else RowState.FAILED,
        exit_code=code,
        reason="" if done else (lines[-1] if lines else f"ended with exit code {code}"),
        warnings=tuple(lines if done else lines[:-1]),
    )
    from codematch.batch.figures import read_figures

    try:
        figures, digest = read_figures(task.stage, task.row.command)
    except OSError:  # there is no record
        return note
    return replace(note, figures=figures, digest=digest)


def killed(code: int) -> finished.RowNote:
    """Return what is said of a row whose process ended without a word."""
    ended = f"ended by signal {-code}" if code < 0 else f"ended with exit code {code}"
    return finished.RowNote(
        key="",
        state=RowState.FAILED,
        exit_code=InvariantError.exit_code,
        reason=f"its process {ended}, perhaps for want of memory; use fewer --jobs",
    )
