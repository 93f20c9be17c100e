"""Accessors: functions that do nothing but hand a field out or take it in."""

from collections.abc import Iterable

from codematch.filtration.material import Material
from codematch.model.filtration import Mark, ReasonCode
from codematch.model.stable_hash import text_hash
from codematch.model.tokens import CLASS_CODES, TokenClass, TokenStream, Unit
from codematch.settings import Filtration

_WORDS = frozenset(
    text_hash(text)
    for text in (
        b"{",
        b"}",
        b"return",
        b"this",
        b"self",
        b".",
        b"->",
        b";",
        b"=",
        b"=>",
        b"end",
        b"pass",
        b"super",
        b"get",
        b"set",
        b"init",
        b"value",
    )
)
_IDENTIFIER = CLASS_CODES[TokenClass.IDENTIFIER]


def marks(file: Material, settings: Filtration) -> Iterable[Mark]:
    """Label whole accessors, head and body."""
    for unit in file.stream.units:
        if unit.kind == "function" and _is_accessor(file.stream, unit, settings):
            yield Mark(unit.first_token, unit.stop_token, ReasonCode.LANG_BOILERPLATE, "accessor")


def _is_accessor(stream: TokenStream, unit: Unit, settings: Filtration) -> bool:
    size = unit.stop_token - unit.body_token
    if not 0 < size <= settings.accessor_tokens:
        return False
    body = slice(unit.body_token, unit.stop_token)
    return all(
        kind == _IDENTIFIER or text in _WORDS
        for kind, text in zip(stream.classes[body].tolist(), stream.texts[body].tolist(), strict=True)
    )
