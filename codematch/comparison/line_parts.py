"""Long lines in parts: what a region has of a line with a whole program, beside the lines that correspond to it."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from codematch.align.script import AlignedTokens
from codematch.comparison.lined_file import LinedFile, characters
from codematch.model.frozen import array_value

LONG_LINE = 500
"""Lines of more characters are shown in parts."""
_SHORTEST = 80
"""Where both sides have a long line, a part has at least so many characters on one of them."""
_ENDS = b";{},"
"""Behind one of these a part may end."""


TextRow = tuple[int, str, int, int, int]
"""A line or a part of one: its number, its text, the characters before it on the line, where it begins and stops."""


@array_value(copy=False)
class SideLines:
    """The lines of one side of a region, or parts of them, in order.

    `numbers` are those of the lines in the file, `offsets` the characters of the line before each text, and `starts`
    and `stops` intp (l,) where each text begins and stops in the file [bytes].
    Of the first line the region begins at the character `begin`, of the last it stops before the character `stop`.
    """

    file: LinedFile
    numbers: Sequence[int]
    texts: Sequence[str]
    offsets: Sequence[int]
    starts: NDArray[np.intp]
    stops: NDArray[np.intp]
    begin: int
    stop: int

    @classmethod
    def of(cls, file: LinedFile, first: int, last: int, begin: int, stop: int) -> "SideLines":
        """Return whole lines, from `first` to `last`."""
        starts, stops = file.begins[first - 1 : last], file.begins[first : last + 1] - 1
        texts = file.source.utf8[int(starts[0]) : int(stops[-1])].decode("utf-8", "replace").split("\n")
        return cls(
            file=file,
            numbers=range(first, last + 1),
            texts=texts,
            offsets=(0,) * len(texts),
            starts=starts,
            stops=stops,
            begin=begin,
            stop=stop,
        )

    def in_rows(self, rows: Sequence[TextRow]) -> "SideLines":
        """Return the side with other lines, or parts of them."""
        numbers, texts, offsets, starts, stops = zip(*rows, strict=True)
        return replace(
            self,
            numbers=numbers,
            texts=texts,
            offsets=offsets,
            starts=np.array(starts, dtype=np.intp),
            stops=np.array(stops, dtype=np.intp),
        )

    def edges(self) -> tuple[int, int]:
        """Return where the region begins and stops in the file [bytes]."""
        first, last = self.texts[0][: self.begin], self.texts[-1][: self.stop]
        return int(self.starts[0]) + len(first.encode()), int(self.starts[-1]) + len(last.encode())

    def comments(self) -> frozenset[int]:
        """Return the places of texts that hold nothing but a comment."""
        return frozenset(np.flatnonzero(self.file.comments[list(self.numbers)]).tolist())

    def places(self, tokens: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the place of the text in which each of these tokens begins: int64 (m,)."""
        found = np.searchsorted(self.starts, self.file.stream.starts[tokens], side="right") - 1
        return np.maximum(found, 0).astype(np.int64)


def in_parts(left: SideLines, right: SideLines, aligned: AlignedTokens) -> tuple[SideLines, SideLines]:
    """Return two sides with their long lines in parts: one for each line of the other side, or for a few statements.

    A long stretch that is not aligned is a part of its own.

    Of a long line at which the region begins or ends there is only what belongs to the region.
    """
    sides, tokens = (left, right), (aligned.known, aligned.questioned)
    long = tuple(
        frozenset(n for n, text in zip(s.numbers, s.texts, strict=True) if len(text) > LONG_LINE) for s in sides
    )
    if not any(long):
        return left, right
    cuts = _cuts(sides, tokens, long)
    gaps = [_around_gaps(side, own) for side, own in zip(sides, tokens, strict=True)]
    return _parted(left, long[0], cuts[0] + gaps[0]), _parted(right, long[1], cuts[1] + gaps[1])


def _cuts(
    sides: tuple[SideLines, SideLines],
    tokens: tuple[NDArray[np.int64], NDArray[np.int64]],
    long: tuple[frozenset[int], ...],
) -> tuple[list[int], list[int]]:
    """The places in both files at which a part begins [bytes]."""
    lines = [side.file.stream.lines[own] for side, own in zip(sides, tokens, strict=True)]
    starts = [side.file.stream.starts[own].tolist() for side, own in zip(sides, tokens, strict=True)]
    is_long = [np.isin(own, sorted(some)).tolist() for own, some in zip(lines, long, strict=True)]
    is_new = [np.append(True, own[1:] != own[:-1]).tolist() for own in lines]
    ends = [_behind_an_end(side, own) for side, own in zip(sides, tokens, strict=True)]
    cuts: tuple[list[int], list[int]] = ([], [])
    since = [starts[0][0], starts[1][0]]
    for at in range(1, len(starts[0])):
        both = is_long[0][at] and is_long[1][at] and not is_new[0][at] and not is_new[1][at]
        enough = max(starts[side][at] - since[side] for side in (0, 1)) >= _SHORTEST
        is_end = both and enough and (ends[0][at] or ends[1][at])
        for side in (0, 1):
            if is_long[side][at] and not is_new[side][at] and (is_end or is_new[1 - side][at]):
                cuts[side].append(starts[side][at])
        if is_end or is_new[0][at] or is_new[1][at]:
            since = [starts[0][at], starts[1][at]]
    return cuts


def _around_gaps(side: SideLines, tokens: NDArray[np.int64]) -> list[int]:
    """The places in a file at which a long stretch begins or stops in which nothing is aligned [bytes]."""
    low, high = side.edges()
    begins = np.append(side.file.stream.starts[tokens], high)
    ends = np.append(low, side.file.stream.stops[tokens])
    gaps = begins - ends > LONG_LINE
    return [*ends[gaps].tolist(), *begins[gaps].tolist()]


def _behind_an_end(side: SideLines, tokens: NDArray[np.int64]) -> list[bool]:
    """Say before which of these tokens a statement, or a part of a list, has ended."""
    stops, utf8 = side.file.stream.stops, side.file.source.utf8
    last = stops[np.maximum(tokens - 1, 0)].tolist()
    return [stop > 0 and utf8[stop - 1] in _ENDS for stop in last]


def _parted(side: SideLines, long: frozenset[int], cuts: Sequence[int]) -> SideLines:
    """The lines of a side with the long ones among them cut at places of the file."""
    utf8, places = side.file.source.utf8, np.unique(np.array(cuts, dtype=np.intp))
    rows: list[TextRow] = []
    last, edges = len(side.texts) - 1, side.edges()
    for at, (number, text) in enumerate(zip(side.numbers, side.texts, strict=True)):
        start, stop = int(side.starts[at]), int(side.stops[at])
        if number not in long:
            rows.append((number, text, 0, start, stop))
            continue
        low, high = edges[0] if at == 0 else start, edges[1] if at == last else stop
        inside = places[np.searchsorted(places, low, side="right") : np.searchsorted(places, high)].tolist()
        offset = characters(utf8[start:low])
        for first, end in zip((low, *inside), (*inside, high), strict=True):
            part = utf8[first:end].decode("utf-8", "replace")
            rows.append((number, part, offset, first, end))
            offset += len(part)
    return side.in_rows(rows)
