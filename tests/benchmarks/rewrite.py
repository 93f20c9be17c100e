"""Mechanical rewriting of a Python package, in five levels that build on one another.

1. reformatted; comments and docstrings dropped
2. and every identifier renamed that the package defines
3. and functions, classes and methods put in another order
4. and one junk statement inserted for every five
5. and comparisons swapped, if/else inverted, augmented assignments written out

The result would still run in principle: what only types could decide (which object has a method) is decided by
name. Everything is a function of the files, the level and the seed.
"""

import ast
import zlib
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

import numpy as np

from tests.benchmarks.rewrite_names import RenameMap, Renamer, build_map
from tests.benchmarks.rewrite_shape import insert_junk, respell, shuffle_definitions

LEVELS: dict[int, str] = {
    1: "reformatted, comments and docstrings dropped",
    2: "+ every identifier renamed",
    3: "+ functions, classes and methods shuffled",
    4: "+ 20 % junk statements",
    5: "+ comparisons swapped, if/else inverted, += expanded",
}


def drop_docstrings(tree: ast.Module) -> None:
    """Remove every docstring, in place; a body left empty gets `pass`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            if ast.get_docstring(node, clean=False) is not None:
                node.body = node.body[1:]
            if not node.body and not isinstance(node, ast.Module):
                node.body = [ast.Pass()]


def _modules(paths: list[str]) -> frozenset[str]:
    """Return the names of all modules and subpackages below the root."""
    parts = [PurePosixPath(path).with_suffix("").parts for path in paths]
    return frozenset(name for path in parts for name in path if name != "__init__")


def renaming_of(files: Mapping[str, str], package: str, seed: int) -> RenameMap:
    """Return the renaming that level 2 applies to a package.

    Args:
        files: The text of each module by its path below the package's folder.
        package: The name under which the package is imported.
        seed: Seeds the new names.
    """
    trees = [ast.parse(text) for _, text in sorted(files.items())]
    return build_map(trees, _modules(sorted(files)), package, seed)


def rewrite(files: Mapping[str, str], package: str, level: int, seed: int = 1) -> dict[str, str]:
    """Return the package rewritten at a level.

    Args:
        files: The text of each module by its path below the package's folder.
        package: The name under which the package is imported.
        level: 1 to 5, see `LEVELS`.
        seed: Seeds every random choice.

    Returns:
        The new text of each module under its old path.
    """
    if level not in LEVELS:
        raise ValueError(f"there is no rewriting level {level}: give one of {sorted(LEVELS)}")
    renaming = renaming_of(files, package, seed) if level >= 2 else None
    return {path: _rewrite_module(text, path, renaming, level, seed) for path, text in sorted(files.items())}


def _rewrite_module(text: str, path: str, renaming: RenameMap | None, level: int, seed: int) -> str:
    tree = ast.parse(text)
    generator = np.random.default_rng([seed, zlib.crc32(path.encode())])
    drop_docstrings(tree)
    if renaming is not None:
        Renamer(renaming).visit(tree)
    if level >= 3:
        shuffle_definitions(tree, generator)
    if level >= 4:
        insert_junk(tree, generator)
    if level >= 5:
        respell(tree)
    return ast.unparse(ast.fix_missing_locations(tree)) + "\n"


def read_package(folder: Path) -> tuple[dict[str, str], list[str]]:
    """Return the text of every Python file below a folder, and the paths of those that do not parse."""
    files: dict[str, str] = {}
    skipped: list[str] = []
    for path in sorted(folder.rglob("*.py")):
        name = path.relative_to(folder).as_posix()
        try:
            text = path.read_text(encoding="utf-8")
            ast.parse(text)
        except (SyntaxError, ValueError):
            skipped.append(name)
        else:
            files[name] = text
    return files, skipped


def write_package(files: Mapping[str, str], folder: Path) -> None:
    """Write the files below a folder, which is made when it is missing."""
    for name, text in sorted(files.items()):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
