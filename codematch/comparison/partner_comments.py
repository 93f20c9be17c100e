"""Comments of files with several counterparts: one is missing only if none of the counterparts has it."""

from collections import Counter
from collections.abc import Mapping, Sequence

from codematch.comparison.changed_comments import ChangedComments
from codematch.comparison.file_changes import Files, WholePair
from codematch.model.correspondence import FileRelation
from codematch.model.result import FilePair

_BY_ITSELF = (None, FileRelation.PART, FileRelation.REPEATED)
"""Pairs that are compared by themselves: what a copy leaves out is missing there, although another copy has it."""


_Seen = dict[tuple[int, int], Counter[int]]
"""For a side and a file of it, how many counterparts have each comment."""


def join_comments(
    comments: Mapping[int, ChangedComments],
    pairs: Sequence[FilePair],
    wholes: Mapping[int, WholePair],
    places: Sequence[Files],
) -> dict[int, ChangedComments]:
    """Return the comments that differ, without those which another counterpart of a split or merged file has.

    Args:
        comments: The comments that differ in each pair, by its place.
        pairs: The pairs of files, with their relations.
        wholes: Those that are not byte-identical, by their places.
        places: The files of each pair.
    """
    partners = Counter(
        (side, files[side])
        for pair, files in zip(pairs, places, strict=True)
        if pair.relation not in _BY_ITSELF
        for side in (0, 1)
    )
    several = {
        number: changes
        for number, changes in comments.items()
        if pairs[number].relation not in _BY_ITSELF and max(partners[side, places[number][side]] for side in (0, 1)) > 1
    }
    kept = _kept(several, wholes, places)
    paired = {
        number: _without_foreign(changes, [kept[side, places[number][side]] for side in (0, 1)])
        for number, changes in several.items()
    }
    for number, changes in paired.items():
        for side in (0, 1):
            kept[side, places[number][side]].update(both[side] for both in changes.changed)
    joined = {
        number: _missing(changes, pairs[number], [kept[side, places[number][side]] for side in (0, 1)])
        for number, changes in paired.items()
    }
    return {**comments, **joined}


def _kept(several: Mapping[int, ChangedComments], wholes: Mapping[int, WholePair], places: Sequence[Files]) -> _Seen:
    """How many counterparts have each comment with the same text."""
    kept: _Seen = {}
    for number, changes in several.items():
        for side, alone in enumerate((changes.known, changes.questioned)):
            every = set(range(len(wholes[number].streams[side].comments.texts)))
            differ = {both[side] for both in changes.changed} | set(alone)
            kept.setdefault((side, places[number][side]), Counter()).update(every - differ)
    return kept


def _without_foreign(changes: ChangedComments, kept: Sequence[Counter[int]]) -> ChangedComments:
    """Changes but for those of a comment that is kept elsewhere: what is in its place came by itself."""
    changed = [both for both in changes.changed if not (kept[0][both[0]] or kept[1][both[1]])]
    known, questioned = (
        tuple(sorted({*alone, *(both[side] for both in changes.changed)} - {both[side] for both in changed}))
        for side, alone in enumerate((changes.known, changes.questioned))
    )
    return ChangedComments(changed=tuple(changed), known=known, questioned=questioned)


def _missing(changes: ChangedComments, pair: FilePair, found: Sequence[Counter[int]]) -> ChangedComments:
    """Changes with those comments alone that no counterpart has, each with the main counterpart of its file."""
    return ChangedComments(
        changed=changes.changed,
        known=tuple(number for number in changes.known if pair.main.known and not found[0][number]),
        questioned=tuple(number for number in changes.questioned if pair.main.questioned and not found[1][number]),
    )
