"""Line numbers against the universal newlines of Python."""

import io

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from codematch.languages.lines import line_ends, lines_of


def test_each_kind_of_line_end_counts_once() -> None:
    assert line_ends(b"a\nb\r\nc\rd\n\r\n\r").tolist() == [1, 4, 6, 8, 10, 11]


@given(st.text(alphabet="ab\r\n", max_size=60))
def test_lines_are_those_of_universal_newlines(text: str) -> None:
    utf8 = text.encode()
    starts = [place for place, byte in enumerate(utf8) if byte not in b"\r\n"]
    expected = [
        len(io.StringIO(text[: place + 1], newline=None).read().split("\n"))  # every line end read as \n
        for place in starts
    ]
    lines = lines_of(np.array(starts, dtype=np.int32), line_ends(utf8))
    assert lines.dtype == np.int32
    assert lines.tolist() == expected
