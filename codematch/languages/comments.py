"""Comments without their delimiters."""

import re

import numpy as np
from numpy.typing import NDArray

from codematch.model.tokens import Comments

_OPENING = re.compile(r"\s*(?:/\*+!?(?!/)|//[/!]*|#+!?|--+(?:\[=*\[)?|;+|<!--|=begin\b)?")
_CLOSING = re.compile(r"(?:--+>|\]=*\]|[\r\n]=end)$")
_CLOSERS = ("->", "]", "=end")
_STAR = "*"


def comments_of(utf8: bytes, starts: NDArray[np.int32], stops: NDArray[np.int32], lines: NDArray[np.int32]) -> Comments:
    """Return the comments at the given byte spans, int32 (c,) each, that begin on the given lines."""
    texts = tuple(
        comment_text(utf8[start:stop].decode("utf-8", "replace"))
        for start, stop in zip(starts.tolist(), stops.tolist(), strict=True)
    )
    return Comments(starts=starts, stops=stops, lines=lines, texts=texts)


def comment_text(comment: str) -> str:
    """Return what a comment says: no delimiters, no stars that stand alone, white space folded.

    A star alone is what begins the lines of a block comment. Where it is meant (`a * b`) it goes too: looking for
    line starts would take three times as long, and both works lose the same.
    """
    opening = _OPENING.match(comment)
    text = comment[opening.end() :].rstrip() if opening else comment
    if text.endswith("*/"):
        text = text[:-2].rstrip("*")
    elif text.endswith(_CLOSERS):
        text = _CLOSING.sub("", text)
    words = text.split()
    return " ".join([word for word in words if word != _STAR] if _STAR in words else words)
