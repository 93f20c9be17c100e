"""The errors of codematch, each with its exit code.

    CodematchError
        UsageError           2   invalid command line, argument or setting
        InputError           3   a work or another input cannot be read
            EmptyInputError  3   a work without files, or with empty files only
        SpecError            4   invalid language data
        StoreError           5   a model, a saved result or a folder is missing, damaged or cannot be written
        InvariantError       70  internal error
        ResourceError        71  memory, open files or processes are not enough

A single bad file in a work is not an error: it becomes a `Limitation` in the result.
"""

from codematch.process_limits import shortage


class CodematchError(Exception):
    """Base of all errors. The message is one line: what happened, to what, and what to do."""

    exit_code = 70


class UsageError(CodematchError):
    """Invalid command line or setting."""

    exit_code = 2


class InputError(CodematchError):
    """A work or another input cannot be read; with `--strict`, any part of a work."""

    exit_code = 3


class EmptyInputError(InputError):
    """A work without files, or with empty files only."""


class SpecError(CodematchError):
    """Invalid language data: a folder under `grammars/`."""

    exit_code = 4


class StoreError(CodematchError):
    """A model or a saved result is missing, damaged or of another format."""

    exit_code = 5


class InvariantError(CodematchError):
    """Internal error: a fault of codematch, never of the input."""

    exit_code = 70


class ResourceError(CodematchError):
    """Memory, open files or processes are not enough: the machine or a limit of it allows too few."""

    exit_code = 71


def ends_run(error: Exception) -> bool:
    """Return whether an error while one work or pair was worked on concerns all of them, and so ends the run."""
    return isinstance(error, SpecError | StoreError) or shortage(error) is not None


EXIT_ANSWERED = 0
EXIT_WEIGHT_REACHED = 1
"""A region that counts reaches `--fail-on-weight`, `--fail-on-residual` or `--fail-on-new`."""
EXIT_SIGNALLED = 128
"""A run that a signal ends has this exit code and the number of the signal: 130 for Ctrl-C, 143 for SIGTERM."""
