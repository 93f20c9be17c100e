"""What `queries.scm` may say: patterns rooted at a named node kind, with `@name` and `@function` or `@class`.

tree-sitter compiles the patterns; but it accepts predicates that it does not know and ignores them, and it cannot
say at which node kinds a pattern begins. Both are read from the text here.
"""

import re
from dataclasses import dataclass, field

FUNCTION, CLASS, NAME = "function", "class", "name"
"""The captures, without their @."""

_PART = re.compile(r'"(?:\\.|[^"\\])*"|;[^\n]*|[()\[\]]|[^\s()\[\]";]+')
_KIND = re.compile(r"[A-Za-z]\w*")
_DECORATION = re.compile(r"[?*+.]|!\w+|\w+:")


@dataclass(slots=True)
class _Item:
    """A node pattern, an alternation (kind "["), or a bare token of a query, with what is inside it."""

    kind: str
    line: int
    captures: list[str] = field(default_factory=list)
    inside: list["_Item"] = field(default_factory=list)


def unit_kinds(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the node kinds at which patterns begin, and those that patterns take as units; both sorted.

    Args:
        text: The content of a `queries.scm`.

    Raises:
        ValueError: A pattern has a predicate, an unknown capture, no name or no unit, or begins with anything
            but a node kind in parentheses. The message begins with the line of the pattern.
    """
    roots: set[str] = set()
    units: set[str] = set()
    for pattern in _patterns(text):
        where = f"line {pattern.line}"
        items = _flat(pattern)
        if any(item.kind.startswith("#") for item in items):
            raise ValueError(f"{where}: predicates (#...) are not allowed")
        if not _KIND.fullmatch(pattern.kind):
            raise ValueError(f"{where}: a pattern begins with a node kind in parentheses")
        captures = {capture for item in items for capture in item.captures}
        if captures not in ({NAME, FUNCTION}, {NAME, CLASS}):
            raise ValueError(f"{where}: the captures are @{NAME} and either @{FUNCTION} or @{CLASS}")
        roots.add(pattern.kind)
        for item in items:
            if captures.difference([NAME]).intersection(item.captures):
                units.update(inner.kind for inner in (item.inside if item.kind == "[" else [item]))
    return tuple(sorted(roots)), tuple(sorted(units))


def _patterns(text: str) -> list[_Item]:
    """Parse the text; a parenthesis too many or too few is left to tree-sitter, which reports it."""
    top = _Item("", 0)
    open_items = [top]
    named = True
    for match in _PART.finditer(text):
        part = match[0]
        inside = open_items[-1].inside
        if part in ")]":
            del open_items[max(1, len(open_items) - 1) :]
        elif part.startswith("@"):
            (inside or open_items)[-1].captures.append(part[1:])
        elif not named and part not in "([":
            open_items[-1].kind = part
        elif not part.startswith(";") and not _DECORATION.fullmatch(part):
            inside.append(_Item(part, text.count("\n", 0, match.start()) + 1))
            if part in "([":
                open_items.append(inside[-1])
        named = part != "("
    return top.inside


def _flat(item: _Item) -> list[_Item]:
    return [item, *(below for inner in item.inside for below in _flat(inner))]
