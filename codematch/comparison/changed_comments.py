"""Comments of files that correspond: which one stands for which, and which only one of the two files has."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import numpy as np
from numpy.typing import NDArray

from codematch.comparison.file_changes import WholePair


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedComments:
    """The comments of two files that differ, by their numbers.

    `changed` are pairs at one place with different texts, `known` and `questioned` those that one file alone has.
    """

    changed: tuple[tuple[int, int], ...] = ()
    known: tuple[int, ...] = ()
    questioned: tuple[int, ...] = ()


NO_CHANGES = ChangedComments()
_Group = tuple[list[int], list[int]]


def compare_comments(pair: WholePair, inside: Sequence[NDArray[np.bool_]] = ()) -> ChangedComments:
    """Return the comments of two files that differ.

    Comments stand for one another if they are in the same order before tokens that are aligned. One whose text is
    elsewhere in the other file has moved, and does not differ.

    Args:
        pair: The two files.
        inside: Which tokens of each file are in passages that correspond: bool (n,), bool (m,); () for whole files.
            Comments that are not between such tokens are not compared.
    """
    left, right = (stream.comments for stream in pair.streams)
    if left.texts == right.texts:
        return NO_CHANGES
    changed: list[tuple[int, int]] = []
    known: list[int] = []
    questioned: list[int] = []
    texts = left.texts, right.texts
    parts = [part for group in _groups(pair) for part in _unequal(group, texts)]
    spare = [Counter(texts[side][number] for part in parts for number in part[side]) for side in (0, 1)]
    moved = spare[0] & spare[1], spare[0] & spare[1]
    behind = np.searchsorted(pair.streams[0].starts, left.starts)
    for part in parts:
        gone, come = (_without_moved(part[side], texts[side], moved[side]) for side in (0, 1))
        if len(gone) > len(come):
            gone = _nearest_first(gone, behind)
        both = min(len(gone), len(come))
        changed += zip(gone[:both], come[:both], strict=True)
        known += gone[both:]
        questioned += come[both:]
    found = ChangedComments(changed=tuple(changed), known=tuple(known), questioned=tuple(questioned))
    return _within(found, pair, inside) if inside else found


def _within(found: ChangedComments, pair: WholePair, inside: Sequence[NDArray[np.bool_]]) -> ChangedComments:
    """The comments between two tokens that are in passages."""
    kept = []
    for stream, mask in zip(pair.streams, inside, strict=True):
        behind = np.searchsorted(stream.starts, stream.comments.starts)
        around = np.concatenate(([False], mask, [False]))
        kept.append(around[behind] & around[behind + 1])
    return ChangedComments(
        changed=tuple((one, other) for one, other in found.changed if kept[0][one] and kept[1][other]),
        known=tuple(number for number in found.known if kept[0][number]),
        questioned=tuple(number for number in found.questioned if kept[1][number]),
    )


def _groups(pair: WholePair) -> Iterator[_Group]:
    """The comments of both files before each token that is aligned; those before others are in groups of one file."""
    anchors = _anchors(pair)
    groups: dict[int, _Group] = defaultdict(lambda: ([], []))
    for side in (0, 1):
        for number, anchor in enumerate(anchors[side].tolist()):
            groups[anchor][side].append(number)
    yield from groups.values()


def _anchors(pair: WholePair) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The questioned token that each comment is before: int64 (c,); of a known comment without one, a negative number.

    Both files begin and end together. A comment before a known token that is not aligned stands behind the one before.
    """
    known, questioned = pair.streams
    behind = np.searchsorted(known.starts, known.comments.starts)
    own = np.searchsorted(questioned.starts, questioned.comments.starts)
    partners = np.concatenate((pair.partners, [len(questioned)]))
    before = np.concatenate(([0], np.where(pair.partners < 0, -1, pair.partners + 1)))
    found = np.where(partners[behind] >= 0, partners[behind], before[behind])
    return np.where(found >= 0, found, -1 - behind), own


def _unequal(group: _Group, texts: tuple[Sequence[str], Sequence[str]]) -> Iterator[_Group]:
    """The comments of a group without those that are the same, in runs that stand for one another."""
    left, right = group
    if not left or not right:
        yield group
        return
    words = [texts[0][number] for number in left], [texts[1][number] for number in right]
    if words[0] == words[1]:
        return
    if len(left) == len(right) == 1:
        yield group
        return
    for edit, first, stop, other, end in SequenceMatcher(None, *words, autojunk=False).get_opcodes():
        if edit != "equal":
            yield left[first:stop], right[other:end]


def _nearest_first(numbers: list[int], behind: NDArray[np.int64]) -> list[int]:
    """Comments of a group, those right before the aligned token first: the others are before what is not aligned."""
    nearest = behind[numbers[-1]]
    return sorted(numbers, key=lambda number: bool(behind[number] != nearest))


def _without_moved(numbers: Sequence[int], texts: Sequence[str], moved: Counter[str]) -> list[int]:
    left = []
    for number in numbers:
        if moved[texts[number]] > 0:
            moved[texts[number]] -= 1
        else:
            left.append(number)
    return left
