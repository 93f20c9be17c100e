"""Comments without their delimiters."""

import re

import numpy as np
from numpy.typing import NDArray

from codematch.model.tokens import Comments

_OPENING = re.compile(r"\s*(?:/\*+!?(?!/)|//[/!]*|#+!?|--+(?:\[=*\[)?|;+|<!--|=begin\b)?")
_CLOSING = re.compile(r"(?:\*+/|--+>|\]=*\]|^=end)\s*$", re.MULTILINE)
_CLOSERS = ("*/", "->", "]", "=end")
_LINE_LEAD = re.compile(r"[\r\n][ \t]*\*+(?!/)")


def comments_of(utf8: bytes, starts: NDArray[np.int32], stops: NDArray[np.int32], lines: NDArray[np.int32]) -> Comments:
    """Return the comments at the given byte spans, int32 (c,) each, that begin on the given lines."""
    texts = tuple(
        comment_text(utf8[start:stop].decode("utf-8", "replace"))
        for start, stop in zip(starts.tolist(), stops.tolist(), strict=True)
    )
    return Comments(starts=starts, stops=stops, lines=lines, texts=texts)


def comment_text(comment: str) -> str:
    """Return what a comment says: no delimiters, no stars that lead its lines, white space folded."""
    opening = _OPENING.match(comment)
    text = comment[opening.end() :].rstrip() if opening else comment
    if text.endswith(_CLOSERS):
        text = _CLOSING.sub("", text)
    if "\n" in text or "\r" in text:
        text = _LINE_LEAD.sub("\n", text)
    return " ".join(text.split())
