"""Runs a parser within its limits, and asks the tree how much of it is in error.

Trees are looked at with cursors, never by recursion: nesting in the input must not become nesting of calls.
"""

import time

import numpy as np
import tree_sitter
from numpy.typing import NDArray

from codematch.languages.indents import deep_lines, without_lines
from codematch.languages.separators import blanked
from codematch.settings import Parsing


def parse(parser: tree_sitter.Parser, utf8: bytes, limits: Parsing) -> tree_sitter.Tree | None:
    """Parse the text; None when that takes longer than `limits.max_seconds`."""
    seen = blanked(utf8, parser.language)
    deep = deep_lines(seen, parser.language) if parser.language is not None else []
    view = memoryview(without_lines(seen, deep) if deep else seen)
    deadline = time.monotonic() + limits.max_seconds
    try:
        return parser.parse(
            lambda offset, _: view[offset:],
            progress_callback=lambda _, __: time.monotonic() > deadline,
        )
    except ValueError:  # tree-sitter's way to say that the callback stopped it
        parser.reset()
        return None


def error_bytes(root: tree_sitter.Node, visible: NDArray[np.int32], comments: NDArray[np.bool_]) -> int:
    """Return how many visible bytes are directly in error nodes.

    Directly means: not in a comment, and not in a node with children that the parser could build inside the error. A
    parser that gives up at the end of a file puts all of it below one error, although it understood most. `visible` is
    what `visible_before` returned; `comments` says for every kind id whether it is a comment.
    """
    if not root.has_error:
        return 0
    cursor = root.walk()
    errors = [False]
    total = 0
    while True:
        node: tree_sitter.Node = cursor.node  # type: ignore[assignment]  # None only before the first node
        is_error = node.is_error
        if is_error and not errors[-1]:
            total += _size(node, visible)
        elif errors[-1] and not is_error and (node.child_count or comments[node.kind_id]):
            total -= _size(node, visible)
        if node.has_error and cursor.goto_first_child():
            errors.append(is_error)
            continue
        while not cursor.goto_next_sibling():
            if not cursor.goto_parent():
                return total
            errors.pop()


def _size(node: tree_sitter.Node, visible: NDArray[np.int32]) -> int:
    return int(visible[node.end_byte] - visible[node.start_byte])
