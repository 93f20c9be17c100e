"""Replacements: short passages within regions that stand for others, beyond names and literals: operators, keywords."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from codematch.comparison.located_region import LocatedRegion
from codematch.comparison.prepare import PreparedWork
from codematch.comparison.tally import Coverage
from codematch.model.match import MatchClass
from codematch.model.tokens import CLASS_CODES, TokenClass

Spot = tuple[str, int, str, int]
"""Where a replacement is: path and line in the known work, path and line in the questioned work."""
_OTHER = CLASS_CODES[TokenClass.OTHER]
_SEPARATORS = frozenset(b",;:.()[]{}")
"""Characters that divide: where one side has one more of them, it tells nothing by itself."""
_Gap = tuple[int, int, int, int]
"""The first token and the one after the last of a gap on the known and on the questioned side."""


def find_replacements(
    regions: Sequence[LocatedRegion],
    works: tuple[PreparedWork, PreparedWork],
    covered: tuple[Coverage, Coverage],
    longest: int,
) -> Mapping[tuple[str, str], Sequence[Spot]]:
    """Return the places of each pair of texts that stand for one another, in the order of the regions.

    Where one side has an operator or keyword and the other side nothing, the token behind it is quoted with it:
    `-total` for `total`.

    Args:
        regions: The regions whose gaps are looked at.
        works: The known and the questioned work.
        covered: Which tokens of each file any region aligns.
        longest: How many tokens a replacement has at most on either side.
    """
    found: dict[tuple[str, str], list[Spot]] = {}
    for item in regions:
        if item.region.match_class in (MatchClass.BYTE_IDENTICAL, MatchClass.NORMALISED):
            continue
        for gap in _gaps(item, works, covered, longest):
            texts, lines = zip(*(_quoted(works[side], item, side, gap) for side in (0, 1)), strict=True)
            spot = item.region.known.path, lines[0], item.region.questioned.path, lines[1]
            found.setdefault((texts[0], texts[1]), []).append(spot)
    return found


def _gaps(
    item: LocatedRegion,
    works: tuple[PreparedWork, PreparedWork],
    covered: tuple[Coverage, Coverage],
    longest: int,
) -> Iterator[_Gap]:
    """The tokens between aligned ones that no region aligns."""
    known, questioned = item.aligned.known, item.aligned.questioned
    gone, come = np.diff(known) - 1, np.diff(questioned) - 1
    chosen = (np.maximum(gone, come) > 0) & (np.maximum(gone, come) <= longest)
    for at in np.flatnonzero(chosen).tolist():
        first, stop, begin, end = (int(number) for number in (known[at] + 1, known[at + 1], questioned[at] + 1,
                                                              questioned[at + 1]))  # fmt: skip
        if covered[0][item.known_file][first:stop].any() or covered[1][item.questioned_file][begin:end].any():
            continue
        if first < stop and begin < end:
            yield first, stop, begin, end
        elif stop - first + end - begin == 1:
            side, token = (0, first) if first < stop else (1, begin)
            if _is_sign(works[side], (item.known_file, item.questioned_file)[side], token):
                yield first, stop + 1, begin, end + 1


def _is_sign(work: PreparedWork, file: int, token: int) -> bool:
    """Say whether a token is an operator or a keyword on the line of the next one."""
    stream = work.files[file].stream
    if stream.classes[token] != _OTHER or stream.lines[token] != stream.lines[token + 1]:
        return False
    text = work.sources[file].utf8[int(stream.starts[token]) : int(stream.stops[token])]
    return not _SEPARATORS.issuperset(text)


def _quoted(work: PreparedWork, item: LocatedRegion, side: int, gap: _Gap) -> tuple[str, int]:
    """The text of one side of a gap, and the line that it begins on."""
    file = (item.known_file, item.questioned_file)[side]
    stream, (first, stop) = work.files[file].stream, gap[2 * side : 2 * side + 2]
    text = work.sources[file].utf8[int(stream.starts[first]) : int(stream.stops[stop - 1])]
    return text.decode("utf-8", "replace"), int(stream.lines[first])
