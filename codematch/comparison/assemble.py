"""From accepted chains to regions: where they lie, how they were edited, and what they weigh by channel."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from codematch.align.chain import Chain
from codematch.align.resolve import Accepted
from codematch.align.script import (
    AlignedTokens,
    FileTokens,
    RenameMap,
    align_tokens,
    edit_codes,
    edit_script,
    rename_map,
)
from codematch.align.sequence import SymbolSequence
from codematch.comparison.matching import Matching
from codematch.comparison.prepare import IDENTIFIER, PreparedFile, PreparedWork
from codematch.comparison.text_weight import text_weight
from codematch.model.frozen import freeze_arrays
from codematch.model.match import Alternative, Edit, MatchClass, Operation, Region, RegionSide, Rename, Weight
from codematch.model.source import SourceFile
from codematch.model.tokens import TokenStream
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


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
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


def assemble(
    matching: Matching, known: PreparedWork, questioned: PreparedWork, weigher: Weigher, settings: Settings
) -> list[LocatedRegion]:
    """Return the regions of a matching, heaviest total first, numbered from 1."""
    sides = (
        _Side(work=known, sequence=matching.known),
        _Side(work=questioned, sequence=matching.questioned),
    )
    located = [
        _located(accepted, index < matching.identical, sides, weigher, settings.counting.max_alternatives)
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


def _located(
    accepted: Accepted, identical: bool, sides: tuple[_Side, _Side], weigher: Weigher, max_alternatives: int
) -> LocatedRegion:
    """The region of an accepted chain, still without its number."""
    passage = _passage(accepted.chain, sides)
    alternatives = sorted(accepted.alternatives, key=lambda chain: -chain.bits)
    located = locate(
        passage,
        text_weight(passage.streams, passage.aligned, accepted.chain.bits, weigher),
        language=passage.streams[0].main_language(passage.aligned.known),
        identical=identical,
    )
    region = replace(
        located.region,
        alternatives=tuple(_alternative(chain, sides) for chain in alternatives[:max_alternatives]),
        alternatives_total=len(alternatives),
    )
    return replace(located, region=region)


def locate(passage: Passage, weight: Weight, *, language: str, identical: bool = False) -> LocatedRegion:
    """Return the region of aligned tokens, without a number and without alternatives.

    Args:
        passage: The aligned tokens of two files.
        weight: What they weigh.
        language: The language whose background weighed them.
        identical: Whether the two files are byte-identical and aligned whole.
    """
    codes = edit_codes(passage.same, passage.classes)
    script = edit_script(passage.aligned, codes)
    mapping, renames = _renames(passage)
    region = Region(
        number=0,
        match_class=_match_class(script, mapping, identical),
        language=language,
        known=_region_side(passage.sources[0], passage.streams[0], passage.aligned.known),
        questioned=_region_side(passage.sources[1], passage.streams[1], passage.aligned.questioned),
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


def _match_class(script: Sequence[Operation], mapping: RenameMap, identical: bool) -> MatchClass:
    """Name the observation: what had to change for one side to become the other."""
    edits = {operation.edit for operation in script}
    if identical:
        return MatchClass.BYTE_IDENTICAL
    if edits == {Edit.IDENTICAL}:
        return MatchClass.NORMALISED
    if edits <= {Edit.IDENTICAL, Edit.RENAMED} and mapping.consistency == 1.0:
        return MatchClass.RENAMED
    return MatchClass.EDITED


def _region_side(source: SourceFile, stream: TokenStream, tokens: NDArray[np.int64]) -> RegionSide:
    """Locate the span from the first to the last aligned token, int64 (m,), in the original file."""
    first, stop = int(tokens[0]), int(tokens[-1]) + 1
    text = source.text
    edges = np.array([stream.starts[first], stream.stops[stop - 1]], dtype=np.int64)
    first_byte, stop_byte = (edges if text is None else text.to_original(edges)).tolist()
    unit = stream.innermost(first)
    ending = text.utf8[stream.starts[stop - 1] : stream.stops[stop - 1]] if text is not None else b""
    return RegionSide(
        path=source.record.path,
        language=stream.main_language(tokens),
        sha256=source.record.digest,
        first_byte=first_byte,
        stop_byte=stop_byte,
        first_line=int(stream.lines[first]),
        last_line=int(stream.lines[stop - 1]) + ending.count(b"\n"),
        first_token=first,
        stop_token=stop,
        unit=unit.name if unit is not None else "",
        cells=stream.cells.span(first, stop) if stream.cells is not None else None,
    )


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
