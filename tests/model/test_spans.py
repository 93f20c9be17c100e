"""Many spans at once against loops; a region whose place is impossible does not exist."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from codematch.errors import InvariantError
from codematch.model.match import RegionSide
from codematch.model.spans import all_equal, place_in, span_positions

spans = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 9)), max_size=8)
PAIRS = (("first_byte", "stop_byte"), ("first_line", "last_line"), ("first_token", "stop_token"))
BOUND = st.integers(-5, 50)


def whole(values) -> np.ndarray:
    return np.array(list(values), dtype=np.int64)


@given(spans)
def test_the_positions_of_spans_are_those_of_their_ranges(given_spans):
    found = span_positions(whole(start for start, _ in given_spans), whole(length for _, length in given_spans))
    assert found.tolist() == [at for start, length in given_spans for at in range(start, start + length)]


@given(st.lists(st.integers(0, 2), min_size=50, max_size=60), st.lists(st.integers(0, 2), min_size=50, max_size=60),
       st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40), st.integers(0, 9)), max_size=12))  # fmt: skip
def test_equal_spans_are_those_of_equal_slices(known, questioned, places):
    found = all_equal(
        np.array(known, np.uint64),
        np.array(questioned, np.uint64),
        *(whole(row[at] for row in places) for at in range(3)),
    )
    assert found.tolist() == [known[i : i + n] == questioned[j : j + n] for i, j, n in places]


@given(st.lists(st.integers(0, 255)).map(sorted), st.integers(0, 255))
def test_a_place_in_sorted_numbers_divides_them(numbers, value):
    ordered = np.array(numbers, dtype=np.uint8)
    assert place_in(ordered, value) == sum(one < value for one in numbers)
    assert place_in(ordered, value, "right") == sum(one <= value for one in numbers)


@given(st.tuples(*[BOUND] * 6))
def test_a_side_of_a_region_has_possible_places_only(numbers):
    places = dict(zip((name for pair in PAIRS for name in pair), numbers, strict=True))
    if all(0 <= places[first] <= places[last] for first, last in PAIRS):
        side = RegionSide(path="a.py", sha256="", unit="", **places)
        assert [getattr(side, name) for pair in PAIRS for name in pair] == list(numbers)
    else:
        with pytest.raises(InvariantError, match=r"a\.py"):
            RegionSide(path="a.py", sha256="", unit="", **places)
