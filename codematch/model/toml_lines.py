"""The line of each table and key of a TOML text, which the parser of the standard library does not give."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_PIECE = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*|[\[{]|[\]}]|\n|[^\[\]{}\n#"\']+',
    re.DOTALL,
)
"""A string, a comment, a bracket, the end of a line, or the text between them."""
_NAME = r"(?:\"(?:\\.|[^\"\\])*\"|'[^']*'|[\w-]+)"
_NAMES = rf"\s*{_NAME}(?:\s*\.\s*{_NAME})*\s*"
_HEAD = re.compile(rf"\s*(?P<bracket>\[\[?)(?P<table>{_NAMES})\]|(?P<key>{_NAMES})=")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """The lines of tables and keys, by dotted names: `known`, `known.path`; `prior.0.path` in an array of tables."""

    numbers: Mapping[str, int]

    def of(self, name: str) -> int:
        """The line of a table or a key; where it has none of its own, that of what is in it, or of what it is in."""
        while name and name not in self.numbers:
            within = (number for one, number in self.numbers.items() if one.startswith(f"{name}."))
            if number := next(within, 0):
                return number
            name = name.rpartition(".")[0]
        return self.numbers.get(name, 1)


def find_lines(text: str) -> Lines:
    """Find the lines of a text that is known to be TOML."""
    found: dict[str, int] = {}
    counts: dict[str, int] = {}
    table = ""
    for number, statement in _statements(text):
        head = _HEAD.match(statement)
        if head is None:
            continue
        name = ".".join(one.strip("\"'") for one in re.findall(_NAME, head["table"] or head["key"]))
        if head["key"]:
            found[f"{table}.{name}" if table else name] = number
            continue
        table = name
        if head["bracket"] == "[[":
            counts[name] = counts.get(name, -1) + 1
            table = f"{name}.{counts[name]}"
            found.setdefault(name, number)
        found.setdefault(table, number)
    return Lines(numbers=found)


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """Yield the heads of tables and the keys with their values, comments left out, each with its first line."""
    line, depth, statement = 1, 0, ""
    first = line
    for piece in _PIECE.findall(text.replace("\r\n", "\n")):
        line += piece.count("\n")
        if piece in "[{":
            depth += 1
        elif piece in "]}":
            depth -= 1
        if piece == "\n" and depth == 0:
            yield first, statement
            first, statement = line, ""
        elif not piece.startswith("#"):
            statement += piece
    yield first, statement
