"""Filtration of a comparison: every filter labels, the ledger adds up, and what is left of a region is weighed again.

A pair of aligned tokens is labelled when either side of it is; by some filters (`needs_both_sides`) only when both
sides are, for the same reason. Nothing is removed: regions, weights and counts stay as they are, and every label can be
traced to its basis.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

import numpy as np

from codematch.comparison.ledger import (
    CODES,
    NONE,
    Codes,
    State,
    Subject,
    both_sides,
    codes_of_pairs,
    count_row,
    count_step,
    counted_tokens,
    held_together,
    list_comments,
    list_exclusions,
    row_off,
    subject,
    token_codes,
)
from codematch.comparison.located_region import LocatedRegion
from codematch.comparison.material_comments import MaterialComments, material_comments
from codematch.comparison.prepare import PreparedWork, Toolkit
from codematch.comparison.reference_material import MaterialWork, material_marks
from codematch.comparison.tally import Coverage
from codematch.comparison.text_weight import text_weight
from codematch.filtration import FILTERS, generated
from codematch.filtration.agreed import Agreement
from codematch.filtration.agreed import marks as agreed_marks
from codematch.filtration.rule import Filter
from codematch.model.filtration import Exclusion, FilterId, Ledger, Mark, ReasonCode, RegionLabel
from codematch.model.match import Weight
from codematch.model.message import Message
from codematch.settings import Filtration

SIDES = ("known", "questioned")


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterInputs:
    """What a comparison is held against: works, agreed exclusions, and what the reference library is."""

    material: Sequence[MaterialWork] = ()
    agreements: Sequence[Agreement] = ()
    library: Message | None = None

    @property
    def works(self) -> list[PreparedWork]:
        """The works that both sides may share."""
        return [item.work for item in self.material]

    @property
    def codes(self) -> frozenset[ReasonCode]:
        """The reason codes of what was given."""
        agreed = {ReasonCode.USER_AGREED} if self.agreements else set()
        return frozenset({item.given.code for item in self.material} | agreed)

    def described(self, filter_id: str) -> list[Message]:
        """Return the material of a filter, the library itself first."""
        first = [self.library] if filter_id == FilterId.LIBRARY and self.library is not None else []
        return [*first, *(item.described for item in self.material if item.given.filter == filter_id)]


def filter_regions(
    regions: Sequence[LocatedRegion],
    sides: tuple[PreparedWork, PreparedWork],
    covered: tuple[Coverage, Coverage],
    held: FilterInputs,
    toolkit: Toolkit,
) -> tuple[list[LocatedRegion], Ledger]:
    """Label the regions of a comparison, and return them with the ledger.

    Args:
        regions: The regions, in report order.
        sides: The known and the questioned work.
        covered: Which of their tokens regions align.
        held: What they are held against.
        toolkit: Backgrounds and settings.
    """
    subjects = [subject(*item, toolkit.weigher) for item in zip(SIDES, sides, strict=True)]
    least = toolkit.settings.filtration.residual_bits
    state = State(
        left=[np.ones(len(item.aligned.known), dtype=np.bool_) for item in regions],
        labels=[[] for _ in regions],
        structure=[item.region.weight.structure for item in regions],
    )
    rows, steps, exclusions = [], [count_step(None, regions, subjects, state, least)], []
    for rule in FILTERS:
        filter_id = rule.id
        if not rule.is_on(toolkit.settings.filtration):
            rows.append(row_off(filter_id))
            continue
        marks = [_marks(rule, subject, held, toolkit) for subject in subjects]
        if rule.on_comments:
            codes: list[Codes] = [[], []]
            counted = covered
            _drop_comments(marks, state)
            steps.append(replace(steps[-1], filter=filter_id))
        else:
            codes = [token_codes(*side) for side in zip(subjects, marks, strict=True)]
            speaking = _speaking(filter_id, regions, marks)
            counted = counted_tokens(speaking, subjects, codes) if rule.needs_both_sides else covered
            exclusions += list_exclusions(filter_id, subjects, marks, counted)
            exclusions += _label_comments(filter_id, subjects, covered, held, (state, toolkit.settings.filtration))
            labels_any = _label(rule, regions, marks, codes, state, (subjects, toolkit.settings.seeding.k))
            steps.append(
                count_step(filter_id, regions, subjects, state, least)
                if labels_any
                else replace(steps[-1], filter=filter_id)
            )
        rows.append(count_row(rule, subjects, marks, (codes, counted), held.described(filter_id)))
    most = toolkit.settings.filtration.max_exclusions
    ledger = Ledger(
        rows=tuple(rows),
        steps=tuple(steps),
        exclusions=tuple(exclusions[:most]),
        exclusions_omitted=max(0, len(exclusions) - most),
    )
    return [_labelled(place, item, sides, state, toolkit) for place, item in enumerate(regions)], ledger


# One filter


def _marks(
    rule: Filter,
    subject: Subject,
    held: FilterInputs,
    toolkit: Toolkit,
) -> list[list[Mark]]:
    """Return the marks of one filter for each file of one side."""
    if rule.check is not None:
        if not rule.by_place:
            return [list(file.marks.get(rule.id, ())) for file in subject.work.files]
        return [list(rule.check(file, toolkit.settings.filtration)) for file in subject.files]
    found: list[list[Mark]] = [[] for _ in subject.files]
    if rule.id == FilterId.AGREED:
        for marks, file in zip(found, subject.files, strict=True):
            marks += agreed_marks(held.agreements, subject.name, file)
    for item in (item for item in held.material if item.given.filter == rule.id):
        for marks, more in zip(found, material_marks(subject.work, item, toolkit), strict=True):
            marks += more
    return found


def _drop_comments(marks: Sequence[list[list[Mark]]], state: State) -> None:
    """Note which comments a filter labels: they do not count in what is left."""
    for dropped, side in zip(state.dropped, marks, strict=True):
        for file, found in enumerate(side):
            dropped.setdefault(file, set()).update(n for mark in found for n in range(mark.first, mark.stop))


def _label_comments(
    filter_id: str,
    subjects: Sequence[Subject],
    covered: Sequence[Coverage],
    held: FilterInputs,
    kept: tuple[State, Filtration],
) -> list[Exclusion]:
    """Label the comments that stand in the material of a filter, drop them from what is left, and list them."""
    found = []
    state, settings = kept
    for item in (item for item in held.material if item.given.filter == filter_id):
        comments = MaterialComments(item, settings)
        marks = [material_comments(owner.work, comments) for owner in subjects]
        _drop_comments(marks, state)
        found += list_comments(filter_id, subjects, marks, covered)
    return found


def _label(
    rule: Filter,
    regions: Sequence[LocatedRegion],
    marks: Sequence[list[list[Mark]]],
    codes: Sequence[Codes],
    state: State,
    held: tuple[Sequence[Subject], int],
) -> bool:
    """Label the regions, take what is labelled from what is left, and say whether there was anything to label.

    `held` are both sides with the number of tokens from which a run is a seed (see `held_together`).
    """
    labels_any = False
    ordered = _Ordered(marks[0]), _Ordered(marks[1])
    speaking = {id(item) for item in _speaking(rule.id, regions, marks)}
    for place, item in enumerate(regions):
        if id(item) not in speaking or (codes[0][item.known_file] is None and codes[1][item.questioned_file] is None):
            continue
        either = codes_of_pairs(item, codes, both=rule.needs_both_sides)
        if (either == NONE).all():
            continue
        if rule.id == FilterId.STANDARDS:
            either = held_together(item, either, marks, *held)
        labels_any = True
        state.left[place] &= either == NONE
        state.changed.add(place)
        candidates = _marks_within(item, ordered)
        for code in np.unique(either[either != NONE]).tolist():
            longest = max((m for m in candidates if m.code is CODES[code]), key=lambda mark: mark.stop - mark.first)
            tokens = int(np.count_nonzero(either == code))
            label = RegionLabel(filter=rule.id, code=CODES[code], tokens=tokens, basis=longest.basis)
            state.labels[place].append(label)
    return labels_any


def _speaking(
    filter_id: str, regions: Sequence[LocatedRegion], marks: Sequence[list[list[Mark]]]
) -> Sequence[LocatedRegion]:
    """Return the regions that marks may label: no tool explains where two files do not name the same one."""
    if filter_id != FilterId.GENERATED:
        return regions
    return [item for item in regions
            if not generated.differ(marks[0][item.known_file], marks[1][item.questioned_file])]  # fmt: skip


class _Ordered:
    """The marks of one side by file and place: a file may have thousands, and as many regions that ask for them."""

    def __init__(self, marks: Sequence[list[Mark]]) -> None:
        self._marks = marks
        self._files: dict[int, tuple[list[int], list[int], list[int]]] = {}

    def meeting(self, file: int, first: int, stop: int) -> Iterator[Mark]:
        """Yield the marks of a file that meet a span of tokens, in their own order."""
        own = self._marks[file]
        if file not in self._files:
            places = sorted(range(len(own)), key=lambda place: own[place].first)
            reach = accumulate((own[place].stop for place in places), max)
            self._files[file] = places, [own[place].first for place in places], list(reach)
        places, firsts, reached = self._files[file]
        near = places[bisect_right(reached, first) : bisect_left(firsts, stop)]
        yield from (own[place] for place in sorted(near) if own[place].stop > first)


def _marks_within(item: LocatedRegion, marks: Sequence[_Ordered]) -> list[Mark]:
    """Return the marks of both sides that meet the span of a region."""
    found: list[Mark] = []
    for side, (file, tokens) in zip(marks, both_sides(item), strict=True):
        found += side.meeting(file, int(tokens[0]), int(tokens[-1]) + 1)
    return found


# What is left of a region


def _labelled(
    place: int, item: LocatedRegion, sides: tuple[PreparedWork, PreparedWork], state: State, toolkit: Toolkit
) -> LocatedRegion:
    """Return a region with its labels and what is left of its weight."""
    left = state.left[place]
    dropped = state.dropped[0].get(item.known_file, set()), state.dropped[1].get(item.questioned_file, set())
    if left.all() and not any(dropped):
        residual = item.region.weight
    elif left.any():
        streams = sides[0].files[item.known_file].stream, sides[1].files[item.questioned_file].stream
        remaining = text_weight(
            streams, item.aligned, state.structure[place], toolkit.weigher, left=left, dropped=dropped
        )
        # The second pass weighs words of plain text; the tokens of a grammar that they lie in may be longer literals.
        residual = remaining.at_most(item.region.weight)
    else:
        residual = Weight(structure=0.0, names=0.0, literals=0.0, comments=0.0)
    region = replace(
        item.region,
        labels=tuple(state.labels[place]),
        residual_tokens=int(np.count_nonzero(left)),
        residual=residual,
    )
    return replace(item, region=region, left=left)
