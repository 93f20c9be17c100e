"""`environment.json`: the software and machine of a run, with digests of the installed packages."""

import hashlib
import json
import locale
import os
import re
import sys
import time
from importlib import metadata
from typing import TYPE_CHECKING, Any

from codematch import __version__
from codematch.cli import system
from codematch.cli.run_record import available_cores

if TYPE_CHECKING:
    from codematch.model.result import CaseResult

_DEVELOPMENT = re.compile(r"extra == ['\"]dev['\"]")


def render(result: "CaseResult") -> bytes:
    """Return `environment.json`: tool, packages with the digests of their records, interpreter, machine, models."""
    manifest = result.manifest
    record = {
        "tool": {"name": manifest.tool, "version": __version__, "method": manifest.method, **_package("codematch")},
        "packages": _packages(),
        "python": sys.version,
        "platform": system.name(),
        "machine": system.machine(),
        "processor": system.machine(),
        "cores": available_cores(),
        "locale": locale.setlocale(locale.LC_CTYPE),
        "time_zone": list(time.tzname),
        "hash_seed": os.environ.get("PYTHONHASHSEED", ""),
        "seeds": manifest.sketch,
        "grammars": manifest.grammars,
        "corpora": {use.language: use.digest for use in manifest.backgrounds if use.digest},
        "reference_sets": sorted({
            f"{entry.language} {entry.null_digest}"
            for pair in result.pairs for entry in pair.significance if entry.null_digest
        }),
    }  # fmt: skip
    return (json.dumps(record, indent=1, ensure_ascii=False, sort_keys=True) + "\n").encode("utf-8", "backslashreplace")


def _packages() -> dict[str, Any]:
    """Every package that codematch depends on, directly or not, as it is installed here; of extras, what is there."""
    found: dict[str, Any] = {}
    waiting = ["codematch"]
    while waiting:
        name = waiting.pop()
        try:
            needed = metadata.requires(name) or []
        except metadata.PackageNotFoundError:
            continue
        for requirement in needed:
            if "extra ==" in requirement and (name != "codematch" or _DEVELOPMENT.search(requirement)):
                continue
            other = _name(requirement)
            if other and other not in found and other != "codematch":
                found[other] = _package(other)
                waiting.append(other)
    return {name: found[name] for name in sorted(found) if found[name]}


def _name(requirement: str) -> str:
    """The name in front of a requirement: letters, digits, dots, hyphens and underscores."""
    end = next((at for at, c in enumerate(requirement) if not (c.isalnum() or c in "._-")), len(requirement))
    return requirement[:end].lower().replace("_", "-")


def _package(name: str) -> dict[str, str]:
    """The version of an installed package, and the SHA-256 of the list of its files with their digests."""
    try:
        package = metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return {}
    listed = package.read_text("RECORD") or ""
    return {"version": package.version, "record_sha256": hashlib.sha256(listed.encode()).hexdigest()}
