"""The encodings that switch between tables of characters by escape sequences, in bytes of ASCII alone."""

import codecs
import re

import numpy as np
from numpy.typing import NDArray

from codematch.intake.charsets import Charset

_ESCAPED = (
    (Charset("iso-2022-kr", "iso2022_kr", multibyte=True), re.compile(rb"\x1b\$\)C")),
    (Charset("iso-2022-jp", "iso2022_jp_2", multibyte=True), re.compile(rb"\x1b\$[@B]|\x1b\$\(D")),
)
_HZ = Charset("hz-gb-2312", "hz", multibyte=True)
_HZ_RUN = re.compile(rb"~\{((?:[\x21-\x77][\x21-\x7e])+)~\}")
STATEFUL = {charset.codec: charset for charset in (*(charset for charset, _ in _ESCAPED), _HZ)}


def switching(content: bytes) -> Charset | None:
    """Return the encoding whose escape sequences `content` holds, if it can be read so without an error."""
    candidates = []
    if b"\x1b$" in content:
        candidates += [charset for charset, mark in _ESCAPED if mark.search(content)]
    if b"~{" in content and _is_hz(content):
        candidates.append(_HZ)
    return next((charset for charset in candidates if _decodes(content, charset)), None)


def characters(content: bytes, charset: Charset) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """Decode byte by byte.

    Returns:
        Code points uint32 (n,), and int64 (n,) [bytes] how many bytes each took, with the escape sequences before it;
        the last one has those after it, too.
    """
    decoder = codecs.getincrementaldecoder(charset.codec)("replace")
    codes: list[int] = []
    lengths: list[int] = []
    taken = 0
    for at in range(len(content)):
        taken += 1
        for character in decoder.decode(content[at : at + 1]):
            codes.append(ord(character))
            lengths.append(taken)
            taken = 0
    for character in decoder.decode(b"", final=True):
        codes.append(ord(character))
        lengths.append(taken)
        taken = 0
    if lengths:
        lengths[-1] += taken
    return np.array(codes, dtype=np.uint32), np.array(lengths, dtype=np.int64)


def _is_hz(content: bytes) -> bool:
    """Tell whether every `~{` opens a run of GB 2312 (RFC 1843), the first level of it for the most part."""
    if not content.isascii():
        return False
    runs = b"".join(_HZ_RUN.findall(content))
    common = sum(0x21 <= row <= 0x23 or 0x30 <= row <= 0x57 for row in runs[::2])
    return (
        len(runs) >= 4 and content.count(b"~{") == len(_HZ_RUN.findall(content)) and 20 * common >= 17 * len(runs) // 2
    )


def _decodes(content: bytes, charset: Charset) -> bool:
    try:
        content.decode(charset.codec)
    except UnicodeDecodeError:
        return False
    return True
