"""Templates: a text with holes in it, where a program puts something in.

What is around the holes is one island, in the language of what the template makes, with a stand-in for what a hole
writes; what is in the holes is another. A stand-in is a byte that the file does not have: no token shows it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from codematch.languages.embedded.island import Island, Span, Writer
from codematch.languages.embedded.names import TEXT

STAND_IN = b"x"


@dataclass(frozen=True, slots=True)
class Hole:
    """Where a hole is, with its delimiters; what is in it; and whether it writes something in its place."""

    start: int
    stop: int
    inner: Span
    writes: bool = False


def around(utf8: bytes, holes: Sequence[Hole], language: str, form: str = "") -> tuple[Island, ...]:
    """Return what is around the holes, ascending, as one island; none when nothing does."""
    writer, place = Writer(utf8), 0
    for hole in holes:
        writer.take(place, hole.start).put(STAND_IN if hole.writes else b"\n")
        place = hole.stop
    writer.take(place, len(utf8))
    return writer.islands(language, form=form)


def as_words(utf8: bytes, holes: Sequence[Hole]) -> tuple[Island, ...]:
    """Return the holes as plain words, with their delimiters."""
    writer = Writer(utf8)
    for hole in holes:
        writer.take(hole.start, hole.stop).put(b"\n")
    return writer.islands(TEXT)


def delimiters(utf8: bytes, holes: Sequence[Hole]) -> tuple[Island, ...]:
    """Return what delimits the holes, as plain words: the inside is code and read elsewhere."""
    writer = Writer(utf8)
    for hole in holes:
        writer.take(hole.start, hole.inner[0]).put(b"\n").take(hole.inner[1], hole.stop).put(b"\n")
    return writer.islands(TEXT)
