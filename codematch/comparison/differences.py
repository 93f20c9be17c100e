"""Differences: the literals and names that stand as others in files which correspond, summed up over the works."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from codematch.align.script import EDITS
from codematch.comparison.located_region import LocatedRegion, token_text
from codematch.comparison.prepare import PreparedWork
from codematch.model.correspondence import Difference, DifferenceKind, FileRelation
from codematch.model.match import Edit
from codematch.model.message import Message, Quote
from codematch.model.result import FilePair
from codematch.model.sides import Both
from codematch.model.tokens import TokenStream

_CHANGED = (EDITS.index(Edit.RENAMED), EDITS.index(Edit.LITERAL))
_DIGITS = frozenset("0123456789.-+")


def list_differences(
    regions: Sequence[LocatedRegion], pairs: Sequence[FilePair], known: PreparedWork, questioned: PreparedWork
) -> tuple[Difference, ...]:
    """Return every changed literal and name of corresponding files: numbers first, then texts, then names.

    Of one kind those with most places come first, then by their first place.

    Args:
        regions: The regions of the comparison.
        pairs: The pairs of files, with their relations.
        known: The known work.
        questioned: The questioned work.
    """
    related = {
        (pair.known_path, pair.questioned_path) for pair in pairs if pair.relation not in (None, FileRelation.PART)
    }
    chosen = [item for item in regions if (item.region.known.path, item.region.questioned.path) in related]
    table = _changed_places(chosen, (known, questioned))
    if not len(table):
        return ()
    keys, firsts, places, counts = np.unique(
        table[:, :3], axis=0, return_index=True, return_inverse=True, return_counts=True
    )
    pairs_of_files = np.unique(np.stack((places.ravel(), table[:, 3]), axis=1), axis=0)[:, 0]
    files = np.bincount(pairs_of_files, minlength=len(keys))
    found = [
        _difference(chosen[int(row[4])], int(row[5]), count, own, known, questioned)
        for row, count, own in zip(table[firsts].tolist(), counts.tolist(), files.tolist(), strict=True)
    ]
    order = list(DifferenceKind)
    return tuple(
        sorted(found, key=lambda item: (order.index(item.kind), -item.places, item.path.known, item.line.known))
    )


def _sides(
    item: LocatedRegion, works: tuple[PreparedWork, PreparedWork]
) -> tuple[tuple[TokenStream, NDArray[np.int64]], tuple[TokenStream, NDArray[np.int64]]]:
    """The tokens of both files of a region, and which of them are aligned."""
    left, right = works[0].files[item.known_file].stream, works[1].files[item.questioned_file].stream
    return (left, item.aligned.known), (right, item.aligned.questioned)


def _changed_places(regions: Sequence[LocatedRegion], works: tuple[PreparedWork, PreparedWork]) -> NDArray[np.int64]:
    """Every aligned pair of tokens that differs, in order of the known files.

    int64 (p, 6): the edit, the two texts as numbers, the pair of files as a number, the region, and the pair in it.
    """
    rows = [np.empty((0, 6), dtype=np.int64)]
    order = sorted(range(len(regions)), key=lambda number: (regions[number].known_file, regions[number].region.number))
    numbers: dict[tuple[int, int], int] = {}
    for number in order:
        item = regions[number]
        at = np.flatnonzero(np.isin(item.codes, _CHANGED))
        if len(at):
            files = numbers.setdefault((item.known_file, item.questioned_file), len(numbers))
            fixed = np.full(len(at), files), np.full(len(at), number)
            texts = (stream.texts[tokens[at]].view(np.int64) for stream, tokens in _sides(item, works))
            rows.append(np.stack((item.codes[at].astype(np.int64), *texts, *fixed, at), axis=1))
    return np.concatenate(rows)


def _difference(
    item: LocatedRegion, place: int, places: int, files: int, known: PreparedWork, questioned: PreparedWork
) -> Difference:
    tokens = int(item.aligned.known[place]), int(item.aligned.questioned[place])
    sources = known.sources[item.known_file], questioned.sources[item.questioned_file]
    streams = known.files[item.known_file].stream, questioned.files[item.questioned_file].stream
    texts = [token_text(*args) for args in zip(sources, streams, tokens, strict=True)]
    kind = DifferenceKind.NAME
    if EDITS[item.codes[place]] is Edit.LITERAL:
        kind = DifferenceKind.NUMBER if all(text[:1] in _DIGITS for text in texts) else DifferenceKind.TEXT
    return Difference(
        kind=kind,
        change=Message.of("changed-text", known=Quote(texts[0]), questioned=Quote(texts[1])),
        places=places,
        files=files,
        path=Both(sources[0].record.path, sources[1].record.path),
        line=Both(int(streams[0].lines[tokens[0]]), int(streams[1].lines[tokens[1]])),
    )
