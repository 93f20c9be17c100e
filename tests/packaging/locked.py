"""The lock files: what `locks/base.txt`, `locks/all.txt` and `locks/build.txt` say, and how they are made.

    python -m tests.packaging.locked

makes them again from `pyproject.toml` with uv, for every supported Python and system. They hold versions and digests,
and neither the place that packages come from nor one of this machine.
"""

import re
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "locks"
BASE, ALL, BUILD = "base.txt", "all.txt", "build.txt"
EXTRAS = {BASE: (), ALL: ("--extra", "all")}
_PIN = re.compile(r"([A-Za-z0-9._-]+)==([^\s;]+)(?:\s*;\s*(.*?))?\s*\\?$")
_DIGEST = re.compile(r"\s+--hash=(sha256:[0-9a-f]{64})\s*\\?$")
HEAD = (
    "# {what}, with the digests of every file that may be installed.\n"
    "# python -m pip install --require-hashes -r locks/{name}; made by `make lock`.\n"
)
WHAT = {
    BASE: "What codematch needs",
    ALL: "What codematch needs with all of its extras",
    BUILD: "What makes the wheel of codematch",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """A package of a lock file: its name, its version, where it applies ("" for everywhere), and its digests."""

    name: str
    version: str
    marker: str
    digests: tuple[str, ...]


def read(name: str) -> list[Pin]:
    """Return what a lock file says.

    Raises:
        ValueError: A line of it is none of a lock file.
    """
    found: list[Pin] = []
    for line in (FOLDER / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        if pin := _PIN.match(line):
            found.append(Pin(name=pin[1], version=pin[2], marker=pin[3] or "", digests=()))
        elif (digest := _DIGEST.match(line)) and found:
            last = found.pop()
            found.append(
                Pin(name=last.name, version=last.version, marker=last.marker, digests=(*last.digests, digest[1]))
            )
        else:
            raise ValueError(f"{name}: {line!r} is no line of a lock file")
    return found


def make() -> None:
    """Make the lock files again; the versions of the largest one hold for the others."""
    for name in (ALL, BASE, BUILD):
        make_one(name)


def make_one(name: str) -> None:
    """Make one lock file again. What makes the wheel is read from the table `build-system`."""
    source = ("-",) if name == BUILD else ("pyproject.toml", *EXTRAS[name])
    command = [
        *(sys.executable, "-m", "uv", "pip", "compile", *source, "--quiet"),
        *("--universal", "--python-version", "3.11", "--generate-hashes", "--no-annotate", "--no-header"),
        *("--no-emit-index-url", "--no-emit-find-links", "--upgrade"),
        *(("--constraints", str(FOLDER / ALL)) if name != ALL else ()),
    ]
    asked = "\n".join(build_requirements()) if name == BUILD else ""
    made = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True, input=asked).stdout
    (FOLDER / name).write_text(HEAD.format(what=WHAT[name], name=name) + made, encoding="utf-8")


def build_requirements() -> list[str]:
    """Return what `pyproject.toml` says that a wheel is made with."""
    document = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return list(document["build-system"]["requires"])


if __name__ == "__main__":
    make()
