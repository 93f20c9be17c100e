"""A notebook whose JSON is on one line had one line, and none in common with the module that it was made of."""

import json
from pathlib import Path

import pytest

import codematch
from codematch.model.evidence import Channel

MODULE = """\
import math


def swell(height, period):
    # how much water a wave moves
    speed = 1.56 * period
    return height * height * speed / 8


def shelter(waves, wall):
    left = []
    for wave in waves:
        if wave["height"] < wall:
            left.append(math.sqrt(wave["height"] / wall))
    return left
"""
HEAD, TAIL = MODULE.split("def shelter")


def notebook(cells: list[tuple[str, str]], indent: int | None, as_list: bool) -> str:
    made = [
        {
            "cell_type": kind,
            "metadata": {},
            "source": text.splitlines(keepends=True) if as_list else text,
            **({"outputs": [], "execution_count": 3} if kind == "code" else {}),
        }
        for kind, text in cells
    ]
    whole = {"cells": made, "metadata": {"kernelspec": {"language": "python"}}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(whole, indent=indent)


def figures(folder: Path, known: dict[str, str], questioned: dict[str, str]) -> dict[str, int]:
    for side, files in (("k", known), ("q", questioned)):
        (folder / side).mkdir()
        for name, text in files.items():
            (folder / side / name).write_text(text, encoding="utf-8")
    pair = codematch.compare(str(folder / "k"), str(folder / "q")).pairs[0]
    [lines] = [channel for channel in pair.evidence if channel.channel is Channel.LINES]
    return dict(lines.figures)


CELLS = [
    ("markdown", "# Waves\n\nWhat a wall keeps out.\n"),
    ("code", HEAD),
    ("code", ""),
    ("code", f"def shelter{TAIL}"),
]
FORMS = {
    "one line": (None, False),
    "one line, a list of lines": (None, True),
    "many lines": (1, True),
    "many lines, one string": (1, False),
}


@pytest.mark.parametrize("form", FORMS)
def test_the_lines_of_a_notebook_are_those_of_its_cells(tmp_path: Path, form: str) -> None:
    found = figures(tmp_path, {"waves.py": MODULE}, {"waves.ipynb": notebook(CELLS, *FORMS[form])})
    assert found["known-all"] == found["known-all-found"] == found["questioned-all-found"] == 11
    assert found["known-code"] == found["known-code-found"] == 10
    assert found["questioned-all"] == 13


def test_two_notebooks_share_the_lines_of_their_cells(tmp_path: Path) -> None:
    questioned = notebook([("code", "x = 1\n"), *CELLS[1:]], None, False)
    found = figures(tmp_path, {"a.ipynb": notebook(CELLS, 1, True)}, {"b.ipynb": questioned})
    assert found["known-all-found"] == found["questioned-all-found"] == 11
    assert (found["known-all"], found["questioned-all"]) == (13, 12)


@pytest.mark.parametrize("indent", [None, 1])
def test_the_lines_of_its_cells_are_counted(tmp_path: Path, indent: int | None) -> None:
    for side in ("k", "q"):
        (tmp_path / side).mkdir()
    (tmp_path / "k" / "waves.py").write_text(MODULE, encoding="utf-8")
    (tmp_path / "q" / "waves.ipynb").write_text(notebook(CELLS, indent, as_list=False), encoding="utf-8")

    pair = codematch.compare(str(tmp_path / "k"), str(tmp_path / "q")).pairs[0]

    lines = pair.totals.line
    of_code = sum(1 for line in MODULE.splitlines() if line.strip() and not line.strip().startswith("#"))
    assert lines.total.known == of_code
    assert lines.total.questioned >= of_code
    assert lines.matched.questioned >= of_code - 1
