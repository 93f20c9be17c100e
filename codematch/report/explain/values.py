"""The data of an explanation of one file or line."""

from dataclasses import dataclass
from enum import StrEnum

from codematch.model.across import AcrossPair
from codematch.model.evidence import Finding
from codematch.model.filtration import Exclusion, RegionLabel
from codematch.model.match import Alternative, ExhibitRow, MatchClass, RegionSide, Weight
from codematch.model.result import FileEntry, UnitEntry
from codematch.model.source import Limitation


class Status(StrEnum):
    """The status of a file or line: within the lines of a region, in no region, or not compared."""

    IN_REGION = "in-region"
    UNMATCHED = "unmatched"
    EXCLUDED = "excluded"
    UNREADABLE = "unreadable"


class Opposite(StrEnum):
    """What the exhibit of a region shows opposite a line, or why it shows nothing.

    `line`: a line of the other work. `none`: no line. `cut`: the exhibit ends before. `no-exhibit`: the region is
    beyond the number of exhibits. `left-out`: the result was rendered without code.
    """

    LINE = "line"
    NONE = "none"
    CUT = "cut"
    NO_EXHIBIT = "no-exhibit"
    LEFT_OUT = "left-out"


class Gap(StrEnum):
    """Something that the result does not record about a place."""

    LINE_TEXT = "line-text"
    LINE_TOKENS = "line-tokens"
    LINES = "lines"
    LABELS = "labels"
    LABELS_OUTSIDE = "labels-outside"
    LABELS_OMITTED = "labels-omitted"
    FINDINGS = "findings"
    FINDING_PLACES = "finding-places"
    FINDINGS_OMITTED = "findings-omitted"
    LIGHTER_MATCHES = "lighter-matches"
    LIMITATION_WORK = "limitation-work"
    LIMITATION_FILES = "limitation-files"
    THRESHOLD = "threshold"


@dataclass(frozen=True, slots=True, kw_only=True)
class NotRecorded:
    """A gap in the record of a place, with its count, 0 if it is not counted."""

    gap: Gap
    count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionPart:
    """A region that contains the place; `exhibit` is the name of its exhibit, "" for none.

    `opposite` and `row` say what the exhibit shows for the line: None for a whole file, `row` also where there is
    none. `labels` are those of the whole region, `residual` is None where nothing was filtered.
    """

    number: int
    match_class: MatchClass
    weight: Weight
    residual: Weight | None
    tokens: int
    residual_tokens: int
    known: RegionSide
    questioned: RegionSide
    labels: tuple[RegionLabel, ...]
    exhibit: str
    opposite: Opposite | None
    row: ExhibitRow | None
    omitted_rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LighterMatch:
    """A lighter match that contains the place, of text for which the region of this number already accounts."""

    region: int
    match: Alternative


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """The least total weight of reported regions of a language [bits]."""

    language: str
    threshold_bits: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceExplanation:
    """Everything that a result records about a file, or about one line of it (from 1; None for the whole file).

    `pair` counts from 1, `role` is "known" or "questioned", `work` the label of the work. `file` and `unit` are without
    sketches; `unit` is the innermost function or class around the line that the result lists. `regions` are the
    heaviest first, `all_regions` and `exhibits` are the numbers of those of the whole pair. `labels` are the labelled
    passages on the place, `counterpart_labels` those on the line opposite. `across` are the pairs of files and
    functions of unrelated languages, without what they have in common. `thresholds` are empty unless the status is
    unmatched; `structure_bits` is how much of a total is structure at least, `same_place_bits` the threshold in files
    at the same place of corresponding folders (None where the result does not record them). `weighs_renames` says
    whether consistent renames are part of a total.
    """

    pair: int
    role: str
    work: str
    line: int | None
    status: Status
    file: FileEntry
    unit: UnitEntry | None
    regions: tuple[RegionPart, ...]
    all_regions: int
    exhibits: int
    lighter_matches: tuple[LighterMatch, ...]
    labels: tuple[Exclusion, ...]
    counterpart_labels: tuple[Exclusion, ...]
    findings: tuple[Finding, ...]
    across: tuple[AcrossPair, ...]
    limitations: tuple[Limitation, ...]
    thresholds: tuple[Threshold, ...]
    structure_bits: float | None
    same_place_bits: float | None
    weighs_renames: bool
    not_recorded: tuple[NotRecorded, ...]
