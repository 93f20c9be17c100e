"""`run.json`: the facts of one run that are not part of its result, whose bytes are the same in every run."""

import hashlib
import json
import locale
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING

from codematch import __version__
from codematch.cli import system

if TYPE_CHECKING:
    from codematch.cli.configuration import Applied
    from codematch.selftest.outcome import SelfTest


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """What came before a run: the outcome of a self-test, what a file of options gave to it, and what is not installed.

    `left_out` names what was not written, each with the extra of the package that writes it.
    """

    tested: "SelfTest | None" = None
    configuration: "Applied | None" = None
    left_out: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


NO_CONDITIONS = Conditions()


def now() -> datetime:
    """Return the time of this machine's clock, in UTC."""
    return datetime.now(UTC)


def available_cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def render(
    documents: Mapping[str, bytes],
    started: datetime,
    jobs: int,
    *,
    language: str,
    profile: str = "",
    conditions: Conditions = NO_CONDITIONS,
    of_run: str = "",
    place: bool = True,
) -> bytes:
    """Return `run.json`.

    Args:
        documents: The content of each document of the run, by file name; their digests are recorded.
        started: When the run began.
        jobs: The number of worker processes it was allowed.
        language: The language of the documents, as `--lang` has it.
        profile: Their profile, "" where they have none.
        conditions: What came before the run.
        of_run: When the run was started whose result is rendered again, "" for a run itself.
        place: Whether the command and the folder it ran in are recorded, which name folders of this machine.
    """
    ended = now()
    here = system.working_directory()
    record = {
        "tool": "codematch",
        "version": __version__,
        "started": started.isoformat(timespec="seconds"),
        "of_run": of_run or None,
        "ended": ended.isoformat(timespec="seconds"),
        "duration_seconds": _seconds(started, ended),
        "command": sys.argv if place else None,
        "working_directory": str(here) if place and here is not None else None,
        "configuration": _configuration(conditions.configuration),
        "language": language,
        "profile": profile or None,
        "jobs": jobs,
        **_machine(),
        "self_test": _self_test(conditions.tested),
        "not_written": dict(conditions.left_out),
        "files": {name: hashlib.sha256(documents[name]).hexdigest() for name in sorted(documents)},
    }
    return (json.dumps(record, indent=1, ensure_ascii=False) + "\n").encode("utf-8", "backslashreplace")


def _seconds(started: datetime, ended: datetime) -> float | None:
    """The time that a run took, None if the clock of the machine was set back in between."""
    seconds = round((ended - started).total_seconds(), 3)
    return seconds if seconds >= 0 else None


def _machine() -> dict[str, object]:
    """What the program ran on."""
    return {
        "python": sys.version,
        "platform": system.name(),
        "machine": system.machine(),
        "cores": available_cores(),
        "locale": locale.setlocale(locale.LC_CTYPE),
    }


def _configuration(applied: "Applied | None") -> dict[str, object] | None:
    """What is recorded of options from a file: the file with its digest, and the options."""
    if applied is None:
        return None
    options = {
        key: value if isinstance(value, bool | int | float | list) else str(value) for key, value in applied.options
    }
    return {"file": str(applied.path.resolve()), "sha256": applied.sha256, "options": options}


def _self_test(tested: "SelfTest | None") -> dict[str, object] | None:
    """What is recorded of a self-test: every check with what was expected and found."""
    if tested is None:
        return None
    checks = [[check.group, check.name, check.passed, check.expected, check.found] for check in tested.checks]
    return {"version": tested.version, "passed": tested.passed, "checks": checks}
