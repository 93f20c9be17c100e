"""The only module that calls Pygments: which characters of lines of code are keywords, texts, numbers or comments."""

from collections.abc import Sequence
from functools import cache
from typing import Any

Kinds = tuple[tuple[int, int, str], ...]
"""Half-open character ranges of a line with what they are, ascending: one of `KINDS`; the rest is plain."""
KINDS = {"k": "keyword", "s": "literal text", "n": "number", "c": "comment"}
MAX_LINES, MAX_CHARACTERS = 6_000, 1_000
"""More lines of one side are not coloured, nor are lines longer than that."""
_OPTIONS = {"php": {"startinline": True}}
_PLAIN = ("", "text")


@cache
def _lexer(language: str) -> Any:
    """Return the lexer of a language, None where there is none."""
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    if language in _PLAIN:
        return None
    try:
        return get_lexer_by_name(language, stripnl=False, ensurenl=False, **_OPTIONS.get(language, {}))
    except ClassNotFound:
        return None


@cache
def _kind(token: Any) -> str:
    """Return what a type of token is, "" for plain."""
    from pygments.token import Token

    literal = Token.Literal.String
    for family, kind in (
        (Token.Comment.Preproc, "k"), (Token.Comment, "c"), (literal.Doc, "c"), (literal.Interpol, ""), (literal, "s"),
        (Token.Literal.Number, "n"), (Token.Keyword, "k"), (Token.Operator.Word, "k"),
    ):  # fmt: skip
        if token in family:
            return kind
    return ""


def kinds_of(lines: Sequence[str], language: str) -> list[Kinds]:
    """Return for each line which of its characters are what; nothing where the language has no lexer.

    Args:
        lines: Lines that follow one another, without line ends.
        language: The id of their language, as the result names it.
    """
    lexer = _lexer(language)
    if lexer is None or len(lines) > MAX_LINES:
        return [()] * len(lines)
    lines = [line.replace("\n", " ") if len(line) <= MAX_CHARACTERS else "" for line in lines]
    found: list[list[tuple[int, int, str]]] = [[] for _ in lines]
    at = column = 0
    for _, token, text in lexer.get_tokens_unprocessed("\n".join(lines)):
        kind = _kind(token)
        for number, part in enumerate(text.split("\n")):
            if number:
                at, column = at + 1, 0
            if part and kind and at < len(lines) and part.strip():
                found[at].append((column, column + len(part), kind))
            column += len(part)
    return [tuple(line) for line in found]
