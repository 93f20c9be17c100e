"""Edit scripts: what exactly became of every token of a chain.

Step 6 of the method, the extension. Between two pieces of a chain the few tokens of the gap are aligned by the
longest matching blocks of their kinds (Ratcliff & Metzener 1988, as in Python's difflib). Aligned tokens are then
told apart by their text: identical, renamed (identifiers), literal (literals), or, for other kinds, replaced.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from codematch.align.chain import Chain
from codematch.model.frozen import array_value, frozen_array, restore
from codematch.model.match import Edit, Operation
from codematch.model.spans import span_positions
from codematch.model.tokens import CLASS_CODES, TokenClass

LITERAL = CLASS_CODES[TokenClass.LITERAL]
EDITS = (Edit.IDENTICAL, Edit.RENAMED, Edit.LITERAL)
"""The edits of aligned tokens, in the order of their codes."""

MAX_FILLED = 1_600
"""In larger gaps (tokens of the known side times tokens of the questioned side) nothing is aligned.

No setting: it is the square of `chaining.max_gap_tokens`, so that every gap which that allows is filled. Larger ones
are insertions into corresponding functions, which were searched for all sequences of `corresponding.within_k` tokens.
"""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AlignedTokens:
    """Pairs of aligned tokens: int64 (m,) positions in the two sequences, strictly increasing on both sides."""

    known: NDArray[np.int64]
    questioned: NDArray[np.int64]

    __setstate__ = restore

    def __post_init__(self) -> None:
        object.__setattr__(self, "known", frozen_array(self.known, np.int64))
        object.__setattr__(self, "questioned", frozen_array(self.questioned, np.int64))


class Spans(NamedTuple):
    """The half-open spans of tokens that a region covers in its two files; its first and last need not be aligned."""

    known_first: int
    known_stop: int
    questioned_first: int
    questioned_stop: int


@array_value(copy=False)
class FileTokens:
    """The tokens of a file as they are aligned.

    uint64 (n,) `symbols` at the level `renamed` and hashes of `texts`, int32 (n,) the `lines` on which they begin.
    """

    symbols: NDArray[np.uint64]
    texts: NDArray[np.uint64]
    lines: NDArray[np.int32]


def align_tokens(chain: Chain, known: FileTokens, questioned: FileTokens) -> AlignedTokens:
    """Pair the tokens of a chain's pieces, and those of its gaps whose symbols match.

    Args:
        chain: A chain whose positions count within the two files.
        known: The known file.
        questioned: The questioned file.
    """
    pieces = _settle_junctions(chain, known, questioned)
    pairs_known = [span_positions(pieces.known, pieces.lengths)]
    pairs_questioned = [span_positions(pieces.questioned, pieces.lengths)]
    for at_known, stop_known, at_questioned, stop_questioned in _gaps(pieces):
        blocks = SequenceMatcher(
            None,
            known.symbols[at_known:stop_known].tolist(),
            questioned.symbols[at_questioned:stop_questioned].tolist(),
            autojunk=False,
        ).get_matching_blocks()
        for block in blocks:
            pairs_known.append(np.arange(at_known + block.a, at_known + block.a + block.size))
            pairs_questioned.append(np.arange(at_questioned + block.b, at_questioned + block.b + block.size))
    if len(pairs_known) == 1:
        return AlignedTokens(known=pairs_known[0], questioned=pairs_questioned[0])
    order = np.argsort(np.concatenate(pairs_known), kind="stable")
    return AlignedTokens(known=np.concatenate(pairs_known)[order], questioned=np.concatenate(pairs_questioned)[order])


def _settle_junctions(chain: Chain, known: FileTokens, questioned: FileTokens) -> Chain:
    """Hand tokens at the end of a piece over to the next one where they fit better there.

    Around an insertion the kinds alone often fit on both diagonals: `audit(x)` before `self.y` begins like it.
    """
    if len(chain.known) == 1:
        return chain
    at_known, at_questioned, lengths = chain.known.tolist(), chain.questioned.tolist(), chain.lengths.tolist()
    renames: Counter[tuple[int, int]] | None = None
    for left in range(len(at_known) - 1):
        right = left + 1
        stop = at_known[left] + lengths[left], at_questioned[left] + lengths[left]
        begin = at_known[right], at_questioned[right]
        if stop[0] != begin[0] and stop[1] != begin[1]:
            continue  # a gap on both sides: the pieces do not touch
        most = _fitting(begin, lengths[left] - 1, known, questioned)
        if most == 0:
            continue
        renames = _renames(chain, known, questioned) if renames is None else renames
        steps = _best_step(stop, begin, most, (known, questioned), renames)
        lengths[left] -= steps
        lengths[right] += steps
        at_known[right] -= steps
        at_questioned[right] -= steps
    return Chain(
        known=np.array(at_known), questioned=np.array(at_questioned), lengths=np.array(lengths), bits=chain.bits
    )


def _fitting(begin: tuple[int, int], most: int, known: FileTokens, questioned: FileTokens) -> int:
    """How many tokens before the begin of a piece have the same symbols on both sides, at most `most`."""
    for step in range(1, most + 1):
        if known.symbols[begin[0] - step] != questioned.symbols[begin[1] - step]:
            return step - 1
    return most


def _renames(chain: Chain, known: FileTokens, questioned: FileTokens) -> Counter[tuple[int, int]]:
    """How often a text of the known side stands as another one in the pieces of a chain."""
    places = span_positions(chain.known, chain.lengths), span_positions(chain.questioned, chain.lengths)
    pairs = zip(known.texts[places[0]].tolist(), questioned.texts[places[1]].tolist(), strict=True)
    return Counter(pair for pair in pairs if pair[0] != pair[1])


def _best_step(
    stop: tuple[int, int],
    begin: tuple[int, int],
    most: int,
    sides: tuple[FileTokens, FileTokens],
    renames: Counter[tuple[int, int]],
) -> int:
    """How many tokens to hand over: with most equal texts and names that stand as elsewhere; then where lines begin.

    Args:
        stop: The places behind the left piece.
        begin: Those at which the right piece begins.
        most: How many tokens can be handed over.
        sides: The two files.
        renames: What `_renames` counts, the tokens of the left piece among them.
    """
    known, questioned = sides
    gain, best, steps = 0, (0, _begins_lines(begin, sides)), 0
    for step in range(1, most + 1):
        here, old = (begin[0] - step, begin[1] - step), (stop[0] - step, stop[1] - step)
        new, given_up = ((int(known.texts[at]), int(questioned.texts[other])) for at, other in (here, old))
        gain += int(new[0] == new[1] or renames[new] > 0) - int(given_up[0] == given_up[1] or renames[given_up] > 1)
        found = gain, _begins_lines(here, sides)
        if found > best:
            best, steps = found, step
    return steps


def _begins_lines(places: tuple[int, int], sides: tuple[FileTokens, FileTokens]) -> bool:
    """Say whether a token of each side begins a line."""
    return all(at == 0 or side.lines[at] != side.lines[at - 1] for at, side in zip(places, sides, strict=True))


def edit_codes(same_text: NDArray[np.bool_], classes: NDArray[np.uint8]) -> NDArray[np.int8]:
    """Return the edit of each aligned pair as its index in `EDITS`: int8 (m,)."""
    return np.where(same_text, 0, np.where(classes == LITERAL, 2, 1)).astype(np.int8)


def edit_script(aligned: AlignedTokens, codes: NDArray[np.int8], spans: Spans) -> tuple[Operation, ...]:
    """Write the operations that replay to exactly both spans, which hold all aligned pairs.

    Args:
        aligned: The aligned pairs, one at least.
        codes: int8 (m,), the edit of each.
        spans: What the region covers.
    """
    deleted = np.diff(aligned.known, prepend=spans.known_first - 1) - 1
    inserted = np.diff(aligned.questioned, prepend=spans.questioned_first - 1) - 1
    changes = np.flatnonzero((np.diff(codes, prepend=codes[0]) != 0) | (deleted > 0) | (inserted > 0))
    firsts = np.concatenate(([0], changes)) if len(changes) == 0 or changes[0] != 0 else changes
    counts = np.diff(np.append(firsts, len(codes)))
    operations: list[Operation] = []
    rows = zip(
        codes[firsts].tolist(), counts.tolist(), deleted[firsts].tolist(), inserted[firsts].tolist(), strict=True
    )
    for code, count, gone, come in rows:
        operations += _one_sided(gone, come)
        operations.append(Operation(edit=EDITS[code], known=count, questioned=count))
    operations += _one_sided(
        spans.known_stop - int(aligned.known[-1]) - 1, spans.questioned_stop - int(aligned.questioned[-1]) - 1
    )
    return tuple(operations)


def _one_sided(gone: int, come: int) -> list[Operation]:
    """The operations for so many tokens that only the known, and so many that only the questioned side has."""
    deleted = [Operation(edit=Edit.DELETED, known=gone, questioned=0)] if gone else []
    return deleted + ([Operation(edit=Edit.INSERTED, known=0, questioned=come)] if come else [])


@array_value(copy=False)
class RenameMap:
    """What each aligned identifier became most often.

    One row for each known name that stands as another one, int64 (r,) each: `places` the first aligned pair that
    shows it, `counts` how often it does, `exceptions` how often the known name stands as something else; most
    frequent first. `consistency` is the share of all aligned identifier pairs that agree with the map, None without
    identifiers.
    """

    places: NDArray[np.int64]
    counts: NDArray[np.int64]
    exceptions: NDArray[np.int64]
    consistency: float | None


def rename_map(known: NDArray[np.uint64], questioned: NDArray[np.uint64]) -> RenameMap:
    """Map each known identifier to the questioned one that most often stands in its place.

    Args:
        known: uint64 (m,) text hashes of the aligned identifiers of the known side.
        questioned: uint64 (m,) those of the questioned side, pair by pair.
    """
    empty = np.empty(0, dtype=np.int64)
    if len(known) == 0:
        return RenameMap(places=empty, counts=empty, exceptions=empty, consistency=None)
    if np.array_equal(known, questioned):
        return RenameMap(places=empty, counts=empty, exceptions=empty, consistency=1.0)
    order = np.lexsort((np.arange(len(known)), questioned, known))
    fresh = np.ones(len(known), dtype=bool)
    fresh[1:] = (np.diff(known[order]) != 0) | (np.diff(questioned[order]) != 0)
    firsts = np.flatnonzero(fresh)
    counts = np.diff(np.append(firsts, len(known)))
    places = order[firsts]
    name = np.cumsum(np.diff(known[places], prepend=known[places][:1]) != 0)
    best_order = np.lexsort((places, -counts, name))
    best = best_order[np.diff(name[best_order], prepend=-1) != 0]
    totals = np.bincount(name, weights=counts).astype(np.int64)
    changed = best[known[places[best]] != questioned[places[best]]]
    changed = changed[np.lexsort((places[changed], -counts[changed]))]
    return RenameMap(
        places=places[changed],
        counts=counts[changed],
        exceptions=totals[name[changed]] - counts[changed],
        consistency=float(counts[best].sum()) / len(known),
    )


def _gaps(chain: Chain) -> Iterator[tuple[int, int, int, int]]:
    """The gaps between successive pieces that have tokens on both sides."""
    stops_known, stops_questioned = chain.known + chain.lengths, chain.questioned + chain.lengths
    for row in zip(
        stops_known[:-1].tolist(),
        chain.known[1:].tolist(),
        stops_questioned[:-1].tolist(),
        chain.questioned[1:].tolist(),
        strict=True,
    ):
        if 0 < (row[1] - row[0]) * (row[3] - row[2]) <= MAX_FILLED:
            yield row
