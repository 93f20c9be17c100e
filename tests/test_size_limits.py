"""Functions fit on a screen, modules are read in one go, and parameters are few."""

import ast
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1] / "codematch"
MOST_LINES_OF_A_FUNCTION, MOST_LINES_OF_A_MODULE, MOST_PARAMETERS = 60, 400, 8


def functions(tree: ast.Module) -> Iterator[tuple[str, int, int]]:
    """Yield the name of every function with its lines, decorators and docstring included, and its parameters."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = min([node.lineno, *(item.lineno for item in node.decorator_list)])
            rows = (node.args.posonlyargs, node.args.args, node.args.kwonlyargs)
            names = [argument.arg for row in rows for argument in row]
            further = sum(extra is not None for extra in (node.args.vararg, node.args.kwarg))
            is_method = bool(names) and names[0] in ("self", "cls")
            yield node.name, (node.end_lineno or first) - first + 1, len(names) + further - is_method


def too_large(path: Path) -> Iterator[str]:
    """Yield a module, and each of its functions, that exceeds a limit."""
    name = path.relative_to(PACKAGE).as_posix()
    text = path.read_text(encoding="utf-8")
    if text.count("\n") > MOST_LINES_OF_A_MODULE:
        yield name
    for function, lines, parameters in functions(ast.parse(text)):
        if lines > MOST_LINES_OF_A_FUNCTION or parameters > MOST_PARAMETERS:
            yield f"{name} {function}"


def test_nothing_exceeds_the_limits() -> None:
    assert {item for path in sorted(PACKAGE.rglob("*.py")) for item in too_large(path)} == set()


def test_the_measure_counts_decorators_docstrings_and_every_kind_of_parameter() -> None:
    source = """
class Meter:
    @property
    def depth(self, a, /, b, *rest, c=1, **more):
        \'\'\'Return the depth.\'\'\'
        return a
"""
    assert list(functions(ast.parse(source))) == [("depth", 4, 5)]
