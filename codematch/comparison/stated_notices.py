"""Notices among what differs: comments and literals that name a licence, a holder of rights or an author."""

from codematch.model.source import SourceFile
from codematch.model.tokens import TokenStream
from codematch.notices import holders, licence_of, stated_authors, written_by

_BEFORE = 1_000
"""Bytes before a literal in which it is looked for what it is given to: a line may hold a whole program."""


def is_notice(text: str) -> bool:
    """Say whether a comment names a licence, a holder of rights or an author."""
    return bool(licence_of(text)) or any(True for _ in holders(text)) or any(True for _ in written_by(text))


def is_stated(text: str, source: SourceFile, stream: TokenStream, token: int) -> bool:
    """Say whether a literal is a notice by itself, or by what it is given to: `__author__ = "Li Wei"`."""
    if is_notice(text) or any(True for _ in holders(text, is_comment=False)):
        return True
    start, stop = int(stream.starts[token]), int(stream.stops[token])
    least = max(0, start - _BEFORE)
    line = source.utf8[max(source.utf8.rfind(b"\n", least, start) + 1, least) : stop]
    return any(True for _ in stated_authors(line.decode("utf-8", "replace")))
