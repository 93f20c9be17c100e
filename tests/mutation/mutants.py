"""Mutants of a module: its source with one operator, comparison or constant changed."""

import ast
import copy
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult, ast.Pow: ast.Mult, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd, ast.BitXor: ast.BitAnd,
    ast.LShift: ast.RShift, ast.RShift: ast.LShift,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """One change of one module: `line` is its text as it is, `before` and `after` the expression."""

    module: str
    number: int
    line: str
    before: str
    after: str

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What names it, wherever in the module the line is."""
        return self.module, self.line, self.before, self.after

    @property
    def rank(self) -> str:
        """Where it is among the mutants of its module when some are taken: by chance, and always the same."""
        return hashlib.sha256("\0".join(map(str, (*self.key, self.number))).encode()).hexdigest()


def mutants(module: str) -> list[Mutant]:
    """Return every mutant of a module, such as `align/chain.py`, in the order of its source."""
    source = path_of(module).read_text(encoding="utf-8")
    lines, found = source.splitlines(), []
    for number, (node, change) in enumerate(_changes(ast.parse(source))):
        before = ast.unparse(node)
        changed = copy.deepcopy(node)
        change(changed)
        line = lines[node.lineno - 1].strip()
        found.append(Mutant(module=module, number=number, line=line, before=before, after=ast.unparse(changed)))
    return found


def mutated(module: str, number: int) -> ast.Module:
    """Return the syntax tree of a module with one of its mutants in place."""
    tree = ast.parse(path_of(module).read_text(encoding="utf-8"))
    node, change = list(_changes(tree))[number]
    change(node)
    return ast.fix_missing_locations(tree)


def path_of(module: str) -> Path:
    """Return where a module is."""
    return ROOT / "codematch" / module


Change = Callable[[ast.expr], None]


def _changes(tree: ast.Module) -> Iterator[tuple[ast.expr, Change]]:
    """Yield each expression that can be changed, with what changes it in place."""
    for node in _expressions(tree):
        match node:
            case ast.Compare(ops=operators):
                for place, operator in enumerate(operators):
                    yield node, _set_comparison(place, COMPARISONS[type(operator)])
            case ast.BinOp(op=arithmetic) if type(arithmetic) in OPERATORS:
                yield node, _set_operator(OPERATORS[type(arithmetic)])
            case ast.BoolOp(op=ast.And()):
                yield node, _set_operator(ast.Or)
            case ast.BoolOp():
                yield node, _set_operator(ast.And)
            case ast.UnaryOp(op=ast.USub()):
                yield node, _set_operator(ast.UAdd)
            case ast.Constant(value=bool() as value):
                yield node, _set_value(not value)
            case ast.Constant(value=int() | float() as value):
                yield node, _set_value(value + 1)


def _expressions(tree: ast.AST) -> Iterator[ast.expr]:
    """Yield the expressions that decide something: no annotations, no decorators, no texts of errors, no `strict`.

    What is zipped strictly has one length, whatever the tests put in.
    """
    if isinstance(tree, ast.keyword) and tree.arg == "strict":
        return
    for name, value in ast.iter_fields(tree):
        if name in ("annotation", "returns", "decorator_list") or isinstance(tree, ast.JoinedStr):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.expr):
                yield child
            if isinstance(child, ast.AST):
                yield from _expressions(child)


def _set_comparison(place: int, kind: type[ast.cmpop]) -> Change:
    return lambda node: vars(node)["ops"].__setitem__(place, kind())


def _set_operator(kind: type[ast.operator] | type[ast.boolop] | type[ast.unaryop]) -> Change:
    return lambda node: vars(node).__setitem__("op", kind())


def _set_value(value: object) -> Change:
    return lambda node: vars(node).__setitem__("value", value)
