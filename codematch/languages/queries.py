"""What `queries.scm` may say: patterns rooted at a named node kind, with `@name` and `@function` or `@class`.

tree-sitter compiles the patterns; it accepts predicates that it does not know and ignores them, and it cannot
say at which node kinds a pattern begins. Both are read from the text here.
"""

import re

FUNCTION, CLASS, NAME = "function", "class", "name"
"""The captures, without their @."""

_PART = re.compile(r'"(?:\\.|[^"\\])*"|;[^\n]*|[()\[\]]|[^\s()\[\]";]+')
_KIND = re.compile(r"[A-Za-z]\w*")


def pattern_roots(text: str) -> tuple[str, ...]:
    """Return the node kinds at which the patterns begin, sorted.

    Args:
        text: The content of a `queries.scm`.

    Raises:
        ValueError: A pattern has a predicate, an unknown capture, no name or no unit, or begins with anything
            but a node kind in parentheses. The message names the pattern by its line.
    """
    roots = []
    for line, parts in _patterns(text):
        where = f"line {line}"
        if len(parts) < 2 or parts[0] != "(" or not _KIND.fullmatch(parts[1]):
            raise ValueError(f"{where}: a pattern begins with a node kind in parentheses")
        if any(part.startswith("#") for part in parts):
            raise ValueError(f"{where}: predicates (#...) are not allowed")
        captures = {part[1:] for part in parts if part.startswith("@")}
        if captures not in ({NAME, FUNCTION}, {NAME, CLASS}):
            raise ValueError(f"{where}: the captures are @{NAME} and either @{FUNCTION} or @{CLASS}")
        roots.append(parts[1])
    return tuple(sorted(set(roots)))


def _patterns(text: str) -> list[tuple[int, list[str]]]:
    """Split the text at the outermost parentheses: the line and the parts of each pattern, its captures included."""
    patterns: list[tuple[int, list[str]]] = []
    depth = 0
    for match in _PART.finditer(text):
        part = match[0]
        if part.startswith(";"):
            continue
        if depth == 0 and not part.startswith(("@", ")")):
            patterns.append((text.count("\n", 0, match.start()) + 1, []))
        depth += (part in "([") - (part in ")]")
        if patterns:
            patterns[-1][1].append(part)
    return patterns
