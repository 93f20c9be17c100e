"""Token streams: what the languages make of a file, and what every later stage counts in."""

from array import array
from bisect import bisect_right
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from codematch.model.frozen import array_value, kept_with, require
from codematch.model.source import Limitation


class TokenClass(StrEnum):
    """What kind of text a token is, across all languages."""

    IDENTIFIER = "identifier"
    LITERAL = "literal"
    OTHER = "other"


CLASS_CODES: dict[TokenClass, int] = {TokenClass.OTHER: 0, TokenClass.IDENTIFIER: 1, TokenClass.LITERAL: 2}


class Unit(NamedTuple):
    """A function, method or class: its kind, its dotted name within the file, and its half-open token span.

    Its body begins at `body_token`; what is before it declares it. A unit without a body ends where it would begin.
    A named tuple, because works have tens of thousands of them and they travel between processes.
    """

    kind: str
    name: str
    first_token: int
    body_token: int
    stop_token: int


class PassageKind(StrEnum):
    """What a passage is for, where the language alone says so."""

    IMPORT = "import"
    DECLARATION = "declaration"
    QUOTED = "quoted"


class Passage(NamedTuple):
    """A half-open token span that has a purpose.

    It imports something, declares something that has its body elsewhere, or is code that is in a literal.
    """

    kind: PassageKind
    first_token: int
    stop_token: int


class Section(NamedTuple):
    """A half-open token span of a file that is in one language: a script in a page, a cell of a notebook."""

    language: str
    first_token: int
    stop_token: int


@array_value
class Comments:
    """The comments of a file, apart from its tokens.

    `starts` and `stops` are int32 (c,) half-open byte spans in the UTF-8 text, `lines` int32 (c,) the first
    line of each (from 1), `texts` the comment texts without their delimiters, white space folded.
    """

    starts: NDArray[np.int32]
    stops: NDArray[np.int32]
    lines: NDArray[np.int32]
    texts: tuple[str, ...]

    def __post_init__(self) -> None:
        require(len(self.starts) == len(self.stops) == len(self.lines) == len(self.texts), "comment arrays differ")


@dataclass(frozen=True, slots=True, kw_only=True)
class CellSpan:
    """From which line of which cell of a notebook to which, both included; cells and their lines count from 1."""

    first_cell: int
    first_line: int
    last_cell: int
    last_line: int


@array_value
class Cells:
    """In which cell of a notebook each of n tokens is, and on which of its lines.

    `numbers` int32 (n,) count all cells from 1, of text and of code, and are 0 for what is in none; `lines`
    int32 (n,) count in the cell, from 1, and are 0 likewise. `texts` are what the cells say, the first cell first, b""
    for one that holds nothing.
    """

    numbers: NDArray[np.int32]
    lines: NDArray[np.int32]
    texts: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        require(len(self.numbers) == len(self.lines), "cell arrays differ")

    def span(self, first: int, stop: int) -> "CellSpan | None":
        """Return the cells of the tokens first to stop - 1, None when they are all outside."""
        inside = np.flatnonzero(self.numbers[first:stop]) + first
        if not len(inside):
            return None
        begin, end = int(inside[0]), int(inside[-1])
        return CellSpan(
            first_cell=int(self.numbers[begin]),
            first_line=int(self.lines[begin]),
            last_cell=int(self.numbers[end]),
            last_line=int(self.lines[end]),
        )


def _none() -> NDArray[np.int32]:
    return np.empty(0, dtype=np.int32)


@array_value
class Statements:
    """The statements of a file that its grammar knows, in no order, some of them without a token.

    `firsts`, `stops` int32 (s,) are half-open token spans.
    """

    firsts: NDArray[np.int32] = field(default_factory=_none)
    stops: NDArray[np.int32] = field(default_factory=_none)


@array_value
class TokenStream:
    r"""The tokens of one file, in file order.

    Arrays of n tokens: `kinds` uint64, the stable 64-bit hash of the kind's name (a keyword or operator is its
    own kind); `texts` uint64, the stable 64-bit hash of the token's text; `classes` uint8 (see `CLASS_CODES`);
    `starts`, `stops` int32 half-open byte spans in the UTF-8 text; `lines` int32 the line on which each token
    starts, from 1. `parser` is "tree-sitter" or "text".

    Every visible byte (no ASCII white space or control character, no backslash of a continued line) is in exactly
    one token or comment, except for spaces of other alphabets outside a leaf of the parser, characters without a
    shape, and what joins the pieces of a text that was read as code. `error_share` is the
    share of the visible bytes, 0 to 1, that are directly in an error of the parser: in an error node, but neither in
    a comment nor in a node with children that the parser could still build inside the error; an error inside such
    a node counts again.

    `language` is that of the file as a whole. Where a file holds several, `sections` name the language of each run of
    tokens, in order and without gaps; they are empty when every token is in `language`. `cells` are those of a
    notebook. There what joins the lines of a cell (`\n",` and `"`) is in no token.
    """

    path: str
    language: str
    parser: str
    kinds: NDArray[np.uint64]
    texts: NDArray[np.uint64]
    classes: NDArray[np.uint8]
    starts: NDArray[np.int32]
    stops: NDArray[np.int32]
    lines: NDArray[np.int32]
    comments: Comments
    units: tuple[Unit, ...] = ()
    passages: tuple[Passage, ...] = ()
    statements: Statements = field(default_factory=Statements)
    sections: tuple[Section, ...] = ()
    cells: Cells | None = None
    error_share: float = 0.0
    limitations: tuple[Limitation, ...] = ()

    def __post_init__(self) -> None:
        n = len(self.kinds)
        arrays = (self.texts, self.classes, self.starts, self.stops, self.lines)
        require(all(len(array) == n for array in arrays), f"token arrays of {self.path} differ in length")
        require(
            self.cells is None or len(self.cells.numbers) == n, f"the cells of {self.path} are not those of its tokens"
        )
        require(0.0 <= self.error_share <= 1.0, f"error share of {self.path} is {self.error_share}")
        edges = [0, *(section.stop_token for section in self.sections)]
        require(
            not self.sections
            or (
                edges[-1] == n
                and all(s.first_token == edge < s.stop_token for s, edge in zip(self.sections, edges, strict=False))
            ),
            f"the sections of {self.path} do not cover its tokens",
        )

    def __len__(self) -> int:
        return len(self.kinds)

    @property
    def languages(self) -> tuple[str, ...]:
        """The different languages of its tokens, sorted; that of the file alone when it has no tokens."""
        return _sections(self).languages if self.sections else (self.language,)

    def language_at(self, token: int) -> str:
        """Return the language of a token."""
        return self.section_at(token).language

    def section_at(self, token: int) -> Section:
        """Return the section that holds a token; all tokens are one where there are none."""
        if not self.sections:
            return Section(language=self.language, first_token=0, stop_token=len(self))
        return self.sections[bisect_right(self.sections, token, key=lambda section: section.first_token) - 1]

    def main_language(self, tokens: NDArray[np.int64]) -> str:
        """Return the language that most of the given tokens are in; of several with as many the first by name."""
        if not self.sections or len(tokens) == 0:
            return self.language
        counts = np.bincount(self.language_codes(tokens), minlength=len(self.languages))
        return self.languages[int(np.argmax(counts))]

    def language_codes(self, tokens: NDArray[np.int64]) -> NDArray[np.intp]:
        """Return for each of some tokens the place of its language among `languages`: intp (m,)."""
        if not self.sections:
            return np.zeros(len(tokens), dtype=np.intp)
        firsts, codes, _ = _sections(self)
        return codes[np.searchsorted(firsts, tokens, side="right") - 1]

    def language_of_comment(self, comment: int) -> str:
        """Return the language of a comment, as far as the tokens around it tell.

        Where those before and after are in two languages, it is the one that is not the file's own: a script begins
        and ends with its comments.
        """
        if not self.sections:
            return self.language
        behind = int(np.searchsorted(self.starts, self.comments.starts[comment]))
        near = [self.language_at(token) for token in (behind - 1, behind) if 0 <= token < len(self)]
        return next((name for name in near if name != self.language), self.language)

    def in_language(self, language: str) -> NDArray[np.bool_]:
        """Return which tokens are in a language: bool (n,)."""
        if not self.sections:
            return np.full(len(self), language == self.language)
        counts = [section.stop_token - section.first_token for section in self.sections]
        return np.repeat([section.language == language for section in self.sections], counts)

    def innermost(self, token: int, kind: str = "") -> Unit | None:
        """Return the smallest unit around a token, of one kind where it is given; None when there is none."""
        around = [unit for unit in self.units_around(token) if kind in ("", unit.kind)]
        return around[-1] if around else None

    def units_around(self, token: int) -> tuple[Unit, ...]:
        """Return the units that hold a token, an outer one before those inside it."""
        firsts, outer = _nesting(self)
        place = bisect_right(firsts, token) - 1
        found = []
        while place >= 0:
            if token < self.units[place].stop_token:
                found.append(self.units[place])
            place = outer[place]
        return tuple(reversed(found))


class _Sections(NamedTuple):
    """The first token of each section, and the place of its language among the sorted `languages`."""

    firsts: NDArray[np.int64]
    codes: NDArray[np.intp]
    languages: tuple[str, ...]


@kept_with
def _sections(stream: TokenStream) -> _Sections:
    """Return the sections of a stream as arrays: made once for a stream, not for every region."""
    languages = tuple(sorted({section.language for section in stream.sections}))
    return _Sections(
        firsts=np.array([section.first_token for section in stream.sections], dtype=np.int64),
        codes=np.array([languages.index(section.language) for section in stream.sections], dtype=np.intp),
        languages=languages,
    )


@kept_with
def _nesting(stream: TokenStream) -> "tuple[array[int], array[int]]":
    """Where the units of a stream begin, and for each the place of the one around it, -1 for none.

    Made once for a stream, not for every region: a file on one line may have thousands of both.
    """
    opened: list[int] = []
    outer = array("i")
    for place, unit in enumerate(stream.units):
        while opened and stream.units[opened[-1]].stop_token <= unit.first_token:
            opened.pop()
        outer.append(opened[-1] if opened else -1)
        opened.append(place)
    return array("i", [unit.first_token for unit in stream.units]), outer


@array_value
class Sketch:
    """A MinHash sketch of a file.

    `values` is uint32 (p,) for p permutations. Two sketches compare only when they were made with the same
    scheme, permutations, seed and k; the standard error of their Jaccard estimate J is sqrt(J(1 - J) / p).
    `cardinality` is the exact number of distinct fingerprints that went in.
    """

    values: NDArray[np.uint32]
    cardinality: int


@array_value
class UnitSketches:
    """The sketches of those units of a file that are long enough.

    `units` int32 (u,) are their indices in the stream's units, `values` uint32 (u * p,) the sketches one after another.
    """

    units: NDArray[np.int32]
    values: NDArray[np.uint32]
