"""The calls of a Python file with their arguments, as its syntax tree has them: read, never run."""

from dataclasses import dataclass, field

import tree_sitter

from codematch.languages.grammar import load_grammar
from codematch.languages.parser import parse
from codematch.languages.spec import LanguageSpec
from codematch.settings import Parsing

_MAX_TEXT = 200
_MAX_CALLS = 200_000
_LOOPS = frozenset({"for_statement", "while_statement", "list_comprehension", "for_in_clause"})
_CONTAINERS = frozenset({"list", "tuple", "argument_list", "keyword_argument", "dictionary", "pair"})


@dataclass(slots=True, eq=False)
class Call:
    """One call: the dotted text of what is called, and its arguments with their names, "" for those by place.

    `at` is the byte of its bracket: in a chain of methods the order of these is that of the calls. `line` counts from
    1. `scope` are the dotted names of the class and function that it is in, `target` the name that its value has.
    `inner` are the calls in its arguments, `in_loop` says whether it is in a loop.
    """

    name: str
    at: int
    line: int
    scope: str
    target: str = ""
    arguments: list[tuple[str, str]] = field(default_factory=list)
    inner: "list[Call]" = field(default_factory=list)
    in_loop: bool = False

    @property
    def last(self) -> str:
        """The last part of the name."""
        return self.name.rpartition(".")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned:
    """A name that is given a plain number or text, also as a default of a parameter."""

    name: str
    value: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PythonCalls:
    """What is called in a file, in the order of the text, the classes with their bases, and plain values."""

    calls: tuple[Call, ...]
    classes: tuple[tuple[str, tuple[str, ...]], ...]
    values: tuple[Assigned, ...]


NO_CALLS = PythonCalls(calls=(), classes=(), values=())


class _Reader:
    def __init__(self, utf8: bytes) -> None:
        self.utf8 = utf8
        self.calls: list[Call] = []
        self.classes: list[tuple[str, tuple[str, ...]]] = []
        self.values: list[Assigned] = []

    def text(self, node: tree_sitter.Node | None) -> str:
        if node is None:
            return ""
        raw = self.utf8[node.start_byte : min(node.end_byte, node.start_byte + _MAX_TEXT)]
        return " ".join(raw.decode("utf-8", "replace").split())

    def read(self, root: tree_sitter.Node) -> None:
        """Go through the tree without recursion, in the order of the text."""
        pending: list[tuple[tree_sitter.Node, str, str, Call | None, bool]] = [(root, "", "", None, False)]
        while pending and len(self.calls) < _MAX_CALLS:
            node, scope, target, outer, loop = pending.pop()
            loop = loop or node.type in _LOOPS
            if node.type in ("class_definition", "function_definition"):
                scope = self._definition(node, scope)
                target, outer, loop = "", None, False
            elif node.type == "assignment":
                target = self._assignment(node)
            elif node.type in ("default_parameter", "typed_default_parameter"):
                self._value(self.text(node.child_by_field_name("name")), node.child_by_field_name("value"))
            elif node.type == "call":
                outer = self._call(node, scope, target, outer, loop)
                pending += self._within(node, scope, outer, loop)
                continue
            elif node.type not in _CONTAINERS:
                outer = outer if node.type == "parenthesized_expression" else None
            pending += [(child, scope, target, outer, loop) for child in reversed(node.named_children)]

    def _definition(self, node: tree_sitter.Node, scope: str) -> str:
        name = self.text(node.child_by_field_name("name"))
        full = f"{scope}.{name}" if scope else name
        if node.type == "class_definition":
            bases = node.child_by_field_name("superclasses")
            named = tuple(self.text(base) for base in bases.named_children) if bases is not None else ()
            self.classes.append((full, named))
        return full

    def _assignment(self, node: tree_sitter.Node) -> str:
        name = self.text(node.child_by_field_name("left"))
        self._value(name, node.child_by_field_name("right"))
        return name

    def _value(self, name: str, node: tree_sitter.Node | None) -> None:
        if node is not None and node.type in ("integer", "float", "string", "unary_operator", "true", "false"):
            self.values.append(Assigned(name=name, value=self.text(node), line=node.start_point[0] + 1))

    def _call(self, node: tree_sitter.Node, scope: str, target: str, outer: Call | None, loop: bool) -> Call:
        function = node.child_by_field_name("function")
        called = "" if function is None or function.type == "call" else self.text(function)
        if function is not None and function.type == "attribute":
            called = self._attribute(function)
        arguments = node.child_by_field_name("arguments")
        at = (arguments or node).start_byte
        made = Call(name=called, at=at, line=node.start_point[0] + 1, scope=scope, target=target, in_loop=loop)
        for child in arguments.named_children if arguments is not None else ():
            if child.type == "keyword_argument":
                name, value = child.child_by_field_name("name"), child.child_by_field_name("value")
                made.arguments.append((self.text(name), self.text(value)))
            elif child.type != "comment":
                made.arguments.append(("", self.text(child)))
        if outer is not None:
            outer.inner.append(made)
        self.calls.append(made)
        return made

    def _attribute(self, node: tree_sitter.Node) -> str:
        """Return a dotted name; the method alone if it is called on the result of a call."""
        parts: list[str] = []
        item: tree_sitter.Node | None = node
        while item is not None and item.type == "attribute":
            parts.append(self.text(item.child_by_field_name("attribute")))
            item = item.child_by_field_name("object")
        if item is not None and item.type == "identifier":
            parts.append(self.text(item))
        return ".".join(reversed(parts))

    def _within(
        self, node: tree_sitter.Node, scope: str, made: Call, loop: bool
    ) -> list[tuple[tree_sitter.Node, str, str, Call | None, bool]]:
        """Return what is in a call: its arguments, which are inside it, and what is called, which comes before."""
        found: list[tuple[tree_sitter.Node, str, str, Call | None, bool]] = []
        arguments = node.child_by_field_name("arguments")
        if arguments is not None:
            found.append((arguments, scope, made.target, made, loop))
        function = node.child_by_field_name("function")
        if function is not None:
            found.append((function, scope, made.target, None, loop))
        return found


def read_calls(utf8: bytes, spec: LanguageSpec, limits: Parsing) -> PythonCalls:
    """Return the calls of a Python file; none if the parser does not finish in time."""
    tree = parse(load_grammar(spec).parser, utf8, limits)
    if tree is None:
        return NO_CALLS
    reader = _Reader(utf8)
    reader.read(tree.root_node)
    ordered = sorted(reader.calls, key=lambda call: call.at)
    return PythonCalls(calls=tuple(ordered), classes=tuple(reader.classes), values=tuple(reader.values))
