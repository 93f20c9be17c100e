"""Texts written in other characters: Base64, hexadecimal numbers, percent signs, and what is packed in them."""

import base64
import binascii
import bz2
import lzma
import re
import zlib
from dataclasses import replace
from urllib.parse import unquote_to_bytes

import numpy as np

from codematch.languages.embedded.island import NOWHERE, Island
from codematch.model.tokens import TokenStream

_MAX_UNPACKED = 1_000_000
"""At most so much is unpacked of a compressed text [bytes]."""

_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{4}(?:[A-Za-z0-9+/_-]|\s|\\n)+={0,2}\s*")
_HEX = re.compile(rb"(?:0x)?(?:[0-9A-Fa-f]{2}\s?)+")
_ADDRESS = re.compile(rb"\s*(?:data:[^,\s]{0,99};base64,|begin-base64 [0-7]+ [^\n]*\n)")
"""What may be before Base64: the beginning of an address of data (RFC 2397), the first line of `uuencode -m`."""
_END = re.compile(rb"(?:\n====)?\s*\Z")
_PERCENT = re.compile(rb"%[0-9A-Fa-f]{2}")
_MIN_PERCENTS = 8
_CONTROL = bytes([*range(9), *range(14, 32), 127])
_PLAIN_DEFLATE = -zlib.MAX_WBITS


def plain_text(text: bytes) -> bytes | None:
    """Return what a text says that is written in Base64, hexadecimal numbers or percent signs; None for all others.

    A compressed text is unpacked.
    """
    text = _body(text)
    found = _unpercent(text) or _from_hex(text) or _from_base64(text)
    if found is None:
        return None
    unpacked = _unpacked(found)
    try:
        unpacked.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return unpacked if unpacked and unpacked.translate(None, _CONTROL) == unpacked else None


def decoded(island: Island, plain: bytes) -> Island:
    """Return an island with what its text says, as `plain_text` returned it.

    Its places are shared out evenly: 3 bytes are 4 characters of Base64.
    """
    text = _body(island.utf8)
    start = island.utf8.index(text)
    edges = start + np.arange(len(plain) + 1, dtype=np.int64) * len(text) // len(plain)
    ends = np.maximum(edges[1:], edges[:-1] + 1) - 1
    return Island(
        language=island.language,
        utf8=plain,
        begins=island.begins[edges[:-1]],
        ends=island.ends[ends],
        is_continuous=True,
    )


def spread(island: Island, stream: TokenStream) -> Island:
    """Return a text that was longer when it was decoded, its tokens shared out evenly over its places.

    Tokens need places of their own, and a compressed text has fewer bytes than what it says.
    """
    real = np.flatnonzero(island.begins != NOWHERE)
    first, stop = int(island.begins[real[0]]), int(island.ends[real[-1]])
    if stop - first >= len(real) or not len(stream):
        return island
    edges = first + np.arange(len(stream) + 1, dtype=np.int64) * (stop - first) // len(stream)
    places = np.searchsorted(stream.starts, np.arange(len(island.utf8)), side="right") - 1
    places = np.maximum(places, 0)
    begins, ends = island.begins.copy(), island.ends.copy()
    begins[real] = edges[places[real]]
    ends[real] = np.maximum(edges[places[real] + 1], edges[places[real]] + 1)
    return replace(island, begins=begins, ends=ends)


def _body(text: bytes) -> bytes:
    """Return a text without the blanks around it, and without what says that it is Base64."""
    address = _ADDRESS.match(text) if b"base64" in text[:128] else None
    if address is None:
        return text.strip()
    end = _END.search(text, address.end())
    return text[address.end() : end.start() if end is not None else len(text)].strip()


def _unpercent(text: bytes) -> bytes | None:
    if text.count(b"%") < _MIN_PERCENTS or len(_PERCENT.findall(text)) < _MIN_PERCENTS:
        return None
    return unquote_to_bytes(text)


def _from_hex(text: bytes) -> bytes | None:
    if not _HEX.fullmatch(text):
        return None
    try:
        return bytes.fromhex(text.removeprefix(b"0x").decode("ascii"))
    except ValueError:
        return None


def _from_base64(text: bytes) -> bytes | None:
    if not _BASE64.fullmatch(text):
        return None
    packed = b"".join(text.split()).rstrip(b"=").translate(bytes.maketrans(b"-_", b"+/"))
    try:
        return base64.b64decode(packed + b"=" * (-len(packed) % 4), validate=True)
    except (binascii.Error, ValueError):
        return None


def _unpacked(data: bytes) -> bytes:
    """Return what a compressed text says, any other as it is. A text without a mark is tried as bare deflate."""
    try:
        if data[:2] in (b"\x1f\x8b", b"\x78\x9c", b"\x78\xda", b"\x78\x01", b"\x78\x5e"):
            return zlib.decompressobj(wbits=47).decompress(data, _MAX_UNPACKED)
        if data[:3] == b"BZh":
            return bz2.BZ2Decompressor().decompress(data, _MAX_UNPACKED)
        if data[:6] == b"\xfd7zXZ\0":
            return lzma.LZMADecompressor(lzma.FORMAT_XZ).decompress(data, _MAX_UNPACKED)
        if data.translate(None, _CONTROL) != data:
            bare = zlib.decompressobj(wbits=_PLAIN_DEFLATE)
            found = bare.decompress(data, _MAX_UNPACKED)
            return found if bare.eof or bare.unconsumed_tail else data
    except (zlib.error, lzma.LZMAError, OSError, EOFError):
        return data
    return data
