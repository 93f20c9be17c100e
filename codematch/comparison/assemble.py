"""From accepted chains to regions: where they lie, how they were edited, and what they weigh by channel."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from codematch.align.chain import Chain
from codematch.align.resolve import Accepted
from codematch.align.script import AlignedTokens, RenameMap, align_tokens, edit_codes, edit_script, rename_map
from codematch.align.sequence import SymbolSequence
from codematch.comparison.matching import Matching
from codematch.comparison.prepare import IDENTIFIER, LITERAL, PreparedWork
from codematch.model.match import Alternative, Edit, MatchClass, Operation, Region, RegionSide, Rename, Weight
from codematch.model.source import SourceFile
from codematch.model.tokens import TokenStream
from codematch.settings import Settings
from codematch.weight.channels import comment_bits, comment_words, text_bits
from codematch.weight.weigher import Weigher


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LocatedRegion:
    """A region with what later stages count and show of it.

    `known_file`, `questioned_file` index the prepared works; `aligned` holds positions within the two files, `codes`
    int8 (m,) the edit of each pair (see `align.script.EDITS`).
    """

    region: Region
    known_file: int
    questioned_file: int
    aligned: AlignedTokens
    codes: NDArray[np.int8]


def assemble(
    matching: Matching, known: PreparedWork, questioned: PreparedWork, weigher: Weigher, settings: Settings
) -> list[LocatedRegion]:
    """Return the regions of a matching, heaviest total first, numbered from 1."""
    located = [
        _located(accepted, index < matching.identical, matching, known, questioned, weigher, settings)
        for index, accepted in enumerate(matching.accepted)
    ]
    located.sort(
        key=lambda item: (
            -item.region.weight.total,
            item.region.known.path,
            item.region.known.first_token,
            item.region.questioned.path,
            item.region.questioned.first_token,
        )
    )
    return [replace(item, region=replace(item.region, number=number)) for number, item in enumerate(located, start=1)]


def _located(
    accepted: Accepted,
    identical: bool,
    matching: Matching,
    known: PreparedWork,
    questioned: PreparedWork,
    weigher: Weigher,
    settings: Settings,
) -> LocatedRegion:
    known_file = int(matching.known.file_of(accepted.chain.known[:1])[0])
    questioned_file = int(matching.questioned.file_of(accepted.chain.questioned[:1])[0])
    streams = known.files[known_file].stream, questioned.files[questioned_file].stream
    sources = known.sources[known_file], questioned.sources[questioned_file]
    chain = replace(
        accepted.chain,
        known=accepted.chain.known - matching.known.bounds[known_file],
        questioned=accepted.chain.questioned - matching.questioned.bounds[questioned_file],
    )
    aligned = align_tokens(chain, *streams)
    same = streams[0].texts[aligned.known] == streams[1].texts[aligned.questioned]
    codes = edit_codes(same, streams[0].classes[aligned.known])
    script = edit_script(aligned, codes)
    names = streams[0].classes[aligned.known] == IDENTIFIER
    mapping = rename_map(streams[0].texts[aligned.known[names]], streams[1].texts[aligned.questioned[names]])
    spans = [(int(side[0]), int(side[-1]) + 1) for side in (aligned.known, aligned.questioned)]
    alternatives = sorted(accepted.alternatives, key=lambda chain: -chain.bits)
    region = Region(
        number=0,
        match_class=_match_class(script, mapping, identical),
        language=streams[0].language,
        known=_side(sources[0], streams[0], *spans[0]),
        questioned=_side(sources[1], streams[1], *spans[1]),
        script=script,
        tokens=len(aligned.known),
        renames=_renames(mapping, aligned, names, streams, sources),
        rename_consistency=mapping.consistency,
        weight=_weight(accepted.chain.bits, streams, aligned, same, spans, weigher),
        alternatives=tuple(
            _alternative(chain, matching, known, questioned)
            for chain in alternatives[: settings.counting.max_alternatives]
        ),
        alternatives_total=len(alternatives),
    )
    return LocatedRegion(
        region=region, known_file=known_file, questioned_file=questioned_file, aligned=aligned, codes=codes
    )


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


def _side(source: SourceFile, stream: TokenStream, first: int, stop: int) -> RegionSide:
    """Locate a token span in the original file."""
    text = source.text
    edges = np.array([stream.starts[first], stream.stops[stop - 1]], dtype=np.int64)
    first_byte, stop_byte = (edges if text is None else text.to_original(edges)).tolist()
    ending = text.utf8[stream.starts[stop - 1] : stream.stops[stop - 1]] if text is not None else b""
    return RegionSide(
        path=source.record.path,
        sha256=source.record.digest,
        first_byte=first_byte,
        stop_byte=stop_byte,
        first_line=int(stream.lines[first]),
        last_line=int(stream.lines[stop - 1]) + _line_ends(ending),
        first_token=first,
        stop_token=stop,
        unit=_unit(stream, first),
    )


def _line_ends(text: bytes) -> int:
    return text.count(b"\n") + text.count(b"\r") - text.count(b"\r\n")


def _unit(stream: TokenStream, token: int) -> str:
    """The name of the innermost unit around a token."""
    around = [unit for unit in stream.units if unit.first_token <= token < unit.stop_token]
    return min(around, key=lambda unit: unit.stop_token - unit.first_token).name if around else ""


def _renames(
    mapping: RenameMap,
    aligned: AlignedTokens,
    names: NDArray[np.bool_],
    streams: tuple[TokenStream, TokenStream],
    sources: tuple[SourceFile, SourceFile],
) -> tuple[Rename, ...]:
    known, questioned = aligned.known[names], aligned.questioned[names]
    return tuple(
        Rename(
            known=token_text(sources[0], streams[0], int(known[place])),
            questioned=token_text(sources[1], streams[1], int(questioned[place])),
            count=count,
            exceptions=exceptions,
        )
        for place, count, exceptions in zip(
            mapping.places.tolist(), mapping.counts.tolist(), mapping.exceptions.tolist(), strict=True
        )
    )


def token_text(source: SourceFile, stream: TokenStream, token: int) -> str:
    """Return the text of one token."""
    utf8 = source.text.utf8 if source.text is not None else b""
    return utf8[stream.starts[token] : stream.stops[token]].decode("utf-8", "replace")


def _weight(
    structure: float,
    streams: tuple[TokenStream, TokenStream],
    aligned: AlignedTokens,
    same: NDArray[np.bool_],
    spans: list[tuple[int, int]],
    weigher: Weigher,
) -> Weight:
    background = weigher.background(streams[0].language)
    classes = streams[0].classes[aligned.known]
    texts = streams[0].texts[aligned.known]
    words = [comment_words(_comments(stream, *span)) for stream, span in zip(streams, spans, strict=True)]
    return Weight(
        structure=structure,
        names=text_bits(background, "names", texts[same & (classes == IDENTIFIER)]),
        literals=text_bits(background, "literals", texts[same & (classes == LITERAL)]),
        comments=comment_bits(background, *words),
    )


def _comments(stream: TokenStream, first: int, stop: int) -> tuple[str, ...]:
    """The comments between the first and the last token of a span, and those right before it."""
    before = int(stream.stops[first - 1]) if first else 0
    low = np.searchsorted(stream.comments.starts, before)
    high = np.searchsorted(stream.comments.starts, stream.stops[stop - 1])
    return stream.comments.texts[int(low) : int(high)]


def _alternative(chain: Chain, matching: Matching, known: PreparedWork, questioned: PreparedWork) -> Alternative:
    left = _place(chain.known, chain.lengths, matching.known, known)
    right = _place(chain.questioned, chain.lengths, matching.questioned, questioned)
    return Alternative(
        known_path=left[0],
        known_first_line=left[1],
        known_last_line=left[2],
        questioned_path=right[0],
        questioned_first_line=right[1],
        questioned_last_line=right[2],
        structure=chain.bits,
    )


def _place(
    starts: NDArray[np.int64], lengths: NDArray[np.int64], sequence: SymbolSequence, work: PreparedWork
) -> tuple[str, int, int]:
    file = int(sequence.file_of(starts[:1])[0])
    stream = work.files[file].stream
    first = int(starts[0] - sequence.bounds[file])
    last = int(starts[-1] + lengths[-1] - 1 - sequence.bounds[file])
    return work.sources[file].record.path, int(stream.lines[first]), int(stream.lines[last])
