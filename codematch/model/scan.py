"""What a scan finds: every work of a set with what became of it, ranked pairs, clusters, and the code most works hold.

Works and pairs are named by their numbers, which count from 1. A pair names the work of the lower number first; a scan
asserts nothing about either, so there is no known and no questioned side.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from codematch.model.frozen import require
from codematch.model.message import Message
from codematch.model.overview import Columns, Overview
from codematch.model.result import Manifest
from codematch.model.set_overview import scan_summary, scan_tables

SCAN_VERSION = 2
"""The shape of `scan.json`."""


class WorkState(StrEnum):
    """What became of a work of the set."""

    COMPARED = "compared"
    DUPLICATE = "duplicate"
    EMPTY = "empty"
    UNREADABLE = "unreadable"
    FAILED = "failed"


class PairState(StrEnum):
    """What became of a pair: compared in full or not, and why it failed."""

    COMPARED = "compared"
    NOT_COMPARED = "not-compared"
    FAILED = "failed"


class CandidateSource(StrEnum):
    """Why a pair was compared."""

    PASSAGES = "passages"
    FILES = "files"
    UNITS = "units"
    SAMPLE = "sample"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScannedWork:
    """A work of the set.

    `label` is the name of its entry in the folder, or how it was given. `root` is its root hash ("" when it was not
    read), `detail` why it was not compared.
    `duplicate_of` is the number of the work with the same files, 0 without one. `base_tokens` of its `tokens` are in
    code that most works of the set hold. `cluster` is the number of its cluster, 0 without one.
    """

    number: int
    label: str
    state: WorkState
    root: str = ""
    detail: Message | None = None
    duplicate_of: int = 0
    files: int = 0
    lines: int = 0
    tokens: int = 0
    base_tokens: int = 0
    languages: tuple[str, ...] = ()
    cluster: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedPair:
    """A pair of works with what ranks it.

    `score` is `share` plus what the comparison adds (`codematch.evaluation.combination`); `share` is what the two
    have in common, by rarity in the set, as a part of what the work has that has less. `structure`, `names`,
    `literals` and `comments` are the same of each kind of items. Of a pair that was compared, `regions` is the number
    of reported regions, `heaviest_bits` the weight of the heaviest, `outside_base_bits` that of the heaviest without
    base code and shared material, in proportion to its tokens (what remains after all filters is in the record), and
    `first_share` and `second_share` are the parts of the two works' tokens in regions.
    `record` is the folder with the full record, "" without one.
    """

    rank: int
    first: int
    second: int
    score: float
    share: float
    structure: float
    names: float
    literals: float
    comments: float
    state: PairState
    sources: tuple[CandidateSource, ...] = ()
    reported: bool = False
    regions: int = 0
    heaviest_bits: float = 0.0
    outside_base_bits: float = 0.0
    threshold_bits: float = 0.0
    first_share: float = 0.0
    second_share: float = 0.0
    record: str = ""
    detail: Message | None = None

    def __post_init__(self) -> None:
        require(self.first < self.second, "a pair names the work of the lower number first")


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """A step of single linkage: two groups of works become one at a score.

    `left` and `right` are numbers of works, or of earlier steps, counted on from the last number of a work; `works` is
    the size of the new group.
    """

    left: int
    right: int
    score: float
    works: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """Works that are connected through pairs of at least the score of the scan, and that of its weakest link."""

    number: int
    works: tuple[int, ...]
    pairs: int
    weakest: float


@dataclass(frozen=True, slots=True, kw_only=True)
class BasePassage:
    """Code that most works of the set hold, at one of its places: lines count from 1, both ends included."""

    work: int
    path: str
    first_line: int
    last_line: int
    tokens: int
    works: int


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexRecall:
    """How many pairs of similar files and functions the index of MinHash signatures finds.

    Pairs with an estimated resemblance of at least `resemblance` are meant. `bands` of `rows` values promise to find
    `promised` of the pairs of exactly that resemblance; of the `sampled` pairs between `sample_works` works, which were
    all compared, `found` were found.
    """

    resemblance: float
    bands: int
    rows: int
    promised: float
    sample_works: int
    sampled: int
    found: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """How the pairs to be compared were chosen.

    Of all `pairs` of works, `candidates` were, by source in `by_source` (a pair can have several); `compared` of them
    were compared. Of pairs that are no candidates, `sampled` were compared nevertheless, and `missed` of these are
    reported. `rate` is the share of comparisons of unrelated works in which a region is reported, `expected` the
    number of such pairs among all `pairs`.
    """

    pairs: int
    candidates: int
    compared: int
    by_source: dict[str, int]
    sampled: int
    missed: int
    rate: float
    expected: float
    index: IndexRecall


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ScanResult(Overview):
    """Everything that a report of a scan may show.

    `pairs` are listed by rank, all `reported_total` reported ones among them, of `pairs_total`. `merges` are the steps
    of single linkage over the reported pairs, the highest scores first. `changed` are the labels of works that were not
    the same any more when the scan ended: such a result is invalid.
    """

    format_version: int
    manifest: Manifest
    works: tuple[ScannedWork, ...]
    pairs: tuple[RankedPair, ...]
    pairs_total: int
    reported_total: int
    candidates: Candidates
    clusters: tuple[Cluster, ...]
    merges: tuple[Merge, ...]
    base: tuple[BasePassage, ...]
    limitations: tuple[Message, ...] = ()
    changed: tuple[str, ...] = ()

    def work(self, number: int) -> ScannedWork:
        """Return a work by its number."""
        return self.works[number - 1]

    def __iter__(self) -> Iterator[RankedPair]:
        """Yield the pairs by rank."""
        return iter(self.pairs)

    def summary(self) -> str:
        """Return the numbers of works, of reported pairs and of clusters, in a few lines."""
        return scan_summary(self)

    def _tables(self) -> Mapping[str, Callable[[], Columns]]:
        return scan_tables(self)
