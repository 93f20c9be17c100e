"""What corresponds between two works beyond single regions: files, units, and what differs between them."""

from dataclasses import dataclass
from enum import StrEnum

from codematch.model.frozen import require
from codematch.model.message import Message
from codematch.model.sides import Both


class FileRelation(StrEnum):
    """How two files that share regions stand to each other, by where most of their matched tokens lie.

    Of the first three each file is the main counterpart of the other: at the same path, under the same name elsewhere,
    under another name. Of a split file this is one part of several, of a merged file one of several that it holds.
    A `repeated` one is a further copy: its main counterpart holds most of the same.
    `part` shares less than established files do, or has its main counterpart elsewhere on both sides.
    """

    SAME_PATH = "same-path"
    MOVED = "moved"
    RENAMED = "renamed"
    SPLIT = "split"
    MERGED = "merged"
    REPEATED = "repeated"
    PART = "part"


class FileChange(StrEnum):
    """What differs between two files that share regions, as a whole; all but the last align every token of both.

    The bytes are the same; white space alone differs, the form of literals (other quotation marks, upper and lower case
    in a number), or how the text is encoded; comments differ; names, literals, or
    both do; names or literals do and comments too; a notice does, with or without these and the order; the order does,
    with or without these; anything else: tokens of one of them have no counterpart in the other.
    """

    NOTHING = "nothing"
    FORMATTING = "formatting"
    COMMENTS = "comments"
    NAMES = "names"
    LITERALS = "literals"
    NAMES_AND_LITERALS = "names-and-literals"
    WORDS = "words"
    NOTICES = "notices"
    ORDER = "order"
    CODE = "code"


class UnitRelation(StrEnum):
    """What became of a unit (function, method or class).

    `same` and `names-differ` align every token of both; in the first all have the same text, but for the form of
    literals, in the second all but some names, which may be that of the unit itself or any other in it. Of an `edited`
    one some tokens have no counterpart, or a literal is another one. `split`, `merged` and `repeated` are as with
    files.
    """

    SAME = "same"
    NAMES_DIFFER = "names-differ"
    EDITED = "edited"
    SPLIT = "split"
    MERGED = "merged"
    REPEATED = "repeated"
    KNOWN_ONLY = "known-only"
    QUESTIONED_ONLY = "questioned-only"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitPlace:
    """A unit of a file: its path, its dotted name, its lines (from 1, inclusive) and its number of tokens."""

    path: str
    name: str
    first_line: int
    last_line: int
    tokens: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitPair:
    """A unit of the known work beside its counterpart in the questioned work; None where it has none.

    `matched` is the number of aligned token pairs, `same_place` whether it lies in the main counterpart of its file,
    `in_order` whether the units of these two files before it have their counterparts before it, too.
    """

    relation: UnitRelation
    known: UnitPlace | None
    questioned: UnitPlace | None
    matched: int = 0
    same_place: bool = True
    in_order: bool = True

    def __post_init__(self) -> None:
        require(self.known is not None or self.questioned is not None, "a pair of no units")


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitTally:
    """How many functions of each work there are, and how many stand in files that are byte-identical."""

    functions: Both[int]
    in_identical_files: Both[int]


class DifferenceKind(StrEnum):
    """What differs at corresponding places, in the order in which differences are listed."""

    NOTICE = "notice"
    NUMBER = "number"
    TEXT = "text"
    NAME = "name"
    OTHER = "other"
    COMMENT = "comment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A literal, name, comment, notice or short passage of the known work that is another one in the questioned work.

    `change` quotes both; "" is a notice that one work alone has. `places` counts the places where it does, `files` the
    pairs of files; `path` and `line` are those of the first place, the line 0 in the work that does not have it.
    """

    kind: DifferenceKind
    change: Message
    places: int
    files: int
    path: Both[str]
    line: Both[int]


LineRow = tuple[int, int, int, int, int]
"""First and last line (from 1, inclusive), tokens without a counterpart, all tokens, and the unit as an index or -1.

Lines without a token are comments.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedLines:
    """The lines of two files that correspond which have no counterpart in the other work, or only in part.

    `pair` is the place of the pair in `file_pairs`, from 1. `deleted` are lines of the known file, `inserted` lines of
    the questioned one, each with its main counterpart alone; `units` are the names of the units that they are in.
    """

    pair: int
    units: tuple[str, ...]
    deleted: tuple[LineRow, ...]
    inserted: tuple[LineRow, ...]


PlaceRow = tuple[int, int, int, int]
"""A place: the index of the file in its work's `files`, first and last line, and 1 where every text is the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FurtherPlaces:
    """Where else in each work the passage of a region is, nearest to being the same first.

    `total` counts all places, those of which are listed that a limit allows.
    """

    region: int
    known: tuple[PlaceRow, ...]
    questioned: tuple[PlaceRow, ...]
    total: Both[int]
