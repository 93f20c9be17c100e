"""The parts of a file that are compared across languages: the file itself, and its functions with their comments."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from codematch.across.items import Part
from codematch.model.frozen import array_value
from codematch.model.tokens import PassageKind, TokenStream, Unit
from codematch.settings import Across

_FUNCTION = "function"


@array_value(copy=False)
class OwnText:
    """What of a file is its own: `tokens` bool (n,) and `comments` bool (c,).

    Imports are not, nor what a filter labels as prescribed or taken from elsewhere.
    """

    stream: TokenStream
    utf8: bytes
    tokens: NDArray[np.bool_]
    comments: NDArray[np.bool_]


def own_text(stream: TokenStream, utf8: bytes) -> OwnText:
    """Return a file of which all but the imports is its own."""
    tokens = np.ones(len(stream), dtype=np.bool_)
    for passage in stream.passages:
        if passage.kind is PassageKind.IMPORT:
            tokens[passage.first_token : passage.stop_token] = False
    return OwnText(
        stream=stream, utf8=utf8, tokens=tokens, comments=np.ones(len(stream.comments.texts), dtype=np.bool_)
    )


def file_part(file: OwnText) -> Part:
    """Return a file as one part."""
    return Part(
        stream=file.stream,
        utf8=file.utf8,
        tokens=np.flatnonzero(file.tokens),
        comments=np.flatnonzero(file.comments),
    )


def parts_of(files: Sequence[OwnText], rules: Across, *, functions: bool) -> list[tuple[int, int, Part]]:
    """Return the parts of some files: number of the file, number of the unit (-1 for the whole file), part.

    Args:
        files: The files.
        rules: The least size of a function.
        functions: Whether the functions are the parts, each with the comments directly before it, or the files.
    """
    if not functions:
        return [(number, -1, file_part(file)) for number, file in enumerate(files)]
    return [
        (number, place, _function(file, unit))
        for number, file in enumerate(files)
        for place, unit in enumerate(file.stream.units)
        if unit.kind == _FUNCTION and unit.stop_token - unit.first_token >= rules.min_unit_tokens
    ]


def _function(file: OwnText, unit: Unit) -> Part:
    stream = file.stream
    begin = int(stream.stops[unit.first_token - 1]) if unit.first_token else 0
    comments = np.arange(*np.searchsorted(stream.comments.starts, (begin, int(stream.stops[unit.stop_token - 1]))))
    tokens = np.arange(unit.first_token, unit.stop_token)
    return Part(
        stream=stream,
        utf8=file.utf8,
        tokens=tokens[file.tokens[tokens]],
        comments=comments[file.comments[comments]],
    )
