"""Runs a parser within its limits, and asks the tree how deep it is and how much of it is in error.

Trees are looked at with cursors, never by recursion: nesting in the input must not become nesting of calls.
"""

import time

import tree_sitter

from codematch.settings import Parsing


def parse(parser: tree_sitter.Parser, utf8: bytes, limits: Parsing) -> tree_sitter.Tree | None:
    """Parse the text; None when that takes longer than `limits.max_seconds`."""
    view = memoryview(utf8)
    deadline = time.monotonic() + limits.max_seconds
    try:
        return parser.parse(
            lambda offset, _: view[offset:],
            progress_callback=lambda _, __: time.monotonic() > deadline,
        )
    except ValueError:  # tree-sitter's way to say that the callback stopped it
        parser.reset()
        return None


def is_deeper(root: tree_sitter.Node, max_depth: int) -> bool:
    """Say whether any node has more than `max_depth` nodes above it.

    Only nodes with enough descendants to reach so deep are looked into, so that the cost stays far below that
    of a walk.
    """
    cursor = root.walk()
    depth = 0
    while True:
        node = cursor.node
        if node is not None and depth + node.descendant_count > max_depth and cursor.goto_first_child():
            depth += 1
            if depth > max_depth:
                return True
            continue
        while not cursor.goto_next_sibling():
            if not cursor.goto_parent():
                return False
            depth -= 1


def error_bytes(root: tree_sitter.Node) -> int:
    """Return how many bytes lie under error nodes."""
    if not root.has_error:
        return 0
    cursor = root.walk()
    total = 0
    while True:
        node = cursor.node
        if node is not None and node.is_error:
            total += node.end_byte - node.start_byte
        elif node is not None and node.has_error and cursor.goto_first_child():
            continue
        while not cursor.goto_next_sibling():
            if not cursor.goto_parent():
                return total
