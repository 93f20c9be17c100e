"""The way from decoded text back to the original bytes."""

import numpy as np
import pytest

from codematch.errors import InvariantError
from codematch.model.source import DecodedText


def text(utf8: bytes, *entries: tuple[int, int]) -> DecodedText:
    return DecodedText(
        utf8=utf8,
        utf8_starts=np.array([utf8_at for utf8_at, _ in entries]),
        original_starts=np.array([original_at for _, original_at in entries]),
    )


def test_offsets_of_unchanged_bytes_are_their_own() -> None:
    assert text(b"int x;").to_original(np.array([6, 0, 3])).tolist() == [6, 0, 3]


def test_offsets_advance_together_between_entries() -> None:
    # "ab" + a character of three bytes for two + "cd", behind a mark of three bytes
    mapped = text("ab测cd".encode(), (0, 3), (5, 7)).to_original(np.arange(8))
    assert mapped.tolist() == [3, 4, 5, 6, 7, 7, 8, 9]


def test_offsets_need_no_order() -> None:
    assert text("ab测cd".encode(), (0, 3), (5, 7)).to_original(np.array([7, 0, 5, 2])).tolist() == [9, 3, 7, 5]


def test_arrays_are_read_only_and_of_equal_length() -> None:
    entries = text(b"ab", (0, 3)).utf8_starts
    with pytest.raises(ValueError, match="read-only"):
        entries[0] = 1
    with pytest.raises(InvariantError, match="differ in length"):
        DecodedText(utf8=b"ab", utf8_starts=np.zeros(2), original_starts=np.zeros(1))
