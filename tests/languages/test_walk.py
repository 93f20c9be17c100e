"""The quick walk against the careful one, and both against plain recursion."""

from pathlib import Path

import numpy as np
import pytest
import tree_sitter

from codematch.languages import walk as walk_module
from codematch.languages.cuts import too_deep
from codematch.languages.grammar import INNER, Grammar, load_grammar
from codematch.languages.walk import walk
from tests.languages.reading import LANGUAGES

FIXTURES = Path(__file__).parents[2] / "fixtures" / "languages"


def slow_leaves(node: tree_sitter.Node, grammar: Grammar) -> list[tuple[int, int, int]]:
    if grammar.actions[node.kind_id] < INNER or not node.children:
        return [(node.kind_id, node.start_byte, node.end_byte)]
    return [leaf for child in node.children for leaf in slow_leaves(child, grammar)]


def depth(node: tree_sitter.Node) -> int:
    return max((1 + depth(child) for child in node.children), default=0)


@pytest.fixture(params=LANGUAGES.names)
def parsed(request: pytest.FixtureRequest) -> tuple[tree_sitter.Node, Grammar]:
    [path] = FIXTURES.glob(f"{request.param}.*")
    grammar = load_grammar(LANGUAGES.spec(request.param))
    return grammar.parser.parse(path.read_bytes()).root_node, grammar


def test_the_careful_walk_is_plain_recursion(parsed: tuple[tree_sitter.Node, Grammar]) -> None:
    root, grammar = parsed
    leaves, _ = walk(root, grammar, careful=True)
    found = zip(leaves.ids.tolist(), leaves.starts.tolist(), leaves.stops.tolist(), strict=True)
    assert list(found) == slow_leaves(root, grammar)


@pytest.mark.parametrize("large", [False, True])
def test_the_quick_walk_is_the_careful_one(
    parsed: tuple[tree_sitter.Node, Grammar], monkeypatch: pytest.MonkeyPatch, large: bool
) -> None:
    root, grammar = parsed
    careful, careful_units = walk(root, grammar, careful=True)
    if large:
        monkeypatch.setattr(walk_module, "LARGE_NODES", 0)
    quick, quick_units = walk(root, grammar, careful=False)
    assert np.array_equal(quick.ids, careful.ids)
    assert np.array_equal(quick.starts, careful.starts)
    known = grammar.lengths[quick.ids] > 0
    assert known.any()
    assert np.array_equal(quick.stops[~known], careful.stops[~known])
    wrong = np.flatnonzero(quick.stops != careful.stops)
    assert len(wrong) <= 2, "kinds whose text is not their name belong among the unknown ones"
    assert quick_units == careful_units


def test_depth_is_counted_in_levels_below_the_root(parsed: tuple[tree_sitter.Node, Grammar]) -> None:
    root, _ = parsed
    assert not too_deep(root, depth(root))
    assert too_deep(root, depth(root) - 1)
