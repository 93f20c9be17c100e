"""A file and its lines: where they begin, and which hold nothing but a comment."""

import numpy as np
from numpy.typing import NDArray

from codematch.comparison.prepare import PreparedWork
from codematch.languages.lines import line_ends
from codematch.model.frozen import array_value
from codematch.model.source import SourceFile
from codematch.model.tokens import TokenStream


@array_value(copy=False)
class LinedFile:
    """A file and where its lines begin: intp (l + 1,), the last one behind its end [bytes].

    `comments` bool (l + 1,) tells which lines, from 1, hold nothing but a comment.
    """

    source: SourceFile
    stream: TokenStream
    begins: NDArray[np.intp]
    comments: NDArray[np.bool_]

    @classmethod
    def of(cls, work: PreparedWork, index: int) -> "LinedFile":
        """Return a file of a work."""
        utf8 = work.sources[index].utf8
        begins = np.concatenate(([0], line_ends(utf8) + 1, [len(utf8) + 1]))
        stream = work.files[index].stream
        comments = _comment_lines(stream, utf8, len(begins))
        return cls(source=work.sources[index], stream=stream, begins=begins, comments=comments)


def characters(utf8: bytes) -> int:
    """Return how many characters a text has."""
    return len(utf8.decode("utf-8", "replace"))


def _comment_lines(stream: TokenStream, utf8: bytes, count: int) -> NDArray[np.bool_]:
    """Tell which lines of a file, from 1, hold a comment and no token: bool (count,)."""
    found = np.zeros(count, dtype=np.bool_)
    comments = stream.comments
    for line, start, stop in zip(
        comments.lines.tolist(), comments.starts.tolist(), comments.stops.tolist(), strict=True
    ):
        found[line : line + utf8.count(b"\n", start, stop) + 1] = True
    found[stream.lines] = False
    return found
