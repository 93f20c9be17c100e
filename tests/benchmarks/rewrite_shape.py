"""Rewriting of the shape of one Python module: order of definitions, junk, equivalent spellings.

Every function changes the tree in place and draws from the generator that it is given.
"""

import ast
from collections.abc import Iterator

import numpy as np

from tests.benchmarks.rewrite_names import SYLLABLES

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef

JUNK_SHARE = 0.20
MIRRORED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.Eq,
    ast.NotEq: ast.NotEq,
    ast.Lt: ast.Gt,
    ast.Gt: ast.Lt,
    ast.LtE: ast.GtE,
    ast.GtE: ast.LtE,
}


def _names_in(nodes: list[ast.AST]) -> set[str]:
    return {item.id for node in nodes for item in ast.walk(node) if isinstance(item, ast.Name)}


def _needed_at_definition(node: Definition) -> set[str]:
    """Return the names that must exist when the definition is executed (not when it is called)."""
    parts: list[ast.AST] = list(node.decorator_list)
    if isinstance(node, ast.ClassDef):
        inner = [item for item in node.body if isinstance(item, Definition)]
        parts += [*node.bases, *node.keywords, *(item for item in node.body if not isinstance(item, Definition))]
        return _names_in(parts).union(*(_needed_at_definition(item) for item in inner))
    return _names_in([*parts, node.args, *([node.returns] if node.returns else [])])


def _bound_by(node: ast.stmt) -> set[str]:
    """Return the names that a statement binds in its own scope."""
    if isinstance(node, Definition):
        return {node.name}
    bound = {item.name for item in ast.walk(node) if isinstance(item, Definition)}
    bound |= {i.id for i in ast.walk(node) if isinstance(i, ast.Name) and isinstance(i.ctx, ast.Store)}
    imports = [item for item in ast.walk(node) if isinstance(item, ast.Import | ast.ImportFrom)]
    return bound | {(alias.asname or alias.name).split(".")[0] for item in imports for alias in item.names}


def _closure(names: set[str], definitions: dict[str, set[str]]) -> set[str]:
    """Return the names and, through the definitions among them, all that their bodies mention."""
    found, waiting = set(names), sorted(names)
    while waiting:
        new = definitions.get(waiting.pop(), set()) - found
        found |= new
        waiting += sorted(new)
    return found


def _predecessors(body: list[ast.stmt]) -> list[set[int]]:
    """Return for each statement the earlier ones that must stay before it.

    Statements that are no definitions keep their order, and imports stay in front of what followed them. A
    definition stays after what it needs when it is executed, and before whatever used it, directly or through a
    call; two bindings of one name keep their order.
    """
    inside = {node.name: _names_in([node]) for node in body if isinstance(node, Definition)}
    bound = [_bound_by(node) for node in body]
    needed = []
    for node in body:
        called = _names_in(list(node.decorator_list)) if isinstance(node, Definition) else _names_in([node])
        own = _needed_at_definition(node) if isinstance(node, Definition) else set()
        needed.append(own | _closure(called, inside))
    before: list[set[int]] = []
    for later, node in enumerate(body):
        fixed = not isinstance(node, Definition)
        before.append(
            {
                earlier
                for earlier in range(later)
                if isinstance(body[earlier], ast.Import | ast.ImportFrom)
                or (fixed and not isinstance(body[earlier], Definition))
                or bound[earlier] & (needed[later] | bound[later])
                or bound[later] & needed[earlier]
            }
        )
    return before


def _shuffled(body: list[ast.stmt], generator: np.random.Generator) -> list[ast.stmt]:
    """Return the statements in a random order that keeps every statement after its predecessors."""
    waiting = dict(enumerate(_predecessors(body)))
    result: list[ast.stmt] = []
    while waiting:
        ready = sorted(index for index, before in waiting.items() if not before & waiting.keys())
        chosen = ready[int(generator.integers(0, len(ready)))]
        del waiting[chosen]
        result.append(body[chosen])
    return result


def shuffle_definitions(tree: ast.Module, generator: np.random.Generator) -> None:
    """Put the functions and classes of a module, and the methods of its classes, in another order."""
    tree.body = _shuffled(tree.body, generator)
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            node.body = _shuffled(node.body, generator)


def _places(tree: ast.Module) -> Iterator[tuple[list[ast.stmt], int]]:
    """Yield (block, index) for every statement before which another may stand: all but class bodies."""
    for node in ast.walk(tree):
        for name in () if isinstance(node, ast.ClassDef) else ("body", "orelse", "finalbody"):
            found = getattr(node, name, None)
            block: list[ast.stmt] = found if isinstance(found, list) else []
            for index, statement in enumerate(block):
                if not (isinstance(statement, ast.ImportFrom) and statement.module == "__future__"):
                    yield block, index


def count_statements(tree: ast.Module) -> int:
    """Return the number of statements in the module, at any depth."""
    return sum(isinstance(node, ast.stmt) for node in ast.walk(tree))


def _word(generator: np.random.Generator) -> str:
    return "".join(SYLLABLES[i] for i in generator.integers(0, len(SYLLABLES), size=4)) + "_"


def _junk(name: str, generator: np.random.Generator) -> ast.stmt:
    """Return one statement without effect: an assignment, an `if False`, or a call of the junk function."""
    word, number = _word(generator), int(generator.integers(2, 1000))
    text = "".join(SYLLABLES[i] for i in generator.integers(0, len(SYLLABLES), size=3))
    templates = (
        f"{word} = {number}",
        f"{word} = [{number}, {number + 1}]",
        f"{word} = {{{text!r}: {number}}}",
        f"{word} = len({text!r}) + {number}",
        f"if False: {word} = {number}",
        f"if False: {name}({text!r})",
        f"{name}({number})",
        f"{word} = {name}({text!r}, {number})",
    )
    return ast.parse(templates[int(generator.integers(0, len(templates)))]).body[0]


def insert_junk(tree: ast.Module, generator: np.random.Generator) -> int:
    """Insert one junk statement for every five statements, and the function that some of them call.

    Returns:
        The number of statements inserted, the function not counted.
    """
    places = list(_places(tree))
    count = min(round(JUNK_SHARE * count_statements(tree)), len(places))
    if not count:
        return 0
    name = _word(generator)
    chosen = sorted(generator.choice(len(places), size=count, replace=False).tolist(), reverse=True)
    for index in chosen:
        block, position = places[index]
        block.insert(position, _junk(name, generator))
    function = ast.parse(f"def {name}(*{name}a):\n    return len({name}a)").body[0]
    first = sum(isinstance(node, ast.ImportFrom) and node.module == "__future__" for node in tree.body)
    tree.body.insert(first, function)
    return count


def _negated(test: ast.expr) -> ast.expr:
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return test.operand
    return ast.UnaryOp(op=ast.Not(), operand=test)


class _Respeller(ast.NodeTransformer):
    """Writes comparisons from the other side, if/else with the branches exchanged, and `x += y` as `x = x + y`."""

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        self.generic_visit(node)
        mirrored = MIRRORED.get(type(node.ops[0]))
        if len(node.ops) == 1 and mirrored is not None:
            return ast.Compare(left=node.comparators[0], ops=[mirrored()], comparators=[node.left])
        return node

    def visit_If(self, node: ast.If) -> ast.AST:
        self.generic_visit(node)
        if node.orelse:
            return ast.If(test=_negated(node.test), body=node.orelse, orelse=node.body)
        return node

    def visit_IfExp(self, node: ast.IfExp) -> ast.AST:
        self.generic_visit(node)
        return ast.IfExp(test=_negated(node.test), body=node.orelse, orelse=node.body)

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.AST:
        self.generic_visit(node)
        if not isinstance(node.target, ast.Name | ast.Attribute):
            return node
        current = ast.parse(ast.unparse(node.target), mode="eval").body
        return ast.Assign(targets=[node.target], value=ast.BinOp(left=current, op=node.op, right=node.value))


def respell(tree: ast.Module) -> None:
    """Replace comparisons, if/else and augmented assignments by equivalent spellings."""
    _Respeller().visit(tree)
    ast.fix_missing_locations(tree)
