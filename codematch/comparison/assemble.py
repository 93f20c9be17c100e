"""From accepted chains to regions: where they lie, how they were edited, and what they weigh by channel."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from codematch.align.borders import Borders, Fit, Way, fit
from codematch.align.chain import Chain, build_chain
from codematch.align.script import (
    AlignedTokens,
    FileTokens,
    Spans,
    align_tokens,
)
from codematch.align.sequence import SymbolSequence
from codematch.comparison.located_region import LocatedRegion, Passage, locate, spans_of
from codematch.comparison.matching import Matching
from codematch.comparison.prepare import IDENTIFIER, PreparedFile, PreparedWork
from codematch.comparison.text_weight import text_weight
from codematch.model.frozen import array_value
from codematch.model.match import Alternative, Weight
from codematch.model.spans import span_positions
from codematch.parallel import map_halves
from codematch.settings import Settings
from codematch.weight.weigher import Weigher


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Side:
    """One work of the comparison, and the sequence that chains count their positions in."""

    work: PreparedWork
    sequence: SymbolSequence

    def file_of(self, starts: NDArray[np.int64]) -> int:
        """Return the index of the file that a chain with these pieces lies in."""
        return int(self.sequence.file_of(starts[:1])[0])


@array_value(copy=False)
class _Case:
    """What the regions of a matching are made with.

    `borders` gives those of a file by its side (0 for the known work) and index; `taken` bool (n,) are the questioned
    tokens that accepted chains account for; `thresholds` those of the languages of the known work [bits].
    """

    matching: Matching
    sides: tuple[_Side, _Side]
    borders: Callable[[int, int], Borders]
    taken: NDArray[np.bool_]
    thresholds: Mapping[str, float]
    weigher: Weigher
    settings: Settings


def assemble(
    matching: Matching,
    known: PreparedWork,
    questioned: PreparedWork,
    weigher: Weigher,
    thresholds: Mapping[str, float],
    settings: Settings,
    jobs: int = 1,
) -> list[LocatedRegion]:
    """Return the regions of a matching within whole statements, heaviest total first, numbered from 1.

    Args:
        matching: What was found.
        known: The known work.
        questioned: The questioned work.
        weigher: The backgrounds.
        thresholds: From how many bits on a region is reported, for each language of the known work: none that was
            found is cut to less.
        settings: Every tunable.
        jobs: Number of processes: two at most are of use.
    """
    works = known, questioned
    taken = np.zeros(len(matching.questioned.symbols), dtype=np.bool_)
    for accepted in matching.accepted:
        taken[span_positions(accepted.chain.questioned, accepted.chain.lengths)] = True
    case = _Case(
        matching=matching,
        sides=(_Side(work=known, sequence=matching.known), _Side(work=questioned, sequence=matching.questioned)),
        borders=cache(lambda side, file: Borders.of(works[side].files[file].stream)),
        taken=taken,
        thresholds=thresholds,
        weigher=weigher,
        settings=settings,
    )
    numbers = range(len(matching.accepted))
    chains = [accepted.chain for accepted in matching.accepted]
    located = map_halves(lambda some: [_located(number, case, chains[number]) for number in some], numbers, jobs)
    return number_regions(list(_apart(located, case)))


def _apart(located: Sequence[LocatedRegion], case: _Case) -> Iterator[LocatedRegion]:
    """Make those again that filled gaps or borders with tokens of an earlier one, or stop at tokens that one gave up.

    A chain loses to a stronger one what both have: the head of a function, say, where another function was inserted
    before it. Where the stronger one is then cut to whole statements and leaves it, it is free again.
    """
    bounds = case.matching.questioned.bounds
    given_up, claimed = case.taken.copy(), np.zeros_like(case.taken)
    for item in located:
        given_up[int(bounds[item.questioned_file]) + item.aligned.questioned] = False
    for place, item in enumerate(located):
        first = int(bounds[item.questioned_file])
        chain = case.matching.accepted[place].chain
        grown = _grown(chain, given_up, case) if place >= case.matching.identical else chain
        if grown is not chain:
            item = _located(place, replace(case, taken=(case.taken & ~given_up) | claimed), grown)
        elif claimed[first + item.aligned.questioned].any():
            item = _located(place, replace(case, taken=case.taken | claimed), chain)
        claimed[first + item.aligned.questioned] = True
        given_up[first + item.aligned.questioned] = False
        yield item


def _grown(chain: Chain, free: NDArray[np.bool_], case: _Case) -> Chain:
    """Return a chain with the tokens before and behind it that are the same on both sides, as far as they are free."""
    known, questioned = case.matching.known, case.matching.questioned
    first, last = int(chain.questioned[0]), int(chain.questioned[-1] + chain.lengths[-1]) - 1
    if not free[max(first - 1, 0)] and not free[min(last + 1, len(free) - 1)]:
        return chain
    begin, end = int(chain.known[0]), int(chain.known[-1] + chain.lengths[-1]) - 1
    low, high = zip(known.file_around(begin), questioned.file_around(first), strict=True)
    symbols = known.symbols, questioned.symbols
    head = _same(symbols, (begin, first), -1, min(begin - low[0], first - low[1]), free, False)
    tail = _same(symbols, (end, last), 1, min(high[0] - end, high[1] - last) - 1, free, False)
    if not head and not tail:
        return chain
    at_known, at_questioned, lengths = chain.known.copy(), chain.questioned.copy(), chain.lengths.copy()
    at_known[0] -= head
    at_questioned[0] -= head
    lengths[0] += head
    lengths[-1] += tail
    return build_chain(at_known, at_questioned, lengths, case.matching.bits, case.settings.chaining)


def _same(
    symbols: tuple[NDArray[np.uint64], NDArray[np.uint64]],
    places: tuple[int, int],
    step: int,
    most: int,
    marks: NDArray[np.bool_],
    end: bool = True,
) -> int:
    """Return how many tokens, `most` at most, are the same directly before (-1) or behind (1) two places.

    A questioned token that is marked with `end` ends them.
    """
    for count in range(most):
        known, questioned = (place + step * (count + 1) for place in places)
        if symbols[0][known] != symbols[1][questioned] or bool(marks[questioned]) is end:
            return count
    return max(most, 0)


def number_regions(located: Sequence[LocatedRegion]) -> list[LocatedRegion]:
    """Return regions in report order, numbered from 1: greatest exceedance first; without one, heaviest total first."""
    ordered = sorted(
        located,
        key=lambda item: (
            -(item.region.exceedance or 0.0),
            -item.region.weight.total,
            item.region.known.path,
            item.region.known.first_token,
            item.region.questioned.path,
            item.region.questioned.first_token,
        ),
    )
    return [replace(item, region=replace(item.region, number=number)) for number, item in enumerate(ordered, start=1)]


def _located(place: int, case: _Case, chain: Chain) -> LocatedRegion:
    """The region of the chain that was accepted in this place, or of what it has grown to, still without its number."""
    accepted, identical = case.matching.accepted[place], place < case.matching.identical
    passage = _passage(chain, case)
    if identical:
        spans = spans_of(passage.aligned)
        weight = text_weight(passage.streams, passage.aligned, chain.bits, case.weigher)
    else:
        passage, spans, weight = _fitted(passage, chain, case)
    alternatives = sorted(accepted.alternatives, key=lambda chain: -chain.bits)
    located = locate(
        passage,
        weight,
        spans,
        language=passage.streams[0].main_language(passage.aligned.known),
        identical=identical,
    )
    shown = alternatives[: case.settings.counting.max_alternatives]
    region = replace(
        located.region,
        alternatives=tuple(_alternative(chain, case.sides) for chain in shown),
        alternatives_total=len(alternatives),
        by_pair=place >= len(case.matching.accepted) - case.matching.reported_by_sum,
    )
    return replace(located, region=region)


def _fitted(passage: Passage, chain: Chain, case: _Case) -> tuple[Passage, Spans, Weight]:
    """Fit a passage to whole statements; it is cut only as long as it stays as reportable as it was."""
    known, questioned = passage.files
    first, stop = case.matching.questioned.bounds[questioned : questioned + 2].tolist()
    where = passage.aligned, case.borders(0, known), case.borders(1, questioned), case.taken[first:stop]
    found, left = _changed(passage, fit(*where, Way.LESSER), case, first)
    if not _is_unchanged(left, found.spans):
        # What is the same but for names is not grown by what was changed.
        cut = _changed(passage, fit(*where, Way.CUT), case, first)
        found, left = cut if _is_unchanged(cut[1], cut[0].spans) else (found, left)
    if found.stop - found.first == len(passage.same):
        return left, found.spans, _weight(left, chain.bits, case)
    weight = _weight(left, _bits_left(passage, left, chain, case), case)
    if not _stays(weight, passage, chain, case):
        found, left = _changed(passage, fit(*where, Way.GROW), case, first)
        weight = _weight(left, chain.bits, case)
    return left, found.spans, weight


def _changed(passage: Passage, found: Fit, case: _Case, bound: int) -> tuple[Fit, Passage]:
    return found, _filled(passage.part(found.first, found.stop), found.spans, case, bound)


def _filled(passage: Passage, spans: Spans, case: _Case, bound: int) -> Passage:
    """Align what a passage has grown by on both sides as far as it is the same at the level `renamed`.

    Args:
        passage: The passage.
        spans: What it covers.
        case: The comparison.
        bound: Where the questioned file begins in its work: what another region accounts for stays unaligned.
    """
    files = (side.work.files[file] for side, file in zip(case.sides, passage.files, strict=True))
    one, other = (file.symbols for file in files)
    symbols, taken = (one, other), case.taken[bound:]
    left, right = passage.aligned.known, passage.aligned.questioned
    first, last = (int(left[0]), int(right[0])), (int(left[-1]), int(right[-1]))
    head = _same(symbols, first, -1, min(first[0] - spans.known_first, first[1] - spans.questioned_first), taken)
    tail = _same(symbols, last, 1, min(spans.known_stop - last[0], spans.questioned_stop - last[1]) - 1, taken)
    if not head and not tail:
        return passage
    aligned = AlignedTokens(
        known=np.concatenate((np.arange(first[0] - head, first[0]), left, np.arange(tail) + last[0] + 1)),
        questioned=np.concatenate((np.arange(first[1] - head, first[1]), right, np.arange(tail) + last[1] + 1)),
    )
    same = passage.streams[0].texts[aligned.known] == passage.streams[1].texts[aligned.questioned]
    return replace(passage, aligned=aligned, same=same)


def _weight(passage: Passage, bits: float, case: _Case) -> Weight:
    return text_weight(passage.streams, passage.aligned, bits, case.weigher)


def _is_unchanged(passage: Passage, spans: Spans) -> bool:
    """Say whether all that these spans cover is aligned, and nothing but names differs."""
    size = len(passage.same)
    is_whole = spans.known_stop - spans.known_first == spans.questioned_stop - spans.questioned_first == size
    return bool(is_whole and (passage.same | (passage.classes == IDENTIFIER)).all())


def _bits_left(whole: Passage, left: Passage, chain: Chain, case: _Case) -> float:
    """What the structure of a part of a passage weighs [bits]."""
    shift = [int(side.sequence.bounds[file]) for side, file in zip(case.sides, whole.files, strict=True)]
    known, questioned = (
        tokens[[0, -1]] + own for tokens, own in zip((left.aligned.known, left.aligned.questioned), shift, strict=True)
    )
    first = np.maximum(np.maximum(known[0] - chain.known, questioned[0] - chain.questioned), 0)
    stop = np.minimum(chain.lengths, np.minimum(known[1] - chain.known, questioned[1] - chain.questioned) + 1)
    keep = first < stop
    if not keep.any():
        return 0.0
    pieces = chain.known[keep] + first[keep], chain.questioned[keep] + first[keep], (stop - first)[keep]
    return build_chain(*pieces, case.matching.bits, case.settings.chaining).bits


def _stays(left: Weight, passage: Passage, chain: Chain, case: _Case) -> bool:
    """Say whether a part of a passage that weighs so much reaches every threshold that the whole one reaches."""
    rules = case.settings.weighing
    threshold = case.thresholds[passage.streams[0].main_language(passage.aligned.known)]
    if left.structure < min(rules.min_weight, chain.bits):
        return False
    if _deciding(left) >= threshold:
        return True
    whole = _deciding(_weight(passage, chain.bits, case))
    reached = [least for least in (threshold, rules.min_established) if whole >= least]
    return _deciding(left) >= max(reached, default=whole)


def _deciding(weight: Weight) -> float:
    """What decides whether a region is reported [bits]."""
    return weight.deciding


def _passage(chain: Chain, case: _Case) -> Passage:
    """Find the files of a chain, and align its tokens within them; not those in its gaps that another chain has."""
    sides = case.sides
    files = sides[0].file_of(chain.known), sides[1].file_of(chain.questioned)
    prepared = sides[0].work.files[files[0]], sides[1].work.files[files[1]]
    streams = prepared[0].stream, prepared[1].stream
    within = replace(
        chain,
        known=chain.known - sides[0].sequence.bounds[files[0]],
        questioned=chain.questioned - sides[1].sequence.bounds[files[1]],
    )
    first, stop = sides[1].sequence.bounds[files[1] : files[1] + 2].tolist()
    aligned = _own(align_tokens(within, _tokens(prepared[0]), _tokens(prepared[1])), within, case.taken[first:stop])
    return Passage(
        files=files,
        sources=(sides[0].work.sources[files[0]], sides[1].work.sources[files[1]]),
        streams=streams,
        aligned=aligned,
        same=streams[0].texts[aligned.known] == streams[1].texts[aligned.questioned],
    )


def _own(aligned: AlignedTokens, chain: Chain, taken: NDArray[np.bool_]) -> AlignedTokens:
    """Leave out the pairs whose questioned token is in another chain: no token is in two regions."""
    in_chains = taken[aligned.questioned]
    if np.count_nonzero(in_chains) == int(chain.lengths.sum()):
        return aligned
    keep = ~in_chains | np.isin(aligned.questioned, span_positions(chain.questioned, chain.lengths))
    return AlignedTokens(known=aligned.known[keep], questioned=aligned.questioned[keep])


def _tokens(file: PreparedFile) -> FileTokens:
    return FileTokens(symbols=file.symbols, texts=file.stream.texts, lines=file.stream.lines)


def _alternative(chain: Chain, sides: tuple[_Side, _Side]) -> Alternative:
    known_path, known_first, known_last = _place(chain.known, chain.lengths, sides[0])
    questioned_path, questioned_first, questioned_last = _place(chain.questioned, chain.lengths, sides[1])
    return Alternative(
        known_path=known_path,
        known_first_line=known_first,
        known_last_line=known_last,
        questioned_path=questioned_path,
        questioned_first_line=questioned_first,
        questioned_last_line=questioned_last,
        structure=chain.bits,
    )


def _place(starts: NDArray[np.int64], lengths: NDArray[np.int64], side: _Side) -> tuple[str, int, int]:
    """The path, and the lines of the first and the last token, of one side of a chain."""
    file = side.file_of(starts)
    lines = side.work.files[file].stream.lines
    first = int(starts[0] - side.sequence.bounds[file])
    last = int(starts[-1] + lengths[-1] - 1 - side.sequence.bounds[file])
    return side.work.sources[file].record.path, int(lines[first]), int(lines[last])
