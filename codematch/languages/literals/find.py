"""Code in literals: which literals of a file are looked at, and what takes their place when they hold code."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache, partial

import numpy as np
from numpy.typing import NDArray

from codematch.languages.embedded.island import Span, Writer, without
from codematch.languages.embedded.merge import Part, merge
from codematch.languages.identify import Languages
from codematch.languages.literals.data import LANGUAGES, PROSE, texts
from codematch.languages.literals.encoded import decoded, plain_text, spread
from codematch.languages.literals.evaluated import run_by_program
from codematch.languages.literals.interpolation import holes
from codematch.languages.literals.judge import is_work, is_worth_reading
from codematch.languages.literals.stretches import stretches
from codematch.languages.literals.trial import IslandReader, Opened, Reading, judged, opening
from codematch.languages.literals.unquote import said
from codematch.model.message import Message
from codematch.model.source import Limitation, Reason
from codematch.model.stable_hash import among, tagged_hash, text_hash
from codematch.model.tokens import CLASS_CODES, Passage, PassageKind, TokenClass, TokenStream
from codematch.settings import Parsing

_FUNCTION = re.compile(rb"=>|->|\bfunction\b|\blambda\b|\bfn\b|[{|]")
"""What an expression in a hole holds that has a function in it."""

_STATEMENT_END = re.compile(rb"[ \t]*(?:[\n#;]|\Z)")

_JOINERS = (b"+", b".", b"..", b"..<", b"&", b"<>", b"\\")
_ADJACENT = frozenset({"c", "cpp", "objc", "python", "ruby"})
"""Languages in which literals that follow one another are one."""
_BY_LINE = {"bash": np.uint64(tagged_hash("string_content", "node"))}
"""Languages in which each line of a string is a token, and its kind."""


def opened(
    path: str, utf8: bytes, stream: TokenStream, read: IslandReader | None, languages: Languages, limits: Parsing
) -> TokenStream:
    """Return the tokens of a text with those of the code in its literals in their place.

    `read` reads what a literal says; None if literals are nested too deep and not examined.
    """
    has_literals = stream.parser != "text" and stream.language in languages.names
    if read is None:
        return _unread(path, utf8, stream, limits) if has_literals else stream
    reading = Reading(stream.language, read, languages, limits)
    found = _without_tokens(utf8, stream, reading)
    taken = [span for item in found for span in item.island.spans()]
    # What JSON says in strings was looked at: its tokens are words of them.
    for spans, evaluated in _literals(utf8, stream, limits) if has_literals and stream.language != "json" else ():
        if not any(start < spans[-1][1] and spans[0][0] < stop for start, stop in taken):
            found += _code_in(utf8, spans, evaluated, reading)
    if not found:
        return stream
    spans = sorted(span for item in found for span in item.island.spans())
    parts = [Part(island=item.island, stream=item.stream if item.is_shown else _marked(item.stream)) for item in found]
    parts.append(Part(island=without(utf8, spans, stream.language), stream=stream))
    parser = next((item.stream.parser for item in found if item.stream.parser != "text"), stream.parser)
    merged = merge(path, utf8, stream.language, parser, parts)
    inside = [said for item in found for said in item.stream.limitations if said.reason is Reason.NOT_DIVIDED]
    limitations = dict.fromkeys((*stream.limitations, *inside))
    return replace(merged, error_share=stream.error_share, limitations=tuple(limitations))


def _without_tokens(utf8: bytes, stream: TokenStream, reading: Reading) -> list[Opened]:
    """Return the code in texts that are no literals: stretches of Base64 or hexadecimal numbers, strings of data."""
    limits = reading.limits
    if len(utf8) < limits.min_quoted_bytes:
        return []
    is_data = stream.language in LANGUAGES
    if is_data or stream.language not in reading.languages.names:
        reading = replace(reading, outer="")
    found: list[Opened] = []
    for (start, stop), evaluated in stretches(utf8, stream.language):
        if stop - start >= (limits.min_evaluated_bytes if evaluated else limits.min_quoted_bytes):
            writer = Writer(utf8).take(start, stop)
            found += _code_of(writer, evaluated, reading, must_be_encoded=True)
    is_shown = stream.language in PROSE
    for writer, named in texts(utf8, stream.language, limits) if is_data else ():
        found += [replace(item, is_shown=is_shown) for item in _code_of(writer, named, reading)]
    return found


def _code_of(writer: Writer, evaluated: str, reading: Reading, *, must_be_encoded: bool = False) -> list[Opened]:
    """Return a text as code, or nothing when it is none; what was written in other characters is decoded."""
    text = writer.text()
    plain = plain_text(text)
    if plain is None and must_be_encoded:
        return []
    # Most texts are no code: their places are worked out only when they may be.
    island = partial(writer.island, reading.outer, is_continuous=True)
    if plain is None:
        code = judged(text, island, evaluated, reading)
        return [] if code is None else [code]
    code = judged(plain, lambda: decoded(island(), plain), evaluated, reading, is_encoded=True)
    return [] if code is None else [Opened(spread(code.island, code.stream), code.stream)]


def _unread(path: str, utf8: bytes, stream: TokenStream, limits: Parsing) -> TokenStream:
    """Return the tokens with a limitation when literals that may hold code are not looked at."""
    if not any(_is_worth_reading(utf8, spans, limits) for spans, _ in _literals(utf8, stream, limits)):
        return stream
    detail = Message.of("nested-literals", limit=limits.max_formats)
    limitation = Limitation(stage="languages", subject=path, reason=Reason.NOT_DIVIDED, detail=detail)
    return replace(stream, limitations=(*stream.limitations, limitation))


def _marked(stream: TokenStream) -> TokenStream:
    """Return the tokens with a passage that says that they are in a literal."""
    return replace(stream, passages=(Passage(PassageKind.QUOTED, 0, len(stream)), *stream.passages))


def _is_worth_reading(utf8: bytes, spans: list[Span], limits: Parsing) -> bool:
    """Say whether literals that are one text may be code, as they are written, without quotation marks."""
    return is_worth_reading(b"".join(utf8[start + 1 : stop - 1] for start, stop in spans), limits)


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
        if stream.language in _BY_LINE:
            spans = [(spans[0][0], spans[-1][1])]
        length = sum(stop - start for start, stop in spans)
        evaluated = run.get(first, "")
        least = limits.min_evaluated_bytes if evaluated else limits.min_quoted_bytes
        if length >= least and not _is_docstring(utf8, stream, first, limits):
            yield spans, evaluated


@cache
def _hashes(*texts: bytes) -> NDArray[np.uint64]:
    return np.array(sorted(text_hash(text) for text in texts), dtype=np.uint64)


def _joined(utf8: bytes, stream: TokenStream, is_literal: NDArray[np.bool_]) -> NDArray[np.int8]:
    """Return how many tokens after each literal the one is that continues its text, 0 for none: int8 (n,)."""
    steps = np.zeros(len(stream), dtype=np.int8)
    if len(stream) < 3:
        return steps
    line = _BY_LINE.get(stream.language)
    if line is not None:
        lines = np.flatnonzero((stream.kinds[:-1] == line) & (stream.kinds[1:] == line)).tolist()
        steps[[n for n in lines if not utf8[stream.stops[n] : stream.starts[n + 1]].strip()]] = 1
        return steps
    places = np.flatnonzero(is_literal[:-2] & is_literal[2:])
    steps[places[among(stream.texts[places + 1], _hashes(*_JOINERS))]] = 2
    if stream.language in _ADJACENT:
        pairs = np.flatnonzero(is_literal[:-1] & is_literal[1:])
        steps[[place for place in pairs.tolist() if _is_continued(utf8, stream, place)]] = 1
    return steps


def _is_continued(utf8: bytes, stream: TokenStream, place: int) -> bool:
    """Say whether a string goes on in the literal after it.

    A number and the beginning of a here-document do not, and a string of several lines does not where a line ends
    between: it documents what is before it.
    """
    first, second = int(stream.starts[place]), int(stream.starts[place + 1])
    if utf8[first : first + 1].isdigit() or utf8[second : second + 1].isdigit() or utf8[first : first + 2] == b"<<":
        return False
    is_long = utf8[second : second + 5].lstrip(b"rRbBuUfF").startswith((b'"""', b"'''"))
    return not (is_long and b"\n" in utf8[int(stream.stops[place]) : second])


def _is_docstring(utf8: bytes, stream: TokenStream, place: int, limits: Parsing) -> bool:
    """Say whether a literal is a statement by itself, as those that document Python are."""
    if stream.language != "python":
        return False
    start = int(stream.starts[place])
    line = utf8.rfind(b"\n", 0, start) + 1
    if utf8[line:start].strip():
        return False
    if start == line and int(stream.stops[place]) - start >= limits.max_statement_bytes:
        return False  # at the top level a whole program may be put out of sight like that
    before = utf8[int(stream.stops[place - 1]) - 1] if place else ord(":")
    return chr(before) not in "([{,=+%\\" and (
        place + 1 == len(stream) or _STATEMENT_END.match(utf8, int(stream.stops[place])) is not None
    )


def _code_in(utf8: bytes, spans: list[Span], evaluated: str, reading: Reading) -> list[Opened]:
    """Return the code that a literal is, or else the code in its holes."""
    outer, limits = reading.outer, reading.limits
    if evaluated or _is_worth_reading(utf8, spans, limits):
        code = _code_of(said(utf8, spans, outer), evaluated, reading)
        if code:
            return code
    if len(spans) > 1:
        return []
    start, stop = spans[0]
    spec = reading.languages.spec(outer)
    islands = (
        Writer(utf8).take(start + first, start + last).island(outer)
        for first, last in holes(utf8[start:stop], spec, 2 * limits.min_quoted_tokens)
        if last - first >= 4 * limits.min_quoted_tokens or _FUNCTION.search(utf8, start + first, start + last)
    )
    found = [Opened(code, reading.read(code)) for code in (opening(island, spec) for island in islands)]
    return [item for item in found if is_work(item.stream, limits)]
