"""Why a run failed, in one line, with its exit code and its kind."""

import errno
import os
import traceback
from dataclasses import dataclass
from typing import TYPE_CHECKING

from codematch import process_limits
from codematch.cli import signals
from codematch.errors import CodematchError, InvariantError, ResourceError, StoreError, UsageError
from codematch.process_limits import Shortage

if TYPE_CHECKING:
    import typer

DEBUG = "CODEMATCH_DEBUG"
"""Set to 1, this environment variable shows the traceback of a fault."""

_PLAINER = {
    ": Value error, ": ": ",
    ": Input should be": ": it should be",
    ". Did you mean": "; did you mean",
    " (Possible options:": " (possible options:",
}
"""Phrases of the command line library, and how they read in the middle of a line."""


_LOADED_IN = os.getpid()
_DISK = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG, errno.EROFS)
"""Why nothing more can be written to a disk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """What is said of a run that failed.

    Attributes:
        text: One line: what happened, to what, and what to do.
        exit_code: Of the process.
        kind: The name of the error in JSON.
        is_fatal: The process must end at once: native libraries crash while they are taken down without memory.
    """

    text: str
    exit_code: int
    kind: str
    is_fatal: bool = False


def of_error(error: Exception) -> Failure:
    """Return what is said of an error."""
    if short := process_limits.shortage(error):
        fatal = short is not Shortage.FILES and _is_taken_down()
        return Failure(
            text=process_limits.ADVICE[short], exit_code=ResourceError.exit_code, kind="resource", is_fatal=fatal
        )
    if isinstance(error, OSError) and error.errno in _DISK:
        place = f"{error.filename}: " if error.filename else ""
        text = f"{place}cannot be written ({error.strerror}); free some space, or choose another folder"
        return Failure(text=text, exit_code=StoreError.exit_code, kind="store")
    if isinstance(error, CodematchError) and not isinstance(error, InvariantError):
        kind = type(error).__name__.removesuffix("Error").lower()
        return Failure(text=str(error), exit_code=error.exit_code, kind=kind)
    if os.environ.get(DEBUG) == "1":
        traceback.print_exception(error)
    return Failure(
        text=f"internal error ({type(error).__name__}: {error}); there is no result. Report this line to the"
        f" developers, with the command and the output of {DEBUG}=1",
        exit_code=InvariantError.exit_code,
        kind="internal",
    )


def _is_taken_down() -> bool:
    """Return whether native libraries without memory are taken down when this process ends: no other one does that."""
    return process_limits.address_space() is not None and os.getpid() == _LOADED_IN


def of_misuse(error: "typer.TyperException", command: str) -> Failure:
    """Return what is wrong with the command line, and where to find help."""
    message = error.format_message().rstrip(".")
    for original, plainer in _PLAINER.items():
        message = message.replace(original, plainer)
    joint = " See" if message.endswith("?") else "; see"
    text = f"{message[:1].lower()}{message[1:]}{joint} {command} --help"
    return Failure(text=text, exit_code=UsageError.exit_code, kind="usage")


def of_signal() -> Failure:
    """Return what is said of a run that a signal ended."""
    return Failure(text=f"{signals.said()}; nothing is half written", exit_code=signals.exit_code(), kind="interrupted")
