"""Line ends and line counts against an obvious counter (R6)."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from codematch.intake.offsets import from_ascii, line_count


@pytest.mark.parametrize(
    ("content", "text", "lines"),
    [
        (b"", b"", 0),
        (b"a", b"a", 1),
        (b"a\n", b"a\n", 1),
        (b"a\r\nb", b"a\nb", 2),
        (b"a\rb\rc\r", b"a\nb\nc\n", 3),
        (b"\n\r", b"\n\n", 2),
        (b"a\x0bb\x0c", b"a\x0bb\x0c", 1),
        (b"a\r\r\nb\r\n", b"a\nb\n", 2),  # written in text mode twice: one end of a line
        (b"a\r\r\r\nb", b"a\nb", 2),
        (b"a\r\r\nb\rc", b"a\n\nb\nc", 4),  # here a CR ends lines by itself
        (b"\r\r", b"\n\n", 2),
    ],
)
def test_lines_by_hand(content: bytes, text: bytes, lines: int) -> None:
    found = from_ascii(content)
    assert found.utf8 == text
    assert line_count(found.utf8) == lines
    assert found.to_original(np.array([0, len(text)])).tolist() == [0, len(content)]


@given(st.lists(st.sampled_from([b"a", b"\r", b"\n", b"\r\n", b"\x0c", b"\x0b", b"\x1c"])).map(b"".join))
def test_lines_against_a_splitter(content: bytes) -> None:
    parts = re.split(rb"\r\n|\r|\n" if re.search(rb"\r(?![\r\n])", content) else rb"\r*\n", content)
    assert line_count(from_ascii(content).utf8) == len(parts) - (parts[-1] == b"")


@given(st.lists(st.sampled_from([b"ab", b"\r", b"\n", b"\r\n"])).map(b"".join))
def test_every_place_in_a_line_leads_back(content: bytes) -> None:
    found = from_ascii(content)
    places = [match.start() for match in re.finditer(rb"ab", found.utf8)]
    edges = np.array([[place, place + 2] for place in places], dtype=np.int64).ravel()
    assert [content[a:b] for a, b in found.to_original(edges).reshape(-1, 2).tolist()] == [b"ab"] * len(places)


def test_plain_text_is_not_copied() -> None:
    content = b"int x;\n" * 100
    found = from_ascii(content)
    assert found.utf8 is content
    assert len(found.utf8_starts) == 0
