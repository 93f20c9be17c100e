"""The walk over the leaves of a tree: the inner loop of the program, and the only one over single tokens.

Measured on C and Python, it takes about as long as half of the parse, most of it in calls of tree-sitter.
Everything else that a token needs is computed afterwards for all tokens of a file together.
"""

from array import array
from typing import TypeAlias

import numpy as np
import tree_sitter
from numpy.typing import NDArray

from codematch.languages.grammar import INNER, UNIT, Grammar
from codematch.model.frozen import array_value

LARGE_NODES = 1_000_000
"""From here on numbers are collected in arrays: slower than lists, but a fifth of the memory."""

_Numbers: TypeAlias = "list[int] | array[int]"


@array_value(kw_only=False, copy=False)
class Leaves:
    """The leaves of a tree in file order: `ids` uint16 kind ids, `starts` and `stops` int32 half-open byte spans."""

    ids: NDArray[np.uint16]
    starts: NDArray[np.int32]
    stops: NDArray[np.int32]

    def __getitem__(self, chosen: NDArray[np.bool_]) -> "Leaves":
        return Leaves(self.ids[chosen], self.starts[chosen], self.stops[chosen])


def walk(root: tree_sitter.Node, grammar: Grammar, *, careful: bool) -> tuple[Leaves, list[tree_sitter.Node]]:
    """Return the leaves, and the nodes at which a pattern of the query can begin.

    Args:
        root: The root of the tree.
        grammar: Says for every kind whether to look inside.
        careful: Ask the tree for the end of every leaf. Otherwise the text of a keyword or operator is taken to
            be its kind's name, which saves a tenth of the walk and which the caller must verify: `# define`
            has the kind `#define`, and a token that is missing has no text at all.
    """
    ids, starts, stops, units = _collect(root, grammar.careful_actions if careful else grammar.actions)
    id_array = np.fromiter(ids, np.uint16, len(ids))
    start_array = np.fromiter(starts, np.int32, len(starts))
    stop_array = np.fromiter(stops, np.int32, len(stops))
    if not careful:
        lengths = grammar.lengths[id_array]
        known_stops = start_array + lengths
        known_stops[lengths == 0] = stop_array
        stop_array = known_stops
    return Leaves(id_array, start_array, stop_array), units


def _collect(
    root: tree_sitter.Node, actions: tuple[int, ...]
) -> tuple[_Numbers, _Numbers, _Numbers, list[tree_sitter.Node]]:
    """Return kind ids, starts, the stops of the leaves whose text is not known, and the nodes for the query.

    Methods are called on the cursor itself, not through saved bound methods: CPython 3.11 and later make the
    former faster.
    """
    is_large = root.descendant_count >= LARGE_NODES
    ids: _Numbers = array("H") if is_large else []
    starts: _Numbers = array("i") if is_large else []
    stops: _Numbers = array("i") if is_large else []
    units: list[tree_sitter.Node] = []
    cursor = root.walk()
    while True:
        node: tree_sitter.Node = cursor.node  # type: ignore[assignment]  # None only before the first node
        kind = node.kind_id
        action = actions[kind]
        if action:
            if action >= INNER:
                if action == UNIT:
                    units.append(node)
                if cursor.goto_first_child():
                    continue
            stops.append(node.end_byte)
        ids.append(kind)
        starts.append(node.start_byte)
        while not cursor.goto_next_sibling():
            if not cursor.goto_parent():
                return ids, starts, stops, units
