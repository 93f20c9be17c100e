"""Line counts against an obvious counter (R6)."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codematch.intake.offsets import line_count


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (b"", 0),
        (b"a", 1),
        (b"a\n", 1),
        (b"a\r\nb", 2),
        (b"\r\r\n\n", 3),
        (b"a\rb\rc\r", 3),
        (b"\n\r", 2),
        (b"a\x0bb\x0c", 1),
    ],
)
def test_lines_by_hand(text: bytes, lines: int) -> None:
    assert line_count(text) == lines


@given(
    st.lists(st.sampled_from([b"a", b"\r", b"\n", b"\r\n", b"\x0c", b"\x0b", b"\x1c", "\u2028".encode()])).map(b"".join)
)
def test_lines_against_a_splitter(text: bytes) -> None:
    parts = re.split(rb"\r\n|\r|\n", text)
    assert line_count(text) == len(parts) - (parts[-1] == b"")
