"""The end of a zip archive, with bytes that its end record does not cover."""

import struct
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

from codematch.settings import Intake

_END = struct.Struct("<4sHHHHIIH")
_END_MARK, _LISTED_MARK, _LOCAL_MARK = b"PK\x05\x06", b"PK\x01\x02", b"PK\x03\x04"
_LARGE = 0xFFFFFFFF
_MAX_COMMENT_BYTES = 0xFFFF


@dataclass(frozen=True, slots=True)
class Ended:
    """An archive as `zipfile` can read it, and the bytes `beside` its list and its end record, each with its place."""

    stream: BinaryIO
    beside: tuple[tuple[int, bytes], ...] = ()


def ended(stream: BinaryIO, limits: Intake) -> Ended:
    """Return an archive without what is between its directory and its end record, and after that."""
    size = stream.seek(0, 2)
    tail_at = max(0, size - _END.size - _MAX_COMMENT_BYTES)
    stream.seek(tail_at)
    tail = stream.read()
    if _END_MARK not in tail and size <= limits.max_held_bytes:
        stream.seek(0)
        tail_at, tail = 0, stream.read()
    found = tail.rfind(_END_MARK)
    if found < 0 or found + _END.size > len(tail):
        return Ended(stream)
    _, _, _, _, count, listed_bytes, listed_at, comment_bytes = _END.unpack_from(tail, found)
    at = tail_at + found
    stop = at + _END.size + comment_bytes
    beside = []
    if stop < size:
        beside.append((stop, tail[stop - tail_at :]))
    if not count or _LARGE in (listed_bytes, listed_at) or _has(stream, at - listed_bytes):
        is_far = tail_at == 0 and size - at > _MAX_COMMENT_BYTES
        return Ended(_cut(stream, stop, stop, stop) if is_far else stream, tuple(beside))
    between = listed_at + listed_bytes
    if between >= at or size > limits.max_held_bytes or not _has(stream, listed_at):
        return Ended(stream, tuple(beside))
    stream.seek(between)
    beside.append((between, stream.read(at - between)))
    return Ended(_cut(stream, between, at, stop), tuple(beside))


def begins_behind(content: bytes) -> int:
    """Return where a zip archive begins that ends a file and does not begin it, 0 if there is none.

    What is before it may be a program that unpacks it, a picture, or text. Documents in a zip container stay closed.
    """
    end = content.rfind(_END_MARK, max(0, len(content) - _END.size - _MAX_COMMENT_BYTES))
    if end < 0 or end + _END.size > len(content) or content.startswith(b"PK"):
        return 0
    _, _, _, _, count, listed_bytes, _, comment_bytes = _END.unpack_from(content, end)
    if (
        not count
        or end + _END.size + comment_bytes != len(content)
        or not content.startswith(_LISTED_MARK, end - listed_bytes)
    ):
        return 0
    return max(0, content.find(_LOCAL_MARK, 0, end))


def _has(stream: BinaryIO, at: int) -> bool:
    stream.seek(max(at, 0))
    return at >= 0 and stream.read(len(_LISTED_MARK)) == _LISTED_MARK


def _cut(stream: BinaryIO, first_stop: int, start: int, stop: int) -> BinaryIO:
    stream.seek(0)
    content = stream.read(stop)
    return BytesIO(content[:first_stop] + content[start:])
