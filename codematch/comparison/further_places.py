"""Further places: where else in its own work the passage of a region is.

Each side of a region is looked for by the few of its k-grams with the lowest hashes: a copy has the same ones, whatever
is around it, so that all regions are looked up at once, and a copy that was edited a little still has most of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from codematch.align.sequence import SymbolSequence
from codematch.comparison.located_region import LocatedRegion
from codematch.comparison.prepare import PreparedWork
from codematch.model.correspondence import FurtherPlaces, PlaceRow
from codematch.model.frozen import array_value, freeze_arrays
from codematch.model.sides import Both
from codematch.model.spans import span_positions
from codematch.settings import Settings

_SLOTS = 1 << 22
"""Slots of the table by which most k-grams of a work are seen not to be looked for."""


@array_value(copy=False)
class _Spans:
    """One side of each region: its half-open token span in the sequence of the work, int64 (r,)."""

    firsts: NDArray[np.int64]
    stops: NDArray[np.int64]


@array_value(copy=False)
class _Copies:
    """Copies of spans, sorted by their span: int64 (c,) `spans` their numbers, `firsts`, `stops` their tokens.

    `shares` float64 (c,) are the shares of the k-grams looked for that each has.
    """

    spans: NDArray[np.int64]
    firsts: NDArray[np.int64]
    stops: NDArray[np.int64]
    shares: NDArray[np.float64]


def find_further_places(
    regions: Sequence[LocatedRegion],
    works: tuple[PreparedWork, PreparedWork],
    sequences: tuple[SymbolSequence, SymbolSequence],
    settings: Settings,
) -> tuple[FurtherPlaces, ...]:
    """Return the further places of the regions that have any, in report order.

    Args:
        regions: The regions.
        works: The known and the questioned work.
        sequences: Their tokens.
        settings: Of which k-grams a copy has how many, and how many places are listed.
    """
    found = [
        _of_side(regions, side, work, sequence, settings)
        for side, (work, sequence) in enumerate(zip(works, sequences, strict=True))
    ]
    most = settings.corresponding.max_places
    return tuple(
        FurtherPlaces(
            region=item.region.number,
            known=tuple(found[0].get(number, ())[:most]),
            questioned=tuple(found[1].get(number, ())[:most]),
            total=Both(len(found[0].get(number, ())), len(found[1].get(number, ()))),
        )
        for number, item in enumerate(regions)
        if number in found[0] or number in found[1]
    )


def _of_side(
    regions: Sequence[LocatedRegion], side: int, work: PreparedWork, sequence: SymbolSequence, settings: Settings
) -> dict[int, list[PlaceRow]]:
    """The further places of each region in one work."""
    files = np.array([(item.known_file, item.questioned_file)[side] for item in regions], dtype=np.int64)
    places = [(item.region.known, item.region.questioned)[side] for item in regions]
    bounds = sequence.bounds[files]
    spans = _Spans(
        firsts=bounds + np.array([place.first_token for place in places], dtype=np.int64),
        stops=bounds + np.array([place.stop_token for place in places], dtype=np.int64),
    )
    copies = find_copies(spans.firsts, spans.stops, sequence, settings)
    listing = _Listing.of(work)
    order = np.lexsort((copies.firsts, -copies.shares, copies.spans))
    found: dict[int, list[PlaceRow]] = {}
    lengths = (spans.stops - spans.firsts).tolist()
    in_files = sequence.file_of(copies.firsts[order])
    for number, file, first, stop, own, *lines in zip(
        copies.spans[order].tolist(),
        in_files.tolist(),
        copies.firsts[order].tolist(),
        copies.stops[order].tolist(),
        spans.firsts[copies.spans[order]].tolist(),
        *listing.lines(copies.firsts[order], copies.stops[order], in_files, sequence),
        strict=True,
    ):
        same = stop - first == lengths[number] and listing.is_same((own, first), stop - first)
        found.setdefault(number, []).extend(
            (index, *lines, int(same)) for index in (listing.indices[file], *listing.copies_of(file))
        )
    for number, file in enumerate(files.tolist()):
        twins = listing.copies_of(file)
        if twins:
            whole = places[number].first_line, places[number].last_line, 1
            found.setdefault(number, []).extend((twin, *whole) for twin in twins)
    for rows in found.values():
        rows.sort(key=lambda row: -row[3])
    return found


def find_copies(
    firsts: NDArray[np.int64], stops: NDArray[np.int64], sequence: SymbolSequence, settings: Settings
) -> _Copies:
    """Return where else in a work each of some spans is, at the level `renamed`.

    Args:
        firsts: int64 (r,), the first token of each span in the sequence.
        stops: int64 (r,), the token behind its last.
        sequence: The tokens of the work.
        settings: See `find_further_places`.
    """
    rules = settings.corresponding
    spans, anchors = _anchors(firsts, stops, sequence.grams, settings.seeding.k, rules.place_grams)
    wanted, ids = np.unique(sequence.grams[anchors], return_inverse=True)
    _, once = np.unique(spans * len(wanted) + ids, return_index=True)
    spans, anchors, ids = spans[once], anchors[once], ids[once]
    places, begins, counts = _places(wanted, sequence.grams)
    telling = counts[ids] <= rules.max_places
    looked_for = np.bincount(spans[telling], minlength=len(firsts))
    # Nothing repeats a span most of whose k-grams are nowhere else.
    repeated = telling & (counts[ids] > 1)
    may_repeat = np.bincount(spans[repeated], minlength=len(firsts)) >= rules.place_share * looked_for
    chosen = np.flatnonzero(repeated & may_repeat[spans])
    number = np.repeat(chosen, counts[ids[chosen]])
    at = places[span_positions(begins[ids[chosen]], counts[ids[chosen]])]
    own = spans[number]
    offsets = anchors[number] - firsts[own]
    shifts = at - offsets
    lengths = stops[own] - firsts[own]
    elsewhere = (np.abs(shifts - firsts[own]) >= lengths) | (sequence.file_of(at) != sequence.file_of(firsts[own]))
    own, at, offsets, shifts = (column[elsewhere] for column in (own, at, offsets, shifts))
    return _clustered(own, at, offsets, shifts, (firsts, stops), looked_for, sequence, rules.place_share)


def _anchors(
    firsts: NDArray[np.int64], stops: NDArray[np.int64], grams: NDArray[np.uint64], k: int, most: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The places of the k-grams with the lowest hashes of each span, a few of them: int64 (a,) each.

    Returns:
        The number of the span, and the place in the sequence.
    """
    spans, places = [np.empty(0, dtype=np.int64)], [np.empty(0, dtype=np.int64)]
    for number, (first, stop) in enumerate(zip(firsts.tolist(), stops.tolist(), strict=True)):
        part = grams[first : max(stop - k + 1, first)]
        chosen = _lowest(part, most)
        places.append(chosen + first)
        spans.append(np.full(len(chosen), number))
    return np.concatenate(spans), np.concatenate(places)


def _lowest(hashes: NDArray[np.uint64], most: int) -> NDArray[np.intp]:
    """Where the lowest hashes are, at most so many: intp (m,)."""
    near = np.arange(len(hashes))
    if len(hashes) > 64 * most:
        # Hashes are spread evenly: four times as many as are wanted lie below this, and nearly never too few.
        below = np.flatnonzero(hashes < np.uint64((1 << 64) // len(hashes) * 4 * most))
        near = below if len(below) >= most else near
    return near[np.argpartition(hashes[near], most - 1)[:most]] if len(near) > most else near


def _places(
    wanted: NDArray[np.uint64], grams: NDArray[np.uint64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Where in a work each of some k-grams is.

    Returns:
        int64 (p,) the places, those of one k-gram together and rising, then for each k-gram where they begin and how
        many they are: int64 (w,) each.
    """
    table = np.zeros(_SLOTS, dtype=np.bool_)
    table[wanted & np.uint64(_SLOTS - 1)] = True
    near = np.flatnonzero(table[grams & np.uint64(_SLOTS - 1)])
    at = np.searchsorted(wanted, grams[near])
    at[at == len(wanted)] = 0
    same = wanted[at] == grams[near] if len(wanted) else np.zeros(len(near), dtype=np.bool_)
    near, at = near[same], at[same]
    counts = np.bincount(at, minlength=len(wanted))
    return near[np.argsort(at, kind="stable")], np.cumsum(counts) - counts, counts


def _clustered(
    own: NDArray[np.int64],
    at: NDArray[np.int64],
    offsets: NDArray[np.int64],
    shifts: NDArray[np.int64],
    edges: tuple[NDArray[np.int64], NDArray[np.int64]],
    looked_for: NDArray[np.int64],
    sequence: SymbolSequence,
    least: float,
) -> _Copies:
    """Join the k-grams that are about as far apart elsewhere as in their span; keep what has enough of them."""
    files = sequence.file_of(at)
    order = np.lexsort((offsets, shifts, files, own))
    own, offsets, shifts, files = own[order], offsets[order], shifts[order], files[order]
    lengths = edges[1] - edges[0]
    fresh = np.ones(len(own), dtype=np.bool_)
    fresh[1:] = (np.diff(own) != 0) | (np.diff(files) != 0) | (np.diff(shifts) > lengths[own[1:]] // 4)
    begins = np.flatnonzero(fresh)
    if not len(begins):
        none = np.empty(0, dtype=np.int64)
        return _Copies(spans=none, firsts=none, stops=none, shares=np.empty(0))
    clusters = np.cumsum(fresh) - 1
    large = (np.bincount(clusters) >= least * looked_for[own[begins]])[clusters]
    # One k-gram may be in a cluster more than once.
    width = int(lengths.max())
    once = np.unique((clusters * width + offsets)[large]) // width
    spans = own[begins]
    shares = np.bincount(once, minlength=len(begins)) / looked_for[spans]
    low = np.minimum.reduceat(shifts, begins)
    high = np.maximum.reduceat(shifts, begins) + lengths[spans]
    bounds = sequence.bounds
    firsts, stops = np.maximum(low, bounds[files[begins]]), np.minimum(high, bounds[files[begins] + 1])
    keep = (shares >= least) & (stops > firsts)
    return _Copies(spans=spans[keep], firsts=firsts[keep], stops=stops[keep], shares=shares[keep])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Listing:
    """How places of a work are listed: its files by their indices in the tree, and for each those with the same bytes.

    `texts` uint64 (n,) are the hashes of the texts of all tokens.
    """

    work: PreparedWork
    texts: NDArray[np.uint64]
    indices: Sequence[int]
    twins: Mapping[int, Sequence[int]]

    def __post_init__(self) -> None:
        freeze_arrays(self)

    @classmethod
    def of(cls, work: PreparedWork) -> "_Listing":
        places = {source.record.path: index for index, source in enumerate(work.tree.files)}
        twins: dict[int, list[int]] = {}
        positions = work.positions() if work.copies else {}
        for copy in sorted(work.copies):
            twins.setdefault(positions[copy], []).append(places[copy])
        texts = np.concatenate([np.empty(0, dtype=np.uint64), *(file.stream.texts for file in work.files)])
        return cls(work=work, texts=texts, indices=[places[source.record.path] for source in work.sources], twins=twins)

    def is_same(self, firsts: tuple[int, int], length: int) -> bool:
        """Say whether all texts of two spans of the sequence are the same."""
        own, other = (self.texts[first : first + length] for first in firsts)
        return bool((own == other).all())

    def copies_of(self, file: int) -> Sequence[int]:
        """Return the files that repeat a prepared one."""
        return self.twins.get(file, ())

    def lines(
        self, firsts: NDArray[np.int64], stops: NDArray[np.int64], files: NDArray[np.int64], sequence: SymbolSequence
    ) -> tuple[list[int], list[int]]:
        """Return the first and the last line of spans of the sequence, which lie in these files."""
        streams = [file.stream for file in self.work.files]
        lines = np.concatenate([np.empty(0, np.int32), *(stream.lines for stream in streams)])
        last_lines = lines[stops - 1].tolist()
        sizes = np.concatenate([np.empty(0, np.int32), *(stream.stops - stream.starts for stream in streams)])
        for row in np.flatnonzero(sizes[stops - 1] > 1).tolist():
            file = int(files[row])
            token = int(stops[row] - 1 - sequence.bounds[file])
            start, stop = int(streams[file].starts[token]), int(streams[file].stops[token])
            last_lines[row] += self.work.sources[file].utf8.count(b"\n", start, stop)
        return lines[firsts].tolist(), last_lines
