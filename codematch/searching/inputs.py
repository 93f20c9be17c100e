"""A search for a work that is named in an index that is named: both opened, and the work read again at the end."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from codematch.cluster.address import HERE
from codematch.cluster.spark import connected
from codematch.comparison.prepare import Progress
from codematch.intake import digest_again, read_work
from codematch.intake.given import parse
from codematch.model.result import CaseResult
from codematch.model.search import Hit, SearchResult
from codematch.model.source import SourceTree
from codematch.parallel import Jobs
from codematch.pipeline import ComparisonInputs, compare_works
from codematch.searching.run import Searched, search_work
from codematch.settings import Settings
from codematch.store.contents import Contents, Shelf, opened


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchInputs:
    """What a search is given besides the work and the index.

    `languages` are the names of those to compare (empty for all), `encodings` are `GLOB=NAME`, and `engine` runs
    queries and comparisons: "duckdb" and processes of this machine, or a cluster as Spark names it. `cache` is the
    folder that keeps prepared files from one run to the next, if there is one.
    """

    languages: Sequence[str] = ()
    encodings: Sequence[str] = ()
    engine: str = HERE
    cache: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Search:
    """A finished search in an index that is still open: what it found, and what records of its hits need.

    `jobs` is the cluster while there is one, else the number of processes.
    """

    searched: Searched
    tree: SourceTree
    contents: Contents
    languages: tuple[str, ...]
    jobs: Jobs

    @property
    def result(self) -> SearchResult:
        """What was found."""
        return self.searched.result

    @property
    def settings(self) -> Settings:
        """The settings, with the rate of coincidences of the whole search."""
        return self.searched.settings

    def record_of(self, hit: Hit, /) -> CaseResult:
        """Return the full comparison with a hit, as `codematch compare` makes it."""
        number = self.searched.numbers[hit.rank]
        known = Shelf(self.contents).tree(number)
        inputs = ComparisonInputs(languages=self.languages)
        return compare_works(known, self.tree, inputs, settings=self.searched.settings)


@contextmanager
def search_named(
    questioned: str,
    index: Path,
    settings: Settings,
    given: SearchInputs | None = None,
    *,
    jobs: int = 1,
    progress: Progress | None = None,
) -> Iterator[Search]:
    """Search an index for what a work shares with its works; the index stays open until the block is left.

    Args:
        questioned: The questioned work, in every form of `codematch compare`.
        index: The folder of the index.
        settings: All settings.
        given: Languages, encodings and engine.
        jobs: Number of processes where the engine is no cluster; the result does not depend on it.
        progress: Told (step, done, total) as the work goes on.

    Raises:
        CodematchError: There is no result.
    """
    given = given or SearchInputs()
    languages = tuple(given.languages)
    with opened(index) as contents, connected(given.engine) as cluster:
        at_work: Jobs = cluster or jobs
        tree = read_work(questioned, settings.intake, encodings=parse(given.encodings))
        searched = search_work(
            tree,
            contents,
            settings,
            languages=languages,
            cache=given.cache,
            jobs=at_work,
            progress=progress,
        )
        changed = digest_again(questioned, settings.intake) != tree.digest
        searched = replace(searched, result=replace(searched.result, changed=changed))
        yield Search(searched=searched, tree=tree, contents=contents, languages=languages, jobs=at_work)
