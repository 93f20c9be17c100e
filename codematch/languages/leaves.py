"""The leaves of a tree as tokens and comments: with their true ends, without blanks, and with nothing left out."""

import re

import numpy as np
import tree_sitter
from numpy.typing import NDArray

from codematch.languages.gaps import fill_gaps, find_gaps
from codematch.languages.grammar import ERROR_ID, Grammar
from codematch.languages.macros import split_lexed
from codematch.languages.walk import Leaves, walk
from codematch.languages.words import split_words
from codematch.model.stable_hash import token_hashes

_BLANK = re.compile(rb"(?:\s|\\\n)*")
_IS_BLANK = np.isin(np.arange(256), list(b" \t\r\n\f\v"))
_MAY_BE_BLANK = _IS_BLANK | (np.arange(256) == ord("\\"))


def read_leaves(
    root: tree_sitter.Node, utf8: bytes, grammar: Grammar, visible: NDArray[np.int32]
) -> tuple[Leaves, list[tree_sitter.Node], NDArray[np.uint64]]:
    """Return the leaves, the nodes for the query, and the text hashes of the leaves other than comments.

    Every visible byte is in exactly one leaf. The quick walk assumes the text of keywords and operators; the hashes
    show whether that was right, and so do blanks in such a place and text after it in no leaf. In a tree with errors a
    missing token could agree with the text of the next one by chance, so the walk is careful. `visible` is what
    `visible_before` returned.
    """
    if not root.has_error:
        leaves, units, is_right = _walked(root, utf8, grammar, careful=False)
        texts = _hashes(leaves, utf8, grammar)
        gaps = find_gaps(leaves, visible)
        if is_right and _is_as_known(leaves, texts, gaps, visible, grammar):
            return _filled(leaves, units, texts, gaps, utf8, grammar)
    leaves, units, _ = _walked(root, utf8, grammar, careful=True)
    leaves = _trimmed(leaves, utf8, grammar)
    gaps = find_gaps(leaves, visible)
    return _filled(leaves, units, _hashes(leaves, utf8, grammar), gaps, utf8, grammar)


def _walked(
    root: tree_sitter.Node, utf8: bytes, grammar: Grammar, *, careful: bool
) -> tuple[Leaves, list[tree_sitter.Node], bool]:
    """Return the leaves with text, the nodes for the query, and whether all keywords and operators are among them."""
    leaves, units = walk(root, grammar, careful=careful)
    if root.has_error:
        # An error without leaves is a gap: it may hold many words.
        leaves = leaves[(leaves.ids != ERROR_ID) & ~_is_broken_string(leaves, utf8, grammar)]
    leaves = Leaves(leaves.ids, leaves.starts, np.minimum(leaves.stops, len(utf8)))
    leaves = split_words(split_lexed(leaves, utf8, grammar), utf8, grammar)
    has_text = _has_text(leaves, utf8)
    if has_text.all():
        return leaves, units, True
    return leaves[has_text], units, not (grammar.lengths[leaves.ids[~has_text]] > 0).any()


def _is_broken_string(leaves: Leaves, utf8: bytes, grammar: Grammar) -> NDArray[np.bool_]:
    """Say which leaves are the text of a string that the parser could not finish: bool (n,).

    A string is one leaf. Its text is a leaf by itself only in an error, and may go on over code to the next quotation
    mark.
    """
    broken = np.zeros(len(leaves.ids), dtype=np.bool_)
    for index in np.flatnonzero(grammar.content[leaves.ids]).tolist():
        broken[index] = b"\n" in utf8[leaves.starts[index] : leaves.stops[index]]
    return broken


def _is_as_known(
    leaves: Leaves, texts: NDArray[np.uint64], gaps: NDArray[np.intp], visible: NDArray[np.int32], grammar: Grammar
) -> bool:
    """Say whether the texts of keywords and operators are their names, and no longer than their names."""
    ids = leaves.ids[~grammar.comments[leaves.ids]]
    known = grammar.lengths[ids] > 0
    if not np.array_equal(texts[known], grammar.texts[ids[known]]):
        return False
    before = gaps[gaps > 0] - 1
    stops = leaves.stops[before]
    is_cut = visible[stops + 1] > visible[stops]
    return not (is_cut & (grammar.lengths[leaves.ids[before]] > 0)).any()


def _filled(
    leaves: Leaves,
    units: list[tree_sitter.Node],
    texts: NDArray[np.uint64],
    gaps: NDArray[np.intp],
    utf8: bytes,
    grammar: Grammar,
) -> tuple[Leaves, list[tree_sitter.Node], NDArray[np.uint64]]:
    if len(gaps):
        leaves = fill_gaps(leaves, gaps, utf8, grammar)
        texts = _hashes(leaves, utf8, grammar)
    return leaves, units, texts


def _hashes(leaves: Leaves, utf8: bytes, grammar: Grammar) -> NDArray[np.uint64]:
    """Return the text hashes of the leaves that are no comments: uint64 (n,)."""
    tokens = leaves[~grammar.comments[leaves.ids]]
    return token_hashes(utf8, tokens.starts, tokens.stops)


def _has_text(leaves: Leaves, utf8: bytes) -> NDArray[np.bool_]:
    """Say which leaves are more than nothing, white space, or the backslash of a continued line: bool (n,)."""
    lengths = leaves.stops - leaves.starts
    first = np.frombuffer(utf8 + b" ", dtype=np.uint8)[leaves.starts]
    has_text: NDArray[np.bool_] = (lengths > 1) | ((lengths == 1) & ~_IS_BLANK[first])
    for index in np.flatnonzero(_MAY_BE_BLANK[first] & (lengths > 1)).tolist():
        has_text[index] = not _BLANK.fullmatch(utf8, leaves.starts[index], leaves.stops[index])
    return has_text


def _trimmed(leaves: Leaves, utf8: bytes, grammar: Grammar) -> Leaves:
    """Return the leaves, keywords and operators without the blanks before them: in Bash some begin with blanks."""
    starts = leaves.starts.copy()
    first = np.frombuffer(utf8, dtype=np.uint8)[starts]
    for index in np.flatnonzero(_MAY_BE_BLANK[first] & (grammar.lengths[leaves.ids] > 0)).tolist():
        blank = _BLANK.match(utf8, starts[index], leaves.stops[index])
        starts[index] = blank.end() if blank else starts[index]
    return Leaves(leaves.ids, starts, leaves.stops)
