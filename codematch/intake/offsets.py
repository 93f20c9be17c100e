r"""From decoded characters to the text that is compared, with the exact way back to the original bytes.

The text that is compared is UTF-8 in a normal form, so that what looks the same is the same: every line ends with one
LF, and characters are composed (NFC, The Unicode Standard, annex 15).

Lines are counted as an editor counts them: LF, CR LF and a lone CR each end one. CR CR LF is what writing CR LF in text
mode leaves behind: one end of a line, by its origin. It counts as one where every CR of the file is before an LF,
and as two where others do not, for there a CR ends lines by itself.
"""

import re

import numpy as np
from numpy.typing import NDArray

from codematch.intake.composed import composed, is_composed
from codematch.model.source import DecodedText

REPLACEMENT = 0xFFFD
_LF, _CR = 10, 13
_LONE_CR = re.compile(rb"\r(?![\r\n])")
_NONE = np.empty(0, dtype=np.int64)
_NONE.flags.writeable = False


def unchanged(content: bytes) -> DecodedText:
    """Return the text of bytes that are in normal form already; costs nothing, copies nothing."""
    return DecodedText(utf8=content, utf8_starts=_NONE, original_starts=_NONE)


def from_ascii(content: bytes) -> DecodedText:
    """Return the text of ASCII bytes."""
    return _with_ends(content) if b"\r" in content else unchanged(content)


def from_utf8(content: bytes, text: str) -> DecodedText:
    """Return the text of valid UTF-8; `text` is the same, decoded."""
    if is_composed(text):
        return from_ascii(content)
    codes = np.frombuffer(text.encode("utf-32-le"), dtype="<u4")
    return aligned(codes, utf8_lengths(codes), 0)


def aligned(codes: NDArray[np.uint32], lengths: NDArray[np.integer], mark_bytes: int) -> DecodedText:
    """Bring characters into normal form, encode them as UTF-8 and record where the two sides part.

    Args:
        codes: uint32 (n,), the code point of each character; no surrogates.
        lengths: Integers (n,) [bytes], how many original bytes each character took.
        mark_bytes: Length of the byte order mark before the first character [bytes].

    Returns:
        The text. It has one entry for its start and one after every character whose UTF-8 length differs
        from its original length, so the entries are few in mostly ASCII text.
    """
    codes, lengths = _one_end(codes, lengths)
    text = _text(codes)
    if not is_composed(text):
        codes, lengths = composed(codes, lengths)
        text = _text(codes)
    new_lengths = utf8_lengths(codes)
    parting = np.flatnonzero(new_lengths != lengths)
    return DecodedText(
        utf8=text.encode(),
        utf8_starts=_ends(new_lengths, parting, 0),
        original_starts=_ends(lengths, parting, mark_bytes),
    )


def utf8_lengths(codes: NDArray[np.uint32]) -> NDArray[np.uint8]:
    """Return how many bytes of UTF-8 each character takes, uint8 (n,)."""
    lengths = np.ones(len(codes), dtype=np.uint8)
    for first_longer in (0x80, 0x800, 0x10000):
        lengths += codes >= first_longer
    return lengths


def line_count(text: bytes) -> int:
    r"""Count the lines of a text in normal form: each `\n` ends one, and an unterminated last line counts."""
    return text.count(b"\n") + (text[-1:] not in (b"", b"\n"))


def _text(codes: NDArray[np.uint32]) -> str:
    return codes.astype("<u4", copy=False).tobytes().decode("utf-32-le")


def _with_ends(content: bytes) -> DecodedText:
    """Return the text of UTF-8 that needs nothing but other line ends."""
    data = np.frombuffer(content, dtype=np.uint8)
    dropped = _dropped(data)
    kept = data.copy()
    kept[(data == _CR) & ~dropped] = _LF
    gone = np.cumsum(dropped)
    behind = np.flatnonzero(dropped[:-1] & ~dropped[1:]) + 2
    return DecodedText(
        utf8=kept[~dropped].tobytes(),
        utf8_starts=np.concatenate(([0], behind - gone[behind - 1])).astype(np.int64),
        original_starts=np.concatenate(([0], behind)).astype(np.int64),
    )


def _one_end(codes: NDArray[np.uint32], lengths: NDArray[np.integer]) -> tuple[NDArray[np.uint32], NDArray[np.integer]]:
    """Turn every end of a line into one LF, which takes the bytes of all that it replaces."""
    if not (codes == _CR).any():
        return codes, lengths
    dropped = _dropped(codes)
    ends = np.cumsum(lengths, dtype=np.int64)[~dropped]
    return np.where(codes == _CR, np.uint32(_LF), codes)[~dropped], np.diff(ends, prepend=0)


def _dropped(codes: NDArray[np.integer]) -> NDArray[np.bool_]:
    """Return which characters are a CR that only begins the end of a line: bool (n,)."""
    is_cr, is_lf = codes == _CR, codes == _LF
    dropped: NDArray[np.bool_] = np.zeros(len(codes), dtype=np.bool_)
    dropped[:-1] = is_cr[:-1] & is_lf[1:]
    doubled = np.flatnonzero(is_cr[:-1] & dropped[1:])
    if len(doubled):
        signs = np.where(is_cr, np.uint8(_CR), np.where(is_lf, np.uint8(_LF), np.uint8(0))).tobytes()
        if not _LONE_CR.search(signs):
            return np.asarray(is_cr, dtype=np.bool_)
    return dropped


def _ends(lengths: NDArray[np.integer], at: NDArray[np.int64], first: int) -> NDArray[np.int64]:
    ends = np.empty(len(at) + 1, dtype=np.int64)
    ends[0] = first
    ends[1:] = np.cumsum(lengths, dtype=np.int64)[at] + first
    ends.flags.writeable = False
    return ends
