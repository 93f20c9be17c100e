"""What a file says by itself, gathered once, before anything is compared."""

import hashlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from codematch.evidence.authorship_marks import AuthorshipMark, traces
from codematch.evidence.comment_text import CommentText, comment_text
from codematch.evidence.member_lists import Groups, groups_of
from codematch.evidence.words import plain_words
from codematch.model.fast_hash import hash_texts
from codematch.model.frozen import freeze_arrays, restore
from codematch.model.tokens import Cells, TokenStream
from codematch.settings import Evidence

_WHITE_SPACE = b" \t\n\r\v\f"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CellLines:
    """The lines of a notebook's cells, the first cell first, as hashes: `all` uint64 (l,), blank ones 0.

    `code` uint64 (c,) are those on which a token starts.
    """

    all: NDArray[np.uint64]
    code: NDArray[np.uint64]

    __setstate__ = restore

    def __post_init__(self) -> None:
        freeze_arrays(self)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Facts:
    """One file, by itself.

    `folded` is the digest of its text without white space, "" without any text. `lines` uint64 (l,) are the hashes of
    its lines without the white space at both ends; a blank one is 0. `words` are its different words in small
    letters, one on a line (see `plain_words`). `cells` are the lines of a notebook, None for any other file: those of
    the file are JSON, all on one line as often as not.
    """

    folded: str
    lines: NDArray[np.uint64]
    words: str
    comments: CommentText
    traces: tuple[AuthorshipMark, ...]
    groups: Groups
    cells: CellLines | None = None

    __setstate__ = restore

    def __post_init__(self) -> None:
        freeze_arrays(self)


def gather_facts(utf8: bytes, stream: TokenStream, settings: Evidence) -> Facts:
    """Return what the detectors want to know of a file."""
    text = utf8.translate(None, _WHITE_SPACE)
    return Facts(
        folded=hashlib.sha256(text).hexdigest() if text else "",
        lines=line_hashes(utf8),
        words=plain_words(utf8, settings.min_word_letters),
        comments=comment_text(utf8, stream, settings),
        traces=tuple(traces(utf8, stream, settings)),
        groups=groups_of(stream, settings),
        cells=_cell_lines(stream.cells) if stream.cells is not None else None,
    )


def _cell_lines(cells: Cells) -> CellLines:
    parts = [line_hashes(text) for text in cells.texts]
    every = np.concatenate([np.empty(0, np.uint64), *parts])
    offsets = np.cumsum([0, *map(len, parts)])
    inside = cells.numbers > 0
    places = np.unique(offsets[cells.numbers[inside] - 1] + cells.lines[inside] - 1)
    return CellLines(all=every, code=every[places[places < len(every)]])


def line_hashes(utf8: bytes) -> NDArray[np.uint64]:
    """Return the hash of each line without the white space at both ends: uint64 (l,)."""
    return hash_texts(map(bytes.strip, utf8.splitlines()))
