"""Asserted items: which parts of the known work a case is about, and what the comparison says of each of them."""

from collections.abc import Sequence, Set
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from codematch.align.script import AlignedTokens
from codematch.comparison.item_places import is_of, records_of, units_of
from codematch.comparison.located_region import LocatedRegion, structure_left
from codematch.comparison.prepare import PreparedWork, Toolkit
from codematch.comparison.text_weight import text_weight
from codematch.model.asserted import AssertedItem, AssertedResult, Counterpart, ItemStatus
from codematch.model.evidence import ChannelResult
from codematch.model.frozen import array_value
from codematch.model.match import Weight
from codematch.model.spans import place_in
from codematch.model.tokens import TokenStream


@array_value(copy=False)
class _Part:
    """The tokens of the known work that an item names: the paths, and for each prepared file bool (n,)."""

    paths: tuple[str, ...]
    masks: dict[int, NDArray[np.bool_]]


def examine_items(
    items: Sequence[AssertedItem],
    sides: tuple[PreparedWork, PreparedWork],
    located: Sequence[LocatedRegion],
    evidence: Sequence[ChannelResult],
    toolkit: Toolkit,
) -> tuple[AssertedResult, ...]:
    """Return what the comparison says of each item, in their order.

    Args:
        items: What is asserted of the known work.
        sides: The known and the questioned work.
        located: The regions, in report order, filtered.
        evidence: What the channels beside the regions found.
        toolkit: The backgrounds.
    """
    return tuple(_examine(item, sides, located, evidence, toolkit) for item in items)


def _examine(
    item: AssertedItem,
    sides: tuple[PreparedWork, PreparedWork],
    located: Sequence[LocatedRegion],
    evidence: Sequence[ChannelResult],
    toolkit: Toolkit,
) -> AssertedResult:
    part = _part(item, sides[0])
    inside = [(region, part.masks[region.known_file][region.aligned.known]) for region in located
              if region.known_file in part.masks]  # fmt: skip
    inside = [(region, mask) for region, mask in inside if mask.any()]
    covered = {number: np.zeros(len(mask), dtype=np.bool_) for number, mask in part.masks.items()}
    left = {number: np.zeros(len(mask), dtype=np.bool_) for number, mask in part.masks.items()}
    for region, mask in inside:
        covered[region.known_file][region.aligned.known[mask]] = True
        left[region.known_file][region.aligned.known[mask & region.left]] = True
    files = sides[0].files
    tokens = sum(int(mask.sum()) for mask in part.masks.values())
    return AssertedResult(
        item=item,
        status=_status(item, part, sides[0], bool(inside)),
        files=part.paths[: toolkit.settings.counting.max_asserted_files],
        files_total=len(part.paths),
        tokens=tokens,
        lines=sum(len(np.unique(files[n].stream.lines[mask])) for n, mask in part.masks.items()),
        matched_tokens=sum(int(mask.sum()) for mask in covered.values()),
        matched_lines=sum(_matched_lines(files[n].stream, mask, covered[n]) for n, mask in part.masks.items()),
        residual_tokens=sum(int(mask.sum()) for mask in left.values()),
        weight=_weight(inside, sides, toolkit),
        residual=_weight([(region, mask & region.left) for region, mask in inside], sides, toolkit),
        counterparts=tuple(_counterpart(region, mask, sides) for region, mask in inside),
        findings=_findings(item, evidence, part, sides[0]),
    )


def tokens_of(item: AssertedItem, work: PreparedWork) -> dict[int, NDArray[np.bool_]]:
    """Return the tokens of the known work that an item names: for each prepared file bool (n,)."""
    return _part(item, work).masks


def _part(item: AssertedItem, work: PreparedWork) -> _Part:
    """Find what an item names; a file that repeats another one stands for that one."""
    if item.commit and not is_of(item.commit, work.tree.origin):
        return _Part(paths=(), masks={})
    records = records_of(item, work)
    positions = work.positions()
    masks: dict[int, NDArray[np.bool_]] = {}
    named = []
    for record in records:
        number = positions.get(record.path)
        mask = _tokens(item, work.files[number].stream) if number is not None else None
        if number is not None and mask is not None and mask.any():
            masks[number] = mask
        if not item.symbol or (mask is not None and mask.any()):
            named.append(record.path)
    return _Part(paths=tuple(named), masks=masks)


def _tokens(item: AssertedItem, stream: TokenStream) -> NDArray[np.bool_]:
    """Which tokens of a file an item names: bool (n,)."""
    mask = np.full(len(stream), not item.symbol and not item.ranges, dtype=np.bool_)
    for first, last in item.ranges:
        mask |= (stream.lines >= first) & (stream.lines <= last)
    for first, stop in units_of(item.symbol, stream) if item.symbol else ():
        mask[first:stop] = True
    return mask


def _status(item: AssertedItem, part: _Part, work: PreparedWork, has_regions: bool) -> ItemStatus:
    if item.commit and not is_of(item.commit, work.tree.origin):
        return ItemStatus.OTHER_COMMIT
    if has_regions:
        return ItemStatus.COUNTERPART
    if part.masks:
        return ItemStatus.NO_COUNTERPART
    return ItemStatus.NOT_COMPARED if part.paths else ItemStatus.NOT_FOUND


def _matched_lines(stream: TokenStream, mask: NDArray[np.bool_], covered: NDArray[np.bool_]) -> int:
    """The lines of an item all of whose tokens that begin there are aligned."""
    lines = np.unique(stream.lines[mask])
    return len(np.setdiff1d(lines, stream.lines[mask & ~covered], assume_unique=False))


def _weight(
    parts: Sequence[tuple[LocatedRegion, NDArray[np.bool_]]], sides: tuple[PreparedWork, PreparedWork], toolkit: Toolkit
) -> Weight:
    """What parts of regions weigh together; comments between the first and the last of their tokens count.

    Where several places of the questioned work hold the same tokens of the item, the heaviest gives their weight, and
    another one only that of the tokens that no heavier one holds.
    """
    weighed = [(_part_weight(region, mask, sides, toolkit), region, mask) for region, mask in parts if mask.any()]
    weighed.sort(key=lambda item: (-item[0].total, item[1].region.number))
    claimed: dict[int, _Claimed] = {}
    weights = []
    for weight, region, mask in weighed:
        number = region.known_file
        held = claimed.setdefault(number, _Claimed(np.zeros(len(sides[0].files[number].stream), dtype=np.bool_), set()))
        tokens = region.aligned.known[mask]
        if held.tokens[tokens].any():
            mask = mask.copy()
            mask[mask] = ~held.tokens[tokens]
            if not mask.any():
                continue
            weight = _part_weight(region, mask, sides, toolkit, held.comments)
        weights.append(weight)
        held.tokens[region.aligned.known[mask]] = True
        held.comments.update(_comments_within(sides[0].files[number].stream, region.aligned.known[mask]))
    return Weight(
        structure=sum((weight.structure for weight in weights), start=0.0),
        names=sum((weight.names for weight in weights), start=0.0),
        literals=sum((weight.literals for weight in weights), start=0.0),
        comments=sum((weight.comments for weight in weights), start=0.0),
        renames=sum((weight.renames for weight in weights), start=0.0),
    )


class _Claimed(NamedTuple):
    """What of a known file counts already: bool (n,) `tokens`, and the numbers of the comments."""

    tokens: NDArray[np.bool_]
    comments: set[int]


def _part_weight(
    region: LocatedRegion,
    mask: NDArray[np.bool_],
    sides: tuple[PreparedWork, PreparedWork],
    toolkit: Toolkit,
    dropped: Set[int] = frozenset(),
) -> Weight:
    """Return what a part of a region weighs: bool (m,) `mask` of its pairs, without the known comments `dropped`."""
    files = sides[0].files[region.known_file], sides[1].files[region.questioned_file]
    aligned = AlignedTokens(known=region.aligned.known[mask], questioned=region.aligned.questioned[mask])
    structure = structure_left(region, mask, (files[0].weights.bits, files[1].weights.bits))
    return text_weight(
        (files[0].stream, files[1].stream), aligned, structure, toolkit.weigher, dropped=(dropped, frozenset())
    )


def _comments_within(stream: TokenStream, tokens: NDArray[np.int64]) -> range:
    """The numbers of the comments that count with these tokens (see `text_weight`)."""
    before = int(stream.stops[tokens[0] - 1]) if tokens[0] else 0
    starts = stream.comments.starts
    return range(place_in(starts, before), place_in(starts, int(stream.stops[tokens[-1]])))


def _counterpart(
    region: LocatedRegion, mask: NDArray[np.bool_], sides: tuple[PreparedWork, PreparedWork]
) -> Counterpart:
    known = sides[0].files[region.known_file].stream.lines[region.aligned.known[mask]]
    questioned = sides[1].files[region.questioned_file].stream.lines[region.aligned.questioned[mask]]
    return Counterpart(
        region=region.region.number,
        known_path=region.region.known.path,
        known_first_line=int(known.min()),
        known_last_line=int(known.max()),
        questioned_path=region.region.questioned.path,
        questioned_first_line=int(questioned.min()),
        questioned_last_line=int(questioned.max()),
        tokens=int(mask.sum()),
    )


def _findings(item: AssertedItem, evidence: Sequence[ChannelResult], part: _Part, work: PreparedWork) -> int:
    """The findings beside the regions whose known place lies in the item."""
    lines = {
        work.sources[number].record.path: set(work.files[number].stream.lines[mask].tolist())
        for number, mask in part.masks.items()
    }
    places = [finding.known for channel in evidence for finding in channel.findings]
    return sum(
        place.line in lines.get(place.path, ())
        or (place.path in lines and any(first <= place.line <= last for first, last in item.ranges))
        for place in places
    )
