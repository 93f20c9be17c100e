"""Which of several places of a passage in the known work is cited: one that is asserted, where there is one."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from codematch.align.script import AlignedTokens, Spans
from codematch.align.sequence import SymbolSequence
from codematch.comparison.asserted_items import tokens_of
from codematch.comparison.further_places import find_copies
from codematch.comparison.located_region import LocatedRegion, Passage, locate
from codematch.comparison.prepare import PreparedWork, Toolkit
from codematch.comparison.text_weight import text_weight
from codematch.model.asserted import AssertedItem
from codematch.model.match import MatchClass


def cite_asserted(
    regions: Sequence[LocatedRegion],
    works: tuple[PreparedWork, PreparedWork],
    sequence: SymbolSequence,
    items: Sequence[AssertedItem],
    toolkit: Toolkit,
) -> list[LocatedRegion]:
    """Return the regions, those whose known side has the same text in an asserted item at that place.

    Of byte-identical files that one is cited before they are compared (see `cite_nearest`).

    Args:
        regions: The regions, in any order.
        works: The known and the questioned work.
        sequence: The tokens of the known work.
        items: What is asserted of it.
        toolkit: Settings and backgrounds.
    """
    asserted = np.zeros(len(sequence.symbols), dtype=np.bool_)
    for item in items:
        for file, mask in tokens_of(item, works[0]).items():
            asserted[sequence.bounds[file] : sequence.bounds[file + 1]] |= mask
    if not asserted.any():
        return list(regions)
    counts = np.concatenate(([0], np.cumsum(asserted)))
    edges = [(item.region.known.first_token, item.region.known.stop_token) for item in regions]
    begins = sequence.bounds[np.array([item.known_file for item in regions], dtype=np.int64)]
    firsts, stops = begins + np.array(edges, dtype=np.int64).reshape(-1, 2).T
    copies = find_copies(firsts, stops, sequence, toolkit.settings)
    gains = counts[copies.stops] - counts[copies.firsts] - (counts[stops] - counts[firsts])[copies.spans]
    texts = np.concatenate([np.empty(0, dtype=np.uint64), *(file.stream.texts for file in works[0].files)])
    cited: dict[int, tuple[int, int]] = {}
    for row in np.flatnonzero(gains > 0).tolist():
        number, first, stop = int(copies.spans[row]), int(copies.firsts[row]), int(copies.stops[row])
        same = np.array_equal(texts[first:stop], texts[firsts[number] : stops[number]])
        if same and regions[number].region.match_class is not MatchClass.BYTE_IDENTICAL:
            cited[number] = max(cited.get(number, (0, 0)), (int(gains[row]), -first))
    if not cited:
        return list(regions)
    return [
        _moved(item, -cited[number][1], works, sequence, toolkit) if number in cited else item
        for number, item in enumerate(regions)
    ]


def _moved(
    item: LocatedRegion,
    first: int,
    works: tuple[PreparedWork, PreparedWork],
    sequence: SymbolSequence,
    toolkit: Toolkit,
) -> LocatedRegion:
    """A region whose known side begins elsewhere, at a token of the sequence, with the same text."""
    file = int(sequence.file_of(np.array([first]))[0])
    region, begin = item.region, first - int(sequence.bounds[file])
    shift = begin - region.known.first_token
    files = file, item.questioned_file
    streams = works[0].files[file].stream, works[1].files[item.questioned_file].stream
    known: NDArray[np.int64] = item.aligned.known + shift
    passage = Passage(
        files=files,
        sources=(works[0].sources[file], works[1].sources[item.questioned_file]),
        streams=streams,
        aligned=AlignedTokens(known=known, questioned=item.aligned.questioned),
        same=streams[0].texts[known] == streams[1].texts[item.aligned.questioned],
    )
    questioned = region.questioned
    spans = Spans(begin, region.known.stop_token + shift, questioned.first_token, questioned.stop_token)
    weight = text_weight(streams, passage.aligned, region.weight.structure, toolkit.weigher)
    found = locate(passage, weight, spans, language=region.language)
    kept = replace(
        found.region,
        number=region.number,
        alternatives=region.alternatives,
        alternatives_total=region.alternatives_total,
    )
    return replace(found, region=kept)
