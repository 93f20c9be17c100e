"""What two works share: regions, how they were edited, and how much they weigh."""

from dataclasses import dataclass
from enum import StrEnum

from codematch.model.filtration import RegionLabel
from codematch.model.frozen import require
from codematch.model.overview import region_line
from codematch.model.significance import RegionSignificance
from codematch.model.tokens import CellSpan


class MatchClass(StrEnum):
    """The observation that a region rests on, from byte identity to local edits."""

    BYTE_IDENTICAL = "M0"
    NORMALISED = "M1"
    RENAMED = "M2"
    EDITED = "M3"


class Edit(StrEnum):
    """What became of a run of tokens between the known and the questioned side."""

    IDENTICAL = "identical"
    RENAMED = "renamed"
    LITERAL = "literal"
    DELETED = "deleted"
    INSERTED = "inserted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """A step of an edit script: `known` and `questioned` are the numbers of tokens it consumes on each side.

    Both are equal for identical, renamed and literal; `questioned` is 0 for deleted, `known` for inserted.
    """

    edit: Edit
    known: int
    questioned: int

    def __post_init__(self) -> None:
        require(
            self.known >= 0 and self.questioned >= 0 and self.known + self.questioned > 0,
            "an empty operation",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Rename:
    """An identifier of the known side that is another one on the questioned side.

    `count` is the number of aligned places where it does, `exceptions` the number of aligned places where the
    same known identifier is something else.
    """

    known: str
    questioned: str
    count: int
    exceptions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """How surprising a region is, in bits, by channel; a `total` never appears without its parts.

    `renames` is that of names that consistently stand as others; 0 where `weighing.rename_bits` is.
    """

    structure: float
    names: float
    literals: float
    comments: float
    renames: float = 0.0

    @property
    def total(self) -> float:
        """The sum of the channels, in bits."""
        return self.deciding + self.comments

    @property
    def deciding(self) -> float:
        """The sum of the channels that decide whether a region is reported: all but the comments, in bits."""
        return self.structure + self.names + self.literals + self.renames

    def at_most(self, other: "Weight") -> "Weight":
        """Return the weight with no channel heavier than that of another one."""
        return Weight(
            structure=min(self.structure, other.structure),
            names=min(self.names, other.names),
            literals=min(self.literals, other.literals),
            comments=min(self.comments, other.comments),
            renames=min(self.renames, other.renames),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionSide:
    """One side of a region: the file, and the half-open spans that the region covers in it.

    Bytes and lines count in the original file; lines start at 1 and both ends are included. `unit` names the
    innermost function or class that holds most of its aligned tokens, "" where none does. `language` is that of most
    of its aligned tokens ("" in results that do not record it). `cells` are those of a notebook (None in other files).
    """

    path: str
    sha256: str
    first_byte: int
    stop_byte: int
    first_line: int
    last_line: int
    first_token: int
    stop_token: int
    unit: str
    language: str = ""
    cells: CellSpan | None = None

    def __post_init__(self) -> None:
        spans = (
            (self.first_byte, self.stop_byte),
            (self.first_line, self.last_line),
            (self.first_token, self.stop_token),
        )
        require(all(0 <= first <= stop for first, stop in spans), f"a region of {self.path} has an impossible place")


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """A lighter match of text that a region already accounts for: both places, and its structure weight."""

    known_path: str
    known_first_line: int
    known_last_line: int
    questioned_path: str
    questioned_first_line: int
    questioned_last_line: int
    structure: float


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Region:
    """A passage that the known and the questioned work share.

    `number` counts from 1 in report order. `script` replays to exactly both token spans. `tokens` is the number of
    aligned token pairs, `language` that of the known side, `rename_consistency` the share of aligned identifier pairs
    that agree with the rename map (None without identifiers). `alternatives` are the lighter matches it beat, heaviest
    first, at most a few; `alternatives_total` is their whole number. `labels` say what filters have to say of it, in
    their order; `residual_tokens` is the number of aligned pairs that none of them labels, and `residual` what these
    weigh (None where nothing was filtered). `by_pair` tells that the region is too light to be reported by itself, and
    is reported because of the sum of its pair of files. `exceedance` is by how many times the weight exceeds what works
    without a common origin share, 0 at their median and 1 at the threshold: bits of different languages are not one
    scale, this is, and regions are numbered by it. `identity` and `content` are made from what the region contains, not
    from where it is ("" where not recorded; see `codematch.model.region_identity`). `significance` is None where it is
    not evaluated; the pair's entry for the language says why.
    """

    number: int
    match_class: MatchClass
    language: str
    known: RegionSide
    questioned: RegionSide
    script: tuple[Operation, ...]
    tokens: int
    renames: tuple[Rename, ...]
    rename_consistency: float | None
    weight: Weight
    alternatives: tuple[Alternative, ...] = ()
    alternatives_total: int = 0
    labels: tuple[RegionLabel, ...] = ()
    residual_tokens: int = 0
    residual: Weight | None = None
    significance: RegionSignificance | None = None
    by_pair: bool = False
    exceedance: float | None = None
    identity: str = ""
    content: str = ""

    def __repr__(self) -> str:
        return region_line(self)


class RowState(StrEnum):
    """How the two lines of an exhibit row compare.

    What is WRAPPED is broken into lines otherwise: the code of such a line, or what it has more than the line beside
    it, stands on other lines of the other side.
    """

    IDENTICAL = "identical"
    RENAMED = "renamed"
    DIFFERENT = "different"
    KNOWN_ONLY = "known-only"
    QUESTIONED_ONLY = "questioned-only"
    WRAPPED = "wrapped"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExhibitRow:
    """One row of a side-by-side exhibit: a line of each side (None where the other side has no counterpart).

    `known_marks` and `questioned_marks` are the half-open character ranges of the text that differ, of a wrapped line
    those that have no equal counterpart. `masked_differ` is whether what is masked on both lines is not the same: the
    lines as they are shown may look equal. Of a long line a row has a part, which begins at the character `known_begin`
    or `questioned_begin` of the line.
    """

    state: RowState
    known_line: int | None
    known_text: str
    questioned_line: int | None
    questioned_text: str
    known_marks: tuple[tuple[int, int], ...] = ()
    questioned_marks: tuple[tuple[int, int], ...] = ()
    masked_differ: bool = False
    known_begin: int = 0
    questioned_begin: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """The lines of one region, side by side; `omitted_rows` counts the rows cut off at the end by a limit.

    `known_span` holds the character at which the region begins on its first line and the one before which it stops on
    its last, so that what else is on these lines can be told apart (None when not recorded).
    """

    region: int
    rows: tuple[ExhibitRow, ...]
    omitted_rows: int
    known_span: tuple[int, int] | None = None
    questioned_span: tuple[int, int] | None = None
