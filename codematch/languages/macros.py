r"""The bodies of C macros, which the grammars of the C family leave as one leaf of raw text.

They are split by the lexical rules of C (ISO/IEC 9899:2018, 6.4) into the kinds that the grammar itself uses:
`do` is the keyword, `->` the operator, the rest `identifier`, `number_literal`, `string_literal`, `char_literal`
and `comment`. What the grammar does not know, such as `#` and `##`, is of the error kind.
"""

import re
from functools import cache

import numpy as np

from codematch.errors import SpecError
from codematch.languages.grammar import ERROR_ID, Grammar
from codematch.languages.walk import Leaves

_WORD = rb"[A-Za-z_$\x80-\xff][\w$\x80-\xff]*"
_RULES = (
    ("comment", rb"//[^\r\n]*|/\*.*?\*/"),
    ("string_literal", rb'(?:u8|[LuU])?"(?:\\.|[^"\\\r\n])*"'),
    ("char_literal", rb"(?:u8|[LuU])?'(?:\\.|[^'\\\r\n])*'"),
    ("number_literal", rb"\.?[0-9](?:[eEpP][+-]|'?[\w.])*"),
    ("identifier", _WORD),
)
_BY_TEXT = ("identifier", "operator")
_OPERATOR = re.compile(rb"[^\w\s\"'#]+")
_OTHER = rb"(?P<other>\\(?!\r?\n|\r)|[^\s\\])"


def split_lexed(leaves: Leaves, utf8: bytes, grammar: Grammar) -> Leaves:
    """Return the leaves, those of a kind in `tokens.lexed` replaced by what the rules find in them.

    Raises:
        SpecError: The grammar lacks one of the kinds that the rules name.
    """
    is_raw = grammar.lexed[leaves.ids]
    if not is_raw.any():
        return leaves
    pattern, ids = _lexer(grammar)
    found: list[tuple[int, int, int]] = []
    raw = leaves[is_raw]
    for start, stop in zip(raw.starts.tolist(), raw.stops.tolist(), strict=True):
        for match in pattern.finditer(utf8, start, stop):
            by_text = ids.get(match[0]) if match.lastgroup in _BY_TEXT else None
            found.append((ids.get(match.lastgroup, ERROR_ID) if by_text is None else by_text, *match.span()))
    parts = np.array(found, dtype=np.int32).reshape(-1, 3)
    rest = leaves[~is_raw]
    starts = np.concatenate((rest.starts, parts[:, 1]))
    order = np.argsort(starts, kind="stable")
    return Leaves(
        np.concatenate((rest.ids, parts[:, 0].astype(np.uint16)))[order],
        starts[order],
        np.concatenate((rest.stops, parts[:, 2]))[order],
    )


@cache
def _lexer(grammar: Grammar) -> tuple[re.Pattern[bytes], dict[bytes | str | None, int]]:
    """Return the rules as one expression, and kind ids: by text (bytes) for keywords and operators, else by rule."""
    ids: dict[bytes | str | None, int] = {}
    for rule, _ in _RULES:
        if (rule, True) not in grammar.ids:
            raise SpecError(f"tokens.lexed: the grammar has no node kind {rule!r}, which macro bodies need")
        ids[rule] = grammar.ids[rule, True][0]
    operators = []
    for name, named in grammar.ids:
        text = name.encode()
        if not named and _OPERATOR.fullmatch(text):
            operators.append(text)
        if not named and (_OPERATOR.fullmatch(text) or re.fullmatch(_WORD, text)):
            ids[text] = grammar.ids[name, named][0]
    longest_first = b"|".join(re.escape(text) for text in sorted(operators, key=lambda text: (-len(text), text)))
    rules = [b"(?P<%s>%s)" % (rule.encode(), expression) for rule, expression in _RULES]
    return re.compile(b"|".join((*rules, b"(?P<operator>%s)" % longest_first, _OTHER)), re.DOTALL), ids
