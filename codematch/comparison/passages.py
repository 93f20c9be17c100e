"""Passages of files that share no more than a part: where what differs between them is listed, and where not."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from codematch.comparison.file_changes import Files, Groups, WholePair
from codematch.comparison.located_region import spans_of
from codematch.model.correspondence import FileRelation, UnitPair
from codematch.model.result import FilePair

Inside = tuple[NDArray[np.bool_], NDArray[np.bool_]]
"""Which tokens of a known and of a questioned file are in passages that correspond: bool (n,), bool (m,)."""
_Taken = tuple[dict[int, list[NDArray[np.int64]]], dict[int, list[NDArray[np.int64]]]]
_SHARED_SIDE: Mapping[FileRelation | None, int] = {FileRelation.SPLIT: 0, FileRelation.MERGED: 1}
"""The side whose file has another main counterpart."""


def note_copies(
    pairs: Sequence[FilePair], groups: Groups, places: Sequence[Files], share: float
) -> tuple[FilePair, ...]:
    """Return pairs of files, those that hold most of what a main counterpart holds too as copies, not as parts.

    Args:
        pairs: The pairs of files, with their relations.
        groups: The regions of each pair of files.
        places: The files of each pair.
        share: From which share of their tokens on two counterparts of a file hold the same.
    """
    mains: tuple[dict[int, Files], dict[int, Files]] = ({}, {})
    for pair, files in zip(pairs, places, strict=True):
        for side, is_main in enumerate((pair.main.known, pair.main.questioned)):
            if is_main:
                mains[side][files[side]] = files
    found = []
    for pair, files in zip(pairs, places, strict=True):
        shared = _SHARED_SIDE.get(pair.relation)
        is_copy = shared is not None and hold_the_same(
            _aligned(files, groups)[shared], _aligned(mains[shared][files[shared]], groups)[shared], share
        )
        found.append(replace(pair, relation=FileRelation.REPEATED) if is_copy else pair)
    return tuple(found)


def hold_the_same(own: NDArray[np.int64], others: NDArray[np.int64], share: float) -> bool:
    """Say whether most of the smaller of two sets of tokens is in the other, too: int64 (n,), (m,)."""
    sets = np.unique(own), np.unique(others)
    return len(np.intersect1d(*sets, assume_unique=True)) >= share * min(map(len, sets))


def choose_listed(
    pairs: Sequence[FilePair], groups: Groups, places: Sequence[Files], share: float
) -> tuple[FilePair, ...]:
    """Return pairs of files with whether what differs between them is listed.

    A part is, unless other files account for most of it on both sides.

    Args:
        pairs: The pairs of files, with their relations.
        groups: The regions of each pair of files.
        places: The files of each pair.
        share: Of how many of its tokens that is.
    """
    taken: _Taken = ({}, {})
    for pair, files in zip(pairs, places, strict=True):
        if pair.relation is not FileRelation.PART:
            for side, own in enumerate(_aligned(files, groups)):
                taken[side].setdefault(files[side], []).append(own)
    return tuple(
        replace(pair, is_listed=pair.relation is not FileRelation.PART or any(_free(files, groups, taken, share)))
        for pair, files in zip(pairs, places, strict=True)
    )


def _aligned(files: Files, groups: Groups) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    items = groups[files]
    known = np.concatenate([item.aligned.known for item in items])
    return known, np.concatenate([item.aligned.questioned for item in items])


def _free(files: Files, groups: Groups, taken: _Taken, share: float) -> list[bool]:
    """Whether enough of the aligned tokens of each side are aligned nowhere else."""
    free = []
    for side, own in enumerate(_aligned(files, groups)):
        others = taken[side].get(files[side])
        free.append(others is None or bool(np.isin(own, np.concatenate(others)).mean() < share))
    return free


def passages_of(
    pairs: Sequence[FilePair],
    groups: Groups,
    places: Sequence[Files],
    wholes: Mapping[int, WholePair],
    units: Sequence[UnitPair],
    share: float,
) -> dict[int, Inside]:
    """Return which tokens of listed parts lie in regions or units that correspond, by the place of the pair.

    Args:
        pairs: The pairs of files, with their relations.
        groups: The regions of each pair of files.
        places: The files of each pair.
        wholes: The pairs that are not byte-identical, by place.
        units: The pairs of units.
        share: A unit is a passage as a whole from this share of its tokens on, on both sides.
    """
    units_of: dict[tuple[str, str], list[UnitPair]] = {}
    for unit in units:
        if unit.known and unit.questioned:
            units_of.setdefault((unit.known.path, unit.questioned.path), []).append(unit)
    found = {}
    for number, whole in wholes.items():
        pair = pairs[number]
        if pair.relation is FileRelation.PART and pair.is_listed:
            inside = (np.zeros(len(whole.partners), np.bool_), np.zeros(len(whole.edits), np.bool_))
            for item in groups[places[number]]:
                spans = spans_of(item.aligned)
                inside[0][spans.known_first : spans.known_stop] = True
                inside[1][spans.questioned_first : spans.questioned_stop] = True
            for unit in units_of.get((pair.known_path, pair.questioned_path), ()):
                _add_unit(unit, whole, inside, share)
            found[number] = inside
    return found


def _add_unit(unit: UnitPair, whole: WholePair, inside: Inside, share: float) -> None:
    for stream, place, mask in zip(whole.streams, (unit.known, unit.questioned), inside, strict=True):
        if place is None or unit.matched < share * max(item.tokens for item in (unit.known, unit.questioned) if item):
            return
        mask |= (stream.lines >= place.first_line) & (stream.lines <= place.last_line)
