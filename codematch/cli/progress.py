"""Progress on stderr: bars with step, items done, rate and remaining time, or plain lines for logs."""

import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from types import TracebackType
from typing import TYPE_CHECKING, Self

from codematch.cli import console
from codematch.cli.translation import said

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress
    from rich.progress import TaskID

SECONDS_BETWEEN_FRAMES = 0.1
SECONDS_BETWEEN_LINES = 10.0

Progress = Callable[[str, int, int], None]
"""(step, done, total): `done` of `total` items of a step are done; a total of 0 is unknown."""


def shown_progress(style: str, *, quiet: bool) -> "AbstractContextManager[Progress]":
    """Return what shows progress: bars (`auto`), plain lines (`plain`), or nothing (`none`, or if quiet)."""
    if style == "plain" and not quiet:
        return nullcontext(PlainProgress())
    return ProgressBars(quiet=quiet or style != "auto")


class PlainProgress:
    """A callable (step, done, total) that writes a line when a step begins and ends, and every ten seconds."""

    def __init__(self) -> None:
        self._written: dict[str, tuple[float, int]] = {}

    def __call__(self, step: str, done: int, total: int) -> None:
        """Say that `done` of `total` items of `step` are done, unless the last line about it is recent."""
        now = time.monotonic()
        last = self._written.get(step)
        ended = 0 < total == done
        if last is not None and (last[1] == done or (not ended and now - last[0] < SECONDS_BETWEEN_LINES)):
            return
        self._written[step] = (now, done)
        console.progress(step, done, total)


class ProgressBars:
    """A callable (step, done, total) that draws one bar for each step; silent if stderr is not a terminal.

    It draws only when it is called and starts no thread: the pipeline forks its workers, and a thread that is
    alive at that moment could keep a lock for ever in the child.
    """

    def __init__(self, *, quiet: bool) -> None:
        silent = quiet or sys.stderr is None or not sys.stderr.isatty()
        self._bars: RichProgress | None = None if silent else _bars()
        self._tasks: dict[str, TaskID] = {}
        self._drawn = 0.0

    def __enter__(self) -> Self:
        if self._bars is not None:
            self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bars is not None:
            self._bars.stop()

    def __call__(self, step: str, done: int, total: int) -> None:
        """Show that `done` of `total` items of `step` are done; a total of 0 is unknown."""
        if self._bars is None:
            return
        fresh = step not in self._tasks
        if fresh:
            self._tasks[step] = self._bars.add_task(said(step), total=total or None)
        self._bars.update(self._tasks[step], completed=done, total=total or None)
        now = time.monotonic()
        if fresh or done == total or now - self._drawn >= SECONDS_BETWEEN_FRAMES:
            self._drawn = now
            self._bars.refresh()


def _bars() -> "RichProgress":
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        Task,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text

    class Rate(ProgressColumn):
        """Items per second."""

        def render(self, task: Task) -> Text:
            speed = task.finished_speed or task.speed
            return Text("" if speed is None else f"{speed:,.0f}/s", justify="right")

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        Rate(),
        TimeRemainingColumn(elapsed_when_finished=True),
        console=Console(stderr=True),
        auto_refresh=False,
        transient=True,
    )
