"""Functions and classes: where a pattern of `queries.scm` matches, what it calls them, and how they nest."""

from collections.abc import Iterator
from itertools import zip_longest

import numpy as np
import tree_sitter
from numpy.typing import NDArray

from codematch.languages.grammar import Grammar
from codematch.languages.queries import CLASS, FUNCTION, NAME
from codematch.model.tokens import Unit

MAX_NESTING = 100
"""Units inside this many others are no units of their own; they count with those around them."""

MAX_NAME = 500
"""Longer names lose their beginning [characters]. Without both limits a hostile file takes memory without end."""

_Found = tuple[int, int, int, str, str]
"""Where a unit begins, where its body does, where it ends [bytes]; its kind and name."""


def units_of(
    nodes: list[tree_sitter.Node], grammar: Grammar, utf8: bytes, starts: NDArray[np.int32]
) -> tuple[Unit, ...]:
    """Return the units of a file in file order, an outer one before those inside it.

    The query runs at the given nodes alone; over the whole tree it would take a quarter of the time of a parse.

    Args:
        nodes: Every node that the walk remembered, in file order.
        grammar: The language's.
        utf8: The text.
        starts: int32 (n,), where the tokens begin [bytes].
    """
    cursor = tree_sitter.QueryCursor(grammar.query)
    cursor.set_max_start_depth(0)
    found: dict[tuple[int, int], _Found] = {}
    kinds = grammar.patterns | grammar.units
    for node in _promising([node for node in nodes if node.kind_id in kinds], grammar):
        for _, captures in cursor.matches(node):
            kind = FUNCTION if FUNCTION in captures else CLASS
            unit, name = captures[kind][0], captures[NAME][0]
            text = "".join(utf8[name.start_byte : name.end_byte].decode("utf-8", "replace").split())
            place = unit.start_byte, -unit.end_byte
            if place not in found:
                found[place] = unit.start_byte, _body_start(unit, grammar), unit.end_byte, kind, text
    return _nested([found[key] for key in sorted(found)], starts) if found else ()


def _body_start(unit: tree_sitter.Node, grammar: Grammar) -> int:
    """Return where the body of a unit begins, or where the unit ends when it has none."""
    body = unit.child_by_field_name("body")
    if body is None and grammar.bodies:
        body = next((child for child in unit.children if child.kind_id in grammar.bodies), None)
    return unit.end_byte if body is None else body.start_byte


def _promising(nodes: list[tree_sitter.Node], grammar: Grammar) -> Iterator[tree_sitter.Node]:
    """Yield the nodes at which the query can match.

    A pattern that begins above its unit (`const f = () => ...` begins at the declarator) needs a unit inside, which
    then is the next of the nodes. Most declarators have none, and looking is cheaper than running the query.
    """
    for node, following in zip_longest(nodes, nodes[1:]):
        kind = node.kind_id
        if kind in grammar.patterns and (
            kind in grammar.units or (following is not None and following.start_byte < node.end_byte)
        ):
            yield node


def _nested(found: list[_Found], starts: NDArray[np.int32]) -> tuple[Unit, ...]:
    """Put the names of the enclosing units before each name, and count in tokens."""
    places = np.searchsorted(starts, np.array([item[:3] for item in found], dtype=np.int32)).tolist()
    enclosing: list[tuple[int, str]] = []
    units = []
    for (start, _, stop, kind, name), (first, body, last) in zip(found, places, strict=True):
        while enclosing and enclosing[-1][0] <= start:
            enclosing.pop()
        if len(enclosing) == MAX_NESTING:
            continue
        dotted = (f"{enclosing[-1][1]}.{name}" if enclosing else name)[-MAX_NAME:]
        enclosing.append((stop, dotted))
        if first < last:
            units.append(Unit(kind=kind, name=dotted, first_token=first, body_token=body, stop_token=last))
    return tuple(units)
