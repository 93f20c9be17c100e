"""Reading a queries.scm without tree-sitter: where patterns begin and what they take as units."""

import pytest

from codematch.languages.queries import unit_kinds

GOOD = """
; a comment with (parentheses) and #predicates?
(method name: (identifier) @name) @function
(declarator name: (_) @name value: [(arrow) (lambda body: (block))] @function)
(initialiser "init" @name) @function
(operator _ @name "(#not a predicate" body: (block)?) @function
(type_spec . name: (type) @name !alias) @class
"""


def test_roots_and_units_are_told_apart() -> None:
    roots, units = unit_kinds(GOOD)
    assert roots == ("declarator", "initialiser", "method", "operator", "type_spec")
    assert units == ("arrow", "initialiser", "lambda", "method", "operator", "type_spec")


def test_no_pattern_is_no_fault() -> None:
    assert unit_kinds("; nothing here\n") == ((), ())


@pytest.mark.parametrize(
    ("pattern", "fault"),
    [
        ('\n\n((method name: (x) @name) @function (#eq? @name "f"))', "line 3: predicates"),
        ("[(a name: (x) @name) (b name: (x) @name)] @function", "line 1: a pattern begins"),
        ("((method name: (x) @name) @function)", "line 1: a pattern begins"),
        ("(_ name: (x) @name) @function", "line 1: a pattern begins"),
        ('"token" @name', "line 1: a pattern begins"),
        ("(method) @function", "line 1: the captures are"),
        ("(method name: (x) @name)", "line 1: the captures are"),
        ("(method name: (x) @name) @method", "line 1: the captures are"),
        ("(a name: (x) @name) @function\n(b name: (x) @name body: (y) @body) @class", "line 2: the captures are"),
        ("(a name: (x) @name body: (y) @class) @function", "line 1: the captures are"),
    ],
)
def test_a_wrong_pattern_is_named_by_its_line(pattern: str, fault: str) -> None:
    with pytest.raises(ValueError, match=f"^{fault}"):
        unit_kinds(pattern)
