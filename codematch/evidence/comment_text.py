"""The comments of a file, ready to be compared: as a whole, by runs of words, and by lines of code in them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from codematch.model.fast_hash import hash_texts
from codematch.model.frozen import freeze_arrays, restore
from codematch.model.stable_hash import mix
from codematch.model.tokens import TokenStream
from codematch.model.words import comment_words
from codematch.settings import Evidence

_BEFORE, _AFTER = b" \t/*#;-!%<", b" \t"
"""What may stand before and after the text of a line of comment, whatever the language."""

_BASE = np.uint64(0x9E3779B97F4A7C15)
"""Hashes of words in a row are polynomials in this odd number."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CommentText:
    """The comments of a file.

    `wholes` uint64 (c,) are the hashes of the words of each comment, 0 where it has too few. `runs` uint64 (r,) are
    those of all sequences of a fixed number of words, `run_comments` int32 (r,) the comments in which they stand.
    `lines` uint64 (m,) are the hashes of the long lines of comments without their delimiters, `line_numbers` int32
    (m,) where they stand.
    """

    wholes: NDArray[np.uint64]
    runs: NDArray[np.uint64]
    run_comments: NDArray[np.int32]
    lines: NDArray[np.uint64]
    line_numbers: NDArray[np.int32]

    __setstate__ = restore

    def __post_init__(self) -> None:
        freeze_arrays(self)


_NONE = CommentText(
    wholes=np.empty(0, np.uint64),
    runs=np.empty(0, np.uint64),
    run_comments=np.empty(0, np.int32),
    lines=np.empty(0, np.uint64),
    line_numbers=np.empty(0, np.int32),
)
"""That of a file without comments."""


def comment_text(utf8: bytes, stream: TokenStream, settings: Evidence) -> CommentText:
    """Return the comments of a file, ready to be compared."""
    if not stream.comments.texts:
        return _NONE
    words, counts = _words(stream.comments.texts)
    hashes = hash_texts(map(str.encode, words))
    runs, owners = _runs(hashes, counts, settings.comment_run_words)
    lines, numbers = _lines(utf8, stream, settings.min_line_characters)
    return CommentText(
        wholes=np.where(counts >= settings.min_comment_words, _folded(hashes, counts), np.uint64(0)),
        runs=runs,
        run_comments=owners,
        lines=lines,
        line_numbers=numbers,
    )


def comment_line(text: bytes) -> bytes:
    """Return the text of a line of comment without its delimiters."""
    return text.lstrip(_BEFORE).removesuffix(b"*/").rstrip(_AFTER)


def _words(texts: Sequence[str]) -> tuple[list[str], NDArray[np.int64]]:
    """The words of all comments, one after the other, and their number in each."""
    words = [comment_words([text]) for text in texts]
    return [word for found in words for word in found], np.fromiter(map(len, words), dtype=np.int64, count=len(words))


def _folded(hashes: NDArray[np.uint64], counts: NDArray[np.int64]) -> NDArray[np.uint64]:
    """One hash of each comment's words in their order: uint64 (c,); a polynomial of them, modulo 2**64."""
    within = _within(counts)
    powers = np.full(int(counts.max(initial=0)) + 1, _BASE)
    powers[0] = 1
    sums = np.concatenate((np.zeros(1, np.uint64), np.cumsum(hashes * np.multiply.accumulate(powers)[within])))
    starts = np.cumsum(counts) - counts
    return mix(sums[starts + counts] - sums[starts])


def _within(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """The place of each word in its comment, from 0: int64 (w,)."""
    return np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)


def _runs(
    hashes: NDArray[np.uint64], counts: NDArray[np.int64], size: int
) -> tuple[NDArray[np.uint64], NDArray[np.int32]]:
    """The hash of every `size` words in a row within a comment, and the number of the comment."""
    firsts = np.flatnonzero(_within(counts) + size <= np.repeat(counts, counts))
    owners = np.repeat(np.arange(len(counts), dtype=np.int32), counts)[firsts]
    sums = np.zeros(len(firsts), dtype=np.uint64)
    for place in range(size):
        sums = sums * _BASE + hashes[firsts + place]
    return mix(sums), owners


def _lines(utf8: bytes, stream: TokenStream, least: int) -> tuple[NDArray[np.uint64], NDArray[np.int32]]:
    texts, numbers = [], []
    comments = stream.comments
    for line, start, stop in zip(
        comments.lines.tolist(), comments.starts.tolist(), comments.stops.tolist(), strict=True
    ):
        for offset, raw in enumerate(utf8[start:stop].splitlines()):
            text = comment_line(raw)
            if len(text) >= least and (text.isascii() or len(text.decode("utf-8", "replace")) >= least):
                texts.append(text)
                numbers.append(line + offset)
    return hash_texts(texts), np.array(numbers, dtype=np.int32)
