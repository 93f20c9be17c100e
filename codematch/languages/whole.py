"""Reads a text that is in one language, within the limits of parsing.

A text is cut where a limit is hit: what is before and after keeps the tokens of its grammar, only the rest goes
through the plain lexer, as sections of plain text. Characters without a shape are taken out for the parser, and where
others than those of ASCII break it, they are put as what they look like; places and texts of tokens stay the file's.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

import numpy as np
import tree_sitter
from numpy.typing import NDArray

from codematch.languages.comments import comments_of
from codematch.languages.cuts import Span, halves, last_whole, line_start, slices, too_deep, whole_character
from codematch.languages.embedded.island import Island, Writer, stretch, without
from codematch.languages.embedded.merge import Part, merge
from codematch.languages.gaps import visible_before
from codematch.languages.grammar import Grammar, load_grammar
from codematch.languages.identify import TEXT, Languages
from codematch.languages.indents import MAX_LEVELS, deep_lines
from codematch.languages.leaves import read_leaves
from codematch.languages.lines import line_ends, lines_of
from codematch.languages.parser import Stopped, error_bytes, parse, parse_or_stop
from codematch.languages.passages import passages_of
from codematch.languages.spec import LanguageSpec
from codematch.languages.statements import statements_of
from codematch.languages.text_lexer import lex_text
from codematch.languages.units import units_of
from codematch.languages.views import folded, has_look_alikes, without_hidden
from codematch.model.frozen import handed_over
from codematch.model.message import Message, Name, Value
from codematch.model.source import Limitation, Reason
from codematch.model.stable_hash import tagged, token_hashes
from codematch.model.tokens import CLASS_CODES, TokenClass, TokenStream
from codematch.settings import Parsing

_STAGE = "languages"
_NUMBER = np.isin(np.arange(256), list(b"0123456789.-"))
"""What numbers begin with."""

_MAX_GROWTH = 8
"""A piece that cannot be cut grows to at most this many times the largest text that is parsed at once."""

_LISTED = 5
"""So many places are named in a limitation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reader:
    """What reading a text needs: its path, its language, and the limits."""

    path: str
    spec: LanguageSpec
    grammar: Grammar
    limits: Parsing

    def limitation(self, reason: Reason, detail: Message) -> Limitation:
        return Limitation(stage=_STAGE, subject=self.path, reason=reason, detail=detail)


def read_whole(path: str, utf8: bytes, language: str, languages: Languages, limits: Parsing) -> TokenStream:
    """Return the tokens of a text that is in one language; arguments and errors are those of `tokenize`."""
    shown = without_hidden(utf8, language)
    stream = _read(path, utf8 if shown is None else shown.utf8, language, languages, limits)
    return stream if shown is None else placed(path, utf8, shown, stream)


def _read(path: str, utf8: bytes, language: str, languages: Languages, limits: Parsing) -> TokenStream:
    if language == TEXT:
        return lex_text(path, utf8)
    spec = languages.spec(language)
    reader = _Reader(path=path, spec=spec, grammar=load_grammar(spec), limits=limits)
    stream = _in_pieces(utf8, reader) if len(utf8) > limits.max_bytes else _in_time(utf8, reader)
    if spec.errors == "plain" and stream.error_share > limits.plain_error_share:
        share = stream.error_share
        detail = Message.of("syntax-errors-plain-text", share=share, language=Name(spec.title))
        return lex_text(path, utf8, (reader.limitation(Reason.SYNTAX_ERRORS, detail),))
    return replace(stream, limitations=(*stream.limitations, *_limitations(stream, reader)))


def _in_pieces(utf8: bytes, reader: _Reader) -> TokenStream:
    """Read a text that is larger than the limit: piece by piece, each up to the last node that is surely whole."""
    parts: list[Part] = []
    start = 0
    while start < len(utf8):
        stop = _piece_end(utf8, start, reader)
        parts.append(_part(utf8, Span(start, stop), reader))
        start = stop
    if len(parts) == 1:
        return parts[0].stream
    stream = _merged(utf8, parts, reader)
    cuts = [part.island.spans()[0] for part in parts[1:]]
    detail = Message.of(
        "parsed-in-pieces",
        limit=reader.limits.max_bytes,
        language=Name(reader.spec.title),
        pieces=len(parts),
        count=len(cuts),
        lines=_lines(utf8, cuts),
    )
    return replace(stream, limitations=(reader.limitation(Reason.PARSE_SIZE, detail), *stream.limitations))


def _piece_end(utf8: bytes, start: int, reader: _Reader) -> int:
    """Return where the piece that begins at a place ends.

    A leaf that covers half of it is taken in, if it is not very much longer: it needs no memory to speak of.
    """
    size = reader.limits.max_bytes
    while start + size < len(utf8):
        stop = whole_character(utf8, start + size)
        text = _opened(utf8, Span(start, stop), reader)
        tree = parse(reader.grammar.parser, text.utf8, reader.limits)
        if tree is None:
            return _line_end(utf8, start, stop)
        cut = line_start(text.utf8, last_whole(tree.root_node, len(text.utf8)))
        if cut > len(text.utf8) - (stop - start):
            return int(text.begins[cut])
        size *= 2
        if size > _MAX_GROWTH * reader.limits.max_bytes:
            return _line_end(utf8, start, stop)
    return len(utf8)


def _line_end(utf8: bytes, start: int, stop: int) -> int:
    """Return where the last line ends that is in a span, or where the span ends when none does."""
    end = utf8.rfind(b"\n", start, stop) + 1
    return end if end > start else stop


def _opened(utf8: bytes, span: Span, reader: _Reader) -> Island:
    """Return a span, after what the language's text must begin with if it does not begin the file."""
    writer = Writer(utf8)
    if span.start and reader.spec.opening:
        writer.put(reader.spec.opening.encode())
    return writer.take(*span).island(reader.spec.name)


def _part(utf8: bytes, span: Span, reader: _Reader) -> Part:
    island = _opened(utf8, span, reader)
    return Part(island=island, stream=_in_time(island.utf8, reader))


def _in_time(utf8: bytes, reader: _Reader) -> TokenStream:
    """Read a text; what takes too long as a whole is read in slices, and slices that do so by the plain lexer."""
    whole = parse_or_stop(reader.grammar.parser, utf8, reader.limits)
    if not isinstance(whole, Stopped):
        return _from_tree(utf8, whole, reader)
    spans = slices(utf8)
    shorter = replace(reader.limits, max_seconds=reader.limits.max_seconds / len(spans))
    parts: list[Part] = []
    plain: list[Span] = []
    for span in spans:
        island = _opened(utf8, span, reader)
        tree = parse(reader.grammar.parser, island.utf8, shorter)
        if tree is None:
            plain.append(span)
            island = stretch(utf8, *span, TEXT)
            parts.append(Part(island=island, stream=lex_text(reader.path, island.utf8)))
        else:
            parts.append(Part(island=island, stream=_from_tree(island.utf8, tree, reader)))
    limitation = reader.limitation(Reason.PARSE_TIMEOUT, _in_slices(utf8, spans, plain, whole, reader))
    if len(plain) == len(spans):
        return lex_text(reader.path, utf8, (limitation,))
    stream = _merged(utf8, parts, reader)
    return replace(stream, limitations=(limitation, *stream.limitations))


def _in_slices(utf8: bytes, spans: Sequence[Span], plain: Sequence[Span], stop: Stopped, reader: _Reader) -> Message:
    """Say that a text was parsed in slices, why, and which of them are plain text."""
    values: dict[str, Value] = {"language": Name(reader.spec.title), "slices": len(spans)}
    if plain:
        values |= {"count": len(plain), "lines": _lines(utf8, plain)}
    if stop.by_clock:
        key = "parsed-in-slices-plain-text" if plain else "parsed-in-slices"
        return Message.of(key, **values, seconds=reader.limits.max_seconds)
    key = "parsed-in-slices-by-count-plain-text" if plain else "parsed-in-slices-by-count"
    return Message.of(key, **values, limit=reader.limits.max_operations)


def _from_tree(utf8: bytes, tree: tree_sitter.Tree, reader: _Reader) -> TokenStream:
    deep, limit = too_deep(tree.root_node, reader.limits.max_depth), reader.limits.max_depth
    if not deep:
        deep, limit = deep_lines(utf8, reader.grammar.language), MAX_LEVELS
    stream = _stream(utf8, tree, reader)
    if not utf8.isascii():
        stream = _as_it_looks(utf8, tree, stream, reader)
    if not deep:
        return stream if stream.error_share <= reader.limits.syntax_error_share else _recovered(utf8, stream, reader)
    parts = [Part(island=without(utf8, deep, reader.spec.name), stream=stream)]
    for span in deep:
        island = stretch(utf8, *span, TEXT)
        parts.append(Part(island=island, stream=lex_text(reader.path, island.utf8)))
    detail = Message.of(
        "nested-too-deep",
        limit=limit,
        language=Name(reader.spec.title),
        count=len(deep),
        lines=_lines(utf8, deep),
    )
    merged = merge(reader.path, utf8, reader.spec.name, stream.parser, parts)
    limitations = (reader.limitation(Reason.PARSE_DEPTH, detail), *stream.limitations)
    return replace(merged, error_share=stream.error_share, limitations=limitations)


def _recovered(utf8: bytes, stream: TokenStream, reader: _Reader) -> TokenStream:
    """Return the tokens of a text with many syntax errors, read by halves where that brings a part of it back.

    An unclosed bracket or string spoils what follows it, often what is before it, too.
    """
    spans = halves(utf8)
    if spans is None:
        return stream
    parts: list[Part] = []
    for span in spans:
        island = _opened(utf8, span, reader)
        tree = parse(reader.grammar.parser, island.utf8, reader.limits)
        if tree is None or too_deep(tree.root_node, reader.limits.max_depth):
            return stream
        parts.append(Part(island=island, stream=_stream(island.utf8, tree, reader)))
    most = reader.limits.syntax_error_share
    if all(part.stream.error_share > most for part in parts):
        return stream
    better = [
        part
        if part.stream.error_share <= most
        else replace(part, stream=_recovered(part.island.utf8, part.stream, reader))
        for part in parts
    ]
    merged = _merged(utf8, better, reader)
    return merged if merged.error_share < stream.error_share else stream


def _as_it_looks(utf8: bytes, tree: tree_sitter.Tree, stream: TokenStream, reader: _Reader) -> TokenStream:
    """Return the tokens of a text with what looks like ASCII read as such, where the parser does better so.

    Names, strings and comments keep their own text; numbers and signs are what they look like.
    """
    if not _needs_fold(utf8, tree.root_node.has_error, stream):
        return stream
    view = folded(utf8, reader.spec.name)
    plain = parse(reader.grammar.parser, view.utf8, reader.limits)
    if plain is None or too_deep(plain.root_node, reader.limits.max_depth):
        return stream
    found = _stream(view.utf8, plain, reader)
    if found.error_share > stream.error_share or (
        found.error_share == stream.error_share and not has_look_alikes(utf8)
    ):
        return stream
    merged = placed(reader.path, utf8, view, found)
    first = np.frombuffer(view.utf8, dtype=np.uint8)[found.starts]
    keeps = merged.classes == CLASS_CODES[TokenClass.IDENTIFIER]
    keeps |= (merged.classes == CLASS_CODES[TokenClass.LITERAL]) & ~_NUMBER[first]
    texts = np.where(keeps, token_hashes(utf8, merged.starts, merged.stops), merged.texts)
    comments = merged.comments
    own = comments_of(utf8, comments.starts, comments.stops, comments.lines)
    return replace(merged, texts=texts, comments=own)


def _stream(utf8: bytes, tree: tree_sitter.Tree, reader: _Reader) -> TokenStream:
    root, grammar = tree.root_node, reader.grammar
    visible = visible_before(utf8)
    leaves, nodes, texts = read_leaves(root, utf8, grammar, visible)
    is_comment = grammar.comments[leaves.ids]
    tokens, comments = leaves[~is_comment], leaves[is_comment]
    lines = lines_of(leaves.starts, line_ends(utf8))
    remembered = [node for node in nodes if node.kind_id in grammar.remembered]
    return TokenStream(
        path=reader.path,
        language=reader.spec.name,
        parser="tree-sitter",
        kinds=handed_over(_kinds(tokens.ids, texts, grammar)),
        texts=handed_over(texts),
        classes=handed_over(grammar.classes[tokens.ids]),
        starts=tokens.starts,
        stops=tokens.stops,
        lines=handed_over(lines[~is_comment]),
        comments=comments_of(utf8, comments.starts, comments.stops, lines[is_comment]),
        units=units_of(remembered, grammar, utf8, tokens.starts),
        passages=passages_of(remembered, grammar, tokens.starts),
        statements=statements_of(nodes, grammar, tokens.starts),
        error_share=error_bytes(root, visible, grammar.comments) / max(1, int(visible[-1])),
    )


def _kinds(ids: NDArray[np.uint16], texts: NDArray[np.uint64], grammar: Grammar) -> NDArray[np.uint64]:
    kinds = grammar.kinds[ids]
    by_text = grammar.by_text[ids]
    if by_text.any():
        kinds[by_text] = tagged(texts[by_text], "token")
    return kinds


def placed(path: str, utf8: bytes, view: Island, stream: TokenStream) -> TokenStream:
    """Return the tokens of a view at their places in the text that it is of."""
    merged = merge(path, utf8, stream.language, stream.parser, [Part(island=view, stream=stream)])
    return replace(merged, error_share=stream.error_share, limitations=stream.limitations)


def _merged(utf8: bytes, parts: Sequence[Part], reader: _Reader) -> TokenStream:
    """Return the tokens of several pieces of a text, with the limitations of each once."""
    visible = [int(visible_before(part.island.utf8)[-1]) for part in parts]
    errors = sum(part.stream.error_share * count for part, count in zip(parts, visible, strict=True))
    limitations = dict.fromkeys(item for part in parts for item in part.stream.limitations)
    merged = merge(reader.path, utf8, reader.spec.name, "tree-sitter", parts)
    return replace(merged, error_share=errors / max(1, sum(visible)), limitations=tuple(limitations))


def _limitations(stream: TokenStream, reader: _Reader) -> list[Limitation]:
    if stream.parser == TEXT:
        return []
    found = []
    borrowed = dict(reader.spec.borrowed)
    if borrowed and (borrower := borrowed.get(PurePosixPath(reader.path).suffix.lower())):
        detail = Message.of("no-own-grammar", language=Name(borrower), grammar=Name(reader.spec.title))
        found.append(reader.limitation(Reason.BORROWED_GRAMMAR, detail))
    return [*found, *syntax_errors(reader.path, reader.spec, stream.error_share, reader.limits)]


def syntax_errors(path: str, spec: LanguageSpec, share: float, limits: Parsing) -> tuple[Limitation, ...]:
    """Return the limitation that names a file of which a large share (0 to 1) is in syntax errors, if it does."""
    if share <= limits.syntax_error_share:
        return ()
    detail = Message.of("syntax-errors", share=share, language=Name(spec.title))
    return (Limitation(stage=_STAGE, subject=path, reason=Reason.SYNTAX_ERRORS, detail=detail),)


def _lines(utf8: bytes, spans: Sequence[tuple[int, int]]) -> tuple[Message, ...]:
    """Name the lines of spans, at most a few of them."""
    bounds = [(utf8.count(b"\n", 0, start) + 1, utf8.count(b"\n", 0, stop - 1) + 1) for start, stop in spans[:_LISTED]]
    return tuple(Message.of("lines", first=first, last=last) for first, last in bounds)


def _needs_fold(utf8: bytes, has_error: bool, stream: TokenStream) -> bool:
    """Say whether characters beyond ASCII in code may be read better as what they look like.

    Those in strings and comments break nothing.
    """
    if not (has_error or has_look_alikes(utf8)):
        return False
    beyond = np.concatenate(([0], np.cumsum(np.frombuffer(utf8, dtype=np.uint8) >= 0x80, dtype=np.int32)))
    literals = stream.classes == CLASS_CODES[TokenClass.LITERAL]
    inside = (beyond[stream.stops] - beyond[stream.starts])[literals].sum()
    inside += (beyond[stream.comments.stops] - beyond[stream.comments.starts]).sum()
    return bool(beyond[-1] > inside)
