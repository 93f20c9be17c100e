"""Code in literals: which literals of a file are looked at, and what takes their place when they hold code."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache, partial

import numpy as np
from numpy.typing import NDArray

from codematch.languages.embedded.island import NOWHERE, Island, Writer
from codematch.languages.embedded.merge import Part, merge
from codematch.languages.identify import Languages
from codematch.languages.literals.evaluated import run_by_program
from codematch.languages.literals.interpolation import holes
from codematch.languages.literals.judge import (
    candidates,
    has_keywords,
    is_code,
    is_work,
    is_worth_reading,
    may_be_code,
    parses,
)
from codematch.languages.literals.prose import is_surely_none
from codematch.languages.literals.unquote import Span, decoded, plain_text, said, spread
from codematch.languages.spec import LanguageSpec
from codematch.languages.whole import without
from codematch.model.source import Limitation, Reason
from codematch.model.stable_hash import among, text_hash
from codematch.model.tokens import CLASS_CODES, Passage, PassageKind, TokenClass, TokenStream
from codematch.settings import Parsing

IslandReader = Callable[[Island], TokenStream]
"""Reads an island, and the literals in it."""

_FUNCTION = re.compile(rb"=>|->|\bfunction\b|\blambda\b|\bfn\b|[{|]")
"""What an expression in a hole holds that has a function in it."""

_MIN_EVALUATED_TOKENS = 12
"""A text that a program runs is code of its own from so many tokens on; fewer are a call."""

_MIN_EVALUATED_BYTES = 16
_LONG_STATEMENT = 400
"""A string at the top level of Python that is so long is looked at like others [bytes]; documentation is prose."""

_STATEMENT_END = re.compile(rb"[ \t]*(?:[\n#;]|\Z)")

_JOINERS = (b"+", b".", b"..", b"..<", b"&", b"<>", b"\\")
_ADJACENT = frozenset({"c", "cpp", "objc", "python", "ruby"})
"""Languages in which literals that follow one another are one."""


@dataclass(frozen=True, slots=True)
class Opened:
    """Code that stands in a literal: an island and what was read of it."""

    island: Island
    stream: TokenStream


def opened(
    path: str, utf8: bytes, stream: TokenStream, read: IslandReader | None, languages: Languages, limits: Parsing
) -> TokenStream:
    """Return the tokens of a text with those of code in its literals in their place.

    Args:
        path: The file's path.
        utf8: The text.
        stream: Its tokens.
        read: Reads what a literal says; None where literals are not looked at, for too many stand inside one another.
        languages: The languages that are known.
        limits: From which length, how many tokens and how few errors on a literal is code.
    """
    if stream.parser == "text" or stream.language not in languages.names:
        return stream
    if read is None:
        return _unread(path, utf8, stream, limits)
    found: list[Opened] = []
    for spans, evaluated in _literals(utf8, stream, limits):
        found += _code_in(utf8, spans, evaluated, stream.language, read, languages, limits)
    if not found:
        return stream
    spans = sorted(span for item in found for span in item.island.spans())
    parts = [Part(island=item.island, stream=_marked(item.stream)) for item in found]
    parts.append(Part(island=without(utf8, spans, stream.language), stream=stream))
    merged = merge(path, utf8, stream.language, stream.parser, parts)
    inside = [said for item in found for said in item.stream.limitations if said.reason is Reason.NOT_DIVIDED]
    limitations = dict.fromkeys((*stream.limitations, *inside))
    return replace(merged, error_share=stream.error_share, limitations=tuple(limitations))


def _unread(path: str, utf8: bytes, stream: TokenStream, limits: Parsing) -> TokenStream:
    """Return the tokens with a limitation when literals that may hold code are not looked at."""
    if not any(_is_worth_reading(utf8, spans) for spans, _ in _literals(utf8, stream, limits)):
        return stream
    detail = f"more than {limits.max_formats} literals stand inside one another; the innermost are not read as code"
    limitation = Limitation(stage="languages", subject=path, reason=Reason.NOT_DIVIDED, detail=detail)
    return replace(stream, limitations=(*stream.limitations, limitation))


def _marked(stream: TokenStream) -> TokenStream:
    """Return the tokens with a passage that says that they stand in a literal."""
    return replace(stream, passages=(Passage(PassageKind.QUOTED, 0, len(stream)), *stream.passages))


def _is_worth_reading(utf8: bytes, spans: list[Span]) -> bool:
    """Say whether literals that are one text may be code, as they are written, without quotation marks."""
    return is_worth_reading(b"".join(utf8[start + 1 : stop - 1] for start, stop in spans))


def _literals(utf8: bytes, stream: TokenStream, limits: Parsing) -> Iterator[tuple[list[Span], str]]:
    """Yield the literals that are worth a look, those that are one text together, with the language that runs it."""
    is_literal = stream.classes == CLASS_CODES[TokenClass.LITERAL]
    lengths = stream.stops - stream.starts
    joined = _joined(utf8, stream, is_literal)
    run = run_by_program(utf8, stream, is_literal)
    taken = -1
    chosen = is_literal & ((lengths >= limits.min_quoted_bytes) | (joined > 0))
    chosen[[place for place in run if place < len(chosen) and is_literal[place]]] = True
    for first in np.flatnonzero(chosen).tolist():
        if first <= taken:
            continue
        group = [first]
        while joined[group[-1]]:
            group.append(group[-1] + int(joined[group[-1]]))
        taken = group[-1]
        spans = [(int(stream.starts[place]), int(stream.stops[place])) for place in group]
        length = sum(stop - start for start, stop in spans)
        evaluated = run.get(first, "")
        least = _MIN_EVALUATED_BYTES if evaluated else limits.min_quoted_bytes
        if length >= least and not _is_docstring(utf8, stream, first):
            yield spans, evaluated


@cache
def _hashes(*texts: bytes) -> NDArray[np.uint64]:
    return np.array(sorted(text_hash(text) for text in texts), dtype=np.uint64)


def _joined(utf8: bytes, stream: TokenStream, is_literal: NDArray[np.bool_]) -> NDArray[np.int8]:
    """Return how many tokens behind each literal the one stands that continues its text, 0 for none: int8 (n,)."""
    steps = np.zeros(len(stream), dtype=np.int8)
    if len(stream) < 3:
        return steps
    places = np.flatnonzero(is_literal[:-2] & is_literal[2:])
    steps[places[among(stream.texts[places + 1], _hashes(*_JOINERS))]] = 2
    if stream.language in _ADJACENT:
        pairs = np.flatnonzero(is_literal[:-1] & is_literal[1:])
        steps[[place for place in pairs.tolist() if _is_continued(utf8, stream, place)]] = 1
    return steps


def _is_continued(utf8: bytes, stream: TokenStream, place: int) -> bool:
    """Say whether a string goes on in the literal behind it.

    A number and the beginning of a here-document do not, and a string of several lines does not where a line ends
    between: it documents what stands before it.
    """
    first, second = int(stream.starts[place]), int(stream.starts[place + 1])
    if utf8[first : first + 1].isdigit() or utf8[second : second + 1].isdigit() or utf8[first : first + 2] == b"<<":
        return False
    is_long = utf8[second : second + 5].lstrip(b"rRbBuUfF").startswith((b'"""', b"'''"))
    return not (is_long and b"\n" in utf8[int(stream.stops[place]) : second])


def _is_docstring(utf8: bytes, stream: TokenStream, place: int) -> bool:
    """Say whether a literal is a statement by itself, as those that document Python are."""
    if stream.language != "python":
        return False
    start = int(stream.starts[place])
    line = utf8.rfind(b"\n", 0, start) + 1
    if utf8[line:start].strip():
        return False
    if start == line and int(stream.stops[place]) - start >= _LONG_STATEMENT:
        return False  # at the top level a whole program may be put out of sight like that
    before = utf8[int(stream.stops[place - 1]) - 1] if place else ord(":")
    return chr(before) not in "([{,=+%\\" and (
        place + 1 == len(stream) or _STATEMENT_END.match(utf8, int(stream.stops[place])) is not None
    )


def _code_in(
    utf8: bytes,
    spans: list[Span],
    evaluated: str,
    outer: str,
    read: IslandReader,
    languages: Languages,
    limits: Parsing,
) -> list[Opened]:
    """Return the code that a literal is, or else the code in its holes."""
    if evaluated or _is_worth_reading(utf8, spans):
        writer = said(utf8, spans, outer)
        text = writer.text()
        plain = plain_text(text)
        # Most literals are no code: their places are worked out only when they may be.
        whole = partial(writer.island, outer, is_continuous=True)
        shown, island = (text, whole) if plain is None else (plain, lambda: decoded(whole(), plain))
        code = _judged(shown, island, evaluated, outer, read, languages, limits)
        if code is not None:
            return [code if plain is None else Opened(spread(code.island, code.stream), code.stream)]
    if len(spans) > 1:
        return []
    start, stop = spans[0]
    islands = (
        Writer(utf8).take(start + first, start + last).island(outer)
        for first, last in holes(utf8[start:stop], languages.spec(outer), 2 * limits.min_quoted_tokens)
        if last - first >= 4 * limits.min_quoted_tokens or _FUNCTION.search(utf8, start + first, start + last)
    )
    found = [Opened(code, read(code)) for code in (_opening(island, languages.spec(outer)) for island in islands)]
    return [item for item in found if is_work(item.stream, limits)]


def _opening_of(text: bytes, spec: LanguageSpec) -> bytes:
    """Return what code of a language must begin with, if it does not yet."""
    return b"" if b"<?" in text[:64] else spec.opening.encode()


def _opening(island: Island, spec: LanguageSpec) -> Island:
    """Return code behind what a text of its language must begin with."""
    opening = _opening_of(island.utf8, spec)
    if not opening:
        return island
    nowhere = np.full(len(opening), NOWHERE, dtype=np.int32)
    begins, ends = (np.concatenate((nowhere, array)) for array in (island.begins, island.ends))
    return replace(island, utf8=opening + island.utf8, begins=begins, ends=ends)


def _judged(
    text: bytes,
    island: Callable[[], Island],
    evaluated: str,
    outer: str,
    read: IslandReader,
    languages: Languages,
    limits: Parsing,
) -> Opened | None:
    if not evaluated and not may_be_code(text):
        return None
    for name in [evaluated] if evaluated else candidates(text, outer):
        if name not in languages.names:
            continue
        spec = languages.spec(name)
        if not (evaluated or _may_parse(text, spec, limits)):
            continue
        code = _opening(replace(island(), language=name), spec)
        stream = read(code)
        if evaluated:
            is_long = len(stream) >= _MIN_EVALUATED_TOKENS or bool(stream.limitations)
            if is_long and stream.error_share <= limits.syntax_error_share:
                return Opened(code, stream)
        elif is_code(stream, spec, limits):
            return Opened(code, stream)
    return None


def _may_parse(text: bytes, spec: LanguageSpec, limits: Parsing) -> bool:
    """Say whether a text has few enough errors in a language to be code of it; what is cheaper is asked first."""
    if not has_keywords(text, spec) or is_surely_none(text, spec, limits):
        return False
    return parses(_opening_of(text, spec) + text, spec, limits)
