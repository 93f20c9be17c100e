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

from codematch.model.frozen import array_value, frozen_array
from codematch.weight.lookup import KeyIndex

UNKNOWN = 0
"""The identifier of every kind outside the vocabulary."""
END = 1
"""The identifier of the end of a file, counted in training so that every history has a continuation."""
RESERVED = 2
"""The number of identifiers that stand for no kind; those of the vocabulary follow."""

ORDER = 6
"""The longest n-gram [tokens] that training counts; a model carries its own depth."""
DENSE_LIMIT = 1 << 23
"""Entries of a table that maps a history and a word to their n-gram directly; larger ones are searched. Speed only."""


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


class Scorer:
    """Computes -log2 P of tokens, from tables made once for a model.

    P of every n-gram in the model is computed beforehand. A token whose n-gram is missing has the P of its longest
    n-gram in the model times the backoff of every longer history in the model: the same recursion, unrolled. Position
    0 of every table stands for "not in the model".
    """

    def __init__(self, model: NgramModel) -> None:
        self._size = model.size
        self._steps: list[_Step] = []
        total = float(model.levels[0].counts.sum())
        types = len(model.levels[0].keys)
        # The empty history is position 1 of the level above the first: position 0 is "no history".
        above = _Above(
            counts=np.array([0.0, total]), followers=np.array([0.0, types]), bits=np.array([0.0, np.log2(model.size)])
        )
        suffixes = np.array([0, 1], dtype=np.int64)
        for level in model.levels:
            step, above, suffixes = _make_step(level, above, suffixes, self._steps, model.size)
            self._steps.append(step)

    def bits(self, words: NDArray[np.int64], starts: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return -log2 P(word | up to five words before it in its file): float64 (n,) [bits].

        Args:
            words: int64 (n,) identifiers of the tokens of one or more files, file after file.
            starts: int64 (f,) the position at which each file begins.
        """
        firsts = starts[starts < len(words)]
        history = np.ones(len(words), dtype=np.int64)
        bits = np.full(len(words), np.log2(self._size))
        for step in self._steps:
            found = step.child(history, words, self._size)
            bits = np.where(found > 0, step.bits[found], bits + step.backoff[history])
            history[1:] = found[:-1]
            history[firsts] = 0
        return bits


@array_value(copy=False)
class _Above:
    """The level above the one being made: counts, followers and bits of its n-grams, from position 1 on."""

    counts: NDArray[np.float64]
    followers: NDArray[np.float64]
    bits: NDArray[np.float64]


@array_value(copy=False)
class _Step:
    """One order of a scorer.

    `bits` float64 (m + 1,) -log2 P of each n-gram; `backoff` float64 (h + 1,) what each history costs when the n-gram
    is missing. `dense` int32 ((h + 1) * size,) gives the n-gram of a history and a word directly; where that would be
    too large, `sparse` finds it by its key.
    """

    bits: NDArray[np.float64]
    backoff: NDArray[np.float64]
    dense: NDArray[np.int32] | None
    sparse: KeyIndex | None

    def child(self, history: NDArray[np.int64], words: NDArray[np.int64], size: int) -> NDArray[np.int64]:
        """Position of history + word, 0 where it or its history is missing: int64 (n,)."""
        keys = history * size + words
        if self.dense is not None:
            return np.asarray(self.dense[keys], dtype=np.int64)
        if self.sparse is None:
            return np.zeros(len(words), dtype=np.int64)
        found = self.sparse.find(keys.astype(np.uint64)) + 1
        return np.where(history > 0, found, 0).astype(np.int64)


def _make_step(
    level: Level, above: _Above, suffixes: NDArray[np.int64], steps: list[_Step], size: int
) -> tuple[_Step, _Above, NDArray[np.int64]]:
    """Make the tables of one order.

    Args:
        level: The n-grams of the order.
        above: The n-grams one shorter, which are the histories.
        suffixes: int64 (h + 1,) for each history its own suffix, one shorter, in the level above `above`.
        steps: The steps made so far; the last one finds the suffixes of this order's n-grams.
        size: Vocabulary size.
    """
    parents = (level.keys // np.uint64(size)).astype(np.int64) + 1
    words = (level.keys % np.uint64(size)).astype(np.int64)
    kept = np.bincount(parents, weights=level.counts, minlength=len(above.counts))
    mass = above.counts + above.followers
    backoff = np.divide(above.counts - kept + above.followers, mass, out=np.ones_like(mass), where=mass > 0)
    if steps:
        own_suffixes = steps[-1].child(suffixes[parents], words, size)
        shorter = np.where(own_suffixes > 0, steps[-1].bits[own_suffixes], 0.0)
    else:
        own_suffixes = np.ones(len(words), dtype=np.int64)
        shorter = np.full(len(words), np.log2(size))
    bits = -np.log2(level.counts / mass[parents] + backoff[parents] * 2.0**-shorter)
    with np.errstate(divide="ignore"):
        cost = -np.log2(backoff)
    positions = np.arange(1, len(words) + 1)
    keys = parents * size + words
    dense = None
    if len(mass) * size <= DENSE_LIMIT:
        dense = np.zeros(len(mass) * size, dtype=np.int32)
        dense[keys] = positions
    step = _Step(
        bits=np.concatenate(([0.0], bits)),
        backoff=cost,
        dense=dense,
        sparse=None if dense is not None or not len(keys) else KeyIndex(keys.astype(np.uint64)),
    )
    below = _Above(
        counts=np.concatenate(([0.0], level.counts)),
        followers=np.concatenate(([0.0], level.followers)),
        bits=step.bits,
    )
    return step, below, np.concatenate(([0], own_suffixes))
