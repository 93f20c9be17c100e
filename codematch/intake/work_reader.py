"""Reads the works of one comparison, and says at its end which of them have changed since."""

from collections.abc import Callable, Sequence
from functools import partial

from codematch.intake import digest_again, given, read_work
from codematch.model.source import Limitation, SourceTree
from codematch.settings import Intake


class WorkReader:
    """Reads works under the same limits and given encodings, and remembers them in the order of reading.

    The first is the known work, the second the questioned one; any other is shared material.
    """

    def __init__(
        self, limits: Intake, encodings: Sequence[str], progress: Callable[[str, int, int], None] | None
    ) -> None:
        self._limits = limits
        self._encodings = given.parse(encodings)
        self._progress = progress
        self._read: list[tuple[str, SourceTree]] = []

    def read(self, role: str, locator: str) -> SourceTree:
        """Read a work; `role` names it for the progress.

        Raises:
            InputError: There is no such work, or it cannot be read.
        """
        step = None if self._progress is None else partial(self._progress, f"read {role}")
        tree = read_work(locator, self._limits, progress=step, encodings=self._encodings)
        self._read.append((locator, tree))
        return tree

    def unused_encodings(self) -> list[Limitation]:
        """Return a limitation for each given encoding that matches no file of any work."""
        return given.unused([tree for _, tree in self._read], self._encodings)

    def changed(self) -> tuple[str, ...]:
        """Read the works again and return which of them changed: known, questioned, prior.1 and so on."""
        roles = ("known", "questioned", *(f"prior.{number}" for number in range(1, len(self._read) - 1)))
        return tuple(
            role
            for role, (locator, tree) in zip(roles, self._read, strict=True)
            if digest_again(locator, self._limits) != tree.digest
        )
