"""`run.json`: what belongs to one run and not to its result, so that `report.json` stays the same bytes."""

import hashlib
import json
import locale
import os
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path

from codematch import __version__


def now() -> datetime:
    """Return the time of this machine's clock, in UTC."""
    return datetime.now(UTC)


def available_cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def write(folder: Path, started: datetime, jobs: int) -> None:
    """Write `run.json` beside the documents in `folder`, with their digests.

    Args:
        folder: Holds the finished documents of the run.
        started: When the run began.
        jobs: The number of worker processes it was allowed.
    """
    ended = now()
    record = {
        "tool": "codematch",
        "version": __version__,
        "started": started.isoformat(timespec="seconds"),
        "ended": ended.isoformat(timespec="seconds"),
        "duration_seconds": round((ended - started).total_seconds(), 3),
        "command": sys.argv,
        "working_directory": os.getcwd(),
        "jobs": jobs,
        "python": sys.version,
        "platform": platform.platform(),
        "machine": platform.machine(),
        "cores": available_cores(),
        "locale": locale.setlocale(locale.LC_CTYPE),
        "files": {name: _sha256(folder / name) for name in sorted(os.listdir(folder))},
    }
    text = json.dumps(record, indent=1, ensure_ascii=False) + "\n"
    (folder / "run.json").write_bytes(text.encode("utf-8", "backslashreplace"))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
