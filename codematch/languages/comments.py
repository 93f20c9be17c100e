"""Comments without their delimiters."""

import numpy as np
from numpy.typing import NDArray

from codematch.model.tokens import Comments

_LINE_DELIMITERS = "/#;-%"
_STAR = "*"


def comments_of(utf8: bytes, starts: NDArray[np.int32], stops: NDArray[np.int32], lines: NDArray[np.int32]) -> Comments:
    """Return the comments at the given byte spans, int32 (c,) each, that begin on the given lines."""
    texts = tuple(
        comment_text(utf8[start:stop].decode("utf-8", "replace"))
        for start, stop in zip(starts.tolist(), stops.tolist(), strict=True)
    )
    return Comments(starts=starts, stops=stops, lines=lines, texts=texts)


def comment_text(comment: str) -> str:
    """Return what a comment says: no delimiters, no stars that are alone, white space folded.

    A star alone is what begins the lines of a block comment. Where it is meant (`a * b`) it goes too: looking for
    line starts would take three times as long, and both works lose the same.
    """
    text = comment.strip()
    if text.startswith("/*"):
        text = text[2:].removesuffix("*/").strip("*!")
    elif text.startswith("--["):
        text = text.lstrip("-[=").rstrip("]=")
    elif text.startswith("<!--"):
        text = text[4:].removesuffix("-->")
    elif text.startswith("=begin"):
        text = text[6:].removesuffix("=end")
    elif text.startswith("%{"):
        text = text[2:].removesuffix("%}")
    elif text[:1] in _LINE_DELIMITERS:
        text = text.lstrip(text[:1]).removeprefix("!")
    words = text.split()
    return " ".join([word for word in words if word != _STAR] if _STAR in words else words)
