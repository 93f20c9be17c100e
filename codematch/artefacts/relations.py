"""How two tensors are related value by value: equal, or equal but for one change that is common in practice."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import permutations

import numpy as np
from numpy.typing import NDArray

from codematch.artefacts.model_file import ModelFile, Tensor
from codematch.artefacts.values import FLOATS, Values, blocks, whole
from codematch.model.artefacts import ArtefactRelation
from codematch.settings import Artefacts

Place = tuple[ModelFile, Tensor]
_MAX_AXES = 4
_LEVELS = 256
_LOOKED_AT = 4096
_HALF_STEP = 0.51
_SIMILAR = 0.98
_MIN_ZEROS = 0.01


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

    count: int = 0
    left: float = 0.0
    right: float = 0.0
    left_squares: float = 0.0
    right_squares: float = 0.0
    products: float = 0.0
    rounding: float = 0.0
    greatest: float = 0.0
    zeros: int = 0
    kept_greatest: float = 0.0

    def add(self, left: Values, right: Values) -> None:
        first, second = _finite(left), _finite(right)
        self.count += len(first)
        self.left += float(first.sum())
        self.right += float(second.sum())
        self.left_squares += float(first @ first)
        self.right_squares += float(second @ second)
        self.products += float(first @ second)
        apart = np.maximum(0.0, np.abs(first - second) - self.rounding * np.abs(first))
        self.greatest = max(self.greatest, float(apart.max(initial=0.0)))
        kept = second != 0.0
        self.zeros += int((~kept & (first != 0.0)).sum())
        self.kept_greatest = max(self.kept_greatest, float(apart[kept].max(initial=0.0)))

    @property
    def spreads(self) -> tuple[float, float]:
        first = self.left_squares / self.count - (self.left / self.count) ** 2
        second = self.right_squares / self.count - (self.right / self.count) ** 2
        return float(np.sqrt(max(0.0, first))), float(np.sqrt(max(0.0, second)))

    @property
    def cosine(self) -> float:
        covariance = self.products / self.count - self.left * self.right / self.count**2
        size = self.spreads[0] * self.spreads[1]
        return float(np.clip(covariance / size, -1.0, 1.0)) if size > 0.0 else 0.0


def relate(known: Place, questioned: Place, rules: Artefacts) -> Relation | None:
    """Return how two tensors with the same number of values are related; None if in none of the ways looked for.

    The values are read in blocks; only transposed and quantised ones are looked for in tensors that may be held whole.
    """
    sums = _sums(known, questioned, rules)
    if sums.count == 0:
        return None
    found = _same_places(known[1], questioned[1], sums, rules)
    if found is not None or max(known[1].count, questioned[1].count) > rules.max_matrix_values:
        return found
    left, right = _held(known), _held(questioned)
    return _quantised(known[1], questioned[1], left, right, sums) or _transposed(left, right, rules)


def _sums(known: Place, questioned: Place, rules: Artefacts) -> _Sums:
    sums = _Sums(rounding=_rounding(known[1], questioned[1]))
    for left, right in _together(blocks(*known, rules.block_bytes), blocks(*questioned, rules.block_bytes)):
        sums.add(left, right)
    return sums


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


def _same_places(known: Tensor, questioned: Tensor, sums: _Sums, rules: Artefacts) -> Relation | None:
    spread = sums.spreads[0]
    near = rules.equal_tolerance * spread
    cosine = sums.cosine
    difference = _difference(sums)
    if sums.greatest <= near:
        kind = ArtefactRelation.EQUAL if known.dtype == questioned.dtype else ArtefactRelation.DTYPE
        return Relation(kind=kind, cosine=cosine, difference=difference)
    share = sums.zeros / sums.count
    if share >= _MIN_ZEROS and sums.kept_greatest <= near:
        return Relation(kind=ArtefactRelation.PRUNED, cosine=cosine, difference=difference, share=share)
    scale = sums.products / sums.left_squares if sums.left_squares > 0.0 else 0.0
    rest = sums.right_squares - scale * sums.products
    floats = {known.dtype, questioned.dtype} <= FLOATS
    if floats and abs(scale) > 0.0 and rest <= (4 * rules.equal_tolerance) ** 2 * sums.right_squares:
        return Relation(kind=ArtefactRelation.SCALED, cosine=cosine, difference=difference, scale=scale)
    return None


def _rounding(known: Tensor, questioned: Tensor) -> float:
    """Return the relative rounding of the coarser of two types, where they differ."""
    steps = {"F16": 2.0**-11, "BF16": 2.0**-8, "F8_E4M3": 2.0**-4, "F8_E5M2": 2.0**-3}
    if known.dtype == questioned.dtype:
        return 0.0
    return max(steps.get(known.dtype, 0.0), steps.get(questioned.dtype, 0.0)) if _are_floats(known, questioned) else 0.0


def _are_floats(known: Tensor, questioned: Tensor) -> bool:
    return {known.dtype, questioned.dtype} <= FLOATS


def _difference(sums: _Sums) -> float:
    """Return the root of the mean square of the differences over the spread of the known values."""
    squares = sums.left_squares + sums.right_squares - 2.0 * sums.products
    spread = sums.spreads[0]
    return float(np.sqrt(max(0.0, squares) / sums.count) / spread) if spread > 0.0 else 0.0


def _quantised(known: Tensor, questioned: Tensor, left: Values, right: Values, sums: _Sums) -> Relation | None:
    """Return that one side is the other on a grid of at most 256 values, for the whole tensor or for each row."""
    cosine = sums.cosine
    if "Q" in (known.dtype[:1], questioned.dtype[:1]):  # blocks of GGUF have a grid each
        is_one = cosine >= _SIMILAR
        return (
            Relation(kind=ArtefactRelation.QUANTISED, cosine=cosine, difference=_difference(sums)) if is_one else None
        )
    for fine, coarse, stored in ((left, right, questioned), (right, left, known)):
        for axis in (None, 0, left.ndim - 1):
            if _is_on_grid(fine, coarse, axis, stored.dtype not in FLOATS):
                return Relation(kind=ArtefactRelation.QUANTISED, cosine=max(cosine, 0.0), difference=_difference(sums))
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
    first, second = _finite(fine), _finite(coarse)
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
    """Return the values at one place of an axis, flat; all of them without an axis."""
    if axis is None or values.ndim < 2:
        return values.reshape(-1)
    return values.take(place, axis=axis).reshape(-1)


def _transposed(left: Values, right: Values, rules: Artefacts) -> Relation | None:
    """Return that the axes of one tensor are those of the other one in another order."""
    if left.ndim < 2 or left.ndim > _MAX_AXES:
        return None
    right = right.reshape([length for length in right.shape if length > 1] or [1])
    left = left.reshape([length for length in left.shape if length > 1] or [1])
    for axes in permutations(range(left.ndim)):
        if axes == tuple(range(left.ndim)) or tuple(left.shape[axis] for axis in axes) != right.shape:
            continue
        turned = left.transpose(axes)
        spread = float(left.std())
        if float(np.abs(turned[0] - right[0]).max(initial=0.0)) > rules.equal_tolerance * spread:
            continue
        if float(np.abs(turned - right).max(initial=0.0)) <= rules.equal_tolerance * spread:
            return Relation(kind=ArtefactRelation.TRANSPOSED, cosine=1.0)
    return None


def _held(place: Place) -> Values:
    return whole(*place)


def _finite(values: Values) -> NDArray[np.float64]:
    found = values.reshape(-1).astype(np.float64)
    if np.isfinite(found.sum()):  # no value is infinite or no number: the usual case, and much faster
        return found
    return np.nan_to_num(found, copy=False, posinf=0.0, neginf=0.0)
