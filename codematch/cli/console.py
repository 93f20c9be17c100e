"""Where the program meets the terminal: what is printed, how a failure reads, and the only `sys.exit`."""

import contextlib
import os
import signal
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import NoReturn

import typer

from codematch.errors import EXIT_ANSWERED, EXIT_INTERRUPTED, CodematchError, InvariantError, StoreError, UsageError

DEBUG = "CODEMATCH_DEBUG"
"""Set to 1, this environment variable shows the traceback of a fault."""

_PLAINER = {": Value error, ": ": ", ": Input should be": ": it should be", ". Did you mean": "; did you mean"}
"""How phrases of the command line library read in the middle of our line."""


def run(app: typer.Typer, arguments: list[str] | None) -> NoReturn:
    """Run `app` and exit: results on stdout, any failure as exactly one line on stderr."""
    with _interrupts_left_to_this_process():
        code = _answer(app, arguments)
    sys.exit(code)


def write(text: str | bytes) -> None:
    """Write a result to stdout, as UTF-8 whatever the locale says.

    A reader that went away (`codematch ... | head`) is no failure: the rest is dropped and the run goes on, so
    that it ends with the exit code of its answer.

    Raises:
        StoreError: The disk behind stdout is full, or stdout is closed.
    """
    if sys.stdout is None:
        raise StoreError("stdout is closed, so that nothing can be printed: use --out")
    data = text if isinstance(text, bytes) else text.encode("utf-8", "backslashreplace")
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else the exit would fail once more
        if not isinstance(error, BrokenPipeError):
            raise StoreError(f"stdout cannot be written to ({error.strerror}): use --out") from None


def read_bytes(file: Path) -> bytes:
    """Return what a file that the user names holds.

    Raises:
        StoreError: It cannot be read.
    """
    try:
        return file.read_bytes()
    except OSError as error:
        raise StoreError(f"{file}: cannot be read ({error.strerror}); name a readable file") from None


def write_new(file: Path, content: bytes) -> None:
    """Write a file that must not be there yet.

    Raises:
        UsageError: It is there.
        StoreError: It cannot be written.
    """
    try:
        with file.open("xb") as stream:
            stream.write(content)
    except FileExistsError:
        raise UsageError(f"{file}: is there already; take it away first if it is to be made anew") from None
    except OSError as error:
        raise StoreError(f"{file}: cannot be written ({error.strerror}); nothing was kept") from None


def note(text: str) -> None:
    """Write one line that is not the result to stderr, if there is one."""
    if sys.stderr is not None:
        print(_one_line(text), file=sys.stderr)  # noqa: T201


def printable(text: str) -> str:
    """Return `text` with every character that a terminal would not show as itself written as an escape."""
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in text)


@contextlib.contextmanager
def _interrupts_left_to_this_process() -> Iterator[None]:
    """Let Ctrl-C, which a terminal sends to every process of the run, interrupt this one and no forked worker.

    A worker that dies while it holds the lock of the task queue would keep this process waiting for ever.
    """
    owner = os.getpid()

    def interrupt(number: int, frame: FrameType | None) -> None:
        if os.getpid() == owner:
            raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _answer(app: typer.Typer, arguments: list[str] | None) -> int:
    """Return the exit code of one run."""
    try:
        command = typer.main.get_command(app)
        code = command.main(args=arguments, prog_name="codematch", standalone_mode=False)
    except InvariantError as error:
        return _fault(error)
    except CodematchError as error:
        note(str(error))
        return error.exit_code
    except typer.TyperException as error:
        return _misuse(error, _named(app, sys.argv[1:] if arguments is None else arguments))
    except (KeyboardInterrupt, typer.Abort):
        code = EXIT_INTERRUPTED
    except MemoryError:
        note("this machine has too little memory for the run: try --jobs 1, or compare parts of the works")
        return InvariantError.exit_code
    except Exception as error:  # the last line of defence: a fault of ours reads as one line, too
        return _fault(error)
    if code == EXIT_INTERRUPTED:
        note("interrupted; nothing was written")
    return code if isinstance(code, int) else EXIT_ANSWERED


def _named(app: typer.Typer, arguments: list[str]) -> str:
    """Return the command that the arguments begin with."""
    command, names = typer.main.get_command(app), ["codematch"]
    for name in arguments:
        inner = getattr(command, "commands", {}).get(name)
        if inner is None:
            break
        command = inner
        names.append(name)
    return " ".join(names)


def _misuse(error: typer.TyperException, command: str) -> int:
    """Say what is wrong with the command line, and where help is."""
    message = error.format_message().rstrip(".")
    for theirs, ours in _PLAINER.items():
        message = message.replace(theirs, ours)
    note(f"{message[:1].lower()}{message[1:]}; see {command} --help")
    return UsageError.exit_code


def _fault(error: Exception) -> int:
    """Own up to a fault of the program."""
    if os.environ.get(DEBUG) == "1":
        traceback.print_exception(error)
    note(
        f"internal error ({type(error).__name__}: {error}); nothing was concluded. Please report this line to the"
        f" developers, with the command and what {DEBUG}=1 prints"
    )
    return InvariantError.exit_code


def _one_line(text: str) -> str:
    """Return `text` as one line of printable characters, whatever file names it quotes."""
    return f"codematch: {printable(' '.join(text.splitlines()))}"
