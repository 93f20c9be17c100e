"""This interpreter as the program finds it on Windows, as far as it can be made to look so: without what POSIX has.

`python -m tests.packaging.windows FOLDER` loads every module of codematch so, compares two works of a folder, makes an
index of them and searches it. What others wrote is loaded before: on Windows they bring code of their own. Not shown:
files that are open and so cannot be replaced, drive letters, the processes that Windows starts.
"""

import importlib
import os
import pkgutil
import platform
import runpy
import select
import shutil
import signal
import socket
import sys
import time
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import codematch

MODULES = ("fcntl", "resource", "pwd", "grp", "termios", "tty", "pty", "syslog", "readline", "curses")
"""Modules that Python for Windows lacks."""
OF_OS = (
    "chown", "chroot", "confstr", "copy_file_range", "ctermid", "eventfd", "fchdir", "fchmod", "fchown", "fork",
    "forkpty", "fstatvfs", "getegid", "geteuid", "getgid", "getgrouplist", "getgroups", "getloadavg", "getpgid",
    "getpgrp", "getpriority", "getrandom", "getresgid", "getresuid", "getsid", "getuid", "getxattr", "initgroups",
    "killpg", "lchown", "listxattr", "lockf", "login_tty", "major", "makedev", "memfd_create", "minor", "mkfifo",
    "mknod", "nice", "openpty", "pathconf", "pidfd_open", "pipe2", "posix_fadvise", "posix_fallocate", "posix_openpt",
    "posix_spawn", "posix_spawnp", "pread", "preadv", "pwrite", "pwritev", "readv", "register_at_fork",
    "removexattr", "sched_getaffinity", "sched_setaffinity", "sched_yield", "sendfile", "setegid", "seteuid", "setgid",
    "setgroups", "setns", "setpgid", "setpriority", "setregid", "setreuid", "setsid", "setuid", "setxattr", "splice",
    "statvfs", "sync", "sysconf", "tcgetpgrp", "tcsetpgrp", "ttyname", "uname", "unshare", "wait", "wait3", "wait4",
    "waitid", "writev",
    "EX_OK", "F_LOCK", "O_ASYNC", "O_CLOEXEC", "O_DIRECT", "O_DIRECTORY", "O_DSYNC", "O_NDELAY", "O_NOATIME",
    "O_NOCTTY", "O_NOFOLLOW", "O_NONBLOCK", "O_PATH", "O_SYNC", "P_PID", "RTLD_NOW", "SEEK_DATA", "ST_RDONLY",
    "WNOHANG", "WUNTRACED",
)  # fmt: skip
OF_SIGNAL = ("alarm", "getitimer", "pause", "pthread_kill", "pthread_sigmask", "setitimer", "siginterrupt", "sigwait")
SIGNALS = frozenset({"SIGABRT", "SIGFPE", "SIGILL", "SIGINT", "SIGSEGV", "SIGTERM"})
"""The signals that Windows has, too."""
OF_OTHERS = (
    (time, ("tzset", "clock_gettime", "clock_gettime_ns", "clock_settime", "pthread_getcpuclockid")),
    (select, ("poll", "epoll", "kqueue")),
    (socket, ("AF_UNIX", "socketpair")),
)


def modules() -> Iterator[str]:
    """Yield the names of all modules of the program."""
    yield "codematch"
    for module in pkgutil.walk_packages(codematch.__path__, "codematch."):
        if not module.name.endswith("__main__"):
            yield module.name


def load() -> int:
    """Load every module of the program, and with them what they need; return how many there are."""
    names = list(modules())
    for name in names:
        importlib.import_module(name)
    return len(names)


def forget() -> None:
    """Forget the modules of the program, but not what they need."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "codematch"]:
        del sys.modules[name]


def become() -> None:
    """Take away what Windows has not. There is no way back."""
    lock = importlib.import_module("fcntl").lockf
    exclusive = importlib.import_module("fcntl").LOCK_EX | importlib.import_module("fcntl").LOCK_NB
    for name in MODULES:
        sys.modules[name] = None  # type: ignore[assignment] # its import fails
    fake: Any = types.ModuleType("msvcrt")
    fake.LK_NBLCK, fake.LK_UNLCK = 2, 0
    fake.locking = lambda file, mode, count: lock(file, exclusive) if mode == fake.LK_NBLCK else None
    sys.modules["msvcrt"] = fake
    for module, names in ((os, OF_OS), (signal, OF_SIGNAL), *OF_OTHERS):
        for name in names:
            if hasattr(module, name):
                delattr(module, name)
    for name in [name for name in vars(signal) if name.startswith("SIG") and name[3:4].isalpha()]:
        if name not in SIGNALS:
            delattr(signal, name)
    os.supports_dir_fd.clear()
    os.supports_fd.clear()
    shutil._use_fd_functions = False  # type: ignore[attr-defined] # it was found out at its import
    os.open = _open_a_file(os.open)
    sys.getwindowsversion = lambda: types.SimpleNamespace(major=10, minor=0, build=26100)  # type: ignore[attr-defined]
    platform.uname()  # asked for by others; kept by the library
    sys.platform = "win32"


def _open_a_file(original: Any) -> Any:
    def opened(path: Any, flags: int, mode: int = 0o777, *, dir_fd: None = None) -> int:
        if dir_fd is not None:
            raise NotImplementedError("dir_fd unavailable on this platform")
        if os.path.isdir(path):
            raise PermissionError(13, "Permission denied", os.fspath(path))
        return int(original(path, flags, mode))

    return opened


def run(*arguments: str) -> int:
    """Run the program as `python -m codematch` does; return its exit code."""
    sys.argv = ["codematch", *arguments]
    try:
        runpy.run_module("codematch", run_name="__main__")
    except SystemExit as stop:
        return int(stop.code or 0)
    return 0


if __name__ == "__main__":
    place = Path(sys.argv[1])
    works = str(place / "known"), str(place / "questioned")
    os.environ["CODEMATCH_CACHE_DIR"] = ""
    loaded = load()
    before = run("compare", *works, "-j", "1", "-q", "-o", str(place / "before"), "-f", "html", "-f", "json")
    forget()
    become()
    again = load()
    after = run("compare", *works, "-j", "1", "-q", "-o", str(place / "after"), "-f", "html", "-f", "json")
    built = run("index", "build", str(place / "an.index"), *works, "-j", "1", "-q")
    found = run("search", works[1], "--index", str(place / "an.index"), "-j", "1", "-q", "-f", "json")
    print({"loaded": [loaded, again], "codes": [before, after, built, found]})
