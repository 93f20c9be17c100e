"""The steps of the method and the calls of the pipeline: the same functions in the same order."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1] / "codematch"
METHOD = (PACKAGE / "README.md").read_text(encoding="utf-8")
TREE = ast.parse((PACKAGE / "pipeline.py").read_text(encoding="utf-8"))
HEADING = re.compile(r"^(\d+)\. \*\*([^*]+)\*\* \(([^;)]+);", re.MULTILINE)


def headings() -> dict[int, tuple[str, ...]]:
    """The functions that the heading of each step names."""
    method = METHOD.partition("## The method")[2].partition("\n## ")[0]
    return {int(number): tuple(re.findall(r"`(\w+)`", calls)) for number, _, calls in HEADING.findall(method)}


def calls(function: str) -> Iterator[str]:
    """The names that a function of the pipeline calls, in order; a function of the pipeline itself with its own.

    What runs in the background is called where its result is taken.
    """
    own = {node.name: node for node in TREE.body if isinstance(node, ast.FunctionDef)}
    found = [
        node.func for node in ast.walk(own[function]) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    ]
    for name in sorted(found, key=lambda name: (name.lineno, name.col_offset)):
        yield background(own[function]).get(name.id, name.id)
        if name.id in own:
            yield from calls(name.id)


def background(function: ast.FunctionDef) -> dict[str, str]:
    """The functions that are run in the background, by the name that takes their result."""
    found: dict[str, str] = {}
    for node in ast.walk(function):
        match node:
            case ast.Assign(
                targets=[ast.Name(id=taken)],
                value=ast.Call(
                    func=ast.Name(id="run_in_background"), args=[ast.Call(args=[ast.Name(id=name), *_]), *_]
                ),
            ):
                found[taken] = name
    return found


def test_every_step_of_the_method_names_its_calls():
    assert list(headings()) == list(range(1, 16))
    assert headings()[1] == ("WorkReader",)  # works are read before the pipeline begins


def test_the_calls_of_the_pipeline_are_those_of_the_method_in_its_order():
    steps = [name for number, names in headings().items() if number > 1 for name in names]
    called = [name for name in calls("compare_works") if name in steps]

    assert list(dict.fromkeys(called)) == list(dict.fromkeys(steps))


def test_the_method_names_whatever_else_compares():
    imported = {
        alias.name
        for node in TREE.body
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith("codematch.comparison")
        for alias in node.names
        if alias.name.islower()
    }
    describing = {name for name in imported if name.startswith("describe_")}
    helping = {
        "add_plain_pass",
        "compared_languages",
        "light_thresholds",
        "thresholds_of",
        "kept_files",
        "make_toolkit",
        "material_works",
        "place_items",
    }

    assert {name for name in imported - describing - helping if f"`{name}`" not in METHOD} == {"prepare_works"}


def test_the_pipeline_computes_nothing():
    own = [node for node in TREE.body if isinstance(node, ast.FunctionDef) and node.name.startswith("compare_")]
    arithmetic = [node for function in own for node in ast.walk(function) if isinstance(node, ast.BinOp)]

    # Type unions in signatures, and the number of pairs of files.
    assert {type(node.op) for node in arithmetic} <= {ast.BitOr, ast.Mult}
    assert "replace" not in {name for function in own for name in calls(function.name)}
