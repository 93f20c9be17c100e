"""Borders: where a region may begin and end, and which of its tokens it keeps for that.

Step 6 of the method. A region begins and ends with whole statements on both sides. Where its aligned tokens begin or
end within one, it is cut back to the next border, or grows to the last one where that adds no more tokens than a cut
would lose; what it grows by is not aligned. A bracket whose other half lies outside neither begins nor ends a region.
"""

from dataclasses import dataclass, field
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from codematch.align.maxima import Maxima
from codematch.align.script import AlignedTokens, Spans
from codematch.model.frozen import freeze_arrays
from codematch.model.spans import place_in
from codematch.model.stable_hash import tagged_hash
from codematch.model.tokens import TokenStream

LONG_STATEMENT = 250
"""In longer stretches without a border, tables above all, every line is a statement [tokens]."""


_CLOSING, _OPENING, _BEFORE, _LAST, _TYPE, _ENDING, _SEMICOLON = (1 << bit for bit in range(7))
"""What a keyword or an operator can be to a statement. No statement begins with a closing one: a bracket, or a word
that closes a statement or goes on with it; no line that is one ends with an opening one. Behind one of `_BEFORE` a
statement may begin within a line; the head of a loop, or what stands in an argument, is none. With one of `_LAST` it
may end although the line goes on; but what begins with one of `_TYPE` may be the type of what is declared behind it,
unless a semicolon ends it. One of `_ENDING` belongs to the statement before it."""

_ROLES = (
    (_CLOSING, ("}", ")", "]", "{", "</", "end", "else", "fi", "done", "esac", "then", "rescue", "ensure", "when")),
    (_OPENING, ("{", "(", "[", "else", "do", "then")),
    (_BEFORE, (";", "{", "}", ":", ",", "=>", "->", ">", "/>", "then", "do", "begin", "<%", "%>")),
    (_LAST, (";", "}", ",", ">", "/>")),
    (_TYPE, ("struct", "class", "union", "enum")),
    (_ENDING, (";", ",")),
    (_SEMICOLON, (";",)),
)


def _table() -> tuple[NDArray[np.uint64], NDArray[np.uint8]]:
    """The kinds that have a role, sorted, and the sum of the roles of each."""
    roles: dict[int, int] = {}
    for role, texts in _ROLES:
        for text in texts:
            for kind in (tagged_hash(text, "token"), tagged_hash(text, "word")):
                roles[kind] = roles.get(kind, 0) | role
    return np.array(sorted(roles), dtype=np.uint64), np.array([roles[kind] for kind in sorted(roles)], dtype=np.uint8)


_KINDS, _SUMS = _table()


def _roles(kinds: NDArray[np.uint64]) -> NDArray[np.uint8]:
    """Return the roles of tokens, and of the end of the file behind them, which closes: uint8 (n + 1,)."""
    places = np.minimum(np.searchsorted(_KINDS, kinds), len(_KINDS) - 1)
    return np.append(np.where(_KINDS[places] == kinds, _SUMS[places], 0), _CLOSING).astype(np.uint8)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Borders:
    """The statements of a file, those of its grammar and, where there is none, its lines.

    `firsts`, `stops` int64 (s,) are half-open token spans by their first token, an outer one before those inside it;
    the whole file counts as a statement, too, but stands in neither.
    `opens` bool (n,) says where one begins, and `closing` int64 (n,) gives for a token with which one ends the first
    token of the shortest of these, -1 for others. `trees` are those of `stops`, `opens` and `closing`.
    """

    firsts: NDArray[np.int64]
    stops: NDArray[np.int64]
    opens: NDArray[np.bool_]
    closing: NDArray[np.int64]
    trees: tuple[Maxima, Maxima, Maxima] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        trees = Maxima.of(self.stops), Maxima.of(self.opens), Maxima.of(self.closing)
        object.__setattr__(self, "trees", trees)
        freeze_arrays(self)

    @classmethod
    def of(cls, stream: TokenStream) -> "Borders":
        """Return the borders of a file."""
        roles = _roles(stream.kinds)
        firsts, stops = _sound(stream, roles)
        opens, closing = np.zeros(len(stream), dtype=np.bool_), np.full(len(stream), -1, dtype=np.int64)
        opens[firsts] = True
        closing[stops - 1] = firsts  # the shortest stands last, for it begins last
        opens[:1] = True
        closing[-1:] = np.maximum(closing[-1:], 0)
        lines_first, lines_stop = _lines(stream, firsts, stops)
        if not len(lines_first):
            return cls(firsts=firsts, stops=stops, opens=opens, closing=closing)
        begins = (roles[lines_first] & _CLOSING) == 0
        opens[lines_first[begins]] = True
        whole = begins & ((roles[lines_stop - 1] & _OPENING) == 0)
        closing[lines_stop[whole] - 1] = lines_first[whole]
        firsts, stops = np.concatenate((firsts, lines_first[whole])), np.concatenate((stops, lines_stop[whole]))
        order = np.lexsort((-stops, firsts))
        return cls(firsts=firsts[order], stops=stops[order], opens=opens, closing=closing)

    def begins_of(self, token: int) -> tuple[int, ...]:
        """Return where the innermost statement around a token begins, and the last before it."""
        stops, opens, _ = self.trees
        around = stops.last_above(place_in(self.firsts, token, "right"), token)
        inner = (int(self.firsts[around]),) if around >= 0 else ()
        return (*inner, opens.last_above(token + 1, 0))

    def ends_of(self, token: int, first: int) -> tuple[int, ...]:
        """Return the token behind the innermost statement around a token, and behind the next one that ends.

        Statements that begin before the token `first` do not count.
        """
        stops, _, closing = self.trees
        around = stops.last_above(place_in(self.firsts, token + 1), token)
        inner = (int(self.stops[around]),) if around >= place_in(self.firsts, first) else ()
        behind = closing.first_above(token, first - 1)
        return (*inner, behind + 1) if behind >= 0 else inner


def _sound(stream: TokenStream, roles: NDArray[np.uint8]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The statements that begin and end where nothing else goes on, with the sign that ends each, in order."""
    keep = stream.statements.firsts < stream.statements.stops
    first, stop = (places[keep].astype(np.int64) for places in (stream.statements.firsts, stream.statements.stops))
    lines = np.append(stream.lines, np.int32(-1))
    edges = np.zeros(len(lines), dtype=np.bool_)  # where another language begins
    edges[[section.first_token for section in stream.sections]] = True
    stop = stop + ((roles[stop] & _ENDING) > 0)
    begins, last = roles[first], roles[stop - 1]
    # The place before the first token is the one behind the last: both are where the file ends.
    keep = (lines[first - 1] != lines[first]) | edges[first] | ((roles[first - 1] & _BEFORE) > 0)
    keep &= (begins & (_CLOSING | _ENDING)) == 0
    is_over = ((last & _LAST) > 0) & (((begins & _TYPE) == 0) | ((last & _SEMICOLON) > 0))
    keep &= is_over | edges[stop] | (lines[stop] != lines[stop - 1]) | ((roles[stop] & _CLOSING) > 0)
    first, stop = first[keep], stop[keep]
    order = np.lexsort((-stop, first))
    return first[order], stop[order]


def _lines(
    stream: TokenStream, firsts: NDArray[np.int64], stops: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The lines, as token spans, of what is in no statement, and of what is too long in one."""
    size = len(stream)
    depth = np.bincount(firsts, minlength=size + 1) - np.bincount(stops, minlength=size + 1)
    edges = np.union1d(np.concatenate(([0], firsts, stops)), [size])
    long = np.repeat(np.diff(edges) > LONG_STATEMENT, np.diff(edges))
    loose = (np.cumsum(depth[:size]) == 0) | long
    if not loose.any():
        empty = np.empty(0, dtype=np.int64)
        return empty, empty
    begins = np.ones(size, dtype=np.bool_)
    begins[1:] = (stream.lines[1:] != stream.lines[:-1]) | (loose[1:] != loose[:-1])
    begins[edges[:-1]] = True
    first = np.flatnonzero(begins)
    stop = np.append(first[1:], size)
    return first[loose[first]], stop[loose[first]]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fit:
    """What a region keeps: the aligned pairs `first` to `stop` - 1, and the spans of tokens that it covers."""

    first: int
    stop: int
    spans: Spans


class Way(Enum):
    """What to do where the tokens of a region begin or end within a statement.

    Either the lesser change, or a cut wherever one is possible, or none at all.
    """

    LESSER = "lesser"
    CUT = "cut"
    GROW = "grow"


def fit(aligned: AlignedTokens, known: Borders, questioned: Borders, taken: NDArray[np.bool_] | None, way: Way) -> Fit:
    """Return aligned tokens within borders.

    Args:
        aligned: The aligned tokens.
        known: The borders of the known file.
        questioned: Those of the questioned file.
        taken: bool (n,), the tokens of the questioned file that some region accounts for, if that is known: a region
            grows over such only where nothing else is possible.
        way: What to do.
    """
    first, *begin = _begin(aligned, known, questioned, taken, way)
    stop, *end = _end(aligned, known, questioned, taken, way, (first, begin[0], begin[1]))
    return Fit(first=first, stop=stop, spans=Spans(begin[0], end[0], begin[1], end[1]))


def _begin(
    aligned: AlignedTokens, known: Borders, questioned: Borders, taken: NDArray[np.bool_] | None, way: Way
) -> tuple[int, int, int]:
    """The first pair that is kept, and where the region begins on both sides."""
    at_known, at_questioned = int(aligned.known[0]), int(aligned.questioned[0])
    opens = np.flatnonzero(known.opens[aligned.known] & questioned.opens[aligned.questioned])
    if len(opens) and opens[0] == 0:
        return 0, at_known, at_questioned
    cut = int(opens[0]) if len(opens) and way is not Way.GROW else None
    places = list(zip(known.begins_of(at_known), questioned.begins_of(at_questioned), strict=False))
    for low_known, low_questioned in places if way is not Way.CUT or cut is None else ():
        added = max(at_known - low_known, at_questioned - low_questioned)
        if (cut is None or added <= cut) and (taken is None or not taken[low_questioned:at_questioned].any()):
            return 0, low_known, low_questioned
    if cut is None and places:
        return 0, *places[-1]
    first = cut or 0
    return first, int(aligned.known[first]), int(aligned.questioned[first])


def _end(
    aligned: AlignedTokens,
    known: Borders,
    questioned: Borders,
    taken: NDArray[np.bool_] | None,
    way: Way,
    begin: tuple[int, int, int],
) -> tuple[int, int, int]:
    """The pair behind the last that is kept, and where the region ends on both sides."""
    first, low_known, low_questioned = begin
    size = len(aligned.known)
    at_known, at_questioned = int(aligned.known[-1]), int(aligned.questioned[-1])
    closes = (known.closing[aligned.known] >= low_known) & (questioned.closing[aligned.questioned] >= low_questioned)
    ends = first + 1 + np.flatnonzero(closes[first:])
    if len(ends) and ends[-1] == size:
        return size, at_known + 1, at_questioned + 1
    cut = int(ends[-1]) if len(ends) and way is not Way.GROW else None
    places = list(
        zip(known.ends_of(at_known, low_known), questioned.ends_of(at_questioned, low_questioned), strict=False)
    )
    for high_known, high_questioned in places if way is not Way.CUT or cut is None else ():
        added = max(high_known - at_known, high_questioned - at_questioned) - 1
        if (cut is None or added <= size - cut) and (
            taken is None or not taken[at_questioned + 1 : high_questioned].any()
        ):
            return size, high_known, high_questioned
    if cut is None and places:
        return size, *places[-1]
    stop = cut or size
    return stop, int(aligned.known[stop - 1]) + 1, int(aligned.questioned[stop - 1]) + 1
