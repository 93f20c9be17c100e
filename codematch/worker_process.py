"""One process beside this one, the pipe to it, and what it works on: used by `codematch.parallel` alone."""

import gc
import mmap
import multiprocessing
import os
import pickle
import signal
import sys
import time
import warnings
from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from multiprocessing.connection import Connection
from typing import Any

from codematch import process_limits
from codematch.process_limits import EXIT_MEMORY, Allowance

_END_SECONDS = 5.0
"""What a process has to end when it is asked to, before it is killed [s]."""
_NOWHERE = -1
_ALIGNED = 16
"""Arrays begin at multiples of so many bytes."""
_place: Any = None
"""In a process of its own: where it writes what it works on (`now_at`)."""
_has_limits = False


class Cause(StrEnum):
    """Why a process died."""

    CRASH = "crash"
    MEMORY = "memory"
    TIMEOUT = "timeout"


@dataclass(frozen=True, slots=True, kw_only=True)
class Death:
    """The end of a process before its work was done.

    Attributes:
        cause: What it died of.
        code: Its exit code, negative for the signal that ended it.
        place: What it said last with `now_at`, -1 for nothing.
        final: Whether the task is given up; otherwise it is tried once more, by itself.
    """

    cause: Cause
    code: int
    place: int
    final: bool


def context() -> Any:
    """Return how processes are started here: forked on Linux, begun anew elsewhere."""
    return multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")


def now_at(place: int) -> None:
    """Say, in a process of `map_supervised`, what is worked on now; elsewhere this does nothing."""
    if _place is not None:
        _place.value = place


def has_limits() -> bool:
    """Return whether this process was started with limits."""
    return _has_limits


class _InheritedPlace:
    """A number that this process and one forked from it share, in memory alone: no disk can be too full for it."""

    def __init__(self) -> None:
        self._held = mmap.mmap(-1, mmap.PAGESIZE)
        self.value = _NOWHERE

    @property
    def value(self) -> int:
        return int.from_bytes(self._held[:8], "little", signed=True)

    @value.setter
    def value(self, place: int) -> None:
        self._held[:8] = place.to_bytes(8, "little", signed=True)


class Child:
    """A process with the pipe to it, and what it works on."""

    def __init__(self, work: Callable[[Any, Any], Any], shared: Any, allowance: Allowance | None) -> None:
        starting = context()
        self.connection, theirs = starting.Pipe()
        self._place = _InheritedPlace() if sys.platform == "linux" else starting.RawValue("q", _NOWHERE)
        self._capture = process_limits.capture_messages() if allowance is not None else -1
        self._allowance = allowance
        self.portion: Sequence[Any] = ()
        self._since = 0.0
        self._overdue = False
        setup = (theirs, allowance, self._place, self._capture, os.getpid())
        # On Linux the system ends it with its parent, and one that compares works reads files in a process of its own.
        daemon = sys.platform != "linux"
        self.process = starting.Process(target=_work_on_portions, args=(work, shared, *setup), daemon=daemon)
        with warnings.catch_warnings():
            # The threads of a numerical library are asleep while this process forks.
            warnings.simplefilter("ignore", DeprecationWarning)
            self.process.start()
        theirs.close()

    def hand(self, portion: Sequence[Any]) -> None:
        """Give it something to do."""
        self.portion, self._since = portion, time.monotonic()
        try:
            self.connection.send(portion)
        except OSError:  # it is dead: its answer will say so
            self.connection.close()

    def answer(self, final: bool) -> tuple[Sequence[Any] | Death, BaseException | None]:
        """Return what it sends, or its death."""
        try:
            results, error = _receive(self.connection)
        except (EOFError, OSError):
            self.process.join()
            return self._death(final), None
        return results, error

    def _death(self, final: bool) -> Death:
        code = self.process.exitcode or 0
        if self._overdue or code == -getattr(signal, "SIGXCPU", 0):
            cause = Cause.TIMEOUT
        elif code == EXIT_MEMORY or process_limits.says_no_memory(self._capture):
            cause = Cause.MEMORY
        else:
            cause = Cause.CRASH
        return Death(cause=cause, code=code, place=self._place.value, final=final)

    def end_if_overdue(self) -> None:
        """Kill it when its time by the clock is over."""
        if self._allowance is not None and time.monotonic() - self._since > self._allowance.wall_seconds:
            self._overdue = True
            self.process.kill()

    def ask_to_end(self) -> None:
        """Ask it to end."""
        self.process.terminate()

    def end(self) -> None:
        """Wait until it has ended, and kill it if it does not."""
        self.process.join(_END_SECONDS)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()
        self.connection.close()
        if self._capture >= 0:
            os.close(self._capture)
            self._capture = -1


def _work_on_portions(
    work: Callable[[Any, Any], Any],
    shared: Any,
    connection: Connection,
    allowance: Allowance | None,
    place: Any,
    capture: int,
    parent: int,
) -> None:
    global _place, _has_limits
    gc.freeze()  # what is inherited is not looked at again: that would copy it
    # A terminal sends Ctrl-C to every process of a run. It is for the parent to answer, and to end the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    process_limits.end_by_signals()
    process_limits.end_with_parent(parent)
    _place, _has_limits = place, allowance is not None
    if allowance is not None:
        process_limits.write_messages_to(capture)
        process_limits.limit_memory(allowance)
    while True:
        try:
            portion = connection.recv()
        except EOFError:
            return
        if allowance is not None:
            process_limits.allow_cpu(allowance)
        try:
            _send(connection, (work(shared, portion), None))
            place.value = _NOWHERE
        except Exception as error:
            if allowance is not None and isinstance(error, MemoryError):
                os._exit(EXIT_MEMORY)
            _send(connection, (None, error))


def _send(connection: Connection, value: Any) -> None:
    """Send a value, its arrays one after another as they are: pickling alone would copy them several times."""
    buffers: list[pickle.PickleBuffer] = []
    said = pickle.dumps(value, protocol=5, buffer_callback=buffers.append)
    raw = [buffer.raw() for buffer in buffers]
    pieces = [piece for part in raw for piece in (part, bytes(-len(part) % _ALIGNED))]
    connection.send_bytes(said)
    connection.send_bytes(array("q", map(len, raw)).tobytes())
    connection.send_bytes(b"".join(pieces))


def _receive(connection: Connection) -> Any:
    """Return what `_send` sent; its arrays are read-only."""
    said, lengths, joined = connection.recv_bytes(), array("q"), b""
    lengths.frombytes(connection.recv_bytes())
    joined = connection.recv_bytes()
    buffers, at = [], 0
    for length in lengths:
        buffers.append(memoryview(joined)[at : at + length])
        at += length + -length % _ALIGNED
    collecting = gc.isenabled()
    gc.disable()  # nothing of what is made here is garbage
    try:
        return pickle.loads(said, buffers=buffers)  # noqa: S301  # from a process of this run
    finally:
        if collecting:
            gc.enable()
