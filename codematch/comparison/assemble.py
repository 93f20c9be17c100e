"""From accepted chains to regions: where they lie, how they were edited, and what they weigh by channel."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from codematch.align.borders import Borders, Fit, Way, fit
from codematch.align.chain import Chain, build_chain
from codematch.align.resolve import Accepted
from codematch.align.script import (
    AlignedTokens,
    FileTokens,
    RenameMap,
    Spans,
    align_tokens,
    edit_codes,
    edit_script,
    rename_map,
)
from codematch.align.sequence import SymbolSequence, span_positions
from codematch.comparison.matching import Matching
from codematch.comparison.prepare import IDENTIFIER, PreparedFile, PreparedWork
from codematch.comparison.text_weight import text_weight
from codematch.model.frozen import array_value, freeze_arrays
from codematch.model.match import Alternative, Edit, MatchClass, Operation, Region, RegionSide, Rename, Weight
from codematch.model.source import SourceFile
from codematch.model.tokens import TokenStream, Unit
from codematch.settings import Settings
from codematch.weight.weigher import Weigher


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LocatedRegion:
    """A region with what later stages count and show of it.

    `known_file`, `questioned_file` index the prepared works; `aligned` holds positions within the two files, `codes`
    int8 (m,) the edit of each pair (see `align.script.EDITS`), `left` bool (m,) which pairs no filter labels.
    """

    region: Region
    known_file: int
    questioned_file: int
    aligned: AlignedTokens
    codes: NDArray[np.int8]
    left: NDArray[np.bool_]

    def __post_init__(self) -> None:
        freeze_arrays(self)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Side:
    """One work of the comparison, and the sequence that chains count their positions in."""

    work: PreparedWork
    sequence: SymbolSequence

    def file_of(self, starts: NDArray[np.int64]) -> int:
        """Return the index of the file that a chain with these pieces lies in."""
        return int(self.sequence.file_of(starts[:1])[0])


@array_value(copy=False)
class Passage:
    """The aligned tokens of a chain in its two files, known first.

    `files` index the prepared works; `same` bool (m,) tells which aligned pairs have the same text.
    """

    files: tuple[int, int]
    sources: tuple[SourceFile, SourceFile]
    streams: tuple[TokenStream, TokenStream]
    aligned: AlignedTokens
    same: NDArray[np.bool_]

    @property
    def classes(self) -> NDArray[np.uint8]:
        """The token class of each aligned pair: uint8 (m,)."""
        return self.streams[0].classes[self.aligned.known]

    def part(self, first: int, stop: int) -> "Passage":
        """Return the pairs from `first` to `stop` - 1."""
        aligned = AlignedTokens(known=self.aligned.known[first:stop], questioned=self.aligned.questioned[first:stop])
        return replace(self, aligned=aligned, same=self.same[first:stop])


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
    located = [
        _located(accepted, case, identical=index < matching.identical)
        for index, accepted in enumerate(matching.accepted)
    ]
    return number_regions(located)


def number_regions(located: Sequence[LocatedRegion]) -> list[LocatedRegion]:
    """Return regions in report order, heaviest total first, numbered from 1."""
    ordered = sorted(
        located,
        key=lambda item: (
            -item.region.weight.total,
            item.region.known.path,
            item.region.known.first_token,
            item.region.questioned.path,
            item.region.questioned.first_token,
        ),
    )
    return [replace(item, region=replace(item.region, number=number)) for number, item in enumerate(ordered, start=1)]


def _located(accepted: Accepted, case: _Case, *, identical: bool) -> LocatedRegion:
    """The region of an accepted chain, still without its number."""
    passage = _passage(accepted.chain, case.sides)
    if identical:
        spans = spans_of(passage.aligned)
        weight = text_weight(passage.streams, passage.aligned, accepted.chain.bits, case.weigher)
    else:
        passage, spans, weight = _fitted(passage, accepted.chain, case)
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
    known, questioned = (file.symbols for file in files)
    left, right = passage.aligned.known, passage.aligned.questioned
    first, last = (int(left[0]), int(right[0])), (int(left[-1]), int(right[-1]))
    head = tail = 0
    for _ in range(min(first[0] - spans.known_first, first[1] - spans.questioned_first)):
        at = first[0] - head - 1, first[1] - head - 1
        if known[at[0]] != questioned[at[1]] or case.taken[bound + at[1]]:
            break
        head += 1
    for _ in range(min(spans.known_stop - last[0], spans.questioned_stop - last[1]) - 1):
        at = last[0] + tail + 1, last[1] + tail + 1
        if known[at[0]] != questioned[at[1]] or case.taken[bound + at[1]]:
            break
        tail += 1
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
    if _told(left) >= threshold:
        return True
    whole = _told(_weight(passage, chain.bits, case))
    reached = [least for least in (threshold, rules.min_established) if whole >= least]
    return _told(left) >= max(reached, default=whole)


def _told(weight: Weight) -> float:
    """What decides whether a region is reported [bits]."""
    return weight.structure + weight.names + weight.literals


def spans_of(aligned: AlignedTokens) -> Spans:
    """Return the spans from the first to the last aligned token."""
    return Spans(
        int(aligned.known[0]), int(aligned.known[-1]) + 1, int(aligned.questioned[0]), int(aligned.questioned[-1]) + 1
    )


def locate(passage: Passage, weight: Weight, spans: Spans, *, language: str, identical: bool = False) -> LocatedRegion:
    """Return the region of aligned tokens, without a number and without alternatives.

    Args:
        passage: The aligned tokens of two files.
        weight: What they weigh.
        spans: What the region covers.
        language: The language whose background weighed them.
        identical: Whether the two files are byte-identical and aligned whole.
    """
    codes = edit_codes(passage.same, passage.classes)
    script = edit_script(passage.aligned, codes, spans)
    mapping, renames = _renames(passage)
    region = Region(
        number=0,
        match_class=_match_class(script, mapping, identical, passage, spans),
        language=language,
        known=_region_side(passage, 0, passage.aligned.known, spans[:2]),
        questioned=_region_side(passage, 1, passage.aligned.questioned, spans[2:]),
        script=script,
        tokens=len(passage.same),
        renames=renames,
        rename_consistency=mapping.consistency,
        weight=weight,
    )
    return LocatedRegion(
        region=region,
        known_file=passage.files[0],
        questioned_file=passage.files[1],
        aligned=passage.aligned,
        codes=codes,
        left=np.ones(len(codes), dtype=np.bool_),
    )


def _passage(chain: Chain, sides: tuple[_Side, _Side]) -> Passage:
    """Find the files of a chain, and align its tokens within them."""
    files = sides[0].file_of(chain.known), sides[1].file_of(chain.questioned)
    prepared = sides[0].work.files[files[0]], sides[1].work.files[files[1]]
    streams = prepared[0].stream, prepared[1].stream
    within = replace(
        chain,
        known=chain.known - sides[0].sequence.bounds[files[0]],
        questioned=chain.questioned - sides[1].sequence.bounds[files[1]],
    )
    aligned = align_tokens(within, _tokens(prepared[0]), _tokens(prepared[1]))
    return Passage(
        files=files,
        sources=(sides[0].work.sources[files[0]], sides[1].work.sources[files[1]]),
        streams=streams,
        aligned=aligned,
        same=streams[0].texts[aligned.known] == streams[1].texts[aligned.questioned],
    )


def _tokens(file: PreparedFile) -> FileTokens:
    return FileTokens(symbols=file.symbols, texts=file.stream.texts)


def _match_class(
    script: Sequence[Operation], mapping: RenameMap, identical: bool, passage: Passage, spans: Spans
) -> MatchClass:
    """Name the observation: what had to change for one side to become the other.

    It holds for whole lines, as they are printed: what else stands on the first and the last one counts.
    """
    if identical:
        return MatchClass.BYTE_IDENTICAL
    edits = {operation.edit for operation in script}
    names_alone = mapping.consistency == 1.0 and bool((passage.classes[~passage.same] == IDENTIFIER).all())
    if edits == {Edit.IDENTICAL}:
        found = MatchClass.NORMALISED
    elif edits == {Edit.IDENTICAL, Edit.RENAMED} and names_alone:
        found = MatchClass.RENAMED
    else:
        return MatchClass.EDITED
    beside = zip(_beside(passage, 0, spans[:2]), _beside(passage, 1, spans[2:]), strict=True)
    return found if all(np.array_equal(*texts) for texts in beside) else MatchClass.EDITED


def _beside(passage: Passage, number: int, span: tuple[int, int]) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """The texts, as hashes, of the tokens before and behind a span on the first and the last of its lines.

    What the format around a script or a cell puts on these lines does not count.
    """
    stream, utf8 = passage.streams[number], passage.sources[number].utf8
    first, stop = span
    begin = utf8.rfind(b"\n", 0, stream.starts[first]) + 1
    end = utf8.find(b"\n", stream.stops[stop - 1])
    before = int(np.searchsorted(stream.stops, begin, side="right"))
    behind = int(np.searchsorted(stream.starts, end)) if end >= 0 else len(stream)
    for section in stream.sections:
        if section.first_token <= first < section.stop_token:
            before = max(before, section.first_token)
        if section.first_token < stop <= section.stop_token:
            behind = min(behind, section.stop_token)
    return stream.texts[before:first], stream.texts[stop:behind]


def _region_side(passage: Passage, number: int, tokens: NDArray[np.int64], span: tuple[int, int]) -> RegionSide:
    """Locate a span, which holds these aligned tokens, int64 (m,), in the original file."""
    source, stream = passage.sources[number], passage.streams[number]
    first, stop = span
    text = source.text
    edges = np.array([stream.starts[first], stream.stops[stop - 1]], dtype=np.int64)
    first_byte, stop_byte = (edges if text is None else text.to_original(edges)).tolist()
    unit = _unit(stream, tokens)
    return RegionSide(
        path=source.record.path,
        language=stream.main_language(tokens),
        sha256=source.record.digest,
        first_byte=first_byte,
        stop_byte=stop_byte,
        first_line=int(stream.lines[first]),
        last_line=int(stream.lines[stop - 1])
        + source.utf8.count(b"\n", int(stream.starts[stop - 1]), int(stream.stops[stop - 1])),
        first_token=first,
        stop_token=stop,
        unit=unit.name if unit is not None else "",
        cells=stream.cells.span(first, stop) if stream.cells is not None else None,
    )


def _unit(stream: TokenStream, tokens: NDArray[np.int64]) -> Unit | None:
    """The innermost unit that holds more than half of these tokens: it holds the one in the middle."""
    middle = int(tokens[len(tokens) // 2])
    around = [unit for unit in stream.units if unit.first_token <= middle < unit.stop_token]
    edges = np.array([(unit.first_token, unit.stop_token) for unit in around], dtype=np.int64).reshape(-1, 2)
    places = np.searchsorted(tokens, edges)
    main = np.flatnonzero(2 * (places[:, 1] - places[:, 0]) > len(tokens))
    return around[main[-1]] if len(main) else None


def _renames(passage: Passage) -> tuple[RenameMap, tuple[Rename, ...]]:
    """The rename map of the aligned identifiers, and its rows as text."""
    names = passage.classes == IDENTIFIER
    known, questioned = passage.aligned.known[names], passage.aligned.questioned[names]
    mapping = rename_map(passage.streams[0].texts[known], passage.streams[1].texts[questioned])
    rows = zip(mapping.places.tolist(), mapping.counts.tolist(), mapping.exceptions.tolist(), strict=True)
    return mapping, tuple(
        Rename(
            known=token_text(passage.sources[0], passage.streams[0], int(known[place])),
            questioned=token_text(passage.sources[1], passage.streams[1], int(questioned[place])),
            count=count,
            exceptions=exceptions,
        )
        for place, count, exceptions in rows
    )


def token_text(source: SourceFile, stream: TokenStream, token: int) -> str:
    """Return the text of one token."""
    return source.utf8[stream.starts[token] : stream.stops[token]].decode("utf-8", "replace")


def structure_left(
    item: LocatedRegion, left: NDArray[np.bool_], bits: tuple[NDArray[np.float64], NDArray[np.float64]]
) -> float:
    """Return the structure of a part of a region: the lower of both sides' sums over its pairs [bits].

    Args:
        item: The region.
        left: bool (m,), which of its pairs make up the part.
        bits: The weight of each token of its known and of its questioned file.
    """
    if left.all():
        return item.region.weight.structure
    sums = float(bits[0][item.aligned.known[left]].sum()), float(bits[1][item.aligned.questioned[left]].sum())
    return min(*sums, item.region.weight.structure)


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
