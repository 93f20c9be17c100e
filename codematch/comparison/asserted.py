"""Asserted items: which parts of the known work a case is about, and what the comparison says of each of them."""

import fnmatch
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from codematch.align.script import AlignedTokens
from codematch.comparison.assemble import LocatedRegion, structure_left
from codematch.comparison.prepare import PreparedWork, Toolkit
from codematch.comparison.text_weight import text_weight
from codematch.errors import UsageError
from codematch.model.asserted import AssertedItem, AssertedResult, Counterpart, ItemStatus
from codematch.model.evidence import ChannelResult
from codematch.model.match import Weight
from codematch.model.source import Origin
from codematch.model.tokens import TokenStream

MOST_FILES = 5
"""Named of an item; the rest is counted."""
_ITEM = re.compile(
    r"^(?P<path>[^#]*?)(?:::(?P<symbol>[^\s@#]+)|:(?P<first>\d+)(?:-(?P<last>\d+))?)?"
    r"(?:\s+@(?P<commit>\S+))?\s*(?:#\s*(?P<description>.*))?$"
)
_FORM = "write PATH, PATH:FIRST-LAST or PATH::SYMBOL, then @COMMIT and # description where wanted"


def read_items(path: Path) -> tuple[AssertedItem, ...]:
    """Read asserted items from a text file, one on a line; blank lines and those that begin with # say nothing.

    Raises:
        UsageError: The file cannot be read, a line is no item, or there is none; the message says which, and how.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}); name a text file of items") from None
    except ValueError:
        raise UsageError(f"{path}: is no UTF-8 text; save it as UTF-8") from None
    items = tuple(
        parse_item(line.strip(), f"{path}, line {number}")
        for number, line in enumerate(text.splitlines(), start=1)
        if line.strip() and not line.lstrip().startswith("#")
    )
    if not items:
        raise UsageError(f"{path}: holds no items; {_FORM}")
    return items


def parse_item(text: str, where: str) -> AssertedItem:
    """Return the item that a line names.

    Raises:
        UsageError: It names none; the message begins with `where`.
    """
    found = _ITEM.match(text)
    if found is None or not (found["path"].strip() or found["symbol"]) or found["path"].startswith("@"):
        raise UsageError(f"{where}: {text!r} is no item; {_FORM}")
    first = int(found["first"]) if found["first"] else 0
    lines = (first, int(found["last"] or first)) if found["first"] else None
    if lines is not None and not 1 <= lines[0] <= lines[1]:
        raise UsageError(f"{where}: lines {lines[0]} to {lines[1]} are no range; give the first, then the last")
    return AssertedItem(
        text=text.split("#", 1)[0].strip(),
        path=found["path"].strip().removeprefix("./") or "*",
        lines=lines,
        symbol=found["symbol"] or "",
        commit=found["commit"] or "",
        description=found["description"] or "",
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
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
        files=part.paths[:MOST_FILES],
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


def _part(item: AssertedItem, work: PreparedWork) -> _Part:
    """Find what an item names; a file that repeats another one stands for that one."""
    if item.commit and not _is_of(item.commit, work.tree.origin):
        return _Part(paths=(), masks={})
    records = [source.record for source in work.tree.files if fnmatch.fnmatchcase(source.record.path, item.path)]
    by_digest = {source.record.digest: number for number, source in enumerate(work.sources)}
    masks: dict[int, NDArray[np.bool_]] = {}
    named = []
    for record in records:
        number = by_digest.get(record.digest)
        mask = _tokens(item, work.files[number].stream) if number is not None else None
        if number is not None and mask is not None and mask.any():
            masks[number] = mask
        if not item.symbol or (mask is not None and mask.any()):
            named.append(record.path)
    return _Part(paths=tuple(named), masks=masks)


def _tokens(item: AssertedItem, stream: TokenStream) -> NDArray[np.bool_]:
    """Which tokens of a file an item names: bool (n,)."""
    if item.lines is not None:
        return np.asarray((stream.lines >= item.lines[0]) & (stream.lines <= item.lines[1]))
    mask = np.full(len(stream), not item.symbol, dtype=np.bool_)
    for unit in stream.units if item.symbol else ():
        if unit.name == item.symbol or unit.name.endswith(f".{item.symbol}"):
            mask[unit.first_token : unit.stop_token] = True
    return mask


def _is_of(commit: str, origin: Origin) -> bool:
    return commit == origin.requested or (bool(origin.revision) and origin.revision.startswith(commit))


def _status(item: AssertedItem, part: _Part, work: PreparedWork, has_regions: bool) -> ItemStatus:
    if item.commit and not _is_of(item.commit, work.tree.origin):
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
    """What parts of regions weigh together; comments between the first and the last of their tokens count."""
    weights = []
    for region, mask in parts:
        if mask.any():
            files = sides[0].files[region.known_file], sides[1].files[region.questioned_file]
            aligned = AlignedTokens(known=region.aligned.known[mask], questioned=region.aligned.questioned[mask])
            structure = structure_left(region, mask, (files[0].weights.bits, files[1].weights.bits))
            weights.append(text_weight((files[0].stream, files[1].stream), aligned, structure, toolkit.weigher))
    return Weight(
        structure=sum((weight.structure for weight in weights), start=0.0),
        names=sum((weight.names for weight in weights), start=0.0),
        literals=sum((weight.literals for weight in weights), start=0.0),
        comments=sum((weight.comments for weight in weights), start=0.0),
    )


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
    first, last = item.lines or (0, -1)
    places = [finding.known for channel in evidence for finding in channel.findings]
    return sum(
        place.line in lines.get(place.path, ()) or (place.path in lines and first <= place.line <= last)
        for place in places
    )
