"""A file of several languages as one stream: islands found, each read by its grammar, all put in file order."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from codematch.languages.embedded.forms import Form, UndividedError
from codematch.languages.embedded.island import Island, joined, without
from codematch.languages.embedded.merge import Part, merge
from codematch.model.message import Message, Name
from codematch.model.source import Limitation, Reason
from codematch.model.tokens import TokenStream

Reader = Callable[[bytes, str], TokenStream]
"""Reads a text by the grammar of a language, and divides nothing."""

IslandReader = Callable[[Island], TokenStream]
"""Reads an island, and what is embedded in it."""

ErrorNamer = Callable[[str, float], tuple[Limitation, ...]]
"""From a language and the share of visible bytes in syntax errors to what the result says of them."""

MAX_PARTS = 1_000
"""Where a file has more islands, those of one language are parsed together: a parse has its price however short."""

_WORTH_NAMING = 200
"""Shorter parts have no limitation of their own for syntax errors [visible bytes]."""

STAGE = "languages"
_BLANKS = bytes(byte if byte in b"\r\n" else 0x20 for byte in range(256))
_HIDDEN = bytes([*range(0x21), 0x7F])


def divided(
    path: str,
    outer: bytes,
    language: str,
    form: Form,
    read: Reader,
    read_island: IslandReader,
    errors: ErrorNamer,
) -> TokenStream:
    """Return the tokens of a file of a format; those of its host language alone when it holds nothing else.

    Args:
        path: The file's path.
        outer: Its text.
        language: That of the file, for a format that leaves it to the file.
        form: The format.
        read: Reads what is outside the islands.
        read_island: Reads islands; what it cannot divide further has a limitation.
        errors: Names syntax errors, which count for all parts of a language together: a template of three words may
            be no sentence of its language.
    """
    host = form.host or language
    try:
        islands = _few(form.find(outer)) if form.find is not None else ()
    except UndividedError as error:
        detail = Message.of("not-divided", format=Name(form.name), why=error.why)
        limitation = Limitation(stage=STAGE, subject=path, reason=Reason.NOT_DIVIDED, detail=detail)
        stream = read(outer, host)
        return replace(stream, limitations=(*stream.limitations, limitation))
    around = _blanked(outer, islands)
    stream = read(around, host)
    if form.find_among is not None:
        islands += _few(form.find_among(around, stream))
    if not islands:
        return stream
    parts = [Part(island=island, stream=read_island(island)) for island in islands]
    outside = without(around, (span for island in islands for span in island.spans()), stream.language)
    parts.append(Part(island=outside, stream=stream))
    parser = max((part.stream.parser for part in parts), key=lambda name: name != "text")
    main = form.main(outer) if form.main is not None else stream.language
    merged = merge(path, outer, main or stream.language, parser, parts)
    error_bytes = sum(part.stream.error_share * _visible(part.island) for part in parts)
    return replace(
        merged,
        error_share=error_bytes / max(1.0, sum(_visible(part.island) for part in parts)),
        limitations=_limitations(parts, errors),
    )


def holds_more(utf8: bytes, stream: TokenStream, form: Form) -> bool:
    """Say whether a text that was read as a whole holds other languages, as far as its format can tell."""
    try:
        return any(
            island.language != stream.language
            for found in (
                form.find(utf8) if form.find is not None else (),
                form.find_among(utf8, stream) if form.find_among is not None else (),
            )
            for island in found
        )
    except UndividedError:
        return False


def _few(islands: tuple[Island, ...]) -> tuple[Island, ...]:
    """Return the islands, those of one language and form as one when there are very many."""
    if len(islands) <= MAX_PARTS:
        return islands
    groups: dict[tuple[str, str], list[Island]] = {}
    for island in islands:
        groups.setdefault((island.language, island.form), []).append(island)
    return tuple(whole for same in groups.values() for whole in (same if same[0].is_continuous else [joined(same)]))


def _blanked(outer: bytes, islands: Iterable[Island]) -> bytes:
    """Return the text with blanks for every byte of an island, but with its line ends."""
    text = bytearray(outer)
    for island in islands:
        for start, stop in island.spans():
            text[start:stop] = outer[start:stop].translate(_BLANKS)
    return bytes(text)


def _visible(island: Island) -> int:
    return len(island.utf8.translate(None, _HIDDEN))


def _limitations(parts: Iterable[Part], errors: ErrorNamer) -> tuple[Limitation, ...]:
    """Return what the parts say, each once; syntax errors for each language."""
    found: dict[Limitation, None] = {}
    sizes: dict[str, list[float]] = {}
    for part in parts:
        visible = _visible(part.island)
        # A part of some length that the plain lexer had to read is named; a few words are no loss.
        is_named = part.stream.parser == "text" and visible >= _WORTH_NAMING
        said = (item for item in part.stream.limitations if is_named or item.reason is not Reason.SYNTAX_ERRORS)
        found.update((item, None) for item in said)
        size = sizes.setdefault(part.island.language, [0.0, 0.0])
        size[0] += part.stream.error_share * visible
        size[1] += visible
    named = (item for name, (wrong, size) in sorted(sizes.items()) for item in errors(name, wrong / max(1.0, size)))
    return (*found, *named)
