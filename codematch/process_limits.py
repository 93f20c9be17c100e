"""What a process of its own may use: memory and processor time, as far as the system can limit them.

Linux limits both. macOS limits processor time, and memory only in part. Windows has no such limits: there a process
that dies is noticed, but one that grows or runs on is not stopped before its time by the clock is over.
"""

import errno
import mmap
import os
import signal
import sys
from dataclasses import dataclass
from enum import StrEnum
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


def end_by_signals() -> None:
    """Let SIGTERM and SIGHUP end this process at once, also within native code, whatever its parent does with them."""
    for name in ("SIGTERM", "SIGHUP"):
        if (number := getattr(signal, name, None)) is not None and signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, signal.SIG_DFL)


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


class Shortage(StrEnum):
    """What the machine, or a limit of it, has too little of."""

    MEMORY = "memory"
    FILES = "files"
    PROCESSES = "processes"


_SHORTAGES = {
    errno.ENOMEM: Shortage.MEMORY,
    errno.EMFILE: Shortage.FILES,
    errno.ENFILE: Shortage.FILES,
    errno.EAGAIN: Shortage.PROCESSES,
}
_SAID = (
    ("too many open files", Shortage.FILES),
    ("failed to map segment", Shortage.MEMORY),
    ("cannot allocate memory", Shortage.MEMORY),
    ("out of memory error", Shortage.MEMORY),
    ("bad alloc", Shortage.MEMORY),
    ("bad_alloc", Shortage.MEMORY),
    ("can't start new thread", Shortage.PROCESSES),
    ("resource temporarily unavailable", Shortage.PROCESSES),
)
"""What libraries say, in small letters, where they raise errors of their own."""


def shortage(error: BaseException) -> Shortage | None:
    """Return what an error, or one that it came from, says that there is too little of.

    An error of codematch itself says what is wrong, but for open files: any file can be the one too many.
    """
    found: BaseException | None = error
    seen: set[int] = set()
    is_own = hasattr(error, "exit_code")
    while found is not None and id(found) not in seen:
        seen.add(id(found))
        kind = _shortage_of(found)
        if kind is Shortage.FILES or (kind is not None and not is_own):
            return kind
        found = found.__cause__ or found.__context__
    return None


def _shortage_of(error: BaseException) -> Shortage | None:
    if isinstance(error, MemoryError):
        return Shortage.MEMORY
    if isinstance(error, OSError):
        return _SHORTAGES.get(error.errno or 0)
    said = "" if hasattr(error, "exit_code") else str(error).lower()
    return next((kind for words, kind in _SAID if words in said), None)


ADVICE = {
    Shortage.MEMORY: "out of memory; use --jobs 1, compare the works in parts, or raise the limit (ulimit -v)",
    Shortage.FILES: "too many files are open; raise the limit (ulimit -n)",
    Shortage.PROCESSES: "no more processes or threads can be started; use --jobs 1, or raise the limit (ulimit -u)",
}
"""What happened and what to do, by what there is too little of."""


def address_space() -> int | None:
    """Return the limit of the address space of this process [bytes], None where there is none."""
    if resource is None:
        return None
    soft, _ = resource.getrlimit(resource.RLIMIT_AS)
    return None if soft == resource.RLIM_INFINITY else int(soft)


def require_memory(size: int) -> None:
    """Refuse what needs so much address space where a limit does not allow it: native libraries would crash instead.

    Args:
        size: What is needed beyond what the process uses [bytes].

    Raises:
        MemoryError: The system does not give it.
    """
    if address_space() is None:
        return
    try:
        mmap.mmap(-1, size).close()
    except OSError:
        raise MemoryError(f"{size} bytes are needed") from None
