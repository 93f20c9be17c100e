"""The two works in which needles are hidden: put together from packages of the registry, always the same way."""

import ast
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.packages import pinned_package

LINES = 200_000
VENDORED = "_vendor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Part of a work: a folder of a wheel, the folder it becomes, and inside it the only folders to take (all if none).

    Tests are left out: whole folders of them repeat themselves, and nobody copies them.
    """

    wheel: str
    source: str
    target: str
    only: tuple[str, ...] = ()


WORKS = {
    "known": (
        Part(wheel="dask==2024.11.2", source="dask", target="dask"),
        Part(wheel="urllib3==2.2.3", source="urllib3", target="dask/_vendor/urllib3"),
        Part(wheel="rich==13.7.1", source="rich", target="dask/_vendor/rich"),
        Part(wheel="networkx==3.4.2", source="networkx", target="networkx"),
    ),
    "questioned": (
        Part(wheel="jax==0.4.35", source="jax", target="jax", only=("numpy", "scipy", "_src/numpy", "_src/scipy")),
        Part(wheel="urllib3==2.2.3", source="urllib3", target="jax/_vendor/urllib3"),
        Part(wheel="rich==13.9.4", source="rich", target="jax/_vendor/rich"),
        Part(wheel="jax==0.4.35", source="jax", target="jax"),
    ),
}
"""Both implement the interface of NumPy; the last part of each is cut so that the work has `LINES` lines."""


def work_files(parts: Sequence[Part], packages: Path, lines: int) -> dict[str, str]:
    """Return the Python files of a work by path, the last part cut at a number of lines.

    Raises:
        PackageError: A package cannot be had.
    """
    files: dict[str, str] = {}
    for number, part in enumerate(parts):
        added = _part_files(part, pinned_package(part.wheel, packages))
        if number == len(parts) - 1:
            added = _cut(added, lines - _lines_of(files), files)
        files |= added
    return files


def _part_files(part: Part, unpacked: Path) -> dict[str, str]:
    found = {}
    source = unpacked / part.source
    for folder in [source / name for name in part.only] or [source]:
        for file in sorted(folder.rglob("*.py")):
            path = file.relative_to(source)
            if not {"tests", "test"} & set(path.parts):
                found[f"{part.target}/{path.as_posix()}"] = file.read_text(encoding="utf-8")
    return found


def _cut(files: Mapping[str, str], lines: int, taken: Iterable[str]) -> dict[str, str]:
    """Return as many files as have so many lines, in the order of the hash of their path."""
    kept: dict[str, str] = {}
    for path in sorted(files.keys() - set(taken), key=lambda path: hashlib.sha256(path.encode()).digest()):
        if _lines_of(kept) >= lines:
            break
        kept[path] = files[path]
    return kept


def _lines_of(files: Mapping[str, str]) -> int:
    return sum(text.count("\n") for text in files.values())


def write_work(files: Mapping[str, str], folder: Path) -> None:
    """Write the files of a work into a folder."""
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8", newline="")


def own_files(files: Mapping[str, str]) -> dict[str, str]:
    """Return the files that are not third-party code, and that Python can parse."""
    return {path: text for path, text in files.items() if VENDORED not in path.split("/") and _parses(text)}


def _parses(text: str) -> bool:
    try:
        ast.parse(text)
    except (SyntaxError, ValueError):
        return False
    return True
