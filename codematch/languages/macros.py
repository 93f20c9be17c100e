r"""The bodies of C macros, which the grammars of the C family leave as one leaf of raw text.

They are split by the lexical rules of C (ISO/IEC 9899:2018, 6.4) into the kinds that the grammar itself uses:
`do` is the keyword, `->` the operator, the rest `identifier`, `number_literal`, `string_literal`, `char_literal`
and `comment`. What the grammar does not know, such as `#` and `##`, has its text as its kind.
"""

import re
from functools import cache

import numpy as np

from codematch.languages.grammar import ERROR_ID, MACRO_KINDS, Grammar
from codematch.languages.separators import blanked
from codematch.languages.walk import Leaves

_RULES = (
    rb"//[^\n]*|/\*.*?\*/",
    rb'(?:u8|[LuU])?"(?:\\.|[^"\\\n])*"',
    rb"(?:u8|[LuU])?'(?:\\.|[^'\\\n])*'",
    rb"\.?[0-9](?:[eEpP][+-]|'?[\w.])*",
    rb"[A-Za-z_$\x80-\xff][\w$\x80-\xff]*",
)
"""How each of `MACRO_KINDS` is written, in their order."""

_KEYWORD = re.compile(rb"[A-Za-z_]\w*")
_OPERATOR = re.compile(rb"[^\w\s\"'#]+")
_OTHER = rb"\\(?!\n)|[^\s\\]"


def split_lexed(leaves: Leaves, utf8: bytes, grammar: Grammar) -> Leaves:
    """Return the leaves, those of a kind in `tokens.lexed` replaced by what the rules find in them."""
    is_raw = grammar.lexed[leaves.ids]
    if not is_raw.any():
        return leaves
    pattern, by_rule, by_text = _lexer(grammar)
    ids: list[int] = []
    starts: list[int] = []
    stops: list[int] = []
    raw = leaves[is_raw]
    utf8 = blanked(utf8)
    for raw_start, raw_stop in zip(raw.starts.tolist(), raw.stops.tolist(), strict=True):
        for match in pattern.finditer(utf8, raw_start, raw_stop):
            ids.append(by_text.get(match[0]) or by_rule[match.lastindex or 0])
            starts.append(match.start())
            stops.append(match.end())
    rest = leaves[~is_raw]
    all_starts = np.concatenate((rest.starts, np.array(starts, dtype=np.int32)))
    order = np.argsort(all_starts, kind="stable")
    return Leaves(
        np.concatenate((rest.ids, np.array(ids, dtype=np.uint16)))[order],
        all_starts[order],
        np.concatenate((rest.stops, np.array(stops, dtype=np.int32)))[order],
    )


@cache
def _lexer(grammar: Grammar) -> tuple[re.Pattern[bytes], list[int], dict[bytes, int]]:
    """Return the rules as one expression, the kind id of each of its groups, and those of keywords and operators."""
    by_rule = [ERROR_ID, *(grammar.ids[kind, True][0] for kind in MACRO_KINDS), ERROR_ID, ERROR_ID]
    tokens = {name.encode(): same[0] for (name, named), same in grammar.ids.items() if not named}
    by_text = {text: id_ for text, id_ in tokens.items() if _KEYWORD.fullmatch(text) or _OPERATOR.fullmatch(text)}
    operators = sorted(filter(_OPERATOR.fullmatch, by_text), key=lambda text: (-len(text), text))
    rules = [*_RULES, b"|".join(map(re.escape, operators)), _OTHER]
    return re.compile(b"|".join(b"(%s)" % rule for rule in rules), re.DOTALL), by_rule, by_text
