"""How two tensors are related value by value: equal, or equal but for one change that is common in practice."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import permutations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from codematch.artefacts.model_file import ModelFile, Tensor
from codematch.artefacts.tensor_pairs import Item
from codematch.artefacts.values import FLOATS, Values, blocks, elements, first_values, matrix_shape, whole
from codematch.model.artefacts import ArtefactRelation
from codematch.settings import Artefacts

Place = tuple[ModelFile, Tensor]
_MAX_AXES = 4
_LEVELS = 256
_LOOKED_AT = 4096
_HALF_STEP = 0.51
_SIMILAR = 0.98
_MIN_ZEROS = 0.01
_SLACK = 16.0
"""How much further values of a sample may be apart than all values may: its spread is not that of the tensor."""
_ALIKE = 0.3
"""Correlation of a sample below which no tensor is a quantised one."""
_SPOTS = 64
_AT_ONCE = 1 << 20
_COLUMN = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A relation with its numbers: `cosine` of the values at the same places, `difference` relative to their spread.

    `scale` is the factor of a scaled tensor, `share` that of values set to zero by pruning.
    """

    kind: ArtefactRelation
    cosine: float = 0.0
    difference: float = 0.0
    scale: float = 1.0
    share: float = 0.0


@dataclass(slots=True)
class _Sums:
    """Sums over the values of two tensors at the same places.

    `greatest` and `kept_greatest` are the greatest differences beyond the relative `rounding` of the coarser type.
    """

    rounding: float = 0.0
    count: int = 0
    sums: NDArray[np.float64] = field(default_factory=lambda: np.zeros(6))
    greatest: float = 0.0
    zeros: int = 0
    kept_greatest: float = 0.0

    def add(self, left: Values, right: Values) -> None:
        first, second = _finite(left), _finite(right)
        with np.errstate(over="ignore", invalid="ignore"):
            found = _products(first, second)
        if not np.isfinite(found).all():
            found = _products(first.astype(np.float64), second.astype(np.float64))
        self.sums += found
        self.count += len(first)
        apart = np.abs(first - second)
        if self.rounding:
            apart = np.maximum(0.0, apart - self.rounding * np.abs(first))
        self.greatest = max(self.greatest, float(apart.max(initial=0.0)))
        kept = second != 0.0
        if kept.all():
            self.kept_greatest = max(self.kept_greatest, float(apart.max(initial=0.0)))
            return
        self.zeros += int((~kept & (first != 0.0)).sum())
        self.kept_greatest = max(self.kept_greatest, float(apart[kept].max(initial=0.0)))

    @property
    def spreads(self) -> tuple[float, float]:
        left, right, left_squares, right_squares = self.sums[:4] / self.count
        return float(np.sqrt(max(0.0, left_squares - left**2))), float(np.sqrt(max(0.0, right_squares - right**2)))

    @property
    def scale(self) -> float:
        """The factor that brings the known values nearest to the questioned ones."""
        return float(self.sums[4] / self.sums[2]) if self.sums[2] > 0.0 else 0.0

    @property
    def difference(self) -> float:
        """The root of the mean square of the differences over the spread of the known values."""
        spread = self.spreads[0]
        return float(np.sqrt(self.sums[5] / self.count) / spread) if spread > 0.0 else 0.0

    @property
    def cosine(self) -> float:
        covariance = self.sums[4] / self.count - self.sums[0] * self.sums[1] / self.count**2
        size = self.spreads[0] * self.spreads[1]
        return float(np.clip(covariance / size, -1.0, 1.0)) if size > 0.0 else 0.0


def _products(first: NDArray[Any], second: NDArray[Any]) -> NDArray[np.float64]:
    """Return both sums, both sums of squares, that of the products, and that of the squares of the differences."""
    apart = first - second
    wide = np.float64
    return np.array([first.sum(dtype=wide), second.sum(dtype=wide), first @ first, second @ second, first @ second,
                     apart @ apart], dtype=wide)  # fmt: skip


def relate(known: Item, questioned: Item, rules: Artefacts) -> Relation | None:
    """Return how two tensors with the same number of values are related; None if in none of the ways looked for.

    A relation that all values are in holds for the values at evenly spaced places, too: where it does not, nothing is
    read again. Else the values are read in blocks; only transposed and quantised ones are looked for in tensors that
    may be held whole.
    """
    one, other = known.tensor, questioned.tensor
    first, second = (item.profile.sample.astype(np.float64) for item in (known, questioned))
    may_be_quantised = _may_be_quantised(known, questioned, first, second)
    if _may_be_at_same_places(one, other, first, second, rules) or "Q" in (one.dtype[:1], other.dtype[:1]):
        found = _same_places(known.place, questioned.place, rules, may_be_quantised)
        if found is not None:
            return found
    if max(one.count, other.count) > rules.max_matrix_values:
        return None
    if may_be_quantised:
        left, right = _held(known.place), _held(questioned.place)
        found = _quantised(one, other, left, right)
        if found is not None:
            return found
    return _transposed(known.place, questioned.place, rules)


def _may_be_at_same_places(
    known: Tensor, questioned: Tensor, first: NDArray[np.float64], second: NDArray[np.float64], rules: Artefacts
) -> bool:
    """Say whether the sample allows that values are equal, pruned or scaled at the same places."""
    near = _SLACK * rules.equal_tolerance * float(first.std())
    apart = np.maximum(0.0, np.abs(first - second) - _rounding(known, questioned) * np.abs(first))
    kept = second != 0.0
    if float(apart[kept].max(initial=0.0)) <= near:
        return True
    size = float(first @ first)
    rest = second - (float(first @ second) / size if size > 0.0 else 0.0) * first
    return _are_floats(known, questioned) and float(rest @ rest) <= (
        (2.0 * _SLACK * 4 * rules.equal_tolerance) ** 2 * float(second @ second)
    )


def _may_be_quantised(known: Item, questioned: Item, first: NDArray[np.float64], second: NDArray[np.float64]) -> bool:
    """Say whether the sample, one row and one column allow that one side is the other one on a grid of few values."""
    sizes = float(first.std() * second.std())
    if sizes == 0.0 or abs(float(np.mean((first - first.mean()) * (second - second.mean())))) < _ALIKE * sizes:
        return False
    if "Q" in (known.tensor.dtype[:1], questioned.tensor.dtype[:1]):
        return True
    return any(_has_few_values(item) for item in (known, questioned))


def _has_few_values(item: Item) -> bool:
    """Say whether the first row, or the first column, of a tensor may have no more values than a grid has."""
    count, length = matrix_shape(item.tensor)
    row = first_values(*item.place, min(length, _LOOKED_AT))
    spots = np.unique(np.linspace(0, count - 1, min(count, _COLUMN)).astype(np.int64))
    column = elements(*item.place, (spots * length).tolist()) if count > 1 else row
    if row is None or column is None or count * length != item.tensor.count:
        return True
    return min(len(np.unique(row)), len(np.unique(column))) <= _LEVELS


def _together(first: Iterator[Values], second: Iterator[Values]) -> Iterator[tuple[Values, Values]]:
    """Yield parts of equal length of two rows of blocks whose bounds differ."""
    left = right = np.zeros(0, dtype=np.float32)
    while True:
        left = left if len(left) else next(first, left)
        right = right if len(right) else next(second, right)
        count = min(len(left), len(right))
        if not count:
            return
        yield left[:count], right[:count]
        left, right = left[count:], right[count:]


def _same_places(known: Place, questioned: Place, rules: Artefacts, may_be_quantised: bool) -> Relation | None:
    one, other = known[1], questioned[1]
    sums = _Sums(rounding=_rounding(one, other))
    for left, right in _together(blocks(*known, rules.block_bytes), blocks(*questioned, rules.block_bytes)):
        sums.add(left, right)
    if not sums.count:
        return None
    near = rules.equal_tolerance * sums.spreads[0]
    cosine, difference = sums.cosine, sums.difference
    if sums.greatest <= near:
        kind = ArtefactRelation.EQUAL if one.dtype == other.dtype else ArtefactRelation.DTYPE
        return Relation(kind=kind, cosine=cosine, difference=difference)
    share = sums.zeros / sums.count
    if share >= _MIN_ZEROS and sums.kept_greatest <= near:
        return Relation(kind=ArtefactRelation.PRUNED, cosine=cosine, difference=difference, share=share)
    if may_be_quantised and "Q" in (one.dtype[:1], other.dtype[:1]) and cosine >= _SIMILAR:
        return Relation(kind=ArtefactRelation.QUANTISED, cosine=cosine, difference=difference)
    if _are_floats(one, other) and sums.scale and _is_scaled(known, questioned, sums, rules):
        return Relation(kind=ArtefactRelation.SCALED, cosine=cosine, difference=difference, scale=sums.scale)
    return None


def _is_scaled(known: Place, questioned: Place, sums: _Sums, rules: Artefacts) -> bool:
    """Say whether the questioned values are the known ones times a factor, but for rounding."""
    if abs(sums.cosine) < _SIMILAR:
        return False
    scale, rest = np.float32(sums.scale), 0.0
    for left, right in _together(blocks(*known, rules.block_bytes), blocks(*questioned, rules.block_bytes)):
        apart = (_finite(right) - scale * _finite(left)).astype(np.float64)
        rest += float(apart @ apart)
    return rest <= (4 * rules.equal_tolerance) ** 2 * float(sums.sums[3])


def _rounding(known: Tensor, questioned: Tensor) -> float:
    """Return the relative rounding of the coarser of two types, where they differ."""
    steps = {"F16": 2.0**-11, "BF16": 2.0**-8, "F8_E4M3": 2.0**-4, "F8_E5M2": 2.0**-3}
    if known.dtype == questioned.dtype:
        return 0.0
    return max(steps.get(known.dtype, 0.0), steps.get(questioned.dtype, 0.0)) if _are_floats(known, questioned) else 0.0


def _are_floats(known: Tensor, questioned: Tensor) -> bool:
    return {known.dtype, questioned.dtype} <= FLOATS


def _quantised(known: Tensor, questioned: Tensor, left: Values, right: Values) -> Relation | None:
    """Return that one side is the other on a grid of at most 256 values, for the whole tensor or for each row."""
    for fine, coarse, stored in ((left, right, questioned), (right, left, known)):
        if stored.dtype[:1] == "Q":  # blocks of GGUF have a grid each
            continue
        for axis in (None, 0, left.ndim - 1):
            if _is_on_grid(fine, coarse, axis, stored.dtype not in FLOATS):
                sums = _Sums()
                one, other = left.reshape(-1), right.reshape(-1)
                for start in range(0, len(one), _AT_ONCE):
                    sums.add(one[start : start + _AT_ONCE], other[start : start + _AT_ONCE])
                cosine = max(sums.cosine, 0.0)
                return Relation(kind=ArtefactRelation.QUANTISED, cosine=cosine, difference=sums.difference)
    return None


def _is_on_grid(fine: Values, coarse: Values, axis: int | None, whole_numbers: bool) -> bool:
    """Say whether values are those of another tensor, rounded to a grid, on the whole or along an axis."""
    length = 1 if axis is None or fine.ndim < 2 else fine.shape[axis]
    if fine.size // length < 8 or length > 65_536:
        return False
    checked = np.linspace(0, length - 1, min(length, 16)).astype(np.int64).tolist()
    return all(_row_on_grid(_row(fine, axis, place), _row(coarse, axis, place), whole_numbers) for place in checked)


def _row_on_grid(fine: Values, coarse: Values, whole_numbers: bool) -> bool:
    if (
        len(np.unique(coarse[:_LOOKED_AT])) > _LEVELS
    ):  # a few values show it; to sort all takes longer than to read them
        return False
    first, second = (_finite(one).astype(np.float64) for one in (fine, coarse))
    levels = np.unique(second)
    if not 1 < len(levels) <= _LEVELS or not (whole_numbers or len(levels) <= len(second) // 2):
        return False
    spread = second - second.mean()
    size = float(spread @ spread)
    slope = float(spread @ (first - first.mean())) / size if size > 0.0 else 0.0
    rest = np.abs(first - first.mean() - slope * spread)
    step = abs(slope) * (1.0 if whole_numbers else float(np.diff(levels).min()))
    return step > 0.0 and float(np.quantile(rest, 0.95)) <= _HALF_STEP * step * 1.1


def _row(values: Values, axis: int | None, place: int) -> Values:
    """Return the values at one place of an axis, flat; without an axis all, or as many as fit, evenly spaced."""
    if axis is None or values.ndim < 2:
        return values.reshape(-1)[:: max(1, values.size // _AT_ONCE)]
    return values.take(place, axis=axis).reshape(-1)


def _transposed(known: Place, questioned: Place, rules: Artefacts) -> Relation | None:
    """Return that the axes of one tensor are those of the other one in another order."""
    one, other = ([length for length in place[1].shape if length > 1] for place in (known, questioned))
    if not 2 <= len(one) <= _MAX_AXES or len(one) != len(other):
        return None
    rounding = _rounding(known[1], questioned[1])
    orders = [
        axes
        for axes in permutations(range(len(one)))
        if axes != tuple(range(len(one)))
        and [one[axis] for axis in axes] == other
        and _may_be_turned(known, questioned, one, axes, rounding)
    ]
    if not orders:
        return None
    left, right = _held(known).reshape(one), _held(questioned).reshape(other)
    near = rules.equal_tolerance * float(left.std())
    for axes in orders:
        turned = left.transpose(axes)
        if _differ_at_most(turned, right, rounding, near):
            return Relation(kind=ArtefactRelation.TRANSPOSED, cosine=1.0)
    return None


def _differ_at_most(left: Values, right: Values, rounding: float, near: float) -> bool:
    return all(
        float(np.maximum(0.0, np.abs(first - second) - rounding * np.abs(first)).max(initial=0.0)) <= near
        for first, second in zip(left, right, strict=True)
    )


def _may_be_turned(known: Place, questioned: Place, shape: list[int], axes: tuple[int, ...], rounding: float) -> bool:
    """Say whether values at evenly spaced places are equal with the axes in another order."""
    turned = [shape[axis] for axis in axes]
    count = known[1].count
    spots = np.unique(np.linspace(0, count - 1, min(count, _SPOTS)).astype(np.int64))
    indices = np.unravel_index(spots, turned)
    back = np.ravel_multi_index([indices[axes.index(axis)] for axis in range(len(axes))], shape)
    left, right = elements(*known, back.tolist()), elements(*questioned, spots.tolist())
    if left is None or right is None:
        return True
    first, second = _finite(left), _finite(right)
    apart = np.maximum(0.0, np.abs(first - second) - rounding * np.abs(first))
    return float(apart.max(initial=0.0)) <= _SPOT_TOLERANCE * float(first.std())


_SPOT_TOLERANCE = 1e-2


def _held(place: Place) -> Values:
    return whole(*place)


def _finite(values: Values) -> Values:
    found = values.reshape(-1)
    if np.isfinite(found.sum(dtype=np.float64)):  # no value is infinite or no number: the usual case, and much faster
        return found
    return np.nan_to_num(found, posinf=0.0, neginf=0.0)
