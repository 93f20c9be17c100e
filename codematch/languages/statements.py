"""Statements: the spans of tokens at which a region may begin and end.

Grammars that have a node for every statement name them so; in the others a statement is whatever stands in a block.
What neither knows has no statement here: there every line is one, and `align.borders` drops what begins or ends within
a line.
"""

from collections.abc import Sequence

import numpy as np
import tree_sitter
from numpy.typing import NDArray

from codematch.languages.grammar import Grammar
from codematch.model.tokens import Statements


def statements_of(nodes: Sequence[tree_sitter.Node], grammar: Grammar, starts: NDArray[np.int32]) -> Statements:
    """Return the statements of a file.

    Args:
        nodes: Every node that the walk remembered, in file order.
        grammar: The language's.
        starts: int32 (n,), where the tokens begin [bytes].
    """
    statements, containers = grammar.statements, grammar.containers
    if containers:
        nodes = [child for node in nodes if node.kind_id in containers for child in node.children]
        edges = [edge for node in nodes for edge in (node.start_byte, node.end_byte)]
    else:
        edges = [edge for node in nodes if node.kind_id in statements for edge in (node.start_byte, node.end_byte)]
    places = np.searchsorted(starts, np.fromiter(edges, np.int32, len(edges))).astype(np.int32)
    return Statements(firsts=places[::2], stops=places[1::2])
