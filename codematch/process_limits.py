"""What a process of its own may use: memory and processor time, as far as the system can limit them.

Linux limits both. macOS limits processor time, and memory only in part. Windows has no such limits: there a process
that dies is noticed, but one that grows or runs on is not stopped before its time by the clock is over.
"""

import os
import signal
import sys
from dataclasses import dataclass
from typing import Any

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

EXIT_MEMORY = 113
"""Exit code of a process that ran out of the memory it may use."""
_PR_SET_PDEATHSIG = 1
_PAGES = "/proc/self/statm"
_NO_MEMORY = (b"failed to allocate", b"bad_alloc", b"out of memory", b"cannot allocate memory")
"""What allocators write before they abort a process, in small letters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """What a process may use.

    Attributes:
        memory_bytes: Address space beyond what it begins with [bytes].
        cpu_seconds: Processor time for one portion of its work [s].
        wall_seconds: Time by the clock for one portion: the last resort against a process that only waits [s].
    """

    memory_bytes: int
    cpu_seconds: float
    wall_seconds: float


def end_with_parent(parent: int) -> None:
    """Let the system end this process when its parent is gone, however that ended (Linux).

    Args:
        parent: Process id of the parent; this process ends at once if that is gone already.
    """
    if sys.platform != "linux":
        return
    import ctypes

    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(EXIT_MEMORY)


def limit_memory(allowance: Allowance) -> None:
    """Limit the memory of this process, and let it leave no memory image behind when it dies."""
    if resource is None:
        return
    _lower(resource.RLIMIT_CORE, 0)
    if sys.platform == "linux":
        with open(_PAGES, encoding="ascii") as file:
            used = int(file.read().split()[0]) * resource.getpagesize()
        _lower(resource.RLIMIT_AS, used + allowance.memory_bytes)


def allow_cpu(allowance: Allowance) -> None:
    """Give this process its processor time once more, from now on; it is killed by SIGXCPU when that is over."""
    if resource is None:
        return
    usage = resource.getrusage(resource.RUSAGE_SELF)
    _lower(resource.RLIMIT_CPU, int(usage.ru_utime + usage.ru_stime + allowance.cpu_seconds) + 1)


def _lower(kind: int, limit: int) -> None:
    """Set the soft limit, to no more than the hard one."""
    _, hard = resource.getrlimit(kind)
    soft = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
    resource.setrlimit(kind, (soft, hard))


def capture_messages() -> int:
    """Return a file that takes what a process to be forked writes to stderr; -1 where the system has none."""
    make: Any = getattr(os, "memfd_create", None)
    return -1 if make is None else int(make("codematch-stderr"))


def write_messages_to(capture: int) -> None:
    """Let this process write to a file of `capture_messages` what it would write to stderr."""
    if capture >= 0:
        os.dup2(capture, 2)


def says_no_memory(capture: int) -> bool:
    """Return whether a process wrote that memory could not be had."""
    if capture < 0:
        return False
    said = os.pread(capture, 1 << 16, 0).lower()
    return any(words in said for words in _NO_MEMORY)
