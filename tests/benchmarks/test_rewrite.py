"""The rewriting does what its levels say, and the rewritten package still computes the same."""

import ast
import subprocess
import sys

import numpy as np
import pytest

from tests.benchmarks.rewrite import LEVELS, read_package, renaming_of, rewrite, write_package
from tests.benchmarks.rewrite_shape import count_statements, insert_junk

SHAPES = '''\
"""Figures of the plane."""

from __future__ import annotations

import json
import os.path as paths
from dataclasses import dataclass
from functools import lru_cache

from . import units
from .units import convert as to_metres

__all__ = ["Circle", "Square", "describe"]

REGISTRY = {}
LIMIT = 12


def register(kind):
    """Remember a kind of figure."""
    REGISTRY[kind.__name__.lower()[:0] + str(len(REGISTRY))] = kind
    return kind


class Figure:
    """Anything with an area."""

    sides: int = 0

    def __init__(self, scale):
        # the scale of the drawing
        self.scale = scale
        self._cache: "dict[str, float]" = {}

    @property
    def size(self):
        return self.scale * 2

    @size.setter
    def size(self, wanted):
        self.scale = wanted / 2

    def area(self) -> "float":
        raise NotImplementedError

    def get(self, key, default=None):
        return self._cache.get(key, default)


@register
class Circle(Figure):
    def area(self):
        return 3 * self.scale * self.scale


@register
class Square(Figure):
    sides = 4

    def area(self):
        total = 0
        for _ in range(self.sides):
            total += self.scale * self.scale / self.sides
        return total


@dataclass
class Label:
    text: str
    size_mm: int = 3


@lru_cache(maxsize=4)
def _measure(length):
    if length > LIMIT:
        found = "long"
    elif length == LIMIT:
        found = "even"
    else:
        found = "short"
    return found


def describe(length):
    global LIMIT
    LIMIT = LIMIT if length >= 0 else 0
    shape = Circle(scale=to_metres(length, unit="km"))
    shape.size = shape.size + 2
    square = Square(scale=units.FACTOR)
    names = [getattr(item, "area")() for item in (shape, square)]
    label = Label(text="x", size_mm=7)
    try:
        shape.area().missing
    except AttributeError as problem:
        names.append(type(problem).__name__)
    match names:
        case [first, *rest]:
            names = [first, len(rest)]
    return json.dumps([names, _measure(length), label.size_mm, shape.get("a", 1), paths.basename("a/b")])
'''

UNITS = """\
FACTOR = 3


def convert(value, *, unit="m"):
    if unit == "km":
        return value * 1000
    else:
        return value
"""

MAIN = """\
from . import shapes

def main(json):
    return shapes.describe(json)
"""

FILES = {"__init__.py": "", "shapes.py": SHAPES, "units.py": UNITS, "start.py": MAIN}
DEFINED = {"REGISTRY", "LIMIT", "register", "Figure", "Circle", "Square", "Label", "_measure", "describe", "main"}
DEFINED |= {"FACTOR", "convert", "sides", "scale", "size", "size_mm", "area", "self", "wanted", "total", "to_metres"}
DEFINED |= {"length", "found", "shape", "square", "label", "unit", "problem", "rest", "_cache", "kind", "names"}


def _identifiers(text):
    fields = ("id", "attr", "arg", "name", "asname")
    for node in ast.walk(ast.parse(text)):
        yield from (getattr(node, field) for field in fields if isinstance(getattr(node, field, None), str))


def _run(folder, entry):
    code = f"from figures import start; print(start.{entry}(5))"
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("level", LEVELS)
def test_the_rewritten_package_computes_the_same(level, tmp_path):
    write_package(FILES, tmp_path / "before" / "figures")
    write_package(rewrite(FILES, "figures", level), tmp_path / "after" / "figures")
    entry = renaming_of(FILES, "figures", 1).names["main"] if level >= 2 else "main"
    expected = _run(tmp_path / "before", "main")
    assert "AttributeError" not in expected
    assert _run(tmp_path / "after", entry) == expected


def test_level_1_drops_comments_and_docstrings_and_nothing_else():
    after = rewrite(FILES, "figures", 1)["shapes.py"]
    assert "Figures of the plane" not in after
    assert "Anything with an area" not in after
    assert "#" not in after
    assert sorted(_identifiers(after)) == sorted(_identifiers(SHAPES))


@pytest.mark.parametrize("level", [2, 3, 4, 5])
def test_no_identifier_of_the_package_remains(level):
    remaining = {name for text in rewrite(FILES, "figures", level).values() for name in _identifiers(text)}
    assert not remaining & DEFINED
    assert {"dataclass", "lru_cache", "json", "__init__", "get", "basename", "maxsize"} <= remaining
    assert "Circle" not in rewrite(FILES, "figures", level)["shapes.py"]


def test_renaming_is_the_same_in_every_file():
    after = rewrite(FILES, "figures", 2)
    new = renaming_of(FILES, "figures", 1).names
    assert f"def {new['describe']}(" in after["shapes.py"]
    assert f"shapes.{new['describe']}(" in after["start.py"]
    assert len(set(new.values())) == len(new)


@pytest.mark.parametrize("level", LEVELS)
def test_same_seed_same_text_other_seed_other_text(level):
    once = rewrite(FILES, "figures", level, seed=3)
    assert once == rewrite(dict(reversed(FILES.items())), "figures", level, seed=3)
    assert (once == rewrite(FILES, "figures", level, seed=4)) == (level == 1)


@pytest.mark.parametrize("level", [3, 4, 5])
def test_functions_are_kept(level):
    def functions(text):
        return sum(isinstance(node, ast.FunctionDef | ast.ClassDef) for node in ast.walk(ast.parse(text)))

    after = rewrite(FILES, "figures", level)
    for path, text in FILES.items():
        junk = level >= 4 and count_statements(ast.parse(text)) >= 3
        assert functions(after[path]) == functions(text) + junk


def test_shuffling_moves_definitions_but_keeps_dependants_behind_them():
    seen = set()
    for seed in range(8):
        new = renaming_of(FILES, "figures", seed).names
        text = rewrite(FILES, "figures", 3, seed=seed)["shapes.py"]
        seen.add(text.index(f"def {new['describe']}(") < text.index(f"class {new['Label']}:"))
        assert text.index(f"class {new['Figure']}") < text.index(f"class {new['Circle']}")
        assert text.index(f"def {new['register']}") < text.index(f"class {new['Square']}")
    assert seen == {True, False}


@pytest.mark.parametrize("seed", range(5))
def test_junk_is_a_fifth(seed):
    source = "\n".join(f"def f{i}(a):\n    b = a + {i}\n    if b:\n        return b\n    return a" for i in range(40))
    tree = ast.parse(source)
    before = count_statements(tree)
    inserted = insert_junk(tree, np.random.default_rng(seed))
    assert 0.17 <= inserted / before <= 0.23
    assert count_statements(ast.parse(ast.unparse(ast.fix_missing_locations(tree)))) >= before + inserted


def test_respelling():
    source = "x += 1\nif a < b:\n    c = 1\nelse:\n    c = 2\nd = 1 if a == b else 2\ne = a in b\n"
    after = rewrite({"m.py": source}, "m", 5)["m.py"]
    new = renaming_of({"m.py": source}, "m", 1).names
    kept = [line for line in after.splitlines() if any(name in line for name in (*new.values(), "if not"))]
    assert f"{new['x']} = {new['x']} + 1" in kept
    assert any(line.startswith("if not b > a:") for line in kept)
    assert f"{new['d']} = 2 if not b == a else 1" in kept
    assert f"{new['e']} = a in b" in kept


def test_what_does_not_parse_is_named(tmp_path):
    (tmp_path / "good.py").write_text("a = 1\n")
    (tmp_path / "bad.py").write_text("a = = 1\n")
    files, skipped = read_package(tmp_path)
    assert (sorted(files), skipped) == (["good.py"], ["bad.py"])


def test_unknown_level():
    with pytest.raises(ValueError, match="level 6"):
        rewrite(FILES, "figures", 6)
