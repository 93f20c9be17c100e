r"""Text that is left out too easily: with control bytes in it, in front of other data, after it, or within it.

A file is not left out because somebody put a few bytes into it. Without the signature of a binary format, one whose
bytes are those of a text for the most part is a text, its NULs and control characters aside. From other files the
blocks of text are taken: a script in front of its payload, source after an image. Programs, fonts and documents hold
messages of several lines by nature: from them a block is taken only when it ends the file.
"""

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from codematch.intake import charsets, signatures, vote
from codematch.intake.charsets import UTF8, Charset
from codematch.intake.offsets import aligned
from codematch.model.source import DecodedText
from codematch.settings import Intake

_TEXT = bytes([*b"\t\n\f\r", *range(0x20, 0x7F), *range(0x80, 0x100)])
_ASCII = bytes([*b"\t\n\f\r", *range(0x20, 0x7F)])
_WORDS = bytes([*range(0x41, 0x5B), *range(0x61, 0x7B), 0x20, 0x0A])
_HIGH = bytes(range(0x80, 0x100))
_ASCII_MAP = bytes(code in _ASCII for code in range(256))
_IS_TEXT = bytes(ord("t") if code in _TEXT else 0 for code in range(256))
_METADATA = (b"<x:xmpmeta", b"<?xpacket")
"""What image editors leave in images (XMP)."""
_CONTROLS = bytes(sorted(set(range(0x20)) - set(b"\b\t\n\v\f\r\x1a\x1b")))
_SPLIT_WORD = re.compile(rb"[A-Za-z][\x00-\x07\x0e-\x19\x1c-\x1f](?=[A-Za-z])")
_LINED = re.compile(
    rb"(?<![\t\f\n\x20-\x7e])(?:[\t\f\x20-\x7e]*+\r?\n)+[\t\f\x20-\x7e]*+|\A[\t\f\x20-\x7e]{8,}+"  # linear in time
)
_MIN_LINE_BYTES = 8
"""A part of a line beside its end; in noise one byte in 256 is an end of line, and of those one in 1,500 has this."""
_HALF_LINE_BYTES = _MIN_LINE_BYTES // 2
"""Of two parts with a blank between them that together have this many bytes, one has this many."""
_CHUNK_BYTES = 64
_ALL_TEXT = np.frombuffer(b"t" * 8, dtype=np.uint64)[0]


@dataclass(frozen=True, slots=True)
class Found:
    """The `text` of the blocks, its `encoding`, and the number of `other_bytes` around them."""

    text: DecodedText
    encoding: str
    other_bytes: int


def is_disturbed_text(content: bytes, limits: Intake) -> bool:
    """Tell whether the bytes but NUL are those of a text for the most part, regardless of control characters."""
    if signatures.binary_kind(content[: signatures.HEAD_BYTES]):
        return False
    count = len(content.translate(None, _CONTROLS))
    ascii_bytes = len(content) - len(content.translate(None, _ASCII))
    if content.count(b"\n") + content.count(b"\r") < 2 or ascii_bytes < limits.min_text_share * count:
        return False
    if len(set(content.translate(None, _TEXT + b"\0"))) > limits.max_control_kinds:
        return False
    high = len(content) - len(content.translate(None, _HIGH))
    letters = len(content) - len(content.translate(None, _WORDS))
    return high <= limits.max_high_share * count and letters >= limits.min_letter_share * count


def without_controls(content: bytes, limits: Intake) -> DecodedText | None:
    """Return a text without the control characters that were put between its characters, None for any other."""
    if len(_SPLIT_WORD.findall(content)) < limits.min_split_share * len(content):
        return None
    kept = np.flatnonzero(~np.isin(np.frombuffer(content, dtype=np.uint8), np.frombuffer(_CONTROLS, dtype=np.uint8)))
    codes = charsets.code_points(content.translate(None, _CONTROLS), UTF8)
    ends = np.cumsum(charsets.original_lengths(codes, UTF8), dtype=np.int64)
    starts = np.append(kept, len(content))[np.append(0, ends)]
    codes = np.where(charsets.escapes(codes), np.uint32(0xFFFD), codes)
    return aligned(codes, np.diff(starts), int(starts[0]))


def text_within(content: bytes, limits: Intake) -> Found | None:
    """Return the blocks of text in a file that is binary as a whole, None when there is none worth reading."""
    kind = signatures.binary_kind(content[: signatures.HEAD_BYTES])
    runs = _at_the_end(content) if signatures.holds_text(kind) else _runs(content)
    blocks = [
        (start, stop)
        for start, stop in runs
        if stop - start >= limits.min_text_bytes and _is_source(content[start:stop], limits)
    ]
    between = "\n"
    if not blocks and not signatures.holds_text(kind):
        blocks, between = _lined(content, limits), " "
    if not blocks:
        return None
    taken = sum(stop - start for start, stop in blocks)
    text, encoding = _joined(content, blocks, limits, between)
    return Found(text, encoding, len(content) - taken)


def _at_the_end(content: bytes) -> list[tuple[int, int]]:
    """Return the run of text that ends a file but for NULs: no program, document or font ends in lines of text."""
    end = len(content)
    while end and content[end - 1] == 0:  # a copy of the whole file costs more than these steps
        last = content[max(0, end - _CHUNK_BYTES) : end].rstrip(b"\0")
        end = max(0, end - _CHUNK_BYTES) + len(last)
    shown = content[max(0, end - _CHUNK_BYTES) : end].translate(_IS_TEXT)
    if b"\0" in shown:
        return []
    return [(content.translate(_IS_TEXT).rfind(b"\0", 0, end) + 1, end)]


def _runs(content: bytes) -> list[tuple[int, int]]:
    """Return where runs of text begin and stop, all that hold two chunks and some of the shorter ones."""
    shown = content.translate(_IS_TEXT)
    whole = len(shown) // _CHUNK_BYTES * _CHUNK_BYTES
    words = np.frombuffer(shown[:whole], dtype=np.uint64) == _ALL_TEXT
    chunks = np.flatnonzero(words.reshape(-1, _CHUNK_BYTES // 8).all(axis=1)) * _CHUNK_BYTES
    found = []
    stop = -1
    for at in chunks.tolist():
        if at < stop:
            continue
        start = shown.rfind(b"\0", 0, at) + 1
        stop = shown.find(b"\0", at)
        stop = len(content) if stop < 0 else stop
        found.append((start, stop))
    return found


def _lined(content: bytes, limits: Intake) -> list[tuple[int, int]]:
    """Return the readable parts of lines that have other bytes in them as well: those next to the ends of lines."""
    codes = np.frombuffer(content, dtype=np.uint8)
    ends = np.flatnonzero(codes == ord("\n"))
    lines = len(ends)
    if lines < limits.min_block_lines or _readable_at_most(codes, ends) < limits.min_readable_share * lines:
        return []
    found = [match.span() for match in _LINED.finditer(content)]
    parts = b" ".join(content[slice(*span)] for span in found).replace(b"\r", b"").split(b"\n")
    readable = [part for part in parts if len(part.strip()) >= _MIN_LINE_BYTES]
    text = b"\n".join(readable)
    enough = len(text) >= limits.min_text_bytes and len(readable) >= limits.min_readable_share * lines
    return found if enough and _is_source(text, limits) else []


def _readable_at_most(codes: NDArray[np.uint8], ends: NDArray[np.int64]) -> int:
    """Return a number that the readable lines of a file do not exceed, from the bytes around the ends of its lines.

    What is left of a line is what is before its end, after the end before it, or both with a blank between them.
    """
    is_text = np.frombuffer(_ASCII_MAP, dtype=np.bool_)
    inner = ends[(ends >= _HALF_LINE_BYTES) & (ends < len(codes) - _HALF_LINE_BYTES)]
    before, behind = np.ones(len(inner), dtype=np.bool_), np.ones(len(inner), dtype=np.bool_)
    for step in range(1, _HALF_LINE_BYTES + 1):
        before &= is_text[codes[inner - step]]
        behind &= is_text[codes[inner + step]]
    at_the_edges = len(ends) - len(inner)
    return int(np.count_nonzero(before) + np.count_nonzero(behind)) + 2 * at_the_edges + 1


def _is_source(block: bytes, limits: Intake) -> bool:
    """Tell whether a block of bytes is text in lines."""
    lines = block.count(b"\n") + block.count(b"\r")
    is_short = lines < limits.min_block_lines or len(block) > limits.max_mean_line_bytes * lines
    if is_short or any(mark in block for mark in _METADATA):
        return False
    ascii_bytes = len(block) - len(block.translate(None, _ASCII))
    letters = len(block) - len(block.translate(None, _WORDS))
    return ascii_bytes >= limits.min_ascii_share * len(block) and letters >= limits.min_letter_share * len(block)


def _joined(content: bytes, blocks: list[tuple[int, int]], limits: Intake, between: str) -> tuple[DecodedText, str]:
    """Decode the blocks; `between`, an end of line or a blank, stands for what is between them."""
    charset = _charset(b"\n".join(content[slice(*block)] for block in blocks), limits)
    codes: list[NDArray[np.uint32]] = []
    lengths: list[NDArray[np.integer]] = []
    done = 0
    for start, stop in [*blocks, (len(content), len(content))]:
        if start > done:
            codes.append(np.array([ord(between)], dtype=np.uint32))
            lengths.append(np.array([start - done], dtype=np.int64))
        found = charsets.code_points(content[start:stop], charset)
        lengths.append(charsets.original_lengths(found, charset))
        codes.append(np.where(charsets.escapes(found), np.uint32(0xFFFD), found))
        done = stop
    return aligned(np.concatenate(codes), np.concatenate(lengths), 0), charset.label


def _charset(text: bytes, limits: Intake) -> Charset:
    if text.isascii():
        return UTF8
    damaged = int(charsets.escapes(charsets.code_points(text, UTF8)).sum())
    high = len(text) - len(text.translate(None, _HIGH))
    if damaged <= (1 - limits.plausible_share) * high:
        return UTF8
    return vote.best(text[: limits.detection_sample_bytes], limits) or charsets.LATIN_1
