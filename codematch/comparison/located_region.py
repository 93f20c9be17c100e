"""Regions: where aligned tokens lie in their two files, how they were edited, and what the region says of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from codematch.align.script import AlignedTokens, RenameMap, Spans, edit_codes, edit_script, rename_map
from codematch.comparison.prepare import IDENTIFIER
from codematch.model.frozen import array_value, freeze_arrays, restore
from codematch.model.match import Edit, MatchClass, Operation, Region, RegionSide, Rename, Weight
from codematch.model.region_identity import identity, packed_content
from codematch.model.source import SourceFile
from codematch.model.spans import place_in
from codematch.model.tokens import TokenStream, Unit


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

    __setstate__ = restore

    def __post_init__(self) -> None:
        freeze_arrays(self)


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
    texts = passage.streams[0].texts[passage.aligned.known], passage.streams[1].texts[passage.aligned.questioned]
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
        identity=identity(*texts),
        content=packed_content(texts[0], passage.aligned.known),
    )
    return LocatedRegion(
        region=region,
        known_file=passage.files[0],
        questioned_file=passage.files[1],
        aligned=passage.aligned,
        codes=codes,
        left=np.ones(len(codes), dtype=np.bool_),
    )


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
    # A line may hold a whole program: its ends are looked for from the first and the last token on it.
    leading = place_in(stream.lines, int(stream.lines[first]))
    begin = utf8.rfind(b"\n", 0, stream.starts[leading]) + 1
    place = int(stream.stops[stop - 1])
    last_line = int(stream.lines[stop - 1]) + utf8.count(b"\n", int(stream.starts[stop - 1]), place)
    trailing = place_in(stream.lines, last_line, "right") - 1
    end = utf8.find(b"\n", max(place, int(stream.starts[trailing])))
    before = place_in(stream.stops, begin, "right")
    behind = place_in(stream.starts, end) if end >= 0 else len(stream)
    before = max(before, stream.section_at(first).first_token)
    behind = min(behind, stream.section_at(stop - 1).stop_token)
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
    around = stream.units_around(middle)
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
