"""Text that no leaf shows: where the parser gave up, or the grammar hides it. The plain lexer reads it.

Code could be hidden there otherwise. A word is a keyword if the grammar has such a keyword, else what the language
lists first among its identifiers, so that names in a gap can change like other names; a number is what it lists
first among its literals. Every other character has its text as its kind, as operators have.
"""

import numpy as np
from numpy.typing import NDArray

from codematch.languages.grammar import ERROR_ID, Grammar
from codematch.languages.text_lexer import lex
from codematch.languages.walk import Leaves
from codematch.model.stable_hash import tagged, token_hashes

_BLANKS = bytes([*range(0x21), 0x7F])
_VISIBLE = bytes(byte not in _BLANKS for byte in range(256))
_BACKSLASH = ord("\\")
_LINE_END = ord("\n")


def visible_before(utf8: bytes) -> NDArray[np.int32]:
    """Count the visible bytes before each place of the text: int32 (len(utf8) + 1,).

    Not visible are ASCII white space and control characters, and the backslash of a continued line.
    """
    visible = np.frombuffer(utf8.replace(b"\\\n", b"\n\n").translate(_VISIBLE), dtype=np.bool_)
    counts = np.empty(len(utf8) + 1, dtype=np.int32)
    counts[0] = 0
    np.cumsum(visible, dtype=np.int32, out=counts[1:])
    return counts


def find_gaps(leaves: Leaves, visible: NDArray[np.int32]) -> NDArray[np.intp]:
    """Return which gaps hold visible text: intp (g,), i for the gap before leaf i, n for the one after all n.

    The leaves are in file order and do not overlap; `visible` is what `visible_before` returned.
    """
    counts = np.empty(len(leaves.starts) + 1, dtype=np.int32)
    counts[:-1] = visible[leaves.starts]
    counts[-1] = visible[-1]
    counts[1:] -= visible[leaves.stops]
    return np.flatnonzero(counts > 0)


def fill_gaps(leaves: Leaves, gaps: NDArray[np.intp], utf8: bytes, grammar: Grammar) -> Leaves:
    """Return the leaves together with what the plain lexer finds in the given gaps between them, in file order."""
    gap_starts = np.concatenate(([0], leaves.stops))[gaps]
    gap_stops = np.concatenate((leaves.starts, [len(utf8)]))[gaps]
    starts, stops, is_number, is_word, _ = lex_spans(utf8, gap_starts, gap_stops)
    ids = np.full(len(starts), ERROR_ID, dtype=np.uint16)
    ids[is_number] = grammar.number
    names = tagged(token_hashes(utf8, starts, stops), "token")
    ids[is_word & ~np.isin(names, grammar.kinds[grammar.lengths > 0])] = grammar.word
    data = np.frombuffer(utf8 + b" ", dtype=np.uint8)
    found = Leaves(ids, starts, stops)[~((data[starts] == _BACKSLASH) & (data[starts + 1] == _LINE_END))]
    places = np.searchsorted(leaves.starts, found.starts)
    return Leaves(
        np.insert(leaves.ids, places, found.ids),
        np.insert(leaves.starts, places, found.starts),
        np.insert(leaves.stops, places, found.stops),
    )


def lex_spans(
    utf8: bytes, starts: NDArray[np.int32], stops: NDArray[np.int32]
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.bool_], NDArray[np.bool_], NDArray[np.intp]]:
    """Return what the plain lexer finds in spans of a text, int32 (s,) in file order; no token extends across spans.

    The places are those of the whole text; the last array, intp (n,), is the span of each token.
    """
    spans = zip(starts.tolist(), stops.tolist(), strict=True)
    found, found_stops, is_number, is_word = lex(b" ".join([utf8[start:stop] for start, stop in spans]))
    lengths = stops - starts + 1
    joined = np.cumsum(lengths) - lengths
    span = np.searchsorted(joined, found, side="right") - 1
    shift = (starts - joined)[span].astype(np.int32)
    return found + shift, found_stops + shift, is_number, is_word, span
