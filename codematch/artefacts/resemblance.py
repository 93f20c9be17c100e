"""Figures of two matrices: how much their values, their rows, their distribution and their spectra resemble each other.

Every figure is 0 to 1 and says nothing by itself: independently trained models of one architecture reach high values in
some of them. `parameter_null` says how high.

* cosine: correlation of the values at the same places.
* permuted: the same after rows and columns of one matrix were put into the order that fits the other one best.
* sorted: correlation of the sorted values, independent of any order.
* kernel: centred kernel alignment with a linear kernel (Kornblith et al. 2019, arXiv 1905.00414), rows as examples, as
  REEF (arXiv 2410.14273) takes it of representations; independent of rotations of the columns.
* spectrum: one less the relative distance of the singular values; independent of any order and of rotations.
  `terms` has the products of two matrices that such changes leave alone.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from codematch.artefacts.assignment import best_order
from codematch.artefacts.matrices import Matrix as StoredMatrix

Matrix = NDArray[np.float64]
Values = NDArray[np.float32]
Places = NDArray[np.int64]
FIGURES = ("cosine", "permuted", "sorted", "kernel", "spectrum")
SETTLED = 0.8
"""Correlation at the same places from which no other order is looked for: far more than any independent matrices reach
in either, so that another order could tell nothing more."""
_QUANTILES = 64
_SORTED = 4096
_SORTED_VALUES = 1 << 20
_SPECTRUM = 128


def figures(known: StoredMatrix, questioned: StoredMatrix, most: int) -> dict[str, float]:
    """Return the figures of two matrices of one shape (n, m), by name; `most` rows and columns are sampled of each."""
    rows, columns = (spaced(length, most) for length in known.shape)
    left, right = (_clean(one.part(rows, columns)) for one in (known, questioned))
    direct = abs(correlation(left, right))
    return {
        "cosine": direct,
        "permuted": max(direct, _ordered(known, questioned, left, right) if direct < SETTLED else 0.0),
        "sorted": sorted_correlation(left, right),
        "kernel": kernel_alignment(left, right),
        "spectrum": spectrum(left, right),
    }


def _ordered(known: StoredMatrix, questioned: StoredMatrix, left: Matrix, right: Matrix) -> float:
    """Return the correlation in the best order of rows and columns found, 0 to 1."""
    if left.shape == known.shape:
        return permuted(left, right)
    rows, columns = (spaced(length, most) for length, most in zip(known.shape, left.shape, strict=True))
    if known.is_small and questioned.is_small:
        return permuted_sample(known, questioned, rows, columns)
    return one_axis_permuted(questioned, left, rows, columns)


def one_axis_permuted(questioned: StoredMatrix, left: Matrix, rows: Places, columns: Places) -> float:
    """Return the same for a matrix that is too large to be held: either its rows or its columns are as they were."""
    found = [0.0]
    for axis in (0, 1):
        if questioned.shape[axis] > _MAX_LINES:
            continue
        every = np.arange(questioned.shape[axis])
        whole = _clean(questioned.part(every, columns) if axis == 0 else questioned.part(rows, every).T)
        part = left if axis == 0 else left.T
        found.append(correlation(part, whole[best_order(_products(part, whole))]))
    return max(found)


_MAX_LINES = 1 << 16


def spaced(count: int, most: int) -> Places:
    """Return at most so many evenly spaced places, int64 ascending."""
    return np.unique(np.linspace(0, count - 1, min(count, most)).round().astype(np.int64))


def correlation(left: Matrix, right: Matrix) -> float:
    """Return the correlation of values at the same places, -1 to 1; 0 where one side is constant."""
    first, second = left.reshape(-1) - left.mean(), right.reshape(-1) - right.mean()
    size = float(np.linalg.norm(first) * np.linalg.norm(second))
    return float(np.clip(first @ second / size, -1.0, 1.0)) if size > 0.0 else 0.0


def permuted(left: Matrix, right: Matrix) -> float:
    """Return the correlation after rows and columns of the second matrix were put into the best order found.

    Rows are first matched by their sorted values, which no order of the columns changes; then columns by their
    correlation, then rows again.
    """
    rows = best_order(-_distances(_quantiles(left, _QUANTILES), _quantiles(right, _QUANTILES)))
    columns = best_order(_products(left.T, right[rows].T))
    rows = best_order(_products(left, right[:, columns]))
    columns = best_order(_products(left.T, right[rows].T))
    by_rows = best_order(_products(left, right))
    by_columns = best_order(_products(left.T, right.T))
    return max(
        correlation(left, right[np.ix_(rows, columns)]),
        correlation(left, right[by_rows]),
        correlation(left, right[:, by_columns]),
        0.0,
    )


def permuted_sample(known: StoredMatrix, questioned: StoredMatrix, rows: Places, columns: Places) -> float:
    """Return the same for a sample of one matrix, whose rows and columns may be anywhere in the other one."""
    size = known.shape[0] * known.shape[1]
    first, second = _profile(iter([known.rows(rows)]), size), _profile(questioned.all_rows(), size)
    found = best_order(-_distances(first, second))
    part, right = _clean(known.part(rows, columns)), _clean(questioned.rows(found))
    places = best_order(_products(part.T, right.T))
    return max(0.0, correlation(part, right[:, places]))


def matching_columns(known: Values, questioned: Values, columns: Places) -> Places | None:
    """Return the columns of one matrix whose sorted values fit these columns of the other one best, one to one.

    int64 (len(columns),); None if the matrices are too small to tell, or have other numbers of columns.
    """
    size = max(known.size, questioned.size)
    first, second = (_profile(_in_parts(one), size) for one in (known, questioned))
    if len(first) != len(second) or first.shape[1] != second.shape[1]:
        return None
    return best_order(-_distances(first[columns], second))


def sorted_correlation(left: Matrix, right: Matrix) -> float:
    """Return the correlation of the sorted values, 0 to 1."""
    first, second = (_quantiles(one.reshape(1, -1), _SORTED) for one in (left, right))
    return max(0.0, correlation(first, second))


def kernel_alignment(left: Matrix, right: Matrix) -> float:
    """Return the centred kernel alignment with a linear kernel, rows as examples, 0 to 1."""
    first, second = left - left.mean(axis=0), right - right.mean(axis=0)
    one, other = first @ first.T, second @ second.T
    size = float(np.linalg.norm(one) * np.linalg.norm(other))
    return float(np.clip((one * other).sum() / size, 0.0, 1.0)) if size > 0.0 else 0.0


def spectrum(left: Matrix, right: Matrix) -> float:
    """Return one less the relative distance of the singular values, each over their norm; 0 to 1.

    Of larger samples than 128 rows and columns only as many, evenly spaced, are looked at.
    """
    places = np.ix_(*(spaced(length, _SPECTRUM) for length in left.shape))
    first, second = _singular_values(left[places]), _singular_values(right[places])
    sizes = float(np.linalg.norm(first)), float(np.linalg.norm(second))
    if min(sizes) == 0.0:
        return 0.0
    return float(np.clip(1.0 - np.linalg.norm(first / sizes[0] - second / sizes[1]), 0.0, 1.0))


def _singular_values(matrix: Matrix) -> Matrix:
    """Return the singular values in falling order: roots of the eigenvalues of the smaller product, which is faster."""
    smaller = matrix if matrix.shape[0] <= matrix.shape[1] else matrix.T
    found: Matrix = np.sqrt(np.maximum(np.linalg.eigvalsh(smaller @ smaller.T), 0.0))[::-1]
    return found


def _clean(matrix: Values) -> Matrix:
    found = matrix.astype(np.float64)
    return found if np.isfinite(found.sum()) else np.nan_to_num(found, copy=False, posinf=0.0, neginf=0.0)


def _in_parts(matrix: Values) -> Iterator[Values]:
    """Yield the columns of a matrix as rows, some at a time."""
    step = max(1, _PART_VALUES // len(matrix))
    for start in range(0, matrix.shape[1], step):
        yield np.ascontiguousarray(matrix[:, start : start + step].T)


_PART_VALUES = 1 << 18


def _profile(parts: Iterator[Values], size: int) -> Matrix:
    """Return what is the same of each row in any order of the columns: quantiles, or moments of large matrices.

    float64 (rows, values); sorting the rows of a large matrix takes longer than reading it.
    """
    if size <= _SORTED_VALUES:
        return np.concatenate([_quantiles(_clean(part), _QUANTILES) for part in parts])
    table = np.concatenate([_moments(part) for part in parts])
    spread = table.std(axis=0)
    scaled: Matrix = (table - table.mean(axis=0)) / np.where(spread > 0.0, spread, 1.0)
    return scaled


def _moments(rows: Values) -> Matrix:
    """Return mean, mean size, mean square, greatest size, mean cube and fourth power of each row."""
    if not np.isfinite(rows.sum(dtype=np.float64)):
        rows = np.nan_to_num(rows, posinf=0.0, neginf=0.0)
    squares, sizes = rows * rows, np.abs(rows)
    ones = np.ones(rows.shape[1], dtype=np.float32)
    parts = (rows @ ones, sizes @ ones, squares @ ones, sizes.max(axis=1) * np.float32(rows.shape[1]),
             np.einsum("ij,ij->i", squares, rows), np.einsum("ij,ij->i", squares, squares))  # fmt: skip
    found: Matrix = np.stack(parts, axis=1).astype(np.float64) / rows.shape[1]
    return found


def _quantiles(rows: Matrix, most: int) -> Matrix:
    """Return evenly spaced quantiles of each row, linear between neighbours: float64 (rows, at most `most`).

    Sorting whole rows is faster than `numpy.quantile`, which selects each place.
    """
    ordered = np.sort(rows, axis=1)
    places = np.linspace(0.0, rows.shape[1] - 1.0, min(most, rows.shape[1]))
    low = np.floor(places).astype(np.int64)
    high = np.minimum(low + 1, rows.shape[1] - 1)
    found: Matrix = ordered[:, low] + (places - low) * (ordered[:, high] - ordered[:, low])
    return found


def _distances(left: Matrix, right: Matrix) -> Matrix:
    squares = (left**2).sum(axis=1)[:, None] + (right**2).sum(axis=1)[None, :] - 2.0 * left @ right.T
    found: Matrix = np.maximum(squares, 0.0)
    return found


def _products(left: Matrix, right: Matrix) -> Matrix:
    """Return the correlation of each row of one matrix with each of the other."""
    first, second = (one - one.mean(axis=1, keepdims=True) for one in (left, right))
    found: Matrix = _unit(first) @ _unit(second).T
    return found


def _unit(matrix: Matrix) -> Matrix:
    sizes = np.linalg.norm(matrix, axis=1, keepdims=True)
    found: Matrix = matrix / np.where(sizes > 0.0, sizes, 1.0)
    return found
