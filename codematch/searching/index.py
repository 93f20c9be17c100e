"""An index for programs: built, extended, checked and searched by its folder."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from codematch.cluster.address import HERE
from codematch.cluster.spark import connected
from codematch.comparison.prepare import Progress
from codematch.given import checked_values
from codematch.model.search import SearchResult
from codematch.pipeline import make_tools
from codematch.searching.inputs import SearchInputs, search_named
from codematch.settings import Settings
from codematch.store import manifest, writing
from codematch.store.checking import Checked, check
from codematch.store.contents import StoredWork, opened
from codematch.store.named import locate, named
from codematch.store.recipe import as_made
from codematch.store.writing import Added


@dataclass(frozen=True, slots=True)
class Index:
    """The index in a folder. Nothing is kept in memory: every call sees the index as the last writer left it."""

    folder: Path

    @classmethod
    def build(
        cls,
        folder: "str | os.PathLike[str]",
        works: "Sequence[str | os.PathLike[str]]",
        *,
        sources: bool = True,
        settings: Settings | None = None,
        engine: str = HERE,
        jobs: int = 1,
        progress: Progress | None = None,
    ) -> "Index":
        """Make a new index.

        Args:
            folder: It must not exist, or be empty.
            works: One folder, each of whose entries is a work, or works in every form that `compare` takes.
            sources: Whether the index keeps the source code, without which hits cannot be compared.
            settings: The settings; None for the documented defaults.
            engine: "duckdb" for processes of this machine, or a cluster as Spark names it.
            jobs: The number of worker processes, which does not change the index.
            progress: Called with the progress.

        Raises:
            CodematchError: There is no index.
        """
        checked_values({"settings": settings, "jobs": jobs, "progress": progress})
        found, _ = locate([os.fspath(work) for work in works])
        place = Path(folder)
        tools = make_tools(settings or Settings())
        with connected(engine) as cluster:
            writing.build(place, found, tools, sources=sources, jobs=cluster or jobs, progress=progress)
        return cls(place)

    def add(
        self,
        works: "Sequence[str | os.PathLike[str]]",
        *,
        label: str | None = None,
        engine: str = HERE,
        jobs: int = 1,
        progress: Progress | None = None,
    ) -> Added:
        """Add works, all of them or none, and return what became of each.

        Args:
            works: Works in every form that `compare` takes.
            label: What the only one is called; None for the end of its path.
            engine: "duckdb" for processes of this machine, or a cluster as Spark names it.
            jobs: The number of worker processes, which does not change the index.
            progress: Called with the progress.

        Raises:
            CodematchError: Nothing was added.
        """
        checked_values({"jobs": jobs, "progress": progress})
        tools = make_tools(self._settings())
        found = named([os.fspath(work) for work in works], label)
        with connected(engine) as cluster:
            return writing.add(self.folder, found, tools, jobs=cluster or jobs, progress=progress)

    def remove(self, labels: Sequence[str]) -> None:
        """Remove works by what the index calls them, all of them or none.

        Raises:
            CodematchError: Nothing was removed.
        """
        writing.remove(self.folder, labels)

    def works(self) -> tuple[StoredWork, ...]:
        """Return the works, sorted by label.

        Raises:
            StoreError: There is no index, or it is damaged.
        """
        with opened(self.folder) as contents:
            return tuple(contents.works())

    def check(self) -> Checked:
        """Hold the index against its manifest, and remove what interrupted writers left.

        Raises:
            StoreError: There is no index, or it has another format.
        """
        return check(self.folder, make_tools(self._settings()))

    def search(
        self,
        questioned: "str | os.PathLike[str]",
        *,
        settings: Settings | None = None,
        inputs: SearchInputs | None = None,
        jobs: int = 1,
        progress: Progress | None = None,
    ) -> SearchResult:
        """Return what a questioned work shares with the works of the index, which are the known side.

        Args:
            questioned: The questioned work, in every form that `compare` takes.
            settings: The settings; None for the documented defaults, with those that the index was made with.
            inputs: Languages, encodings and engine.
            jobs: The number of worker processes, which does not change the result.
            progress: Called with the progress.

        Raises:
            CodematchError: There is no result.
        """
        inputs = inputs or SearchInputs()
        named = {"languages": inputs.languages, "encodings": inputs.encodings}
        given = checked_values({**named, "settings": settings, "jobs": jobs, "progress": progress})
        inputs = replace(inputs, **{name: given[name] for name in named})
        with search_named(
            os.fspath(questioned), self.folder, settings or self._settings(), inputs, jobs=jobs, progress=progress
        ) as found:
            return found.searched.result

    def _settings(self) -> Settings:
        return as_made(Settings(), manifest.read(self.folder).recipe, ())
