"""Text to tokens: the parser's leaves with their kinds, text hashes, classes and lines, or the plain lexer's words.

Method step 2. What cannot be parsed within the limits goes through the plain lexer, and the file says so.
"""

from dataclasses import replace

from codematch.languages.embedded import Form, Island, divided, form_named, form_of, holds_more
from codematch.languages.identify import TEXT, Languages
from codematch.languages.literals import opened
from codematch.languages.views import without_hidden
from codematch.languages.whole import placed, read_whole, syntax_errors
from codematch.model.message import Message
from codematch.model.source import Limitation, Reason
from codematch.model.tokens import TokenStream
from codematch.settings import Parsing


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
            syntax errors are named, or leave a file to the plain lexer; how deep formats may be inside one another.
        divide: Whether parts in other languages are read by their own grammars.

    Returns:
        The tokens. A file without a grammar has the language "text"; what hits a limit is a section of that language,
        and a limitation names it. Code that is in a literal is in the literal's place.

    Raises:
        SpecError: There is no such language, or its grammar cannot be loaded.
    """
    if language != TEXT:
        languages.spec(language)
    shown = without_hidden(utf8, language)
    if shown is not None:
        inner = tokenize(path, shown.utf8, language, languages, limits, divide=divide)
        return placed(path, utf8, shown, inner)
    form = form_of(path, utf8, language) if divide else None
    return _read(path, utf8, language, form, languages, limits, 0)


def _read(
    path: str, utf8: bytes, language: str, form: Form | None, languages: Languages, limits: Parsing, depth: int
) -> TokenStream:
    """Read a text `depth` formats deep; form None when it is in one language."""

    def read(text: bytes, name: str) -> TokenStream:
        stream = read_whole(path, text, name if name in languages.names else TEXT, languages, limits)
        return opened(path, text, stream, read_island if depth < limits.max_formats else None, languages, limits)

    def read_island(island: Island) -> TokenStream:
        name = island.language if island.language in languages.names else TEXT
        inner = form_named(island.form) if island.form else form_of("", island.utf8, name)
        return _read(path, island.utf8, name, inner, languages, limits, depth + 1)

    def errors(name: str, share: float) -> tuple[Limitation, ...]:
        return syntax_errors(path, languages.spec(name), share, limits) if name in languages.names else ()

    if form is None:
        return read(utf8, language)
    if depth < limits.max_formats:
        return divided(path, utf8, language, form, read, read_island, errors)
    stream = read(utf8, form.host or language)
    if not holds_more(utf8, stream, form):
        return stream
    detail = Message.of("nested-formats", limit=limits.max_formats)
    limitation = Limitation(stage="languages", subject=path, reason=Reason.NOT_DIVIDED, detail=detail)
    return replace(stream, limitations=(*stream.limitations, limitation))
