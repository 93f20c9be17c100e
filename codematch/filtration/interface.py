"""Declarations without a body, and heads of functions and classes that others call by name.

Why: Whoever implements an interface must repeat its names and parameters.

Not covered: Whether the interface is itself original. Heads in languages without modifiers, except exported names of Go
and special methods of Python.

Example: `@Override public boolean equals(Object other)`; `int read(struct file *, char *, size_t);`.
"""

from collections.abc import Iterable

import numpy as np

from codematch.filtration.file_view import FileView
from codematch.filtration.rule import Filter
from codematch.model.filtration import FilterId, Mark, ReasonCode
from codematch.model.message import Message
from codematch.model.stable_hash import among, text_hash
from codematch.model.tokens import PassageKind, TokenStream, Unit
from codematch.settings.filters import Interface

_OVERRIDES = frozenset(text_hash(text) for text in (b"override", b"Override", b"@Override"))
_PUBLIC = frozenset(text_hash(text) for text in (b"public", b"pub", b"open"))
_BODIES = np.array(sorted(text_hash(text) for text in (b"{", b"=>", b"begin", b"end", b"do", b"then")), dtype=np.uint64)
"""Words that open or end the body of a function; a declaration has none of them."""
_INTERFACES = frozenset(text_hash(text) for text in (b"interface", b"trait", b"protocol", b"@interface", b"@protocol"))


def marks(file: FileView, settings: Interface) -> Iterable[Mark]:
    """Label declarations, the heads of overriding and of public functions, and those of interfaces and public classes.

    The heads of Python's special methods are dictated by the language.
    """
    for passage in file.stream.passages:
        if passage.kind is PassageKind.DECLARATION:
            yield Mark(
                passage.first_token, passage.stop_token, ReasonCode.API_DICTATED, Message.of("declaration-without-body")
            )
    for unit in file.stream.units:
        if unit.body_token >= unit.stop_token:
            if unit.kind == "function" and not _holds_a_body(file.stream, unit):
                yield Mark(
                    unit.first_token, unit.stop_token, ReasonCode.API_DICTATED, Message.of("declaration-without-body")
                )
        elif basis := _head(file.stream, unit, settings.modifier_tokens):
            yield Mark(unit.first_token, unit.body_token, ReasonCode.API_DICTATED, basis)


def _holds_a_body(stream: TokenStream, unit: Unit) -> bool:
    """Say whether a unit has a body that its grammar does not name: whatever opens or ends one stands in it."""
    return bool(among(stream.texts[unit.first_token : unit.stop_token], _BODIES).any())


def _head(stream: TokenStream, unit: Unit, modifiers: int) -> Message | None:
    """Why the head of a unit may be dictated, None when nothing says so."""
    words = set(stream.texts[unit.first_token : min(unit.body_token, unit.first_token + modifiers)].tolist())
    if unit.kind != "function":
        words.add(int(stream.texts[unit.body_token]))  # Go says what a type is where its body begins
        if words & _INTERFACES:
            return Message.of("head-of-interface")
        return Message.of("head-of-public-class") if words & _PUBLIC else None
    name = unit.name.rsplit(".", 1)[-1]
    if words & _OVERRIDES:
        return Message.of("head-of-overriding-function")
    if words & _PUBLIC:
        return Message.of("head-of-public-function")
    language = stream.language_at(unit.first_token)
    if language == "go" and name[:1].isupper():
        return Message.of("head-of-exported-function")
    if language == "python" and name.startswith("__") and name.endswith("__"):
        return Message.of("head-of-special-method")
    return None


RULE = Filter(
    id=FilterId.INTERFACE,
    docs=__doc__,
    settings=Interface,
    codes=(ReasonCode.API_DICTATED,),
    messages=(
        "declaration-without-body",
        "head-of-interface",
        "head-of-public-class",
        "head-of-overriding-function",
        "head-of-public-function",
        "head-of-exported-function",
        "head-of-special-method",
    ),
    check=marks,
    is_customary=True,
)
