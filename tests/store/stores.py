"""Small indexes for tests: works of made code, some of which share the ledger."""

from pathlib import Path

from codematch.pipeline import make_tools
from codematch.scanning.works import Located
from codematch.settings import Settings
from codematch.store import writing
from tests.scanning.sets import made_set

TOOLS = make_tools(Settings())


def located(root: Path) -> list[Located]:
    """Return the works of a folder."""
    return [Located(label=path.name, locator=str(path)) for path in sorted(root.iterdir())]


def made_index(folder: Path, works: int, *, sources: bool = True, jobs: int = 1) -> tuple[Path, list[Located]]:
    """Make works and an index of them."""
    found = located(made_set(folder / "works", works))
    writing.build(folder / "works.index", found, TOOLS, sources=sources, jobs=jobs)
    return folder / "works.index", found


def content(index: Path) -> dict[str, bytes]:
    """Return the files of an index but the locks, by their names."""
    return {
        path.relative_to(index).as_posix(): path.read_bytes()
        for path in sorted(index.rglob("*"))
        if path.is_file() and path.suffix != ".lock"
    }
