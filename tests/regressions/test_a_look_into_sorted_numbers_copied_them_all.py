"""A place in sorted numbers was found by a copy of all of them: in one large file, once for each of its regions."""

import tracemalloc

import numpy as np
import pytest

from codematch.model.spans import place_in


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("kind", [np.int32, np.int64])
def test_it_is_the_place_that_numpy_finds(side, kind):
    ordered = np.array([0, 3, 3, 3, 8, 21], dtype=kind)
    for value in range(23):
        assert place_in(ordered, value, side) == np.searchsorted(ordered, value, side)


def test_nothing_is_copied():
    ordered = np.arange(500_000, dtype=np.int32)
    tracemalloc.start()
    try:
        assert place_in(ordered, 123_456) == 123_456
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 10_000
