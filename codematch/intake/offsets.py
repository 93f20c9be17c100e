"""From decoded characters to UTF-8, with the exact way back to the original bytes."""

import numpy as np
from numpy.typing import NDArray

from codematch.model.source import DecodedText

REPLACEMENT = 0xFFFD
_NONE = np.empty(0, dtype=np.int64)
_NONE.flags.writeable = False


def unchanged(content: bytes) -> DecodedText:
    """Return the text of bytes that are UTF-8 already; costs nothing, copies nothing."""
    return DecodedText(utf8=content, utf8_starts=_NONE, original_starts=_NONE)


def aligned(codes: NDArray[np.uint32], lengths: NDArray[np.uint8], mark_bytes: int) -> DecodedText:
    """Encode characters as UTF-8 and record where the two sides part.

    Args:
        codes: uint32 (n,), the code point of each character; no surrogates.
        lengths: uint8 (n,) [bytes], how many original bytes each character took.
        mark_bytes: Length of the byte order mark before the first character [bytes].

    Returns:
        The text. It has one entry for its start and one behind every character whose UTF-8 length differs
        from its original length, so the entries are few in mostly ASCII text.
    """
    utf8_lengths = np.ones(len(codes), dtype=np.uint8)
    for first_longer in (0x80, 0x800, 0x10000):
        utf8_lengths += codes >= first_longer
    parting = np.flatnonzero(utf8_lengths != lengths)
    utf8 = codes.astype("<u4", copy=False).tobytes().decode("utf-32-le").encode()
    return DecodedText(
        utf8=utf8,
        utf8_starts=_ends(utf8_lengths, parting, 0),
        original_starts=_ends(lengths, parting, mark_bytes),
    )


def line_count(text: bytes) -> int:
    r"""Count lines: each `\n`, `\r\n` or lone `\r` ends one, and an unterminated last line counts."""
    ends = text.count(b"\n") + text.count(b"\r") - text.count(b"\r\n")
    return ends + (text[-1:] not in (b"", b"\n", b"\r"))


def _ends(lengths: NDArray[np.uint8], at: NDArray[np.int64], first: int) -> NDArray[np.int64]:
    ends = np.empty(len(at) + 1, dtype=np.int64)
    ends[0] = first
    ends[1:] = np.cumsum(lengths, dtype=np.int64)[at] + first
    ends.flags.writeable = False
    return ends
