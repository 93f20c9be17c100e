"""What machine this is, as its kernel says: no program is started to ask, because PATH may lead into the evidence.

The module `platform` of Python starts `uname` for the processor; this one never does.
"""

import os
import sys
from pathlib import Path
from typing import Any


def working_directory() -> Path | None:
    """Return the folder that the run is in, None when that was deleted."""
    try:
        return Path.cwd()
    except OSError:
        return None


def name() -> str:
    """Return the operating system with its release, such as "Linux-6.8.0-x86_64"."""
    if sys.platform == "win32":
        version = sys.getwindowsversion()
        return f"Windows-{version.major}.{version.minor}.{version.build}"
    said = _uname()
    return "-".join((said.sysname, said.release, said.machine))


def machine() -> str:
    """Return the kind of processor, such as "x86_64"."""
    if sys.platform == "win32":
        return os.environ.get("PROCESSOR_ARCHITECTURE", "")
    return str(_uname().machine)


def _uname() -> Any:
    return os.uname()
