"""Text to tokens: the parser's leaves with their kinds, text hashes, classes and lines, or the plain lexer's words.

Method step 2. A file that cannot be parsed within the limits goes through the plain lexer, and says so.
"""

from dataclasses import replace
from pathlib import PurePosixPath

import numpy as np
import tree_sitter
from numpy.typing import NDArray

from codematch.languages.comments import comments_of
from codematch.languages.embedded import Form, Island, divided, form_named, form_of, holds_more
from codematch.languages.gaps import visible_before
from codematch.languages.grammar import Grammar, load_grammar
from codematch.languages.identify import TEXT, Languages
from codematch.languages.leaves import read_leaves
from codematch.languages.lines import line_ends, lines_of
from codematch.languages.parser import error_bytes, is_deeper, parse
from codematch.languages.passages import passages_of
from codematch.languages.spec import LanguageSpec
from codematch.languages.text_lexer import lex_text
from codematch.languages.units import units_of
from codematch.model.source import Limitation, Reason
from codematch.model.stable_hash import tagged
from codematch.model.tokens import TokenStream
from codematch.settings import Parsing

_STAGE = "languages"


def tokenize(
    path: str, utf8: bytes, language: str, languages: Languages, limits: Parsing, *, divide: bool = True
) -> TokenStream:
    """Return the tokens of a file, of each part of it by the grammar of its own language.

    Args:
        path: The file's path, for the result and for its extension.
        utf8: Its text, valid UTF-8, less than 2 GiB.
        language: What `Languages.identify` said, or the user.
        languages: The languages that are known.
        limits: How large a file to parse may be, how long it may take, how deep its tree may be, and from where on
            syntax errors are named, or leave a file to the plain lexer; how deep formats may stand inside one another.
        divide: Whether parts in other languages are read by their own grammars.

    Returns:
        The tokens. A file without a grammar has the language "text", and so has one that hits a limit, for its
        tokens are no longer those of its language; its limitation then names the language.

    Raises:
        SpecError: There is no such language, or its grammar cannot be loaded.
    """
    if language != TEXT:
        languages.spec(language)
    form = form_of(path, utf8, language) if divide else None
    return _read(path, utf8, language, form, languages, limits, 0)


def _read(
    path: str, utf8: bytes, language: str, form: Form | None, languages: Languages, limits: Parsing, depth: int
) -> TokenStream:
    """Read a text `depth` formats deep; form None when it is in one language."""

    def read(text: bytes, name: str) -> TokenStream:
        return _whole(path, text, name if name in languages.names else TEXT, languages, limits)

    def read_island(island: Island) -> TokenStream:
        name = island.language if island.language in languages.names else TEXT
        inner = form_named(island.form) if island.form else form_of("", island.utf8, name)
        return _read(path, island.utf8, name, inner, languages, limits, depth + 1)

    def errors(name: str, share: float) -> tuple[Limitation, ...]:
        return _errors(path, languages.spec(name), share, limits) if name in languages.names else ()

    if form is None:
        return read(utf8, language)
    if depth < limits.max_formats:
        return divided(path, utf8, language, form, read, read_island, errors)
    stream = read(utf8, form.host or language)
    if not holds_more(utf8, stream, form):
        return stream
    detail = f"more than {limits.max_formats} formats stand inside one another; the innermost is read as a whole"
    return replace(stream, limitations=(*stream.limitations, _limitation(path, Reason.NOT_DIVIDED, detail)))


def _whole(path: str, utf8: bytes, language: str, languages: Languages, limits: Parsing) -> TokenStream:
    """Read a text in one language."""
    if language == TEXT:
        return lex_text(path, utf8)
    spec = languages.spec(language)
    grammar = load_grammar(spec)
    if len(utf8) > limits.max_bytes:
        detail = f"larger than {limits.max_bytes:,} bytes, too large to parse as {spec.title}; compared as plain text"
        return lex_text(path, utf8, (_limitation(path, Reason.PARSE_SIZE, detail),))
    tree = parse(grammar.parser, utf8, limits)
    if tree is None:
        detail = f"parsing as {spec.title} took longer than {limits.max_seconds:g} s; compared as plain text"
        return lex_text(path, utf8, (_limitation(path, Reason.PARSE_TIMEOUT, detail),))
    if is_deeper(tree.root_node, limits.max_depth):
        detail = f"nested deeper than {limits.max_depth} levels as {spec.title}; compared as plain text"
        return lex_text(path, utf8, (_limitation(path, Reason.PARSE_DEPTH, detail),))
    stream = _stream(path, utf8, tree, spec, grammar, limits)
    if spec.errors == "plain" and stream.error_share > limits.plain_error_share:
        detail = _in_errors(stream.error_share, spec) + "; compared as plain text"
        return lex_text(path, utf8, (_limitation(path, Reason.SYNTAX_ERRORS, detail),))
    return stream


def _stream(
    path: str, utf8: bytes, tree: tree_sitter.Tree, spec: LanguageSpec, grammar: Grammar, limits: Parsing
) -> TokenStream:
    root = tree.root_node
    visible = visible_before(utf8)
    leaves, nodes, texts = read_leaves(root, utf8, grammar, visible)
    is_comment = grammar.comments[leaves.ids]
    tokens, comments = leaves[~is_comment], leaves[is_comment]
    lines = lines_of(leaves.starts, line_ends(utf8))
    error_share = error_bytes(root, visible, grammar.comments) / max(1, int(visible[-1]))
    return TokenStream(
        path=path,
        language=spec.name,
        parser="tree-sitter",
        kinds=_kinds(tokens.ids, texts, grammar),
        texts=texts,
        classes=grammar.classes[tokens.ids],
        starts=tokens.starts,
        stops=tokens.stops,
        lines=lines[~is_comment],
        comments=comments_of(utf8, comments.starts, comments.stops, lines[is_comment]),
        units=units_of(nodes, grammar, utf8, tokens.starts),
        passages=passages_of(nodes, grammar, tokens.starts),
        error_share=error_share,
        limitations=_limitations(path, spec, error_share, limits),
    )


def _kinds(ids: NDArray[np.uint16], texts: NDArray[np.uint64], grammar: Grammar) -> NDArray[np.uint64]:
    kinds = grammar.kinds[ids]
    by_text = grammar.by_text[ids]
    if by_text.any():
        kinds[by_text] = tagged(texts[by_text], "token")
    return kinds


def _limitations(path: str, spec: LanguageSpec, error_share: float, limits: Parsing) -> tuple[Limitation, ...]:
    found = []
    borrower = dict(spec.borrowed).get(PurePosixPath(path).suffix.lower())
    if borrower:
        detail = f"{borrower} has no grammar of its own here; read as {spec.title}"
        found.append(_limitation(path, Reason.BORROWED_GRAMMAR, detail))
    return (*found, *_errors(path, spec, error_share, limits))


def _errors(path: str, spec: LanguageSpec, error_share: float, limits: Parsing) -> tuple[Limitation, ...]:
    if error_share <= limits.syntax_error_share:
        return ()
    return (_limitation(path, Reason.SYNTAX_ERRORS, _in_errors(error_share, spec)),)


def _in_errors(error_share: float, spec: LanguageSpec) -> str:
    return f"{error_share:.1%} of its visible bytes lie in syntax errors as {spec.title}"


def _limitation(path: str, reason: Reason, detail: str) -> Limitation:
    return Limitation(stage=_STAGE, subject=path, reason=reason, detail=detail)
