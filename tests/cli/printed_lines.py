"""Finds the lines that the program can print: the texts of errors, notes and answers in its source."""

import ast
from collections.abc import Iterator
from pathlib import Path

ERRORS = frozenset({"UsageError", "InputError", "EmptyInputError", "SpecError", "StoreError"})
PRINTED = frozenset({"say", "note", "said", "_not_checked"})
_CALLED = (*(f"{name}(" for name in ERRORS | PRINTED), "Check(")
STEPS = frozenset({"progress", "_progress", "tell", "step"})
"""What is called with the step that a run is at."""
VALUE = "⟨{}⟩"
"""What stands for a value; nothing in the catalogue looks like it."""


def printed_lines(package: Path) -> Iterator[tuple[str, str]]:
    """Yield every line with its place; a value is written as `VALUE` with its number."""
    for file in sorted(package.rglob("*.py")):
        source = file.read_text(encoding="utf-8")
        if not any(name in source for name in _CALLED):
            continue
        calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
        for call in calls:
            name = getattr(call.func, "id", getattr(call.func, "attr", ""))
            is_console = name in PRINTED and file.is_relative_to(package / "cli") and "translation" not in file.parts
            is_check = name == "Check" and file.name == "checks.py" and len(call.args) == 2
            if (
                call.args
                and (name in ERRORS or is_console or is_check)
                and (text := _text(call.args[-1 if is_check else 0]))
            ):
                yield text, f"{file.relative_to(package)}:{call.lineno}"


def steps(package: Path) -> Iterator[tuple[str, str]]:
    """Yield every step that a run says it is at, with its place; those of works are "read" and what is read.

    Raises:
        AssertionError: A step is put together where this does not know of what.
    """
    for file in sorted(package.rglob("*.py")):
        if "cli" in (parts := file.relative_to(package).parts) and "translation" in parts:
            continue
        for call in (node for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.Call)):
            place = f"{file.relative_to(package)}:{call.lineno}"
            name = getattr(call.func, "id", getattr(call.func, "attr", ""))
            first = call.args[0] if call.args else None
            if name == "partial" and len(call.args) > 1:
                name, first = getattr(first, "attr", getattr(first, "id", "")), call.args[1]
                of_reader = name == "read"
            else:
                of_reader = name == "read" and getattr(getattr(call.func, "value", None), "id", "") == "reader"
            if of_reader and isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield f"read {first.value}", place
            elif name in STEPS and isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value, place
            elif name in STEPS and isinstance(first, ast.JoinedStr):
                text = _text(first)
                assert text == f"read {VALUE.format(1)}" or not text.startswith("read "), f"{place}: {text}"
                if text != f"read {VALUE.format(1)}":
                    yield text, place


def _text(node: ast.expr) -> str:
    """The text of a literal, "" for any other expression."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if not isinstance(node, ast.JoinedStr):
        return ""
    parts = [part.value if isinstance(part, ast.Constant) else None for part in node.values]
    return "".join(VALUE.format(at) if part is None else str(part) for at, part in enumerate(parts))
