"""The composed form of characters (NFC), and how many original bytes each of them took.

Composition never reaches across a character that begins anew: one that no other combines with, neither as a mark nor
as the second half of a pair (The Unicode Standard, annex 15, section 9). So only the few pieces between two such
characters that change are looked at, each by itself.
"""

import sys
import unicodedata
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

_CHANGING = range(0x300, 0x30000)
"""Here are all characters that may combine with another one or be replaced; Latin letters with accents are below."""


def is_composed(text: str) -> bool:
    """Tell whether a text is in NFC."""
    return text.isascii() or unicodedata.is_normalized("NFC", text)


def composed(codes: NDArray[np.uint32], lengths: NDArray[np.integer]) -> tuple[NDArray[np.uint32], NDArray[np.integer]]:
    """Compose characters: uint32 (n,) code points without surrogates, with their lengths in the original [bytes].

    Returns:
        The code points in NFC, uint32 (m,), and their lengths, int64 (m,). The unchanged start and end of a piece keep
        their lengths; the first of the characters that replace the rest has the length of all of it.
    """
    begins = _begins()[codes]
    begins[:1] = True
    suspicious = ~begins | _replaced()[codes]
    starts = np.flatnonzero(begins)
    stops = np.append(starts[1:], len(codes))
    touched = np.unique(np.searchsorted(starts, np.flatnonzero(suspicious), side="right") - 1)
    kept = np.ones(len(codes), dtype=np.bool_)
    places: list[int] = []
    found: list[int] = []
    sizes: list[int] = []
    for start, stop in zip(starts[touched].tolist(), stops[touched].tolist(), strict=True):
        old = tuple(codes[start:stop].tolist())
        new, head, tail = _piece(old)
        if new != old:
            kept[start:stop] = False
            places += [start] * len(new)
            found += new
            sizes += _sizes(lengths[start:stop].tolist(), len(new), head, tail)
    order = np.argsort(np.concatenate((np.flatnonzero(kept), np.array(places, dtype=np.int64))), kind="stable")
    all_codes = np.concatenate((codes[kept], np.array(found, dtype=np.uint32)))
    all_sizes = np.concatenate((lengths[kept].astype(np.int64), np.array(sizes, dtype=np.int64)))
    return all_codes[order], all_sizes[order]


@lru_cache(maxsize=1 << 16)
def _piece(old: tuple[int, ...]) -> tuple[tuple[int, ...], int, int]:
    """Return a piece composed, and how many characters at its start and at its end are as they were."""
    new = tuple(map(ord, unicodedata.normalize("NFC", "".join(map(chr, old)))))
    room = min(len(old), len(new))
    head = next((at for at in range(room) if old[at] != new[at]), room)
    tail = next((at for at in range(room - head) if old[-1 - at] != new[-1 - at]), room - head)
    if head == len(new) - tail and new != old:  # nothing stands for the rest: a neighbour has its bytes
        head, tail = (head - 1, tail) if head else (head, tail - 1)
    return new, head, tail


def _sizes(old: list[int], count: int, head: int, tail: int) -> list[int]:
    stop = len(old) - tail
    return old[:head] + [sum(old[head:stop])] + [0] * (count - head - tail - 1) + old[stop:]


@cache
def _begins() -> NDArray[np.bool_]:
    """Return which characters begin anew: bool (0x110000,)."""
    begins = np.ones(sys.maxunicode + 1, dtype=np.bool_)
    for code in _CHANGING:
        character = chr(code)
        if unicodedata.combining(character):
            begins[code] = False
        elif decomposition := unicodedata.decomposition(character):
            if decomposition.startswith("<"):
                continue
            parts = [int(part, 16) for part in decomposition.split()]
            begins[parts[1:]] = False
            if unicodedata.combining(unicodedata.normalize("NFD", character)[0]):
                begins[code] = False
    begins[0x1161:0x1176] = False  # vowels and final consonants of Hangul, which no table lists
    begins[0x11A8:0x11C3] = False
    return begins


@cache
def _replaced() -> NDArray[np.bool_]:
    """Return which characters NFC replaces wherever they occur: bool (0x110000,)."""
    replaced = np.zeros(sys.maxunicode + 1, dtype=np.bool_)
    for code in _CHANGING:
        if unicodedata.decomposition(chr(code)) and not unicodedata.is_normalized("NFC", chr(code)):
            replaced[code] = True
    return replaced
