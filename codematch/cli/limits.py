"""`codematch limits`: the known failure modes, each with its effect, mitigation, and the test that shows it."""

import json
import textwrap
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

from codematch.cli import console
from codematch.cli.declarations import option
from codematch.cli.options import AnswerFormat

if TYPE_CHECKING:
    from codematch.limits import Limit

EXAMPLES = "\b\nExamples:\n  codematch limits\n  codematch limits --format json > limits.json"

WIDTH = 80
INDENT = "     "


def limits(
    form: Annotated[AnswerFormat, option("--format -f", "terminal|json", "The output format.")] = AnswerFormat.TERMINAL,
) -> None:
    """Print the known limitations of the method.

    Each entry says what goes wrong, its effect (too many regions, too few regions, wrong weight), the mitigation, and
    the test that demonstrates it.
    """
    from codematch.limits import load_limits

    register = load_limits()
    console.write(_document(register) if form is AnswerFormat.JSON else _text(register))


def _document(register: tuple["Limit", ...]) -> str:
    return json.dumps([asdict(limit) for limit in register], indent=1, ensure_ascii=False) + "\n"


def _text(register: tuple["Limit", ...]) -> str:
    return "\n".join(_entry(limit) for limit in register)


def _entry(limit: "Limit") -> str:
    """One entry: its title, then each part as a paragraph of its own."""
    parts = {"Effect": ", ".join(limit.effect), "What goes wrong": limit.failure, "Mitigation": limit.mitigation}
    lines = textwrap.wrap(f"{limit.id}  {limit.title}", WIDTH, subsequent_indent=INDENT)
    for name, text in parts.items():
        lines += textwrap.wrap(
            f"{name}: {text}", WIDTH, initial_indent=INDENT, subsequent_indent=f"{INDENT}  ", break_on_hyphens=False
        )
    return "\n".join((*lines, *_test_lines(limit.test))) + "\n"


def _test_lines(node: str) -> list[str]:
    """The test as pytest takes it; one that is too long for a line breaks before its function."""
    line = f"{INDENT}Test: {node}"
    if len(line) <= WIDTH:
        return [line]
    file, function = node.split("::")
    return [f"{INDENT}Test: {file}::", f"{INDENT}  {function}"]
