"""What a search finds: the works of an index that share regions with a questioned work.

The works of the index are the known side, the questioned work is what is searched for.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from codematch.model.message import Message
from codematch.model.overview import Columns, Overview
from codematch.model.result import Manifest
from codematch.model.set_overview import search_summary, search_tables

SEARCH_VERSION = 1
"""The shape of `search.json`."""


class HitState(StrEnum):
    """What became of a candidate: compared in full or not, and why."""

    COMPARED = "compared"
    SCREENED = "screened"
    NOT_COMPARED = "not-compared"
    NO_SOURCE = "no-source"
    FAILED = "failed"


class HitSource(StrEnum):
    """Why a work of the index is a candidate."""

    FINGERPRINTS = "fingerprints"
    FILES = "files"
    UNITS = "units"


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchedIndex:
    """The index that was searched: its digest, and what it holds. `sources` tells whether it keeps them."""

    digest: str
    works: int
    files: int
    lines: int
    tokens: int
    sources: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionedWork:
    """The questioned work, by what reports call it and its root hash, and its size."""

    label: str
    root: str
    files: int
    lines: int
    tokens: int
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPlace:
    """A side of a region: lines count from 1, both ends included; `unit` is the function or class, "" outside one."""

    path: str
    first_line: int
    last_line: int
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundRegion:
    """A region as the comparison of the two works numbers it.

    `holders` is how many works of the index have the region's fingerprints (the median of those of its questioned
    side; 0 if it has none). `reported` tells whether it reaches the threshold.
    """

    number: int
    match_class: str
    language: str
    known: FoundPlace
    questioned: FoundPlace
    tokens: int
    weight_bits: float
    holders: int
    reported: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A candidate work of the index, by rank.

    `shared_bits` is what its fingerprints share with the questioned work, by rarity in the index: it chooses and orders
    candidates and is no weight. Of a work that was compared, `weight_bits` is the sum of its reported regions,
    `heaviest_bits` the weight of the heaviest region, and `known_share` and `questioned_share` the parts of the tokens
    of the two works that are in regions. `record` is the folder with the full record, "" without one.
    """

    rank: int
    label: str
    root: str
    languages: tuple[str, ...]
    files: int
    lines: int
    tokens: int
    sources: tuple[HitSource, ...]
    shared_bits: float
    state: HitState
    detail: Message | None = None
    reported: bool = False
    weight_bits: float = 0.0
    heaviest_bits: float = 0.0
    threshold_bits: float = 0.0
    known_share: float = 0.0
    questioned_share: float = 0.0
    regions: tuple[FoundRegion, ...] = ()
    record: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileSource:
    """A file of a work of the index, `rank` among the hits, whose regions weigh `weight_bits` in a questioned file."""

    rank: int
    path: str
    regions: int
    weight_bits: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFile:
    """A file of the questioned work with reported regions, and where they come from, the heaviest first."""

    path: str
    sources: tuple[FileSource, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchCandidates:
    """How the works to be compared were chosen.

    Of `fingerprints` different ones of the questioned work, the index has `found`; `common` of these are in more works
    than `store.max_holders` and make no candidates. `common_files` are the questioned files most of whose fingerprints
    are among them. `crowded` places of the index of signatures are shared by too many texts. Of `candidates`, by source
    in `by_source` (a work can have several), the files that share something were compared in `screened`; `compared` of
    these have a region near the threshold and were compared in full. `rate` is the share of comparisons of unrelated
    works in which a region is reported, `expected` the number of such works in the whole index.
    """

    fingerprints: int
    found: int
    common: int
    common_files: tuple[str, ...]
    crowded: int
    candidates: int
    screened: int
    compared: int
    by_source: dict[str, int]
    rate: float
    expected: float


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class SearchResult(Overview):
    """Everything that a report of a search may show.

    `hits` are by rank, reported ones first; `files` are sorted by path. `changed` tells that the questioned work was
    not the same any more when the search ended: such a result is invalid.
    """

    format_version: int
    manifest: Manifest
    index: SearchedIndex
    questioned: QuestionedWork
    hits: tuple[Hit, ...]
    reported_total: int
    files: tuple[FoundFile, ...]
    candidates: SearchCandidates
    limitations: tuple[Message, ...] = ()
    changed: bool = False

    def __iter__(self) -> Iterator[Hit]:
        """Yield the works that share something, by rank."""
        return iter(self.hits)

    def summary(self) -> str:
        """Return the numbers of works that are reported and compared, in a few lines."""
        return search_summary(self)

    def _tables(self) -> Mapping[str, Callable[[], Columns]]:
        return search_tables(self)

    def hit(self, rank: int) -> Hit:
        """Return a hit by its rank."""
        return self.hits[rank - 1]
