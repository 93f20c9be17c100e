"""The names that a work declares for others: functions, methods and types that are not private, with their parameters.

A name begins with no underscore, and no word in front of it makes it private. In C and its relatives, leading
underscores are dropped instead: a library declares `strlen` as `__strlen` and gives it both names.
"""

from collections.abc import Iterator
from typing import NamedTuple

from codematch.comparison.prepare import PreparedFile, PreparedWork, Toolkit
from codematch.model.fast_hash import hash_texts
from codematch.model.stable_hash import text_hash
from codematch.model.tokens import TokenStream, Unit

_PRIVATE = frozenset(text_hash(word) for word in (b"private", b"fileprivate", b"internal"))
_STATIC = text_hash(b"static")
_OPEN, _COMMA, _VOID = (text_hash(sign) for sign in (b"(", b",", b"void"))
_OPENS = frozenset(text_hash(sign) for sign in (b"(", b"[", b"{", b"<"))
_CLOSES = frozenset(text_hash(sign) for sign in (b")", b"]", b"}", b">"))
_C_FAMILY = "c"
_MODIFIERS = 8
"""Tokens at the head of a unit among which a word that makes it private is looked for."""
_TYPE = -1
"""What stands for the number of parameters of a type."""
COMMON = frozenset({"main", "Main", "init"})
"""Names that entry points have."""


class Declaration(NamedTuple):
    """Where a public name is declared: its unit in the file at `file`."""

    file: int
    unit: Unit


Declared = dict[str, list[Declaration]]
"""The public names of a work, each with the places where it is declared."""


def declared_names(work: PreparedWork, toolkit: Toolkit) -> Declared:
    """Return the public names of a work's functions, methods and types, without those inside functions."""
    found: Declared = {}
    for place, file in enumerate(work.files):
        for unit in _outside_functions(file.stream.units):
            language = file.stream.language_at(unit.first_token)
            is_c = toolkit.families.get(language) == _C_FAMILY
            name = _public(file.stream, unit, language, is_c=is_c)
            if name and name not in COMMON:
                found.setdefault(name, []).append(Declaration(place, unit))
    return found


def _outside_functions(units: tuple[Unit, ...]) -> Iterator[Unit]:
    stop = -1
    for unit in sorted(units, key=lambda unit: (unit.first_token, -unit.stop_token)):
        if unit.first_token < stop:
            continue
        yield unit
        if unit.kind == "function":
            stop = unit.stop_token


def _public(stream: TokenStream, unit: Unit, language: str, *, is_c: bool) -> str:
    """Return the name that a unit declares for others, "" for a private one."""
    owner, _, name = unit.name.rpartition(".")
    if is_c:
        name = name.lstrip("_")
    if name[:1] in ("", "_", "#") or not name.rstrip("?!=").replace("$", "_").isidentifier():
        return ""  # private by custom, or an operator
    if language == "go" and not name[0].isupper():
        return ""
    head = stream.texts[unit.first_token : min(unit.body_token, unit.first_token + _MODIFIERS)].tolist()
    if is_c and not owner and _STATIC in head:
        return ""
    return "" if not _PRIVATE.isdisjoint(head) else name


def parameters(file: PreparedFile, unit: Unit) -> int:
    """Return the number of parameters of a unit, by the commas between the first brackets behind its name."""
    if unit.kind != "function":
        return _TYPE
    head = file.stream.texts[unit.first_token : max(unit.body_token, unit.first_token) + 1].tolist()
    name = text_hash(unit.name.rpartition(".")[2].encode())
    start = head.index(name) if name in head else 0
    if _OPEN not in head[start:]:
        return 0
    depth, commas, tokens = 1, 0, 0
    for sign in head[head.index(_OPEN, start) + 1 :]:
        if sign in _OPENS:
            depth += 1
        elif sign in _CLOSES:
            depth -= 1
            if not depth:
                break
        elif sign == _COMMA and depth == 1:
            commas += 1
        tokens += sign != _VOID
    return commas + 1 if tokens else 0


def code(file: PreparedFile, unit: Unit) -> int:
    """Return a hash of the code of a unit without its names and literals."""
    return int(hash_texts([file.symbols[unit.first_token : unit.stop_token].tobytes()])[0])
