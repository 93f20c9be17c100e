"""Output to the terminal, errors as one line, and the only `sys.exit`."""

import json
import os
import sys
from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import typer

from codematch import saved_files
from codematch.cli import failures, signals, translation
from codematch.cli.translation import help_pages
from codematch.errors import EXIT_ANSWERED, StoreError, UsageError

if TYPE_CHECKING:
    from rich.console import Console

_INTERRUPTED = 130
"""What the command line library returns where it took the interrupt."""


class _Stdout:
    """What becomes of an answer that stdout cannot take: whether the command has `--out`, and was given it."""

    has_out = False
    is_saved = False


def run(app: typer.Typer, arguments: list[str] | None) -> NoReturn:
    """Run `app` and exit: results on stdout, any failure as exactly one line on stderr."""
    with signals.raised_here():
        try:
            code = _answer(app, sys.argv[1:] if arguments is None else arguments)
        except KeyboardInterrupt:  # before the command began, or while its failure was said
            code = _error(failures.of_signal())
    sys.exit(code)


def write(text: str | bytes) -> None:
    """Write a result to stdout, as UTF-8 in any locale.

    A closed pipe (`codematch ... | head`) is not an error: the rest of the output is dropped, and the run ends with
    the exit code of its result. Where the result is saved with `--out` it is no error either, but said.

    Raises:
        StoreError: The disk behind stdout is full, or stdout is closed.
    """
    if why := _unwritten(text):
        if not _Stdout.is_saved:
            better = "write the result with --out DIR" if _Stdout.has_out else "send it to a file (> FILE)"
            raise StoreError(f"{why}; {better}")
        note(f"warning: {why}; what --out names is written")


def confirm(text: str) -> None:
    """Say in one line what has been done: on stdout, or where that cannot be written to, on stderr."""
    if _unwritten(f"{translation.said(text)}\n"):
        note(text)


def _unwritten(text: str | bytes) -> str:
    """Write to stdout; return why that failed, "" if it did not."""
    if sys.stdout is None:
        return "stdout is closed"
    data = text if isinstance(text, bytes) else text.encode("utf-8", "backslashreplace")
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else the exit would fail once more
        if not isinstance(error, BrokenPipeError):
            return f"cannot write to stdout ({error.strerror})"
    return ""


def say(text: str) -> None:
    """Write one line of an answer to stdout, in the language of the command line."""
    write(f"{translation.said(text)}\n")


def shown(draw: Callable[["Console"], None]) -> bool:
    """Draw on the terminal, with its width and colours, if stdout is one; return whether it is."""
    if sys.stdout is None or not sys.stdout.isatty():
        return False
    from rich.console import Console

    draw(Console())
    return True


def read_bytes(file: Path) -> bytes:
    """Return the content of a file that the user names.

    Raises:
        StoreError: It cannot be read.
    """
    try:
        return saved_files.read_bytes(file)
    except OSError as error:
        raise StoreError(f"{file}: cannot be read ({error.strerror}); give a readable file") from None


def write_new(file: Path, content: bytes) -> None:
    """Write a file that must not be there yet.

    Raises:
        UsageError: It is there.
        StoreError: It cannot be written.
    """
    try:
        saved_files.create(file, content)
    except FileExistsError:
        raise UsageError(f"{file}: already exists; delete it first to create a new one") from None
    except OSError as error:
        raise StoreError(f"{file}: cannot be written ({error.strerror}); nothing was saved") from None


LEVELS = ("error", "warning", "note", "debug")
"""What lines on stderr are, the most important first."""
_WARNING, _PROGRAM = "warning: ", "codematch: "


class _Lines:
    """How lines are written to stderr in this run: down to which level, and whether as JSON."""

    least = LEVELS.index("note")
    as_json = False


def set_level(least: str) -> None:
    """Write lines to stderr down to one of `LEVELS`."""
    _Lines.least = LEVELS.index(least)


def note(text: str) -> None:
    """Write one line that is not the result to stderr, if there is one; `warning: ` begins a warning."""
    _write_line("warning" if text.startswith(_WARNING) else "note", text)


def debug(text: str) -> None:
    """Write one line about the course of a run to stderr if it is to be so detailed."""
    _write_line("debug", text)


def progress(step: str, done: int, total: int) -> None:
    """Write one line about the progress of a step to stderr; a total of 0 is unknown."""
    share = f" of {total:,} ({100 * done // total} %)" if total else ""
    _write_line("note", f"{step}: {done:,}{share}", kind="progress", step=step, done=done, total=total or None)


def _write_line(level: str, text: str, **more: object) -> None:
    if sys.stderr is None or LEVELS.index(level) > _Lines.least:
        return
    if _Lines.as_json:
        text = text.removeprefix(_WARNING)
    line = _one_line(translation.said(text))
    if _Lines.as_json:
        message = line.removeprefix(_PROGRAM)
        line = json.dumps({"level": level, "message": message, **more}, ensure_ascii=True)
    print(line, file=sys.stderr)  # noqa: T201


def _error(failure: failures.Failure) -> int:
    """Write why a run failed, and return its exit code."""
    _write_line("error", failure.text, kind=failure.kind, exit_code=failure.exit_code)
    if failure.is_fatal:
        os._exit(failure.exit_code)
    return failure.exit_code


def printable(text: str) -> str:
    """Return `text` with every character that a terminal would not show as itself written as an escape."""
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in text)


def _answer(app: typer.Typer, arguments: list[str]) -> int:
    """Return the exit code of one run, whose lines are in the language that it asks for."""
    given = translation.hoist(arguments, lambda some: len(_named(app, some)) - 1)
    _Lines.least, _Lines.as_json = LEVELS.index("note"), _asks_for_json(given)
    _Stdout.has_out = any("--out" in getattr(one, "opts", ()) for one in _command_of(app, given)[0].params)
    _Stdout.is_saved = _Stdout.has_out and any(one.partition("=")[0] in ("--out", "-o") for one in given)
    translation.speak(translation.choose(given, os.environ))
    if translation.current() == translation.ENGLISH:
        return _run(app, given)
    from codematch.report.text.wording import in_language

    with in_language(translation.current()):
        return _run(app, given)


def _run(app: typer.Typer, arguments: list[str]) -> int:
    """Run the command, and write why it failed if it did."""
    try:
        code = _command(app, translation.current()).main(args=arguments, prog_name="codematch", standalone_mode=False)
    except typer.TyperException as error:
        return _error(failures.of_misuse(error, " ".join(_named(app, arguments))))
    except (KeyboardInterrupt, typer.Abort):
        return _error(failures.of_signal())
    except Exception as error:  # the last line of defence: an internal error is one line too
        return _error(failures.of_error(error))
    if code == _INTERRUPTED:
        return _error(failures.of_signal())
    return code if isinstance(code, int) else EXIT_ANSWERED


@cache
def _command(app: typer.Typer, language: str) -> Any:
    """Return the command with all below it, and its help in a language, which must be the current one."""
    command = typer.main.get_command(app)
    help_pages.prepare(command)
    return command


def _named(app: typer.Typer, arguments: Sequence[str]) -> list[str]:
    """Return the names of the program and of the command at the beginning of the arguments."""
    return _command_of(app, arguments)[1]


def _command_of(app: typer.Typer, arguments: Sequence[str]) -> tuple[Any, list[str]]:
    """Return the command at the beginning of the arguments, and the names of the program and of it."""
    command: Any
    command, names = _command(app, translation.current()), ["codematch"]
    for name in arguments:
        inner = getattr(command, "commands", {}).get(name)
        if inner is None:
            break
        command = inner
        names.append(name)
    return command, names


def _asks_for_json(arguments: Sequence[str]) -> bool:
    """Tell whether a command line asks for JSON alone: then its errors are JSON, also where it cannot be parsed."""
    formats = [one.partition("=")[2] for one in arguments if one.startswith("--format=")]
    formats += [one.removeprefix("-f") for one in arguments if one.startswith("-f") and len(one) > 2]
    formats += [following for one, following in pairwise([*arguments, ""]) if one in ("-f", "--format")]
    return set(formats) == {"json"}


def _one_line(text: str) -> str:
    """Return `text` as one line of printable characters, also if it quotes file names."""
    return f"{_PROGRAM}{printable(' '.join(text.splitlines()))}"
