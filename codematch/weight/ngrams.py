"""An n-gram model of token kinds: P(kind | the kinds before it), by interpolated Witten-Bell smoothing.

Witten & Bell 1991 (doi:10.1109/18.87000), method C, in the interpolated form of Chen & Goodman 1999
(doi:10.1006/csla.1999.0128), equation for the recursion:

    p_n(w | h) = [c(h w) + (pruned(h) + T(h)) p_{n-1}(w | h')] / [c(h) + T(h)]

with c the counts, T(h) the number of different kinds seen after h, h' the history without its first kind, and p_0
uniform. Our addition is pruned(h): the number of occurrences of those n-grams that were dropped from a model to
keep it small; it goes to the shorter history, so that the probabilities still add up to one.

The n-grams of one order are a trie level: each is its history's index in the level above times the vocabulary size
plus its last kind, in a sorted array. So every look-up is exact; no hash can collide.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from codematch.model.frozen import frozen_array

UNKNOWN = 0
"""The identifier of every kind outside the vocabulary."""
END = 1
"""The identifier of the end of a file, counted in training so that every history has a continuation."""
RESERVED = 2

ORDER = 6


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Level:
    """The n-grams of one order.

    `keys` uint64 (m,) strictly increasing, `counts` uint32 (m,) occurrences in the training corpus, `followers`
    uint32 (m,) the number of different kinds seen after each (0 at the highest order).
    """

    keys: NDArray[np.uint64]
    counts: NDArray[np.uint32]
    followers: NDArray[np.uint32]

    def __post_init__(self) -> None:
        object.__setattr__(self, "keys", frozen_array(self.keys, np.uint64))
        object.__setattr__(self, "counts", frozen_array(self.counts, np.uint32))
        object.__setattr__(self, "followers", frozen_array(self.followers, np.uint32))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class NgramModel:
    """Levels of order 1 to 6 over a vocabulary of `size` identifiers (two of them reserved)."""

    size: int
    levels: tuple[Level, ...]


def count_ngrams(sequences: list[NDArray[np.int64]], size: int, order: int = ORDER) -> NgramModel:
    """Count all n-grams of the given sequences.

    Args:
        sequences: Identifiers of the tokens of one file each, int64 (n,), none of them `END`.
        size: Vocabulary size, reserved identifiers included.
        order: The longest n-gram [tokens].
    """
    words = np.concatenate([np.append(sequence, END) for sequence in sequences])
    starts_file = np.zeros(len(words), dtype=bool)
    starts_file[0] = True
    starts_file[1:] = words[:-1] == END
    history = np.zeros(len(words), dtype=np.int64)
    levels: list[Level] = []
    valid = np.ones(len(words), dtype=bool)
    for _ in range(order):
        keys = history[valid].astype(np.uint64) * np.uint64(size) + words[valid].astype(np.uint64)
        unique, inverse, counts = np.unique(keys, return_inverse=True, return_counts=True)
        if levels:
            parents = (unique // np.uint64(size)).astype(np.int64)
            followers = np.bincount(parents, minlength=len(levels[-1].keys)).astype(np.uint32)
            levels[-1] = Level(keys=levels[-1].keys, counts=levels[-1].counts, followers=followers)
        levels.append(
            Level(keys=unique, counts=counts.astype(np.uint32), followers=np.zeros(len(unique), dtype=np.uint32))
        )
        index = np.full(len(words), -1, dtype=np.int64)
        index[valid] = inverse
        history = np.append(-1, index[:-1])
        history[starts_file] = -1
        valid = history >= 0
    return NgramModel(size=size, levels=tuple(levels))


def prune(model: NgramModel, from_order: int, at_least: int) -> NgramModel:
    """Drop the n-grams of order `from_order` and up that occur less than `at_least` times, and their continuations."""
    levels = list(model.levels[: from_order - 1])
    renumber: NDArray[np.int64] | None = None
    for level in model.levels[from_order - 1 :]:
        keys = level.keys
        keep = level.counts >= at_least
        if renumber is not None:
            parents = renumber[(keys // np.uint64(model.size)).astype(np.int64)]
            keep &= parents >= 0
            keys = parents.astype(np.uint64) * np.uint64(model.size) + keys % np.uint64(model.size)
        levels.append(Level(keys=keys[keep], counts=level.counts[keep], followers=level.followers[keep]))
        renumber = np.where(keep, np.cumsum(keep) - 1, -1)
    return NgramModel(size=model.size, levels=tuple(levels))


def surprise(model: NgramModel, words: NDArray[np.int64], starts: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return -log2 P(word | up to five words before it in its file): float64 (n,) [bits].

    Args:
        model: The background's n-grams.
        words: int64 (n,) identifiers of the tokens of one or more files, file after file.
        starts: int64 (f,) the position at which each file begins.
    """
    n = len(words)
    first = np.zeros(n, dtype=bool)
    first[starts[starts < n]] = True
    probability = np.full(n, 1.0 / model.size)
    root = Level(
        keys=np.zeros(1, dtype=np.uint64),
        counts=np.array([int(model.levels[0].counts.sum())]),
        followers=np.array([len(model.levels[0].keys)]),
    )
    history = np.zeros(n, dtype=np.int64)
    above = root
    where = np.arange(n)
    for level in model.levels:
        index = _find(
            level.keys, history[where].astype(np.uint64) * np.uint64(model.size) + words[where].astype(np.uint64)
        )
        probability[where] = _interpolate(above, level, history[where], index, probability[where], model.size)
        found = np.full(n, -1, dtype=np.int64)
        found[where] = index
        history = np.append(-1, found[:-1])
        history[first] = -1
        where = np.flatnonzero(history >= 0)
        above = level
    return np.asarray(-np.log2(probability))


def _interpolate(
    above: Level,
    level: Level,
    history: NDArray[np.int64],
    index: NDArray[np.int64],
    shorter: NDArray[np.float64],
    size: int,
) -> NDArray[np.float64]:
    """The recursion of the module's docstring, for tokens whose history is known."""
    kept = np.bincount(
        (level.keys // np.uint64(size)).astype(np.int64), weights=level.counts, minlength=len(above.keys)
    )
    count = np.where(index >= 0, level.counts[np.maximum(index, 0)], 0) if len(level.keys) else np.zeros(len(index))
    total = above.counts[history].astype(np.float64)
    types = above.followers[history].astype(np.float64)
    pruned = total - kept[history]
    return np.asarray((count + (pruned + types) * shorter) / (total + types))


def _find(keys: NDArray[np.uint64], wanted: NDArray[np.uint64]) -> NDArray[np.int64]:
    """The position of each wanted key in the sorted keys, -1 where it is missing: int64 (n,)."""
    if len(keys) == 0:
        return np.full(len(wanted), -1, dtype=np.int64)
    place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[place] == wanted, place, -1).astype(np.int64)
