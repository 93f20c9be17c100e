"""The log of a run: what was done and when, a line for each step, kept in the bundle of a case."""

from codematch.cli import console
from codematch.cli.progress import Progress
from codematch.cli.run_record import now


class RunLog:
    """Notes every step when it begins and when it ends, and passes its progress on."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._last: dict[str, tuple[int, int]] = {}
        self._bars: Progress | None = None

    def watching(self, bars: Progress) -> "RunLog":
        """Pass progress on to these bars."""
        self._bars = bars
        return self

    def note(self, words: str) -> None:
        """Add a line with the time, in UTC."""
        self.lines.append(f"{now().isoformat(timespec='seconds')} {words}")
        console.debug(words)

    def __call__(self, step: str, done: int, total: int) -> None:
        """Note the beginning and the end of a step of which `done` of `total` items are done."""
        if step not in self._last:
            self.note(f"{step}: started")
        if done == total and self._last.get(step) != (done, total):
            self.note(f"{step}: done, {done} items")
        self._last[step] = (done, total)
        if self._bars is not None:
            self._bars(step, done, total)
