"""What became of the rows of a work list."""

from dataclasses import dataclass
from enum import StrEnum

BATCH_VERSION = 1
"""The shape of `batch.json`."""


class RowState(StrEnum):
    """What became of a row: compared, or why not."""

    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What the summary says of the record of a row.

    Of a pair, `pairs` is 1 and `reported` 1 if it has a reported region. `heaviest_bits` is the weight of the heaviest
    region, `residual_bits` that of the heaviest without labelled tokens (of a set: without base code and shared
    material), `threshold_bits` the lowest threshold. `known_share` and `questioned_share` are the parts of the tokens
    of both works in regions, 0 for a set. `regions` counts regions, of a set those of its reported pairs, whose number
    of works is `works`.
    """

    works: int
    pairs: int
    reported: int
    regions: int
    heaviest_bits: float
    residual_bits: float
    threshold_bits: float
    known_share: float = 0.0
    questioned_share: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchRow:
    """A row of the list with what became of it.

    `number` counts from 1, `line` is its line in the list, `works` name the works as they are given. `exit_code` is
    that of the command, `reason` the line that says why there is no record, "" without one, `warnings` are its others.
    `page` is the record to open, below the folder of the batch, and `digest` the SHA-256 of its data; both "" without
    one.
    """

    number: int
    line: int
    label: str
    command: str
    works: tuple[str, ...]
    state: RowState
    exit_code: int
    reason: str = ""
    warnings: tuple[str, ...] = ()
    page: str = ""
    digest: str = ""
    figures: Figures | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """All rows of a list in its order; the list is known by the name of its file and its SHA-256."""

    format_version: int
    tool: str
    version: str
    list_name: str
    list_sha256: str
    rows: tuple[BatchRow, ...]

    @property
    def exit_code(self) -> int:
        """The highest exit code of a row: 0 only if every row has a record and no limit was reached."""
        return max((row.exit_code for row in self.rows), default=0)
