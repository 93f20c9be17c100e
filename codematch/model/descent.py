"""How works of a set descend from one another: a tree with works at its ends and on its way, and support values.

Works are named by their numbers, which count from 1; higher numbers are nodes of the tree at which no work of the set
is. The tree has no root unless one is given: it tells which works are neighbours, not which came first.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from codematch.model.message import Message
from codematch.model.overview import Columns, Overview
from codematch.model.scan import WorkState
from codematch.model.versions_overview import descent_summary, descent_tables

DESCENT_VERSION = 1
"""The shape of `descent.json`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DescentWork:
    """A work of the set with its place in the tree.

    Attributes:
        number: From 1, in the order in which the works are named.
        label: How reports call it.
        state: What became of it; only compared works are in a tree.
        tree: The number of its tree, from 1; 0 for a work that has too little in common with every other one.
        root: Its root hash, "" when it was not read.
        detail: Why it was not compared.
        duplicate_of: The number of the work with the same files, 0 without one.
        files: Files with text.
        features: Its lines and pairs of lines, each counted once.
        own: Features that no other work has.
        lacking: Features that works on two sides of it have and it lacks.
        is_between: Whether it is on the way between others: it lacks so little that they may descend from it, or it
            from them, without another work between.
        between_support: The share of replicates in which it is, 0 to 1.
        nearest: The number of the work that is most like it, 0 without one.
        likeness: Their common features as a part of the geometric mean of both numbers, 0 to 1.
    """

    number: int
    label: str
    state: WorkState
    tree: int = 0
    root: str = ""
    detail: Message | None = None
    duplicate_of: int = 0
    files: int = 0
    features: int = 0
    own: int = 0
    lacking: int = 0
    is_between: bool = False
    between_support: float = 0.0
    nearest: int = 0
    likeness: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class DescentEdge:
    """A connection of two nodes of the tree, which divides the works into those on either side.

    `length` is the distance along it, in natural logarithms of likeness. `support` is the share of replicates with the
    same division (0 to 1); None where one side is a single work, which every tree has. Features that most works on the
    side of `first`, and none on the other side, have are `first_only`; `second_only` the reverse.
    """

    first: int
    second: int
    length: float
    support: float | None
    first_only: int
    second_only: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DescentTree:
    """A tree of works that have enough in common.

    Attributes:
        works: The numbers of its works.
        edges: Its connections.
        main_line: The numbers of the works along the way through the tree that has most of them, from one end to the
            other; the order of the ends means nothing unless `rooted_at` is one of them.
        rooted_at: The number of the work that was given as the root, 0 for none.
        ordered_pairs: Pairs of works of the main line whose names state different versions.
        agreeing_pairs: Those in the order of these versions, read from the end at which more agree.
    """

    works: tuple[int, ...]
    edges: tuple[DescentEdge, ...]
    main_line: tuple[int, ...]
    rooted_at: int = 0
    ordered_pairs: int = 0
    agreeing_pairs: int = 0


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class DescentResult(Overview):
    """Trees of works that descend from one another.

    Attributes:
        format_version: The shape of this document.
        works: All works that were given.
        trees: The trees, the largest first.
        features: Different features of all works.
        by_form: Whether lines are compared without their words, because names were replaced in some works.
        replicates: Number of bootstrap replicates.
        blocks: Number of blocks that each of them draws, with replacement.
        blocks_are_files: Whether a block is a file; else a run of lines, because there are few files.
        limitations: What the trees cannot tell.
        changed: Labels of works that were not the same any more at the end: such a result is invalid.
    """

    format_version: int
    works: tuple[DescentWork, ...]
    trees: tuple[DescentTree, ...]
    features: int
    by_form: bool
    replicates: int
    blocks: int
    blocks_are_files: bool
    limitations: tuple[Message, ...] = ()
    changed: tuple[str, ...] = ()

    def work(self, number: int) -> DescentWork | None:
        """Return the work at a node, None where none of the set is."""
        return self.works[number - 1] if number <= len(self.works) else None

    def summary(self) -> str:
        """Return the numbers of works and trees, and the main line of each tree."""
        return descent_summary(self)

    def _tables(self) -> Mapping[str, Callable[[], Columns]]:
        return descent_tables(self)
