"""What one pass over a tensor tells: its digest and values at evenly spaced places; and its moments, where needed."""

import hashlib

import numpy as np
from numpy.typing import NDArray

from codematch.artefacts.model_file import ModelFile, Tensor
from codematch.artefacts.values import (
    Values,
    blocks,
    count_of,
    decode,
    decode_some,
    head,
    is_readable,
    raw_blocks,
    whole,
)
from codematch.model.frozen import array_value
from codematch.settings import Artefacts

SAMPLES = 256
MOMENTS = 5
_LOOKED_AT = 4096


@array_value
class Profile:
    """A tensor that was read once.

    `digest` is SHA-256 of the stored values, "" if they cannot be read. `sample` float32 (<= 256,) are values at evenly
    spaced places. `is_telling` says whether there are enough different values for anything to follow from equality.
    """

    digest: str
    sample: NDArray[np.float32]
    is_telling: bool


UNREAD = Profile(digest="", sample=np.zeros(0, dtype=np.float32), is_telling=False)


def profile(model: ModelFile, tensor: Tensor, rules: Artefacts) -> Profile:
    """Read a tensor once, in blocks."""
    if not is_readable(tensor):
        return UNREAD
    digest = hashlib.sha256()
    every = max(1, tensor.count // SAMPLES)
    sample: list[Values] = []
    distinct: set[float] = set()
    at = 0
    stored = whole(model, tensor).reshape(-1) if tensor.order else None
    for raw in (stored.tobytes(),) if stored is not None else raw_blocks(model, tensor, rules.block_bytes):
        digest.update(raw)
        dtype = "F32" if stored is not None else tensor.dtype
        sample.append(decode_some(raw, dtype, -at % every, every))
        if len(distinct) < rules.min_distinct:
            distinct.update(np.unique(decode(head(raw, dtype, _LOOKED_AT), dtype)).tolist())
        at += count_of(raw, dtype)
    if at < tensor.count:
        return UNREAD
    values = np.nan_to_num(np.concatenate(sample)[:SAMPLES], posinf=0.0, neginf=0.0)
    enough = tensor.count >= rules.min_values and len(distinct) >= rules.min_distinct
    return Profile(digest=digest.hexdigest(), sample=values, is_telling=enough and not _is_progression(values))


def moments(model: ModelFile, tensor: Tensor, rules: Artefacts) -> NDArray[np.float64]:
    """Return what is the same for any order of the values and any scale.

    float64 (5,): mean, mean size and greatest size over the spread, then the third and fourth moment; zeros where the
    values cannot be read.
    """
    if not is_readable(tensor):
        return np.zeros(MOMENTS)
    sums = np.zeros(MOMENTS)  # values, sizes, squares, cubes, fourth powers
    greatest, count = 0.0, 0
    for block in blocks(model, tensor, rules.block_bytes):
        is_finite = bool(np.isfinite(block.sum(dtype=np.float64)))  # the usual case, and faster than to replace any
        values = block if is_finite else np.nan_to_num(block, posinf=0.0, neginf=0.0)
        squares = values * values
        sizes = np.abs(values)
        sums += [float(part.sum(dtype=np.float64)) for part in (values, sizes, squares, squares * values, squares**2)]
        greatest = max(greatest, float(sizes.max(initial=0.0)))
        count += len(values)
    if not count:
        return np.zeros(MOMENTS)
    mean, size, square, cube, fourth = sums / count
    spread = float(np.sqrt(max(0.0, square - mean * mean))) or 1.0
    return np.array([mean / spread, size / spread, greatest / spread, cube / spread**3, fourth / spread**4])


def _is_progression(values: Values) -> bool:
    """Say whether values rise by equal steps, as numbers of positions do."""
    steps = np.diff(values.astype(np.float64))
    return len(steps) > 1 and bool(np.abs(steps - steps[0]).max() <= 1e-6 * max(1.0, abs(float(steps[0]))))
