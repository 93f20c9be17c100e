"""Labels for regions that stand in common material too; a label never removes a region."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from codematch.comparison.assemble import LocatedRegion
from codematch.comparison.prepare import PreparedFile, PreparedWork
from codematch.settings import Settings

COMMON = "COMMON"
"""What the label of a region in common material begins with; the name of that material follows."""


def label_common(
    regions: list[LocatedRegion],
    known: PreparedWork,
    questioned: PreparedWork,
    common: Sequence[PreparedWork],
    settings: Settings,
) -> list[LocatedRegion]:
    """Label the regions of which `settings.counting.common_share` or more stands in a common work.

    A token stands there when it lies in a seed k-gram of that work; the higher share of the two sides decides,
    because an edited template may survive better on one side than on the other.
    """
    for work in common:
        grams = np.unique(np.concatenate([file.grams for file in work.files] or [np.empty(0, np.uint64)]))
        regions = [_labelled(item, known, questioned, work.tree.label, grams, settings) for item in regions]
    return regions


def _labelled(
    item: LocatedRegion,
    known: PreparedWork,
    questioned: PreparedWork,
    label: str,
    grams: NDArray[np.uint64],
    settings: Settings,
) -> LocatedRegion:
    k = settings.seeding.k
    shares = (
        _share(known.files[item.known_file], item.aligned.known, grams, k),
        _share(questioned.files[item.questioned_file], item.aligned.questioned, grams, k),
    )
    if max(shares) < settings.counting.common_share:
        return item
    return replace(item, region=replace(item.region, labels=(*item.region.labels, f"{COMMON}: {label}")))


def _share(file: PreparedFile, tokens: NDArray[np.int64], grams: NDArray[np.uint64], k: int) -> float:
    """The share of these tokens that lie in a k-gram of the given ones."""
    if len(grams) == 0:
        return 0.0
    place = np.minimum(np.searchsorted(grams, file.grams), len(grams) - 1)
    begins = np.flatnonzero(grams[place] == file.grams)
    steps = np.zeros(len(file.stream) + k, dtype=np.int64)
    steps[begins] += 1
    steps[begins + k] -= 1
    inside = np.cumsum(steps)[: len(file.stream)] > 0
    return float(np.mean(inside[tokens]))
