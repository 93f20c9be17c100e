"""The ledger of filtration: what each filter labels of both works, and what is left of the regions after it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from codematch.comparison.located_region import LocatedRegion, structure_left
from codematch.comparison.prepare import PreparedWork, as_material
from codematch.comparison.tally import Coverage, matched_lines
from codematch.filtration.file_view import FileView, runs
from codematch.filtration.formats import PREFIX
from codematch.filtration.rule import Filter
from codematch.model.filtration import Amount, Exclusion, FilterRow, Mark, ReasonCode, RegionLabel, Step
from codematch.model.message import Message
from codematch.model.precision import stored_bits
from codematch.model.sides import Both
from codematch.model.tokens import CLASS_CODES, TokenClass
from codematch.weight.weigher import Weigher

CODES = tuple(ReasonCode)
NONE = -1
"""Stands for no code where codes are places in `CODES`."""
Codes = Sequence[NDArray[np.int8] | None]
"""For each file of a side the code of each token, int8 (n,); None where a filter labels none of the file."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Subject:
    """One side: its files as filters see them."""

    name: str
    work: PreparedWork
    files: tuple[FileView, ...]


@dataclass(slots=True, kw_only=True, eq=False)
class State:
    """What is left while the waterfall runs: for each region bool (m,), its labels, what is left of its structure.

    `dropped` are the comments that a filter labels, for each side and file. `changed` are the places of the regions of
    which something was taken since the last step, `remaining` those of which enough is left, and `counted` the (tokens,
    lines) that are left of each file of both sides: a step brings these up to date. `lines` are for each of these files
    the numbers of the matched lines that its tokens are on (`tally.matched_lines`).
    """

    left: list[NDArray[np.bool_]]
    labels: list[list[RegionLabel]]
    structure: list[float]
    changed: set[int] = field(default_factory=set)
    remaining: set[int] = field(default_factory=set)
    counted: tuple[dict[int, tuple[int, int]], dict[int, tuple[int, int]]] = field(default_factory=lambda: ({}, {}))
    lines: tuple[dict[int, NDArray[np.int64]], dict[int, NDArray[np.int64]]] = field(default_factory=lambda: ({}, {}))
    dropped: tuple[dict[int, set[int]], dict[int, set[int]]] = field(default_factory=lambda: ({}, {}))


def subject(name: str, work: PreparedWork, weigher: Weigher) -> Subject:
    """Return a side as filters see it."""
    files = tuple(
        as_material(source, file.stream, file.weights, weigher)
        for source, file in zip(work.sources, work.files, strict=True)
    )
    return Subject(name=name, work=work, files=files)


def both_sides(item: LocatedRegion) -> Iterator[tuple[int, NDArray[np.int64]]]:
    """Yield the file and the aligned tokens of the known, then of the questioned side."""
    yield item.known_file, item.aligned.known
    yield item.questioned_file, item.aligned.questioned


def token_codes(owner: Subject, side: Sequence[Sequence[Mark]]) -> Codes:
    """Return the codes of one side as places in `CODES`, `NONE` where there is none; a token's first mark decides."""
    return [_codes(len(file.stream), found) if found else None for file, found in zip(owner.files, side, strict=True)]


def _codes(size: int, marks: Iterable[Mark]) -> NDArray[np.int8]:
    codes = np.full(size, NONE, dtype=np.int8)
    for mark in marks:
        span = codes[mark.first : mark.stop]
        span[span == NONE] = CODES.index(mark.code)
    return codes


def codes_of_pairs(item: LocatedRegion, codes: Sequence[Codes], *, both: bool = False) -> NDArray[np.int8]:
    """Return the code of each aligned pair: that of its questioned token, else that of its known one: int8 (m,).

    With `both` a pair has a code only where its two tokens have the same.
    """
    of_pairs = []
    for (file, tokens), side in zip(both_sides(item), codes, strict=True):
        coded = side[file]
        of_pairs.append(np.full(len(tokens), NONE, dtype=np.int8) if coded is None else coded[tokens])
    if both:
        return np.asarray(np.where(of_pairs[0] == of_pairs[1], of_pairs[1], NONE), dtype=np.int8)
    return np.asarray(np.where(of_pairs[1] != NONE, of_pairs[1], of_pairs[0]), dtype=np.int8)


def held_together(
    item: LocatedRegion,
    codes: NDArray[np.int8],
    marks: Sequence[list[list[Mark]]],
    subjects: Sequence[Subject],
    k: int,
) -> NDArray[np.int8]:
    """Return the codes of pairs with those that nothing but a format holds in a region: int8 (m,).

    Between keys that a format prescribes on both sides, what is left in runs shorter than a seed, without a name or
    literal that both sides share, was never matched by itself: the cells of two unrelated notebooks.
    """
    files = item.known_file, item.questioned_file
    of_format = [any(mark.basis.key == PREFIX for mark in side[file]) for side, file in zip(marks, files, strict=True)]
    if not all(of_format):
        return codes
    known, questioned = (owner.files[file].stream for owner, file in zip(subjects, files, strict=True))
    same = known.texts[item.aligned.known] == questioned.texts[item.aligned.questioned]
    telling = same & (known.classes[item.aligned.known] != CLASS_CODES[TokenClass.OTHER])
    result = codes.copy()
    for first, stop in runs(codes == NONE):
        if stop - first < min(k, len(codes)) and not telling[first:stop].any():
            result[first:stop] = CODES.index(ReasonCode.PROTOCOL_STANDARD)
    return result


def counted_tokens(
    regions: Sequence[LocatedRegion], subjects: Sequence[Subject], codes: Sequence[Codes]
) -> tuple[Coverage, Coverage]:
    """Return which tokens of both sides regions align with one that has the same code: bool (n,) for each file."""
    sides = tuple([np.zeros(len(file.stream), dtype=np.bool_) for file in owner.files] for owner in subjects)
    for item in regions:
        if codes[0][item.known_file] is None or codes[1][item.questioned_file] is None:
            continue
        chosen = codes_of_pairs(item, codes, both=True) != NONE
        for side, (file, tokens) in zip(sides, both_sides(item), strict=True):
            side[file][tokens[chosen]] = True
    return sides[0], sides[1]


def row_off(filter_id: str) -> FilterRow:
    """Return the row of a filter that is off."""
    nothing = Amount(files=0, lines=0, tokens=0)
    return FilterRow(filter=filter_id, enabled=False, codes=(), known=nothing, questioned=nothing, matched=Both(0, 0))


def count_row(
    rule: Filter,
    subjects: Sequence[Subject],
    marks: Sequence[list[list[Mark]]],
    counted: tuple[Sequence[Codes], Sequence[Coverage]],
    material: Sequence[Message],
) -> FilterRow:
    """Count what one filter labels, whatever the others do.

    Args:
        rule: The filter.
        subjects: Both sides.
        marks: Its marks for each side and file.
        counted: For each side the codes of its tokens, and which tokens of regions count.
        material: Describes the works it was held against.
    """
    amounts, matched = [], []
    for owner, side, coded, covered in zip(subjects, marks, *counted, strict=True):
        amount, inside = _comments(owner, side) if rule.on_comments else _tokens(owner, coded, covered)
        amounts.append(amount)
        matched.append(inside)
    return FilterRow(
        filter=rule.id,
        enabled=True,
        codes=tuple(sorted({mark.code for side in marks for found in side for mark in found})),
        known=amounts[0],
        questioned=amounts[1],
        matched=Both(matched[0], matched[1]),
        material=tuple(material),
    )


def _tokens(owner: Subject, codes: Codes, counted: Coverage) -> tuple[Amount, int]:
    """How much of one side a filter labels, and how many of these tokens count in regions."""
    files = lines = tokens = matched = 0
    for file, coded, covered in zip(owner.files, codes, counted, strict=True):
        if coded is not None:
            inside = coded != NONE
            files += 1
            tokens += int(np.count_nonzero(inside))
            lines += _lines_of(file, inside)
            matched += int(np.count_nonzero(inside & covered))
    return Amount(files=files, lines=lines, tokens=tokens), matched


def _comments(owner: Subject, side: Sequence[Sequence[Mark]]) -> tuple[Amount, int]:
    """The same of a filter that labels comments: the lines on which they begin, and no token."""
    lines = [
        {int(file.stream.comments.lines[n]) for mark in found for n in range(mark.first, mark.stop)}
        for file, found in zip(owner.files, side, strict=True)
        if found
    ]
    return Amount(files=len(lines), lines=sum(map(len, lines)), tokens=0), 0


def list_exclusions(
    filter_id: str,
    subjects: Sequence[Subject],
    marks: Sequence[list[list[Mark]]],
    counted: Sequence[Coverage],
) -> list[Exclusion]:
    """Return the marks that count in regions as passages with their places; the marks count in tokens."""
    found = []
    for owner, side, tokens_of in zip(subjects, marks, counted, strict=True):
        for file, own, covered in zip(owner.files, side, tokens_of, strict=True):
            if not own or not covered.any():
                continue
            counts = np.concatenate(([0], np.cumsum(covered)))
            counting = [(mark, counts.item(mark.stop) - counts.item(mark.first)) for mark in own]
            for mark, tokens in sorted((item for item in counting if item[1]), key=lambda item: _order(item[0])):
                found.append(
                    Exclusion(
                        filter=filter_id,
                        code=mark.code,
                        side=owner.name,
                        path=file.path,
                        first_line=int(file.stream.lines[mark.first]),
                        last_line=int(file.stream.lines[mark.stop - 1]),
                        tokens=tokens,
                        basis=mark.basis,
                    )
                )
    return found


def _order(mark: Mark) -> tuple[int, int, ReasonCode, str]:
    return mark.first, mark.stop, mark.code, str(mark.basis)


def list_comments(
    filter_id: str,
    subjects: Sequence[Subject],
    marks: Sequence[list[list[Mark]]],
    covered: Sequence[Coverage],
) -> list[Exclusion]:
    """Return the marks of comments that lie among the tokens of regions as passages; they hold no tokens."""
    found = []
    for owner, side, tokens_of in zip(subjects, marks, covered, strict=True):
        for file, own, inside in zip(owner.files, side, tokens_of, strict=True):
            stream, places = file.stream, np.flatnonzero(inside)
            if not own or not len(places):
                continue
            first = int(stream.stops[places[0] - 1]) if places[0] else 0
            stop = int(stream.stops[places[-1]])
            for mark in own:
                start, end = int(stream.comments.starts[mark.first]), int(stream.comments.stops[mark.first])
                if first <= start < stop:
                    line = int(stream.comments.lines[mark.first])
                    found.append(
                        Exclusion(
                            filter=filter_id,
                            code=mark.code,
                            side=owner.name,
                            path=file.path,
                            first_line=line,
                            last_line=line + file.utf8.count(b"\n", start, end),
                            tokens=0,
                            basis=Message.of("comment", basis=mark.basis),
                        )
                    )
    return found


def count_step(
    filter_id: str | None,
    regions: Sequence[LocatedRegion],
    subjects: Sequence[Subject],
    state: State,
    least: float,
) -> Step:
    """Count what is left after a filter, and bring the residual structure of each region up to date.

    Regions of which nothing was taken since the last step, and files that only these lie in, are not looked at again.

    Args:
        filter_id: The filter, None for the beginning.
        regions: The regions.
        subjects: Both sides.
        state: What is left; all of it but `left`, `labels` and `dropped` is written.
        least: A region with less structure left counts as explained [bits].
    """
    changed = range(len(regions)) if filter_id is None else sorted(state.changed)
    for place in changed:
        item, left = regions[place], state.left[place]
        if filter_id is not None:
            bits = (
                subjects[0].work.files[item.known_file].weights.bits,
                subjects[1].work.files[item.questioned_file].weights.bits,
            )
            state.structure[place] = structure_left(item, left, bits)
        if left.any() and state.structure[place] >= min(least, item.region.weight.structure):
            state.remaining.add(place)
        else:
            state.remaining.discard(place)
    _count_files(changed, regions, subjects, state)
    state.changed.clear()
    tokens, lines = ([sum(count[unit] for count in side.values()) for side in state.counted] for unit in (0, 1))
    return Step(
        filter=filter_id,
        tokens=Both(tokens[0], tokens[1]),
        lines=Both(lines[0], lines[1]),
        regions=len(state.remaining),
        bits=stored_bits(sum(map(stored_bits, state.structure))),
    )


def _count_files(
    changed: Iterable[int], regions: Sequence[LocatedRegion], subjects: Sequence[Subject], state: State
) -> None:
    """Count the tokens and lines that are left of the files in which changed regions lie.

    A line is left if coverage counts it as matched and one of its tokens is left: at the beginning, all are.
    """
    touched: tuple[set[int], set[int]] = (set(), set())
    for place in changed:
        for files, (file, _) in zip(touched, both_sides(regions[place]), strict=True):
            files.add(file)
    masks: tuple[dict[int, NDArray[np.bool_]], dict[int, NDArray[np.bool_]]] = ({}, {})
    for side, files in enumerate(touched):
        masks[side].update((file, np.zeros(len(subjects[side].files[file].stream), dtype=np.bool_)) for file in files)
    for item, left in zip(regions, state.left, strict=True):
        for side, (file, tokens) in enumerate(both_sides(item)):
            if file in masks[side]:
                masks[side][file][tokens[left]] = True
    for side, owner in enumerate(subjects):
        for file, mask in masks[side].items():
            if file not in state.lines[side]:
                state.lines[side][file] = matched_lines(owner.files[file].stream, mask)
            numbers = state.lines[side][file][mask]
            lines = np.count_nonzero(np.bincount(numbers[numbers >= 0]))
            state.counted[side][file] = int(np.count_nonzero(mask)), int(lines)


def _lines_of(file: FileView, chosen: NDArray[np.bool_]) -> int:
    """On how many lines some of the tokens of a file start; the lines of tokens rise."""
    lines = file.stream.lines[chosen]
    return int(np.count_nonzero(lines[1:] != lines[:-1])) + bool(len(lines))
