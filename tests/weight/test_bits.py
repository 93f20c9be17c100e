"""Which k-grams occurred before, against the definition; also of hashes that differ in few bits."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from codematch.weight.bits import ended, highest_around, seen_before

LENGTH = 3
FILES = st.lists(st.integers(0, 9), min_size=1, max_size=4)
HASHES = st.sampled_from([0, 1, 2, 3, 1 << 40, (1 << 40) + 1, (1 << 40) + 2, (1 << 63) + 5, (1 << 63) + 6])


@given(FILES, st.lists(HASHES, min_size=36, max_size=36))
def test_what_was_seen_before_equals_the_definition(sizes: list[int], hashes: list[int]) -> None:
    stops = np.cumsum(sizes)
    starts = stops - sizes
    count = max(int(stops[-1]) - LENGTH + 1, 0)
    if count == 0:
        return
    grams = hashes[:count]
    expected = []
    for place in range(count):
        file = int(np.searchsorted(stops, place, side="right"))
        first, stop = int(starts[file]), int(stops[file])
        expected.append(place + LENGTH <= stop and grams[place] in grams[first:place])
    spans = starts.astype(np.int64), stops.astype(np.int64)
    found = seen_before(np.array(grams, dtype=np.uint64), spans, LENGTH)
    assert found.tolist() == expected


@given(st.lists(st.booleans(), max_size=12), st.integers(1, 5))
def test_a_span_ends_where_its_last_token_is(begins: list[bool], length: int) -> None:
    size = len(begins) + length - 1
    expected = [place >= length - 1 and begins[place - length + 1] for place in range(size)]
    assert ended(np.array(begins, dtype=bool), length, size).tolist() == expected


@given(st.lists(st.integers(0, 9), max_size=12), st.integers(1, 7))
def test_the_highest_of_the_spans_around_a_token(values: list[int], length: int) -> None:
    size = len(values) + length - 1
    expected = [max(values[max(0, at - length + 1) : at + 1], default=0) for at in range(size)]
    assert highest_around(np.array(values, dtype=np.uint8), length, size).tolist() == expected


def test_hashes_that_differ_in_their_lowest_bits_alone_are_told_apart() -> None:
    high = 1 << 40
    spans = np.array([0]), np.array([6])
    grams = np.array([0, high, high + 1, high], dtype=np.uint64)
    assert seen_before(grams, spans, LENGTH).tolist() == [False, False, False, True]
