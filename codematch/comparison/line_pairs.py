"""Which lines of the two sides of a region stand beside each other.

Lines that share aligned tokens come first, those that share most of them before others; between them lines with the
same text, then lines that resemble each other, then comments at the same place. The order of the lines is that of the
files on both sides.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from difflib import SequenceMatcher

import numpy as np
from numpy.typing import NDArray

from codematch.align.increasing import heaviest

Pair = tuple[int, int]
"""A line of the known and one of the questioned side, counted from the first of the region."""

WORD = re.compile(r"\w+|[^\w\s]")
"""A word or a sign of a line."""

MIN_LIKENESS = 0.5
"""Lines that share at least half of their words stand side by side (Dice's coefficient)."""

MAX_CELLS = 20_000
"""In larger gaps, of so many lines times lines, only equal lines meet: it would take too long."""


def pair_lines(
    known: NDArray[np.int64],
    questioned: NDArray[np.int64],
    texts: tuple[Sequence[str], Sequence[str]],
    comments: tuple[Set[int], Set[int]] = (frozenset(), frozenset()),
) -> list[Pair]:
    """Return the pairs of lines that correspond, strictly increasing on both sides.

    Args:
        known: int64 (m,), the line of each aligned token of the known side, from 0 for the first line of the region.
        questioned: Those of the questioned side.
        texts: The lines of both sides.
        comments: Which lines of both sides hold nothing but a comment.
    """
    anchors = _anchors(known, questioned)
    if texts[0] == texts[1] and all(left == right for left, right in anchors):
        return [(line, line) for line in range(len(texts[0]))]
    pairs: list[Pair] = []
    at_known = at_questioned = 0
    for pair in (*anchors, (len(texts[0]), len(texts[1]))):
        if at_known < pair[0] and at_questioned < pair[1]:
            gap = texts[0][at_known : pair[0]], texts[1][at_questioned : pair[1]]
            if gap[0] == gap[1]:
                pairs += zip(range(at_known, pair[0]), range(at_questioned, pair[1]), strict=True)
            else:
                pairs += [(at_known + left, at_questioned + right) for left, right in _between(*gap)]
        pairs.append(pair)
        at_known, at_questioned = pair[0] + 1, pair[1] + 1
    return list(_with_comments(pairs, texts, comments) if all(comments) else pairs[:-1])


def _with_comments(
    pairs: Sequence[Pair], texts: tuple[Sequence[str], Sequence[str]], comments: tuple[Set[int], Set[int]]
) -> Iterator[Pair]:
    """Pairs of lines, all but the last, with those of comments that both sides have directly before them."""
    before = -1, -1
    for pair in pairs:
        if pair[0] - before[0] > 1 and pair[1] - before[1] > 1:
            known, questioned = (_blocks(texts[side], comments[side], before[side], pair[side]) for side in (0, 1))
            # The nearest comments correspond first; of one comment, the lines from its beginning on.
            both = list(zip(known, questioned, strict=False))
            for left, right in reversed(both):
                yield from zip(left, right, strict=False)
        if pair is not pairs[-1]:
            yield pair
        before = pair


def _blocks(lines: Sequence[str], comments: Set[int], before: int, line: int) -> list[list[int]]:
    """The comments directly before a line, the nearest first: the lines of each, without blank ones between them."""
    blocks: list[list[int]] = [[]]
    for at in range(line - 1, before, -1):
        if at in comments:
            blocks[-1].insert(0, at)
        elif lines[at].strip():
            break
        elif blocks[-1]:
            blocks.append([])
    return [block for block in blocks if block]


def _anchors(known: NDArray[np.int64], questioned: NDArray[np.int64]) -> list[Pair]:
    """The pairs of lines that share aligned tokens; of those that exclude each other, the ones that share more."""
    fresh = np.ones(len(known), dtype=np.bool_)
    fresh[1:] = (known[1:] != known[:-1]) | (questioned[1:] != questioned[:-1])
    firsts = np.flatnonzero(fresh)
    counts = np.diff(np.append(firsts, len(known)))
    left, right = known[firsts], questioned[firsts]
    pairs = list(zip(left.tolist(), right.tolist(), strict=True))
    if (left[1:] > left[:-1]).all() and (right[1:] > right[:-1]).all():
        return pairs
    return [pairs[index] for index in heaviest(pairs, counts.tolist())]


def _between(known: Sequence[str], questioned: Sequence[str]) -> Iterator[Pair]:
    """The pairs of lines in a gap between two anchors."""
    left, right = [line.strip() for line in known], [line.strip() for line in questioned]
    if left == right:
        yield from ((at, at) for at in range(len(left)))
        return
    blocks = SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks()
    at_known = at_questioned = 0
    for block in blocks:
        rest = left[at_known : block.a], right[at_questioned : block.b]
        if rest[0] and rest[1]:
            yield from ((at_known + one, at_questioned + other) for one, other in _alike(*rest))
        yield from ((block.a + step, block.b + step) for step in range(block.size))
        at_known, at_questioned = block.a + block.size, block.b + block.size


def _alike(known: Sequence[str], questioned: Sequence[str]) -> list[Pair]:
    """The pairs of lines that resemble each other, those that do most together."""
    if len(known) * len(questioned) > MAX_CELLS:
        return []
    left, right = [_words(line) for line in known], [_words(line) for line in questioned]
    pairs: list[Pair] = []
    weights: list[float] = []
    for row, (one, size) in enumerate(left):
        for column, (other, width) in enumerate(right):
            if not size or not width or 2 * min(size, width) < MIN_LIKENESS * (size + width):
                continue
            likeness = 2 * (one & other).total() / (size + width)
            if likeness >= MIN_LIKENESS:
                pairs.append((row, column))
                weights.append(likeness)
    return [pairs[index] for index in heaviest(pairs, weights)]


def _words(line: str) -> tuple[Counter[str], int]:
    words = Counter(WORD.findall(line))
    return words, words.total()
