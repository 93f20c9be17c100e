"""Asserted items: the parts of the known work that a case is about, and what the comparison says of each."""

from dataclasses import dataclass
from enum import StrEnum

from codematch.model.match import Weight


class ItemStatus(StrEnum):
    """What became of an item."""

    COUNTERPART = "counterpart"
    NO_COUNTERPART = "no-counterpart"
    NOT_COMPARED = "not-compared"
    NOT_FOUND = "not-found"
    OTHER_COMMIT = "other-commit"


@dataclass(frozen=True, slots=True, kw_only=True)
class AssertedItem:
    """One item as it was asserted: files of the known work by pattern, all of them, some lines, or a unit by name.

    `lines` are the first and the last, both included, None for all, `more_lines` further ranges; `symbol` is the dotted
    name of a unit or the end of one, "" for none; `commit` the revision that the item is taken from, "" where none is
    named.
    """

    text: str
    path: str
    lines: tuple[int, int] | None = None
    symbol: str = ""
    commit: str = ""
    description: str = ""
    more_lines: tuple[tuple[int, int], ...] = ()

    @property
    def ranges(self) -> tuple[tuple[int, int], ...]:
        """All ranges of lines, in the order in which they were given; none for all lines."""
        return (() if self.lines is None else (self.lines,)) + self.more_lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Counterpart:
    """Where an item meets a region: its number, the lines of both sides, the aligned tokens that are in the item."""

    region: int
    known_path: str
    known_first_line: int
    known_last_line: int
    questioned_path: str
    questioned_first_line: int
    questioned_last_line: int
    tokens: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AssertedResult:
    """What the comparison says of one item.

    `tokens` and `lines` count the item in the known work, `matched_tokens` and `matched_lines` what regions align,
    `residual_tokens` what of that no filter labels. `weight` is what the aligned tokens of the item weigh by channel,
    comments of its regions included, `residual` what the unlabelled ones do. `findings` is the number of findings
    by channel whose known place is in the item; `files` are the paths that it names, at most a few.
    """

    item: AssertedItem
    status: ItemStatus
    files: tuple[str, ...]
    files_total: int
    tokens: int
    lines: int
    matched_tokens: int
    matched_lines: int
    residual_tokens: int
    weight: Weight
    residual: Weight
    counterparts: tuple[Counterpart, ...]
    findings: int
