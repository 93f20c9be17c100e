"""Which tensor of one model corresponds to which of the other, whatever they are called.

Only tensors of the same number of values whose lengths are the same in some order can correspond. Among these a match
counts the correlation of values at evenly spaced places, how near the moments are (which no order of the values
changes), the same name, and the same place among the tensors of that shape.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from codematch.artefacts.assignment import best_pairs
from codematch.artefacts.model_file import ModelFile, Tensor
from codematch.artefacts.profile import Profile
from codematch.artefacts.values import width

_NAME, _ORDER, _MOMENTS, _NEAR = 0.3, 0.05, 0.9, 0.01
_SPLIT = 1_500
"""Tensors of one shape beyond so many are matched by name and order alone: a table of scores grows with the square."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Item:
    """A tensor of a model with its file, and what one pass over it told."""

    model: ModelFile
    tensor: Tensor
    profile: Profile

    @property
    def place(self) -> tuple[ModelFile, Tensor]:
        """The file and the tensor."""
        return self.model, self.tensor


def match(known: Sequence[Item], questioned: Sequence[Item]) -> list[tuple[int, int]]:
    """Return the pairs (number of the known tensor, number of the questioned one), in the order of the known ones."""
    groups: dict[tuple[int, ...], tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, items in enumerate((known, questioned)):
        for number, item in enumerate(items):
            groups[_lengths(item.tensor)][side].append(number)
    pairs: list[tuple[int, int]] = []
    for _, (left, right) in sorted(groups.items()):
        if left and right:
            pairs += _in_group(known, questioned, left, right)
    return sorted(pairs)


def _lengths(tensor: Tensor) -> tuple[int, ...]:
    return tuple(sorted(length for length in tensor.shape if length != 1))


def _in_group(
    known: Sequence[Item], questioned: Sequence[Item], left: list[int], right: list[int]
) -> list[tuple[int, int]]:
    if max(len(left), len(right)) > _SPLIT:
        by_name = {questioned[number].tensor.name: number for number in right}
        return [(number, by_name[name]) for number in left if (name := known[number].tensor.name) in by_name]
    scores = _scores([known[number] for number in left], [questioned[number] for number in right])
    return [(left[row], right[column]) for row, column in best_pairs(scores)]


def _scores(left: Sequence[Item], right: Sequence[Item]) -> NDArray[np.float64]:
    most = max(len(item.profile.sample) for item in (*left, *right))
    values = np.abs(_samples(left, most) @ _samples(right, most).T)
    first, second = (np.array([item.profile.moments for item in side]) for side in (left, right))
    apart = np.abs(first[:, None, :] - second[None, :, :])
    near = np.maximum(0.0, 1.0 - (apart / (1.0 + np.abs(first)[:, None, :])).max(axis=2) / _NEAR)
    named = np.array([[one.tensor.name == other.tensor.name for other in right] for one in left], dtype=np.float64)
    order = np.abs(
        np.linspace(0.0, 1.0, len(left))[:, None] - np.linspace(0.0, 1.0, len(right))[None, :]
    )  # places among the tensors of the shape
    digests = np.array([[_have_same_values(one, other) for other in right] for one in left], dtype=np.float64)
    found: NDArray[np.float64] = (
        np.maximum(values, _MOMENTS * near) + _NAME * named + _ORDER * (1.0 - order) + 2.0 * digests
    )
    return found


def _have_same_values(one: Item, other: Item) -> bool:
    """Say whether two tensors are stored alike, or have the same values in some order as far as their sum tells."""
    left, right = one.profile, other.profile
    if not left.is_telling or not right.is_telling:
        return left.key == right.key != ""
    wide = one.tensor.dtype == other.tensor.dtype and (width(one.tensor.dtype) or 0) > 1  # sums of bytes often agree
    same_total = wide and left.total == right.total >= 0
    return left.key == right.key or same_total


def _samples(items: Sequence[Item], most: int) -> NDArray[np.float64]:
    """Return the values at evenly spaced places of each tensor, centred and of length 1; zeros where none were read."""
    table = np.zeros((len(items), max(1, most)))
    for number, item in enumerate(items):
        sample = item.profile.sample.astype(np.float64)
        if len(sample) == most and most:
            centred = sample - sample.mean()
            size = float(np.linalg.norm(centred))
            table[number, :] = centred / size if size > 0.0 else 0.0
    return table
