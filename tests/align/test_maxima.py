"""The nearest greater number, against a look at every number."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from codematch.align import maxima
from codematch.align.maxima import Maxima

NUMBERS = st.lists(st.integers(-3, 9), max_size=150)


@pytest.mark.parametrize("block", [2, 3, 256])
@given(NUMBERS, st.integers(0, 150), st.integers(-4, 9))
def test_the_nearest_greater_number_is_found(block: int, numbers: list[int], place: int, bound: int) -> None:
    place = min(place, len(numbers))
    above = [at for at, number in enumerate(numbers) if number > bound]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(maxima, "_BLOCK", block)
        tree = Maxima.of(np.array(numbers, dtype=np.int64))
        assert tree.last_above(place, bound) == max((at for at in above if at < place), default=-1)
        assert tree.first_above(place, bound) == min((at for at in above if at >= place), default=-1)
