"""Marks of an examiner on regions: seen, set aside, noted, asserted. They are statements of a person.

No mark changes a region, a weight or a count of the comparison. Totals with and without marked regions are stated
beside those of the program.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from codematch.model.match import Region
from codematch.model.precision import stored_bits, stored_total


class MarkKind(StrEnum):
    """What an examiner says of a region."""

    SEEN = "seen"
    SET_ASIDE = "set-aside"
    NOTE = "note"
    ASSERTED = "asserted"


class MarkFit(StrEnum):
    """Whether the marked content is in the result: the same, only a part of it, or nothing."""

    SAME = "same"
    CHANGED = "changed"
    GONE = "gone"


class MarkGroup(StrEnum):
    """Which regions a total is of."""

    ALL = "all"
    SET_ASIDE = "set-aside"
    WITHOUT_SET_ASIDE = "without-set-aside"
    SEEN = "seen"
    ASSERTED = "asserted"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExaminerMark:
    """One mark as the file of marks states it, with the regions that it applies to.

    `text` is the reason or the note ("" for none), `name` who states it, `date` when ("" where not stated), `line`
    where in the file. `identity` is that of the marked content, or how it begins; `known` and `questioned` are the
    places that it had, as `path:first-last` ("" where not stated). `regions` are the numbers of the regions with this
    content, none unless `fit` is `SAME`. `nearest` is the region that has most of the content where it has changed, and
    `shared` the share of the content that is there, 0 to 1 (both None otherwise).
    """

    kind: MarkKind
    text: str
    name: str
    date: str
    line: int
    identity: str
    known: str
    questioned: str
    fit: MarkFit
    regions: tuple[int, ...] = ()
    nearest: int | None = None
    shared: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkTotal:
    """How many regions a group has, in how many pairs of files, their aligned pairs of tokens, and their weights."""

    group: MarkGroup
    regions: int
    file_pairs: int
    tokens: int
    weight_bits: float
    residual_bits: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ExaminerMarks:
    """The marks of one file: its name and SHA-256, the marks in its order, and the totals with and without them."""

    file: str
    sha256: str
    marks: tuple[ExaminerMark, ...]
    totals: tuple[MarkTotal, ...]

    def of(self, region: int) -> tuple[ExaminerMark, ...]:
        """Return the marks of a region."""
        return tuple(mark for mark in self.marks if region in mark.regions)

    def numbers(self, kind: MarkKind) -> frozenset[int]:
        """Return the numbers of the regions with a mark of this kind."""
        return numbers_of(self.marks, kind)

    def unmatched(self) -> tuple[ExaminerMark, ...]:
        """Return the marks whose content is in no region as it was."""
        return tuple(mark for mark in self.marks if mark.fit is not MarkFit.SAME)


def numbers_of(marks: Iterable[ExaminerMark], kind: MarkKind) -> frozenset[int]:
    """Return the numbers of the regions that marks of one kind apply to."""
    return frozenset(number for mark in marks if mark.kind is kind for number in mark.regions)


def totals_of(regions: Sequence[Region], marks: Sequence[ExaminerMark]) -> tuple[MarkTotal, ...]:
    """Return the totals of all regions, of those that are marked, and of those that are not set aside."""
    aside, seen, asserted = (numbers_of(marks, kind) for kind in (MarkKind.SET_ASIDE, MarkKind.SEEN, MarkKind.ASSERTED))
    every = frozenset(region.number for region in regions)
    groups = {
        MarkGroup.ALL: every,
        MarkGroup.SET_ASIDE: aside,
        MarkGroup.WITHOUT_SET_ASIDE: every - aside,
        MarkGroup.SEEN: seen,
        MarkGroup.ASSERTED: asserted,
    }
    return tuple(
        _total(group, [region for region in regions if region.number in taken]) for group, taken in groups.items()
    )


def _total(group: MarkGroup, regions: Sequence[Region]) -> MarkTotal:
    return MarkTotal(
        group=group,
        regions=len(regions),
        file_pairs=len({(region.known.path, region.questioned.path) for region in regions}),
        tokens=sum(region.tokens for region in regions),
        weight_bits=stored_bits(sum(stored_total(region.weight) for region in regions)),
        residual_bits=stored_bits(sum(stored_total(region.residual or region.weight) for region in regions)),
    )
