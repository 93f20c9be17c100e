"""Renaming of every identifier that a Python package defines, the same way in all of its files.

A name that the package binds anywhere gets one new name everywhere; an import that would clash is bound to the new
name by `as`. In the place of an attribute, a name is renamed when the package defines it as one (method, class
variable, attribute set on an object, global of a module), unless a built-in type has an attribute of that name
(`value.get` cannot be told from `dict.get` without types) or it belongs to something imported from elsewhere.
Built-ins, dunders, modules and what other packages define keep their names. Text is renamed where the language reads
it as a name: quoted annotations, `__all__`, `__slots__` and the second argument of `getattr` and its kin.
"""

import ast
import builtins
import keyword
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

Scope = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef

KEPT_NAMES = frozenset(dir(builtins)) | frozenset(keyword.kwlist) | frozenset(keyword.softkwlist)
BUILTIN_TYPES = (str, bytes, bytearray, int, float, list, tuple, dict, set, range, slice, BaseException)
PROPERTY_PARTS = frozenset({"setter", "getter", "deleter"})
KEPT_MEMBERS = PROPERTY_PARTS.union(*(dir(kind) for kind in BUILTIN_TYPES))
NAMED_BY_TEXT = frozenset({"getattr", "setattr", "hasattr", "delattr"})
NAME_LISTS = frozenset({"__all__", "__slots__"})
SYLLABLES = tuple(a + b for a in "bcdfghjklmnpqrstvwz" for b in "aeiou")


def is_dunder(name: str) -> bool:
    """Return whether Python itself reads the name."""
    return name.startswith("__") and name.endswith("__")


class Definitions(ast.NodeVisitor):
    """Collects what the modules of one package bind: everything, members, and what comes from elsewhere."""

    def __init__(self, package: str) -> None:
        self.names: set[str] = set()
        self.members: set[str] = set()
        self.foreign: set[str] = set()
        self._package = package
        self._in_function = False

    def _bind(self, name: str | None) -> None:
        if name:
            self.names.add(name)
            if not self._in_function:
                self.members.add(name)

    def _scope(self, node: Scope) -> None:
        self._bind(node.name)
        outer, self._in_function = self._in_function, not isinstance(node, ast.ClassDef)
        self.generic_visit(node)
        self._in_function = outer

    visit_FunctionDef = visit_AsyncFunctionDef = visit_ClassDef = _scope  # noqa: N815

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Store):
            self._bind(node.id)

    def visit_arg(self, node: ast.arg) -> None:
        self.names.add(node.arg)
        self.generic_visit(node)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        if isinstance(node.ctx, ast.Store):
            self.names.add(node.attr)
            self.members.add(node.attr)
        self.generic_visit(node)

    def _capture(self, node: ast.ExceptHandler | ast.MatchAs | ast.MatchStar) -> None:
        self._bind(node.name)
        self.generic_visit(node)

    visit_ExceptHandler = visit_MatchAs = visit_MatchStar = _capture  # noqa: N815

    def visit_MatchMapping(self, node: ast.MatchMapping) -> None:
        self._bind(node.rest)
        self.generic_visit(node)

    def visit_Import(self, node: ast.Import) -> None:
        for item in node.names:
            if item.asname:
                self.names.add(item.asname)
            if item.name.split(".")[0] != self._package:
                self.foreign.add(item.asname or item.name.split(".")[0])

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        for item in node.names:
            if item.asname:
                self.names.add(item.asname)
            if not is_ours(node, self._package):
                self.foreign.add(item.asname or item.name)


def is_ours(node: ast.ImportFrom, package: str) -> bool:
    """Return whether the import reads from the package itself."""
    return node.level > 0 or (node.module or "").split(".")[0] == package


@dataclass(frozen=True, slots=True, kw_only=True)
class RenameMap:
    """The new name of each old one in `names`; `members` are those that are also renamed as attributes.

    `modules` of the package `package` keep their names, and so do the members of `foreign`, which are the names
    bound to something imported from elsewhere.
    """

    names: Mapping[str, str]
    members: frozenset[str]
    foreign: frozenset[str]
    modules: frozenset[str]
    package: str


def _fresh_names(taken: set[str], count: int, generator: np.random.Generator) -> list[str]:
    """Return `count` pronounceable names that are not in `taken`."""
    names: list[str] = []
    while len(names) < count:
        chosen = generator.integers(0, len(SYLLABLES), size=int(generator.integers(2, 5)))
        name = "".join(SYLLABLES[i] for i in chosen)
        if name not in taken:
            taken.add(name)
            names.append(name)
    return names


def _mentioned(trees: Iterable[ast.Module]) -> set[str]:
    """Return every name, attribute, argument and keyword that stands anywhere in the trees."""
    fields = ("id", "attr", "arg", "name", "asname")
    found = (getattr(node, field, None) for tree in trees for node in ast.walk(tree) for field in fields)
    return {name for name in found if isinstance(name, str)}


def build_map(trees: list[ast.Module], modules: frozenset[str], package: str, seed: int) -> RenameMap:
    """Return a renaming of everything that the modules of one package define.

    Args:
        trees: The parsed modules of the package.
        modules: The names of its modules and subpackages.
        package: The name under which it is imported.
        seed: Seeds the new names.
    """
    found = Definitions(package)
    for tree in trees:
        found.visit(tree)
    old = sorted(name for name in found.names - KEPT_NAMES if not is_dunder(name))
    taken = _mentioned(trees) | KEPT_NAMES | KEPT_MEMBERS | modules
    return RenameMap(
        names=dict(zip(old, _fresh_names(taken, len(old), np.random.default_rng(seed)), strict=True)),
        members=frozenset(found.members - KEPT_MEMBERS),
        foreign=frozenset(found.foreign),
        modules=modules,
        package=package,
    )


class Renamer(ast.NodeTransformer):
    """Applies a `RenameMap` to one module, in place."""

    def __init__(self, renaming: RenameMap) -> None:
        self._map = renaming
        self._in_class = False

    def _new(self, name: str) -> str:
        """Return the new name of a variable; in a class body a variable is an attribute too."""
        return name if self._in_class and name in KEPT_MEMBERS else self._map.names.get(name, name)

    def _scope(self, node: Scope) -> ast.AST:
        node.name = self._new(node.name)
        body, node.body = node.body, []
        self.generic_visit(node)
        if not isinstance(node, ast.ClassDef):
            node.returns = self._annotation(node.returns)
        outer, self._in_class = self._in_class, isinstance(node, ast.ClassDef)
        inner = ast.Module(body=body, type_ignores=[])
        self.generic_visit(inner)
        node.body, self._in_class = inner.body, outer
        return node

    visit_FunctionDef = visit_AsyncFunctionDef = visit_ClassDef = _scope  # noqa: N815

    def visit_Name(self, node: ast.Name) -> ast.AST:
        node.id = self._new(node.id)
        return node

    def visit_arg(self, node: ast.arg) -> ast.AST:
        node.arg = self._map.names.get(node.arg, node.arg)
        self.generic_visit(node)
        node.annotation = self._annotation(node.annotation)
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        self.generic_visit(node)
        node.annotation = self._annotation(node.annotation) or node.annotation
        return node

    def _annotation(self, node: ast.expr | None) -> ast.expr | None:
        """Return the annotation; a quoted one is an expression too, and is renamed as such."""
        if not (isinstance(node, ast.Constant) and isinstance(node.value, str)):
            return node
        try:
            inner = ast.parse(node.value, mode="eval")
        except SyntaxError:
            return node
        return ast.Constant(value=ast.unparse(self.visit(inner)))

    def _is_foreign(self, node: ast.expr) -> bool:
        """Return whether the expression is a name from elsewhere, or a member of a member ... of one."""
        while isinstance(node, ast.Attribute):
            node = node.value
        return isinstance(node, ast.Name) and node.id in self._map.foreign

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        renamed = node.attr in self._map.members and not self._is_foreign(node.value)
        if node.attr in self._map.modules and isinstance(node.value, ast.Name):
            renamed = renamed and node.value.id not in self._map.modules | {self._map.package}
        self.generic_visit(node)
        node.attr = self._map.names.get(node.attr, node.attr) if renamed else node.attr
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        callee = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        ours = (callee in self._map.names or is_dunder(callee)) and not self._is_foreign(node.func)
        self.generic_visit(node)
        for item in node.keywords:
            if ours and item.arg:
                item.arg = self._map.names.get(item.arg, item.arg)
        if callee in NAMED_BY_TEXT and len(node.args) > 1:
            self._rename_texts(node.args[1])
        return node

    def _rename_texts(self, node: ast.AST) -> None:
        for item in ast.walk(node):
            if isinstance(item, ast.Constant) and isinstance(item.value, str) and item.value in self._map.members:
                item.value = self._map.names.get(item.value, item.value)

    def visit_Assign(self, node: ast.Assign) -> ast.AST:
        if any(isinstance(target, ast.Name) and target.id in NAME_LISTS for target in node.targets):
            self._rename_texts(node.value)
        self.generic_visit(node)
        return node

    def _declare(self, node: ast.Global | ast.Nonlocal) -> ast.AST:
        node.names = [self._map.names.get(name, name) for name in node.names]
        return node

    visit_Global = visit_Nonlocal = _declare  # noqa: N815

    def _capture(self, node: ast.ExceptHandler | ast.MatchAs | ast.MatchStar) -> ast.AST:
        node.name = self._new(node.name) if node.name else None
        self.generic_visit(node)
        return node

    visit_ExceptHandler = visit_MatchAs = visit_MatchStar = _capture  # noqa: N815

    def visit_MatchMapping(self, node: ast.MatchMapping) -> ast.AST:
        node.rest = self._new(node.rest) if node.rest else None
        self.generic_visit(node)
        return node

    def visit_MatchClass(self, node: ast.MatchClass) -> ast.AST:
        node.kwd_attrs = [self._map.names.get(n, n) if n in self._map.members else n for n in node.kwd_attrs]
        self.generic_visit(node)
        return node

    def visit_Import(self, node: ast.Import) -> list[ast.stmt]:
        """Bind a clashing module to its new name; `import a.b` binds `a`, so it takes a second statement."""
        statements: list[ast.stmt] = []
        for item in node.names:
            bound = item.asname or item.name.split(".")[0]
            new = self._new(bound)
            if new != bound and (item.asname or "." not in item.name):
                item = ast.alias(name=item.name, asname=new)
            statements.append(ast.Import(names=[item]))
            if new != bound and item.asname is None:
                statements.append(ast.Import(names=[ast.alias(name=bound, asname=new)]))
        return statements

    def visit_ImportFrom(self, node: ast.ImportFrom) -> ast.AST:
        for item in node.names:
            bound = self._new(item.asname or item.name)
            if is_ours(node, self._map.package) and item.name not in self._map.modules:
                item.name = self._map.names.get(item.name, item.name)
            item.asname = bound if bound != item.name else None
        return node
