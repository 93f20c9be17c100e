"""Wall time, CPU time and peak memory of a command with all the processes that it starts."""

import mmap
import os
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
PAGE_BYTES = mmap.PAGESIZE
POLL_SECONDS = 0.05
CHANGE = 0.02
"""The proportional set size takes the kernel a walk over all pages, so it is asked only after such a change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What one run took.

    `cpu_seconds` are those of the command and of all processes that it waited for, in user mode and in the kernel.
    `resident_bytes` is the peak of the sum of resident set sizes, in which a page that two processes share counts
    twice; `proportional_bytes` shares such pages out and is what the machine must have. Both are 0 where there
    is no `/proc`.
    """

    seconds: float
    cpu_seconds: float
    exit_code: int
    resident_bytes: int
    proportional_bytes: int


def descendants(root: int) -> list[int]:
    """Return the process ids of `root` and everything that it started, as far as still alive."""
    found, waiting = [], [root]
    while waiting:
        process = waiting.pop()
        found.append(process)
        waiting += _children(process)
    return found


def _children(process: int) -> list[int]:
    """Return the processes that the threads of one started; none where the kernel does not list them."""
    children: list[int] = []
    for listed in (PROC / str(process) / "task").glob("*/children"):
        try:
            children += map(int, listed.read_text().split())
        except OSError:  # the thread has ended
            continue
    return children


def _resident(process: int) -> int:
    try:
        return int((PROC / str(process) / "statm").read_text().split()[1]) * PAGE_BYTES
    except (OSError, IndexError):
        return 0


def _proportional(process: int) -> int:
    try:
        text = (PROC / str(process) / "smaps_rollup").read_text()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in text.splitlines() if line.startswith("Pss:"))


class _Watcher(threading.Thread):
    """Polls the memory of a process tree until told to stop."""

    def __init__(self, root: int) -> None:
        super().__init__(daemon=True)
        self._root = root
        self._done = threading.Event()
        self.resident = 0
        self.proportional = 0

    def run(self) -> None:
        asked_at = 0
        while not self._done.wait(POLL_SECONDS):
            processes = descendants(self._root)
            resident = sum(_resident(process) for process in processes)
            self.resident = max(self.resident, resident)
            # It is never more than the resident one, which counts what is shared twice as long as a process is forked.
            if resident > self.proportional and abs(resident - asked_at) > CHANGE * asked_at:
                asked_at = resident
                self.proportional = max(self.proportional, sum(_proportional(process) for process in processes))

    def stop(self) -> None:
        self._done.set()
        self.join()


def measure(command: Sequence[str], cwd: Path, log: Path) -> Usage:
    """Run a command to its end, its output going to `log`, and return what it took."""
    with log.open("wb") as output:
        begin = time.perf_counter()
        process = subprocess.Popen(command, cwd=cwd, stdout=output, stderr=subprocess.STDOUT)
        watcher = _Watcher(process.pid)
        watcher.start()
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    watcher.stop()
    return Usage(
        seconds=seconds,
        cpu_seconds=used.ru_utime + used.ru_stime,
        exit_code=process.returncode,
        resident_bytes=watcher.resident,
        proportional_bytes=watcher.proportional,
    )
