"""Kills commands at random moments, and looks for what is half, left behind, or in the way of the next run.

    python -m tests.faults.kills compare=200 report=50 batch=20 index=20 compare:TERM=50

A command is killed with all its threads (SIGKILL), but not its children: they must end by themselves. A moment is drawn
from the time that a whole run took last; half of the moments from its last third, where files are written. With the
name of another signal the command must end by itself, with its exit code and one line.
"""

import hashlib
import os
import random
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

KILL = getattr(signal, "SIGKILL", signal.SIGTERM)
"""What ends a process without a word: on Windows every signal does."""
CHILDREN_END = 30.0
"""Seconds within which the children of a killed run must have ended."""
_SLOWEST = 600.0


@dataclass(slots=True, kw_only=True)
class Tally:
    """What came of the kills of a command: how many hit a run, and what was wrong after them."""

    killed: int = 0
    ended: int = 0
    wrong: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)


def _code(constant: int) -> str:
    return "".join(
        f"def area_{n}(width, height):\n    total = width * {n} + {constant}\n    return [total, width][:{n}]\n"
        for n in range(40)
    )


def run(arguments: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    command = [sys.executable, "-m", "codematch", *arguments]
    return subprocess.run(
        command, cwd=folder, env=_environment(folder), capture_output=True, text=True, timeout=_SLOWEST
    )


def _environment(folder: Path) -> dict[str, str]:
    """The environment of commands, with a place of their own for temporary files."""
    temporary = folder.parent / f"{folder.name}-temporary"
    temporary.mkdir(exist_ok=True)
    root = str(Path(__file__).resolve().parents[2])
    return {**os.environ, "TMPDIR": str(temporary), "PYTHONPATH": root, "CODEMATCH_CACHE_DIR": ""}


class Trial(ABC):
    """A command that is killed over and over, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        for name, constant in (("k", 7), ("q", 8), ("r", 9)):
            (folder / name).mkdir()
            for part in range(3):
                (folder / name / f"x{part}.py").write_text(_code(constant + 10 * part))

    @abstractmethod
    def prepare(self, number: int) -> list[str]:
        """Lay everything out for a kill, and return the arguments of the command."""

    @abstractmethod
    def faults(self) -> list[str]:
        """Return what is wrong after a kill, and after the run that follows it."""

    @abstractmethod
    def after(self) -> list[str]:
        """Return what is wrong when the last kill is over."""

    def finish(self, arguments: list[str]) -> list[str]:
        """Run a command to its end; return what it says if it fails."""
        ended = run(arguments, self.folder)
        return [f"{' '.join(arguments)}: exit {ended.returncode}: {ended.stderr}"] if ended.returncode else []


def changed(folder: Path) -> list[str]:
    """Return what differs between a folder and the digests in it."""
    try:
        lines = (folder / "SHA256SUMS").read_text().splitlines()
        listed = {line.partition("  ")[2]: line.partition("  ")[0] for line in lines}
        wrong = [
            name
            for name, digest in listed.items()
            if hashlib.sha256((folder / name).read_bytes()).hexdigest() != digest
        ]
    except OSError as error:
        return [f"{folder.name}: {error}"]
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} - {"SHA256SUMS"}
    return [f"{folder.name}/{name} differs" for name in (*wrong, *sorted(found.symmetric_difference(listed)))]


class Compare(Trial):
    """`compare --out` over an earlier result of other works: the old result or the new one."""

    def prepare(self, number: int) -> list[str]:
        self._arguments = ["compare", "k", "qr"[number % 2], "--quiet", "--out", "o", "--jobs", str(1 + number % 2)]
        if not number:
            assert not self.finish(["compare", "k", "r", "--quiet", "--out", "o"])
        return self._arguments

    def faults(self) -> list[str]:
        left = sorted(path.name for path in self.folder.iterdir() if path.name not in {"k", "q", "r", "o"})
        # What a killed run was about to put in place may lie beside the result until the next run sweeps it.
        return [*changed(self.folder / "o"), *(f"{name} is left" for name in left if not name.startswith("."))]

    def after(self) -> list[str]:
        """Run once more, to the end, and look again: nothing may be left."""
        wrong = self.finish(self._arguments) + changed(self.folder / "o")
        left = sorted(path.name for path in self.folder.iterdir())
        return wrong + ([] if left == ["k", "o", "q", "r"] else [f"left: {left}"])


class Report(Trial):
    """`report --out` over earlier documents."""

    def prepare(self, number: int) -> list[str]:
        if not number:
            assert not self.finish(["compare", "k", "q", "--quiet", "--out", "o"])
            assert not self.finish(["report", "o", "--quiet", "--out", "p", "--format", "html"])
        return ["report", "o", "--quiet", "--out", "p", "--format", "html", "--lang", ("en", "zh")[number % 2]]

    def faults(self) -> list[str]:
        return changed(self.folder / "o") + changed(self.folder / "p")

    def after(self) -> list[str]:
        """Render once more."""
        wrong = self.finish(["report", "o", "--quiet", "--out", "p", "--format", "html"]) + self.faults()
        left = sorted(path.name for path in self.folder.iterdir())
        return wrong + ([] if left == ["k", "o", "p", "q", "r"] else [f"left: {left}"])


class Batch(Trial):
    """`batch`: a row that is there is whole, and the next run works off the rest."""

    def prepare(self, number: int) -> list[str]:
        shutil.rmtree(self.folder / "night", ignore_errors=True)
        (self.folder / "pairs.csv").write_text("known,questioned\nk,q\nk,r\nq,r\n")
        return ["batch", "pairs.csv", "--quiet", "--out", "night", "--jobs", str(1 + number % 2)]

    def faults(self) -> list[str]:
        rows = self.folder / "night" / "rows"
        whole = (
            [row for row in rows.iterdir() if row.is_dir() and not row.name.startswith(".")] if rows.is_dir() else []
        )
        wrong = [line for row in whole for line in changed(row)]
        return wrong + self.finish(["batch", "pairs.csv", "--quiet", "--out", "night"]) + self._rows()

    def _rows(self) -> list[str]:
        found = len(list((self.folder / "night" / "rows").glob("*/report.json")))
        return [] if found == 3 else [f"{found} of 3 rows"]

    def after(self) -> list[str]:
        """Nothing: each kill is followed by a run."""
        return []


class Index(Trial):
    """`index add`: the work is in the index or it is not, and it can be added afterwards."""

    def prepare(self, number: int) -> list[str]:
        if not number:
            assert not self.finish(["index", "build", "first", "k", "--quiet"])
        shutil.rmtree(self.folder / "store", ignore_errors=True)
        shutil.copytree(self.folder / "first", self.folder / "store")
        return ["index", "add", "store", "q", "r", "--quiet"]

    def faults(self) -> list[str]:
        wrong = self.finish(["index", "check", "store"])
        wrong += self.finish(["index", "add", "store", "q", "r", "--quiet"])
        return wrong + self.finish(["index", "check", "store"])

    def after(self) -> list[str]:
        """Nothing: each kill is followed by a run."""
        return []


TRIALS: dict[str, Callable[[Path], Trial]] = {"compare": Compare, "report": Report, "batch": Batch, "index": Index}


def kill(name: str, times: int, seed: int, folder: Path, how: signal.Signals = KILL) -> Tally:
    """Kill a command some times, and return what came of it.

    Args:
        name: One of `TRIALS`.
        times: How many kills must hit a run.
        seed: Of the moments.
        folder: An empty folder.
        how: The signal.
    """
    trial, random_, tally = TRIALS[name](folder / name), random.Random(seed), Tally()
    arguments = trial.prepare(0)
    took = [_timed(trial, arguments)]
    number = 0
    while tally.killed < times and tally.ended < 5 * times + 20:
        number += 1
        arguments = trial.prepare(number)
        whole = statistics.median(took[-5:])
        moment = random_.uniform(0.02, 1.0) if number % 2 else random_.uniform(0.67, 1.1)
        seconds, was_killed = _killed(arguments, trial.folder, moment * whole, tally, how)
        if not was_killed:
            took.append(seconds)
            tally.ended += 1
            continue
        tally.killed += 1
        tally.seconds.append(seconds)
        tally.wrong += [f"{name} {number}, killed after {seconds:.2f} s: {fault}" for fault in trial.faults()]
    tally.wrong += trial.after()
    return tally


def _timed(trial: Trial, arguments: list[str]) -> float:
    began = time.monotonic()
    wrong = trial.finish(arguments)
    assert not wrong, wrong
    return time.monotonic() - began


def heed_signals() -> None:
    """Let signals end this process that were ignored where it was started, as by nohup and in the background."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        signal.signal(getattr(signal, name), signal.SIG_DFL)


def _killed(arguments: list[str], folder: Path, after: float, tally: Tally, how: signal.Signals) -> tuple[float, bool]:
    """Start a command, kill it after some seconds; return how long it ran, and whether the kill hit it."""
    began = time.monotonic()
    command = [sys.executable, "-m", "codematch", *arguments]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=_environment(folder),
        stdout=quiet,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=heed_signals if os.name == "posix" else None,
    )
    try:
        process.wait(timeout=after)
        return time.monotonic() - began, False
    except subprocess.TimeoutExpired:
        children = _children(process.pid)
        process.send_signal(how)
    said = _said(process, how, tally)
    seconds = time.monotonic() - began
    end = time.monotonic() + CHILDREN_END
    while children and time.monotonic() < end:
        children = {one: name for one, name in children.items() if _started(one) == name}
        time.sleep(0.05)
    tally.wrong += [f"the process {one} of a killed run is still there" for one in children]
    if how is not KILL and said is not None:
        return seconds, _is_ended(process.returncode, said, how, tally)
    return seconds, True


def _said(process: "subprocess.Popen[str]", how: signal.Signals, tally: Tally) -> str | None:
    """Return what a command that got a signal writes to stderr until it ends; None if it does not end."""
    try:
        return process.communicate(timeout=CHILDREN_END)[1]
    except subprocess.TimeoutExpired:
        tally.wrong.append(f"a run goes on {CHILDREN_END:.0f} s after {how.name}")
        process.kill()
        process.communicate()
        return None


def _is_ended(code: int, said: str, how: signal.Signals, tally: Tally) -> bool:
    """Return whether a signal ended a run, and not its last word; note what it should have said."""
    if code == 0:
        return False
    is_unloaded = code == -how and not said  # the program was not loaded yet
    if not is_unloaded and (code != 128 + how or said.count("\n") != 1 or not said.startswith("codematch: ")):
        tally.wrong.append(f"{how.name}: exit {code}, {said!r}")
    return True


def _children(process: int) -> dict[int, str]:
    """Return the processes below a process, each with the moment that it started at."""
    try:
        found = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except OSError:
        return {}
    below = {int(one): _started(int(one)) for one in found}
    for one in list(below):
        below |= _children(one)
    return {one: moment for one, moment in below.items() if moment}


def _started(process: int) -> str:
    """Return when a process started, "" if it is gone or ended."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return ""
    return "" if fields[0] in "ZX" else fields[19]


def main(given: list[str]) -> int:
    """Kill the commands that are given as NAME=TIMES; return how much was wrong."""
    wrong = 0
    seed = int(os.environ.get("KILL_SEED", "19"))
    for name, _, times in (one.partition("=") for one in given):
        with tempfile.TemporaryDirectory() as folder:
            command, _, how = name.partition(":")
            tally = kill(command, int(times), seed, Path(folder), signal.Signals[f"SIG{how or 'KILL'}"])
        wrong += len(tally.wrong)
        print(
            f"{name}: {tally.killed} kills between {min(tally.seconds):.2f} and {max(tally.seconds):.2f} s, "
            f"{tally.ended} runs ended before, {len(tally.wrong)} faults",
            *tally.wrong,
            sep="\n  ",
            flush=True,
        )
    return wrong


if __name__ == "__main__":
    sys.exit(1 if main(sys.argv[1:]) else 0)
