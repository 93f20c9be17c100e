"""Whether a text is surely code: which languages it may be in, and what its tokens say of that."""

import re
from functools import cache

import numpy as np
from numpy.typing import NDArray

from codematch.languages.gaps import visible_before
from codematch.languages.grammar import load_grammar
from codematch.languages.literals.prose import is_prose, keyword_texts
from codematch.languages.parser import error_bytes, parse
from codematch.languages.spec import LanguageSpec
from codematch.model.stable_hash import text_hash
from codematch.model.tokens import CLASS_CODES, TokenClass, TokenStream
from codematch.settings import Parsing

_SIGNS = b"(){}[];=<>:.,+-*/&|!"
_STRUCTURE = b"(){};=:"
_ESCAPE_BYTES, _HEAD = 8, 48
"""A literal with an escape in every 8 bytes has many; Base64 has no blank in its first 48 bytes."""

_SPACES = b" \t\r\n"
_MARKERS = {
    "javascript": (
        rb"\bfunction\b|=>|\b(?:var|let|const)\s|\brequire\(",
        (b"function", b"=>", b"var", b"let", b"const", b"require("),
    ),
    "typescript": (
        rb":\s*(?:string|number|boolean)\b|\binterface\s+\w+\s*\{",
        (b"string", b"number", b"boolean", b"interface"),
    ),
    "python": (
        rb"^\s*(?:def|class)\s+\w+.*:|^\s*(?:import|from)\s+\w|^\s*(?:if|for|while|with)\s.*:\s*$|\blambda\b",
        (b"def", b"class", b"import", b"from", b"if", b"for", b"while", b"with", b"lambda"),
    ),
    "java": (
        rb"\b(?:public|private|protected)\s+(?:static|class|void|final|abstract|\w+\s+\w+\s*\()|\bSystem\.out\b",
        (b"public", b"private", b"protected", b"System.out"),
    ),
    "csharp": (rb"^\s*using\s+\w[\w.]*;|^\s*namespace\s+\w", (b"using", b"namespace")),
    "c": (
        rb"^\s*#\s*(?:include|define)\b|\b(?:int|void|char|float|double|long|unsigned|vec[234])\s+\*?\w+\s*[(\[=;]",
        (b"include", b"define", b"int", b"void", b"char", b"float", b"double", b"long", b"unsigned", b"vec"),
    ),
    "cpp": (rb"\bstd::|\btemplate\s*<|^\s*(?:public|private):", (b"std::", b"template", b"public:", b"private:")),
    "php": (rb"<\?php|\$\w+\s*(?:=|->|\[)", (b"<?php", b"$")),
    "ruby": (rb"^\s*(?:def|module|class)\s.*\n(?:.*\n)*?\s*end\s*$", (b"end",)),
    "lua": (rb"\blocal\s+(?:function\b|\w+\s*=)|\bfunction\b.*\n(?:.*\n)*?\s*end\b", (b"local", b"end")),
    "go": (rb"^\s*package\s+\w+\s*$|\bfunc\s+(?:\(.*?\)\s*)?\w+\(.*\{", (b"package", b"func")),
    "rust": (rb"\bfn\s+\w+\s*[(<]|\blet\s+mut\s", (b"fn", b"let")),
    "kotlin": (rb"\bfun\s+(?:\w+\.)?\w+\(", (b"fun",)),
    "swift": (rb"\bfunc\s+\w+\(.*\{|\bguard\s+let\s", (b"func", b"guard")),
    "scala": (rb"\bdef\s+\w+.*=\s*\{?|\bobject\s+\w+\s*\{", (b"def", b"object")),
    "bash": (rb"\A\s*#!\S*(?:sh|bash)\b", (b"#!",)),
}
"""What suggests a language, at the beginning of a line where it says ^, and what every such text has.

The latter is looked for first, because that is much faster.
"""

_SCRIPTS = frozenset({"bash"})
"""Languages in which prose parses: only a first line that names them suggests them."""

_SHELL = re.compile(rb"^[ \t]*(?:fi|done|esac)\b|\A\s*#!\S*sh\b", re.MULTILINE)
"""What a script of a shell has; in a text that was written in other characters that is enough for a trial."""

_NOT_CODE = re.compile(
    rb"\s*(?:<[!?A-Za-z/](?!\?php)|[{\[]\s*[\"\]}]|(?:select|insert|update|delete|create|alter|drop|merge|with)\s)",
    re.IGNORECASE,
)
"""How pages, JSON and queries begin."""

_WORD = re.compile(rb"[A-Za-z]+")
_KEYWORD_BYTES = 1_024
"""The keywords of code show at its beginning, mostly."""


def may_be_code(text: bytes, limits: Parsing) -> bool:
    """Say whether a text has the signs of code; cheap, and true of much that is none."""
    sample = text[:4096].translate(None, _SPACES)
    signs = len(sample) - len(sample.translate(None, _SIGNS))
    return (
        signs >= limits.min_quoted_signs * len(sample)
        and len(sample) - len(sample.translate(None, _STRUCTURE)) >= 4
        and not (_NOT_CODE.match(text) and b"<?php" not in text[:16])
        and not is_prose(text, limits)
    )


def is_worth_reading(literal: bytes, limits: Parsing) -> bool:
    """Say whether a literal, as it is written, may be code: it has the signs of it, many escapes, or no blanks."""
    is_escaped = literal.count(b"\\") * _ESCAPE_BYTES > len(literal) or b" " not in literal[:_HEAD]
    return is_escaped or may_be_code(literal, limits)


def parses(text: bytes, spec: LanguageSpec, limits: Parsing) -> bool:
    """Say whether a text has few enough errors in a language; cheaper than its tokens."""
    grammar = load_grammar(spec)
    tree = parse(grammar.parser, text, limits)
    if tree is None or not tree.root_node.has_error:
        return tree is not None
    visible = visible_before(text)
    return error_bytes(tree.root_node, visible, grammar.comments) <= limits.quoted_error_share * int(visible[-1])


def candidates(text: bytes, outer: str, most: int, *, is_encoded: bool = False) -> list[str]:
    """Return in which languages to try a text, at most `most`: that of the file, then those that its words suggest."""
    found = [] if not outer or (outer in _SCRIPTS and not is_encoded) else [outer]
    if is_encoded and outer not in _SCRIPTS and _SHELL.search(text):
        found.append("bash")
    for name, (pattern, hints) in _patterns().items():
        if len(found) >= most:
            break
        if name not in (outer, *found) and any(hint in text for hint in hints) and pattern.search(text):
            found.append(name)
    return found


def has_keywords(text: bytes, spec: LanguageSpec, limits: Parsing) -> bool:
    """Say whether a text has as many keywords of a language as code would; cheap, for most texts have none."""
    head = _WORD.findall(text, 0, _KEYWORD_BYTES)
    if len(text) <= _KEYWORD_BYTES:
        return _are_enough(head, spec, limits)
    # The last word of the beginning may be cut.
    return _are_enough(head[:-1], spec, limits) or _are_enough(_WORD.findall(text), spec, limits)


def _are_enough(words: list[bytes], spec: LanguageSpec, limits: Parsing) -> bool:
    found = keyword_texts(spec).intersection(words)
    enough = sum(map(words.count, found)) >= limits.min_quoted_keywords
    return enough and len(found) >= limits.min_different_keywords


@cache
def _patterns() -> dict[str, tuple[re.Pattern[bytes], tuple[bytes, ...]]]:
    return {name: (re.compile(pattern, re.MULTILINE), hints) for name, (pattern, hints) in _MARKERS.items()}


def is_work(stream: TokenStream, limits: Parsing) -> bool:
    """Say whether the expression in a hole does so much that it is code of its own: functions, or very many tokens."""
    return len(stream) >= limits.min_quoted_tokens * (1 if stream.units else 2)


def is_code(stream: TokenStream, spec: LanguageSpec, limits: Parsing) -> bool:
    """Say whether a text that was read by a grammar is surely code of that language."""
    if len(stream) < limits.min_quoted_tokens or stream.error_share > limits.quoted_error_share:
        return False
    if np.count_nonzero(stream.texts == np.uint64(text_hash(b"|"))) > limits.max_bar_share * len(stream):
        return False
    other = np.count_nonzero(stream.classes == CLASS_CODES[TokenClass.OTHER])
    if other < limits.min_other_share * len(stream):
        return False
    keywords = stream.kinds[np.isin(stream.kinds, _keywords(spec))]
    return len(keywords) >= limits.min_quoted_keywords and len(np.unique(keywords)) >= limits.min_different_keywords


@cache
def _keywords(spec: LanguageSpec) -> NDArray[np.uint64]:
    grammar = load_grammar(spec)
    named = [same[0] for (name, is_named), same in grammar.ids.items() if not is_named and name.isalpha()]
    return grammar.kinds[named]
