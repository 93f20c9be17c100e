"""Line numbers against counting line feeds one by one."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from codematch.languages.lines import line_ends, lines_of


def test_each_line_feed_ends_a_line() -> None:
    assert line_ends(b"a\nb\n\nc").tolist() == [1, 3, 4]


@given(st.text(alphabet="ab\n", max_size=60))
def test_lines_are_those_of_a_counter(text: str) -> None:
    utf8 = text.encode()
    starts = [place for place, byte in enumerate(utf8) if byte != ord("\n")]
    lines = lines_of(np.array(starts, dtype=np.int32), line_ends(utf8))
    assert lines.dtype == np.int32
    assert lines.tolist() == [1 + utf8.count(b"\n", 0, place) for place in starts]
