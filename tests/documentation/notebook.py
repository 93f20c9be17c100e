"""Executes the notebook of the tutorial without a kernel: its cells are Python, run one after the other.

python -m tests.documentation.notebook    # writes the outputs into docs/tutorial/first-comparison.ipynb
"""

import ast
import contextlib
import io
import json
import os
from pathlib import Path
from typing import Any

from tests.documentation.pages import ROOT

NOTEBOOK = ROOT / "docs" / "tutorial" / "first-comparison.ipynb"


def executed(notebook: dict[str, Any]) -> dict[str, Any]:
    """Return a notebook with the outputs of its cells: what they print, and the value of their last expression."""
    names: dict[str, Any] = {}
    before = Path.cwd()
    os.chdir(ROOT)
    try:
        number = 0
        cells = []
        for cell in notebook["cells"]:
            if cell["cell_type"] == "code":
                number += 1
                outputs = _outputs("".join(cell["source"]), names, number)
                cells.append({**cell, "execution_count": number, "outputs": outputs})
            else:
                cells.append(cell)
    finally:
        os.chdir(before)
    return {**notebook, "cells": cells}


def _outputs(source: str, names: dict[str, Any], number: int) -> list[dict[str, Any]]:
    tree = ast.parse(source)
    last = tree.body[-1] if isinstance(tree.body[-1], ast.Expr) else None
    if last is not None:
        tree.body.pop()
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(compile(tree, "cell", "exec"), names)  # noqa: S102 -- the notebook is ours
        value = None if last is None else eval(compile(ast.Expression(last.value), "cell", "eval"), names)  # noqa: S307
    outputs: list[dict[str, Any]] = []
    if said.getvalue():
        outputs.append({"output_type": "stream", "name": "stdout", "text": _lines(said.getvalue())})
    if value is not None:
        data = {"text/plain": _lines(repr(value))}
        if type(value).__module__.startswith("codematch"):  # what other libraries write depends on their version
            data["text/html"] = _lines(value._repr_html_())
        outputs.append({"output_type": "execute_result", "execution_count": number, "metadata": {}, "data": data})
    return outputs


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def notebook_page() -> str:
    """The notebook as a page."""
    notebook = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    parts = []
    for cell in notebook["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            parts.append(f"{source}\n")
            continue
        parts.append(f"```python\n{source}\n```\n")
        for output in cell["outputs"]:
            data = output.get("data", {})
            if "text/html" in data and "<table" in "".join(data["text/html"]):
                parts.append(f'<div class="output">{"".join(data["text/html"])}</div>\n'.replace(' border="1"', ""))
            else:
                parts.append(f"```text\n{''.join(output.get('text', data.get('text/plain', ''))).rstrip()}\n```\n")
    parts.append(
        "The notebook itself is [first-comparison.ipynb](first-comparison.ipynb); open it in Jupyter in the folder of a"
        " checkout.\n"
    )
    return "\n".join(parts)


def text_of(notebook: dict[str, Any]) -> str:
    """A notebook as it is saved."""
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    NOTEBOOK.write_text(text_of(executed(json.loads(NOTEBOOK.read_text(encoding="utf-8")))), encoding="utf-8")
