"""Characters between tokens that an editor shows as nothing or as a mark, and that grammars stumble over.

A vertical tab, a form feed after code, a next line (U+0085), a line or paragraph separator (U+2028, U+2029), a NUL or
another control character is no part of a program in most languages; one of them can put a whole file in error. The
parser sees blanks in their place, as many as they have bytes, so that every place stays; tokens and comments keep the
text as it is.
"""

import re

import tree_sitter

_CONTROLS = bytes(sorted({*range(0x20), 0x7F} - set(b"\t\n\f")))
_TO_BLANK = bytes(ord(" ") if code in _CONTROLS else code for code in range(256))
_FORM_FEED = re.compile(rb"(?<=[^\n\f])\f")  # one that begins a line counts for nothing in the indentation of Python
_NEXT_LINE = "\u0085".encode()
_SEPARATORS = ("\u2028".encode(), "\u2029".encode())
_OF_ECMASCRIPT = "template_substitution"
"""A kind of node that the grammars for ECMAScript have: there U+2028 and U+2029 end a comment (ECMA-262, 12.3)."""


def blanked(utf8: bytes, language: tree_sitter.Language | None = None) -> bytes:
    """Return the text as the parser sees it, each byte in its place; the same object if nothing changes."""
    if len(utf8.translate(None, _CONTROLS)) != len(utf8):
        utf8 = utf8.translate(_TO_BLANK)
    if b"\f" in utf8:
        utf8 = _FORM_FEED.sub(b" ", utf8)
    if utf8.isascii():
        return utf8
    utf8 = utf8.replace(_NEXT_LINE, b"  ")
    if any(separator in utf8 for separator in _SEPARATORS) and not _ends_lines(language):
        for separator in _SEPARATORS:
            utf8 = utf8.replace(separator, b"   ")
    return utf8


def _ends_lines(language: tree_sitter.Language | None) -> bool:
    return language is not None and language.id_for_node_kind(_OF_ECMASCRIPT, True) is not None
