"""Signals that end a run: Ctrl-C, SIGTERM, SIGHUP. They end it as an error does, so that nothing is left half done."""

import contextlib
import os
import signal
import time
from collections.abc import Iterator
from types import FrameType

from codematch.errors import EXIT_SIGNALLED

_ENDING = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
_REPEATED = 1.0
"""Seconds within which one more signal says the same: a terminal and `timeout` send several, and the run is ending."""


class EndedBySignal(KeyboardInterrupt):
    """What such a signal raises.

    By KeyboardInterrupt itself CPython ends a process, even if it is caught, where it comes within `exec` of a text, as
    dataclasses do it.
    """


class _Received:
    """The signal that came last, and when."""

    number = int(signal.SIGINT)
    at = float("-inf")


@contextlib.contextmanager
def raised_here() -> Iterator[None]:
    """Raise KeyboardInterrupt where one of these signals comes, in this process and in none that it starts.

    A terminal sends Ctrl-C to every process of a run. It is for this one to answer, and to end the others. A signal
    that is ignored, as with nohup, stays ignored.
    """
    owner = os.getpid()
    _Received.number, _Received.at = int(signal.SIGINT), float("-inf")

    def end(number: int, frame: FrameType | None) -> None:
        if os.getpid() != owner:
            if number != signal.SIGINT:
                signal.signal(number, signal.SIG_DFL)
                os.kill(os.getpid(), number)
            return
        before, now = _Received.at, time.monotonic()
        _Received.number, _Received.at = number, now
        if now - before > _REPEATED:
            raise EndedBySignal

    before = {one: signal.getsignal(one) for one in _ENDING}
    for one, handler in before.items():
        if handler is not signal.SIG_IGN:
            signal.signal(one, end)
    try:
        yield
    finally:
        for one, handler in before.items():
            if handler is not None:
                signal.signal(one, handler)


def exit_code() -> int:
    """Return the exit code of a run that the last signal ended."""
    return EXIT_SIGNALLED + _Received.number


def said() -> str:
    """Say what ended the run."""
    if _Received.number == signal.SIGINT:
        return "interrupted"
    return f"ended by {signal.Signals(_Received.number).name}"
