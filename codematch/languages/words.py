"""The words of texts that a grammar gives as one leaf: strings of JSON, scalars of YAML, what is between tags.

A value that was changed in one place is to lose that place and not its whole text, and a paragraph is prose. So the
plain lexer reads such leaves. A word has its text as its kind and the class of the leaf in which it is, a number is
of one kind with all others as in plain text, and every other character has its text as its kind, as operators have.
"""

import numpy as np

from codematch.languages.gaps import lex_spans
from codematch.languages.grammar import ERROR_ID, NUMBER_ID, Grammar
from codematch.languages.walk import Leaves


def split_words(leaves: Leaves, utf8: bytes, grammar: Grammar) -> Leaves:
    """Return the leaves, those of a kind in `tokens.words` replaced by what the plain lexer finds in them."""
    is_text = grammar.words[leaves.ids]
    if not is_text.any():
        return leaves
    spans, rest = leaves[is_text], leaves[~is_text]
    starts, stops, is_number, is_word, span = lex_spans(utf8, spans.starts, spans.stops)
    ids = np.full(len(starts), ERROR_ID, dtype=np.uint16)
    ids[is_word] = spans.ids[span[is_word]]
    ids[is_number] = NUMBER_ID
    order = np.argsort(np.concatenate((rest.starts, starts)), kind="stable")
    return Leaves(
        np.concatenate((rest.ids, ids))[order],
        np.concatenate((rest.starts, starts))[order],
        np.concatenate((rest.stops, stops))[order],
    )
