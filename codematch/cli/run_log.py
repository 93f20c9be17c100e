"""The log of a run: what was done and when, a line for each step, kept in the bundle of a case."""

import hashlib
import platform
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from codematch.cli import configured, console, system
from codematch.cli.progress import Progress
from codematch.cli.run_record import now
from codematch.cli.translation import translate
from codematch.version import METHOD, VERSION

if TYPE_CHECKING:
    from codematch.model.result import CaseResult
    from codematch.settings import Settings


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

    def begin(self, case: Path | None) -> None:
        """Note the program, its arguments, the machine, and the files that gave options."""
        self.note(f"codematch {VERSION}: {' '.join(map(console.printable, sys.argv[1:]))}")
        self.note(f"method {METHOD}, Python {platform.python_version()}, system {system.name()}")
        self.note(f"working directory {console.printable(str(system.working_directory() or '-'))}")
        if (of_file := configured.applied()) is not None:
            self.note(f"options from {console.printable(str(of_file))}, SHA-256 {of_file.sha256}")
        if case is not None:
            digest = hashlib.sha256(console.read_bytes(case)).hexdigest()
            self.note(f"case file {console.printable(str(case))}, SHA-256 {digest}")

    def compared(self, result: "CaseResult", settings: "Settings") -> None:
        """Note the works that were compared, with their digests, the changed settings, and what was found."""
        from codematch.settings import Settings, describe

        for pair in result.pairs:
            works = [("known work", pair.known), ("questioned work", pair.questioned)]
            works += [(f"shared material P{number}", entry.work) for number, entry in enumerate(pair.prior, start=1)]
            for role, work in works:
                label = console.printable(work.label)
                self.note(f"{role}: {label}, root hash {work.root}, files: {sum(work.counts.values())}")
            self.note(f"regions: {len(pair.regions)}")
        default = {name: value for name, value, _ in describe(Settings())}
        for name, value, _ in describe(settings):
            if value != default[name]:
                self.note(f"setting {name} = {value}")

    def end(self, warnings: Sequence[str], exit_code: int) -> None:
        """Note the warnings of the run, and the exit code that it ends with once its documents are written."""
        for text in warnings:
            self.note(console.printable(text))
        self.note(f"exit code {exit_code}")

    def text(self, language: str) -> str:
        """Return all lines in a language: the time, then what was done."""
        rows = (line.split(" ", 1) for line in self.lines)
        return "".join(f"{time} {words if language == 'en' else translate(words)}\n" for time, words in rows)

    def __call__(self, step: str, done: int, total: int) -> None:
        """Note the beginning and the end of a step of which `done` of `total` items are done."""
        if step not in self._last:
            self.note(f"{step}: started")
        if done == total and self._last.get(step) != (done, total):
            self.note(f"{step}: done, {done} items")
        self._last[step] = (done, total)
        if self._bars is not None:
            self._bars(step, done, total)
