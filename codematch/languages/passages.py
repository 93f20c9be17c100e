"""Imports and declarations: passages that a language has for a purpose that leaves their author little choice."""

import numpy as np
import tree_sitter
from numpy.typing import NDArray

from codematch.languages.grammar import Grammar
from codematch.model.tokens import Passage, PassageKind

_FUNCTION_DECLARATOR = "function_declarator"
_MAX_POINTERS = 8
"""`int ********f()` is a prototype; one with more around it occurs nowhere."""


def passages_of(nodes: list[tree_sitter.Node], grammar: Grammar, starts: NDArray[np.int32]) -> tuple[Passage, ...]:
    """Return the passages of a file in file order, from the nodes of the walk and the starts of its tokens."""
    found = [(kind, node) for node in nodes if (kind := _kind(node, grammar)) is not None]
    if not found:
        return ()
    spans = np.array([(node.start_byte, node.end_byte) for _, node in found], dtype=np.int32)
    places = np.searchsorted(starts, spans).tolist()
    return tuple(
        Passage(kind=kind, first_token=first, stop_token=stop)
        for (kind, _), (first, stop) in zip(found, places, strict=True)
        if first < stop
    )


def _kind(node: tree_sitter.Node, grammar: Grammar) -> PassageKind | None:
    kind = node.kind_id
    if kind in grammar.imports:
        # `package a { ... }` of Scala is a unit with everything in it.
        return PassageKind.IMPORT if node.child_by_field_name("body") is None else None
    if kind in grammar.declarations or (kind in grammar.prototypes and _declares_function(node)):
        return PassageKind.DECLARATION
    return None


def _declares_function(node: tree_sitter.Node) -> bool:
    """Say whether a declaration of C is one of a function, as far as its first declarator says."""
    inner = node.child_by_field_name("declarator")
    for _ in range(_MAX_POINTERS):
        if inner is None or inner.type == _FUNCTION_DECLARATOR:
            return inner is not None
        inner = inner.child_by_field_name("declarator") or (
            inner.named_children[-1] if inner.type == "reference_declarator" else None
        )
    return False
