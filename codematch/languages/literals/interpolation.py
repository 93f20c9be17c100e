"""The holes of a literal: expressions that the language puts in place when the literal is evaluated."""

import tree_sitter

from codematch.languages.embedded.island import Span
from codematch.languages.grammar import load_grammar
from codematch.languages.spec import LanguageSpec

_HOLES = frozenset({"template_substitution", "interpolation", "interpolated_expression", "string_interpolation"})
"""Kinds of nodes, of any language, that hold an expression in a literal."""

_SIGNS = (b"${", b"#{", b"\\(", b"{")
_TEXTS = ("content", "fragment", "escape_sequence", "start", "end", "chars", "text")
_BY_CHILDREN = {"php": frozenset({"encapsed_string", "heredoc_body", "shell_command_expression"})}
"""Kinds of literals in which expressions occur without a node around them."""


def holes(literal: bytes, spec: LanguageSpec, least: int) -> list[Span]:
    """Return the spans of the outermost expressions in a literal that have at least `least` bytes."""
    if len(literal) < least or not any(sign in literal for sign in _SIGNS):
        return []
    opening = spec.opening.encode()
    tree = load_grammar(spec).parser.parse(opening + literal + b"\n")
    by_children = _BY_CHILDREN.get(spec.name, frozenset())
    spans: list[Span] = []
    cursor = tree.root_node.walk()
    while True:
        node = cursor.node
        inside = [] if node is None else _expressions(node, by_children)
        if inside:
            spans += [(first - len(opening), stop - len(opening)) for first, stop in inside if stop - first >= least]
        elif cursor.goto_first_child():
            continue
        while not cursor.goto_next_sibling():
            if not cursor.goto_parent():
                return spans


def _expressions(node: tree_sitter.Node, by_children: frozenset[str]) -> list[Span]:
    """Return the spans of the expressions of a hole, or of all holes of a literal that has no nodes for them."""
    if node.type in _HOLES and node.named_children:
        named = [child for child in node.named_children if not child.type.startswith(("type_conv", "format_"))]
        return [(named[0].start_byte, named[-1].end_byte)] if named else []
    if node.type in by_children:
        return [
            (child.start_byte, child.end_byte)
            for child in node.named_children
            if not any(part in child.type for part in _TEXTS) and child.type != "variable_name"
        ]
    return []
