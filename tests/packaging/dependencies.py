"""The table of what codematch is built on: `docs/reference/dependencies.md`.

    python -m tests.packaging.dependencies

makes it from the lock files and from what is installed here, which must be the locked versions.
"""

import sys
import tomllib
from email.message import Message
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

from packaging.markers import Marker
from packaging.utils import canonicalize_name

from tests.packaging import locked
from tests.packaging.described import is_native, licence, requirements

FILE = locked.ROOT / "docs" / "reference" / "dependencies.md"
EXTRAS = ("pdf", "docx", "index", "pandas", "arrow", "models")
PYTHON = "3.11"
PLACE = {
    "implementation_name": "cpython", "os_name": "posix", "platform_machine": "x86_64", "platform_system": "Linux",
    "platform_python_implementation": "CPython", "python_full_version": f"{PYTHON}.0", "python_version": PYTHON,
    "sys_platform": "linux",
}  # fmt: skip
"""What the page is made with: for other systems and Pythons the lock files have other versions."""
HEAD = f"""# Dependencies

<!-- Made by `python -m tests.packaging.dependencies`; do not edit. -->

Every package that an installation of codematch may contain, with its extras. Versions are those of the lock files
`locks/base.txt` (without extras) and `locks/all.txt`, which also hold the digest of every file; markers of systems and
of Pythons are in the lock files. Sizes are those of the installed files on Linux (x86-64) with Python {PYTHON}, before
Python compiles them.

| part | packages | MB |
|---|---|---|
"""
TABLE = """
Extras that need the same package share it.

| package | version | part | licence | native code | MB |
|---|---|---|---|---|---|
"""


class Row(NamedTuple):
    """A package as the table shows it; `part` names the extras that bring it, or is empty where all need it."""

    name: str
    version: str
    part: str
    licence: str
    native: str
    size: str


def rows() -> list[Row]:
    """Return the rows of the table for the packages that are installed here in the version of the table."""
    parts = _parts()
    found = []
    for pin in listed():
        try:
            package = metadata.distribution(pin.name)
        except metadata.PackageNotFoundError:  # another system or Python needs none of it
            continue
        if package.version != pin.version:
            continue
        files = package.files or []
        size = sum(path.stat().st_size for path in _paths(package) if path.is_file())
        found.append(
            Row(
                name=pin.name,
                version=pin.version,
                part=", ".join(extra for extra in EXTRAS if pin.name in parts[extra]),
                licence=licence(package.metadata),
                native="yes" if is_native(str(file) for file in files) else "no",
                size=f"{size / 1e6:.1f}",
            )
        )
    return found


def listed() -> list[locked.Pin]:
    """Return the pins that apply where the table is made, on whatever system and Python this is, each package once."""
    found = [pin for pin in locked.read(locked.ALL) if not pin.marker or Marker(pin.marker).evaluate(PLACE)]
    return list({pin.name: pin for pin in found}.values())


def _paths(package: metadata.Distribution) -> list[Path]:
    files = package.files or []
    return [Path(str(package.locate_file(file))) for file in files if not str(file).endswith(".pyc")]


def _parts() -> dict[str, set[str]]:
    """Return for each extra the packages that it brings beyond what is always needed."""
    base = {pin.name for pin in locked.read(locked.BASE)}
    return {extra: _closure(extra) - base for extra in EXTRAS}


def _closure(extra: str) -> set[str]:
    """Return everything that codematch requires with an extra, directly or not; what it requires itself as stated."""
    wanted: dict[str, set[str]] = {"codematch": {extra}}
    waiting = ["codematch"]
    while waiting:
        name = waiting.pop()
        try:
            of_package = stated() if name == "codematch" else metadata.distribution(name).metadata
        except metadata.PackageNotFoundError:
            continue
        for other, extras in requirements(of_package, wanted[name], {}).items():
            if other not in wanted or not extras <= wanted[other]:
                wanted[other] = wanted.get(other, set()) | extras
                waiting.append(other)
    return {str(canonicalize_name(name)) for name in wanted if name != "codematch"}


def stated() -> Message:
    """Return what `pyproject.toml` says of requirements, as the metadata of the package would."""
    project = tomllib.loads((locked.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    made = Message()
    for requirement in project["dependencies"]:
        made["Requires-Dist"] = requirement
    for extra, needed in project["optional-dependencies"].items():
        for requirement in needed:
            made["Requires-Dist"] = f"{requirement}; extra == '{extra}'"
    return made


def page() -> str:
    """Return the page.

    Raises:
        SystemExit: A package is not installed in its locked version.
    """
    made = rows()
    if lacking := {pin.name for pin in listed()} - {row.name for row in made}:
        sys.exit(f"not installed in the locked version: {', '.join(sorted(lacking))}; python -m pip install them")
    return HEAD + _summary(made) + TABLE + "".join(line(row) for row in made)


def line(row: Row) -> str:
    """Return a row of the table."""
    cells = (f"`{row.name}`", row.version, row.part or "always", row.licence, row.native, row.size)
    return f"| {' | '.join(cells)} |\n"


def _summary(made: list[Row]) -> str:
    parts = _parts()
    groups = {"always": {row.name for row in made if not row.part}, **{f"`{name}`": parts[name] for name in EXTRAS}}
    lines = []
    for name, members in groups.items():
        chosen = [row for row in made if row.name in members]
        lines.append(f"| {name} | {len(chosen)} | {sum(float(row.size) for row in chosen):.0f} |\n")
    return "".join(lines)


if __name__ == "__main__":
    FILE.write_text(page(), encoding="utf-8")
