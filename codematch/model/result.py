"""The complete result of a comparison: the only input of every report."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from codematch.model.across import AcrossResult
from codematch.model.artefacts import ArtefactsResult
from codematch.model.asserted import AssertedResult
from codematch.model.correspondence import (
    ChangedLines,
    Difference,
    FileChange,
    FileRelation,
    FurtherPlaces,
    UnitPair,
    UnitTally,
)
from codematch.model.engagement import Engagement
from codematch.model.evidence import ChannelResult
from codematch.model.explanation import Explanation
from codematch.model.filtration import Ledger, ReasonCode
from codematch.model.frozen import require
from codematch.model.likelihood import Likelihood
from codematch.model.marks import ExaminerMarks
from codematch.model.match import Exhibit, MatchClass, Region
from codematch.model.message import Message
from codematch.model.minhash import Sketches
from codematch.model.overview import (
    Columns,
    Overview,
    Regions,
    case_summary,
    case_tables,
    manifest_line,
    pair_line,
    work_line,
)
from codematch.model.policy import Policy
from codematch.model.sides import Both
from codematch.model.significance import FilePairSum, LanguageSignificance
from codematch.model.source import Disposition, Limitation, Origin, Reason
from codematch.model.sources import Sources
from codematch.model.stratum import StrataFound
from codematch.model.versions import VersionsResult

FORMAT_VERSION = 5
"""The shape of `report.json`.

History: 1 first shape; 2 significance of regions and languages; 3 filtration: labels with codes, residuals, the ledger;
channels of evidence, explanations, asserted items, engagement, the pairs of the reference band; 4 messages in place of
sentences, codes for the bases of encodings; 5 what repeats in tables, MinHash signatures in a file beside it.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """Matched and total numbers of one unit in both directions; every ratio is derived from these integers."""

    total: Both[int]
    matched: Both[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """The four units in which coverage is counted (see the glossary): file, line, token, function."""

    file: Ratio
    line: Ratio
    token: Ratio
    function: Ratio


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitEntry:
    """A function or class of a file that is long enough for a sketch of its own; lines count from 1, inclusive.

    `sketch` is the number of its MinHash signature (None when not recorded); `matched_tokens` of `tokens` are covered.
    """

    kind: str
    name: str
    first_line: int
    last_line: int
    tokens: int
    matched_tokens: int
    sketch: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FileEntry:
    """One file of a work in the result: its disposition, and for a compared file how much of it matched.

    `matched_tokens` of `tokens` are covered by regions. `error_share` is the share of visible bytes in syntax errors
    (0 to 1; see `TokenStream`). `parser` is "tree-sitter", "text", or "" when not compared. `other_digests` are those
    besides SHA-256, by the name of the algorithm. `language_basis` is what decided the language (`LanguageBasis`; ""
    when not compared, or not recorded). `duplicate_of` is the file of the same bytes and language that counts for it.
    `sketch` is the number of its MinHash signature (None when it has none).
    """

    path: str
    sha256: str
    size_bytes: int
    disposition: Disposition
    reason: Reason | None
    detail: Message | None
    lines: int
    encoding: str
    encoding_basis: str
    duplicate_of: str
    language: str
    parser: str
    error_share: float
    tokens: int
    matched_tokens: int
    sketch: int | None = None
    units: tuple[UnitEntry, ...] = ()
    other_digests: dict[str, str] = field(default_factory=dict)
    language_basis: str = ""

    def __post_init__(self) -> None:
        require(0 <= self.matched_tokens <= self.tokens, "more tokens matched than a file has")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Work:
    """One side of a comparison: `counts` are numbers of files by disposition, and adds up to `files`."""

    label: str
    origin: Origin
    root: str
    counts: dict[str, int]
    files: tuple[FileEntry, ...]

    def __repr__(self) -> str:
        return work_line(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class PriorWork:
    """Shared material (P), a work that both works were compared with: what is in it is labelled with `code`.

    `filter` is the one that it was given to. Nothing is matched in `work`, and it has no sketches.
    """

    filter: str
    code: ReasonCode
    work: Work


_NEITHER, _NONE = Both(False, False), Both(0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class FilePair:
    """A known and a questioned file that share at least one region.

    `known_matched` and `questioned_matched` are token counts; `resemblance` is the MinHash estimate of the
    Jaccard index of the two files' fingerprints and `resemblance_exact` the index itself, both 0 to 1.
    `match_class` is M0 when the files are byte-identical, else the weakest class of their regions. The fields in
    bits are sums over the regions by channel (None when not recorded); `heaviest_bits` is the total of one region.
    `relation` is what the two files are to each other, `change` what differs between them (None when not recorded);
    `main` whether each is the main counterpart of the other. `matched_lines` of `lines` are those all of whose tokens
    are aligned in this pair. Of the matched tokens of the questioned file, `renamed_tokens` have another name,
    `literal_tokens` another literal, and `moved_tokens` stand in another order. `is_listed` says whether what differs
    is listed: in the whole files, or of a `part` in the passages that correspond.
    `sum` is what the two files share in all beside what unrelated works do (None when not recorded, or for files that
    were compared as plain text alone).
    """

    known_path: str
    questioned_path: str
    match_class: MatchClass
    regions: int
    tokens: Both[int]
    matched: Both[int]
    heaviest_bits: float
    structure_bits: float
    total_bits: float
    resemblance: float
    resemblance_exact: float
    names_bits: float | None = None
    literals_bits: float | None = None
    comments_bits: float | None = None
    relation: FileRelation | None = None
    change: FileChange | None = None
    main: Both[bool] = _NEITHER
    lines: Both[int] = _NONE
    matched_lines: Both[int] = _NONE
    renamed_tokens: int = 0
    literal_tokens: int = 0
    moved_tokens: int = 0
    is_listed: bool = False
    sum: FilePairSum | None = None
    renames_bits: float | None = None

    def __post_init__(self) -> None:
        require(0 <= self.resemblance <= 1 and 0 <= self.resemblance_exact <= 1, "a resemblance is between 0 and 1")


@dataclass(frozen=True, slots=True, kw_only=True)
class BackgroundUse:
    """The background model that weighed a language, and how the case's own code looks under it.

    `mean_bits` is the mean surprise per token of the background's own held-out code, `case_bits` that of both
    works' tokens in the language (bits per token; None when too few to say).
    """

    language: str
    digest: str
    projects: int
    tokens: int
    date: str
    mean_bits: float
    case_bits: float | None
    warning: Message | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedText:
    """Different names and literals that both works hold anywhere, aligned or not.

    `names` and `literals` are numbers of different texts, the fields in bits the sums of their rarities.
    """

    names: int
    names_bits: float
    literals: int
    literals_bits: float


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class PairResult:
    """The comparison of one known with one questioned work; `totals` can be recomputed from `regions`.

    `comparisons` is the number of pairs of files that were compared with each other. `significance` has an entry for
    each language that both works have, in order of their names; `likelihood` likewise, empty unless it was asked for.
    `asserted` is what the comparison says of each asserted item, empty unless there are any.
    `ledger` is the whole of filtration, `evidence` what the channels outside the regions found, one entry for each, and
    `explanations` what came of testing each of them. `masked_lines` rows of exhibits have secrets or personal data
    covered, `masked` are the numbers of their places by kind. `light_matches` are the passages that both works share
    and that weigh less than the threshold, but at least `weighing.min_weight` in structure.
    `unit_pairs` are the units of files that correspond and are not byte-identical, `unit_tally` counts the others too;
    `differences` are what is another one in such files, `changed_lines` what only one of them has. `further_places` are
    the other places of the passages of regions. `prior` is the shared material in the order in which it was given;
    the ledger names those of a library. `across` is what files of unrelated languages share (None if there are none in
    both works, or the comparison is off). `sketches` are the MinHash signatures of the files and units of both works.
    `strata` says what kind of works they are (None when not recorded). `policy` is what decides on the exit code and
    how each region stands to it (None where nothing was given and nothing is suppressed). `artefacts` is what they
    share in AI artefacts (None if one of them has none, or the comparison is off). `versions` says which revisions of
    the known work explain the questioned one, and what is recorded of time (None when it was not asked for). `marks`
    are those of an examiner (None where no file of marks was given): statements of a person, not of the comparison.
    `sources` are the texts of the files that share regions (None when they are not kept).
    """

    known: Work
    questioned: Work
    totals: Totals
    regions: tuple[Region, ...]
    file_pairs: tuple[FilePair, ...]
    exhibits: tuple[Exhibit, ...]
    seeds_set_aside: int
    comparisons: int
    shared_text: SharedText | None = None
    significance: tuple[LanguageSignificance, ...] = ()
    likelihood: tuple[Likelihood, ...] = ()
    ledger: Ledger | None = None
    evidence: tuple[ChannelResult, ...] = ()
    explanations: tuple[Explanation, ...] = ()
    asserted: tuple[AssertedResult, ...] = ()
    masked_lines: int = 0
    masked: dict[str, int] = field(default_factory=dict)
    prior: tuple[PriorWork, ...] = ()
    light_matches: int = 0
    unit_pairs: tuple[UnitPair, ...] = ()
    differences: tuple[Difference, ...] = ()
    sketches: Sketches | None = None
    changed_lines: tuple[ChangedLines, ...] = ()
    unit_tally: UnitTally | None = None
    further_places: tuple[FurtherPlaces, ...] = ()
    strata: StrataFound | None = None
    across: AcrossResult | None = None
    policy: Policy | None = None
    artefacts: ArtefactsResult | None = None
    versions: VersionsResult | None = None
    marks: ExaminerMarks | None = None
    sources: Sources | None = None

    def __post_init__(self) -> None:
        numbers = {region.number for region in self.regions}
        require(len(numbers) == len(self.regions), "two regions have the same number")
        require(all(exhibit.region in numbers for exhibit in self.exhibits), "an exhibit of no region")
        require(all(0 < item.pair <= len(self.file_pairs) for item in self.changed_lines), "lines of no pair of files")
        held = {region.language for region in self.regions if region.significance is not None}
        unnamed = sorted(held - {entry.language for entry in self.significance})
        require(not unnamed, f"regions are compared with a null model that is not named: {', '.join(unnamed)}")

    def __repr__(self) -> str:
        return f"<PairResult {pair_line(self)}>"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Manifest:
    """What made the result, wall-clock excluded: versions, settings, inputs and backgrounds with digests.

    `method` is the number of the method (0 in results that do not record it).
    """

    tool: str
    version: str
    libraries: dict[str, str]
    grammars: dict[str, str]
    settings: dict[str, object]
    sketch: dict[str, object]
    backgrounds: tuple[BackgroundUse, ...] = field(default=())
    method: int = 0

    def __repr__(self) -> str:
        return manifest_line(self)


class Shown(StrEnum):
    """What a result holds of the works' text: all, names and numbers alone, or commitments in its place."""

    ALL = "all"
    NO_CODE = "no-code"
    COMMITMENTS = "commitments"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class CaseResult(Overview):
    """Everything that a report may show.

    `engagement` is what a case file says of the matter, None without one. `changed` names the works that were not the
    same any more when the run ended (`known`, `questioned`, `prior.1` and so on): such a record is invalid. `unmasked`
    is why exhibits show secrets and personal data as they are, "" when these are covered. `shown` is what a form that
    is handed on has left of the works' text.
    """

    format_version: int
    manifest: Manifest
    pairs: tuple[PairResult, ...]
    limitations: tuple[Limitation, ...]
    engagement: Engagement | None = None
    changed: tuple[str, ...] = ()
    unmasked: str = ""
    shown: Shown = Shown.ALL

    @property
    def regions(self) -> Regions:
        """The regions of all pairs, in order: `regions.to_pandas()` and `regions.to_arrow()` are their tables."""
        return Regions(tuple(region for pair in self.pairs for region in pair.regions))

    def summary(self) -> str:
        """Return the works, the regions, the coverage and the number of limitations, in a few lines."""
        return case_summary(self)

    def _tables(self) -> Mapping[str, Callable[[], Columns]]:
        return case_tables(self)
