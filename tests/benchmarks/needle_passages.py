"""Passages of Python code to hide in another work: cut mechanically, renamed, and laid out anew.

A passage is a whole function, or statements in a row inside a longer one. Everything is a function of the files and
the seed.
"""

import ast
import builtins
import keyword
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tests.benchmarks.rewrite_names import SYLLABLES, is_dunder

FEWEST_LINES, MOST_LINES = 8, 15
"""Lines of code of a passage; blank lines, comments and documentation strings do not count."""
KEPT = frozenset(dir(builtins)) | frozenset(keyword.kwlist) | frozenset(keyword.softkwlist)
BLOCKS = ("body", "orelse", "finalbody")
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A passage of a file, lines from 1, both ends included; `whole` if it is a function of its own.

    `lines` are those with code: neither blank, nor a comment, nor the documentation string of the function.
    """

    path: str
    first_line: int
    last_line: int
    lines: tuple[int, ...]
    whole: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Needle:
    """A passage, and where it was hidden: the path and the lines of the changed file.

    `bits` is the information content of its structure, `full_bits` the same without the discounts for what is common
    or repeated in the known work.
    """

    passage: Passage
    bits: float
    full_bits: float
    path: str
    first_line: int
    last_line: int


def passages(path: str, text: str, generator: np.random.Generator) -> Iterator[Passage]:
    """Yield one passage of every function of a file that has one: all of it, or statements drawn inside it."""
    coded = _code_lines(text)
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, Function):
            continue
        statements = _after_docstring(node.body)
        if not statements:
            continue
        head = _coded(coded, node.lineno, node.body[0].lineno - 1)
        whole = _passage(path, node.lineno, statements, coded, head)
        if FEWEST_LINES <= len(whole.lines) <= MOST_LINES:
            yield whole
        elif len(whole.lines) > MOST_LINES and (inner := list(_inner(path, statements, coded))):
            yield inner[int(generator.integers(len(inner)))]


def _inner(path: str, statements: Sequence[ast.stmt], coded: Sequence[bool]) -> Iterator[Passage]:
    """Yield every run of statements of one block that has a fitting number of lines."""
    for block in _blocks(statements):
        for first in range(len(block)):
            for last in range(first + 1, len(block)):
                passage = _passage(path, block[first].lineno, block[first : last + 1], coded)
                if len(passage.lines) > MOST_LINES:
                    break
                if len(passage.lines) >= FEWEST_LINES:
                    yield passage


def _passage(
    path: str, first: int, statements: Sequence[ast.stmt], coded: Sequence[bool], head: tuple[int, ...] | None = None
) -> Passage:
    """Return the passage of statements, with the lines `head` of the function in front of them if it is whole."""
    last = _last(statements[-1])
    lines = (*(head or ()), *_coded(coded, statements[0].lineno, last))
    return Passage(path=path, first_line=first, last_line=last, lines=lines, whole=head is not None)


def _blocks(statements: Sequence[ast.stmt]) -> Iterator[Sequence[ast.stmt]]:
    """Yield the block and those inside it, but not those of inner functions and classes."""
    yield statements
    for statement in statements:
        if not isinstance(statement, Function | ast.ClassDef):
            for name in BLOCKS:
                if inner := getattr(statement, name, None):
                    yield from _blocks(inner)


def _after_docstring(body: list[ast.stmt]) -> list[ast.stmt]:
    first = body[0]
    is_text = (
        isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str)
    )
    return body[1:] if is_text else body


def _code_lines(text: str) -> list[bool]:
    """Return for each line whether it has code: neither blank nor a comment alone."""
    return [bool(line.strip()) and not line.lstrip().startswith("#") for line in text.split("\n")]


def _coded(coded: Sequence[bool], first: int, last: int) -> tuple[int, ...]:
    return tuple(line for line in range(first, last + 1) if coded[line - 1])


def _last(node: ast.stmt) -> int:
    return node.end_lineno or node.lineno


def disguised(text: str, passage: Passage, generator: np.random.Generator) -> str:
    """Return a passage in another layout, without comments, with a new name for everything but what Python defines.

    Args:
        text: The file that the passage is from.
        passage: The passage.
        generator: Draws the names.
    """
    lines = text.split("\n")[passage.first_line - 1 : passage.last_line]
    tree = ast.parse(textwrap.dedent("\n".join(lines)))
    if passage.whole and isinstance(function := tree.body[0], Function):
        function.body = _after_docstring(function.body)
    _rename(tree, generator)
    return ast.unparse(ast.fix_missing_locations(tree))


def can_stand_elsewhere(text: str, passage: Passage) -> bool:
    """Return whether a passage can be cut out: it parses alone, and each of its literals fits on a line."""
    lines = text.split("\n")[passage.first_line - 1 : passage.last_line]
    try:
        tree = ast.parse(textwrap.dedent("\n".join(lines)))
    except SyntaxError:
        return False
    return not any(isinstance(node, ast.JoinedStr) and "\n" in ast.unparse(node) for node in ast.walk(tree))


FIELDS = ("id", "attr", "arg", "name", "asname", "rest", "module")


def _rename(tree: ast.AST, generator: np.random.Generator) -> None:
    """Give every name, attribute, argument and keyword of a tree a new name, each the same one everywhere."""
    new: dict[str, str] = {}
    for node in ast.walk(tree):
        for field in FIELDS:
            old = getattr(node, field, None)
            if isinstance(old, str):
                setattr(node, field, ".".join(_new_name(part, new, generator) for part in old.split(".")))
        if isinstance(node, ast.Global | ast.Nonlocal):
            node.names = [_new_name(old, new, generator) for old in node.names]


def _new_name(old: str, new: dict[str, str], generator: np.random.Generator) -> str:
    if old in KEPT or is_dunder(old) or old in ("", "*"):
        return old
    while old not in new:
        chosen = generator.integers(0, len(SYLLABLES), size=int(generator.integers(2, 5)))
        name = "".join(SYLLABLES[index] for index in chosen)
        if name not in KEPT and name not in new.values():
            new[old] = name
    return new[old]


def hide(text: str, code: str, whole: bool, generator: np.random.Generator) -> tuple[str, int, int] | None:
    """Put a passage into a file: a function between two definitions, statements into the middle of a function.

    Returns:
        The new text with the first and last line of the passage in it; None if there is no place.
    """
    tree = ast.parse(text)
    lines = text.split("\n")
    if whole:
        ends = [_last(node) for node in tree.body if isinstance(node, Function | ast.ClassDef)]
        places = [(end, "", ["", ""]) for end in ends]
    else:
        places = [(line - 1, indent, []) for line, indent in _inside_functions(tree, lines)]
    if not places:
        return None
    after, indent, blank = places[int(generator.integers(len(places)))]
    added = textwrap.indent(code, indent).split("\n")
    changed = "\n".join([*lines[:after], *blank, *added, *blank, *lines[after:]])
    first = after + len(blank) + 1
    return changed, first, first + len(added) - 1


def _inside_functions(tree: ast.AST, lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield the line and the indent of every statement of a function that is not its first one."""
    for node in ast.walk(tree):
        if isinstance(node, Function):
            for statement in _after_docstring(node.body)[1:]:
                indent = lines[statement.lineno - 1][: statement.col_offset]
                decorated = isinstance(statement, Function | ast.ClassDef) and statement.decorator_list
                if not indent.strip() and not decorated:
                    yield statement.lineno, indent


def needles(
    known: Mapping[str, str],
    questioned: Mapping[str, str],
    weigh: Callable[[Passage], tuple[float, float]],
    count: int,
    seed: int,
) -> tuple[list[Needle], dict[str, str]]:
    """Draw passages of the known work, a quarter from each quarter of their rarity, and hide them in the other work.

    Args:
        known: The texts from which passages may be taken, by path.
        questioned: The texts in which they may be hidden, each in another one.
        weigh: Returns the information content of a passage in bits, with and without discounts.
        count: How many, a multiple of four.
        seed: Seeds every choice.

    Returns:
        The needles, and the texts of the changed files.
    """
    generator = np.random.default_rng(seed)
    found = [one for path in sorted(known) for one in passages(path, known[path], generator)]
    found = [one for one in found if can_stand_elsewhere(known[one.path], one)]
    weights = np.array([weigh(one) for one in found])
    hosts = [sorted(questioned)[index] for index in generator.permutation(len(questioned)).tolist()]
    made: list[Needle] = []
    changed: dict[str, str] = {}
    for quarter in np.array_split(np.argsort(weights[:, 0], kind="stable"), 4):
        for index in sorted(generator.choice(quarter, size=count // 4, replace=False).tolist()):
            code = disguised(known[found[index].path], found[index], generator)
            hidden = None
            while hidden is None:
                host = hosts.pop()
                hidden = hide(questioned[host], code, found[index].whole, generator)
            changed[host], first, last = hidden
            made.append(
                Needle(
                    passage=found[index],
                    bits=float(weights[index, 0]),
                    full_bits=float(weights[index, 1]),
                    path=host,
                    first_line=first,
                    last_line=last,
                )
            )
    return made, changed
