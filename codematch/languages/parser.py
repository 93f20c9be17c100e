"""Runs a parser within its limits, and asks the tree how much of it is in error.

Trees are looked at with cursors, never by recursion: nesting in the input must not become nesting of calls.
"""

import time
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import tree_sitter
from numpy.typing import NDArray

from codematch.languages.indents import deep_lines, without_lines
from codematch.languages.separators import blanked
from codematch.settings import Parsing

_STEP = 100
"""Operations of the parser between two calls of its progress callback (tree-sitter's OP_COUNT_PER_PARSER_TIMEOUT)."""

_FREE_STEPS = 1_000
"""A parse may take so many steps whatever the length of its text: a short text costs little."""

_STEPS_BETWEEN_LOOKS = 16
"""The clock is looked at every so many steps: a look costs as much as a tenth of a step."""


class Stopped(NamedTuple):
    """A parse that was stopped; `by_clock` when its processor time was over and not the number of its operations."""

    by_clock: bool


_stops_by_clock = 0


def stops_by_clock() -> int:
    """Return how many parses of this process were stopped by processor time so far."""
    return _stops_by_clock


def parse(parser: tree_sitter.Parser, utf8: bytes, limits: Parsing) -> tree_sitter.Tree | None:
    """Parse the text; None when that is stopped by a limit (`parse_or_stop`)."""
    tree = parse_or_stop(parser, utf8, limits)
    return None if isinstance(tree, Stopped) else tree


def parse_or_stop(parser: tree_sitter.Parser, utf8: bytes, limits: Parsing) -> tree_sitter.Tree | Stopped:
    """Parse the text until it needs more than `max_operations` for each byte, or `max_seconds` of processor time.

    The first limit is the same on every machine. The second is for texts of which single operations take long.
    """
    seen = blanked(utf8, parser.language)
    deep = deep_lines(seen, parser.language) if parser.language is not None else []
    view = memoryview(without_lines(seen, deep) if deep else seen)
    watch, stopped = _watch(len(view), limits)
    try:
        return parser.parse(lambda offset, _: view[offset:], progress_callback=watch)
    except ValueError:  # tree-sitter's way to say that the callback stopped it
        parser.reset()
        return stopped()


def _watch(size: int, limits: Parsing) -> tuple[Callable[[int, bool], bool], Callable[[], Stopped]]:
    """Return what is asked after each step whether to stop, and what says why it did."""
    most = _FREE_STEPS + limits.max_operations * size // _STEP
    deadline = time.thread_time() + limits.max_seconds
    steps = 0
    late = False

    def watch(_: int, __: bool) -> bool:
        nonlocal steps, late
        steps += 1
        if steps > most:
            return True
        late = not steps % _STEPS_BETWEEN_LOOKS and time.thread_time() > deadline
        return late

    def stopped() -> Stopped:
        global _stops_by_clock
        _stops_by_clock += late
        return Stopped(late)

    return watch, stopped


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
