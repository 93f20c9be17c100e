"""The five ways in which a run can fail to answer, each with its exit code.

One bad file among good ones is never an error: it becomes a `Limitation` in the result.
"""


class CodematchError(Exception):
    """A run that cannot answer: one line that says what happened, to which input, and what to do."""

    exit_code = 70


class UsageError(CodematchError):
    """The command or a setting makes no sense as given."""

    exit_code = 2


class InputError(CodematchError):
    """A known or questioned work cannot be read, or must not be; with `--strict` also a part of one."""

    exit_code = 3


class SpecError(CodematchError):
    """A folder under `grammars/` is wrong."""

    exit_code = 4


class StoreError(CodematchError):
    """A background model or a saved result is damaged, missing or of another format."""

    exit_code = 5


class InvariantError(CodematchError):
    """codematch contradicts itself: a fault of ours, never of the input."""

    exit_code = 70


EXIT_ANSWERED = 0
EXIT_WEIGHT_REACHED = 1
"""A region reaches the weight of `--fail-on-weight`, or what is left of one that of `--fail-on-residual`."""
EXIT_INTERRUPTED = 130
