"""Whether a text is prose, told by its words: cheaper than a trial parse, and only what a parse would say, too."""

import re
from functools import cache

from codematch.languages.grammar import load_grammar
from codematch.languages.spec import LanguageSpec
from codematch.settings import Parsing

_SENTENCE = re.compile(rb"\n[ \t]*[A-Za-z][a-z'`]*,?(?: [\w'`\"(][\w'`\",.)-]*){5,}[ \t]*(?=\n)")
"""A line of six words or more with nothing but blanks between: no statement of a program looks so."""
_PROSE_BYTES = 4_096

_STRINGS = (
    rb"`(?:[^\\`]|\\.)*+(?:`|\Z)|\"\"\"(?:[^\\]|\\.)*?(?:\"\"\"|\Z)|'''(?:[^\\]|\\.)*?(?:'''|\Z)"
    rb"|\"(?:[^\"\\\n]|\\.)*+\"?|'(?:[^'\\\n]|\\.)*+'?"
)
_SLASHES = rb"|/\*.*?(?:\*/|\Z)|//[^\n]*|/(?:[^/\\\n]|\\.)++/"
_HASHES = rb"|\#[^\n]*"
_JS = (_STRINGS + _SLASHES, (b"</", b"/>"))
_QUOTED = {
    "python": (_STRINGS + _HASHES, ()),
    "javascript": _JS,
    "typescript": _JS,
    "tsx": _JS,
    "php": (_STRINGS + _SLASHES + _HASHES, (b"?>", b"<<<")),
    "lua": (_STRINGS + rb"|--\[(=*)\[.*?(?:\]\1\]|\Z)|\[(=*)\[.*?(?:\]\2\]|\Z)|--[^\n]*", ()),
}
"""Languages in which two names are never adjacent: their strings and comments, rather too much than too little,
and what makes a text in which words may occur freely."""

_PAIR = re.compile(rb"\b([A-Za-z_]\w*)[ \t]+(?=([A-Za-z_]\w*))")
_SURE = 2
"""Words that can only be errors are compared with this many times the errors that code may have."""
_BLANKS = b" \t\r\n\f"


def is_prose(text: bytes, limits: Parsing) -> bool:
    """Say whether many lines are sentences: documentation has signs of code in its examples, and is none."""
    head = b"\n" + text[:_PROSE_BYTES]
    lines = len(head.split(b"\n")) - head.count(b"\n\n")
    return len(_SENTENCE.findall(head)) >= max(limits.min_sentences, limits.sentence_share * lines)


def is_surely_none(text: bytes, spec: LanguageSpec, limits: Parsing) -> bool:
    """Return whether a text has so many adjacent names that most of it would be syntax errors."""
    quoted, free = _QUOTED.get(spec.name, ("", ()))
    if not quoted or any(sign in text for sign in free):
        return False
    most = _SURE * limits.quoted_error_share * len(text.translate(None, _BLANKS))
    # In prose its beginning is enough.
    return _misplaced(text[:_PROSE_BYTES], spec) > most or (len(text) > _PROSE_BYTES and _misplaced(text, spec) > most)


def _misplaced(text: bytes, spec: LanguageSpec) -> int:
    """Return how long the words are together that are before another, neither of them a keyword [bytes]."""
    words = keyword_texts(spec)
    bare = _quoted(spec.name).sub(b";", text)
    return sum(
        min(len(one), len(other)) for one, other in _PAIR.findall(bare) if one not in words and other not in words
    )


@cache
def keyword_texts(spec: LanguageSpec) -> frozenset[bytes]:
    """Return the keywords of a language."""
    return frozenset(name.encode() for name, named in load_grammar(spec).ids if not named and name.isalpha())


@cache
def _quoted(name: str) -> re.Pattern[bytes]:
    return re.compile(_QUOTED[name][0], re.DOTALL)
