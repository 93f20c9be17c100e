"""Which features every work of a set has, and in which block of text each feature is.

Features are those of `codematch.revisions.lines`: lines, and lines that follow one another. Blocks are what a bootstrap
draws from: lines of one file change together, so they are drawn together.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from codematch.model.frozen import array_value
from codematch.revisions.lines import Lines, LineTable, split
from codematch.settings import Versions

Texts = Sequence[tuple[str, bytes]]
"""The files of a work: path and text."""


@array_value(copy=False)
class Presence:
    """The features of works; those that the same works have, and that are of one block, are a group.

    Attributes:
        held: bool (works, groups), whether a work has the features of a group.
        count: int64 (groups,), the number of its features.
        block: int64 (groups,), the number of its block.
        blocks: Number of blocks.
        blocks_are_files: Whether a block is a file; else a run of lines of one.
        by_form: Whether lines are compared without their words.
    """

    held: NDArray[np.bool_]
    count: NDArray[np.int64]
    block: NDArray[np.int64]
    blocks: int
    blocks_are_files: bool
    by_form: bool

    def common(self) -> NDArray[np.float64]:
        """Return the features of a block that two works have in common; float64 (blocks, works, works)."""
        found = np.zeros((self.blocks, len(self.held), len(self.held)))
        bounds = np.searchsorted(self.block, np.arange(self.blocks + 1))
        for number in range(self.blocks):
            part = self.held[:, bounds[number] : bounds[number + 1]].astype(np.float64)
            found[number] = (part * self.count[bounds[number] : bounds[number + 1]]) @ part.T
        return found


class AllLines:
    """The lines of all works, numbered once for both ways of comparing them."""

    def __init__(self, works: Sequence[Texts]) -> None:
        self._lines = Lines()
        self._works = [[(path, self._lines.numbered(split(text))) for path, text in files] for files in works]

    def presence(self, rules: Versions, *, by_form: bool) -> Presence:
        """Return which work has what, of lines as they are or without their words."""
        table = LineTable(self._lines, np.arange(len(self._lines), dtype=np.int32), by_form=by_form)
        paths = sorted({path for files in self._works for path, _ in files})
        blocks_are_files = len(paths) >= rules.min_blocks
        numbers = {path: place for place, path in enumerate(paths)}
        features, owners, blocks = [], [], []
        for work, files in enumerate(self._works):
            for path, text in files:
                found, places = table.places(text)
                run = np.zeros_like(places) if blocks_are_files else places // rules.block_lines
                features.append(found)
                owners.append(np.full(len(found), work))
                blocks.append((numbers[path] << _SHIFT) + run)
        return _presence(features, owners, blocks, len(self._works), (blocks_are_files, by_form), rules.max_blocks)


_SHIFT = 24


def _presence(
    features: Sequence[NDArray[np.int64]],
    owners: Sequence[NDArray[np.int64]],
    blocks: Sequence[NDArray[np.int64]],
    works: int,
    kind: tuple[bool, bool],
    most: int,
) -> Presence:
    """Return what works have; a feature is of the block where the first work that has it has it first."""
    empty = np.empty(0, dtype=np.int64)
    every, first, inverse = np.unique(np.concatenate([empty, *features]), return_index=True, return_inverse=True)
    held = np.zeros((len(every), works), dtype=bool)
    held[inverse, np.concatenate([empty, *owners])] = True
    _, block = np.unique(np.concatenate([empty, *blocks])[first], return_inverse=True)
    block = block % most
    keys = np.concatenate([block.astype(">u4").view(np.uint8).reshape(-1, 4), np.packbits(held, axis=1)], axis=1)
    _, chosen, counts = np.unique(keys, axis=0, return_index=True, return_counts=True)
    return Presence(
        held=np.ascontiguousarray(held[chosen].T),
        count=counts.astype(np.int64),
        block=block[chosen].astype(np.int64),
        blocks=int(block.max()) + 1 if len(block) else 0,
        blocks_are_files=kind[0],
        by_form=kind[1],
    )
