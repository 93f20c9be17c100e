"""Edit scripts: what exactly became of every token of a chain.

Step 6 of the method, the extension. Between two pieces of a chain the few tokens of the gap are aligned by the
longest matching blocks of their kinds (Ratcliff & Metzener 1988, as in Python's difflib). Aligned tokens are then
told apart by their text: identical, renamed (identifiers), literal (literals), or, for other kinds, replaced.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

import numpy as np
from numpy.typing import NDArray

from codematch.align.chain import Chain
from codematch.model.frozen import frozen_array
from codematch.model.match import Edit, Operation
from codematch.model.tokens import CLASS_CODES, TokenClass

IDENTIFIER = CLASS_CODES[TokenClass.IDENTIFIER]
LITERAL = CLASS_CODES[TokenClass.LITERAL]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AlignedTokens:
    """Pairs of aligned tokens: int64 (m,) positions in the two sequences, strictly increasing on both sides."""

    known: NDArray[np.int64]
    questioned: NDArray[np.int64]

    def __post_init__(self) -> None:
        object.__setattr__(self, "known", frozen_array(self.known, np.int64))
        object.__setattr__(self, "questioned", frozen_array(self.questioned, np.int64))


def align_tokens(chain: Chain, known: NDArray[np.uint64], questioned: NDArray[np.uint64]) -> AlignedTokens:
    """Pair the tokens of a chain's pieces, and those of its gaps whose kinds match.

    Args:
        chain: A chain.
        known: uint64 (n,) symbols of the known work.
        questioned: uint64 (m,) symbols of the questioned work.
    """
    within = np.arange(int(chain.lengths.sum())) - np.repeat(np.cumsum(chain.lengths) - chain.lengths, chain.lengths)
    pairs_known = [np.repeat(chain.known, chain.lengths) + within]
    pairs_questioned = [np.repeat(chain.questioned, chain.lengths) + within]
    for at_known, stop_known, at_questioned, stop_questioned in _gaps(chain):
        blocks = SequenceMatcher(
            None,
            known[at_known:stop_known].tolist(),
            questioned[at_questioned:stop_questioned].tolist(),
            autojunk=False,
        ).get_matching_blocks()
        for block in blocks:
            pairs_known.append(np.arange(at_known + block.a, at_known + block.a + block.size))
            pairs_questioned.append(np.arange(at_questioned + block.b, at_questioned + block.b + block.size))
    order = np.argsort(np.concatenate(pairs_known), kind="stable")
    return AlignedTokens(known=np.concatenate(pairs_known)[order], questioned=np.concatenate(pairs_questioned)[order])


def edit_codes(same_text: NDArray[np.bool_], classes: NDArray[np.uint8]) -> list[Edit]:
    """Name the edit of each aligned pair; a different token of another class counts as renamed by its kind."""
    codes = np.where(same_text, 0, np.where(classes == LITERAL, 2, 1))
    names = (Edit.IDENTICAL, Edit.RENAMED, Edit.LITERAL)
    return [names[code] for code in codes.tolist()]


def edit_script(aligned: AlignedTokens, edits: list[Edit]) -> tuple[Operation, ...]:
    """Write the operations that replay to exactly both spans, from the first to the last aligned pair."""
    operations: list[Operation] = []
    steps = zip(aligned.known.tolist(), aligned.questioned.tolist(), edits, strict=True)
    before_known, before_questioned = int(aligned.known[0]) - 1, int(aligned.questioned[0]) - 1
    run: Edit | None = None
    count = 0
    for at_known, at_questioned, edit in steps:
        deleted, inserted = at_known - before_known - 1, at_questioned - before_questioned - 1
        if run is not None and (edit is not run or deleted or inserted):
            operations.append(Operation(edit=run, known=count, questioned=count))
            count = 0
        if deleted:
            operations.append(Operation(edit=Edit.DELETED, known=deleted, questioned=0))
        if inserted:
            operations.append(Operation(edit=Edit.INSERTED, known=0, questioned=inserted))
        run, count = edit, count + 1
        before_known, before_questioned = at_known, at_questioned
    if run is not None:
        operations.append(Operation(edit=run, known=count, questioned=count))
    return tuple(operations)


def count_renames(known: list[str], questioned: list[str]) -> list[tuple[str, str, int, int]]:
    """Map each known identifier to what it most often became.

    Args:
        known: Names of the aligned identifiers of the known side.
        questioned: Those of the questioned side, pair by pair.

    Returns:
        (known, questioned, count, exceptions) for each known name that stands as another one at least once, most
        frequent first; exceptions are the places where it stands as something else.
    """
    targets: dict[str, Counter[str]] = {}
    for name, other in zip(known, questioned, strict=True):
        targets.setdefault(name, Counter())[other] += 1
    rows = []
    for name, counter in targets.items():
        other, count = min(counter.items(), key=lambda item: (-item[1], item[0]))
        if other != name:
            rows.append((name, other, count, counter.total() - count))
    return sorted(rows, key=lambda row: (-row[2], row[0]))


def rename_consistency(known: list[str], questioned: list[str]) -> float | None:
    """Return the share of aligned identifier pairs that agree with the map to the most frequent partner."""
    if not known:
        return None
    targets: dict[str, Counter[str]] = {}
    for name, other in zip(known, questioned, strict=True):
        targets.setdefault(name, Counter())[other] += 1
    return sum(max(counter.values()) for counter in targets.values()) / len(known)


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
        if row[0] < row[1] and row[2] < row[3]:
            yield row
