"""UTF-16 and UTF-32, with and without a byte order mark."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from codematch.intake.offsets import REPLACEMENT
from codematch.model.frozen import array_value
from codematch.settings import Intake


@dataclass(frozen=True, slots=True)
class Wide:
    """An encoding of fixed units: `label`, the NumPy type of a `unit`, its byte order `mark`."""

    label: str
    unit: str
    mark: bytes


# UTF-32 first: its little-endian mark begins with that of UTF-16.
WIDE = (
    Wide("utf-32le", "<u4", b"\xff\xfe\0\0"),
    Wide("utf-32be", ">u4", b"\0\0\xfe\xff"),
    Wide("utf-16le", "<u2", b"\xff\xfe"),
    Wide("utf-16be", ">u2", b"\xfe\xff"),
)


@array_value(kw_only=False, copy=False)
class Characters:
    """Decoded characters: `codes` uint32 (n,), `lengths` uint8 (n,) [bytes], `undecodable` [bytes]."""

    codes: NDArray[np.uint32]
    lengths: NDArray[np.uint8]
    undecodable: int


def marked(content: bytes, limits: Intake) -> Wide | None:
    """Return the encoding whose byte order mark begins `content`, if what follows is text."""
    return next((wide for wide in WIDE if content.startswith(wide.mark) and _is_text(content, wide, limits)), None)


def guessed(content: bytes, limits: Intake) -> Wide | None:
    """Return the encoding in which `content`, without a mark but with NUL bytes, is text.

    The wrong byte order turns ASCII text into rare ideographs and control characters, so it is told by the
    share of common characters.
    """
    sample = content[: limits.detection_sample_bytes // 4 * 4]
    shares = [(_common_share(sample, wide), -rank, wide) for rank, wide in enumerate(WIDE)]
    share, _, wide = max(shares, key=lambda entry: entry[:2])
    return wide if share >= limits.plausible_share and _is_text(content, wide, limits) else None


def characters(content: bytes, wide: Wide) -> Characters:
    """Decode `content` (without its mark); unpaired surrogates and a cut last unit become U+FFFD."""
    unit_bytes = np.dtype(wide.unit).itemsize
    whole = len(content) // unit_bytes * unit_bytes
    units = np.frombuffer(content[:whole], dtype=wide.unit).astype(np.uint32)
    codes, lengths = _joined(units) if unit_bytes == 2 else (units, np.full(len(units), 4, dtype=np.uint8))
    if whole < len(content):
        codes = np.append(codes, np.uint32(0xD800))
        lengths = np.append(lengths, np.uint8(len(content) - whole))
    invalid = (codes > 0x10FFFF) | ((codes >= 0xD800) & (codes <= 0xDFFF))
    codes[invalid] = REPLACEMENT
    return Characters(codes, lengths, int(lengths[invalid].sum(dtype=np.int64)))


def _joined(units: NDArray[np.uint32]) -> tuple[NDArray[np.uint32], NDArray[np.uint8]]:
    """Join surrogate pairs (The Unicode Standard, D91); returns codes and their lengths [bytes]."""
    paired = np.zeros(len(units), dtype=np.bool_)
    paired[:-1] = (units[:-1] & 0xFC00 == 0xD800) & (units[1:] & 0xFC00 == 0xDC00)
    firsts = np.flatnonzero(paired)
    codes = units.copy()
    codes[firsts] = 0x10000 + ((units[firsts] & 0x3FF) << 10) + (units[firsts + 1] & 0x3FF)
    lengths = np.full(len(units), 2, dtype=np.uint8)
    lengths[firsts] = 4
    kept = np.ones(len(units), dtype=np.bool_)
    kept[firsts + 1] = False
    return codes[kept], lengths[kept]


def _is_text(content: bytes, wide: Wide, limits: Intake) -> bool:
    """Tell whether control characters, private ones and broken units stay few."""
    codes = characters(content[: limits.detection_sample_bytes // 4 * 4].removeprefix(wide.mark), wide).codes
    control = (codes < 0x20) & ~np.isin(codes, (0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x1A, 0x1B))
    strange = control | ((codes >= 0xE000) & (codes <= 0xF8FF)) | ((codes >= 0xFFF0) & (codes <= 0xFFFF))
    return int(strange.sum()) <= limits.few_control_bytes // 2 + limits.max_control_share * len(codes)


_COMMON = (
    (0x09, 0x0D),
    (0x20, 0x7E),
    (0xA0, 0x17F),
    (0x370, 0x52F),
    (0x2010, 0x203B),
    (0x2500, 0x257F),
    (0x3000, 0x30FF),
    (0x4E00, 0x9FFF),
    (0xAC00, 0xD7A3),
    (0xFF01, 0xFF9F),
)


def _common_share(content: bytes, wide: Wide) -> float:
    """Return which share of the characters is common; those that `characters` would give, without making them."""
    unit_bytes = np.dtype(wide.unit).itemsize
    whole = len(content) // unit_bytes * unit_bytes
    units = np.frombuffer(content[:whole], dtype=wide.unit)
    count = len(units) + (whole < len(content))
    if unit_bytes == 2:
        count -= _pairs(units)
    else:
        units = units[units <= 0xFFFF]
    return float(np.count_nonzero(_common()[units]) / count) if count else 0.0


def _pairs(units: NDArray[np.integer]) -> int:
    firsts = np.flatnonzero(units[:-1] & 0xFC00 == 0xD800)
    return int(np.count_nonzero(units[firsts + 1] & 0xFC00 == 0xDC00))


@cache
def _common() -> NDArray[np.bool_]:
    """Return which characters of the basic plane are common: bool (65536,)."""
    common = np.zeros(0x10000, dtype=np.bool_)
    for first, last in _COMMON:
        common[first : last + 1] = True
    return common
