"""Differences: the literals, names and comments that stand as others in files which correspond, summed up.

A literal or comment that names a licence, a holder of rights or an author is a notice.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import takewhile

import numpy as np
from numpy.typing import NDArray

from codematch.align.script import EDITS, AlignedTokens
from codematch.comparison.changed_comments import ChangedComments
from codematch.comparison.changed_names import misplaced_names
from codematch.comparison.file_changes import WholePair
from codematch.comparison.located_region import LocatedRegion, token_text
from codematch.comparison.prepare import PreparedWork
from codematch.comparison.replacements import Spot
from codematch.comparison.stated_notices import is_notice, is_stated
from codematch.model.correspondence import Difference, DifferenceKind
from codematch.model.match import Edit, MatchClass
from codematch.model.message import Message, Quote
from codematch.model.result import FilePair
from codematch.model.sides import Both
from codematch.model.tokens import TokenStream

_DIGITS = frozenset("0123456789.-+")
_QUOTED = 1_000
"""Characters of a text that are quoted at most, from shortly before the first one that differs."""
_BEFORE = 100
_KINDS = tuple(DifferenceKind)
_LITERAL, _MISPLACED = EDITS.index(Edit.LITERAL), len(EDITS)
"""Edits of a pair of tokens; the second one is that of names which do not stand for one another."""
_MIXERS = 0x1E3779B97F4A7C15, 0x3F58476D1CE4E5B9

Changes = tuple[Mapping[int, WholePair], Mapping[int, ChangedComments]]
"""Pairs of files that are not byte-identical, and the comments that differ in them, by the place of the pair."""


def list_differences(
    regions: Sequence[LocatedRegion],
    changes: Changes,
    works: tuple[PreparedWork, PreparedWork],
    replacements: Mapping[tuple[str, str], Sequence[Spot]],
) -> tuple[Difference, ...]:
    """Return all that differs in corresponding files: notices first, then numbers, texts, names, others and comments.

    Of one kind those with most places come first, then by their first place.

    Args:
        regions: The regions of the pairs of files whose differences are listed.
        changes: What differs in these as a whole.
        works: The known and the questioned work.
        replacements: Other short passages that stand for one another in these files, with their places.
    """
    found = [*_changed_tokens(regions, works), *_replaced(replacements), *_changed_comments(*changes)]
    return tuple(sorted(found, key=_order))


def listed_regions(regions: Sequence[LocatedRegion], pairs: Sequence[FilePair]) -> list[LocatedRegion]:
    """Return the regions of the pairs of files whose differences are listed, each known token once in a pair.

    Where a known passage has several counterparts in one file, the one with most equal tokens is compared with it: the
    others are further occurrences, not renamed ones.
    """
    listed = {(pair.known_path, pair.questioned_path) for pair in pairs if pair.is_listed}
    chosen = [item for item in regions if (item.region.known.path, item.region.questioned.path) in listed]
    groups: dict[tuple[int, int], list[int]] = {}
    for number, item in enumerate(chosen):
        groups.setdefault((item.known_file, item.questioned_file), []).append(number)
    for numbers in groups.values():
        if len(numbers) > 1:
            for number, item in zip(numbers, _told_once([chosen[number] for number in numbers]), strict=True):
                chosen[number] = item
    return [item for item in chosen if len(item.codes)]


def _told_once(items: Sequence[LocatedRegion]) -> list[LocatedRegion]:
    """The regions of two files without known tokens that a region with more equal tokens aligns, too."""
    taken = np.zeros(1 + max(int(item.aligned.known.max(initial=0)) for item in items), dtype=np.bool_)
    found = list(items)
    for number in sorted(range(len(items)), key=lambda number: -int(np.count_nonzero(items[number].codes == 0))):
        item = items[number]
        fresh = ~taken[item.aligned.known]
        taken[item.aligned.known] = True
        if not fresh.all():
            aligned = AlignedTokens(known=item.aligned.known[fresh], questioned=item.aligned.questioned[fresh])
            found[number] = replace(item, aligned=aligned, codes=item.codes[fresh], left=item.left[fresh])
    return found


def _order(item: Difference) -> tuple[int, int, str, int, str, int]:
    places = item.path.known, item.line.known, item.path.questioned, item.line.questioned
    return _KINDS.index(item.kind), -item.places, *places


def _changed_tokens(regions: Sequence[LocatedRegion], works: tuple[PreparedWork, PreparedWork]) -> Iterator[Difference]:
    """Yield the literals and names that are aligned with others."""
    table = _changed_places(regions, works)
    if not len(table):
        return
    # One number for the edit and the two texts, which are hashes themselves.
    mixed = (table[:, 0] * _MIXERS[0] + table[:, 1]) * _MIXERS[1] + table[:, 2]
    keys, firsts, places, counts = np.unique(mixed, return_index=True, return_inverse=True, return_counts=True)
    width = int(table[:, 3].max()) + 1
    files = np.bincount(np.unique(places * width + table[:, 3]) // width, minlength=len(keys))
    for row, count, own in zip(table[firsts].tolist(), counts.tolist(), files.tolist(), strict=True):
        yield _difference(regions[int(row[4])], (int(row[0]), int(row[5])), count, own, *works)


def _replaced(replacements: Mapping[tuple[str, str], Sequence[Spot]]) -> Iterator[Difference]:
    """Yield the operators, keywords and other short passages that stand for others."""
    for texts, spots in replacements.items():
        known, known_line, questioned, questioned_line = min(spots)
        yield Difference(
            kind=DifferenceKind.OTHER,
            change=_quoted(*texts),
            places=len(spots),
            files=len({(spot[0], spot[2]) for spot in spots}),
            path=Both(known, questioned),
            line=Both(known_line, questioned_line),
        )


def _changed_comments(wholes: Mapping[int, WholePair], comments: Mapping[int, ChangedComments]) -> Iterator[Difference]:
    """Yield the comments that stand for others, and the notices that one file alone has."""
    found: dict[tuple[str, str], list[tuple[str, str, int, int, int]]] = {}
    for number, changes in comments.items():
        whole = wholes[number]
        left, right = (stream.comments for stream in whole.streams)
        paths = whole.sources[0].record.path, whole.sources[1].record.path
        for one, other in changes.changed:
            key = left.texts[one], right.texts[other]
            found.setdefault(key, []).append((*paths, int(left.lines[one]), int(right.lines[other]), number))
        for one in changes.known:
            if is_notice(left.texts[one]):
                found.setdefault((left.texts[one], ""), []).append((*paths, int(left.lines[one]), 0, number))
        for other in changes.questioned:
            if is_notice(right.texts[other]):
                found.setdefault(("", right.texts[other]), []).append((*paths, 0, int(right.lines[other]), number))
    for texts, places in found.items():
        first = min(places)
        yield Difference(
            kind=DifferenceKind.NOTICE if any(map(is_notice, texts)) else DifferenceKind.COMMENT,
            change=_quoted(*texts),
            places=len(places),
            files=len({place[4] for place in places}),
            path=Both(first[0], first[1]),
            line=Both(first[2], first[3]),
        )


def _quoted(known: str, questioned: str) -> Message:
    """Two texts, long ones from shortly before the place where they differ."""
    if max(len(known), len(questioned)) > _QUOTED:
        shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(known, questioned, strict=False)))
        begin = max(0, shared - _BEFORE)
        known, questioned = known[begin : begin + _QUOTED], questioned[begin : begin + _QUOTED]
    return Message.of("changed-text", known=Quote(known), questioned=Quote(questioned))


def _sides(
    item: LocatedRegion, works: tuple[PreparedWork, PreparedWork]
) -> tuple[tuple[TokenStream, NDArray[np.int64]], tuple[TokenStream, NDArray[np.int64]]]:
    """The tokens of both files of a region, and which of them are aligned."""
    left, right = works[0].files[item.known_file].stream, works[1].files[item.questioned_file].stream
    return (left, item.aligned.known), (right, item.aligned.questioned)


def _changed_places(regions: Sequence[LocatedRegion], works: tuple[PreparedWork, PreparedWork]) -> NDArray[np.int64]:
    """Every aligned pair of tokens that differs, in order of the known files.

    int64 (p, 6): the edit or `_MISPLACED`, the two texts as numbers, the pair of files as a number, the region, and the
    pair in it.
    """
    rows = [np.empty((0, 6), dtype=np.int64)]
    order = sorted(range(len(regions)), key=lambda number: (regions[number].known_file, regions[number].region.number))
    numbers: dict[tuple[int, int], int] = {}
    for number in order:
        item = regions[number]
        if item.region.match_class in (MatchClass.BYTE_IDENTICAL, MatchClass.NORMALISED):
            continue
        at = np.flatnonzero(item.codes)
        if len(at):
            files = numbers.setdefault((item.known_file, item.questioned_file), len(numbers))
            fixed = np.full(len(at), files), np.full(len(at), number)
            (left, known), (right, questioned) = _sides(item, works)
            texts = left.texts[known[at]].view(np.int64), right.texts[questioned[at]].view(np.int64)
            kinds = np.where(misplaced_names(item, left, right), _MISPLACED, item.codes)[at]
            rows.append(np.stack((kinds.astype(np.int64), *texts, *fixed, at), axis=1))
    return np.concatenate(rows)


def _difference(
    item: LocatedRegion,
    edit_and_place: tuple[int, int],
    places: int,
    files: int,
    known: PreparedWork,
    questioned: PreparedWork,
) -> Difference:
    edit, place = edit_and_place
    tokens = int(item.aligned.known[place]), int(item.aligned.questioned[place])
    sources = known.sources[item.known_file], questioned.sources[item.questioned_file]
    streams = known.files[item.known_file].stream, questioned.files[item.questioned_file].stream
    texts = [token_text(*args) for args in zip(sources, streams, tokens, strict=True)]
    kind = DifferenceKind.OTHER if edit == _MISPLACED else DifferenceKind.NAME
    if edit == _LITERAL:
        kind = DifferenceKind.NUMBER if all(text[:1] in _DIGITS for text in texts) else DifferenceKind.TEXT
        if kind is DifferenceKind.TEXT and any(
            is_stated(*args) for args in zip(texts, sources, streams, tokens, strict=True)
        ):
            kind = DifferenceKind.NOTICE
    return Difference(
        kind=kind,
        change=_quoted(*texts),
        places=places,
        files=files,
        path=Both(sources[0].record.path, sources[1].record.path),
        line=Both(int(streams[0].lines[tokens[0]]), int(streams[1].lines[tokens[1]])),
    )
